"""A learner's work as one file: to take along, and to bring back."""

from __future__ import annotations

from typing import Any

from hartcity import work_file
from hartcity.errors import HartError
from hartcity.widgets.base import PageWidget, bundle


class KeepWidget(PageWidget):
    """The page sends ``{"do": "take"}`` and gets a file, or ``{"do": "bring", "name"}`` with a file's bytes."""

    _esm = bundle("keep.js")
    _css = bundle("practice.css")

    def _show(self) -> None:
        self.page = {"limit": work_file.LIMIT_BYTES}

    def _do_take(self, _content: dict[str, Any], _buffers: Any) -> None:
        name = f"hart-city-work-{self.desk.now():%Y-%m-%d}.json"
        try:
            self.send({"file": name, "type": "application/json"}, [work_file.pack(self.desk.folder.parent)])
        except (HartError, OSError) as error:
            self.send({"error": str(error)})

    def _do_bring(self, content: dict[str, Any], buffers: Any) -> None:
        if not buffers:
            return
        name, stamp = str(content.get("name", "file"))[:60], f"{self.desk.now():%Y%m%d-%H%M%S}"
        try:
            lines = work_file.unpack(self.desk.folder.parent, bytes(buffers[0]), name, stamp)
            self.desk.refresh()
            self.send({"lines": lines})
        except (HartError, OSError) as error:
            self.send({"error": str(error)})
