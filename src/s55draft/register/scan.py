"""The answers files of a folder → rows of the register."""

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from s55draft import answers as answers_file
from s55draft import context, statute
from s55draft.answers import Answers
from s55draft.answers.reading import bytes_of
from s55draft.answers.recognising import is_meant_for_answers
from s55draft.drafting import OFFICE_FILE, Drafter, letter_path
from s55draft.drift import LetterState, letter_state
from s55draft.errors import AnswersError, OfficeError, Problem, S55Error, Severity
from s55draft.layout import Layout
from s55draft.milestones import Milestone, milestones
from s55draft.model import Response
from s55draft.office import NORFOLK, Office
from s55draft.register.entries import Damaged, Entry, Row, Step
from s55draft.register.next_steps import Situation, next_step
from s55draft.register.stages import lacking_of, missing_words, stage_of

_ENDINGS = (".yaml", ".yml")


def answers_files(folder: Path, *, recursive: bool = False) -> list[Path]:
    """The files of a folder that may be answers, by name; with those of the folders in it if `recursive`.

    Raises OSError where the folder itself cannot be read.
    """
    found: list[Path] = []
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as held:
                members = sorted(held, key=lambda member: member.name)
        except PermissionError:
            if here == folder:
                raise
            found.append(here)  # becomes a row that says so
            continue
        for member in members:
            if member.name.startswith("."):
                continue
            if member.is_dir(follow_symlinks=False):
                waiting += [Path(member.path)] if recursive else []
            elif member.name.lower().endswith(_ENDINGS) and member.name.lower() != OFFICE_FILE and member.is_file():
                found.append(Path(member.path))
    return sorted(found)


class Scanner:
    """Reads files for the register, one after the other. `problems` are those of office profiles."""

    def __init__(self, today: date, office: Path | None = None) -> None:
        self._today = today
        self._drafter = Drafter(office)
        self._wrong_offices: dict[Path, Sequence[Problem]] = {}

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with office profiles; the standard one was used in their place."""
        return [problem for problems in self._wrong_offices.values() for problem in problems]

    def rows(self, paths: Sequence[Path]) -> Iterator[Row | None]:
        """A row for each file, in the order given; None for a YAML file that is no answers file."""
        for path in paths:
            yield self.row(path)

    def row(self, path: Path) -> Row | None:
        """The row of one file; None for a YAML file that is no answers file."""
        try:
            data = bytes_of(path, AnswersError)
        except AnswersError as exc:
            return Damaged(path, "the folder cannot be read") if path.is_dir() else _damaged(path, exc)
        try:
            read = answers_file.load(data, str(path))
            layout = self._drafter.layout_for(read)
        except S55Error as exc:
            return _damaged(path, exc) if is_meant_for_answers(data) else None
        return self._entry(path, read, layout)

    def _entry(self, path: Path, read: Answers, layout: Layout) -> Entry:
        office, response = self._office(path.parent), read.response
        ticks = {key: done for key, _, done in context.printed_checklist(response, office, layout)}
        obligations = statute.obligations(response, layout, list(ticks))
        open_items = statute.awaited(response, layout)
        missing = missing_words(open_items, obligations)
        stage = stage_of(response, lacking_of(open_items, missing), ticks, self._today)
        planned = _with_recorded_day(response, milestones(response.report.published_on, office))
        last_day = statute.last_publication_day(response.report.published_on)
        published = ticks.get(statute.PUBLICATION, False)
        letter = letter_state(read.digest, letter_path(path, None))
        is_built = letter not in (LetterState.NO_LETTER, LetterState.ANSWERS_CHANGED)
        next_one = Situation(path, response, office, stage, missing, planned, ticks, is_built, self._today)
        return Entry(
            path=path,
            title=response.report.title,
            published_on=response.report.published_on,
            last_day=last_day,
            days_left=_days_left(last_day, published or True if stage.is_published else self._today),
            stage=stage,
            stage_words=stage.value.format(chief_officer=office.chief_officer, body=office.local_policing_body_short),
            missing=tuple(missing),
            letter=letter,
            milestones=planned,
            steps=tuple(Step(key, done) for key, done in ticks.items()),
            next_step=next_step(next_one),
            obligations=tuple(obligations),
        )

    def _office(self, folder: Path) -> Office:
        """The office of a folder; the standard one where its profile cannot be used."""
        if folder in self._wrong_offices:
            return NORFOLK
        try:
            return self._drafter.office_for(folder)
        except OfficeError as exc:
            self._wrong_offices[folder] = exc.problems
            return NORFOLK


def _days_left(last_day: date | None, counted_from: date | bool) -> int | None:  # noqa: FBT001 - a tick without a date
    return None if last_day is None or isinstance(counted_from, bool) else (last_day - counted_from).days


def _damaged(path: Path, exc: S55Error) -> Damaged:
    first = next((each for each in exc.problems if each.severity is Severity.ERROR), exc.problems[0])
    line = f"line {first.location.line}: " if first.location is not None and first.location.line else ""
    return Damaged(path, f"{line}{first.message}", all(each.code == "missing" for each in exc.problems))


def _with_recorded_day(response: Response, planned: tuple[Milestone, ...]) -> tuple[Milestone, ...]:
    """The milestones; the Chief Constable's comments are due on the day that was set, where it is recorded."""
    due = response.chief_constable.due_on
    return tuple(
        each._replace(day=due, is_certain=True) if each.key == "comments_due" and due is not None else each
        for each in planned
    )
