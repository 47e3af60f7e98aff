"""`new` and `edit`: the wizard."""

from pathlib import Path

import click

_PLAIN = click.option(
    "--plain",
    is_flag=True,
    help="Ask line by line, with no cursor movement or colour (also: S55DRAFT_PLAIN=1).",
)


@click.command()
@click.argument("answers", required=False, type=click.Path(path_type=Path), metavar="[ANSWERS]")
@_PLAIN
def new(answers: Path | None, *, plain: bool) -> int:
    """Answer questions from the start, and have the letter.

    The answers are saved after every question, in ANSWERS or in a file named after the report. Stop whenever you
    like; 's55draft edit' goes on where you stopped.
    """
    from s55draft import wizarding  # noqa: PLC0415 - commands import what they use

    return wizarding.new(answers, plain=plain)


@click.command()
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS")
@_PLAIN
def edit(answers: Path, *, plain: bool) -> int:
    """Go on with an answers file: at the first open question, or with the review if there is none."""
    from s55draft import wizarding  # noqa: PLC0415

    return wizarding.edit(answers, plain=plain)
