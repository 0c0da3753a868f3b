"""What the page and its kernel hold in memory before and after an hour's worth of typing, sped up."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
import conftest
import psutil
from hartcity.store import AnswerStore
from playwright.sync_api import Page, expect, sync_playwright

# A student who writes without a pause types about 40 words a minute: 2,400 in an hour. A draft goes to the kernel when
# nobody has typed for 150 ms: here after every fourth word, so 600 drafts are saved and read.
WORDS = 2400
BREATH = 4
PER_TEXT = 180
SENTENCE = "Eleanor would be glad to have the groceries brought in order to stay at home on Friday. "
MEGA = 1024 * 1024


def held(lab: conftest.Lab, page: Page) -> tuple[float, float]:
    """Return megabytes: the page's JavaScript heap after a collection, and the kernel's resident set."""
    client = page.context.new_cdp_session(page)
    client.send("HeapProfiler.collectGarbage")
    heap = client.send("Runtime.getHeapUsage")["usedSize"]
    return heap / MEGA, sum(psutil.Process(pid).memory_info().rss for pid in lab.kernels()) / MEGA


def main() -> None:
    """Print memory before and after."""
    words = SENTENCE.split()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lab = conftest.start_lab(Path(folder))
        browser = playwright.chromium.launch(executable_path=conftest.chromium_path(), args=conftest.FLAGS)
        try:
            AnswerStore(lab.root / "workspace" / "hart-city").update(
                service_user="eleanor-hathaway",
                services=["weekend-groceries-to-your-door", "ada-paratransit"],
                email={"to": "fieldstone-food-network", "subject": "Groceries", "body": "Dear team,\n\nHello."},
            )
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            lab.open(page, "hart-city/part-2-email.ipynb")
            area = page.locator('textarea[data-field="email.body"]')
            saved = page.locator(".hart-composer .hart-status-saved")
            expect(saved).to_be_visible(timeout=30_000)
            area.click()
            page.keyboard.press("Control+End")
            before = held(lab, page)
            for word in range(WORDS):
                if word % PER_TEXT == PER_TEXT - 1:
                    page.keyboard.press("Control+a")
                page.keyboard.type(words[word % len(words)] + " ")
                page.wait_for_timeout(40)
                if word % BREATH == 0:  # long enough for the draft to be sent, saved and read
                    page.wait_for_timeout(200)
            expect(saved).to_be_visible(timeout=60_000)
            after = held(lab, page)
        finally:
            browser.close()
            conftest.stop_lab(lab)
    print(f"page's memory, before and after an hour of typing  {before[0]:.0f} → {after[0]:.0f} MB")
    print(f"kernel's memory, before and after an hour of typing  {before[1]:.0f} → {after[1]:.0f} MB")


if __name__ == "__main__":
    main()
