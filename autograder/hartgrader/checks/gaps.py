"""What a writer left open: a template's gaps, notes to oneself, question marks in place of words."""

from __future__ import annotations

import re
from typing import ClassVar, Literal

import attrs

from hartgrader.context import BODY, MET, Context, Place, Result

# [sic] in capitals is no gap.
_SHORTEST_GAP = 3
# What stands in brackets; whether it is a gap, its words say.
_BRACKETS = re.compile(r"\[([^\[\]\n]{1,60})\]|<([A-Za-z][^<>\n]{0,60})>")
# A Title XX grant is no gap.
_GAPS = re.compile(r"\{[A-Za-z_ ]{1,30}\}|_{4,}|(?<!Title )(?<![\w-])(?:X{2,}|x{3,})\b")
# What every gap has in it; looked for first, because it is found faster.
_GAP_SIGNS = ("[", "<", "{", "____", "XX", "xxx")
# Question marks or dots in place of a word.
_DOUBTS = re.compile(r"\(\w{0,12}\?\)|(?<![\w?!)\"])\?{2,}")
_DOTS = re.compile(r"(?<!\S)\.{3,}(?!\S)")
_DOUBT_SIGNS = ("??", "?)", "...")


@attrs.frozen(eq=False)
class Gaps:
    """`about`: ``placeholders`` of a form left in; or what else is ``unfinished``."""

    TELLS: ClassVar = ("measured",)

    about: Literal["placeholders", "unfinished"]
    lexicon: str

    def run(self, context: Context) -> Result:
        found = self._placeholders(context) if self.about == "placeholders" else self._unfinished(context)
        if not found:
            return MET
        return Result(0.0, tuple([context.span(*place) for place in found]), detail={"measured": str(len(found))})

    def _placeholders(self, context: Context) -> list[Place]:
        fills = {(f, context.text(f)[a:b]): (f, a, b) for f, a, b in context.places(self.lexicon, "fills")}
        found = [*fills.values()]
        if not any(sign in context.whole for sign in _GAP_SIGNS):
            return found
        known = context.lexicon(self.lexicon)
        words, begins = frozenset(known["gap-words"]), frozenset(known["gap-begins"])
        for field in context.written:
            text = context.text(field)
            found += [(field, *m.span()) for m in _GAPS.finditer(text) if not _is_rule(context, field, *m.span())]
            found += [(field, *m.span()) for m in _BRACKETS.finditer(text) if _is_gap(m[1] or m[2], words, begins)]
        return found

    def _unfinished(self, context: Context) -> list[Place]:
        found = context.places(self.lexicon, "unfinished")
        names = {(f, context.text(f)[a:b]): (f, a, b) for f, a, b in context.places(self.lexicon, "unfilled")}
        found += [place for (_, name), place in names.items() if self._is_unfilled(context, name, place)]
        for field in context.written if any(sign in context.whole for sign in _DOUBT_SIGNS) else ():
            text = context.text(field)
            found += [(field, *m.span()) for m in _DOUBTS.finditer(text)]
            dots = [(field, *m.span()) for m in _DOTS.finditer(text)]
            found += dots if len(dots) > 1 else []
        return found

    def _is_unfilled(self, context: Context, name: str, place: Place) -> bool:
        """Whether a template's name has its capitals and stands for a name, not before one: *Your Name: Ray*."""
        field, start, end = place
        text = context.text(field)
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        known = name in context.lexicon(self.lexicon)["tags"]["unfilled"]
        return known and after != ":" and not (before + after).strip(" .,;:()\n'")


def _is_gap(inside: str, words: frozenset[str], begins: frozenset[str]) -> bool:
    """Whether what stands in brackets waits to be filled in: nothing but names of things, an order, or all capitals."""
    said = re.findall("[a-z]+", inside.lower())
    if not said:
        return False
    return words.issuperset(said) or said[0] in begins or (inside.isupper() and len(inside) > _SHORTEST_GAP)


def _is_rule(context: Context, field: str, start: int, end: int) -> bool:
    """Whether a line of underscores is a rule across the page or a place to sign, not a gap in a sentence."""
    text = context.text(field)
    if text[start] != "_":
        return False
    line = text[text.rfind("\n", 0, start) + 1 : start] + text[end:].partition("\n")[0]
    return not any(map(str.isalnum, line)) or (field == BODY and start >= context.letter.body.end)
