"""Opening hours: rows of one day each, put together as a reader would say them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hartcity.hsds import times
from hartcity.hsds.package import Row
from hartcity.hsds.report import Report


def schedules(rows: Iterable[Row], report: Report) -> list[dict[str, Any]]:
    """Return the schedules of a service or a place in their order; days with the same hours are one."""
    rows = list(rows)
    told = {"opens_at", "closes_at", "description", "notes"}
    bare = [row for row in rows if row.get("byday") in times.DAYS and not set(row) & told]
    if {row["byday"] for row in bare} == set(times.DAYS):
        # Some programs write a row for each day of the week, whether anybody filled it in or not.
        rows = [row for row in rows if not any(row is empty for empty in bare)]
        for row in bare:
            report.add("days-only", "schedule", row)
    merged: dict[tuple, dict[str, Any]] = {}
    for row in rows:
        node = {k: row[k] for k in ("byday", "opens_at", "closes_at", "valid_from", "valid_to", "notes") if k in row}
        said = row.get("description", "")
        mergeable = not said and "byday" in node
        rest = tuple(v for k, v in node.items() if k != "byday")
        key = ("days", *rest) if mergeable else ("words", said or row.get("words", ""), *node.values())
        if mergeable and key in merged:
            days = {*merged[key]["byday"].split(","), *node["byday"].split(",")}
            merged[key]["byday"] = ",".join(d for d in times.DAYS if d in days)
        else:
            merged.setdefault(key, {"description": said or row.get("words", ""), **node})
        if mergeable:
            found = merged[key]
            clock = times.hours_text(found.get("opens_at", ""), found.get("closes_at", ""))
            found["description"] = f"{times.days_text(tuple(found['byday'].split(',')))} {clock}".strip()
    return list(merged.values())
