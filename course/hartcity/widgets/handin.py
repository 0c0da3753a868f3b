"""Handing in: the receipt that stays with the student, and the files for courses without an exchange."""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import io
import json
import re
import time
import zipfile
from pathlib import Path
from typing import Any

from hartcity.answers import FILE_NAME
from hartcity.store import BACKUPS


def _hash(folder: Path) -> str:
    try:
        return hashlib.sha256((folder / FILE_NAME).read_bytes()).hexdigest()[:12]
    except OSError:
        return ""


class Receipts:
    """The receipts of one assignment, kept beside the copies of the answers."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.path = folder / BACKUPS / "receipts.json"

    def all(self) -> list[dict[str, str]]:
        """Every receipt, oldest first: ``{"time", "hash", "where"}``."""
        try:
            data = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return []
        rows = data if isinstance(data, list) else []
        return [r for r in rows if isinstance(r, dict) and all(isinstance(r.get(k), str) for k in _KEYS)]

    def last(self) -> dict[str, Any] | None:
        """The newest one; ``current`` says whether the answers are still those that were handed in."""
        rows = self.all()
        return {**rows[-1], "current": rows[-1]["hash"] == _hash(self.folder)} if rows else None

    def add(self, receipt: Any) -> None:
        """Keep a receipt; a full disk must not turn a hand-in that arrived into an error."""
        rows = [*self.all(), {k: str(getattr(receipt, k)) for k in _KEYS}]
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(exist_ok=True)
            self.path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")


_KEYS = ("time", "hash", "where")


def student() -> str:
    """The student's login as a file name can carry it."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "student"
    return re.sub(r"\W+", "-", name).strip("-") or "student"


def zip_file(folder: Path, assignment: str) -> tuple[str, bytes]:
    """Return name and bytes of a zip for a learning platform.

    The name follows ``<assignment>_<student>_attempt_<time>_<file>``, which nbgrader's ``zip_collect`` takes apart with
    its documented pattern; inside are the notebooks, ``assignment.yml`` and ``answers.json``, without links.
    """
    stamp = time.strftime("%Y%m%d%H%M%S", time.gmtime())  # UTC, as nbgrader takes it; with dashes it reads another time
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted([*folder.glob("*.ipynb"), folder / "assignment.yml", folder / FILE_NAME]):
            if path.is_file() and not path.is_symlink():
                package.write(path, path.name)
    return f"{assignment}_{student()}_attempt_{stamp}_answers.zip", buffer.getvalue()
