"""The texts of Part 1: one for each chosen service, the coordination plan and the finances, each with its own sheet."""

from __future__ import annotations

from typing import Any

from hartcity.city import City
from hartcity.widgets.base import bundle
from hartcity.widgets.consent import partners
from hartcity.widgets.writing import SCRIPTS, WritingWidget


class BenefitsWidget(WritingWidget):
    """One text for each chosen service; the text of a service taken out is kept and comes back with it."""

    _esm = bundle(*SCRIPTS, "fields.js")
    _css = bundle("writing.css")
    criteria = ("benefits",)
    step, title = "benefits", "Benefits"

    def fields(self) -> list[dict[str, Any]]:
        first = self.desk.user.name.split()[0]
        return [
            {
                "field": f"benefits.{service['id']}",
                "label": service["name"],
                "sub": service["organization"],
                "help": f"How does this help {first}?",
                "rows": 4,
            }
            for service in named(self.desk.store.answers.services, self.desk.city)
        ]

    def details(self) -> dict[str, Any]:
        return {
            "intro": f"One text for each service you chose for {self.desk.user.name.split()[0]}.",
            "empty": ["No service is chosen yet.", "Choose services first; each one then gets its own field here."],
            "empty_step": "services",
        }

    def _mine(self, field: str) -> bool:
        return field.startswith("benefits.")


class TextWidget(WritingWidget):
    """A text with a sheet above it, which a student may fill in and turn into words; the text is what is judged."""

    asked = ""
    rows = 8

    def __init__(self, desk: Any, **kwargs: Any):
        self.criteria = (self.step,)
        super().__init__(desk, **kwargs)

    def fields(self) -> list[dict[str, Any]]:
        asked = self.asked.format(first=self.desk.user.name.split()[0])
        return [{"field": self.step, "label": asked, "sub": "", "help": "", "rows": self.rows}]

    def details(self) -> dict[str, Any]:
        return {
            "intro": ""
            if self.desk.store.answers.services
            else "You have not chosen any services yet. You can write already; it is kept.",
            "partners": partners(self.desk),
            "services": named(self.desk.store.answers.services, self.desk.city),
        }

    def _mine(self, field: str) -> bool:
        return field == self.step


class PlanWidget(TextWidget):
    """The coordination text, with a plan that grows step by step."""

    _esm = bundle(*SCRIPTS, "sheet.js", "plan.js", "fields.js")
    _css = bundle("writing.css", "sheet.css")
    step, title, sheets = "coordination", "Coordination", ("plan",)
    asked = "How will these services work together for {first}?"


class CostsWidget(TextWidget):
    """The finances text, with a worksheet for the chosen services."""

    _esm = bundle(*SCRIPTS, "sheet.js", "money.js", "costs.js", "fields.js")
    _css = bundle("writing.css", "sheet.css")
    step, title, sheets = "finances", "Finances", ("costs",)
    asked = "What will these services cost {first}, and how will that be met?"


def named(services: tuple[str, ...], city: City) -> list[dict[str, str]]:
    """Return ``{"id", "name", "organization"}`` of each service; one the city no longer has goes by its id."""
    rows = []
    for id_ in services:
        service = city.services.get(id_)
        organization = city.organizations[service.organization_id].name if service else ""
        rows.append({"id": id_, "name": service.name if service else id_, "organization": organization})
    return rows
