"""Tidy tables put together: organizations as their files hold them, with what can't be placed in the report."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hartcity.hsds import clean, hours, standard
from hartcity.hsds.links import Links, ids_in
from hartcity.hsds.package import Row, Tables
from hartcity.hsds.privacy import confidential
from hartcity.hsds.report import Report
from hartcity.hsds.terms import Terms
from hartcity.hsds.times import parse_wait

Node = dict[str, Any]


def assemble(tables: Tables, report: Report, with_confidential: bool = False) -> tuple[list[Node], dict[str, str]]:
    """Return the organizations, in the nested form of their files, and the needs they use: id → label."""
    work = _Assembly(tables, report, with_confidential)
    return work.organizations(), work.needs


def fields(table: str, row: Row) -> Node:
    """A row's cells that our record has a field for, in the record's order."""
    return {name: standard.typed(table, name, row[name]) for name in standard.held(table) if name in row}


class _Assembly:
    def __init__(self, tables: Tables, report: Report, with_confidential: bool):
        self.report, self.with_confidential = report, with_confidential
        self.needs: dict[str, str] = {}
        self.links = Links(tables, report)
        self.terms = Terms(tables, report, self.links.services)
        self.units = {row["id"]: row["name"] for row in tables.get("unit", ()) if {"id", "name"} <= set(row)}
        self.used_services: set[str] = set()

    def organizations(self) -> list[Node]:
        """Every organization that offers something, its ids unlike any other's."""
        offers: dict[str, list[str]] = defaultdict(list)
        for service, organization in self.links.owner.items():
            if self.links.services[service].get("status", "active") in ("inactive", "defunct"):
                self.report.add(
                    "closed", "service", self.links.services[service], value=self.links.services[service]["name"]
                )
            else:
                offers[organization].append(service)
        own_places: dict[str, list[str]] = defaultdict(list)
        for id, row in self.links.places.items():
            for organization in ids_in(row, "organization_id"):
                own_places[organization].append(id)
        made, taken = [], set()
        self.kept: set[tuple[str, str]] = set()
        for id, row in self.links.orgs.items():
            if not offers[id]:
                self.report.add("no-service", "organization", row, value=row["name"])
                continue
            node = {"id": clean.unlike(clean.slug(row["name"]), taken, id), **fields("organization", row)}
            taken.add(node["id"])
            node.setdefault("description", "")
            self._lists(node, "organization", id)
            # A place belongs to those who offer something there, and to those whom it names.
            here = list(dict.fromkeys([p for s in offers[id] for p in self.links.where.get(s, ())] + own_places[id]))
            self.kept |= {("organization", id), *(("service", s) for s in offers[id]), *(("location", p) for p in here)}
            names = self._places(node, here)
            node["services"] = [self._service(s, node, names) for s in offers[id]]
            self._sector(node)
            made.append(node)
        self._say_what_went_along()
        return made

    def _say_what_went_along(self) -> None:
        """Report the rows that belong to nothing but what was left out."""
        for place, row in self.links.places.items():
            if ("location", place) not in self.kept:
                known = any(o in self.links.orgs for o in ids_in(row, "organization_id"))
                named = known or any(place in places for places in self.links.where.values())
                self.report.add("owner" if named else "orphan", "location", row, value=row.get("name", ""))
        for row, service in self.links.joined:
            if ("service", service) not in self.kept:
                self.report.add("owner", "service_at_location", row)
        rows = [(owner, table, row) for owner, found in self.links.children.items()
                for table, some in found.items() for row in some]  # fmt: skip
        self.kept |= {("contact", row.get("id", "")) for owner, t, row in rows if t == "contact" and owner in self.kept}
        stay = {id(row) for owner, _, row in rows if owner in self.kept}
        gone = {id(row): (table, row) for owner, table, row in rows if id(row) not in stay}
        for table, row in gone.values():
            self.report.add("owner", table, row)
        for service, count in self.terms.counts():
            if ("service", service) not in self.kept:
                self.report.add("owner", "attribute", self.links.services[service], value=f"{count} rows")

    def _lists(self, node: Node, kind: str, id: str) -> None:
        has = self.links.children.get((kind, id), {})
        for field, table in standard.children(kind).items():
            rows = has.get(table, ())
            if table == "schedule":
                node.update({"schedules": found} if (found := hours.schedules(rows, self.report)) else {})
            elif table == "contact":
                contacts = [self._contact(row) for row in rows]
                node.update({"contacts": found} if (found := [c for c in contacts if c]) else {})
            elif rows and table not in ("service", "location", "service_at_location"):
                items = [fields(table, row) | self._unit(row) for row in rows]
                # A number that is listed twice is listed with its remark.
                items.sort(key=lambda x: table == "phone" and "description" not in x)
                seen = [(x.get("number"), x.get("extension")) if table == "phone" else x for x in items]
                node[field] = [x for i, x in enumerate(items) if x and seen[i] not in seen[:i]]

    def _unit(self, row: Row) -> Node:
        unit = self.units.get(row.get("unit_id"))
        return {"unit": {"name": unit}} if unit else {}

    def _contact(self, row: Row) -> Node:
        node = fields("contact", row)
        phones = [
            fields("phone", p) for p in self.links.children.get(("contact", row.get("id", "")), {}).get("phone", ())
        ]
        if phones:
            node["phones"] = phones
        if node and "title" not in node:
            node["title"] = node.pop("department", "Contact")
        return node

    def _places(self, node: Node, here: list[str]) -> dict[str, str]:
        """Add an organization's places; return their ids in its file."""
        names: dict[str, str] = {}
        for id in here:
            row = self.links.places[id]
            place = {"id": "", **fields("location", row)}
            self._lists(place, "location", id)
            addresses = place.get("addresses", [])
            place["addresses"] = [a for a in addresses if "address_1" in a and "city" in a]
            words = " ".join(
                [row.get("name", ""), row.get("description", ""), *(a.get("address_1", "") for a in addresses)]
            )
            secret = "x_confidential" in row or confidential(words, self.links.texts.get(id, ()))
            if secret:
                place["x_confidential"] = True
            if secret and not self.with_confidential:
                hidden = [k for k in ("addresses", "latitude", "longitude", "transportation") if place.pop(k, None)]
                if hidden:
                    self.report.add("confidential", "location", row, ", ".join(hidden))
                if place.get("name") and any(c.isdigit() for c in place["name"]):
                    del place["name"]
            first = place.get("addresses") or [{}]
            name = place.get("name") or first[0].get("address_1") or "place"
            place["id"] = clean.unlike(clean.slug(name, 40), set(names.values()), id)
            names[id] = place["id"]
            node.setdefault("locations", []).append({k: v for k, v in place.items() if v})
        return names

    def _service(self, id: str, node: Node, places: dict[str, str]) -> Node:
        row = self.links.services[id]
        key = clean.slug(row["name"])
        if key in self.used_services:
            key = clean.unlike(clean.slug(f"{row['name']} {node['name']}", 80), self.used_services, id)
        self.used_services.add(key)
        made = {"id": key, **fields("service", row)}
        needs, who = self.terms.of(id)
        self.needs |= needs
        made["x_needs"] = list(needs)
        self._lists(made, "service", id)
        said = [
            r["eligibility"]
            for r in self.links.children.get(("service", id), {}).get("eligibility", ())
            if "eligibility" in r
        ]
        said = [x for x in (made.get("eligibility_description"), *said) if x]
        said = said or [x for x in (row.get("audience"),) if x]
        said = said or ([f"For: {', '.join(who)}"] if who else [])
        self._ages(id, made)
        if said:
            made["eligibility_description"] = "; ".join(dict.fromkeys(said))
            if all(s.casefold().strip(" .!") in standard.names().open_to_all for s in said):
                made["x_eligibility"] = {}
        if "fees_description" not in made and "fees" in row:
            made["fees_description"] = row["fees"]
        wait = int(row["x_wait_days"]) if "x_wait_days" in row else parse_wait(row.get("wait_time", ""))
        if wait is not None:
            made["x_wait_days"] = wait
        if "x_note" in row:
            made["x_note"] = row["x_note"]
        if "x_no_documents" in row:
            made["required_documents"] = []
        at = [places[p] for p in self.links.where.get(id, ()) if p in places]
        if at:
            made["service_at_locations"] = [{"location_id": p} for p in at]
        return made

    def _ages(self, id: str, made: Node) -> None:
        """Ages that stand with the eligibility, as in version 1 of the United Kingdom's profile."""
        for row in self.links.children.get(("service", id), {}).get("eligibility", ()):
            for name in ("minimum_age", "maximum_age"):
                age = clean.number(row.get(name, ""))
                if name not in made and isinstance(age, int) and 0 < age < 120:
                    made[name] = age

    @staticmethod
    def _sector(node: Node) -> None:
        node["x_channels"] = [
            channel
            for channel, there in (
                (
                    "call",
                    node.get("phones") or any(s.get("phones") for s in node["services"] + node.get("locations", [])),
                ),
                ("email", node.get("email")),
                ("online", node.get("website")),
            )
            if there
        ]
