"""The chosen services against the directory and the person's facts; no text is judged."""

from __future__ import annotations

from typing import Literal

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

    about: Literal["chosen", "organizations", "eligible", "open", "new", "needs", "priority"]

    def run(self, context: Context) -> Result:
        services, user = context.chosen, context.user
        if self.about == "chosen":
            return Result(min(1.0, len(services) / 2), measured=len(services))
        if self.about == "organizations":
            count = len({s.organization_id for s in services})
            return Result(min(1.0, count / 2), measured=count)
        if self.about in ("needs", "priority"):
            wanted = [n.id for n in user.needs]
            met = [n for n in wanted if any(n in s.needs for s in services)]
            if self.about == "needs":
                left = ", ".join(n.label for n in user.needs[:3] if n.id not in met)
                return Result(min(1.0, len(met) / 2), measured=len(met), detail={"needs": left})
            return Result(float(bool(set(met) & set(wanted[:2]))), detail={"needs": user.needs[0].label})
        return self._share(context)

    def _share(self, context: Context) -> Result:
        unknown = len(context.answers.services) - len(context.chosen)
        said, fine = [], 0
        for service in context.chosen:
            key = self.about, context.user.id, service.id
            reasons = context.library.once(key, context.city, lambda s=service: self._reasons(context, s))
            fine += not reasons
            said += [f"{service.name}: {r.sentence}" for r in reasons[:1]]
        total = len(context.chosen) + unknown
        return Result(fine / total if total else 0.0, measured=fine, detail={"reasons": " ".join(said)})

    def _reasons(self, context: Context, service: Service) -> list[eligibility.Reason]:
        fit = context.library.once(
            ("fit", context.user.id, service.id),
            context.city,
            lambda: eligibility.assess(context.user, service, context.city),
        )
        return [r for r in fit.reasons if self._concerns(r)]

    def _concerns(self, reason: eligibility.Reason) -> bool:
        if self.about == "eligible":
            return reason.bars
        if self.about == "open":
            return reason.kind in _WAITS and not reason.bars
        return reason.kind == "duplicate"
