"""A real JupyterLab on a fresh folder, and a real Chromium to look at it with."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs
import pytest
from hartcity.cli.open import lab_command, prepare
from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# A page has to start a kernel and import the course before its widgets show.
READY_MS = 90_000


@attrs.define
class Lab:
    """A running JupyterLab; `root` is its folder, `url` its address, `token` its key."""

    root: Path
    url: str
    token: str
    process: subprocess.Popen

    def address(self, path: str) -> str:
        """Return the full address of a path on this server, with the key."""
        return f"{self.url}{path}{'&' if '?' in path else '?'}token={self.token}"

    def open(self, page: Page, notebook: str, ready: str | None = ".hart") -> Page:
        """Open a notebook (a path below the workspace) in JupyterLab and wait until its widgets are there."""
        page.goto(self.address(f"/lab/workspaces/auto-{time.monotonic_ns()}/tree/workspace/{notebook}"))
        if ready:
            expect(page.locator(ready).first).to_be_visible(timeout=READY_MS)
            expect(page.locator(".hart-bar output").first).to_have_text("", timeout=READY_MS)
        return page

    def restart_kernel(self, page: Page) -> None:
        """Restart the kernel of the notebook in front, as the menu does, and wait until its page ran again."""
        page.get_by_role("menuitem", name="Kernel", exact=True).click()
        page.get_by_role("menuitem", name=re.compile(r"^Restart Kernel…")).first.click()
        page.get_by_role("button", name="Confirm Kernel Restart").click()
        expect(page.locator(".hart-bar output").first).to_have_text("Getting ready…", timeout=READY_MS)
        expect(page.locator(".hart-bar output").first).to_have_text("", timeout=READY_MS)

    def kernels(self) -> list[int]:
        """Return the process ids of this server's kernels."""
        import psutil

        children = psutil.Process(self.process.pid).children(recursive=True)
        return [p.pid for p in children if any("ipykernel" in part for part in p.cmdline())]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold every kernel: what the page asks meanwhile is answered afterwards, as on a slow machine."""
        kernels = self.kernels()
        for pid in kernels:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in kernels:
                os.kill(pid, signal.SIGCONT)


def any_port() -> int:
    """Return a port that the system gave out just now, so that several runs beside one another don't meet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_lab(root: Path) -> Lab:
    """Prepare a folder and serve it, as `hartcity open` does."""
    prepare(root)
    port = any_port()
    command, environment = lab_command(root, port, browser=False)
    token = "for-the-tests"
    log = (root / "server.log").open("w")
    process = subprocess.Popen(
        [*command, f"--IdentityProvider.token={token}"], env=environment, cwd=root, stdout=log, stderr=log
    )
    lab = Lab(root, f"http://127.0.0.1:{port}", token, process)
    for _ in range(240):
        try:
            urllib.request.urlopen(lab.address("/api/status"), timeout=2).read()
            return lab
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.25)
    stop_lab(lab)
    raise RuntimeError("JupyterLab did not start:\n" + (root / "server.log").read_text()[-3000:])


def stop_lab(lab: Lab) -> None:
    """Stop a server and its kernels."""
    import psutil

    family = (
        [psutil.Process(lab.process.pid), *psutil.Process(lab.process.pid).children(recursive=True)]
        if lab.process.poll() is None
        else []
    )
    lab.process.send_signal(signal.SIGTERM)
    try:
        lab.process.wait(10)
    except subprocess.TimeoutExpired:
        lab.process.kill()
    for process in family:
        if process.is_running():
            process.kill()


@pytest.fixture(scope="module")
def lab(tmp_path_factory, prepared_root) -> Lab:
    """A JupyterLab on a folder where nobody has worked yet, one for each test module."""
    served = start_lab(Path(shutil.copytree(prepared_root, tmp_path_factory.mktemp("lab") / "root")))
    yield served
    stop_lab(served)


def chromium_path() -> str | None:
    """Return the Chromium that `make test` found, or the one on this machine; None means Playwright's own."""
    return os.environ.get("HART_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser() -> Browser:
    """Chromium: the one on this machine, else Playwright's own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Page:
    """A fresh page in a context of its own, 1280 × 900."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()
