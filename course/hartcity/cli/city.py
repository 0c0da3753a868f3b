"""`hartcity city`: bring a community's directory in, take one out, begin one, check one."""

from __future__ import annotations

import click

from hartcity.cli.commands import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "check": "hartcity.cli.check:check_one",
        "export": "hartcity.cli.exchange:export",
        "import": "hartcity.cli.exchange:import_",
        "new": "hartcity.cli.begin:new_city",
        "template": "hartcity.cli.exchange:template",
    },
)
def city() -> None:
    """The directory of a city: import, export, begin, check."""
