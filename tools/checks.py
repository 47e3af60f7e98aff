"""Lint, formatting, types, layers, tests: python tools/checks.py. Ends with 0 if all of them pass.

--require-all makes a test that would be skipped fail: for a machine that has everything the tests can use.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = (sys.executable, "-m")
CHECKS = {
    "lint": (*PYTHON, "ruff", "check"),
    "format": (*PYTHON, "ruff", "format", "--check"),
    "types": (*PYTHON, "mypy"),
    "layers": (sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
    "tests": (*PYTHON, "pytest", "-n", "auto", "--dist", "worksteal", "--cov", "--cov-report", "term:skip-covered"),
}


def main(arguments: list[str]) -> int:
    """Runs every check, says which failed, and returns the exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if "--require-all" in arguments:
        environment["S55DRAFT_REQUIRE_ALL"] = "1"
    failed = []
    for name, command in CHECKS.items():
        sys.stdout.write(f"== {name}\n")
        sys.stdout.flush()
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
            failed.append(name)
    sys.stdout.write(f"failed: {', '.join(failed)}\n" if failed else "all checks passed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
