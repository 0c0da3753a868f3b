"""Make or mend the environment in .venv, for `make` and for people without make.

Runs on any Python 3, so that an old one can say what is missing: hence no modern syntax and only the standard library.
    python3 deploy/setup.py
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time

NEEDED = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VENV = os.path.join(ROOT, ".venv")
LOCK = os.path.join(ROOT, "requirements.lock")
STAMP = os.path.join(VENV, "hart-ready.txt")
LOG = os.path.join(VENV, "hart-setup.log")
WINDOWS = os.name == "nt"
PYTHON = os.path.join(VENV, "Scripts" if WINDOWS else "bin", "python.exe" if WINDOWS else "python")
NO_NETWORK = re.compile(
    r"dns error|connection refused|connect error|error sending request|failed to fetch|failed to establish|timed out"
    r"|temporary failure in name resolution|max retries exceeded|network is unreachable|proxyerror|no route to host"
    r"|could not find a version that satisfies the requirement uv",
    re.IGNORECASE,
)
# The environment's own python answers this only when everything is there and comes from this checkout.
PROBE = """
import importlib.util as u, sys
names = ("jupyterlab", "nbgrader", "pandas", "anywidget", "playwright", "pytest", "hartgrader")
assert all(u.find_spec(n) for n in names)
assert u.find_spec("hartcity").origin.startswith(sys.argv[1])
"""


class Trouble(Exception):
    """Something that a person has to put right; its text is the one line they read."""


def say(line):
    """Tell a person what is going on."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def works(command):
    """Return whether a command runs and succeeds."""
    with open(os.devnull, "w") as nowhere:
        try:
            return subprocess.call(command, stdout=nowhere, stderr=nowhere, stdin=subprocess.DEVNULL) == 0
        except OSError:
            return False


def is_new_enough(python):
    """Return whether `python` (a list of words) runs and is recent enough."""
    return works([*python, "-c", "import sys; sys.exit(sys.version_info < %r)" % (NEEDED,)])


def find_python():
    """Return the command of a Python that is recent enough: this one, else one that lies about."""
    if sys.version_info >= NEEDED:
        return [sys.executable]
    minors = [str(minor) for minor in range(20, NEEDED[1] - 1, -1)]
    candidates = [["python3." + minor] for minor in minors]
    if WINDOWS:
        candidates = [["py", "-3." + minor] for minor in minors]
    candidates += [["python3"], ["python"]]
    for minor in minors:
        candidates += [[os.path.join(place, "python3." + minor)] for place in ("/opt/homebrew/bin", "/usr/local/bin")]
    candidates += [["/usr/bin/python3." + minor] for minor in minors]
    for candidate in candidates:
        if shutil.which(candidate[0]) and is_new_enough(candidate):
            return candidate
    raise Trouble(
        "Hart City needs Python %d.%d or newer; this is %d.%d, and no newer one was found. Install one from python.org "
        "or your package manager, then say: make lab PYTHON=/path/to/it" % (NEEDED + tuple(sys.version_info[:2]))
    )


def fingerprint():
    """Return what the environment depends on, as text: the lock, the project's own description, this place."""
    digest = hashlib.sha256()
    for name in (LOCK, os.path.join(ROOT, "pyproject.toml")):
        with open(name, "rb") as file:
            digest.update(file.read())
    return "%s\n%s\n" % (digest.hexdigest(), ROOT)


def is_whole():
    """Return whether everything is there and comes from this checkout."""
    return works([PYTHON, "-c", PROBE, ROOT])


def is_ready():
    """Return whether the environment is whole and of today."""
    try:
        with open(STAMP) as file:
            if file.read() != fingerprint():
                return False
    except OSError:
        return False
    return is_whole()


def run(command):
    """Run an installer with its words in the log; return whether it succeeded."""
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", VIRTUAL_ENV=VENV)
    # uv doesn't read pip's settings, where schools and firms name their own mirror.
    if os.environ.get("PIP_INDEX_URL"):
        environment.setdefault("UV_DEFAULT_INDEX", os.environ["PIP_INDEX_URL"])
    environment.pop("PYTHONHOME", None)
    environment.pop("PYTHONPATH", None)
    with open(LOG, "a") as log:
        log.write("\n$ " + " ".join(command) + "\n")
        log.flush()
        try:
            return (
                subprocess.call(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment, cwd=ROOT)
                == 0
            )
        except OSError as error:
            log.write(str(error) + "\n")
            return False


def make_venv():
    """Make .venv anew unless there is one with a Python that runs; start a fresh log."""
    if not (is_new_enough([PYTHON]) and (works([PYTHON, "-c", "import pip"]) or present_uv())):
        python = find_python()
        if os.path.islink(VENV) or os.path.isfile(VENV):
            raise Trouble(VENV + " is in the way: it isn't a folder. Move it elsewhere, then try again.")
        if os.path.isdir(VENV):
            say("The environment in .venv is broken or half-made: making it anew.")
            shutil.rmtree(VENV)
        if not works([*python, "-c", "import venv, ensurepip"]):
            raise Trouble(
                "This Python can't make environments. On Debian or Ubuntu: sudo apt install python3-venv. "
                "Then try again, or say: make lab PYTHON=/path/to/another"
            )
        if not works([*python, "-m", "venv", VENV]):
            raise Trouble("%s could not be made: is the disk full, or the folder read-only?" % VENV)
    if os.path.exists(STAMP):
        os.remove(STAMP)
    open(LOG, "w").close()


def present_uv():
    """Return the uv on PATH or in the environment, if it runs."""
    for candidate in (shutil.which("uv"), os.path.join(os.path.dirname(PYTHON), "uv.exe" if WINDOWS else "uv")):
        if candidate and works([candidate, "--version"]):
            return candidate
    return None


def find_uv():
    """Return a uv that runs, freshly installed if need be; None when it can't be had."""
    uv = present_uv()
    if uv:
        return uv
    with open(LOCK) as file:
        block = re.search(r"^uv==.*?(?=^\S|\Z)", file.read(), re.MULTILINE | re.DOTALL)
    if not block:
        return None
    only_uv = os.path.join(VENV, "uv.lock.txt")
    with open(only_uv, "w") as file:
        file.write(block.group(0))
    run([PYTHON, "-m", "pip", "install", "--retries", "1", "--timeout", "20", "--require-hashes", "-r", only_uv])
    return present_uv()


def install():
    """Install the locked packages, then the project itself, with uv or, where there is none, with pip."""
    uv = find_uv()
    ways = [[PYTHON, "-m", "pip", "install", "--retries", "2", "--timeout", "20"]]
    if uv:
        ways.insert(0, [uv, "pip", "install", "--python", PYTHON])
    project = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    for way in ways:
        if run([*way, "--require-hashes", "-r", LOCK]) and run(way + project):
            return
        with open(LOG) as file:
            if NO_NETWORK.search(file.read()):
                break
    raise Trouble(explain())


def explain():
    """Return one line on why the installation failed."""
    with open(LOG) as file:
        text = file.read()
    where = os.path.relpath(LOG, os.getcwd()) if not WINDOWS else LOG
    if "No space left" in text:
        return "The disk is full: about 700 MB are needed. Make room, then try again; it goes on where it stopped."
    if NO_NETWORK.search(text):
        return (
            "No network: the packages could not be fetched. Connect (or set PIP_INDEX_URL to your mirror) and try "
            "again; it goes on where it stopped. Details: " + where
        )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    reason = next((line for line in reversed(lines) if "rror" in line), lines[-1] if lines else "no reason given")
    return "The packages could not be installed: %s. Details: %s" % (reason[:200], where)


def main():
    """Make the environment ready; 0 when it is, 1 with one line when it can't be."""
    try:
        if is_ready():
            return 0
        began = time.time()
        make_venv()
        say("Setting up the environment in .venv: about 150 packages, a minute or two the first time …")
        install()
        if not is_whole():
            # An installer believes its own records, also of files that somebody has deleted.
            say("Something is missing in .venv: making it anew …")
            shutil.rmtree(VENV)
            make_venv()
            install()
        if not is_whole():
            raise Trouble("The environment is not complete. Delete the folder .venv, then try again.")
        with open(STAMP, "w") as file:
            file.write(fingerprint())
        say("Ready after %d seconds." % (time.time() - began))
    except Trouble as trouble:
        say(str(trouble))
        return 1
    except OSError as error:
        say("The environment could not be made: %s" % error)
        return 1
    except KeyboardInterrupt:
        say("\nStopped. Start again whenever you like: it goes on where it stopped.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
