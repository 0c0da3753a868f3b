"""Setting up a folder again and again: nobody's work is replaced, and an upgrade still arrives."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from hartcity.cli.open import free_port
from hartcity.errors import WorkspaceError
from hartcity.workspace import Manifest


def notebook(*sources: str, output: str = "") -> str:
    """An .ipynb with these Markdown cells; `output` stands for what JupyterLab saves into it by itself."""
    cells = [{"cell_type": "markdown", "id": f"c{i}", "metadata": {}, "source": s} for i, s in enumerate(sources)]
    return json.dumps({"cells": cells, "metadata": {"widgets": output}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def put(tmp_path):
    """Put a page with this text as a new version of the course would, in a fresh start of it."""

    def put(text: str) -> bool | None:
        source = tmp_path / "new.ipynb"
        source.write_text(text, "utf-8")
        manifest = Manifest(tmp_path / ".hart" / "pages.json")
        done = manifest.put(source, tmp_path / "page.ipynb", "page")
        manifest.save()
        return done

    put.page = tmp_path / "page.ipynb"
    return put


def test_an_untouched_page_is_refreshed(put):
    assert put(notebook("one")) is True
    assert put(notebook("one")) is None
    assert put(notebook("two")) is True
    assert put.page.read_text("utf-8") == notebook("two")


def test_what_jupyterlab_saves_by_itself_is_nobodys_work(put):
    put(notebook("one"))
    put.page.write_text(notebook("one", output="widget states"), "utf-8")
    assert put(notebook("one")) is None
    assert put(notebook("two")) is True


def test_a_page_a_person_changed_stays_and_the_new_one_is_offered_once(put):
    put(notebook("one"))
    mine = notebook("one, and what I wrote")
    put.page.write_text(mine, "utf-8")
    assert put(notebook("one")) is None
    assert put(notebook("two")) is False
    assert put(notebook("two")) is None
    assert put(notebook("three")) is False
    assert put.page.read_text("utf-8") == mine


def test_a_broken_page_is_somebodys_too(put):
    put(notebook("one"))
    put.page.write_text("{ half a notebook", "utf-8")
    assert put(notebook("two")) is False
    assert put.page.read_text("utf-8") == "{ half a notebook"


def test_a_lost_record_loses_no_work(put, tmp_path):
    put(notebook("one"))
    put.page.write_text(notebook("mine"), "utf-8")
    (tmp_path / ".hart" / "pages.json").write_text("not json", "utf-8")
    assert put(notebook("two")) is False
    assert put.page.read_text("utf-8") == notebook("mine")


def test_a_busy_port_gives_the_next_and_a_crowd_one_line():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        assert port < free_port(port) < port + 20
    with pytest.raises(WorkspaceError, match="--port"):
        free_port(65535 + 1)


def test_a_folder_that_cannot_be_written_gets_one_line(tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = subprocess.run(
        [sys.executable, "-m", "hartcity", "open", "--no-browser", "--folder", str(tmp_path / "file" / "class")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) <= 2
    assert "--folder" in done.stderr and "Traceback" not in done.stderr


def hears_ctrl_c() -> None:
    """A test run that a shell put into the background ignores Ctrl+C, and so would whatever it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_open_serves_without_a_display_keeps_work_and_ends_at_ctrl_c(root):
    """The command itself, twice: prints an address that answers, leaves answers alone, ends quietly."""
    port = free_port(18_000 + os.getpid() % 500 * 20)
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    for start in (1, 2):
        process = subprocess.Popen(
            [sys.executable, "-m", "hartcity", "open", "--folder", str(root), "--port", str(port)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, start_new_session=True,
            preexec_fn=hears_ctrl_c,
        )  # fmt: skip
        said = []
        try:
            for line in process.stdout:
                said.append(line)
                if f"http://127.0.0.1:{port}/lab" in line:
                    break
            address = said[-1].split()[-1]
            for _ in range(100):
                try:
                    with urllib.request.urlopen(address, timeout=10) as answer:
                        assert "Start.ipynb" in answer.url
                        break
                except OSError:
                    time.sleep(0.2)
            else:
                pytest.fail("the address does not answer:\n" + "".join(said))
            if start == 1:
                (root / "workspace/hart-city/answers.json").write_text('{"schema": 1}', "utf-8")
            os.killpg(process.pid, signal.SIGINT)
            rest, _ = process.communicate(timeout=40)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        assert process.returncode == 0, "".join(said) + rest
        assert "Traceback" not in rest and "Closed." in rest
    assert (root / "workspace/hart-city/answers.json").read_text("utf-8") == '{"schema": 1}'
    assert Path(root / "workspace/Start.ipynb").exists()
    # Binder has no such command: its postBuild puts the same folders of settings where Lab looks by itself.
    build = (Path(__file__).parents[1] / "postBuild").read_text("utf-8")
    assert all(f'own / "{folder.name}"' in build for folder in (root / "workspace/.hart/lab").iterdir())
