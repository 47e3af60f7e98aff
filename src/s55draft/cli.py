"""The program's entry: what must answer at once answers here; all else is in `commands`."""

import gc
import os
import sys

HELP = """\
Usage: s55draft [COMMAND] [OPTIONS]

Drafts the response to a police inspection report, section 55 of the Police
Act 1996: from a file of answers to the office's standard Word letter.

Commands:
  new            answer questions and have the letter; saved as you go
  edit           go on with an answers file where you stopped
  build          make the Word letter of one or more answers files
  check          list everything that is wrong or missing in answers files
  request        make the Word form for the Chief Constable's comments
  pull           read what was changed in Word back into the answers
  diff           show what differs between two answers files, or a letter
  import         make an answers file of an old response in Word
  status         list every response with its deadline and what is missing
  tick           record that a step of the office-use list was done
  schema         print the JSON Schema of the answers format
  template list  list the house layouts

Options:
  --version      print the version
  -h, --help     print this help; 's55draft COMMAND --help' tells more

Alone on a terminal, s55draft lists the responses in this folder.

Examples:
  s55draft new
  s55draft build examples/getting-a-grip.yaml
  s55draft check --final my-response.yaml
"""


_OBJECTS_BEFORE_COLLECTION = 200_000


def main(arguments: list[str] | None = None) -> int:
    """Runs the program and returns its exit code.

    0 done; 1 problems found, nothing written; 2 wrong usage; 3 something outside failed; 130 stopped by the user.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if given in (["--version"], ["-V"]):
        from s55draft import __version__  # noqa: PLC0415 - what is not needed is not imported

        sys.stdout.write(f"s55draft {__version__}\n")
        return 0
    if given in (["--help"], ["-h"], ["help"]):
        sys.stdout.write(HELP)
        return 0
    completing = "_S55DRAFT_COMPLETE" in os.environ  # the shell asks what may follow
    if not completing and (not given or given[0] in ("new", "edit", "--plain")):
        from s55draft.wizarding import run as run_wizard  # noqa: PLC0415

        code = run_wizard(given)
        if code is not None:
            return code
    from s55draft.commands import run  # noqa: PLC0415

    return run(given)


def entry() -> None:
    """The console script: runs the program, and ends the process at once.

    A letter is short work: collecting garbage while starting, and taking the interpreter apart at the end, would be a
    fifth of it. Long work is collected as ever, only in larger lots. All that was written is on disk by then.
    """
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTION)
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or 3  # what reads our output has gone, or its disk is full
    os._exit(code)


if __name__ == "__main__":
    entry()
