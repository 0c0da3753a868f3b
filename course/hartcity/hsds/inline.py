"""Lists that a service or a place holds in a cell (“Spanish, English”) made into rows of their own table."""

from __future__ import annotations

from hartcity.hsds import clean, standard
from hartcity.hsds.package import Row, Tables

# A column of services and places → the table of its rows, and the column that takes the words.
_CELLS = {
    "languages": ("language", "name"),
    "documents": ("required_document", "document"),
    "accessibility": ("accessibility", "description"),
    "hours": ("schedule", "description"),
}
_WHOLE = ("accessibility", "hours")


def unfold(tables: Tables) -> None:
    """Move such lists in place; the ids of rows that are there already become links to them."""
    for owner in ("service", "location"):
        for row in tables.get(owner, ()):
            for column, (table, words) in _CELLS.items():
                if column in row:
                    row.setdefault("id", f"row {row.number}")
                    _unfold(tables, owner, row, row.pop(column), table, words, whole=column in _WHOLE)


def _unfold(tables: Tables, owner: str, row: Row, cell: str, table: str, words: str, whole: bool) -> None:
    if standard.is_blank(cell):
        return
    key, rows = f"{owner}_id", tables.setdefault(table, [])
    parts = [part.strip() for part in cell.split(",")]
    there = {other["id"]: other for other in rows if other.get("id") in parts}
    if set(there) == set(parts):
        for other in there.values():
            other[key] = f"{other[key]},{row['id']}" if key in other else row["id"]
        return
    for said in [cell] if whole else clean.several(cell):
        rows.append(Row({"id": f"{row['id']} {table} {len(rows)}", key: row["id"], words: said}, row.number))
