"""Practice: anybody and somebody new, ratings kept as attempts, and examples that are what they claim to be."""

from __future__ import annotations

import datetime
import json

import pytest
from hartcity import examples
from hartcity.errors import ContentError
from hartcity.practice import PracticeDesk
from hartcity.widgets.example import ExampleWidget
from hartcity.widgets.newcomer import NewcomerWidget
from hartcity.widgets.person import PersonWidget
from hartcity.widgets.reading import ReadingWidget
from hartcity.widgets.strip import StripWidget
from hartgrader import coach, reading
from hartgrader.score import score_criterion
from judging import bench

PERSON = "eleanor-hathaway"


def desk(folder, day: int = 25) -> PracticeDesk:
    now = datetime.datetime(2026, 11, day, 14, 31)
    return PracticeDesk(folder, coach.load, reading.load, now=lambda: now)


def example(person: str = PERSON):
    return examples.load(bench().city, person)


def press(widget, **message) -> dict:
    widget._handle_custom_msg(message, [])
    return widget.page


@pytest.mark.parametrize("person", sorted(bench().users))
def test_everybody_has_an_example_that_the_judge_finds_good(person):
    context = bench().context(example(person))
    levels = {c.id: score_criterion(context, c).level for c in bench().rubrics.criteria.values()}
    assert min(levels.values()) >= 3 and list(levels.values()).count(4) >= 5, levels


@pytest.mark.parametrize("person", sorted(bench().users))
def test_an_example_handed_in_as_it_stands_is_a_copy(person):
    sheet = bench().score(example(person))
    assert {flag.kind for flag in sheet.flags} == {"copied"}
    # Which services to choose may be learned from it; the words may not be taken.
    assert sheet.criteria["selection"].level >= 3
    assert all(score.level <= 2 and not score.sure for name, score in sheet.criteria.items() if name != "selection")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("services: [ada-paratransit", "services: [ada-paratransitt", "Did you mean “ada-paratransit”?"),
        (
            "to: hart-transit",
            "to: lantern-behavioral-health #",
            "email.to: “lantern-behavioral-health” is unknown here",
        ),
        ("service_user: eleanor-hathaway", "service_user: ray-tillman", "service_user: “ray-tillman”"),
        ("finances: |", "finance: |", "“finance” is not a key known here"),
    ],
)
def test_a_mistake_in_an_example_gets_one_line(tmp_path, old, new, said):
    import attrs

    city = bench().city
    text = (city.path / "examples" / f"{PERSON}.yml").read_text("utf-8")
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / f"{PERSON}.yml").write_text(text.replace(old, new), "utf-8")
    here = type(city)(**{f.name: getattr(city, f.name) for f in attrs.fields(type(city))} | {"path": tmp_path})
    with pytest.raises(ContentError) as caught:
        examples.load(here, PERSON)
    assert said in str(caught.value) and f"{PERSON}.yml" in str(caught.value)


def test_a_rating_is_kept_once_for_each_changed_text(tmp_path):
    here = desk(tmp_path)
    widget = ReadingWidget(here)
    assert widget.page["person"] == "" and press(widget, do="rate")["panels"] == []
    here.store.update(service_user=PERSON, coordination="I will call both agencies.")
    assert widget.page["person"] == "Eleanor" and widget.page["written"]
    page = press(widget, do="rate")
    first = {p["criterion"]: p["level"] for p in page["panels"]}
    assert set(first) == {"coordination"} and 1 <= first["coordination"] <= 2
    assert page["count"] == 1 and page["before"] == {} and not page["changed"]
    assert press(widget, do="rate")["count"] == 1  # the same text is no new attempt
    later = desk(tmp_path, day=26)
    widget = ReadingWidget(later)
    plan = (
        "On Monday she signs a release, and I call the route coordinator and the eligibility desk. "
        "On Friday both tell me by email how far they are; if the rides are refused, I ask the choir to drive."
    )
    later.store.update(coordination=plan)
    page = press(widget, do="rate")
    assert page["count"] == 2 and page["before"] == first
    assert page["panels"][0]["level"] >= 3
    shown = "".join(s["text"] for part in page["panels"][0]["parts"] for s in part["segments"])
    assert shown == plan
    later.store.update(coordination="Nothing.")
    assert widget.page["changed"]
    assert [a.levels["coordination"] for a in desk(tmp_path).attempts()] == [first["coordination"], 4]


def test_a_reader_that_fails_loses_nothing(tmp_path):
    def broken(city, user):
        return lambda answers: 1 / 0

    here = PracticeDesk(tmp_path, coach.load, broken)
    here.store.update(service_user=PERSON, finances="It is free.")
    page = press(ReadingWidget(here), do="rate")
    assert "can't be rated just now" in page["notice"] and "saved" in page["notice"]
    assert here.attempts() == []
    assert PracticeDesk(tmp_path).store.answers.finances == "It is free."


def test_an_example_opens_part_by_part_after_trying(tmp_path):
    here = desk(tmp_path)
    here.store.update(service_user=PERSON, coordination="I will call both agencies on Monday.")
    widget = ExampleWidget(here)
    assert not any(part["tried"] for part in widget.page["parts"])
    assert "Fieldstone" not in json.dumps(widget.page)
    press(ReadingWidget(here), do="rate")
    parts = {part["title"]: part for part in widget.page["parts"]}
    assert parts["Coordination"]["example"] == example().coordination
    assert [title for title, part in parts.items() if part["tried"]] == ["Coordination"]
    assert not parts["Email"]["example"]


def test_somebody_new_comes_from_a_number_and_stays(tmp_path):
    here = desk(tmp_path)
    gallery, widget = PersonWidget(here), NewcomerWidget(here)
    page = press(widget, do="meet", seed=4711)
    new = here.user
    assert new.id not in bench().users and page["met"] == [
        {"id": new.id, "name": new.name, "seed": 4711, "current": True}
    ]
    assert gallery.person == new.id and new.id in [p["id"] for p in gallery.payload["people"]]
    again = desk(tmp_path)
    assert again.user == new
    again.store.update(finances="It is free for them.")
    press(ReadingWidget(again), do="rate")
    shown = ExampleWidget(again).page
    base = bench().users[again.base_of(new.id)]
    assert shown["base"] == base.name
    assert next(p for p in shown["parts"] if p["title"] == "Finances")["example"] == example(base.id).finances
    for wrong in (0, -1, 10**7, "12", None, True):
        assert press(widget, do="meet", seed=wrong)["notice"]


def test_practice_coaches_hints_and_never_hands_in(tmp_path):
    (tmp_path / "assignment.yml").write_text(
        "schema: 1\nassignment: hart-city\ntitle: T\ncoach: 'off'\nhints: false\nservice_users: [ray-tillman]\n",
        "utf-8",
    )
    here = desk(tmp_path)
    assert (here.settings.coach, here.settings.hints) == ("full", True)
    assert set(here.people) == set(bench().users)
    assert "finish" not in [step["id"] for step in StripWidget(here).page["steps"]]
