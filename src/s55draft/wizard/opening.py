"""Opening a finished letter in the program that the system has for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def open_file(path: Path) -> str:
    """Opens a file as a double click would. Gives what to say if that is not possible, else nothing."""
    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 - as a double click would
            return ""
        program = "open" if sys.platform == "darwin" else shutil.which("xdg-open")
        if program is None:
            return f"Nothing is set up here to open it with. It is in {path.resolve().parent}."
        subprocess.Popen(
            [program, str(path)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError as exc:
        return f"It could not be opened: {exc.strerror or exc}. It is in {path.resolve().parent}."
    return ""
