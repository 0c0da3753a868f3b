"""A spreadsheet with one row a service, read as the standard's tables; and an empty one to fill in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from hartcity import content, yamlfile
from hartcity.errors import WorkspaceError
from hartcity.hsds import clean, standard, times
from hartcity.hsds.package import Row, Tables, decode, rows_of
from hartcity.hsds.report import Report

LIMIT_BYTES = 30_000_000
LIMIT_ROWS = 20_000
_YES = ("yes", "y", "true", "1", "x")


@attrs.frozen
class _Column:
    heading: str
    to: str
    also: tuple[str, ...]
    examples: tuple[str, ...]


@cache
def _columns() -> tuple[_Column, ...]:
    return yamlfile.load(content.locate("scenarios", "hsds", "sheet.yml"), tuple[_Column, ...])


def _fold(heading: str) -> str:
    return re.sub(r"[^a-z]+", "", heading.lower())


def write_template(path: Path) -> None:
    """Write an empty spreadsheet with two example rows, as .csv or .xlsx.

    Raises
    ------
    WorkspaceError : the file is there already, or its ending is another.
    """
    if path.exists():
        raise WorkspaceError(f"{path}: this is there already; choose another name.")
    rows = [[c.heading for c in _columns()], *([c.examples[i] for c in _columns()] for i in range(2))]
    try:
        if path.suffix.lower() == ".csv":
            out = io.StringIO(newline="")
            csv.writer(out).writerows(rows)
            path.write_text(out.getvalue(), "utf-8-sig", newline="")  # Excel needs the mark to read UTF-8
        elif path.suffix.lower() == ".xlsx":
            _write_xlsx(path, rows)
        else:
            raise WorkspaceError(f"{path}: name a .csv or an .xlsx file.")
    except OSError as error:
        raise WorkspaceError(f"{path}: can't be written ({error.strerror}).") from None


def _write_xlsx(path: Path, rows: list[list[str]]) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    page = book.active
    page.title = "Services"
    for row in rows:
        page.append(row)
    for cell in page[1]:
        cell.font = Font(bold=True)
        page.column_dimensions[cell.column_letter].width = max(14, min(36, len(str(rows[1][cell.column - 1])) + 2))
    for line in page.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"  # a ZIP code keeps its zeros
    page.freeze_panes = "C2"
    book.save(path)


def read_sheet(path: Path, report: Report) -> Tables:
    """Return a spreadsheet's rows as tables.

    Raises
    ------
    WorkspaceError : it can't be read, or has no column for the organization or the service.
    """
    lines = _lines(path, report)
    number, headings = next(((n, cells) for n, cells in lines if sum(bool(c.strip()) for c in cells) > 1), (0, []))
    known = {_fold(name): c.to for c in _columns() for name in (c.heading, *c.also)}
    targets = [known.get(_fold(h), "") for h in headings]
    for heading, target in zip(headings, targets, strict=True):
        if heading.strip() and not target:
            report.add("column", "spreadsheet", Row({}, number), heading.strip())
    for wanted in ("organization.name", "service.name"):
        if wanted not in targets:
            name = next(c.heading for c in _columns() if c.to == wanted)
            one_of = (
                " If this is one table of an HSDS package, name its folder." if standard.table_named(path.stem) else ""
            )
            raise WorkspaceError(
                f"{path}: there is no column “{name}” in its first row. `hartcity city template FILE.csv` writes "
                f"one.{one_of}"
            )
    sheet = _Sheet(report)
    for number, cells in lines:
        row = Row(
            {t: c.strip() for t, c in reversed(list(zip(targets, cells, strict=False))) if t and c.strip()}, number
        )
        if row:
            sheet.add(row)
    if not sheet.count:
        raise WorkspaceError(f"{path}: there is no row below the headings: write a row for each service.")
    report.rows["spreadsheet"] = sheet.count
    return sheet.tables


def _lines(path: Path, report: Report) -> Iterator[tuple[int, list[str]]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WorkspaceError(f"{path}: can't be read ({error.strerror}).") from None
    if len(data) > LIMIT_BYTES:
        raise WorkspaceError(f"{path}: more than {LIMIT_BYTES // 1_000_000} MB is too large for this.")
    if path.suffix.lower() == ".xlsx":
        yield from _xlsx_lines(path, data, report)
        return
    text, guessed = decode(data)
    if guessed:
        report.add("encoding", "spreadsheet", value=path.name)
    try:
        found = rows_of(text)
    except csv.Error as error:
        raise WorkspaceError(f"{path}: this is not a table ({error}).") from None
    for number, cells in found[:LIMIT_ROWS]:
        yield number, [_value(cell, number, report) for cell in cells]


def _value(cell: str, number: int, report: Report) -> str:
    if cell.lstrip().startswith("="):
        report.add("formula", "spreadsheet", Row({}, number), value=cell)
        return ""
    return cell


def _xlsx_lines(path: Path, data: bytes, report: Report) -> Iterator[tuple[int, list[str]]]:
    import zipfile

    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(i.file_size for i in packed.infolist()) > 10 * LIMIT_BYTES:
                raise WorkspaceError(f"{path}: this unpacks to more than a spreadsheet should hold.")
        page = _page(load_workbook(io.BytesIO(data), read_only=True, data_only=False))
        for number, cells in enumerate(page.iter_rows(max_row=LIMIT_ROWS), 1):
            yield number, [_xlsx_text(cell, number, report) for cell in cells]
    except WorkspaceError:
        raise
    except Exception as error:  # openpyxl raises many kinds
        raise WorkspaceError(f"{path}: this is not an Excel workbook (.xlsx) that can be read: {error}") from None


def _page(book: Any) -> Any:
    """The first sheet whose first rows name a service; instructions may stand on the one before it."""
    wanted = {_fold(name) for c in _columns() if c.to == "service.name" for name in (c.heading, *c.also)}
    for page in book.worksheets:
        head = page.iter_rows(max_row=5, values_only=True)
        if any(_fold(str(cell or "")) in wanted for row in head for cell in row):
            return page
    return book.worksheets[0]


def _xlsx_text(cell: Any, number: int, report: Report) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        report.add("formula", "spreadsheet", Row({}, number), value=value)
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


class _Sheet:
    def __init__(self, report: Report):
        self.report = report
        self.tables: Tables = {}
        self.seen: dict[tuple[str, str], str] = {}
        self.count = 0

    def put(self, table: str, cells: dict[str, str], number: int) -> str:
        """Add a row to a table, once for the same content; return its id."""
        key = (table, repr(sorted(cells.items())))
        if key not in self.seen:
            self.seen[key] = f"{table}-{len(self.tables.get(table, ())) + 1}"
            self.tables.setdefault(table, []).append(Row({"id": self.seen[key], **cells}, number))
        return self.seen[key]

    def add(self, row: Row) -> None:
        self.count += 1
        number = row.number
        of = {t: {k.partition(".")[2]: v for k, v in row.items() if k.startswith(f"{t}.")} for t in standard.CLASSES}
        if "name" not in of["organization"] or "name" not in of["service"]:
            self.report.add("no-name", "spreadsheet", row, value=" · ".join(row.values()))
            return
        organization = self.organization(of["organization"], number)
        service = self.put("service", {"organization_id": organization, **self.service(of["service"], row)}, number)
        for table in ("schedule", "phone"):
            if of[table]:
                self.put(table, {"service_id": service, **of[table]}, number)
        self.capacity(service, of["service"], row)
        place = self.place(organization, of, row)
        if place:
            self.put("service_at_location", {"service_id": service, "location_id": place}, number)
        for language in clean.several(row.get("languages", "")):
            self.put("language", {"service_id": service, "name": language}, number)
        for word in clean.several(row.get("needs", "")):
            term = self.put("taxonomy_term", {"name": word}, number)
            self.put("attribute", {"link_id": service, "taxonomy_term_id": term}, number)
        papers = row.get("documents", "")
        if re.fullmatch(r"none|nothing|no documents?", papers.strip(" ."), re.I):
            self.tables["service"][-1]["x_no_documents"] = "yes"
        else:
            for paper in clean.several(papers):
                self.put("required_document", {"service_id": service, "document": paper}, number)

    def organization(self, cells: dict[str, str], number: int) -> str:
        """An organization's rows share its name; later rows fill in what earlier ones left open."""
        known = self.seen.get(("organization", cells["name"].casefold()))
        if known is None:
            known = self.seen["organization", cells["name"].casefold()] = self.put("organization", cells, number)
        row = next(r for r in self.tables["organization"] if r["id"] == known)
        for name, value in cells.items():
            row.setdefault(name, value)
        return known

    def service(self, cells: dict[str, str], row: Row) -> dict[str, str]:
        made = {k: v for k, v in cells.items() if k not in ("available", "maximum", "x_wait_days")}
        wait = cells.get("x_wait_days", "")
        days = int(wait) if re.fullmatch(r"\d{1,4}", wait) else times.parse_wait(wait)
        if days is not None:
            made["x_wait_days"] = str(days)
        elif wait and not standard.is_blank(wait):
            made["wait_time"] = wait
        return made

    def capacity(self, service: str, cells: dict[str, str], row: Row) -> None:
        found = {}
        for name in ("available", "maximum"):
            if name in cells and not standard.is_blank(cells[name].replace("0", "x")):
                number = clean.number(cells[name])
                if isinstance(number, int) and number >= 0:
                    found[name] = str(number)
                else:
                    self.report.add("number", "spreadsheet", row, name, cells[name])
        if found:
            self.put("service_capacity", {"service_id": service, **found}, row.number)

    def place(self, organization: str, of: dict[str, dict[str, str]], row: Row) -> str:
        cells = {**of["location"], **({"x_confidential": "yes"} if row.get("confidential", "").lower() in _YES else {})}
        if not (cells or of["address"] or of["accessibility"]):
            return ""
        line = of["address"].get("address_1", "")
        place = self.put("location", {"organization_id": organization, "name": line, **cells} if line else
                         {"organization_id": organization, **cells}, row.number)  # fmt: skip
        if of["address"]:
            self.put("address", {"location_id": place, **of["address"]}, row.number)
        if of["accessibility"]:
            self.put("accessibility", {"location_id": place, **of["accessibility"]}, row.number)
        return place
