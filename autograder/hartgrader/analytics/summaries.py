"""What an instructor asks of a graded class: pure functions from tables to tables, ready to read.

Column names are what a reader sees. Shares are whole percentages.
"""

from __future__ import annotations

import pandas as pd

from hartgrader.agreement import kappa
from hartgrader.analytics.frames import Frames

LEVELS = (0, 1, 2, 3, 4)
# A student needs a word when less than this share of the points was reached, or the work came this many hours late.
LOW_SHARE, VERY_LATE = 0.6, 48
_SPREAD = ("lowest", "quarter", "median", "three quarters", "highest")


def _percent(part: float, whole: float) -> int:
    return round(100 * part / whole) if whole else 0


def overview(data: Frames) -> pd.DataFrame:
    """Return how many students there are, handed in, were graded, wait for a person; with the spread of totals."""
    students, answers = data.students, data.answers
    unread = int(students["unread"].sum())
    rows = [
        ("students on the roster", len(students)),
        ("handed in", int((students["state"] != "nothing").sum())),
        ("graded", len(data.graded)),
        *([("nothing in it could be read", unread)] if unread else []),
        ("with an answer that waits for you", int((students["waits"] > 0).sum())),
        ("looked at by a person, whole", _whole(answers)),
        ("handed in late", int((students["hours_late"] > 0).sum())),
    ]
    if len(data.graded):
        rows += [
            (f"total points, {name}", round(float(data.graded["total"].quantile(at)), 1))
            for name, at in zip(_SPREAD, (0, 0.25, 0.5, 0.75, 1), strict=True)
        ]
    return pd.DataFrame(rows, columns=["", "number"])


def _whole(answers: pd.DataFrame) -> int:
    return int(answers.groupby("student")["by_person"].all().sum()) if len(answers) else 0


def distribution(data: Frames) -> pd.DataFrame:
    """Return how many answers reached each level, by criterion: a person's level where there is one."""
    answers = data.answers.assign(final=_final(data.answers))
    rows = []
    for criterion in data.criteria:
        levels = answers.loc[answers["criterion"] == criterion, "final"]
        counts = [int((levels == n).sum()) for n in LEVELS]
        mean = round(float(levels.mean()), 2) if len(levels) else None
        rows.append((data.titles[criterion], *counts, len(levels), mean))
    return pd.DataFrame(rows, columns=["criterion", *(f"level {n}" for n in LEVELS), "answers", "mean level"])


def _final(answers: pd.DataFrame) -> pd.Series:
    return answers["person_level"].where(answers["by_person"], answers["level"].astype(float))


def missed(data: Frames, examples: int = 2) -> pd.DataFrame:
    """Return what the class most often lacked, with how often and what was found in its place; most frequent first."""
    rows = []
    for (criterion, _indicator), group in data.findings.groupby(["criterion", "indicator"], sort=False):
        lacking = group[group["met"] < 1]
        if lacking.empty:
            continue
        said = lacking["message"].mode()
        quotes = [f"{r.student}: “{r.quote}”" for r in lacking.drop_duplicates("quote").itertuples() if r.quote]
        rows.append(
            (
                data.titles.get(criterion, criterion), group["label"].iloc[0], len(lacking), len(group),
                _percent(len(lacking), len(group)), said.iloc[0] if len(said) else "", " · ".join(quotes[:examples]),
            )
        )  # fmt: skip
    columns = ["criterion", "indicator", "lacked by", "of", "percent", "what they read", "examples"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["percent", "lacked by"], ascending=False, kind="stable", ignore_index=True)


_SPANS = (
    ("more than 3 days before", float("-inf"), -72), ("1 to 3 days before", -72, -24), ("the last day", -24, -1),
    ("the last hour", -1, 0), ("up to a day late", 0, 24), ("1 to 3 days late", 24, 72),
    ("more than 3 days late", 72, float("inf")),
)  # fmt: skip


def lateness(data: Frames, due) -> pd.DataFrame:
    """Return how many handed in when, before or after the due date, and the median points of each group."""
    columns = ["when", "students", "median points"]
    handed = data.students.dropna(subset=["handed_in"])
    if due is None or handed.empty:
        return pd.DataFrame(columns=columns)
    early = (pd.to_datetime(handed["handed_in"]) - pd.Timestamp(due)).dt.total_seconds() / 3600
    # Late is what the gradebook says: an extension makes work of the same hour early.
    hours = early.where((handed["hours_late"] > 0) | (early <= 0), -0.01)
    hours = hours.where(handed["hours_late"] <= 0, handed["hours_late"])
    rows = []
    for name, low, high in _SPANS:
        group = handed[(hours > low) & (hours <= high)]
        points = group["total"].dropna()
        rows.append((name, len(group), round(float(points.median()), 1) if len(points) else None))
    return pd.DataFrame(rows, columns=columns)


def need_a_word(data: Frames) -> pd.DataFrame:
    """Return the students to speak with, and why; the most reasons first. Not a list of faults."""
    low = data.answers[data.answers["answered"] & (_final(data.answers) <= 1)]
    weak = low.groupby("student")["criterion"].apply(list).to_dict() if len(low) else {}
    rows = []
    for s in data.students.itertuples():
        reasons = []
        if s.state == "nothing":
            reasons.append("nothing handed in")
        if s.remarks:
            reasons.append(s.remarks.rstrip("."))
        if s.state == "graded" and s.max_total and s.total < LOW_SHARE * s.max_total:
            reasons.append(f"{s.total:g} of {s.max_total:g} points")
        if len(weak.get(s.student, ())) > 1:
            reasons.append("level 0 or 1 in " + ", ".join(data.titles.get(c, c) for c in weak[s.student]))
        if s.hours_late > VERY_LATE:
            reasons.append(f"{s.hours_late / 24:.0f} days late")
        if reasons:
            rows.append((s.name, "; ".join(reasons), len(reasons)))
    rows.sort(key=lambda r: -r[2])
    return pd.DataFrame([r[:2] for r in rows], columns=["student", "why"])


def agreement(data: Frames) -> pd.DataFrame:
    """Return how the proposed levels compare with a person's, by criterion, over the answers a person scored.

    QWK is the quadratic-weighted kappa (J. Cohen, 1968); empty below five answers, where it would say nothing.
    """
    rows = []
    for criterion in data.criteria:
        both = data.answers[(data.answers["criterion"] == criterion) & data.answers["person_level"].notna()]
        machine, person = both["level"].astype(int), both["person_level"].astype(int)
        n, gap = len(both), (machine - person).abs()
        rows.append(
            (
                data.titles[criterion], n,
                round(kappa(machine.tolist(), person.tolist()), 2) if n >= 5 else None,
                _percent((gap == 0).sum(), n) if n else None, _percent((gap <= 1).sum(), n) if n else None,
                int((machine > person).sum()), int((machine < person).sum()),
            )
        )  # fmt: skip
    columns = ["criterion", "scored by a person", "QWK", "same level, percent", "within one, percent",
               "proposed higher", "proposed lower"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def disagreements(data: Frames) -> pd.DataFrame:
    """Return the answers where a person and the proposal lie apart, the widest first."""
    rows = data.answers[data.answers["person_level"].notna() & (data.answers["person_level"] != data.answers["level"])]
    rows = rows.assign(gap=(rows["person_level"] - rows["level"]).abs()).sort_values(
        ["gap", "confidence"], ascending=False, kind="stable"
    )
    return pd.DataFrame(
        {
            "student": rows["student"].map(data.students.set_index("student")["name"]),
            "criterion": rows["criterion"].map(data.titles),
            "proposed level": rows["level"],
            "person's level": rows["person_level"].astype(int),
            "confidence": (100 * rows["confidence"]).round().astype(int),
        }
    ).reset_index(drop=True)
