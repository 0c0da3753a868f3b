"""Words and what they stand for: a text is read once, and every check asks which tags stand where.

A lexicon gives tags to words and phrases (``contact`` to *call*, *get in touch*). Looking words up in one tree of
phrases takes time in proportion to the text, whatever the text is, and keeps the place of every word for the student.
"""

from __future__ import annotations

import functools
import sys
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Set
from itertools import chain, compress, count
from typing import NamedTuple

import attrs

from hartgrader.words import Words, fold, inflections, split

# Phrases with this tag mean something else: *homeless shelter* is no label, *release date* no consent.
NOT_MEANT = "not-meant"
# Every sentence that ends with a question mark has this tag, on its last word.
QUESTION = "question"
# The name of the organization that the email goes to has this tag.
READER = "reader"


class Hit(NamedTuple):
    """A tagged phrase: tokens ``start`` to ``end`` (exclusive); `value` says which phrase, or which thing it names."""

    start: int
    end: int
    value: str


# Texts have so many hits that the making counts: `_new(Hit, (start, end, value))` skips what a NamedTuple checks.
_new = tuple.__new__


START = "^"
ANY, NUMBER, HOUR = "_", "#", "@"
BUT = "!"
# These may stand anywhere within a phrase and change nothing of it: *could you possibly*, *I will gladly bring*.
_PASSED = frozenset(
    [
        *("also", "then", "too", "again", "already", "perhaps", "possibly", "certainly", "definitely", "really"),
        *("actually", "simply", "directly", "together", "gladly", "happily", "kindly", "personally"),
        *("myself", "ourselves", "themselves"),
    ]
)
_MOST_OPTIONAL = 5
_HOURS = 12


def places(phrase: str, written: bool = False) -> list[list[frozenset[str]]]:
    """Return the ways to read a phrase of a lexicon, each as the words that may stand in each place.

    ``call~`` stands for every form of *call*, ``a|b`` for one of several words, ``#`` for a number, ``@`` for an hour
    (*9*, *10:30*), ``_`` for any word, ``!a|b`` for any word but these; ``^`` in front is the beginning of a sentence;
    a place that ends with ``*`` may be empty. With `written` the words are taken as they are.
    """
    read: list[list[frozenset[str]]] = [[]]
    tokens = phrase.lower().replace("’", "'").split()
    if sum(t.endswith("*") for t in tokens) > _MOST_OPTIONAL:
        raise ValueError(f"“{phrase}” has more than {_MOST_OPTIONAL} places that may be empty.")
    for token in tokens:
        optional = len(token) > 1 and token.endswith("*")
        choices = token.rstrip("*") if optional else token
        if choices.startswith(BUT):
            barred = _place(choices[1:].split("|"), written)
            read = [[*way, frozenset([BUT + "|".join(sorted(barred))])] for way in read]
            continue
        whole = "'" not in choices or "|" in choices
        parts = [_place(choices.split("|"), written)] if whole else _apart(choices, written)
        longer = [[*way, *parts] for way in read]
        read = [*longer, *read] if optional else longer
    return [way for way in read if way]


def _place(options: list[str], written: bool) -> frozenset[str]:
    words = {w for o in options for w in (inflections(o[:-1]) if o.endswith("~") else {o})}
    # Thousands of places hold the same words: one string each keeps the trees small enough for a processor's cache.
    return frozenset(map(sys.intern, words if written else map(fold, words)))


def _apart(word: str, written: bool) -> list[frozenset[str]]:
    return [_place([part], written) for part, _ in split(word) if part]


def _is_hour(token: str) -> bool:
    return ":" in token or (len(token) < 3 and token.isdecimal() and int(token) <= _HOURS)


# Most nodes have few ways on.
_NONE: dict = {}


class _Node:
    """A place in the tree of phrases: where each next word leads, and the tags of the phrases that end here.

    Words that a phrase takes for each other lead to one node, until another phrase goes on after only some of them:
    then that one goes on from a copy. So a place with many words costs no more than one with few.
    """

    __slots__ = ("any", "barred", "ends", "figures", "next", "shared", "special")

    def __init__(self) -> None:
        self.next: Mapping[str, _Node] = _NONE
        # Words that don't lead on, and the key in `next` under which all others do.
        self.barred: tuple[tuple[frozenset[str], str], ...] = ()
        self.ends: tuple[tuple[str, str], ...] = ()
        # Whether any word, or a figure whatever it is, leads on; whether more than the next word decides.
        self.any = self.figures = self.special = False
        self.shared = True

    def to(self, word: str, new: _Node, copies: dict[_Node, _Node]) -> _Node:
        """Return the node that a word of a phrase leads to, for this phrase to change.

        That is `new` when there is none yet, and a copy of a shared one: the same for all the words of the place.
        """
        if word.startswith(BUT) and word not in self.next:
            self.barred += ((frozenset(word[1:].split("|")), word),)
        self.any, self.figures = self.any or word == ANY, self.figures or word in (NUMBER, HOUR)
        self.special = self.special or self.any or self.figures or bool(self.barred)
        self.next = self.next or {}
        there = self.next.setdefault(word, new)
        if not there.shared or there is new:
            return there
        if there in copies:
            copies[there].shared = True
        else:
            copies[there] = there._copy()
        self.next[word] = copies[there]
        return copies[there]

    def _copy(self) -> _Node:
        copy = _Node()
        copy.next = self.next and {**self.next}
        copy.any, copy.figures, copy.barred, copy.ends = self.any, self.figures, self.barred, self.ends
        copy.shared, copy.special = False, self.special
        for node in self.next.values():
            node.shared = True
        return copy


def _not_meant(lexicon: str, tag: str) -> str:
    return f"{tag} {lexicon}" if tag == NOT_MEANT else tag


class Lexicon:
    """Tags of words and phrases; see `places` for what a phrase may hold."""

    def __init__(
        self,
        tags: Mapping[str, Iterable[str]],
        names: Iterable[tuple[str, str, str]] = (),
        written: bool = False,
        beside: Mapping[str, Mapping[str, Iterable[str]]] = _NONE,
    ) -> None:
        """`tags` gives phrases by tag; `names` adds (tag, phrase, what it names); `written` reads words unfolded.

        `beside` gives the tags of other lexicons by their name, to be found in the same go: what means something else
        there touches no other tags.
        """
        self._root, self._begin = _Node(), _Node()
        self._written = written
        apart = {name: {_not_meant(name, tag): phrases for tag, phrases in its.items()} for name, its in beside.items()}
        for tag, phrases in chain.from_iterable(its.items() for its in (tags, *apart.values())):
            for phrase in phrases:
                self._add(tag, str(phrase), "")
        # For each tag of what means something else: what it touches.
        self._covers = {_not_meant(name, NOT_MEANT): frozenset(its) for name, its in apart.items()}
        self._others = frozenset().union(*self._covers.values()) - tags.keys()
        for tag, phrase, value in names:
            self._add(tag, phrase, value)
        self._first = self._root.next
        if self._root.figures:
            # A figure may begin a phrase as itself or as any number.
            self._first = {word: node for word, node in self._root.next.items() if not word[0].isdigit()}

    def _add(self, tag: str, phrase: str, value: str) -> None:
        root = self._begin if phrase.startswith(START) else self._root
        if phrase.startswith((ANY + " ", BUT)):
            raise ValueError(f"“{phrase}” begins with any word: it would never be found. Begin with one that is known.")
        for way in places(phrase.removeprefix(START), self._written):
            nodes = [root]
            for options in way:
                new, copies = _Node(), {}
                nodes = list({node.to(word, new, copies): None for node in nodes for word in options})
            for node in nodes:
                node.special = True
                if (tag, value) not in node.ends:
                    node.ends += ((tag, value),)

    def read(self, words: Words, beside: Tagged | None = None, signs: frozenset[str] = frozenset()) -> Tagged:
        """Return the places of all tags in a text, with those that another lexicon found `beside`.

        With `signs` a sentence that has none of these words isn't read.
        """
        # Behind the last word stands one that nothing goes on with.
        tokens = [*(words.written if self._written else words.words), ""]
        found: list[dict[str, list[Hit]]] = []
        begin, first, figures = self._begin.next, self._first, words.figures if self._root.figures else ()
        open_begin = self._begin.any or self._begin.figures or bool(self._begin.barred)
        for number, (start, end) in enumerate(words.sentences):
            if signs and signs.isdisjoint(words.words[start:end]):
                found.append({})
                continue
            tags = {tag: [*hits] for tag, hits in beside.sentences[number].items()} if beside else {}
            if open_begin or tokens[start] in begin:
                _follow(self._begin, tokens, start, start, end, tags)
            after = start
            for token in tokens[start:end]:
                after += 1
                if token in first:
                    node = first[token]
                    # Many words begin a phrase, and few of them go on with it.
                    if node.special or tokens[after] in node.next or tokens[after] in _PASSED:
                        _follow(node, tokens, after - 1, after, end, tags)
                elif token in figures:
                    _follow(self._root, tokens, after - 1, after - 1, end, tags)
            if NOT_MEANT in tags:
                tags = _without(tags, tags[NOT_MEANT], tags.keys() - self._others)
            for not_meant, of in self._covers.items():
                if not_meant in tags:
                    tags = _without(tags, tags[not_meant], tags.keys() & of)
            if tokens[end] == "?":
                tags[QUESTION] = [Hit(end - 1, end, "?")]
            found.append(tags)
        return Tagged(words, found)


def _follow(node: _Node, tokens: list[str], start: int, at: int, end: int, tags: dict[str, list[Hit]]) -> None:
    """Note the phrases that begin at token `start`, and of which the tokens before `at` led to a node."""
    passed = False
    while True:
        if node.ends and not passed:
            # Most phrases are one word.
            phrase = _new(Hit, (start, at, tokens[start] if at == start + 1 else " ".join(tokens[start:at])))
            for tag, value in node.ends:
                hit = _new(Hit, (start, at, value)) if value else phrase
                if tag in tags:
                    tags[tag].append(hit)
                else:
                    tags[tag] = [hit]
        if at == end:
            return
        token = tokens[at]
        at += 1
        if node.figures and token[0].isdigit():
            if HOUR in node.next and _is_hour(token):
                _follow(node.next[HOUR], tokens, start, at, end, tags)
            after = node.next.get(NUMBER)
            if after and (after.special or tokens[at] in after.next or tokens[at] in _PASSED):
                _follow(after, tokens, start, at, end, tags)
        if node.any:
            after = node.next[ANY]
            if after.special or tokens[at] in after.next or tokens[at] in _PASSED:
                _follow(after, tokens, start, at, end, tags)
        if node.barred and token[0].isalpha() and token not in _PASSED:
            for words, others in node.barred:
                if token not in words:
                    after = node.next[others]
                    if after.special or tokens[at] in after.next or tokens[at] in _PASSED:
                        _follow(after, tokens, start, at, end, tags)
        if token in node.next:
            node, passed = node.next[token], False
        elif token in _PASSED and at - 1 > start:
            passed = True
        else:
            return


def _without(tags: dict[str, list[Hit]], covers: list[Hit], of: Set[str]) -> dict[str, list[Hit]]:
    """Return the tags, some of them without the hits that touch one of the phrases that mean something else."""
    left = {}
    for tag, hits in tags.items():
        if tag in of:
            hits = [h for h in hits if not any(c.start < h.end and h.start < c.end for c in covers)]
        if hits:
            left[tag] = hits
    return left


@attrs.frozen(slots=False)
class Tagged:
    """A text with its tags: for each sentence a dictionary of tag → hits, in the order of the text."""

    words: Words
    sentences: list[dict[str, list[Hit]]]

    @functools.cached_property
    def tags(self) -> dict[str, list[int]]:
        """For each tag the numbers of the sentences that have it, in the order of the text."""
        found: dict[str, list[int]] = {}
        for number, tags in enumerate(self.sentences):
            for tag in tags:
                if tag in found:
                    found[tag].append(number)
                else:
                    found[tag] = [number]
        return found

    def having(self, tags: tuple[str, ...]) -> list[int]:
        """Return the numbers of the sentences that have one of some tags, in the order of the text."""
        where = self.tags
        if len(tags) == 1:
            return where.get(tags[0], [])
        if where.keys().isdisjoint(tags):
            return []
        found = [where[tag] for tag in tags if tag in where]
        return found[0] if len(found) == 1 else sorted(set().union(*found))

    def those_with(self, tags: tuple[str, ...]) -> list[dict[str, list[Hit]]]:
        """Return the tags of each sentence that has one of some tags, in the order of the text."""
        return [self.sentences[number] for number in self.having(tags)]

    def add(self, tag: str, names: frozenset[str]) -> None:
        """Tag the tokens that are one of some names."""
        named = list(compress(count(), map(names.__contains__, self.words.written)))
        for (start, end), tags in zip(self.words.sentences, self.sentences, strict=True) if named else ():
            here = named[bisect_left(named, start) : bisect_left(named, end)]
            if here:
                tags[tag] = [Hit(i, i + 1, tag) for i in here]

    def name(self, tag: str, of: str, value: str) -> None:
        """Give the hits of one tag that name a certain thing another tag too."""
        for tags in self.sentences:
            if of in tags and (hits := [h for h in tags[of] if h.value == value]):
                tags[tag] = hits
