"""Growth over attempts, drills done, and the certificate."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from hartcity import certificate, drills
from hartcity.errors import HartError
from hartcity.widgets.base import PageWidget, bundle

LONGEST_NAME = 80


class GrowthWidget(PageWidget):
    """Follows the record; the page sends ``{"do": "certificate", "name"}`` and gets a file.

    `page` holds ``attempts`` (``{"time", "day", "person", "levels"}``, oldest first), ``criteria``, ``drills`` by kind,
    ``name``, ``title`` (of the certificate, "" when there is nothing to certify), ``missing`` for a complete one.
    """

    _esm = bundle("growth.js")
    _css = bundle("practice.css")
    follows = ("record",)

    def _paper(self) -> certificate.Certificate | None:
        work = self.desk.record.answers
        return certificate.certificate(work, drills.load(), work.name, self.desk.now().date())

    def _show(self) -> None:
        desk, paper = self.desk, self._paper()
        attempts, cards = desk.attempts(), desk.cards()
        people = desk.people if attempts else {}
        self.page = {
            "criteria": [{"id": c, "title": c.capitalize()} for c in certificate.CRITERIA],
            "attempts": [
                {
                    "time": a.time,
                    "day": f"{a.day:%b} {a.day.day}",
                    "person": people[a.person].name if a.person in people else a.person,
                    "levels": a.levels,
                }
                for a in attempts
            ],
            "drills": [
                {
                    "title": kind.title,
                    "count": len(kind.items),
                    "known": sum(cards[i.id].box > 0 for i in kind.items if i.id in cards),
                    "right": sum(cards[i.id].right for i in kind.items if i.id in cards),
                    "wrong": sum(cards[i.id].wrong for i in kind.items if i.id in cards),
                }
                for kind in drills.load().values()
            ],
            "name": desk.record.answers.name,
            "title": paper.title if paper else "",
            "missing": list(paper.missing) if paper else [],
            "notice": desk.record.blocked or desk.record.notice,
        }

    def _do_certificate(self, content: dict[str, Any], _buffers: Any) -> None:
        name = " ".join(str(content.get("name", "")).split())[:LONGEST_NAME]
        name = "".join(c for c in name if c.isprintable())
        try:
            self.desk.record.update(name=name)
        except HartError as error:
            self.send({"error": str(error)})
            return
        if sys.platform == "emscripten":
            self._task = asyncio.get_running_loop().create_task(self._give_when_loaded())
        else:
            self._give()

    async def _give_when_loaded(self) -> None:
        """In the browser, first load what makes PDF files."""
        import pyodide_js

        try:
            await pyodide_js.loadPackage(["fpdf2", "fonttools", "defusedxml", "hart-fonts"])
        except Exception as error:  # a missing library must not leave the page waiting
            self._say_failed(error)
        else:
            self._give()

    def _give(self) -> None:
        try:
            paper = self._paper()
            if paper is None:
                self.send({"error": "There is nothing to certify yet: do a drill, or rate a text."})
            elif certificate.can_print(paper.name):
                self.send({"file": "hart-city.pdf", "type": "application/pdf"}, [certificate.pdf(paper)])
            else:
                said = "This name has letters that our PDF can't write. Open this page in your browser and print it."
                page = certificate.html(paper).encode()
                self.send({"file": "hart-city.html", "type": "text/html", "said": said}, [page])
        except Exception as error:  # the page waits for an answer, whatever goes wrong
            self._say_failed(error)

    def _say_failed(self, error: Exception) -> None:
        self.send({"error": f"The file could not be made here ({type(error).__name__}: {error})."})
