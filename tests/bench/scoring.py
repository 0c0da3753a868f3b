"""How fast the judge alone is, on one core: all seven criteria of the rated submissions that ship with the project."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from hartcity.answers import read
from hartgrader.bench import Bench

RATED = Path(__file__).parents[2] / "rubrics" / "rated"
ROUNDS = 5


def main() -> None:
    """Print the median of each submission's best time, in CPU milliseconds, and submissions per second."""
    bench = Bench.open()
    work = [read(path) for path in sorted(RATED.glob("*/*.json"))]
    best = [float("inf")] * len(work)
    for _ in range(ROUNDS):
        for number, answers in enumerate(work):
            began = time.process_time()
            bench.score(answers)
            best[number] = min(best[number], time.process_time() - began)
    print(f"scoring one submission, median  {1000 * statistics.median(best):.1f} ms")
    print(f"scoring, one core  {len(best) / sum(best):.0f} submissions per second")


if __name__ == "__main__":
    main()
