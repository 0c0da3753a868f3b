"""Money is exact, in cents, and every figure has its rule and source: fees, programs, plans and cliffs."""

import json

import attrs
import pytest
from click.testing import CliRunner
from hartcity import money
from hartcity.city import load_city
from hartcity.cli import main
from hartcity.directory import CostOption, Rules
from hartcity.eligibility import rules
from hartcity.money.benefits import snap_estimate, standing, standings
from hartcity.money.cliffs import cliffs, crossed
from hartcity.money.fees import fees, monthly_cost
from hartcity.money.plan import as_json, plan
from hartcity.service_user import Coverage, Income, Member, load_service_users
from hypothesis import given
from hypothesis import strategies as st

CITY = load_city()
USERS = load_service_users(CITY)
KENJI, CALEB, LINH = USERS["kenji-nakamura"], USERS["caleb-ramirez"], USERS["linh-baptiste"]
SERVICES = CITY.services
PEOPLE = st.sampled_from(sorted(USERS))
CHOICES = st.lists(st.sampled_from(sorted(SERVICES)), max_size=5, unique=True)


def earning(cents_a_month, household=1):
    members = tuple(Member(f"child {i}", "child", 8) for i in range(household - 1))
    income = (Income("a job", "other", cents_a_month, "month"),)
    return attrs.evolve(KENJI, income=income, household=household, members=members, prospects=())


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


@given(amount=st.fractions(0, 10**9))
def test_cents_are_never_more_than_half_a_cent_away(amount):
    whole = money.cents(amount)
    assert isinstance(whole, int) and -1 <= 2 * (amount - whole) < 1


@given(cents=st.integers(-(10**12), 10**12))
def test_dollars_say_exactly_these_cents(cents):
    said = money.dollars(cents)
    digits = said.replace("$", "").replace(",", "").replace("-", "")
    whole, _, rest = digits.partition(".")
    assert 100 * int(whole) + int(rest or 0) == abs(cents) and said.startswith("-") == (cents < 0)


@pytest.mark.parametrize(
    ("percent", "household", "cents"),
    [(125, 1, 166_250), (138, 1, 183_540), (200, 1, 266_000), (138, 3, 314_180), (100, 6, 369_666)],
)
def test_monthly_limits_are_those_of_the_published_table(percent, household, cents):
    assert int(money.monthly_limit(percent, household)) == cents


@pytest.mark.parametrize("household", range(1, 9))
def test_snap_limits_are_the_guideline_rounded_up(household):
    row = money.snap().row(household)
    for limit, percent in ((row.net, 100), (row.gross, 130), (row.gross_elderly, 165)):
        exact = money.monthly_limit(percent, household)
        assert limit % 100 == 0 and 0 <= limit - exact < 100
    assert money.snap().row(9) is None


@given(cents=st.integers(0, 600_000), household=st.integers(1, 8))
def test_snap_estimates_never_grow_with_income_and_never_pass_the_largest(cents, household):
    now, more = snap_estimate(earning(cents, household)), snap_estimate(earning(cents + 10_000, household))
    if household > 4:
        assert now is None  # nobody could name the allotment
    else:
        assert 0 <= more <= now <= money.snap().row(household).allotment


@given(cents=st.integers(0, 900_000), household=st.integers(1, 8), more=st.integers(1, 200_000))
def test_cliffs_are_where_the_programs_end(cents, household, more):
    """A cent below the room keeps the program, a cent above it loses it, and `crossed` says which."""
    user = earning(cents, household)
    for cliff in cliffs(user):
        if cliff.of != "income" or cliff.room < 0:
            continue
        inside, outside = earning(cents + cliff.room, household), earning(cents + cliff.room + 1, household)
        assert standing(inside, cliff.program).outlook == "likely"
        assert standing(outside, cliff.program).outlook == "no"
        assert (cliff in crossed(user, more_income=more)) == (more > cliff.room)


def test_the_cliffs_of_the_case():
    passed = {c.program.id: c for c in crossed(KENJI, more_income=40_000)}
    assert passed["legal_aid"].room == 4_250 and passed["medicaid"].room == 21_540
    (saved,) = crossed(CALEB, more_savings=240_000)
    assert (saved.program.id, saved.room, saved.limit) == ("ssi", 85_000, 200_000)
    assert not crossed(CALEB, more_savings=85_000)
    assert all(c.source and c.sentence for user in USERS.values() for c in cliffs(user))


def test_students_elders_and_papers_have_rules_of_their_own():
    jordan, amina = USERS["jordan-kessler"], USERS["amina-and-abdi-yusuf"]
    snap = money.programs()["snap"]
    assert standing(jordan, snap).outlook == "after a step" and "2 more" in standing(jordan, snap).sentence
    longer = attrs.evolve(jordan, income=(attrs.evolve(jordan.income[0], hours=20),))
    assert standing(longer, snap).outlook == "likely"
    assert standing(amina, snap).outlook == "unknown"
    assert standing(attrs.evolve(amina, permanent_resident=True), snap).outlook == "likely"
    assert standing(amina, money.programs()["wic"]).outlook == "likely"
    assert "medicare_savings" in {s.program.id for s in standings(USERS["eleanor-hathaway"]) if s.outlook == "likely"}
    assert not [s for s in standings(USERS["ray-tillman"]) if s.program.for_a_home]  # a van has no heating bill


@given(cents=st.integers(0, 900_000), household=st.integers(1, 12), tag=st.sampled_from(["", "disability", "age60"]))
def test_snap_without_a_limit_on_gross_income_still_has_one_on_net_income(cents, household, tag):
    """Somebody of 60 with a good income isn't told that an application is likely to work."""
    user = attrs.evolve(earning(cents, household), tags=(tag,) if tag else ())
    limit = 100 * -(-money.poverty_guidelines().annual_cents(household) // 1200)  # 7 CFR 273.9(a)(2), to the dollar
    outlook = standing(user, money.programs()["snap"]).outlook
    if not tag:
        assert (outlook == "no") == (cents > 100 * -(-money.monthly_limit(130, household) // 100))
    elif household <= 4:
        deduction = money.snap().row(household).deduction
        assert outlook == ("unknown" if cents - deduction > limit else "likely")
    else:
        assert outlook in ("likely", "unknown")


def test_who_expects_a_child_counts_for_two_where_the_program_says_so():
    amina, wic = USERS["amina-and-abdi-yusuf"], money.programs()["wic"]
    at_most = int(money.monthly_limit(185, amina.household + 1))
    rich = attrs.evolve(amina, income=(Income("a job", "wages", at_most, "month"),))
    assert standing(rich, wic).outlook == "likely"
    assert standing(attrs.evolve(rich, tags=("immigrant",)), wic).outlook == "no"
    richer = attrs.evolve(amina, income=(Income("a job", "wages", at_most + 1, "month"),))
    assert standing(richer, wic).outlook == "no"


def test_no_program_is_likely_by_a_rule_that_the_table_does_not_hold():
    assert standing(attrs.evolve(CALEB, benefits=()), money.programs()["ssi"]).outlook == "unknown"
    covered = attrs.evolve(KENJI, coverage=(Coverage("self", "medicare"),))
    assert standing(covered, money.programs()["medicaid"]).outlook == "no"


@given(cents=st.integers(0, 900_000), household=st.integers(1, 12), limit=st.sampled_from([100, 125, 138, 200]))
def test_a_service_s_income_limit_includes_the_limit_itself_and_its_reason_is_never_the_limit(cents, household, limit):
    service = attrs.evolve(SERVICES["neighborhood-pantry"], x_eligibility=Rules(pct_max=limit))
    exact = money.monthly_limit(limit, household)
    for month in (cents, int(exact), int(exact) + 1):
        said = [r.fact for r in rules.unmet(earning(month, household), service, CITY)]
        assert bool(said) == (month > exact)
        assert said != [f"income is at {limit}%"]


@given(cents=st.integers(0, 900_000), household=st.integers(1, 8))
def test_a_sliding_fee_has_one_step_for_every_income_and_never_falls(cents, household):
    clinic = SERVICES["primary-care-with-sliding-fee"]
    (fee,), (more,) = fees(earning(cents, household), clinic), fees(earning(cents + 5_000, household), clinic)
    assert fee.cents <= more.cents and "of poverty" in fee.rule
    assert fee.full is None or fee.full > fee.cents


def test_fees_follow_coverage_and_days():
    therapy = SERVICES["adult-outpatient-therapy"]
    assert [f.cents for f in fees(CALEB, therapy)] == [0]
    assert [f.cents for f in fees(LINH, therapy)] == [3_500]
    assert fees(USERS["amina-and-abdi-yusuf"], therapy)[0].cents is None  # nobody knows before the review
    beds = SERVICES["gatehouse-transitional-beds"]
    assert monthly_cost(USERS["deshawn-whitfield"], beds) == 38_571  # $90 × 30/7, after the free days
    rent = SERVICES["bridge-transitional-apartments"]
    assert [f.cents for f in fees(USERS["jordan-kessler"], rent)] == [32_760]  # 30 % of $1,092


def test_what_the_directory_does_not_say_is_not_free():
    silent = attrs.evolve(SERVICES["neighborhood-pantry"], cost_options=())
    found = plan(KENJI, [silent], CITY)
    assert fees(KENJI, silent)[0].cents is None and monthly_cost(KENJI, silent) is None
    assert [line.cents for line in found.unknown] == [None]


def test_rides_as_the_trap_has_them():
    eleanor = USERS["eleanor-hathaway"]
    assert monthly_cost(eleanor, SERVICES["escorted-medical-rides"]) == 21_600
    assert monthly_cost(eleanor, SERVICES["ada-paratransit"]) == 3_600
    (fee,) = [line for line in plan(eleanor, [SERVICES["ada-paratransit"]], CITY).lines if line.kind == "fee"]
    assert (fee.times, fee.each) == (36, 300)  # the temporary pass bridges the wait


def kinds(found, kind):
    return [line for line in found.lines if line.kind == kind]


def test_a_missing_paper_is_paid_once_and_not_when_a_service_pays_it():
    deshawn, clinic = USERS["deshawn-whitfield"], [SERVICES["mutual-aid-fund"], SERVICES["design-bootcamp"]]
    assert [(x.what, x.cents) for x in kinds(plan(deshawn, clinic, CITY), "paper")] == [("photo ID", 2_600)]
    helped = plan(deshawn, [*clinic, SERVICES["documents-desk"]], CITY)
    assert not kinds(helped, "paper") and 4_200 in [x.cents for x in kinds(helped, "saving")]


def test_a_pass_carries_to_the_other_services():
    pantry, bus_pass = SERVICES["neighborhood-pantry"], SERVICES["reduced-fare-pass"]
    assert sum(x.cents for x in kinds(plan(KENJI, [pantry], CITY), "travel")) > 0
    together = plan(KENJI, [pantry, bus_pass], CITY)
    assert sum(x.cents for x in kinds(together, "travel") if x.service == pantry.id) == 0
    assert [x.cents for x in kinds(together, "saving")] == [8_400]  # two whole months after the wait of a day


def test_wages_are_lost_only_when_no_hour_is_free():
    denise = USERS["denise-abernathy"]
    navigator = SERVICES["kinship-navigator-and-respite"]  # open 9 to 18; her shift and the way take 10 to 17
    assert not kinds(plan(USERS["ray-tillman"], [navigator], CITY), "wages")
    lost = kinds(plan(denise, [navigator], CITY), "wages")
    long_day = attrs.evolve(denise, obligations=(attrs.evolve(denise.obligations[0], starts="08:00"),))
    assert kinds(plan(long_day, [navigator], CITY), "wages") == []  # an hour is left at the end of the day
    long_day = attrs.evolve(denise, obligations=(attrs.evolve(long_day.obligations[0], ends="16:31"),))
    assert not lost and kinds(plan(long_day, [navigator], CITY), "wages")[0].each == 2_680  # two hours at $13.40


def test_care_for_small_children_is_counted_unless_somebody_is_there():
    marisol = USERS["marisol-quintero"]
    desk = [SERVICES["coverage-and-benefits-enrollment-desk"]]
    assert [x.each for x in kinds(plan(marisol, desk, CITY), "child care")] == [1_900]  # two hours at $9.50
    assert not kinds(plan(attrs.evolve(marisol, child_care_by="MO"), desk, CITY), "child care")
    weekly = [SERVICES["integrated-behavioral-health"]]
    with_subsidy = [*weekly, SERVICES["child-care-subsidy"]]
    assert [x.times for x in kinds(plan(marisol, weekly, CITY), "child care")] == [12]
    assert [x.times for x in kinds(plan(marisol, with_subsidy, CITY), "child care")] == [3]  # until day 20


def test_a_wait_longer_than_the_plan_costs_nothing_yet():
    (line,) = [x for x in plan(KENJI, [SERVICES["housing-choice-voucher"]], CITY).lines if x.kind == "fee"]
    assert line.cents == 0 and "1400 days" in line.rule


def test_a_program_is_counted_once():
    marisol = USERS["marisol-quintero"]
    both = [SERVICES["snap-and-wic-application-help"], SERVICES["coverage-and-benefits-enrollment-desk"]]
    assert len([x for x in kinds(plan(marisol, both, CITY), "saving") if x.what.startswith("SNAP")]) == 1


@given(person=PEOPLE, ids=CHOICES, days=st.integers(1, 365))
def test_a_plan_adds_up_in_whole_cents_and_names_every_source(person, ids, days):
    found = plan(USERS[person], [SERVICES[i] for i in ids], CITY, days)
    for line in found.lines:
        assert line.rule and line.source and line.times >= 0
        assert line.cents is None or (isinstance(line.cents, int) and line.cents >= 0)
    known = [x for x in found.lines if x.cents is not None]
    assert found.cost == sum(x.cents for x in known if x.kind != "saving")
    assert found.saves == sum(x.cents for x in known if x.kind == "saving")
    assert "." not in json.dumps([x for x in as_json(found)["lines"] if isinstance(x["cents"], float)])


@given(person=PEOPLE, service=st.sampled_from(sorted(SERVICES)), days=st.integers(1, 300))
def test_a_longer_plan_never_costs_or_saves_less(person, service, days):
    shorter, longer = (plan(USERS[person], [SERVICES[service]], CITY, d) for d in (days, days + 30))
    assert longer.cost >= shorter.cost and longer.saves >= shorter.saves


@given(options=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=4), cents=st.integers(0, 500_000))
def test_tiers_hold_exactly_between_their_limits(options, cents):
    user = earning(cents)
    percent = money.percent_of_poverty(user.annual_income_cents, 1).value
    tiers = tuple(CostOption(f"tier {i}", 100, x_pct_over=a, x_pct_max=b) for i, (a, b) in enumerate(options))
    service = attrs.evolve(SERVICES["neighborhood-pantry"], cost_options=tiers)
    held = {f"tier {i}" for i, (over, most) in enumerate(options) if over < percent <= most}
    assert {f.what for f in fees(user, service) if f.cents is not None} == held


def test_the_command_prints_figures_rules_and_sources():
    args = ["user", "money", "kenji-nakamura", "job-placement-and-forklift-cdl-vouchers", "--format", "json"]
    found = json.loads(CliRunner().invoke(main, args).stdout)
    assert found["cost_cents"] == 3_400 and "Free civil legal aid" in found["would_pass"]
    text = CliRunner().invoke(main, args[:-2], env={"COLUMNS": "200"}).stdout
    assert "this plan passes it" in text and "45 CFR 1611.3" in text and "Not legal advice" in text
    wrong = CliRunner().invoke(main, ["user", "money", "kenji-nakamura", "job-placment"])
    assert wrong.exit_code == 1 and wrong.output.count("\n") == 1 and "is not a service" in wrong.output
