"""The assignment's settings: ``assignment.yml``, copied beside the student's notebooks when it is released."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import attrs

from hartcity import content, yamlfile
from hartcity.errors import ContentError

FILE_NAME = "assignment.yml"
ASSIGNMENT = "hart-city"
# Where a course keeps the settings of assignments beside its first one, below ``course/``.
MORE = "assignments"


@attrs.frozen
class Settings:
    """What an instructor decides about an assignment.

    Attributes
    ----------
    assignment, title : nbgrader's name of it, and a reader's.
    city : the city whose directory is used.
    service_users : ids of the people whom students may help; empty means everybody in the city.
    coach : what students see while they write.
    hints : whether the directory says why a service does or doesn't fit the person.
    review : whose grades wait for a person to look.
    unseen : what happens to feedback and exports of grades that still wait: marked, or kept back.
    email_words, email_paragraphs : what the email is asked to have between salutation and close: fewest and most
        words, and how many paragraphs.
    """

    assignment: str
    title: str
    city: str = "hart-city"
    service_users: tuple[str, ...] = ()
    coach: Literal["full", "checklist", "off"] = "full"
    hints: bool = False
    review: Literal["all", "unsure", "none"] = "unsure"
    unseen: Literal["provisional", "refuse"] = "provisional"
    email_words: tuple[int, ...] = (120, 220)
    email_paragraphs: int = 2


@attrs.frozen
class _File:
    schema: Literal[1]
    assignment: str
    title: str
    city: str = "hart-city"
    service_users: Literal["all"] | tuple[str, ...] = "all"
    coach: Literal["full", "checklist", "off"] = "full"
    hints: bool = False
    review: Literal["all", "unsure", "none"] = "unsure"
    unseen: Literal["provisional", "refuse"] = "provisional"
    email_words: tuple[int, ...] = (120, 220)
    email_paragraphs: int = 2


def load(path: Path | str | None = None) -> Settings:
    """Return the settings in a file, or the course's own when there is none at `path`.

    Raises
    ------
    ContentError : with path, line and the allowed words.
    """
    path = Path(path) if path else content.locate(FILE_NAME)
    if path.is_dir():
        path = path / FILE_NAME
    record = attrs.asdict(yamlfile.load(path if path.exists() else content.locate(FILE_NAME), _File))
    del record["schema"]
    if record["service_users"] == "all":
        record["service_users"] = ()
    words = record["email_words"]
    if len(words) != 2 or not 0 < words[0] <= words[1]:
        raise ContentError(path, None, "email_words: give the fewest and the most words, such as [120, 220].")
    return Settings(**record)


def assignments(course: Path) -> dict[str, Path]:
    """Return the assignments of a course and the file with each one's settings, the first assignment first.

    Raises
    ------
    ContentError : a file names another assignment than its own name says.
    """
    found = {ASSIGNMENT: course / FILE_NAME}
    for path in sorted((course / MORE).glob("*.yml")):
        name = load(path).assignment
        if name != path.stem or name == ASSIGNMENT:
            raise ContentError(path, None, f"assignment: “{name}” must be the file's name, and not “{ASSIGNMENT}”.")
        found[name] = path
    return found
