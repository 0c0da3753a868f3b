"""A directory of any kind, made into a city's folder: package or spreadsheet → tables → organizations → files."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import attrs

from hartcity.city import City, load_city
from hartcity.errors import WorkspaceError
from hartcity.hsds import clean, export, folder, sheet
from hartcity.hsds.assemble import assemble
from hartcity.hsds.inline import unfold
from hartcity.hsds.package import Package, read_package, report_columns
from hartcity.hsds.report import REASONS, Report
from hartcity.hsds.tidy import drop_repeats, tidy

REPORT = "import-report.csv"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@attrs.frozen
class Imported:
    """What came of it: the city as it loads, and the report."""

    city: City
    report: Report
    own: bool


def import_city(source: Path, place: Path, today: str, name: str = "", with_confidential: bool = False) -> Imported:
    """Read a package or a spreadsheet and write a city's folder.

    Parameters
    ----------
    source : a folder, .zip, datapackage.json or .json of an HSDS package; or a .csv or .xlsx with one row a service.
    place : the city's folder, not there yet.
    today : ISO date that stands for “as of” when the directory carries none.
    name : how the city is called; what the package calls itself when empty.
    with_confidential : keep the addresses of places that may have to stay unknown.

    Raises
    ------
    WorkspaceError : there is nothing to import, or nowhere to write.
    """
    report = Report()
    single = source.is_file() and source.suffix.lower() in (".csv", ".tsv", ".xlsx")
    package = Package(sheet.read_sheet(source, report)) if single else read_package(source, report)
    own = export.is_own(package.tables)
    head = _head(package, place, today, name)
    if own:
        drop_repeats(package.tables, report)
        organizations = export.read_own(package.tables)
        if not with_confidential:
            organizations = [_hidden(o, report) for o in organizations]
    else:
        if not single:
            report_columns(package.tables, report)
        unfold(package.tables)
        tidy(package.tables, report)
        organizations, needs = assemble(package.tables, report, with_confidential)
        head["needs"] = dict(sorted(needs.items(), key=lambda n: n[1].casefold()))
    if not organizations:
        raise WorkspaceError(f"{source}: no organization with a service in it could be taken over.{_why(report)}")
    note = "# Imported; import-report.csv says what was dropped or is doubtful. Service users: hartcity user new.\n"
    folder.write_city(place, head, organizations, note)
    try:
        report.write(place / REPORT)
        return Imported(load_city(place), report, own)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)  # half a city is in the way of the next try
        raise


def _why(report: Report) -> str:
    """The commonest reason for which services or organizations were dropped."""
    found = Counter((p.table, p.reason) for p in report.problems if p.table in ("service", "organization"))
    lost = [(n, t, r) for (t, r), n in found.items() if REASONS[r][0] == "dropped" and r in _DECISIVE]
    if not lost:
        return ""
    number, table, reason = max(lost)
    return f" {number:,} of {report.rows[table]:,} {table}s: {REASONS[reason][1]}."


_DECISIVE = ("orphan", "closed", "no-name", "no-service", "duplicate-id")


def _hidden(organization: dict[str, Any], report: Report) -> dict[str, Any]:
    hidden = export.hide(organization)
    if hidden != organization:
        report.add("confidential", "location", None, value=organization["id"])
    return hidden


def _head(package: Package, place: Path, today: str, name: str) -> dict[str, Any]:
    said = package.descriptor.get(export.HEAD)
    if isinstance(said, dict):
        return {**said, "name": name or said.get("name") or place.name}
    title = package.descriptor.get("title")
    own = clean.plain(title)[:100] if isinstance(title, str) and not _IS_THE_STANDARD.search(title) else ""
    return {
        "name": name or own or place.name.replace("-", " ").title(),
        "as_of": _as_of(package, today),
        "description": "A directory of human services, imported. Call before you rely on it.",
        "needs": {},
        "tags": {},
    }


_IS_THE_STANDARD = re.compile(r"human services data|hsds|open ?referral", re.I)


def _as_of(package: Package, today: str) -> str:
    """The latest date on which the directory says that something was checked or changed, not after today."""
    dates = [
        match.group()
        for table, columns in (("service", ("assured_date", "last_modified")), ("service_capacity", ("updated",)))
        for row in package.tables.get(table, ())
        for column in columns
        if (match := _DATE.match(row.get(column, "")))
    ]
    return max((d for d in dates if d <= today), default=today)
