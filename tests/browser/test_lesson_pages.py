"""Every lesson in the real Lab: questions answered wrong and right, cards placed by keyboard, words kept, axe clean."""

from __future__ import annotations

import json
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from hartcity import lesson_work, lessons, outline
from hartcity.cli.pages import title
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
LESSONS = [unit.unit for unit in outline.lessons()]
# The page in front: the others of this sitting stay open behind it.
SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden)"
# A page has to start a kernel and import the course before its widgets show.
READY_MS = 90_000


def axe(page: Page) -> list[str]:
    found = Axe().run(page, context={"include": [[f"{SHOWN} .hart"]]}, options=RULES).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


@pytest.fixture(scope="module")
def learner(browser: Browser, lab) -> Page:
    """One person's Lab for all lessons: it loads once, and they go from lesson to lesson by way of the Start page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    lab.open(page, "Start.ipynb", ready=".jp-RenderedMarkdown h1")
    yield page
    context.close()


def turn_to(page: Page, title: str) -> None:
    """Go to a lesson from wherever the learner is, and wait until its page is ready."""
    home = page.locator(f"{SHOWN} .hart-bar").get_by_role("button", name="Start page")
    if home.count():
        home.click()
    # Not any link of this name: a lesson leads to the next one too, and is hidden only a moment later.
    page.locator(".hart-doors:not(.lm-mod-hidden)").get_by_role("link", name=title).click()
    expect(page.locator(f"{SHOWN} .hart").first).to_be_visible(timeout=READY_MS)
    expect(page.locator(f"{SHOWN} .hart-bar output")).to_have_text("", timeout=READY_MS)


def kept(lab) -> dict:
    return json.loads((lab.root / "workspace/lessons" / lesson_work.FILE_NAME).read_text("utf-8"))


def exercise(page: Page, title: str):
    return page.locator(f"{SHOWN} .hart", has=page.get_by_role("heading", name=title, exact=True))


def take_back(page: Page, lab, key: str, box: Locator) -> None:
    """What somebody takes back right after checking it stays taken back when the kernel's answer comes."""
    box.evaluate("""box => {
      const [choice] = box.querySelectorAll("input");
      for (const pressed of [choice, box.querySelector(".hart-button"), choice]) pressed.click();
    }""")
    id_ = box.get_attribute("data-question")
    deadline = time.monotonic() + 20
    while not kept(lab)["choices"].get(key, {}).get(id_):
        assert time.monotonic() < deadline, "The first answer was not kept."
        page.wait_for_timeout(50)
    page.wait_for_timeout(300)
    expect(box.get_by_role("checkbox", checked=True)).to_have_count(0)


def answer(page: Page, lab, key: str, check: lessons.Check) -> None:
    """Answer every question wrong, then right; the page says so both times and gives the reason."""
    root = exercise(page, check.title)
    for id_, question in check.questions.items():
        box = root.locator(f'[data-question="{id_}"]')
        box.scroll_into_view_if_needed()
        if question.several:
            take_back(page, lab, key, box)
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


def look_around(page: Page, month: lessons.Month) -> None:
    """One month looks different from every desk, and none of them shows it whole."""
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


def read_sample(page: Page, sample: lessons.Sample) -> None:
    """Remarks go on and off by criterion, a number leads to its remark, and the handout can be saved."""
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


def mend(page: Page, lab, id_: str, repair: lessons.Repair) -> None:
    """The coach reads along, the comparison waits for a first try, and the weak version can be had back."""
    root = exercise(page, repair.title)
    subject, body = (root.locator(f'textarea[data-field$="{id_}/{field}"]') for field in ("subject", "body"))
    expect(body).to_have_value(repair.weak.body)
    coach = root.get_by_role("complementary", name=f"Coach: {repair.title}")
    expect(coach.get_by_role("listitem").first).to_be_attached()
    expect(root.get_by_text("Compare: before and after")).to_be_hidden()
    subject.fill(repair.repaired.subject)
    body.fill(repair.repaired.body)
    expect(coach.get_by_text("A reader finds everything asked for here.")).to_have_count(3, timeout=20_000)
    expect(coach.locator(".hart-remark")).to_have_count(0)
    root.get_by_text("Compare: before and after").click()
    expect(root.get_by_text(repair.changed[0])).to_be_visible()
    assert axe(page) == []
    # Put back while what was written is still on its way: the answer to that doesn't bring it back.
    with lab.held():
        body.fill("My own.")
        page.wait_for_timeout(300)
        root.get_by_role("button", name="Put the weak version back").press("Enter")
        body.evaluate("""area => {
          const look = () => { window.cameBack ||= area.value === "My own."; requestAnimationFrame(look); };
          look();
        }""")
    expect(root.locator(".hart-status")).to_contain_text("Saved")
    expect(body).to_have_value(repair.weak.body)
    assert not page.evaluate("window.cameBack")
    expect(root.locator(".hart-versions")).to_have_count(0)
    expect(root.locator(".hart-status")).to_contain_text("Saved")


def write(page: Page, lab, name: str, id_: str, note: lessons.Note) -> None:
    """The example waits for words of one's own; those are in the file."""
    root = exercise(page, note.title)
    field, spec = next(iter(note.fields.items()))
    area = root.locator(f'textarea[data-field$="{id_}/{field}"]')
    area.scroll_into_view_if_needed()
    example = root.locator(".hart-example").first
    expect(example).to_be_hidden()
    area.click()
    page.keyboard.type("What I would write")
    page.keyboard.press("Enter")
    page.keyboard.type("in two lines.")
    example.get_by_text("Compare with one way to say it").click()
    expect(example).to_contain_text(spec.example[:40])
    expect(root.locator(".hart-status")).to_contain_text("Saved")
    assert kept(lab)["texts"][f"{name}/{id_}/{field}"] == WORDS


def ask(page: Page, table: lessons.Table) -> None:
    """A choice changes a table, and says what to notice."""
    root = exercise(page, table.title)
    expect(root.get_by_text(table.empty)).to_be_visible()
    root.get_by_label("How much later").select_option("1")
    expect(root.locator("tbody tr")).to_have_count(7)
    expect(root.get_by_text(table.remarks["1"][:40])).to_be_visible()


WORDS = "What I would write\nin two lines."


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_from_its_story_to_its_check(lab, learner, name):
    """Every exercise of a page, done as a learner does it, in one sitting; then axe, and what is in the file."""
    lesson, page = lessons.load(name), learner
    turn_to(page, title(name))
    for month in lesson.months.values():
        look_around(page, month)
    if name == "watch-room-or-fusion-room":
        ask(page, lesson.tables["question"])
    for sample in lesson.samples.values():
        read_sample(page, sample)
    for id_, note in lesson.notes.items():
        write(page, lab, name, id_, note)
    for id_, repair in [*lesson.repairs.items()][:1]:
        mend(page, lab, id_, repair)
    for id_, check in lesson.checks.items():
        answer(page, lab, f"{name}/{id_}", check)
    for sort in lesson.sorts.values():
        place(page, sort)
    assert axe(page) == []
    expect(page.locator("mjx-container")).to_have_count(0)  # no price was taken for a formula
    chosen = {key for key in kept(lab)["choices"] if key.startswith(f"{name}/")}
    assert chosen == {f"{name}/{id_}" for id_ in (*lesson.checks, *lesson.sorts)}


def test_a_learner_who_comes_back_finds_everything(lab, learner, page):
    """Words, answers and places are there again, in a page opened anew."""
    name = "why-agencies-collaborate"
    lesson = lessons.load(name)
    lab.open(page, f"lessons/{name}.ipynb")
    expect(page.locator('textarea[data-field$="mou/purpose"]')).to_have_value(WORDS, timeout=60_000)
    check = exercise(page, lesson.checks["check"].title)
    expect(check.get_by_text("5 of 5 questions answered right.")).to_be_visible()
    card, it = next(iter(lesson.sorts["ladder"].cards.items()))
    expect(page.locator(f'[data-step="{it.step}"] [data-card="{card}"]')).to_be_visible()
    # The page is open twice: what is answered here isn't undone by an answer given there.
    (here, first), (there, _), *_ = lesson.checks["check"].questions.items()
    other = next(option for option, it in first.options.items() if not it.right)
    box = check.locator(f'[data-question="{here}"]')
    box.locator(f'input[value="{other}"]').check()
    box.get_by_role("button", name="Check my answer").click()
    turn_to(learner, title(name))
    box = exercise(learner, lesson.checks["check"].title).locator(f'[data-question="{there}"]')
    box.get_by_role("button", name="Check my answer").click()
    page.wait_for_timeout(1000)
    assert kept(lab)["choices"][f"{name}/check"][here] == [other]
