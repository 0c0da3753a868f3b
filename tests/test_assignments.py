"""More than one assignment in a course: made by one command, then through release, hand-in, grades and feedback."""

from __future__ import annotations

import json

import pytest
from classroom import GOOD
from click.testing import CliRunner
from hartcity import settings
from hartcity.cli import main as hartcity
from hartcity.desk import open_desk
from hartcity.workspace import put_pages
from hartgrader.cli import main as hartgrader
from hartgrader.gradebook import course, record, student

NAME = "week-9"


def say(program, *words: str, root):
    done = CliRunner().invoke(program, [*words, "--folder", str(root)])
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def second(tmp_path_factory, prepared_root):
    """A course with a second assignment about one other person, released."""
    import shutil

    folder = shutil.copytree(prepared_root, tmp_path_factory.mktemp("second") / "root")
    code, output = say(hartcity, "assignment", "new", NAME, "--user", "eleanor-hathaway", root=folder)
    assert code == 0, output
    course.prepare_all(folder)
    return folder


def test_one_command_makes_it_and_the_first_stays_as_it_is(second):
    about = settings.load(second / "course" / "assignments" / f"{NAME}.yml")
    assert (about.assignment, about.service_users) == (NAME, ("eleanor-hathaway",))
    assert about.title.endswith(": Eleanor Hathaway")
    assert settings.load(second / "course" / "assignment.yml").service_users == ()
    assert record.assignments(second) == ["hart-city", NAME]
    assert not course.prepare_all(second).released
    assert NAME in say(hartcity, "assignment", "list", root=second)[1]


def test_the_second_goes_through_release_hand_in_grades_feedback_and_export(second):
    work = second / "workspace" / NAME
    assert list(open_desk(work).people) == ["eleanor-hathaway"]
    answers = GOOD | {"service_user": "eleanor-hathaway", "services": ["ada-paratransit"]}
    (work / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    assert f"+{NAME}+" in student.submit(work).where
    assert course.collect(second, NAME) == []
    code, output = say(hartgrader, "grade", NAME, root=second)
    assert code == 0, output
    (row,) = course.grade(second, NAME)
    assert row.state == "kept" and 0 < row.points < 100
    assert course.feedback(second, NAME, release=True) == []
    assert len(list((second / "workspace" / "exchange" / "hart-city" / "feedback").glob("*.html"))) == 2
    exported = json.loads(say(hartgrader, "export", "--assignment", NAME, "--format", "json", root=second)[1])
    assert exported[0]["total"] == row.points
    assert [s.graded for s in record.load(second, NAME).students] == [True]
    assert [s.graded for s in record.load(second).students] == [False]


def test_another_persons_answers_are_not_of_this_assignment(second):
    work = second / "workspace" / NAME
    (work / "answers.json").write_text(json.dumps(GOOD), encoding="utf-8")
    student.submit(work)
    course.collect(second, NAME)
    (row,) = course.grade(second, NAME, force=True)
    assert any("not a person of this assignment" in line for line in row.lines) or row.waiting


def test_the_start_page_leads_to_it(second):
    put_pages(second)
    text = (second / "workspace" / "Start.ipynb").read_text(encoding="utf-8")
    assert f"({NAME}/part-1-services.ipynb)" in text and "(hart-city/part-1-services.ipynb)" in text
    assert put_pages(second) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["Week 9"], "such as week-9"),
        (["hart-city"], "already"),
        (["other", "--user", "elanor-hathaway"], "Did you mean “eleanor-hathaway”"),
        (["other", "--city", "hart-cty"], "Did you mean “hart-city”"),
    ],
)
def test_a_mistake_gets_one_line_and_leaves_nothing(second, words, says):
    code, output = say(hartcity, "assignment", "new", *words, root=second)
    assert code == 1 and says in output and len(output.strip().splitlines()) == 1
    assert [p.name for p in (second / "course" / "assignments").iterdir()] == [f"{NAME}.yml"]


def test_a_renamed_file_and_a_wrong_key_are_named(root):
    folder = root / "course" / "assignments"
    folder.mkdir()
    text = (root / "course" / "assignment.yml").read_text(encoding="utf-8")
    (folder / "other.yml").write_text(text, encoding="utf-8")
    code, output = say(hartcity, "assignment", "list", root=root)
    assert code == 1 and "other.yml" in output and "must be the file's name" in output
    (folder / "other.yml").write_text(text.replace("coach: full", "coach: ful"), encoding="utf-8")
    assert "Did you mean “full”" in say(hartcity, "assignment", "list", root=root)[1]
