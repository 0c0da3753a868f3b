"""The email of Part 2: recipient, subject, body, and what may be said to this recipient."""

from __future__ import annotations

from typing import Any

from hartcity.letter import letter
from hartcity.widgets.base import bundle
from hartcity.widgets.consent import consent, partners
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
        first, settings = self.desk.user.name.split()[0], self.desk.settings
        return {
            "intro": f"To one of the organizations you chose for {first}.",
            "empty": ["No service is chosen yet.", "Your email goes to an organization whose service you chose."],
            "empty_step": "services",
            "recipients": self.recipients(),
            "ask": {"words": list(settings.email_words), "paragraphs": settings.email_paragraphs},
        }

    def recipients(self) -> list[dict[str, Any]]:
        """The organizations of the chosen services, and what this person agreed to for each."""
        desk = self.desk
        rows = [{**row, "chosen": True} for row in partners(desk)]
        # A recipient whose service was taken out again stays in the list, so that the student sees it and decides.
        to = desk.store.answers.email.to
        if to in desk.city.organizations and all(row["id"] != to for row in rows):
            gone = {"id": to, "name": desk.city.organizations[to].name, "services": [], "chosen": False}
            rows.append({**gone, **consent(desk.user, desk.city, to)})
        return [{**row, "email": desk.city.organizations[row["id"]].email} for row in rows]

    def counts(self, data: dict[str, Any]) -> dict[str, int]:
        """Words and paragraphs of the letter itself, read as the judge reads it: no salutation, close, signature."""
        body = data["email"]["body"]
        paragraphs = [p.of(body) for p in letter(body).paragraphs]
        return {"words": sum(len(p.split()) for p in paragraphs), "paragraphs": len(paragraphs)}

    def _mine(self, field: str) -> bool:
        return field in _FIELDS
