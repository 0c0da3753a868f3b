"""What the widgets share that a student writes in: the way of a text from the page to the disk and back.

One trait each way. `draft` comes from the page::

    {"view", "rev", "person", "fields": {field: text}, "base": {field: [texts]},
     "resolve": {field: text}, "extra": {field: [texts]}}

`fields` holds everything the page has not yet seen on disk, `base` the texts it knew to be there, `resolve` the
versions chosen after a conflict, `extra` forgotten drafts found in the browser. A sheet (`plan`, `costs`) travels as a
field whose text is the JSON of its rows. `feedback` answers, and also tells of
what other windows saved::

    {"n", "view", "rev", "person", "problem", "notice", "saved_at", "texts": {field: text}, "aside": {field: [texts]},
     "findings": [...], "read": {field: text}, "counts": {...}}

`read` is what the coach read, so that the page can place its findings in what has been typed since.
"""

from __future__ import annotations

import json
import time
from typing import Any

import attrs
import traitlets

from hartcity import records
from hartcity.answers import Answers
from hartcity.coach import Finding
from hartcity.errors import HartError
from hartcity.widgets.base import HartWidget, to_utf16

SCRIPTS = ("draft.js", "editor.js", "coaching.js", "bubble.js", "frame.js")


def clock() -> str:
    """The time of day as the page shows it, e.g. “2:31 PM”."""
    return time.strftime("%I:%M %p").lstrip("0")


class WritingWidget(HartWidget):
    """What every writing widget does: save what comes in, coach it, and tell the page what stands on disk.

    Subclasses give `fields()`, and what else their page needs in `details()`.
    """

    page = traitlets.Dict().tag(sync=True)
    draft = traitlets.Dict().tag(sync=True, echo_update=False)
    feedback = traitlets.Dict().tag(sync=True)
    criteria: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    step = ""
    title = ""

    def __init__(self, desk: Any, **kwargs: Any):
        super().__init__(**kwargs)
        self.desk = desk
        self._own = False
        self._count = 0
        self._told: dict[str, Any] = {}
        self._read: tuple | None = None
        self._findings: list[Finding] = []
        self._coach_notice = ""
        self.page = self._page()
        self._answer("", 0, "")
        desk.store.subscribe(self._elsewhere)

    # What subclasses say

    def fields(self) -> list[dict[str, Any]]:
        """The fields of the page: ``{"field", "label", "help", "rows"}`` each."""
        raise NotImplementedError

    def details(self) -> dict[str, Any]:
        """What this widget's page needs beyond its fields."""
        return {}

    def counts(self, data: dict[str, Any]) -> dict[str, int]:
        """What is counted of the texts, beyond the words that the page counts itself."""
        return {}

    # From the page

    @traitlets.observe("draft")
    def _on_draft(self, change: Any) -> None:
        draft = change.new
        view, rev = str(draft.get("view", "")), draft.get("rev", 0)
        problem = ""
        self._own = True
        try:
            self._save(draft, view)
        except HartError as error:
            problem = str(error)
        finally:
            self._own = False
        self._answer(view, rev, problem, self._texts_of(draft))

    def _save(self, draft: dict[str, Any], view: str) -> None:
        store, person = self.desk.store, draft.get("person") or None
        for field, text in self._texts_of(draft, "resolve").items():
            store.resolve(field, text)
        for field, texts in dict(draft.get("extra") or {}).items():
            for at, text in enumerate(texts):
                if self._mine(field) and isinstance(text, str):
                    store.update(base={field: ()}, writer=f"draft {view} {at}", person=person, **{field: text})
        changes: dict[str, Any] = self._texts_of(draft)
        base = dict(draft.get("base") or {})
        for sheet in self.sheets:
            if sheet in dict(draft.get("fields") or {}):
                changes[sheet] = _rows(draft["fields"][sheet])
                base[sheet] = [_rows(text) for text in base.get(sheet) or []]
        if changes:
            store.update(base=base, writer=view, person=person, **changes)

    def _texts_of(self, draft: dict[str, Any], key: str = "fields") -> dict[str, str]:
        return {f: t for f, t in dict(draft.get(key) or {}).items() if isinstance(t, str) and self._mine(f)}

    def _mine(self, field: str) -> bool:
        raise NotImplementedError

    # To the page

    def _whose(self, data: dict[str, Any]) -> str:
        """The id under which the page keeps drafts of these texts: the person's they are about."""
        return records.person(data)

    def _elsewhere(self, _answers: Answers) -> None:
        if self._own:
            return
        with self.hold_sync():  # fields without their texts would be open for typing until the coach has read
            self.page = self._page()
            self._answer("", 0, "")

    def _page(self) -> dict[str, Any]:
        desk, user = self.desk, self.desk.user
        return {
            "key": str(desk.folder),
            "step": self.step,
            "title": self.title,
            "person": {"id": user.id, "first": user.name.split()[0], "name": user.name} if user else None,
            "mode": "off" if desk.coach_loader is None else desk.settings.coach,
            "fields": self.fields() if user else [],
            "sheets": list(self.sheets),
            **(self.details() if user else {}),
        }

    def _answer(self, view: str, rev: int, problem: str, drafted: dict[str, str] | None = None) -> None:
        store = self.desk.store
        data = store.shape.to_dict(store.answers)
        shown = [f["field"] for f in self.page["fields"]]
        shown += [f for f in (drafted or {}) if f not in shown]
        # What is not in its place yet, because of a conflict or a full disk, is what the coach reads all the same.
        read = data
        waiting = store.conflicts()
        if drafted and (problem or any(f in waiting for f in drafted)):
            read = _with(data, drafted)
        told = {
            "person": self._whose(data),
            "problem": problem or store.blocked,
            "texts": {
                **{f: records.get(data, f) for f in shown},
                **{f: _json(records.get(data, f)) for f in self.sheets},
            },
            "aside": {f: list(w.values()) for f, w in waiting.items() if f in shown},
            "findings": self._coached(read, shown),
            "read": {f: records.get(read, f) for f in shown},
            "counts": self.counts(read),
        }
        happened = "" if getattr(self.desk, "has_strip", False) else store.notice
        told["notice"] = " ".join(filter(None, (happened, self._coach_notice)))
        if not view and told == self._told:
            return
        self._told = told
        self._count += 1
        self.feedback = {**told, "n": self._count, "view": view, "rev": rev, "saved_at": clock()}

    def _coached(self, data: dict[str, Any], shown: list[str]) -> list[dict[str, Any]]:
        """Ask the coach only when something it reads here has changed: four widgets share each save."""
        key = (records.person(data), *data.get("services", ()), *(records.get(data, f) for f in shown))
        if key != self._read:
            self._read, self._findings = key, self._ask_coach(self.desk.store.shape.from_dict(data))
        return [_plain(finding, data) for finding in self._findings]

    def _ask_coach(self, answers: Answers) -> list[Finding]:
        self._coach_notice = ""
        try:
            coach = self.desk.coach
            return list(coach(answers, self.criteria)) if coach and self.criteria else []
        except Exception as error:  # writing and saving go on whatever the coach does
            self._coach_notice = f"The coach can't read this text just now ({type(error).__name__})."
            return []


def _with(data: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    """Return a record with some of its texts replaced."""
    data = dict(data)
    for field, text in texts.items():
        head, _, rest = field.partition(".")
        data[head] = {**data[head], rest: text} if rest else text
    return data


def _rows(text: Any) -> list[dict[str, Any]]:
    """The rows in a sheet's JSON text, as the page sends it."""
    try:
        return records.rows(json.loads(text))
    except (TypeError, ValueError, RecursionError):
        return []


def _json(rows: list[dict[str, Any]]) -> str:
    """Rows as the page's own JSON.stringify writes them."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _plain(finding: Finding, data: dict[str, Any]) -> dict[str, Any]:
    spans = []
    for span in finding.spans:
        text = records.get(data, span.field)
        if isinstance(text, str) and 0 <= span.start < span.end <= len(text):
            place = to_utf16(text)
            spans.append({"field": span.field, "start": place(span.start), "end": place(span.end)})
    return {**attrs.asdict(finding, recurse=False), "spans": spans, "replacement": _as_written(finding, data)}


def _as_written(finding: Finding, data: dict[str, Any]) -> str | None:
    """The replacement with a capital where the words it stands for have one."""
    new, first = finding.replacement, finding.spans[0] if finding.spans else None
    old = records.get(data, first.field)[first.start : first.end] if new and first else ""
    return new[0].upper() + new[1:] if new and old[:1].isupper() else new
