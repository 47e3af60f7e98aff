"""The commands: what they take, what they print, and how they end."""

import contextlib
import glob
import importlib
import os
import sys
from collections.abc import Sequence
from typing import cast

import click

from s55draft.commands.options import CONTEXT, DONE, OUTSIDE, STOPPED, USAGE, code_of, print_problems
from s55draft.errors import InterruptedByUser, S55Error

COMMANDS = {
    "new": "questions",
    "edit": "questions",
    "build": "letters",
    "check": "letters",
    "request": "request",
    "pull": "word",
    "import": "importing",
    "diff": "diff",
    "status": "register",
    "tick": "ticks",
    "schema": "formats",
    "template": "formats",
}
"""Each command, and the module of this package that holds it; in the order of the help."""


class _Program(click.Group):
    """The group of all commands; each is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"s55draft.commands.{COMMANDS[cmd_name]}")
        return cast("click.Command", getattr(module, f"{cmd_name}_" if cmd_name == "import" else cmd_name))


@click.group(name="s55draft", cls=_Program, context_settings=CONTEXT, no_args_is_help=False)
def program() -> None:
    """Drafts the response to a police inspection report, section 55 of the Police Act 1996."""


def run(arguments: Sequence[str]) -> int:
    """Runs a command and returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = program.main(with_globs_expanded(arguments, os.name), prog_name="s55draft", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as exc:
        exc.show(sys.stderr)
        return USAGE
    except click.exceptions.Exit as exc:
        return exc.exit_code
    except (KeyboardInterrupt, click.Abort, InterruptedByUser):
        click.echo("\nStopped. What was written before stays, and is whole; nothing else was changed.", err=True)
        return STOPPED
    except S55Error as exc:
        print_problems(exc.problems)
        return code_of(exc)
    except OSError as exc:  # what reads or writes files says its own; this is our output, or the machine
        return _output_failed(exc)
    return code if isinstance(code, int) else DONE


def with_globs_expanded(arguments: Sequence[str], system: str) -> list[str]:
    """The arguments with `*.yaml` replaced by the files it means, on Windows, where no shell does it."""
    if system != "nt":
        return list(arguments)
    out: list[str] = []
    for argument in arguments:
        wild = any(mark in argument for mark in "*?") and not argument.startswith("-")
        out += sorted(glob.glob(argument)) if wild else []  # noqa: PTH207 - the argument is a pattern of any depth
        out += [argument] if not wild or not glob.glob(argument) else []  # noqa: PTH207
    return out


def _output_failed(exc: OSError) -> int:
    """Ends quietly where the reader of our output has gone; else says what failed."""
    if isinstance(exc, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    with contextlib.suppress(OSError):
        click.echo(f"error[system]: {exc.strerror or exc}{f': {exc.filename}' if exc.filename else ''}", err=True)
    return OUTSIDE
