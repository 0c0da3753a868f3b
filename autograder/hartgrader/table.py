"""The class as a table: one row a student, one column a criterion, safe to open in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from hartgrader.gradebook.config import ASSIGNMENT
from hartgrader.gradebook.grades import GradeRow, plain, rows


def grades_table(graded: list[GradeRow]) -> pd.DataFrame:
    """Return a frame with columns student, last_name, first_name, one for each criterion, total, max_total, looked,
    standing, waiting, handed_in (UTC), late_days, remarks; points are numbers, missing ones NaN."""
    return pd.DataFrame.from_records([row.record() for row in graded])


def write_csv(frame: pd.DataFrame, path: Path | str | None) -> str | None:
    """Write a frame as CSV that opens well and does nothing in a spreadsheet; return the text when `path` is None."""
    safe = frame.map(plain).rename(columns=plain)
    if path is None:
        return safe.to_csv(index=False)
    # With a byte order mark, or a spreadsheet misreads names with accents.
    safe.to_csv(path, index=False, encoding="utf-8-sig")
    return None


def load(root: Path | str, assignment: str = ASSIGNMENT) -> pd.DataFrame:
    """Return the grades table of an assignment in a course's gradebook."""
    return grades_table(rows(root, assignment))
