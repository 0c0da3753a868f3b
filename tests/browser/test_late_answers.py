"""A slow kernel: its answer comes after the student went on. Nothing done meanwhile is undone, lost or doubled."""

from __future__ import annotations

import re
import time

import pytest
from hartcity.answers import read
from playwright.sync_api import Page, expect
from test_finishing import run_in_kernels
from test_writing import PART_1, PART_2, SERVICES, area, folder, given, saved, status

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
LETTER = "Dear team,\n\nI write in order to ask for groceries."


@pytest.fixture(scope="module")
def part_1(lab, browser):
    """Part 1, opened once. The kernel is slow from the beginning: its reader looks around before all of it is there."""
    given(lab).update(plan=[], costs=[])
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(lab.address(f"/lab/workspaces/auto-{time.monotonic_ns()}/tree/workspace/{PART_1}"))
    expect(page.locator(".hart-person")).to_be_visible(timeout=90_000)
    with lab.held():
        page.locator(".hart-person h3").hover()
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(300)
        page.seen = page.locator(".hart-person h3").bounding_box()["y"]
    expect(page.locator(".hart-bar output").first).to_have_text("", timeout=90_000)
    yield page
    context.close()


@pytest.fixture(scope="module")
def part_2(lab, browser):
    """Part 2, opened once."""
    given(lab, email={"to": "fieldstone-food-network", "subject": "Hi", "body": ""})
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield lab.open(context.new_page(), PART_2)
    context.close()


def answers(lab):
    return read(folder(lab) / "answers.json")


def desk(page: Page, field: str):
    return page.locator(".hart", has=page.locator(f'textarea[data-field="{field}"]'))


def test_a_page_that_becomes_ready_leaves_its_reader_where_they_are(part_1):
    part_1.wait_for_timeout(300)
    assert abs(part_1.locator(".hart-person h3").bounding_box()["y"] - part_1.seen) < 100


def test_slow_typing_is_no_second_window(lab, part_1):
    area(part_1, "coordination").click()
    saved(part_1, "coordination")
    with lab.held():
        for letter in "I call.":
            part_1.keyboard.type(letter)
            part_1.wait_for_timeout(200)
    saved(part_1, "coordination")
    assert (answers(lab).coordination, answers(lab).other.get("conflicts")) == ("I call.", None)


def test_what_is_taken_back_before_the_answer_stays_taken_back(lab, part_1):
    plan = desk(part_1, "coordination")
    area(part_1, "coordination").click()
    with lab.held():
        plan.get_by_role("button", name="Add a step").click()
        part_1.wait_for_timeout(300)  # until it is on its way
        plan.get_by_role("button", name="Step 1: take out").click()
        area(part_1, "finances").click()
        part_1.keyboard.type("x")
        part_1.wait_for_timeout(300)
        part_1.keyboard.press("Backspace")
        part_1.wait_for_timeout(300)
        expect(status(part_1, "finances")).to_have_text("Saving…")
    for field in ("coordination", "finances"):
        saved(part_1, field)
    expect(plan.locator(".hart-plan-step")).to_have_count(0)
    assert (answers(lab).other["plan"], answers(lab).finances) == ([], "")


def test_a_place_somebody_writes_in_stays_under_their_hands(lab, part_1):
    texts = part_1.locator('textarea[data-field^="benefits."]')
    amount = desk(part_1, "finances").locator('[data-key="cost"]').first
    part_1.get_by_role("button", name="Show my choice").click()
    out = part_1.locator("button[data-remove]")
    with lab.held():
        part_1.locator('[data-service="neighborhood-pantry"] .hart-choose').click()
        amount.click()
        part_1.keyboard.type("12.")
    expect(texts).to_have_count(3)
    part_1.keyboard.type("50")
    expect(amount).to_have_value("12.50")
    with lab.held():
        out.last.click()
        area(part_1, f"benefits.{SERVICES[0]}").click()
        part_1.keyboard.type("The driver ")
    expect(texts).to_have_count(2)
    part_1.keyboard.type("helps.")
    expect(texts.first).to_have_value("The driver helps.")
    # Taken out by keyboard: the next one has the focus, also when the file has it.
    out.first.focus()
    part_1.keyboard.press("Enter")
    expect(part_1.locator(".hart-tray-saved")).to_have_text("Saved")
    expect(out).to_be_focused()
    part_1.get_by_role("button", name="Hide my choice").click()


def test_a_service_chosen_right_after_somebody_else_is_the_only_one_that_goes_with_them(lab, part_1):
    given(lab)
    expect(part_1.locator(".hart-tray-line")).to_contain_text("2 services")
    part_1.locator("[data-gallery]").click()
    part_1.locator("[data-meet^=amina]").click()
    with lab.held():
        part_1.locator("[data-help]").click()
        part_1.locator("[data-switch]").click()
        part_1.locator('[data-service="neighborhood-pantry"] .hart-choose').click()
        # What was done for the one before is no work for her.
        part_1.locator("[data-gallery]").click()
        part_1.locator("[data-meet^=deshawn]").click()
        part_1.locator("[data-help]").click()
        expect(part_1.locator(".hart-person")).to_contain_text("You are helping Deshawn")
        part_1.locator('[data-service="bridge-transitional-apartments"] .hart-choose').click()
    expect(part_1.locator(".hart-tray-saved")).to_have_text("Saved")
    expect(part_1.locator(".hart-tray-line")).to_contain_text("1 service ")
    assert answers(lab).services == ("bridge-transitional-apartments",)
    aside = {who: record.get("services") for who, record in answers(lab).other["set_aside"].items()}
    assert aside == {"eleanor-hathaway": SERVICES, "amina-and-abdi-yusuf": ["neighborhood-pantry"]}


def test_a_field_comes_with_its_text_however_long_the_coach_reads(lab, part_1):
    field = f"benefits.{SERVICES[1]}"
    store = given(lab, services=SERVICES[:1])
    store.update(benefits={SERVICES[1]: "The van comes."})
    place = part_1.locator(f'textarea[data-field="{field}"]')
    expect(place).to_have_count(0)
    slow = "lambda *a, read=desk.coach: (time.sleep(1.5), read(*a))[1]"
    run_in_kernels(lab, f"import time; desk._coaches = {{desk.user.id: {slow}}}")
    store.update(services=SERVICES)
    place.wait_for(state="attached")
    assert place.input_value() == "The van comes."


def test_remarks_keep_to_the_words_they_were_made_on(lab, part_2):
    body, remark = area(part_2, "email.body"), part_2.locator(".hart-remark")
    body.fill(LETTER)
    expect(remark.locator("q")).to_have_text(["in order to"])
    saved(part_2, "email.body")
    with lab.held():
        part_2.keyboard.press("Control+End")
        part_2.keyboard.type(" We ask due to the fact that she eats little.")
        part_2.wait_for_timeout(300)  # until it is on its way
        part_2.keyboard.press("Control+Home")
        part_2.keyboard.type("Hello. ")
        part_2.evaluate("""() => {
          window.quoted = new Set();
          const words = () => [...document.querySelectorAll(".hart-remark q")].map((q) => q.textContent);
          const read = () => words().forEach((word) => window.quoted.add(word));
          new MutationObserver(read).observe(document.querySelector(".hart-coach"), { childList: true });
        }""")
    expect(remark).to_have_count(2)
    saved(part_2, "email.body")
    assert set(part_2.evaluate("[...window.quoted]")) == {"in order to", "due to the fact that"}


def test_a_remark_that_is_open_does_not_become_the_next_one(lab, part_2):
    body = area(part_2, "email.body")
    body.fill(f"{LETTER} We ask due to the fact that she eats little. We meet at this point in time.")
    expect(part_2.locator(".hart-remark")).to_have_count(3)
    saved(part_2, "email.body")
    with lab.held():
        body.evaluate("(a) => { const at = a.value.indexOf('in order'); a.focus(); a.setSelectionRange(at, at + 9); }")
        part_2.keyboard.press("Delete")
        mark = part_2.locator("mark.hart-mark-fault", has_text="due to the fact that")
        part_2.mouse.move(*mark.evaluate("(m) => { const r = m.getClientRects()[0]; return [r.left + 4, r.top + 4]; }"))
        expect(part_2.locator(".hart-bubble")).to_contain_text("due to the fact that")
    expect(part_2.locator(".hart-remark")).to_have_count(2)
    part_2.keyboard.press("Alt+Enter")
    expect(body).to_have_value(re.compile("We ask because she eats little. We meet at this point in time."))


def test_an_answer_that_comes_between_press_and_release_takes_no_click(lab, part_2):
    body = area(part_2, "email.body")
    body.fill(LETTER)
    change = part_2.locator(".hart-remark [data-apply]")
    expect(change).to_have_count(1)
    saved(part_2, "email.body")
    with lab.held():
        part_2.keyboard.press("Control+End")
        part_2.keyboard.type(" We ask due to the fact that she eats little.")
        part_2.wait_for_timeout(300)  # until it is on its way
        change.hover()
        part_2.mouse.down()
    part_2.wait_for_timeout(700)
    part_2.mouse.up()
    expect(body).to_have_value(re.compile("I write to ask"))


def test_review_and_name_and_the_way_back_survive_what_comes_late(lab, part_2):
    finish = part_2.locator(".hart-finish")
    finish.get_by_label("Your name").fill("Jo Park")
    body = area(part_2, "email.body")
    with lab.held():
        body.fill("Typed last.")
        part_2.wait_for_timeout(300)  # until it is on its way
        finish.get_by_role("link", name="Edit the finances").focus()
    expect(finish.locator(".hart-review")).to_contain_text("Typed last.")
    expect(finish.get_by_role("link", name="Edit the finances")).to_be_focused()
    expect(finish.get_by_label("Your name")).to_have_value("Jo Park")
    store = given(lab, coordination="x" * 300)
    store.update(coordination="Now.")
    finish.locator("summary", has_text="Earlier versions").click()
    finish.get_by_role("button", name="Look at it").first.click()
    with lab.held():
        back = finish.get_by_role("button", name="Go back to this version")
        back.click()
        back.click()
    expect(finish.locator(".hart-review-panel")).to_contain_text("x" * 300)
    part_2.wait_for_timeout(300)
    finish.get_by_role("button", name="Take it back").click()
    expect(finish.locator(".hart-review-panel")).to_contain_text("Now.")
