"""The demo class: invented submissions, read from data and broken the way real hand-ins break."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import yaml
from hartcity import answers, content
from hartcity.errors import ContentError

PART_1, PART_2 = "part-1-services.ipynb", "part-2-email.ipynb"
KINDS = ("excellent", "middling", "weak", "off task", "troubled")
# What the exchange would mend on the way: broken in the collected copy instead.
AFTER_COLLECTING = ("symlink", "bad-timestamp")


@attrs.frozen
class DemoStudent:
    """One invented student.

    Attributes
    ----------
    id, first_name, last_name : as the gradebook holds them.
    handed_in : the time of handing in, e.g. ``2026-11-17 21:14:09 UTC``.
    kind : what the work was meant to be when it was written, one of `KINDS`; nobody rated it.
    trouble : what is broken about the hand-in, a key of `DemoClass.troubles`, or an empty string.
    answers : in the shape of ``answers.json``.
    """

    id: str
    first_name: str
    last_name: str
    handed_in: str
    kind: str
    trouble: str
    answers: dict[str, Any]


@attrs.frozen
class DemoClass:
    """The whole class; `due` is the due date, `troubles` says in a sentence what each kind of trouble is."""

    due: str
    troubles: dict[str, str]
    students: tuple[DemoStudent, ...]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(s.id for s in self.students)


def _read(path: Path) -> dict:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        raise ContentError(path, None if line is None else line + 1, "this is not readable YAML.") from None
    if not isinstance(data, dict):
        raise ContentError(path, 1, "one record with keys was expected.")
    return data


def load_class(folder: Path | None = None) -> DemoClass:
    """Return the class in `folder` (default: ``scenarios/demo-class``), students in the order of their files' names.

    Raises
    ------
    ContentError : a file that isn't YAML, lacks a key, or uses a word that `KINDS` or ``class.yml`` doesn't have.
    """
    folder = folder or content.locate("scenarios", "demo-class")
    about = _read(folder / "class.yml")
    students = []
    for path in sorted(folder.glob("*.yml")):
        if path.name == "class.yml":
            continue
        data = _read(path)
        trouble = data.get("trouble") or ""
        if data.get("kind") not in KINDS:
            raise ContentError(path, None, f"kind {data.get('kind')!r} is unknown.", KINDS)
        if trouble and trouble not in about["troubles"]:
            raise ContentError(path, None, f"trouble {trouble!r} is unknown.", tuple(about["troubles"]))
        try:
            answers.from_dict(data.get("answers", {}), path.name)
            students.append(
                DemoStudent(
                    **{key: str(data["student"][key]) for key in ("id", "first_name", "last_name")},
                    handed_in=str(data["handed_in"]),
                    kind=data["kind"],
                    trouble=trouble,
                    answers=data.get("answers", {}),
                )
            )
        except KeyError as error:
            raise ContentError(path, None, f"the key {error} is missing.") from None
    return DemoClass(due=str(about["due"]), troubles=dict(about["troubles"]), students=tuple(students))


def write_work(student: DemoStudent, folder: Path) -> None:
    """Put the student's work into `folder`, a fetched copy of the assignment, and break it as `trouble` says."""
    record = {"schema": answers.SCHEMA, **student.answers}
    if student.trouble == "oversized":
        plan = record["coordination"]
        record["coordination"] = plan * (2 * answers.LIMIT_BYTES // len(plan))
    path = folder / answers.FILE_NAME
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    break_before(student.trouble, folder)


def break_before(trouble: str, folder: Path) -> None:
    """Break the work in `folder` before it is handed in; kinds of trouble that come later change nothing here."""
    record, part_1, part_2 = folder / answers.FILE_NAME, folder / PART_1, folder / PART_2
    if trouble == "missing-answers":
        record.unlink()
    elif trouble == "corrupt-answers":
        raw = record.read_bytes()
        record.write_bytes(raw[: len(raw) // 2])
    elif trouble == "corrupt-notebook":
        raw = part_2.read_bytes()
        part_2.write_bytes(raw[: len(raw) // 2])
    elif trouble == "missing-notebook":
        part_2.unlink()
    elif trouble == "renamed-notebook":
        part_2.rename(folder / "part 2 FINAL final.ipynb")
    elif trouble == "duplicated-cell":
        notebook = json.loads(part_1.read_text(encoding="utf-8"))
        graded = next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade"))
        notebook["cells"].append(dict(graded))
        part_1.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def break_after(trouble: str, folder: Path, target: Path) -> None:
    """Break the collected copy in `folder`; a symlink points at `target`."""
    record = folder / answers.FILE_NAME
    if trouble == "symlink":
        record.unlink(missing_ok=True)
        record.symlink_to(target)
    elif trouble == "bad-timestamp":
        (folder / "timestamp.txt").write_text("last night, I think", encoding="utf-8")
