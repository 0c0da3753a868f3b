"""An instructor's evening in the real formgrader: autograde, accept, overrule, grade again, feedback, hostile work."""

from __future__ import annotations

import json
import re
import time

import pytest
from classroom import GOOD, decide, everything, grade, hand_in, read_grade
from hartcity.settings import ASSIGNMENT
from hartgrader.gradebook import course, history
from hartgrader.gradebook.grading import report
from hartgrader.gradebook.session import Course
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
HOSTILE = (
    '<script>window.ran=1</script><img src=x onerror="window.ran=1"><svg onload="window.ran=1"></svg>'
    '[x](javascript:window.ran=1) </textarea><script>window.ran=1</script> {{ 7*7 }} " onmouseover="window.ran=1'
)


@pytest.fixture(scope="module")
def graded(lab):
    """A class of three, one of them hostile in words and in name, graded in the folder the server serves."""
    answers = json.loads(json.dumps(GOOD))
    answers["email"] |= {"subject": HOSTILE, "body": HOSTILE + "\n\n" + answers["email"]["body"]}
    answers["coordination"] = HOSTILE
    answers["services"].append(HOSTILE)
    answers["benefits"][HOSTILE] = HOSTILE
    for student in ("amy", "ben", "mallory'); window.ran=1; ('"):
        folder = hand_in(lab.root, student, answers if student.startswith("mallory") else GOOD)
        if student.startswith("mallory"):
            nb = json.loads((folder / "part-2-email.ipynb").read_text(encoding="utf-8"))
            for cell in nb["cells"]:
                if "nbgrader" in cell["metadata"]:
                    cell["source"] = HOSTILE
            (folder / "part-2-email.ipynb").write_text(json.dumps(nb), encoding="utf-8")
    grade(lab.root)
    return lab


@pytest.fixture
def page(page: Page, graded) -> Page:
    """A page that is known to the server (a token on the formgrader's own address sets no cookie)."""
    page.goto(graded.address("/lab"))
    return page


def submission_id(lab, student: str, notebook: str) -> str:
    from classroom import gradebook

    with gradebook(lab.root) as gb:
        return gb.find_submission_notebook(notebook, ASSIGNMENT, student).id


def open_submission(page: Page, lab, student: str, notebook: str = "part-2-email") -> None:
    page.goto(f"{lab.url}/formgrader/submissions/{submission_id(lab, student, notebook)}/")
    page.wait_for_selector("body[data-hart-ready]")


def wait_for(check, what: str) -> None:
    for _ in range(100):
        if check():
            return
        time.sleep(0.1)
    raise AssertionError(what)


def submissions_row(page: Page, lab, student: str):
    page.goto(f"{lab.url}/formgrader/manage_submissions/{ASSIGNMENT}")
    row = page.locator("tbody tr").filter(has=page.locator(".student-id", has_text=re.compile(f"^{student}$")))
    expect(row).to_be_visible()
    return row


def press(page: Page, row, column: str) -> None:
    row.locator(f".{column} a").click()
    expect(page.locator("#success-modal")).to_be_visible(timeout=60_000)


def test_accept_saves_score_and_comment_and_clears_the_wait(page, graded):
    decide_nothing = read_grade(graded.root, "amy", "collaboration")
    open_submission(page, graded, "amy")
    panel = page.locator("[data-grade=collaboration]")
    panel.locator(".hart-accept").click()
    expect(panel.locator(".hart-state")).to_have_text("Looked at")
    expect(panel.locator(".hart-proposed")).to_have_attribute("aria-pressed", "true")
    wait_for(lambda: read_grade(graded.root, "amy", "collaboration")["comment"], "the comment was not saved")
    mark = read_grade(graded.root, "amy", "collaboration")
    assert mark["manual"] == decide_nothing["auto"]
    assert not mark["waits"]
    page.reload()
    page.wait_for_selector("body[data-hart-ready]")
    expect(panel.locator(".hart-state")).to_have_text("Looked at")
    expect(panel.locator(".comment")).to_have_value(mark["comment"])


def test_keys_accept_and_choose_levels(page, graded):
    open_submission(page, graded, "ben")
    first, second = page.locator("[data-grade=collaboration]"), page.locator("[data-grade=professionalism]")
    first.focus()
    page.keyboard.press("a")
    expect(first.locator(".hart-state")).to_have_text("Looked at")
    expect(second).to_be_focused()
    page.keyboard.press("2")
    expect(second.locator('[data-level="2"]')).to_have_attribute("aria-pressed", "true")
    expected = float(second.locator('[data-level="2"]').get_attribute("data-points"))
    wait_for(lambda: read_grade(graded.root, "ben", "professionalism")["manual"] == expected, "the level was not saved")
    # Letters and digits stay letters and digits in a box; with Alt the keys work there too.
    second.locator(".comment").fill("")
    second.locator(".comment").type("a 4 a c n q")
    expect(second.locator(".comment")).to_have_value("a 4 a c n q")
    second.locator(".score").fill("")
    second.locator(".score").type("7")
    page.keyboard.press("a")
    page.keyboard.press("Tab")
    wait_for(lambda: read_grade(graded.root, "ben", "professionalism")["manual"] == 7, "the score was not saved")
    second.locator(".score").focus()
    page.keyboard.press("Alt+3")
    expect(second.locator('[data-level="3"]')).to_have_attribute("aria-pressed", "true")


def test_a_key_leads_to_the_next_that_waits_and_loses_nothing(page, graded):
    for student in ("noah", "olga"):
        hand_in(graded.root, student, None)
    grade(graded.root)
    decide(graded.root, "noah", "concision", 1)
    open_submission(page, graded, "ben")
    expect(page.locator(".hart-next-waiting")).to_be_visible()
    page.locator("[data-grade=concision] .score").fill("3")
    page.keyboard.press("Alt+n")
    page.wait_for_url(lambda url: submission_id(graded, "ben", "part-2-email") not in url)
    page.wait_for_selector("body[data-hart-ready]")
    expect(page.locator(".hart-waits").first).to_be_visible()
    assert read_grade(graded.root, "ben", "concision")["manual"] == 3


def test_the_autograde_button_keeps_what_a_person_decided(page, graded):
    open_submission(page, graded, "amy", "part-1-services")
    panel = page.locator("[data-grade=finances]")
    panel.locator(".score").fill("7.5")
    panel.locator(".comment").fill("See me about the bus.")
    panel.locator(".score").focus()
    wait_for(lambda: read_grade(graded.root, "amy", "finances")["comment"] == "See me about the bus.", "not saved")
    row = submissions_row(page, graded, "amy")
    press(page, row, "autograde")
    mark = read_grade(graded.root, "amy", "finances")
    assert (mark["score"], mark["comment"]) == (7.5, "See me about the bus.")
    open_submission(page, graded, "amy", "part-1-services")
    expect(panel.locator(".score")).to_have_value("7.5")
    row = submissions_row(page, graded, "amy")
    press(page, row, "generate-feedback")
    html = everything(graded.root, "amy", "feedback", "*.html")
    assert "7.5 of 10" in html and "See me about the bus." in html


def test_the_button_and_the_command_give_the_same(page, graded):
    opened = Course(graded.root)
    before = report(opened, ASSIGNMENT, "ben")
    press(page, submissions_row(page, graded, "ben"), "autograde")
    assert report(opened, ASSIGNMENT, "ben") == before


def test_a_second_hand_in_warns_and_no_earlier_decision_is_lost(page, graded):
    hand_in(graded.root, "zoe")
    grade(graded.root)
    open_submission(page, graded, "zoe", "part-1-services")
    panel = page.locator("[data-grade=coordination]")
    expect(panel.locator(".hart-earlier")).to_be_hidden()
    panel.locator(".hart-accept").click()
    expect(panel.locator(".hart-earlier summary")).to_have_text("Earlier decisions (2)")
    panel.locator('[data-level="2"]').click()
    panel.locator(".score").fill("14.5")
    panel.locator(".comment").fill("<b>Better</b> than I thought, {first_name}zoe.")
    panel.locator(".score").focus()
    expect(panel.locator(".hart-earlier summary")).to_have_text("Earlier decisions (5)")
    again = GOOD | {"coordination": GOOD["coordination"] + " I call again on Monday."}
    hand_in(graded.root, "zoe", again, "2026-11-19 10:00:00 UTC")
    press(page, submissions_row(page, graded, "zoe"), "autograde")
    open_submission(page, graded, "zoe", "part-1-services")
    expect(panel.locator(".hart-changed")).to_be_visible()
    expect(panel.locator(".hart-state")).to_have_text("Waits for you")
    panel.get_by_role("button", name="Keep this score").click()
    expect(panel.locator(".hart-changed")).to_be_hidden()
    assert read_grade(graded.root, "zoe", "coordination")["score"] == 14.5
    panel.locator(".hart-earlier summary").click()
    lines = panel.locator(".hart-earlier li")
    expect(lines).to_have_count(6)
    kept, comment, typed, level, _, accepted = lines.all_inner_texts()
    assert kept.startswith("14.5 kept") and "earlier answer" not in kept
    assert comment.startswith("comment: “<b>Better</b> than I thought, zoe.”")
    assert "→ 14.5" in typed and level.startswith(accepted.split()[0]) and "level 2" in level
    assert "accepted, level" in accepted
    assert all("on an earlier answer" in line for line in (comment, typed, level, accepted))
    assert [d.after for d in history.read(graded.root / "course") if d.student == "zoe" and d.what == "score"][
        -1
    ] == 14.5
    # What is no score never reaches the gradebook, whoever sends it.
    for wrong in ("1e999", "-1", "99", '"x"'):
        status = page.evaluate(
            """async wrong => (await fetch(base_url + "/api/grade/" + hart.grade(hart.panels[2]).id, {method: "PUT",
                headers: {"X-XSRFToken": getCookie("_xsrf")}, body: `{"manual_score": ${wrong}}`})).status""",
            wrong,
        )
        assert status == 400
    assert read_grade(graded.root, "zoe", "coordination")["score"] == 14.5


def test_accepting_anew_replaces_an_accepted_comment_but_never_a_persons_own(page, graded):
    hand_in(graded.root, "pia")
    grade(graded.root)
    open_submission(page, graded, "pia", "part-1-services")
    panels = {c: page.locator(f"[data-grade={c}]") for c in ("coordination", "finances")}
    panels["coordination"].locator(".hart-accept").click()
    panels["finances"].locator(".comment").fill("In my own words.")
    panels["finances"].locator(".hart-accept").click()
    wait_for(lambda: read_grade(graded.root, "pia", "finances")["manual"] is not None, "not saved")
    wait_for(lambda: read_grade(graded.root, "pia", "coordination")["comment"], "not saved")
    old = read_grade(graded.root, "pia", "coordination")["comment"]
    hand_in(
        graded.root, "pia", GOOD | {"coordination": "I hope it works.", "finances": "Cheap."}, "2026-11-19 10:00:00 UTC"
    )
    grade(graded.root)
    open_submission(page, graded, "pia", "part-1-services")
    for panel in panels.values():
        panel.locator(".hart-accept").click()
        expect(panel.locator(".hart-state")).to_have_text("Looked at")
    wait_for(lambda: read_grade(graded.root, "pia", "coordination")["comment"] != old, "the old comment stayed")
    assert read_grade(graded.root, "pia", "finances")["comment"] == "In my own words."


def test_hostile_work_runs_nothing_and_is_shown_as_it_is(page, graded):
    student = "mallory'); window.ran=1; ('"
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    for notebook in ("part-1-services", "part-2-email"):
        open_submission(page, graded, student, notebook)
        page.locator(".hart-accept-all").click()
        page.mouse.move(400, 400)
        expect(page.locator("[data-grade=coordination], [data-grade=concision]").first).to_contain_text("<script>")
        page.reload()
        page.wait_for_selector("body[data-hart-ready]")
        page.locator(".name-hidden.glyphicon").first.click()
        assert page.evaluate("window.ran") is None
    for address in (
        "manage_submissions/hart-city",
        "gradebook/hart-city/part-2-email",
        "manage_students",
        f"manage_students/{student}",
    ):
        page.goto(f"{graded.url}/formgrader/{address}")
        page.wait_for_selector("tbody tr td")
        page.wait_for_timeout(300)
        assert page.evaluate("window.ran") is None, address
    course.feedback(graded.root)
    folder = graded.root / "course" / "feedback" / student / ASSIGNMENT
    for path in folder.glob("*.html"):
        copy = graded.root / path.name  # a file address can't hold this student's name
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        page.goto(copy.as_uri())
        expect(page.locator("main")).to_contain_text("<script>")
        assert page.evaluate("window.ran") is None
    outside = [u for u in asked if not u.startswith((graded.url, "file:", "data:", "blob:"))]
    assert not outside, "the pages need no network"


def test_the_pages_are_accessible(page, graded):
    from axe_playwright_python.sync_playwright import Axe

    open_submission(page, graded, "ben")
    page.locator(".hart-more summary").first.click()
    found = Axe().run(page, context=".hart-panel").response["violations"]
    course.feedback(graded.root)
    page.goto((graded.root / "course" / "feedback" / "ben" / ASSIGNMENT / "part-2-email.html").as_uri())
    # The page lets no script run, so axe comes in past its policy.
    session = page.context.new_cdp_session(page)
    session.send("Page.setBypassCSP", {"enabled": True})
    page.reload()
    found += Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"][:120] for n in v["nodes"][:2]]) for v in found]
