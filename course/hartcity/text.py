"""Reading text as people type it: what it says under odd characters, its paragraphs, and the parts of a letter.

Pure functions of text. Every offset is in code points of the text as it was typed, end exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import attrs

from hartcity.characters import NEWER

# Letters of other scripts that look like Latin ones (from Unicode's confusables, the ones found on keyboards).
_LOOK_ALIKES = dict(
    zip(
        "АВЕКМНОРСТУХаеорсухіјѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧονɑɡ",
        "ABEKMHOPCTYXaeopcyxijsdqwhABEZHIKMNOPTYXovag",
        strict=True,
    )
)
_PLAIN = {
    "\r": "\n", "\u2028": "\n", "\u2029": "\n\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\t": " ",
    "‘": "'", "’": "'", "ʼ": "'", "′": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "−": "-", "…": "...", "\u00ad": "",
}  # fmt: skip
_LATIN = re.compile(r"[A-Za-z]")
_WORD = 24
# Letters that are plain ones in other dress: in a circle, in mathematics, joined, of full width.
_DRESSED = re.compile("[\u2100-\u214f\u2460-\u24ff\ufb00-\ufb06\uff00-\U0001ffff]")
_TURNS = frozenset("\u202b\u202e\u2067")
_TAGS = "\U000e0000"
# What stands for a character that nobody reads.
_UNREAD = "\ufffd"
# So many of one kind in a row fill a text, or pad it.
_ROW = 4
_LAST_LATIN = "\u024f"


@attrs.frozen
class Clean:
    """A text with its odd characters read for what they look like.

    Attributes
    ----------
    raw : the text as typed.
    text : the same in plain characters: one kind of quotes, spaces and line ends, nothing invisible.
    starts : for each code point of `text` its place in `raw`; None when both are the same length, place by place.
    invisible : how many characters were taken out that hide something: they stood inside a word, turn the direction of
        reading or carry an unseen text. Those that programs and telephones leave behind aren't counted.
    look_alikes : how many letters of other scripts stood inside words of Latin letters, or were plain ones in disguise.
    """

    raw: str
    text: str
    starts: list[int] | None = None
    invisible: int = 0
    look_alikes: int = 0

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of `text` stands in `raw`."""
        if self.starts is None:
            return start, end
        if start >= len(self.starts):
            return len(self.raw), len(self.raw)
        last = self.starts[end - 1] + 1 if end > start else self.starts[start]
        return self.starts[start], last


_ODD = re.compile(r"[^ -~\n]")


def clean(raw: str) -> Clean:
    """Return the text as a reader sees it; never fails, whatever the characters are."""
    pieces: list[str] = []
    changes: list[tuple[int, int]] = []  # (place in raw, characters there now) wherever that isn't one
    at = invisible = look_alikes = 0
    for match in _ODD.finditer(raw):
        i = match.start()
        char = match.group()
        new = _read(raw, i, char)
        if new != char and len(new) == 1 and new.isascii() and new.isalpha():
            look_alikes += 1
        elif not new and char not in _PLAIN and char != "\r":
            invisible += _hides(raw, i, char)
        if new != char:
            pieces += (raw[at:i], new)
            at = i + 1
            if len(new) != 1:
                changes.append((i, len(new)))
    if not pieces:
        return Clean(raw, raw)
    pieces.append(raw[at:])
    return Clean(raw, "".join(pieces), _starts(len(raw), changes), invisible, look_alikes)


def _read(raw: str, i: int, char: str) -> str:
    """Return what an odd character stands for: nothing, itself, or plainer ones."""
    if char == "\r":
        return "" if raw[i + 1 : i + 2] == "\n" else "\n"
    if char in _PLAIN:
        return _PLAIN[char]
    if char in _LOOK_ALIKES:
        return _LOOK_ALIKES[char] if _LATIN.search(_word(raw, i)) else char
    if NEWER.match(char):
        return _UNREAD
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Co", "Cs") or (category == "Mn" and _strikes(raw, i)):
        return ""
    if category == "Zs":
        return " "
    return unicodedata.normalize("NFKC", char) if _DRESSED.match(char) else char


def _strikes(raw: str, i: int) -> bool:
    """Whether a mark over a Latin letter makes no letter of it: it strikes it out, or piles up on others."""
    marks, j = raw[i], i - 1
    while j >= max(0, i - _WORD) and (unicodedata.category(raw[j]) == "Mn" or not _read(raw, j, raw[j])):
        marks = raw[j] + marks
        j -= 1
    letter = _read(raw, j, raw[j])[-1:] if j >= 0 else ""
    marks = "".join(c for c in marks if unicodedata.category(c) == "Mn")
    return letter.isalpha() and letter <= _LAST_LATIN and len(unicodedata.normalize("NFC", letter + marks)) > 1


def _hides(raw: str, i: int, char: str) -> bool:
    """Whether an invisible character hides something from a reader."""
    if char in _TURNS or char >= _TAGS or char == "\0" or unicodedata.category(char) == "Cs":
        return True
    if raw[i : i + _ROW] == char * _ROW:
        return True
    before, behind = range(i - 1, max(-1, i - _WORD), -1), range(i + 1, min(len(raw), i + _WORD))
    return all(c.isalpha() and c <= _LAST_LATIN for c in (_visible(raw, before), _visible(raw, behind)))


def _visible(raw: str, places: range) -> str:
    """Return the first visible character at some places, or nothing."""
    return next((raw[j] for j in places if unicodedata.category(raw[j]) not in ("Cf", "Mn")), "")


def _word(raw: str, i: int) -> str:
    """Return the word around a place, as far as a word can reach."""
    start = end = i
    while start > max(0, i - _WORD) and _in_word(raw[start - 1]):
        start -= 1
    while end < min(len(raw), i + _WORD) and _in_word(raw[end]):
        end += 1
    return raw[start:end]


def _in_word(char: str) -> bool:
    return char.isalpha() or unicodedata.category(char) == "Mn"


def _starts(length: int, changes: list[tuple[int, int]]) -> list[int] | None:
    """Return for each character of the plain text its place in the raw one; None when they are the same."""
    if not changes:
        return None
    starts: list[int] = []
    at = 0
    for place, size in changes:
        starts += range(at, place)
        starts += [place] * size
        at = place + 1
    starts += range(at, length)
    return starts


class Piece(NamedTuple):
    """A piece of a text: from `start` to `end`, without white space around it."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def __bool__(self) -> bool:
        return self.end > self.start


NOTHING = Piece(0, 0)
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
    r"in (?:partnership|gratitude|service|appreciation|community|solidarity|peace)|"
    r"(?:with|many|much|kind|thanks)?\s*(?:thanks|thank you|thx|appreciation|gratitude|respect|"
    r"gratefulness)\b[^.?!\n]{0,70}|take care|cheers|yours|peace|blessings|later|all the best|sent from my \w+|"
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


# It begins with one of four characters, which is found fast.
_SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)\n*|(?<!\n)[.!?]*[\"')\]]*(?=\s|$))")
_ABBREVIATED = re.compile(r"\b(?:mr|mrs|ms|dr|st|vs|approx|no|jr|sr|wk|ext|[a-z])\.$")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Piece]:
    """Return the sentences between two places; a period after a title or in *9 a.m. call* doesn't end one."""
    end = len(text) if end is None else end
    found, at = [], start
    for match in _SENTENCE_END.finditer(text, start, end):
        to = match.end()
        abbreviated = text[match.start()] == "." and _ABBREVIATED.search(text[max(at, to - 8) : to].lower())
        if abbreviated and text[to : to + 2].strip():
            continue
        found.append(_trimmed(text, at, to))
        at = to
    found.append(_trimmed(text, at, end))
    return list(filter(None, found))


def _trimmed(text: str, start: int, end: int) -> Piece:
    """Return a piece of a text without the white space around it."""
    inner = text[start:end].lstrip()
    start = end - len(inner)
    return Piece(start, start + len(inner.rstrip()))
