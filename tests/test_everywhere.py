"""The same words get the same sheet on every machine, whatever its seed for hashes, its language and its encoding."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TEXT = HERE.parent / "rubrics/rated/seen-1/f001.json"
# Windows writes files so, and a bare container knows no letters but these.
PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "cp1252"}

# Python itself can't start from such a folder where the system's encoding has no letter for its name.
nameable = pytest.mark.skipif(not str(HERE).isascii(), reason="The folder's name has letters beyond ASCII.")


def start(*arguments: str | Path, **environment: str) -> subprocess.Popen:
    own = {"PYTHONPATH": str(HERE), "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, env={**os.environ, **own, **environment}, cwd=HERE
    )


@nameable
def test_seeds_and_settings_of_the_system_change_no_sheet():
    runs = [
        start(HERE / "everywhere.py", PYTHONHASHSEED="1", TZ="Asia/Tokyo", LANG="tr_TR.UTF-8"),
        start(HERE / "everywhere.py", PYTHONHASHSEED="2", **PLAIN),
    ]
    one, other = (run.communicate(timeout=200)[0] for run in runs)
    assert len(one) > 1_000_000
    assert one == other


@nameable
def test_an_explanation_in_a_file_is_utf_8_also_where_the_system_has_another_encoding():
    plain, usual = (start("-m", "hartgrader", "explain", TEXT, **how).communicate(timeout=60)[0] for how in (PLAIN, {}))
    assert plain == usual
    assert "→" in plain.decode("utf-8")
