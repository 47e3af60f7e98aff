"""`request`: the form by which the chief officer is invited to comment."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from s55draft.commands.options import DONE, OFFICE, print_problems
from s55draft.typed import as_typed

if TYPE_CHECKING:
    from s55draft.requesting import Requested


def _day(_context: click.Context, parameter: click.Parameter, given: str | None) -> date | None:
    """A day written 2023-08-07. Raises click.BadParameter."""
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise click.BadParameter(f"write the day as 2023-08-07, not '{given}'", param=parameter) from None


@click.command()
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The form's name, or a folder for it. Default: ANSWERS-request.docx, beside the answers.",
)
@OFFICE
@click.option(
    "--on",
    callback=_day,
    metavar="DATE",
    help="The day on which comments are asked for. Default: the answers' requested_on, else today.",
)
@click.option(
    "--due",
    callback=_day,
    metavar="DATE",
    help="The day by which they are due. Default: the answers' due_on, else four weeks after the request, "
    "but two weeks before the response deadline at the latest.",
)
@click.option("--record", is_flag=True, help="Write both days into ANSWERS, as requested_on and due_on.")
@click.option("--force", is_flag=True, help="Replace a form even if it was filled in.")
def request(  # noqa: PLR0913 - one for each option of the command
    answers: Path,
    output: Path | None,
    office: Path | None,
    on: date | None,
    due: date | None,
    *,
    record: bool,
    force: bool,
) -> int:
    """Make the Word form by which the Chief Constable is invited to comment, s.55(4).

    It shows the report's facts and every recommendation, cause of concern and area for improvement in full, each with
    a field for the answer; all else is fixed. ANSWERS is not changed without --record.
    """
    from s55draft.clock import today  # noqa: PLC0415
    from s55draft.drafting import Drafter  # noqa: PLC0415 - commands import what they use
    from s55draft.requesting import form_path  # noqa: PLC0415
    from s55draft.requesting import request as make  # noqa: PLC0415

    target = form_path(answers, output)
    if target == answers:
        raise click.UsageError(f"the form would replace its own answers file {answers}; name another with -o")
    if target.resolve() == answers.with_suffix(".docx").resolve():
        raise click.UsageError(f"{target} is the name of the letter; name the form otherwise with -o")
    if target.suffix.lower() != ".docx":
        raise click.UsageError(f"the form is a Word file; name it {target.with_suffix('.docx')}")
    made = make(answers, output, Drafter(office), today(), on=on, due=due, record=record, force=force)
    print_problems(made.problems)
    _tell(made, answers)
    return DONE


def _tell(made: "Requested", answers: Path) -> None:
    from s55draft.days import day_in_words  # noqa: PLC0415

    if made.path != made.wanted and made.path.name != made.wanted.resolve().name:
        click.echo(f"{made.wanted} is open in another program, so the form has a new name.", err=True)
    invited = made.invitation
    click.echo(f"{'Built' if made.changed else 'Unchanged:'} {made.path}")
    click.echo(f"Comments are asked for on {day_in_words(invited.requested_on)}, by {day_in_words(invited.due_on)}.")
    if invited.is_suggested:
        click.echo("That day is a suggestion; to set another: --due YYYY-MM-DD")
    if made.recorded:
        click.echo(f"Both days are recorded in {answers}.")
    click.echo(f"When the form has come back: s55draft pull {as_typed(made.path)} {as_typed(answers)}")
