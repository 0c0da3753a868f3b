"""The rubrics' files: what they must say, and how a mistake in one is answered."""

import re
import shutil

import pytest
import yaml
from hartcity.content import locate
from hartcity.errors import ContentError
from hartgrader.bench import Bench
from hartgrader.rubric import CRITERIA, load_rubrics
from judging import answers


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(locate("rubrics"), tmp_path / "rubrics")
    return tmp_path / "rubrics"


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_course_asks_for_a_hundred_points():
    rubrics = load_rubrics()
    assert tuple(rubrics.criteria) == CRITERIA
    assert sum(c.max_points for c in rubrics.criteria.values()) == 100


def test_points_follow_from_the_levels_shares():
    collaboration = load_rubrics()["collaboration"]
    assert [collaboration.level(n).points for n in (4, 3, 2, 1, 0)] == [20, 17, 13, 8, 0]


def test_every_indicator_tells_a_student_what_was_found_and_how_to_go_on():
    for criterion in load_rubrics().criteria.values():
        for indicator in criterion.indicators:
            assert indicator.yes and indicator.no, indicator.id
            assert indicator.suggestion or indicator.hidden, indicator.id


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("weight: 2", "wieght: 2", "Did you mean “weight”"),
        ("kind: recipient", "kind: recipent", "Did you mean “recipient”"),
        ("lexicon: email", "lexicon: emial", "Did you mean “email”"),
        ("about: offers", "about: offer", "Did you mean “offers”"),
        ("share: 85", "share: 105", "must fall"),
        ("weight: 1", "weight: -1", "negative"),
        ("max_points: 20", "max_points: many", "a number is expected"),
        ("below: {makes-request: 1, ", "below: {make-request: 1, ", "Did you mean “makes-request”"),
        ("below: {request-stands: 1}", "below: {request-stands: 2}", "up to 1"),
        ("below: {request-stands: 1}", "below: {}", "names indicators"),
        ("- id: makes-request", "- id: names-service", "stands here twice"),
        ("id: collaboration", "id: collab", "must be the file's name"),
    ],
)
def test_a_mistake_names_path_line_and_remedy(folder, old, new, says):
    path = folder / "collaboration.yml"
    line = change(path, old, new)
    with pytest.raises(ContentError) as caught:
        load_rubrics(folder)
    assert str(caught.value).startswith(f"{path}:")
    assert says in str(caught.value)
    assert caught.value.line == line or abs(caught.value.line - line) <= 12


def test_an_unknown_kind_lists_the_known_ones(folder):
    change(folder / "concision.yml", "kind: paragraphs", "kind: paragrafs")
    with pytest.raises(ContentError) as caught:
        load_rubrics(folder)
    assert "paragraphs" in caught.value.allowed


def test_a_missing_file_says_so(folder):
    (folder / "finances.yml").unlink()
    with pytest.raises(ContentError, match=r"finances\.yml"):
        load_rubrics(folder)


def test_the_hash_changes_with_the_rubric_and_with_its_words(folder):
    before = load_rubrics(folder).hashes
    change(folder / "finances.yml", "max_points: 10", "max_points: 11")
    after = load_rubrics(folder).hashes
    assert after["finances"] != before["finances"]
    assert after["benefits"] == before["benefits"]
    lexicon = folder / "lexicons" / "email.yml"
    lexicon.write_text(lexicon.read_text("utf-8") + "extra: [word]\n", encoding="utf-8")
    assert load_rubrics(folder).hashes["benefits"] != before["benefits"]


def test_the_rubric_says_what_the_assignment_cells_are_worth():
    """The notebooks' cells carry the same points as the rubrics."""
    units = "\n".join(p.read_text("utf-8") for p in locate("units").glob("part-*.md"))
    found = dict(re.findall(r"grade_id\W+(\w+)[^}]*?points\W+(\d+)", units.replace("\n", " ")))
    found |= {b: a for a, b in re.findall(r"points\W+(\d+)[^}]*?grade_id\W+(\w+)", units.replace("\n", " "))}
    rubrics = load_rubrics()
    for criterion in CRITERIA:
        if criterion in found:
            assert float(found[criterion]) == rubrics[criterion].max_points


def test_no_lexicon_phrase_is_lost_to_yaml():
    """A bare `no`, `on` or number in a list of words would be read as something else than a word."""
    for path in locate("rubrics", "lexicons").glob("*.yml"):
        for tag, words in (yaml.safe_load(path.read_text("utf-8")).get("tags") or {}).items():
            assert all(isinstance(w, str) for w in words), f"{path.name}: {tag}"


@pytest.mark.parametrize(("lexicon", "key"), [("email", "beside"), ("coordination", "with")])
def test_a_lexicon_that_is_read_with_one_that_is_not_there_is_refused(folder, lexicon, key):
    change(folder / "lexicons" / f"{lexicon}.yml", f"{key}: [", f"{key}: [sharde, ")
    with pytest.raises(ContentError, match=rf"{lexicon}\.yml: “{key}”: “sharde” is not a lexicon.*“shared”"):
        load_rubrics(folder)


def test_a_word_in_braces_that_no_check_tells_is_refused(folder):
    change(folder / "professionalism.yml", "{phrases}", "{phrase}")
    with pytest.raises(ContentError, match=r"professionalism\.yml:\d+: “\{phrase\}” is nothing .*allowed: phrases"):
        load_rubrics(folder)


def test_a_folder_without_a_lexicon_that_every_answer_needs_is_refused(folder):
    change(folder / "lexicons" / "finances.yml", "names: [", "name: [")
    with pytest.raises(ContentError, match=r"finances\.yml: “names” is missing"):
        load_rubrics(folder)
    (folder / "lexicons" / "finances.yml").unlink()
    with pytest.raises(ContentError, match=r"finances\.yml: is missing: the judge reads every answer by it"):
        load_rubrics(folder)


@pytest.mark.parametrize(("lexicon", "tag"), [("undone", "called-off"), ("tricks", "to-grader")])
def test_a_phrase_that_could_never_be_found_names_its_lexicon(folder, lexicon, tag):
    change(folder / "lexicons" / f"{lexicon}.yml", f"{tag}: [", f'{tag}: ["_ folder", ')
    bench = Bench.open(folder=folder)
    plan = {"service_user": "ray-tillman", "services": ["veteran-peer-support"], "coordination": "I call."}
    with pytest.raises(ContentError, match=rf"{lexicon}\.yml: “_ folder” begins with any word"):
        bench.score(answers(plan))
