"""What instructors and students read about an answer: the words, where they stand, and nothing that can run."""

from __future__ import annotations

from html.parser import HTMLParser

import markdown
import nbformat
from hartcity.answers import from_dict
from hartcity.coach import Finding, Span
from hartgrader.feedback import Level, Part, Row, comment, digest, next_steps, panel, parts, quote, segments
from hartgrader.gradebook import cells
from hartgrader.gradebook.config import TEMPLATES
from hartgrader.gradebook.preprocessors import comment_html
from hartgrader.sheet import CriterionScore, ScoreSheet
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import markdown2html

BODY = "Dear team,\nplease meet me on Thursday. ASAP!"
MEET = Finding(
    "next-step", "collaboration", "a next step", 1.0, "You propose a day.", "", (Span("email.body", 18, 25),)
)
RUSH = Finding(
    "pressure", "collaboration", "pressure", 0.0, "“ASAP” presses.", "Name a date.",
    (Span("email.body", 39, 43),), kind="fault",
)  # fmt: skip
CONSENT = Finding(
    "consent", "collaboration", "consent", 0.5, "Nobody says who agreed.", "Say who agreed.", kind="missing"
)
SCORE = CriterionScore("collaboration", 2, 13.0, 20.0, 0.4, False, ("You propose a day.",), (MEET, RUSH, CONSENT))
ROW = Row(
    "collaboration", "Collaboration", "Working together", 20.0, (Level(2, "developing", "Asks in general.", 13.0),)
)


class _Reader(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.text, self.tags = "", []
        self.feed(html)
        self.close()

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.text += "\n" if tag == "br" else ""


hostile = st.text() | st.text(alphabet="<>&\"'`*_[]()!#$\\{}%|=:;/ \n\tscriptonx1")
spans = st.builds(Span, st.just("email.body"), st.integers(-5, 60), st.integers(-5, 60))
findings = st.lists(
    st.builds(Finding, st.just("i"), st.just("c"), st.text(), st.floats(0, 1), st.text(), spans=st.tuples(spans),
              kind=st.sampled_from(["evidence", "fault", "missing"])),
    max_size=6,
)  # fmt: skip


@given(hostile, findings)
def test_segments_are_the_text_cut_where_evidence_stands(text, found):
    pieces = segments(text, "email.body", tuple(found))
    assert "".join(p["text"] for p in pieces) == text
    start = 0
    for piece in pieces:
        inside = {n for n, f in enumerate(found) for s in f.spans if s.start <= start < s.end}
        if piece["text"]:
            assert set(piece["marks"]) == inside
        start += len(piece["text"])


@given(hostile)
def test_an_answer_in_a_cell_shows_these_words_and_no_markup(text):
    source = cells.markdown((Part("Subject", text, "email.subject"),))
    for render in (markdown2html, markdown.markdown):
        page = _Reader(render(source))
        assert {tag for tag, _ in page.tags} <= {"div", "strong", "br", "p"}
        assert all(set(attrs) <= {"class"} for _, attrs in page.tags)
        seen = page.text.split("\n", 1)[1]
        wanted = "\n".join("".join(c if c.isprintable() else " " for c in line) for line in text.strip().splitlines())
        assert seen.split() == wanted.split()


@given(hostile)
def test_a_comment_may_hold_markdown_but_no_script(text):
    page = _Reader(comment_html(text + " **bold** [a](javascript:run())"))
    assert not {t for t, _ in page.tags} & {"script", "img", "svg", "iframe", "style"}
    for _, attrs in page.tags:
        assert set(attrs) <= {"href"}
        assert not attrs.get("href", "").strip().lower().startswith(("javascript", "data", "vbscript"))


def test_the_panel_numbers_evidence_in_reading_order():
    pieces = (Part("", BODY, "email.body"),)
    shown = panel("collaboration", ScoreSheet({}, {"collaboration": SCORE}), ROW, pieces)
    marked = [(s["text"], s["kind"], s["numbers"]) for s in shown["parts"][0]["segments"] if s["kind"]]
    assert marked == [("meet me", "evidence", [1]), ("ASAP", "fault", [2])]
    assert [f["number"] for f in shown["findings"]] == [1, 2, None]
    assert shown["findings"][1]["quote"] == "ASAP"


def test_overlapping_evidence_keeps_the_text_and_numbers_each_once():
    wide = Finding("w", "collaboration", "wide", 1.0, "m", spans=(Span("email.body", 0, 30),))
    score = CriterionScore("collaboration", 2, 13.0, 20.0, 0.4, False, (), (MEET, wide))
    shown = panel("collaboration", ScoreSheet({}, {"collaboration": score}), ROW, (Part("", BODY, "email.body"),))
    marked = [(s["text"], s["numbers"]) for s in shown["parts"][0]["segments"]]
    assert "".join(text for text, _ in marked) == BODY
    assert [numbers for _, numbers in marked] == [[], [2], [1], []]


def test_the_comment_says_level_reason_and_next_step():
    text = comment(SCORE, ROW)
    assert text == "Level 2 (developing). You propose a day. Next: Name a date."
    assert next_steps(SCORE) == ["Name a date.", "Say who agreed."]


def test_a_quote_is_cut_to_length():
    long = Finding("x", "c", "l", 1, "m", spans=(Span("f", 0, 500),))
    assert len(quote(long, (Part("", "word " * 100, "f"),))) <= 90


def test_every_criterion_shows_its_own_part_of_the_answers():
    answers = from_dict({
        "services": ["a", "gone"], "benefits": {"a": "helps", "dropped": "not shown"}, "coordination": "plan",
        "finances": "  ", "email": {"to": "o", "subject": "s", "body": "b"},
    })  # fmt: skip
    names = ({"a": "Service A"}, {"o": "Org"})
    assert [p.text for p in parts("selection", answers, *names)] == ["Service A", "gone (not in the directory)"]
    assert [(p.label, p.text) for p in parts("benefits", answers, *names)] == [("Service A", "helps")]
    assert [p.text for p in parts("coordination", answers, *names)] == ["plan"]
    assert parts("finances", answers, *names) == ()
    assert [p.text for p in parts("concision", answers, *names)] == ["Org", "s", "b"]


def test_the_digest_changes_with_the_answer_alone():
    one, two = (Part("", "a", "f"),), (Part("", "b", "f"),)
    assert digest(one) == digest((Part("", "a", "f"),)) != digest(two)


def _feedback_page(mark: dict, review_words: str = BODY) -> str:
    """Render the feedback page for one answer as nbgrader does."""
    shown = panel(
        "collaboration", ScoreSheet({}, {"collaboration": SCORE}), ROW, (Part("", review_words, "email.body"),)
    )  # fmt: skip
    cell = nbformat.v4.new_markdown_cell(
        "x", metadata={"hart": shown, "nbgrader": {"grade_id": "collaboration", **mark}}
    )
    nb = nbformat.v4.new_notebook(cells=[cell], metadata={"hart": {"troubles": [], "flags": []}})
    exporter = HTMLExporter(template_name="feedback", extra_template_basedirs=[str(TEMPLATES)])
    about = {"notebook": "part-2-email", "score": 13.0, "max_score": 20.0, "late_penalty": 0,
             "provisional": mark["provisional"]}  # fmt: skip
    return exporter.from_notebook_node(nb, resources={"nbgrader": about})[0]


PROPOSED = {"score": 13.0, "points": 20.0, "by_person": False, "provisional": True, "own_comment": "",
            "own_comment_html": ""}  # fmt: skip


def test_feedback_shows_level_evidence_and_next_step_and_says_provisional():
    page = _feedback_page(PROPOSED)
    for words in ("Level 2, developing.", "Asks in general.", ">meet me</mark>", "Name a date.", "Nobody has looked"):
        assert words in page
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")


def test_an_instructors_score_stands_in_place_of_the_level():
    mark = {"score": 18.5, "by_person": True, "provisional": False}
    page = _feedback_page(PROPOSED | mark | {"own_comment": "Well done", "own_comment_html": "<p>Well done</p>"})
    assert "Your instructor set this score." in page and "18.5 of 20" in page and "<p>Well done</p>" in page
    assert "Level 2" not in page and "provisional</span>" not in page


@settings(max_examples=30)
@given(hostile)
def test_feedback_escapes_whatever_a_student_wrote(text):
    page = _feedback_page(PROPOSED, text)
    tags = {t for t, _ in _Reader(page).tags}
    assert not tags & {"script", "img", "svg", "iframe", "input"}
