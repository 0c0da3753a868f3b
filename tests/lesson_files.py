"""The lessons' notebooks as files, for tests."""

from __future__ import annotations

import json
from pathlib import Path

from hartcity import outline

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
LESSONS = [unit.unit for unit in outline.lessons()]


def cells(page: str, kind: str) -> list[str]:
    """Return the sources of a notebook's cells of one kind, ``code`` or ``markdown``, in their order."""
    found = json.loads((NOTEBOOKS / f"{page}.ipynb").read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == kind]
