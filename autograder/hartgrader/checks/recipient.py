"""Whether the email asks the right office: one of the chosen organizations, for something it offers."""

from __future__ import annotations

from typing import Literal

import attrs

from hartgrader.context import BODY, SUBJECT, Context, Result


@attrs.frozen
class Recipient:
    """What the email has to do with the directory.

    `about`: ``chosen``, whether it goes to an organization of Part 1; ``offers``, whether it names something that
    this organization offers (1 for a service of its own by name or by what it is for, 0.5 for its name only);
    ``others``, whether another organization of the city is named; ``right``, whether nothing speaks for another office:
    no conflict of interest is known, and what is asked for is offered here, if anybody offers it.
    """

    about: Literal["chosen", "offers", "others", "right"]
    lexicon: str

    def run(self, context: Context) -> Result:
        to = context.recipient
        if to is None:
            return Result(0.0)
        if self.about == "right":
            return self._right(context, to.id)
        if self.about == "others":
            return self._others(context, to.id)
        if self.about == "chosen":
            return Result(float(any(s.organization_id == to.id for s in context.chosen)))
        own = set(to.service_ids)
        best, spans = 0.0, []
        for field in (SUBJECT, BODY):
            tagged = context.tagged(field, self.lexicon)
            for tags in tagged.sentences:
                for tag, worth in (("service", 1.0), ("service-kind", 1.0), ("partner", 0.5)):
                    for hit in tags.get(tag, ()):
                        if hit.value in own or hit.value == to.id:
                            if worth > best:
                                best, spans = worth, []
                            if worth == best and len(spans) < 3:
                                spans.append(context.span(field, *tagged.words.place(hit.start, hit.end)))
        return Result(best, tuple(spans))

    def _others(self, context: Context, to: str) -> Result:
        tagged = context.tagged(BODY, self.lexicon)
        found = [
            h for tags in tagged.sentences for tag in ("partner", "helper") for h in tags.get(tag, ()) if h.value != to
        ]
        # A name that two organizations share names neither.
        own = {(h.start, h.end) for tags in tagged.sentences for h in tags.get("partner", ()) if h.value == to}
        places = [(h.start, h.end) for h in found if (h.start, h.end) not in own]
        return Result(float(bool(places)), context.spans(BODY, tagged, places[:3]), len({h.value for h in found}))

    def _right(self, context: Context, to: str) -> Result:
        if to in context.user.conflicts:
            return Result(0.0)
        own = set(context.city.organizations[to].service_ids)
        asked: set[str] = set()
        for tags in context.tagged(BODY, self.lexicon).sentences:
            if "asks" in tags:
                asked |= {h.value for tag in ("service", "service-kind") for h in tags.get(tag, ())}
        return Result(float(not asked or bool(asked & own)))
