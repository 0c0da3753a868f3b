"""Phrases to change: wordy ones, labels, slang, pressure; each with its place, and a plainer one when there is one."""

from __future__ import annotations

from typing import ClassVar

import attrs
from hartcity.coach import Span

from hartgrader.context import MET, Context, Result
from hartgrader.tags import Tagged

_QUOTES = '"'
# A phrase that was found: its place, a plainer one, which one it is, and how it is typed.
_Found = tuple[Span, str | None, str, str]


@attrs.frozen
class Needed:
    """A tag that doesn't count when the email goes to an office with a service for one of the needs in `by`."""

    tag: str
    by: tuple[str, ...]


@attrs.frozen(eq=False)
class Phrases:
    """How few phrases with these tags a text has.

    Attributes
    ----------
    fields : the texts to read.
    tags : the tags that count, each phrase once.
    free : so many cost nothing.
    worst : so many cost everything; between, each costs its share.
    quoted : whether a phrase in quotation marks counts.
    distinct : whether a phrase counts once, however often it stands there.
    needed : what some offices need to know.
    """

    TELLS: ClassVar = ("phrases",)

    fields: tuple[str, ...]
    lexicon: str
    tags: tuple[str, ...]
    free: int = 0
    worst: int = 1
    quoted: bool = True
    distinct: bool = False
    needed: tuple[Needed, ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.worst <= self.free:
            raise ValueError("check: “worst” must be more than “free”.")

    def run(self, context: Context) -> Result:
        found = [phrase for field in self.fields for phrase in self._of(context, field)]
        if not found:
            return MET
        spans, replacements, values, typed = zip(*found, strict=True)
        count = len(set(values)) if self.distinct else len(values)
        met = 1.0 - min(1.0, max(0.0, (count - self.free) / (self.worst - self.free)))
        shown = ", ".join(f"“{v}”" for v in dict.fromkeys(typed))
        return Result(met, spans, replacements, {"phrases": shown})

    def _of(self, context: Context, field: str) -> list[_Found]:
        tagged = context.tagged(field, self.lexicon)
        if tagged.tags.keys().isdisjoint(self.tags):
            return []
        key = ("phrases", field, self.lexicon, self.tags, self.quoted, self.needed)
        return context.once(key, lambda: self._find(context, field, tagged))

    def _find(self, context: Context, field: str, tagged: Tagged) -> list[_Found]:
        """Return the phrases with the tags that count, each word of the text in one of them at most."""
        plain = context.lexicon(self.lexicon).get("plain", {})
        accepted = [term.lower() for term in context.user.preferred_terms]
        text, counted = context.text(field), self._counted(context)
        found: list[_Found] = []
        reached = 0
        for tags in tagged.those_with(self.tags):
            hits = sorted((h for t in counted for h in tags.get(t, ())), key=lambda h: (h.start, -h.end))
            for hit in hits:
                start, end = tagged.words.place(hit.start, hit.end)
                if start < reached or (accepted and _accepted(text[start:end].lower(), accepted)):
                    continue
                if not self.quoted and text[:start].count(_QUOTES) % 2:
                    continue
                reached = end
                typed = " ".join(text[start:end].split())
                found.append((context.span(field, start, end), plain.get(hit.value), hit.value, typed))
        return found

    def _counted(self, context: Context) -> list[str]:
        """Return the tags that count for this recipient."""
        if not self.needed or context.recipient is None:
            return list(self.tags)
        offered = {need for service in context.recipient.services for need in service.needs}
        fine = {n.tag for n in self.needed if not offered.isdisjoint(n.by)}
        return [tag for tag in self.tags if tag not in fine]


def _accepted(words: str, terms: list[str]) -> bool:
    """Whether a phrase, its article aside, belongs to what this person calls themselves."""
    bare = words.removeprefix("a ").removeprefix("an ").removeprefix("the ")
    return any(bare in term for term in terms)
