"""Hart City goes out as an HSDS 3.1 package that validators accept, and comes back as it was."""

import csv
import json

import attrs
import frictionless
import pytest
from click.testing import CliRunner
from hartcity import yamlfile
from hartcity.city import load_city
from hartcity.cli import main
from hartcity.directory import NOT_STATED, Capacity, Location, Organization, Rules, Unit
from hartcity.eligibility import assess
from hartcity.hsds.export import write_package
from hartcity.hsds.reading import import_city
from hartcity.service_user import load_service_users
from hartcity.widgets import facets
from hartcity.widgets.directory_data import directory_payload

CITY = load_city()
TODAY = "2026-11-25"


def as_files(city):
    """What a city's files say, by organization; lines don't matter."""
    return {o.id: yamlfile.unload(o, Organization) for o in city.organizations.values()}


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    folder = tmp_path_factory.mktemp("package")
    write_package(CITY, folder, with_confidential=True)
    return folder


def test_export_and_import_lose_nothing(package, tmp_path):
    back = import_city(package, tmp_path / "hart-city", TODAY, with_confidential=True)
    assert as_files(back.city) == as_files(CITY)
    assert back.city.head == CITY.head
    assert list(back.city.services) == list(CITY.services)
    assert not back.report.problems


def test_what_the_standard_has_no_place_for_comes_back_too(tmp_path):
    """An organization that is as odd as our model allows."""
    odd = attrs.evolve(
        CITY.services["neighborhood-pantry"],
        x_eligibility=Rules(any_tag=("veteran",), pct_max=130), required_documents=(), x_stipend=2_499, x_months=(1,),
        capacities=(Capacity(Unit("beds"), None, 12), Capacity(available=0), Capacity(Unit("x"), 1, updated="2026-1")),
        email="not an address", url="=1+1", minimum_age=0,
    )  # fmt: skip
    place = Location("main", x_confidential=True, latitude=44.5, x_map=(1, 2))
    organization = attrs.evolve(CITY.organization_of(odd.id), services=(odd,), locations=(place,), description="")
    city = attrs.evolve(CITY, organizations={organization.id: organization})
    write_package(city, tmp_path / "out", with_confidential=True)
    assert frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid
    back = import_city(tmp_path / "out", tmp_path / "back", TODAY, with_confidential=True)
    assert as_files(back.city) == as_files(city)


def test_validators_find_no_error(package):
    report = frictionless.validate(str(package / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])[:5]
    assert len(report.tasks) >= 12
    described = json.loads((package / "datapackage.json").read_text("utf-8"))
    keys = [k for r in described["resources"] for k in r["schema"].get("foreignKeys", [])]
    assert {"fields": "service_id", "reference": {"resource": "service", "fields": "id"}} in keys


def test_every_field_that_goes_out_as_an_attribute_is_explained(package):
    with (package / "taxonomy_terms.csv").open(encoding="utf-8", newline="") as file:
        terms = [row for row in csv.DictReader(file) if row["taxonomy"] == "Hart City fields"]
    assert terms
    assert not [t["code"] for t in terms if t["name"] == t["code"]], "say in scenarios/hsds/fields.yml what it means"


def test_ids_are_the_same_each_time(package, tmp_path):
    write_package(CITY, tmp_path)
    same = [(p / "services.csv").read_text("utf-8").splitlines()[1].split(",")[0] for p in (package, tmp_path)]
    assert same[0] == same[1]


def test_where_confidential_places_are_stays_here_unless_asked_for(tmp_path):
    place = attrs.evolve(
        CITY.organizations["rowan-house"].locations[0], x_confidential=True, latitude=44.123, longitude=-93.0
    )
    city = attrs.evolve(
        CITY, organizations={"rowan-house": attrs.evolve(CITY.organizations["rowan-house"], locations=(place,))}
    )
    write_package(city, tmp_path / "safe")
    write_package(city, tmp_path / "all", with_confidential=True)
    said = [(tmp_path / name / "locations.csv").read_text("utf-8") for name in ("safe", "all")]
    assert ["44.123" in text for text in said] == [False, True]
    taken_in = import_city(tmp_path / "all", tmp_path / "back", TODAY)
    assert taken_in.city.organizations["rowan-house"].locations[0].latitude is None
    assert [p.reason for p in taken_in.report.problems] == ["confidential"]


def test_an_id_can_not_leave_the_folder(package, tmp_path):
    """A package of ours that somebody changed."""
    evil = tmp_path / "evil"
    evil.mkdir()
    for path in package.iterdir():
        text = path.read_text("utf-8").replace('"""rowan-house"""', '"""../../rowan-house"""')
        (evil / path.name).write_text(text, "utf-8")
    run = CliRunner().invoke(main, ["city", "import", str(evil), "--into", str(tmp_path / "out")])
    assert run.exit_code == 1
    assert "can't be an organization's id" in run.output
    assert not list(tmp_path.rglob("rowan-house.yml"))


def test_the_export_command_keeps_other_peoples_files(tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    run = CliRunner().invoke(main, ["city", "export", str(tmp_path)])
    assert run.exit_code == 1
    assert "holds other files" in run.output
    run = CliRunner().invoke(main, ["city", "export", str(tmp_path / "new")])
    assert run.exit_code == 0, run.output
    assert "20 organizations and 47 services" in run.output


def test_hart_city_states_for_every_service_whom_it_is_for_and_what_to_bring():
    unstated = [s.id for s in CITY.services.values() if s.x_eligibility is None or s.required_documents is None]
    assert not unstated, "write x_eligibility: {} when it is open to everyone, required_documents: [] when none"


def test_what_is_not_stated_is_never_free_nor_for_everyone():
    blank = attrs.evolve(
        CITY.services["neighborhood-pantry"],
        x_eligibility=None, eligibility_description="", fees_description="", required_documents=None, cost_options=(),
    )  # fmt: skip
    organization = attrs.evolve(CITY.organization_of(blank.id), services=(blank,))
    row = directory_payload(attrs.evolve(CITY, organizations={organization.id: organization}))["services"][0]
    assert (row["who"], row["cost"], row["documents"]) == (NOT_STATED, NOT_STATED, [NOT_STATED])
    assert (row["facets"]["who"], row["facets"]["cost"]) == (["unknown"], ["unknown"])
    person = next(iter(load_service_users(CITY).values()))
    fit = assess(person, blank, CITY)
    assert (fit.status, fit.open_now) == ("unknown", False)
    assert assess(person, attrs.evolve(blank, minimum_age=person.age + 1), CITY).status == "not eligible"


@pytest.mark.parametrize("line", ["Call the toll-free line for fees", "Not free", "Feel free to call", "Drug-free"])
def test_the_word_free_alone_does_not_make_a_service_free(line):
    assert "free" not in facets.cost_kinds(line)
