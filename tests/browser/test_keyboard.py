"""The whole assignment with the keyboard alone, from the Start page to the receipt, as somebody new to it."""

from __future__ import annotations

import pytest
from hartcity.answers import read
from playwright.sync_api import Page, expect
from test_writing import axe, folder, saved

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
WORDS = """(words) => {
  const at = document.activeElement;
  const said = `${at.getAttribute("aria-label") ?? ""} ${at.labels?.[0]?.textContent ?? ""} ${at.textContent}`;
  return at !== document.body && said.replace(/\\s+/g, " ").includes(words);
}"""
EMAIL = (
    "Dear Fieldstone intake team,\n\nI am Jo Park, a case manager at Westend Family Partners, and I write in order to "
    "ask for weekend groceries for Eleanor Hathaway.\n\nEleanor has signed a release. Could we talk on Tuesday?"
    "\n\nSincerely,\nJo Park"
)


def go(page: Page, words: str, back: bool = False, most: int = 220) -> None:
    """Press Tab until what has the focus says these words."""
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate(WORDS, words):
            return
    raise AssertionError(f"Tab never reached “{words}”.")


def press(page: Page, words: str, key: str = "Enter", **how) -> None:
    go(page, words, **how)
    page.keyboard.press(key)


def choose(page: Page, query: str, name: str, back: bool) -> None:
    go(page, "Search by name", back=back)
    page.keyboard.press("Control+a")
    page.keyboard.type(query)
    expect(page.locator(".hart-result-count")).to_contain_text(" of ")
    press(page, f"Choose: {name}")


def test_from_the_start_page_to_the_receipt(lab, page):
    lab.open(page, "Start.ipynb", ready=".jp-RenderedMarkdown h1")
    press(page, "Part 1: services")
    expect(page.locator(".hart-finish, .hart-person").first).to_be_visible(timeout=90_000)
    expect(page.locator(".hart-bar output").first).to_have_text("", timeout=90_000)
    press(page, "Meet Eleanor")
    press(page, "Help Eleanor", back=True)
    expect(page.get_by_text("You are helping Eleanor").first).to_be_visible()
    choose(page, "weekend groceries", "Weekend groceries to your door", back=False)
    choose(page, "ada paratransit", "ADA paratransit", back=True)
    expect(page.locator(".hart-tray-line")).to_contain_text("2 services · 2 organizations")
    go(page, "Weekend groceries to your door")
    page.keyboard.type("The driver carries the box in, so she eats well.")
    go(page, "ADA paratransit")
    page.keyboard.type("The van takes her to choir.")
    press(page, "Add a step")
    go(page, "Whom")
    page.keyboard.type("Fieldstone Food Network")
    go(page, "If that does not happen")
    page.keyboard.type("I call again")
    press(page, "Write it as a text")
    page.keyboard.type(" And I tell Eleanor.")
    go(page, "What will these services cost")
    page.keyboard.type("Each ride costs $4.")
    saved(page, "finances")
    press(page, "Part 2: the email")
    body = page.locator('textarea[data-field="email.body"]')
    expect(body).to_be_attached(timeout=90_000)
    expect(page.locator(".hart-bar output").last).to_have_text("", timeout=90_000)
    go(page, "Choose an organization")
    page.keyboard.press("ArrowDown")
    go(page, "Subject")
    page.keyboard.type("Weekend groceries")
    page.keyboard.press("Enter")
    page.keyboard.type(EMAIL)
    expect(page.locator(".hart-composer mark.hart-mark-fault").first).to_have_text("in order to")
    page.keyboard.press("F8")
    page.keyboard.press("Alt+Enter")
    expect(body).to_have_value(EMAIL.replace("in order to", "to"))
    saved(page, "email.body")
    press(page, "Hand in", key="Space")
    receipt = page.locator(".hart-receipt h4")
    expect(receipt).to_have_text("Handed in", timeout=60_000)
    expect(receipt).to_be_focused()
    assert axe(page) == []
    answers = read(folder(lab) / "answers.json")
    assert answers.service_user == "eleanor-hathaway" and len(answers.services) == 2
    assert answers.coordination == (
        "I contact Fieldstone Food Network. If that does not happen, I call again. And I tell Eleanor."
    )
    assert answers.email.to == "fieldstone-food-network" and answers.email.body == EMAIL.replace("in order to", "to")
    assert list((lab.root / "workspace" / "exchange").rglob("inbound/*/answers.json"))
