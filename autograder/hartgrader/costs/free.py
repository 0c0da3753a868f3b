"""Whether a sentence on costs says that something is free, in whatever words."""

from __future__ import annotations

from collections.abc import Mapping, Set

from hartgrader.costs.mentions import Reference
from hartgrader.tags import Hit
from hartgrader.words import Words

# A price told in so few words needs no verb.
_FEW = 5
_DENIED_WITHIN = 7
_NOTHING = frozenset(["nothing", "0", "none"])
# Where none of these is told, and nothing is nothing, nothing is free.
_TOLD = ("free", "spared", "paid-for", "charge-word")


def is_free(
    text: Words,
    tags: Mapping[str, list[Hit]],
    ours: list[Reference],
    here: Set[str],
    priced: bool,
    start: int,
    end: int,
) -> bool:
    """Whether a sentence that names `ours`, with the words `here`, says so; `priced` when it holds a price, too."""
    nothing = not _NOTHING.isdisjoint(here)
    if not nothing and tags.keys().isdisjoint(_TOLD):
        return False
    if "free" in tags and any(h.start == 0 or text.words[h.start - 1] != "not" for h in tags["free"]):
        return True
    if priced and ("spared" in tags or ("paid-for" in tags and "pays" not in tags)):
        return True
    if nothing and any(_is_nothing(text, r.end, _after(text, r, end)) for r in ours):
        return True
    if "unknown" in tags:
        return False
    charges = tags.get("charge-word", ())
    if charges and ("neither" in here or any(text.negated(h.start, _DENIED_WITHIN, start) for h in charges)):
        return True
    # "The parent partner for Liban, also nothing"
    return nothing and _is_nothing(text, text.clause(end, end, start, end)[0], end)


def _after(text: Words, reference: Reference, end: int) -> int:
    """Return where the clause ends that follows a name: *Shelter, zero, and meals are in it*."""
    at = reference.end + (text.words[reference.end : reference.end + 1] == [","])
    return text.clause(at, at, at, end)[1]


def _is_nothing(text: Words, start: int, end: int) -> bool:
    """Whether a few words say it, without a verb: *Shelter, nothing*, *Clinic 0*."""
    while end > start and not text.words[end - 1][0].isalnum():
        end -= 1
    return 0 < end - start <= _FEW and text.words[end - 1] in _NOTHING
