"""A directory of 4,000 services: how long its import and its loading take, and a search in the page, in a real Lab."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
import conftest
from click.testing import CliRunner
from hartcity.city import load_city
from hartcity.cli import main as hartcity
from hartcity.hsds.reading import import_city
from packages import big
from playwright.sync_api import expect, sync_playwright

SERVICES = 4_000
QUERIES = ("food", "legal clinic", "bus 17", "shelter fund", "zzz", "house 12", "rent", "counseling")
# From the input event to the first frame after the number of results has changed; the pause for typing is in it.
TYPE = """(query) => new Promise((done) => {
  const box = document.querySelector(".hart-directory input[type=search]");
  const count = document.querySelector(".hart-result-count");
  const began = performance.now();
  const watch = new MutationObserver(() => {
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  });
  watch.observe(count, { childList: true, subtree: true });
  box.value = query;
  box.dispatchEvent(new Event("input", { bubbles: true }));
})"""


def prepare(root: Path) -> None:
    """Print how long import and loading take; leave the city in the root's scenarios/, with somebody to help."""
    source = big(root / "package", SERVICES)
    place = root / "scenarios" / "riverton"
    place.parent.mkdir()
    began = time.perf_counter()
    done = import_city(source, place, "2026-11-25", "Riverton")
    print(f"import of {len(done.city.services):,} services, checked and written  {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    load_city(place)
    print(f"opening the directory of {len(done.city.services):,} services again  {time.perf_counter() - began:.1f} s")
    made = CliRunner().invoke(hartcity, ["user", "new", "Sam Ortega", "--city", str(place)])
    assert made.exit_code == 0, made.output


def measure(lab: conftest.Lab) -> tuple[float, list[float]]:
    """Return the seconds until the directory shows, and the milliseconds of each search."""
    settings = lab.root / "workspace" / "hart-city" / "assignment.yml"
    settings.write_text(settings.read_text("utf-8").replace("city: hart-city", "city: riverton"), "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=conftest.chromium_path(), args=conftest.FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        began = time.perf_counter()
        lab.open(page, "hart-city/part-1-services.ipynb")
        expect(page.locator(".hart-directory .hart-card").first).to_be_visible(timeout=60_000)
        shown = time.perf_counter() - began
        times = []
        for _ in range(3):
            for query in QUERIES:
                times.append(page.evaluate(TYPE, query))
        browser.close()
    return shown, times[len(QUERIES) :]


def main() -> None:
    """Print a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        prepare(root)
        lab = conftest.start_lab(root)
        try:
            shown, times = measure(lab)
        finally:
            conftest.stop_lab(lab)
    print(f"page with {SERVICES:,} services, until it shows  {shown:.1f} s")
    print(f"search among {SERVICES:,} services, typing pause of 90 ms included, p50  {statistics.median(times):.0f} ms")
    print(f"search among {SERVICES:,} services, p95  {statistics.quantiles(times, n=20)[-1]:.0f} ms")


if __name__ == "__main__":
    main()
