"""Exercises of choosing: questions with a reason for every answer, and cards to place. What was chosen is kept."""

from __future__ import annotations

from typing import Any

import attrs
import traitlets

from hartcity.errors import HartError
from hartcity.lessons import Check, Sort
from hartcity.widgets.base import HartWidget, bundle


class ChoosingWidget(HartWidget):
    """Shows an exercise, and keeps what the page sends: ``{"choices": {question or card: …}}``, those just made."""

    _css = bundle("lessons.css")
    page = traitlets.Dict().tag(sync=True)

    def __init__(self, study: Any, id_: str, exercise: Any, **kwargs: Any):
        super().__init__(**kwargs)
        self.study, self.key, self.exercise = study, study.key(id_), exercise
        self._show()
        study.store.subscribe(self._show)
        self.on_msg(self._chosen)

    def known(self, choices: dict[str, Any]) -> dict[str, Any]:
        """Return of some choices those that this exercise offers."""
        raise NotImplementedError

    def _show(self, _work: Any = None, problem: str = "") -> None:
        store = self.study.store
        kept = store.answers.choices.get(self.key, {})
        self.page = {
            **attrs.asdict(self.exercise),
            "chosen": self.known(kept),
            "problem": problem or store.blocked or store.notice,
        }

    def _chosen(self, _widget: Any, message: Any, _buffers: Any) -> None:
        choices = message.get("choices") if isinstance(message, dict) else None
        if not isinstance(choices, dict):
            return
        store = self.study.store
        try:
            store.refresh()
            kept = {**store.answers.choices.get(self.key, {}), **choices}
            store.update(**{f"choices.{self.key}": self.known(kept)})
        except HartError as error:
            self._show(problem=str(error))


class CheckWidget(ChoosingWidget):
    """A check of understanding."""

    _esm = bundle("check.js")
    exercise: Check

    def known(self, choices: dict[str, Any]) -> dict[str, Any]:
        return {
            name: [o for o in options if o in self.exercise.questions[name].options]
            for name, options in choices.items()
            if name in self.exercise.questions and isinstance(options, list)
        }


class SortWidget(ChoosingWidget):
    """Cards on steps."""

    _esm = bundle("sort.js")
    exercise: Sort

    def known(self, choices: dict[str, Any]) -> dict[str, Any]:
        steps, cards = self.exercise.steps, self.exercise.cards
        return {c: s for c, s in choices.items() if c in cards and isinstance(s, str) and s in steps}
