"""A learner's work as one file: to take along, and to bring back."""

from __future__ import annotations

from typing import Any

import traitlets

from hartcity import work_file
from hartcity.errors import HartError
from hartcity.widgets.base import HartWidget, bundle


class KeepWidget(HartWidget):
    """The page sends ``{"do": "take"}`` and gets a file, or ``{"do": "bring", "name"}`` with a file's bytes."""

    _esm = bundle("keep.js")
    _css = bundle("practice.css")
    page = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Any, **kwargs: Any):
        super().__init__(**kwargs)
        self.desk = desk
        self.page = {"limit": work_file.LIMIT_BYTES}
        self.on_msg(self._asked)

    def _asked(self, _widget: Any, content: Any, buffers: Any) -> None:
        wish = content.get("do") if isinstance(content, dict) else None
        root = self.desk.folder.parent
        try:
            if wish == "take":
                name = f"hart-city-work-{self.desk.now():%Y-%m-%d}.json"
                self.send({"file": name, "type": "application/json"}, [work_file.pack(root)])
            elif wish == "bring" and buffers:
                name = str(content.get("name", "file"))[:60]
                stamp = f"{self.desk.now():%Y%m%d-%H%M%S}"
                lines = work_file.unpack(root, bytes(buffers[0]), name, stamp)
                self.desk.refresh()
                self.send({"lines": lines})
        except (HartError, OSError) as error:
            self.send({"error": str(error)})
