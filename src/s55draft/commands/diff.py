"""`diff`: what differs between two answers files, or between answers and a letter."""

import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from s55draft.commands.options import DONE, OFFICE, PROBLEMS

if TYPE_CHECKING:
    from s55draft.comparing import Difference

_NARROWEST, _WIDEST = 40, 100
_INDENT = "    "
_MARKS = re.compile(r"(\[-|-\]|\{\+|\+\})")
_COLOURS = {"[-": "\x1b[31m", "{+": "\x1b[32m"}
_NO_COLOUR = "\x1b[0m"


@click.command()
@click.argument("old", type=click.Path(path_type=Path), metavar="A")
@click.argument("new", type=click.Path(path_type=Path), metavar="B")
@OFFICE
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How the differences are given: text, or JSON for scripts.",
)
def diff(old: Path, new: Path, office: Path | None, form: str) -> int:
    """Show what differs between A and B, answer by answer; each is an answers file or a letter in Word.

    Words that only A has stand in [- -], words that only B has in {+ +}. Ends with 0 if both say the same, with 1 if
    they differ. Nothing is written.
    """
    from s55draft.diffing import compared  # noqa: PLC0415 - commands import what they use
    from s55draft.drafting import Drafter  # noqa: PLC0415

    found = compared(old, new, Drafter(office))
    if form == "json":
        click.echo(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
    elif found:
        _show(found, old, new)
    else:
        click.echo(f"{old} and {new} say the same.")
    return PROBLEMS if found else DONE


def _show(found: "list[Difference]", old: Path, new: Path) -> None:
    width = min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)
    lines = [f"[-only in {old}-] {{+only in {new}+}}", *_lines(found, width)]
    count = f"{len(found)} difference{'' if len(found) == 1 else 's'}."
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    for line in [*(_coloured(lines) if coloured else lines), "", count]:
        click.echo(line)


def _lines(found: "list[Difference]", width: int) -> Iterator[str]:
    """Each difference under its name; those of an entry that is new or gone together, under that."""
    from s55draft.comparing import Kind  # noqa: PLC0415
    from s55draft.diffing import entry_in, name_of, whole_entries  # noqa: PLC0415

    whole, told = whole_entries(found), set[str]()
    for one in found:
        entry = entry_in(one.path)
        if entry not in whole:
            yield from ("", name_of(one.path), *_change(one, width))
        elif entry not in told:
            told.add(entry)
            yield from ("", f"{'New' if whole[entry] is Kind.ADDED else 'Gone'}: {name_of(entry)}")
            for part in found:
                if entry_in(part.path) == entry:
                    yield from (f"  {name_of(part.path)}", *_change(part, width))


def _change(one: "Difference", width: int) -> Iterator[str]:
    from s55draft.comparing import Kind, marked  # noqa: PLC0415
    from s55draft.diffing import name_of  # noqa: PLC0415

    if one.kind is Kind.MOVED:
        before, after = (f"after {name_of(place)}" if place else "first" for place in (one.old, one.new))
        yield f"{_INDENT}moved: it stood {before}, and now stands {after}"
        return
    if one.kind is Kind.RENUMBERED:
        yield f"{_INDENT}it was {name_of(one.old or '')}"
        return
    for paragraph in marked(one.pieces()).split("\n"):
        if paragraph.strip():
            yield from textwrap.wrap(
                paragraph,
                width,
                initial_indent=_INDENT,
                subsequent_indent=_INDENT,
                break_long_words=False,
                break_on_hyphens=False,
            )


def _coloured(lines: list[str]) -> Iterator[str]:
    """The lines with colour as a second signal; a mark may go on over several lines."""
    colour = ""
    for line in lines:
        out = colour
        for part in _MARKS.split(line):
            if part in _COLOURS:
                colour = _COLOURS[part]
                out += colour + part
            elif part in ("-]", "+}"):
                out += part + _NO_COLOUR
                colour = ""
            else:
                out += part
        yield out + (_NO_COLOUR if colour else "")


def _as_json(one: "Difference") -> dict[str, object]:
    from s55draft.diffing import name_of  # noqa: PLC0415

    return {
        "answer": one.path,
        "name": name_of(one.path),
        "kind": str(one.kind),
        "old": one.old,
        "new": one.new,
        "words": []
        if one.kind in ("moved", "renumbered")
        else [[str(piece.kind), piece.text] for piece in one.pieces()],
    }
