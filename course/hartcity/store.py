"""The one record of a student's work on disk, safe against two tabs, two kernels, a crash and a full disk.

Every change is made on what the file holds *now*, under a lock, and only to the fields that changed. A field is a
path: ``service_user``, ``services``, ``coordination``, ``finances``, ``benefits.<service id>``, ``email.to``,
``email.subject``, ``email.body``, or one of the sheets ``plan`` and ``costs``, whose rows are merged. What the file is
called and may hold is its shape: `hartcity.answers`, or `hartcity.lesson_work`, whose fields are ``texts.<…>`` and
``choices.<…>``.

Three keys of the file belong to the store and land in ``other``:

``set_aside``
    person id → what was chosen and written for a person the student is not helping at the moment.
``conflicts``
    field → writer → a text that could not be saved in its place, because another window had changed it meanwhile.
``earlier``
    the last texts that lost such a conflict, newest last: ``{"field", "text"}``.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from hartcity import answers, records
from hartcity.errors import AnswersError

try:
    from fcntl import LOCK_EX, flock
except ImportError:  # Windows and the browser: no second process is kept out, but replacing stays atomic
    flock = None

BACKUPS = ".answers"
# The last few copies are all kept, older ones thin out: the further back, the wider apart.
_CLOSE, _KEPT = 3, 24
_EARLIER = 20
# A copy is kept at most this often, so that the last few reach back further than a few keystrokes.
_BACKUP_SECONDS = 60


@attrs.frozen
class Saved:
    """What became of one change.

    Attributes
    ----------
    fields : what is now on disk, in its place.
    conflicts : fields that another window had changed meanwhile → the text that stands in the file. The text that
        came too late is in the file as well, under ``conflicts``.
    """

    fields: tuple[str, ...] = ()
    conflicts: dict[str, str] = attrs.field(factory=dict)


class AnswerStore:
    """A student's ``answers.json`` in one folder, or the file of another shape.

    Attributes
    ----------
    shape : the module that knows the file's name, limit, and how to read and write what it holds.
    path : the file.
    answers : what it held when last read or written.
    notice : one line about something that happened to the file, such as being damaged and restored; else "".
    blocked : one line when the file is there but can't be used, so that nothing is saved; else "".
    """

    def __init__(self, folder: Path | str = ".", shape: Any = answers):
        self.shape = shape
        self.folder = Path(folder).resolve()
        self.path = self.folder / shape.FILE_NAME
        self.answers = shape.parse(b"{}")
        self.notice = ""
        self.blocked = ""
        self._stamp: tuple | None = None
        self._callbacks: list[Callable[[Any], None]] = []
        self._load()

    # Reading

    def subscribe(self, callback: Callable[[Any], None]) -> Callable[[], None]:
        """Call `callback(answers)` after every change, made here or elsewhere; returns what ends it."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback) if callback in self._callbacks else None

    def refresh(self) -> bool:
        """Read the file again if it changed on disk; returns whether there was anything to tell."""
        before = self.answers, self.notice, self.blocked
        self._reread()
        if (self.answers, self.notice, self.blocked) == before:
            return False
        self.tell()
        return True

    def backups(self) -> list[Path]:
        """The copies kept of earlier states, newest first."""
        copies = (self.folder / BACKUPS).glob(f"{self.path.stem}-*.json")
        return sorted(copies, key=lambda p: p.stat().st_mtime_ns, reverse=True)

    def conflicts(self) -> dict[str, dict[str, str]]:
        """Field → writer → a text that waits for the student's choice."""
        return records.conflicts(self.answers.other)

    def _reread(self) -> None:
        if self._stamp_now() != self._stamp:
            self._load()

    def _load(self) -> None:
        stamp = self._stamp_now()
        if stamp is None:  # deleted while in use: what is in memory is written again with the next change
            self._stamp = None
            return
        try:
            self.answers = self.shape.read(self.path)
            self._stamp, self.blocked = stamp, ""
        except AnswersError as error:
            if not self.path.is_symlink() and not os.access(self.path, os.R_OK):
                self.blocked = str(error)
                return
            self._keep_damaged(error)

    def _keep_damaged(self, error: AnswersError) -> None:
        aside = (
            self.folder / f"{self.path.stem}-damaged-{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 1_000_000}.json"
        )
        try:
            self.path.rename(aside)
        except OSError as failure:
            self.blocked = f"{error} It can't be moved aside either ({failure.strerror}): nothing is saved until it is."
            return
        self.notice = self._after_damage(f"{error} ", f" The damaged file is kept as {aside.name}.")

    def _after_damage(self, damage: str, kept: str) -> str:
        """Go on from the best that is left; returns what happened, what the student goes on from, and what is kept."""
        if not self.answers.is_empty():  # what was last saved here is newer than any copy
            with contextlib.suppress(AnswersError, OSError):
                self._replace(self.shape.to_dict(self.answers))
                return f"{damage}You go on from what was last saved here.{kept}"
        for copy in self.backups():
            try:
                restored = self.shape.read(copy)
                self._replace(self.shape.to_dict(restored))
            except (AnswersError, OSError):
                continue
            when = time.strftime("%I:%M %p", time.localtime(copy.stat().st_mtime)).lstrip("0")
            return f"{damage}You go on from the copy of {when}.{kept}"
        self.answers, self._stamp = self.shape.parse(b"{}"), None
        return f"{damage}There is no earlier copy, so you start with empty answers.{kept}"

    def _stamp_now(self) -> tuple | None:
        try:
            state = self.path.lstat()
        except OSError:
            return None
        return state.st_mtime_ns, state.st_size, state.st_ino

    # Writing

    def update(
        self,
        base: Mapping[str, Collection[Any]] | None = None,
        writer: str = "",
        person: str | None = None,
        **changes: Any,
    ) -> Saved:
        """Write some fields, and nothing else, to what the file holds now.

        Parameters
        ----------
        base : field → the texts the writer knew to be in the file. When it holds yet another one, someone else wrote
            it: theirs stays in its place, the new one is kept beside it under ``conflicts``. A field without a base
            counts as known from `answers`.
        writer : who writes, to tell two windows apart.
        person : the person these changes are about; default is the one in `answers`. When the file has moved on to
            another person, they go to what is set aside for theirs.
        changes : fields, or ``benefits={id: text}`` and ``email={…}``. ``service_user`` switches to another person:
            what was written is set aside and comes back with them.

        Raises
        ------
        AnswersError : the change is not on disk; one line says why (read-only, full, too much).
        """
        flat = records.flatten(changes)
        mine = records.person(self.shape.to_dict(self.answers)) if person is None else person
        known = self.shape.to_dict(self.answers)
        bases = {f: (base or {}).get(f, (records.get(known, f),)) for f in flat}
        with self._locked():
            data = json.loads(json.dumps(self.shape.to_dict(self.answers)))
            switch = flat.pop("service_user", None)
            record = data if records.is_about(data, mine) else records.set_aside(data, mine)
            saved, conflicts = [], {}
            for field, value in flat.items():
                there = records.get(record, field)
                if records.is_rows(field):
                    known = there if there in bases[field] else next(iter(bases[field]), [])
                    value = records.merge_rows(known, value, there)
                if records.is_text(field) and there != value and there not in bases[field]:
                    conflicts[field] = there
                    records.keep_waiting(record, field, writer, value)
                else:
                    records.put(record, field, value)
                    saved.append(field)
                    records.settle(record, field, writer)
            if switch is not None and switch != records.person(data):
                records.switch_person(data, switch)
            if switch is not None:
                saved.append("service_user")
            self._write(data)
        self.tell()
        return Saved(tuple(saved), conflicts)

    def resolve(self, field: str, text: str) -> None:
        """Put the text the student chose in its place; the versions not chosen go to ``earlier``."""
        with self._locked():
            data = json.loads(json.dumps(self.shape.to_dict(self.answers)))
            waiting = records.conflicts(data).get(field, {})
            lost = [t for t in (records.get(data, field), *waiting.values()) if t.strip() and t not in text]
            if lost:
                gone = ({"field": field, "text": t} for t in dict.fromkeys(lost))
                data["earlier"] = [*records.earlier(data), *gone][-_EARLIER:]
            records.put(data, field, text)
            records.drop_conflicts(data, field)
            self._write(data)
        self.tell()

    def restore(self, copy: Path) -> None:
        """Go back to one of `backups()`; what stands now is kept as the newest copy, so that this can be taken back.

        Raises
        ------
        AnswersError : the copy can't be read, or nothing can be saved; what stands now stays.
        """
        earlier = self.shape.read(copy)
        with self._locked():
            if self._stamp is not None:
                self._copy()
            self._replace(self.shape.to_dict(earlier))
        self.tell()

    def replace(self, data: dict[str, Any], aside: str = "") -> bool:
        """Put a whole record in place of this one, which is kept under the name `aside`; returns whether it was."""
        with self._locked():
            kept = bool(aside) and not self.answers.is_empty()
            if kept:
                shutil.copyfile(self.path, self.folder / aside)
            self._write(json.loads(json.dumps(data)))
        self.tell()
        return kept

    def tell(self) -> None:
        """Call everybody who subscribed."""
        for callback in tuple(self._callbacks):
            callback(self.answers)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            (self.folder / BACKUPS).mkdir(exist_ok=True)
            with (self.folder / BACKUPS / "lock").open("w") as lock:
                if flock:
                    flock(lock, LOCK_EX)
                self._reread()
                if self.blocked:
                    raise AnswersError(self.blocked)
                yield
        except OSError as error:
            raise AnswersError(f"{self.shape.FILE_NAME}: not saved, {_why(error)}.") from error

    def _write(self, data: dict[str, Any]) -> None:
        """Replace the file as a whole and read it back; the old one is there until the new one is complete."""
        new = self.shape.from_dict(data)
        if new == self.answers and self._stamp is not None:
            return
        while len(_encode(data)) > self.shape.LIMIT_BYTES and records.earlier(data):
            data["earlier"] = data["earlier"][1:]
        if len(_encode(data)) > self.shape.LIMIT_BYTES:
            raise AnswersError(
                f"{self.shape.FILE_NAME}: not saved, it would be more than the {self.shape.LIMIT_BYTES // 1000} KB "
                "an assignment may have. Shorten a text."
            )
        self._keep_copy(data)
        self._replace(data)

    def _replace(self, data: dict[str, Any]) -> None:
        raw = _encode(data)
        fresh = self.folder / BACKUPS / f"writing-{os.getpid()}.json"
        fresh.parent.mkdir(exist_ok=True)
        try:
            with fresh.open("wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise
        if self.path.read_bytes() != raw:
            raise AnswersError(
                f"{self.shape.FILE_NAME}: not saved, the disk gave back something else than was written."
            )
        self._stamp, self.answers = self._stamp_now(), self.shape.parse(raw)

    def _keep_copy(self, data: dict[str, Any]) -> None:
        """Keep the state before this change, when the last copy is old or much is about to go."""
        if self._stamp is None:
            return
        copies = self.backups()
        shrinks = len(_encode(data)) < len(_encode(self.shape.to_dict(self.answers))) - 200
        if copies and not shrinks and time.time() - copies[0].stat().st_mtime < _BACKUP_SECONDS:
            return
        self._copy()

    def _copy(self) -> None:
        shutil.copyfile(self.path, self.folder / BACKUPS / f"{self.path.stem}-{time.time_ns()}.json")
        copies, now = self.backups(), time.time()
        ages = {copy: now - copy.stat().st_mtime for copy in copies}
        kept = copies[:_CLOSE]
        for copy in copies[_CLOSE:]:
            if len(kept) < _KEPT and ages[copy] - ages[kept[-1]] >= max(5 * _BACKUP_SECONDS, ages[copy] / 3):
                kept.append(copy)
            elif copy != copies[-1]:
                copy.unlink(missing_ok=True)


def _encode(data: dict[str, Any]) -> bytes:
    # Half an emoji can arrive while it is being typed; it is no text and would make the file unreadable.
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _why(error: OSError) -> str:
    reasons = {
        "ENOSPC": "the disk is full: make room, then go on typing",
        "EDQUOT": "your disk quota is used up: make room, then go on typing",
        "EFBIG": "no larger file is allowed here: make room, then go on typing",
        "EROFS": "this folder is read-only: copy the assignment to a folder of your own",
        "EACCES": "this folder may not be written: copy the assignment to a folder of your own",
    }
    return reasons.get(errno.errorcode.get(error.errno or 0, ""), (error.strerror or str(error)).lower())
