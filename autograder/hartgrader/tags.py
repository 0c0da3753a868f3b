"""Words and what they stand for: a text is read once, and every check asks which tags stand where.

A lexicon gives tags to words and phrases (``contact`` to *call*, *get in touch*). Looking words up in one dictionary
takes time in proportion to the text, whatever the text is, and keeps the place of every word for the student to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import attrs

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,:]\d+)*|[$%=:;.!?\n(),]")
_ENDS = frozenset(";\n!?")
# After these a period doesn't end a sentence ("Mr. Tillman", "9 a.m. call").
_ABBREVIATIONS = frozenset(["mr", "mrs", "ms", "dr", "st", "a", "p", "e", "g", "i", "m", "vs", "approx", "wk", "appt"])
_NUMBERS = {
    word: str(n)
    for n, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
}
# Nobody reads a longer sentence as one; and it keeps the time of every check in proportion to the text.
_LONGEST = 120
_CLITIC = re.compile(r"'(?:d|ll|m|ve|re|s)$")
NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "nobody",
        "none",
        "without",
        "neither",
        "nothing",
        "nor",
        "cannot",
        "don't",
        "doesn't",
        "didn't",
        "won't",
        "can't",
        "isn't",
        "aren't",
        "haven't",
        "hasn't",
        "wouldn't",
        "shouldn't",
        "wasn't",
        "weren't",
        "couldn't",
        "refuse",
        "refused",
        "refuses",
    ]
)


def inflections(verb: str) -> set[str]:
    """Return the regular forms of an English verb or noun: *call* → call, calls, called, calling."""
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    if verb.endswith(("s", "x", "ch", "sh", "z")):
        return {verb, verb + "es", verb + "ed", verb + "ing"}
    double = verb + verb[-1]
    return {verb, verb + "s", verb + "ed", verb + "ing", double + "ed", double + "ing"}


class Hit(NamedTuple):
    """A tagged phrase: tokens ``start`` to ``end`` (exclusive); `value` says which phrase, or which thing it names."""

    start: int
    end: int
    value: str


class Words:
    """A text as lower-case tokens with their places, in sentences.

    Attributes
    ----------
    text : the text as it was written.
    words : lower-case tokens; *I'll* is read as *i*, *three* as *3*.
    spans : for each token its start and end in the text, in code points.
    sentences : for each sentence its first and last token (exclusive). A new line ends a sentence.
    """

    __slots__ = ("sentences", "spans", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.spans: list[tuple[int, int]] = []
        for match in _TOKEN.finditer(text):
            word = match.group().lower().replace("’", "'")
            if "'" in word and not word.endswith("n't"):
                word = _CLITIC.sub("", word)
            self.words.append(_NUMBERS.get(word, word))
            self.spans.append(match.span())
        self.sentences = self._sentences()

    def _sentences(self) -> list[tuple[int, int]]:
        sentences, start = [], 0
        for i, word in enumerate(self.words):
            if word in _ENDS or (word == "." and not (i and self.words[i - 1] in _ABBREVIATIONS)):
                if i > start:
                    sentences.append((start, i))
                start = i + 1
            elif i - start == _LONGEST:
                sentences.append((start, i))
                start = i
        if start < len(self.words):
            sentences.append((start, len(self.words)))
        return sentences

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where tokens `start` to `end` (exclusive) stand in the text."""
        return self.spans[start][0], self.spans[end - 1][1]

    def negated(self, at: int, reach: int, start: int = 0) -> bool:
        """Whether one of the `reach` tokens before token `at`, not before token `start`, denies it."""
        return not NEGATIONS.isdisjoint(self.words[max(start, at - reach) : at])


_Rest = tuple[tuple[frozenset[str], ...], str, str]
# What stands for more than one word in a phrase.
_OPEN = frozenset("_#")


class _Starts:
    """The phrases that begin with a word: alone, by their second word, or with an open second place."""

    __slots__ = ("alone", "by_second", "open")

    def __init__(self) -> None:
        self.alone: list[tuple[str, str]] = []
        self.by_second: dict[str, list[_Rest]] = {}
        self.open: list[_Rest] = []


class Lexicon:
    """Tags of words and phrases.

    In a phrase, ``call~`` stands for every form of *call*, ``#`` for a number and ``_`` for any word.
    """

    def __init__(self, tags: Mapping[str, Iterable[str]], names: Iterable[tuple[str, str, str]] = ()) -> None:
        """`tags` gives phrases by tag; `names` adds (tag, phrase, what it names)."""
        self._first: dict[str, _Starts] = {}
        for tag, phrases in tags.items():
            for phrase in phrases:
                self._add(tag, str(phrase), "")
        for tag, phrase, value in names:
            self._add(tag, phrase, value)

    def _add(self, tag: str, phrase: str, value: str) -> None:
        parts = [
            frozenset(inflections(p[:-1]) if p.endswith("~") else {_NUMBERS.get(p, p)})
            for p in phrase.lower().replace("’", "'").split()
        ]
        for word in parts[0]:
            starts = self._first.setdefault(word, _Starts())
            if len(parts) == 1:
                starts.alone.append((tag, value))
            elif parts[1] & _OPEN:
                starts.open.append((tuple(parts[1:]), tag, value))
            else:
                for second in parts[1]:
                    starts.by_second.setdefault(second, []).append((tuple(parts[2:]), tag, value))

    def read(self, words: Words) -> Tagged:
        """Return the places of all tags in a text."""
        found: list[dict[str, list[Hit]]] = []
        tokens, first, number = words.words, self._first, self._first.get("#")
        for start, end in words.sentences:
            tags: dict[str, list[Hit]] = {}
            for i in range(start, end):
                word = tokens[i]
                starts = first.get(word)
                if starts is not None:
                    self._start(starts, tokens, i, end, tags)
                if number is not None and word[0].isdigit():
                    self._start(number, tokens, i, end, tags)
            found.append(tags)
        return Tagged(words, found)

    def _start(self, starts: _Starts, tokens: list[str], i: int, end: int, tags: dict[str, list[Hit]]) -> None:
        """Note what begins at token `i`."""
        for tag, value in starts.alone:
            tags.setdefault(tag, []).append(Hit(i, i + 1, value or tokens[i]))
        if i + 1 >= end:
            return
        longer = starts.by_second.get(tokens[i + 1], ())
        for at, candidates in ((i + 2, longer), (i + 1, starts.open)):
            for rest, tag, value in candidates:
                j = at
                for options in rest:
                    if j >= end or not (
                        tokens[j] in options or "_" in options or ("#" in options and tokens[j][0].isdigit())
                    ):
                        break
                    j += 1
                else:
                    tags.setdefault(tag, []).append(Hit(i, j, value or " ".join(tokens[i:j])))


@attrs.frozen
class Tagged:
    """A text with its tags: for each sentence a dictionary of tag → hits, in the order of the text."""

    words: Words
    sentences: list[dict[str, list[Hit]]]

    def affirmed(self, sentence: int, tag: str, reach: int = 4) -> list[Hit]:
        """Return the hits of a tag in a sentence that aren't denied just before."""
        start = self.words.sentences[sentence][0]
        return [h for h in self.sentences[sentence].get(tag, ()) if not self.words.negated(h.start, reach, start)]
