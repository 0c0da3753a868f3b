"""Pictures of a class, as SVG that prints well: no meaning by color alone, every value also written."""

from __future__ import annotations

import io
from collections.abc import Callable

import pandas as pd

# One hue from light to dark, apart also in gray; the ink on each that can be read.
_SHADES = ("#e3e7e9", "#b9dcd8", "#77bab6", "#2f8488", "#0b4f55")
_INKS = ("#1d2327", "#1d2327", "#1d2327", "#ffffff", "#ffffff")
_ACCENT, _PALE, _INK = "#0b6167", "#b9dcd8", "#1d2327"
_LONGEST = 56
_SETTINGS = {
    "font.size": 10, "text.parse_math": False, "svg.hashsalt": "hart", "axes.edgecolor": "#7d8a93",
    "text.color": _INK, "axes.labelcolor": _INK, "xtick.color": _INK, "ytick.color": _INK,
}  # fmt: skip


def _drawn(height: float, draw: Callable, form: str) -> bytes:
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_SETTINGS):
        figure = Figure(figsize=(8, height), layout="constrained")
        axes = figure.subplots()
        axes.spines[["top", "right"]].set_visible(False)
        draw(axes)
        file = io.BytesIO()
        # Without a date, the same class gives the same file.
        figure.savefig(file, format=form, dpi=200, metadata={"Date": None} if form == "svg" else None)
    return file.getvalue()


def levels(table: pd.DataFrame, form: str = "svg") -> bytes:
    """Return the distribution of levels: a bar for each criterion, cut by level, with the number of answers in it."""

    def draw(axes) -> None:
        names, left = list(table["criterion"]), [0] * len(table)
        for n in range(5):
            counts = list(table[f"level {n}"])
            bars = axes.barh(names, counts, left=left, color=_SHADES[n], edgecolor="#ffffff", label=f"level {n}")
            axes.bar_label(bars, [str(c) if c else "" for c in counts], label_type="center", color=_INKS[n])
            left = [a + b for a, b in zip(left, counts, strict=True)]
        axes.invert_yaxis()
        axes.set_xlabel("answers")
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.legend(ncols=5, loc="lower center", bbox_to_anchor=(0.5, 1.0), frameon=False)

    return _drawn(1.2 + 0.42 * len(table), draw, form)


def bars(table: pd.DataFrame, names: list[str], values: str, label: str, form: str = "svg", *, unit: str = "") -> bytes:
    """Return one bar a row, named by the columns `names`, with its value written at its end."""

    def draw(axes) -> None:
        found = axes.barh(_names(table, names), table[values], color=_ACCENT)
        axes.bar_label(found, [f"{v:g}{unit}" for v in table[values]], padding=3)
        axes.invert_yaxis()
        axes.set_xlabel(label)
        axes.margins(x=0.12)
        axes.xaxis.get_major_locator().set_params(integer=True)

    return _drawn(0.9 + 0.32 * max(1, len(table)), draw, form)


def dumbbells(table: pd.DataFrame, form: str = "svg") -> bytes:
    """Return for each indicator how often weak and strong work meets it: an open circle and a full one."""

    def draw(axes) -> None:
        names = _names(table, ["indicator", "criterion"])
        weak, strong = table["weak, percent"], table["strong, percent"]
        axes.hlines(names, weak, strong, color=_PALE, linewidth=4, zorder=1)
        axes.scatter(weak, names, marker="o", facecolors="#ffffff", edgecolors=_ACCENT, s=55, label="weak", zorder=2)
        axes.scatter(strong, names, marker="o", color=_ACCENT, s=55, label="strong", zorder=3)
        axes.invert_yaxis()
        axes.set_xlim(-4, 104)
        axes.set_xlabel("percent of the group that meets it")
        axes.legend(ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1.0), frameon=False)

    return _drawn(1.2 + 0.3 * max(1, len(table)), draw, form)


def _names(table: pd.DataFrame, columns: list[str]) -> list[str]:
    """Return each row's name; one that stands twice gets a mark that isn't seen, or two bars would be one."""
    seen: dict[str, int] = {}
    result = []
    for row in table[columns].itertuples(index=False, name=None):
        name = ", ".join(row)
        name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
        seen[name] = seen.get(name, 0) + 1
        result.append(name + "\u200b" * (seen[name] - 1))
    return result
