"""The whole nbgrader configuration of a Hart City course, in one place."""

from __future__ import annotations

import os
from pathlib import Path

import nbgrader.server_extensions.formgrader.handlers as formgrader
from hartcity.settings import ASSIGNMENT

COURSE = ASSIGNMENT
TEMPLATES = Path(__file__).parent / "templates"


def configure(c, root: Path | str) -> None:
    """Fill an nbgrader configuration.

    Parameters
    ----------
    c : the traitlets configuration object, as a configuration file has it.
    root : the folder that holds ``course/`` and ``workspace/``.
    """
    from hartgrader.gradebook import patches
    from hartgrader.gradebook.preprocessors import PLACEHOLDER

    patches.install()
    root = Path(root).absolute()
    steps = "hartgrader.gradebook.preprocessors"

    c.CourseDirectory.course_id = COURSE
    c.CourseDirectory.root = str(root / "course")
    # These never belong to an assignment: a student's earlier drafts stay with the student.
    c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", ".hart", ".answers", "*.lock"]

    c.Exchange.root = str(root / "workspace" / "exchange")
    if os.access(root / "workspace", os.W_OK):  # else each student's own data folder, nbgrader's default
        c.Exchange.cache = str(root / "workspace" / ".nbgrader-cache")
    c.Exchange.assignment_dir = str(root / "workspace")
    c.ExchangeFactory.collect = "hartgrader.gradebook.exchange.SafeCollect"
    c.ExchangeFactory.release_feedback = "hartgrader.gradebook.exchange.GatedRelease"
    c.ExchangeSubmit.strict = True
    # One person who plays both parts as root owns every hand-in; anywhere else the owner is checked.
    c.ExchangeCollect.check_owner = not (hasattr(os, "geteuid") and os.geteuid() == 0)

    # A student's own .zip from a course site says whose it is; zip_collect unpacks it into a folder of that name.
    c.FileNameCollectorPlugin.named_regexp = (
        r".+/[^/]+?_(?P<student_id>[\w-]+)_attempt_(?P<timestamp>[\d-]+)_answers/(?P<file_id>.+)"
    )
    c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json", ".yml"]

    c.ClearSolutions.text_stub = PLACEHOLDER
    # Nothing of a student's runs: no Execute, and no step that reads their notebook.
    c.Autograde.exporter_class = "hartgrader.gradebook.converter.TrustingNobody"
    c.Autograde.sanitize_preprocessors = [f"{steps}.Rebuild"]
    c.Autograde.autograde_preprocessors = [f"{steps}.SaveGrades", "nbgrader.preprocessors.AssignLatePenalties"]
    c.AssignLatePenalties.plugin_class = "hartgrader.gradebook.policy.PolicyPenalty"
    c.GenerateFeedback.preprocessors = [f"{steps}.ReadGrades"]

    c.ExportApp.plugin_class = "hartgrader.gradebook.exporting.CriterionCsv"

    # Ours first: its templates shadow nbgrader's of the same name and may extend them by the longer path.
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), formgrader.template_path]
    c.HTMLExporter.extra_template_paths = [formgrader.template_path]
