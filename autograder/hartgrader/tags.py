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
_NUMBERS = {
    word: str(n)
    for n, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
}
# Nobody reads a longer sentence as one; and it keeps the time of every check in proportion to the text.
_LONGEST = 120
# What an apostrophe hides. A possessive hides nothing; *'s* is *is* only after the words in `_THEN_IS`.
_CLITICS = {"d": "would", "ll": "will", "m": "am", "ve": "have", "re": "are"}
_THEN_IS = frozenset(["he", "she", "it", "that", "there", "here", "what", "who", "where", "how", "everything"])
_NOT = {"won't": "will", "can't": "can", "shan't": "shall"}
# Whoever is meant, and however many: a person's pronoun and the verb that goes with it change nothing.
_FOLDED = {
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
CLAUSE_ENDS = frozenset([",", ":", "(", ")", "but"])
# Phrases with this tag mean something else: *homeless shelter* is no label, *release date* no consent.
NOT_MEANT = "not-meant"
# Every sentence that ends with a question mark has this tag, on its last word.
QUESTION = "question"


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

    *don't* → do, not; *i'll* → i, will; *ray's* → ray.
    """
    if word == "cannot":
        return [("can", 3), ("not", 6)]
    head, mark, tail = word.partition("'")
    if not mark:
        return [(word, len(word))]
    if tail == "t" and head.endswith("n"):
        return [(_NOT.get(word, head[:-1]), len(head) - 1), ("not", len(word))]
    hidden = _CLITICS.get(tail, "")
    if tail == "s":
        hidden = "us" if head == "let" else "is" if head in _THEN_IS else ""
    if hidden:
        return [(head, len(head)), (hidden, len(word))]
    return [(head if tail == "s" else word, len(word))]


def fold(word: str) -> str:
    """Return the word that stands for this one in every lexicon: *she* and *he* are *they*, *three* is *3*."""
    return _NUMBERS.get(word) or _FOLDED.get(word, word)


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
    written : lower-case tokens without apostrophes; see `split`.
    words : the same tokens as lexicons know them; see `fold`.
    spans : for each token its start and end in the text, in code points.
    sentences : for each sentence its first and last token (exclusive). A new line ends a sentence.
    """

    __slots__ = ("sentences", "spans", "text", "words", "written")

    def __init__(self, text: str) -> None:
        self.text = text
        self.written: list[str] = []
        self.spans: list[tuple[int, int]] = []
        for match in _TOKEN.finditer(text):
            word, (start, end) = match.group().lower().replace("’", "'"), match.span()
            if ("'" in word or word == "cannot") and len(word) == end - start:
                at = start
                for part, reached in split(word):
                    if part:
                        self.written.append(part)
                        self.spans.append((at, start + reached))
                    at = start + reached
            else:
                self.written.append(word)
                self.spans.append((start, end))
        self.words = [fold(w) for w in self.written]
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
        """Whether one of the `reach` tokens before token `at` in its clause, not before token `start`, denies it."""
        for i in range(at - 1, max(start, at - reach) - 1, -1):
            word = self.words[i]
            if word in CLAUSE_ENDS:
                return False
            if word in NEGATIONS and self.words[i + 1] not in _NO_DENIAL:
                return True
        return False


_Rest = tuple[tuple[frozenset[str], ...], str, str]
# What stands for more than one word in a phrase.
_OPEN = frozenset("_#@")
START = "^"
_MOST_OPTIONAL = 5
_HOURS = 12


def places(phrase: str, written: bool = False) -> list[list[frozenset[str]]]:
    """Return the ways to read a phrase of a lexicon, each as the words that may stand in each place.

    ``call~`` stands for every form of *call*, ``a|b`` for one of several words, ``#`` for a number, ``@`` for an hour
    (*9*, *10:30*), ``_`` for any word; ``^`` in front is the beginning of a sentence;
    a place that ends with ``*`` may be empty. With `written` the words are taken as they are.
    """
    read: list[list[frozenset[str]]] = [[]]
    tokens = phrase.lower().replace("’", "'").split()
    if sum(t.endswith("*") for t in tokens) > _MOST_OPTIONAL:
        raise ValueError(f"“{phrase}” has more than {_MOST_OPTIONAL} places that may be empty.")
    for token in tokens:
        optional = len(token) > 1 and token.endswith("*")
        choices = token.rstrip("*") if optional else token
        parts = [_place(choices.split("|"), written)] if "'" not in choices else _apart(choices, written)
        longer = [[*way, *parts] for way in read]
        read = [*longer, *read] if optional else longer
    return [way for way in read if way]


def _place(options: list[str], written: bool) -> frozenset[str]:
    words = {w for o in options for w in (inflections(o[:-1]) if o.endswith("~") else {o})}
    return frozenset(words if written else map(fold, words))


def _apart(word: str, written: bool) -> list[frozenset[str]]:
    return [_place([part], written) for part, _ in split(word) if part]


def _stands_for(options: frozenset[str], token: str) -> bool:
    """Whether an open place takes a token."""
    if "_" in options:
        return True
    if not token[0].isdigit():
        return False
    return "#" in options or ("@" in options and (":" in token or (len(token) < 3 and int(token) <= _HOURS)))


class _Starts:
    """The phrases that begin with a word: alone, by their second word, or with an open second place."""

    __slots__ = ("alone", "by_second", "open")

    def __init__(self) -> None:
        self.alone: list[tuple[str, str]] = []
        self.by_second: dict[str, list[_Rest]] = {}
        self.open: list[_Rest] = []


class Lexicon:
    """Tags of words and phrases; see `places` for what a phrase may hold."""

    def __init__(
        self,
        tags: Mapping[str, Iterable[str]],
        names: Iterable[tuple[str, str, str]] = (),
        written: bool = False,
    ) -> None:
        """`tags` gives phrases by tag; `names` adds (tag, phrase, what it names); `written` reads words unfolded."""
        self._first: dict[str, _Starts] = {}
        self._written = written
        for tag, phrases in tags.items():
            for phrase in phrases:
                self._add(tag, str(phrase), "")
        for tag, phrase, value in names:
            self._add(tag, phrase, value)

    def _add(self, tag: str, phrase: str, value: str) -> None:
        mark = START if phrase.startswith(START) else ""
        for parts in places(phrase.removeprefix(START), self._written):
            for word in parts[0]:
                starts = self._first.setdefault(mark + word, _Starts())
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
        tokens = words.written if self._written else words.words
        first, number = self._first, self._first.get("#")
        for start, end in words.sentences:
            tags: dict[str, list[Hit]] = {}
            begins = first.get(START + tokens[start])
            if begins is not None:
                self._start(begins, tokens, start, end, tags)
            for i in range(start, end):
                word = tokens[i]
                starts = first.get(word)
                if starts is not None:
                    self._start(starts, tokens, i, end, tags)
                if number is not None and word[0].isdigit():
                    self._start(number, tokens, i, end, tags)
            if NOT_MEANT in tags:
                tags = _without(tags, tags[NOT_MEANT])
            if end < len(tokens) and tokens[end] == "?":
                tags[QUESTION] = [Hit(end - 1, end, "?")]
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
                    if j >= end or not (tokens[j] in options or _stands_for(options, tokens[j])):
                        break
                    j += 1
                else:
                    tags.setdefault(tag, []).append(Hit(i, j, value or " ".join(tokens[i:j])))


def _without(tags: dict[str, list[Hit]], covers: list[Hit]) -> dict[str, list[Hit]]:
    """Return the tags without the hits that touch one of the phrases that mean something else."""
    left = {}
    for tag, hits in tags.items():
        kept = [h for h in hits if not any(c.start < h.end and h.start < c.end for c in covers)]
        if kept:
            left[tag] = kept
    return left


@attrs.frozen
class Tagged:
    """A text with its tags: for each sentence a dictionary of tag → hits, in the order of the text."""

    words: Words
    sentences: list[dict[str, list[Hit]]]

    def affirmed(self, sentence: int, tag: str, reach: int = 4) -> list[Hit]:
        """Return the hits of a tag in a sentence that aren't denied just before."""
        start = self.words.sentences[sentence][0]
        return [h for h in self.sentences[sentence].get(tag, ()) if not self.words.negated(h.start, reach, start)]
