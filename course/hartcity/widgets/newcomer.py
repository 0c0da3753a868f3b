"""Somebody new: a person made from a number, for whoever has met everybody."""

from __future__ import annotations

import random
from typing import Any

from hartcity.errors import HartError
from hartcity.widgets.base import PageWidget, bundle

MOST = 999_999


class NewcomerWidget(PageWidget):
    """The page sends ``{"do": "meet", "seed"}``; `page` holds the ``seed`` to offer next, ``met`` and a ``notice``.

    ``met`` lists the new people met before: ``{"id", "name", "seed", "current"}``.
    """

    _esm = bundle("newcomer.js")
    _css = bundle("practice.css")
    follows = ("store",)

    def __init__(self, desk: Any, **kwargs: Any):
        self.seed = random.randrange(1, MOST)
        super().__init__(desk, **kwargs)

    def _show(self, notice: str = "") -> None:
        desk = self.desk
        seeds, current = desk.record.answers.people, desk.store.answers.service_user
        people = desk.people
        self.page = {
            "seed": self.seed,
            "met": [
                {"id": id_, "name": people[id_].name, "seed": seed, "current": id_ == current}
                for id_, seed in seeds.items()
                if id_ in people
            ],
            "notice": notice,
        }

    def _do_meet(self, content: dict[str, Any], _buffers: Any) -> None:
        seed = content.get("seed")
        notice = ""
        try:
            if type(seed) is not int or not 0 < seed <= MOST:
                notice = f"A number from 1 to {MOST:,} is needed here."
            else:
                self.seed = random.randrange(1, MOST)
                self.desk.meet(seed)
        except HartError as error:
            notice = str(error)
        self._show(notice=notice)
        self.send({"done": True})
