"""What the tests of the judge share: one bench, and the cases that stand in rubrics/cases."""

from __future__ import annotations

import functools
from typing import Any

import yaml
from hartcity import answers as answers_file
from hartcity.answers import Answers
from hartcity.content import locate
from hartgrader.bench import Bench


@functools.cache
def bench() -> Bench:
    return Bench.open()


@functools.cache
def load(name: str) -> dict[str, Any]:
    return yaml.safe_load(locate("rubrics", "cases", f"{name}.yml").read_text("utf-8"))


def cases(*names: str) -> list[dict[str, Any]]:
    return [case for name in names for case in load(name)["cases"]]


def answers(case: dict[str, Any]) -> Answers:
    """Return a case's answers.

    A case with `of` is a whole submission of its file, in which the words under `change` are replaced. Fields under
    `repeat` are repeated so many times, to make a huge text of a small one.
    """
    keys = ("service_user", "services", "benefits", "coordination", "finances", "email")
    data = load("adversarial")["whole"][case["of"]] if "of" in case else {}
    data = {**data, **{key: case[key] for key in keys if key in case}}
    for old, new in case.get("change", {}).items():
        email = {part: text.replace(old, new) for part, text in data["email"].items()}
        assert email != data["email"], f"{case['id']}: nobody wrote “{old}”."
        data["email"] = email
    for field, times in (case.get("repeat") or {}).items():
        head, _, rest = field.partition(".")
        if rest:
            data[head] = {**data[head], rest: data[head][rest] * times}
        else:
            data[head] = data[head] * times
    return answers_file.from_dict(data)
