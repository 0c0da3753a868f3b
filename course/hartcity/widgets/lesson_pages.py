"""Exercises of looking: a month agency by agency, a letter with remarks, a table that answers a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import traitlets

from hartcity import handout
from hartcity.lessons import Letter, Month, Sample, Table
from hartcity.widgets.base import HartWidget, bundle


class MonthWidget(HartWidget):
    """One family's month: each agency's view, then all of them together."""

    _esm = bundle("month.js")
    _css = bundle("lessons.css")
    page = traitlets.Dict().tag(sync=True)

    def __init__(self, month: Month, **kwargs: Any):
        super().__init__(**kwargs)
        self.page = attrs.asdict(month)


def _letter(letter: Letter) -> dict[str, Any]:
    subject, body = letter.pieces()
    return {"to": letter.to, "subject": subject, "body": body, "remarks": [attrs.asdict(r) for r in letter.remarks]}


class SampleWidget(HartWidget):
    """A letter whose remarks can be switched on by criterion; ``{"do": "pdf"}`` answers with the handout."""

    _esm = bundle("sample.js")
    _css = bundle("lessons.css")
    page = traitlets.Dict().tag(sync=True)

    def __init__(self, sample: Sample, **kwargs: Any):
        super().__init__(**kwargs)
        self.sample = sample
        self.page = {
            "title": sample.title,
            "intro": sample.intro,
            "situation": sample.situation,
            "letters": {"good": _letter(sample.good), "wrong": _letter(sample.wrong)},
            "can_print": handout.can_print(),
        }
        self.on_msg(self._asked)

    def _asked(self, _widget: Any, message: Any, _buffers: Any) -> None:
        if isinstance(message, dict) and message.get("do") == "pdf" and handout.can_print():
            self.send({"file": f"{handout.NAME}.pdf", "type": "application/pdf"}, [handout.pdf(self.sample)])


class TableWidget(HartWidget):
    """A table made anew by the notebook's own function whenever a learner chooses something else."""

    _esm = bundle("table.js")
    _css = bundle("lessons.css")
    page = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(self, table: Table, compute: Callable[..., Any], **kwargs: Any):
        super().__init__(**kwargs)
        self.table, self.compute = table, compute
        self.page = attrs.asdict(table)
        self.values = {name: control.choices[0].value for name, control in table.controls.items()}
        self._answer()

    @traitlets.observe("values")
    def _answer(self, _change: Any = None) -> None:
        known = {
            name: next((c.value for c in control.choices if c.value == self.values.get(name)), control.choices[0].value)
            for name, control in self.table.controls.items()
        }
        found = self.compute(**known)
        found, sentence = found if isinstance(found, tuple) else (found, "")
        rows = found.to_dict("records") if hasattr(found, "to_dict") else list(found)
        self.result = {
            "columns": [str(c) for c in (found.columns if hasattr(found, "columns") else rows[0] if rows else ())],
            "rows": [[_plain(cell) for cell in row.values()] for row in rows],
            "sentence": sentence,
            "remarks": [self.table.remarks[v] for v in known.values() if v in self.table.remarks],
        }


def _plain(cell: Any) -> Any:
    """Return a cell as JSON knows it: numbers stay numbers, nothing stays empty."""
    if cell is None or cell != cell:  # what pandas calls missing isn't equal to itself
        return ""
    return cell.item() if hasattr(cell, "item") else cell if isinstance(cell, int | float | str) else str(cell)
