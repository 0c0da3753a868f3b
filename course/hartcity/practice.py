"""A desk for practice: anybody of the city or somebody new, levels at once, drills, and a record that is the learner's.

The answers are those of an ordinary desk. Beside them lies ``practice.json`` (see `hartcity.practice_work`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from hartcity import drills, practice_work, schedule
from hartcity.coach import Coach, Reader
from hartcity.desk import ClosedDesk, Desk
from hartcity.errors import ContentError, HartError
from hartcity.service_user import ServiceUser, load_service_users
from hartcity.store import AnswerStore


class PracticeDesk(Desk):
    """One notebook's side of the learner's practice.

    Attributes
    ----------
    record : drills, attempts and new people.
    reader_loader : ``load(city, service_user) -> Reader``, or None when nobody rates here.
    now : gives the time; handed in, so that a test can choose the day.
    """

    hands_in = False

    def __init__(
        self,
        folder: Path | str = ".",
        coach: Callable[..., Coach] | None = None,
        reader: Callable[..., Reader] | None = None,
        now: Callable[[], datetime.datetime] = datetime.datetime.now,
    ):
        super().__init__(folder, coach)
        self.settings = attrs.evolve(self.settings, service_users=(), coach="full", hints=True)
        self.record = AnswerStore(self.folder, practice_work)
        self.reader_loader, self.now = reader, now
        self._everyone: dict[str, ServiceUser] = {}
        self._new: dict[str, tuple[ServiceUser, str]] = {}
        self._readers: dict[str, Reader] = {}

    def refresh(self) -> None:
        super().refresh()
        self.record.refresh()

    # People

    @property
    def people(self) -> dict[str, ServiceUser]:
        """Everybody of the city, then the new people the learner has met, by id."""
        self._everyone = self._everyone or load_service_users(self.city)
        new = ((id_, self._newcomer(seed)) for id_, seed in self.record.answers.people.items())
        return {**self._everyone, **{id_: made[0] for id_, made in new if made and made[0].id == id_}}

    def meet(self, seed: int) -> ServiceUser:
        """Make somebody new, help them, and remember them; HartError when this city has nobody new."""
        made = self._newcomer(seed)
        if made is None:
            raise ContentError(self.city.path / "variants", None, f"seed {seed} makes nobody new here.")
        self.record.update(**{f"people.{made[0].id}": seed})
        self.store.update(service_user=made[0].id)
        return made[0]

    def base_of(self, id_: str) -> str:
        """Return the id of the person of the city from whom a new person was varied; else the id itself."""
        made = self._newcomer(self.record.answers.people.get(id_))
        return made[1] if made and made[0].id == id_ else id_

    def _newcomer(self, seed: int | None) -> tuple[ServiceUser, str] | None:
        """Return a new person and the id of whom they were varied from; None when the seed makes nobody."""
        if seed is None:
            return None
        if str(seed) not in self._new:
            from hartcity.variants import vary

            try:
                made = vary(self.city, seed)
            except HartError:
                return None
            self._new[str(seed)] = made.user, made.base
        return self._new[str(seed)]

    # Attempts

    @property
    def reader(self) -> Reader | None:
        """The reader for the person now helped; None when there is none, or nobody is chosen."""
        user = self.user
        if self.reader_loader is None or user is None:
            return None
        if user.id not in self._readers:
            self._readers[user.id] = self.reader_loader(self.city, user)
        return self._readers[user.id]

    def attempts(self) -> list[practice_work.Attempt]:
        """Every attempt, oldest first."""
        return practice_work.attempts(self.record.answers)

    def rate(self) -> list[dict[str, Any]]:
        """Return the reader's panels on the answers as they stand, and keep an attempt if a text is new.

        Raises
        ------
        AnswersError : the attempt could not be kept.
        """
        user, reader = self.user, self.reader
        if user is None or reader is None:
            return []
        panels = [p for p in reader(self.store.answers) if p["answered"]]
        levels = {p["criterion"]: p["level"] for p in panels if p["level"]}
        texts = {p["criterion"]: p["digest"] for p in panels if p["level"]}
        last = next((a for a in reversed(self.attempts()) if a.person == user.id), None)
        if levels and (last is None or last.texts != texts):
            time = self.now().isoformat(timespec="seconds")
            self.record.update(**{f"attempts.{time}": {"person": user.id, "levels": levels, "texts": texts}})
        return panels

    # Drills

    def cards(self) -> dict[str, schedule.Card]:
        """The card of each drill met before."""
        return practice_work.cards(self.record.answers)

    def weak(self) -> dict[str, float]:
        """Kind of drill → how weak the learner is at it, 0 to 1."""
        cards, levels = self.cards(), self.latest_levels()
        found = {}
        for kind in drills.load().values():
            met = [cards[item.id] for item in kind.items if item.id in cards]
            right, wrong = sum(c.right for c in met), sum(c.wrong for c in met)
            found[kind.id] = schedule.weakness(right, wrong, levels.get(kind.criterion))
        return found

    def latest_levels(self) -> dict[str, int]:
        """Criterion → the level of the latest attempt at it."""
        return {criterion: level for attempt in self.attempts() for criterion, level in attempt.levels.items()}

    def draw(self, count: int, kind: str = "") -> list[str]:
        """Return the ids of the drills of a session, of one kind or of all."""
        kinds = {k.id: [i.id for i in k.items] for k in drills.load().values() if kind in ("", k.id)}
        return schedule.draw(kinds, self.cards(), self.weak(), self.now().date(), count)

    def answered(self, id_: str, right: bool) -> None:
        """Keep what became of a drill; AnswersError when it could not be kept."""
        card = schedule.answered(self.cards().get(id_), right, self.now().date())
        self.record.update(**{f"drills.{id_}": practice_work.card_row(card)})

    # The widgets beyond those of a desk

    def newcomer(self) -> Any:
        """Meet somebody new."""
        from hartcity.widgets.newcomer import NewcomerWidget

        return NewcomerWidget(self)

    def reading(self) -> Any:
        """How a careful reader would rate what is written."""
        from hartcity.widgets.reading import ReadingWidget

        return ReadingWidget(self)

    def example(self) -> Any:
        """One's own texts beside an example's."""
        from hartcity.widgets.example import ExampleWidget

        return ExampleWidget(self)

    def drills(self) -> Any:
        """Short drills."""
        from hartcity.widgets.drills import DrillsWidget

        return DrillsWidget(self)

    def growth(self) -> Any:
        """Growth over attempts, drills done, certificate."""
        from hartcity.widgets.growth import GrowthWidget

        return GrowthWidget(self)

    def keep(self) -> Any:
        """One's work as a file: to take along, and to bring back."""
        from hartcity.widgets.keep import KeepWidget

        return KeepWidget(self)


def open_practice(
    folder: Path | str = ".",
    coach: Callable[..., Coach] | None = None,
    reader: Callable[..., Reader] | None = None,
    page: str = "practice",
) -> Any:
    """Open practice in a folder.

    Parameters
    ----------
    folder : where ``answers.json`` and ``practice.json`` are, or come to be.
    coach, reader : ``load(city, service_user)``, called when one is first needed; None for practice without.
    page : the notebook's name; each page has a desk of its own on the same files.

    Returns
    -------
    PracticeDesk, or a ClosedDesk that shows what is wrong.
    """
    try:
        desk = PracticeDesk(folder, coach, reader)
        drills.load()
    except HartError as error:
        return ClosedDesk(str(error))
    desk.watch((desk.folder, page))
    return desk
