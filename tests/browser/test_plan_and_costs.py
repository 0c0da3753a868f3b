"""The plan and the worksheet in the real Lab: filled in, moved, turned into a text that stays the student's own."""

from __future__ import annotations

import pytest
from hartcity.answers import read
from playwright.sync_api import expect
from test_writing import PART_1, SERVICES, area, axe, folder, given, saved

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def desk(page, field):
    return page.locator(".hart", has=page.locator(f'textarea[data-field="{field}"]'))


def fill(step, **cells):
    for key, value in cells.items():
        cell = step.locator(f'[data-key="{key}"]').first
        if cell.evaluate("(n) => n.tagName") == "SELECT":
            cell.select_option(value)
        else:
            cell.fill(value)


def test_a_plan_grows_moves_and_becomes_a_text_of_ones_own(lab, page):
    given(lab).update(plan=[])
    lab.open(page, PART_1)
    plan = desk(page, "coordination")
    area(page, "coordination").scroll_into_view_if_needed()
    for number, whom in enumerate(("Fieldstone Food Network’s driver coordinator", "Hart Transit Mobility Office")):
        plan.get_by_role("button", name="Add a step").click()
        step = plan.locator(".hart-plan-step").nth(number)
        fill(step, how="call", whom=whom, what="her name", consent="signed", when="Tuesday", fallback="I walk over")
    assert axe(page) == []
    # Alt and an arrow move a step from within it.
    page.keyboard.press("Alt+ArrowUp")
    expect(plan.locator(".hart-plan-act").first).to_contain_text("Hart Transit")
    plan.get_by_role("button", name="Write it as a text").click()
    words = area(page, "coordination").input_value()
    assert words.startswith("First, I call Hart Transit Mobility Office on Tuesday.")
    assert "With Eleanor’s signed release, I share her name." in words
    # Dragged with the mouse, as with the keys.
    acts = plan.locator(".hart-plan-act")
    for _ in range(2):
        plan.locator(".hart-plan-step details[open] > summary").first.click()
    plan.locator(".hart-grip").first.drag_to(plan.locator(".hart-plan-step").nth(1))
    expect(acts.first).to_contain_text("Fieldstone")
    plan.locator(".hart-grip").nth(1).drag_to(plan.locator(".hart-plan-step").first)
    expect(acts.first).to_contain_text("Hart Transit")
    # The student edits, changes the plan, adds it again: nothing of theirs goes, and one click takes it back.
    area(page, "coordination").fill("My own beginning.")
    plan.get_by_role("button", name="Add below my text").click()
    expect(area(page, "coordination")).to_have_value(f"My own beginning.\n\n{words}")
    plan.get_by_role("button", name="Take it back").click()
    expect(area(page, "coordination")).to_have_value("My own beginning.")
    # A step taken out can be brought back.
    plan.get_by_role("button", name="Step 1: take out").click()
    expect(plan.locator(".hart-plan-step")).to_have_count(1)
    plan.get_by_role("button", name="Bring it back").click()
    expect(plan.locator(".hart-plan-act").first).to_contain_text("Hart Transit")
    saved(page, "coordination")
    answers = read(folder(lab) / "answers.json")
    assert [row["whom"] for row in answers.other["plan"]] == [
        "Hart Transit Mobility Office",
        "Fieldstone Food Network’s driver coordinator",
    ]
    assert answers.coordination == "My own beginning."
    page.reload()
    expect(desk(page, "coordination").locator(".hart-plan-act").first).to_contain_text("Hart Transit", timeout=60_000)


def test_the_worksheet_adds_up_in_cents_and_knows_no_answer(lab, page):
    given(lab).update(costs=[])
    lab.open(page, PART_1)
    costs = desk(page, "finances")
    area(page, "finances").scroll_into_view_if_needed()
    ride = costs.locator(".hart-cost").nth(1)
    expect(ride.locator('[data-key="cost"]')).to_have_value("")
    fill(ride, cost="4.10", often="each", times="7", coverage="a reduced fare", covered="1.05")
    ride.get_by_role("button", name="Add another cost").click()
    fill(ride.locator(".hart-other"), what="a doctor’s form", cost="twenty")
    expect(ride.locator(".hart-other")).to_contain_text("Write an amount such as 4 or 12.50.")
    assert axe(page) == []
    fill(ride.locator(".hart-other"), cost="20")
    expect(costs.locator("tfoot td")).to_have_text(["$20", "$21.35"])
    costs.get_by_role("button", name="Write it as a text").click()
    text = area(page, "finances").input_value()
    assert "costs Eleanor $4.10 each time, 7 times a month ($28.70 a month)." in text
    assert text.endswith("Altogether Eleanor pays $20 once and $21.35 a month.")
    saved(page, "finances")
    row = read(folder(lab) / "answers.json").other["costs"][0]
    assert (row["id"], row["cost"], row["covered"]) == (SERVICES[1], 410, 105)
