"""A class on disk for tests: a prepared course, hand-ins as collect leaves them, the gradebook read back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from click.testing import CliRunner, Result
from hartcity.settings import ASSIGNMENT
from hartgrader.cli import main
from hartgrader.gradebook import course, demo
from hartgrader.gradebook.grading import Graded
from hartgrader.gradebook.session import Course
from nbgrader.api import Gradebook

GOOD = {
    "schema": 1,
    "service_user": "denise-abernathy",
    "services": ["kinship-navigator-and-respite", "family-law-and-protective-orders"],
    "benefits": {
        "kinship-navigator-and-respite": "The kinship navigator knows which doors open for a grandparent without "
        "custody, and the respite hours let Ms. Abernathy rest after her second shift.",
        "family-law-and-protective-orders": "A lawyer prepares a caregiver affidavit for her.",
    },
    "coordination": "Ms. Abernathy signs a release first. On Thursday I call the navigator and ask for a first "
    "meeting; within five days legal aid drafts the affidavit. Each agency emails me when a step is done. If legal "
    "aid is full, the school accepts its own form.",
    "finances": "Both services are free for her. A bus ride to each costs $1.50, so I ask for meetings by phone.",
    "email": {
        "to": "little-acorn",
        "subject": "Kinship navigator meeting for Denise Abernathy",
        "body": "Dear Kinship Navigator,\n\nI am a case manager at Westend Family Partners, and I am writing to "
        "ask for a first meeting for Ms. Abernathy, who raises her grandson and would like help from your program.\n\n"
        "She has signed a release. Could we meet on Thursday at 11? I will bring the papers; please tell me what your "
        "intake asks for, and what you think should come first.\n\nSincerely,\nKeisha Grant",
    },
}


CRITERIA = ["selection", "benefits", "coordination", "finances", "collaboration", "professionalism", "concision"]


def submitted(root: Path, student: str) -> Path:
    return root / "course" / "submitted" / student / ASSIGNMENT


def hand_in(root: Path, student: str, answers: dict | None = GOOD, when: str = "2026-11-18 10:00:00 UTC") -> Path:
    """Put a hand-in where collect would, replacing an earlier one; return its folder."""
    folder = submitted(root, student)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / "course" / "release" / ASSIGNMENT, folder)
    if answers is not None:
        (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    (folder / "timestamp.txt").write_text(when, encoding="utf-8")
    (folder / "submission_secret.txt").write_text(f"secret of {student}", encoding="utf-8")
    return folder


def scripted_class(root: Path, students: int) -> list[str]:
    """Hand in for a class of any size: the demo's answers by turns, every twelfth hand-in broken; return the ids."""
    answers = [s.answers for s in demo.load_class().students if not s.trouble]
    names = [f"student-{n:04}" for n in range(students)]
    for n, name in enumerate(names):
        folder = hand_in(root, name, {"schema": 1, **answers[n % len(answers)]})
        if n % 12 == 11:
            demo.break_before(("missing-answers", "corrupt-answers", "missing-notebook")[n // 12 % 3], folder)
    return names


def grade(root: Path, **options) -> dict[str, Graded]:
    return {g.student: g for g in course.grade(root, **options)}


def command(root: Path, *words: str) -> Result:
    """Run `hartgrader` in this process on a class's folder."""
    return CliRunner().invoke(main, [*words, "--folder", str(root)])


def gradebook(root: Path) -> Gradebook:
    it = Course(root)
    return Gradebook(it.coursedir.db_url, it.coursedir.course_id)


def notebook_of(criterion: str) -> str:
    part_1 = ("selection", "benefits", "coordination", "finances")
    return "part-1-services" if criterion in part_1 else "part-2-email"


def read_grade(root: Path, student: str, criterion: str) -> dict:
    """Return auto, manual, score, waits, comment and flagged of one grade."""
    with gradebook(root) as gb:
        place = (criterion, notebook_of(criterion), ASSIGNMENT, student)
        mark, comment = gb.find_grade(*place), gb.find_comment(*place)
        return {
            "auto": mark.auto_score,
            "manual": mark.manual_score,
            "score": mark.score,
            "waits": mark.needs_manual_grade,
            "comment": comment.comment,
            "flagged": mark.notebook.flagged,
        }


def decide(root: Path, student: str, criterion: str, score: float, comment: str = "") -> None:
    """Score one answer as the formgrader does."""
    with gradebook(root) as gb:
        place = (criterion, notebook_of(criterion), ASSIGNMENT, student)
        mark = gb.find_grade(*place)
        mark.manual_score, mark.needs_manual_grade = score, False
        if comment:
            gb.find_comment(*place).manual_comment = comment
        gb.db.commit()


def autograded(root: Path, student: str, criterion: str) -> dict:
    """Return the answer cell of a graded submission."""
    path = root / "course" / "autograded" / student / ASSIGNMENT / f"{notebook_of(criterion)}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return next(c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == criterion)


def everything(root: Path, student: str, step: str = "autograded", pattern: str = "*") -> str:
    """Return the text files of a student's folder in one string."""
    folder = root / "course" / step / student / ASSIGNMENT
    return "\n".join(
        p.read_text(encoding="utf-8", errors="replace") for p in sorted(folder.rglob(pattern)) if p.is_file()
    )


def notebook_remarks(root: Path, student: str) -> dict:
    """Return the troubles (of the hand-in) and flags (of the answers) kept with a graded submission."""
    path = root / "course" / "autograded" / student / ASSIGNMENT / "part-2-email.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))["metadata"]["hart"]


def set_policy(root: Path, text: str) -> None:
    """Write the class policy of the assignment: `text` is YAML as it stands below the assignment's name."""
    (root / "course" / "policy.yml").write_text(
        f"schema: 1\nassignments:\n  {ASSIGNMENT}:\n" + "\n".join(f"    {line}" for line in text.splitlines()) + "\n",
        encoding="utf-8",
    )
