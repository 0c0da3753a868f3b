"""A text as words: lower-case tokens with their places, in sentences, and what is hidden in them."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import filterfalse
from typing import NamedTuple, TypeVar

T = TypeVar("T")

# What is a token of its own, besides words and numbers.
SIGNS = frozenset("$%=:;.!?\n(),")
_LETTERS = r"[^\W\d_]++"
_TOKEN = re.compile(rf"[.,\n$%=:;!?()]|\d++(?:[.,:]\d++)*+|{_LETTERS}(?:'{_LETTERS})*+")
_ENDS = frozenset(";\n!?.")
# After these a period doesn't end a sentence ("Mr. Tillman", "9 a.m. call").
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "a",
        "p",
        "e",
        "g",
        "i",
        "m",
        "vs",
        "approx",
        "wk",
        "appt",
        "jan",
        "feb",
        "sept",
        "u",
        "oct",
        "nov",
        "dec",
    ]
)
_TEENS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {word: str(n) for n, word in enumerate(_TEENS.split())}
_NUMBERS |= {word: str(10 * n) for n, word in enumerate(_TENS.split(), 2)}
# What is made of so many different words is kept, when they are no longer than a word with its signs.
_KEPT, _LONGEST_KEPT = 20_000, 40
# Nobody reads a longer sentence as one: it is cut at a comma. That keeps the time of every check in proportion, too.
_LONGEST = 80
# What an apostrophe hides. A possessive hides nothing; *'s* is *is* only after the words in `_THEN_IS`.
_CLITICS = {"d": "would", "ll": "will", "m": "am", "ve": "have", "re": "are"}
_THEN_IS = frozenset(["he", "she", "it", "that", "there", "here", "what", "who", "where", "how", "everything"])
_NOT = {"won't": "will", "can't": "can", "shan't": "shall"}
# Whoever is meant, and however many: a person's pronoun and the verb that goes with it change nothing.
_FOLDED = {
    **_NUMBERS,
    **dict.fromkeys(["he", "she"], "they"),
    **dict.fromkeys(["him", "her", "his", "their", "hers", "theirs"], "them"),
    **dict.fromkeys(["himself", "herself", "themself"], "themselves"),
    "are": "is",
    "were": "was",
    "has": "have",
    "does": "do",
    "an": "a",
    **dict.fromkeys(
        ["dont", "doesnt", "didnt", "cant", "wont", "isnt", "arent", "wasnt", "werent", "havent", "hasnt", "wouldnt"],
        "not",
    ),
}
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
        "refuse",
        "refused",
        "refuses",
        "declined",
        "declines",
    ]
)

# After these a denial denies something else: *not only*, *no later than*, *nothing beyond*.
_NO_DENIAL = frozenset(["only", "later", "more", "less", "else", "beyond", "further", "matter", "doubt"])
# What a person's name is read as, so that nothing depends on it.
PERSON = "person"
CLAUSE_ENDS = frozenset([",", ":", "(", ")", "but", "except"])


def remembered(of: Callable[[str], T]) -> Callable[[str], T]:
    """Return a function of a word that remembers what it gave, in a plain dictionary: that is asked fastest."""

    class Memory(dict[str, T]):
        def __missing__(self, word: str) -> T:
            made = of(word)
            if len(word) <= _LONGEST_KEPT:
                if len(self) >= _KEPT:
                    self.clear()
                self[word] = made
            return made

    return Memory().__getitem__


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


def split(word: str) -> list[tuple[str, int]]:
    """Return a lower-case word without its apostrophe: each part, and where in the word the next one begins.

    *don't* → do, not; *i'll* → i, will; *ray's* → ray; *ok'd* → okayed.
    """
    if word == "cannot":
        return [("can", 3), ("not", 6)]
    head, mark, tail = word.partition("'")
    if not mark:
        return [(word, len(word))]
    if tail == "t" and head.endswith("n"):
        return [(_NOT.get(word, head[:-1]), len(head) - 1), ("not", len(word))]
    if (head, tail) == ("ok", "d"):
        return [("okayed", len(word))]
    hidden = _CLITICS.get(tail, "")
    if tail == "s":
        hidden = "us" if head == "let" else "is" if head in _THEN_IS else ""
    if hidden:
        return [(head, len(head)), (hidden, len(word))]
    return [(head if tail == "s" else word, len(word))]


class _Cut(NamedTuple):
    """A piece of text without a space, when it is more than one plain word.

    Attributes
    ----------
    words : lower-case tokens, as they are written.
    places : where in the piece each begins and ends.
    figures : those that aren't words, as lexicons know them.
    last : which of them end a sentence.
    """

    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    figures: tuple[str, ...]
    last: tuple[int, ...]


@remembered
def _cut(piece: str) -> str | _Cut:
    """Return a piece of text without a space as tokens, or the one plain word that it is."""
    rows = [row for match in _TOKEN.finditer(piece) for row in _rows(match)]
    words, places = tuple(word for word, _ in rows), tuple(place for _, place in rows)
    figures = tuple(filterfalse(str.isalpha, map(fold, words)))
    if words == (piece,) and not figures:
        return words[0]
    return _Cut(words, places, figures, tuple(i for i, word in enumerate(words) if word in _ENDS))


def _rows(match: re.Match[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the words in a token with their places: *don't* and *cannot* hide two."""
    begin = start = match.start()
    for part, end in split(match.group()):
        if part:
            yield sys.intern(part), (begin, start + end)
        begin = start + end


def small(text: str) -> str:
    """Return a text in small letters, each in its place; *İ* alone would become two."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower()[0] for c in text)


def every(text: str, characters: Iterable[str]) -> Iterator[int]:
    """Yield the places of each of some characters in a text: single ones are found faster than by any pattern."""
    for character in characters:
        at = text.find(character)
        while at >= 0:
            yield at
            at = text.find(character, at + 1)


def number(word: str) -> float | None:
    """Return the number that a token is, or None: *1,200* and *3.50*, not *1.2.3* or *10:30*."""
    plain = word.replace(",", "")
    return float(plain) if plain.replace(".", "", 1).isdecimal() else None


def fold(word: str) -> str:
    """Return the word that stands for this one in every lexicon: *she* and *he* are *they*, *three* is *3*."""
    return _FOLDED.get(word, word)


@functools.lru_cache(maxsize=100)
def _folded(people: frozenset[str]) -> dict[str, str]:
    """Return what some words are read as, where these are names."""
    return _FOLDED | dict.fromkeys(people, PERSON)


class Words:
    """A text as lower-case tokens with their places, in sentences.

    Attributes
    ----------
    text : the text as it was written.
    written : lower-case tokens without apostrophes; see `split`.
    words : the same tokens as lexicons know them; see `fold`. A name in `people` is *person*.
    starts, ends : for each token its place in the text, in code points.
    figures : the different tokens that aren't words: figures and signs.
    sentences : for each sentence its first and last token (exclusive). A new line ends a sentence.
    """

    __slots__ = ("ends", "figures", "sentences", "starts", "text", "words", "written")

    def __init__(self, text: str, people: frozenset[str] = frozenset()) -> None:
        self.text = text
        written, starts, ends, figures, last = [], [], [], [], []
        at = 0
        for piece in small(text).replace("’", "'").split(" "):
            cut, end = _cut(piece), at + len(piece)
            if type(cut) is str:
                written.append(cut)
                starts.append(at)
                ends.append(end)
            else:
                words, places, signs, stops = cut
                for stop in stops:
                    last.append(len(written) + stop)
                written += words
                figures += signs
                for first, behind in places:
                    starts.append(at + first)
                    ends.append(at + behind)
            at = end + 1
        self.written, self.starts, self.ends, self.figures = written, starts, ends, frozenset(figures)
        self.words = list(map(_folded(people).get, written, written))
        self.sentences = self._sentences(last)

    def _sentences(self, last: list[int]) -> list[tuple[int, int]]:
        """Return the first and last token of each sentence, when some tokens may end one."""
        words, sentences, start = self.words, [], 0
        for end in (*last, len(words)):
            if end and words[end - 1] in _ABBREVIATIONS and words[end : end + 1] == ["."]:
                continue
            while end - start > _LONGEST:
                half = start + _LONGEST // 2
                # At the last comma of the second half, or in the middle of a word's work.
                cut = next((i for i in range(start + _LONGEST, half, -1) if words[i] in CLAUSE_ENDS), start + _LONGEST)
                sentences.append((start, cut))
                start = cut
            if end > start:
                sentences.append((start, end))
            start = end + 1
        return sentences

    def figures_in(self, start: int, end: int) -> list[int]:
        """Return which of the tokens `start` to `end` (exclusive) begin with a digit."""
        return [i for i in range(start, end) if self.words[i][0].isdigit()]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where tokens `start` to `end` (exclusive) stand in the text."""
        return self.starts[start], self.ends[end - 1]

    def negated(self, at: int, reach: int, start: int = 0) -> bool:
        """Whether one of the `reach` tokens before token `at` in its clause, not before token `start`, denies it."""
        for i in range(at - 1, max(start, at - reach) - 1, -1):
            word = self.words[i]
            if word in CLAUSE_ENDS:
                return False
            if word in NEGATIONS and self.words[i + 1] not in _NO_DENIAL:
                return True
        return False

    def clause(self, at: int, to: int, start: int, end: int) -> tuple[int, int]:
        """Return the clause around tokens `at` to `to`, within tokens `start` to `end` of a sentence."""
        while at > start and self.words[at - 1] not in CLAUSE_ENDS:
            at -= 1
        while to < end and self.words[to] not in CLAUSE_ENDS:
            to += 1
        return at, to
