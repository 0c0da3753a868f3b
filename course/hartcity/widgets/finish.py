"""Review of everything, and handing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from hartcity.errors import HartError
from hartcity.widgets import handin
from hartcity.widgets.base import HartWidget, bundle
from hartcity.widgets.progress import steps


class FinishWidget(HartWidget):
    """Shows all texts as they stand on disk, says what is missing, hands in, gives files.

    The page sends ``{"do": "submit" | "zip" | "text"}``; a file comes back as ``{"file": name, "type": …}`` with its
    bytes, a failure as ``{"error": line}``, a hand-in as a new `page` with the receipt.
    """

    _esm = bundle("finish.js")
    _css = bundle("finish.css")
    page = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Any, submit: Callable[..., Any] | None = None, **kwargs: Any):
        super().__init__(**kwargs)
        self.desk, self.submit = desk, submit
        self._show()
        desk.store.subscribe(self._show)
        self.on_msg(self._asked)

    def _show(self, *_: Any) -> None:
        desk, answers = self.desk, self.desk.store.answers
        city = desk.city
        to = city.organizations.get(answers.email.to)
        services = []
        for id_ in answers.services:
            service = city.services.get(id_)
            services.append(
                {
                    "name": service.name if service else id_,
                    "organization": city.organizations[service.organization_id].name if service else "",
                    "text": answers.benefits.get(id_, ""),
                }
            )
        self.page = {
            "steps": steps(desk),
            "conflicts": len(desk.store.conflicts()),
            "person": desk.user.name if desk.user else "",
            "services": services,
            "coordination": answers.coordination,
            "finances": answers.finances,
            "email": {"to": to.name if to else "", "subject": answers.email.subject, "body": answers.email.body},
            "can_submit": self.submit is not None,
            "receipt": handin.Receipts(desk.folder).last(),
        }

    def _asked(self, _widget: Any, content: Any, _buffers: Any) -> None:
        wish = content.get("do") if isinstance(content, dict) else None
        try:
            self.desk.store.refresh()
            if wish == "submit" and self.submit:
                handin.Receipts(self.desk.folder).add(self.submit(self.desk.folder))
                self._show()
                self.send({"done": True})
                self.desk.store.tell()
            elif wish == "zip":
                name, data = handin.zip_file(self.desk.folder, self.desk.settings.assignment)
                self.send({"file": name, "type": "application/zip"}, [data])
            elif wish == "text":
                text = handin.plain_text(self.desk.store.answers, self.desk)
                self.send({"file": f"{self.desk.settings.assignment}.txt", "type": "text/plain"}, [text.encode()])
        except (HartError, OSError) as error:
            self.send({"error": str(error)})
        except Exception as error:  # what the exchange may raise is not ours to foresee; the work is safe on disk
            self.send({"error": f"Handing in failed ({type(error).__name__}: {error}). Your work is saved."})
