"""`pull`: what people changed in Word, back into the answers."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from s55draft.commands.options import DONE, OFFICE, PROBLEMS
from s55draft.drafting import Drafter
from s55draft.errors import Location, SourceError, error
from s55draft.pulling import Change, Pull, Pulled, State, open_pull
from s55draft.pulling.telling import as_json, lines_of, tracked_words
from s55draft.typed import as_typed

_NARROWEST, _WIDEST = 40, 100
_OPEN = (State.CONFLICT, State.EMPTIED, State.DELETED, State.COPIED, State.UNFIT, State.UNKNOWN)
"""What a person must look at: it is in Word and not in the answers, or the other way round."""


@click.command()
@click.argument("document", type=click.Path(path_type=Path), metavar="DOCX")
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS")
@OFFICE
@click.option("--yes", is_flag=True, help="Write without asking; what changed on both sides is left.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option(
    "--prefer",
    type=click.Choice(["word", "answers"]),
    help="Whose text to keep where both changed; without it, --yes leaves them.",
)
@click.option("--erase", is_flag=True, help="Take out of the answers what was emptied or deleted in Word.")
@click.option(
    "--tracked",
    type=click.Choice(["accept", "refuse"]),
    default="accept",
    help="Read tracked changes as accepted, or refuse a document that has some.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How the result is given: text, or JSON for scripts.",
)
def pull(  # noqa: PLR0913, PLR0917 - one for each option of the command
    document: Path,
    answers: Path,
    office: Path | None,
    prefer: str | None,
    tracked: str,
    form: str,
    *,
    yes: bool,
    dry_run: bool,
    erase: bool,
) -> int:
    """Read what was changed in Word back into ANSWERS.

    DOCX is a letter or a form that s55draft made. Shows each answer that differs, and asks before it writes. What
    changed in Word alone is taken; what changed in the answers alone stays; where both changed, you choose.
    """
    opened = open_pull(document, answers, Drafter(office))
    if tracked == "refuse" and opened.document.has_tracked_changes:
        message = f"the document has tracked changes. {tracked_words(opened.document.remarks)}"
        hint = "accept or reject them in Word, or read them as accepted with --tracked accept"
        raise SourceError(error("tracked", message, hint).at(Location(str(document))))
    found = opened.pulled()
    asks = form == "text" and not yes and not dry_run and sys.stdin.isatty() and sys.stdout.isatty()
    if form == "text":
        _show(found, document, answers)
    chosen = dict(_chosen(found, prefer, erase=erase))
    if asks:
        chosen |= dict(_asked(found, set(chosen)))
    written = _write(opened, chosen, answers, asks=asks, yes=yes, dry_run=dry_run, quiet=form == "json")
    left = [change for change in found.of(*_OPEN) if change.tag not in chosen]
    if prefer == "answers":
        left = [change for change in left if change.state is not State.CONFLICT]
    if form == "json":
        click.echo(json.dumps(_as_json(found, chosen, written=written), ensure_ascii=False, indent=2))
    else:
        _close(left, answers, written=written)
    return PROBLEMS if left or (chosen and not written and not dry_run) else DONE


def _show(found: Pulled, document: Path, answers: Path) -> None:

    width = min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)
    lines = lines_of(found, width)
    if not lines:
        click.echo(f"{document} and {answers} say the same.")
        return
    click.echo(f"{document} compared with {answers}")
    click.echo("Marks: [-taken out-] {+put in+}")
    click.echo()
    for line in lines:
        click.echo(line)
    click.echo()


def _chosen(found: Pulled, prefer: str | None, *, erase: bool) -> Iterator[tuple[str, Change]]:
    """What is to be written without a question."""
    for change in found.changes:
        taken = change.state is State.TAKEN or (change.state is State.CONFLICT and prefer == "word" and change.word)
        if taken or (change.state in (State.EMPTIED, State.DELETED) and erase):
            yield change.tag, change


def _asked(found: Pulled, decided: set[str]) -> Iterator[tuple[str, Change]]:
    """What the person decides, answer by answer."""
    for change in found.changes:
        if change.tag in decided:
            continue
        if change.state is State.CONFLICT:
            question = f"{change.title}: take Word's text (w), or keep the answers' (a)?"
            if click.prompt(question, type=click.Choice(["w", "a"]), show_choices=False) == "w":
                yield change.tag, change
        elif change.state in (State.EMPTIED, State.DELETED) and click.confirm(
            f"{change.title}: take it out of the answers too?", default=False
        ):
            yield change.tag, change


def _write(  # noqa: PLR0913 - how the command was called
    opened: Pull, chosen: dict[str, Change], answers: Path, *, asks: bool, yes: bool, dry_run: bool, quiet: bool
) -> bool:
    if not chosen or dry_run:
        return False
    counted = "1 answer" if len(chosen) == 1 else f"{len(chosen)} answers"
    if asks:
        yes = click.confirm(f"Write {counted} to {answers}?", default=True)
    elif not yes and not quiet:
        click.echo(f"Nothing was written. To write {counted} to {answers}: add --yes", err=True)
    if yes:
        opened.write(chosen)
        if not quiet:
            click.echo(f"Written: {counted}, in {answers}")
    return yes


def _close(left: list[Change], answers: Path, *, written: bool) -> None:
    if left:
        names = "; ".join(change.title for change in left)
        click.echo(f"Left as the answers have it, for you to look at: {names}", err=True)
    elif written:
        click.echo(f"To make the letter anew: s55draft build --force {as_typed(answers)}")


def _as_json(found: Pulled, chosen: dict[str, Change], *, written: bool) -> dict[str, object]:

    return {
        "written": written,
        "changes": [as_json(change) | {"taken": change.tag in chosen} for change in found.changes],
        "outside": [one._asdict() for one in found.outside],
        "remarks": [remark._asdict() for remark in found.remarks],
    }
