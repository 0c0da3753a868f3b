"""What a graded class shows an instructor: tables, pictures, and the dashboard that puts them on a page.

Reads score sheets and grades, never judges. frames.py turns a class into tables; summaries.py, items.py and
similarity.py ask questions of them; pictures.py draws; page.py writes the sections; dashboard.py is what the notebook
shows; book.py writes files that a spreadsheet opens.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


def open_dashboard(folder: Path | str = ".", assignment: str | None = None) -> Any:
    """Return the dashboard of the class around a folder, as a widget; a message when there is none to show."""
    from hartgrader.analytics.dashboard import open_page

    return open_page(folder, assignment)
