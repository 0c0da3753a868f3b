"""The dashboard as a widget: choose the assignment, hide names, look at two texts, save everything."""

from __future__ import annotations

from html import escape
from pathlib import Path

import ipywidgets
from hartcity.errors import HartError, WorkspaceError
from hartcity.widgets.base import bundle

from hartgrader.analytics import book, page
from hartgrader.analytics.frames import Frames, frames
from hartgrader.gradebook import record
from hartgrader.gradebook.session import find_root

_NOT_YOURS = (
    "This page shows a graded class to its instructor. There is no gradebook here that is yours, so there is nothing "
    "to show. Your own feedback comes to you: from the Start page, or in the assignment list."
)
_NOBODY = (
    "Nobody is graded yet: {handed} of {all} students have handed in. Collect and autograde in the formgrader, or run "
    "hartgrader grade; then press “Read the class again”."
)


def open_page(folder: Path | str = ".", assignment: str | None = None) -> ipywidgets.Widget:
    """Return the dashboard of the class around `folder`, or a message that says why there is none."""
    try:
        root = find_root(folder)
        names = record.assignments(root)
    except (WorkspaceError, OSError):  # not there, or not to be opened by this person
        return _message(_NOT_YOURS)
    except HartError as error:
        return _message(str(error))
    if not names:
        return _message(_NOT_YOURS)
    return Dashboard(root, names, assignment if assignment in names else names[0]).widget


def _message(text: str) -> ipywidgets.HTML:
    return _html(f'<p class="hart-empty">{escape(text)}</p>')


def _html(body: str) -> ipywidgets.HTML:
    made = ipywidgets.HTML(f"<style>{bundle('common.css')}{page.STYLE}</style>{body}")
    made.add_class("hart")
    made.add_class("dashboard")
    return made


class Dashboard:
    """The dashboard of one course; `widget` is what a notebook shows."""

    def __init__(self, root: Path, names: list[str], assignment: str):
        self.root = root
        wide, natural = {"description_width": "initial"}, {"width": "auto"}
        self.assignment = ipywidgets.Dropdown(options=names, value=assignment, description="Assignment", style=wide)
        self.hidden = ipywidgets.Checkbox(value=False, description="Hide names", indent=False, layout=natural)
        self.again = ipywidgets.Button(description="Read the class again", layout=natural)
        self.save = ipywidgets.Button(
            description="Save everything", tooltip="A workbook, CSV files, pictures and a page to print", layout=natural
        )
        self.pair = ipywidgets.Dropdown(description="Two texts side by side", style=wide, layout={"width": "32rem"})
        self.status, self.body, self.alike, self.texts = (ipywidgets.HTML() for _ in range(4))
        controls = ipywidgets.HBox(
            [*([self.assignment] if len(names) > 1 else []), self.hidden, self.again, self.save],
            layout={"flex_flow": "row wrap"},
        )
        style = _html("")
        style.layout.display = "none"  # what it says of colors and sizes holds all the same
        self.widget = ipywidgets.VBox([style, controls, self.status, self.body, self.alike, self.pair, self.texts])
        self.widget.add_class("hart")
        self.widget.add_class("dashboard")
        self.assignment.observe(lambda _: self.read(), "value")
        self.hidden.observe(lambda _: self.show(), "value")
        self.pair.observe(lambda _: self._texts(), "value")
        self.again.on_click(lambda _: self.read())
        self.save.on_click(lambda _: self._save())
        self.read()

    def say(self, text: str) -> None:
        """Say something to everybody, also to who listens."""
        self.status.value = f'<p role="status">{escape(text)}</p>'

    def read(self) -> None:
        """Read the class from the gradebook and show it."""
        self.say("Reading the class …")
        try:
            self.record = record.load(self.root, self.assignment.value)
        except HartError as error:
            self.record = None
            self._only(str(error))
            return
        self.show()

    def show(self) -> None:
        """Show the class as it was read, with or without names."""
        if self.record is None:
            return
        self.data: Frames = frames(self.record, hide_names=self.hidden.value)
        if not len(self.data.graded):
            handed = int((self.data.students["state"] != "nothing").sum())
            self._only(_NOBODY.format(handed=handed, all=len(self.data.students)))
            return
        self.body.value = "".join(page.section(p) for p in page.sections(self.data, self.record.due))
        self.pairs = book.pairs(self.data, self.record.city)
        self.alike.value = page.section(page.alike_section(book.alike(self.pairs)))
        shown = self.pairs[:200]
        self.pair.options = [(f"{p.one} and {p.other or book.SAMPLE}: {p.percent} %", n) for n, p in enumerate(shown)]
        self.pair.value = 0 if shown else None
        self.pair.layout.display = "" if shown else "none"
        self.save.disabled = False
        self._texts()
        self.say(f"{len(self.data.graded)} of {len(self.data.students)} students graded.")

    def _only(self, text: str) -> None:
        self.body.value = f'<p class="hart-empty">{escape(text)}</p>'
        self.alike.value = self.texts.value = ""
        self.pair.layout.display, self.save.disabled = "none", True
        self.say("")

    def _texts(self) -> None:
        if self.pair.value is None or self.pair.value >= len(self.pairs):
            self.texts.value = ""
            return
        pair = self.pairs[self.pair.value]
        if pair.other:
            one, other = (_whole(self.data.texts[w]) for w in (pair.one, pair.other))
        else:
            one, other = self.data.texts[pair.one]["Email"], book.sample_text()
        self.texts.value = page.side_by_side(one, other, (pair.one, pair.other or book.SAMPLE))

    def _save(self) -> None:
        folder = self.root / "course" / book.FOLDER / self.record.assignment
        self.say("Saving …")
        try:
            files = book.save(self.record, folder, hide_names=self.hidden.value)
        except HartError as error:
            self.say(str(error))
            return
        where = folder.relative_to(self.root)
        self.say(f"{len(files)} files saved in {where}: class.xlsx has all tables, class.html prints.")


def _whole(parts: dict[str, str]) -> str:
    return "\n\n".join(f"{heading}\n{text}" for heading, text in parts.items())
