"""A second reader gets a blind sample, and agreement is shown; a class teaches the rubric only when asked."""

from __future__ import annotations

import csv
import json

import pytest
from classroom import GOOD, autograded, command, decide, grade, gradebook, hand_in
from click.testing import CliRunner
from hartcity.settings import ASSIGNMENT
from hartgrader.agreement import RATED
from hartgrader.cli import main
from hartgrader.gradebook import demo, finals, judge, needs
from hartgrader.gradebook.session import Course

HOSTILE = "<script>window.ran=1</script>"


def decide_level(root, student, criterion, level):
    levels = autograded(root, student, criterion)["metadata"]["hart"]["levels"]
    decide(root, student, criterion, next(lv["points"] for lv in levels if lv["level"] == level))


@pytest.fixture(scope="module")
def klass(prepared_root, tmp_path_factory):
    """A class of 24, graded, of which a person decided two questions throughout: one lower than proposed."""
    import shutil

    root = shutil.copytree(prepared_root, tmp_path_factory.mktemp("class") / "root")
    answers = [s.answers for s in demo.load_class().students if not s.trouble]
    for n in range(22):
        hand_in(root, f"s{n:02}", {"schema": 1, **answers[n % len(answers)]})
    extra = GOOD | {"coordination": f"{HOSTILE} {GOOD['coordination']}", "finances": "Hello from Mei-Lin Zarubina."}
    hand_in(root, "mei", extra)
    hand_in(root, "nobody", None)
    grade(root)
    with gradebook(root) as gb:
        gb.update_or_create_student("mei", first_name="Mei-Lin", last_name="Zarubina")
    for n in range(22):
        for criterion, less in (("coordination", 1), ("concision", 0)):
            level = autograded(root, f"s{n:02}", criterion)["metadata"]["hart"]["level"]
            decide_level(root, f"s{n:02}", criterion, max(1, level - less))
    return root


def test_the_sample_is_blind_and_spread(klass):
    done = command(klass, "second", "sample", "kim", "--number", "12")
    assert done.exit_code == 0, done.output
    folder = klass / "course" / "second" / "kim"
    page = (folder / "to-send" / "read-and-rate.html").read_text(encoding="utf-8")
    key = json.loads((folder / "key.json").read_text())["texts"]
    assert len(set(key.values())) == 12 and "nobody" not in key.values()
    sent = page + (folder / "to-send" / "ratings.csv").read_text()
    assert not [s for s in key.values() if f">{s}<" in sent or f'"{s}"' in sent]
    form = page.split("<script>")[0]
    assert form.count("<fieldset") == 12 * len(RATED)
    assert "checked>" not in form and "hart-" not in form and "aria-pressed" not in form
    totals = {g.student: g.points for g in grade(klass).values()}
    chosen = [totals[s] for s in key.values()]
    assert min(chosen) <= sorted(totals.values())[len(totals) // 3] and max(chosen) >= sorted(totals.values())[-4]
    assert "has a sample already" in command(klass, "second", "sample", "kim").output
    assert "can't be a reader's name" in command(klass, "second", "sample", "../kim").output


def test_names_and_markup_of_a_student_do_no_harm(klass):
    command(klass, "second", "sample", "lee", "--number", "23")
    page = (klass / "course" / "second" / "lee" / "to-send" / "read-and-rate.html").read_text(encoding="utf-8")
    assert "Zarubina" not in page and "Hello from [name] [name]." in page
    assert HOSTILE not in page and "&lt;script&gt;window.ran=1" in page


def test_levels_come_back_and_are_compared(klass):
    command(klass, "second", "sample", "pat", "--number", "10")
    folder = klass / "course" / "second" / "pat"
    texts = json.loads((folder / "key.json").read_text())["texts"]
    file = klass / "ratings-pat.csv"
    rows = []
    for text, student in texts.items():
        level = autograded(klass, student, "coordination")["metadata"]["hart"]["level"]
        rows.append({"id": text, "rater": "pat", "coordination": max(1, level - 1), "concision": 0})
    with file.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, ["id", "rater", *RATED], restval="")
        writer.writeheader()
        writer.writerows(rows)
    assert "20 levels taken, 40 left open" in command(klass, "second", "take", "pat", str(file)).output
    found = json.loads(command(klass, "second", "compare", "pat", "--format", "json").stdout)
    coordination, concision = (found["criteria"][c] for c in ("coordination", "concision"))
    assert coordination["readers"]["exact"] == 1 and coordination["machine and first"]["exact"] < 0.5
    assert concision["readers"]["exact"] == 0 and concision["machine and first"]["exact"] == 1
    assert "readers" not in found["criteria"]["finances"]
    gaps = [
        max(v) - min(v)
        for d in found["differences"]
        if (v := [d[k] for k in ("first", "second", "machine") if d[k] is not None])
    ]
    assert gaps == sorted(gaps, reverse=True) and min(gaps) > 0
    shown = command(klass, "second", "compare", "pat").output
    assert "machine and first" in shown and "answers on which you differ" in shown
    page = (folder / "compare.html").read_text(encoding="utf-8")
    assert page.count("<article") == len(found["differences"])
    assert len(list(csv.DictReader((folder / "differences.csv").read_text().splitlines()))) == len(found["differences"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,rater,concision\ntext-99,x,1\n", "ratings.csv:2: “text-99” is not a text"),
        ("id,rater,concision\ntext-01,x,5\n", "ratings.csv:2: concision must be a level"),
        ("id,rater,concision\ntext-01,x,\n", "there is no level in it"),
        ("\x00\x01", "there is no level in it|can't be read"),
    ],
)
def test_a_file_that_cant_be_used_is_answered_with_its_line(klass, tmp_path, text, words):
    import re

    if not (klass / "course" / "second" / "sam").exists():
        command(klass, "second", "sample", "sam", "--number", "3")
    file = tmp_path / "ratings.csv"
    file.write_text(text)
    done = command(klass, "second", "take", "sam", str(file))
    assert done.exit_code == 1 and re.search(words, done.output), done.output
    assert not (klass / "course" / "second" / "sam" / "ratings.csv").exists()


def test_a_class_teaches_the_rubric_only_when_asked(klass):
    before = {s: g.points for s, g in grade(klass).items()}
    done = command(klass, "calibrate", "--from-class", ASSIGNMENT, "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout[: done.stdout.rindex("}") + 1])
    assert found["benefits"]["too_few"] and found["benefits"]["n"] == 0
    taught, known = found["coordination"], found["concision"]
    assert taught["n"] == 22 and taught["changed"] > 12 and known["changed"] == 0
    assert taught["left_out"]["exact"] > taught["before"]["exact"]
    assert taught["before"]["n"] == taught["left_out"]["n"] == 22
    assert not (klass / "course" / "rubrics").exists() and "Nothing was written" in done.output
    done = command(klass, "calibrate", "--from-class", ASSIGNMENT, "--only", "coordination", "--write")
    assert "Version 2 of the rubric" in done.output and done.exit_code == 0, done.output
    course = Course(klass)
    rubrics = judge.of_course(course.coursedir, ASSIGNMENT, grading=True).rubrics
    assert rubrics["coordination"].scale.cuts == taught["cuts"]
    assert (klass / "course" / "rubric-history" / "version-1" / "coordination.yml").is_file()
    assert {s: g.points for s, g in grade(klass).items()} == before  # what is graded keeps its grade and version
    hand_in(klass, "late")
    grade(klass)
    version = {s: needs.read_folder(course.folder("autograded", ASSIGNMENT, s)).version for s in ("s00", "late")}
    assert version == {"s00": 1, "late": 2}


def test_points_between_levels_count_as_the_nearer_level(root):
    hand_in(root, "amy")
    grade(root)
    decide(root, "amy", "coordination", 12.6)
    decide(root, "amy", "finances", 8.4)
    levels = {f.criterion: f.person for f in finals.read_finals(Course(root), ASSIGNMENT)}
    assert (levels["coordination"], levels["finances"], levels["benefits"]) == (3, 3, None)


def test_calibrating_before_anybody_decided_says_what_to_do(root):
    hand_in(root, "amy")
    grade(root)
    done = command(root, "calibrate", "--from-class", ASSIGNMENT)
    assert done.exit_code == 1 and "score some answers in the formgrader first" in done.output
    assert "give either DIR or --from-class" in CliRunner().invoke(main, ["calibrate"]).output
