"""Reading text as people type it: what it says under odd characters, and its sentences.

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
