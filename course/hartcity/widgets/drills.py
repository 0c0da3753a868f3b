"""Short drills: an overview by kind, one drill at a time, a verdict with reasons at once."""

from __future__ import annotations

from typing import Any

import attrs

from hartcity import drills
from hartcity.answers import Answers, Email
from hartcity.coach import Finding
from hartcity.drills import Item, Kind, Verdict
from hartcity.errors import HartError
from hartcity.widgets.base import PageWidget, bundle

SESSION = 6
_CRITERIA = ("collaboration", "professionalism", "concision")


class DrillsWidget(PageWidget):
    """Shows `page`; the page sends ``{"do": "start", "kind"}``, ``{"do": "check", "answer"}``, next, stop.

    `page` is one of ``{"view": "overview", "kinds", "due", "last"}``, ``{"view": "item", "item", "at", "of"}`` and the
    latter with a ``"verdict"``; each has a `notice`. What is right isn't told before an answer.
    """

    _esm = bundle("drill_item.js", "drills.js")
    _css = bundle("practice.css")
    follows = ("record",)

    def __init__(self, desk: Any, **kwargs: Any):
        self.queue: list[str] = []
        self.at = 0
        self.results: list[bool] = []
        super().__init__(desk, **kwargs)

    def _asked(self, widget: Any, content: Any, buffers: Any) -> None:
        super()._asked(widget, content, buffers)
        self.send({"done": True})  # the page waits for an answer, also when it stays as it is

    def _changed(self, _work: Any) -> None:
        if self.page.get("view") == "overview":
            self._show()

    def _show(self, last: dict[str, int] | None = None) -> None:
        self.page = {
            "view": "overview",
            "kinds": [self._kind(kind) for kind in drills.load().values()],
            "session": SESSION,
            "last": last,
            "notice": self.desk.record.blocked or self.desk.record.notice,
        }

    def _kind(self, kind: Kind) -> dict[str, Any]:
        cards, today = self.desk.cards(), self.desk.now().date()
        met = [cards[item.id] for item in kind.items if item.id in cards]
        return {
            "id": kind.id,
            "title": kind.title,
            "help": kind.help,
            "count": len(kind.items),
            "known": sum(card.box > 0 for card in met),
            "due": sum(card.due <= today for card in met),
            "right": sum(card.right for card in met),
            "wrong": sum(card.wrong for card in met),
        }

    def _item(self) -> tuple[Kind, Item]:
        return next(
            (kind, item) for kind in drills.load().values() for item in kind.items if item.id == self.queue[self.at]
        )

    def _put(self, verdict: Verdict | None = None, answer: Any = None, notice: str = "") -> None:
        """Show the drill whose turn it is, with the verdict once there is one."""
        kind, item = self._item()
        page = {
            "view": "item",
            "at": self.at + 1,
            "of": len(self.queue),
            "item": _shown(kind, item),
            "answer": answer,
            "notice": notice,
        }
        if verdict:
            page["verdict"] = {**attrs.asdict(verdict), "because": item.because, "example": item.example}
            page["steps"] = [step.at for step in item.steps]
        self.page = page

    def _do_start(self, content: dict[str, Any], _buffers: Any) -> None:
        self.queue, self.at, self.results = self.desk.draw(SESSION, str(content.get("kind") or "")), 0, []
        self._put() if self.queue else self._show()

    def _do_stop(self, _content: Any = None, _buffers: Any = None) -> None:
        self.queue = []
        self._show({"right": sum(self.results), "of": len(self.results)} if self.results else None)

    def _do_next(self, _content: dict[str, Any], _buffers: Any) -> None:
        if "verdict" not in self.page:
            return
        self.at += 1
        self._put() if self.at < len(self.queue) else self._do_stop()

    def _do_check(self, content: dict[str, Any], _buffers: Any) -> None:
        if not self.queue or "verdict" in self.page:
            return
        answer = content.get("answer")
        _kind, item = self._item()
        notice = ""
        try:
            findings = self._findings(item, answer)
        except Exception as error:  # a judge that fails must not leave the page waiting
            findings, notice = [], f"The judge can't read this just now ({type(error).__name__}: {error})."
        verdict = drills.check(item, answer, findings)
        if not drills.is_answer(item, answer):
            self._put(answer=answer, notice=verdict.summary)
            return
        try:
            self.desk.answered(item.id, verdict.right)
        except HartError as error:
            notice = str(error)
        self.results.append(verdict.right)
        self._put(verdict, answer, notice)

    def _findings(self, item: Item, text: Any) -> list[Finding]:
        """What the judge finds in a rewritten text; nothing when practice has no coach."""
        desk = self.desk
        if not item.indicators or not isinstance(text, str) or desk.coach_loader is None:
            return []
        user = desk.people.get(item.service_user) or next(iter(desk.people.values()))
        answers = Answers(service_user=user.id, email=Email(item.to, "", text))
        return list(desk.coach_loader(desk.city, user)(answers, _CRITERIA))


def _shown(kind: Kind, item: Item) -> dict[str, Any]:
    """What a learner may see of a drill before answering."""
    places = range(len(item.options)) if item.options and kind.as_written else item.mixed()
    texts = item.options or item.steps
    return {
        "id": item.id,
        "kind": kind.title,
        "help": kind.help,
        "form": item.form,
        "ask": item.ask or kind.ask,
        "situation": item.situation,
        "several": item.several,
        "choices": [{"place": n, "text": texts[n].text} for n in places] if texts else [],
        "text": item.text,
        "most_words": item.most_words,
        "keep": [fact.fact for fact in item.keep],
    }
