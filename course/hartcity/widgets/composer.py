"""The email of Part 2: recipient, subject, body, and what may be said to this recipient."""

from __future__ import annotations

from typing import Any

from hartcity.service_user import ANYONE
from hartcity.text import letter
from hartcity.widgets.base import bundle
from hartcity.widgets.writing import SCRIPTS, WritingWidget

_FIELDS = ("email.to", "email.subject", "email.body")


class ComposerWidget(WritingWidget):
    """To (one of the organizations chosen in Part 1), Subject, Body, with the coach and the consent beside them."""

    _esm = bundle(*SCRIPTS, "consent.js", "composer.js")
    _css = bundle("writing.css")
    step, title = "email", "Your email"
    criteria = ("collaboration", "professionalism", "concision")

    def fields(self) -> list[dict[str, Any]]:
        if not self.recipients():
            return []
        return [{"field": f} for f in _FIELDS]

    def details(self) -> dict[str, Any]:
        first = self.desk.user.name.split()[0]
        return {
            "intro": f"To one of the organizations you chose for {first}.",
            "empty": ["No service is chosen yet.", "Your email goes to an organization whose service you chose."],
            "empty_step": "services",
            "recipients": self.recipients(),
        }

    def recipients(self) -> list[dict[str, Any]]:
        """The organizations of the chosen services, and what this person agreed to for each."""
        desk, user, city = self.desk, self.desk.user, self.desk.city
        services = [city.services[s] for s in desk.store.answers.services if s in city.services]
        rows = []
        # A recipient whose service was taken out again stays in the list, so that the student sees it and decides.
        to = desk.store.answers.email.to
        ids = dict.fromkeys([s.organization_id for s in services] + ([to] if to in city.organizations else []))
        for organization in (city.organizations[i] for i in ids):
            rows.append(
                {
                    "id": organization.id,
                    "name": organization.name,
                    "email": organization.email,
                    "chosen": any(s.organization_id == organization.id for s in services),
                    "services": [s.name for s in services if s.organization_id == organization.id],
                    "regime": organization.information_regime,
                    "conflict": user.conflicts.get(organization.id, ""),
                    "share": list(user.share.get(organization.id, ())),
                    "ask": [*user.ask_first.get(organization.id, ()), *user.ask_first.get(ANYONE, ())],
                    "never": [f.fact for key in (organization.id, ANYONE) for f in user.never.get(key, ())],
                }
            )
        return rows

    def counts(self, data: dict[str, Any]) -> dict[str, int]:
        """Words and paragraphs of the letter itself, read as the judge reads it: no salutation, close, signature."""
        body = data["email"]["body"]
        paragraphs = [p.of(body) for p in letter(body).paragraphs]
        return {"words": sum(len(p.split()) for p in paragraphs), "paragraphs": len(paragraphs)}

    def _mine(self, field: str) -> bool:
        return field in _FIELDS
