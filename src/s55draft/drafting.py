"""The pipeline, answers → letter, as one function; the library's front door."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from s55draft import answers as answers_file
from s55draft import context, statute
from s55draft.answers import Answers
from s55draft.drift import LetterState, letter_state
from s55draft.errors import AnswersError, Location, OverwriteError, Problem, Severity, VerifyError, error
from s55draft.layout import Layout
from s55draft.office import NORFOLK, Office, checklist_steps
from s55draft.publishing import publish
from s55draft.statute import Obligation
from s55draft.typed import as_typed
from s55draft.word.render import Renderer
from s55draft.word.template import house_layouts, open_layout, open_template
from s55draft.word.verify import verify

OFFICE_FILE = "office.yaml"
STANDARD_INPUT = "-"


class Letter(NamedTuple):
    """A rendered and verified letter. `problems` are what a person should see; `missing` counts what is awaited."""

    data: bytes
    problems: tuple[Problem, ...]
    missing: int


class Built(NamedTuple):
    """A letter on disk. `path` is the name that it got, which differs from `wanted` if that was open elsewhere."""

    path: Path
    wanted: Path
    problems: tuple[Problem, ...]
    missing: int
    changed: bool


class Drafter:
    """Builds letters from answers files; templates are compiled once, and offices read once."""

    def __init__(self, office: Path | None = None, template: Path | None = None) -> None:
        self._office_file = office
        self._template = template
        self._layouts: dict[str, Layout] = {}
        self._renderers: dict[str, Renderer] = {}
        self._offices: dict[Path, Office] = {}

    def check(self, read: Answers, folder: Path, *, final: bool) -> list[Problem]:
        """All problems of answers that were read, each at its place. `folder` is where an office profile may lie."""
        layout = self.layout_for(read)
        office = self.office_for(folder)
        return [*read.problems, *read.located(_problems(read, layout, office, final=final))]

    def obligations(self, read: Answers, folder: Path) -> list[Obligation]:
        """What section 55 asks of answers that were read, met or not, as before publication."""
        layout = self.layout_for(read)
        return statute.obligations(read.response, layout, _printed(read, layout, self.office_for(folder)))

    def draft(self, read: Answers, folder: Path, *, final: bool = False) -> Letter:
        """The letter of answers that were read, verified.

        Raises AnswersError if the answers name something unknown, or if `final` and section 55 still asks for
        something; TemplateError, OfficeError; VerifyError if the letter does not hold what the answers say.
        """
        layout = self.layout_for(read)
        office = self.office_for(folder)
        problems = [*read.problems, *read.located(_problems(read, layout, office, final=final))]
        blocking = [
            problem
            for problem in problems
            if problem.severity is Severity.ERROR and (final or problem.code == "checklist")
        ]
        if blocking:
            raise AnswersError(problems if final else blocking)
        made = context.build(read.response, office, layout)
        data = self.renderer(layout).render(made, read.digest, final=final)
        faults = verify(data, made.answers)
        if faults:
            raise VerifyError(
                [
                    error(
                        "verify",
                        f"the letter would not be right: {fault}",
                        "nothing was written; please report this with the answers file",
                    )
                    for fault in faults
                ]
            )
        missing = len(statute.awaited(read.response, layout))
        return Letter(
            data, tuple(problem for problem in problems if final or problem.severity is not Severity.ERROR), missing
        )

    def build(self, source: Path, output: Path | None = None, *, final: bool = False, force: bool = False) -> Built:
        """The letter of an answers file, on disk at `output` or beside the answers.

        Raises what `draft` raises; OverwriteError if a letter there was changed since it was written; ExportError if
        the disk fails.
        """
        return self.build_from(
            answers_file.read(source), source.parent, letter_path(source, output), final=final, force=force
        )

    def build_from(self, read: Answers, folder: Path, path: Path, *, final: bool = False, force: bool = False) -> Built:
        """As `build`, of answers that were read already."""
        if not force:
            refuse_to_lose_work(path, answers=read)
        letter = self.draft(read, folder, final=final)
        if path.is_file() and path.read_bytes() == letter.data:
            return Built(path, path, letter.problems, letter.missing, changed=False)
        return Built(publish(letter.data, path), path, letter.problems, letter.missing, changed=True)

    def layout_for(self, read: Answers) -> Layout:
        """The layout that the answers name. Raises AnswersError if there is none of that name."""
        name = read.response.layout
        if name not in self._layouts:
            known = house_layouts()
            if name not in known:
                raise AnswersError(
                    read.located(
                        [
                            error(
                                "layout",
                                f"there is no layout '{name}'",
                                f"the layouts are {' and '.join(known)}",
                                ("layout",),
                            )
                        ]
                    )
                )
            self._layouts[name] = open_layout(name)
        return self._layouts[name]

    def renderer(self, layout: Layout) -> Renderer:
        """What fills the layout's template, compiled once."""
        if layout.name not in self._renderers:
            self._renderers[layout.name] = Renderer(open_template(layout, self._template))
        return self._renderers[layout.name]

    def office_for(self, folder: Path) -> Office:
        """The office profile that was named, else the one in `folder`, else Norfolk's.

        Raises OfficeError if it cannot be used.
        """
        profile = self._office_file or folder / OFFICE_FILE
        if profile not in self._offices:
            given = self._office_file is not None or profile.is_file()
            self._offices[profile] = answers_file.read_office(profile) if given else NORFOLK
        return self._offices[profile]


def letter_path(source: Path, output: Path | None) -> Path:
    """Where the letter of an answers file goes: `output`, or in that folder, or beside the answers."""
    name = source.with_suffix(".docx").name
    if output is None:
        return source.parent / name
    return output / name if output.is_dir() else output


def _problems(read: Answers, layout: Layout, office: Office, *, final: bool) -> Iterator[Problem]:
    steps = {step.key: step for step in checklist_steps(layout, office)}
    for key in read.response.checklist or {}:
        if key not in steps:
            yield error(
                "checklist",
                f"'{key}' is no step of the office-use list",
                f"the steps are {', '.join(steps)}",
                ("checklist", key),
            )
    yield from statute.check(read.response, layout, _printed(read, layout, office), final=final)


def _printed(read: Answers, layout: Layout, office: Office) -> list[str]:
    return [key for key, _, _ in context.printed_checklist(read.response, office, layout)]


def refuse_to_lose_work(path: Path, what: str = "letter", answers: Answers | None = None) -> None:
    """Raises OverwriteError if a file at `path` is not a letter, or form, exactly as this program wrote it.

    `answers` are those that it is to be made from, for a message that says whether they changed too.
    """
    if not path.exists():
        return
    if not path.is_file():
        raise OverwriteError(
            error("output", f"this is no file that a {what} could replace", "choose another name with -o").at(
                Location(str(path))
            )
        )
    state = letter_state(answers.digest if answers else None, path)
    if not state.holds_work:
        return
    if state in (LetterState.LETTER_CHANGED, LetterState.BOTH):
        too = ", and so were the answers" if state is LetterState.BOTH else ""
        message = f"the {what} was changed in Word since s55draft wrote it{too}; nothing was written"
        source = as_typed(answers.places.location(()).file) if answers else "ANSWERS"
        hint = (
            f"to take the changes into the answers: s55draft pull {as_typed(path)} {source}; to keep both, write to "
            f"another name with -o; to lose them, replace the {what} with --force"
        )
    else:
        message, hint = (
            "there is a file of that name already, which s55draft did not write",
            "choose another name with -o, or replace it with --force",
        )
    raise OverwriteError(error("changed", message, hint).at(Location(str(path))))
