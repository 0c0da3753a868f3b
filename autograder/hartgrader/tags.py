"""Words and what they stand for: a text is read once, and every check asks which tags stand where.

A lexicon gives tags to words and phrases (``contact`` to *call*, *get in touch*). Looking words up in one tree of
phrases takes time in proportion to the text, whatever the text is, and keeps the place of every word for the student.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Set
from itertools import chain, compress, count
from types import MappingProxyType
from typing import NamedTuple

import attrs

from hartgrader.tree import ANY, BUT, HOUR, NUMBER, START, Node, places
from hartgrader.words import Words, every

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


# These may stand anywhere within a phrase and change nothing of it: *could you possibly*, *I will gladly bring*.
_PASSED = frozenset(
    [
        *("also", "then", "too", "again", "already", "perhaps", "possibly", "certainly", "definitely", "really"),
        *("actually", "simply", "directly", "together", "gladly", "happily", "kindly", "personally"),
        *("myself", "ourselves", "themselves"),
    ]
)
_HOURS = 12


def _is_hour(token: str) -> bool:
    return ":" in token or (len(token) < 3 and token.isdecimal() and int(token) <= _HOURS)


def _not_meant(lexicon: str, tag: str) -> str:
    return f"{tag} {lexicon}" if tag == NOT_MEANT else tag


class Lexicon:
    """Tags of words and phrases; see `places` for what a phrase may hold."""

    def __init__(
        self,
        tags: Mapping[str, Iterable[str]],
        names: Iterable[tuple[str, str, str]] = (),
        written: bool = False,
        beside: Mapping[str, Mapping[str, Iterable[str]]] = MappingProxyType({}),
    ) -> None:
        """`tags` gives phrases by tag; `names` adds (tag, phrase, what it names); `written` reads words unfolded.

        `beside` gives the tags of other lexicons by their name, to be found in the same go: what means something else
        there touches no other tags.
        """
        self._root, self._begin = Node(), Node()
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
                new, copies = Node(), {}
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


def _follow(node: Node, tokens: list[str], start: int, at: int, end: int, tags: dict[str, list[Hit]]) -> None:
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


@functools.lru_cache(maxsize=2_000)
def numbers(bits: int) -> tuple[int, ...]:
    """Return the places of the ones in a number, the lowest first."""
    return tuple(every(bin(bits)[:1:-1], "1"))


@attrs.frozen(slots=False)
class Tagged:
    """A text with its tags: for each sentence a dictionary of tag → hits, in the order of the text."""

    words: Words
    sentences: list[dict[str, list[Hit]]]

    @functools.cached_property
    def tags(self) -> dict[str, int]:
        """For each tag the sentences that have it, as bits of a number: the lowest stands for the first sentence."""
        found: dict[str, int] = {}
        bit = 1
        for tags in self.sentences:
            for tag in tags:
                found[tag] = found[tag] | bit if tag in found else bit
            bit <<= 1
        return found

    def having(self, tags: tuple[str, ...]) -> tuple[int, ...]:
        """Return the numbers of the sentences that have one of some tags, in the order of the text."""
        where, found = self.tags, 0
        for tag in tags:
            if tag in where:
                found |= where[tag]
        return numbers(found)

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
