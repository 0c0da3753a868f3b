"""The plan and the costs: rows that two windows may change side by side, kept with their person, never judged."""

from __future__ import annotations

from hartcity import records
from hartcity.answers import read
from hartcity.store import AnswerStore
from hypothesis import given
from hypothesis import strategies as st

ANN, BEN = "eleanor-hathaway", "ray-tillman"
ids = st.sampled_from("abcde")
sheets = st.lists(
    st.fixed_dictionaries({"id": ids, "what": st.sampled_from(["", "x", "y"])}), unique_by=lambda r: r["id"]
)


def step(id_: str, **words: str) -> dict:
    return {"id": id_, **words}


@given(sheets, sheets)
def test_alone_in_the_file_a_window_gets_what_it_wrote(base, mine):
    assert records.merge_rows(base, mine, base) == mine


@given(sheets, sheets, sheets)
def test_what_another_window_added_or_changed_stays(base, mine, there):
    merged = {row["id"]: row for row in records.merge_rows(base, mine, there)}
    known = {row["id"]: row for row in base}
    changed_here = {row["id"] for row in mine if known.get(row["id"]) != row}
    for row in there:
        if known.get(row["id"]) != row and row["id"] not in changed_here:
            assert merged[row["id"]] == row
    for id_ in changed_here:
        assert merged[id_] in mine


def test_two_windows_add_a_step_each_and_both_stay(tmp_path):
    one, two = AnswerStore(tmp_path), AnswerStore(tmp_path)
    one.update(plan=[step("a", whom="Rowan House")])
    two.update(base={"plan": [[]]}, plan=[step("b", whom="Little Acorn")])
    assert [row["id"] for row in read(tmp_path / "answers.json").other["plan"]] == ["b", "a"]


def test_a_plan_goes_with_its_person_and_comes_back(tmp_path):
    store = AnswerStore(tmp_path)
    store.update(service_user=ANN, plan=[step("a")], costs=[step("ride", cost=400)])
    store.update(service_user=BEN)
    assert "plan" not in store.answers.other and store.answers.is_empty()
    store.update(service_user=ANN)
    assert store.answers.other["plan"] == [step("a")] and store.answers.other["costs"] == [step("ride", cost=400)]


def test_a_file_with_something_else_there_is_no_sheet(tmp_path):
    (tmp_path / "answers.json").write_text('{"plan": "soon", "costs": [1, {"id": 2}, {"id": "ride", "cost": 400}]}')
    store = AnswerStore(tmp_path)
    store.update(base={"plan": [[]], "costs": [[]]}, plan=[step("a")], costs=[])
    assert store.answers.other["plan"] == [step("a")]
    assert store.answers.other["costs"] == [step("ride", cost=400)]
