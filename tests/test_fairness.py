"""What must never change a level: names, pronouns, origin, spelling, line ends, quotes, and length by itself.

With HART_RATED=DIR the same is tried on a folder of rated texts, as `hartgrader agreement` reads it.
"""

import functools
import os
import re
import unicodedata
from pathlib import Path

import attrs
import pytest
from hartcity import text as texts
from hartcity.letter import letter
from hartgrader import score as scoring
from hartgrader.agreement import load
from judging import answers, bench, cases

EMAIL = ("collaboration", "professionalism", "concision")
UNCHANGED = 0.995


@functools.cache
def submissions():
    found = [answers(c) for c in cases("benefits", "coordination", "finances", "emails", "lengths")]
    if folder := os.environ.get("HART_RATED"):
        found += [r.answers for r in load(Path(folder), bench())]
    return found


def levels(submission, user=None):
    b = bench()
    sheet = scoring.score(submission, b.city, user or b.users[submission.service_user], b.rubrics)
    return {name: s.level for name, s in sheet.criteria.items()}


@functools.cache
def before(number):
    return levels(submissions()[number])


def changed(submission, change):
    email = attrs.evolve(submission.email, subject=change(submission.email.subject), body=change(submission.email.body))
    return attrs.evolve(
        submission,
        email=email,
        coordination=change(submission.coordination),
        finances=change(submission.finances),
        benefits={k: change(v) for k, v in submission.benefits.items()},
    )


def words(pairs):
    """Return a change of whole words, small or with a capital."""
    table = {**pairs, **{a.capitalize(): b.capitalize() for a, b in pairs.items()}}
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, sorted(table, key=len, reverse=True))) + r")\b")
    return lambda t: pattern.sub(lambda m: table[m.group()], t)


BRITISH = {
    "neighbor": "neighbour", "neighbors": "neighbours", "program": "programme", "programs": "programmes",
    "authorization": "authorisation", "authorized": "authorised", "authorize": "authorise", "color": "colour",
    "center": "centre", "counseling": "counselling", "counselor": "counsellor", "enroll": "enrol",
    "favor": "favour", "favors": "favours", "organization": "organisation", "organizations": "organisations",
    "paycheck": "pay cheque", "recognize": "recognise", "apologize": "apologise", "labor": "labour",
    "realize": "realise", "license": "licence", "fulfill": "fulfil", "judgment": "judgement",
}  # fmt: skip
HE = {"she": "he", "her": "his", "hers": "his", "herself": "himself"}
SHE = {"he": "she", "him": "her", "his": "her", "himself": "herself"}
CHANGES = {
    "curly quotes": lambda t: t.replace("'", "’"),
    "straight quotes": lambda t: t.replace("’", "'").replace("“", '"').replace("”", '"'),
    "windows line ends": lambda t: t.replace("\n", "\r\n"),
    "old line ends": lambda t: t.replace("\n", "\r"),
    "spaces at line ends": lambda t: t.replace("\n", "  \n"),
    "hard spaces": lambda t: t.replace(", ", ",\u00a0"),
    "composed letters": lambda t: unicodedata.normalize("NFD", t),
    "a man": words(HE),
    "a woman": words(SHE),
    "British spelling": words(BRITISH),
    "another agency of the writer": words({"hart community services": "bay street family services"}),
    "an agency with a foreign name": lambda t: t.replace("Hart Community Services", "Casa Esperanza Services"),
}


def compare(change):
    """Return how many levels stay, of how many, and those that moved."""
    total, moved = 0, []
    for number, submission in enumerate(submissions()):
        after = change(submission)
        for criterion, level in before(number).items():
            # What isn't written stays at 0 whatever changes, and says nothing.
            total += level > 0
            if after[criterion] != level:
                moved.append((number, submission.service_user, criterion, level, after[criterion]))
    return total, moved


def hold(total, moved):
    assert total - len(moved) >= UNCHANGED * total, moved


@pytest.mark.parametrize("name", CHANGES)
def test_what_never_changes_a_level(name):
    hold(*compare(lambda s: levels(changed(s, CHANGES[name]))))


NAMES = ["Oluwaseun Adébáyò", "Nguyễn Thị Hạnh", "Guadalupe Hernández-Ruiz", "Hunter McAllister", "Fatima al-Sayed"]


@pytest.mark.parametrize("name", NAMES)
def test_the_persons_name_changes_nothing(name):
    first, *_, last = name.split()

    def change(submission):
        user = bench().users[submission.service_user]
        old = [w for w in user.name.split() if w != "and"]
        table = {old[0]: first, old[-1]: last}
        return levels(changed(submission, words(table)), attrs.evolve(user, name=name))

    total, moved = compare(change)
    # A couple has two first names, which one name can't stand for.
    hold(total, [m for m in moved if m[1] != "amina-and-abdi-yusuf"])


@pytest.mark.parametrize("name", NAMES)
def test_the_writers_name_changes_nothing(name):
    def change(submission):
        body = submission.email.body
        plain = texts.clean(body).text
        signature = letter(plain).signature.of(plain).split("\n")[0].split(",")[0].strip()
        if len(signature.split()) != 2:
            return levels(submission)
        return levels(
            attrs.evolve(submission, email=attrs.evolve(submission.email, body=body.replace(signature, name)))
        )

    hold(*compare(change))


def test_a_harmless_true_sentence_changes_nothing():
    more = " Hart City lies on a river."

    def change(submission):
        body = submission.email.body
        if paragraphs := letter(texts.clean(body).text).paragraphs:
            at = paragraphs[-1].end
            body = body[:at] + more + body[at:]
        grown = changed(submission, lambda t: t + more if t.strip() else t)
        return levels(attrs.evolve(grown, email=attrs.evolve(submission.email, body=body)))

    hold(*compare(change))


def test_saying_everything_twice_never_helps():
    for number, submission in enumerate(submissions()):
        twice = attrs.evolve(submission.email, body=submission.email.body + "\n\n" + submission.email.body)
        after = levels(attrs.evolve(submission, email=twice))
        for criterion in EMAIL:
            assert after[criterion] <= before(number)[criterion], (number, criterion)


@pytest.mark.parametrize("field", ["coordination", "finances"])
def test_padding_adds_no_level(field):
    """Words that say nothing raise nothing, however many they are."""
    pad = (
        " It is worth saying that this matters. In life one thing follows another, and nobody knows what comes."
        " There is a great deal that could be said about it. People differ, and so do days."
    )
    for number, submission in enumerate(submissions()):
        if text := getattr(submission, field).strip():
            after = levels(attrs.evolve(submission, **{field: text + pad * 3}))
            assert after[field] <= before(number)[field], (number, before(number)[field], after[field])
