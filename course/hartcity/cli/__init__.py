"""The `hartcity` command: open the course, build its notebooks, check its content."""

from __future__ import annotations

import sys

import click

from hartcity import __version__
from hartcity.errors import HartError


class _Commands(click.Group):
    """A group that imports a command only when it is asked for, and answers our errors in one line."""

    lazy: dict[str, str] = {  # noqa: RUF012
        "build": "hartcity.cli.build:build",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.lazy)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.lazy:
            return None
        module, attribute = self.lazy[name].split(":")
        return getattr(__import__(module, fromlist=[attribute]), attribute)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except HartError as error:
            click.echo(f"hartcity: {error}", err=True)
            sys.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hartcity")
def main() -> None:
    """Hart City: a course in bringing agencies together for a person who needs them."""
