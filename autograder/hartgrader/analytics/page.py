"""The dashboard's sections as HTML: a sentence, a picture, and the same as a table. Every string is escaped here."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import attrs
import pandas as pd

from hartgrader.analytics import items, pictures, similarity, summaries
from hartgrader.analytics.frames import Frames

STYLE = (Path(__file__).parent / "dashboard.css").read_text(encoding="utf-8")
_SHOWN_BARS = 12
# More rows than this make a page slow; files have all of them.
_SHOWN_ROWS = 300


@attrs.frozen
class Section:
    """One question about the class.

    Attributes
    ----------
    name : a word for its files.
    title, words : heading, and a sentence or two on how to read it.
    table : the answer.
    empty : what stands here when the table has no rows.
    picture : ``draw(form)`` gives it as ``svg`` or ``png``; None for a table alone.
    alt : what the picture shows, in a sentence.
    """

    name: str
    title: str
    words: str
    table: pd.DataFrame
    empty: str
    picture: Callable[[str], bytes] | None = None
    alt: str = ""


def sections(data: Frames, due: datetime.datetime | None) -> list[Section]:
    """Return the sections in the order in which an instructor needs them."""
    levels, missed, late = summaries.distribution(data), summaries.missed(data), summaries.lateness(data, due)
    agreed, item = summaries.agreement(data), items.items(data)
    top, telling = missed.head(_SHOWN_BARS), item[item["difference"] != 0].head(2 * _SHOWN_BARS)
    scored = agreed[agreed["scored by a person"] > 0]
    return [
        Section("glance", "The class at a glance", "", summaries.overview(data), ""),
        Section(
            "levels", "Levels by criterion",
            "Each bar is the class. Where you gave a score, your level counts; elsewhere the proposed one.",
            levels, "No answer has a level yet.", lambda form: pictures.levels(levels, form), _levels_alt(levels),
        ),
        Section(
            "missed", "What the class most often lacked",
            "Good for the first ten minutes of the next session. The examples are words that stand in the answers, "
            "where there were any.",
            missed, "Nothing was lacking.",
            (lambda form: pictures.bars(top, ["indicator", "criterion"], "percent", "percent of answers that lack it",
                                        form, unit=" %")) if len(top) else None,
            f"The {len(top)} indicators that most answers lack, the most frequent first.",
        ),
        Section(
            "word", "Students who need a word",
            "Reasons to speak with someone, not judgments: often a technical mishap, sometimes a hard month.",
            summaries.need_a_word(data), "Nobody stands out. Speak with them anyway.",
        ),
        Section(
            "time", "When work was handed in", _due_words(due), late,
            "No time to compare with: the assignment has no due date, or nobody handed in.",
            (lambda form: pictures.bars(late, ["when"], "students", "students", form)) if len(late) else None,
            "How many students handed in how long before or after the due date.",
        ),
        Section(
            "agreement", "Proposed levels and yours",
            "Over the answers that you scored. QWK is the quadratic-weighted kappa: 1 is the same level throughout, 0 "
            "no better than chance. Accepted proposals count as agreement, so look at the answers you scored yourself.",
            agreed if len(scored) else agreed.head(0),
            "You have scored no answer yet: accept or change a few levels first.",
            (lambda form: pictures.bars(scored, ["criterion"], "same level, percent", "percent with the same level",
                                        form, unit=" %")) if len(scored) else None,
            "For each criterion the share of answers where your level is the proposed one.",
        ),
        Section("apart", "Where you and the proposal differ", "The widest first.", summaries.disagreements(data),
                "No answer has a level of yours that differs from the proposed one."),
        Section(
            "items", "What separates strong work from weak",
            "Strong and weak are the upper and lower 27 percent by the points of the other criteria. An indicator that "
            "strong work meets no more often than weak tells you little; a reversed one may be wrong.",
            item, f"At least {items.LEAST} graded students are needed to compare groups.",
            (lambda form: pictures.dumbbells(telling, form)) if len(telling) else None,
            f"For {len(telling)} indicators, how many percent of weak and of strong work meet them.",
        ),
    ]  # fmt: skip


def _levels_alt(levels: pd.DataFrame) -> str:
    parts = [f"{r['criterion']}: mean {r['mean level']:g}" for _, r in levels.iterrows() if r["answers"]]
    return f"Answers by level. {'; '.join(parts)}." if parts else "No answers."


def _due_words(due: datetime.datetime | None) -> str:
    return f"Due {due:%B %-d, %Y, %H:%M} UTC. Extensions count." if due else "This assignment has no due date."


def table(frame: pd.DataFrame, title: str, empty: str) -> str:
    """Return a table with headings, or the sentence for an empty one; numbers to the right, of a long one the top."""
    if frame.empty:
        return f'<p class="hart-empty">{escape(empty)}</p>'
    figures = [pd.api.types.is_numeric_dtype(frame[c]) for c in frame.columns]
    head = "".join(
        f'<th scope="col"{" class=figure" if f else ""}>{escape(str(c)) or "what"}</th>'
        for c, f in zip(frame.columns, figures, strict=True)
    )
    body = []
    for row in frame.head(_SHOWN_ROWS).itertuples(index=False):
        cells = [f"<td{' class=figure' if f else ''}>{_cell(v)}</td>" for v, f in zip(row, figures, strict=True)]
        cells[0] = f'<th scope="row">{_cell(row[0])}</th>'
        body.append(f"<tr>{''.join(cells)}</tr>")
    rest = len(frame) - _SHOWN_ROWS
    more = f"<p>And {rest:,} more rows, in the files that “Save everything” writes.</p>" if rest > 0 else ""
    return (
        f'<div class="rows" tabindex="0" role="region" aria-label="{escape(title)}, table"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>{more}"
    )


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return "–"
    return escape(f"{value:g}" if isinstance(value, float) else str(value))


def section(part: Section, *, whole: bool = False) -> str:
    """Return a section; with `whole`, for paper: the table is open."""
    rows = table(part.table, part.title, part.empty)
    words = f"<p>{escape(part.words)}</p>" if part.words else ""
    if part.picture and not part.table.empty:
        image = base64.b64encode(part.picture("svg")).decode()
        shown = "open" if whole else ""
        rows = (
            f'<img alt="{escape(part.alt)}" src="data:image/svg+xml;base64,{image}">'
            f"<details {shown}><summary>{escape(part.title)}: the same as a table</summary>{rows}</details>"
        )
    return f'<section data-section="{part.name}"><h2>{escape(part.title)}</h2>{words}{rows}</section>'


def side_by_side(one: str, other: str, titles: tuple[str, str]) -> str:
    """Return two texts beside each other, the runs of words they share marked in both."""
    columns = []
    for text, against, title in ((one, other, titles[0]), (other, one, titles[1])):
        pieces = similarity.cut(text, against)
        marked = "".join(f"<mark>{escape(t)}</mark>" if m else escape(t) for t, m in pieces)
        columns.append(f'<article tabindex="0"><h3>{escape(title)}</h3><div class="text">{marked}</div></article>')
    return f'<div class="pair">{"".join(columns)}</div>'


def document(data: Frames, parts: list[Section], alike: pd.DataFrame) -> str:
    """Return the whole dashboard as one page that needs nothing else, for paper or an archive."""
    body = "".join(section(p, whole=True) for p in [*parts, alike_section(alike)])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(data.title)}: the class</title>'
        f"<style>{STYLE}</style></head><body><main class='hart dashboard'><h1>{escape(data.title)}: the class</h1>"
        f"{body}</main></body></html>"
    )


def alike_section(alike: pd.DataFrame) -> Section:
    """Return the section on texts that share runs of words."""
    return Section(
        "alike", "Texts that share words",
        f"Pairs that share runs of at least {similarity.RUN} words, and texts that share them with the sample email. "
        "Read both before you think anything: study partners, quotations and templates look like this too.",
        alike, "No two texts share long runs of words.",
    )  # fmt: skip
