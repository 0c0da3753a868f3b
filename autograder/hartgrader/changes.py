"""What changed between two versions of an answer, word by word, as a reader would mark it on paper."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")
_LINES = re.compile(r"[^\n]*\n?")
# Comparing takes time with the square of the length; past this, lines are compared instead of words.
_MOST = 3_000

Change = tuple[str, str]


def changes(old: str, new: str) -> list[Change]:
    """Return the pieces of both texts in reading order as (kind, text).

    Kinds are ``same``, ``gone`` and ``new``. The pieces that aren't new make up the old text, the pieces that aren't
    gone the new one.
    """
    for pattern in (_WORDS, _LINES):
        before, after = ([t for t in pattern.findall(text) if t] for text in (old, new))
        if max(len(before), len(after)) <= _MOST:
            return _compared(before, after)
    return [("gone", old), ("new", new)]


def _compared(before: list[str], after: list[str]) -> list[Change]:
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(after[c:d])))
            continue
        found += [(k, "".join(t)) for k, t in (("gone", before[a:b]), ("new", after[c:d])) if t]
    return _joined(found)


def _joined(found: list[Change]) -> list[Change]:
    """Return the pieces without the single spaces between changed words, which would chop a changed phrase up."""
    result: list[Change] = []
    gone = new = ""

    def close() -> None:
        nonlocal gone, new
        result.extend((kind, text) for kind, text in (("gone", gone), ("new", new)) if text)
        gone = new = ""

    for n, (kind, text) in enumerate(found):
        inside = 0 < n < len(found) - 1 and (gone or new)
        if kind == "gone":
            gone += text
        elif kind == "new":
            new += text
        elif inside and text.isspace() and "\n" not in text:
            gone, new = gone + text, new + text
        else:
            close()
            result.append((kind, text))
    close()
    return [c for c in result if c[1]]


def answer_changes(old: list[list[str]], new: list[list[str]]) -> list[tuple[str, list[Change]]]:
    """Return heading and changes of each piece of an answer, a piece being heading and text.

    Pieces of the same heading are compared; one without a counterpart is wholly gone or new.
    """
    before, after = dict(map(tuple, old)), dict(map(tuple, new))
    headings = [*after, *(h for h in before if h not in after)]
    return [(h, changes(before.get(h, ""), after.get(h, ""))) for h in headings]
