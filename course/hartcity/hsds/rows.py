"""What is special in the rows of one table: each function cleans a row in place and says whether it stays."""

from __future__ import annotations

import re
from functools import cache

from hartcity import content, yamlfile
from hartcity.hsds import clean, standard, times
from hartcity.hsds.package import Row
from hartcity.hsds.privacy import People, words
from hartcity.hsds.report import Report
from hartcity.hsds.terms import is_code


@cache
def languages() -> dict[str, str]:
    """Return the languages known here: code → English name."""
    return yamlfile.load(content.locate("scenarios", "hsds", "languages.yml"), dict[str, str])


def _phone(row: Row, people: People, report: Report) -> bool:
    found = clean.phone(row.get("number", ""))
    if found is None:
        said = row.get("number", "")  # letters may be somebody's name
        report.add(
            "phone" if said else "empty-row", "phone", row, "number", "" if re.search(r"[^\W\d]", said) else said
        )
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
        return False
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


def _dates(table: str, row: Row, report: Report, *names: str) -> None:
    for name in names:
        if name in row:
            said = row.pop(name)
            if found := times.parse_date(said):
                row[name] = found
            else:
                report.add("date", table, row, name, said)


def _capacity(row: Row, people: People, report: Report) -> bool:
    _dates("service_capacity", row, report, "updated")
    free, most = (clean.number(row.get(name, "")) for name in ("available", "maximum"))
    if (free is not None and (free < 0 or (most is not None and free > most))) or (most is not None and most < 0):
        report.add("range", "service_capacity", row, "available", f"{row.pop('available', '')} of {row.get('maximum')}")
        if most is not None and most < 0:
            del row["maximum"]
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
    return _says("cost_option", row, "option", report)


def _document(row: Row, people: People, report: Report) -> bool:
    return _says("required_document", row, "document", report)


def _access(row: Row, people: People, report: Report) -> bool:
    if "description" not in row and "details" in row:
        row["description"] = row.pop("details")
    return _says("accessibility", row, "description", report)


def _says(table: str, row: Row, name: str, report: Report) -> bool:
    """Whether a row holds what a row of its table is there for."""
    if name not in row:
        report.add("empty-row", table, row, name)
    return name in row


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
    if int(row.get("minimum_age", 0)) > int(row.get("maximum_age", 999)):
        ages = f"{row.pop('minimum_age')} to {row.pop('maximum_age')}"
        report.add("range", "service", row, "minimum_age", ages)
    _dates("service", row, report, "assured_date")
    return True


def _all_day(text: str) -> bool:
    return "24" in text and "hour" in text.casefold()


def _schedule(row: Row, people: People, report: Report) -> bool:
    truth = ("1", "true", "yes", "y")
    if row.get("holiday", "").casefold() in truth:
        report.add("holiday", "schedule", row)
        return False
    _dates("schedule", row, report, "valid_from", "valid_to")
    if row.get("valid_to", "9") < row.get("valid_from", ""):
        report.add("range", "schedule", row, "valid_to", f"{row.pop('valid_from')} to {row.pop('valid_to')}")
    said = {k: row.pop(k, "").strip() for k in ("byday", "opens_at", "closes_at")}
    for name, other in (("opens_at", "dtstart"), ("closes_at", "until")):  # dates in the standard, times with some
        there = row.get(other, "-")
        if "-" not in there and not times.parse_time(said[name]) and (times.parse_time(there) or _all_day(there)):
            said[name] = there.strip()
    if row.get("closed", "").casefold() in truth or "closed" in said["opens_at"].casefold():
        report.add("closed-day", "schedule", row, "byday", said["byday"])
        return False
    days = times.parse_days(said["byday"]) if said["byday"] else ()
    ends = [times.parse_time(said[k]) for k in ("opens_at", "closes_at")]
    round_the_clock = row.get("all_day") or re.fullmatch(r"24[/-]7", said["byday"])
    if _all_day(said["opens_at"]) or (round_the_clock and ends == [None, None]):
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
    if often := times.repeat_text(row.get("freq", ""), row.get("interval", ""), row.get("bymonthday", "")):
        # What comes every other week is no weekly hour.
        row["words"] = " ".join([often, row["words"]]).strip()
        for name in ("byday", "opens_at", "closes_at"):
            row.pop(name, None)
    if not row["words"]:
        del row["words"]
    return _says("schedule", row, "words" if "words" in row else "description", report)


def _term(row: Row, people: People, report: Report) -> bool:
    if row.get("status", "").casefold() in standard.names().status["inactive"]:
        report.add("unpublished-term", "taxonomy_term", row, value=row.get("name", ""))
        return False
    code = row.pop("code", "")
    whose = row.get("taxonomy", "").casefold()
    if code and (is_code(code) or any(w in whose for w in standard.names().proprietary)):
        report.add("code", "taxonomy_term", row)
    if is_code(row.get("name", "")):
        report.add("code", "taxonomy_term", row, "name")
        return False
    return True


BY_TABLE = {
    "phone": _phone, "contact": _contact, "address": _address, "location": _location, "language": _language,
    "service_capacity": _capacity, "required_document": _document, "accessibility": _access,
    "cost_option": _cost, "service": _service, "schedule": _schedule, "taxonomy_term": _term,
}  # fmt: skip
