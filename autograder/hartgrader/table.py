"""The class as a table: one row a student, one column a criterion, safe to open in a spreadsheet."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pandas as pd
from hartcity.settings import ASSIGNMENT

from hartgrader.gradebook import history
from hartgrader.gradebook.files import plain
from hartgrader.gradebook.grades import GradeRow, rows


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


def write_xlsx(frames: dict[str, pd.DataFrame], path: Path | str) -> None:
    """Write frames as one workbook, a sheet each: numbers stay numbers, and text stays text whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=False)
    book.remove(book.active)
    for name, frame in frames.items():
        sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", "-", name)[:31])
        for at, values in enumerate([list(frame.columns), *frame.itertuples(index=False, name=None)], 1):
            for column, value in enumerate(values, 1):
                if value is None or value is pd.NaT or value != value:
                    continue
                cell = sheet.cell(at, column)
                if isinstance(value, (bool, int, float)):
                    cell.value = value
                    continue
                cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", str(value))[:32_767]
                # openpyxl takes “=…” for a formula; the prefix keeps the cell text when somebody edits it.
                cell.data_type, cell.quotePrefix = "s", plain(value) != value
        sheet.freeze_panes = "A2"
    book.save(path)


def load(root: Path | str, assignment: str = ASSIGNMENT) -> pd.DataFrame:
    """Return the grades table of an assignment in a course's gradebook."""
    return grades_table(rows(root, assignment))


def decisions(root: Path | str, assignment: str = ASSIGNMENT) -> pd.DataFrame:
    """Return every decision of a person on an assignment's answers, in order, with its `words`."""
    found = [d for d in history.read(Path(root) / "course") if d.assignment == assignment]
    columns = [*(a.name for a in attrs.fields(history.Decision)), "words"]
    return pd.DataFrame([(*attrs.astuple(d), d.words) for d in found], columns=columns, dtype=object)
