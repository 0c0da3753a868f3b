"""The lessons' pages: they run, fit their minutes, lead on, and give a source for each claim."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from hartcity import lessons, outline, readability, workspace
from hartcity.cli import lessons as reports
from lesson_files import LESSONS, NOTEBOOKS, ROOT, cells

# Where each page lies in the workspace, for its links.
PLACES = {**workspace.PLACES, **dict.fromkeys(workspace.ASSIGNMENT_PAGES, workspace.ASSIGNMENT)}


def pages() -> list[str]:
    return sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))


# Notebooks


def run_page(page: str, folder: Path) -> dict:
    from nbclient import NotebookClient

    folder.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.read(NOTEBOOKS / f"{page}.ipynb", as_version=4)
    return NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()


@pytest.fixture(scope="module")
def executed(tmp_path_factory) -> dict[str, dict]:
    """Every notebook of the course, run by a clean kernel in a folder of its own; two at a time."""
    root = tmp_path_factory.mktemp("pages")
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(pages(), pool.map(lambda page: run_page(page, root / page), pages()), strict=True))


@pytest.mark.parametrize("page", pages())
def test_a_notebook_runs_in_a_clean_kernel(page, executed):
    """Every code cell that shows something shows a widget of ours, and none of them says that it can't be shown."""
    code = [cell for cell in executed[page].cells if cell.cell_type == "code"]
    outputs = [output for cell in code for output in cell.outputs]
    assert [o for o in outputs if o.output_type in ("error", "stream")] == []
    shown = [o for o in outputs if "application/vnd.jupyter.widget-view+json" in o.get("data", {})]
    assert len(shown) == len(outputs)
    states = executed[page].metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
    calls = [bool(re.search(r"^[\w.]+\(", cell.source.splitlines()[-1])) for cell in code]
    assert len(shown) == sum(calls)
    assert not any("Message" in str(s.get("model_name")) for s in states.get("state", {}).values())


def test_every_exercise_stands_on_its_page_once():
    for name in LESSONS:
        code = "\n".join(cells(name, "code"))
        shown = re.findall(r"^lesson\.\w+\((?:\"([\w-]+)\")?", code, re.MULTILINE)
        assert sorted(id_ or "check" for id_ in shown) == sorted(lessons.load(name).exercises())


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_has_its_parts_in_order(name):
    text = "\n".join(cells(name, "markdown"))
    places = [text.index(part) for part in ("**Questions to begin with**", "## ", "## Key points", "## Sources")]
    assert places == sorted(places)
    assert "story" in text.lower() or "One family's month" in text
    assert "{{" not in text
    kinds = attrs_of(name)
    assert kinds & {"Sort", "Note", "Repair", "Table", "Month"}, "something to do with the hands"
    assert "Check" in kinds


def attrs_of(name: str) -> set[str]:
    return {type(exercise).__name__ for exercise in lessons.load(name).exercises().values()}


@pytest.mark.parametrize("unit", outline.lessons(), ids=lambda u: u.unit)
def test_a_lesson_fits_its_minutes_and_a_screen(unit):
    report = reports.report(unit)
    assert 10 <= unit.minutes <= 20
    assert abs(report.minutes - unit.minutes) <= 4, report
    assert report.longest <= reports.SCREEN_WORDS, report
    assert report.reading.grade <= 10 and report.tasks.grade <= 10, report


def test_reading_is_measured_by_its_formula():
    """Ten one-syllable words in two sentences: 0.39 × 5 + 11.8 × 1 − 15.59 = −1.84; titles and tables don't count."""
    text = readability.plain(
        "# A title of many words\n\nThe cat sat\nhere now. **Dogs** ran\nall day long.\n\n| a | b |\n|---|---|"
    )
    found = readability.reading([text])
    assert found.words == 10 + 5 + 2
    assert found.grade == pytest.approx(-1.84, abs=0.01)
    assert readability.syllables("collaboration") == 5
    assert readability.reading([""]) == readability.Reading(0, 0.0, 0.0)


def test_the_start_page_and_the_guide_list_the_lessons_with_their_minutes():
    start = "\n".join(cells("Start", "markdown"))
    guide = (ROOT / "course/guide/instructors.md").read_text("utf-8")
    for unit in outline.lessons():
        assert re.search(rf"\(lessons/{unit.unit}\.ipynb\).*\| {unit.minutes} \|", start)
        assert re.search(rf"\(\.\./units/{unit.unit}\.md\) \| {unit.minutes} \|", guide)


# Links and citations


@pytest.mark.parametrize("page", pages())
def test_every_link_of_a_page_leads_to_a_page(page):
    if page in workspace.SITE_PAGES:  # it lies where the site puts it, among the site's pages
        site = json.loads((ROOT / "deploy/site/pages.json").read_text("utf-8"))
        folder, there = Path(), {entry["as"] for entry in site}
    else:
        folder = Path(PLACES.get(page, workspace.LESSONS))
        there = {(Path(PLACES.get(p, workspace.LESSONS)) / f"{p}.ipynb").as_posix() for p in pages()}
    for link in re.findall(r"\]\(([^)#]+\.ipynb)\)", "\n".join(cells(page, "markdown"))):
        parts: list[str] = []
        for part in (folder / link).parts:
            parts = parts[:-1] if part == ".." else [*parts, part]
        assert "/".join(parts) in there, link


def squeezed(text: str) -> str:
    return " ".join(re.sub(r"[^\w§&\s]", "", text).split())


@pytest.mark.parametrize("unit", [u for u in outline.units() if u.sources], ids=lambda u: u.unit)
def test_what_a_page_cites_has_its_reference_and_the_other_way_round(unit):
    body = "\n".join(cells(unit.unit, "markdown")).split("## Sources")[0]
    told = "\n".join(lessons.load(unit.unit).words())
    cited = {outline.works()[id_].cite for id_ in unit.sources}
    for cite in cited:
        assert squeezed(cite) in squeezed(body + told), f"{cite} is in the outline, not on the page"
    for inside in re.findall(r"\(((?:see |after )?\*?[A-Z0-9][^()]*?(?:\d{4}|n\.d\.|§ \d|1\.07)[^()]*)\)", body):
        for part in inside.replace("see also ", "").replace("see ", "").replace("after ", "").split(";"):
            name = re.sub(r",? (?:pp?|ch)\. .*$", "", part.strip())
            assert any(squeezed(name) == squeezed(cite) for cite in cited), f"“{part}” has no reference"


def test_references_are_full_and_used():
    used = {id_ for unit in outline.units() for id_ in unit.sources}
    assert used == set(outline.works())
    for work in outline.works().values():
        assert len(work.reference) > 25 and work.reference.rstrip().endswith((".", ").")), work


def anchors(path: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("guide", sorted((ROOT / "course/guide").glob("*.md")), ids=lambda p: p.stem)
def test_every_link_of_a_guide_leads_to_a_file_and_a_heading(guide):
    for link in re.findall(r"\]\((?!https?:|#)([^)]+)\)", guide.read_text("utf-8")):
        file, _, anchor = link.partition("#")
        target = guide.parent / file
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_claim_of_the_source_has_its_place():
    text = (ROOT / "course/guide/sources.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \|.*\]\(([^)]+)\)", text, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 15))
