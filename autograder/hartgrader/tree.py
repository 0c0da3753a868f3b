"""How a lexicon writes a phrase, and the tree in which phrases are found: where each next word leads."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from hartgrader.words import fold, inflections, split

START = "^"
ANY, NUMBER, HOUR = "_", "#", "@"
BUT = "!"
_MOST_OPTIONAL = 5


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


# Most nodes have few ways on.
_NONE: dict = {}


class Node:
    """A place in the tree of phrases: where each next word leads, and the tags of the phrases that end here.

    Words that a phrase takes for each other lead to one node, until another phrase goes on after only some of them:
    then that one goes on from a copy. So a place with many words costs no more than one with few.
    """

    __slots__ = ("any", "barred", "ends", "figures", "next", "shared", "special")

    def __init__(self) -> None:
        self.next: Mapping[str, Node] = _NONE
        # Words that don't lead on, and the key in `next` under which all others do.
        self.barred: tuple[tuple[frozenset[str], str], ...] = ()
        self.ends: tuple[tuple[str, str], ...] = ()
        # Whether any word, or a figure whatever it is, leads on; whether more than the next word decides.
        self.any = self.figures = self.special = False
        self.shared = True

    def to(self, word: str, new: Node, copies: dict[Node, Node]) -> Node:
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

    def _copy(self) -> Node:
        copy = Node()
        copy.next = self.next and {**self.next}
        copy.any, copy.figures, copy.barred, copy.ends = self.any, self.figures, self.barred, self.ends
        copy.shared, copy.special = False, self.special
        for node in self.next.values():
            node.shared = True
        return copy
