"""A student's JSON file, read with care: not too large, no link, UTF-8, not nested without end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hartcity.errors import AnswersError


def _too_large(size: int, name: str, limit: int) -> AnswersError:
    return AnswersError(f"{name}: {size // 1000} KB is more than the {limit // 1000} KB an assignment may have.")


def parse(raw: bytes, name: str, limit: int) -> Any:
    """Return what the bytes hold; AnswersError says in one line what is wrong. `limit` is in bytes."""
    if len(raw) > limit:
        raise _too_large(len(raw), name, limit)
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise AnswersError(f"{name}: this is not UTF-8 text (byte {error.start}).") from None
    except json.JSONDecodeError as error:
        raise AnswersError(f"{name}: this is not JSON (line {error.lineno}: {error.msg}).") from None
    except RecursionError:
        raise AnswersError(f"{name}: the JSON is nested too deeply to be a record of answers.") from None


def read(path: Path, limit: int) -> Any:
    """Return what a file holds; a link is not followed. AnswersError names the file and what is wrong."""
    if path.is_symlink():
        raise AnswersError(f"{path.name}: this is a link to another file; hand in the file itself.")
    try:
        if path.stat().st_size > limit:
            raise _too_large(path.stat().st_size, path.name, limit)
        return parse(path.read_bytes(), path.name, limit)
    except OSError as error:
        raise AnswersError(f"{path.name}: can't be read ({error.strerror}).") from None
