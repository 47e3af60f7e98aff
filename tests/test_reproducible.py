"""The same inputs give the same bytes, on another day and in another place."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from letters import EXAMPLES

SCRIPT = """
import sys, time, datetime
real = time.time
offset = float(sys.argv[3])
time.time = lambda: real() + offset
from s55draft.cli import main
sys.exit(main(['build', sys.argv[1], '-o', sys.argv[2]]))
"""


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_another_day_time_zone_locale_and_hash_seed_change_no_byte(path: Path, tmp_path: Path) -> None:
    digests = set()
    for number, (zone, locale, seed, offset) in enumerate(
        [("UTC", "C", "0", 0), ("Pacific/Auckland", "C.UTF-8", "7", 86_400 * 400)]
    ):
        letter = tmp_path / f"{number}.docx"
        environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(path), str(letter), str(offset)],
            env=environment,
            check=True,
            capture_output=True,
        )
        digests.add(hashlib.sha256(letter.read_bytes()).hexdigest())
    assert len(digests) == 1
