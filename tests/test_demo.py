"""The demo class goes through real nbgrader: everyone is graded or named, and nobody's own work is touched."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from pathlib import Path
from statistics import median

import pytest
from click.testing import CliRunner
from hartcity.errors import HartError, WorkspaceError
from hartcity.settings import ASSIGNMENT
from hartgrader.cli import main
from hartgrader.gradebook import demo
from hartgrader.gradebook.config import COURSE
from hartgrader.gradebook.session import Course
from nbgrader.api import Gradebook

CLASS = demo.load_class()
BY_TROUBLE = {s.trouble: s.id for s in CLASS.students if s.trouble}
# Hand-ins whose answers can't be used at all, and a word that the line about each must have.
LOST = {"missing-answers": "answers.json", "corrupt-answers": "JSON", "oversized": "KB", "symlink": "link"}


class Alive(HTMLParser):
    """Finds what a browser would run of the hostile hand-in: its elements, handlers and addresses."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")
        if tag in ("iframe", "object", "embed", "svg"):
            self.found.append(tag)

    def handle_data(self, data):
        if self.cdata_elem == "script" and "hartHostile" in data:
            self.found.append(data)


def quietly(_step: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> tuple[Path, dict]:
    root = tmp_path_factory.mktemp("demo")
    return root, {row.student: row for row in demo.run(root, quietly)}


def test_every_student_has_one_row(ran):
    _root, rows = ran
    assert set(rows) == CLASS.ids
    assert len(rows) == 24


@pytest.mark.parametrize("student", [s for s in CLASS.students if s.trouble not in LOST], ids=lambda s: s.id)
def test_whoever_wrote_something_usable_is_graded(ran, student):
    row = ran[1][student.id]
    assert row.state == "graded", row.lines
    assert row.max_points == 100
    assert row.points > 0


@pytest.mark.parametrize("trouble", LOST)
def test_unusable_answers_get_a_line_that_says_why(ran, trouble):
    row = ran[1][BY_TROUBLE[trouble]]
    assert row.points == 0
    assert any(LOST[trouble] in line for line in row.lines), row.lines
    assert all("\n" not in line and "Traceback" not in line for line in row.lines)


def test_strong_work_stands_above_weak_work(ran):
    points = {k: [ran[1][s.id].points for s in CLASS.students if s.kind == k] for k in demo.KINDS}
    assert median(points["excellent"]) > median(points["middling"]) > median(points["weak"])
    assert median(points["weak"]) > median(points["off task"])


def test_names_and_lateness_are_in_the_gradebook(ran):
    course = Course(ran[0])
    with Gradebook(course.coursedir.db_url, COURSE) as gradebook:
        late = {s.student_id for s in gradebook.assignment_submissions(ASSIGNMENT) if s.total_seconds_late > 0}
        assert gradebook.find_student("Nguyễn Thị Hạnh").last_name == "Nguyễn"
    assert late == {"bcole", "kbenson"}


def test_a_hostile_hand_in_stays_text_in_its_feedback(ran):
    pages = list((ran[0] / "course" / "feedback" / BY_TROUBLE["hostile-html"]).rglob("*.html"))
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "hartHostile" in text, "the student's words must be there to read"
        alive = Alive()
        alive.feed(text)
        assert alive.found == []


def test_a_link_brings_nothing_of_its_target_along(ran):
    root, _rows = ran
    secret = (root / "course" / "gradebook.db").read_bytes()[:16]
    copies = [p for p in (root / "course" / "autograded" / BY_TROUBLE["symlink"]).rglob("*") if p.is_file()]
    assert not any(p.read_bytes().startswith(secret) for p in copies)


def test_a_second_run_gives_the_same_and_keeps_an_instructors_score(ran, tmp_path):
    root = tmp_path / "again"
    shutil.copytree(ran[0], root, symlinks=True)
    course = Course(root)
    with Gradebook(course.coursedir.db_url, COURSE) as gradebook:
        grade = gradebook.find_grade("finances", "part-1-services", ASSIGNMENT, "bcole")
        before, grade.manual_score = grade.score, 9.5
        gradebook.db.commit()
    again = {row.student: row for row in demo.run(root, quietly)}
    expected = {student: row.points for student, row in ran[1].items()}
    expected["bcole"] += 9.5 - before
    assert {student: row.points for student, row in again.items()} == pytest.approx(expected)
    assert len(list((root / "workspace" / "exchange" / COURSE / "inbound").iterdir())) == 24


@pytest.mark.parametrize(
    "where", ["course/submitted/ana/hart-city", f"workspace/exchange/{COURSE}/inbound/ana+hart-city+now+x"]
)
def test_it_stays_away_from_a_real_class(tmp_path, where):
    work = tmp_path / where / "answers.json"
    work.parent.mkdir(parents=True)
    work.write_text("{}")
    outcome = CliRunner().invoke(main, ["demo", "--folder", str(tmp_path)])
    assert outcome.exit_code == 1
    assert "ana" in outcome.stderr and "--folder" in outcome.stderr
    assert outcome.stderr.strip().count("\n") == 0
    assert work.read_text() == "{}"
    assert not (tmp_path / "course" / "gradebook.db").exists()


def test_a_real_student_with_an_invented_id_is_still_real(tmp_path):
    (tmp_path / "course" / "submitted" / "tjames" / "hart-city").mkdir(parents=True)
    with pytest.raises(WorkspaceError, match="tjames"):
        demo.run(tmp_path, quietly)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("kind: superb", "allowed: excellent"),
        ("trouble: gremlins", "allowed: corrupt-notebook"),
        ("answers: {services: 3}", "services"),
        ("student: {id: x}", "first_name"),
        ("kind: [", "YAML"),
    ],
)
def test_a_mistake_in_the_class_is_named(tmp_path, change, says):
    key = change.split(":")[0]
    lines = {
        "student": "student: {id: x, first_name: A, last_name: B}",
        "handed_in": "handed_in: 2026-11-17 21:14:09 UTC",
        "kind": "kind: weak",
    }
    lines[key] = change
    (tmp_path / "x.yml").write_text("\n".join(lines.values()))
    (tmp_path / "class.yml").write_text("due: 2026-11-19\ntroubles: {corrupt-notebook: cut off}")
    with pytest.raises(HartError, match=says) as caught:
        demo.load_class(tmp_path)
    assert "x.yml" in str(caught.value)
