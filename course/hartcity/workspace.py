"""The workspace: what the course puts there, and the promise that nobody's work is ever replaced."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

from hartcity import content, settings
from hartcity.settings import ASSIGNMENT

# Where a page goes, by the name of its notebook; the assignment's own notebooks come through nbgrader.
PLACES = {"Start": "", "practice": "practice", "drills": "practice", "progress": "practice", "dashboard": "instructor"}
LESSONS = "lessons"
ASSIGNMENT_PAGES = ("part-1-services", "part-2-email")
# Only in the course without a server, see deploy/site.
SITE_PAGES = ("Start-on-the-web",)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def substance(path: Path) -> str:
    """Return what a person could have changed in a file, as a hash: of a notebook its cells' words, without outputs.

    JupyterLab saves outputs and widget states into every notebook it runs, which is nobody's work.
    """
    if path.suffix == ".ipynb":
        try:
            cells = [(c["cell_type"], "".join(c["source"])) for c in json.loads(path.read_text("utf-8"))["cells"]]
        except (ValueError, KeyError, TypeError):
            return digest(path)
        return hashlib.sha256(json.dumps(cells).encode()).hexdigest()
    return digest(path)


class Manifest:
    """Remembers each file as the course put it, so that only untouched ones are ever replaced.

    Attributes
    ----------
    known : key → hash of the file the course put last; ``key#substance`` → its substance; ``key#offered`` → hash of a
        newer file that was kept back because a person had changed theirs.
    """

    def __init__(self, path: Path):
        self.path = path
        try:
            self.known = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.known = {}

    def put(self, source: Path, dest: Path, key: str) -> bool | None:
        """Copy a file unless a person changed the copy.

        Returns
        -------
        True when put, None when there is nothing new, False when something new was kept back, the first time.
        """
        new = digest(source)
        if dest.is_file() and digest(dest) != new:
            known = self.known.get(key)
            if known == new or self.known.get(f"{key}#offered") == new:
                return None
            if known != digest(dest) and self.known.get(f"{key}#substance") != substance(dest):
                self.known[f"{key}#offered"] = new
                return False
        done = None if dest.is_file() and digest(dest) == new else True
        if done:
            dest.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, dest)
        self.known[key], self.known[f"{key}#substance"] = new, substance(source)
        self.known.pop(f"{key}#offered", None)
        return done

    def save(self) -> None:
        """Write the record beside the workspace's files."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.known, indent=1, sort_keys=True), encoding="utf-8")


def put_pages(root: Path) -> list[str]:
    """Put the Start page, the practice page and the lessons into ``root/workspace``; return those left as changed.

    A page that a person changed stays as it is, and the new one comes to lie beside it as ``<name>-new.ipynb``.
    """
    workspace = root / "workspace"
    manifest = Manifest(workspace / ".hart" / "pages.json")
    left = []
    for page in sorted(content.locate("notebooks").glob("*.ipynb")):
        if page.stem in (*ASSIGNMENT_PAGES, *SITE_PAGES):
            continue
        folder = workspace / PLACES.get(page.stem, LESSONS)
        if page.stem == "Start":
            page = _start_page(page, root)
        if manifest.put(page, folder / page.name, page.name) is False:
            left.append(page.name)
            shutil.copyfile(page, folder / f"{page.stem}-new.ipynb")
    manifest.save()
    return left


def _start_page(page: Path, root: Path) -> Path:
    """Return the Start page with a line for each assignment beside the first; the page itself when there is none."""
    more = settings.assignments(root / "course")
    del more[ASSIGNMENT]
    if not more:
        return page
    lines = []
    for name, path in more.items():
        title = re.sub(r"([\\`*_\[\]<>])", r"\\\1", settings.load(path).title)
        links = ", ".join(f"[Part {n}]({name}/{p}.ipynb)" for n, p in enumerate(ASSIGNMENT_PAGES, 1))
        lines.append(f"- **{title}**: {links}")
    notebook = json.loads(page.read_text("utf-8"))
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if f"{ASSIGNMENT}/{ASSIGNMENT_PAGES[1]}" in text:
            head, found, rest = text.partition("\n## Lessons")
            cell["source"] = f"{head}\nAlso assigned:\n\n" + "\n".join(lines) + "\n" + found + rest
    made = root / "workspace" / ".hart" / page.name
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return made
