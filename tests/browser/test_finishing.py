"""What stands on disk: documents to take along, earlier versions, and what happens when nothing can be saved."""

from __future__ import annotations

import io
import os
import signal
import tempfile
from contextlib import contextmanager
from pathlib import Path

import docx
import psutil
import pytest
from hartcity.answers import read
from hartcity.store import BACKUPS
from jupyter_client import BlockingKernelClient
from playwright.sync_api import expect
from test_writing import PART_1, PART_2, area, axe, folder, given, saved, status

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
BODY = "Dear Ms. Ruiz,\n\nPlease call me.\n\nJo"


@pytest.fixture(scope="module")
def part_1(lab, browser):
    """Part 1, opened once for all that can go wrong on its way to the disk."""
    given(lab)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield lab.open(context.new_page(), PART_1)
    context.close()


def run_in_kernels(lab, code: str) -> None:
    for pid in lab.kernels():
        connection = next(part for part in psutil.Process(pid).cmdline() if part.endswith(".json"))
        client = BlockingKernelClient(connection_file=connection)
        client.load_connection_file()
        client.start_channels()
        assert client.execute(code, silent=True, reply=True, timeout=20)["content"]["status"] == "ok"
        client.stop_channels()


@contextmanager
def closed_folder(lab):
    """A folder that may not be written. No mode binds root, so a root's kernel becomes nobody meanwhile."""
    desk = folder(lab)
    places = [desk / BACKUPS / "lock", desk / BACKUPS, desk]
    for parent in desk.parents:
        if Path(tempfile.gettempdir()) in parent.parents and parent.stat().st_uid == os.geteuid():
            parent.chmod(parent.stat().st_mode | 0o055)
    for place in places:
        place.chmod(0o555)
    if os.geteuid() == 0:
        run_in_kernels(lab, "import os; os.seteuid(65534)")
    try:
        yield
    finally:
        if os.geteuid() == 0:
            run_in_kernels(lab, "import os; os.seteuid(0)")
        for place in places:
            place.chmod(0o755)


@contextmanager
def full_disk(lab):
    """No room for a single byte: the system's limit for a process binds root too, and needs no disk to be mounted."""
    if not hasattr(psutil.Process, "rlimit"):
        pytest.skip("this system has no limits for another process")
    limits = {pid: psutil.Process(pid).rlimit(psutil.RLIMIT_FSIZE) for pid in lab.kernels()}
    for pid, (_, hard) in limits.items():
        psutil.Process(pid).rlimit(psutil.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        for pid, limit in limits.items():
            psutil.Process(pid).rlimit(psutil.RLIMIT_FSIZE, limit)


@pytest.mark.parametrize(
    ("trouble", "says"), [(closed_folder, "copy the assignment to a folder of your own"), (full_disk, "make room")]
)
def test_what_cannot_be_saved_is_said_once_kept_and_can_be_taken_along(lab, part_1, trouble, says):
    store = given(lab, coordination="Before.")
    field = area(part_1, "coordination")
    expect(field).to_have_value("Before.")
    words = f"Before. Typed with {trouble.__name__}."
    with trouble(lab):
        field.fill(words)
        expect(status(part_1, "coordination")).to_contain_text(says, timeout=20_000)
        expect(status(part_1, "coordination")).to_contain_text("kept in this browser")
        expect(part_1.locator(".hart-status-fault:visible")).to_have_count(1)
        expect(field).to_have_value(words)
        assert read(store.path).coordination == "Before."
        with part_1.expect_download() as waiting:
            status(part_1, "coordination").get_by_role("button", name="Download what I wrote").click()
        assert words in waiting.value.path().read_text("utf-8")
        assert axe(part_1) == []
    saved(part_1, "coordination")
    assert read(store.path).coordination == words


def test_a_damaged_file_is_told_once_and_the_last_good_copy_goes_on(lab, part_1):
    store = given(lab, coordination="x" * 300)
    store.update(coordination="I call nobody.")
    expect(area(part_1, "coordination")).to_have_value("I call nobody.")
    before = set(folder(lab).glob("answers-damaged-*.json"))
    told = part_1.locator(".hart-note", has_text="The damaged file is kept as answers-damaged-")
    # While the page is open, it still knows what was saved last.
    store.path.write_bytes(b'{"coordination": "I c')
    expect(told).to_contain_text("You go on from what was last saved here.")
    assert read(store.path).coordination == "I call nobody."
    # A kernel that starts later has only the copies.
    for pid in (pids := lab.kernels()):
        os.kill(pid, signal.SIGSTOP)
    store.path.write_bytes(b'{"coordination": "I c')
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    expect(told).to_contain_text("You go on from the copy of", timeout=60_000)
    expect(told).to_have_count(1)
    expect(told.get_by_role("link", name="Choose an earlier version")).to_be_visible()
    expect(area(part_1, "coordination")).to_have_value("x" * 300)
    assert len(set(folder(lab).glob("answers-damaged-*.json")) - before) == 2
    area(part_1, "coordination").fill("I call both.")
    saved(part_1, "coordination")
    assert read(store.path).coordination == "I call both."


def test_documents_and_earlier_versions(lab, page):
    store = given(
        lab, coordination="I call both.", email={"to": "fieldstone-food-network", "subject": "Hi", "body": BODY}
    )
    store.update(coordination="x" * 300)
    store.update(coordination="I call nobody.")
    lab.open(page, PART_2)
    finish = page.locator(".hart-finish")
    finish.scroll_into_view_if_needed()
    finish.get_by_label("Your name").fill("Jo Park")
    for button, start in (("Word", b"PK"), ("PDF", b"%PDF"), ("Plain text", b"Bring")):
        with page.expect_download() as waiting:
            finish.get_by_role("button", name=button).click()
        data = waiting.value.path().read_bytes()
        assert data.startswith(start)
        if button == "Word":
            assert "Jo Park" in [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]
        expect(finish.get_by_role("button", name=button)).to_have_attribute("aria-disabled", "false")
    finish.locator("summary", has_text="Earlier versions").click()
    finish.get_by_role("button", name="Look at it").first.click()
    expect(finish.locator(".hart-version-look")).to_contain_text("x" * 300)
    assert axe(page) == []
    assert read(folder(lab) / "answers.json").coordination == "I call nobody."
    finish.get_by_role("button", name="Go back to this version").click()
    expect(finish.get_by_role("button", name="Take it back")).to_be_focused()
    assert read(folder(lab) / "answers.json").coordination == "x" * 300
    finish.get_by_role("button", name="Take it back").click()
    expect(finish.locator(".hart-review-panel")).to_contain_text("I call nobody.")
    assert read(folder(lab) / "answers.json").coordination == "I call nobody."
