"""A certificate that claims only what was done: pure functions from the record of practice to words, and to a page.

The PDF uses the fonts that every reader has, or for other letters one that lies here; what neither can write becomes a
page that any browser prints.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Mapping
from html import escape
from importlib.util import find_spec
from pathlib import Path

import attrs

from hartcity import practice_work
from hartcity.drills import Kind
from hartcity.practice_work import PracticeWork

CRITERIA = ("selection", "benefits", "coordination", "finances", "collaboration", "professionalism", "concision")
_NOTE = (
    "Levels run from 1 to 4. They were proposed by the course's judge, a program that reads for patterns, and no "
    "person has looked at them. This paper says what was done; it is no grade and no license. "
    "Hart City is a fictional city."
)


@attrs.frozen
class Certificate:
    """What was done, in words; `complete` when every kind of drill and every criterion has been met."""

    name: str
    day: datetime.date
    complete: bool
    done: tuple[str, ...]
    levels: tuple[tuple[str, int, int], ...]
    missing: tuple[str, ...]

    @property
    def title(self) -> str:
        return "Certificate of Completion" if self.complete else "Record of Practice So Far"


def written(day: datetime.date) -> str:
    """Return a day as “November 25, 2026”."""
    return f"{day:%B} {day.day}, {day.year}"


def certificate(work: PracticeWork, kinds: Mapping[str, Kind], name: str, today: datetime.date) -> Certificate | None:
    """Return the certificate of a record; None when nothing was done.

    `levels` has for each criterion the best level and the latest one. Complete means: of every kind of drill one was
    right at the last try, and every criterion has an attempt.
    """
    cards, attempts = practice_work.cards(work), practice_work.attempts(work)
    if not cards and not attempts:
        return None
    right = {i for i, card in cards.items() if card.box > 0}
    done, missing = [], []
    if cards:
        met = [kind for kind in kinds.values() if any(item.id in cards for item in kind.items)]
        tries = sum(card.right + card.wrong for card in cards.values())
        done.append(
            f"answered {_count(len(cards), 'short drill')} of {_count(len(met), 'kind')} "
            f"in {_count(tries, 'try', 'tries')}; {len(right)} of them right at the last try"
        )
    missing += [kind.title for kind in kinds.values() if not any(item.id in right for item in kind.items)]
    levels = []
    for criterion in CRITERIA:
        shown = [attempt.levels[criterion] for attempt in attempts if criterion in attempt.levels]
        if shown:
            levels.append((criterion.capitalize(), max(shown), shown[-1]))
        else:
            missing.append(criterion.capitalize())
    if attempts:
        people = len({attempt.person for attempt in attempts})
        first, last = attempts[0].day, attempts[-1].day
        when = f"on {written(first)}" if first == last else f"from {written(first)} to {written(last)}"
        done.append(f"wrote for {_count(people, 'person', 'people')} in {_count(len(attempts), 'attempt')} {when}")
    return Certificate(name.strip(), today, not missing, tuple(done), tuple(levels), tuple(missing))


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def font_folder() -> Path | None:
    """Return where DejaVu Sans lies here: the site's own package of it, or matplotlib's; None when neither is there."""
    for package, inside in (("hart_fonts", "."), ("matplotlib", "mpl-data/fonts/ttf")):
        spec = find_spec(package)
        if spec and spec.origin:
            return Path(spec.origin).parent / inside
    return None


def can_print(name: str) -> bool:
    """Whether a PDF can write this name; letters that change with their neighbors are left to a browser."""
    if _is_western(name):
        return True
    folder = font_folder()
    if folder is None or any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in name):
        return False
    from fontTools.ttLib import TTFont

    known = TTFont(folder / "DejaVuSans.ttf", lazy=True).getBestCmap()
    return all(ord(c) in known for c in name)


def _is_western(text: str) -> bool:
    return all(ord(c) < 256 for c in text)


def pdf(paper: Certificate) -> bytes:
    """Return the certificate on one landscape page of US letter; `can_print` must hold for its name."""
    from fpdf import FPDF

    page = FPDF(orientation="landscape", format="letter", unit="mm")
    page.set_title(f"{paper.title}: {paper.name}")
    page.set_author("Hart City")
    page.set_lang("en-US")
    family = "helvetica"
    if not _is_western(paper.name):
        family, folder = "DejaVu", font_folder()
        for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            page.add_font(family, style, folder / file)
    page.set_margin(22)
    page.set_auto_page_break(False)
    page.add_page()
    page.set_draw_color(11, 97, 103)
    page.set_line_width(0.9)
    page.rect(10, 10, page.w - 20, page.h - 20)

    def line(text: str, size: float, style: str = "", after: float = 2.0, align: str = "C") -> None:
        page.set_font(family, style, size)
        page.multi_cell(0, size * 0.48, text, align=align, new_x="LMARGIN", new_y="NEXT")
        page.ln(after)

    page.ln(6)
    line("Hart City: interagency collaboration and advocacy writing", 12, after=6)
    line(paper.title, 28, "B", after=8)
    line(paper.name or "________________________", 22, "B", after=6)
    for text in paper.done:
        line(text, 12.5)
    page.ln(3)
    if paper.levels:
        page.set_font(family, "", 11)
        page.set_line_width(0.2)
        with page.table(
            col_widths=(60, 35, 35), width=130, align="C", text_align=("LEFT", "CENTER", "CENTER"), padding=0.9,
            borders_layout="HORIZONTAL_LINES",
        ) as table:  # fmt: skip
            table.row(("Criterion", "Best level", "Latest level"))
            for criterion, best, latest in paper.levels:
                table.row((criterion, str(best), str(latest)))
        page.ln(4)
    line(written(paper.day), 12, after=4)
    page.set_y(-36)
    line(_NOTE, 8.5)
    return bytes(page.output())


def html(paper: Certificate) -> str:
    """Return the certificate as a page to print; what the learner typed is escaped."""
    rows = "".join(f"<tr><th scope=row>{escape(c)}<td>{best}<td>{latest}" for c, best, latest in paper.levels)
    table = f"<table><tr><th>Criterion<th>Best level<th>Latest level{rows}</table>" if rows else ""
    done = "".join(f"<p>{escape(text)}</p>" for text in paper.done)
    return (
        "<!doctype html><html lang=en><meta charset=utf-8>"
        f"<title>{escape(paper.title)}: {escape(paper.name)}</title>"
        "<style>@page { size: letter landscape; margin: 12mm }"
        "body { font: 1rem/1.5 system-ui, sans-serif; text-align: center; border: 3px solid #0b6167; padding: 2rem;"
        "color: #1d2327; background: #fff } table { margin: 1rem auto; border-collapse: collapse }"
        "th, td { padding: .2rem 1rem; border-bottom: 1px solid #d5dbdf } small { display: block; margin-top: 2rem }"
        f"</style><p>Hart City: interagency collaboration and advocacy writing</p><h1>{escape(paper.title)}</h1>"
        f"<h2 dir=auto>{escape(paper.name)}</h2>{done}{table}<p>{written(paper.day)}</p>"
        f"<small>{escape(_NOTE)}</small></html>\n"
    )
