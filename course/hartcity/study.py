"""An open lesson: its exercises as widgets, and the file in which a learner's work in the lessons is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from hartcity import content, lesson_work, lessons, settings
from hartcity.city import City, load_city
from hartcity.coach import Coach
from hartcity.desk import ClosedDesk, Watched
from hartcity.errors import HartError
from hartcity.service_user import ServiceUser, load_service_users
from hartcity.store import AnswerStore


class Study(Watched):
    """One notebook's side of one lesson.

    Attributes
    ----------
    lesson : what there is to do.
    folder : where ``lessons.json`` is, one file for all lessons.
    store : what the learner wrote and chose.
    coach_loader : ``load(city, service_user) -> Coach``, or None.
    """

    def __init__(self, name: str, folder: Path | str = ".", coach: Callable[..., Coach] | None = None):
        self.lesson = lessons.load(name)
        self.folder = Path(folder).resolve()
        self.store = AnswerStore(self.folder, lesson_work)
        self.coach_loader = coach

    @cached_property
    def city(self) -> City:
        """The city the course is set in."""
        return load_city(settings.load(content.locate(settings.FILE_NAME)).city)

    @cached_property
    def people(self) -> dict[str, ServiceUser]:
        """Everybody in the city, by id."""
        return load_service_users(self.city)

    def key(self, id_: str) -> str:
        """Return the name under which an exercise is kept."""
        return f"{self.lesson.id}/{id_}"

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return one of the invented lists of the lessons, a dict a row."""
        return lessons.rows(name)

    # The widgets, imported late: a notebook loads only what it shows.

    def check(self, id_: str = "check") -> Any:
        """Questions, with a reason for every answer."""
        from hartcity.widgets.lesson_choices import CheckWidget

        return CheckWidget(self, id_, self.lesson.checks[id_])

    def sort(self, id_: str) -> Any:
        """Cards to place on steps."""
        from hartcity.widgets.lesson_choices import SortWidget

        return SortWidget(self, id_, self.lesson.sorts[id_])

    def note(self, id_: str) -> Any:
        """Short texts to write."""
        from hartcity.widgets.lesson_writing import NoteWidget

        return NoteWidget(self, id_, self.lesson.notes[id_])

    def month(self, id_: str) -> Any:
        """One family's month, agency by agency."""
        from hartcity.widgets.lesson_pages import MonthWidget

        return MonthWidget(self.lesson.months[id_])

    def sample(self, id_: str) -> Any:
        """A letter with remarks, before and after."""
        from hartcity.widgets.lesson_pages import SampleWidget

        return SampleWidget(self.lesson.samples[id_])

    def repair(self, id_: str) -> Any:
        """A weak email to make better, with the coach beside it."""
        from hartcity.widgets.lesson_writing import RepairWidget

        return RepairWidget(self, id_, self.lesson.repairs[id_])

    def table(self, id_: str, compute: Callable[..., Any]) -> Any:
        """A table made by `compute(**choices)`: a DataFrame or a list of dicts, or a pair of one and a sentence."""
        from hartcity.widgets.lesson_pages import TableWidget

        return TableWidget(self.lesson.tables[id_], compute)


def open_lesson(name: str, folder: Path | str = ".", coach: Callable[..., Coach] | None = None) -> Any:
    """Open a lesson; what is written and chosen in it is kept in `folder`.

    Parameters
    ----------
    name : the lesson's id, which is the name of its page.
    folder : where ``lessons.json`` is, or comes to be.
    coach : ``load(city, service_user) -> Coach``, called when a coach is first needed; None for none.

    Returns
    -------
    Study, or a ClosedDesk that shows what is wrong when the lesson can't be read.
    """
    try:
        study = Study(name, folder, coach)
    except HartError as error:
        return ClosedDesk(str(error))
    study.watch((study.folder, name))
    return study
