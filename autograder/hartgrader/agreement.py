"""How well the judge agrees with readers, and readers with each other: quadratic-weighted kappa and its company."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

import attrs
import yaml
from hartcity import answers as answers_file
from hartcity.answers import Answers
from hartcity.errors import AnswersError

from hartgrader.bench import Bench

RATED = ("benefits", "coordination", "finances", "collaboration", "professionalism", "concision")
_LEVELS = 5
_SAMPLES = 400


@attrs.frozen
class Rated:
    """One submission with its readers' levels: `ratings` maps criterion to rater to level."""

    id: str
    answers: Answers
    ratings: dict[str, dict[str, int]]

    def reader(self, criterion: str) -> int:
        """Return the median reader's level; of two middle ones, the lower."""
        return int(median(sorted(self.ratings[criterion].values())))


def load(folder: Path, bench: Bench) -> list[Rated]:
    """Return the rated submissions in a folder: ``<id>.json`` files and ``ratings.csv``.

    Raises
    ------
    AnswersError : naming the file, and the line of a rating that can't be used.
    """
    table = folder / "ratings.csv"
    ratings: dict[str, dict[str, dict[str, int]]] = {}
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                _take(ratings, row, f"{table.name}:{line}")
    except OSError as error:
        raise AnswersError(f"{table}: can't be read ({error.strerror}); a folder of rated texts has one.") from None
    if not ratings:
        raise AnswersError(f"{table}: there is no rating in it.")
    return [Rated(key, bench.read(folder / f"{key}.json"), ratings[key]) for key in sorted(ratings)]


def own_cases(bench: Bench) -> list[Rated]:
    """Return the project's own cases (``rubrics/cases``) as rated texts, each with the level that it should get."""
    fields = ("service_user", "services", "benefits", "coordination", "finances", "email")
    found = []
    for path in sorted((bench.rubrics.path / "cases").glob("*.yml")):
        for case in yaml.safe_load(path.read_text("utf-8")).get("cases", ()):
            if "levels" in case:
                given = answers_file.from_dict({key: case[key] for key in fields if key in case})
                wanted = {name: {"case": level} for name, level in case["levels"].items()}
                found.append(Rated(f"{path.stem}/{case['id']}", given, wanted))
    return found


def _take(ratings: dict, row: dict[str, str], where: str) -> None:
    key, rater = (row.get("id") or "").strip(), (row.get("rater") or "").strip()
    if not key or not rater or "/" in key:
        raise AnswersError(f"{where}: “id” and “rater” must both be given.")
    for criterion in RATED:
        value = (row.get(criterion) or "").strip()
        if not value:
            continue
        if value not in "01234" or len(value) != 1:
            raise AnswersError(f"{where}: {criterion} must be a level from 0 to 4, not “{value}”.")
        ratings.setdefault(key, {}).setdefault(criterion, {})[rater] = int(value)


def kappa(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the quadratic-weighted kappa of two lists of levels; 1.0 when both are the same constant.

    Source: J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968).
    """
    n = len(one)
    rows, columns = [0] * _LEVELS, [0] * _LEVELS
    for a, b in zip(one, other, strict=True):
        rows[a] += 1
        columns[b] += 1
    seen = sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
    chance = sum((i - j) ** 2 * rows[i] * columns[j] for i in range(_LEVELS) for j in range(_LEVELS)) / n
    return 1 - seen / chance if chance else float(seen == 0)


def interval(one: Sequence[int], other: Sequence[int]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the kappa; the same on every run."""
    draw, n = random.Random(20261124), len(one)
    values = []
    for _ in range(_SAMPLES):
        picks = [draw.randrange(n) for _ in range(n)]
        values.append(kappa([one[i] for i in picks], [other[i] for i in picks]))
    values.sort()
    return values[int(0.025 * _SAMPLES)], values[int(0.975 * _SAMPLES) - 1]


def compare(machine: Sequence[int], readers: Sequence[int]) -> dict[str, Any]:
    """Return kappa with its interval, exact and adjacent share, mean difference (machine − reader), and confusion.

    ``confusion[reader][machine]`` counts texts, levels 0 to 4.
    """
    n = len(machine)
    low, high = interval(machine, readers)
    confusion = [[0] * _LEVELS for _ in range(_LEVELS)]
    for m, r in zip(machine, readers, strict=True):
        confusion[r][m] += 1
    gaps = [abs(m - r) for m, r in zip(machine, readers, strict=True)]
    return {
        "qwk": round(kappa(machine, readers), 4),
        "interval": [round(low, 4), round(high, 4)],
        "exact": round(sum(g == 0 for g in gaps) / n, 4),
        "adjacent": round(sum(g <= 1 for g in gaps) / n, 4),
        "mean_difference": round((sum(machine) - sum(readers)) / n, 4),
        "n": n,
        "confusion": confusion,
    }


def among_readers(rated: list[Rated], criterion: str) -> dict[str, Any]:
    """Return how readers agree with each other, over all pairs who rated the same texts."""
    pairs, one, other = {}, [], []
    raters = sorted({r for x in rated for r in x.ratings.get(criterion, {})})
    for a, b in combinations(raters, 2):
        both = [x.ratings[criterion] for x in rated if {a, b} <= x.ratings.get(criterion, {}).keys()]
        if both:
            pairs[f"{a}–{b}"] = round(kappa([x[a] for x in both], [x[b] for x in both]), 4)
            one += [x[a] for x in both]
            other += [x[b] for x in both]
    if not pairs:
        return {"pairs": pairs, "qwk": None}
    return {**compare(one, other), "pairs": pairs, "qwk": round(sum(pairs.values()) / len(pairs), 4)}


def measure(rated: list[Rated], bench: Bench) -> dict[str, Any]:
    """Return the machine's agreement with the median reader, and the readers' own, as JSON data."""
    sheets = {x.id: bench.score(x.answers) for x in rated}
    criteria, readers = {}, {}
    for criterion in RATED:
        texts = [x for x in rated if criterion in x.ratings]
        if not texts:
            continue
        scores = [sheets[x.id].criteria[criterion] for x in texts]
        levels = [x.reader(criterion) for x in texts]
        found = compare([s.level for s in scores], levels)
        sure = [s.level == r for s, r in zip(scores, levels, strict=True) if s.sure]
        found["sure"] = round(len(sure) / len(texts), 4)
        found["sure_exact"] = round(sum(sure) / len(sure), 4) if sure else None
        criteria[criterion] = found
        readers[criterion] = among_readers(texts, criterion)
    return {"criteria": criteria, "readers": readers}
