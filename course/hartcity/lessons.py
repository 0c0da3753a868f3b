"""What there is to do in a lesson: checks, sorts, notes, a month, letters and tables, as an author wrote them.

One file a lesson, ``scenarios/lessons/<lesson>.yml``. Every exercise has an id in its file, a title, and the minutes
it takes; every option and every card has a reason, also the wrong ones.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

import attrs

from hartcity import content, yamlfile
from hartcity.errors import ContentError
from hartcity.yamlfile import ensure

FOLDER = ("scenarios", "lessons")
CriterionId = Literal["collaboration", "professionalism", "concision"]


@attrs.frozen
class Option:
    """One answer to a question, and why it is right or isn't."""

    text: str
    because: str
    right: bool = False


@attrs.frozen
class Question:
    """A question with its options by id; `several` when more than one may be right."""

    ask: str
    options: dict[str, Option]
    several: bool = False

    def __attrs_post_init__(self) -> None:
        right = sum(option.right for option in self.options.values())
        ensure(len(self.options) > 1, f"“{self.ask}” needs two options or more.")
        ensure(0 < right < len(self.options), f"“{self.ask}” needs a right option and a wrong one.")
        ensure(self.several or right == 1, f"“{self.ask}” has {right} right options: say `several: true`.")

    def is_right(self, chosen: Any) -> bool:
        """Whether exactly the right options were chosen."""
        return isinstance(chosen, list) and set(chosen) == {i for i, o in self.options.items() if o.right}


@attrs.frozen
class Check:
    """Questions that a learner answers to see whether they understood; never graded."""

    minutes: int
    questions: dict[str, Question]
    title: str = "Check your understanding"
    intro: str = ""


@attrs.frozen
class Step:
    """A place for cards: a step of a ladder, or one of several boxes."""

    name: str
    means: str = ""


@attrs.frozen
class Card:
    """Something to place: the step it belongs to, why, and what to say when it lies on another one."""

    text: str
    step: str
    because: str
    otherwise: dict[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Sort:
    """Cards to place on steps; `ordered` when the steps are a ladder, lowest first."""

    title: str
    minutes: int
    steps: dict[str, Step]
    cards: dict[str, Card]
    intro: str = ""
    ordered: bool = False

    def __attrs_post_init__(self) -> None:
        for card in self.cards.values():
            for step in (card.step, *card.otherwise):
                ensure(step in self.steps, f"“{step}” is not a step of this exercise ({', '.join(self.steps)}).")


@attrs.frozen
class Field:
    """A short text to write, and one way to write it, shown after trying."""

    label: str
    help: str = ""
    rows: int = 2
    example: str = ""


@attrs.frozen
class Note:
    """Short texts that are kept and never graded."""

    title: str
    minutes: int
    fields: dict[str, Field]
    intro: str = ""
    afterwards: str = ""


@attrs.frozen
class Agency:
    """An agency in a story: what it was asked for and what it could have given had it known."""

    name: str
    job: str
    knew_not: str


@attrs.frozen
class Event:
    """What one agency saw on one day of the month, and what it did."""

    day: int
    agency: str
    saw: str
    did: str = ""


@attrs.frozen
class Month:
    """One family's month as each agency saw it."""

    title: str
    minutes: int
    who: str
    agencies: dict[str, Agency]
    events: tuple[Event, ...]
    together: str
    intro: str = ""

    def __attrs_post_init__(self) -> None:
        for event in self.events:
            ensure(event.agency in self.agencies, f"“{event.agency}” is not an agency of this story.")
        ensure([e.day for e in self.events] == sorted(e.day for e in self.events), "events go by day.")


@attrs.frozen
class Remark:
    """What to notice at one place of a letter; without a quote it is about the whole."""

    criterion: CriterionId
    note: str
    quote: str = ""


@attrs.frozen
class Letter:
    """An email with remarks: an empty line parts its paragraphs, and a line break is one."""

    to: str
    subject: str
    body: str
    remarks: tuple[Remark, ...]

    def __attrs_post_init__(self) -> None:
        end = -1
        for remark in (r for r in self.remarks if r.quote):
            times = self.text.count(remark.quote)
            ensure(times == 1, f"“{remark.quote}” stands {times} times in the letter; a remark needs one place.")
            start = self.text.index(remark.quote)
            ensure(start >= end, f"“{remark.quote}” comes before the place of the remark above it, or in it.")
            end = start + len(remark.quote)

    @property
    def text(self) -> str:
        """Subject and body in one text, in which a remark's quote is looked for."""
        return f"{self.subject}\n\n{self.body}"

    def pieces(self) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
        """Return subject and body as pieces with the number of the remark they carry, counted from 1; 0 for none."""
        places = [(self.text.index(r.quote), r.quote, n) for n, r in enumerate(self.remarks, 1) if r.quote]
        body_at = len(self.subject) + 2
        subject = _cut(self.text, 0, len(self.subject), places)
        return subject, _cut(self.text, body_at, len(self.text), places)


def _cut(text: str, start: int, end: int, places: list[tuple[int, str, int]]) -> list[tuple[str, int]]:
    found = []
    for at, quote, number in places:
        if start <= at < end:
            found += [(text[start:at], 0), (quote, number)]
            start = at + len(quote)
    return [piece for piece in (*found, (text[start:end], 0)) if piece[0]]


@attrs.frozen
class Sample:
    """A sample email with remarks, and the same request gone wrong."""

    title: str
    minutes: int
    situation: str
    good: Letter
    wrong: Letter
    intro: str = ""


@attrs.frozen
class Draft:
    """Subject and body of an email."""

    subject: str
    body: str


@attrs.frozen
class Repair:
    """A weak email about a person of the city to make better, and one good repair with what it changed.

    `to` is an organization's id, `service` the service that is asked for, `focus` the criterion that suffers most.
    """

    title: str
    minutes: int
    service_user: str
    to: str
    service: str
    focus: CriterionId
    situation: str
    weak: Draft
    repaired: Draft
    changed: tuple[str, ...]
    also: tuple[str, ...] = ()


@attrs.frozen
class Choice:
    """One value of a control, as a learner reads it."""

    value: str
    label: str


@attrs.frozen
class Control:
    """A choice that changes a table."""

    label: str
    choices: tuple[Choice, ...]


@attrs.frozen
class Table:
    """A table that a notebook computes from a learner's choices.

    Attributes
    ----------
    controls : by the name under which the notebook's function receives the choice.
    bars : the column of numbers that is also drawn, if any.
    empty : what stands there when the table has no row.
    remarks : what to notice, by the value of a choice.
    """

    title: str
    minutes: int
    controls: dict[str, Control]
    intro: str = ""
    bars: str = ""
    empty: str = "Nothing fits these choices."
    remarks: dict[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Lesson:
    """Everything to do in one lesson, by kind and id."""

    id: str
    schema: Literal[1]
    checks: dict[str, Check] = attrs.field(factory=dict)
    sorts: dict[str, Sort] = attrs.field(factory=dict)
    notes: dict[str, Note] = attrs.field(factory=dict)
    months: dict[str, Month] = attrs.field(factory=dict)
    samples: dict[str, Sample] = attrs.field(factory=dict)
    repairs: dict[str, Repair] = attrs.field(factory=dict)
    tables: dict[str, Table] = attrs.field(factory=dict)

    def exercises(self) -> dict[str, Any]:
        """Return every exercise by its id, which is unique in the lesson."""
        kinds = (self.checks, self.sorts, self.notes, self.months, self.samples, self.repairs, self.tables)
        return {id_: exercise for kind in kinds for id_, exercise in kind.items()}

    def words(self) -> Iterator[str]:
        """Every sentence of the exercises that a learner reads."""
        for exercise in self.exercises().values():
            yield from _texts(attrs.asdict(exercise))


_IDS = ("step", "agency", "criterion", "service_user", "to", "service", "focus", "quote", "value", "also")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _IDS:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def names() -> list[str]:
    """Return the ids of the lessons that have a file."""
    return sorted(path.stem for path in content.locate(*FOLDER).glob("*.yml"))


@cache
def load(name: str) -> Lesson:
    """Return a lesson's exercises; ContentError with path, line and what is allowed."""
    if name not in names():
        raise ContentError(content.locate(*FOLDER), None, f"there is no lesson “{name}” here.", tuple(names()))
    path = content.locate(*FOLDER, f"{name}.yml")
    lesson = yamlfile.load_named(path, Lesson)
    number = sum(len(kind) for kind in attrs.asdict(lesson, recurse=False).values() if isinstance(kind, dict))
    if number != len(lesson.exercises()):
        raise ContentError(path, None, "two exercises have the same id.")
    return lesson


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the invented lists in ``scenarios/lessons/lists/``, a dict a row, all as text.

    Raises
    ------
    ContentError : a row has more or fewer columns than the head.
    """
    path = content.locate(*FOLDER, "lists", f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        head, *body = csv.reader(file)
    for line, row in enumerate(body, 2):
        if len(row) != len(head):
            raise ContentError(path, line, f"{len(head)} columns are expected here, as in the first line.")
    return [dict(zip(head, row, strict=True)) for row in body]
