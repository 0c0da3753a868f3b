"""Fit a rubric's cuts and confidence to rated texts, and say honestly how well that travels to other people's cases."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from hartgrader.agreement import RATED, Rated, compare
from hartgrader.bench import Bench
from hartgrader.criterion import Criterion
from hartgrader.score import judge, results

# Steps of margin (points of share) in which confidence is counted.
_STEPS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 24.0)
# So many imagined cases keep a few from counting for much.
_IMAGINED = 3
_GRID = [x / 2 for x in range(0, 201)]


@attrs.frozen
class Case:
    """One rated text as its indicators: who it is about, what is met, and the median reader's level."""

    user: str
    met: dict[str, float]
    level: int


@attrs.frozen
class Fit:
    """What a fit found: the cuts and, for each level, the confidence by margin."""

    cuts: dict[str, float]
    confidence: dict[str, tuple[tuple[float, float], ...]]

    def apply(self, criterion: Criterion) -> Criterion:
        scale = attrs.evolve(criterion.scale, cuts=self.cuts, confidence=self.confidence)
        return attrs.evolve(criterion, scale=scale)


def cases(
    rated: list[Rated], bench: Bench, criterion: Criterion, group: Callable[[Rated], str] | None = None
) -> list[Case]:
    """Return the rated texts of one criterion as indicators; texts without an answer are left out.

    `group` says what is left out together when validating; whom a text is about, when None.
    """
    found = []
    for text in rated:
        if criterion.id not in text.ratings or text.reader(criterion.id) == 0:
            continue
        met = {name: r.met for name, r in results(bench.context(text.answers), criterion).items()}
        user = group(text) if group else text.answers.service_user
        found.append(Case(user, met, text.reader(criterion.id)))
    return found


def fit(criterion: Criterion, known: list[Case], keep_cuts: bool = False) -> Fit:
    """Return cuts with the least squared distance to the readers, and the confidence that goes with them.

    Of cuts that do equally well the ones nearest to the present are kept, so that a small set changes little; all of
    them with `keep_cuts`.
    """
    cuts = dict(criterion.scale.cuts)
    for _ in range(0 if keep_cuts else 3):
        for key in ("4", "3", "2"):
            below = cuts[str(int(key) - 1)] if key != "2" else 0.0
            above = cuts[str(int(key) + 1)] if key != "4" else 100.0
            present = criterion.scale.cuts[key]
            options = [c for c in {*_GRID, cuts[key], present} if below <= c <= above]
            cuts[key] = min(options, key=lambda c, k=key: (_loss(criterion, {**cuts, k: c}, known), abs(c - present)))
    return Fit(cuts, _confidence(Fit(cuts, {}).apply(criterion), known))


def _loss(criterion: Criterion, cuts: dict[str, float], known: list[Case]) -> float:
    fitted = Fit(cuts, {}).apply(criterion)
    return sum((judge(fitted, case.met).level - case.level) ** 2 for case in known)


def _confidence(criterion: Criterion, known: list[Case]) -> dict[str, tuple[tuple[float, float], ...]]:
    """Return for each level the chance that it is exact, by margin."""
    found: dict[int, list[tuple[float, bool]]] = {}
    for case in known:
        judged = judge(criterion, case.met)
        found.setdefault(judged.level, []).append((judged.margin, judged.level == case.level))
    return {str(level): _chances(rows) for level, rows in sorted(found.items())}


def _chances(found: list[tuple[float, bool]]) -> tuple[tuple[float, float], ...]:
    """Return (margin, chance) pairs: counted with `_IMAGINED` cases as exact as all of them, made to rise."""
    usual = (sum(exact for _, exact in found) + 1) / (len(found) + 2)
    table = []
    for n, step in enumerate(_STEPS):
        upper = _STEPS[n + 1] if n + 1 < len(_STEPS) else float("inf")
        here = [exact for margin, exact in found if step <= margin < upper]
        if here:
            table.append([step, (sum(here) + _IMAGINED * usual) / (len(here) + _IMAGINED), len(here)])
    # Neighbors that fall are pooled (the pool-adjacent-violators rule).
    pooled: list[list[float]] = []
    for row in table:
        pooled.append(row)
        while len(pooled) > 1 and pooled[-1][1] <= pooled[-2][1]:
            last, before = pooled.pop(), pooled.pop()
            size = last[2] + before[2]
            pooled.append([before[0], (last[1] * last[2] + before[1] * before[2]) / size, size])
    return tuple((0.0 if n == 0 else step, round(chance, 3)) for n, (step, chance, _) in enumerate(pooled))


def cross_validate(criterion: Criterion, known: list[Case], keep_cuts: bool = False) -> dict[str, Any]:
    """Return the agreement when each person's texts are judged by numbers fitted without that person."""
    from hartgrader.score import confidence

    machine, readers, sure = [], [], []
    for user in sorted({c.user for c in known}):
        fitted = fit(criterion, [c for c in known if c.user != user], keep_cuts).apply(criterion)
        for case in (c for c in known if c.user == user):
            judgment = judge(fitted, case.met)
            machine.append(judgment.level)
            readers.append(case.level)
            if confidence(fitted, judgment) >= criterion.scale.sure:
                sure.append(judgment.level == case.level)
    found = compare(machine, readers)
    found["sure"] = round(len(sure) / len(machine), 4)
    found["sure_exact"] = round(sum(sure) / len(sure), 4) if sure else None
    return found


def calibrate(
    rated: list[Rated], bench: Bench, group: Callable[[Rated], str] | None = None, keep_cuts: bool = False
) -> dict[str, dict[str, Any]]:
    """Return for each rated criterion the present and the fitted numbers, and the cross-validated agreement."""
    found = {}
    for name in RATED:
        criterion = bench.rubrics[name]
        known = cases(rated, bench, criterion, group)
        if len({c.user for c in known}) < 2:
            continue
        best = fit(criterion, known, keep_cuts)
        found[name] = {
            "cuts": best.cuts,
            "present": dict(criterion.scale.cuts),
            "confidence": {level: [list(row) for row in rows] for level, rows in best.confidence.items()},
            "left_out": cross_validate(criterion, known, keep_cuts),
        }
    return found


def write(folder: Path, name: str, fitted: dict[str, Any]) -> Path:
    """Write a criterion's new numbers into its file, and leave every other line as it is."""
    path = folder / f"{name}.yml"
    text = path.read_text("utf-8")
    cuts = ", ".join(f'"{k}": {v:g}' for k, v in sorted(fitted["cuts"].items()))
    rows = {level: ", ".join(f"[{a:g}, {b:g}]" for a, b in steps) for level, steps in fitted["confidence"].items()}
    steps = ", ".join(f'"{level}": [{row}]' for level, row in rows.items() if row)
    text = re.sub(r"(?m)^  cuts: \{.*\}$", f"  cuts: {{{cuts}}}", text, count=1)
    text = re.sub(r"(?m)^  confidence: \{.*\}$", f"  confidence: {{{steps}}}", text, count=1)
    path.write_text(text, encoding="utf-8")
    return path
