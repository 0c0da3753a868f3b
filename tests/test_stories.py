"""Whose story a text tells: of people of the city, of new ones, and in a city that knows nobody else."""

from __future__ import annotations

import shutil

import pytest
from hartcity.city import load_city
from hartcity.variants import many
from hartgrader.score import score
from judging import answers, bench

SERVICES = ("kinship-navigator-and-respite", "school-stability-and-iep-parent-partner")


def flags(city, user, text):
    """Return the kinds of flags of answers in which a text is all that is told of a person."""
    email = {"to": "little-acorn", "subject": "A", "body": f"Dear team,\n\n{text} Could we talk?\n\nSincerely,\nA"}
    told = {
        "service_user": user.id,
        "services": list(SERVICES),
        "benefits": dict.fromkeys(SERVICES, text),
        "email": email,
    }
    return {flag.kind for flag in score(answers(told), city, user, bench().rubrics).flags}


def story(user):
    return " ".join([*user.strengths, *user.barriers, *(need.why for need in user.needs), user.story])


def test_everybody_may_be_told_of_in_the_words_of_their_own_case():
    for user in bench().users.values():
        assert "wrong-person" not in flags(bench().city, user, story(user)), user.id


def test_new_people_are_nobody_else():
    for made in many(bench().city, 1, 25):
        assert "wrong-person" not in flags(bench().city, made.user, story(made.user)), made.user.id


def test_another_person_s_story_is_seen_without_a_name():
    users = bench().users
    text = story(users["eleanor-hathaway"]).replace("Eleanor", "She").replace("Hathaway", "")
    assert "wrong-person" in flags(bench().city, users["kenji-nakamura"], text)


@pytest.mark.parametrize("left", [None, "unfinished.yml"])
def test_a_city_that_knows_nobody_else_is_no_obstacle(tmp_path, left):
    folder = shutil.copytree(bench().city.path, tmp_path / "city")
    shutil.rmtree(folder / "service-users")
    (folder / "service-users").mkdir()
    if left:
        (folder / "service-users" / left).write_text("name: [", encoding="utf-8")
    user = bench().users["denise-abernathy"]
    assert "wrong-person" not in flags(load_city(folder), user, story(user))
