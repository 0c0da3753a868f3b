"""Files that several processes share or a spreadsheet opens: locked, replaced as a whole, without formulas."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hartcity.errors import WorkspaceError

try:
    import fcntl
except ImportError:  # Windows: no second process is kept out, but replacing stays atomic
    fcntl = None


# What a spreadsheet would read as a formula, also after white space.
_FORMULA = re.compile(r"^\s*[=+\-@|%＝＋－＠]|^[\t\r\n]")


def plain(value: Any) -> Any:
    """Return text that no spreadsheet takes for a formula (an apostrophe goes in front); numbers stay as they are."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that a file stands for; waits for whoever holds it, and a killed process lets go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def replace(path: Path, text: str) -> None:
    """Write a file so that a reader finds the old text or the new one, never half of one.

    Raises
    ------
    WorkspaceError : when it can't be written, with the reason.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WorkspaceError(f"{path}: can't be written ({error.strerror}).") from None
