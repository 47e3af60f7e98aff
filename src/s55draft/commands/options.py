"""What the commands share: exit codes, options, and how problems are printed."""

from collections.abc import Iterable
from pathlib import Path

import click

from s55draft.errors import ExportError, Problem, S55Error

DONE, PROBLEMS, USAGE, OUTSIDE, STOPPED = 0, 1, 2, 3, 130
CONTEXT = {"help_option_names": ["-h", "--help"]}
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How problems are given: text, or JSON for scripts.",
)
OFFICE = click.option(
    "--office",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The office's profile; else office.yaml beside the answers, else Norfolk's.",
)
ANSWERS = click.argument("answers", nargs=-1, required=True, metavar="ANSWERS...")


def print_problems(problems: Iterable[Problem]) -> None:
    """Each problem on stderr, with its place and hint."""
    for problem in problems:
        click.echo(str(problem), err=True)


def code_of(exc: S55Error) -> int:
    """The exit code of a command that ended so."""
    return OUTSIDE if isinstance(exc, ExportError) else PROBLEMS
