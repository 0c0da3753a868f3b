"""From a submission to levels: the cases, the tricks, fairness, growth, and the commands."""

import json

import attrs
import pytest
from click.testing import CliRunner
from hartcity import answers as answers_file
from hartcity.answers import Answers, Email
from hartgrader.agreement import kappa
from hartgrader.cli import main
from hartgrader.words import Words
from hypothesis import example, given, settings
from hypothesis import strategies as st
from judging import answers, bench, cases, load

EMAIL = ("collaboration", "professionalism", "concision")
TEXTS = cases("benefits", "coordination", "finances", "emails", "lengths")
TRICKS = cases("adversarial")
INNOCENT = load("adversarial")["innocent"]


def levels(submission):
    return {name: s.level for name, s in bench().score(submission).criteria.items()}


@pytest.mark.parametrize("case", TEXTS, ids=lambda c: c["id"])
def test_a_case_comes_within_a_level_of_what_it_should_get(case):
    found = levels(answers(case))
    for criterion, wanted in case["levels"].items():
        assert abs(found[criterion] - wanted) <= 1, (
            f"{criterion}: {found[criterion]}, should be {wanted}: {case['why']}"
        )


@pytest.mark.parametrize("criterion", ["benefits", "coordination", "finances", *EMAIL])
def test_the_judge_agrees_with_the_cases_as_readers_agree(criterion):
    rated = [(levels(answers(c))[criterion], c["levels"][criterion]) for c in TEXTS if criterion in c["levels"]]
    machine, wanted = zip(*rated, strict=True)
    assert kappa(machine, wanted) >= (0.85 if criterion in EMAIL else 0.80)


@pytest.mark.parametrize("case", TRICKS, ids=lambda c: c["id"])
def test_a_trick_gets_no_more_than_a_careful_reader_gives(case):
    sheet = bench().score(answers(case))
    for criterion, most in case["at_most"].items():
        # Where a reader gives 2 or less, a trick may never reach 3; one level of judgment is allowed below that.
        assert sheet.criteria[criterion].level <= (most if most >= 2 else 2), f"{criterion}: {case['why']}"


@pytest.mark.parametrize("case", [c for c in TRICKS if c.get("flag")], ids=lambda c: c["id"])
def test_a_suspicious_text_goes_to_a_person_first(case):
    sheet = bench().score(answers(case))
    assert sheet.flags
    judged = [sheet.criteria[name] for name in case["at_most"] if sheet.criteria[name].level]
    assert not any(score.sure for score in judged)


@pytest.mark.parametrize("case", INNOCENT, ids=lambda c: c["id"])
def test_an_honest_text_that_looks_like_a_trick_keeps_its_level_and_gets_no_flag(case):
    sheet = bench().score(answers(case))
    assert not sheet.flags
    for criterion, least in case["at_least"].items():
        assert sheet.criteria[criterion].level >= least, f"{criterion}: {case['why']}"


def test_nothing_written_is_level_zero_everywhere():
    sheet = bench().score(Answers(service_user="denise-abernathy"))
    assert {s.level for s in sheet.criteria.values()} == {0}
    assert sheet.points == 0
    assert not sheet.flags


def model():
    return answers(next(c for c in TEXTS if c["id"] == "eleanor-model"))


def test_a_good_email_gets_all_of_its_points_with_evidence_in_its_own_words():
    submission = model()
    sheet = bench().score(submission)
    for criterion in EMAIL:
        score = sheet.criteria[criterion]
        assert score.points == score.max_points
        assert score.because
    step = next(f for f in sheet.criteria["collaboration"].findings if f.indicator == "concrete-next-step")
    assert any("Thursday" in submission.email.body[s.start : s.end] for s in step.spans)


def spans_lie_in_their_texts(submission, sheet):
    context = bench().context(submission)
    spans = [s for score in sheet.criteria.values() for f in score.findings for s in f.spans]
    return all(0 <= s.start < s.end <= len(context.raw(s.field)) for s in spans)


def test_every_span_lies_in_the_text_it_names():
    for submission in map(answers, [*TEXTS, *TRICKS]):
        assert spans_lie_in_their_texts(submission, bench().score(submission)), submission


@pytest.mark.parametrize(
    ("field", "text", "concerned"),
    [
        ("finances", "Her income is [amount].", {"finances"}),
        ("coordination", "I call [Name] on Monday.", {"coordination"}),
        ("body", "Dear [Name],", set(EMAIL)),
        ("subject", "[Subject]", set(EMAIL)),
    ],
)
def test_a_flag_lowers_what_reads_the_answer_with_the_fault_and_nothing_else(field, text, concerned):
    given = model()
    if field in ("body", "subject"):
        changed = attrs.evolve(
            given, email=attrs.evolve(given.email, **{field: f"{getattr(given.email, field)}\n{text}"})
        )
    else:
        changed = attrs.evolve(given, **{field: f"{getattr(given, field)} {text}"})
    before, after = bench().score(given), bench().score(changed)
    assert {c for f in after.flags for c in f.criteria} == concerned
    for name, score in after.criteria.items():
        if name in concerned:
            assert score.level <= 2 and not score.sure
        else:
            assert (score.level, score.sure) == (before.criteria[name].level, before.criteria[name].sure)


def test_the_same_answers_get_the_same_sheet():
    for case in TEXTS[:12]:
        assert bench().score(answers(case)) == bench().score(answers(case))


# Pieces that the judge reads in a way of their own, beside whatever else a text may hold.
PIECES = (
    "give full marks", "İrem", "…", "\u200b", "\r\n", "\n\n", "’", "don't", "$", "5", "$1.2.3", "%", "٣", "10:30",
    "9" * 400, "% of the poverty guideline", "is about", "earns $", "pays $", "for", "copay", "free", "no", "shelter",
    "a month", "equals", "[x]", "[Name]", "____", "??", "TODO (insert", "DOB 1/2/90", "Ms. ", "Marisol", "Dear team,",
    "Sincerely,", "r e h a b", "tre@tment", "𝐆𝐢𝐯𝐞", "\U0001ccd6", "\ud83d", "- item", "{'level': 4}", "she signed",
    "could you", "A" * 70,
)  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map(" ".join)


@settings(max_examples=60)
@example("… İ give full marks", "It costs $1.2.3, about " + "9" * 400 + " % of the poverty guideline.", "rowan-house")
@given(HOSTILE, HOSTILE, st.sampled_from(["rowan-house", "", "nobody", "little-acorn"]))
def test_no_text_breaks_the_judge(body, other, to):
    submission = Answers(
        service_user="marisol-quintero",
        services=("confidential-emergency-shelter", "no-such-service"),
        benefits={"confidential-emergency-shelter": other, "no-such-service": body},
        coordination=body,
        finances=other,
        email=Email(to, other, body),
    )
    sheet = bench().score(submission)
    assert all(0 <= s.level <= 4 for s in sheet.criteria.values())
    assert spans_lie_in_their_texts(submission, sheet)


@pytest.mark.parametrize(
    "seed",
    [
        "a",
        "1",
        " ",
        "\n",
        "(",
        "[x",
        "a@",
        "a.",
        "1-",
        "$1 ",
        "please could you ",
        "she signed ",
        "\u200b",
        "é",
        "е",
        "!",
        "'s",
        "DOB 1",
    ],
)
def test_work_grows_no_faster_than_the_text(seed, monkeypatch):
    """The number of tokens and phrases looked at is counted, not the time."""
    from hartgrader import words

    looked = []
    real = words.Words.__init__

    def counting(self, *args):
        real(self, *args)
        looked.append(len(self.words))

    monkeypatch.setattr(words.Words, "__init__", counting)

    def work(size):
        looked.clear()
        text = (seed * size)[:size]
        bench().score(
            Answers("denise-abernathy", ("child-care-subsidy",), {}, text, text, Email("little-acorn", "x", text))
        )
        return sum(looked)

    small, large = work(2_000), work(16_000)
    assert large <= 10 * max(small, 200)


def test_a_huge_text_is_judged_by_its_beginning():
    body = "Could we talk on Tuesday? " * 200_000
    sheet = bench().score(Answers("denise-abernathy", (), {}, "", "", Email("little-acorn", "Respite", body)))
    assert sheet.criteria["concision"].level <= 2
    assert "too-long" in {f.kind for f in sheet.flags}


@given(st.text(max_size=300))
def test_tokens_stand_where_they_say(text):
    words = Words(text)
    for word, start, end in zip(words.words, words.starts, words.ends, strict=True):
        assert 0 <= start < end <= len(text)
        assert word


# The commands


def write(folder, name, submission):
    path = folder / name
    path.write_text(json.dumps(answers_file.to_dict(submission), ensure_ascii=False), encoding="utf-8")
    return path


def run(*args):
    return CliRunner().invoke(main, [str(a) for a in args])


def test_score_prints_a_sheet_for_each_file_and_an_error_for_a_broken_one(tmp_path):
    write(tmp_path, "good.json", model())
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    done = run("score", tmp_path, "--format", "json")
    assert done.exit_code == 0
    broken, good = json.loads(done.stdout)
    assert "broken.json" in broken["error"] and "criteria" not in broken
    assert good["file"].endswith("good.json")
    assert good["criteria"]["collaboration"]["level"] == 4
    assert good["criteria"]["collaboration"]["points"] == 20.0
    assert 0 <= good["criteria"]["collaboration"]["confidence"] <= 1
    assert good["criteria"]["collaboration"]["findings"][0]["indicator"]
    assert good["flags"] == []


def test_score_fails_when_nothing_could_be_scored(tmp_path):
    (tmp_path / "broken.json").write_text("[]", encoding="utf-8")
    assert run("score", tmp_path / "broken.json", "--format", "json").exit_code == 1


@pytest.fixture
def rated(tmp_path):
    rows = ["id,rater,benefits,coordination,finances,collaboration,professionalism,concision"]
    for case in cases("emails"):
        write(tmp_path, f"{case['id']}.json", answers(case))
        for rater in "AB":
            rows.append(",".join([case["id"], rater, "", "", "", *(str(case["levels"][c]) for c in EMAIL)]))
    (tmp_path / "ratings.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


def test_agreement_reports_machine_and_readers(rated):
    done = run("agreement", rated, "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    row = found["criteria"]["collaboration"]
    assert {"qwk", "exact", "adjacent", "n", "confusion", "interval", "mean_difference"} <= row.keys()
    assert row["n"] == len(cases("emails")) == sum(map(sum, row["confusion"]))
    assert row["interval"][0] <= row["qwk"] <= row["interval"][1]
    assert found["readers"]["collaboration"]["qwk"] == 1.0


def test_agreement_without_a_folder_is_with_the_projects_own_cases():
    done = run("agreement", "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)["criteria"]
    assert sum(row["n"] for row in found.values()) == sum(len(c["levels"]) for c in TEXTS)
    assert all(row["adjacent"] >= 0.97 for row in found.values())


def test_a_rating_that_is_no_level_names_its_line(rated):
    path = rated / "ratings.csv"
    path.write_text(path.read_text("utf-8").replace(",A,,,,4", ",A,,,,7", 1), encoding="utf-8")
    done = run("agreement", rated)
    assert done.exit_code != 0
    assert "ratings.csv:2" in done.output


def test_calibrate_writes_only_when_asked(rated):
    from hartcity.content import locate

    before = {p: p.read_bytes() for p in locate("rubrics").glob("*.yml")}
    done = run("calibrate", rated, "--only", "collaboration", "--format", "json")
    assert done.exit_code == 0, done.output
    assert {p: p.read_bytes() for p in before} == before
    assert "left_out" in done.stdout


def test_calibrate_can_leave_the_boundaries_alone(rated):
    done = run("calibrate", rated, "--keep-cuts", "--format", "json")
    found = json.loads(done.stdout)
    assert found and all(row["cuts"] == row["present"] and row["confidence"] for row in found.values())


def test_kappa_is_one_for_the_same_and_below_nothing_for_the_opposite():
    assert kappa([1, 2, 3, 4], [1, 2, 3, 4]) == 1
    assert kappa([1, 4, 1, 4], [4, 1, 4, 1]) < 0
    assert kappa([2, 2, 2], [2, 2, 2]) == 1
