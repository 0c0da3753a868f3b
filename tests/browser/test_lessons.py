"""Every lesson in the real Lab: questions answered wrong and right, cards placed by keyboard, words kept, axe clean."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from hartcity import handout, lesson_work, lessons, outline
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
LESSONS = [unit.unit for unit in outline.lessons()]


def axe(page: Page) -> list[str]:
    found = Axe().run(page, context={"include": [[".hart"]]}, options=RULES).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


def kept(lab) -> dict:
    return json.loads((lab.root / "workspace/lessons" / lesson_work.FILE_NAME).read_text("utf-8"))


def exercise(page: Page, title: str):
    return page.locator(".hart", has=page.get_by_role("heading", name=title, exact=True))


def answer(page: Page, check: lessons.Check) -> None:
    """Answer every question wrong, then right; the page says so both times and gives the reason."""
    root = exercise(page, check.title)
    for id_, question in check.questions.items():
        box = root.locator(f'[data-question="{id_}"]')
        box.scroll_into_view_if_needed()
        wrong, right = ([o for o in question.options.values() if o.right is side] for side in (False, True))
        for options, verdict in ((wrong[:1], "Not "), (right, "That is it.")):
            if question.several:
                for it in question.options.values():
                    box.get_by_label(it.text, exact=True).set_checked(it in options)
            else:
                box.get_by_label(options[0].text, exact=True).check()
            box.get_by_role("button", name="Check my answer").press("Enter")
            expect(box.locator(".hart-verdict")).to_contain_text(verdict)
            for it in options:
                expect(box.get_by_text(it.because)).to_be_visible()
        if not question.several:
            expect(box.get_by_text(wrong[0].because)).to_be_hidden()
            box.get_by_role("button", name="Show the reasons").press("Enter")
            expect(box.get_by_text(wrong[0].because)).to_be_visible()
    number = len(check.questions)
    expect(root.get_by_text(f"{number} of {number} question{'s' * (number > 1)} answered right.")).to_be_visible()


def place(page: Page, sort: lessons.Sort) -> None:
    """Place every card through its list, the first one wrong, and mend it."""
    root = exercise(page, sort.title)
    for at, (id_, card) in enumerate(sort.cards.items()):
        step = card.step if at else next(s for s in sort.steps if s != card.step)
        root.locator(f'[data-card="{id_}"] select').select_option(step)
    root.get_by_role("button", name="Check the places").press("Enter")
    expect(root.get_by_text(f"{len(sort.cards) - 1} of {len(sort.cards)} are where they belong")).to_be_visible()
    first, card = next(iter(sort.cards.items()))
    expect(root.locator(f'[data-card="{first}"]')).to_contain_text("Look again.")
    root.locator(f'[data-card="{first}"] select').select_option(card.step)
    expect(root.locator(f'[data-card="{first}"] select')).to_be_focused()
    root.get_by_role("button", name="Check the places").press("Enter")
    expect(root.get_by_text(f"All {len(sort.cards)} are where they belong.")).to_be_visible()
    expect(root.locator(f'[data-card="{first}"]')).to_contain_text(card.because)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_from_its_story_to_its_check(lab, page, name):
    lesson = lessons.load(name)
    lab.open(page, f"lessons/{name}.ipynb")
    for check in lesson.checks.values():
        answer(page, check)
    for sort in lesson.sorts.values():
        place(page, sort)
    assert axe(page) == []
    chosen = {key: value for key, value in kept(lab)["choices"].items() if key.startswith(f"{name}/")}
    assert set(chosen) == {f"{name}/{id_}" for id_ in (*lesson.checks, *lesson.sorts)}


def test_one_month_looks_different_from_every_desk(lab, page):
    month = lessons.load("why-agencies-collaborate").months["month"]
    lab.open(page, "lessons/why-agencies-collaborate.ipynb")
    root = exercise(page, month.title)
    for id_, agency in month.agencies.items():
        button = root.get_by_role("button", name=agency.name)
        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        mine = [event for event in month.events if event.agency == id_]
        expect(root.locator(".hart-days > li")).to_have_count(len(mine))
        expect(root.get_by_text(agency.knew_not)).to_be_visible()
    root.get_by_role("button", name="All together").press("Enter")
    expect(root.locator(".hart-days > li")).to_have_count(len(month.events))
    expect(root.get_by_text(month.together[:60])).to_be_visible()


def test_a_note_is_there_after_a_reload_and_shows_its_example_only_then(lab, page):
    lab.open(page, "lessons/why-agencies-collaborate.ipynb")
    field = page.locator('textarea[data-field$="mou/purpose"]')
    field.scroll_into_view_if_needed()
    example = exercise(page, "Five lines of an agreement").get_by_text("Compare with one way to say it").first
    expect(example).to_be_hidden()
    field.click()
    page.keyboard.type("That no child waits for a signature.")
    page.keyboard.press("Enter")
    expect(example).to_be_visible()
    page.reload()
    expect(field).to_have_value("That no child waits for a signature.\n", timeout=60_000)
    expect(exercise(page, "Five lines of an agreement").locator(".hart-status")).to_contain_text("Saved")
    assert kept(lab)["texts"]["why-agencies-collaborate/mou/purpose"].startswith("That no child")


def test_remarks_go_on_and_off_and_the_handout_is_printed(lab, page):
    sample = handout.sample()
    lab.open(page, f"lessons/{handout.LESSON}.ipynb")
    root = exercise(page, sample.title)
    for criterion in ("collaboration", "professionalism", "concision"):
        for box in root.get_by_role("checkbox").all():
            box.set_checked(box.get_attribute("data-criterion") == criterion)
        mine = [remark for remark in sample.good.remarks if remark.criterion == criterion]
        expect(root.locator(".hart-remark-list > li")).to_have_count(len(mine))
        expect(root.locator("mark")).to_have_count(sum(bool(remark.quote) for remark in mine))
    root.get_by_role("button", name="Remark 2").press("Enter")
    expect(root.locator(".hart-remark-list > li").first).to_be_focused()
    root.get_by_role("button", name="The same request, gone wrong").press("Enter")
    expect(root.get_by_text("no subject")).to_be_visible()
    with page.expect_download() as download:
        root.get_by_role("button", name="Save as a handout").press("Enter")
    assert download.value.suggested_filename == "sample-email.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_a_repair_is_coached_compared_and_taken_back(lab, page):
    repair = lessons.load(handout.LESSON).repairs["pity"]
    lab.open(page, f"lessons/{handout.LESSON}.ipynb")
    root = exercise(page, repair.title)
    body = root.locator('textarea[data-field$="pity/body"]')
    expect(body).to_have_value(repair.weak.body)
    coach = root.get_by_role("complementary", name=f"Coach: {repair.title}")
    expect(coach.locator(".hart-remark").get_by_text("Facts, not pity")).to_be_visible()
    expect(root.get_by_text("Compare: before and after")).to_be_hidden()
    root.locator('textarea[data-field$="pity/subject"]').fill(repair.repaired.subject)
    body.fill(repair.repaired.body)
    expect(coach.locator(".hart-remark")).to_have_count(0, timeout=20_000)
    root.get_by_text("Compare: before and after").click()
    expect(root.get_by_text(repair.changed[0])).to_be_visible()
    assert axe(page) == []
    expect(root.locator(".hart-status")).to_contain_text("Saved")
    root.get_by_role("button", name="Put the weak version back").press("Enter")
    expect(body).to_have_value(repair.weak.body)
    expect(root.locator(".hart-versions")).to_have_count(0)


def test_a_choice_changes_the_table(lab, page):
    table = lessons.load("watch-room-or-fusion-room").tables["question"]
    lab.open(page, "lessons/watch-room-or-fusion-room.ipynb")
    root = exercise(page, table.title)
    expect(root.get_by_text(table.empty)).to_be_visible()
    root.get_by_label("How much later").select_option("1")
    expect(root.locator("tbody tr")).to_have_count(7)
    expect(root.get_by_text(table.remarks["1"][:40])).to_be_visible()
