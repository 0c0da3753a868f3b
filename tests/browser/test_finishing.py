"""The review page: documents to take along, and earlier versions that can be looked at, restored and left again."""

from __future__ import annotations

import io

import docx
import pytest
from hartcity.answers import read
from playwright.sync_api import expect
from test_writing import PART_2, axe, folder, given

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
BODY = "Dear Ms. Ruiz,\n\nPlease call me.\n\nJo"


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
