"""The dashboard in JupyterLab: opened from the Start page, read by keyboard, names hidden, hostile work harmless."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from classroom import GOOD, grade, gradebook, hand_in
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
READY_MS = 90_000
HOSTILE = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>'


@pytest.fixture(scope="module")
def graded(lab):
    """Thirteen who handed in, one of them hostile in words, another in name; enough for every section."""
    for n in range(12):
        answers = json.loads(json.dumps(GOOD))
        if n % 2:
            answers |= {"coordination": "I will call both.", "finances": HOSTILE}
        own = " ".join(f"word{n // 2}x{i}" for i in range(60))
        answers["email"]["body"] += f"\n\n{HOSTILE} {own}"
        hand_in(lab.root, f"student-{n:02d}", answers)
    hand_in(lab.root, "mallory'); window.ran=1; ('")
    with gradebook(lab.root) as gb:
        gb.update_or_create_student("student-00", first_name=HOSTILE, last_name="Xylander")
    grade(lab.root)
    return lab


def test_an_instructor_sees_the_class_and_nothing_runs(graded, page):
    graded.open(page, "Start.ipynb", ready=".jp-RenderedMarkdown h1")
    page.get_by_role("link", name="See the class").click()
    board = page.locator(".hart.dashboard:visible").first
    expect(board.get_by_role("heading", name="Levels by criterion")).to_be_visible(timeout=READY_MS)
    expect(board.get_by_text("13 of 13 students graded.")).to_be_visible()
    expect(board.get_by_role("img", name="Answers by level")).to_be_visible()
    board.get_by_text("Levels by criterion: the same as a table").click()
    expect(board.get_by_role("rowheader", name="Choice of services").first).to_be_visible()
    pair = board.get_by_label("Two texts side by side")
    expect(pair).to_be_visible()
    expect(board.locator("article mark").first).to_be_visible()
    expect(board.locator("article").filter(has_text="<script>").first).to_be_visible()
    assert page.evaluate("window.ran") is None

    found = Axe().run(page, context=".hart.dashboard", options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert found.violations_count == 0, found.generate_report()

    board.get_by_label("Hide names").check()
    expect(board.get_by_role("rowheader", name="Student 0").first).to_be_attached()
    expect(board.get_by_text("student-0")).to_have_count(0)
    board.get_by_role("button", name="Save everything").click()
    expect(board.get_by_text("files saved in course/exports/hart-city")).to_be_visible(timeout=READY_MS)
    saved = (graded.root / "course/exports/hart-city/class.html").read_text(encoding="utf-8")
    assert "Xylander" not in saved and "student-0" not in saved
