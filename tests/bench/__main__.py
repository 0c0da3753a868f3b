"""`make bench`: run every measurement here, and print one small table; with --readme, put it into README too.

Each file of this folder prints its results as lines of a name, at least two spaces or a number, and a value.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

HERE = Path(__file__).parent
README = HERE.parents[1] / "README.md"
LINE = re.compile(r"(?P<name>\S.*\S)\s{2,}(?P<value>\S.*)|(?P<label>\S.*?)\s+(?P<number>\d.*)")


def measure(path: Path) -> list[tuple[str, str]]:
    """Run one file in a process of its own; return its rows, or one row that says what went wrong."""
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        reason = next((line for line in reversed(lines) if "Error" in line), lines[-1])
        return [(path.stem, f"failed: {reason}")]
    found = [m for m in map(LINE.fullmatch, done.stdout.splitlines()) if m]
    return [(m["name"] or m["label"], m["value"] or m["number"]) for m in found]


def main() -> int:
    """Measure and print; 1 when a measurement failed."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("only", nargs="*", help="names of the files to run; all when empty")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")
    arguments = parser.parse_args()
    files = [p for p in sorted(HERE.glob("[a-z]*.py")) if not arguments.only or p.stem in arguments.only]
    errors = Console(stderr=True)
    rows = []
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=errors) as progress:
        for path in files:
            task = progress.add_task(path.stem)
            rows += measure(path)
            progress.update(task, completed=100, description=f"{path.stem}: done")
    table = Table("what", "measured")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    failed = any(value.startswith("failed") for _, value in rows)
    if arguments.readme and not failed:
        lines = "\n".join(["| what | measured |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])
        text = README.read_text("utf-8")
        pattern = r"<!-- bench -->.*?<!-- /bench -->"
        README.write_text(
            re.sub(pattern, lambda _: f"<!-- bench -->\n{lines}\n<!-- /bench -->", text, flags=re.DOTALL), "utf-8"
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
