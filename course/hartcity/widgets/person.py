"""Meet the service users and choose whom to help."""

from __future__ import annotations

from typing import Any

import traitlets

from hartcity.answers import Answers
from hartcity.errors import HartError
from hartcity.widgets.base import HartWidget, bundle
from hartcity.widgets.person_data import people_payload


def work_done(answers: Answers) -> dict[str, Any]:
    """Return the person now helped, how many services are chosen and how many texts are written for them."""
    texts = [*answers.benefits.values(), answers.coordination, answers.finances, answers.email.subject]
    texts.append(answers.email.body)
    written = sum(1 for text in texts if text.strip())
    return {"person": answers.service_user, "services": len(answers.services), "texts": written}


class PersonWidget(HartWidget):
    """A gallery of the people a student may help, and a portrait of each.

    The page sends ``{"help": person id, "asked": n}`` and hears ``{"asked": n}`` when `person` has what came of it.
    Where the course names one person, that person is chosen at once.

    Parameters
    ----------
    desk : gives `city`, `people` and `store`.
    """

    _esm = bundle("choosing.js", "person.js")
    _css = bundle("choosing.css", "person.css")

    payload = traitlets.Dict(help="see person_data.people_payload").tag(sync=True)
    person = traitlets.Unicode(help="id of the person the student helps, or empty").tag(sync=True)
    work = traitlets.Dict(help="see work_done").tag(sync=True)
    notice = traitlets.Unicode(help="one line when something could not be saved").tag(sync=True)

    def __init__(self, desk: Any):
        self._desk = desk
        store = desk.store
        super().__init__(payload=people_payload(desk.people, desk.city))
        if len(desk.people) == 1 and store.answers.service_user not in desk.people:
            self._choose(next(iter(desk.people)))
        elif store.answers.service_user and store.answers.service_user not in desk.people:
            self.notice = (
                f"The person you helped before ({store.answers.service_user}) is not part of this assignment. "
                "Choose somebody else; what you wrote is put aside, not lost."
            )
        self._follow(store.answers)
        self.on_msg(self._chosen)
        self._stop = store.subscribe(self._follow)

    def _choose(self, person: str) -> None:
        try:
            self._desk.store.update(service_user=person)
            self.notice = ""
        except HartError as error:
            self.notice = str(error)

    def _chosen(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if not isinstance(content, dict):
            return
        if content.get("help") in self._desk.people:
            self._choose(content["help"])
        self.send({"asked": content.get("asked")})

    def _follow(self, answers: Answers) -> None:
        with self.hold_sync():
            if [p["id"] for p in self.payload["people"]] != list(self._desk.people):
                self.payload = people_payload(self._desk.people, self._desk.city)
            self.person = answers.service_user if answers.service_user in self._desk.people else ""
            self.work = work_done(answers)

    def close(self) -> None:
        """Let go of the store; called when the notebook's output is cleared."""
        self._stop()
        super().close()
