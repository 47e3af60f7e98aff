"""Writes docs/screens/*.txt: what the program shows, taken from a run of it on a terminal of 80 columns and 24 lines.

Run it again when the wizard changes: python tests/wizard/make_screens.py
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from person import EXAMPLES
from screen import Screen

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"


def screens(folder: Path) -> Iterator[tuple[str, str]]:
    """The name and the text of each screen."""
    for name in ("half-finished.yaml", "no-comments-received.yaml"):
        shutil.copy(EXAMPLES / name, folder)
    home = Screen([], folder, S55DRAFT_TODAY="2024-10-01")
    home.until("What would you like to do?")
    yield "home", home.settle()
    home.child.close(force=True)
    short = Screen(["new", "response.yaml"], folder)
    short.until("What is the title")
    short.type("Getting a grip\r")
    short.until("On what day")
    yield "short-question", short.settle()
    short.type("31 June 2023\r")
    short.until("There is no such day")
    yield "error", short.settle()
    short.child.close(force=True)
    long = Screen(["edit", "half-finished.yaml"], folder)
    long.until("What does the Chief Constable answer")
    yield "long-question", long.settle()
    long.paste(
        "The Constabulary **accepts** this:\r\n\r\n\u2022\tone named officer\r\n\u2022\tone review in each shift"
    )
    long.until("Keep this text?")
    yield "preview", long.settle()
    long.child.close(force=True)
    review = Screen(["edit", "no-comments-received.yaml"], folder)
    review.until("Has any of the office-use steps been done?")
    review.type("skip\r")
    review.until("-- Review --")
    yield "review", review.settle()
    review.child.close(force=True)


def main() -> None:
    """Writes the screens."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in screens(Path(folder)):
            (SCREENS / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
            sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
