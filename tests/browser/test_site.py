"""The course without a server, as `make site` builds it: do a drill, write an email, reload, and the work is there."""

from __future__ import annotations

import functools
import http.server
import json
import re
import subprocess
import sys
import threading
from pathlib import Path

import everywhere
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

ROOT = Path(__file__).parents[2]
# Python has to start in the browser before a page is ready.
READY_MS = 120_000
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> str:
    """The address of the built site, one folder below the server's root, as GitHub Pages puts a project's."""
    done = subprocess.run([sys.executable, ROOT / "deploy/site/build.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(ROOT / "dist")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/site"
    server.shutdown()


@pytest.fixture(scope="module")
def visitor(browser: Browser, site: str) -> Page:
    """One person's browser for the whole visit; whatever it asks another host for is noted."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(30_000)
    elsewhere: list[str] = []
    host = site.removesuffix("/site")

    def note(request) -> None:
        if not request.url.startswith((host, "blob:", "data:")):
            elsewhere.append(request.url)

    context.on("request", note)
    page = context.new_page()
    page.elsewhere = elsewhere
    yield page
    context.close()


def axe(page: Page) -> list[str]:
    found = Axe().run(page, context={"include": [[".hart"]]}, options=RULES).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


def opened(page: Page, site: str, notebook: str, widget: str) -> None:
    page.goto(f"{site}/lab/index.html?path={notebook}")
    ready(page, widget)


def ready(page: Page, widget: str) -> None:
    expect(page.locator(widget).first).to_be_visible(timeout=READY_MS)
    expect(page.locator(".hart-bar:visible output").first).to_have_text("", timeout=READY_MS)


def test_a_drill_is_done(visitor, site):
    page = visitor
    page.goto(site)
    expect(page.locator(".jp-FileBrowser")).to_be_hidden(timeout=READY_MS)
    page.get_by_role("link", name="Short drills").click(timeout=READY_MS)
    ready(page, ".hart-drills h3")
    expect(page.locator(".jp-FileBrowser")).to_be_hidden()
    assert axe(page) == []
    # Pressed twice without an answer, it still listens.
    page.locator('[data-start="find-the-request"]').click()
    for _ in range(2):
        page.get_by_role("button", name="Check").click()
        expect(page.locator(".hart-drills [role=alert]")).to_be_visible()
    page.locator(".hart-drill-choices input").first.check()
    page.get_by_role("button", name="Check").click()
    expect(page.locator("[data-verdict]")).to_be_visible()
    page.get_by_role("button", name="Back to all drills").click()
    page.locator('[data-start="repair-the-tone"]').click()
    page.get_by_label("Write it anew").fill(
        "Deshawn's Medicaid case has been open for three weeks. Could you tell me what is missing to restore it before "
        "December 1, when he starts work? I will bring any paper that you need."
    )
    page.get_by_role("button", name="Check").press("Enter")
    expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "right", timeout=60_000)
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    assert axe(page) == []


def test_an_email_is_written_rated_and_still_there(visitor, site):
    page = visitor
    opened(page, site, "practice/practice.ipynb", ".hart-person")
    page.get_by_role("button", name="Meet Eleanor").click()
    page.get_by_role("button", name="Help Eleanor").click()
    search = page.get_by_label(re.compile("^Search by name"))
    for words, service in (("groceries", "weekend-groceries-to-your-door"), ("ada para", "ada-paratransit")):
        search.fill(words)
        page.locator(f'[data-service="{service}"] .hart-choose').click()
    page.locator('select[data-field="email.to"]').select_option("fieldstone-food-network")
    body = page.locator('textarea[data-field="email.body"]')
    body.fill("Dear team,\n\nCould you bring groceries to Mrs. Hathaway on Saturday? 🙂")
    status = page.locator(".hart-composer .hart-status")
    expect(status).to_have_text(re.compile("^Saved"), timeout=60_000)
    page.get_by_role("button", name="Rate what I have written").click()
    expect(page.locator('[data-criterion="collaboration"].hart-rating')).to_be_visible(timeout=60_000)
    # What is typed and opened elsewhere stays when a text is saved.
    page.get_by_text("Somebody new instead?").click()
    page.get_by_label("Number", exact=True).fill("4711")
    looked = page.locator(".hart-rating[open] summary", has_text="Everything that was looked at")
    looked.click()
    body.press_sequentially(" Jo")
    expect(page.get_by_text("You have changed something since.")).to_be_visible()
    expect(page.locator(".hart-rating details[open]")).to_have_count(1)
    expect(page.get_by_label("Number", exact=True)).to_have_value("4711")
    page.reload()
    ready(page, ".hart-person")
    expect(body).to_have_value(re.compile("Mrs. Hathaway on Saturday\\? 🙂"), timeout=60_000)
    expect(page.locator(".hart-tray-line")).to_contain_text("2 services · 2 organizations")


def test_progress_certificate_and_a_file_to_take_along(visitor, site, tmp_path):
    page = visitor
    opened(page, site, "practice/progress.ipynb", ".hart-growth")
    expect(page.locator(".jp-FileBrowser")).to_be_hidden()
    expect(page.locator(".hart-growth-list")).to_contain_text("Collaboration")
    expect(page.get_by_role("row", name="Repair the tone")).to_contain_text("1 of 8")
    assert axe(page) == []
    page.get_by_label("Your name as it should stand there").fill("Nguyễn Thị Hạnh")
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Download: Record of Practice So Far").click()
    assert download.value.suggested_filename == "hart-city.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    with page.expect_download() as download:
        page.get_by_role("button", name="Take my work along").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert "Mrs. Hathaway on Saturday? 🙂" in file.read_text("utf-8")
    page.get_by_label("Bring a file back").set_input_files(file)
    expect(page.locator(".hart-keep li").last).to_have_text("Your drills and attempts: the same was here already.")


JUDGE = """async ([site, packages, source, texts]) => {
  const { loadPyodide } = await import(`${site}/static/pyodide/pyodide.mjs`);
  const python = await loadPyodide({ packages });
  python.FS.writeFile("everywhere.py", source);
  python.globals.set("texts", texts);
  return python.runPythonAsync(`
import json
import everywhere
json.dumps([everywhere.sheets(json.loads(texts)), everywhere.characters()])`);
}"""


def test_the_judge_gives_the_sheets_that_it_gives_without_a_browser(visitor, site):
    page = visitor.context.new_page()
    page.goto(f"{site}/jupyter-lite.json")
    kernel = json.loads(page.locator("body").inner_text())["jupyter-config-data"]["litePluginSettings"]
    packages = kernel["@jupyterlite/pyodide-kernel-extension:kernel"]["loadPyodideOptions"]["packages"]
    texts = everywhere.texts()
    source = Path(everywhere.__file__).read_text("utf-8")
    there, characters = json.loads(page.evaluate(JUDGE, [site, packages, source, json.dumps(texts)]))
    page.close()
    here = everywhere.sheets(texts)
    assert [name for name in here if here[name] != there[name]] == []
    assert characters == everywhere.characters()


def test_no_page_asked_another_host(visitor):
    assert visitor.elsewhere == []


def test_nothing_shows_that_needs_a_server(visitor):
    expect(visitor.get_by_role("menuitem", name="Nbgrader")).to_have_count(0)
    expect(visitor.get_by_text("Formgrader")).to_have_count(0)
    expect(visitor.get_by_role("button", name="Hand in")).to_have_count(0)
