"""A learner's texts beside those of an example; each part opens after it was tried."""

from __future__ import annotations

from typing import Any

from hartcity import examples
from hartcity.answers import Answers
from hartcity.city import City
from hartcity.errors import HartError
from hartcity.widgets.base import PageWidget, bundle


class ExampleWidget(PageWidget):
    """Follows the attempts. `page` holds ``person``, ``base`` (name of the person of whom the example tells, when it is
    another one), ``parts`` of ``{"title", "criteria", "tried", "mine", "example"}`` and a ``notice``.
    """

    _esm = bundle("example.js")
    _css = bundle("practice.css")
    follows = ("store", "record")

    def _show(self) -> None:
        desk, user = self.desk, self.desk.user
        page: dict[str, Any] = {"person": user.first if user else "", "base": "", "parts": [], "notice": ""}
        if user:
            base = desk.base_of(user.id)
            page["base"] = "" if base == user.id else desk.people[base].name
            try:
                example = examples.load(desk.city, base)
            except HartError as error:
                example, page["notice"] = None, str(error)
            if example:
                tried = {c for attempt in desk.attempts() if attempt.person == user.id for c in attempt.levels}
                page["parts"] = parts(desk.store.answers, example, tried, desk.city)
        self.page = page


def parts(mine: Answers, example: Answers, tried: set[str], city: City) -> list[dict[str, Any]]:
    """Return both answers part by part; an example's text only where one of its criteria was tried."""
    rows = (
        ("Services and benefits", ("benefits",), _benefits),
        ("Coordination", ("coordination",), lambda a, _c: a.coordination),
        ("Finances", ("finances",), lambda a, _c: a.finances),
        ("Email", ("collaboration", "professionalism", "concision"), _email),
    )
    return [
        {
            "title": title,
            "tried": not tried.isdisjoint(criteria),
            "mine": text(mine, city),
            "example": text(example, city) if not tried.isdisjoint(criteria) else "",
        }
        for title, criteria, text in rows
    ]


def _benefits(answers: Answers, city: City) -> str:
    rows = ((city.services.get(s), answers.benefits.get(s, "").strip()) for s in answers.services)
    return "\n\n".join(f"{service.name}: {text}" for service, text in rows if service and text)


def _email(answers: Answers, city: City) -> str:
    email = answers.email
    if not email.body.strip():
        return ""
    to = city.organizations.get(email.to)
    return f"To: {to.name if to else email.to}\nSubject: {email.subject}\n\n{email.body.strip()}"
