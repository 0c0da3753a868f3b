"""The student's desk: opens a folder with an assignment and hands out its widgets.

Every widget of one notebook shares one desk, and so one store, one city and one coach. A second notebook has its own
desk on the same ``answers.json``; each sees what the other saves within a second or two.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from hartcity import content, settings
from hartcity.city import City, load_city
from hartcity.coach import Coach
from hartcity.errors import HartError
from hartcity.service_user import ServiceUser, load_service_users
from hartcity.store import AnswerStore
from hartcity.widgets.message import MessageWidget

_LOOK_SECONDS = 1.5
_open: dict[Any, Watched] = {}


class Watched:
    """Something with a `store` that other notebooks write to as well."""

    store: AnswerStore
    _timer: asyncio.TimerHandle | None = None

    def watch(self, key: Any) -> None:
        """Look now and then whether another notebook saved something, in place of whoever watched under this key.

        Needs the kernel's event loop; without one, whoever uses the store refreshes it.
        """
        before = _open.pop(key, None)
        if before:
            before.close()
        _open[key] = self
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return

        def look() -> None:
            self.refresh()
            self._timer = loop.call_later(_LOOK_SECONDS, look)

        self._timer = loop.call_later(_LOOK_SECONDS, look)

    def refresh(self) -> None:
        """Read again what another notebook saved."""
        self.store.refresh()

    def close(self) -> None:
        """Stop looking; the widgets stay."""
        if self._timer:
            self._timer.cancel()


class Desk(Watched):
    """One notebook's side of one assignment.

    Attributes
    ----------
    folder : where ``answers.json``, ``assignment.yml`` and the notebooks are.
    settings : what the course has set for this assignment.
    store : the student's answers.
    steps : name → title of the widgets this notebook shows, in the order in which they were asked for.
    coach_loader : ``load(city, service_user) -> Coach``, or None.
    hands_in : whether what is written here is for handing in.
    has_strip : whether this page has a strip, which tells what happened to the file.
    submit : hands the folder in and returns a receipt with ``time``, ``hash`` and ``where``; None when there is no way.
    """

    hands_in = True
    has_strip = False

    def __init__(self, folder: Path | str = ".", coach: Callable[..., Coach] | None = None, submit: Any = None):
        self.folder = Path(folder).resolve()
        own = self.folder / "assignment.yml"
        self.settings = settings.load(own if own.exists() else content.locate("assignment.yml"))
        self.store = AnswerStore(self.folder)
        self.submit = submit
        self.steps: dict[str, str] = {}
        self.coach_loader = coach
        self._coaches: dict[str, Coach | None] = {}
        self._step_callbacks: list[Callable[[], None]] = []

    @cached_property
    def city(self) -> City:
        """The city of this assignment."""
        return load_city(self.settings.city, self.folder)

    @cached_property
    def people(self) -> dict[str, ServiceUser]:
        """The service users students may help here, by id."""
        everyone = load_service_users(self.city)
        allowed = tuple(self.settings.service_users) or tuple(everyone)
        return {i: everyone[i] for i in allowed if i in everyone}

    @property
    def user(self) -> ServiceUser | None:
        """The person the student helps, or None when nobody is chosen yet."""
        return self.people.get(self.store.answers.service_user)

    @property
    def coach(self) -> Coach | None:
        """The coach for this person; None when the course has none, or nobody is chosen yet."""
        user = self.user
        if self.coach_loader is None or self.settings.coach == "off" or user is None:
            return None
        if user.id not in self._coaches:
            self._coaches[user.id] = self.coach_loader(self.city, user)
        return self._coaches[user.id]

    def on_step(self, callback: Callable[[], None]) -> None:
        """Call `callback()` when this notebook asks for another widget."""
        self._step_callbacks.append(callback)

    def _step(self, name: str, title: str, widget: Any) -> Any:
        self.steps[name] = title
        for callback in self._step_callbacks:
            callback()
        return widget

    # The widgets, in the order in which a student meets them. Imported late: a notebook loads only what it shows.

    def strip(self) -> Any:
        """What is done, what is left, and the way there."""
        from hartcity.widgets.strip import StripWidget

        self.has_strip = True
        return StripWidget(self)

    def person(self) -> Any:
        """Meet the service users and choose one."""
        from hartcity.widgets.person import PersonWidget

        return self._step("person", "Person", PersonWidget(self))

    def directory(self) -> Any:
        """Explore the city's services and choose some."""
        from hartcity.widgets.directory import DirectoryWidget

        return self._step("services", "Services", DirectoryWidget(self))

    def benefits(self) -> Any:
        """One text for each chosen service."""
        from hartcity.widgets.texts import BenefitsWidget

        return self._step("benefits", "Benefits", BenefitsWidget(self))

    def coordination(self) -> Any:
        """The coordination plan, as steps and as a text."""
        from hartcity.widgets.texts import PlanWidget

        return self._step("coordination", "Coordination", PlanWidget(self))

    def finances(self) -> Any:
        """What the services cost this person, as a worksheet and as a text."""
        from hartcity.widgets.texts import CostsWidget

        return self._step("finances", "Finances", CostsWidget(self))

    def composer(self) -> Any:
        """The email: recipient, subject, body."""
        from hartcity.widgets.composer import ComposerWidget

        return self._step("email", "Email", ComposerWidget(self))

    def finish(self, submit: Callable[..., Any] | None = None) -> Any:
        """Review of everything, and handing in; `submit` is as in `open_desk`."""
        from hartcity.widgets.finish import FinishWidget

        return self._step("finish", "Review and submit", FinishWidget(self, submit or self.submit))


class ClosedDesk:
    """Stands in for a desk that can't be opened: the first widget asked for says why, the others stay quiet."""

    def __init__(self, reason: str):
        self.reason = reason

    def __getattr__(self, name: str) -> Callable[..., MessageWidget | None]:
        if name.startswith("_"):
            raise AttributeError(name)
        reason, self.reason = self.reason, ""
        return lambda *_, **__: MessageWidget(text=reason) if reason else None


def open_desk(folder: Path | str = ".", coach: Callable[..., Coach] | None = None, submit: Any = None) -> Any:
    """Open the assignment in a folder.

    Parameters
    ----------
    folder : where the notebooks of the assignment are.
    coach : ``load(city, service_user) -> Coach``, called when a coach is first needed; None for a course without one.
    submit : ``submit(folder) -> receipt``; None when students hand in a zip.

    Returns
    -------
    Desk, or a ClosedDesk that shows what is wrong when the assignment or the city can't be read.
    """
    try:
        desk = Desk(folder, coach, submit)
        people = list(desk.people)
        if len(people) == 1 and not desk.store.answers.service_user and not desk.store.blocked:
            desk.store.update(service_user=people[0])
    except HartError as error:
        return ClosedDesk(str(error))
    desk.watch(desk.folder)
    return desk
