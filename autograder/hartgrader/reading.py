"""The judge as a reader for practice: the levels it would propose, with the words they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hartcity.answers import Answers
from hartcity.coach import Reader

if TYPE_CHECKING:
    from hartcity.city import City
    from hartcity.service_user import ServiceUser


def load(city: City, user: ServiceUser) -> Reader:
    """Return a reader of answers about one person of a city; nothing is read from disk before the first answers."""

    def read(answers: Answers) -> list[dict[str, Any]]:
        from hartgrader.coach import rubrics
        from hartgrader.feedback import panel, parts, row
        from hartgrader.score import score

        known = rubrics()
        sheet = score(answers, city, user, known)
        services = {s.id: s.name for s in city.services.values()}
        organizations = {o.id: o.name for o in city.organizations.values()}
        return [
            panel(name, sheet, row(criterion), parts(name, answers, services, organizations))
            for name, criterion in known.criteria.items()
        ]

    return read
