"""Grade files in the form Canvas, Moodle and Blackboard Learn take in; see the package for the documents.

Nothing here decides a grade. A cell that a spreadsheet could take for a formula gets an apostrophe, except where the
platform itself must find the cell unchanged, and there such an id is refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

import attrs
from hartcity.errors import GradingError

from hartgrader.lms.roster import Person

PLATFORMS = ("canvas", "moodle", "blackboard")
# Canvas takes a column with such words in its name for one of its own, and skips it.
_CANVAS_OWN = re.compile(r"(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
_FORMULA = re.compile(r"\s*[=+\-@|%]")


@attrs.frozen
class Grade:
    """One student's grade for a platform: `points` None where there is none (yet), `excused` when it doesn't count."""

    person: Person
    points: float | None
    excused: bool = False
    comment: str = ""


def write(platform: str, title: str, most: float, grades: Iterable[Grade], column: str = "") -> bytes:
    """Return the file for a platform.

    Parameters
    ----------
    title : of the assignment, as the platform shows it.
    most : points possible.
    column : the platform's own id of the assignment's column, when there is one already.

    Raises
    ------
    GradingError : a student's id would act as a formula when somebody opens the file before importing it, or the
        platform would not take the title for a new column's name.
    """
    form = {"canvas": _canvas, "moodle": _moodle, "blackboard": _blackboard}[platform]
    return form(title, most, sent(platform, grades), column)


def sent(platform: str, grades: Iterable[Grade]) -> list[Grade]:
    """Return the grades that a platform's file holds.

    Who has none is left out: an empty cell would erase a grade that the platform has. Only Canvas knows “excused”.
    """
    return [g for g in grades if (platform == "canvas" if g.excused else g.points is not None)]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def _id(text: str) -> str:
    """An id as it is: the platform has to recognize it."""
    if _FORMULA.match(text):
        raise GradingError(f"the id “{text}” begins like a formula: give this student another id, then export again.")
    return text


def _words(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _csv(rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return file.getvalue()


def _canvas(title: str, most: float, grades: list[Grade], column: str) -> bytes:
    """Student, ID, SIS User ID, SIS Login ID, Section, then the assignment as “Title (id)”; a row of points possible.

    “EX” excuses. A student whose ID is empty is found by the SIS ids, and then by name.
    """
    if found := _CANVAS_OWN.search(title):
        raise GradingError(f"Canvas skips a column with “{found[0]}” in its name: give --title another one.")
    name = f"{_words(title)} ({column})" if column else _words(title)
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", name]]
    rows.append(["    Points Possible", "", "", "", "", _number(most)])
    for g in grades:
        p = g.person
        who = f"{p.last_name}, {p.first_name}" if p.last_name and p.first_name else p.last_name or p.first_name or p.id
        ids = [_id(p.lms), _id(p.number), _id(p.login or p.id)]
        rows.append([_words(who), *ids, _words(p.section), "EX" if g.excused else _number(g.points)])
    return _csv(rows).encode("utf-8")


def _moodle(title: str, most: float, grades: list[Grade], column: str) -> bytes:
    """The columns of Moodle's own export; on import one of ID number, Username and Email address tells who.

    Where that cell is empty, Moodle's import gives the grade to the student of the row before. So a column that tells
    who is there only when it is filled for everybody.
    """
    people = [g.person for g in grades]
    ids = {
        "ID number": [p.number for p in people],
        "Username": [p.login or p.id for p in people],
        "Email address": [p.email for p in people],
    }
    ids = {name: cells for name, cells in ids.items() if all(cells)}
    rows = [["First name", "Last name", *ids, f"{_words(title)} (Real)", f"{_words(title)} (Feedback)"]]
    for g, *who in zip(grades, *ids.values(), strict=True):
        names = [_words(g.person.first_name), _words(g.person.last_name)]
        rows.append([*names, *map(_id, who), _number(g.points), _words(g.comment)])
    return _csv(rows).encode("utf-8")


def _blackboard(title: str, most: float, grades: list[Grade], column: str) -> bytes:
    """Tab-delimited in UTF-16, as Blackboard's own download: the user name tells who, the column id tells what.

    Without a column id Blackboard makes a new column, of text; with one it fills the column that is there.
    """
    head = f"{_words(title).replace('|', '/')} [Total Pts: {_number(most)} Score]" + (f" |{column}" if column else "")
    rows = [["Last Name", "First Name", "Username", "Student ID", head]]
    for g in grades:
        p = g.person
        names = [_words(p.last_name), _words(p.first_name)]
        rows.append([*names, _id(p.login or p.id), _id(p.number), _number(g.points)])
    return b"\xff\xfe" + _csv(rows, "\t", csv.QUOTE_ALL).encode("utf-16-le")
