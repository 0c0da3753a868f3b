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
    chosen = traitlets.List(traitlets.Unicode(), help="ids, in the order of choosing").tag(sync=True)
    saved = traitlets.List(traitlets.Unicode(), help="`chosen` as it was read back from the file").tag(sync=True)
    notice = traitlets.Unicode(help="one line when something could not be saved").tag(sync=True)

    def __init__(self, desk: Any):
        self._desk = desk
        self._following = False
        answers = desk.store.answers
        super().__init__(
            payload=directory_payload(desk.city),
            person=person_side(desk.user, desk.city),
            fits=self._fits(),
            chosen=list(answers.services),
            saved=list(answers.services),
        )
        self.observe(self._chosen_on_page, "chosen")
        self._stop = desk.store.subscribe(self._follow)

    def _fits(self) -> dict[str, dict[str, Any]]:
        return fits(self._desk.user, self._desk.city) if self._desk.settings.hints else {}

    def _chosen_on_page(self, change: Any) -> None:
        """Write what was added and taken out here; what another window chose meanwhile stays."""
        if self._following:
            return
        store = self._desk.store
        added = [s for s in change["new"] if s not in change["old"]]
        removed = {s for s in change["old"] if s not in change["new"]}
        try:
            store.refresh()
            services = [s for s in store.answers.services if s not in removed]
            store.update(services=[*services, *(s for s in added if s not in services)])
            self.notice = ""
        except HartError as error:
            self.notice = str(error)
        self._follow(store.answers)

    def _follow(self, answers: Answers) -> None:
        self._following = True
        try:
            with self.hold_sync():
                side = person_side(self._desk.user, self._desk.city)
                if side != self.person:
                    self.person = side
                    self.fits = self._fits()
                if not self.notice:
                    self.chosen = list(answers.services)
                self.saved = list(answers.services)
        finally:
            self._following = False

    def close(self) -> None:
        """Let go of the store; called when the notebook's output is cleared."""
        self._stop()
        super().close()
