"""`python -m hartcity`: the same as the command."""

from hartcity.cli import main

main(prog_name="hartcity")
