"""What the guide says the judge gets wrong is what it gets wrong."""

import attrs
import pytest
from hartcity.content import locate
from judging import answers, bench, cases

KNOWN = {case["id"]: answers(case) for case in cases("benefits", "coordination", "finances", "emails")}
GUIDE = " ".join(locate("guide", "how-judging-works.md").read_text("utf-8").split())


def changed(submission, field, old, new, whole):
    """Return a submission with some words of a field in place of others, of all of it, or at its end."""
    head, _, rest = field.partition(".")
    said = bench().context(submission).raw(field)
    assert old in said
    text = new if whole else said.replace(old, new) if old else f"{said} {new}"
    if head == "benefits":
        return attrs.evolve(submission, benefits={**submission.benefits, rest: text})
    if head == "email":
        return attrs.evolve(submission, email=attrs.evolve(submission.email, **{rest: text}))
    return attrs.evolve(submission, **{head: text})


@pytest.mark.parametrize("limit", cases("limits"), ids=lambda limit: limit["quote"][:40])
def test_the_guide_tells_the_judges_mistakes_as_they_are(limit):
    before = KNOWN[limit["of"]]
    after = changed(before, limit["field"], limit.get("old", ""), limit["new"], limit.get("whole", False))
    assert bench().score(before).criteria[limit["criterion"]].level == 4
    assert bench().score(after).criteria[limit["criterion"]].level == limit["level"]
    assert limit["quote"] in GUIDE
