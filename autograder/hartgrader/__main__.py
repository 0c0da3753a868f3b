"""`python -m hartgrader` is the `hartgrader` command."""

from hartgrader.cli import main

main(prog_name="hartgrader")
