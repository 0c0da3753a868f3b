"""What a learner takes home: growth, a certificate that claims only what was done, and their work as a file."""

from __future__ import annotations

import datetime
import json
import re
import zlib

import pytest
from hartcity import certificate, drills, practice_work, schedule, work_file
from hartcity.errors import AnswersError
from hartcity.practice import PracticeDesk
from hartcity.practice_work import PracticeWork
from hartcity.store import AnswerStore
from hartcity.widgets.growth import GrowthWidget
from hartcity.widgets.keep import KeepWidget
from hypothesis import given
from hypothesis import strategies as st

KINDS = drills.load()
DAY = datetime.date(2026, 11, 25)
PERSON = "eleanor-hathaway"


def work(right: int = 0, wrong: int = 0, attempts=(), name: str = "Ana Núñez") -> PracticeWork:
    """A record: of each kind so many drills right and wrong, and attempts as (day, {criterion: level})."""
    cards = {}
    for kind in KINDS.values():
        for at, item in enumerate(kind.items[: right + wrong]):
            cards[item.id] = practice_work.card_row(schedule.answered(None, at < right, DAY))
    rows = {f"{day}T10:00:00": {"person": PERSON, "levels": levels, "texts": {}} for day, levels in attempts}
    return PracticeWork(cards, rows, name=name)


def paper(record: PracticeWork):
    return certificate.certificate(record, KINDS, record.name, DAY)


def test_nothing_done_is_nothing_certified():
    assert paper(work()) is None


def test_a_record_says_what_is_still_open():
    found = paper(work(wrong=1, attempts=[("2026-11-20", {"finances": 2}), ("2026-11-21", {"finances": 1})]))
    assert not found.complete and found.title == "Record of Practice So Far"
    assert found.levels == (("Finances", 2, 1),)
    assert found.done == (
        "answered 6 short drills of 6 kinds in 6 tries; 0 of them right at the last try",
        "wrote for 1 person in 2 attempts from November 20, 2026 to November 21, 2026",
    )
    assert {"Cut a third", "Selection"} <= set(found.missing) and "Finances" not in found.missing


def test_completion_takes_every_kind_and_every_criterion_and_never_says_passed():
    attempts = [("2026-11-20", dict.fromkeys(certificate.CRITERIA, 1))]
    found = paper(work(right=1, attempts=attempts))
    assert found.complete and found.title == "Certificate of Completion"
    assert not paper(work(right=1, attempts=[("2026-11-20", {"finances": 4})])).complete
    page = certificate.html(found)
    assert "no person has looked at them" in page.replace("\n", " ") and "pass" not in page.lower()


def pdf_text(data: bytes) -> str:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    return "".join(zlib.decompress(s).decode("latin-1") for s in streams if s[:1] == b"x")


def test_the_pdf_is_one_page_with_the_name(tmp_path):
    data = certificate.pdf(paper(work(right=2, attempts=[("2026-11-20", {"finances": 3})])))
    assert data.startswith(b"%PDF") and len(re.findall(rb"/Type /Page\b", data)) == 1
    text = pdf_text(data)
    assert "Ana N\xfa\xf1ez" in text and "Record of Practice So Far" in text and "Finances" in text


@pytest.mark.parametrize(
    ("name", "prints"),
    [("Ana Núñez", True), ("Nguyễn Thị Hạnh", True), ("Олена Шевченко", True), ("王小明", False), ("أمينة", False)],
)
def test_a_name_in_other_letters_gets_a_pdf_or_a_page(tmp_path, name, prints):
    assert certificate.can_print(name) is prints
    widget = GrowthWidget(desk(tmp_path))
    widget.desk.answered("cut-van", True)
    sent = []
    widget.send = lambda content, buffers=None: sent.append((content, buffers))
    widget._handle_custom_msg({"do": "certificate", "name": f"  {name}\n"}, [])
    [(content, [data])] = sent
    assert content["file"] == ("hart-city.pdf" if prints else "hart-city.html")
    assert prints or (name in data.decode() and "print" in content["said"])
    assert desk(tmp_path).record.answers.name == name


def test_a_hostile_name_is_only_a_name(tmp_path):
    found = paper(work(right=1, name="<script>alert(1)</script> 王"))
    assert "<script>" not in certificate.html(found)


def test_growth_shows_every_attempt_in_order(tmp_path):
    here = desk(tmp_path)
    widget = GrowthWidget(here)
    assert widget.page["attempts"] == [] and widget.page["title"] == ""
    for day, level in (("2026-11-21", 3), ("2026-11-20", 1)):
        row = {"person": PERSON, "levels": {"finances": level}, "texts": {}}
        here.record.update(**{f"attempts.{day}T10:00:00": row})
    assert [(a["day"], a["levels"], a["person"]) for a in widget.page["attempts"]] == [
        ("Nov 20", {"finances": 1}, "Eleanor Hathaway"),
        ("Nov 21", {"finances": 3}, "Eleanor Hathaway"),
    ]


# The file


def desk(root) -> PracticeDesk:
    (root / "practice").mkdir(exist_ok=True)
    return PracticeDesk(root / "practice", now=lambda: datetime.datetime(2026, 11, 25, 14, 31))


def test_work_goes_to_another_place_and_back(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir(), two.mkdir()
    here = desk(one)
    here.store.update(service_user=PERSON, finances="It is free.")
    here.answered("cut-van", True)
    there = desk(two)
    there.answered("trap-wait", False)
    sent = []
    keep = KeepWidget(here)
    keep.send = lambda content, buffers=None: sent.append((content, buffers))
    keep._handle_custom_msg({"do": "take"}, [])
    [(content, [data])] = sent
    assert content["file"] == "hart-city-work-2026-11-25.json"
    other = KeepWidget(there)
    other.send = lambda content, buffers=None: sent.append((content, buffers))
    other._handle_custom_msg({"do": "bring", "name": content["file"]}, [memoryview(data)])
    assert sent[-1][0]["lines"] == [
        "What you wrote in practice: brought back.",
        "Your drills and attempts: joined with what was here.",
    ]
    assert there.store.answers.finances == "It is free."
    assert set(there.cards()) == {"cut-van", "trap-wait"}
    other._handle_custom_msg({"do": "bring", "name": content["file"]}, [memoryview(work_file.pack(two))])
    assert all("was here already" in line for line in sent[-1][0]["lines"])


def test_what_was_there_is_kept_aside(tmp_path):
    here = desk(tmp_path)
    here.store.update(service_user=PERSON, finances="The old text.")
    brought = {"service_user": "ray-tillman", "finances": "The new text."}
    raw = json.dumps({work_file.KEY: 1, "files": {"practice/answers.json": brought}}).encode()
    [line] = work_file.unpack(tmp_path, raw, "work.json", "20261125-143100")
    assert "answers-before-20261125-143100.json" in line
    here.refresh()
    assert here.store.answers.finances == "The new text."
    kept = json.loads((tmp_path / "practice/answers-before-20261125-143100.json").read_text("utf-8"))
    assert kept["finances"] == "The old text."


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"[]", b"{}", b'{"hart_city_work": 1}', b'{"hart_city_work": 2, "files": {}}',
        b'{"hart_city_work": 1, "files": {}}', b'{"hart_city_work": 1, "files": {"../../etc/passwd": {}}}',
        b'{"hart_city_work": 1, "files": {"practice/answers.json": {"finances": 3}}}', b"\xff\xfe", b"x" * 3_000_000,
    ],
)  # fmt: skip
def test_a_file_that_is_none_changes_nothing_and_gets_one_line(tmp_path, raw):
    here = desk(tmp_path)
    here.store.update(service_user=PERSON, finances="Mine.")
    before = sorted(p.name for p in tmp_path.rglob("*"))
    with pytest.raises(AnswersError) as caught:
        work_file.unpack(tmp_path, raw, "work.json", "now")
    assert str(caught.value).startswith("work.json") and "\n" not in str(caught.value)
    assert sorted(p.name for p in tmp_path.rglob("*")) == before
    assert AnswerStore(tmp_path / "practice").answers.finances == "Mine."


days = st.dates(datetime.date(2026, 11, 1), datetime.date(2026, 11, 9))
cards = st.dictionaries(st.sampled_from("abc"), days)
records = st.builds(
    lambda days, tries, name: PracticeWork(
        {k: {"last": d.isoformat()} for k, d in days.items()}, {t: {"person": "x"} for t in tries}, name=name
    ),
    cards, st.sets(st.sampled_from("uvw")), st.sampled_from(["", "A"]),
)  # fmt: skip


@given(records, records)
def test_joining_loses_no_attempt_and_keeps_the_later_card(mine, other):
    both = work_file.joined(mine, other)
    assert set(both.attempts) == {*mine.attempts, *other.attempts}
    for id_ in {*mine.drills, *other.drills}:
        assert both.drills[id_]["last"] == max(w.drills[id_]["last"] for w in (mine, other) if id_ in w.drills)
    assert work_file.joined(both, other) == both
