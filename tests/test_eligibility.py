"""The traps of Hart City are found by its rules, each with its fact; what nobody states is unknown, not a no."""

from pathlib import Path

import attrs
import pytest
import yaml
from hartcity.city import load_city
from hartcity.directory import Location, Rules, Schedule
from hartcity.eligibility import assess, overlaps, ways_out
from hartcity.hours import clash
from hartcity.service_user import Coverage, Obligation, Papers, load_service_users

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "traps.yml").read_text(encoding="utf-8"))
CITY = load_city()
USERS = load_service_users(CITY)
GUIDE = (Path(__file__).parents[1] / "course" / "guide" / "traps.md").read_text(encoding="utf-8")


def fit(person, service):
    return assess(USERS[person] if isinstance(person, str) else person, CITY.services[service], CITY)


def reasons(person, service, kind):
    return [r for r in fit(person, service).reasons if r.kind == kind]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['person']}-{c['service']}-{c['kind']}")
def test_trap(case):
    found = fit(case["person"], case["service"])
    assert (found.status, found.open_now) == (case["status"], case["open"])
    if case["kind"] == "none":
        assert not [r for r in found.reasons if r.bars]
    else:
        assert [r for r in found.reasons if r.kind == case["kind"] and case["fact"] in r.fact]
    if "out" in case:
        service = CITY.services[case["service"]]
        assert case["out"] in [s.id for s in ways_out(USERS[case["person"]], service, CITY)]


def test_instructors_have_every_trap_in_their_list():
    for case in CASES:
        assert f"`{case['service']}`" in GUIDE


def test_every_person_has_a_way_and_every_reason_a_fact():
    for user in USERS.values():
        for service in CITY.services.values():
            found = assess(user, service, CITY)
            assert all(r.sentence.endswith((".", "?")) and r.fact for r in found.reasons)
            assert not found.open_now or found.status in ("eligible", "after a step")


def test_rules_read_the_facts_and_not_the_name():
    ray = USERS["ray-tillman"]
    assert fit(attrs.evolve(ray, discharge="honorable"), "patriot-commons-apartments").status == "eligible"
    other = attrs.evolve(ray, id="somebody-else", name="Somebody Else")
    assert fit(other, "patriot-commons-apartments").status == "not eligible"


def test_what_the_file_does_not_state_is_unknown():
    ray, kenji = USERS["ray-tillman"], USERS["kenji-nakamura"]
    assert fit(attrs.evolve(ray, discharge=""), "patriot-commons-apartments").status == "unknown"
    asked = attrs.evolve(kenji, landlord_takes_part=None)
    found = fit(asked, "emergency-rental-assistance")
    assert found.status == "unknown" and not found.open_now
    assert fit(attrs.evolve(kenji, lease=False), "emergency-rental-assistance").status == "not eligible"
    assert fit("amina-and-abdi-yusuf", "adult-outpatient-therapy").status == "unknown"


def test_what_the_directory_does_not_state_is_unknown():
    service = attrs.evolve(CITY.services["neighborhood-pantry"], x_eligibility=None)
    found = assess(USERS["jordan-kessler"], service, CITY)
    assert found.status == "unknown" and not found.open_now


def test_suspended_coverage_and_a_missing_paper_are_steps_with_a_helper():
    assert fit("deshawn-whitfield", "adult-outpatient-therapy").status == "after a step"
    (paper,) = reasons("deshawn-whitfield", "design-bootcamp", "paper")
    assert "Documents desk" in paper.sentence
    deshawn = attrs.evolve(USERS["deshawn-whitfield"], papers=Papers(have=("photo_id",)))
    assert fit(deshawn, "design-bootcamp").status == "eligible"


def test_a_childs_service_asks_for_the_childs_coverage():
    linh = USERS["linh-baptiste"]
    covered = attrs.evolve(linh, coverage=(Coverage("self", "private"), Coverage("children", "medicaid")))
    assert fit(covered, "child-and-adolescent-therapy").status == "eligible"


def test_an_exception_over_the_limit_is_a_step():
    found = fit("linh-baptiste", "family-law-and-protective-orders")
    assert found.status == "after a step" and "by exception" in found.reasons[0].sentence


def test_stairs_matter_only_to_whom_they_stop():
    assert reasons("caleb-ramirez", "design-bootcamp", "access")
    assert not reasons("kenji-nakamura", "design-bootcamp", "access")
    assert not reasons("eleanor-hathaway", "care-navigator-and-benefits-check-up", "access")  # it comes to the home
    unstated = attrs.evolve(CITY.services["design-bootcamp"], x_step_free=None)
    organization = attrs.evolve(CITY.organizations["bridgeworks-employment-center"], locations=(Location("main"),))
    city = attrs.evolve(CITY, organizations={**CITY.organizations, organization.id: organization})
    assert [r for r in assess(USERS["caleb-ramirez"], unstated, city).reasons if "isn't stated" in r.sentence]


@pytest.mark.parametrize(
    ("starts", "ends", "meets"),
    [("09:00", "12:00", True), ("08:00", "11:31", True), ("08:00", "11:30", False), ("22:00", "11:45", True)],
)
def test_hours_leave_half_an_hour_or_they_clash(starts, ends, meets):
    days = "TU" if starts < ends else "MO"  # a night shift begins the day before
    user = attrs.evolve(USERS["kenji-nakamura"], obligations=(Obligation("shift", days, starts, ends),))
    assert bool(clash(user, CITY.services["job-placement-and-forklift-cdl-vouchers"])) is meets


def test_a_sunday_night_shift_reaches_into_monday():
    user = attrs.evolve(USERS["kenji-nakamura"], obligations=(Obligation("night shift", "SU", "22:00", "12:00"),))
    service = attrs.evolve(
        CITY.services["design-bootcamp"], schedules=(Schedule("", byday="MO", opens_at="09:00", closes_at="11:00"),)
    )
    assert clash(user, service)


def test_language_needs_a_word_only_where_nobody_speaks_it():
    amina = "amina-and-abdi-yusuf"
    assert not reasons(amina, "primary-care-with-sliding-fee", "language")
    assert "interpreter" in reasons(amina, "neighborhood-pantry", "language")[0].sentence
    assert "Wednesday" in reasons(amina, "school-stability-and-iep-parent-partner", "language")[0].sentence
    assert not [s for s in CITY.services if reasons("kenji-nakamura", s, "language")]


def test_closed_months_lengthen_the_wait():
    city = attrs.evolve(CITY, as_of="2026-11-29")  # three days of waiting end in December
    clinic = CITY.services["housing-and-records-clinic"]
    found = assess(USERS["kenji-nakamura"], clinic, city)
    assert not found.open_now and [r for r in found.reasons if r.kind == "wait" and "33 days" in r.sentence]


def test_overlaps_name_services_that_meet_the_same_and_nothing_else():
    services = CITY.services

    def pairs(person, *ids):
        return {(o.first, o.second) for o in overlaps(USERS[person], [services[i] for i in ids], CITY)}

    assert pairs("eleanor-hathaway", "ada-paratransit", "escorted-medical-rides")
    assert not pairs("eleanor-hathaway", "weekend-groceries-to-your-door")  # meals in place come on other days
    assert pairs("kenji-nakamura", "eviction-defense", "housing-and-records-clinic")
    both = "snap-medicaid-tanf-and-liheap-applications", "coverage-and-benefits-enrollment-desk"
    assert pairs("marisol-quintero", *both)
    assert not pairs("ray-tillman", "rapid-rehousing-for-veterans", "integrated-behavioral-health")


def test_every_rule_can_be_unmet():
    """A rule that no code reads would open a service to everybody."""
    rules = dict(
        any_tag=("licensed_foster",), age_min=90, age_max=10, pct_max=1, smi_max=1, insurance=("medicare",),
        minor_child=True, homeowner=True, custody_doc=True, flag_required="landlord_will_participate",
    )  # fmt: skip
    kenji = USERS["kenji-nakamura"]
    for name, value in rules.items():
        service = attrs.evolve(CITY.services["design-bootcamp"], x_eligibility=Rules(**{name: value}))
        assert assess(kenji, service, CITY).status != "eligible", name


def test_a_directory_in_english_need_not_say_so():
    silent = attrs.evolve(CITY.organizations["fieldstone-food-network"], locations=(Location("main"),))
    city = attrs.evolve(CITY, organizations={**CITY.organizations, silent.id: silent})
    pantry = CITY.services["neighborhood-pantry"]
    assert not [r for r in assess(USERS["ray-tillman"], pantry, city).reasons if r.kind == "language"]
    assert [r for r in assess(USERS["amina-and-abdi-yusuf"], pantry, city).reasons if "isn't stated" in r.sentence]
