"""The `hartgrader` command: score, grade, export, explain."""

from __future__ import annotations

import click
from hartcity import __version__
from hartcity.cli.commands import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "agreement": "hartgrader.cli.agreement:agreement",
        "calibrate": "hartgrader.cli.agreement:calibrate",
        "demo": "hartgrader.cli.demo:demo",
        "fairness": "hartgrader.cli.fairness:fairness",
        "feedback": "hartgrader.cli.feedback:feedback",
        "explain": "hartgrader.cli.explain:explain",
        "export": "hartgrader.cli.export:export",
        "grade": "hartgrader.cli.grade:grade",
        "history": "hartgrader.cli.history:history",
        "prepare": "hartgrader.cli.prepare:prepare",
        "second": "hartgrader.cli.second:second",
        "insights": "hartgrader.cli.insights:insights",
        "policy": "hartgrader.cli.policy:policy",
        "preview": "hartgrader.cli.preview:preview",
        "regrade": "hartgrader.cli.policy:regrade",
        "roster": "hartgrader.cli.roster:roster",
        "rubric": "hartgrader.cli.rubric:rubric",
        "score": "hartgrader.cli.score:score",
    },
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="hartgrader")
def main() -> None:
    """The judge: propose a level for each criterion, with its evidence, and leave the last word to a person."""
