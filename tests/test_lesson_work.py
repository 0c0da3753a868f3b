"""What a student does in the lessons: questions with their reasons, tables, repairs, and work that is kept."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import attrs
import pytest
import yaml
from hartcity import content, handout, lesson_work, lessons, study
from hartcity.cli.build import build_one
from hartcity.errors import ContentError
from hartcity.store import AnswerStore
from hartgrader.score import score
from judging import bench
from lesson_files import LESSONS, ROOT, cells


def questions() -> list:
    return [
        pytest.param(question, id=f"{name}-{check_id}-{id_}")
        for name in LESSONS
        for check_id, check in lessons.load(name).checks.items()
        for id_, question in check.questions.items()
    ]


@pytest.mark.parametrize("question", questions())
def test_a_question_has_a_right_path_and_wrong_ones_with_reasons(question):
    right = [id_ for id_, option in question.options.items() if option.right]
    assert question.is_right(right)
    for id_, option in question.options.items():
        assert not question.is_right([id_]) or right == [id_]
        assert len(option.because.split()) >= 5, option
    assert not question.is_right([]) and not question.is_right(list(question.options)) and not question.is_right(None)
    assert len({option.text for option in question.options.values()}) == len(question.options)


def tables(name: str, folder: Path) -> dict:
    """Run a lesson's cells here and return its tables' functions by id."""
    found = {}
    opened = study.Study(name, folder)
    opened.table = lambda id_, compute: found.update({id_: compute})
    space = {"lesson": opened}
    for code in cells(name, "code"):
        exec(re.sub(r"^lesson = .*$", "", code, flags=re.MULTILINE), space)  # the course's own cells
    return found


@pytest.mark.parametrize("name", [n for n in LESSONS if lessons.load(n).tables])
def test_every_choice_of_a_table_gives_a_table(name, tmp_path):
    from hartcity.widgets.lesson_pages import TableWidget

    lesson = lessons.load(name)
    computes = tables(name, tmp_path)
    for id_, table in lesson.tables.items():
        values = {choice.value for control in table.controls.values() for choice in control.choices}
        assert set(table.remarks) <= values
        widget = TableWidget(table, computes[id_])
        some = 0
        for combination in itertools.product(*(c.choices for c in table.controls.values())):
            widget.values = {n: choice.value for n, choice in zip(table.controls, combination, strict=True)}
            result = widget.result
            some += len(result["rows"])
            assert all(len(row) == len(result["columns"]) for row in result["rows"])
            json.dumps(result)
            if table.bars and result["rows"]:
                at = result["columns"].index(table.bars)
                assert all(isinstance(row[at], int) for row in result["rows"])
        assert some, f"{id_} never shows anything"


def test_the_planted_pattern_is_found_and_chance_does_not_give_it(tmp_path):
    computes = tables("watch-room-or-fusion-room", tmp_path)
    found = {days: len(computes["question"](days)[0]) for days in ("0", "1", "2", "3", "7")}
    assert found == {"0": 0, "1": 7, "2": 0, "3": 0, "7": 0}
    most = int(re.search(r"(\d+) at most", computes["question"]("1")[1])[1])
    assert most < 4
    said = {by: computes["links"](by)[1] for by in ("first+last+born", "first+last", "last+born", "born")}
    assert said["first+last+born"].startswith("6 of 12") and said["born"].startswith("11 of 12")
    assert "2 taken for somebody else" in said["born"]
    assert computes["hash"]("no")[1].startswith("18 of 18") and computes["hash"]("yes")[1].startswith("0 of 18")


@pytest.mark.parametrize("id_", lessons.load(handout.LESSON).repairs)
def test_a_repair_is_needed_and_works(id_):
    """By the course's own judge: the weak email is weak where the lesson says so, and the repaired one is strong.

    Handed in, the repaired one would be a copy; here the lesson's own words are asked for.
    """
    from hartcity.answers import Answers, Email

    rubrics = attrs.evolve(bench().rubrics, flags=tuple(f for f in bench().rubrics.flags if f.kind != "copied"))
    repair = lessons.load(handout.LESSON).repairs[id_]

    def read(draft) -> dict:
        email = Email(repair.to, draft.subject, draft.body)
        answers = Answers(repair.service_user, (repair.service, *repair.also), email=email)
        sheet = score(answers, bench().city, bench().users[repair.service_user], rubrics)
        return {c: sheet.criteria[c] for c in ("collaboration", "professionalism", "concision")}

    weak, repaired = read(repair.weak), read(repair.repaired)
    assert weak[repair.focus].level <= 2, weak
    # The coach has nothing left to ask for.
    assert [f.indicator for row in repaired.values() for f in row.findings if f.met < 1] == []
    assert {name: row.level for name, row in repaired.items()} == dict.fromkeys(repaired, 4)


# What a learner does is kept


def test_choices_are_kept_and_come_back(tmp_path):
    opened = study.Study("why-agencies-collaborate", tmp_path)
    ladder, check = opened.sort("ladder"), opened.check()
    ladder._chosen(ladder, {"choices": {"breakfast": "networking", "list": "no-such-step", "ghost": "networking"}}, [])
    check._chosen(check, {"choices": {"flyers": ["networking", "nothing"], "ghost": ["x"]}}, [])
    check._chosen(check, "not a message", [])
    kept = json.loads((tmp_path / lesson_work.FILE_NAME).read_text("utf-8"))["choices"]
    assert kept == {
        "why-agencies-collaborate/ladder": {"breakfast": "networking"},
        "why-agencies-collaborate/check": {"flyers": ["networking"]},
    }
    again = study.Study("why-agencies-collaborate", tmp_path)
    assert again.sort("ladder").page["chosen"] == {"breakfast": "networking"}
    assert again.check().page["chosen"] == {"flyers": ["networking"]}


def test_a_note_written_in_two_windows_is_kept_twice(tmp_path):
    one, two = (AnswerStore(tmp_path, lesson_work) for _ in range(2))
    field = "texts.why-agencies-collaborate/mou/purpose"
    one.update(**{field: "Written here."}, writer="one")
    two.update(base={field: ("",)}, writer="two", **{field: "Written there."})
    assert one.refresh() and one.conflicts() == {field: {"two": "Written there."}}
    one.resolve(field, "Written here. Written there.")
    two.refresh()
    assert two.answers.texts["why-agencies-collaborate/mou/purpose"] == "Written here. Written there."
    assert two.conflicts() == {}


def test_a_damaged_lesson_file_is_kept_aside_and_said(tmp_path):
    (tmp_path / lesson_work.FILE_NAME).write_text('{"texts": {"a": 1}}', "utf-8")
    opened = study.Study("reading-guide", tmp_path)
    assert "“texts” must give one text" in opened.check().page["problem"]
    assert [p.name for p in tmp_path.glob("lessons-damaged-*.json")]


def test_the_repair_puts_the_weak_email_there_once(tmp_path):
    opened = study.Study(handout.LESSON, tmp_path)
    weak = opened.lesson.repairs["fog"].weak
    field = f"texts.{handout.LESSON}/fog/body"
    opened.repair("fog")
    assert opened.store.answers.texts[field.removeprefix("texts.")] == weak.body
    opened.store.update(**{field: "Mine now."})
    opened.repair("fog")
    assert opened.store.answers.texts[field.removeprefix("texts.")] == "Mine now."


# What authors may get wrong


def broken(tmp_path, monkeypatch, change) -> ContentError:
    """Return what loading says of a lesson after a change to its data."""
    for sub in ("units", "scenarios"):
        (tmp_path / sub).mkdir()
    folder = tmp_path / "scenarios" / "lessons"
    folder.mkdir()
    data = yaml.safe_load(content.locate(*lessons.FOLDER, "why-agencies-collaborate.yml").read_text("utf-8"))
    change(data)
    (folder / "why-agencies-collaborate.yml").write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
    monkeypatch.setattr(lessons.content, "locate", lambda *parts: tmp_path.joinpath(*parts))
    with pytest.raises(ContentError) as caught:
        lessons.load.__wrapped__("why-agencies-collaborate")
    return caught.value


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["sorts"]["ladder"]["cards"]["breakfast"].update(step="nowhere"), "“nowhere” is not a step"),
        (lambda d: d["checks"]["check"]["questions"]["slow"]["options"]["care"].update(right=True), "several: true"),
        (lambda d: d["checks"]["check"]["questions"]["slow"]["options"]["care"].pop("because"), "“because” is missing"),
        (lambda d: d["months"]["month"]["events"][0].update(agency="zoo"), "“zoo” is not an agency"),
        (lambda d: d["notes"].update(check=d["notes"]["mou"]), "two exercises have the same id"),
        (lambda d: d.update(chekcs={}), "Did you mean “checks”?"),
    ],
)
def test_a_mistake_in_a_lesson_gets_one_line(tmp_path, monkeypatch, change, words):
    error = broken(tmp_path, monkeypatch, change)
    assert words in str(error) and "why-agencies-collaborate.yml" in str(error) and "\n" not in str(error)


def test_a_remark_needs_one_place_in_the_letter():
    with pytest.raises(ValueError, match="stands 2 times"):
        lessons.Letter("A", "B", "we can, and we can", (lessons.Remark("concision", "why", "we can"),))
    with pytest.raises(ValueError, match="comes before"):
        remarks = (lessons.Remark("concision", "why", "two"), lessons.Remark("concision", "why", "one"))
        lessons.Letter("A", "B", "one two", remarks)


def test_an_unknown_place_in_a_page_gets_one_line(tmp_path):
    page = tmp_path / "why-agencies-collaborate.md"
    page.write_text((content.locate("units", page.name)).read_text("utf-8").replace("{{ next }}", "{{ nxt }}"), "utf-8")
    with pytest.raises(ContentError, match="nxt"):
        build_one(page)


# The handout


def test_the_handout_is_printed_from_the_lessons_text():
    sample = handout.sample()
    text = handout.markdown(sample)
    assert (ROOT / "course/guide/sample-email.md").read_text("utf-8") == text
    for remark in (*sample.good.remarks, *sample.wrong.remarks):
        assert remark.note in text
    printed = handout.pdf(sample)
    assert printed.startswith(b"%PDF-") and b"/Lang (en-US)" in printed
    assert re.search(rb"/Count 2\b", printed)  # the email with its remarks on one sheet, what went wrong on the other
