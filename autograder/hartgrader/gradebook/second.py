"""A second reader: a blind sample for another person, their levels, and how far the readers and the machine agree.

``course/second/<reader>/`` holds ``key.json`` (which text is whose; never sent), ``to-send/`` (what the reader gets)
and ``ratings.csv`` (what came back).
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import random
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import jinja2
from hartcity.answers import read
from hartcity.errors import AnswersError, GradingError

from hartgrader.agreement import RATED, compare
from hartgrader.feedback import Row
from hartgrader.gradebook import finals, judge
from hartgrader.gradebook.config import TEMPLATES
from hartgrader.gradebook.files import plain, replace
from hartgrader.gradebook.session import Course

_LIMIT = 1_000_000


@attrs.frozen
class Text:
    """One text of a sample: a made-up id, the person it is about, and its pieces (heading, text) by criterion."""

    id: str
    person: str
    answers: dict[str, list[tuple[str, str]]]


def folder_of(course: Course, reader: str) -> Path:
    """Return a reader's folder.

    Raises
    ------
    GradingError : when the name is none that a folder may have.
    """
    if not re.fullmatch(r"[\w.-]{1,40}", reader) or reader.startswith("."):
        raise GradingError(f"“{reader}” can't be a reader's name: use letters, digits and hyphens.")
    return Path(course.coursedir.root) / "second" / reader


def sample(
    root: Path | str, assignment: str, reader: str, number: int = 20, *, again: bool = False
) -> tuple[Path, int]:
    """Make a blind sample for a second reader; return what to send and how many texts it has.

    The sample is spread over the whole range of scores; names in it are taken out; the same call makes the same sample.

    Raises
    ------
    GradingError : when the reader has a sample already and `again` isn't given, or nothing can be read.
    """
    course = Course(root)
    folder = folder_of(course, reader)
    if folder.exists() and not again:
        raise GradingError(
            f"{reader} has a sample already ({folder}); --again makes a new one, ratings go with the old."
        )
    the_judge = judge.of_course(course.coursedir, assignment)
    readable = _readable(course, assignment, the_judge)
    if not readable:
        raise GradingError("there is nothing to give to a second reader yet: grade first.")
    draw = random.Random(f"{assignment} {reader}")
    ranked, count = sorted(readable, key=lambda s: (readable[s], s)), min(number, len(readable))
    # One from each of `count` equal slices of the class, from the lowest to the highest.
    cuts = [round(n * len(ranked) / count) for n in range(count + 1)]
    chosen = [draw.choice(ranked[a:b]) for a, b in pairwise(cuts)]
    draw.shuffle(chosen)
    names = _names(course)
    key, texts = {}, []
    for n, student in enumerate(chosen, 1):
        key[f"text-{n:02}"] = student
        texts.append(_text(f"text-{n:02}", course, assignment, student, the_judge, names.get(student, ())))
    rows = [the_judge.rows[c] for c in RATED]
    digest = hashlib.sha256(json.dumps([attrs.asdict(t) for t in texts]).encode()).hexdigest()[:12]
    page = _page("rate.html.j2", reader=reader, sample=digest, texts=texts, rows=rows)
    replace(folder / "to-send" / "read-and-rate.html", page)
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["id", "rater", *RATED])
    writer.writerows([t.id, reader, *[""] * len(RATED)] for t in texts)
    replace(folder / "to-send" / "ratings.csv", table.getvalue())
    (folder / "ratings.csv").unlink(missing_ok=True)
    made = datetime.date.today().isoformat()
    replace(folder / "key.json", json.dumps({"assignment": assignment, "made": made, "texts": key}, indent=1))
    return folder / "to-send", len(texts)


def _readable(course: Course, assignment: str, the_judge: judge.Judge) -> dict[str, float]:
    """Return student → points as proposed, for those whose answers can be read."""
    points: dict[str, float] = {}
    for final in finals.read_finals(course, assignment):
        if final.machine is not None:
            worth = {lv.level: lv.points for lv in the_judge.rows[final.criterion].levels}
            points[final.student] = points.get(final.student, 0.0) + worth[final.machine]
    found = {}
    for student, total in points.items():
        try:
            if not read(finals.answers_of(course, assignment, student)).is_empty():
                found[student] = total
        except AnswersError:
            continue
    return found


def _names(course: Course) -> dict[str, tuple[str, ...]]:
    from nbgrader.api import Gradebook

    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
        return {
            s.id: tuple(n for n in (s.first_name, s.last_name, s.id) if n and len(n) > 1) for s in gradebook.students
        }


def _text(
    key: str, course: Course, assignment: str, student: str, the_judge: judge.Judge, names: tuple[str, ...]
) -> Text:
    answers = read(finals.answers_of(course, assignment, student))
    user = the_judge.users.get(answers.service_user)
    pieces = {c: [(p.label, blind(p.text, names)) for p in the_judge.parts(c, answers)] for c in RATED}
    return Text(key, user.name if user else "", pieces)


def blind(text: str, names: tuple[str, ...]) -> str:
    """Return a text with a student's names taken out."""
    if not names:
        return text
    either = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{either})(?!\w)", "[name]", text)


def _page(template: str, **values: Any) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES / "second"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(template).render(**values)


def take(root: Path | str, reader: str, file: Path) -> tuple[int, int]:
    """Take in a reader's levels; return how many levels came and how many are open.

    Raises
    ------
    GradingError : naming the line that can't be used; nothing is taken then.
    """
    folder = folder_of(Course(root), reader)
    key = _key(folder, reader)
    levels: dict[str, dict[str, str]] = {}
    try:
        if file.stat().st_size > _LIMIT:
            raise GradingError(f"{file}: this is too large for a file of ratings.")
        with file.open(encoding="utf-8-sig", newline="") as opened:
            for line, row in enumerate(csv.DictReader(opened), 2):
                name = (row.get("id") or "").strip()
                if name not in key["texts"]:
                    raise GradingError(f"{file.name}:{line}: “{name[:40]}” is not a text of this reader's sample.")
                for criterion in RATED:
                    value = (row.get(criterion) or "").strip()
                    if value and value not in tuple("01234"):
                        raise GradingError(
                            f"{file.name}:{line}: {criterion} must be a level from 0 to 4, not “{value[:20]}”."
                        )
                    if value:
                        levels.setdefault(name, {})[criterion] = value
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GradingError(f"{file}: can't be read ({error}).") from None
    came = sum(map(len, levels.values()))
    if not came:
        raise GradingError(f"{file.name}: there is no level in it; the columns are id, rater, {', '.join(RATED)}.")
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["id", "rater", *RATED])
    writer.writerows([n, reader, *[levels[n].get(c, "") for c in RATED]] for n in key["texts"] if n in levels)
    replace(folder / "ratings.csv", table.getvalue())
    return came, len(key["texts"]) * len(RATED) - came


def _key(folder: Path, reader: str) -> dict[str, Any]:
    try:
        return json.loads((folder / "key.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise GradingError(f"there is no sample for {reader}: make one with `hartgrader second sample`.") from None


PAIRS = {
    "readers": ("first", "second"),
    "machine and first": ("machine", "first"),
    "machine and second": ("machine", "second"),
}


def compare_readers(root: Path | str, reader: str) -> dict[str, Any]:
    """Return agreement between the instructor (first), the second reader and the machine, and where they differ.

    Returns
    -------
    ``criteria``: criterion → pair → agreement as `agreement.compare` gives it; ``differences``: one entry for each
    answer on which two of them differ, the widest first, with everybody's level and the answer.
    """
    course = Course(root)
    folder = folder_of(course, reader)
    key = _key(folder, reader)
    try:
        rows = list(csv.DictReader((folder / "ratings.csv").read_text(encoding="utf-8").splitlines()))
    except OSError:
        raise GradingError(f"{reader}'s levels aren't here yet: `hartgrader second take {reader} FILE`.") from None
    second = {r["id"]: {c: int(r[c]) for c in RATED if r[c]} for r in rows}
    assignment = key["assignment"]
    known = {(f.student, f.criterion): f for f in finals.read_finals(course, assignment)}
    the_judge, names = judge.of_course(course.coursedir, assignment), _names(course)
    entries = []
    for text, student in key["texts"].items():
        for criterion in RATED:
            final = known.get((student, criterion))
            levels = {
                "first": final.person if final else None,
                "second": second.get(text, {}).get(criterion),
                "machine": final.machine if final else None,
            }
            entries.append({"text": text, "student": student, "criterion": criterion, **levels})
    criteria = {}
    for criterion in RATED:
        here = [e for e in entries if e["criterion"] == criterion]
        pairs = {}
        for name, (a, b) in PAIRS.items():
            both = [(e[a], e[b]) for e in here if e[a] is not None and e[b] is not None]
            if both:
                pairs[name] = compare([x for x, _ in both], [y for _, y in both])
        criteria[criterion] = pairs
    differences = sorted((e for e in entries if _gap(e)), key=lambda e: (-_gap(e), e["text"], e["criterion"]))
    texts: dict[str, Text] = {}
    for entry in differences:
        student = entry["student"]
        if student not in texts:
            texts[student] = _text(entry["text"], course, assignment, student, the_judge, names.get(student, ()))
        entry["answer"] = texts[student].answers[entry["criterion"]]
    rows_by: dict[str, Row] = the_judge.rows
    replace(
        folder / "compare.html",
        _page(
            "compare.html.j2",
            reader=reader,
            criteria=criteria,
            differences=differences,
            rows=rows_by,
            pairs=list(PAIRS),
        ),
    )
    table = io.StringIO()
    columns = ["text", "student", "criterion", "first", "second", "machine"]
    writer = csv.DictWriter(table, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({k: plain(e[k]) for k in columns} for e in differences)
    replace(folder / "differences.csv", table.getvalue())
    return {"criteria": criteria, "differences": differences, "page": str(folder / "compare.html")}


def _gap(entry: dict[str, Any]) -> int:
    levels = [entry[k] for k in ("first", "second", "machine") if entry[k] is not None]
    return max(levels) - min(levels) if len(levels) > 1 else 0
