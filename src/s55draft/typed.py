"""Names of files as people type them in a command."""

import re
from pathlib import Path

_ODD = re.compile(r"[^\w./\\:~-]")


def as_typed(path: Path | str) -> str:
    """A file's name as one types it in a command: in quotation marks where a shell would take it apart."""
    return f'"{path}"' if _ODD.search(str(path)) else str(path)
