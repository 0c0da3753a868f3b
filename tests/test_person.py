"""The person's page has the whole portrait in the order it is read, and help for whoever finds it heavy."""

import json

import attrs
import pytest
from hartcity.city import load_city
from hartcity.service_user import Income, contradictions, load_service_users
from hartcity.widgets.person_data import help_lines, people_payload, portrait

CITY = load_city()
USERS = load_service_users(CITY)


@pytest.fixture(scope="module")
def pages():
    return {p["id"]: p for p in json.loads(json.dumps(people_payload(USERS, CITY)))["people"]}


def test_everybody_has_a_whole_portrait(pages):
    for page in pages.values():
        assert 4 <= len(page["strengths"]) <= 6 and page["situation"] and page["quote"] and len(page["story"]) == 2
        assert page["terms"] and page["supports"] and page["barriers"]
        assert all(need["why"].endswith(".") for need in page["needs"])
        assert page["consent"]["organizations"] and (page["consent"]["ask_anyone"] or page["consent"]["anyone"])
        assert {"Income", "Household", "Poverty guideline", "Health coverage"} <= {
            row["label"] for row in page["money"]
        }


def test_a_heavy_story_comes_with_numbers_that_exist(pages):
    heavy = [p for p in pages.values() if p["content_note"]]
    assert len(heavy) >= 6 and all(page["help_lines"] for page in heavy)
    assert any("1-800-799-7233" in line for line in pages["marisol-quintero"]["help_lines"])
    assert all(line.how and line.source for line in help_lines().values())
    assert all(set(user.help_lines) <= help_lines().keys() for user in USERS.values())


def test_a_page_says_names_and_never_ids(pages):
    said = json.dumps([{k: v for k, v in p.items() if k not in ("id", "consent")} for p in pages.values()])
    remarks = [o["conflict"] + o["relationship"] for p in pages.values() for o in p["consent"]["organizations"]]
    for id in [*CITY.services, *CITY.organizations]:
        assert id not in said and not [r for r in remarks if id in r]


def test_where_somebody_hides_is_not_on_the_map(pages):
    for id in ("marisol-quintero", "ray-tillman", "jordan-kessler"):
        assert "Lives in" not in [row["label"] for row in pages[id]["around"]]
    assert {"sign": "home", "label": "Lives in", "text": "Elm Grove"} in pages["eleanor-hathaway"]["around"]


def test_money_shows_the_figures_that_the_income_rests_on(pages):
    rows = [row["text"] for row in pages["denise-abernathy"]["money"]]
    assert "school cafeteria: $13.40 an hour, 30 hours a week, 40 weeks a year" in rows
    assert any(row.startswith("$16,080 a year (about $1,340 a month)") for row in rows)


def test_a_date_is_said_once(pages):
    assert pages["kenji-nakamura"]["dates"].count("Housing law: within 9 days") == 1
    assert not [d for d in pages["kenji-nakamura"]["dates"] if d.startswith("Eviction hearing")]


def test_someone_whose_file_says_little_still_has_a_page():
    bare = attrs.evolve(
        USERS["ray-tillman"], story="", quote="", content_note="", supports=(), strengths=(), dates=(), income=(),
        preferred_terms=(), ask_first={}, share={}, never={}, coverage=(),
    )  # fmt: skip
    page = portrait(bare, CITY)
    assert page["story"] == [] and page["money"][0]["text"] == "none"


@pytest.mark.parametrize(
    ("person", "change", "said"),
    [
        ("eleanor-hathaway", {"age": 58}, "age60"),
        ("marisol-quintero", {"household": 4}, "household"),
        ("deshawn-whitfield", {"turns": 30}, "turns"),
        ("deshawn-whitfield", {"tags": ()}, "justice"),
        ("kenji-nakamura", {"lease": False}, "landlord_takes_part"),
        ("caleb-ramirez", {"tags": ("homeless",)}, "lease"),
        ("denise-abernathy", {"income": (Income("a gift", "other", 100, "month"),)}, "wages"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused_with_a_reason(person, change, said):
    assert [c for c in contradictions(attrs.evolve(USERS[person], **change)) if said in c]
