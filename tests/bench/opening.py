"""Seconds until a notebook has its packages, a prepared folder is ready again, and a newcomer can use a page."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
import conftest
from hartcity.cli.open import prepare
from playwright.sync_api import sync_playwright


def importing(statement: str, runs: int = 5) -> float:
    """Return the median milliseconds of an import in a fresh Python, Python's own start not counted."""
    code = f"import time; t = time.perf_counter(); {statement}; print((time.perf_counter() - t) * 1000)"
    command = [sys.executable, "-c", code]
    return statistics.median(
        float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(runs)
    )


def opening(root: Path) -> dict[str, float]:
    """Return the seconds a browser takes for each page, cold: from asking for it to being able to use it."""
    seconds = {}
    lab = conftest.start_lab(root)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=conftest.chromium_path(), args=conftest.FLAGS)
            page = browser.new_page()
            pages = (
                ("Start page", "Start"),
                ("part 1", "hart-city/part-1-services"),
                ("part 2", "hart-city/part-2-email"),
                ("practice page", "practice/practice"),
            )
            for name, path in pages:
                began = time.perf_counter()
                lab.open(page, f"{path}.ipynb", ready=".jp-RenderedMarkdown h1" if path == "Start" else ".hart")
                seconds[name] = time.perf_counter() - began
            browser.close()
    finally:
        conftest.stop_lab(lab)
    return seconds


if __name__ == "__main__":
    statements = {
        "the desk a notebook opens": "import hartcity; hartcity.open_desk",
        "the judge's coach": "import hartgrader.coach",
    }
    for what, statement in statements.items():
        print(f"import {what}  {importing(statement):.0f} ms")
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "root"
        for what in ("first", "again"):
            began = time.perf_counter()
            prepare(root)
            print(f"set up the course, {what}  {time.perf_counter() - began:.1f} s")
        for page, seconds in opening(root).items():
            print(f"open the {page} in a browser  {seconds:.1f} s")
