"""A slow server under the formgrader: what an instructor typed, chose or pressed before its answer stays as it is."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from classroom import GOOD, grade, hand_in, read_grade
from hartcity.settings import ASSIGNMENT
from hartgrader.gradebook import second
from playwright.sync_api import Page, Route, expect
from test_formgrader import open_submission, submission_id, wait_for

pytestmark = pytest.mark.browser
PART_1 = "part-1-services"


@pytest.fixture(scope="module")
def desk(lab):
    """Two students, graded."""
    for student in ("ada", "bea"):
        hand_in(lab.root, student, GOOD)
    hand_in(lab.root, "cem", None)
    grade(lab.root)
    return lab


@pytest.fixture
def page(page, desk):
    page.goto(desk.address("/lab"))  # a key in the address of the formgrader sets no cookie
    return page


@contextmanager
def held(page: Page, address: str):
    """Hold what the page asks at this address; the list that comes lets it go, one by one or at the end."""
    routes: list[Route] = []
    page.route(address, lambda route: routes.append(route))
    try:
        yield routes
    finally:
        for route in routes:
            route.continue_()
        page.unroute(address)


def asked(page: Page, routes: list[Route], number: int) -> None:
    """Wait until so many questions are held."""
    for _ in range(100):
        if len(routes) >= number:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{len(routes)} of {number} questions came.")


def test_an_answer_of_the_server_leaves_what_is_typed_and_chosen_meanwhile(page, desk):
    open_submission(page, desk, "ada", PART_1)
    panel = page.locator("[data-grade=finances]")
    comment, score = panel.locator(".comment"), panel.locator(".score")
    with held(page, "**/api/comment/*") as comments:
        comment.fill("First.")
        score.focus()
        asked(page, comments, 1)
        comment.click()
        page.keyboard.press("Control+End")
        page.keyboard.type(" Second.")
    expect(panel.locator(".comment-saved")).to_be_hidden()  # the server has answered
    expect(comment).to_have_value("First. Second.")
    with held(page, "**/api/grade/*") as grades:
        panel.locator('[data-level="1"]').click()
        panel.locator('[data-level="3"]').click()
        asked(page, grades, 2)
        with page.expect_response("**/api/grade/*"):
            grades.pop(0).continue_()
        page.wait_for_timeout(100)
        expect(panel.locator('[data-level="3"]')).to_have_attribute("aria-pressed", "true")
        score.fill("6.5")
        with page.expect_response("**/api/grade/*"):
            grades.pop(0).continue_()
        page.wait_for_timeout(100)
        expect(score).to_have_value("6.5")
    comment.focus()
    wait_for(lambda: read_grade(desk.root, "ada", "finances")["manual"] == 6.5, "the score was not saved")
    wait_for(lambda: read_grade(desk.root, "ada", "finances")["comment"] == "First. Second.", "the comment neither")


def test_nothing_can_be_typed_before_it_can_be_saved_and_nobody_is_moved(page, desk):
    with held(page, "**/api/comments?*") as models:
        page.goto(f"{desk.url}/formgrader/submissions/{submission_id(desk, 'bea', PART_1)}/")
        asked(page, models, 1)
        panel = page.locator("[data-grade=benefits]")
        expect(panel.locator(".hart-state")).to_have_text("Loading …")
        assert panel.evaluate("(p) => p.inert")
        page.mouse.move(600, 500)
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(200)
        at = page.evaluate("scrollY")
        assert at > 300
    page.wait_for_selector("body[data-hart-ready]")
    page.wait_for_timeout(200)
    assert page.evaluate("scrollY") == at
    assert not panel.evaluate("(p) => p.inert")


def test_a_key_that_is_faster_than_the_queue_leads_to_the_next_all_the_same(page, desk):
    with held(page, "**/api/hart/queue/*") as queue:
        open_submission(page, desk, "bea", PART_1)
        asked(page, queue, 1)
        page.keyboard.press("n")
    page.wait_for_url(re.compile(f"/submissions/(?!{submission_id(desk, 'bea', PART_1)})"))
    page.wait_for_selector("body[data-hart-ready]")


def test_a_comment_that_is_being_changed_stays_open_when_the_list_comes(page, desk):
    open_submission(page, desk, "bea", PART_1)
    panel = page.locator("[data-grade=finances]")
    bank, opener = panel.locator(".hart-bank"), panel.locator(".hart-bank-button")
    panel.locator(".comment").fill("Say who pays.")
    opener.click()
    bank.get_by_role("button", name="Keep what I wrote").click()
    change = bank.get_by_role("button", name="Change:")
    expect(change).to_have_count(1)
    opener.click()
    with held(page, "**/api/hart/comments/**") as comments:
        opener.click()
        asked(page, comments, 1)
        change.click()
        page.keyboard.press("Control+End")
        page.keyboard.type(" And when.")
    expect(bank.get_by_label("Change this comment")).to_be_focused()
    page.wait_for_timeout(300)
    page.keyboard.type(" Please.")
    bank.get_by_role("button", name="Save").click()
    expect(bank.locator(".hart-put", has_text="Say who pays. And when. Please.")).to_have_count(1)


def test_what_the_server_does_not_take_is_said_and_keeps_the_page(page, desk):
    open_submission(page, desk, "bea", PART_1)
    panel = page.locator("[data-grade=coordination]")
    page.route("**/api/grade/*", lambda route: route.abort())
    panel.locator('[data-level="2"]').click()
    expect(panel.locator(".hart-state")).to_contain_text("Not saved")
    page.keyboard.press("q")
    page.wait_for_timeout(300)
    expect(panel).to_be_focused()
    page.unroute("**/api/grade/*")
    page.keyboard.press("q")
    page.wait_for_url("**/formgrader/queue/**")
    points = read_grade(desk.root, "bea", "coordination")
    assert points["manual"] is not None and points["manual"] < points["auto"]


def test_ratings_given_in_two_windows_are_all_kept_and_go_with_no_other_sample(page, desk):
    sheet, number = second.sample(desk.root, ASSIGNMENT, "kim", 2)
    address = (sheet / "read-and-rate.html").as_uri()
    other = page.context.new_page()
    for window in (page, other):
        window.goto(address)
    given = page.locator(".done")
    for window, at in ((page, 0), (other, 1)):
        window.locator("fieldset").nth(at).locator("input").first.check()
    page.reload()
    expect(given).to_have_text(re.compile("^2 of "))
    hand_in(desk.root, "ada", GOOD | {"coordination": "I call both."}, "2026-11-19 10:00:00 UTC")
    grade(desk.root)
    assert second.sample(desk.root, ASSIGNMENT, "kim", 2, again=True) == (sheet, number)
    page.reload()
    expect(given).to_have_text(re.compile("^0 of "))
