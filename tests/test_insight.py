"""What a graded class shows its instructor: numbers that can be counted by hand, names that stay hidden, safe files."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import time

import attrs
import pytest
from classroom import GOOD, decide, grade, gradebook, hand_in
from hartcity.answers import from_dict
from hartcity.settings import ASSIGNMENT
from hartgrader.analytics import book, items, open_dashboard, page, similarity, summaries
from hartgrader.analytics.frames import frames
from hartgrader.gradebook import record
from hartgrader.gradebook.record import ClassRecord, Mark, Student
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

HOSTILE = "=HYPERLINK(1)<script>window.ran=1</script>"
DUE = datetime.datetime(2026, 11, 19, 23, 59)
LEVELS = [{"level": n, "points": p} for n, p in ((4, 20.0), (3, 17.0), (2, 13.0), (1, 8.0), (0, 0.0))]


def mark(level: int, met: dict[str, float], decided: float | None = None, criterion: str = "collaboration") -> Mark:
    findings = [
        {"indicator": k, "label": k.capitalize(), "met": v, "message": f"{k} is missing.", "quote": HOSTILE}
        for k, v in met.items()
    ]
    points = next(lv["points"] for lv in LEVELS if lv["level"] == level)
    shown = {"criterion": criterion, "title": criterion.capitalize(), "level": level, "confidence": 0.7, "sure": False,
             "answered": True, "levels": LEVELS, "findings": findings}  # fmt: skip
    return Mark(criterion, 20.0, points, decided, decided is None, shown)


def student(n: int, level: int, met: dict[str, float], body: str = "", **more) -> Student:
    marks = (mark(level, met, more.pop("decided", None)), mark(level, {}, None, "concision"))
    answers = from_dict({"schema": 1, "service_user": "x", "email": {"to": "", "subject": "", "body": body}})
    return Student(f"s{n}", "Ana", f"Last{n}", DUE, DUE, graded=True, marks=marks, answers=answers, **more)


def klass(*students: Student) -> ClassRecord:
    return ClassRecord(ASSIGNMENT, "A title", ("collaboration", "concision"), students, DUE)


@pytest.fixture(scope="module")
def twenty() -> ClassRecord:
    """Twenty students; `consent` is met by the strong only, `greeting` by everybody, `odd` by the weak."""
    people = []
    for n in range(20):
        strong = n >= 10
        met = {"consent": float(strong), "greeting": 1.0, "odd": float(not strong)}
        people.append(student(n, 4 if strong else 2, met, decided=17.0 if n == 19 else 20.0 if n == 18 else None))
    return klass(*people)


def test_levels_are_counted_and_a_persons_level_counts_over_the_proposed(twenty):
    row = summaries.distribution(frames(twenty)).set_index("criterion").loc["Collaboration"]
    assert [row[f"level {n}"] for n in range(5)] == [0, 0, 10, 1, 9]


def test_what_was_missed_has_its_share_and_its_words(twenty):
    missed = summaries.missed(frames(twenty))
    assert list(missed["indicator"]) == ["Consent", "Odd"]
    first = missed.iloc[0]
    assert (first["lacked by"], first["of"], first["percent"]) == (10, 20, 50)
    assert first["what they read"] == "consent is missing." and HOSTILE in first["examples"]


def test_who_could_not_be_read_waits_like_everybody_else(twenty):
    blank = [
        attrs.evolve(m, waits=True, decided=None, shown={**m.shown, "level": None}) for m in twenty.students[0].marks
    ]
    unread = attrs.evolve(twenty.students[0], id="x", marks=tuple(blank))
    counted = summaries.overview(frames(klass(*twenty.students[18:], unread))).set_index("")["number"]
    waiting = {s.id for s in (*twenty.students[18:], unread) if any(m.waits for m in s.marks)}
    assert counted["with an answer that waits for you"] == len(waiting) and "x" in waiting
    assert counted["nothing in it could be read"] == 1


def test_items_tell_what_separates_what_does_not_and_what_is_reversed(twenty):
    found = items.items(frames(twenty)).set_index("indicator")
    assert (found.loc["Consent", "difference"], found.loc["Consent", "reading"]) == (100, "separates well")
    assert found.loc["Greeting", "reading"] == "everybody meets it"
    assert found.loc["Odd", "reading"].startswith("reversed")
    few = klass(*[student(n, 2, {"consent": 1.0}) for n in range(items.LEAST - 1)])
    assert items.items(frames(few)).empty


def test_machine_and_person_are_compared_only_where_a_person_scored(twenty):
    data = frames(twenty)
    row = summaries.agreement(data).set_index("criterion").loc["Collaboration"]
    assert (row["scored by a person"], row["same level, percent"], row["proposed higher"]) == (2, 50, 1)
    apart = summaries.disagreements(data)
    assert apart[["student", "proposed level", "person's level"]].values.tolist() == [["Ana Last19", 4, 3]]


def test_an_extension_makes_work_of_the_same_hour_early():
    late = attrs.evolve(student(1, 4, {}), handed_in=DUE + datetime.timedelta(hours=30), late=30 * 3600.0)
    allowed = attrs.evolve(student(2, 4, {}), handed_in=DUE + datetime.timedelta(hours=30), late=0.0)
    table = summaries.lateness(frames(klass(late, allowed)), DUE).set_index("when")["students"]
    assert table["1 to 3 days late"] == 1 and table.sum() == 2
    assert summaries.lateness(frames(klass(late)), None).empty


def test_who_needs_a_word_and_why():
    fine, absent = student(1, 4, {}), Student("gone", "Gil", "Gone")
    weak = attrs.evolve(student(2, 1, {}), remarks=(("private", "Told too much."),), late=72 * 3600.0)
    table = summaries.need_a_word(frames(klass(fine, absent, weak)))
    assert list(table["student"]) == ["Ana Last2", "Gil Gone"]
    assert table.iloc[0]["why"].startswith("Told too much; 16 of 40 points; level 0 or 1 in")
    assert table.iloc[1]["why"] == "nothing handed in"


def test_hidden_names_stand_nowhere_and_stay_the_same():
    secret = attrs.evolve(student(1, 1, {"consent": 0.0}), id="zk9@x", first_name="Zebediah", last_name="Quux")
    words = "Dear Ms. Ortiz,\n\nThank you.\n\nZebediah Quux, zk9@x"
    secret = attrs.evolve(secret, answers=from_dict({"schema": 1, "email": {"body": words}}))
    secret = attrs.evolve(secret, remarks=(("x", "Quux handed in twice."),))
    record_ = klass(secret, *[student(n, 3, {}) for n in range(2, 9)])
    data = frames(record_, hide_names=True)
    everything = page.document(data, page.sections(data, DUE), book.alike([])) + str(data.texts) + str(data.answers)
    for name in ("Zebediah", "Quux", "zk9"):
        assert name not in everything
    assert "Ms. Ortiz" in str(data.texts)
    assert list(frames(record_, hide_names=True).students["student"]) == list(data.students["student"])


def test_shared_runs_are_found_marked_and_common_property_is_not():
    words = " ".join(f"w{n}" for n in range(60))
    own = {f"s{n}": f"{' '.join(f'x{n}y{i}' for i in range(40))} everybody quotes these seven words of theirs" for n in
           range(30)}  # fmt: skip
    own["s1"] += f" {words}"
    own["s2"] = f"Before. {words.upper()}, and after that something else."
    found = similarity.pairs(own)
    assert [(p.one, p.other) for p in found] == [("s1", "s2")]
    pieces = similarity.cut(own["s2"], own["s1"])
    assert "".join(t for t, _ in pieces) == own["s2"]
    assert [t for t, marked in pieces if marked] == [words.upper()]
    assert similarity.pairs({"a": words, "b": words}, known=[words]) == []


def test_the_sample_email_is_recognized():
    sample = book.sample_text()
    found = similarity.to_sample({"copy": sample[: len(sample) // 2], "own": GOOD["email"]["body"]}, sample)
    assert found[0].one == "copy" and found[0].percent > 80
    assert all(p.percent < 20 for p in found[1:])


@given(st.text(), st.text())
def test_cutting_a_text_loses_nothing(text, other):
    assert "".join(t for t, _ in similarity.cut(text, other)) == text


def test_a_thousand_students_are_summed_up_quickly():
    """Twelve hundred students in seconds: every table and the search for shared words."""
    people = [student(n, n % 4 + 1, {f"i{k}": float(n % (k + 2) > 0) for k in range(12)},
                      " ".join(f"w{(n * 7919 + i * i) % 5000}" for i in range(220))) for n in range(1200)]  # fmt: skip
    start = time.process_time()
    data = frames(klass(*people))
    parts = page.sections(data, DUE)
    book.pairs(data)
    assert time.process_time() - start < 20
    assert parts[0].table.iloc[0, 1] == 1200
    long = page.table(data.students[["student"]], "students", "")
    assert long.count("<tr>") == 301 and "And 900 more rows" in long


@pytest.fixture(scope="module")
def graded(tmp_path_factory, prepared_root):
    """A class of three through nbgrader, one of them hostile; one has not handed in."""
    import shutil

    folder = shutil.copytree(prepared_root, tmp_path_factory.mktemp("insight") / "root")
    hostile = json.loads(json.dumps(GOOD))
    hostile["email"]["body"] += f"\n\n{HOSTILE}"
    for name, answers in (("amy", GOOD), ("ben", GOOD), ("=cmd|mallory", hostile)):
        hand_in(folder, name, answers)
    with gradebook(folder) as gb:
        gb.update_or_create_student("@zoe", first_name="=Zoë", last_name="<b>Last</b>")
    grade(folder)
    decide(folder, "amy", "finances", 4)
    return folder


def test_a_class_is_read_from_nbgrader_as_it_stands(graded):
    klass_ = record.load(graded)
    data = frames(klass_)
    assert dict(data.students["state"].value_counts()) == {"graded": 3, "nothing": 1}
    amy = data.answers[(data.answers["student"] == "amy") & (data.answers["criterion"] == "finances")].iloc[0]
    assert (amy["points"], amy["by_person"], amy["person_level"]) == (4, True, 1)
    assert record.assignments(graded) == [ASSIGNMENT]
    # Two who handed in the same words are shown beside each other.
    assert ("amy", "ben", 100) in [(p.one, p.other, p.percent) for p in book.pairs(data)]


def test_what_is_saved_opens_in_a_spreadsheet_and_does_nothing_there(graded, tmp_path):
    files = book.save(record.load(graded), tmp_path / "out")
    sheets = load_workbook(tmp_path / "out" / "class.xlsx")
    cells = [c for sheet in sheets for row in sheet.iter_rows() for c in row if c.value is not None]
    assert all(c.data_type in "snb" for c in cells), "a formula got through"
    assert any(isinstance(c.value, str) and c.value.startswith("=cmd|mallory") and c.quotePrefix for c in cells)
    assert sheets["levels"]["F2"].data_type == "n"
    for file in (f for f in files if f.suffix == ".csv"):
        for row in csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))):
            assert not any(c.lstrip().startswith(("=", "@", "+")) for c in row), file.name
    text = (tmp_path / "out" / "class.html").read_text(encoding="utf-8")
    assert "<script" not in text and "<b>Last" not in text and "&lt;b&gt;Last" in text
    assert (tmp_path / "out" / "levels.svg").read_bytes().startswith(b"<?xml")


def test_a_class_that_nobody_graded_says_what_to_do(root):
    hand_in(root, "amy")
    with gradebook(root) as gb:
        gb.update_or_create_student("ben")
    shown = open_dashboard(root / "workspace")
    assert "Nobody is graded yet: 0 of 1 students" in str(shown.children[3].value) and shown.children[5].layout.display


def test_whoever_may_not_read_the_gradebook_gets_a_message_and_nothing_else(root, tmp_path):
    (root / "course" / "gradebook.db").unlink()
    for folder in (root / "workspace" / "hart-city", tmp_path):
        assert "There is no gradebook here that is yours" in open_dashboard(folder).value


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_another_user_sees_nothing_of_the_class(graded, mode):
    """A student on a shared server; root sees no permission faults, so a process gives root up first."""
    database = graded / "course" / "gradebook.db"
    assert database.stat().st_mode & 0o007 == 0, "a new gradebook is closed to others"
    before = database.stat().st_mode
    database.chmod(mode)
    for folder in (graded, *graded.parents, graded / "course"):
        folder.chmod(folder.stat().st_mode | 0o055)
    open_dashboard(graded / "workspace")  # loads what is loaded late, which another user may not be able to read
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setgid(65534)
            os.setuid(65534)
            shown = str(open_dashboard(graded / "workspace").get_state())
            code = 0 if "no gradebook here that is yours" in shown and "amy" not in shown else 2
        except BaseException as error:
            print(repr(error))
        os._exit(code)
    database.chmod(before)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
