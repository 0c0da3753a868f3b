"""A student's answers, in the shape of ``answers.json``: the one record of their work.

Missing keys are empty answers, unknown keys are kept. What is not this shape is refused with one line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from hartcity import jsonfile
from hartcity.errors import AnswersError

SCHEMA = 1
FILE_NAME = "answers.json"
LIMIT_BYTES = 200_000


@attrs.frozen
class Email:
    """The email of Part 2; `to` is the id of the organization it goes to."""

    to: str = ""
    subject: str = ""
    body: str = ""


@attrs.frozen
class Answers:
    """One student's answers to both parts.

    Attributes
    ----------
    service_user : id of the person the student helps.
    services : ids of the chosen services, in the order of choosing.
    benefits : service id → how it helps this person.
    coordination, finances : the other two texts of Part 1.
    email : Part 2.
    other : every key this version doesn't know, kept as it was.
    """

    service_user: str = ""
    services: tuple[str, ...] = ()
    benefits: dict[str, str] = attrs.field(factory=dict)
    coordination: str = ""
    finances: str = ""
    email: Email = Email()
    other: dict[str, Any] = attrs.field(factory=dict)

    @property
    def benefits_text(self) -> str:
        """The benefits of the chosen services as one text, one paragraph a service, in the order of choosing."""
        return "\n\n".join(self.benefits[s] for s in self.services if self.benefits.get(s, "").strip())

    def is_empty(self) -> bool:
        """Whether the student has chosen and written nothing at all."""
        texts = (
            self.coordination,
            self.finances,
            self.email.subject,
            self.email.body,
            *self.benefits.values(),
        )
        sheets = (self.other.get("plan"), self.other.get("costs"))
        return not self.services and not any(sheets) and not any(t.strip() for t in texts)


def _expect(condition: bool, name: str, problem: str) -> None:
    if not condition:
        raise AnswersError(f"{name}: {problem}")


def _texts(data: dict, keys: tuple[str, ...], name: str, where: str = "") -> dict[str, str]:
    for key in keys:
        _expect(isinstance(data.get(key, ""), str), name, f"“{where}{key}” must be text.")
    return {key: data.get(key, "") for key in keys}


def from_dict(data: Any, name: str = FILE_NAME) -> Answers:
    """Return the answers in a decoded ``answers.json``.

    `name` is how errors call the file. Raises AnswersError when the data has another shape.
    """
    _expect(isinstance(data, dict), name, "this is not a record of answers (the file must hold one JSON object).")
    schema = data.get("schema", SCHEMA)
    _expect(
        schema == SCHEMA and not isinstance(schema, bool),
        name,
        f"schema {schema!r} is unknown here: this version reads schema {SCHEMA}.",
    )
    services = data.get("services", [])
    _expect(
        isinstance(services, list) and all(isinstance(s, str) for s in services),
        name,
        "“services” must be a list of service ids.",
    )
    benefits = data.get("benefits", {})
    _expect(
        isinstance(benefits, dict) and all(isinstance(v, str) for v in benefits.values()),
        name,
        "“benefits” must give one text for each service id.",
    )
    email = data.get("email", {})
    _expect(isinstance(email, dict), name, "“email” must hold to, subject and body.")
    known = {"schema", "service_user", "services", "benefits", "coordination", "finances", "email"}
    return Answers(
        **_texts(data, ("service_user", "coordination", "finances"), name),
        services=tuple(dict.fromkeys(services)),
        benefits=dict(benefits),
        email=Email(**_texts(email, ("to", "subject", "body"), name, "email.")),
        other={k: v for k, v in data.items() if k not in known},
    )


def to_dict(answers: Answers) -> dict[str, Any]:
    """Return the answers as ``answers.json`` holds them."""
    return {
        "schema": SCHEMA,
        "service_user": answers.service_user,
        "services": list(answers.services),
        "benefits": dict(answers.benefits),
        "coordination": answers.coordination,
        "finances": answers.finances,
        "email": attrs.asdict(answers.email),
        **answers.other,
    }


def parse(raw: bytes, name: str = FILE_NAME) -> Answers:
    """Return the answers in the bytes of an ``answers.json``; AnswersError says in one line what is wrong."""
    return from_dict(jsonfile.parse(raw, name, LIMIT_BYTES), name)


def read(path: Path | str) -> Answers:
    """Return the answers in a file. A link is not followed; AnswersError names the file and what is wrong."""
    return from_dict(jsonfile.read(Path(path), LIMIT_BYTES), Path(path).name)
