"""A graded class as tables: one row a student, one a student and criterion, one a finding."""

from __future__ import annotations

import hashlib
import re

import attrs
import pandas as pd

from hartgrader.gradebook.record import ClassRecord, Student

TEXTS = ("benefits", "coordination", "finances")


@attrs.frozen
class Frames:
    """The class in tables. `student` is an id, or a number in place of it when names are hidden.

    Attributes
    ----------
    title, criteria, titles : of the assignment; `titles` maps a criterion to its heading.
    students : student, name, state (graded, waiting, nothing), handed_in, hours_late, total, max_total, remarks, kinds,
        waits (how many of the answers), unread (whether nothing of it could be judged).
    answers : student, criterion, level, confidence, sure, answered, points, max_points, by_person, person_level, waits.
    findings : student, criterion, indicator, label, met, message, quote; only of answers with something written.
    texts : student → heading → what was written, for reading side by side.
    """

    title: str
    criteria: tuple[str, ...]
    titles: dict[str, str]
    students: pd.DataFrame
    answers: pd.DataFrame
    findings: pd.DataFrame
    texts: dict[str, dict[str, str]]
    hidden: bool = False

    @property
    def graded(self) -> pd.DataFrame:
        return self.students[self.students["state"] == "graded"]


_STUDENT = (
    "student", "name", "state", "handed_in", "hours_late", "total", "max_total", "remarks", "kinds", "waits",
    "unread",
)  # fmt: skip
_ANSWER = (
    "student", "criterion", "level", "confidence", "sure", "answered", "points", "max_points", "by_person",
    "person_level", "waits",
)  # fmt: skip
_FINDING = ("student", "criterion", "indicator", "label", "met", "message", "quote")


def frames(record: ClassRecord, *, hide_names: bool = False) -> Frames:
    """Return a class as tables; with `hide_names`, numbers stand for students and their own names are taken out."""
    known = aliases(record) if hide_names else {s.id: s.id for s in record.students}
    students, answers, findings, texts, titles = [], [], [], {}, {}
    for person in record.students:
        key = known[person.id]
        students.append(_student(person, key, hide_names))
        for mark in person.marks:
            shown = mark.shown
            titles.setdefault(mark.criterion, shown.get("title") or mark.criterion.capitalize())
            if not shown or shown.get("level") is None:
                continue
            answers.append((
                key, mark.criterion, int(shown["level"]), float(shown["confidence"]), bool(shown["sure"]),
                bool(shown["answered"]), mark.points, mark.max_points, mark.decided is not None,
                level_of(mark.decided, shown), mark.waits,
            ))  # fmt: skip
            for f in shown["findings"] if shown["answered"] else ():
                words = (f["message"], without_names(f["quote"], person) if hide_names else f["quote"])
                findings.append(
                    (key, mark.criterion, f["indicator"], f["label"] or f["indicator"], float(f["met"]), *words)
                )
        if person.answers is not None:
            written = _texts(person)
            texts[key] = {h: without_names(t, person) for h, t in written.items()} if hide_names else written
    return Frames(
        record.title,
        record.criteria,
        {c: titles.get(c, c.capitalize()) for c in record.criteria},
        pd.DataFrame.from_records(students, columns=_STUDENT),
        pd.DataFrame.from_records(answers, columns=_ANSWER),
        pd.DataFrame.from_records(findings, columns=_FINDING),
        texts,
        hide_names,
    )


def aliases(record: ClassRecord) -> dict[str, str]:
    """Return student → a name that tells nothing: the same on every call, in an order that isn't the alphabet's."""
    mixed = sorted(record.students, key=lambda s: hashlib.sha256(s.id.encode("utf-8", "replace")).digest())
    width = len(str(len(mixed)))
    return {s.id: f"Student {n:0{width}d}" for n, s in enumerate(mixed, 1)}


def without_names(text: str, person: Student) -> str:
    """Return a text with the student's own names replaced; other people's stay, because the text is about them."""
    names = [n for n in (*person.first_name.split(), *person.last_name.split(), person.id) if len(n) > 1]
    if not names:
        return text
    pattern = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", "[name]", text, flags=re.IGNORECASE)


def level_of(points: float | None, shown: dict) -> float:
    """Return the level whose points are nearest to what a person gave; NaN when nobody did."""
    levels = shown.get("levels") or ()
    if points is None or not levels:
        return float("nan")
    return float(min(levels, key=lambda lv: (abs(lv["points"] - points), lv["level"]))["level"])


def _student(person: Student, key: str, hide: bool) -> tuple:
    name = key if hide else " ".join(filter(None, (person.first_name, person.last_name))) or person.id
    state = "graded" if person.graded else "waiting" if person.marks or person.handed_in else "nothing"
    total = sum(m.points for m in person.marks) if person.graded else float("nan")
    most = sum(m.max_points for m in person.marks)
    lines = " ".join(line for _, line in person.remarks)
    kinds = " ".join(dict.fromkeys(kind for kind, _ in person.remarks))
    remarks = without_names(lines, person) if hide else lines
    waits = sum(m.waits for m in person.marks)
    unread = person.graded and all(m.shown.get("level") is None for m in person.marks)
    return key, name, state, person.handed_in, person.late / 3600, total, most, remarks, kinds, waits, unread


def _texts(person: Student) -> dict[str, str]:
    answers = person.answers
    parts = {"Benefits": "\n\n".join(answers.benefits.get(s, "") for s in answers.services).strip()}
    parts |= {"Coordination": answers.coordination.strip(), "Finances": answers.finances.strip()}
    parts |= {"Email": answers.email.body.strip()}
    return {heading: text for heading, text in parts.items() if text}
