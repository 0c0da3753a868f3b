"""What a class agreed on besides the rubric does to a grade; `hartcity.policy` reads ``course/policy.yml``.

The due date, extensions and late penalties go into nbgrader's own records, so that its pages and the feedback show
them; extra credit, dropped criteria and excuses are added where grades leave the gradebook.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from pathlib import Path

import attrs
from hartcity import yamlfile
from hartcity.errors import ContentError
from hartcity.policy import FILE, Rules, load, moment
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import LateSubmissionPlugin


@attrs.frozen
class Adjusted:
    """A grade after the rules: `total` is None when it doesn't count or isn't known; `why` says a word for each rule.

    `raw` are the rubric's points, without lateness; `late` and `extra` what was taken off and put on.
    """

    raw: float | None
    late: float
    extra: float
    total: float | None
    excused: bool
    why: tuple[str, ...]


def rules_of(course: Path, assignment: str, criteria: Iterable[str], students: Iterable[str]) -> Rules:
    """Return one assignment's rules, checked against the class.

    Raises
    ------
    ContentError : a student or a criterion that isn't there, with the line.
    """
    rules = load(course).get(assignment, Rules())
    criteria, students = list(criteria), list(students)
    named = [(e.student, e.line) for e in (*rules.extensions, *rules.extra_credit, *rules.excused)]
    named += [(s, d.line) for d in rules.drop for s in d.students]
    for kind, known, wanted in (
        ("student of the roster", students, named),
        ("criterion", criteria, [(d.criterion, d.line) for d in rules.drop]),
    ):
        for name, line in wanted:
            if name not in known:
                hint = yamlfile.suggest(name, known)
                raise ContentError(course / FILE, line, f"“{name}” is no {kind}.{hint}")
    return rules


def adjust(
    rules: Rules, student: str, scores: dict[str, float | None], maxima: dict[str, float], seconds_late: float,
    late_points: float,
) -> Adjusted:  # fmt: skip
    """Return what the rules make of a student's scores.

    A dropped criterion counts as the average of the others, so that the maximum stays what it is.

    Parameters
    ----------
    scores : criterion → points, None where nothing was handed in or it is kept back.
    late_points : what nbgrader's records take off for lateness.
    """
    excuse = next((e for e in rules.excused if e.student == student), None)
    extras = [e for e in rules.extra_credit if e.student == student]
    drops = [d for d in rules.drop if not d.students or student in d.students]
    extension = next((e for e in rules.extensions if e.student == student), None)
    why = [f"extended until {extension.until}{_because(extension.reason)}"] if extension else []
    raw = None if any(s is None for s in scores.values()) else sum(scores.values())
    extra = sum(e.points for e in extras)
    total = raw
    dropped = {d.criterion for d in drops} & set(scores)
    if raw is not None and dropped:
        left = sum(most for c, most in maxima.items() if c not in dropped)
        kept = sum(s for c, s in scores.items() if c not in dropped)
        total = kept * sum(maxima.values()) / left if left else None
    why += [f"{d.criterion} dropped{_because(d.reason)}" for d in drops]
    if total is not None and late_points:
        # In proportion, so that a dropped criterion loses nothing either.
        late_points = late_points * total / raw if raw else 0.0
        total -= late_points
        why.append(f"{-late_points:+.4g} for {math.ceil(seconds_late / 86_400)} days late")
    if total is not None:
        total = max(0.0, total + extra)
    why += [f"{e.points:+g} extra{_because(e.reason)}" for e in extras]
    if excuse:
        why.insert(0, f"excused{_because(excuse.reason)}")
        total = None
    rounded = None if total is None else round(total, 4)
    return Adjusted(raw, round(late_points, 4), extra, rounded, bool(excuse), tuple(why))


def _because(reason: str) -> str:
    return f" ({reason})" if reason else ""


class PolicyPenalty(LateSubmissionPlugin):
    """nbgrader's late penalty, as ``policy.yml`` says."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        # plugin → step → exporter → converter
        coursedir = self.parent.parent.parent.coursedir
        rules = load(Path(coursedir.root)).get(coursedir.assignment_id, Rules())
        return penalty(rules, score, total_seconds_late)


def penalty(rules: Rules, score: float, seconds_late: float) -> float | None:
    """Return the points a notebook loses; None when nothing."""
    share = rules.late.share(seconds_late) if rules.late and seconds_late > 0 else 0.0
    return round(share * score, 4) or None


def settle(gradebook: Gradebook, coursedir: CourseDirectory, assignment: str) -> Rules:
    """Bring nbgrader's records in line with the policy: due date, extensions, and penalties on the scores as they are.

    A penalty that nbgrader took while grading is out of date as soon as a person changes a score. A course with a
    penalty plugin of its own, or without rules, keeps what nbgrader has.

    Raises
    ------
    ContentError : when the file is wrong, or names somebody who isn't on the roster.
    """
    course = Path(coursedir.root)
    if not (course / FILE).exists():
        return Rules()
    try:
        found = gradebook.find_assignment(assignment)
    except MissingEntry:
        return Rules()
    criteria = [c.name for n in found.notebooks for c in n.grade_cells]
    rules = rules_of(course, assignment, criteria, (s.id for s in gradebook.students))
    if rules == attrs.evolve(Rules(), line=rules.line):
        return rules
    if rules.due:
        found.duedate = _utc(rules.due)
    until = {e.student: _utc(e.until) for e in rules.extensions}
    for submission in found.submissions:
        student = submission.student_id
        if rules.due:
            more = until[student] - found.duedate if student in until else None
            submission.extension = more if more and more > datetime.timedelta(0) else None
        if rules.late:
            for notebook in submission.notebooks:
                notebook.late_submission_penalty = penalty(rules, notebook.score, submission.total_seconds_late)
    gradebook.db.commit()
    return rules


def _utc(stated: str) -> datetime.datetime:
    # nbgrader keeps times in UTC without saying so.
    return moment(stated).astimezone(datetime.UTC).replace(tzinfo=None)
