"""The traps of Hart City are found by its rules, and a percent of poverty is exact."""

from pathlib import Path

import attrs
import pytest
import yaml
from hartcity import money
from hartcity.city import load_city
from hartcity.eligibility import assess
from hartcity.service_user import load_service_users
from hypothesis import given
from hypothesis import strategies as st

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "traps.yml").read_text(encoding="utf-8"))
CITY = load_city()
USERS = load_service_users(CITY)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['person']}-{c['service']}-{c['kind']}")
def test_trap(case):
    fit = assess(USERS[case["person"]], CITY.services[case["service"]], CITY)
    assert (fit.status, fit.open_now) == (case["status"], case["open"])
    if case["kind"] == "none":
        assert not [r for r in fit.reasons if r.bars]
    else:
        assert [r for r in fit.reasons if r.kind == case["kind"] and case["fact"] in r.fact]


def test_rules_read_the_facts_and_not_the_name():
    ray, homes = USERS["ray-tillman"], CITY.services["patriot-commons-apartments"]
    assert assess(attrs.evolve(ray, discharge="honorable"), homes, CITY).status == "eligible"
    other = attrs.evolve(ray, id="somebody-else", name="Somebody Else")
    assert assess(other, homes, CITY).status == "not eligible"


@given(cents=st.integers(0, 10**9), household=st.integers(1, 20))
def test_percent_of_poverty_falls_with_every_person_and_never_with_income(cents, household):
    percent = money.percent_of_poverty(cents, household).value
    assert money.percent_of_poverty(cents + 1, household).value > percent
    assert money.percent_of_poverty(cents, household + 1).value <= percent


@given(household=st.integers(1, 20))
def test_the_guideline_itself_is_one_hundred_percent(household):
    assert str(money.percent_of_poverty(money.poverty_guidelines().annual_cents(household), household)) == "100%"


def test_no_household_without_people():
    with pytest.raises(ValueError, match="at least one person"):
        money.percent_of_poverty(100, 0)
