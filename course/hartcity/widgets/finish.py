"""Review of everything, earlier versions, files, and handing in."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import traitlets

from hartcity.answers import Answers, read
from hartcity.errors import AnswersError, HartError
from hartcity.widgets import document, handin
from hartcity.widgets.base import HartWidget, bundle
from hartcity.widgets.progress import steps
from hartcity.widgets.texts import named

_NAME_LENGTH = 120


class FinishWidget(HartWidget):
    """Shows all texts as they stand on disk, says what is missing, hands in, gives files and earlier versions.

    The page sends ``{"do": …}``; each wish is one of the methods ``_do_…`` below. A file comes back as
    ``{"file": name, "type": …, "note": …}`` with its bytes, a failure as ``{"error": line}``, a hand-in as a new `page`
    with the receipt.
    """

    _esm = bundle("review.js", "versions.js", "finish.js")
    _css = bundle("finish.css")
    page = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Any, submit: Callable[..., Any] | None = None, **kwargs: Any):
        super().__init__(**kwargs)
        self.desk, self.submit = desk, submit
        self._show()
        desk.store.subscribe(self._show)
        self.on_msg(self._asked)

    def _show(self, *_: Any) -> None:
        desk = self.desk
        self.page = {
            **self._written(desk.store.answers),
            "steps": steps(desk),
            "conflicts": len(desk.store.conflicts()),
            "name": str(desk.store.answers.other.get("student_name") or ""),
            "formats": document.formats(),
            "can_submit": self.submit is not None,
            "receipt": handin.Receipts(desk.folder).last(),
        }

    def _written(self, answers: Answers) -> dict[str, Any]:
        """What one state of the answers says, in words."""
        to = self.desk.city.organizations.get(answers.email.to)
        user = self.desk.people.get(answers.service_user)
        return {
            "person": user.name if user else "",
            "services": [
                {**row, "text": answers.benefits.get(row["id"], "")} for row in named(answers.services, self.desk.city)
            ],
            "coordination": answers.coordination,
            "finances": answers.finances,
            "email": {"to": to.name if to else "", "subject": answers.email.subject, "body": answers.email.body},
        }

    def _asked(self, _widget: Any, content: Any, _buffers: Any) -> None:
        wish = content.get("do") if isinstance(content, dict) else None
        act = getattr(self, f"_do_{wish}", None) if isinstance(wish, str) else None
        if act is None:
            return
        try:
            self.desk.store.refresh()
            act(content)
        except (HartError, OSError) as error:
            self.send({"error": str(error)})
        except Exception as error:  # what the exchange may raise is not ours to foresee; the work is safe on disk
            self.send({"error": f"That failed ({type(error).__name__}: {error}). Your work is saved."})

    def _do_submit(self, _content: dict[str, Any]) -> None:
        if self.submit is None:
            raise HartError("This course has no exchange: download the .zip and hand it in on your course site.")
        handin.Receipts(self.desk.folder).add(self.submit(self.desk.folder))
        self._show()
        self.send({"done": True})
        self.desk.store.tell()

    def _do_zip(self, _content: dict[str, Any]) -> None:
        name, data = handin.zip_file(self.desk.folder, self.desk.settings.assignment)
        self.send({"file": name, "type": "application/zip"}, [data])

    def _do_document(self, content: dict[str, Any]) -> None:
        name, kind = str(content.get("name") or "").strip()[:_NAME_LENGTH], str(content.get("kind"))
        if name != self.page["name"]:
            self.desk.store.update(student_name=name)
        data, note = document.write(document.pieces(self.desk.store.answers, self.desk, name), kind)
        file = f"{self.desk.settings.assignment}.{kind}"
        self.send({"file": file, "type": document.TYPES[kind], "note": note}, [data])

    def _do_versions(self, _content: dict[str, Any]) -> None:
        rows = []
        for copy in self.desk.store.backups():
            try:
                answers = read(copy)
            except AnswersError:
                continue
            saved = time.localtime(copy.stat().st_mtime)
            clock = time.strftime("%I:%M %p", saved).lstrip("0")
            day = "Today" if saved[:3] == time.localtime()[:3] else f"{time.strftime('%A, %B', saved)} {saved.tm_mday}"
            texts = [*answers.benefits.values(), answers.coordination, answers.finances, answers.email.body]
            rows.append(
                {
                    "id": copy.name,
                    "when": f"{day}, {clock}",
                    "words": sum(len(text.split()) for text in texts),
                    **self._written(answers),
                }
            )
        self.send({"versions": rows})

    def _do_restore(self, content: dict[str, Any]) -> None:
        store = self.desk.store
        copy = next((c for c in store.backups() if c.name == content.get("version")), None)
        if copy is None:
            raise HartError("This version is not there any more. Open the list again.")
        before = {c.name for c in store.backups()}
        store.restore(copy)
        undo = next((c.name for c in store.backups() if c.name not in before), "")
        self.send({"restored": copy.name, "undo": undo})
