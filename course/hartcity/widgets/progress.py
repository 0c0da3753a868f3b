"""What is done in the assignment and what is left, as the strip and the review show it."""

from __future__ import annotations

from typing import Any

from hartcity import records
from hartcity.answers import Answers


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _written(text: str, sheet: Any = None) -> dict[str, Any]:
    words = len(text.split())
    empty = "planned, not yet a text" if records.rows(sheet) else "nothing written yet"
    return {"done": bool(words), "detail": _count(words, "word") if words else empty}


def _lacking(parts: list[str]) -> str:
    return "nothing written yet" if len(parts) == 3 else f"still without {' and '.join(parts)}"


def steps(desk: Any) -> list[dict[str, Any]]:
    """Return ``{"id", "title", "done", "detail"}`` for each part of the work, in the order of working."""
    answers: Answers = desk.store.answers
    user, city = desk.user, desk.city
    organizations = {city.services[s].organization_id for s in answers.services if s in city.services}
    chosen = len(answers.services)
    missing = [s for s in answers.services if not answers.benefits.get(s, "").strip()]
    email = answers.email
    lacks = [
        word
        for word, text in (("recipient", email.to), ("subject", email.subject), ("text", email.body))
        if not text.strip()
    ]
    rows = [
        ("person", "Person", {"done": user is not None, "detail": user.name if user else "nobody chosen yet"}),
        (
            "services",
            "Services",
            {
                "done": len(organizations) > 1,
                "detail": f"{_count(chosen, 'service')} at {_count(len(organizations), 'organization')}"
                + ("" if len(organizations) > 1 else "; two organizations are asked for")
                if chosen
                else "none chosen yet",
            },
        ),
        (
            "benefits",
            "Benefits",
            {
                "done": bool(chosen) and not missing,
                "detail": f"{chosen - len(missing)} of {chosen} written" if chosen else "after you choose services",
            },
        ),
        ("coordination", "Coordination", _written(answers.coordination, answers.other.get("plan"))),
        ("finances", "Finances", _written(answers.finances, answers.other.get("costs"))),
        (
            "email",
            "Email",
            {
                "done": not lacks,
                "detail": _lacking(lacks) if lacks else _count(len(email.body.split()), "word"),
            },
        ),
    ]
    return [{"id": id_, "title": title, **state} for id_, title, state in rows]
