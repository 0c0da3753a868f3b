"""The strip on top of a notebook: what is done, what is left, and the way there."""

from __future__ import annotations

from hartcity.widgets.base import PageWidget, bundle
from hartcity.widgets.handin import Receipts
from hartcity.widgets.progress import steps


class StripWidget(PageWidget):
    """Follows the answers; holds no state of its own."""

    _esm = bundle("strip.js")
    _css = bundle("strip.css")
    follows = ("store",)

    def _show(self) -> None:
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
