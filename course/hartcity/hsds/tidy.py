"""Tables as they came, made tidy: every cell is clean text or gone, and the report says what went."""

from __future__ import annotations

import re
from functools import cache

from hartcity import content, yamlfile
from hartcity.hsds import clean, standard, times
from hartcity.hsds.package import Row, Tables
from hartcity.hsds.privacy import People, words
from hartcity.hsds.report import Report

# Tables whose rows others point at: an id may stand there once.
_KEYED = ("organization", "service", "location", "contact", "service_at_location", "taxonomy_term")
# Columns in which no person is looked for: they are what the directory's own things are called.
_NAMES = {
    "organization": ("name", "alternate_name"), "service": ("name",), "location": ("name",), "language": ("name",),
    "taxonomy_term": ("name",), "address": ("address_1", "address_2", "city", "region"),
}  # fmt: skip
_TABLES = (*standard.CLASSES, "eligibility", "taxonomy_term", "taxonomy")


@cache
def languages() -> dict[str, str]:
    """Return the languages known here: code → English name."""
    return yamlfile.load(content.locate("scenarios", "hsds", "languages.yml"), dict[str, str])


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
            special = _SPECIAL.get(table)
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
        kind = column.kind if column else ("text" if name in ("eligibility", "x_note") else "")
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
    short = clean.shorten(text, clean.LIMITS.get(name, clean.LIMIT))
    if short != text:
        report.add("too-long", table, row, name, f"{len(text)} characters")
    return short


def _phone(row: Row, people: People, report: Report) -> bool:
    found = clean.phone(row.get("number", ""))
    if found is None:
        report.add("phone" if row.get("number") else "empty-row", "phone", row, "number")
        return False
    row["number"], extension, doubtful = found
    if doubtful:
        report.add("phone-doubtful", "phone", row, "number", row["number"])
    digits = re.sub(r"^\D+", "", row.pop("extension", ""))
    if extension or re.fullmatch(r"\d{1,6}", digits):
        row["extension"] = extension or digits
    kind = row.get("type", "").casefold()
    row["type"] = next((k for k in ("fax", "text", "tty", "cell", "pager", "video") if k in kind), "voice")
    if "description" in row and not people.plain_remark(row["description"]):
        report.add("phone-note", "phone", row, "description")
        del row["description"]
    return True


def _contact(row: Row, people: People, report: Report) -> bool:
    if row.pop("name", None):
        report.add("person", "contact", row, "name")
        if "email" in row and not people.plain_remark(row["email"].split("@")[0]):
            report.add("person-email", "contact", row, "email")
            del row["email"]
    if row.get("title", "").rstrip(".") in words().honorifics:
        del row["title"]
    return True


def _address(row: Row, people: People, report: Report) -> bool:
    if row.pop("attention", None):
        report.add("person", "address", row, "attention")
    if "address_1" not in row or "city" not in row:
        report.add("address", "address", row)
    return True


def _location(row: Row, people: People, report: Report) -> bool:
    for name, most in (("latitude", 90), ("longitude", 180)):
        if name in row and not 0 < abs(float(row[name])) <= most:
            value = row.pop(name)
            if float(value):  # 0 is what programs write where nothing is known
                report.add("number", "location", row, name, value)
    return True


def _language(row: Row, people: People, report: Report) -> bool:
    code, name = row.get("code", "").casefold(), row.get("name", "")
    known = {n.casefold(): c for c, n in languages().items()}
    word = name.casefold()
    if word in languages():
        code, name = word, languages()[word]
    elif word in known:
        code, name = known[word], languages()[known[word]]
    elif not name and code[:2] in languages():
        name = languages().get(code, languages()[code[:2]])
    if not re.fullmatch(r"[^\W\d_][^\d<>]{1,60}", name):
        report.add("language", "language", row, "name", name)
        return False
    row["name"] = name
    if code in languages():
        row["code"] = code
    else:
        row.pop("code", None)
    return True


def _cost(row: Row, people: People, report: Report) -> bool:
    amount = row.pop("amount", "")
    found = clean.dollars(amount) if amount else None
    said = f"{row.get('option', '')} {row.get('amount_description', '')}".strip()
    if amount and (
        found is None or (found.strip("0.") == "" and not re.search(r"\b(?:free|no (?:cost|charge|fee))\b", said, re.I))
    ):
        report.add("fee" if found else "amount", "cost_option", row, "amount", amount)
        found = None
    if found and row.get("currency", "USD").upper() in ("USD", "US", "$"):
        row["amount"] = found
        row.pop("currency", None)
    elif found:
        row["amount_description"] = f"{found} {row.pop('currency').upper()} {row.get('amount_description', '')}".strip()
    if "option" not in row and ("amount" in row or "amount_description" in row):
        row["option"] = row.get("amount_description", "Fee")
    return "option" in row


def _service(row: Row, people: People, report: Report) -> bool:
    if any("airs" in name and row[name].strip() for name in row):
        report.add("code", "service", row)
    status = row.get("status", "active").casefold()
    kinds = standard.names().status
    row["status"] = next((ours for ours, theirs in kinds.items() if status in theirs), "")
    if not row["status"]:
        report.add("status", "service", row, "status", status)
        row["status"] = "active"
    for name in ("minimum_age", "maximum_age"):
        if name in row and not re.fullmatch(r"1?\d?\d", row[name]):
            report.add("number", "service", row, name, row.pop(name))
    if row.get("minimum_age") == "0":
        del row["minimum_age"]
    return True


def _schedule(row: Row, people: People, report: Report) -> bool:
    truth = ("1", "true", "yes", "y")
    if row.get("holiday", "").casefold() in truth:
        report.add("holiday", "schedule", row)
        return False
    said = {k: row.pop(k, "").strip() for k in ("byday", "opens_at", "closes_at")}
    if row.get("closed", "").casefold() in truth or "closed" in said["opens_at"].casefold():
        return False  # a day on which it is closed is no hour
    days = times.parse_days(said["byday"]) if said["byday"] else ()
    ends = [times.parse_time(said[k]) for k in ("opens_at", "closes_at")]
    if ("24" in said["opens_at"] and "hour" in said["opens_at"].casefold()) or (
        row.get("all_day") and ends == [None, None]
    ):
        ends = ["00:00", "00:00"]
    elif any(said[k] and end is None for k, end in zip(("opens_at", "closes_at"), ends, strict=True)):
        report.add("time", "schedule", row, "opens_at", f"{said['opens_at']}-{said['closes_at']}")
        ends = [None, None]
    monthly = times.monthly_text(said["byday"])
    if days is None and not monthly:
        report.add("days", "schedule", row, "byday", said["byday"])
    hours = times.hours_text(ends[0] or "", ends[1] or "") or "-".join(
        s for s in (said["opens_at"], said["closes_at"]) if s and not re.fullmatch(r"[\d.]+", s)
    )
    row["words"] = " ".join(x for x in (times.days_text(days) if days else monthly or said["byday"], hours) if x)
    if days:
        row["byday"] = ",".join(days)
    if any(ends) and days is not None:
        row.update({k: end for k, end in zip(("opens_at", "closes_at"), ends, strict=True) if end})
    return bool(row["words"] or row.get("description"))


def _term(row: Row, people: People, report: Report) -> bool:
    if row.get("status", "").casefold() in standard.names().status["inactive"]:
        report.add("unpublished-term", "taxonomy_term", row, value=row.get("name", ""))
        return False
    code = row.pop("code", "")
    whose = row.get("taxonomy", "").casefold()
    if code and (_AIRS.fullmatch(code.strip()) or any(w in whose for w in standard.names().proprietary)):
        report.add("code", "taxonomy_term", row)
    if _AIRS.fullmatch(row.get("name", "")):
        report.add("code", "taxonomy_term", row, "name")
        return False
    return True


_AIRS = re.compile(r"[A-Z]{1,2}(?:-\d{4}(?:\.\d{4}(?:-\d{3}(?:\.\d{2})?)?)?)?")
_SPECIAL = {
    "phone": _phone, "contact": _contact, "address": _address, "location": _location, "language": _language,
    "cost_option": _cost, "service": _service, "schedule": _schedule, "taxonomy_term": _term,
}  # fmt: skip
