"""Reading text as people type it: any characters, any paragraphs, places that point into what was typed."""

import pytest
from hartcity import text
from hartcity.letter import letter
from hypothesis import given
from hypothesis import strategies as st

ODD = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("\r\n\t \u200b\u200d\ufeff\u00a0\u2028’“”…аеоԁA.?!,:-*"),
    ),
    max_size=200,
)
BODY = """Dear Intake Coordinator,

I am writing to ask for a place. She is 62.

Could we talk on Tuesday at 9 a.m. or later? Thank you.

Sincerely,
Ana Bright, Case Manager
Bay Street Services
555-0100"""


def paragraphs(body):
    return [p.of(body) for p in letter(body).paragraphs]


@given(ODD)
def test_places_in_the_plain_text_lead_back_to_what_was_typed(raw):
    clean = text.clean(raw)
    reached = 0
    for at, char in enumerate(clean.text):
        start, end = clean.original(at, at + 1)
        assert 0 <= start < end <= len(raw)
        assert start >= reached, "places never run backwards"
        reached = start
        if char.isascii() and char.isalnum() and raw[start].isascii():
            assert raw[start] == char


@given(ODD)
def test_cleaning_twice_changes_nothing_more(raw):
    once = text.clean(raw).text
    assert text.clean(once).text == once


@given(ODD)
def test_the_parts_of_a_letter_stand_in_order_and_apart(raw):
    body = text.clean(raw).text
    parts = letter(body)
    ends = 0
    for piece in (parts.salutation, *parts.paragraphs):
        if piece:
            assert ends <= piece.start < piece.end <= len(body)
            ends = piece.end
    for piece in (parts.close, parts.signature):
        assert not piece or (ends <= piece.start and piece.end <= len(body))


@given(ODD)
def test_sentences_lose_no_word(raw):
    body = text.clean(raw).text
    kept = "".join(s.of(body) for s in text.sentences(body))
    assert "".join(kept.split()) == "".join(body.split())


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b,
        lambda b: b.replace("\n", "\r\n"),
        lambda b: b.replace("\n\n", "\n"),
        lambda b: b.replace("\n\n", "\n \n\n"),
        lambda b: b.replace("\n\n", "\n\n    "),
        lambda b: b.replace("\n\n", "\n\u00a0\n"),
    ],
    ids=["blank lines", "windows line ends", "single new lines", "many blank lines", "indents", "hard spaces"],
)
def test_two_paragraphs_however_they_are_typed(change):
    body = text.clean(change(BODY)).text
    found = [p.strip() for p in paragraphs(body)]
    assert found == [
        "I am writing to ask for a place. She is 62.",
        "Could we talk on Tuesday at 9 a.m. or later? Thank you.",
    ]


def test_salutation_close_and_signature_stand_apart():
    parts = letter(BODY)
    assert parts.salutation.of(BODY) == "Dear Intake Coordinator,"
    assert parts.close.of(BODY) == "Sincerely,"
    assert parts.signature.of(BODY).startswith("Ana Bright")
    assert parts.signature.of(BODY).endswith("555-0100")


def test_a_memos_lines_over_it_and_a_postscript_belong_to_no_paragraph():
    body = f"To: Intake\nFrom: A. Ruiz\n\n{BODY}\n\nP.S. She works on Tuesdays, so mornings are best."
    assert paragraphs(body) == paragraphs(BODY)
    assert letter(body).salutation.of(body) == letter(BODY).salutation.of(BODY)


def test_a_letter_in_one_line_still_has_its_salutation():
    body = "Dear Team, I am asking for a bed for him. He has kept every appointment with his officer since March."
    assert letter(body).salutation.of(body) == "Dear Team,"
    assert paragraphs(body)[0].startswith("I am asking")


def test_a_period_after_a_title_or_an_hour_ends_no_sentence():
    body = "Mr. Ray Tillman can come at 9 a.m. on Friday. Is that fine?"
    assert [s.of(body) for s in text.sentences(body)] == [
        "Mr. Ray Tillman can come at 9 a.m. on Friday.",
        "Is that fine?",
    ]


def test_letters_of_another_script_are_read_inside_latin_words_only():
    mixed = text.clean("plеase")  # with a Cyrillic е
    assert mixed.text == "please"
    assert mixed.look_alikes == 1
    own = text.clean("Мария")
    assert own.text == "Мария"
    assert own.look_alikes == 0


def test_invisible_characters_are_taken_out_and_counted():
    found = text.clean("re\u200bspi\u2060te")
    assert (found.text, found.invisible) == ("respite", 2)
    assert found.original(0, 7) == (0, 9)


def test_marks_that_make_no_letter_are_taken_out_and_counted():
    struck = text.clean("a\u0335d\u0335d\u0335ict, Jose\u0301, Nguye\u0302\u0303n")
    assert struck.text == "addict, Jose\u0301, Nguye\u0302\u0303n"
    assert struck.invisible == 3
