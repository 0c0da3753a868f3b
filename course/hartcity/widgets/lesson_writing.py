"""Exercises of writing: short notes, and weak emails to repair with the coach. Saved as everything written is."""

from __future__ import annotations

from typing import Any

import attrs

from hartcity.answers import Answers, Email
from hartcity.coach import Finding, Span
from hartcity.errors import HartError
from hartcity.lesson_work import LessonWork
from hartcity.lessons import Note, Repair
from hartcity.widgets.base import bundle
from hartcity.widgets.writing import SCRIPTS, WritingWidget


class NoteWidget(WritingWidget):
    """Short texts in a lesson, each with one way to write it that is shown after trying."""

    _esm = bundle(*SCRIPTS, "note.js")
    _css = bundle("writing.css", "lessons.css")

    def __init__(self, study: Any, id_: str, note: Note | Repair, **kwargs: Any):
        self.exercise, self.key, self.title = note, study.key(id_), note.title
        super().__init__(study, **kwargs)

    def fields(self) -> list[dict[str, Any]]:
        return [
            {"field": self._field(name), **attrs.asdict(field), "one_line": False}
            for name, field in self.exercise.fields.items()
        ]

    def details(self) -> dict[str, Any]:
        return {"intro": self.exercise.intro, "afterwards": self.exercise.afterwards}

    def _field(self, name: str) -> str:
        return f"texts.{self.key}/{name}"

    def _whose(self, data: dict[str, Any]) -> str:
        return self.key

    def _page(self) -> dict[str, Any]:
        return {
            "key": str(self.desk.folder),
            "step": None,
            "title": self.title,
            "person": {"id": self.key},
            "mode": "full" if self.criteria and self.desk.coach_loader else "off",
            "fields": self.fields(),
            **self.details(),
        }

    def _ask_coach(self, work: LessonWork) -> list[Finding]:
        return []

    def _mine(self, field: str) -> bool:
        return field in {f["field"] for f in self.page["fields"]}


class RepairWidget(NoteWidget):
    """A weak email that stands there to be changed; the coach reads it for the person it is about."""

    def __init__(self, study: Any, id_: str, repair: Repair, **kwargs: Any):
        self._coach = None
        # What suffers most comes first.
        self.criteria = tuple(dict.fromkeys((repair.focus, "collaboration", "professionalism", "concision")))
        super().__init__(study, id_, repair, **kwargs)
        if not study.store.answers.texts.get(f"{self.key}/body", ""):
            self._start()

    def fields(self) -> list[dict[str, Any]]:
        return [
            {"field": self._field("subject"), "label": "Subject", "help": "", "rows": 1, "one_line": True},
            {"field": self._field("body"), "label": "Email", "help": "", "rows": 10, "one_line": False},
        ]

    def details(self) -> dict[str, Any]:
        repair, city = self.exercise, self.desk.city
        return {
            "intro": repair.situation,
            "to": city.organizations[repair.to].name,
            "weak": attrs.asdict(repair.weak),
            "repaired": attrs.asdict(repair.repaired),
            "changed": list(repair.changed),
        }

    def _start(self) -> None:
        """Put the weak email where the learner changes it."""
        weak, store = self.exercise.weak, self.desk.store
        try:
            store.update(**{self._field("subject"): weak.subject, self._field("body"): weak.body})
        except HartError:
            return  # the page says so with the next thing typed; the weak email is shown all the same

    def _ask_coach(self, work: LessonWork) -> list[Finding]:
        self._coach_notice = ""
        if self.desk.coach_loader is None:
            return []
        repair, key = self.exercise, self.key
        email = Email(repair.to, work.texts.get(f"{key}/subject", ""), work.texts.get(f"{key}/body", ""))
        answers = Answers(repair.service_user, (repair.service, *repair.also), email=email)
        try:
            if self._coach is None:
                self._coach = self.desk.coach_loader(self.desk.city, self.desk.people[repair.service_user])
            findings = self._coach(answers, self.criteria)
        except Exception as error:  # writing and saving go on whatever the coach does
            self._coach_notice = f"The coach can't read this text just now ({type(error).__name__})."
            return []
        return [attrs.evolve(f, spans=tuple(self._placed(s) for s in f.spans)) for f in findings]

    def _placed(self, span: Span) -> Span:
        """Return a place in the email as a place in this exercise's field."""
        return attrs.evolve(span, field=self._field(span.field.removeprefix("email.")))
