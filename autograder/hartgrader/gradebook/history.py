"""Every decision of a person about an answer, in order: ``course/history.jsonl``. Lines are added, never changed.

nbgrader keeps only what stands now. Grading again, another hand-in or a new rubric touches nothing here.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
from hartcity.errors import GradingError
from nbgrader.coursedir import CourseDirectory

from hartgrader.gradebook import needs
from hartgrader.gradebook.files import locked

FILE = "history.jsonl"


@attrs.frozen
class Decision:
    """One decision.

    Attributes
    ----------
    when : UTC, ISO 8601.
    who : the person's name on this machine or hub.
    assignment, student, criterion : about which answer.
    what : ``score``, ``extra credit`` or ``comment``.
    before, after : points that counted, or words; `after` is None when a person took theirs back.
    as_proposed : whether it is what the judge proposed then.
    level : of these points in the rubric; None between levels, and for anything but a score.
    text : digest of the answer it is about, as `hartgrader.feedback.digest` gives it; empty when unknown.
    version : of the rubric.
    reason : given for a score that changed after the fact, or empty.
    """

    when: str
    who: str
    assignment: str
    student: str
    criterion: str
    what: str
    before: float | str | None
    after: float | str | None
    as_proposed: bool = False
    level: int | None = None
    text: str = ""
    version: int = 1
    reason: str = ""

    @property
    def words(self) -> str:
        """What was decided, in a few words."""
        if self.what == "comment":
            if not self.after:
                return f"comment taken away: “{self.before}”"
            return "comment accepted as proposed" if self.as_proposed else f"comment: “{self.after}”"
        if self.after is None:
            said = f"{self.before:g} taken back"
        elif self.before == self.after:
            said = f"{self.after:g} {'accepted' if self.as_proposed else 'kept'}"
        else:
            said = f"{self.before or 0:g} → {self.after:g}"
        said = f"{said} {self.what}" if self.what != "score" else said
        level = "" if self.level is None else f", level {self.level}"
        return f"{said}{level}{f' ({self.reason})' if self.reason else ''}"


def read(course: Path) -> list[Decision]:
    """Return every decision in order.

    Raises
    ------
    GradingError : a line that is no decision, with path and line.
    """
    path = course / FILE
    if not path.exists():
        return []
    found = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                found.append(Decision(**json.loads(line)))
            except (TypeError, ValueError):
                raise GradingError(f"{path}:{number}: this line is no decision; put it back as it was.") from None
    return found


def add(course: Path, decisions: Iterable[Decision]) -> None:
    """Add decisions at the end."""
    text = "".join(json.dumps(attrs.asdict(d), ensure_ascii=False) + "\n" for d in decisions)
    if text:
        (course / FILE).touch(0o640)  # like the gradebook, nothing for students on a shared machine
        with locked(course / ".hart" / "history.lock"), (course / FILE).open("a", encoding="utf-8") as file:
            file.write(text)


def between(
    coursedir: CourseDirectory, who: str, before: dict[str, Any], after: dict[str, Any], reason: str = ""
) -> list[Decision]:
    """Return what was decided between two states of a grade or a comment, each as nbgrader's `to_dict` gives it."""
    student, assignment, criterion = (after[key] for key in ("student", "assignment", "name"))
    folder = Path(coursedir.format_path(coursedir.autograded_directory, student, assignment))
    shown = needs.read(folder / f"{after['notebook']}.ipynb")
    need = next((n for n in shown.needs if n.criterion == criterion), None)
    now = datetime.datetime.now(datetime.UTC).isoformat(sep=" ", timespec="seconds")
    about = {"text": need.digest if need else "", "version": shown.version, "reason": reason}

    def decision(what: str, was: Any, new: Any, **more: Any) -> Decision:
        return Decision(now, who, assignment, student, criterion, what, was, new, **about, **more)

    if "manual_comment" in after:
        old, new = (state["manual_comment"] or None for state in (before, after))
        proposed = new is not None and new == after["auto_comment"]
        return [decision("comment", old, new, as_proposed=proposed)] if old != new else []
    found = []
    old, new = before["manual_score"], after["manual_score"]
    if old != new or (new is not None and before["needs_manual_grade"] and not after["needs_manual_grade"]):
        counted = (before["auto_score"] or 0.0) if old is None else old
        level = next((lv for lv, points in (need.worth if need else ()) if points == new), None)
        found.append(decision("score", counted, new, as_proposed=new == after["auto_score"], level=level))
    old, new = (state["extra_credit"] or 0.0 for state in (before, after))
    if old != new:
        found.append(decision("extra credit", old, new))
    return found
