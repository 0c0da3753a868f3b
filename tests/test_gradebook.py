"""The course through nbgrader's real steps: prepare, hand in, collect, grade, look, grade again, export."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import stat

import pytest
from classroom import CRITERIA, GOOD, autograded, decide, everything, grade, gradebook, hand_in, read_grade
from click.testing import CliRunner
from hartcity.content import locate
from hartcity.errors import AnswersError, GradingError, WorkspaceError
from hartcity.settings import ASSIGNMENT
from hartgrader import table
from hartgrader.cli import main
from hartgrader.gradebook import course, student
from hartgrader.gradebook.files import plain
from hartgrader.gradebook.preprocessors import clamp
from hypothesis import given
from hypothesis import strategies as st

BETTER = GOOD | {
    "coordination": GOOD["coordination"] + " I call again on Monday to see whether both appointments stand."
}


@pytest.fixture
def work(root):
    """The student's own folder, with something written."""
    folder = root / "workspace" / ASSIGNMENT
    (folder / "answers.json").write_text(json.dumps(GOOD), encoding="utf-8")
    return folder


def set_review(root, word):
    for path in (root / "course" / "assignment.yml", root / "course" / "source" / ASSIGNMENT / "assignment.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("review: unsure", f"review: {word}"), encoding="utf-8")


def test_prepare_twice_changes_nothing_and_keeps_work(root):
    mine = root / "workspace" / ASSIGNMENT / "part-2-email.ipynb"
    mine.write_text("changed by a person", encoding="utf-8")
    done = course.prepare(root)
    assert not done.released
    assert mine.read_text(encoding="utf-8") == "changed by a person"


def test_a_changed_setting_is_released_and_reaches_untouched_copies(root):
    path = root / "course" / "assignment.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("coach: full", "coach: off"), encoding="utf-8")
    assert course.prepare(root).released
    assert "coach: off" in (root / "workspace" / ASSIGNMENT / "assignment.yml").read_text(encoding="utf-8")
    outbound = root / "workspace" / "exchange" / "hart-city" / "outbound" / ASSIGNMENT
    assert "coach: off" in (outbound / "assignment.yml").read_text(encoding="utf-8")


def test_the_exchange_takes_everybodys_work(root):
    exchange = root / "workspace" / "exchange"
    assert stat.S_IMODE(exchange.stat().st_mode) == 0o777
    assert exchange.joinpath("hart-city", "inbound").stat().st_mode & 0o733 == 0o733


def test_what_a_student_hands_in_arrives_and_is_graded(root, work):
    receipt = student.submit(work)
    assert len(receipt.hash) == 12
    assert course.collect(root) == []
    (only,) = grade(root).values()
    assert only.state == "graded"
    assert 0 < only.points <= only.max_points == 100
    for _ in range(2):
        assert course.feedback(root, release=True) == []
    released = root / "workspace" / "exchange" / "hart-city" / "feedback"
    assert len(list(released.glob("*.html"))) == 2


def test_handing_in_says_what_is_wrong(root, work):
    (work / "part-1-services.ipynb").unlink()
    with pytest.raises(WorkspaceError, match=r"(?s)missing notebooks.*Your work is safe"):
        student.submit(work)
    (work / "answers.json").write_text("{", encoding="utf-8")
    with pytest.raises(AnswersError, match="not JSON"):
        student.submit(work)
    (work / "answers.json").unlink()
    with pytest.raises(WorkspaceError, match="write something first"):
        student.submit(work)


def test_collect_follows_no_link_and_stops_at_no_name(root, work):
    student.submit(work)
    inbound = root / "workspace" / "exchange" / "hart-city" / "inbound"
    (root / "secret.txt").write_text("secret of the instructor", encoding="utf-8")
    for name in ("mallory+hart-city+2026-11-18 10:00:00 UTC", "odd+hart-city+whenever"):
        (inbound / name).mkdir()
        (inbound / name / "answers.json").symlink_to(root / "secret.txt")
    (inbound / "<b>bold+hart-city+2026-11-18 10:00:00 UTC").mkdir()
    (inbound / "linked+hart-city+2026-11-18 10:00:00 UTC").symlink_to(root / "course")
    lines = course.collect(root)
    assert any("odd+hart-city" in line for line in lines)
    assert any("'<b>bold' has characters" in line for line in lines)
    graded = grade(root)
    assert len(graded) == 4
    for name in ("mallory", "odd", "linked"):
        assert graded[name].lines, name
        assert "secret of the instructor" not in everything(root, name)


def test_a_hand_in_put_there_by_hand_does_not_hold_up_the_release(root):
    by_hand = hand_in(root, "amy")
    (by_hand / "timestamp.txt").unlink()
    (by_hand / "submission_secret.txt").unlink()
    hand_in(root, "ben")
    assert grade(root)["amy"].lines == ()
    assert course.feedback(root, release=True) == []
    released = (root / "workspace" / "exchange" / "hart-city" / "feedback").glob("*.html")
    assert len(list(released)) == 4


def test_only_what_is_new_is_graded(root):
    hand_in(root, "amy")
    hand_in(root, "ben")
    assert {g.state for g in grade(root).values()} == {"graded"}
    hand_in(root, "amy", BETTER, "2026-11-18 11:00:00 UTC")
    assert {k: g.state for k, g in grade(root).items()} == {"amy": "graded", "ben": "kept"}
    assert {g.state for g in grade(root, force=True).values()} == {"graded"}


def test_a_killed_run_goes_on_where_it_was(root):
    hand_in(root, "amy")
    expected = grade(root)["amy"].points
    # As a run leaves it that was killed between the two passes over the last notebook.
    path = root / "course" / "autograded" / "amy" / ASSIGNMENT / "part-2-email.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    del nb["metadata"]["hart"]["graded"]
    path.unlink()
    path.write_text(json.dumps(nb), encoding="utf-8")
    decide(root, "amy", "concision", 1)
    with gradebook(root) as gb:
        gb.find_grade("collaboration", "part-2-email", ASSIGNMENT, "amy").auto_score = None
        gb.db.commit()
    again = grade(root)["amy"]
    assert again.state == "graded"
    assert read_grade(root, "amy", "collaboration")["auto"] is not None
    assert again.points == expected - read_grade(root, "amy", "concision")["auto"] + 1


def test_a_persons_score_and_comment_win_and_survive(root):
    hand_in(root, "amy")
    grade(root)
    decide(root, "amy", "finances", 3.5, "Please see me about the costs.")
    again = grade(root, force=True)["amy"]
    mark = read_grade(root, "amy", "finances")
    assert (mark["score"], mark["comment"], mark["waits"]) == (3.5, "Please see me about the costs.", False)
    assert "finances" not in again.waiting


def test_a_flag_taken_away_comes_back_only_for_a_new_reason(root):
    folder = hand_in(root, "amy", None)
    grade(root)
    with gradebook(root) as gb:
        gb.find_submission_notebook("part-2-email", ASSIGNMENT, "amy").flagged = False
        gb.db.commit()
    grade(root, force=True)
    assert not read_grade(root, "amy", "concision")["flagged"]
    (folder / "part-2-email.ipynb").write_text("{", encoding="utf-8")
    grade(root, force=True)
    assert read_grade(root, "amy", "concision")["flagged"]


def test_releasing_again_in_the_middle_of_a_term_keeps_grades(root):
    hand_in(root, "amy")
    grade(root)
    decide(root, "amy", "finances", 3.5)
    path = root / "course" / "assignment.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("hints: false", "hints: true"), encoding="utf-8")
    assert course.prepare(root).released
    assert read_grade(root, "amy", "finances")["score"] == 3.5
    assert grade(root, force=True)["amy"].state == "graded"
    assert read_grade(root, "amy", "finances")["score"] == 3.5


def test_a_new_answer_under_an_old_score_asks_for_a_look_until_somebody_looks(root):
    hand_in(root, "amy")
    grade(root)
    decide(root, "amy", "coordination", 15)
    decide(root, "amy", "finances", 10)
    hand_in(root, "amy", BETTER, "2026-11-18 12:00:00 UTC")
    for _ in range(2):  # grading twice must not make the warning go away
        waiting = grade(root, force=True)["amy"].waiting
        assert "coordination" in waiting and "finances" not in waiting
        assert autograded(root, "amy", "coordination")["metadata"]["hart"]["changed"]
        assert not autograded(root, "amy", "finances")["metadata"]["hart"]["changed"]
        assert read_grade(root, "amy", "coordination")["score"] == 15
    decide(root, "amy", "coordination", 15)
    assert "coordination" not in grade(root, force=True)["amy"].waiting


def test_review_all_waits_for_every_answer(root):
    hand_in(root, "amy")
    set_review(root, "all")
    assert list(grade(root)["amy"].waiting) == CRITERIA
    course.feedback(root)
    assert 'class="provisional"' in everything(root, "amy", "feedback", "*.html")


def test_review_none_waits_for_nobody(root):
    hand_in(root, "amy")
    set_review(root, "none")
    assert grade(root)["amy"].waiting == {}
    course.feedback(root)
    assert 'class="provisional"' not in everything(root, "amy", "feedback", "*.html")


def test_an_empty_hand_in_is_zero_and_no_response(root):
    hand_in(root, "amy", {"schema": 1})
    row = grade(root)["amy"]
    assert row.points == 0
    assert read_grade(root, "amy", "coordination")["comment"] == "No response."


@given(st.one_of(st.floats(), st.text(), st.none(), st.integers()), st.floats(0, 100))
def test_points_stay_finite_and_in_range(points, most):
    assert 0 <= clamp(points, most) <= most


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), "full", None])
def test_what_is_no_number_is_never_full_credit(bad):
    assert clamp(bad, 20) == 0


def test_grading_without_an_assignment_says_what_to_do(tmp_path):
    with pytest.raises(WorkspaceError, match="run `hartcity open` there first"):
        course.grade(tmp_path)
    (tmp_path / "course").mkdir()
    shutil.copy(locate("nbgrader_config.py"), tmp_path / "course")
    with pytest.raises(GradingError, match="generate it"):
        course.grade(tmp_path)


def nbgrader(root, *words) -> int:
    """Run nbgrader's own command in the course's folder, in this process; return its exit code."""
    from nbgrader.apps import NbGraderApp

    with contextlib.chdir(root / "course"):
        NbGraderApp.clear_instance()
        try:
            NbGraderApp.launch_instance([*words])
        except SystemExit as ended:
            return ended.code or 0
        finally:
            NbGraderApp.clear_instance()
    return 0


def test_nbgraders_command_says_in_a_line_why_there_is_nothing_to_do(root, capfd):
    assert nbgrader(root, "autograde", ASSIGNMENT, "--student", "nobody") == 1
    said = capfd.readouterr().err
    assert "nothing of student “nobody”" in said and "Traceback" not in said


def test_feedback_before_grading_says_so(root):
    with pytest.raises(WorkspaceError, match=r"^feedback on hart-city failed: nothing of student"):
        course.feedback(root)


def test_the_command_prints_a_line_for_each_troubled_hand_in_and_a_summary(root):
    hand_in(root, "amy")
    hand_in(root, "ben", None)
    done = CliRunner().invoke(main, ["grade", "--folder", str(root)])
    assert done.exit_code == 0, done.output
    assert "ben: answers.json is missing" in done.output
    assert "2 hand-ins: 2 graded" in " ".join(done.output.split())
    rows = json.loads(CliRunner().invoke(main, ["grade", "--folder", str(root), "--format", "json"]).stdout)["students"]
    assert [r["state"] for r in rows] == ["kept", "kept"]
    wrong = CliRunner().invoke(main, ["grade", "--folder", str(root), "--student", "nobody"])
    assert wrong.exit_code == 1 and "nobody" in wrong.output


def test_export_has_every_column_and_no_formula(root):
    hand_in(root, "amy", when="2026-11-22 10:00:00 UTC")
    hand_in(root, "=HYPERLINK(1)")
    with gradebook(root) as gb:
        gb.update_or_create_assignment(ASSIGNMENT, duedate="2026-11-20 09:00:00 UTC")
        gb.add_student("@late", last_name="+Zoë", first_name="-1")
    grade(root)
    for criterion in CRITERIA:
        decide(root, "amy", criterion, 5)
    file = root / "grades.csv"
    done = CliRunner().invoke(main, ["export", str(file), "--folder", str(root)])
    assert done.exit_code == 0, done.output
    text = file.read_text(encoding="utf-8-sig")
    rows = {r["student"]: r for r in csv.DictReader(io.StringIO(text))}
    assert set(rows) == {"amy", "'=HYPERLINK(1)", "'@late"}
    amy, late = rows["amy"], rows["'@late"]
    assert [float(amy[c]) for c in CRITERIA] == [5.0] * 7
    assert (float(amy["total"]), amy["looked"], amy["late_days"]) == (35.0, "yes", "3")
    assert (late["last_name"], late["first_name"], late["total"]) == ("'+Zoë", "'-1", "")
    assert rows["'=HYPERLINK(1)"]["looked"] == "no"


def test_nbgraders_own_export_has_the_same_columns(root):
    hand_in(root, "amy")
    grade(root)
    assert nbgrader(root, "export", "--to", str(root / "own.csv")) == 0
    (row,) = csv.DictReader(io.StringIO((root / "own.csv").read_text(encoding="utf-8-sig")))
    ours = table.load(root).iloc[0]
    assert list(row) == ["assignment", *ours.index]
    assert [float(row[c]) for c in CRITERIA] == list(ours[CRITERIA])


@given(st.text())
def test_no_text_becomes_a_formula(text):
    shown = plain(text)
    assert shown.endswith(text)
    assert not shown.lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
def test_another_user_can_hand_in(root, work):
    """Root sees no permission faults, so a process gives root up first."""
    for folder in (work, *work.parents):
        folder.chmod(folder.stat().st_mode | 0o055)
    (root.parent / "data").mkdir(mode=0o777)
    (root.parent / "data").chmod(0o777)
    student.submit(work)  # loads what is loaded late, which another user may not be able to read
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setgid(65534)
            os.setuid(65534)
            os.environ["JUPYTER_DATA_DIR"] = str(root.parent / "data")
            code = 0 if student.submit(work).where.startswith("nobody+") else 2
        except BaseException as error:
            print(repr(error))
        os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
