"""A package as it was handed over: a folder, a zip, a datapackage.json or JSON files, read into tables.

Nothing is cleaned here: every table has the standard's name, every row the standard's columns, every cell its text.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any

import attrs

from hartcity.errors import WorkspaceError
from hartcity.hsds import nested, standard
from hartcity.hsds.report import Report

LIMIT_BYTES = 300_000_000
LIMIT_CELL = 10_000_000
_OTHER_SHEETS = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers")
_KINDS = (".csv", ".tsv", ".tab", ".json")
_USED = {*standard.CLASSES, "eligibility", "attribute", "taxonomy", "taxonomy_term"}


class Row(dict):
    """One row: column → text, empty cells left out; `number` is its line in the file."""

    __slots__ = ("number",)

    def __init__(self, cells: Any = (), number: int = 0):
        super().__init__(cells)
        self.number = number


Tables = dict[str, list[Row]]


@attrs.define
class Package:
    """Tables by the standard's names, and what the datapackage.json says of itself."""

    tables: Tables
    descriptor: dict[str, Any] = attrs.field(factory=dict)


def read_package(path: Path, report: Report) -> Package:
    """Read a package of any version.

    Raises
    ------
    WorkspaceError : in one line, when there is no package at `path`, or more than one, or it is too large.
    """
    files = _zipped(path) if path.is_file() and path.suffix.lower() == ".zip" else _on_disk(path)
    descriptors = [name for name in files if PurePosixPath(name).name == "datapackage.json"]
    descriptor = _descriptor(files.pop(descriptors[0])) if len(descriptors) == 1 else {}
    for name in descriptors[1:]:
        files.pop(name)
    named = _resource_names(descriptor)
    package = Package({}, descriptor)
    homes: dict[str, str] = {}
    documents = nested.Documents()
    for name, data in sorted(files.items()):
        file = PurePosixPath(name)
        called = next((n for path, n in named.items() if f"/{name}".endswith(f"/{path}")), file.stem)
        if file.suffix.lower() == ".json":
            _add_json(documents, file, data, report)
            continue
        table = standard.table_named(called) or standard.table_named(file.stem)
        if table == "service" and homes.setdefault(table, str(file.parent)) != str(file.parent):
            raise WorkspaceError(f"{path}: there is more than one package in it; name the folder of one of them.")
        used = table is not None and standard.fold(called) not in standard.names().not_used
        marks = standard.names().marks.get(standard.fold(called)) or standard.names().marks.get(
            standard.fold(file.stem)
        )
        _add_table(package.tables, table if used else standard.fold(called), marks or {}, file, data, report)
    for table, rows in documents.tables.items():
        package.tables.setdefault(table, []).extend(Row(cells, number) for number, cells in enumerate(rows, 1))
    _taxonomy_of_version_1(package.tables)
    _follow_links(package.tables)
    for table, rows in package.tables.items():
        report.rows[table] = len(rows)
        if table not in _USED:
            report.add("not-used", table, value=f"{len(rows)} rows")
    if not package.tables.get("service"):
        raise WorkspaceError(
            f"{path}: no services here. A package has tables such as organizations.csv, services.csv and locations.csv."
        )
    return package


def _on_disk(path: Path) -> dict[str, bytes]:
    if path.is_file() and path.suffix.lower() not in _KINDS:
        if path.suffix.lower() in _OTHER_SHEETS:
            raise WorkspaceError(f"{path}: save this spreadsheet as .xlsx or .csv, and import that.")
        raise WorkspaceError(f"{path}: name a folder, .zip, datapackage.json or .json, or a spreadsheet (.csv, .xlsx).")
    if not path.exists():
        raise WorkspaceError(f"{path}: there is nothing here.")
    alone = path.is_file() and path.name != "datapackage.json"
    root = path.parent if path.is_file() else path
    found = [path] if alone else [p for p in sorted(root.rglob("*")) if p.suffix.lower() in _KINDS]
    found = [p for p in found if p.is_file() and not p.is_symlink() and not p.name.startswith((".", "_"))]
    if sum(p.stat().st_size for p in found) > LIMIT_BYTES:
        raise WorkspaceError(f"{path}: more than {LIMIT_BYTES // 1_000_000} MB is too large for a directory.")
    try:
        return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}
    except OSError as error:
        raise WorkspaceError(f"{path}: can't be read ({error.strerror}).") from None


def _zipped(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as packed:
            found = [
                i
                for i in packed.infolist()
                if PurePosixPath(i.filename).suffix.lower() in _KINDS
                and not any(part.startswith((".", "_")) for part in PurePosixPath(i.filename).parts)
            ]
            if sum(i.file_size for i in found) > LIMIT_BYTES:
                raise WorkspaceError(f"{path}: more than {LIMIT_BYTES // 1_000_000} MB is too large for a directory.")
            return {i.filename: packed.read(i) for i in found}
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise WorkspaceError(f"{path}: this zip can't be read ({error}).") from None


def _descriptor(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _resource_names(descriptor: dict[str, Any]) -> dict[str, str]:
    """File's path → resource's name, as the datapackage.json says."""
    resources = descriptor.get("resources")
    found = {}
    for resource in resources if isinstance(resources, list) else []:
        path, name = (resource.get("path"), resource.get("name")) if isinstance(resource, dict) else (None, None)
        if isinstance(path, str) and isinstance(name, str) and standard.table_named(name):
            found[path.removeprefix("./")] = name
    return found


def decode(data: bytes) -> tuple[str, bool]:
    """Return a file's text, and whether its encoding had to be guessed."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), False
    if data[:2000].count(0) > len(data[:2000]) // 4:  # two bytes a character
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace"), True
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), True


def rows_of(text: str) -> list[tuple[int, list[str]]]:
    """Return a delimited text's rows with the line at which each ends; commas, semicolons, tabs or bars part cells."""
    csv.field_size_limit(LIMIT_CELL)
    text = text.replace("\0", "")
    head = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    delimiter = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [(reader.line_num, row) for row in reader]


def _add_table(
    tables: Tables, table: str, marks: dict[str, str], file: PurePosixPath, data: bytes, report: Report
) -> None:
    text, guessed = decode(data)
    if guessed:
        report.add("encoding", table, value=file.name)
    try:
        lines = rows_of(text)
    except csv.Error as error:
        report.add("file", table, value=f"{file.name}: {error}")
        return
    while lines and not any(cell.strip() for cell in lines[0][1]):
        del lines[0]
    if not lines:
        return
    columns = _columns(table, lines[0][1])
    rows = tables.setdefault(table, [])
    for number, cells in lines[1:]:
        row = Row(marks, number)
        for at, column, own in columns:
            cell = cells[at] if at < len(cells) else ""
            if cell.strip() and column in marks:
                row[column] = cell
            elif cell.strip():
                row.setdefault(column if row.get(column, cell) == cell else own, cell)
        if len(row) == len(marks):
            if any(cells):
                report.add("empty-row", table, row)
            continue
        if any(cell.strip() for cell in cells[len(columns) :]):
            report.add("cells", table, row)
        rows.append(row)


def _columns(table: str, headings: list[str]) -> list[tuple[int, str, str]]:
    """The place of each column, the standard's name and its own, those that go by the standard's name first.

    Where “service_recordid” stands beside “id”, other tables refer to the former.
    """
    own = [standard.fold(name) for name in headings]
    columns = [standard.column_named(table, name) for name in headings]
    if columns.count("id") > 1:
        columns = ["row_number" if name == "id" else column for name, column in zip(own, columns, strict=True)]
    found = list(zip(range(len(own)), columns, own, strict=True))
    return sorted(found, key=lambda x: x[1] != x[2])


def report_columns(tables: Tables, report: Report) -> None:
    """Say which columns hold something that an organization's file has no place for."""
    for table in _USED:
        filled = Counter(name for row in tables.get(table, ()) for name in row if name not in standard.read(table))
        for name, count in filled.items():
            if name not in ("row_number", "created_at", "updated_at"):
                report.add("column-unused", table, None, name, f"{count} cells")


def _add_json(documents: nested.Documents, file: PurePosixPath, data: bytes, report: Report) -> None:
    text, _ = decode(data)
    # A file may be called by an id, in a folder called by its table.
    name = file.parent.name if standard.table_named(file.parent.name) else file.stem
    try:
        documents.document(json.loads(text), name)
    except (ValueError, RecursionError) as error:
        report.add("file", file.stem, value=f"{file}: {error}")


def _taxonomy_of_version_1(tables: Tables) -> None:
    """In HSDS 1 the table of terms is called taxonomy; later that is the table of vocabularies."""
    if "taxonomy_term" not in tables and "taxonomy" in tables:
        rows = tables.pop("taxonomy")
        rename = {name: standard.column_named("taxonomy_term", name) for row in rows for name in row}
        tables["taxonomy_term"] = [Row({rename[k]: v for k, v in row.items()}, row.number) for row in rows]


def _follow_links(tables: Tables) -> None:
    """Fold tables that only join two others, such as service_phones, into the second one's foreign key."""
    for name in [n for n in tables if n not in _USED]:
        first, _, second = name.partition("_")
        target = standard.table_named(second) if second else None
        if standard.table_named(first) is None or target not in tables:
            continue
        key, other = f"{standard.table_named(first)}_id", f"{target}_id"
        by_id = {row.get("id"): row for row in tables[target]}
        links = [row for row in tables[name] if key in row and other in row]
        if not links:
            continue
        for link in links:
            row = by_id.get(link[other])
            if row is not None and link[key] not in row.get(key, "").split(","):
                row[key] = f"{row[key]},{link[key]}" if key in row else link[key]
        del tables[name]
