"""Every indicator and every flag, on texts that must meet it and texts that must not."""

import pytest
from hartgrader.rubric import CRITERIA
from judging import answers, bench, load

DATA = load("indicators")


def case(row, text):
    """Return a submission in which the text stands in the field that the row names."""
    if isinstance(text, str):
        text = text * row.get("repeat", 1)
    given = {**DATA["given"], **row}
    email = {"to": given["to"], "subject": given["subject"], "body": ""}
    data = {"service_user": given["service_user"], "services": given["services"], "email": email}
    head, _, rest = row["in"].partition(".")
    if rest:
        data[head] = {**data.get(head, {}), rest: text}
    else:
        data[head] = text
    if head == "benefits" and "services" not in row:
        data["services"] = list(text)
    return answers(data)


def examples(rows, good, bad):
    return [
        pytest.param(row, text, wanted, id=f"{row.get('id') or row['kind']} {key} {n}")
        for row in rows
        for key, wanted in ((good, True), (bad, False))
        for n, text in enumerate(row[key], 1)
    ]


def indicators():
    return {i.id: i for name in CRITERIA for i in bench().rubrics[name].indicators}


@pytest.mark.parametrize(("row", "text", "wanted"), examples(DATA["indicators"], "passes", "fails"))
def test_indicator(row, text, wanted):
    result = indicators()[row["id"]].check.run(bench().context(case(row, text)))
    assert (result.met >= 1) == wanted, result


@pytest.mark.parametrize(
    ("row", "text", "words"),
    [
        pytest.param(row, mark["of"], mark["says"], id=f"{row['id']} marks {n}")
        for row in DATA["indicators"]
        for n, mark in enumerate(row.get("marks", ()), 1)
    ],
)
def test_what_is_marked_says_it(row, text, words):
    context = bench().context(case(row, text))
    spans = indicators()[row["id"]].check.run(context).spans
    marked = " … ".join(context.raw(s.field)[s.start : s.end] for s in spans)
    assert words in marked, marked


@pytest.mark.parametrize(("row", "text", "wanted"), examples(DATA["flags"], "raises", "spares"))
def test_flag(row, text, wanted):
    raised = {flag.kind for flag in bench().score(case(row, text)).flags}
    assert (row["kind"] in raised) == wanted


def test_every_indicator_and_flag_has_both_kinds_of_examples():
    rows = {row["id"]: row for row in DATA["indicators"]}
    assert set(rows) == set(indicators())
    assert all(row["passes"] and row["fails"] for row in rows.values())
    assert {row["kind"] for row in DATA["flags"]} == {rule.kind for rule in bench().rubrics.flags}
    assert all(row["raises"] for row in DATA["flags"])


# How many ways of saying a thing must be read rightly, and how many look-alikes must not be taken for it. Nobody chose
# words with `phrasings-aside` in view: there less is found.
LEAST = {f"phrasings-{name}": 0.8 for name in ("email", "plans", "voices", "doubles", "accents", "form", "services")}
LEAST |= {"phrasings-aside": 0.6, "phrasings-services-aside": 0.6}
# Families about one indicator, for several people, count together.
PHRASINGS = [
    pytest.param(data["given"], [f for f in data["families"] if f["id"] == name], least, id=f"{file} {name}")
    for file, least in LEAST.items()
    for data in (load(file),)
    for name in dict.fromkeys(f["id"] for f in data["families"])
]


@pytest.mark.parametrize(("given", "families", "share"), PHRASINGS)
def test_a_thing_is_found_however_it_is_said(given, families, share):
    check = indicators()[families[0]["id"]].check

    def met(family, text):
        return check.run(bench().context(case({**given, **family}, text))).met >= family.get("least", 1)

    def read(key):
        return {text: met(family, text) for family in families for text in family[key]}

    says, doesnt = read("says"), read("doesnt")
    assert sum(says.values()) >= share * len(says), [t for t, found in says.items() if not found]
    assert sum(not found for found in doesnt.values()) >= share * len(doesnt), [
        t for t, found in doesnt.items() if found
    ]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("We write in order to ask.", "to"),
        ("Call prior to Friday.", "before"),
        ("He is wheelchair-bound.", "uses a wheelchair"),
    ],
)
def test_a_wordy_phrase_comes_with_a_plainer_one_and_its_place(text, plain):
    from hartcity.service_user import load_service_user
    from hartgrader.coach import load as load_coach

    row = {"in": "email.body"}
    found = load_coach(bench().city, load_service_user(bench().city, "denise-abernathy"))(
        case(row, text), ("concision", "professionalism")
    )
    swaps = [f for f in found if f.replacement == plain]
    assert len(swaps) == 1
    start, end = swaps[0].spans[0].start, swaps[0].spans[0].end
    assert text[:start] + plain + text[end:] != text
    assert text[start:end].lower().split()[0] in ("in", "prior", "wheelchair-bound")


def test_a_persons_own_word_for_themselves_is_no_label():
    import attrs
    from hartgrader.context import Context

    check = indicators()["person-first"].check
    submission = case({"in": "email.body"}, "She is an autistic kid, in her words.")
    user = bench().users["denise-abernathy"]
    assert check.run(Context(submission, bench().city, user, bench().rubrics.library)).met < 1
    user = attrs.evolve(user, preferred_terms=("autistic kid",))
    assert check.run(Context(submission, bench().city, user, bench().rubrics.library)).met == 1
