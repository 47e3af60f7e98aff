"""A whole answers file or office profile, read and checked; and a response as the text of a file."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from s55draft.answers.places import Places
from s55draft.answers.reading import bytes_of, load_model
from s55draft.answers.source import digest
from s55draft.errors import AnswersError, OfficeError, Problem
from s55draft.model import Response
from s55draft.office import Office


class Answers(NamedTuple):
    """An answers file as read. `problems` are notes on what was put right; `digest` names the file's content."""

    response: Response
    problems: tuple[Problem, ...]
    places: Places
    digest: str

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems, each at its place in the file."""
        return [problem.at(self.places.location(problem.path)) for problem in problems]


def read(path: Path) -> Answers:
    """The answers in a file. Raises AnswersError with all of its problems."""
    return load(bytes_of(path, AnswersError), str(path))


def load(data: bytes, name: str) -> Answers:
    """The answers in a file's bytes; `name` stands in messages. Raises AnswersError with all of its problems."""
    response, notes, where = load_model(data, name, Response, AnswersError)
    return Answers(response, notes, where, digest(data))


def read_office(path: Path) -> Office:
    """The office profile in a file. Raises OfficeError with all of its problems."""
    office, _, _ = load_model(bytes_of(path, OfficeError), str(path), Office, OfficeError)
    return office.in_folder(path.parent)


def dump(response: Response) -> str:
    """The text of an answers file from which `load` reads the same response."""
    from s55draft.answers.writing import written  # noqa: PLC0415 - most runs only read

    return written(response)
