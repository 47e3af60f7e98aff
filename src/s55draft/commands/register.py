"""`status`: the register of all responses."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from s55draft.commands.options import DONE, OFFICE, PROBLEMS, print_problems
from s55draft.typed import as_typed

if TYPE_CHECKING:
    from s55draft.register.entries import Row
    from s55draft.register.overview import Overview

_WORTH_A_BAR = 50
_NEVER_WRITTEN = (".yaml", ".yml", ".docx")
_COLOURS = {"late": "red", "soon": "yellow", "damaged": "magenta"}


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), default=Path(), metavar="[FOLDER]")
@click.option("-r", "--recursive", is_flag=True, help="Look into the folders within FOLDER too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="A table to read, JSON for scripts, or CSV for a spreadsheet.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the register to FILE instead."
)
@click.option(
    "--fail-if-due",
    type=click.IntRange(0, 3650),
    metavar="DAYS",
    help="End with 1 if a response must be published within DAYS days, or cannot be read.",
)
@click.option(
    "--ics",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write the days to a calendar file, for Outlook to import.",
)
@OFFICE
def status(  # noqa: PLR0913, PLR0917 - one for each option of the command
    folder: Path,
    form: str,
    output: Path | None,
    fail_if_due: int | None,
    ics: Path | None,
    office: Path | None,
    *,
    recursive: bool,
) -> int:
    """List every response in FOLDER: its last lawful day, how far it is, what is missing.

    The most urgent comes first. FOLDER is the folder you are in, if none is named.
    """
    from s55draft.clock import today  # noqa: PLC0415 - commands import what they use
    from s55draft.register.overview import overview  # noqa: PLC0415
    from s55draft.register.scan import Scanner, answers_files  # noqa: PLC0415

    if not folder.is_dir():
        hint = f"; it is a file: s55draft check {as_typed(folder)}" if folder.is_file() else ""
        raise click.UsageError(f"there is no folder {folder}{hint}")
    _refuse_names(output, ics)
    scanner = Scanner(today(), office)
    paths = answers_files(folder, recursive=recursive)
    shown = overview(_with_progress(scanner.rows(paths), len(paths)), today())
    print_problems(scanner.problems)
    if ics is not None:
        _write_calendar(shown, ics)
    _tell(shown, form, output)
    if fail_if_due is not None and (due := shown.due_within(fail_if_due)):
        _say_what_is_due(due, fail_if_due)
        return PROBLEMS
    return DONE


def _refuse_names(*names: Path | None) -> None:
    """Refuses to write the register over answers or letters, which a slip of the hand could name."""
    for name in names:
        if name is not None and name.suffix.lower() in _NEVER_WRITTEN:
            raise click.UsageError(f"{name} has the name of an answers file or a letter; choose another")


def _with_progress(rows: "Iterable[Row | None]", total: int) -> "Iterator[Row | None]":
    """The rows as they come, with a bar on a terminal where there are many."""
    if total < _WORTH_A_BAR or not sys.stderr.isatty():
        yield from rows
        return
    with click.progressbar(rows, length=total, label="Reading responses", file=sys.stderr) as bar:
        yield from bar


def _write_calendar(shown: "Overview", path: Path) -> None:
    from s55draft.clock import now  # noqa: PLC0415
    from s55draft.publishing import publish  # noqa: PLC0415
    from s55draft.register.calendar import as_calendar, refuse_to_replace  # noqa: PLC0415

    refuse_to_replace(path)
    written = publish(as_calendar(shown, now()), path, "the calendar")
    click.echo(f"Wrote the calendar {written}", err=True)


def _tell(shown: "Overview", form: str, output: Path | None) -> None:
    """Writes the register to `output`, or prints it."""
    if form == "text":
        _tell_table(shown, output)
        return
    from s55draft.register.exports import as_csv, as_json  # noqa: PLC0415

    data = as_json(shown).encode() if form == "json" else as_csv(shown)
    if output is None:
        click.echo(data, nl=False)
    else:
        _write(data, output)


def _tell_table(shown: "Overview", output: Path | None) -> None:
    from s55draft.register.table import table  # noqa: PLC0415

    if output is not None:
        _write("".join(f"{line.text}\n" for line in table(shown)).encode(), output)
        return
    coloured = not os.environ.get("NO_COLOR")
    for line in table(shown):
        colour = _COLOURS.get(line.mark) if coloured else None
        click.echo(click.style(line.text, fg=colour) if colour else line.text)


def _write(data: bytes, path: Path) -> None:
    from s55draft.publishing import publish  # noqa: PLC0415

    click.echo(f"Wrote {publish(data, path, 'the register')}", err=True)


def _say_what_is_due(due: "list[Row]", days: int) -> None:
    count = len(due)
    what = "One response is" if count == 1 else f"{count} responses are"
    click.echo(f"{what} due within {days} day{'' if days == 1 else 's'}, or cannot be read:", err=True)
    for row in due:
        click.echo(f"  {row.path}", err=True)
