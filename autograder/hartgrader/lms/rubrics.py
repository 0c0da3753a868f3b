"""A rubric as the CSV file that Canvas imports; see the package for the documents."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from hartgrader.criterion import Criterion


def canvas(title: str, criteria: Iterable[Criterion]) -> str:
    """Return the rubric: a row a criterion, then its ratings from the highest to the lowest with their points."""
    criteria = list(criteria)
    head = ["Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range"]
    head += ["Rating Name", "Rating Description", "Rating Points"] * max(len(c.levels) for c in criteria)
    rows = [head]
    for c in criteria:
        ratings = [
            cell
            for lv in sorted(c.levels, key=lambda lv: -lv.level)
            for cell in (lv.name.capitalize(), lv.descriptor, f"{lv.points:g}")
        ]
        rows.append([title, c.title, c.asks, "false", *ratings])
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(rows)
    return file.getvalue()
