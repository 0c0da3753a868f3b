"""The `hartcity` command: open the course, build its notebooks, check its content."""

from __future__ import annotations

import click

from hartcity import __version__
from hartcity.cli.commands import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "assignment": "hartcity.cli.assignment:assignment",
        "build": "hartcity.cli.build:build",
        "check": "hartcity.cli.check:check",
        "handouts": "hartcity.cli.handouts:handouts",
        "city": "hartcity.cli.city:city",
        "open": "hartcity.cli.open:open_course",
        "user": "hartcity.cli.user:user",
    },
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="hartcity")
def main() -> None:
    """Hart City: a course in bringing agencies together for a person who needs them."""
