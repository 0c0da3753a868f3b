"""Rosters in and grades out: files as Canvas, Moodle, Blackboard and spreadsheets write and read them."""

from __future__ import annotations

import csv
import io
import json

import attrs
import pytest
from classroom import grade, gradebook, hand_in, set_policy
from click.testing import CliRunner
from hartcity.errors import GradingError, WorkspaceError
from hartcity.settings import ASSIGNMENT
from hartgrader.cli import main
from hartgrader.gradebook import enrolling, regrades, sections
from hartgrader.lms.grades import Grade, write
from hartgrader.lms.roster import Person, read
from hypothesis import given
from hypothesis import strategies as st

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,"Essay (331)"
    Points Possible,,,,,10
"O'Brien, Zoë",8801,U-17,zobrien,"HS 201-01 and HS 201",9
"de la Cruz, Ana Lucía",8802,U-18,acruz,HS 201-02,
"Student, Test",9999,,abc,HS 201-01,
"""
MOODLE = """"First name","Last name","ID number",Groups,"Email address"
Zoë,O'Brien,U-17,"Section A, Night",zobrien@example.org
"""
BLACKBOARD = '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Essay [Total Pts: 10 Score] |771"\r\n"O\'Brien"\t"Zoë"\t"zobrien"\t"U-17"\t""\r\n'  # noqa: E501


def test_canvas_export_gives_names_ids_and_sections_and_no_test_student():
    found = read(CANVAS.encode("utf-8-sig"))
    zoe, ana = found.people
    assert zoe == Person("zobrien", "Zoë", "O'Brien", "", "HS 201-01", "zobrien", "U-17", "8801")
    assert (ana.last_name, ana.first_name) == ("de la Cruz", "Ana Lucía")


def test_moodle_and_blackboard_exports_are_read():
    (one,) = read(MOODLE.encode()).people
    assert (one.id, one.email, one.section) == ("U-17", "zobrien@example.org", "Section A")
    (two,) = read(b"\xff\xfe" + BLACKBOARD.encode("utf-16-le")).people
    assert (two.id, two.number, two.last_name) == ("zobrien", "U-17", "O'Brien")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_form_does_not_matter(encoding, delimiter, end):
    table = [["Username", "Student name", "Section"], ["zo", f"O{delimiter} Brien, Zoë", 'the "A" group']]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=end).writerows(table)
    (one,) = read(file.getvalue().encode(encoding)).people
    assert one.id == "zo" and one.section == 'the "A" group'
    assert one.first_name.endswith("Zoë")


def test_a_row_that_names_nobody_is_left_out_with_its_reason():
    found = read(b"Username,Name\n,Nobody Known\nzo,Zo One\nzo,Zo Two\n../up,Up There\n")
    assert [p.id for p in found.people] == ["zo"]
    assert ["row 2" in found.skipped[0], "twice" in found.skipped[1], "row 5" in found.skipped[2]] == [True] * 3


@pytest.mark.parametrize(
    ("raw", "says"),
    [(b"", "empty"), (b"PK\x03\x04zip", "save the sheet as CSV"), (b"color,size\nred,4\n", "no column"),
     (b"Name\nZoe\n", "no column"), (b"x" * 5_000_001, "larger")],
)  # fmt: skip
def test_what_is_no_roster_gets_one_line(raw, says):
    with pytest.raises(WorkspaceError, match=says):
        read(raw)


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(raw):
    try:
        read(raw)
    except WorkspaceError as error:
        assert "\n" not in str(error)


def test_a_roster_enters_gradebook_sections_and_memory(root, tmp_path):
    file = tmp_path / "canvas.csv"
    file.write_text(CANVAS, encoding="utf-8")
    for times in (1, 2):
        done = CliRunner().invoke(main, ["roster", "import", str(file), "--folder", str(root)])
        assert done.exit_code == 0, done.output
        assert ("2 new" if times == 1 else "0 new, 0 changed") in done.output
    with gradebook(root) as gb:
        assert gb.find_student("zobrien").first_name == "Zoë"
        assert gb.find_student("zobrien").lms_user_id == "8801"
    assert sections.load(root / "course").of == {"zobrien": "HS 201-01", "acruz": "HS 201-02"}
    assert enrolling.known(root / "course")["acruz"].number == "U-18"
    bad = CliRunner().invoke(main, ["roster", "import", str(root), "--folder", str(root)])
    assert bad.exit_code and len(bad.output.strip().splitlines()) <= 4


PEOPLE = [Person("zobrien", "Zoë", "O'Brien", "zobrien@example.org", "A", "zobrien", "U-17", "8801"),
          Person("acruz", "=Ana", "@Cruz", "acruz@example.org", "-B", "acruz", "U-18", "8802"),
          Person("gone", "Gil", "Gone")]  # fmt: skip
GRADES = [Grade(PEOPLE[0], 87.456, comment="-2 for 1 days late"), Grade(PEOPLE[1], None), Grade(PEOPLE[2], 3, True)]


def test_canvas_takes_its_file_back():
    """As its importer reads: ids in front, “Title (id)”, a row of points possible, EX for who is excused."""
    table = list(csv.reader(io.StringIO(write("canvas", "Two agencies", 100, GRADES, "4471").decode("utf-8"))))
    assert table[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Two agencies (4471)"]
    assert "Points Possible" in table[1][0] and table[1][-1] == "100"
    # The header that its importer asks for: the last of the student's own columns is the section.
    assert [w in h for w, h in zip(("Student", "ID", "SIS User ID", "SIS Login ID", "Section"), table[0], strict=False)]
    # An empty cell would erase a grade that Canvas has.
    assert [(r[1], r[-1]) for r in table[2:]] == [("8801", "87.46"), ("", "EX")]
    zero = [attrs.evolve(g, points=g.points or 0.0) for g in GRADES]
    again = read(write("canvas", "Two agencies", 100, zero)).people
    assert [p.id for p in again] == ["zobrien", "acruz", "gone"]
    assert (again[1].last_name, again[0].first_name) == ("@Cruz", "Zoë")
    with pytest.raises(GradingError, match="skips a column with “Final Grade”"):
        write("canvas", "The Final Grade", 100, GRADES)


def test_moodle_takes_its_file_back():
    table = list(csv.DictReader(io.StringIO(write("moodle", "Two agencies", 100, GRADES).decode("utf-8"))))
    first = table[0]
    assert (first["Email address"], first["Two agencies (Real)"]) == ("zobrien@example.org", "87.46")
    assert first["Two agencies (Feedback)"] == "'-2 for 1 days late"
    assert [r["Two agencies (Real)"] for r in table] == ["87.46"]
    # Moodle gives the grade of a row without the mapped id to the student before: no such column may have a gap.
    gap = [*GRADES[:1], Grade(Person("ben", "Ben", "Ro", email="ben@example.org"), 50)]
    head, *lines = csv.reader(io.StringIO(write("moodle", "T", 100, gap).decode("utf-8")))
    assert head == ["First name", "Last name", "Username", "Email address", "T (Real)", "T (Feedback)"]
    assert all(all(line[2:4]) for line in lines)
    assert [p.id for p in read(write("moodle", "T", 100, gap)).people] == ["zobrien", "ben"]


def test_blackboard_takes_its_file_back():
    raw = write("blackboard", "Two | agencies", 100, GRADES, "771")
    text = raw.decode("utf-16")
    assert text.splitlines()[0].endswith('"Two / agencies [Total Pts: 100 Score] |771"')
    table = list(csv.reader(io.StringIO(text), delimiter="\t"))
    assert [(r[2], r[4]) for r in table[1:]] == [("zobrien", "87.46")]
    assert [p.id for p in read(raw).people] == ["zobrien"]


@pytest.mark.parametrize("platform", ["canvas", "moodle", "blackboard"])
@given(name=st.text(st.characters(codec="utf-8"), max_size=30))
def test_no_cell_for_a_platform_is_a_formula(platform, name):
    person = Person("ok", name, name, "", name)
    raw = write(platform, name or "T", 100, [Grade(person, -1.5, comment=name)])
    text = raw.decode("utf-16" if platform == "blackboard" else "utf-8")
    for row in csv.reader(io.StringIO(text), delimiter="\t" if platform == "blackboard" else ","):
        for cell in row:
            assert cell in ("-", "-1.5") or not cell.lstrip().startswith(("=", "+", "-", "@")), cell


def test_an_id_like_a_formula_is_refused_instead_of_changed():
    with pytest.raises(GradingError, match="begins like a formula"):
        write("canvas", "T", 100, [Grade(Person("=cmd", "A", "B"), 1)])


def test_the_rubric_fits_canvas_template():
    from hartgrader.rubric import load_rubrics

    done = CliRunner().invoke(main, ["rubric", "export", "--for", "canvas", "--title", "Hart City"])
    head, *lines = csv.reader(io.StringIO(done.output))
    assert head[:7] == ["Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range", "Rating Name",
                        "Rating Description", "Rating Points"]  # fmt: skip
    rubrics = load_rubrics()
    assert [r[1] for r in lines] == [c.title for c in rubrics.criteria.values()]
    for line, criterion in zip(lines, rubrics.criteria.values(), strict=True):
        points = [float(p) for p in line[6::3]]
        assert points[0] == criterion.max_points and points == sorted(points, reverse=True) and points[-1] == 0


def test_a_workbook_of_grades_keeps_numbers_numbers_and_text_text(root):
    from openpyxl import load_workbook

    hand_in(root, "=amy")
    set_policy(root, "extra_credit: []")
    grade(root)
    with gradebook(root) as gb:
        gb.update_or_create_student("=amy", last_name="-5")
    set_policy(root, "extra_credit:\n- {student: '=amy', points: -5, reason: '@late form'}")
    regrades.regrade(root, "=amy", "finances", 3.5, "=appeal")
    file = root / "grades.xlsx"
    done = CliRunner().invoke(main, ["export", str(file), "--format", "xlsx", "--folder", str(root)])
    assert done.exit_code == 0, done.output
    sheet = load_workbook(file)[ASSIGNMENT]
    cells = {c.value: sheet.cell(2, c.column) for c in sheet[1]}
    assert (cells["extra_credit"].value, cells["extra_credit"].data_type) == (-5, "n")
    assert (cells["student"].value, cells["student"].data_type) == ("=amy", "s")
    assert cells["last_name"].data_type == "s"
    decided = load_workbook(file)["history of decisions"]
    row = {c.value: decided.cell(2, c.column) for c in decided[1]}
    assert (row["student"].value, row["after"].value, row["reason"].value) == ("=amy", 3.5, "=appeal")
    assert row["reason"].data_type == row["student"].data_type == "s" and row["after"].data_type == "n"
    (told,) = json.loads(CliRunner().invoke(main, ["history", "--format", "json", "--folder", str(root)]).output)
    assert told["words"].endswith("→ 3.5 (=appeal)") and told["who"] and len(told["text"]) == 16
    text = CliRunner().invoke(main, ["export", "--folder", str(root)]).output
    assert ",-5.0," in text and "'=amy" in text and "'-5," in text


def test_one_section_can_be_exported(root):
    with gradebook(root) as gb:
        for student in ("amy", "zed"):
            gb.update_or_create_student(student)
    sections.assign(root / "course", {"amy": "evening", "zed": "day"})
    run = CliRunner()
    for words in (["--for", "moodle", "--missing", "zero"], []):
        shown = run.invoke(main, ["export", *words, "--section", "evening", "--folder", str(root)]).output
        assert "amy" in shown and "zed" not in shown
    wrong = run.invoke(main, ["export", "--section", "evenin", "--folder", str(root)])
    assert wrong.exit_code == 1 and "Did you mean “evening”" in wrong.output
