"""Short drills: every one can be done right and wrong and says why; what comes next, and what is kept."""

from __future__ import annotations

import datetime
import functools
import itertools
import json

import pytest
import yaml
from hartcity import drills, practice_work, schedule
from hartcity.answers import Answers, Email
from hartcity.content import locate
from hartcity.errors import AnswersError, ContentError
from hartcity.practice import PracticeDesk
from hartcity.store import AnswerStore
from hartcity.widgets.drills import DrillsWidget
from hartgrader.coach import load as load_coach
from hypothesis import given
from hypothesis import strategies as st
from judging import bench

KINDS = drills.load()
ITEMS = {item.id: item for kind in KINDS.values() for item in kind.items}
BY_FORM = {form: [i for i in ITEMS if ITEMS[i].form == form] for form in ("choose", "order", "rewrite")}
DAY = datetime.date(2026, 11, 25)


def right_answer(item: drills.Item):
    if item.form == "choose":
        return [n for n, option in enumerate(item.options) if option.right]
    return list(range(len(item.steps))) if item.form == "order" else item.example


@functools.cache
def findings(item_id: str, text: str):
    item = ITEMS[item_id]
    user = bench().users[item.service_user or "eleanor-hathaway"]
    answers = Answers(service_user=user.id, email=Email(item.to, "", text))
    return load_coach(bench().city, user)(answers, ("collaboration", "professionalism", "concision"))


def test_there_are_six_kinds_with_eight_drills_or_more():
    assert set(KINDS) == {
        "find-the-request", "cut-a-third", "what-may-be-said", "spot-the-trap", "order-the-steps", "repair-the-tone",
    }  # fmt: skip
    assert all(len(kind.items) >= 8 for kind in KINDS.values())


def test_drills_name_people_organizations_and_indicators_that_exist():
    city, users, rubrics = bench().city, bench().users, bench().rubrics
    known = {i.id for criterion in rubrics.criteria.values() for i in criterion.indicators if not i.hidden}
    for item in ITEMS.values():
        assert item.to in ("", *city.organizations), item.id
        assert item.service_user in ("", *users), item.id
        assert set(item.indicators) <= known, item.id


@pytest.mark.parametrize("item_id", ITEMS)
def test_a_right_answer_passes_with_its_reasons(item_id):
    item = ITEMS[item_id]
    answer = right_answer(item)
    found = findings(item_id, item.example) if item.form == "rewrite" else ()
    verdict = drills.check(item, answer, found)
    assert verdict.right, [r.text for r in verdict.remarks if not r.good]
    assert all(r.good and r.text for r in verdict.remarks) and item.because


@pytest.mark.parametrize("item_id", BY_FORM["choose"])
def test_every_other_choice_is_wrong_and_says_why(item_id):
    item = ITEMS[item_id]
    right = set(right_answer(item))
    sizes = range(1, len(item.options) + 1) if item.several else [1]
    for chosen in itertools.chain.from_iterable(itertools.combinations(range(len(item.options)), n) for n in sizes):
        if set(chosen) == right:
            continue
        verdict = drills.check(item, list(chosen))
        assert not verdict.right
        said = {r.place: r.text for r in verdict.remarks}
        assert all(said[n] == item.options[n].because for n in {*chosen, *right})


@pytest.mark.parametrize("item_id", BY_FORM["order"])
def test_steps_are_shown_in_a_wrong_order_and_each_is_told_where_it_belongs(item_id):
    item = ITEMS[item_id]
    verdict = drills.check(item, list(item.mixed()))
    assert not verdict.right
    for place, remark in zip(item.mixed(), verdict.remarks, strict=True):
        assert remark.text.endswith(item.steps[place].because)
        assert remark.good == (not remark.text.startswith("Comes "))


def test_steps_that_may_run_side_by_side_may_come_either_way():
    item = ITEMS["order-kinship"]
    assert drills.check(item, [0, 1, 3, 2, 4]).right
    assert not drills.check(item, [0, 2, 1, 3, 4]).right


@pytest.mark.parametrize("item_id", BY_FORM["rewrite"])
def test_the_first_text_fails_and_keywords_are_no_text(item_id):
    item = ITEMS[item_id]
    assert not drills.is_answer(item, f"  {item.text.upper()} ")
    same = f"{item.text} Thanks."
    verdict = drills.check(item, same, findings(item_id, same))
    assert not verdict.right and not verdict.remarks[0].good
    keywords = ", ".join(fact.any[0] for fact in item.keep)
    if len(keywords.split()) * 2 < len(item.example.split()):
        assert not drills.check(item, keywords).right


@pytest.mark.parametrize("item_id", BY_FORM["rewrite"])
def test_a_lost_fact_is_named(item_id):
    item = ITEMS[item_id]
    for fact in item.keep:
        lost = item.example
        for phrase in fact.any:
            lost = lost.lower().replace(phrase.lower(), "…")
        verdict = drills.check(item, lost)
        assert not verdict.right
        assert f"Lost: {fact.fact}." in [r.text for r in verdict.remarks]


@pytest.mark.parametrize("answer", [None, "", [], [99], [True], ["0"], {}, "x" * 100_000, [[0]]])
def test_no_answer_from_a_page_breaks_a_check(answer):
    for ids in BY_FORM.values():
        assert not drills.check(ITEMS[ids[0]], answer).right


def broken(tmp_path, monkeypatch, change):
    folder = tmp_path / "drills"
    folder.mkdir()
    data = yaml.safe_load(locate("scenarios", "drills", "cut-a-third.yml").read_text("utf-8"))
    change(data)
    (folder / "cut-a-third.yml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    monkeypatch.setattr(drills, "FOLDER", ("scenarios", "drills"))
    monkeypatch.setattr(drills.content, "locate", lambda *_: folder)
    with pytest.raises(ContentError) as caught:
        drills.load.__wrapped__()
    return str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.update(criterion="concison"), "concision"),
        (lambda d: d["items"][0].update(kep=[]), "“kep” is not a key known here"),
        (lambda d: d["items"][1].update(id="cut-groceries"), "stands in cut-a-third.yml too"),
        (lambda d: d["items"][0].update(options=[{"text": "a", "because": "b"}]), "one of them"),
        (lambda d: d["items"][0]["keep"][0].update(any=["Zebra"]), "“the person, Mrs. Hathaway” is to be kept"),
        (lambda d: d["items"][0].pop("example"), "needs an `example`"),
        (lambda d: d.update(id="cut"), "must be the file's name"),
    ],
)
def test_a_mistake_in_a_drills_file_gets_one_line(tmp_path, monkeypatch, change, said):
    line = broken(tmp_path, monkeypatch, change)
    assert said in line and "cut-a-third.yml" in line and "\n" not in line


# When a drill comes back


answers = st.lists(st.tuples(st.booleans(), st.integers(0, 30)), max_size=30)


@given(answers)
def test_a_card_waits_as_its_box_says(history):
    card, today = None, DAY
    for right, days in history:
        today += datetime.timedelta(days=days)
        before = card
        card = schedule.answered(card, right, today)
        assert card.due == today + datetime.timedelta(days=schedule.WAIT[card.box])
        assert card.right + card.wrong == (before.right + before.wrong if before else 0) + 1
        if not right:
            assert card.box == 0
        elif before:
            assert before.box <= card.box <= before.box + 1
            assert before.last != today or before.box == 0 or card.box == before.box


kinds_of = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9), min_size=1)


@given(kinds_of, st.lists(st.tuples(st.integers(0, 53), st.booleans(), st.integers(-40, 0))), st.integers(0, 12))
def test_a_session_repeats_what_is_due_first_and_nothing_twice(sizes, history, count):
    kinds = {k: [f"{k}{n}" for n in range(size)] for k, size in sizes.items()}
    ids = [i for group in kinds.values() for i in group]
    cards = {}
    for number, right, day in sorted(history, key=lambda h: h[2]):
        id_ = ids[number % len(ids)]
        cards[id_] = schedule.answered(cards.get(id_), right, DAY + datetime.timedelta(days=day))
    drawn = schedule.draw(kinds, cards, {}, DAY, count)
    assert len(drawn) == len(set(drawn)) == min(count, len(ids))
    rank = {i: 1 if i not in cards else 0 if cards[i].due <= DAY else 2 for i in ids}
    assert sorted(rank[i] for i in drawn) == sorted(rank.values())[: len(drawn)]


def test_a_first_session_meets_every_kind_and_a_weak_kind_more_often():
    kinds = {kind.id: [i.id for i in kind.items] for kind in KINDS.values()}
    kind_of = {i: k for k, ids in kinds.items() for i in ids}
    first = schedule.draw(kinds, {}, {}, DAY, 6)
    assert {kind_of[i] for i in first} == set(kinds)
    weak = {"spot-the-trap": 0.9, **{k: 0.1 for k in kinds if k != "spot-the-trap"}}
    drawn = [kind_of[i] for i in schedule.draw(kinds, {}, weak, DAY, 12)]
    assert drawn.count("spot-the-trap") > 12 / len(kinds)
    assert all(a != b for a, b in itertools.pairwise(drawn))


def test_weakness_falls_with_right_answers_and_with_levels():
    assert schedule.weakness(0, 0) == 0.5
    assert schedule.weakness(5, 0) < schedule.weakness(0, 0) < schedule.weakness(0, 5)
    assert schedule.weakness(0, 0, 4) < schedule.weakness(0, 0) < schedule.weakness(0, 0, 1)


# The record


def desk(folder, day=DAY) -> PracticeDesk:
    return PracticeDesk(folder, load_coach, now=lambda: datetime.datetime.combine(day, datetime.time(14, 31)))


def press(widget: DrillsWidget, **message) -> dict:
    widget._handle_custom_msg(message, [])
    return widget.page


def test_a_session_is_kept_and_what_went_wrong_comes_back_first(tmp_path):
    widget = DrillsWidget(desk(tmp_path))
    page = press(widget, do="start", kind="spot-the-trap")
    done = {}
    for number in range(page["of"]):
        item = ITEMS[page["item"]["id"]]
        assert "verdict" not in page and "because" not in json.dumps(page["item"])
        page = press(widget, do="check", answer=right_answer(item) if number else [])
        if not number:
            assert "verdict" not in page and page["notice"]  # nothing chosen is no answer
            page = press(widget, do="check", answer=[n for n in range(4) if n not in right_answer(item)][:1])
        done[item.id] = page["verdict"]["right"]
        page = press(widget, do="next")
    assert page["view"] == "overview" and page["last"] == {"right": 5, "of": 6}
    assert list(done.values()) == [False, *[True] * 5]
    again = desk(tmp_path)
    assert {i: c.right == 1 for i, c in again.cards().items()} == done
    wrong = next(i for i, right in done.items() if not right)
    assert again.draw(6)[0] == wrong and not set(again.draw(6)) & {i for i in done if i != wrong}
    tomorrow = desk(tmp_path, DAY + datetime.timedelta(days=1))
    assert set(tomorrow.draw(6)) == set(done)


def test_a_rewritten_text_is_read_by_the_judge(tmp_path):
    widget = DrillsWidget(desk(tmp_path))
    page = press(widget, do="start", kind="repair-the-tone")
    while page["item"]["id"] != "tone-labels":
        page = press(widget, do="check", answer=ITEMS[page["item"]["id"]].example)
        page = press(widget, do="next")
    text = "Ray is a schizophrenic veteran in his van who asks for rapid rehousing before the winter comes to town."
    page = press(widget, do="check", answer=text)
    assert not page["verdict"]["right"]
    assert any("schizophrenic" in r["text"] for r in page["verdict"]["remarks"] if not r["good"])


def test_two_windows_add_to_one_record(tmp_path):
    one, two = desk(tmp_path), desk(tmp_path)
    one.answered("cut-van", True)
    two.answered("trap-wait", False)
    one.refresh()
    assert set(one.cards()) == set(two.cards()) == {"cut-van", "trap-wait"}


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("1-ab é", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["due", "box", "levels", "x"]), inner, max_size=3)
    ),
    max_leaves=12,
)
fields = st.sampled_from(["box", "due", "right", "wrong", "last", "person", "levels", "texts"])
keys = st.sampled_from(["schema", "drills", "attempts", "people", "name", "later"])


@given(st.dictionaries(keys, plain))
def test_any_json_is_a_record_or_gets_one_line(data):
    try:
        work = practice_work.parse(json.dumps(data).encode())
    except AnswersError as error:
        assert str(error).startswith("practice.json: ") and "\n" not in str(error)
        return
    practice_work.cards(work), practice_work.attempts(work)
    assert practice_work.from_dict(practice_work.to_dict(work)) == work


@given(st.dictionaries(fields, plain), st.dictionaries(fields, plain))
def test_rows_that_make_no_sense_are_left_out(drill, attempt):
    rows = {"schema": 1, "drills": {"a": drill}, "attempts": {"2026-11-25T10:00:00": attempt, "never": {}}}
    work = practice_work.from_dict(rows)
    assert practice_work.cards(work) in ({}, {"a": practice_work.cards(work).get("a")})
    assert all(a.levels for a in practice_work.attempts(work))


def test_a_damaged_record_is_kept_aside_and_practice_goes_on(tmp_path):
    (tmp_path / "practice.json").write_text("{half", "utf-8")
    store = AnswerStore(tmp_path, practice_work)
    assert "practice.json" in store.notice and len(list(tmp_path.glob("practice-damaged-*.json"))) == 1
    here = desk(tmp_path)
    here.answered("cut-van", True)
    assert set(desk(tmp_path).cards()) == {"cut-van"}
