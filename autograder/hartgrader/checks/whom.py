"""Whether a text is about the person whose answers these are, and about the services that were chosen for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Literal

import attrs
from hartcity import service_user as service_users

from hartgrader.context import BODY, SUBJECT, Context, Result
from hartgrader.names import person_names
from hartgrader.vocabulary import of_person, told_of
from hartgrader.words import Words

_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\b\.?\s+((?:[A-Z][\w'’-]+\s+)?[A-Z][\w'’-]{2,})")
_CAPITALIZED = re.compile(r"\b[A-Z][\w'’-]+")
# A name this much like the person's own is misspelled, not another's.
_ALIKE = 0.7
# So many other organizations, and none of the chosen ones, make another plan.
_OTHERS = 2


@attrs.frozen(cache_hash=True)
class Whom:
    """Whom and what a text is about.

    `about`: ``person``, whether it is about the person of these answers: somebody else of the city is named, or a
    stranger with a title where the email asks (`asking`), and the person is not. No name at all is fine.
    ``agencies``, whether it speaks of the chosen organizations: two others are named, and none of these.
    """

    field: str
    lexicon: str
    about: Literal["person", "agencies"]
    asking: str = ""

    def run(self, context: Context) -> Result:
        return self._agencies(context) if self.about == "agencies" else self._person(context)

    def _agencies(self, context: Context) -> Result:
        chosen = {s.organization_id for s in context.chosen}
        others: dict[str, tuple[int, int]] = {}
        tagged = context.tagged(self.field, self.lexicon)
        for tags in tagged.sentences:
            services = (h for tag in ("service", "service-kind") for h in tags.get(tag, ()))
            if any(context.city.services[h.value].organization_id in chosen for h in services):
                return Result(1.0)
            for hit in tags.get("partner", ()):
                if hit.value in chosen:
                    return Result(1.0)
                others.setdefault(hit.value, (hit.start, hit.end))
        if not chosen or len(others) < _OTHERS:
            return Result(1.0)
        return Result(0.0, context.spans(self.field, tagged, list(others.values())[:3]))

    def _person(self, context: Context) -> Result:
        fields = (SUBJECT, BODY) if self.field == BODY else (self.field,)
        written = {w for field in fields for w in context.words(field).written}
        if not context.people.isdisjoint(written):
            return Result(1.0)
        known = _known(context)
        others = context.library.once(("people",), context.city, lambda: _names(context))
        strangers = frozenset().union(*(names for id, names in others.items() if id != context.user.id)) - known
        for field in fields:
            text = context.text(field)
            end = context.letter.paragraphs[-1].end if field == BODY and context.letter.paragraphs else len(text)
            for match in _CAPITALIZED.finditer(text, 0, end):
                if match.group().lower().removesuffix("'s").removesuffix("’s") in strangers:
                    return Result(0.0, (context.span(field, *match.span()),))
            for match in _TITLED.finditer(text, 0, end) if self.asking else ():
                if self._asked(context, field, match.start()) and not self._is_known(context, match.group(1), known):
                    return Result(0.0, (context.span(field, *match.span()),))
        return Result(1.0)

    @staticmethod
    def _is_known(context: Context, name: str, known: frozenset[str]) -> bool:
        words = Words(name).written
        close = (SequenceMatcher(None, words[-1], own).ratio() >= _ALIKE for own in context.people)
        return not known.isdisjoint(words) or any(close)

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


def _names(context: Context) -> dict[str, frozenset[str]]:
    """Return the names of everybody of the city whom a student can choose, in small letters."""
    users = service_users.load_service_users(context.city)
    return {id: frozenset(w for w in person_names(user) if len(w) > 2) for id, user in users.items()}


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
