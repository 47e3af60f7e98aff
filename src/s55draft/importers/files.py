"""An old letter in a file → an answers file."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from s55draft.answers import read
from s55draft.answers.draft import Draft
from s55draft.errors import AnswersError, Location, OverwriteError, Problem, Severity, SourceError, error
from s55draft.importers.letters import MAX_PARAGRAPHS, import_letter
from s55draft.layout import Layout
from s55draft.office import Office
from s55draft.publishing import save
from s55draft.word.form import FORM_KIND, KIND
from s55draft.word.reader import read_document

_LEFTOVERS = "# Text of {name} that found no place in the answers:"


class ImportedFile(NamedTuple):
    """An answers file that was made. `problems` are what a person should look at."""

    path: Path
    layout: str
    problems: tuple[Problem, ...]
    answers: int
    """How many answers it has, of any length."""


def import_file(  # noqa: PLR0913 - one for each thing that a person may say
    source: Path, output: Path, layouts: Sequence[Layout], office: Office, *, layout: str = "", force: bool = False
) -> ImportedFile:
    """The answers of the letter at `source`, in a new answers file at `output`.

    Raises SourceError if the file is no letter; OverwriteError if there is a file already; ExportError if the disk
    fails. An old file is then as it was.
    """
    if output.exists() and not force:
        raise OverwriteError(
            error(
                "changed",
                "there is a file of that name already; nothing was written",
                "choose another name with -o, or replace it with --force",
            ).at(Location(str(output)))
        )
    document = read_document(source, most=MAX_PARAGRAPHS)
    if document.properties.get(KIND) == FORM_KIND:
        hint = "to read it back into its answers: s55draft pull FORM ANSWERS"
        raise SourceError(
            error("source", "this is a form for comments, not a response", hint).at(Location(str(source)))
        )
    imported = import_letter(document, layouts, office, str(source), layout)
    draft = Draft(output)
    draft.data = imported.data
    whole = draft.text() + _comments(source.name, imported.leftovers)
    save(whole.encode("utf-8", "replace"), output)
    problems = (*imported.problems, *_problems_of(output))
    return ImportedFile(output, imported.data["layout"], problems, _count(imported.data))


def _comments(name: str, leftovers: Iterable[str]) -> str:
    """Text without a place, as comments that stay whatever is done with the file."""
    lines = [line for text in leftovers for line in (*text.split("\n"), "")]
    if not lines:
        return ""
    return "\n".join(["", _LEFTOVERS.format(name=name), *(f"# {line}".rstrip() for line in lines[:-1]), ""])


def _problems_of(path: Path) -> list[Problem]:
    """What an editor of the file must put right before it can become a letter."""
    try:
        read(path)
    except AnswersError as exc:
        return [problem._replace(severity=Severity.WARNING) for problem in exc.problems]
    return []


def _count(value: object) -> int:
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 1 if members is None else sum(_count(member) for member in members)
