"""answers.json: what is read is what was written, and what can't be read says why in one line."""

import json

import pytest
from hartcity import answers
from hartcity.errors import AnswersError
from hypothesis import given
from hypothesis import strategies as st

text = st.text(max_size=60)
records = st.fixed_dictionaries(
    {},
    optional={
        "schema": st.just(1),
        "service_user": text,
        "services": st.lists(text, unique=True, max_size=4),
        "benefits": st.dictionaries(text, text, max_size=4),
        "coordination": text,
        "finances": text,
        "email": st.fixed_dictionaries({}, optional={"to": text, "subject": text, "body": text}),
        "x_note": st.integers(),
    },
)


@given(records)
def test_what_is_read_is_what_was_written(record):
    read = answers.parse(json.dumps(record).encode())
    assert answers.from_dict(answers.to_dict(read)) == read
    for key in ("service_user", "coordination", "finances", "benefits", "services", "x_note"):
        if key in record:
            assert answers.to_dict(read)[key] == record[key]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | text,
        lambda x: st.lists(x) | st.dictionaries(text, x),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_refused_in_one_line(data):
    try:
        answers.from_dict(data)
    except AnswersError as error:
        assert str(error).startswith("answers.json: ") and "\n" not in str(error)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_one_line(raw):
    try:
        answers.parse(raw)
    except AnswersError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"[]", "one JSON object"),
        (b'{"schema": 2}', "schema 2"),
        (b'{"services": "food"}', "list of service ids"),
        (b'{"benefits": {"a": 1}}', "one text for each"),
        (b'{"email": "Dear"}', "to, subject and body"),
        (b'{"email": {"body": 3}}', "email.body"),
        (b'{"coordination": null}', "coordination"),
        (b"\xff\xfe", "UTF-8"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b" " * 200_001, "200 KB"),
    ],
)
def test_a_refusal_says_what_is_wrong(raw, says):
    with pytest.raises(AnswersError, match=says):
        answers.parse(raw)


def test_a_link_is_not_followed(tmp_path):
    secret = tmp_path / "secret.json"
    secret.write_text('{"coordination": "not the student\'s"}')
    link = tmp_path / "answers.json"
    link.symlink_to(secret)
    with pytest.raises(AnswersError, match="link"):
        answers.read(link)


def test_a_service_named_twice_counts_once():
    assert answers.parse(b'{"services": ["a", "b", "a"]}').services == ("a", "b")


def test_only_what_is_written_for_a_chosen_service_is_judged():
    read = answers.parse(b'{"services": ["b", "a"], "benefits": {"a": "A.", "b": "B.", "c": "C."}}')
    assert read.benefits_text == "B.\n\nA."
