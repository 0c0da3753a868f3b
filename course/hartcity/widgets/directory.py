"""The directory on the page: search, filter, compare and choose services."""

from __future__ import annotations

from typing import Any

import traitlets

from hartcity.answers import Answers
from hartcity.city import City
from hartcity.errors import HartError
from hartcity.service_user import ServiceUser
from hartcity.widgets.base import HartWidget, bundle
from hartcity.widgets.directory_data import directory_payload, person_side


def fits(user: ServiceUser | None, city: City) -> dict[str, dict[str, Any]]:
    """Return service id → ``{"status", "open", "reasons"}`` for one person; empty when there is nobody.

    The rules are those of `hartcity.eligibility.assess`; only shown where the course allows hints.
    """
    if user is None:
        return {}
    from hartcity.eligibility import assess

    found = {}
    for service in city.services.values():
        fit = assess(user, service, city)
        found[service.id] = {"status": fit.status, "open": fit.open_now, "reasons": [r.sentence for r in fit.reasons]}
    return found


class DirectoryWidget(HartWidget):
    """The city's services, and which of them the student has chosen.

    The page sends ``{"wishes": {service id: whether it shall be chosen}, "asked": n}`` and hears ``{"asked": n,
    "done": whether it is in the file}``. These are messages, no trait: they come in the order in which the student
    pressed, also between the widgets of a page, and so are for the person helped at that time.

    Parameters
    ----------
    desk : gives `city`, `user`, `store` and `settings`.
    """

    _esm = bundle(
        "choosing.js",
        "directory_logic.js",
        "directory_cards.js",
        "directory_facets.js",
        "directory_tray.js",
        "map.js",
        "directory.js",
    )
    _css = bundle("choosing.css", "directory.css", "map.css")

    payload = traitlets.Dict(help="see directory_data.directory_payload").tag(sync=True)
    person = traitlets.Dict(help="see directory_data.person_side").tag(sync=True)
    fits = traitlets.Dict(help="service id → status and reasons; empty without hints").tag(sync=True)
    saved = traitlets.List(traitlets.Unicode(), help="what the file has as chosen, in that order").tag(sync=True)
    notice = traitlets.Unicode(help="one line when something could not be saved").tag(sync=True)

    def __init__(self, desk: Any):
        self._desk = desk
        answers = desk.store.answers
        super().__init__(
            payload=directory_payload(desk.city),
            person=person_side(desk.user, desk.city),
            fits=self._fits(),
            saved=list(answers.services),
        )
        self.on_msg(self._wished)
        self._stop = desk.store.subscribe(self._follow)

    def _fits(self) -> dict[str, dict[str, Any]]:
        return fits(self._desk.user, self._desk.city) if self._desk.settings.hints else {}

    def _wished(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Write what was chosen and taken out here; what another window chose meanwhile stays."""
        wishes = content.get("wishes") if isinstance(content, dict) else None
        if not isinstance(wishes, dict):
            return
        store, done = self._desk.store, True
        try:
            store.refresh()
            services = [s for s in store.answers.services if wishes.get(s, True)]
            store.update(services=[*services, *(s for s, on in wishes.items() if on and s not in services)])
            self.notice = ""
        except HartError as error:
            self.notice, done = str(error), False
        self.send({"asked": content.get("asked"), "done": done})

    def _follow(self, answers: Answers) -> None:
        with self.hold_sync():
            side = person_side(self._desk.user, self._desk.city)
            if side != self.person:
                self.person = side
                self.fits = self._fits()
            self.saved = list(answers.services)

    def close(self) -> None:
        """Let go of the store; called when the notebook's output is cleared."""
        self._stop()
        super().close()
