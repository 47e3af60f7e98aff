"""`tick`: a step of the office-use list."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from s55draft.commands.options import DONE, OFFICE, PROBLEMS, print_problems
from s55draft.typed import as_typed

if TYPE_CHECKING:
    from s55draft.ticking import Ticked


def _complete(
    ctx: click.Context,
    param: click.Parameter,  # noqa: ARG001 - click's own signature
    incomplete: str,
) -> list[CompletionItem]:
    """The steps of the answers file's office-use list that begin so, each with its words."""
    from s55draft.drafting import Drafter  # noqa: PLC0415 - commands import what they use
    from s55draft.errors import S55Error  # noqa: PLC0415
    from s55draft.ticking import matching, steps_of  # noqa: PLC0415

    answers = ctx.params.get("answers")
    if answers is None:
        return []
    try:
        steps = steps_of(Path(answers), Drafter(ctx.params.get("office")))
    except S55Error:
        return []
    return [CompletionItem(step, help=steps[step]) for step in matching(incomplete, list(steps))]


def _as_day(
    ctx: click.Context,  # noqa: ARG001 - click's own signature
    param: click.Parameter,  # noqa: ARG001 - likewise
    value: str | None,
) -> date | None:
    """The day, or a usage error that says how to write it."""
    if value is None:
        return None
    try:
        return datetime.strptime(value.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as exc:
        from s55draft.answers.dates import guessed_day  # noqa: PLC0415

        if re.fullmatch(r"\d{4}-\d\d?-\d\d?", value.strip()):
            raise click.BadParameter(f"there is no day {value.strip()}") from exc
        guess = guessed_day(value)
        example = f"write {guess.isoformat()}" if guess else "write year-month-day, such as 2023-08-31"
        raise click.BadParameter(f"'{value}' is not written as a day is here; {example}") from exc


@click.command()
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS")
@click.argument("item", shell_complete=_complete, metavar="ITEM")
@click.option("--on", callback=_as_day, metavar="DATE", help="The day on which it was done. Default: today.")
@click.option("--undo", is_flag=True, help="Record that it was not done after all.")
@OFFICE
def tick(answers: Path, item: str, on: date | None, office: Path | None, *, undo: bool) -> int:
    """Record in ANSWERS that a step of its office-use list was done, and on which day.

    ITEM is a step such as hmicfrs, home_office or website; its first letters are enough. The letter is built again,
    unless it was changed in Word.
    """
    from s55draft import ticking  # noqa: PLC0415 - commands import what they use
    from s55draft.clock import today  # noqa: PLC0415
    from s55draft.drafting import Drafter  # noqa: PLC0415

    if undo and on is not None:
        raise click.UsageError("--undo takes no day; leave --on out")
    day = None if undo else on or today()
    ticked = ticking.tick(answers, item, day, today(), Drafter(office))
    for line in _told(ticked, day, answers):
        click.echo(line)
    print_problems(ticked.problems)
    return PROBLEMS if ticked.problems else DONE


def _told(ticked: "Ticked", day: date | None, answers: Path) -> list[str]:
    from s55draft.days import day_in_words  # noqa: PLC0415
    from s55draft.ticking import Letter  # noqa: PLC0415

    if ticked.letter is Letter.UNCHANGED:
        first = f"{ticked.step} was recorded so already; nothing was changed."
    elif day is None:
        first = f"{ticked.step} is not ticked any more."
    else:
        first = f"{ticked.step}: done on {day_in_words(day)}."
        if isinstance(ticked.before, date):
            first += f" Until now it said {day_in_words(ticked.before)}."
    if ticked.late:
        first += f" That is {ticked.late} day{'s' if ticked.late > 1 else ''} after the last lawful day."
    left = f"Still open: {', '.join(ticked.open_steps)}." if ticked.open_steps else "All steps are done."
    letter = {
        Letter.CHANGED_IN_WORD: "The letter was changed in Word, so it was left as it is; tick the box there too.",
        Letter.NOT_OURS: "The Word file beside the answers is none of s55draft's, so it was left as it is.",
        Letter.OTHER_MAKE: (
            "The letter was built in another way (a template, an office or a version of its own), so it was left as "
            f"it is; to build it again: s55draft build {as_typed(answers)}"
        ),
        Letter.FAILED: "It is recorded, but the letter could not be built again.",
    }.get(ticked.letter)
    if ticked.built is not None:
        letter = f"The letter was built again: {ticked.built}"
    return [line for line in (first, letter, left) if line]
