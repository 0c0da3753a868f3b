"""The course's pages in JupyterLab: three doors, pages that run by themselves and show no code, and only ours do."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
READY_MS = 90_000


def test_the_start_page_opens_each_door(lab, page):
    """A newcomer's first minute: from the Start page into each of the three, and back."""
    lab.open(page, "Start.ipynb", ready=".jp-RenderedMarkdown h1")
    page.get_by_role("link", name="Part 1: services").click()
    expect(page.locator(".hart:visible").first).to_be_visible(timeout=READY_MS)
    expect(page).to_have_url(re.compile(r"hart-city/part-1-services\.ipynb"))
    page.locator(".hart-bar:visible").get_by_role("button", name="Start page").click()
    page.get_by_role("link", name="Write for anybody").click()
    expect(page).to_have_url(re.compile(r"practice/practice\.ipynb"), timeout=READY_MS)
    expect(page.locator(".hart:visible").first).to_be_visible(timeout=READY_MS)
    page.locator(".hart-bar:visible").get_by_role("button", name="Start page").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open the formgrader").click()
    expect(opened.value.get_by_role("link", name="hart-city")).to_be_visible(timeout=READY_MS)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Grade by need").click()
    expect(opened.value.get_by_text("Nothing is graded yet")).to_be_visible(timeout=READY_MS)


def test_a_page_runs_by_itself_and_shows_code_only_when_asked(lab, page):
    lab.open(page, "hart-city/part-1-services.ipynb")
    editors = page.locator(".jp-CodeCell .jp-Cell-inputWrapper")
    expect(editors.first).to_be_hidden()
    expect(page.locator(".hart-answer-cell").first).to_be_hidden()
    # Lab has nothing to save, and so nothing to ask when the page is left, until somebody writes into the code.
    unsaved = page.locator(".jp-mod-dirty")
    expect(unsaved).to_have_count(0)
    page.get_by_role("button", name="Show the code").click()
    expect(page.locator(".jp-CodeCell .cm-content").first).to_be_visible()
    expect(page.locator(".jp-CodeCell .cm-content").first).to_contain_text("import hartcity")
    page.locator(".jp-CodeCell .cm-content").first.press("End")
    page.keyboard.type("# mine")
    expect(unsaved).not_to_have_count(0)
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Hide the code").click()
    expect(editors.first).to_be_hidden()


def test_a_restarted_kernel_gets_its_page_back(lab, page):
    lab.open(page, "hart-city/part-1-services.ipynb")
    lab.restart_kernel(page)
    expect(page.locator(".hart:visible").first).to_be_visible(timeout=READY_MS)


def test_nbgraders_validate_button_is_not_there(lab, page):
    """It would run a kernel, know nothing of the answers, and tell a student that nothing was written."""
    lab.open(page, "hart-city/part-1-services.ipynb")
    page.get_by_role("button", name="Show the code").click()
    expect(page.locator(".jp-NotebookPanel-toolbar:visible").get_by_text("Validate")).to_have_count(0)


@pytest.mark.parametrize("forged", ["changed cell", "added cell"])
def test_foreign_code_waits_for_a_person(lab, page, forged):
    """A notebook that only says it is ours, with other code in it, does not run on opening."""
    ours = json.loads((lab.root / "workspace/practice/practice.ipynb").read_text("utf-8"))
    code = [cell for cell in ours["cells"] if cell["cell_type"] == "code"]
    evil = f"open({str(lab.root / 'ran')!r}, 'w').write('ran')"
    if forged == "changed cell":
        code[0]["source"] = evil
    else:
        ours["cells"].append({**code[0], "id": "one-more", "source": evil})
    (lab.root / "workspace/forged.ipynb").write_text(json.dumps(ours), "utf-8")
    page.goto(lab.address(f"/lab/workspaces/auto-forged-{forged[:3]}/tree/workspace/forged.ipynb"))
    expect(page.get_by_role("button", name="Run this page")).to_be_visible(timeout=READY_MS)
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first).to_be_attached(timeout=READY_MS)
    assert not (lab.root / "ran").exists()
    page.get_by_role("button", name="Run this page").click()
    expect(page.locator(".hart-bar output")).to_have_text(re.compile("^$|went wrong"), timeout=READY_MS)
    assert (lab.root / "ran").exists()
    (lab.root / "ran").unlink(missing_ok=True)


@pytest.mark.parametrize("where", ["notebooks", "voila/render"])
def test_the_same_page_without_lab_asks_no_other_host(lab, page, where):
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if "//" in request.url[:9] else None)
    page.goto(lab.address(f"/{where}/workspace/hart-city/part-2-email.ipynb"))
    expect(page.locator(".hart-finish")).to_be_visible(timeout=READY_MS)
    expect(page.get_by_text("Your answer stands here once it has been graded").locator("visible=true")).to_have_count(0)
    # Without this cookie the server refuses to end the kernel of a page that is left.
    page.wait_for_function("document.cookie.includes('_xsrf=')")
    page.locator('.hart-strip a[data-go="services"]').first.click()
    expect(page.locator(".hart-directory .hart-card").first).to_be_visible(timeout=READY_MS)
    assert "part-1-services" in page.url
    assert hosts == {lab.url.split("/")[2]}
