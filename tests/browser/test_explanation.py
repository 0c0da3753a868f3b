"""The page of `hartgrader explain --html`, of a text that tries to do harm: on a telephone, for everybody, on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from hartgrader.explain import html
from judging import bench
from test_explain import hostile

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def test_an_explanation_can_be_read_on_a_telephone_and_does_nothing(page):
    submission = hostile()
    page.set_viewport_size({"width": 360, "height": 740})
    said = html(bench(), submission, bench().score(submission)).encode("utf-8", "replace").decode()
    page.set_content(said)
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.title() == "Your score, explained"
    page.get_by_role("link", name="Coordination plan").click()
    assert page.get_by_role("heading", name="Coordination plan").bounding_box()["y"] < 740
