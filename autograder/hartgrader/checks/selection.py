"""The chosen services against the directory and the person's facts; no text is judged."""

from __future__ import annotations

from typing import ClassVar, Literal

import attrs
from hartcity import eligibility
from hartcity.directory import Service

from hartgrader.context import Context, Result

_WAITS = ("wait", "capacity")


@attrs.frozen(eq=False)
class Selection:
    """One aspect of the choice.

    `about`: ``chosen`` services in the directory, of two; ``organizations``, different ones, of two; ``eligible``,
    share of services that are for this person; ``open``, share without a waiting time or a full house that matters;
    ``new``, share that isn't in place already; ``needs``, different needs of this person that are met, of two;
    ``priority``, whether one of the two most pressing needs is met.
    """

    TELLS: ClassVar = ("needs", "reasons")

    about: Literal["chosen", "organizations", "eligible", "open", "new", "needs", "priority"]

    def run(self, context: Context) -> Result:
        services, user = context.chosen, context.user
        if self.about == "chosen":
            return Result(min(1.0, len(services) / 2))
        if self.about == "organizations":
            count = len({s.organization_id for s in services})
            return Result(min(1.0, count / 2))
        if self.about not in ("needs", "priority"):
            return self._share(context)
        offered = {need for s in services for need in s.needs}
        if self.about == "priority":
            met = any(n.id in offered for n in user.needs[:2])
            return Result(float(met), detail={"needs": user.needs[0].label})
        count = sum(n.id in offered for n in user.needs)
        left = ", ".join(n.label for n in user.needs[:3] if n.id not in offered)
        return Result(min(1.0, count / 2), detail={"needs": left})

    def _share(self, context: Context) -> Result:
        chosen, total = context.chosen, len(context.answers.services)
        known = context.library.once((self.about, context.user.id), context.city, dict)
        for service in chosen:
            if service.id not in known:
                known[service.id] = self._against(context, service)
        said = [known[service.id] for service in chosen if known[service.id]]
        fine = len(chosen) - len(said)
        return Result(fine / total if total else 0.0, detail={"reasons": " ".join(said)})

    def _against(self, context: Context, service: Service) -> str:
        """Return the first thing that speaks against a service for this person, or nothing."""
        reasons = eligibility.assess(context.user, service, context.city).reasons
        return next((f"{service.name}: {r.sentence}" for r in reasons if self._concerns(r)), "")

    def _concerns(self, reason: eligibility.Reason) -> bool:
        if self.about == "eligible":
            return reason.bars
        if self.about == "open":
            return reason.kind in _WAITS and not reason.bars
        return reason.kind == "duplicate"
