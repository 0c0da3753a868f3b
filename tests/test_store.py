"""Nothing a student wrote is lost: two windows, damaged files, full and closed disks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hartcity.answers import LIMIT_BYTES, read
from hartcity.errors import AnswersError
from hartcity.store import BACKUPS, AnswerStore
from hypothesis import given, settings
from hypothesis import strategies as st

FIELDS = ["coordination", "finances", "email.body", "benefits.ada-paratransit"]
PEOPLE = ["eleanor-hathaway", "marcus-webb"]


def every_text(path: Path) -> str:
    """All the text of a file, as its reader would search it."""

    def walk(value):
        if isinstance(value, dict):
            return "\n".join(map(walk, value.values()))
        return "\n".join(map(walk, value)) if isinstance(value, list) else str(value)

    return walk(json.loads(path.read_text("utf-8")))


def test_a_change_is_in_the_file_when_update_returns(tmp_path):
    store = AnswerStore(tmp_path)
    saved = store.update(service_user=PEOPLE[0], services=["a", "b"], email={"subject": "Hi"}, benefits={"a": "Food."})
    answers = read(tmp_path / "answers.json")
    assert answers.services == ("a", "b") and answers.email.subject == "Hi" and answers.benefits == {"a": "Food."}
    assert set(saved.fields) == {"service_user", "services", "email.subject", "benefits.a"}


def test_two_windows_on_different_fields_both_stay(tmp_path):
    one, two = AnswerStore(tmp_path), AnswerStore(tmp_path)
    one.update(coordination="I call first.")
    two.update(finances="The bus costs $2.")
    answers = read(tmp_path / "answers.json")
    assert (answers.coordination, answers.finances) == ("I call first.", "The bus costs $2.")


def test_two_windows_on_one_text_keep_both_and_wait_for_a_choice(tmp_path):
    one, two = AnswerStore(tmp_path), AnswerStore(tmp_path)
    one.update(coordination="One.")
    saved = two.update(coordination="Two.", writer="two")
    assert saved.conflicts == {"coordination": "One."} and not saved.fields
    assert two.conflicts() == {"coordination": {"two": "Two."}}
    two.resolve("coordination", "Two.")
    answers = read(tmp_path / "answers.json")
    assert answers.coordination == "Two." and "conflicts" not in answers.other
    assert answers.other["earlier"] == [{"field": "coordination", "text": "One."}]


def test_a_writer_never_conflicts_with_what_it_wrote_itself(tmp_path):
    store = AnswerStore(tmp_path)
    store.update(base={"finances": ("",)}, writer="me", finances="a")
    assert not store.update(base={"finances": ("", "a")}, writer="me", finances="ab").conflicts


def test_another_person_gets_an_empty_desk_and_the_first_ones_texts_come_back(tmp_path):
    store = AnswerStore(tmp_path)
    store.update(service_user=PEOPLE[0], services=["a"])
    store.update(coordination="For Eleanor.", email={"to": "x", "body": "Dear X"})
    before = store.answers
    store.update(service_user=PEOPLE[1])
    assert store.answers.is_empty() and not store.answers.email.to
    store.update(coordination="For Marcus.")
    store.update(service_user=PEOPLE[0])
    assert store.answers.coordination == "For Eleanor." and store.answers.email == before.email
    assert "For Marcus." in every_text(store.path)


def test_words_for_the_person_left_behind_go_to_their_texts(tmp_path):
    store = AnswerStore(tmp_path)
    store.update(service_user=PEOPLE[0])
    store.update(service_user=PEOPLE[1])
    store.update(person=PEOPLE[0], finances="Late words.")
    assert store.answers.finances == ""
    store.update(service_user=PEOPLE[0])
    assert store.answers.finances == "Late words."


@settings(max_examples=60)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from([0, 1]), st.sampled_from([*FIELDS, "person", "refresh"]), st.booleans()), max_size=25
    )
)
def test_no_order_of_two_windows_loses_a_text(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("desk")
    stores = [AnswerStore(folder), AnswerStore(folder)]
    stores[0].update(service_user=PEOPLE[0])
    stores[1].refresh()
    latest: dict[tuple[int, str, str], str] = {}
    for number, (who, what, grow) in enumerate(steps):
        store = stores[who]
        if what == "refresh":
            store.refresh()
        elif what == "person":
            store.update(service_user=PEOPLE[grow])
        else:
            person = store.answers.service_user
            known = latest.get((who, person, what), "")
            text = f"{known} word{number}" if grow else f"words {number}"
            base = (known, "") if known else ("",)
            store.update(base={what: base}, writer=str(who), person=person, **{what: text})
            latest[who, person, what] = text
    if latest:
        everything = every_text(folder / "answers.json")
        assert [t for t in latest.values() if t not in everything] == []
    read(folder / "answers.json")


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[]", b'{"schema": 9}', b'{"coordination": 3}'])
def test_a_damaged_file_is_kept_and_the_last_copy_goes_on(tmp_path, damage):
    store = AnswerStore(tmp_path)
    store.update(coordination="The first.")
    store.update(coordination="The second, longer one.")
    store.path.write_bytes(damage)
    again = AnswerStore(tmp_path)
    assert again.answers.coordination == "The first."
    kept = list(tmp_path.glob("answers-damaged-*.json"))
    assert [k.read_bytes() for k in kept] == [damage]
    assert kept[0].name in again.notice and "\n" not in again.notice
    # A kernel that still knows the newest text goes on with that.
    assert store.refresh() and store.answers == again.answers


def test_a_file_damaged_while_in_use_goes_on_with_what_was_saved_last(tmp_path):
    store = AnswerStore(tmp_path)
    store.update(coordination="The first.")
    store.update(coordination="The second.")
    store.path.write_bytes(b"{")
    told = []
    store.subscribe(lambda answers: told.append(store.notice))
    store.refresh()
    assert len(told) == 1 and "You go on from what was last saved here. The damaged file is kept as" in told[0]
    assert read(store.path).coordination == "The second." and list(tmp_path.glob("answers-damaged-*"))


def test_a_link_is_not_followed(tmp_path):
    secret = tmp_path / "secret.json"
    secret.write_text('{"coordination": "not mine"}')
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "answers.json").symlink_to(secret)
    store = AnswerStore(folder)
    store.update(finances="Mine.")
    assert store.answers.coordination == "" and secret.read_text() == '{"coordination": "not mine"}'


def test_more_than_the_limit_is_refused_and_what_stood_stays(tmp_path):
    store = AnswerStore(tmp_path)
    store.update(coordination="Short.")
    with pytest.raises(AnswersError, match="200 KB"):
        store.update(finances="x" * LIMIT_BYTES)
    assert read(store.path).coordination == "Short."


def test_half_an_emoji_does_not_make_the_file_unreadable(tmp_path):
    AnswerStore(tmp_path).update(coordination="a\ud83d b")
    assert AnswerStore(tmp_path).answers.coordination == "a? b"


def test_a_burst_of_changes_leaves_the_last_three_copies_and_the_first(tmp_path):
    store = AnswerStore(tmp_path)
    for number in range(8):
        store.update(coordination="word " * 400 + str(number))
        store.update(coordination="")
    assert len(list((tmp_path / BACKUPS).glob("answers-*.json"))) == 4


@pytest.mark.skipif(os.name != "posix" or (os.geteuid() == 0 and not shutil.which("setpriv")), reason="root writes all")
def test_a_folder_that_may_not_be_written_says_what_to_do(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    AnswerStore(folder).update(coordination="Before.")
    folder.chmod(0o555)
    (folder / BACKUPS).chmod(0o555)
    (folder / BACKUPS / "lock").chmod(0o444)
    code = (
        "import sys; from hartcity.store import AnswerStore; from hartcity.errors import AnswersError\n"
        "s = AnswerStore(sys.argv[1])\n"
        "try: s.update(coordination='After.')\n"
        "except AnswersError as e: print(e); sys.exit(3)"
    )
    import sys

    plain = [sys.executable, "-c", code, str(folder)]
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_uid == os.geteuid() and Path(tempfile.gettempdir()) in parent.parents:
            parent.chmod(parent.stat().st_mode | 0o055)
    command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *plain] if os.geteuid() == 0 else plain
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    folder.chmod(0o755)
    assert done.returncode == 3, done.stderr
    assert "may not be written" in done.stdout and "copy the assignment" in done.stdout
    assert read(folder / "answers.json").coordination == "Before."


@pytest.fixture
def tiny_disk(tmp_path):
    """A real disk of 64 KB, where this machine lets us make one."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True)
    if done.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_full_disk_is_said_and_the_old_text_stays(tiny_disk):
    store = AnswerStore(tiny_disk)
    store.update(coordination="Before.")
    (tiny_disk / "big").write_bytes(b"x" * 44_000)
    with pytest.raises(AnswersError, match="disk is full"):
        store.update(coordination="y" * 30_000)
    assert read(store.path).coordination == "Before."
    (tiny_disk / "big").unlink()
    store.update(coordination="After.")
    assert read(store.path).coordination == "After."


@pytest.mark.parametrize("mode", ["full", "checklist", "off"])
def test_a_breach_of_consent_reaches_the_page_unless_the_course_wants_no_coach(tmp_path, mode):
    from hartcity import content
    from hartcity.desk import Desk
    from hartgrader import coach

    course = content.locate("assignment.yml").read_text("utf-8")
    (tmp_path / "assignment.yml").write_text(course.replace("coach: full", f"coach: {mode}"), "utf-8")
    desk = Desk(tmp_path, coach.load)
    desk.store.update(
        service_user="amina-and-abdi-yusuf",
        services=["weekend-groceries-to-your-door"],
        email={"to": "fieldstone-food-network", "body": "Their immigration status is pending."},
    )
    composer = desk.composer()
    told = [f["indicator"] for f in composer.feedback["findings"] if f["consent"] and f["met"] < 1]
    assert told == ([] if mode == "off" else ["confidentiality"])
    board = next(r for r in composer.page["recipients"] if r["id"] == "fieldstone-food-network")
    assert "immigration status" in board["never"]
