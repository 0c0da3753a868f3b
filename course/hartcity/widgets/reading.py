"""How a careful reader would rate what is written: a level for each criterion, with the words it stands on."""

from __future__ import annotations

from typing import Any

from hartcity.errors import HartError
from hartcity.widgets.base import PageWidget, bundle
from hartcity.widgets.writing import clock


class ReadingWidget(PageWidget):
    """Rates when the page says ``{"do": "rate"}``, and keeps an attempt.

    `page` holds ``person`` (first name, or "" when nobody is chosen), ``written`` (whether there is anything to rate),
    ``panels`` (see `hartcity.coach.Reader`), ``before`` (criterion → level of the attempt before), ``rated_at``,
    ``changed`` (whether a text is newer than the rating), ``count`` (attempts for this person) and ``notice``.
    """

    _esm = bundle("reading.js")
    _css = bundle("practice.css")
    follows = ("store",)

    def __init__(self, desk: Any, **kwargs: Any):
        self.panels: list[dict[str, Any]] = []
        self.rated: Any = None
        self.rated_at = ""
        super().__init__(desk, **kwargs)

    def _show(self, notice: str = "") -> None:
        desk, answers = self.desk, self.desk.store.answers
        user = desk.user
        if self.rated is not None and self.rated.service_user != answers.service_user:
            self.panels, self.rated, self.rated_at = [], None, ""
        mine = [a for a in desk.attempts() if user and a.person == user.id]
        before: dict[str, int] = {}
        for attempt in mine[:-1]:
            before |= attempt.levels
        self.page = {
            "person": user.first if user else "",
            "written": not answers.is_empty(),
            "panels": self.panels,
            "before": before,
            "rated_at": self.rated_at,
            "changed": self.rated is not None and self.rated != answers,
            "count": len(mine),
            "notice": notice or desk.record.blocked or desk.record.notice,
        }

    def _do_rate(self, _content: dict[str, Any], _buffers: Any) -> None:
        notice = ""
        self.desk.store.refresh()
        try:
            self.panels = self.desk.rate()
            self.rated, self.rated_at = self.desk.store.answers, clock()
        except HartError as error:
            notice = str(error)
        except Exception as error:  # whatever the reader does, the texts are safe and the page goes on
            notice = f"These texts can't be rated just now ({type(error).__name__}). They are saved."
        self._show(notice=notice)
        self.send({"done": True})
