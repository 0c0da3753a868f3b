"""One class in which every hand-in but one is broken: each gets a grade and a line, and the good one is unharmed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from classroom import GOOD, autograded, everything, grade, gradebook, hand_in, notebook_remarks, read_grade
from hartcity.settings import ASSIGNMENT
from hartgrader.gradebook import course

PART_1, PART_2 = "part-1-services.ipynb", "part-2-email.ipynb"
SECRET = "the-instructor-keeps-this-to-themselves"


def _cut(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])


def _edit(path: Path, change) -> None:
    nb = json.loads(path.read_text(encoding="utf-8"))
    change(nb)
    path.write_text(json.dumps(nb), encoding="utf-8")


def _answer_cells(nb):
    return [c for c in nb["cells"] if "nbgrader" in c["metadata"]]


def _link(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(path.parents[4] / "secret.json")


def _forge(nb) -> None:
    for cell in _answer_cells(nb):
        cell["metadata"]["nbgrader"] |= {"points": 9999, "schema_version": 99, "grade_id": "selection"}
        cell["metadata"]["hart"] = {"criterion": "selection", "points": 9999, "level": 4}


def _code(nb) -> None:
    nb["cells"].insert(0, {
        "cell_type": "code", "id": "evil", "execution_count": 1, "outputs": [], "metadata": {},
        "source": "open('ran.txt', 'w').write('ran')",
    })  # fmt: skip


MARKUP = "<svg onload=ran()>"
HOSTILE = '<script>window.ran=1</script><img src=x onerror="window.ran=1">[x](javascript:window.ran=1) {{ 7*7 }} $x$ `'


def _hostile(folder: Path) -> None:
    answers = json.loads(json.dumps(GOOD))
    for key in ("coordination", "finances"):
        answers[key] = HOSTILE + " " + answers[key]
    answers["email"] |= {"subject": HOSTILE, "body": HOSTILE + "\n\n" + GOOD["email"]["body"]}
    answers["services"].append(HOSTILE)
    answers["benefits"][HOSTILE] = HOSTILE
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")


def _typed(nb) -> None:
    _answer_cells(nb)[0]["source"] = "I typed <b>here</b> instead."


# student → (what breaks the hand-in, what the line to the instructor says, whether the answers can still be judged)
CASES = {
    "corrupt-notebook": (lambda f: _cut(f / PART_2), "part-2-email.ipynb is damaged", True),
    "binary-notebook": (lambda f: (f / PART_1).write_bytes(b"\xff\xfe\x00" * 99), "is damaged", True),
    "deep-notebook": (lambda f: (f / PART_1).write_text("[" * 200_000), "is damaged", True),
    "duplicated-cell": (
        lambda f: _edit(f / PART_1, lambda nb: nb["cells"].append(_answer_cells(nb)[0])),
        "holds an answer cell twice",
        True,
    ),
    "deleted-cells": (lambda f: _edit(f / PART_1, lambda nb: nb["cells"].clear()), "", True),
    "renamed": (lambda f: (f / PART_2).rename(f / "part-2 FINAL.ipynb"), "part-2 FINAL.ipynb is not one of", True),
    "missing-notebook": (lambda f: (f / PART_2).unlink(), "part-2-email.ipynb was not handed in", True),
    "no-notebooks": (lambda f: [p.unlink() for p in f.glob("*.ipynb")], "was not handed in", True),
    "forged-metadata": (lambda f: _edit(f / PART_1, _forge), "", True),
    "own-code": (lambda f: _edit(f / PART_1, _code), "", True),
    "typed-in-cell": (lambda f: _edit(f / PART_1, _typed), "text stands in the answer cells of selection", True),
    "linked-notebook": (lambda f: _link(f / PART_1), "is a link, not a file", True),
    "huge-notebook": (lambda f: (f / PART_2).write_bytes(b" " * 6_000_000), "6 MB", True),
    "bad-timestamp": (
        lambda f: (f / "timestamp.txt").write_text("last night"),
        "time of handing in can't be read",
        True,
    ),
    "binary-timestamp": (lambda f: (f / "timestamp.txt").write_bytes(b"\xff\xfe\x00"), "time of handing in", True),
    "hostile-html": (_hostile, "", True),
    "half-character": (
        lambda f: (f / "answers.json").write_text(json.dumps(GOOD | {"finances": "half \ud83d of it"})),
        "",
        True,
    ),
    "missing-answers": (lambda f: (f / "answers.json").unlink(), "answers.json is missing", False),
    "corrupt-answers": (lambda f: _cut(f / "answers.json"), "this is not JSON", False),
    "oversized": (lambda f: (f / "answers.json").write_text("x" * 300_000), "more than the 200 KB", False),
    "other-shape": (lambda f: (f / "answers.json").write_text('{"services": 3}'), "must be a list", False),
    "other-person": (
        lambda f: (f / "answers.json").write_text(json.dumps(GOOD | {"service_user": "nobody-known"})),
        "not a person of this assignment",
        False,
    ),
    "linked-answers": (lambda f: _link(f / "answers.json"), "answers.json is a link", False),
    "a-pipe": (lambda f: ((f / "answers.json").unlink(), os.mkfifo(f / "answers.json")), "is not a file", False),
    "we[ir]d": (lambda f: None, "", True),
    "zoë o'brien+1 (late)": (lambda f: None, "", True),
}


@pytest.fixture(scope="module")
def broken(prepared_root, tmp_path_factory):
    """Return (root, graded) of a class with every kind of broken hand-in, graded once."""
    root = tmp_path_factory.mktemp("broken") / "root"
    shutil.copytree(prepared_root, root)
    (root / "secret.json").write_text(json.dumps(GOOD | {"coordination": SECRET}), encoding="utf-8")
    hand_in(root, "good")
    for student, (damage, _line, _judged) in CASES.items():
        damage(hand_in(root, student))
    hand_in(root, MARKUP)
    linked = root / "course" / "submitted" / "linked-folder"
    linked.mkdir()
    (root / "elsewhere").mkdir()
    (root / "elsewhere" / "answers.json").write_text(json.dumps(GOOD | {"coordination": SECRET}), encoding="utf-8")
    (linked / ASSIGNMENT).symlink_to(root / "elsewhere")
    return root, grade(root)


def test_nobody_is_left_out(broken):
    root, graded = broken
    assert set(graded) == {*CASES, "good", "linked-folder", MARKUP}
    assert [g.student for g in graded.values() if g.state == "failed"] == [MARKUP]
    assert "rename the folder" in graded[MARKUP].lines[0], "this id would run on nbgrader's own pages"
    with gradebook(root) as gb:
        assert {s.student_id for s in gb.find_assignment(ASSIGNMENT).submissions} == set(graded) - {MARKUP}


@pytest.mark.parametrize("student", CASES)
def test_a_broken_hand_in_is_graded_or_named(broken, student):
    root, graded = broken
    _damage, line, judged = CASES[student]
    row = graded[student]
    if line:
        assert any(line in one for one in row.lines), row.lines
        assert read_grade(root, student, "selection")["flagged"]
    if judged:
        # Only what was judged from the answers counts, so it is what the good hand-in got.
        assert read_grade(root, student, "collaboration")["auto"] == read_grade(root, "good", "collaboration")[
            "auto"
        ] or (student == "hostile-html")
    else:
        assert row.points == 0
        assert len(row.waiting) == 7, "what can't be judged waits for a person"


def test_the_good_hand_in_is_unharmed(broken):
    root, graded = broken
    assert graded["good"].points > 0
    assert notebook_remarks(root, "good")["troubles"] == []


def test_a_link_gives_nothing_away(broken):
    root, graded = broken
    for student in ("linked-answers", "linked-notebook", "linked-folder"):
        assert SECRET not in everything(root, student)
    assert any("link" in line for line in graded["linked-folder"].lines)


def test_nothing_a_student_wrote_runs_or_is_kept_as_markup(broken):
    root, _graded = broken
    assert not list(root.rglob("ran.txt"))
    cell = autograded(root, "hostile-html", "coordination")
    assert "<script" not in cell["source"] and "<img" not in cell["source"]
    assert "ran=1" in "".join(s["text"] for p in cell["metadata"]["hart"]["parts"] for s in p["segments"]), (
        "but it is shown"
    )


def test_forged_points_and_levels_are_not_believed(broken):
    root, graded = broken
    assert graded["forged-metadata"].points == graded["good"].points
    assert autograded(root, "forged-metadata", "selection")["metadata"]["nbgrader"]["points"] == 10


def test_text_typed_into_a_cell_is_kept_as_a_note(broken):
    root, _graded = broken
    hart = autograded(root, "typed-in-cell", "selection")["metadata"]["hart"]
    assert hart["typed_in_cell"] == "I typed <b>here</b> instead."
    assert read_grade(root, "typed-in-cell", "selection")["waits"]


def test_feedback_reaches_everybody(broken):
    root, graded = broken
    course.feedback(root)
    for student in graded.keys() - {MARKUP}:
        assert "points" in everything(root, student, "feedback", "*.html"), student
    page = everything(root, "hostile-html", "feedback", "*.html")
    assert "<script" not in page and "<img" not in page and "&lt;script&gt;" in page


def test_the_formgraders_pages_survive_the_class(broken):
    """The list of submissions and the Autograde button go through this API."""
    root, _graded = broken
    api = course.Course(root).api
    listed = {s["student"]: s for s in api.get_submissions(ASSIGNMENT)}
    assert set(CASES) <= set(listed)
    result = api.autograde(ASSIGNMENT, "bad-timestamp")
    assert result["success"], result
    assert api.autograde(ASSIGNMENT, "we[ir]d")["success"]


def test_nbgraders_own_command_does_the_same(broken, tmp_path):
    root, graded = broken
    copy = tmp_path / "root"
    shutil.copytree(root, copy, symlinks=True, ignore=shutil.ignore_patterns("autograded", "feedback", "a-pipe"))
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT],
        cwd=copy / "course", capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 1, "one id is refused"
    assert "rename the folder" in done.stderr
    with gradebook(copy) as gb:
        points = {s.student_id: s.score for s in gb.find_assignment(ASSIGNMENT).submissions}
    there = graded.keys() - {"a-pipe", MARKUP}
    assert {k: points[k] for k in there} == {k: pytest.approx(graded[k].points) for k in there}
    assert not list(copy.rglob("ran.txt"))
