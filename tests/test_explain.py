"""`hartgrader explain`: every level names what decided it and what would raise it, and nothing of a text does harm."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from hartcity import answers as answers_file
from hartgrader.cli import main
from hartgrader.explain import html, text
from hartgrader.score import finding, judge, results
from judging import answers, bench, cases

RATED = Path(__file__).parents[1] / "rubrics/rated"
# Some of two folders of rated submissions, and the tricks.
SUBMISSIONS = [
    *(answers_file.read(path) for path in sorted(RATED.glob("seen-[12]/*.json"))[::3]),
    *(answers(case) for case in cases("adversarial") if not case.get("repeat")),
]
HOSTILE = (
    "Dear Team,\n\nI am writing to ask for <script>document.title='x'</script> a call on Tuesday \x1b[2J "
    "\u202e right to left </q></li><img src=x onerror=\"document.title='x'\"> مرحبا 👩‍👧 'single' \"double\" &amp; "
    "**bold** " + "A" * 400 + " \ud83d\n\nShe signed a release for Tuesday."
)


def hostile():
    first = answers_file.read(RATED / "seen-1/f003.json")
    email = attrs.evolve(first.email, subject=HOSTILE[:80], body=HOSTILE + first.email.body)
    benefits = {service: HOSTILE + said for service, said in first.benefits.items()}
    return attrs.evolve(first, email=email, benefits=benefits, coordination=HOSTILE + first.coordination)


def run(*args):
    return CliRunner().invoke(main, ["explain", *map(str, args)])


def test_every_level_names_what_decided_it_and_steps_that_come_to_the_next():
    low = 0
    for submission in SUBMISSIONS:
        context = bench().context(submission)
        for score in bench().score(submission).criteria.values():
            if not score.level:
                continue
            assert 2 <= len(score.because) <= 3
            assert bool(score.raises) == (score.level < 4)
            criterion = bench().rubrics[score.criterion]
            met = {name: r.met for name, r in results(context, criterion).items()}
            if judge(criterion, met).level != score.level or score.level == 4:
                continue
            low += 1
            every = (finding(criterion, i, context.result(i.check)) for i in criterion.indicators)
            done = {f.indicator for f in every if f.suggestion in score.raises}
            assert judge(criterion, {n: 1.0 if n in done else m for n, m in met.items()}).level > score.level
    assert low > 150


def test_a_level_that_a_flag_lowered_says_what_to_do_about_it():
    rules: dict[str, set[str]] = {}
    for rule in bench().rubrics.flags:
        if rule.at_most is not None:
            assert rule.suggestion
            rules.setdefault(rule.because, set()).add(rule.suggestion)
    scores = [score for submission in SUBMISSIONS for score in bench().score(submission).criteria.values()]
    lowered = [score for score in scores if score.because[0] in rules]
    assert len(lowered) > 5
    assert all(rules[score.because[0]] & {*score.raises} for score in lowered)


def test_what_decides_a_low_level_is_not_that_some_fault_is_absent():
    submission = answers_file.read(RATED / "seen-1/f045.json")
    score = bench().score(submission).criteria["professionalism"]
    assert score.level == 1
    assert "No private detail was found that the request doesn't need." not in score.because
    # A breach of confidence comes first, also where the share alone would come to the same level.
    assert score.because[0] == "It tells this reader what the person asked to keep from them."
    assert "mother's treatment" in score.because[1]


def test_what_is_met_in_part_is_not_said_to_be_missing():
    submission = answers_file.read(RATED / "seen-4/t220.json")
    shown = " ".join(text(bench(), submission, bench().score(submission)).split())
    assert "± Subject line: The subject line says too little. “Bridge apartment”" in shown
    assert "The subject line is missing" not in shown


def test_a_quotation_shows_the_words_in_their_sentence():
    submission = answers_file.read(RATED / "seen-1/f001.json")
    shown = " ".join(text(bench(), submission, bench().score(submission)).split())
    assert "and I am [writing to request] an appointment this week" in shown
    page = html(bench(), submission, bench().score(submission))
    assert "and I am <mark>writing to request</mark> an appointment this week" in page


def test_an_empty_part_says_what_it_is_about():
    submission = attrs.evolve(answers_file.read(RATED / "seen-1/f001.json"), finances="")
    shown = text(bench(), submission, bench().score(submission))
    assert "To reach level 1" in shown and "Write this part. It is about this: what using" in shown


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_a_hostile_text_reaches_neither_the_page_nor_the_terminal(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(answers_file.to_dict(hostile())), encoding="utf-8")
    page = run(path, "--html")
    assert page.exit_code == 0
    tags = Tags()
    tags.feed(page.stdout)
    assert not tags.seen & {"script", "img", "b"} and "onerror" not in tags.attributes
    assert "&lt;script&gt;" in page.stdout
    words = run(path)
    assert words.exit_code == 0
    assert re.findall("[\x1b\u202e]", page.stdout + words.stdout) == []
    assert max(map(len, words.stdout.splitlines())) < 600


def test_a_huge_file_and_a_folder_get_one_line(tmp_path):
    path = tmp_path / "huge.json"
    path.write_text(json.dumps({"finances": "y" * 5_000_000}), encoding="utf-8")
    for wrong in (path, tmp_path, tmp_path / "none.json"):
        done = run(wrong)
        assert done.exit_code == 1
        assert done.stdout == "" and len(done.stderr.splitlines()) == 1 and wrong.name in done.stderr


@pytest.mark.parametrize("name", ["f005", "f025", "f045"])
def test_an_explanation_has_a_part_for_every_criterion(name):
    submission = answers_file.read(RATED / f"seen-1/{name}.json")
    sheet = bench().score(submission)
    shown, page = text(bench(), submission, sheet), html(bench(), submission, sheet)
    assert f"{sheet.points:g} of {sheet.max_points:g} points" in shown
    for score in sheet.criteria.values():
        title = bench().rubrics[score.criterion].title
        assert f"{title}: level {score.level}" in shown
        assert f"<h2 id='{score.criterion}'>{title}</h2>" in page
