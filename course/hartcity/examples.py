"""Example answers: one good way for each person of a city, shown beside a learner's own after trying.

One file a person, ``<city>/examples/<person>.yml``, in the shape of ``answers.json``.
"""

from __future__ import annotations

import attrs

from hartcity import yamlfile
from hartcity.answers import Answers, Email
from hartcity.city import City
from hartcity.errors import ContentError


@attrs.frozen
class _File:
    service_user: str
    services: tuple[str, ...]
    benefits: dict[str, str]
    coordination: str
    finances: str
    email: Email
    line: int = 0


def load(city: City, person: str) -> Answers | None:
    """Return the example for one person of the city; None when there is none.

    Raises
    ------
    ContentError : the file is wrong: another person's, or a service or organization that isn't in the city.
    """
    path = city.path / "examples" / f"{person}.yml"
    if not path.is_file():
        return None
    file = yamlfile.load(path, _File)
    known = (
        ("service_user", [file.service_user], [path.stem]),
        ("services", file.services, city.services),
        ("benefits", file.benefits, file.services),
        ("email.to", [file.email.to], [city.services[s].organization_id for s in file.services if s in city.services]),
    )
    for key, words, allowed in known:
        for word in words:
            if word not in allowed:
                hint = yamlfile.suggest(word, allowed)
                raise ContentError(path, file.line, f"{key}: “{word}” is unknown here.{hint}", tuple(allowed))
    values = attrs.asdict(file, recurse=False)
    del values["line"]
    return Answers(**values)
