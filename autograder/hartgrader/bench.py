"""A judge's workbench: the city, its people and the rubrics loaded once, and answers files to judge with them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import attrs
from hartcity import answers as answers_file
from hartcity import city as cities
from hartcity import service_user as service_users
from hartcity.answers import Answers
from hartcity.city import City
from hartcity.errors import AnswersError
from hartcity.service_user import ServiceUser

from hartgrader import rubric
from hartgrader import score as scoring
from hartgrader.context import Context
from hartgrader.criterion import Rubrics
from hartgrader.sheet import ScoreSheet


@attrs.frozen
class Bench:
    city: City
    users: dict[str, ServiceUser]
    rubrics: Rubrics

    @classmethod
    def open(cls, city: str = "hart-city", folder: Path | None = None) -> Bench:
        """Load a city by its name, and the rubrics of the course or of `folder`."""
        loaded = cities.load_city(city)
        return cls(loaded, service_users.load_service_users(loaded), rubric.load_rubrics(folder))

    @staticmethod
    def files(paths: Iterable[Path]) -> list[Path]:
        """Return the files named, and for a folder its *.json files in order."""
        found: list[Path] = []
        for path in paths:
            found += sorted(path.glob("*.json")) if path.is_dir() else [path]
        return found

    def read(self, path: Path) -> Answers:
        """Return the answers in a file; AnswersError when they can't be judged."""
        answers = answers_file.read(path)
        if answers.service_user not in self.users:
            who = (
                f"“{answers.service_user[:40]}” is not a person of this city"
                if answers.service_user
                else "no person is chosen"
            )
            raise AnswersError(f"{path.name}: {who}.")
        return answers

    def context(self, answers: Answers) -> Context:
        return Context(answers, self.city, self.users[answers.service_user], self.rubrics.library)

    def score(self, answers: Answers) -> ScoreSheet:
        return scoring.score(answers, self.city, self.users[answers.service_user], self.rubrics)
