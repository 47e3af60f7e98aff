"""Writing a text in the person's own editor, with the question on top."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from s55draft.answers.source import decode

_LINE = "-------- write below this line; it and everything above it are left out --------"
_HOW = (
    "Leave an empty line between paragraphs.",
    "A list has one line for each item, with '- ' or '1. ' before it.",
    "**bold**, *italic*, [words of a link](https://address)",
    "Save and close the editor when the text is done.",
)


def _command() -> list[str]:
    """The editor that the person chose, or the one that every system has."""
    for name in ("VISUAL", "EDITOR"):
        if os.environ.get(name, "").strip():
            words = shlex.split(os.environ[name], posix=os.name != "nt")
            return [word.strip('"') for word in words] if os.name == "nt" else words
    if sys.platform == "win32":
        return ["notepad"]
    return ["nano"] if shutil.which("nano") else ["vi"]


def editor_name() -> str:
    """The editor's name, for the menu."""
    command = _command()
    name = Path(command[0].strip("\"'")).stem if command else "none"
    return {"notepad": "Notepad"}.get(name.lower(), name)


def file_beside(answers: Path, key: str) -> Path:
    """The file that an editor is given for a question: visible, so that a text in it can be found again."""
    safe = "".join(character if character.isalnum() else "-" for character in key).strip("-")
    return answers.with_name(f"{answers.stem} {safe}.txt")


def edited(question: str, why: str, text: str, answers: Path, key: str) -> tuple[str, str]:
    """The text as it stands after the person has closed the editor, and what went wrong, if anything.

    The file lies beside the answers until the text is read, so that no crash can lose it.
    """
    path = file_beside(answers, key)
    top = "\n".join([question, why, "", *_HOW, _LINE])
    try:
        if not path.exists():
            path.write_text(f"{top}\n{text}\n", encoding="utf-8")
        code = subprocess.call([*_command(), str(path)])
        written = _below_line(decode(path.read_bytes()))
    except OSError as exc:
        return text, f"The editor {editor_name()} could not be used: {exc.strerror or exc}."
    if code != 0:
        return (
            written or text,
            f"The editor {editor_name()} ended with an error; please look whether the text is whole.",
        )
    path.unlink(missing_ok=True)
    return written, "" if written != text else "The text is as it was before the editor was opened."


def _below_line(content: str) -> str:
    before, line, after = content.partition(_LINE)
    return (after if line else before).strip("\n")
