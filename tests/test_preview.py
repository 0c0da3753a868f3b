"""Changing a rubric with a live preview: what moves, what a student reads, and what is wrong, with its line."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hartcity.content import locate
from hartgrader.cli import main

EMAIL = {
    "id": "<b>sample</b>",
    "service_user": "eleanor-hathaway",
    "services": ["ada-paratransit"],
    "email": {
        "to": "hart-transit-mobility-office",
        "subject": "Temporary pass for Eleanor Hathaway",
        "body": "Dear Team,\n\nI am a case manager at Westend and I am writing to ask for paratransit for her.\n\n"
        "Thank you. Could you call me on Tuesday?\n\nSincerely,\nDana Price",
    },
    "levels": {"collaboration": 3},
}


@pytest.fixture
def rubrics(tmp_path) -> Path:
    """A copy of the rubrics to change, with one sample text."""
    folder = shutil.copytree(locate("rubrics"), tmp_path / "rubrics", ignore=shutil.ignore_patterns("cases"))
    (folder / "cases").mkdir()
    (folder / "cases" / "emails.yml").write_text(yaml.safe_dump({"cases": [EMAIL]}), encoding="utf-8")
    return folder


def change(rubrics: Path, old: str, new: str, name: str = "collaboration.yml") -> None:
    text = (rubrics / name).read_text(encoding="utf-8")
    assert old in text
    (rubrics / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def preview(rubrics: Path, *words: str):
    return CliRunner().invoke(main, ["preview", "--rubrics", str(rubrics), "--against", str(locate("rubrics")), *words])


def test_nothing_changed_says_so(rubrics):
    shown = preview(rubrics)
    assert shown.exit_code == 0, shown.output
    assert "1 texts, 1 levels." in shown.output and "Nothing differs." in shown.output


def test_a_sentence_may_change_without_a_new_version(rubrics):
    change(rubrics, "You ask for something.", "You ask plainly.")
    shown = preview(rubrics)
    assert "Request: now reads “You ask plainly.”" in shown.output
    assert "Only words differ: no new version is needed." in shown.output


def test_settings_dates_coach_and_flags_are_shown_as_people_meet_them(rubrics, tmp_path, monkeypatch):
    course = tmp_path / "class" / "course"
    course.mkdir(parents=True)
    monkeypatch.setattr("hartgrader.cli.preview.default_root", lambda: course.parent)
    settings = locate("assignment.yml").read_text(encoding="utf-8")
    policy = "due: 2026-12-11 23:59 UTC, late: {percent_per_day: 10, last_day: 7}"
    more = ", extensions: [{student: ana, until: 2026-12-15 23:59 UTC, reason: agreed}]"
    (course / "policy.yml").write_text(f"schema: 1\nassignments: {{hart-city: {{{policy}{more}}}}}\n", encoding="utf-8")
    gaps = EMAIL | {"email": EMAIL["email"] | {"body": EMAIL["email"]["body"].replace("Westend", "[agency name]")}}
    (rubrics / "cases" / "emails.yml").write_text(yaml.safe_dump({"cases": [gaps]}), encoding="utf-8")
    seen = {}
    for mode in ("full", "checklist", "off"):
        text = settings.replace("coach: full", f"coach: {mode}").replace("review: unsure", "review: all")
        (course / "assignment.yml").write_text(text, encoding="utf-8")
        page = tmp_path / f"{mode}.html"
        shown = preview(rubrics, "--all", "--criterion", "collaboration", "--html", str(page))
        assert shown.exit_code == 0, shown.output
        assert (
            "Due 2026-12-11 23:59 UTC." in shown.output
            and "ana has until 2026-12-15 23:59 UTC (agreed)." in shown.output
        )
        assert "10 % of the points for each day begun, nothing counts after day 7" in shown.output
        assert "every answer waits for you" in shown.output
        assert (
            "flag, A template's gaps were left open" in shown.output and "Flagged for an instructor: 1" in shown.output
        )
        assert "gaps were left open" in page.read_text(encoding="utf-8")
        seen[mode] = [line for line in shown.output.splitlines() if line.startswith("    coach, ")]
    assert not seen["off"] and any("missing: " in line for line in seen["checklist"])
    assert set(seen["checklist"]) <= set(seen["full"])
    (course / "policy.yml").write_text("schema: 1\nassignments: {hart-city: {dew: x}}\n", encoding="utf-8")
    wrong = preview(rubrics)
    assert wrong.exit_code == 1 and "policy.yml:2" in wrong.output and "Did you mean “due”" in wrong.output


def test_points_and_levels_show_what_moves_and_ask_for_a_new_version(rubrics):
    change(rubrics, "max_points: 20", "max_points: 25")
    cuts = next(
        line for line in (rubrics / "collaboration.yml").read_text("utf-8").splitlines() if line.startswith("  cuts:")
    )
    change(rubrics, cuts, '  cuts: {"2": 98, "3": 99, "4": 100}')
    shown = preview(rubrics)
    assert "→ 1," in shown.output and "→ 10 points, should be 3" in shown.output
    assert "(0 up, 1 down)" in shown.output
    assert "collaboration: points, cuts" in shown.output and "--new-version" in shown.output


def test_an_indicator_taken_away_is_named(rubrics):
    path = rubrics / "collaboration.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    gone = next(i for i in data["indicators"] if i["id"] == "partner-tone")
    data["indicators"].remove(gone)
    data["scale"]["caps"] = [c for c in data["scale"].get("caps", []) if "partner-tone" not in c["below"]]
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    shown = preview(rubrics)
    assert f"{gone['label']}: 1 → 0. no longer looked at" in shown.output


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("max_points: 20", "max_point: 20", "Did you mean “max_points”"),
        ("kind: said", "kind: sayd", "allowed:"),
        ("lexicon: email", "lexicon: e-mail", "is not a lexicon"),
        ("weight: 1", "weight: heavy", "a number"),
    ],
)
def test_a_mistake_is_answered_with_path_line_and_what_is_allowed(rubrics, old, new, says):
    change(rubrics, old, new)
    shown = preview(rubrics)
    assert shown.exit_code == 1 and len(shown.output.strip().splitlines()) == 1
    assert "collaboration.yml:" in shown.output and says in shown.output


def test_the_page_escapes_and_answers_files_can_be_tried(rubrics, tmp_path):
    change(rubrics, "You ask for something.", "You ask <i>plainly</i>.")
    page = tmp_path / "page.html"
    assert preview(rubrics, "--html", str(page)).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "&lt;b&gt;sample" in text and "<b>" not in text and "<i>" not in text
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "one.json").write_text("{", encoding="utf-8")
    broken = preview(rubrics, str(folder))
    assert broken.exit_code == 1 and "one.json" in broken.output


def test_watch_shows_each_save_survives_a_mistake_and_goes_on(rubrics):
    """The command itself: first as it is, then a mistake, then its repair with another sentence."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "hartgrader", "preview", "--watch", "--rubrics", str(rubrics)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    killer = threading.Timer(90, process.kill)
    killer.start()
    try:

        def until(words: str) -> str:
            seen = ""
            for line in process.stdout:
                seen += line
                if words in line:
                    return seen
            raise AssertionError(f"ended without “{words}”:\n{seen}")

        until("Nothing differs.")
        change(rubrics, "max_points: 20", "max_pints: 20")
        until("Did you mean “max_points”")
        change(rubrics, "max_pints: 20", "max_points: 20")
        until("Nothing differs.")
        change(rubrics, "You ask for something.", "You ask plainly.")
        assert "You ask plainly." in until("Only words differ")
    finally:
        killer.cancel()
        process.kill()
        process.wait()


def test_rubrics_without_cases_of_their_own_are_tried_on_the_courses(rubrics):
    """As a course has them that learned from its class."""
    shutil.rmtree(rubrics / "cases")
    shown = preview(rubrics, "--criterion", "finances")
    assert shown.exit_code == 0 and "Nothing differs." in shown.output and not shown.output.startswith("0 texts")


def test_fairness_counts_what_stays_and_what_moves(tmp_path):
    """A change that matters moves levels, one that doesn't leaves them; both are counted, in both directions."""
    from hartgrader import fairness
    from judging import answers, bench, cases

    texts = [answers(c) for c in cases("emails")[:6]]
    changes = fairness.Changes(
        (fairness.Words("nothing", {"zzz": "yyy"}), fairness.Words("no request", {"ask": "sing", "could": "did"})),
        (fairness.Name("a Yoruba name", "Oluwaseun Adébáyò"),),
    )
    calm, rough, *names = fairness.measure(bench(), texts, changes)
    assert calm.same == calm.of > 10 and rough.down > 0
    assert [n.same == n.of > 0 for n in names] == [True, True]
    done = CliRunner().invoke(main, ["fairness", "--format", "json", str(tmp_path)])
    assert done.exit_code == 0 and '"of": 0' in done.output
