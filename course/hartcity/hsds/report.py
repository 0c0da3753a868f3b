"""What became of rows that could not be taken over as they were."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any, Literal

import attrs

Action = Literal["dropped", "changed", "doubtful"]
# reason → what happens to it, and what it means to whoever imports. One place, so that a count reads like its rows.
REASONS: dict[str, tuple[Action, str]] = {
    "empty-row": ("dropped", "the row has no content"),
    "duplicate-row": ("dropped", "the same row stands in the table twice"),
    "duplicate-id": ("dropped", "another row has this id already: the first one is kept"),
    "no-name": ("dropped", "it has no name"),
    "orphan": ("dropped", "what it belongs to isn't in the package"),
    "orphan-by-place": ("doubtful", "its organization isn't stated: taken from the place where it is offered"),
    "closed": ("dropped", "the directory marks it as not offered any more or not yet published"),
    "no-service": ("dropped", "the organization has no service"),
    "owner": ("dropped", "what it belongs to was left out itself"),
    "not-used": ("dropped", "the course's city has no place for this table"),
    "column-unused": ("dropped", "the course's city has no place for this column"),
    "file": ("dropped", "the file can't be read"),
    "encoding": ("doubtful", "the file isn't UTF-8: its encoding was guessed"),
    "cells": ("doubtful", "the row has more cells than the table has columns: the rest is dropped"),
    "mojibake": ("changed", "characters were garbled and have been repaired"),
    "html": ("changed", "HTML or a program's marks became plain text"),
    "too-long": ("changed", "the text is longer than a directory entry: cut at the end of a sentence"),
    "phone": ("dropped", "this is not a telephone number"),
    "phone-doubtful": ("doubtful", "the telephone number has an unusual length"),
    "email": ("dropped", "this is not an e-mail address"),
    "url": ("dropped", "this is not a web address"),
    "time": ("doubtful", "a time that can't be read: only the words are kept"),
    "days": ("doubtful", "days that can't be read: only the words are kept"),
    "holiday": ("dropped", "hours on holidays aren't used"),
    "number": ("dropped", "a number is expected here"),
    "date": ("dropped", "a date that can't be read for sure: write it as 2026-11-23"),
    "range": ("dropped", "more than there can be, or below nothing: one of two numbers is wrong"),
    "amount": ("dropped", "an amount that can't be read, or that says nothing"),
    "eligibility": ("doubtful", "this says nothing about eligibility: shown as not stated"),
    "fee": ("doubtful", "this may mean free, or that nothing was entered: shown as not stated"),
    "code": ("dropped", "a code of a proprietary taxonomy (such as AIRS/211 LA County); the term's word is kept"),
    "term": ("dropped", "the taxonomy term isn't in the package"),
    "unpublished-term": ("dropped", "the directory marks the term as not published"),
    "person": ("dropped", "the name of a person on the staff"),
    "person-text": ("changed", "a person's name in a text became “a staff member”"),
    "person-email": ("dropped", "an e-mail address that is a person's own"),
    "person-maybe": ("doubtful", "this may name a person: read it"),
    "phone-note": ("dropped", "a telephone's remark that may name a person"),
    "confidential": ("dropped", "the address of a place that may have to stay unknown"),
    "address": ("dropped", "the address has no street, or no city"),
    "days-only": ("dropped", "every day of the week without a time says nothing of opening hours"),
    "closed-day": ("dropped", "a day on which it is closed is no opening hour"),
    "too-many": ("dropped", "more kinds of help than a directory entry shows"),
    "language": ("dropped", "this is not a language's name"),
    "status": ("doubtful", "a status that isn't the standard's: taken as active"),
    "formula": ("dropped", "a formula: only values are read"),
    "column": ("doubtful", "nothing is known of a column with this name: it isn't read"),
    "value": ("dropped", "this isn't among the words that are expected here"),
}
_CODE = re.compile(r"[A-Z]{1,2}-\d{4}(?:[.-]\d+)*")


@attrs.frozen
class Problem:
    """One row of the report: where, what became of it, why, and the value when it may be shown."""

    table: str
    row: int
    id: str
    field: str
    action: Action
    reason: str
    value: str = ""


class Report:
    """Collects problems in the order in which they are met; `rows` are what the files held, by table."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.rows: Counter[str] = Counter()

    def add(self, reason: str, table: str, row: Any = None, field: str = "", value: object = "") -> None:
        """Note a problem with a row of a table (a `package.Row`, or None for the whole table)."""
        action, _ = REASONS[reason]
        number, id = (row.number, str(row.get("id", ""))) if row is not None else (0, "")
        if _CODE.fullmatch(id):  # some directories make a proprietary code a row's id
            id = ""
        text = " ".join(str(value).split())
        short = text if len(text) <= 120 else text[:119] + "…"
        self.problems.append(Problem(table, number, id, field, action, reason, short))

    def counts(self) -> list[dict[str, Any]]:
        """Return how often each reason was met and where, the most frequent first within dropped, changed, doubtful."""
        order = ("dropped", "changed", "doubtful")
        found = Counter((p.action, p.reason) for p in self.problems)
        tables = Counter((p.reason, p.table) for p in self.problems)
        rows = sorted(found.items(), key=lambda x: (order.index(x[0][0]), -x[1]))
        return [
            {"action": a, "reason": r, "count": n, "means": REASONS[r][1],
             "tables": {table: m for (reason, table), m in tables.most_common() if reason == r}}
            for (a, r), n in rows
        ]  # fmt: skip

    def write(self, path: Path) -> None:
        """Write all problems as CSV, safe to open in a spreadsheet."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(["table", "row", "id", "field", "action", "reason", "means", "value"])
        for p in self.problems:
            cells = [p.table, p.row or "", p.id, p.field, p.action, p.reason, REASONS[p.reason][1], p.value]
            writer.writerow([_safe(str(cell)) for cell in cells])
        path.write_text(out.getvalue(), "utf-8-sig", newline="")


def _safe(cell: str) -> str:
    """A spreadsheet runs what begins with these."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
