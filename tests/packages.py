"""Small packages of human services data, as files: what others export, and how it goes wrong."""

import copy
import csv
import io
import json
import random
from pathlib import Path

import yaml
from hartcity.hsds.reading import import_city

_ALL = yaml.safe_load((Path(__file__).parent / "cases" / "hsds-packages.yml").read_text("utf-8"))
VERSION_1, VERSION_2 = _ALL["version 1"], _ALL["version 2"]
DIRT = yaml.safe_load((Path(__file__).parent / "cases" / "import-dirt.yml").read_text("utf-8"))

TODAY = "2026-11-25"


def write(folder, tables, encoding="utf-8", delimiter=","):
    """Write tables, file's name → rows as dicts, as CSV files; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(key for row in rows for key in row))
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, columns, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
        (folder / name).write_bytes(out.getvalue().encode(encoding))
    return folder


def with_rows(**rows):
    """The package of version 1 with more rows, by table."""
    tables = {name.removesuffix(".csv"): list(found) for name, found in VERSION_1.items()}
    for name, more in rows.items():
        tables[name] = [*tables.get(name, []), *more]
    return {f"{name}.csv": found for name, found in tables.items()}


def version_3():
    """The nested form of HSDS 3, as new data."""
    return copy.deepcopy({"contents": _ALL["version 3"]})


def version_3_json(path):
    """Write the nested form of HSDS 3; return its path."""
    path.write_text(json.dumps(version_3()), "utf-8")
    return path


def big(folder, services=4_000):
    """Write a package of so many services at a quarter as many organizations, as long and as dirty as real ones."""
    dice = random.Random(7)
    things = [
        "food",
        "rent",
        "legal",
        "health",
        "housing",
        "job",
        "shelter",
        "school",
        "bus",
        "youth",
        "family",
        "care",
    ]
    kinds = ["program", "center", "clinic", "line", "classes", "support", "referral", "fund", "pantry", "workshop"]
    words = [
        "we",
        "offer",
        "help",
        "with",
        "for",
        "people",
        "who",
        "live",
        "in",
        "the",
        "county",
        "and",
        "need",
        "time",
    ]
    days = ("Monday-Friday", "monday,tuesday", "2nd Saturday")
    homes = range(services // 4)

    def text(size):
        return " ".join(dice.choice(words + things) for _ in range(size)).capitalize() + ". <b>Call&nbsp;first.</b>"

    def table(letter, count, /, **cells):
        """So many rows; a cell is made by a function of the row's number."""
        return [{"id": f"{letter}{n}", **{k: make(n) for k, make in cells.items()}} for n in range(count)]

    def service(n):
        return f"s{n}"

    tables = {
        "organizations": table(
            "o", len(homes), name=lambda n: f"{dice.choice(things).title()} House {n}", description=lambda n: text(60),
        ),
        "services": table(
            "s", services, organization_id=lambda n: f"o{n % len(homes)}", status=lambda n: "active",
            name=lambda n: f"{dice.choice(things).title()} {dice.choice(kinds)} {n}", description=lambda n: text(90),
            fees=lambda n: dice.choice(["", "", "Free", "$5", "None"]), application_process=lambda n: text(20),
        ),
        "locations": table("l", len(homes), organization_id=lambda n: f"o{n}", name=lambda n: f"Place {n}"),
        "physical_addresses": table(
            "a", len(homes), location_id=lambda n: f"l{n}", address_1=lambda n: f"{n} Main Street",
            city=lambda n: "Riverton", state_province=lambda n: "FS", postal_code=lambda n: "00000",
        ),
        "services_at_location": table("x", services, service_id=service, location_id=lambda n: f"l{n % len(homes)}"),
        "phones": table("p", services, service_id=service, number=lambda n: f"555.010.{n % 10_000:04d}"),
        "regular_schedules": table(
            "h", services, service_id=service, weekday=lambda n: dice.choice(days),
            opens_at=lambda n: "9:00am", closes_at=lambda n: "5 PM",
        ),
        "eligibility": table("e", services // 2, service_id=lambda n: f"s{2 * n}", eligibility=lambda n: "Adults 18+"),
        "taxonomy": table("t", 120, name=lambda n: f"{things[n % 12]} {kinds[n // 12]}", vocabulary=lambda n: "ours"),
        "services_taxonomy": table("y", services, service_id=service, taxonomy_id=lambda n: f"t{dice.randrange(120)}"),
    }  # fmt: skip
    return write(folder, {f"{name}.csv": rows for name, rows in tables.items()})


def read(source, tmp_path, **options):
    """Import a package; its city is the folder “city”."""
    return import_city(source, tmp_path / "city", TODAY, **options)


def reasons(done):
    """What the report says, as (table, reason)."""
    return {(p.table, p.reason) for p in done.report.problems}


def everything(folder):
    """All that was written, as one text."""
    return "\n".join(p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.suffix in (".yml", ".csv"))
