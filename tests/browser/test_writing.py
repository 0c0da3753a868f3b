"""A student writes in the real notebooks: whatever happens, the words are there, and the page says what is true."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import READY_MS
from hartcity.answers import read
from hartcity.store import AnswerStore
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

PART_1, PART_2 = "hart-city/part-1-services.ipynb", "hart-city/part-2-email.ipynb"
PERSON = "eleanor-hathaway"
SERVICES = ["weekend-groceries-to-your-door", "ada-paratransit"]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
SAVED = re.compile(r"^Saved")


@pytest.fixture(scope="module")
def part_2(lab, browser):
    """Part 2, opened once for all who only look at it."""
    given(lab, email={"to": "fieldstone-food-network", "subject": "", "body": ""})
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield lab.open(context.new_page(), PART_2)
    context.close()


def folder(lab) -> Path:
    return lab.root / "workspace" / "hart-city"


def given(lab, person=PERSON, services=SERVICES, **texts) -> AnswerStore:
    """Put a desk into a known state, as another window would."""
    store = AnswerStore(folder(lab))
    store.update(service_user=person)
    for field in store.conflicts():
        store.resolve(field, "")
    empty = {"coordination": "", "finances": "", "email": {"to": "", "subject": "", "body": ""}}
    store.update(services=list(services), benefits=dict.fromkeys(services, ""), **{**empty, **texts})
    return store


def area(page, field):
    place = page.locator(f'textarea[data-field="{field}"]')
    place.scroll_into_view_if_needed()
    return place


def status(page, field):
    return page.locator(".hart", has=page.locator(f'textarea[data-field="{field}"]')).locator(".hart-status")


def saved(page, field):
    expect(status(page, field)).to_have_text(SAVED, timeout=30_000)


def axe(page) -> list[str]:
    found = Axe().run(page, context={"include": [[".hart"]]}, options=RULES).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]


def test_enter_makes_a_paragraph_and_the_file_has_it(lab, page):
    given(lab)
    lab.open(page, PART_1)
    area(page, "coordination").click()
    page.keyboard.type("First I ask Eleanor.")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Then I call.")
    saved(page, "coordination")
    assert read(folder(lab) / "answers.json").coordination == "First I ask Eleanor.\n\nThen I call."
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    assert axe(page) == []


def test_saved_is_true_whenever_it_is_shown(lab, page):
    given(lab)
    lab.open(page, PART_1)
    area(page, "finances").click()
    seen = 0
    place = status(page, "finances")
    for word in ["The", "ride", "costs", "$4", "a", "trip,", "the", "groceries", "nothing."]:
        page.keyboard.type(f"{word} ")
        for _ in range(15):
            words, text = place.evaluate("(s) => [s.innerText, s.closest('.hart').querySelector('textarea').value]")
            if SAVED.match(words.strip()):
                seen += 1
                assert read(folder(lab) / "answers.json").finances == text
    assert seen


def test_a_reload_in_the_middle_of_a_word_loses_nothing(lab, page):
    given(lab, email={"to": "fieldstone-food-network", "subject": "", "body": ""})
    lab.open(page, PART_2)
    area(page, "email.body").click()
    page.keyboard.type("Dear Ms. Ruiz,\n\nI write abou")
    page.reload()
    expect(area(page, "email.body")).to_have_value("Dear Ms. Ruiz,\n\nI write abou", timeout=60_000)
    saved(page, "email.body")
    assert read(folder(lab) / "answers.json").email.body == "Dear Ms. Ruiz,\n\nI write abou"
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('hart-draft'))") == []


def test_a_kernel_killed_while_typing_loses_nothing(lab, page):
    given(lab)
    lab.open(page, PART_1)
    area(page, "coordination").click()
    page.keyboard.type("Before the crash. ")
    saved(page, "coordination")
    for pid in lab.kernels():
        os.kill(pid, signal.SIGKILL)
    page.keyboard.type("After it.")
    words = "Before the crash. After it."
    expect(page.locator(".hart-bar output").first).to_have_text("Getting ready…", timeout=READY_MS)
    expect(page.locator(".hart-bar output").first).to_have_text("", timeout=READY_MS)
    again = page.locator('textarea[data-field="coordination"]')
    expect(again).to_have_value(words, timeout=90_000)
    expect(again).to_be_in_viewport()
    saved(page, "coordination")
    assert read(folder(lab) / "answers.json").coordination == words


def test_a_silent_kernel_is_said_and_a_second_window_never_overwrites(lab, page):
    given(lab)
    lab.open(page, PART_1)
    area(page, "finances").click()
    saved(page, "finances")
    with lab.held():
        page.keyboard.type("From this window.")
        AnswerStore(folder(lab)).update(finances="From the other window.")
        expect(status(page, "finances")).to_contain_text("Not saved yet", timeout=20_000)
    both = page.get_by_role("group", name="Two windows changed this text")
    expect(both).to_be_visible(timeout=20_000)
    answers = read(folder(lab) / "answers.json")
    assert answers.finances == "From the other window."
    assert list(answers.other["conflicts"]["finances"].values()) == ["From this window."]
    assert axe(page) == []
    both.get_by_role("button", name="Keep both, one after the other").click()
    expect(both).to_have_count(0)
    saved(page, "finances")
    assert read(folder(lab) / "answers.json").finances == "From this window.\n\nFrom the other window."


def test_a_text_comes_back_with_its_service(lab, page):
    store = given(lab)
    lab.open(page, PART_1)
    field = f"benefits.{SERVICES[1]}"
    area(page, field).click()
    page.keyboard.type("The van comes to her door.")
    saved(page, field)
    store.update(services=SERVICES[:1])
    expect(page.locator(f'textarea[data-field="{field}"]')).to_have_count(0)
    store.update(services=SERVICES)
    expect(area(page, field)).to_have_value("The van comes to her door.")


def test_marks_lie_under_their_words_behind_an_emoji_and_a_change_can_be_undone(lab, page):
    given(lab, email={"to": "fieldstone-food-network", "subject": "Weekend groceries", "body": ""})
    lab.open(page, PART_2)
    area(page, "email.body").click()
    text = "Dear Ms. Ruiz 👩‍👧🌻,\n\nI am writing in order to ask for weekend groceries for Eleanor.\n\nSincerely,\nJo"
    page.keyboard.type(text)
    mark = page.locator(".hart-composer mark.hart-mark-fault", has_text="in order to")
    expect(mark).to_have_text("in order to")
    bubble = page.locator(".hart-bubble")
    corner = mark.evaluate("(m) => [m.getClientRects()[0].left + 4, m.getClientRects()[0].top + 4]")
    page.mouse.move(*corner)
    expect(bubble).to_contain_text("in order to")
    page.mouse.move(2, 2)
    expect(bubble).to_be_hidden()
    page.keyboard.press("F8")
    expect(page.locator(".hart-remark-active")).to_be_visible()
    expect(bubble).to_be_visible()
    page.keyboard.press("Escape")
    expect(bubble).to_be_hidden()
    page.keyboard.press("F8")
    page.keyboard.press("Alt+Enter")
    expect(area(page, "email.body")).to_have_value(text.replace("in order to", "to"))
    page.keyboard.press("Control+z")
    expect(area(page, "email.body")).to_have_value(text)
    saved(page, "email.body")


def test_what_must_not_be_told_is_marked_as_soon_as_it_is_typed_also_with_a_checklist(lab, page):
    """A breach of consent would harm the person: a course that wants no remarks still shows it, and nothing else."""
    to = "fieldstone-food-network"
    given(lab, "amina-and-abdi-yusuf", SERVICES[:1], email={"to": to, "subject": "", "body": ""})
    lab.open(page, PART_2)
    expect(page.locator(".hart-consent-no")).to_contain_text("immigration status")
    area(page, "email.body").click()
    words = "Dear colleagues,\n\nI write in order to ask for groceries. Their immigration status is pending."
    page.keyboard.type(words)
    marks = page.locator(".hart-composer mark.hart-mark-fault")
    expect(marks.filter(has_text="in order to")).to_have_count(1)
    expect(marks.filter(has_text="immigration")).to_have_count(1)
    saved(page, "email.body")
    settings = folder(lab) / "assignment.yml"
    course = settings.read_text("utf-8")
    settings.write_text(course.replace("coach: full", "coach: checklist"), "utf-8")
    try:
        lab.restart_kernel(page)
        expect(area(page, "email.body")).to_have_value(words)
        expect(page.locator(".hart-coach h3")).to_have_text("Checklist")
        expect(marks.filter(has_text="immigration")).to_have_count(1)
        expect(page.locator(".hart-composer mark:not([data-indicator=confidentiality])")).to_have_count(0)
        expect(page.locator(".hart-remark")).to_have_count(1)
        assert axe(page) == []
    finally:
        settings.write_text(course, "utf-8")


SPOKEN = """() => {
  window.spoken = [];
  const live = "[aria-live], [role=status], [role=alert]";
  new MutationObserver((changes) => {
    const places = changes.map((c) => (c.target.closest ? c.target : c.target.parentElement)?.closest(live));
    for (const place of new Set(places)) {
      if (place?.closest(".hart") && place.textContent.trim()) window.spoken.push(place.textContent);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def test_a_paragraph_is_typed_in_silence_and_then_the_remarks_are_told_once(lab, part_2):
    page = part_2
    given(lab, email={"to": "fieldstone-food-network", "subject": "", "body": ""})
    expect(area(page, "email.body")).to_have_value("")
    area(page, "email.body").click()
    saved(page, "email.body")
    page.evaluate(SPOKEN)
    page.keyboard.type(
        "Dear team,\n\nI write in order to ask for groceries for Eleanor, who is elderly!!! "
        "Could we talk due to the fact that Friday is near? I can be reached at any time at all.",
        delay=25,
    )
    assert page.evaluate("window.spoken") == []
    page.wait_for_function("window.spoken.length > 0")
    page.wait_for_timeout(1000)
    assert len(page.evaluate("window.spoken")) == 1
    expect(page.locator(".hart-composer .hart-sr[role=status]")).to_contain_text("F8 goes to the next")


def test_nothing_moves_for_whoever_wants_it_calm_and_marks_show_in_high_contrast(lab, part_2):
    page = part_2
    given(lab, email={"to": "fieldstone-food-network", "subject": "Hi", "body": "I write in order to ask."})
    expect(area(page, "email.body")).to_have_value("I write in order to ask.")
    mark = page.locator(".hart-composer mark.hart-mark-fault")
    expect(mark).to_have_text("in order to")
    top = page.locator(".jp-WindowedPanel-outer:visible")
    duration = "(n) => getComputedStyle(n).transitionDuration"
    for motion, moves in (("no-preference", True), ("reduce", False)):
        page.emulate_media(reduced_motion=motion)
        assert (page.locator(".hart-button").first.evaluate(duration) != "0s") is moves
        top.evaluate("(n) => n.scrollTo({ top: 0, behavior: 'instant' })")
        places = top.evaluate(
            """async (n) => {
              document.querySelector('.hart-strip a[data-go="finish"]').click();
              const soon = n.scrollTop;
              await new Promise((done) => setTimeout(done, 900));
              return [soon, n.scrollTop];
            }"""
        )
        assert places[1] > 300 and (places[0] != places[1]) is moves, places
        assert moves or page.evaluate("document.getAnimations().length") == 0
    page.emulate_media(forced_colors="active")
    look = mark.evaluate(
        "(n) => { const s = getComputedStyle(n); return [s.textDecorationLine, s.textDecorationColor]; }"
    )
    assert look == ["underline", area(page, "email.body").evaluate("(n) => getComputedStyle(n).color")]
    borders = page.locator(".hart-button:visible, .hart-panel:visible").evaluate_all(
        "(all) => all.map((n) => getComputedStyle(n).borderTopWidth)"
    )
    assert borders and "0px" not in borders
    page.get_by_role("button", name="Show as the recipient sees it").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    ring = page.evaluate(
        "(() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; })()"
    )
    assert ring[0] == "solid" and ring[1] in ("2px", "3px"), ring
    assert axe(page) == []
    page.emulate_media(reduced_motion=None, forced_colors=None)


def test_no_barriers_in_any_state_light_and_dark(lab, part_2):
    page = part_2
    given(lab, services=[])
    expect(page.get_by_text("No service is chosen yet.").first).to_be_visible()
    assert axe(page) == []
    body = "Dear Ms. Ruiz,\n\nI can't wait!!! in order to help the elderly.\n\nJo"
    given(lab, email={"to": "fieldstone-food-network", "subject": "Hi", "body": body})
    expect(page.locator(".hart-remark").first).to_be_visible()
    expect(page.locator(".hart-composer .hart-count-line")).to_contain_text("1 paragraph: 1 more")
    area(page, "email.body").click()
    page.keyboard.press("F8")
    page.get_by_role("button", name="Show as the recipient sees it").click()
    page.evaluate("for (const d of document.querySelectorAll('.hart details')) d.open = true")
    for dark in (False, True):
        if dark:
            page.evaluate("document.body.dataset.jpThemeLight = 'false'; document.body.style.background = '#111'")
            page.add_style_tag(content=":root { --jp-layout-color1: #111; --jp-layout-color0: #111; }")
        page.set_viewport_size({"width": 1280, "height": 900})
        assert axe(page) == []
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.locator(".hart-composer").evaluate("(n) => n.scrollWidth <= n.clientWidth + 1")
        assert axe(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.body.dataset.jpThemeLight = 'true'; document.body.style.background = ''")


def test_handing_in_gives_a_receipt_that_stays(lab, page):
    given(lab, coordination="I call both.", email={"to": "fieldstone-food-network", "subject": "Hi", "body": "Dear X"})
    lab.open(page, PART_2)
    page.get_by_role("button", name=re.compile("^Hand in")).click()
    receipt = page.locator(".hart-receipt")
    expect(receipt).to_be_visible(timeout=60_000)
    expect(receipt.locator("h4")).to_have_text("Handed in")
    area(page, "email.subject").click()
    page.keyboard.type("!")
    expect(receipt.locator("h4")).to_have_text("Handed in, changed since then")
    assert axe(page) == []


def test_the_strip_leads_to_the_other_notebook_without_asking(lab, page):
    given(lab)
    lab.open(page, PART_2)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator('.hart-strip a[data-go="finances"]').first.click()
    expect(page.locator('[data-hart-step="finances"] h3').first).to_be_in_viewport(timeout=60_000)
    assert asked == []
