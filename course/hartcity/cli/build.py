"""`hartcity build`: the notebooks in ``notebooks/`` are made from the text in ``course/units/``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from hartcity import content, handout
from hartcity.cli.pages import fill
from hartcity.errors import ContentError, WorkspaceError


def build_one(path: Path) -> str:
    """Return the notebook of one unit, as the text of an ``.ipynb`` without outputs.

    Cell ids come from the cell's ``id`` or its nbgrader grade id, else from its place, so that nothing drifts.
    """
    import jupytext

    try:
        notebook = jupytext.reads(path.read_text("utf-8"), fmt="md:myst")
    except Exception as error:
        raise ContentError(path, None, f"this is not a MyST notebook: {error}") from None
    for number, cell in enumerate(notebook.cells, 1):
        named = cell.metadata.pop("id", None) or cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.id = re.sub(r"[^a-zA-Z0-9_-]", "-", named or f"{path.stem}-{number}")[:64]
        if cell.cell_type == "markdown":
            cell.source = _filled(cell.source, path, notebook.metadata.get("hart", {}))
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    keep = {k: notebook.metadata[k] for k in ("hart", "kernelspec") if k in notebook.metadata}
    notebook.metadata = {**keep, "language_info": {"name": "python"}}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _filled(text: str, path: Path, front: dict) -> str:
    try:
        # A dollar is money here: two of them in a paragraph would be read as the ends of a formula.
        return re.sub(r"(?<!\\)\$", r"\\$", fill(text, path.stem, front))
    except ValueError as error:
        raise ContentError(path, None, str(error)) from None


def drift(units: Path, notebooks: Path) -> dict[Path, str]:
    """Return the notebooks that differ from their unit, and the handout, with the text they should have."""
    built = {notebooks / f"{unit.stem}.ipynb": build_one(unit) for unit in sorted(units.glob("*.md"))}
    built[units.parent / "guide" / f"{handout.NAME}.md"] = handout.markdown(handout.sample())
    return {p: text for p, text in built.items() if not p.exists() or p.read_text("utf-8") != text}


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a notebook differs from its text.")
def build(check: bool) -> None:
    """Make the notebooks from the text in course/units/, and the guide's handout from its lesson."""
    if content.checkout() is None:
        raise WorkspaceError("there is nothing to build here: the notebooks come with the installed course.")
    notebooks = content.checkout() / "notebooks"
    changed = drift(content.locate("units"), notebooks)
    if check and changed:
        names = ", ".join(p.name for p in changed)
        raise ContentError(notebooks, None, f"not built from course/units/: {names}. Run `hartcity build`.")
    notebooks.mkdir(exist_ok=True)
    for path, text in changed.items():
        path.write_text(text, "utf-8")
    click.echo(f"{len(changed)} pages built." if changed else "The notebooks are up to date.")
