"""Find a Chromium for the browser tests, or get one; print its path (nothing for Playwright's own).

    .venv/bin/python deploy/browser.py

Each candidate is started once: a Chromium that lacks a system library or is only a pointer to a store doesn't count.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def starts(path: str | None) -> bool:
    """Return whether this Chromium (None: Playwright's) opens a page."""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            browser.new_page().close()
            browser.close()
    except Error:
        return False
    return True


def lying_about() -> str | None:
    """Return the first Chromium on this machine that starts."""
    found = [os.environ.get("HART_CHROMIUM"), *map(shutil.which, NAMES), *PLACES]
    return next((path for path in found if path and shutil.which(path) and starts(path)), None)


def run(*command: str) -> bool:
    """Run an installer quietly; return whether it succeeded."""
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=900, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> int:
    """Print the path of a Chromium; 1 with one line when there is none to be had."""
    path = lying_about()
    if path:
        print(path)
        return 0
    if starts(None):
        return 0
    print("No Chromium here: getting Playwright's …", file=sys.stderr)
    if run(sys.executable, "-m", "playwright", "install", "chromium") and starts(None):
        return 0
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Playwright's can't be had: asking the system's packages …", file=sys.stderr)
        run("apt-get", "update")
        run("apt-get", "install", "--yes", "--no-install-recommends", "chromium")
        path = lying_about()
        if path:
            print(path)
            return 0
    print(
        "The browser tests need Chromium, and none could be had. Install it (Debian: sudo apt install chromium), "
        "or say where it is: make test HART_CHROMIUM=/path/to/it",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
