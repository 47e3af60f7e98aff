"""`import`: an old response, or one made by other means, as an answers file."""

from pathlib import Path

import click

from s55draft.commands.options import DONE, OFFICE, print_problems


@click.command(name="import")
@click.argument("source", type=click.Path(path_type=Path), metavar="SOURCE.docx")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="ANSWERS",
    help="The answers file to be made. Default: SOURCE.yaml, beside it.",
)
@click.option("--layout", default="", metavar="NAME", help="The letter's layout. Default: told from its headings.")
@OFFICE
@click.option("--force", is_flag=True, help="Replace ANSWERS if it is there already.")
def import_(source: Path, output: Path | None, layout: str, office: Path | None, *, force: bool) -> int:
    """Make an answers file of an old response in Word, whoever made it.

    It is read by its headings. Whatever is not sure is listed with its place; text that finds no place in the answers
    is kept as a comment at the file's end. SOURCE is not changed.
    """
    from s55draft.drafting import OFFICE_FILE  # noqa: PLC0415 - commands import what they use
    from s55draft.importers.files import import_file  # noqa: PLC0415
    from s55draft.office import NORFOLK  # noqa: PLC0415
    from s55draft.word.template import house_layouts, open_layout  # noqa: PLC0415

    names = house_layouts()
    if layout and layout not in names:
        raise click.UsageError(f"there is no layout '{layout}'; the layouts are {' and '.join(names)}")
    target = output or source.with_suffix(".yaml")
    if target == source:
        raise click.UsageError(f"the answers would replace {source}; name another file with -o")
    profile = office or target.parent / OFFICE_FILE
    known = NORFOLK
    if office is not None or profile.is_file():
        from s55draft.answers import read_office  # noqa: PLC0415

        known = read_office(profile)
    made = import_file(source, target, [open_layout(name) for name in names], known, layout=layout, force=force)
    print_problems(made.problems)
    click.echo(f"Written: {made.path}, {made.answers} answers in the layout {made.layout}")
    if made.problems:
        places = "1 place" if len(made.problems) == 1 else f"{len(made.problems)} places"
        click.echo(f"Look at {places} listed above, then: s55draft check {made.path}")
    return DONE
