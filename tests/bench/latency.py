"""From the last keystroke to the painted mark, in a real JupyterLab, on an email of about 800 words."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
import conftest
from hartcity.store import AnswerStore
from playwright.sync_api import expect, sync_playwright

TRIALS = 60
SENTENCE = "Eleanor would be glad to have the weekend groceries brought to her door on Friday afternoon. "
PHRASE = " in order to"
# Time runs from the input event to the first frame after the new mark is in the page.
WATCH = """() => {
  const box = document.querySelector('textarea[data-field="email.body"]').parentElement;
  const area = box.querySelector("textarea");
  const marks = () => box.querySelectorAll("mark.hart-mark-fault").length;
  const before = marks();
  window.hartWait = new Promise((done) => {
    let began;
    area.addEventListener("input", () => { began = performance.now(); }, { once: true, capture: true });
    const watch = new MutationObserver(() => {
      if (marks() <= before) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    });
    watch.observe(box, { childList: true, subtree: true });
  });
}"""


def measure(lab: conftest.Lab, chromium: str | None) -> list[float]:
    """Return the milliseconds of each trial."""
    body = "Dear Ms. Ruiz,\n\n" + SENTENCE * 25 + "\n\n" + SENTENCE * 25
    AnswerStore(lab.root / "workspace" / "hart-city").update(
        service_user="eleanor-hathaway",
        services=["weekend-groceries-to-your-door", "ada-paratransit"],
        email={"to": "fieldstone-food-network", "subject": "Weekend groceries", "body": body.strip()},
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=conftest.FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        lab.open(page, "hart-city/part-2-email.ipynb")
        area = page.locator('textarea[data-field="email.body"]')
        status = page.locator(".hart-composer .hart-status-saved")
        expect(status).to_be_visible(timeout=30_000)
        area.click()
        page.keyboard.press("Control+End")
        times = []
        for _ in range(TRIALS + 3):
            page.keyboard.type(PHRASE[:-1], delay=25)
            page.wait_for_timeout(500)
            page.evaluate(WATCH)
            page.keyboard.type(PHRASE[-1])
            times.append(page.evaluate("() => window.hartWait"))
            for _ in PHRASE:
                page.keyboard.press("Backspace")
            page.wait_for_timeout(400)
        browser.close()
    return times[3:]


def main() -> None:
    """Print p50 and p95."""
    with tempfile.TemporaryDirectory() as folder:
        lab = conftest.start_lab(Path(folder))
        try:
            times = measure(lab, conftest.chromium_path())
        finally:
            conftest.stop_lab(lab)
    cuts = statistics.quantiles(times, n=20)
    print(f"keystroke to mark, 800 words, p50  {statistics.median(times):.0f} ms")
    print(f"keystroke to mark, 800 words, p95  {cuts[-1]:.0f} ms")


if __name__ == "__main__":
    main()
