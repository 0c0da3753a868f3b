"""What a foreign directory's words say a service helps with: a need of ours, or one under its own name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

import attrs

from hartcity import content, yamlfile
from hartcity.hsds.clean import slug
from hartcity.hsds.links import ids_in
from hartcity.hsds.package import Row, Tables
from hartcity.hsds.report import Report

OTHER = ("other", "Other help")
MOST_NEEDS = 8


@attrs.frozen
class _Need:
    label: str
    words: tuple[str, ...]


@cache
def _needs() -> tuple[dict[str, _Need], re.Pattern, dict[str, str]]:
    needs = yamlfile.load(content.locate("scenarios", "hsds", "needs.yml"), dict[str, _Need])
    by_word = {}
    for id, need in needs.items():
        for word in need.words:
            by_word.setdefault(word.casefold(), id)
    longest = sorted(by_word, key=len, reverse=True)
    return needs, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"), by_word


def is_code(text: str) -> bool:
    """Whether a text is a code of the 211 taxonomy, such as PN-8100.4500-240."""
    return bool(_CODE.fullmatch(text.strip()))


_CODE = re.compile(r"[A-Z]{1,2}(?:-\d{4}(?:\.\d{4}(?:-\d{3}(?:\.\d{2})?)?)?)?")


@cache
def need_of(text: str) -> tuple[str, str] | None:
    """Return the need of ours that a text names, by its longest word of ours; None when it names none."""
    needs, pattern, by_word = _needs()
    found = pattern.findall(text.casefold().replace("’", "'"))
    if not found:
        return None
    id = by_word[max(found, key=len)]
    return id, needs[id].label


def own_need(term: str) -> tuple[str, str]:
    """Return a need under a term's own name."""
    return slug(term, 50).replace("-", "_"), term


def says_who(vocabulary: str, link_type: str = "") -> bool:
    """Whether the terms of a vocabulary say whom a service is for, and not what it does."""
    return bool(
        re.search(r"eligib|situation|audience|target|population|demographic", f"{vocabulary} {link_type}", re.I)
    )


class Terms:
    """The taxonomy's terms of every service: what it helps with, and whom it says it is for."""

    def __init__(self, tables: Tables, report: Report, services: dict[str, Row]):
        self.services = services
        rows = {row["id"]: row for row in tables.get("taxonomy_term", ()) if "id" in row and "name" in row}
        vocabularies = {row.get("id"): row.get("name", "") for row in tables.get("taxonomy", ())}
        self.terms: dict[str, list[tuple[Row, str]]] = defaultdict(list)
        self.rows = rows
        links = [(i, t, row) for row in tables.get("attribute", ()) for i in ids_in(row, "link_id")
                 for t in ids_in(row, "taxonomy_term_id")]  # fmt: skip
        links += [(id, t, row) for id, row in services.items() for t in ids_in(row, "terms")]
        self.report = report
        lost: Counter[str] = Counter()
        elsewhere: Counter[str] = Counter()
        for service, term, link in links:
            if service not in services:
                entity = link.get("link_entity", "service").casefold()
                if entity in ("service", "services"):
                    report.add("orphan", "attribute", link)
                else:
                    elsewhere[entity] += 1
            elif term in rows:
                row = rows[term]
                vocabulary = vocabularies.get(row.get("taxonomy_id")) or vocabularies.get(row.get("taxonomy"))
                kind = f"{vocabulary or row.get('taxonomy', '')} {link.get('link_type', '')}"
                self.terms[service].append((row, kind))
            elif not any(c.isdigit() for c in term):  # a word instead of an id
                self.terms[service].append((Row({"name": term}), ""))
            else:
                lost[term] += 1
        for entity, count in elsewhere.items():
            report.add("not-used", "attribute", None, "link_entity", f"{count} rows about {entity}")
        for term, count in lost.items():
            shown = "a code" if is_code(term) else term
            report.add("term", "attribute", None, "taxonomy_term_id", f"{shown} ({count} times)")

    def counts(self) -> list[tuple[str, int]]:
        """Return how many terms each service has."""
        return [(service, len(found)) for service, found in self.terms.items()]

    def of(self, id: str) -> tuple[dict[str, str], list[str]]:
        """Return a service's needs, id → label, and the words that say whom it is for."""
        found = self.terms.get(id, ())
        general = {row.get("parent_id") for row, _ in found}
        needs: dict[str, str] = {}
        who: list[str] = []
        for row, kind in found:
            mapped = None if says_who(kind) else need_of(row["name"])
            if says_who(kind):
                if row.get("id") not in general or "id" not in row:
                    who.append(row["name"])
            elif mapped:
                needs[mapped[0]] = mapped[1]
            elif "id" not in row or row["id"] not in general:
                own, label = own_need(row["name"])
                needs[own] = label
        named = need_of(self.services[id]["name"])
        if named:
            needs = {named[0]: named[1], **needs}
        if len(needs) > MOST_NEEDS:
            rest = ", ".join(list(needs.values())[MOST_NEEDS:])
            self.report.add("too-many", "attribute", self.services[id], "taxonomy_term_id", rest)
        needs = dict(list(needs.items())[:MOST_NEEDS]) or dict([OTHER])
        return needs, list(dict.fromkeys(who))
