"""Tables as they came, made tidy: every cell is clean text or gone, and the report says what went."""

from __future__ import annotations

from hartcity.hsds import clean, standard
from hartcity.hsds.package import Row, Tables
from hartcity.hsds.privacy import People
from hartcity.hsds.report import Report
from hartcity.hsds.rows import BY_TABLE

# Tables whose rows others point at: an id may stand there once.
_KEYED = ("organization", "service", "location", "contact", "service_at_location", "taxonomy_term")
# Columns in which no person is looked for: they are what the directory's own things are called.
_NAMES = {
    "organization": ("name", "alternate_name"), "service": ("name",), "location": ("name",), "language": ("name",),
    "taxonomy_term": ("name",), "address": ("address_1", "address_2", "city", "region"),
}  # fmt: skip
# A directory entry shows much less than this; megabytes in one cell are an accident.
_MOST_CLEANED = 50_000
_TABLES = (*standard.CLASSES, "eligibility", "taxonomy_term", "taxonomy")


def people_of(tables: Tables) -> People:
    """Return the finder of names for a directory."""
    named = [row["name"] for t in ("organization", "service", "location") for row in tables.get(t, ()) if "name" in row]
    return People(named, [row["name"] for row in tables.get("contact", ()) if "name" in row])


def tidy(tables: Tables, report: Report) -> None:
    """Clean the rows of all tables in place."""
    people = people_of(tables)
    for table in _TABLES:
        if table in tables:
            rows = _once(table, tables[table], report)
            for row in rows:
                _cells(table, row, people, report)
            special = BY_TABLE.get(table)
            tables[table] = [row for row in rows if special is None or special(row, people, report)]


def drop_repeats(tables: Tables, report: Report) -> None:
    """Keep each id once, without touching any cell."""
    for table in _TABLES:
        if table in tables:
            tables[table] = _once(table, tables[table], report)


def _once(table: str, rows: list[Row], report: Report) -> list[Row]:
    seen: dict[str, Row] = {}
    kept = []
    for row in rows:
        key = row.get("id", "").strip() if table in _KEYED else repr(sorted(row.items()))
        if key and key in seen:
            report.add("duplicate-row" if row == seen[key] else "duplicate-id", table, row)
            continue
        if key:
            seen[key] = row
        kept.append(row)
    return kept


def _cells(table: str, row: Row, people: People, report: Report) -> None:
    columns = standard.tables()[table].columns if table in standard.tables() else {}
    for name in list(row):
        column = columns.get(name)
        kind = column.kind if column else ("text" if name in ("eligibility", "audience", "x_note") else "")
        if kind == "":
            continue
        value = row[name].strip()
        if kind in ("email", "uri", "number"):
            value = _typed(table, row, name, kind, value, people, report)
        elif kind == "text":
            value = _text(table, row, name, value, people, report)
        if value:
            row[name] = value
        else:
            del row[name]


def _typed(table: str, row: Row, name: str, kind: str, value: str, people: People, report: Report) -> str:
    if standard.is_blank(value) and kind != "number":
        return ""
    if kind == "number":
        if (table, name) in (("phone", "extension"), ("cost_option", "amount")):
            return value
        found = clean.number(value)
        if found is None and not standard.is_blank(value):
            report.add("number", table, row, name, value)
        return "" if found is None else str(found)
    found = clean.email(value) if kind == "email" else clean.url(value)
    if found is None:
        report.add(kind if kind == "email" else "url", table, row, name, "" if kind == "email" else value)
    elif kind == "email" and people.own_email(found):
        report.add("person-email", table, row, name)
        return ""
    return found or ""


def _text(table: str, row: Row, name: str, value: str, people: People, report: Report) -> str:
    if standard.is_blank(value):
        if name in ("fees", "fees_description", "eligibility", "eligibility_description"):
            report.add("fee" if "fee" in name else "eligibility", table, row, name, value)
        return ""
    whole, value = value, value[:_MOST_CLEANED]
    sound = clean.unscramble(value)
    if sound != value:
        report.add("mojibake", table, row, name, sound)
    text = clean.without_html(sound)
    if text != sound:
        report.add("html", table, row, name)
    text = clean.plain(text)
    if name not in _NAMES.get(table, ()) and (table, name) not in (("contact", "name"), ("phone", "number")):
        text, found, maybe = people.without(text)
        if found:
            report.add("person-text", table, row, name)
        elif maybe:
            report.add("person-maybe", table, row, name)
    if name == "alternate_name" and people.names_somebody(text):
        report.add("person", table, row, name)
        return ""
    short = clean.shorten(text, clean.LIMITS.get(name, clean.LIMIT))
    if short != text or value != whole:
        report.add("too-long", table, row, name, f"{max(len(text), len(whole) * (value != whole))} characters")
    return short
