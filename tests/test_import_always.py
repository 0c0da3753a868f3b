"""What holds for every directory, however broken: one clear line or a city, nothing lost unsaid, nothing guessed."""

import json
import re
import tempfile
import zipfile
from pathlib import Path

from hartcity import yamlfile
from hartcity.checking import check_city
from hartcity.city import load_city
from hartcity.directory import NOT_STATED, Organization
from hartcity.eligibility import assess
from hartcity.errors import HartError
from hartcity.hsds.export import write_package
from hartcity.hsds.reading import import_city
from hartcity.service_user import load_service_users
from hartcity.widgets.directory_data import directory_payload
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packages import TODAY, VERSION_1, VERSION_2, everything, version_3, write

SOMEBODY = next(iter(load_service_users(load_city()).values()))
ODD = (
    "../../x",
    "<script>alert(1)</script>",
    "o1",
    "s1",
    "l1",
    "=1+1",
    "\u202e",
    "9" * 400,
    "1e400",
    "-0",
    "NaN",
    "o1,s1",
)
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(ODD)
)  # fmt: skip
KEYS = st.sampled_from((
    "id", "name", "organization", "organization_id", "services", "service", "locations", "location", "phones", "number",
    "service_at_locations", "schedules", "byday", "opens_at", "attributes", "taxonomy_term", "addresses", "address_1",
    "city", "contents", "languages", "cost_options", "amount", "required_documents", "minimum_age", "status",
    "capacities", "available", "maximum", "unit", "contacts", "title", "link_id",
))  # fmt: skip
DOCUMENTS = st.recursive(
    CELLS, lambda c: st.one_of(st.lists(c, max_size=4), st.dictionaries(KEYS, c, max_size=7)), max_leaves=30
)
BYTES = st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")))
FILES = st.dictionaries(
    st.sampled_from(("services.csv", "organizations.csv", "phones.csv", "datapackage.json", "x.json")),
    BYTES,
    min_size=1,
)
SOME = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def attempt(source, folder):
    """Import: a city that the directory shows, or one line and nothing on the disk; never a file beside its folder."""
    before = set(folder.rglob("*"))
    place = folder / "out" / "city"
    try:
        done = import_city(source, place, TODAY)
    except HartError as error:
        assert "\n" not in str(error)
        assert not place.exists()
        return None
    assert all(folder / "out" in (p, *p.parents) for p in set(folder.rglob("*")) - before)
    assert not [str(r) for r in check_city(done.city.path) if r.level == "mistake"]
    for row in directory_payload(done.city)["services"]:
        stated = done.city.services[row["id"]]
        if not stated.fees_description and not stated.cost_options:
            assert (row["cost"], row["facets"]["cost"]) == (NOT_STATED, ["unknown"])
        if stated.x_eligibility is None:
            assert assess(SOMEBODY, stated, done.city).status in ("unknown", "not eligible")
    return done


def changed(data, tables):
    """Tables with some cells, columns and rows changed."""
    tables = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for _ in range(data.draw(st.integers(1, 8))):
        rows = tables[data.draw(st.sampled_from(sorted(tables)))]
        row = data.draw(st.sampled_from(rows))
        key = data.draw(st.sampled_from(sorted(row)))
        match data.draw(st.sampled_from(("set", "empty", "twice", "add"))):
            case "set":
                row[key] = data.draw(CELLS)
            case "empty":
                row[key] = ""
            case "twice":
                rows.append(dict(row))
            case "add":
                row[data.draw(KEYS)] = data.draw(CELLS)
    return tables


@SOME
@given(document=DOCUMENTS)
def test_any_json_is_a_city_or_one_clear_line(document):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "services.json"
        path.write_text(json.dumps(document), "utf-8")
        attempt(path, Path(folder))


@SOME
@given(data=st.data(), part=DOCUMENTS)
def test_a_nested_record_may_be_broken_anywhere(data, part):
    document = version_3()
    node = document
    while isinstance(node, (dict, list)) and node:
        key = data.draw(st.sampled_from(list(node) if isinstance(node, dict) else range(len(node))))
        if not isinstance(node[key], (dict, list)) or data.draw(st.booleans()):
            node[key] = part
            break
        node = node[key]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        path.write_text(json.dumps(document), "utf-8")
        attempt(path, Path(folder))


@SOME
@given(files=FILES, packed=st.booleans())
def test_any_bytes_are_a_city_or_one_clear_line(files, packed):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "in"
        source.mkdir()
        for file, content in files.items():
            (source / file).write_bytes(content)
        if packed:
            with zipfile.ZipFile(folder / "in.zip", "w") as package:
                for file, content in files.items():
                    package.writestr(f"../{file}", content)
        attempt(folder / "in.zip" if packed else source, folder)


@SOME
@given(data=st.data(), version=st.sampled_from((VERSION_1, VERSION_2)))
def test_what_was_imported_goes_out_and_comes_back_without_loss(data, version):
    tables = changed(data, version)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            source = write(folder / "in", tables)
        except UnicodeEncodeError:
            return  # half of a pair can't be written at all
        done = attempt(source, folder)
        if done:
            write_package(done.city, folder / "package", with_confidential=True)
            back = import_city(folder / "package", folder / "back", TODAY, with_confidential=True)
            there, here = (
                {o.id: yamlfile.unload(o, Organization) for o in city.organizations.values()}
                for city in (done.city, back.city)
            )
            assert there == here
            assert done.city.head == back.city.head


TOLD = {
    "organizations.csv": "name", "services.csv": "name", "phones.csv": "number", "eligibility.csv": "eligibility",
    "required_documents.csv": "document", "accessibility_for_disabilities.csv": "accessibility",
    "physical_addresses.csv": "address_1", "contacts.csv": "title", "locations.csv": "name",
}  # fmt: skip
OWNERS = st.sampled_from(("o1", "o2", "s1", "s2", "l1", "c1", "gone", ""))


@SOME
@given(data=st.data())
def test_every_row_is_in_the_city_or_in_the_report(data):
    """Each row gets a word of its own; rows move to other owners, or to nobody; owners close."""
    tables = {name: [dict(row) for row in rows] for name, rows in VERSION_1.items()}
    words = {}
    for name, column in TOLD.items():
        while len(tables[name]) < 3:
            tables[name].append({**tables[name][0], "id": f"{name[:2]}{len(tables[name]) + 1}"})
        for number, row in enumerate(tables[name]):
            for key in (k for k in row if k.endswith("_id")):
                row[key] = data.draw(OWNERS)
            at = f"{len(words):02d}"
            row[column] = f"(555) 010-01{at}" if column == "number" else f"Word {chr(97 + len(words) % 26)}{at}x"
            words[name, number + 2] = row[column]
    for row in tables["services.csv"]:
        row["status"] = data.draw(st.sampled_from(("active", "active", "inactive")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        done = attempt(write(folder / "in", tables), folder)
        if done is None:
            return
        names = {"accessibility_for_disabilities.csv": "accessibility", "physical_addresses.csv": "address"}
        dropped = {(p.table, p.row) for p in done.report.problems if p.action == "dropped"}
        written = re.sub(r"\s+", " ", everything(done.city.path / "organizations"))
        for (file, number), word in words.items():
            table = names.get(file) or re.sub(r"s?\.csv$", "", file)
            assert word in written or (table, number) in dropped, (file, number, word)
