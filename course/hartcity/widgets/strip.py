"""The strip on top of a notebook: what is done, what is left, and the way there."""

from __future__ import annotations

from typing import Any

import traitlets

from hartcity.widgets.base import HartWidget, bundle
from hartcity.widgets.handin import Receipts
from hartcity.widgets.progress import steps


class StripWidget(HartWidget):
    """Follows the answers; holds no state of its own."""

    _esm = bundle("strip.js")
    _css = bundle("strip.css")
    page = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Any, **kwargs: Any):
        super().__init__(**kwargs)
        self.desk = desk
        self._show()
        desk.store.subscribe(self._show)

    def _show(self, *_: Any) -> None:
        store = self.desk.store
        receipt = Receipts(self.desk.folder).last()
        done = "not yet"
        if receipt:
            done = "on" if receipt["current"] else "changed since"
        finish = {"id": "finish", "title": "Hand in", "done": bool(receipt and receipt["current"]), "detail": done}
        finish["at"] = receipt["time"] if receipt else ""
        self.page = {
            "title": self.desk.settings.title,
            "notice": store.blocked or store.notice,
            "copies": bool(store.notice and not store.blocked and self.desk.hands_in and store.backups()),
            "steps": [*steps(self.desk), *([finish] if self.desk.hands_in else [])],
        }
