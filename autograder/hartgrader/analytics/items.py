"""Item analysis: which indicators separate strong work from weak, and which tell nothing.

Strong and weak are the upper and the lower 27 percent of the class by total points (T. L. Kelley, The selection of
upper and lower groups for the validation of test items, Journal of Educational Psychology 30, 1939). The total is
taken without the criterion the indicator belongs to, so that an indicator isn't held against itself.
"""

from __future__ import annotations

import math

import pandas as pd

from hartgrader.analytics.frames import Frames

GROUP = 0.27
LEAST = 12
COLUMNS = ("criterion", "indicator", "answers", "met, percent", "strong, percent", "weak, percent", "difference",
           "reading")  # fmt: skip
# From which difference on, in points of percent, and what it means.
_READINGS = ((40, "separates well"), (20, "separates"), (0, "separates little"), (-1000, "reversed: look at it"))


def items(data: Frames) -> pd.DataFrame:
    """Return each indicator with how often it is met by all, by the strong and by the weak; what separates most first.

    Empty when fewer than `LEAST` students are graded: their groups would be three people each.
    """
    totals = data.answers.pivot_table(index="student", columns="criterion", values="points", aggfunc="sum")
    if len(totals) < LEAST:
        return pd.DataFrame(columns=COLUMNS)
    everything = totals.sum(axis=1)
    rows = []
    for (criterion, _indicator), group in data.findings.groupby(["criterion", "indicator"], sort=False):
        rest = (everything - totals[criterion].fillna(0)).loc[group["student"]].sort_values(kind="stable")
        size = math.ceil(GROUP * len(rest))
        if len(rest) < LEAST:
            continue
        met = group.set_index("student")["met"] >= 1
        weak, strong = met.loc[rest.index[:size]], met.loc[rest.index[-size:]]
        upper, lower = 100 * strong.mean(), 100 * weak.mean()
        gap = round(upper - lower)
        share = 100 * met.mean()
        reading = next(words for least, words in _READINGS if gap >= least)
        if share in (0, 100):
            reading = "everybody meets it" if share else "nobody meets it"
        label = group["label"].iloc[0]
        rows.append((data.titles.get(criterion, criterion), label, len(group), round(share), round(upper), round(lower),
                     gap, reading))  # fmt: skip
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.sort_values("difference", ascending=False, kind="stable", ignore_index=True)
