"""What a directory doesn't state is shown as not stated, never as free or for everyone."""

import attrs
import pytest
from hartcity.city import NOT_STATED, Rules, load_city
from hartcity.eligibility import assess
from hartcity.service_user import load_service_users
from hartcity.widgets import facets
from hartcity.widgets.directory_data import directory_payload

CITY = load_city()


def test_hart_city_states_for_every_service_whom_it_is_for_and_what_to_bring():
    unstated = [s.id for s in CITY.services.values() if s.x_eligibility is None or s.required_documents is None]
    assert not unstated, "write x_eligibility: {} when it is open to everyone, required_documents: [] when none"


def test_what_is_not_stated_is_never_free_nor_for_everyone():
    blank = attrs.evolve(
        CITY.services["neighborhood-pantry"],
        x_eligibility=None, eligibility_description="", fees_description="", required_documents=None, cost_options=(),
    )  # fmt: skip
    organization = attrs.evolve(CITY.organization_of(blank.id), services=(blank,))
    row = directory_payload(attrs.evolve(CITY, organizations={organization.id: organization}))["services"][0]
    assert (row["who"], row["cost"], row["documents"]) == (NOT_STATED, NOT_STATED, [NOT_STATED])
    assert (row["facets"]["who"], row["facets"]["cost"]) == (["unknown"], ["unknown"])
    person = next(iter(load_service_users(CITY).values()))
    fit = assess(person, blank, CITY)
    assert (fit.status, fit.open_now) == ("unknown", False)
    assert assess(person, attrs.evolve(blank, minimum_age=person.age + 1), CITY).status == "not eligible"
    assert assess(person, attrs.evolve(blank, x_eligibility=Rules()), CITY).status == "eligible"


@pytest.mark.parametrize("line", ["Call the toll-free line for fees", "Not free", "Feel free to call", "Drug-free"])
def test_the_word_free_alone_does_not_make_a_service_free(line):
    assert "free" not in facets.cost_kinds(line)
