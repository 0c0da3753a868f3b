"""What a student takes along: Word, PDF and text in the form an instructor expects; a zip that nbgrader collects."""

from __future__ import annotations

import io
import itertools
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from hartcity import desk as desks
from hartcity.answers import read
from hartcity.errors import HartError
from hartcity.widgets import document, handin
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.utils import parse_utc

WORDS = {
    "service_user": "eleanor-hathaway",
    "services": ["weekend-groceries-to-your-door", "ada-paratransit", "gone-by-now"],
    "benefits": {"ada-paratransit": "The van comes to her door."},
    "coordination": "First I ask Eleanor.\n\nThen I call <b>both</b> & write.",
    "email": {
        "to": "fieldstone-food-network",
        "subject": "Groceries",
        "body": "Dear team,\n\nPlease call.\n\nJo\nPark",
    },
}


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "answers.json").write_text(json.dumps(WORDS))
    return desks.Desk(tmp_path)


def test_the_parts_come_in_the_order_an_instructor_expects(desk):
    parts = document.pieces(desk.store.answers, desk, "Jo Park")
    data, note = document.write(parts, "docx")
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    text = "\n".join(p.text for p in paragraphs)
    order = ["Bring two agencies together", "Jo Park", "Service user: Eleanor", "Part 1: services", "Weekend groceries"]
    order += ["[no text on the benefits]", "The van comes", "gone-by-now", "Coordination", "<b>both</b> & write."]
    order += [
        "Finances",
        "[nothing written]",
        "Part 2: email",
        "To: Fieldstone Food Network",
        "Subject: Groceries",
        "Jo",
    ]
    places = [text.index(words) for words in order[:-1]]
    assert places == sorted(places) and not note
    assert [p.text for p in paragraphs if p.style.name == "Heading 1"] == ["Part 1: services", "Part 2: email"]
    assert re.search(r"^\w+ \d{1,2}, \d{4}$", text, re.MULTILINE)
    plain = document.write(parts, "txt")[0].decode()
    assert all(words in plain for words in order if not words.startswith("Part ")) and "PART 2: EMAIL" in plain


def test_without_a_name_none_stands_there(desk):
    parts = document.pieces(desk.store.answers, desk)
    assert [p.kind for p in parts[:4]] == ["title", "meta", "meta", "heading"]


def test_a_pdf_says_what_its_typeface_lacks(desk):
    desk.store.update(finances="Zażółć gęślą, ¿cuánto? – 家 🌻")
    data, note = document.write(document.pieces(desk.store.answers, desk, "Jo"), "pdf")
    assert data.startswith(b"%PDF") and "家" in note and "ż" not in note
    desk.store.update(finances="Zażółć gęślą, ¿cuánto?")
    assert document.write(document.pieces(desk.store.answers, desk), "pdf")[1] == ""


@settings(max_examples=25)
@given(text=st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_text_makes_every_file(text):
    parts = [document.Piece("title", "T"), *(document.Piece(*row) for row in document._written(text, "[nothing]"))]
    parts = [document.Piece(p.kind, document._ILLEGAL.sub("", p.text)) for p in parts]
    for kind in document.formats():
        assert document.write(parts, kind)[0]


def test_what_can_not_be_made_is_not_offered_and_says_what_can(monkeypatch):
    monkeypatch.setattr(document.importlib.util, "find_spec", lambda name: None)
    assert document.formats() == ["txt"]
    with pytest.raises(HartError, match=r"plain text"):
        document.write([document.Piece("title", "T")], "docx")


def test_the_documents_module_loads_without_their_libraries():
    code = "import sys; sys.modules.update(docx=None, fpdf=None, matplotlib=None); import hartcity.widgets.finish"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_nbgrader_collects_the_zip(root):
    """The file as it comes from a course site, through nbgrader's own zip_collect."""
    student = root / "workspace" / "hart-city"
    student.mkdir(parents=True, exist_ok=True)
    for page in (root / "course" / "release" / "hart-city").iterdir():
        (student / page.name).write_bytes(page.read_bytes())
    (student / "answers.json").write_text(json.dumps(WORDS))
    name, data = handin.zip_file(student, "hart-city")
    assert {"answers.json", "part-1-services.ipynb", "part-2-email.ipynb"} <= set(
        zipfile.ZipFile(io.BytesIO(data)).namelist()
    )
    archive = root / "course" / "downloaded" / "hart-city" / "archive"
    archive.mkdir(parents=True)
    (archive / name).write_bytes(data)
    command = [sys.executable, "-m", "nbgrader", "zip_collect", "hart-city", "--force"]
    done = subprocess.run(command, cwd=root / "course", capture_output=True, text=True, check=False, timeout=120)
    collected = list((root / "course" / "submitted").glob("*/hart-city/answers.json"))
    assert len(collected) == 1, done.stderr[-2000:]
    assert read(collected[0]).coordination == WORDS["coordination"]
    handed_in = parse_utc((collected[0].parent / "timestamp.txt").read_text().strip())
    assert abs((datetime.now(UTC).replace(tzinfo=None) - handed_in).total_seconds()) < 300


def test_back_to_an_earlier_version_and_back_again(desk):
    store = desk.store
    first = store.answers
    store.update(coordination="", email={"to": "", "subject": "", "body": ""})
    copy = store.backups()[0]
    store.restore(copy)
    assert store.answers == first
    store.restore(store.backups()[0])
    assert store.answers.coordination == ""


def test_old_copies_thin_out_but_reach_far_back(desk):
    store, now = desk.store, time.time()
    folder = store.folder / ".answers"
    folder.mkdir(exist_ok=True)
    for hours in range(200):
        path = folder / f"answers-{hours}.json"
        path.write_text(json.dumps(WORDS))
        os.utime(path, (now - hours * 3600 - 120,) * 2)
    store.update(finances="One more.")
    ages = [(now - p.stat().st_mtime) / 3600 for p in store.backups()]
    assert len(ages) <= 25 and ages[-1] > 190
    gaps = [later - earlier for earlier, later in itertools.pairwise(ages)]
    assert max(gaps[:3]) < 2 < 10 < max(gaps)
