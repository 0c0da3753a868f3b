"""What programs make of the standard: ids under other names, lists in a cell, an API's answers, columns misused."""

import json
import zipfile

import pytest
from hartcity.directory import NOT_STATED
from hartcity.errors import HartError
from hartcity.hsds.reading import import_city
from packages import TODAY, VERSION_1, everything, read, reasons, with_rows, write


def test_where_a_row_number_stands_beside_the_id_others_refer_to_the_id(tmp_path):
    tables = {
        "organizations.csv": [{"id": "1", "organization_recordid": "77", "name": "Harbor House"}],
        "services.csv": [{"id": "1", "service_recordid": "88", "organization_id": "77", "name": "Rent help"}],
        "phones.csv": [{"id": "1", "service_id": "88", "number": "(555) 010-0134"}],
    }
    assert read(write(tmp_path / "in", tables), tmp_path).city.services["rent-help"].phones


def test_an_empty_column_of_the_standard_leaves_its_place_to_what_others_call_it(tmp_path):
    rows = [{"id": "h9", "service_id": "s2", "byday": "", "weekday": "Tuesday", "opens_at": "", "opens": "9:00am"}]
    terms = [{"vocabulary": "AIRS", "id": "k1", "name": "Rental Assistance"}]
    tables = {**VERSION_1, "schedules.csv": rows, "taxonomy.csv": terms}
    done = read(write(tmp_path / "in", tables), tmp_path)
    assert done.city.services["chess-circle"].hours == "Tue from 9:00 am"
    assert done.city.services["rent-help"].needs == ("rent",)


def test_ids_may_be_called_uuid(tmp_path):
    tables = {
        "organisations.csv": [{"organization_uuid": "o", "organization_name": "Harbor House"}],
        "services.csv": [
            {"service_uuid": "s", "service_name": "Rent help", "organization_uuid": "o", "service_min_age": "55"},
        ],
    }  # fmt: skip
    assert read(write(tmp_path / "in", tables), tmp_path).city.services["rent-help"].minimum_age == 55


def test_what_a_cell_lists_becomes_a_list(tmp_path):
    """The form in which Ohana's programs export."""
    tables = {
        "organizations.csv": [{"id": "1", "name": "Harbor House"}],
        "locations.csv": [{"id": "1", "organization_id": "1", "name": "Pier", "accessibility": "ramp, restroom"}],
        "mail_addresses.csv": [{"id": "1", "location_id": "1", "attention": "Pat Doe", "address_1": "1 Pier",
                                "city": "Riverton", "state_province": "FS", "postal_code": "00000"}],
        "services.csv": [{"id": "1", "location_id": "1", "name": "Rent help", "languages": "Spanish, Haitian Creole",
                          "required_documents": "Lease; photo ID", "audience": "Renters"}],
    }  # fmt: skip
    done = read(write(tmp_path / "in", tables), tmp_path)
    service, place = done.city.services["rent-help"], done.city.organizations["harbor-house"].locations[0]
    assert [x.name for x in service.languages] == ["Spanish", "Haitian Creole"]
    assert (service.documents, service.eligibility_description) == (("Lease", "photo ID"), "Renters")
    assert (place.accessibility[0].description, place.addresses[0].address_type) == ("ramp, restroom", "postal")


def test_breaks_and_marks_that_a_program_wrote_out_are_no_text(tmp_path):
    text = r"We help.\n* rent\n* food\n\n###COL###".replace("\\\\", "\\")
    done = read(
        write(
            tmp_path / "in",
            with_rows(services=[{"id": "s9", "organization_id": "o1", "name": "X", "description": text}]),
        ),
        tmp_path,
    )
    assert done.city.services["x"].description == "We help.\n* rent\n* food"


def test_what_comes_every_other_week_is_no_weekly_hour(tmp_path):
    rows = [{"id": "h9", "service_id": "s2", "freq": "WEEKLY", "interval": "2", "byday": "TU", "opens_at": "09:00"},
            {"id": "h8", "service_id": "s2", "freq": "MONTHLY", "bymonthday": "1,15", "opens_at": "09:00"}]  # fmt: skip
    done = read(write(tmp_path / "in", {**VERSION_1, "schedules.csv": rows}), tmp_path)
    chess = done.city.services["chess-circle"]
    assert chess.hours == "every 2 weeks: Tue from 9:00 am; day 1, 15 of the month: from 9:00 am"
    assert not chess.schedules[0].byday


def test_a_telephone_stays_with_its_service_when_its_contact_belongs_to_nobody(tmp_path):
    tables = with_rows(
        contacts=[{"id": "c9", "name": "Pat Doe"}],
        phones=[{"id": "p9", "contact_id": "c9", "service_id": "s2", "number": "555.010.0177"}],
    )
    chess = read(write(tmp_path / "in", tables), tmp_path).city.services["chess-circle"]
    assert [p.number for p in chess.phones] == ["(555) 010-0177"]


def test_times_that_stand_in_the_columns_of_dates_are_hours(tmp_path):
    rows = [{"id": "h9", "service_id": "s2", "weekday": "Monday-Friday", "dtstart": "8:30AM", "until": "5:30PM"},
            {"id": "h8", "service_id": "s2", "weekday": "Sunday", "dtstart": "2026-01-01", "until": "2026-12-31"},
            {"id": "h7", "service_id": "s2", "weekday": "Saturday"},
            {"id": "h6", "service_id": "s1", "weekday": "Monday-Sunday", "dtstart": "24 hours"}]  # fmt: skip
    done = read(write(tmp_path / "in", {**VERSION_1, "schedules.csv": rows}), tmp_path)
    assert done.city.services["chess-circle"].hours == "Mon-Fri 8:30 am-5:30 pm; Sat, Sun"
    assert done.city.services["rent-help"].hours.endswith("every day 24 hours")


@pytest.mark.parametrize("days", ["24-7", "24/7", "daily"])
def test_one_row_for_every_day_is_kept(days, tmp_path):
    rows = [{"id": "h9", "service_id": "s2", "weekday": days}]
    done = read(write(tmp_path / "in", {**VERSION_1, "schedules.csv": rows}), tmp_path)
    assert done.city.services["chess-circle"].hours == "every day" + " 24 hours" * days.startswith("24")


def test_a_row_for_every_day_of_the_week_without_a_time_is_no_hour(tmp_path):
    rows = [{"id": f"w{i}", "service_id": "s2", "weekday": str(i)} for i in range(1, 8)]
    done = read(write(tmp_path / "in", {**VERSION_1, "schedules.csv": rows}), tmp_path)
    assert done.city.services["chess-circle"].hours == NOT_STATED
    assert [p.id for p in done.report.problems if p.reason == "days-only"] == [row["id"] for row in rows]


def test_the_answers_of_an_api_are_put_together(tmp_path):
    """A page of short records, and a file for each whole one in a folder called by its kind."""
    organization = {"id": "o1", "name": "Harbor House", "description": "Helps."}
    place = {"id": "l1", "name": "Pier office", "addresses": []}
    whole = {"id": "s1", "name": "Rent help", "organization": organization, "eligibility_description": "Renters",
             "eligibilitys": [{"id": "e1", "eligibility": "adults", "minimum_age": 18}]}  # fmt: skip
    at = {"id": "x1", "service": whole, "location": place,
          "schedules": [{"id": "h1", "byday": "MO", "opens_at": "09:00"}]}  # fmt: skip
    page = {"totalElements": 1, "content": [{"id": "s1", "name": "Rent help", "organization": organization}]}
    for name, record in (("services.json", page), ("services/s1.json", whole), ("service_at_locations/x1.json", at)):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(json.dumps(record), "utf-8")
    done = read(tmp_path / "in", tmp_path)
    rent = done.city.services["rent-help"]
    assert (rent.eligibility_description, rent.minimum_age) == ("Renters; adults", 18)
    assert (rent.hours, rent.service_at_locations[0].location_id) == ("Mon from 9:00 am", "pier-office")
    assert not done.report.problems


@pytest.mark.parametrize(
    ("row", "why"), [({"status": "inactive"}, "not offered"), ({"organization_id": "9"}, "isn't in")]
)
def test_when_no_service_is_left_the_reason_is_said(row, why, tmp_path):
    tables = {
        "organizations.csv": [{"id": "1", "name": "A"}],
        "services.csv": [{"id": "1", "organization_id": "1", "status": "active", "name": "B", **row}],
    }
    with pytest.raises(HartError, match=f"1 of 1 services: .*{why}"):
        read(write(tmp_path / "in", tables), tmp_path)


def test_a_proprietary_code_that_is_an_id_stays_out_too(tmp_path):
    tables = with_rows(
        taxonomy=[{"id": "BD-1800.8200-250", "name": "Food Pantries"}, {"id": "BD-1800.8200-250", "name": "Twice"}],
        services_taxonomy=[{"id": "t9", "service_id": "s1", "taxonomy_id": "BD-1800.8200-250"},
                           {"id": "t8", "service_id": "s1", "taxonomy_id": "BD-1800.9999"}],
    )  # fmt: skip
    done = read(write(tmp_path / "in", tables), tmp_path)
    assert "food" in done.city.services["rent-help"].needs
    assert "BD-1800" not in everything(done.city.path)


def test_a_descriptor_names_the_tables_whatever_the_files_are_called(tmp_path):
    whole = read(write(tmp_path / "plain", VERSION_1), tmp_path)
    folder = write(tmp_path / "odd" / "data", {f"t{i}.csv": rows for i, rows in enumerate(VERSION_1.values())})
    resources = [{"name": n.removesuffix(".csv"), "path": f"data/t{i}.csv"} for i, n in enumerate(VERSION_1)]
    (folder.parent / "datapackage.json").write_text(json.dumps({"name": "x", "resources": resources}), "utf-8")
    (tmp_path / "again").mkdir()
    again = read(folder.parent, tmp_path / "again")
    assert again.city.organizations == whole.city.organizations
    assert ("schedule", "holiday") in reasons(again)


@pytest.mark.parametrize("change", ["upper", "title with spaces", "dashes", "camel", "backwards", "blank rows", "CR"])
def test_headings_rows_and_line_ends_may_look_otherwise(change, tmp_path):
    plain = read(write(tmp_path / "plain", VERSION_1), tmp_path)
    heading = {
        "upper": str.upper,
        "title with spaces": lambda c: f" {c.replace('_', ' ').title()} ",
        "dashes": lambda c: c.replace("_", "-"),
        "camel": lambda c: c.split("_")[0] + "".join(w.title() for w in c.split("_")[1:]),
    }.get(change, str)
    rows = {
        name: [dict((list(row.items()), list(row.items())[::-1])[change == "backwards"]) for row in found]
        for name, found in VERSION_1.items()
    }
    folder = write(tmp_path / "in", {n: [{heading(k): v for k, v in r.items()} for r in f] for n, f in rows.items()})
    for path in folder.iterdir() if change in ("blank rows", "CR") else ():
        end = b"\n\r\n,,,\r\n" if change == "blank rows" else b"\r"
        path.write_bytes((b"\r\n" if change == "blank rows" else b"") + path.read_bytes().replace(b"\r\n", end))
    (tmp_path / "again").mkdir()
    assert read(folder, tmp_path / "again").city.organizations == plain.city.organizations


def test_a_cell_of_five_megabytes_is_cut_and_said(tmp_path):
    huge = "<p>We help.</p> " * 320_000
    tables = with_rows(services=[{"id": "s9", "organization_id": "o1", "name": "X", "description": huge}])
    done = read(write(tmp_path / "in", tables), tmp_path)
    assert len(done.city.services["x"].description) <= 2_000
    assert ("service", "too-long") in reasons(done)


@pytest.mark.parametrize("rows", [[], [{"id": "", "name": ""}]], ids=["no row", "an empty row"])
def test_a_table_of_services_without_a_service_is_one_clear_line(rows, tmp_path):
    source = write(
        tmp_path / "in", {**VERSION_1, "services.csv": [{"id": "", "organization_id": "", "name": ""}, *rows]}
    )
    with pytest.raises(HartError) as caught:
        read(source, tmp_path)
    assert "no services here" in str(caught.value)
    assert not (tmp_path / "city").exists()


def test_ids_and_names_with_signs_of_a_path_stay_in_the_folder(tmp_path):
    evil = "../../evil"
    tables = {
        "organizations.csv": [{"id": evil, "name": evil}, {"id": "/etc/x", "name": "C:\\evil"}],
        "services.csv": [{"id": evil, "organization_id": evil, "name": "..\\..\\evil"},
                         {"id": "2", "organization_id": "/etc/x", "name": "con"}],
    }  # fmt: skip
    done = read(write(tmp_path / "in", tables), tmp_path)
    assert sorted(done.city.organizations) == ["c-evil", "evil"]
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as packed:
        for path in (tmp_path / "in").iterdir():
            packed.write(path, f"../../../{path.name}")
    with pytest.raises(HartError):
        import_city(tmp_path / "evil.zip", tmp_path / "z", TODAY)
    assert {p.name for p in tmp_path.iterdir()} == {"in", "city", "evil.zip"}
