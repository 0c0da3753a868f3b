"""`nbgrader export` with a column for each criterion and no formulas."""

from __future__ import annotations

import csv
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from hartgrader.gradebook.files import plain
from hartgrader.gradebook.grades import read_rows


class CriterionCsv(ExportPlugin):
    """Writes the columns of `hartgrader export`, after a first one that names the assignment."""

    def export(self, gradebook: Gradebook) -> None:
        dest = Path(self.to or "grades.csv")
        names = [a.name for a in gradebook.assignments if not self.assignment or a.name in map(str, self.assignment)]
        records = [
            {"assignment": name, **row.record()}
            for name in names
            for row in read_rows(gradebook, self.parent.coursedir, name)
            if not self.student or row.student in map(str, self.student)
        ]
        columns = list(dict.fromkeys(key for record in records for key in record))
        with dest.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writerow({key: plain(key) for key in columns})
            writer.writerows({key: plain(value) for key, value in record.items()} for record in records)
        self.log.info("%d rows written to %s", len(records), dest)
