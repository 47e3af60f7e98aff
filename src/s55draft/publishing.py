"""A file put under its name whole or not at all, and never over somebody's work.

Written to a temporary file in the same folder, flushed to disk, then given its name in one step. A letter that is open
in Word or LibreOffice is not fought: the new one goes beside it.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from s55draft.errors import ExportError, Location, error

_WORD_OWNER_CUT = {6: 0, 7: 1}  # Word's owner file drops letters of longer names
_ALTERNATIVES = 1000


def is_open_elsewhere(path: Path) -> bool:
    """Whether Word or LibreOffice shows by its lock file that it has the file open."""
    stem = len(path.stem)
    cut = 0 if stem <= min(_WORD_OWNER_CUT) else _WORD_OWNER_CUT.get(stem, 2)
    locks = (path.with_name(f"~${path.name[cut:]}"), path.with_name(f".~lock.{path.name}#"))
    return any(lock.exists() for lock in locks)


def free_name_beside(path: Path) -> Path:
    """A name in the same folder that no file has yet: `letter (2).docx`."""
    for number in range(2, _ALTERNATIVES):
        beside = path.with_name(f"{path.stem} ({number}){path.suffix}")
        if not beside.exists() and not is_open_elsewhere(beside):
            return beside
    raise ExportError(
        error("output", "there is no free name left beside the letter", "clear the folder").at(Location(str(path)))
    )


def publish(data: bytes, path: Path, what: str = "the letter") -> Path:
    """Writes a file, whole or not at all, and returns the name it got: a link's target; another name if it is open.

    `what` is what messages call it. Raises ExportError; the old file is then as it was.
    """
    target = path.resolve() if path.is_symlink() else path
    if is_open_elsewhere(target):
        target = free_name_beside(target)
    with _reworded(path, what):
        temporary = _written_beside(data, target)
        try:
            _take_mode(temporary, target)
            try:
                temporary.replace(target)
            except PermissionError:
                if not target.exists():
                    raise
                target = free_name_beside(target)  # Windows: open in a program that leaves no lock file
                temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _flush_folder(target.parent)
    return target


def save(data: bytes, path: Path) -> None:
    """Writes a file under exactly this name, or its link's target, whole or not at all.

    Raises ExportError; the old file is then as it was.
    """
    target = path.resolve() if path.is_symlink() else path
    with _reworded(path, "the answers", "the answers given before are safe; make room, or go on under another name"):
        temporary = _written_beside(data, target)
        try:
            _take_mode(temporary, target)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _flush_folder(target.parent)


def _written_beside(data: bytes, target: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{target.stem[:80]}.", suffix=".part", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _take_mode(temporary: Path, target: Path) -> None:
    """The permissions of the file that is replaced; of a new file, those that the system gives one."""
    try:
        mode = target.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    temporary.chmod(mode)


def _flush_folder(folder: Path) -> None:
    """Makes the new name last through a power cut, where the system lets a folder be flushed."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _reworded(
    path: Path,
    what: str = "the letter",
    way_out: str = "nothing was changed; make room or choose another folder with -o",
) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as exc:
        raise ExportError(
            error("output", "the folder does not exist", "make it first, or name another with -o").at(
                Location(str(path))
            )
        ) from exc
    except OSError as exc:
        message = f"{what} could not be written: {exc.strerror or exc}"
        raise ExportError(error("output", message, way_out).at(Location(str(path)))) from exc
