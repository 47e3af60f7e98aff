"""`schema` and `template`: what the program reads and fills."""

import json

import click

from s55draft.commands.options import CONTEXT, DONE


@click.command()
def schema() -> int:
    """Print the JSON Schema of the answers format, for editors that complete and check it."""
    from s55draft.model import json_schema  # noqa: PLC0415

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return DONE


@click.group(context_settings=CONTEXT)
def template() -> None:
    """The house layouts and their Word templates."""


@template.command(name="list")
def list_() -> int:
    """List the house layouts, and where their Word templates lie."""
    from s55draft.word.template import LETTER, house_layouts, open_layout  # noqa: PLC0415

    for name in house_layouts():
        layout = open_layout(name)
        click.echo(f"{name}  {layout.title}\n  {layout.folder / LETTER}")
    return DONE
