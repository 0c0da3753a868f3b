"""The class policy and regrades: what a late, excused or looked-at-again hand-in counts in the end."""

from __future__ import annotations

import csv
import io

import attrs
import pytest
from classroom import decide, grade, gradebook, hand_in, set_policy
from click.testing import CliRunner
from hartcity import policy
from hartcity.certificate import CRITERIA
from hartcity.errors import ContentError
from hartcity.settings import ASSIGNMENT
from hartgrader.cli import main
from hartgrader.gradebook import course, regrades
from hartgrader.gradebook.grades import rows


def row_of(root, student):
    return next(r for r in rows(root) if r.student == student)


def test_late_work_loses_what_the_policy_says_and_an_extension_gives_it_back(root):
    for student in ("amy", "ben"):
        hand_in(root, student, when="2026-11-21 12:00:00 UTC")
    set_policy(
        root,
        "due: 2026-11-19 18:00 America/Chicago\nlate: {grace_minutes: 30, percent_per_day: 10, most_percent: 50}\n"
        "extensions:\n- {student: ben, until: 2026-11-22 18:00 America/Chicago, reason: illness}",
    )
    grade(root)
    decide(root, "amy", "concision", 0)  # a person's score: the penalty follows it
    amy, ben = row_of(root, "amy"), row_of(root, "ben")
    assert amy.late_penalty == pytest.approx(amy.raw * 0.2) and amy.total == pytest.approx(amy.raw * 0.8)
    assert (amy.late_days, ben.late_days) == (2, 0)
    assert "for 2 days late" in amy.adjusted[0] and amy.adjusted[0].startswith("-")
    assert ben.total == ben.raw and ben.adjusted == ("extended until 2026-11-22 18:00 America/Chicago (illness)",)
    with gradebook(root) as gb:  # nbgrader's own pages say the same
        assert gb.find_submission(ASSIGNMENT, "amy").late_submission_penalty == pytest.approx(amy.late_penalty)
    set_policy(root, "due: 2026-11-30 18:00 America/Chicago\nlate: {percent_per_day: 10}")
    assert row_of(root, "amy").total == row_of(root, "amy").raw


@pytest.mark.parametrize(
    ("seconds", "share"), [(0, 0), (1800, 0), (1801, 0.1), (86_400, 0.1), (86_401, 0.2), (9 * 86_400, 0.5)]
)
def test_days_begun_count_after_the_grace_period_up_to_the_most(seconds, share):
    late = policy.Late(grace_minutes=30, percent_per_day=10, most_percent=50)
    assert late.share(seconds) == pytest.approx(share)
    assert attrs.evolve(late, last_day=3).share(4 * 86_400) == 1.0


def test_extra_credit_drops_and_excuses_stand_in_the_export_with_their_reasons(root):
    for student in ("amy", "ben", "cal"):
        hand_in(root, student)
    set_policy(
        root,
        "extra_credit:\n- {student: amy, points: 2.5, reason: spoke at the fair}\n"
        "drop:\n- {criterion: finances, students: [ben], reason: the fee table was wrong}\n"
        "excused:\n- {student: cal, reason: transferred}",
    )
    grade(root)
    amy, ben, cal = (row_of(root, s) for s in ("amy", "ben", "cal"))
    assert amy.total == amy.raw + 2.5 and amy.adjusted == ("+2.5 extra (spoke at the fair)",)
    assert ben.total == pytest.approx((ben.raw - ben.scores["finances"]) * 100 / 90, abs=1e-3)
    assert cal.total is None and cal.raw > 0 and cal.excused
    shown = CliRunner().invoke(main, ["policy", "--folder", str(root)]).output
    assert "ben:" in shown and "finances dropped (the fee table was wrong)" in shown
    file = root / "canvas.csv"
    done = CliRunner().invoke(main, ["export", str(file), "--for", "canvas", "--folder", str(root)])
    assert done.exit_code == 0, done.output
    points = {r[3]: r[5] for r in csv.reader(io.StringIO(file.read_text(encoding="utf-8")))}
    assert points["cal"] == "EX" and float(points["amy"]) == pytest.approx(amy.total, abs=0.01)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("due: tomorrow", 4, "not a time"),
        ("late: {percent_per_day: 110}", 4, "from 0 to 100"),
        ("drop:\n- {criterion: finance, reason: x}", 5, "Did you mean “finances”"),
        ("extra_credit:\n- {student: nobody, points: 1, reason: x}", 5, "no student of the roster"),
        ("extension: []", 4, "Did you mean “extensions”"),
        ("extensions:\n- {student: amy, until: 2026-11-22 18:00 America/Chicago}", 4, "need a due date"),
    ],
)
def test_a_mistake_in_the_policy_gets_its_line(root, text, line, says):
    hand_in(root, "amy")
    set_policy(root, text)
    with pytest.raises(ContentError, match=says) as caught:
        with gradebook(root) as gb:
            gb.update_or_create_student("amy")
        rows(root)
    assert f"policy.yml:{line}" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [("due: 2026-12-11 23:59", 4, "no time zone"), ("late: {percent_per_day: 120}", 4, "from 0 to 100"),
     ("lat: {}", 4, "Did you mean “late”"), ("drop:\n- {criterion: finance, reason: x}", 5, "Did you mean “finances”"),
     ("due: 2026-12-11 23:59 UTC\nextensions:\n- {student: ana}", 6, "until")],
)  # fmt: skip
def test_a_mistake_in_the_policy_is_found_before_anybody_handed_in(tmp_path, text, line, says):
    (tmp_path / "course").mkdir()
    set_policy(tmp_path, text)
    with pytest.raises(ContentError, match=says) as caught:
        policy.check(tmp_path / "course", (ASSIGNMENT,), CRITERIA)
    assert f"policy.yml:{line}:" in str(caught.value)


def test_checking_the_course_reads_its_policy_too(tmp_path, monkeypatch):
    from hartcity.cli import check

    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "policy.yml").write_text("schema: 1\nassignments:\n  hart-cty: {}\n", encoding="utf-8")
    monkeypatch.setattr(check, "default_root", lambda: tmp_path)
    done = CliRunner().invoke(check.check)
    assert done.exit_code == 1 and "policy.yml:3: “hart-cty” is no assignment" in done.output


def test_a_regrade_counts_stays_and_is_remembered(root):
    hand_in(root, "amy")
    grade(root)
    before = row_of(root, "amy").scores["finances"]
    run = CliRunner()
    done = run.invoke(main, ["regrade", "amy", "finances", "3.5", "--reason", "=appeal", "--folder", str(root)])
    assert done.exit_code == 0, done.output
    grade(root, force=True)
    row = row_of(root, "amy")
    assert row.scores["finances"] == 3.5
    assert row.adjusted == (f"finances regraded from {before:g} to 3.5 (=appeal)",)
    regrades.regrade(root, "amy", "finances", 4, "second look")
    assert [(r.before, r.after) for r in regrades.done(root / "course")] == [(before, 3.5), (3.5, 4)]
    assert not (root / "course" / "history.jsonl").stat().st_mode & 0o007, "students on a shared machine can't read it"
    assert ",=appeal" not in run.invoke(main, ["history", "amy", "--format", "csv", "--folder", str(root)]).output
    assert "second look" in run.invoke(main, ["regrade", "--folder", str(root)]).output
    for wrong in (["amy", "finances", "99"], ["amy", "nothing", "1"], ["bob", "finances", "1"]):
        failed = run.invoke(main, ["regrade", *wrong, "--reason", "x", "--folder", str(root)])
        assert failed.exit_code == 1 and len(failed.output.strip().splitlines()) == 1
    assert row_of(root, "amy").scores["finances"] == 4


def test_prepare_brings_a_policy_and_never_replaces_it(root):
    path = root / "course" / "policy.yml"
    assert attrs.evolve(policy.load(root / "course")[ASSIGNMENT], line=0) == policy.Rules()
    path.write_text("schema: 1\n", encoding="utf-8")
    course.prepare(root)
    assert path.read_text(encoding="utf-8") == "schema: 1\n"
