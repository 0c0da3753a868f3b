"""Authors: a city begun, checked in plain words, filled from a spreadsheet."""

import csv
import shutil

import pytest
from click.testing import CliRunner
from hartcity import content
from hartcity.checking import check_city
from hartcity.city import load_city
from hartcity.cli import main
from hartcity.errors import HartError
from hartcity.hsds.reading import import_city
from openpyxl import Workbook, load_workbook

TODAY = "2026-11-25"


def run(*arguments):
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A city and a person as the commands begin them."""
    shelf = tmp_path_factory.mktemp("scenarios")
    assert run("city", "new", "Elm Falls", "--into", shelf).exit_code == 0
    assert run("user", "new", "Sam O'Hara", "--city", shelf / "elm-falls").exit_code == 1, "a quote can't stand in YAML"
    assert run("user", "new", "Sam Ortega", "--city", shelf / "elm-falls").exit_code == 0
    return shelf / "elm-falls"


@pytest.fixture
def city(begun, tmp_path):
    shutil.copytree(begun, tmp_path / "elm-falls")
    return tmp_path / "elm-falls"


def test_what_is_begun_loads_and_passes(begun):
    assert check_city(begun) == []
    done = run("city", "check", begun)
    assert (done.exit_code, done.output) == (0, "ok: 1 organization, 1 service, 0 warnings.\n")
    assert run("city", "new", "Elm Falls", "--into", begun.parent).exit_code == 1, "nothing is written over"


def test_hart_city_has_no_mistake():
    assert [str(r) for r in check_city(content.locate("scenarios", "hart-city")) if r.level == "mistake"] == []


SPOIL = [
    ("available: 4", "available: 40", "40 places are available of 20 at most"),
    ("opens_at: '09:00'", "opens_at: 9 am", "write '09:00'"),
    ("byday: MO,TU,WE,TH,FR", "byday: Mon-Fri", "write MO,TU,WE,TH,FR"),
    ("x_wait_days: 7", "x_wait_days: soon", "a whole number is expected here"),
    ("x_needs: [food]", "x_needs: [foods]", "Did you mean “food”?"),
    ("        code: en", "        code: xx", "“xx” is not a language code known here: write en"),
    ("x_step_free: 'yes'", "x_step_free: maybe", "not a word known here"),
    ("id: first-organization", "id: other", "must be the file's name"),
    ("    application_process:", "    aplication_process:", "Did you mean “application_process”?"),
    ("  - number: (555) 010-0100", "  - number: call us", "doesn't look like a telephone number"),
    ("email: intake@", "email: intake at ", "is not an e-mail address"),
    ("    x_step_free:", "    x_confidential: true\n    x_step_free:", "is confidential, yet its place is in the file"),
    ("    fees_description: free\n", "", "cost not stated"),
    ("    x_eligibility:\n      adult: true\n", "", None),
]


@pytest.mark.parametrize(("before", "after", "says"), SPOIL, ids=[s[1].strip().split(":")[0] or s[2] for s in SPOIL])
def test_a_mistake_is_named_with_its_line_and_what_would_fix_it(before, after, says, city):
    path = city / "organizations" / "first-organization.yml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    remarks = check_city(city)
    if says is None:
        assert remarks == [], "who it is for is still said in words"
        return
    found = [r for r in remarks if says in str(r)]
    assert found, remarks
    wanted = text[: text.index(before)].count("\n") + 1
    assert found[0].path == path
    if after and "cost" not in says:
        assert abs(found[0].line - wanted) <= 1


NO_YAML = [
    ("    name: First service", "   name: First service", "isn't indented like the lines around it"),
    ("    name: First service", "      name: First service", "isn't indented like the lines around it"),
    ("    name: First service", "\tname: First service", "there is a tab"),
    ("    name: First service", "    name:First service", "write a space after the colon of “name:”"),
    ("description: What a person", "description: What: a person", "a text with “: ” in it needs quotes"),
    ("description: What a person", "description: 'Don't wait: a person", "goes on after its closing quotation mark"),
    ("description: What a person", "description: @home", "begins with “@” needs quotes"),
    ("description: What a person", "description: - food", "begins with “-” needs quotes"),
    ("description: What a person", "description: *stars*", "begins with “*” needs quotes"),
    ("x_needs: [food]", "x_needs: [food", "a bracket that opens in this line or before it"),
    ("      - document: photo ID", "      - photo ID", "isn't of the form “key: value”"),
    ("services:\n", "services\n", "has no “: ” after its key"),
]


@pytest.mark.parametrize(("before", "after", "says"), NO_YAML, ids=[s[2][-24:] for s in NO_YAML])
def test_what_is_no_yaml_is_told_in_an_authors_words(before, after, says, city):
    path = city / "organizations" / "first-organization.yml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    (remark,) = [r for r in check_city(city) if r.level == "mistake"]
    wanted = text[: text.index(before)].count("\n") + 1
    assert says in remark.message
    assert 0 <= remark.line - wanted <= 2


def test_a_wrong_key_for_the_services_is_one_mistake(city):
    path = city / "organizations" / "first-organization.yml"
    path.write_text(path.read_text("utf-8").replace("services:", "service:"), "utf-8")
    assert "Did you mean “services”?" in run("city", "check", city).output


def test_a_file_that_nobody_reads_is_named(city):
    for name in ("organizations/second.yaml", "organizations/third.yml.txt", "service-users/ann.yaml"):
        (city / name).write_text("id: x", "utf-8")
    done = run("city", "check", city)
    assert done.exit_code == 0
    assert done.output.count("this file isn't read") == 3


def test_all_mistakes_are_told_at_once(city):
    path = city / "organizations" / "first-organization.yml"
    text = path.read_text("utf-8")
    spoiled = [s for s in SPOIL if s[2] and "is confidential" not in s[2] and "must be" not in s[2]]
    for before, after, _ in spoiled:
        text = text.replace(before, after, 1)
    path.write_text(text, "utf-8")
    (city / "city.yml").write_text((city / "city.yml").read_text("utf-8").replace("as_of: '2", "as_of: 'x2"), "utf-8")
    done = run("city", "check", city)
    assert done.exit_code == 1
    assert "is not a date: write it as" in done.output
    # What stands in a service with a wrong key or type is looked at once these are right.
    for says in ("a whole number is expected", "aplication_process", "not a word known", "telephone", "e-mail", "“xx”"):
        assert says in done.output, says
    assert done.output.count("mistake  ") >= 5


def test_a_persons_mistakes_are_told_too(city):
    path = city / "service-users" / "sam-ortega.yml"
    path.write_text(path.read_text("utf-8").replace("age: 34", "age: old").replace("quote:", "quotation:"), "utf-8")
    said = [str(r) for r in check_city(city)]
    assert len(said) == 2, said
    assert all(str(path) in line for line in said)


def test_a_point_outside_of_the_map_is_found(city):
    head = city / "city.yml"
    head.write_text(head.read_text("utf-8") + "map:\n  width: 100\n  height: 50\n  river:\n    - [20, 60]\n", "utf-8")
    assert [r.line for r in check_city(city) if "outside of the map" in r.message]


def test_assignment_names_a_city_beside_the_course_or_by_its_folder(city, tmp_path):
    near = tmp_path / "course" / "source" / "hart-city"
    near.mkdir(parents=True)
    (tmp_path / "scenarios").mkdir()
    shutil.move(city, tmp_path / "scenarios" / "elm-falls")
    assert load_city("elm-falls", near).name == "Elm Falls"
    assert load_city(str(tmp_path / "scenarios" / "elm-falls")).name == "Elm Falls"
    with pytest.raises(HartError, match=r"there is no city “elm-fall”. Did you mean “elm-falls”\?.*hart-city"):
        load_city("elm-fall", near)


def test_a_city_without_service_users_says_what_to_do(city):
    shutil.rmtree(city / "service-users")
    assert any("hartcity user new" in str(r) for r in check_city(city))
    from hartcity.service_user import load_service_users

    with pytest.raises(HartError, match="hartcity user new"):
        load_service_users(load_city(city))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_can_be_imported_as_it_is(ending, tmp_path):
    path = tmp_path / f"services.{ending}"
    assert run("city", "template", path).exit_code == 0
    assert run("city", "template", path).exit_code == 1, "nothing is written over"
    done = import_city(path, tmp_path / "city", TODAY)
    assert not done.report.problems
    rent, shelter = done.city.services.values()
    assert (rent.needs, rent.cost, rent.wait_days, rent.documents) == (
        ("rent", "housing"),
        "free",
        14,
        ("photo ID", "lease"),
    )
    assert (shelter.available, shelter.maximum, shelter.required_documents) == (3, 12, ())
    assert shelter.x_eligibility is not None, "“everyone” is stated"
    assert shelter.hours == "every day 5:00 pm-8:00 am"
    place = done.city.organization_of(rent.id).locations[0]
    assert (place.addresses[0].postal_code, place.transportation) == ("00000", "Bus 4")


def test_headings_are_forgiven_and_wrong_rows_reported(tmp_path):
    rows = [
        ["agency name", "PROGRAM", "Who is eligible?", "fee", "Tel.", "Favorite color"],
        ["Harbor House", "Rent help", "adults", "", "555 010 0134", "blue"],
        ["", "Lost service", "", "", "", ""],
        ["Harbor House", "Sum", "", '=HYPERLINK("http://evil.example")', "nonsense", ""],
    ]
    path = tmp_path / "own.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    done = import_city(path, tmp_path / "city", TODAY)
    assert list(done.city.services) == ["rent-help", "sum"]
    rent = done.city.services["rent-help"]
    assert (rent.phones[0].number, rent.eligibility_description) == ("(555) 010-0134", "adults")
    found = {(p.reason, p.row) for p in done.report.problems}
    assert {("column", 1), ("no-name", 3), ("formula", 4), ("phone", 4)} <= found
    assert "HYPERLINK" not in (done.city.path / "organizations" / "harbor-house.yml").read_text("utf-8")


def test_formulas_of_a_workbook_are_not_trusted(tmp_path):
    book = Workbook()
    for row in (
        ["Organization", "Service", "Cost"],
        ["Harbor House", "Rent help", "=1+1"],
        ["Harbor House", "Meals", 12],
    ):
        book.active.append(row)
    book.save(tmp_path / "own.xlsx")
    done = import_city(tmp_path / "own.xlsx", tmp_path / "city", TODAY)
    assert [s.fees_description for s in done.city.services.values()] == ["", "12"]
    assert [p.reason for p in done.report.problems] == ["formula"]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".zip", ".json", ".txt"])
def test_what_is_no_directory_gets_one_clear_line(ending, tmp_path):
    path = tmp_path / f"bad{ending}"
    path.write_bytes(b"\x00\x01 this is nothing \xff")
    done = run("city", "import", path, "--into", tmp_path / "out")
    assert done.exit_code == 1
    assert str(path) in done.output
    assert "Traceback" not in done.output
    assert not (tmp_path / "out").exists()


def test_the_workbook_keeps_zeros(tmp_path):
    run("city", "template", tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx").active
    zips = [cell for cell in sheet[1] if cell.value == "ZIP"]
    assert sheet.cell(2, zips[0].column).value == "00000"


def test_the_services_may_stand_on_another_sheet_of_the_workbook(tmp_path):
    book = Workbook()
    book.active.append(["How to use this file"])
    page = book.create_sheet("Services")
    for row in (["Agency", "Program", "Who can come"], ["Harbor House", "Rent help", "adults"]):
        page.append(row)
    book.save(tmp_path / "own.xlsx")
    done = import_city(tmp_path / "own.xlsx", tmp_path / "city", TODAY)
    assert done.city.services["rent-help"].eligibility_description == "adults"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("old.xls", "x", "save this spreadsheet as .xlsx or .csv"),
        ("services.csv", "id,organization_id,name\n1,2,x\n", "name its folder"),
        ("mine.csv", "Organization,Service\n", "there is no row below the headings"),
    ],
)
def test_another_kind_of_file_is_told_what_to_do(name, text, says, tmp_path):
    (tmp_path / name).write_text(text, "utf-8")
    done = run("city", "import", tmp_path / name, "--into", tmp_path / "out")
    assert done.exit_code == 1
    assert says in done.output
    assert done.output.count("\n") == 1
