"""Who belongs to whom in a package: services to organizations and places, rows of other tables to all of these."""

from __future__ import annotations

from collections import defaultdict

from hartcity.hsds import standard
from hartcity.hsds.package import Row, Tables
from hartcity.hsds.report import Report

# Lists in which an owner may name its rows, where they don't name it.
_LISTS = (("phone", "phones"), ("schedule", "schedules"), ("address", "addresses"))


def ids_in(row: Row, column: str) -> list[str]:
    """The ids in a foreign key, which may name several, parted by commas."""
    return [i.strip() for i in row.get(column, "").split(",") if i.strip()]


class Links:
    """The package's records by id, and what belongs to them; what belongs to nothing goes to the report.

    Attributes
    ----------
    orgs, services, places : id → row.
    where : service → the places where it is offered.
    owner : service → its organization.
    children : (table, id) → the rows that belong to it, by their table.
    texts : place → name and description of the services there.
    """

    def __init__(self, tables: Tables, report: Report):
        self.tables, self.report = tables, report
        self.services = {row.get("id") or f"row {row.number}": row for row in self._named("service")}
        self.places = {row["id"]: row for row in tables.get("location", ()) if "id" in row}
        self.orgs = {row["id"]: row for row in self._named("organization") if "id" in row}
        self.where = self._where()
        self.owner = self._owners()
        self.children = self._children()
        self.texts = self._texts_at_places()

    def _named(self, table: str) -> list[Row]:
        rows = self.tables.get(table, [])
        for row in rows:
            if "name" not in row:
                self.report.add("no-name", table, row)
        return [row for row in rows if "name" in row]

    def _where(self) -> dict[str, list[str]]:
        """Service → the places where it is offered."""
        where: dict[str, list[str]] = defaultdict(list)
        self.at: dict[str, tuple[str, str]] = {}
        self.joined: list[tuple[Row, str]] = []
        for row in self.tables.get("service_at_location", ()):
            pairs = [(s, p) for s in ids_in(row, "service_id") for p in ids_in(row, "location_id")]
            for service, place in pairs:
                if service in self.services and place in self.places:
                    where[service].append(place)
                    self.at[row.get("id", "")] = (service, place)
                    self.joined.append((row, service))
                else:
                    self.report.add("orphan", "service_at_location", row, value=f"{service} at {place}")
        for id, row in self.services.items():
            where[id] += [p for p in ids_in(row, "locations") if p in self.places]
        return {id: list(dict.fromkeys(found)) for id, found in where.items()}

    def _owners(self) -> dict[str, str]:
        """Service → its organization; a service without one belongs to that of the place where it is offered."""
        owner = {}
        for id, row in self.services.items():
            named = [o for o in ids_in(row, "organization_id") if o in self.orgs]
            if named:
                owner[id] = named[0]
                continue
            at = [
                o for p in self.where.get(id, ()) for o in ids_in(self.places[p], "organization_id") if o in self.orgs
            ]
            if at:
                owner[id] = at[0]
            self.report.add("orphan-by-place" if at else "orphan", "service", row, "organization_id", row["name"])
        return owner

    def _children(self) -> dict[tuple[str, str], dict[str, list[Row]]]:
        """(table, id) → the rows of other tables that belong to it, by their table."""
        found: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        known: dict[str, dict] = {"organization": self.orgs, "service": self.services, "location": self.places}
        # A contact that belongs to nobody can't keep a telephone from those who are named beside it.
        known["contact"] = {row.get("id"): row for row in self.tables.get("contact", ())
                            if any(i in known[t] for t in known for i in ids_in(row, f"{t}_id"))
                            or row.get("service_at_location_id") in self.at}  # fmt: skip
        for table in (*standard.CLASSES, "eligibility"):
            if table in ("organization", "service", "location", "service_at_location", "unit"):
                continue
            for row in self.tables.get(table, ()):
                owners = [(t, i) for t in known for i in ids_in(row, f"{t}_id") if i in known[t]]
                owners += [("service", self.at[i][0]) for i in ids_in(row, "service_at_location_id") if i in self.at]
                owners = self._closest(table, list(dict.fromkeys(owners)))
                if not owners and not self._named_by_other(table, row):
                    self.report.add("orphan", table, row)
                for owner in owners:
                    found[owner][table].append(row)
        self._named_lists(found)
        return found

    @staticmethod
    def _closest(table: str, owners: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Hours, languages, contacts belong to a service before a place; a contact's telephone to the contact alone."""
        first = {"phone": ("contact",), "schedule": ("service", "location"), "language": ("service", "location"),
                 "contact": ("service", "organization", "location")}.get(table, ())  # fmt: skip
        for kind in first:
            if any(t == kind for t, _ in owners):
                return [(t, i) for t, i in owners if t == kind]
        return owners

    def _named_by_other(self, table: str, row: Row) -> bool:
        if not hasattr(self, "_listed"):
            self._listed = {
                (t, i)
                for rows in (self.orgs, self.services, self.places)
                for owner in rows.values()
                for t, name in _LISTS
                for i in ids_in(owner, name)
            }
        return (table, row.get("id")) in self._listed

    def _named_lists(self, found: dict) -> None:
        """Rows that their owner names, where they don't name it."""
        for kind, rows in (("organization", self.orgs), ("service", self.services), ("location", self.places)):
            for table, name in _LISTS:
                if not any(name in row for row in rows.values()):
                    continue
                by_id = {row["id"]: row for row in self.tables.get(table, ()) if "id" in row}
                for id, owner in rows.items():
                    has = found[kind, id][table]
                    has += [by_id[i] for i in ids_in(owner, name) if i in by_id and not any(r is by_id[i] for r in has)]

    def _texts_at_places(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for id, places in self.where.items():
            for place in places:
                found[place].append(f"{self.services[id]['name']} {self.services[id].get('description', '')}")
        return found
