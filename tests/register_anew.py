"""Writes what the register shows of the made-up folder: `python tests/register_anew.py`; then read the difference."""

import contextlib
import os
import tempfile
from pathlib import Path

from register_folder import CASES, TODAY, lay_out
from s55draft.cli import main


def told(folder: Path, *options: str) -> bytes:
    """What `status` writes of the folder, and nothing that depends on where that is."""
    with contextlib.chdir(folder):
        code = main(["status", "--recursive", *options, "-o", "told"])
        assert code == 0
        data = Path("told").read_bytes()
        Path("told").unlink()
    return data


if __name__ == "__main__":
    os.environ["S55DRAFT_TODAY"] = TODAY
    with tempfile.TemporaryDirectory() as name:
        laid_out = lay_out(Path(name) / "responses")
        (CASES / "register.txt").write_bytes(told(laid_out))
        (CASES / "register.json").write_bytes(told(laid_out, "--format", "json"))
        (CASES / "register.csv").write_bytes(told(laid_out, "--format", "csv", "--ics", str(CASES / "register.ics")))
