"""A city as the tabular package of HSDS 3.1, and such a package of ours read back without loss.

What the standard has a column for stands there. The rest, all keys that begin with ``x_``, are attributes: rows of
attributes.csv that give a term of our own taxonomy (`standard.FIELDS`) a value in JSON. What a service helps with are
terms of a second taxonomy, without a value. The city's own head is in the datapackage.json.
"""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from collections import defaultdict
from pathlib import Path
from typing import Any

import attrs

from hartcity import yamlfile
from hartcity.city import City, CityFile
from hartcity.directory import Organization
from hartcity.hsds import clean, standard
from hartcity.hsds.package import Tables

Node = dict[str, Any]
HEAD = "x_hart_city"
# What stands in a column that a row must have, where our record has nothing; named in the attribute `x_blank`.
FILLER = "not stated"
# What tells where a confidential place is.
WHEREABOUTS = ("addresses", "latitude", "longitude", "transportation", "x_map")
_MIDNIGHT = "T00:00:00Z"


def hide(organization: Node) -> Node:
    """Return an organization without what tells where its confidential places are."""
    places = [
        {k: v for k, v in place.items() if k not in WHEREABOUTS} if place.get("x_confidential") else place
        for place in organization.get("locations", ())
    ]
    return {**organization, "locations": places} if places else organization


def write_package(city: City, folder: Path, with_confidential: bool = False) -> dict[str, int]:
    """Write a city's package; return how many rows each table has. ContentError and OSError are the caller's."""
    work = _Export(city)
    for organization in city.organizations.values():
        node = yamlfile.unload(organization, Organization)
        work.add("organization", organization.id, node if with_confidential else hide(node), {})
    folder.mkdir(parents=True, exist_ok=True)
    rows = {table: work.rows[table] for table in standard.tables() if work.rows[table]}
    for table, found in rows.items():
        columns = standard.tables()[table].columns
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(columns))
        writer.writeheader()
        writer.writerows(found)
        (folder / standard.tables()[table].file).write_text(out.getvalue(), "utf-8", newline="")
    text = json.dumps(_descriptor(city, rows), indent=1, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", "utf-8")
    return {table: len(found) for table, found in rows.items()}


def _descriptor(city: City, rows: dict[str, list]) -> dict[str, Any]:
    head = yamlfile.unload(city.head, CityFile)
    resources = []
    for table in rows:
        columns = standard.tables()[table].columns
        keys = [(c, c.removesuffix("_id")) for c in columns if c.endswith("_id") and c.removesuffix("_id") in rows]
        schema = {"primaryKey": "id", "fields": [_field(name, column) for name, column in columns.items()]}
        if keys:
            schema["foreignKeys"] = [{"fields": c, "reference": {"resource": t, "fields": "id"}} for c, t in keys]
        resources.append({
            "name": table, "path": standard.tables()[table].file, "profile": "tabular-data-resource", "format": "csv",
            "mediatype": "text/csv", "encoding": "utf-8", "schema": schema,
        })  # fmt: skip
    return {"name": clean.slug(city.id), "title": city.name, "description": city.description,
            "profile": "tabular-data-package", "version": "3.1", HEAD: head, "resources": resources}  # fmt: skip


def _field(name: str, column: standard.Column) -> dict[str, Any]:
    kind = {"number": "number", "datetime": "datetime"}.get(column.kind, "string")
    field: dict[str, Any] = {"name": name, "type": kind}
    if column.kind in ("uuid", "email", "uri"):
        field["format"] = column.kind
    limits = {k: v for k, v in (("required", column.required), ("unique", name == "id"), ("enum", column.words)) if v}
    return {**field, "constraints": limits} if limits else field


class _Export:
    def __init__(self, city: City):
        self.city = city
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.space = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:hart-city:{city.id}")
        self.taxonomy(standard.NEEDS, "What a service helps with.")
        self.taxonomy(standard.FIELDS, "Facts that HSDS has no column for; each value is JSON.")

    def uid(self, *path: str) -> str:
        return str(uuid.uuid5(self.space, "/".join(path)))

    def taxonomy(self, name: str, description: str) -> None:
        self.rows["taxonomy"].append({"id": self.uid(name), "name": name, "description": description, "version": "1"})

    def term(self, taxonomy: str, code: str, name: str) -> str:
        id = self.uid(taxonomy, code)
        if not any(row["id"] == id for row in self.rows["taxonomy_term"]):
            row = {"id": id, "code": code, "name": name, "description": name, "taxonomy": taxonomy,
                   "taxonomy_id": self.uid(taxonomy), "language": "en"}  # fmt: skip
            self.rows["taxonomy_term"].append(row)
        return id

    def attribute(self, table: str, id: str, term: str, value: str = "", kind: str = "") -> None:
        row = {"id": self.uid("attribute", id, term), "link_id": id, "link_entity": table, "taxonomy_term_id": term,
               "value": value, "link_type": kind}  # fmt: skip
        self.rows["attribute"].append(row)

    def add(self, table: str, path: str, node: Node, keys: dict[str, str]) -> str:
        """Add one record and everything inside it; `path` makes its id. Return the id."""
        id = self.uid(table, path)
        columns = standard.tables()[table].columns
        row: dict[str, Any] = {"id": id, **self.defaults(table), **keys}
        self.rows[table].append(row)
        inside = standard.children(table)
        rest: Node = {}
        for name, value in node.items():
            if name == "unit":
                row["unit_id"] = self.unit(value)
            elif name in inside and self.holds(inside[name], value):
                found = [self.add(inside[name], f"{path}/{name}/{item.get('id', i)}", item, {f"{table}_id": id})
                         for i, item in enumerate(value)]  # fmt: skip
                if not found:
                    rest[name] = []
            elif table == "service_at_location" and name == "location_id":
                row[name] = self.uid("location", f"{path.split('/')[0]}/locations/{value}")
            elif name == "x_needs":
                for need in value:
                    self.attribute(table, id, self.term(standard.NEEDS, need, self.city.needs[need]), kind="need")
            elif name != "id" and name in columns and fits(columns[name], value):
                row[name] = f"{value}{_MIDNIGHT}" if columns[name].kind == "datetime" and len(value) == 10 else value
            else:
                rest["x_id" if name == "id" else name] = value
        blank = [c for c, column in columns.items() if column.required and row.get(c) in (None, "")]
        for name in blank:
            row[name] = self.filler(columns[name])
        for name, value in (rest | ({"x_blank": blank} if blank else {})).items():
            term = self.term(standard.FIELDS, name, standard.field_meanings().get(name, name))
            self.attribute(table, id, term, json.dumps(value, ensure_ascii=False))
        return id

    def unit(self, node: Node) -> str:
        """What is counted, such as beds: one row for each word."""
        id = self.uid("unit", node["name"])
        if not any(row["id"] == id for row in self.rows["unit"]):
            self.rows["unit"].append({"id": id, "name": node["name"]})
        return id

    @staticmethod
    def defaults(table: str) -> Node:
        """What our record means where it says nothing, such as a status of active."""
        cls = standard.CLASSES[table]
        columns = standard.tables()[table].columns
        said = {a.name: a.default for a in attrs.fields(cls) if a.name in columns and isinstance(a.default, str)}
        return {name: word for name, word in said.items() if word}

    def filler(self, column: standard.Column) -> str:
        if column.kind == "uuid":  # only a capacity's unit can be missing
            return self.unit({"name": FILLER})
        return f"{self.city.as_of}{_MIDNIGHT}" if column.kind == "datetime" else FILLER

    @staticmethod
    def holds(table: str, value: Any) -> bool:
        """Whether the standard's table can hold these records: a number that must be there can't be filled in."""
        columns = standard.tables()[table].columns
        needed = [name for name, column in columns.items() if column.required and column.kind == "number"]
        return all(name in item for item in value for name in needed)


def fits(column: standard.Column, value: Any) -> bool:
    """Whether a column of the standard takes a value as it is."""
    if isinstance(value, (list, dict, bool)):
        return False
    if column.kind == "number":
        return isinstance(value, (int, float)) or bool(re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", value))
    if column.kind == "email":
        return clean.email(value) == value
    if column.kind == "uri":
        return clean.url(value) == value
    if column.kind == "datetime":
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?", value))
    return not column.words or value in column.words


def is_own(tables: Tables) -> bool:
    """Whether a package was written by `write_package`."""
    return any(row.get("name") == standard.FIELDS for row in tables.get("taxonomy", ()))


def read_own(tables: Tables) -> list[Node]:
    """Return the organizations of a package of ours, as their files hold them."""
    return _Own(tables).organizations()


class _Own:
    def __init__(self, tables: Tables):
        self.tables = tables
        terms = {row["id"]: row for row in tables.get("taxonomy_term", ()) if "id" in row}
        self.said: dict[str, Node] = defaultdict(dict)
        for row in tables.get("attribute", ()):
            term = terms.get(row.get("taxonomy_term_id"), {})
            if term.get("taxonomy") == standard.NEEDS:
                self.said[row["link_id"]].setdefault("x_needs", []).append(term["code"])
            elif term.get("taxonomy") == standard.FIELDS:
                try:
                    self.said[row["link_id"]][term["code"]] = json.loads(row.get("value", "null"))
                except ValueError:
                    continue  # the strict loader says what is missing
        self.slugs = {id: said["x_id"] for id, said in self.said.items() if "x_id" in said}
        self.inside: dict[tuple[str, str], dict[str, list]] = defaultdict(lambda: defaultdict(list))
        for table in standard.CLASSES:
            for row in tables.get(table, ()):
                for owner in standard.CLASSES:
                    if f"{owner}_id" in row and owner != "unit":
                        self.inside[owner, row[f"{owner}_id"]][table].append(row)
        self.units = {row.get("id"): row for row in tables.get("unit", ())}

    def organizations(self) -> list[Node]:
        return [self.node("organization", row) for row in self.tables.get("organization", ())]

    def node(self, table: str, row: Node) -> Node:
        said = dict(self.said.get(row.get("id", ""), {}))
        blank = said.pop("x_blank", [])
        columns = standard.tables()[table].columns
        node: Node = {"id": said.pop("x_id")} if "x_id" in said else {}
        for name in standard.held(table):
            if name in row and name not in blank:
                value = row[name].removesuffix(_MIDNIGHT) if columns[name].kind == "datetime" else row[name]
                node[name] = standard.typed(table, name, value)
        if "location_id" in node:
            node["location_id"] = self.slugs.get(node["location_id"], node["location_id"])
        if row.get("unit_id") in self.units and "unit_id" not in blank:
            node["unit"] = self.node("unit", self.units[row["unit_id"]])
        for name, inner in standard.children(table).items():
            rows = [r for r in self.inside[table, row.get("id", "")].get(inner, ()) if self.belongs(table, inner, r)]
            if rows and name != "unit":
                node[name] = [self.node(inner, r) for r in rows]
        node |= said
        for field in attrs.fields(standard.CLASSES[table]):
            if field.default is attrs.NOTHING:
                node.setdefault(field.name, [] if "tuple" in str(field.type) else "")
        return node

    @staticmethod
    def belongs(table: str, inner: str, row: Node) -> bool:
        """A place names its organization, and so do a contact and a telephone of their own."""
        return not (inner == "phone" and table != "contact" and "contact_id" in row)
