"""HSDS 3 as nested JSON (services with their organization, places, phones, …) laid out as tables."""

from __future__ import annotations

import re
from typing import Any

from hartcity.hsds import standard

Flat = dict[str, list[dict[str, str]]]
# Under these keys a list holds the records themselves.
_LISTS = ("contents", "content", "data", "items", "results", "records")


class Documents:
    """Lays out JSON documents as one set of `tables`; a record that several of them hold is one row."""

    def __init__(self) -> None:
        self.tables: Flat = {}
        self.seen: dict[tuple[str, str], dict[str, str]] = {}
        self.made = 0

    def document(self, found: Any, name: str) -> None:
        """Add a document; `name` says what its records are when they don't show it."""
        if isinstance(found, list):
            for record in found:
                self.document(record, name)
        elif isinstance(found, dict):
            for key in _LISTS:
                if isinstance(found.get(key), list):
                    return self.document(found[key], name)
            tables = {k: standard.table_named(k.removesuffix(".csv")) for k in found}
            if found and all(tables.values()) and all(isinstance(v, list) for v in found.values()):
                for key, records in found.items():
                    self.document(records, tables[key])
            else:
                self.record(found, self.kind(found, name), {})

    @staticmethod
    def kind(record: dict, name: str) -> str:
        """What a record is: by its nested parts, else by the file's name."""
        named = standard.table_named(re.sub(r"_(?:list|full|data|page_?\d*|\d+)$", "", standard.fold(name)))
        if "services" in record:
            return "organization"
        if named:
            return named
        if ("service" in record or "service_id" in record) and ("location" in record or "location_id" in record):
            return "service_at_location"
        return "location" if "addresses" in record else "service"

    def record(self, record: dict, table: str, parents: dict[str, str]) -> str:
        """Lay out one record and everything inside it; return its id."""
        id = str(record.get("id") or "")
        if not id:
            self.made += 1
            id = f"{table}-{self.made}"
        row = self.seen.get((table, id))
        if row is None:
            row = self.seen[table, id] = {"id": id}
            self.tables.setdefault(table, []).append(row)
        row.update({k: v for k, v in parents.items() if k not in row})
        if table == "attribute":
            row.setdefault("link_entity", parents.get("link_entity", ""))
        # A key of the standard's own name comes before one that others call so.
        for key, value in sorted(
            record.items(), key=lambda x: standard.column_named(table, x[0]) != standard.fold(x[0])
        ):
            inner = standard.table_named(key)
            if isinstance(value, dict):
                if inner:
                    row[f"{inner}_id"] = self.record(value, inner, {})
            elif isinstance(value, list) and value and isinstance(value[0], dict):
                for item in value:
                    if inner and isinstance(item, dict):
                        self.record(item, inner, self.parent(table, id, inner))
            elif value not in (None, "", [], {}):
                column = standard.column_named(table, key)
                text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
                row.setdefault(column if row.get(column, text) == text else standard.fold(key), text)
        return id

    @staticmethod
    def parent(table: str, id: str, inner: str) -> dict[str, str]:
        """The foreign key of a nested record."""
        if inner == "attribute":
            return {"link_id": id, "link_entity": table}
        return {f"{table}_id": id}
