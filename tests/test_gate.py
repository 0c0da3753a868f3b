"""What leaves the instructor's desk: marked or kept back while it waits for a person, not before its time."""

from __future__ import annotations

import datetime
import re

import pytest
from classroom import CRITERIA, command, decide, everything, grade, hand_in
from hartcity.errors import ContentError
from hartcity.settings import ASSIGNMENT
from hartgrader import table
from hartgrader.gradebook import sections
from hartgrader.gradebook.session import Course


def configure(root, **words):
    for path in (root / "course" / "assignment.yml", root / "course" / "source" / ASSIGNMENT / "assignment.yml"):
        text = path.read_text(encoding="utf-8")
        for key, word in words.items():
            text = re.sub(rf"(?m)^{key}: .*$", f"{key}: {word}", text)
        path.write_text(text, encoding="utf-8")


def released(root) -> int:
    return len(list((root / "workspace" / "exchange" / "hart-city" / "feedback").glob("*.html")))


@pytest.fixture
def two(root):
    """Two students of whom everything waits for a person; all of ben's was looked at."""
    configure(root, review="all")
    for student in ("amy", "ben"):
        hand_in(root, student)
    grade(root)
    for criterion in CRITERIA:
        decide(root, "ben", criterion, 5)
    return root


def test_what_nobody_has_looked_at_is_marked(two):
    assert command(two, "feedback").exit_code == 0
    assert 'class="provisional"' in everything(two, "amy", "feedback", "*.html")
    assert 'class="provisional"' not in everything(two, "ben", "feedback", "*.html")
    rows = table.load(two).set_index("student")
    assert dict(rows["standing"]) == {"amy": "provisional", "ben": "final"}
    assert rows.loc["amy", "total"] > 0
    assert "1 of them are provisional" in command(two, "export", str(two / "grades.csv")).output


def test_what_nobody_has_looked_at_is_kept_back(two):
    configure(two, unseen="refuse")
    done = command(two, "feedback", "--release")
    assert done.exit_code == 0, done.output
    assert "amy: kept back, because you have to look at" in done.output and "ben:" not in done.output
    assert not (two / "course" / "feedback" / "amy").exists()
    assert released(two) == 2
    rows = table.load(two).set_index("student")
    assert dict(rows["standing"]) == {"amy": "withheld", "ben": "final"}
    assert rows.loc["amy", [*CRITERIA, "total"]].isna().all() and rows.loc["ben", "total"] == 35
    for criterion in CRITERIA[1:]:
        decide(two, "amy", criterion, 5)
    assert table.load(two).set_index("student").loc["amy", "coordination"] == 5
    assert "look at selection first" in command(two, "feedback", "--release").output
    decide(two, "amy", "selection", 5)
    assert "amy" not in command(two, "feedback", "--release").output
    assert released(two) == 4


def test_a_page_written_before_the_student_handed_in_again_stays_on_the_desk(two):
    configure(two, unseen="refuse", review="none")
    grade(two, force=True)
    command(two, "feedback")
    configure(two, review="all")
    hand_in(two, "amy", when="2026-11-19 10:00:00 UTC")
    grade(two)
    answer = Course(two).api.release_feedback(ASSIGNMENT, "amy")
    assert not answer["success"] and "kept back" in answer["error"] + answer["log"]
    assert released(two) == 0


def test_each_section_gets_its_feedback_from_its_own_time(two):
    configure(two, review="none")
    grade(two, force=True)
    hand_in(two, "cy")
    grade(two)
    sections.assign(two / "course", {"amy": "evening", "ben": "morning"})
    file = two / "course" / "sections.yml"
    far, past = "2999-01-01 08:00 America/Chicago", "2020-01-01 08:00 +01:00"
    text = file.read_text(encoding="utf-8")
    for name, time in (("evening", far), ("morning", past)):
        text = text.replace(f"- name: {name}\n", f"- name: {name}\n  feedback: {{{ASSIGNMENT}: {time}}}\n")
    file.write_text(text + f"others:\n  feedback: {{{ASSIGNMENT}: {far}}}\n", encoding="utf-8")
    output = command(two, "feedback", "--release").output
    assert "amy: not yet: feedback for section evening goes out from 2999-01-01 08:00 America/Chicago." in output
    assert "cy: not yet: feedback for this class" in output and "ben:" not in output
    assert released(two) == 2
    assert not Course(two).api.release_feedback(ASSIGNMENT, "amy")["success"]
    # A roster changes who is where; the times stay.
    sections.assign(two / "course", {"amy": "morning", "cy": "morning"})
    assert sections.load(two / "course").opens("cy", ASSIGNMENT).year == 2020
    assert command(two, "feedback", "--release").output.count("not yet") == 0
    assert released(two) == 6


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-12-01 08:00", "has no time zone"),
        ("2026-12-01 08:00 Mars/Olympus", "not a time zone"),
        ("soon", "not a time"),
        ("2026-13-01 08:00 UTC", "not a time"),
    ],
)
def test_a_time_that_says_too_little_is_answered_with_its_line(tmp_path, text, words):
    file = tmp_path / "sections.yml"
    file.write_text(f"schema: 1\nsections:\n  - name: evening\n    feedback: {{hart-city: {text}}}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=words) as caught:
        sections.load(tmp_path)
    assert caught.value.line == 3


def test_a_time_means_the_same_moment_in_every_spelling():
    noon = datetime.datetime(2026, 12, 1, 18, 0, tzinfo=datetime.UTC)
    for text in ("2026-12-01 12:00 America/Chicago", "2026-12-01 18:00 UTC", "2026-12-01 19:00 +01:00"):
        assert sections.moment(text) == noon
    # The same hour of the clock after the change to daylight saving time is another moment of the day.
    assert sections.moment("2026-07-01 12:00 America/Chicago").utcoffset() == datetime.timedelta(hours=-5)


def test_a_student_in_two_sections_is_named(tmp_path):
    (tmp_path / "sections.yml").write_text(
        "schema: 1\nsections:\n  - {name: a, students: [amy]}\n  - {name: b, students: [amy]}\n", encoding="utf-8"
    )
    with pytest.raises(ContentError, match="amy is in “a” and in “b”"):
        sections.load(tmp_path)
