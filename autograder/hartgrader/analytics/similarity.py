"""Which texts share long runs of words, with each other or with the sample email. A reason to look, never a verdict.

Runs of words are compared, not ideas: two students who say the same in their own words don't show up, and two who
quote the same page of the directory don't either, because its words are known to everybody and left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

import attrs

RUN = 6
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# A run in more texts than this share of the class (and than ten) is common property.
_COMMON = 0.1


@attrs.frozen
class Pair:
    """Two texts: whose, and how many percent of the shorter one's runs of words stand in the other too."""

    one: str
    other: str
    percent: int


def runs(text: str) -> set[tuple[str, ...]]:
    """Return the runs of `RUN` words in a text; case and punctuation don't count."""
    words = [w.casefold().replace("’", "'") for w in _WORD.findall(text)]
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def pairs(texts: Mapping[str, str], known: Iterable[str] = (), least: int = 20) -> list[Pair]:
    """Return the pairs of texts that share at least `least` percent of their runs, the most alike first.

    Parameters
    ----------
    texts : student → what they wrote.
    known : texts that everybody has read; their runs don't count.
    """
    given = set().union(*(runs(t) for t in known)) if known else set()
    own = {who: runs(text) - given for who, text in texts.items()}
    where: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for who, found in own.items():
        for run in found:
            where[run].append(who)
    most = max(10, round(_COMMON * len(texts)))
    shared: Counter[tuple[str, str]] = Counter()
    for holders in where.values():
        if 1 < len(holders) <= most:
            shared.update(combinations(sorted(holders), 2))
    found = []
    for (one, other), count in shared.items():
        percent = round(100 * count / max(1, min(len(own[one]), len(own[other]))))
        if percent >= least:
            found.append(Pair(one, other, min(percent, 100)))
    return sorted(found, key=lambda p: (-p.percent, p.one, p.other))


def to_sample(texts: Mapping[str, str], sample: str, least: int = 12) -> list[Pair]:
    """Return the texts that share runs with the sample email, the most first; `other` is empty."""
    model = runs(sample)
    found = []
    for who, text in texts.items():
        mine = runs(text)
        percent = round(100 * len(mine & model) / max(1, len(mine)))
        if percent >= least:
            found.append(Pair(who, "", percent))
    return sorted(found, key=lambda p: (-p.percent, p.one))


def cut(text: str, other: str) -> list[tuple[str, bool]]:
    """Cut a text into pieces, each with whether its words stand in the other text too, in runs of `RUN` or more."""
    shared = runs(text) & runs(other)
    spots = list(_WORD.finditer(text))
    words = [m.group().casefold().replace("’", "'") for m in spots]
    marked = [False] * len(words)
    for i in range(len(words) - RUN + 1):
        if tuple(words[i : i + RUN]) in shared:
            marked[i : i + RUN] = [True] * RUN
    pieces, at, i = [], 0, 0
    while i < len(words):
        if not marked[i]:
            i += 1
            continue
        start = i
        while i < len(words) and marked[i]:
            i += 1
        pieces += [(text[at : spots[start].start()], False), (text[spots[start].start() : spots[i - 1].end()], True)]
        at = spots[i - 1].end()
    return [p for p in [*pieces, (text[at:], False)] if p[0]]
