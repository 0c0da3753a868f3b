"""A group of commands that imports each one only when it is asked for, and answers our errors in one line."""

from __future__ import annotations

import io
import sys
from importlib import import_module

import click

from hartcity.errors import HartError


class LazyGroup(click.Group):
    """A click group; `lazy` maps a command's name to ``module:function``."""

    def __init__(self, *args, lazy: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.lazy)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.lazy:
            return None
        module, attribute = self.lazy[name].split(":")
        return getattr(import_module(module), attribute)

    def main(self, *args, **kwargs) -> object:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A file gets UTF-8 on every system; what can't be written or shown becomes a question mark.
                stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except HartError as error:
            click.echo(f"{ctx.info_name}: {error}", err=True)
            sys.exit(1)
