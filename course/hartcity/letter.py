"""The parts of a letter as people type it: who is greeted, the paragraphs, the close and the signature.

Pure functions of plain text. Every offset is in its code points, end exclusive.
"""

from __future__ import annotations

import re

import attrs

from hartcity.text import NOTHING, Piece

_BLANK = re.compile(r"\n[ ]*\n\s*")
_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[-*•–·]|\(?\d{1,2}[.)])\s+\S")
_SALUTATION = re.compile(
    r"(?:dear|hello|hi|hey|hiya|greetings|good (?:morning|afternoon|evening|day)|to whom (?:it|this) may concern|"
    r"attn|attention|to|salutations|esteemed)\b",
    re.I,
)
_CLOSE = re.compile(
    r"(?:(?:yours |very |most )?(?:sincerely|respectfully|cordially|faithfully|truly)(?: yours)?(?: submitted)?|"
    r"(?:(?:with |my |many )?(?:kind|kindest|best|warm|warmest|good|sincere|all good|all the best)(?: personal)? "
    r"(?:regards|wishes?|thanks))|with (?:every|all) [^.?!\n]{2,30}|with \w+(?:,| and \w+)|mahalo|"
    r"regards|best|warmly|gratefully|"
    r"in (?:partnership|gratitude|service|appreciation|community|solidarity|fellowship|friendship|faith|peace)"
    r"(?: and [^.?!\n]{2,30})?|"
    r"(?:with|many|much|kind|thanks)?\s*(?:thanks|thank you|thx|appreciation|gratitude|respect|"
    r"gratefulness)\b[^.?!\n]{0,70}|take care|cheers|yours|peace|"
    r"(?:god )?bless(?:ings)?(?: you(?: all)?)?|later|all the best|sent from my \w+|"
    r"hoping to hear[^.?!\n]{0,40}|looking forward[^.?!\n]{0,60})[\s,.!–-]*$",
    re.I,
)
# Lines over the salutation, as in a memo; and what is added under the signature, when it is short.
_HEADER = re.compile(r"(?:to|from|cc|date|sent|subject|re) ?: ?\S", re.I)
_POSTSCRIPT = re.compile(r"P\. ?S\b|PS[:,. ]")
_POSTSCRIPT_WORDS = 60
_NAME_LINE_WORDS = 9


@attrs.frozen
class Letter:
    """The parts of a letter, as places in its text.

    Attributes
    ----------
    salutation : the line that greets the reader, or nothing.
    paragraphs : the body, without the lines of a memo over it, salutation, close, signature and a short postscript.
    close : “Sincerely,” or what stands for it, or nothing.
    signature : everything after the body that isn't the close: names, role, agency, ways to answer.
    """

    salutation: Piece
    paragraphs: tuple[Piece, ...]
    close: Piece
    signature: Piece

    @property
    def body(self) -> Piece:
        return Piece(self.paragraphs[0].start, self.paragraphs[-1].end) if self.paragraphs else NOTHING


def _lines(text: str) -> list[Piece]:
    found = []
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            found.append(Piece(start, start + len(stripped)))
    return found


def _words(text: str) -> int:
    return len(text.split())


def letter(text: str) -> Letter:
    """Return the parts of a letter: paragraphs parted by blank lines, or by single new lines when there are none."""
    lines = _inside(text, _lines(text))
    salutation = NOTHING
    if lines:
        first = lines[0].of(text)
        short = _words(first) <= 12 and (first.endswith((",", ":", "-", "–", "!", ".")) or _words(first) <= 8)
        titled = first.endswith((",", ":")) and _words(first) <= 8
        if (short and _SALUTATION.match(first)) or titled:
            salutation, lines = lines[0], lines[1:]
        elif match := re.match(r"(?:dear|hello|hi|hey|good (?:morning|afternoon))\b[^,:!.?\n]{0,60}[,:!]", first, re.I):
            salutation = Piece(lines[0].start, lines[0].start + match.end())
            rest = text[salutation.end : lines[0].end]
            start = salutation.end + len(rest) - len(rest.lstrip())
            lines = [Piece(start, lines[0].end), *lines[1:]] if rest.strip() else lines[1:]
    # Everything after the last line that is a sentence of its own is close and signature.
    last = len(lines)
    while last and _signs(lines[last - 1].of(text), last - 1):
        last -= 1
    tail = lines[last:]
    close = next((line for line in tail if _CLOSE.match(line.of(text))), NOTHING)
    rest = [line for line in tail if line != close]
    signature = Piece(rest[0].start, rest[-1].end) if rest else NOTHING
    return Letter(salutation, _paragraphs(text, lines[:last]), close, signature)


def _inside(text: str, lines: list[Piece]) -> list[Piece]:
    """Return the lines of a letter without a memo's lines over its salutation and without a short postscript."""
    headers = 0
    while headers < len(lines) and _HEADER.match(lines[headers].of(text)):
        headers += 1
    if 0 < headers < len(lines) and _SALUTATION.match(lines[headers].of(text)):
        lines = lines[headers:]
    for i, line in enumerate(lines[1:], 1):
        if _POSTSCRIPT.match(line.of(text)) and _words(text[line.start : lines[-1].end]) <= _POSTSCRIPT_WORDS:
            return lines[:i]
    return lines


def _signs(line: str, index: int) -> bool:
    """Whether a line belongs to the close or the signature rather than to the body."""
    if _CLOSE.match(line) and _words(line) <= 14:
        return True
    if index == 0 or _BULLET.match(line):
        return False
    contact = "@" in line or len(re.findall(r"\d", line)) >= 7
    ends = line.endswith((".", "?", "!")) and not line.endswith(("Jr.", "Sr.", "Inc.", "M.", "D."))
    if contact and (_words(line) <= 12 and not re.search(r"\b(?:me|us|you|is|are|please)\b", line, re.I)):
        return True
    return _words(line) <= _NAME_LINE_WORDS + 5 * (line.count(",") > 0) and (not ends or _words(line) <= 4)


def _paragraphs(text: str, lines: list[Piece]) -> tuple[Piece, ...]:
    if not lines:
        return ()
    start, end = lines[0].start, lines[-1].end
    blanks = [m for m in _BLANK.finditer(text, start, end)]
    if blanks:
        edges = [start, *(p for m in blanks for p in (m.start(), m.end())), end]
        return tuple(Piece(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a)
    # Without blank lines a new line is a new paragraph, unless it only wraps a long one.
    found = [lines[0]]
    for line in lines[1:]:
        before = found[-1].of(text)
        if before.endswith((".", "?", "!", ":", '"', ")")) or text[line.start].isupper():
            found.append(line)
        else:
            found[-1] = Piece(found[-1].start, line.end)
    return tuple(found)
