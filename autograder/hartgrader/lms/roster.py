"""Read a class list as a learning platform, or a person with a spreadsheet, writes it: forgiving about its form."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import attrs
from hartcity.errors import WorkspaceError

LIMIT_BYTES = 5_000_000
# What a column is, by the names platforms give it; without case, spaces or signs. The first that is there counts.
_COLUMNS = {
    "login": ("sisloginid", "username", "studentlogin", "login", "loginid", "netid", "user"),
    "number": ("sisuserid", "idnumber", "studentid", "studentnumber", "externalid"),
    "lms": ("id", "canvasid", "userid"),
    "whole": ("student", "studentname", "name", "fullname"),
    "first": ("firstname", "givenname", "first"),
    "last": ("lastname", "surname", "familyname", "last"),
    "email": ("emailaddress", "email", "mail"),
    "section": ("section", "sections", "groups", "group", "childcourseid"),
}
_NOBODY = re.compile(r"points possible|^student, test$|^test student$|manual posting|^muted$", re.IGNORECASE)


@attrs.frozen
class Person:
    """One student of a roster.

    Attributes
    ----------
    id : what the course calls them: the login, else the student number, else the email, else the platform's own id.
    login, number, lms, email : as the platform has them; needed again to give it grades. Empty when it had none.
    section : its name, the first when there are several.
    """

    id: str
    first_name: str
    last_name: str
    email: str = ""
    section: str = ""
    login: str = ""
    number: str = ""
    lms: str = ""


@attrs.frozen
class Roster:
    """What a file holds: its people, and a line for each row that was left out, with the reason."""

    people: tuple[Person, ...]
    skipped: tuple[str, ...] = ()


def decode(raw: bytes) -> str:
    """Return a file's text, whatever of UTF-8, UTF-16 and Windows-1252 it is in."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    if raw[:200].count(0) > len(raw[:200]) // 4:  # UTF-16 without its mark: every other byte of plain names is 0
        return raw.decode("utf-16-le" if raw[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def rows(text: str) -> list[list[str]]:
    """Return a table's rows; the delimiter is the one its first line has most of."""
    text = text.lstrip("\ufeff").replace("\0", "")
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.lower().startswith("sep="):  # Excel's own way to say it
        text, delimiter = text.split("\n", 1)[-1], first[4:5] or ","
    else:
        outside = re.sub(r'"[^"]*"', "", first)
        delimiter = max("\t;,|", key=outside.count)
    try:
        # A carriage return alone is an old Mac's line end, and csv refuses it outside of quotes.
        found = list(csv.reader(io.StringIO(re.sub(r"\r\n?", "\n", text)), delimiter=delimiter))
    except csv.Error as error:
        raise WorkspaceError(f"the roster can't be read as a table ({error}).") from None
    return [[_cell(c) for c in row] for row in found if any(c.strip() for c in row)]


def _cell(text: str) -> str:
    text = " ".join(text.split())
    # Our own exports and some platforms put an apostrophe before what a spreadsheet would take for a formula.
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


def _place(header: list[str]) -> dict[str, int]:
    # “Last Name [Total Pts: …] |123” is Blackboard's way to name a column.
    names = [re.sub(r"[^a-z]", "", re.sub(r"[\[|(].*", "", h).casefold()) for h in header]
    found = {}
    for key, known in _COLUMNS.items():
        at = next((names.index(k) for k in known if k in names), None)
        if at is not None:
            found[key] = at
    return found


def read(raw: bytes) -> Roster:
    """Return the roster in a file's bytes.

    Raises
    ------
    WorkspaceError : it is too large, empty, or has no column that names people; says what is looked for.
    """
    if len(raw) > LIMIT_BYTES:
        raise WorkspaceError(f"the roster is larger than {LIMIT_BYTES // 1_000_000} MB: export only the people.")
    if raw.startswith(b"PK\x03\x04") or raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise WorkspaceError("this is a workbook, not a CSV file: save the sheet as CSV first.")
    table = rows(decode(raw))
    if not table:
        raise WorkspaceError("the roster is empty.")
    start, place = next(
        ((n, p) for n, row in enumerate(table[:5]) if len(p := _place(row)) > 1 and _names_people(p)), (0, {})
    )
    if not place:
        raise WorkspaceError(
            f"the roster's first line has no column for who a student is ({', '.join(table[0])[:120]}). Known are "
            "Student, First name, Last name, SIS Login ID, Username, ID number, Student ID, Email address, Section."
        )
    people: dict[str, Person] = {}
    skipped = []
    for number, row in enumerate(table[start + 1 :], start + 2):
        cells = {key: row[at].strip() if at < len(row) else "" for key, at in place.items()}
        if _NOBODY.search(cells.get("whole", "")) or not any(cells.values()):
            continue
        person = _person(cells)
        problem = _problem(person, people)
        if problem:
            skipped.append(f"row {number}: {problem}")
        else:
            people[person.id] = person
    return Roster(tuple(people.values()), tuple(skipped))


def _names_people(place: dict[str, int]) -> bool:
    return bool({"login", "number", "email", "lms"} & set(place))


def _person(cells: dict[str, str]) -> Person:
    first, last = cells.get("first", ""), cells.get("last", "")
    whole = cells.get("whole", "")
    if whole and not (first and last):
        # “Last, First” is how platforms sort; without a comma the last word is the family name.
        last, first = (
            [p.strip() for p in whole.split(",", 1)] if "," in whole else list(reversed(whole.rpartition(" ")[::2]))
        )
    ids = [cells.get(k, "") for k in ("login", "number", "email", "lms")]
    return Person(
        id=next(filter(None, ids), ""),
        first_name=first,
        last_name=last,
        email=cells.get("email", ""),
        # Canvas lists several as “A and B”, Moodle as “A, B”.
        section=re.split(r",| and ", cells.get("section", ""))[0].strip(),
        login=cells.get("login", ""),
        number=cells.get("number", ""),
        lms=cells.get("lms", ""),
    )


def _problem(person: Person, people: dict[str, Any]) -> str:
    name = f"{person.first_name} {person.last_name}".strip() or "nobody's name"
    if not person.id:
        return f"{name} has no login, number or email to tell them by."
    if re.search(r'[<>"\\/\x00-\x1f]', person.id) or person.id in (".", "..") or person.id.startswith("."):
        return f"the id {person.id!r} has characters that no folder may have."
    if person.id in people:
        return f"{person.id} stands there twice; the first row counts."
    return ""
