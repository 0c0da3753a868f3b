"""`hartcity open`: set up the folder, then JupyterLab at the Start page."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import click

from hartcity import __version__, content, settings
from hartcity.errors import WorkspaceError
from hartcity.workspace import ASSIGNMENT_PAGES, put_pages

PORT = 8888
START = "/lab/tree/workspace/Start.ipynb"
# Extensions of Lab that Voilà's page can't carry.
_NOT_IN_VOILA = (
    "@jupyter/nbgrader",
    "@jupyter-notebook/lab-extension",
    "@jupyterlite/pyodide-kernel-extension",
    "jupyterlab-jupytext",
)
# No page has formulas, and none may ask another host for what draws them; the rest of the address is a remark.
_NO_FORMULAS = "MathJax={Hub:{Config(){},Configured(){},Queue(){},Register:{StartupHook(){}}}};//"


def default_root() -> Path:
    """Return the checkout, or the folder ``hart-city`` here when the course was installed."""
    return content.checkout() or Path.cwd() / "hart-city"


def prepare(root: Path) -> None:
    """Make the workspace ready; what a person changed is never replaced.

    Raises
    ------
    WorkspaceError : in one line, when the folder can't be written or the class can't be set up.
    """
    try:
        (root / "workspace").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(
            f"{root}: can't be written ({error.strerror}). Choose another folder: --folder DIR"
        ) from None
    _set_up_class(root)
    left = put_pages(root)
    if left:
        click.echo(f"You changed {', '.join(left)}: the new version lies beside yours.", err=True)
    _lab_settings(root)


def _class_state(root: Path) -> str:
    """Return a hash of what the class is made from, and of which of the things made of it are there."""
    state = hashlib.sha256(__version__.encode())
    for page in ASSIGNMENT_PAGES:
        state.update(content.locate("notebooks", f"{page}.ipynb").read_bytes())
    assignments = settings.assignments(root / "course")
    for own in (*assignments.values(), root / "course" / "nbgrader_config.py"):
        state.update(own.read_bytes() if own.is_file() else b"")
    for place in ("course/source", "course/release", "workspace/exchange", *(f"workspace/{a}" for a in assignments)):
        there = sorted(str(p) for p in (root / place).rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)
        state.update("\n".join(path for path in there if "inbound" not in path).encode())
    return state.hexdigest()


def _set_up_class(root: Path) -> None:
    """Release the assignment and put the student's copy there, unless nothing changed: nbgrader takes seconds to load.

    The class belongs to the grader's package, which this one doesn't know: it has a command for it.
    """
    stamp = root / "workspace" / ".hart" / "class.txt"
    if stamp.is_file() and stamp.read_text("utf-8") == _class_state(root):
        return
    done = subprocess.run(
        [sys.executable, "-m", "hartgrader", "prepare", str(root)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise WorkspaceError(f"the course could not be set up: {lines[-1]}")
    for line in done.stdout.splitlines():
        if line.startswith("Left"):
            click.echo(line, err=True)
    stamp.write_text(_class_state(root), "utf-8")


def code_cells() -> set[str]:
    """Return the code of all cells of the course's notebooks: what may run by itself."""
    return {
        "".join(cell["source"])
        for path in sorted(content.locate("notebooks").glob("*.ipynb"))
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        if cell["cell_type"] == "code"
    }


def _lab_settings(root: Path) -> None:
    """Write the settings of Lab and Notebook: ours, and the code cells that may run by themselves."""
    folder = root / "workspace" / ".hart" / "lab"
    for part in ("settings", "labconfig"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(
        Path(__file__).parents[1] / "lab" / "settings" / "overrides.json", folder / "settings" / "overrides.json"
    )
    page = {
        "hartCells": json.dumps(sorted(code_cells())),
        "disabledExtensions": {
            "@jupyter/nbgrader:validate-assignment": True,
            "@jupyterlab/apputils-extension:announcements": True,
            "@jupyterlab/mathjax-extension:plugin": True,  # nobody writes formulas here, and two prices look like one
            "@jupyterlite/pyodide-kernel-extension": True,  # for the site without a server; here it only complains
        },
    }
    (folder / "settings" / "page_config.json").unlink(missing_ok=True)  # where an earlier version had it
    (folder / "labconfig" / "page_config.json").write_text(json.dumps(page), "utf-8")


def free_port(wanted: int) -> int:
    """Return the wanted port, or the next free one of the twenty after it."""
    for port in range(wanted, min(wanted + 20, 65_536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise WorkspaceError(f"ports {wanted} to {wanted + 19} are all busy: close a server, or choose one with --port.")


def lab_command(root: Path, port: int, browser: bool) -> tuple[list[str], dict[str, str]]:
    """Return the command that serves a prepared root, and the environment it needs."""
    labs, own = Path(__file__).parents[1] / "lab", root / "workspace" / ".hart" / "lab"
    pages = [
        f"--{page}.{name}={value}"
        for page in ("LabApp", "JupyterNotebookApp")
        for name, value in (("app_settings_dir", own / "settings"), ("extra_labextensions_path", labs / "extensions"))
    ]
    command = [
        sys.executable, "-m", "jupyterlab",
        f"--ServerApp.root_dir={root}",
        f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        f"--LabApp.default_url={START}",
        *pages,
        "--MappingKernelManager.cull_idle_timeout=3600", "--MappingKernelManager.cull_interval=300",
        "--VoilaConfiguration.template=hart",
        *(f"--VoilaConfiguration.extension_denylist={name}" for name in _NOT_IN_VOILA),
        f"--ServerApp.tornado_settings=mathjax_url=data:text/javascript,{_NO_FORMULAS}",
        "--log-level=WARN",
        "--ServerApp.answer_yes=True",  # one Ctrl+C ends it
    ]  # fmt: skip
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    data = [str(labs), os.environ.get("JUPYTER_PATH", "")]
    # nbgrader's pages look for the course's configuration in Jupyter's own places.
    paths = [str(root / "course"), str(own), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    places = {"JUPYTER_CONFIG_PATH": paths, "JUPYTER_PATH": data}
    return command, {**os.environ, **{name: os.pathsep.join(p for p in found if p) for name, found in places.items()}}


def _has_display() -> bool:
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@click.command(name="open")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Where work is kept (default: here).")
@click.option("--port", type=click.IntRange(1, 65_535), default=PORT, show_default=True, help="The first port to try.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def open_course(folder: Path | None, port: int, no_browser: bool) -> None:
    """Open the course in JupyterLab: student, instructor, practice."""
    root = (folder or default_root()).absolute()
    click.echo("Setting up the course …", err=True)
    prepare(root)
    chosen = free_port(port)
    if chosen != port:
        click.echo(f"Port {port} is busy: using {chosen}.", err=True)
    command, environment = lab_command(root, chosen, browser=_has_display() and not no_browser)
    token = environment.setdefault("JUPYTER_TOKEN", secrets.token_hex(24))
    # Whoever stops this command stops the server with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    log = root / "workspace" / ".hart" / "lab.log"
    with log.open("wb") as words:
        server = subprocess.Popen(command, env=environment, cwd=root, stdout=words, stderr=words)
    try:
        _wait_for(server, chosen, log)
        click.echo(f"Hart City is open at  http://127.0.0.1:{chosen}{START}?token={token}")
        click.echo("To stop it, press Ctrl+C here.", err=True)
        if server.wait():
            raise WorkspaceError(f"JupyterLab ended by itself; its last words are in {log}")
    except KeyboardInterrupt:
        _stop(server)
        click.echo(f"\nClosed. Your work is in {root / 'workspace'}", err=True)


def _wait_for(server: subprocess.Popen, port: int, log: Path) -> None:
    """Wait until the server answers on its port; raise its own words when it ends before."""
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    lines = log.read_text("utf-8", errors="replace").strip().splitlines() or ["no reason given"]
    raise WorkspaceError(f"JupyterLab did not start: {lines[-1].strip()} ({log})")


def _stop(server: subprocess.Popen) -> None:
    """End the server and its kernels; it may have had the same Ctrl+C and be ending already."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
