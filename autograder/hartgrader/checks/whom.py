"""Whether a text is about the person whose answers these are, and about the services that were chosen for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Literal

import attrs
from hartcity.coach import Span

from hartgrader.context import BODY, MET, SUBJECT, Context, Result
from hartgrader.names import everybody, person_names
from hartgrader.vocabulary import of_person, told_of
from hartgrader.words import Words

# A doctor may be anybody's, unless the email asks *for* one by name.
_TITLED = (
    re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\b\.?\s+((?:[A-Z][\w'’-]+\s+)?[A-Z][\w'’-]{2,})"),
    re.compile(r"(?<=\bfor )Dr\b\.?\s+((?:[A-Z][\w-]+\s+)?[A-Z][\w-]{2,})(?![\w'’-])"),
)
_CAPITALIZED = re.compile(r"\b[A-Z][\w'’-]+")
# A name this much like the person's own is misspelled, not another's.
_ALIKE = 0.7
# The answers that must speak of what was chosen.
_PLANS = ("coordination", "finances")
# So many other organizations, and none of the chosen ones, make another plan.
_OTHERS = 2


@attrs.frozen(eq=False)
class Whom:
    """Whom and what the answers are about.

    `about`: ``person``, whether every answer is about the person whose answers these are: somebody else of the city is
    named in one, or a stranger with a title where the email asks (`asking`), and the person is not. No name at all is
    fine. ``agencies``, whether the plan and the costs speak of the chosen organizations: two others are named in one,
    and none of these.
    """

    lexicon: str
    about: Literal["person", "agencies"]
    asking: str = ""

    def run(self, context: Context) -> Result:
        if self.about == "agencies":
            spans = [span for field in _PLANS for span in self._others(context, field)]
        else:
            answers: dict[str, list[str]] = {}
            for field in context.written:
                answers.setdefault(field.partition(".")[0], []).append(field)
            spans = [span for fields in answers.values() for span in self._somebody_else(context, fields)]
        return Result(0.0, tuple(spans)) if spans else MET

    def _others(self, context: Context, field: str) -> tuple[Span, ...]:
        """Return where organizations are named that weren't chosen, when none of the chosen is."""
        chosen = {s.organization_id for s in context.chosen}
        named = context.named(field)
        others: dict[str, tuple[int, int]] = {}
        for tags in named.sentences:
            for hit in tags.get("partner", ()):
                others.setdefault(hit.value, (hit.start, hit.end))
        if not chosen or len(others) < _OTHERS or not chosen.isdisjoint(others):
            return ()
        services = (h for tags in named.sentences for t in ("service", "service-kind") for h in tags.get(t, ()))
        if any(context.city.services[h.value].organization_id in chosen for h in services):
            return ()
        return context.spans(field, named, list(others.values())[:3])

    def _somebody_else(self, context: Context, fields: list[str]) -> tuple[Span, ...]:
        """Return where an answer names somebody else, when it doesn't name the person."""
        if any(not context.people.isdisjoint(context.written_words(field)) for field in fields):
            return ()
        strangers = context.library.once(("strangers", context.user.id), context.city, lambda: _strangers(context))
        for field in fields:
            text = context.text(field)
            end = context.letter.paragraphs[-1].end if field == BODY and context.letter.paragraphs else len(text)
            # A capital is looked for only where the word is.
            named = not strangers.isdisjoint(context.written_words(field))
            for match in _CAPITALIZED.finditer(text, 0, end) if named else ():
                name = match.group().lower().removesuffix("'s").removesuffix("’s")
                if name in strangers and name not in _known(context):
                    return (context.span(field, *match.span()),)
            if field not in (SUBJECT, BODY):
                continue
            for match in (m for titled in _TITLED for m in titled.finditer(text, 0, end)):
                if self._asked(context, field, match.start()) and not self._is_known(context, match.group(1)):
                    return (context.span(field, *match.span()),)
        return ()

    @staticmethod
    def _is_known(context: Context, name: str) -> bool:
        words = Words(name).written
        close = (SequenceMatcher(None, words[-1], own).ratio() >= _ALIKE for own in context.people)
        return not _known(context).isdisjoint(words) or any(close)

    def _asked(self, context: Context, field: str, at: int) -> bool:
        """Whether a place in a text stands in the subject or where the email asks."""
        if field == SUBJECT:
            return True
        tagged = context.tagged(field, self.lexicon)
        for (start, end), tags in zip(tagged.words.sentences, tagged.sentences, strict=True):
            first, last = tagged.words.place(start, end)
            if first <= at < last:
                return self.asking in tags
        return False


def _strangers(context: Context) -> frozenset[str]:
    """Return the names of everybody else of the city whom a student can choose, in small letters."""
    others = (user.name for id, user in everybody(context.city).items() if id != context.user.id)
    return frozenset(word for name in others for word in person_names(name) if len(word) > 2)


def _known(context: Context) -> frozenset[str]:
    """Return the words that may name somebody in this case: its own, the directory's, who writes and to whom."""

    def make() -> frozenset[str]:
        told, text, paragraphs = [context.user.name], context.text(BODY), context.letter.paragraphs
        if paragraphs:
            told += [text[: paragraphs[0].start], text[paragraphs[-1].end :]]
        return _words(told) | context.library.once(("told", context.user.id), context.city, lambda: _told(context))

    return context.once("known names", make)


def _told(context: Context) -> frozenset[str]:
    """Return the words of the person's case and of the directory's organizations."""
    organizations = context.city.organizations.values()
    described = [o.name + " " + o.description for o in organizations]
    return _words([*of_person(context.user), *told_of(context.user), *described])


def _words(things: Iterable[object]) -> frozenset[str]:
    return frozenset(w for thing in things for w in Words(str(thing)).written)
