"""What the repository promises about itself: contracts, content folders, notebooks, pins, the wheel, README's words."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LAB = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["lab"]
PAGES = sorted((ROOT / "notebooks").glob("*.ipynb"))


def run(*command: str | Path, cwd: Path = ROOT, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(c) for c in command], cwd=cwd, capture_output=True, text=True, check=False, timeout=280, **options
    )


def name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower().replace("_", "-")


def test_the_floors_of_the_house_hold():
    done = run(BIN / "lint-imports", "--no-cache")
    assert done.returncode == 0, done.stdout[-2000:]


def test_a_broken_floor_is_noticed(tmp_path):
    """The contracts are alive: a student's package that knows the judge is refused."""
    for part in ("course/hartcity", "autograder/hartgrader"):
        shutil.copytree(ROOT / part, tmp_path / Path(part).name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    with (tmp_path / "hartcity" / "answers.py").open("a") as file:
        file.write("\nimport hartgrader.sheet\n")
    code = (
        "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports; "
        "sys.exit(lint_imports(no_cache=True))"
    )
    done = run(sys.executable, "-c", code, cwd=tmp_path)
    assert done.returncode != 0
    assert "A student's package never knows the judge BROKEN" in done.stdout


@pytest.mark.parametrize("folder", ["scenarios", "rubrics", "course/units", "course/guide", "notebooks"])
def test_content_folders_hold_no_code(folder):
    assert [p for p in (ROOT / folder).rglob("*") if p.suffix in (".py", ".pyc", ".js", ".so")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_page_is_committed_without_outputs(page):
    cells = json.loads(page.read_text("utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert all(cell["metadata"]["jupyter"]["source_hidden"] for cell in code)
    assert len({cell["id"] for cell in cells}) == len(cells)


def test_the_notebooks_are_as_their_text():
    done = run(BIN / "hartcity", "build", "--check")
    assert done.returncode == 0, done.stderr


def test_a_drifted_notebook_gets_one_line(tmp_path):
    from hartcity.cli.build import build_one, drift

    units = tmp_path / "units"
    shutil.copytree(ROOT / "course" / "units", units)
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    shutil.copytree(ROOT / "course" / "guide", tmp_path / "guide")
    assert drift(units, tmp_path / "notebooks") == {}
    practice = units / "practice.md"
    practice.write_text(practice.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    assert [p.name for p in drift(units, tmp_path / "notebooks")] == ["practice.ipynb"]
    assert build_one(practice) == build_one(practice)


def test_the_outline_has_every_unit_with_its_minutes():
    outline = yaml.safe_load((ROOT / "course/units/outline.yml").read_text("utf-8"))
    front = {}
    for unit in (ROOT / "course/units").glob("*.md"):
        front[unit.stem] = yaml.safe_load(unit.read_text("utf-8").split("---")[1])["hart"]["minutes"]
    assert {entry["unit"]: entry["minutes"] for entry in outline} == front


def test_answer_cells_carry_the_rubrics_points():
    """Seven answer cells; a student's edits never reach them, and each is worth what its rubric says."""
    from hartgrader.rubric import load_rubrics

    rubrics = load_rubrics()
    found = {}
    for page in PAGES:
        for cell in json.loads(page.read_text("utf-8"))["cells"]:
            grading = cell["metadata"].get("nbgrader")
            if grading:
                assert cell["id"] == grading["grade_id"] and cell["cell_type"] == "markdown"
                assert (grading["grade"], grading["solution"], grading["locked"]) == (True, True, False)
                assert cell["metadata"]["editable"] is False and cell["metadata"]["deletable"] is False
                found[cell["id"]] = grading["points"]
    assert len(found) == 7
    assert found == {criterion: rubrics[criterion].max_points for criterion in found}


def test_conda_and_binder_get_the_same_course():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert sorted(pip) == sorted([*LAB, "--editable ."])
    assert f"python{PROJECT['requires-python']}" in environment["dependencies"]


def test_the_lock_pins_all_by_hash_and_names_no_address():
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(index|extra-index|find-links|trusted)", text, re.MULTILINE)
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    pinned = {name_of(block): block for block in blocks}
    assert all("==" in b.splitlines()[0] and "--hash=sha256:" in b for b in blocks)
    wanted = {name_of(r) for r in LAB + PROJECT["optional-dependencies"]["dev"]}
    assert wanted <= set(pinned)


def test_readmes_commands_exist():
    readme = (ROOT / "README.md").read_text("utf-8") + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b(?=`|\s{2,}|`)", readme)) <= targets
    for program, verb in set(re.findall(r"`(hartcity|hartgrader) ([a-z]+)\b", readme)):
        assert run(BIN / program, verb, "--help").returncode == 0, f"{program} {verb}"


def test_every_relative_link_of_readme_leads_somewhere():
    for name in ("README.md", "CONTRIBUTING.md"):
        links = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / name).read_text("utf-8"))
        assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built from a copy of what is committed or about to be."""
    folder = tmp_path_factory.mktemp("wheel")
    done = run(BIN / "python", "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_the_content(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "hartcity/_content/notebooks/Start.ipynb",
        "hartcity/_content/assignment.yml",
        "hartcity/_content/nbgrader_config.py",
        "hartcity/lab/extensions/hart-city/static/remoteEntry.js",
        "hartgrader/cli/__init__.py",
    ):
        assert wanted in names
    assert any(n.startswith("hartcity/_content/scenarios/hart-city/organizations/") for n in names)
    assert not any("workspace" in n.split("/")[0] or n.endswith(".pyc") for n in names)


def test_an_installed_wheel_works_without_the_checkout(wheel, tmp_path):
    """Unpacked into a folder of its own, away from the checkout, it finds its content and opens a folder for work."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    code = f"""
import sys
sys.path.insert(0, {str(site)!r})
import os; os.environ["PYTHONPATH"] = {str(site)!r}
from pathlib import Path
import hartcity
from hartcity import content
from hartcity.city import load_city
from hartcity.cli.open import default_root, prepare
assert hartcity.__file__.startswith({str(site)!r}), hartcity.__file__
assert content.checkout() is None
print(len(load_city().organizations))
root = default_root()
prepare(root)
print(sorted(str(p.relative_to(root)) for p in root.rglob("*.ipynb") if "exchange" not in p.parts))
"""
    done = run(sys.executable, "-P", "-c", code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    count, pages = done.stdout.splitlines()
    assert count == "20"
    for page in (
        "workspace/Start.ipynb",
        "workspace/hart-city/part-1-services.ipynb",
        "workspace/practice/practice.ipynb",
    ):
        assert page in pages
