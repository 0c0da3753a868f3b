"""From a keystroke in the directory's search to the new list, at the city's own size and at 4,000 services."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
import conftest
from hartcity import content
from hartcity.store import AnswerStore
from playwright.sync_api import Page, sync_playwright

TRIALS = 40
LARGE = 4000
QUERIES = ("f", "foo", "food", "ride", "hous", "legal aid", "child", "rent", "school", "b")
# Time runs from the input event to the first frame after the list was made anew.
WATCH = """() => {
  const search = document.querySelector(".hart-search input");
  const cards = document.querySelector(".hart-results .hart-cards");
  window.hartWait = new Promise((done) => {
    let began;
    search.addEventListener("input", () => { began = performance.now(); }, { once: true, capture: true });
    const watch = new MutationObserver(() => {
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    });
    watch.observe(cards, { childList: true });
  });
}"""


def enlarge(folder: Path, services: int) -> int:
    """Copy the city into a folder and repeat its organizations until it has so many services; return how many."""
    shutil.copytree(content.locate("scenarios", "hart-city"), folder)
    originals = sorted((folder / "organizations").glob("*.yml"))
    texts = {path: path.read_text("utf-8") for path in originals}
    count = sum(text.count("x_needs:") for text in texts.values())
    copy = 0
    while count < services:
        copy += 1
        for path, text in texts.items():
            renamed = text.replace(f"id: {path.stem}", f"id: {path.stem}-{copy}", 1)
            for line in text.split("\nservices:")[1].splitlines():
                if line.startswith("  - id: "):
                    renamed = renamed.replace(f"\n{line}\n", f"\n{line}-{copy}\n", 1)
            (folder / "organizations" / f"{path.stem}-{copy}.yml").write_text(renamed, "utf-8")
            count += text.count("x_needs:")
            if count >= services:
                break
    return count


def typed(page: Page) -> list[float]:
    """Return the milliseconds of each trial."""
    search = page.locator(".hart-search input")
    search.click()
    times = []
    for trial in range(TRIALS + 3):
        query = QUERIES[trial % len(QUERIES)]
        search.fill("")
        page.wait_for_timeout(300)
        page.keyboard.type(query[:-1])
        page.wait_for_timeout(300)
        page.evaluate(WATCH)
        page.keyboard.type(query[-1])
        times.append(page.evaluate("() => window.hartWait"))
    return times[3:]


def main() -> None:
    """Print p50 and p95 for both sizes."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        lab = conftest.start_lab(Path(scratch) / "root")
        large = enlarge(Path(scratch) / "city" / "hart-city", LARGE)
        desk = lab.root / "workspace" / "hart-city"
        AnswerStore(desk).update(service_user="eleanor-hathaway")
        settings = desk / "assignment.yml"
        browser = playwright.chromium.launch(executable_path=conftest.chromium_path(), args=conftest.FLAGS)
        try:
            for city, services in (("hart-city", "47"), (str(Path(scratch) / "city" / "hart-city"), f"{large:,}")):
                lines = settings.read_text("utf-8").splitlines()
                settings.write_text("\n".join(f"city: {city}" if x.startswith("city:") else x for x in lines) + "\n")
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                lab.open(page, "hart-city/part-1-services.ipynb", ready=".hart-directory .hart-card")
                times = typed(page)
                cuts = statistics.quantiles(times, n=20)
                print(f"keystroke to list, {services} services, p50  {statistics.median(times):.0f} ms")
                print(f"keystroke to list, {services} services, p95  {cuts[-1]:.0f} ms")
                page.close()
        finally:
            browser.close()
            conftest.stop_lab(lab)


if __name__ == "__main__":
    main()
