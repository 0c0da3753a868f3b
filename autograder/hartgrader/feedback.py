"""What a person reads about one answer: the rubric row, the proposed level, the words it stands on, what comes next.

Pure functions from a score sheet and the answers to plain JSON data. Nothing here is HTML: the templates that show
it escape every string.
"""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from typing import Any

import attrs
from hartcity.answers import Answers
from hartcity.coach import Finding

from hartgrader.sheet import CriterionScore, ScoreSheet


@attrs.frozen
class Level:
    """One level of a rubric row: its number (0–4), name, descriptor and the points it is worth."""

    level: int
    name: str
    descriptor: str
    points: float


@attrs.frozen
class Row:
    """One rubric row: criterion id, its title, what it asks, its maximum and its levels from high to low."""

    criterion: str
    title: str
    asks: str
    max_points: float
    levels: tuple[Level, ...]


def row(criterion: Any) -> Row:
    """Return the row of a criterion of the rubrics."""
    levels = [Level(lv.level, lv.name, lv.descriptor, lv.points) for lv in criterion.levels]
    return Row(
        criterion.id,
        criterion.title,
        criterion.asks,
        float(criterion.max_points),
        tuple(sorted(levels, key=lambda lv: -lv.level)),
    )


@attrs.frozen
class Part:
    """One piece of an answer: its heading, the text, and the field (as spans name it) the text comes from.

    `fixed` marks a piece that is data (a chosen service), not words the student wrote.
    """

    label: str
    text: str
    field: str = ""
    fixed: bool = False


def parts(
    criterion: str, answers: Answers, services: dict[str, str], organizations: dict[str, str]
) -> tuple[Part, ...]:
    """Return what the student answered for one criterion, piece by piece.

    `services` and `organizations` map ids to names; an id that isn't there is shown as the student's file has it.
    """

    def service(key: str) -> str:
        return services.get(key, f"{key} (not in the directory)")

    if criterion == "selection":
        return tuple(Part(f"Service {n}", service(s), fixed=True) for n, s in enumerate(answers.services, 1))
    if criterion == "benefits":
        # Text for a service that was dropped again is not part of the answer.
        return tuple(
            Part(service(s), answers.benefits[s], f"benefits.{s}") for s in answers.services if answers.benefits.get(s)
        )
    if criterion in ("coordination", "finances"):
        text = getattr(answers, criterion)
        return (Part("", text, criterion),) if text.strip() else ()
    if not (answers.email.body.strip() or answers.email.subject.strip()):
        return ()
    to = organizations.get(answers.email.to, answers.email.to)
    return (
        Part("To", to, "email.to", fixed=True),
        Part("Subject", answers.email.subject, "email.subject"),
        Part("", answers.email.body, "email.body"),
    )


def digest(pieces: tuple[Part, ...]) -> str:
    """Return a short hash of an answer, to tell whether it changed since a person scored it."""
    text = json.dumps([[p.field, p.label, p.text] for p in pieces], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def segments(text: str, field: str, findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Cut a text where evidence begins and ends.

    Returns
    -------
    a list of ``{"text", "kind", "notes", "marks"}`` whose texts joined are the text again; `kind` is ``fault`` where
    any fault stands there, ``evidence`` where only evidence does, else empty; `marks` are indices into `findings`.
    Spans that reach outside the text are cut to it.
    """
    spans = [
        (max(0, s.start), min(len(text), s.end), n)
        for n, f in enumerate(findings)
        for s in f.spans
        if s.field == field and s.start < s.end and s.start < len(text) and s.end > 0
    ]
    cuts = sorted({0, len(text), *(a for a, _, _ in spans), *(b for _, b, _ in spans)})
    result: list[dict[str, Any]] = []
    for start, end in pairwise(cuts):
        marks = sorted({n for a, b, n in spans if a <= start and end <= b})
        kinds = {findings[n].kind for n in marks}
        piece = {
            "text": text[start:end],
            "kind": "fault" if "fault" in kinds else "evidence" if marks else "",
            "marks": marks,
            "notes": "; ".join(dict.fromkeys(findings[n].label for n in marks)),
        }
        if result and result[-1]["marks"] == marks:
            result[-1]["text"] += piece["text"]
        else:
            result.append(piece)
    return result


def quote(finding: Finding, pieces: tuple[Part, ...], limit: int = 90) -> str:
    """Return the student's words a finding stands on, cut to `limit` characters; empty when there are none."""
    texts = {p.field: p.text for p in pieces}
    for span in finding.spans:
        words = " ".join(texts.get(span.field, "")[max(0, span.start) : max(0, span.end)].split())
        if words:
            return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"
    return ""


def next_steps(score: CriterionScore, most: int = 3) -> list[str]:
    """Return what would raise this answer: what comes to the next level, else the suggestions of the least met."""
    open_findings = sorted((f for f in score.findings if f.suggestion and f.met < 1), key=lambda f: f.met)
    return list(dict.fromkeys(score.raises or (f.suggestion for f in open_findings)))[:most]


def comment(score: CriterionScore, row: Row | None = None) -> str:
    """Return a comment an instructor can accept as it is: the level, why, and the next step."""
    name = next((lv.name for lv in row.levels if lv.level == score.level), "") if row else ""
    opening = f"Level {score.level}{f' ({name})' if name else ''}."
    steps = [f"Next: {s}" for s in next_steps(score, 1)]
    return " ".join([opening, *score.because, *steps])


def panel(
    criterion: str,
    sheet: ScoreSheet | None,
    row: Row | None,
    pieces: tuple[Part, ...],
    *,
    unread: str = "",
    typed_in_cell: str = "",
) -> dict[str, Any]:
    """Return everything a template shows about one answer, as JSON data kept with the graded notebook.

    Parameters
    ----------
    sheet : the judgment; None when there was nothing that could be judged.
    unread : why there is no judgment, in a sentence.
    typed_in_cell : what the student typed into the answer cell itself, which isn't judged.
    """
    score = sheet.criteria.get(criterion) if sheet else None
    findings = score.findings if score else ()
    shown = [{"label": p.label, "fixed": p.fixed, "segments": segments(p.text, p.field, findings)} for p in pieces]
    numbers: dict[int, int] = {}  # finding → its number, in the order a reader meets them in the text
    for part in shown:
        for mark in (m for s in part["segments"] for m in s["marks"]):
            numbers.setdefault(mark, len(numbers) + 1)
        # A number stands once, where its evidence ends, or overlapping evidence would drown the words.
        following = [s["marks"] for s in part["segments"][1:]] + [[]]
        for segment, after in zip(part["segments"], following, strict=False):
            segment["numbers"] = sorted(numbers[m] for m in segment["marks"] if m not in after)
        for segment in part["segments"]:
            del segment["marks"]
    return {
        "schema": 1,
        "criterion": criterion,
        "title": row.title if row else criterion.capitalize(),
        "asks": row.asks if row else "",
        "max_points": row.max_points if row else None,
        "levels": [attrs.asdict(lv) for lv in row.levels] if row else [],
        "level": score.level if score else None,
        "points": score.points if score else 0.0,
        "confidence": score.confidence if score else 0.0,
        "sure": bool(score and score.sure),
        "because": list(score.because) if score else [],
        "next": next_steps(score) if score else [],
        "findings": [
            {
                "number": numbers.get(n),
                "indicator": f.indicator,
                "label": f.label,
                "met": round(float(f.met), 2),
                "kind": f.kind,
                "message": f.message,
                "suggestion": f.suggestion,
                "quote": quote(f, pieces),
            }
            for n, f in enumerate(findings)
        ],
        "parts": shown,
        "answered": bool(pieces),
        "unread": unread,
        "typed_in_cell": typed_in_cell,
        "digest": digest(pieces),
        "comment": comment(score, row) if score else "",
        "rubrics": dict(sheet.rubrics) if sheet else {},
        "changed": False,
        "replaceable": False,
    }
