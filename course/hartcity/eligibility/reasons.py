"""What is said about a service and a person: reasons, each with the fact it rests on, and what follows from them."""

from __future__ import annotations

from typing import Literal

import attrs

Status = Literal["eligible", "not eligible", "unknown", "after a step"]
Kind = Literal[
    "eligibility", "paper", "capacity", "wait", "bridge", "season", "conflict", "relationship", "duplicate", "unsafe",
    "access", "hours", "language", "cost", "benefits", "disclosure", "consent",
]  # fmt: skip
Effect = Literal["bars", "step", "unknown", "care"]


@attrs.frozen
class Reason:
    """Why: what kind of reason, in a sentence, and the fact it rests on.

    Attributes
    ----------
    effect : it closes the service to this person; something comes first; nobody can say yet; or it asks for care.
    """

    kind: Kind
    sentence: str
    fact: str
    effect: Effect = "care"

    @property
    def bars(self) -> bool:
        return self.effect == "bars"


@attrs.frozen
class Fit:
    """How a service fits a person; `open_now` when nothing bars it and there is a place before a date that matters."""

    status: Status
    reasons: tuple[Reason, ...] = ()
    open_now: bool = True


def concluded(reasons: list[Reason]) -> Fit:
    """Return what follows from the reasons together."""
    effects = {r.effect for r in reasons}
    if any(r.bars and r.kind in ("eligibility", "wait") for r in reasons):
        status: Status = "not eligible"
    elif "unknown" in effects:
        status = "unknown"
    else:
        status = "after a step" if "step" in effects else "eligible"
    closed = bool(effects & {"bars", "unknown"}) or any(r.kind in ("wait", "capacity") for r in reasons)
    return Fit(status, tuple(reasons), not closed)
