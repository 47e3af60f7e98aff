"""What can be wrong with the user's material, and the exceptions that carry it.

A fault in an answers file, an office profile or a template is a `Problem`; finding many is normal.
Functions collect Problems and raise one `S55Error` at their edge.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """The response is malformed, unlawful or incomplete."""
    WARNING = "warning"
    """A person must judge whether it is right."""
    NOTE = "note"
    """Something was put right; nothing needs doing."""


class Location(NamedTuple):
    """A place in a file. Lines and columns count from 1; None means the file as a whole."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """`file:line:column`, as editors and terminals make it clickable."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


AnswerPath = tuple[str | int, ...]
"""Where a thing stands in the answers: keys, and 0-based positions in lists."""


class Problem(NamedTuple):
    """One fault, in words that the person who typed the file can act on.

    `code` is pydantic's error type, a provision of the Act (`s55-5B`), or a name of ours; it never changes.
    `path` names the answer; `location` is filled in by whoever knows the file.
    """

    severity: Severity
    code: str
    message: str
    hint: str | None = None
    location: Location | None = None
    path: AnswerPath = ()

    def __str__(self) -> str:
        """The problem as it is printed: one line, and the hint indented under it."""
        place = f"{self.location}: " if self.location else ""
        line = f"{place}{self.severity}[{self.code}]: {self.message}"
        return f"{line}\n  hint: {self.hint}" if self.hint else line

    def at(self, location: Location) -> "Problem":
        """The same problem with its place in a file."""
        return self._replace(location=location)

    def as_dict(self) -> dict[str, str | int | None]:
        """The problem for `--format json`."""
        place = self.location
        return {
            "severity": str(self.severity),
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "file": place.file if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "path": path_text(self.path) or None,
        }


def path_text(path: AnswerPath) -> str:
    """A path as people read it: `recommendations[0].text`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def error(code: str, message: str, hint: str | None = None, path: AnswerPath = ()) -> Problem:
    """A Problem of severity error."""
    return Problem(Severity.ERROR, code, message, hint, None, path)


def warning(code: str, message: str, hint: str | None = None, path: AnswerPath = ()) -> Problem:
    """A Problem of severity warning."""
    return Problem(Severity.WARNING, code, message, hint, None, path)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


class S55Error(Exception):
    """Base of all errors that are the material's or the machine's, not the program's. Carries Problems."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["S55Error"], tuple[tuple[Problem, ...]]]:
        """Lets the error pass between processes with its problems."""
        return type(self), (self.problems,)


class AnswersError(S55Error):
    """An answers file that cannot be read as a Response, or that may not become a letter."""


class OfficeError(S55Error):
    """An office profile that cannot be used."""


class TemplateError(S55Error):
    """A template or layout that cannot be used, or that may not be trusted."""


class SourceError(S55Error):
    """Somebody else's document that text cannot be taken from."""


class ExportError(S55Error):
    """Something outside the program failed: the disk, another program, a letter open elsewhere."""


class OverwriteError(S55Error):
    """A file stands where the letter would go, and somebody's work may be in it."""


class InterruptedByUser(S55Error):  # noqa: N818 - nothing went wrong
    """The user stopped; all work so far is saved."""


class VerifyError(S55Error):
    """The rendered letter does not hold exactly what the answers say; it was not published."""
