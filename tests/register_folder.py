"""The folder of made-up responses that the register is tested with: `tests/cases/register/responses`, and letters.

The files stand on Tuesday 1 October 2024. Letters are made when a test needs them.
"""

import shutil
import zipfile
from pathlib import Path

from s55draft.drafting import Drafter

CASES = Path(__file__).resolve().parent / "cases" / "register"
TODAY = "2024-10-01"
BUILT = ("burglary", "custody", "detectives", "domestic-abuse", "efficiency", "forensics", "property")
OLDER_THAN_THEIR_ANSWERS = ("custody",)
CHANGED_IN_WORD = ("detectives", "burglary")
OF_ANOTHER_PROGRAM = ("fraud",)


def lay_out(folder: Path) -> Path:
    """The responses and their letters, in a folder that is not there yet."""
    shutil.copytree(CASES / "responses", folder)
    drafter = Drafter()
    for name in BUILT:
        drafter.build(folder / f"{name}.yaml")
    for name in OLDER_THAN_THEIR_ANSWERS:
        with (folder / f"{name}.yaml").open("a", encoding="utf-8") as file:
            file.write("# To be asked about at the meeting in October.\n")
    for name in CHANGED_IN_WORD:
        change_in_word(folder / f"{name}.docx")
    for name in OF_ANOTHER_PROGRAM:
        (folder / f"{name}.docx").write_bytes(b"no Word file at all")
    return folder


def change_in_word(letter: Path) -> None:
    """A word of the letter changed, as Word does it: every part written anew."""
    with zipfile.ZipFile(letter) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(letter, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data.replace(b"discussed", b"gone through"))
