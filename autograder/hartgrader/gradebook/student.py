"""Hand in from a notebook, through nbgrader's own exchange."""

from __future__ import annotations

import hashlib
import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import attrs
from hartcity.answers import FILE_NAME, read
from hartcity.errors import WorkspaceError

from hartgrader.gradebook.session import Course, find_root


@attrs.frozen
class Receipt:
    """Proof of a hand-in: when (as nbgrader recorded it), a short hash of the answers, and the folder's name."""

    time: str
    hash: str
    where: str


def submit(folder: Path | str) -> Receipt:
    """Hand in the assignment in `folder` and return a receipt.

    The answers are read back from where they were put before a receipt is given.

    Raises
    ------
    AnswersError : when answers.json can't be read.
    WorkspaceError : when the exchange refuses, with its reason.
    """
    folder = Path(folder).absolute()
    if not (folder / FILE_NAME).exists():
        raise WorkspaceError(f"There is no {FILE_NAME} in {folder.name} yet: write something first, then hand in.")
    read(folder / FILE_NAME)
    course = Course(find_root(folder))
    course.coursedir.assignment_id = folder.name
    hand_in = course.api.exchange.Submit(
        coursedir=course.coursedir, authenticator=course.api.authenticator, parent=course.api
    )
    hand_in.assignment_dir = str(folder.parent)
    with course.listening(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            hand_in.start()
        except Exception as error:
            reason = " ".join(str(error).split()) or "the exchange gave no reason"
            raise WorkspaceError(f"Handing in failed: {reason} Your work is safe in {folder.name}.") from error
    arrived = Path(hand_in.inbound_path) / hand_in.assignment_filename / FILE_NAME
    content = arrived.read_bytes() if arrived.is_file() else b""
    if content != (folder / FILE_NAME).read_bytes():
        raise WorkspaceError("Handing in failed: the copy that arrived differs from your answers. Please try again.")
    return Receipt(hand_in.timestamp, hashlib.sha256(content).hexdigest()[:12], arrived.parent.name)
