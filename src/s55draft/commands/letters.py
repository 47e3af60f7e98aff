"""`build` and `check`: letters, and what is wrong or missing in answers files."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from s55draft.commands.obligation_lines import obligation_lines
from s55draft.commands.options import ANSWERS, DONE, FORMAT, OFFICE, PROBLEMS, code_of, print_problems
from s55draft.errors import Location, Problem, S55Error, Severity, has_errors
from s55draft.typed import as_typed

if TYPE_CHECKING:
    from s55draft.drafting import Built, Drafter
    from s55draft.statute import Obligation

_OTHER_KINDS = {".pdf", ".doc", ".docm", ".dotx", ".odt", ".rtf", ".html", ".txt", ".md", ".yaml", ".yml"}
"""Endings of files that a letter cannot be, and under which no program would open it."""


@click.command()
@ANSWERS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The letter's name, or a folder for letters. Default: beside the answers.",
)
@click.option("--final", is_flag=True, help="For publication: refuse while section 55 still asks for something.")
@OFFICE
@click.option(
    "--template", type=click.Path(path_type=Path), metavar="DOCX", help="A Word template in place of the layout's own."
)
@click.option("--jobs", type=click.IntRange(1, 64), default=1, metavar="N", help="Build N letters at a time.")
@click.option("--force", is_flag=True, help="Replace a letter even if it was changed in Word.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@FORMAT
def build(  # noqa: PLR0913, PLR0917 - one for each option of the command
    answers: tuple[str, ...],
    output: Path | None,
    office: Path | None,
    template: Path | None,
    jobs: int,
    form: str,
    *,
    final: bool,
    force: bool,
    quiet: bool,
) -> int:
    """Make the Word letter of each ANSWERS file; '-' reads standard input.

    A letter with answers missing is marked DRAFT and shows what is awaited. A letter that was changed in Word is never
    replaced without --force.
    """
    from s55draft import batch  # noqa: PLC0415 - commands import what they use

    plan = _plan(answers, output)
    options = batch.Options(office, template, final=final, force=force)
    code, results = DONE, []
    for source, outcome in _with_progress(
        batch.build_all(plan, options, jobs), len(plan), quiet=quiet or form == "json"
    ):
        if isinstance(outcome, S55Error):
            code = max(code, code_of(outcome))
        if form == "json":
            results.append(_as_json(source, outcome))
        else:
            _tell(source, outcome, quiet=quiet)
    if form == "json":
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    return code


def _plan(answers: Sequence[str], output: Path | None) -> list[tuple[str, Path]]:
    """Which letter goes where. Raises click.UsageError for what cannot be meant."""
    from s55draft.drafting import STANDARD_INPUT, letter_path  # noqa: PLC0415

    if len(answers) > 1 and output is not None and not output.is_dir():
        raise click.UsageError(f"several letters need a folder: -o {output} is none")
    if STANDARD_INPUT in answers and (output is None or output.is_dir()):
        raise click.UsageError("answers from standard input need a name for the letter: -o NAME.docx")
    plan = [
        (source, output if source == STANDARD_INPUT and output else letter_path(Path(source), output))
        for source in answers
    ]
    targets: dict[Path, str] = {}
    for source, target in plan:
        if target in targets:
            raise click.UsageError(
                f"{targets[target]} and {source} would both become {target}; build them one by one, with -o"
            )
        if Path(source) == target:
            raise click.UsageError(f"the letter would replace its own answers file {source}; name another with -o")
        targets[target] = source
    if output is not None and output.suffix.lower() in _OTHER_KINDS and not output.is_dir():
        raise click.UsageError(f"a letter is a Word document: name it {output.with_suffix('.docx')}, not {output}")
    return plan


def _with_progress(
    outcomes: Iterable[tuple[str, "Built | S55Error"]], total: int, *, quiet: bool
) -> Iterable[tuple[str, "Built | S55Error"]]:
    """The outcomes as they come, with a bar on a terminal where there are several."""
    if total == 1 or quiet or not sys.stderr.isatty():
        yield from outcomes
        return
    with click.progressbar(length=total, label="Building letters", file=sys.stderr) as bar:
        for outcome in outcomes:
            yield outcome
            bar.update(1)


def _tell(source: str, outcome: "Built | S55Error", *, quiet: bool) -> None:
    if isinstance(outcome, S55Error):
        print_problems(outcome.problems)
        return
    print_problems(outcome.problems)
    if outcome.path != outcome.wanted and outcome.path.name != outcome.wanted.resolve().name:
        click.echo(f"{outcome.wanted} is open in another program, so the letter has a new name.", err=True)
    if not quiet:
        click.echo(f"{'Built' if outcome.changed else 'Unchanged:'} {outcome.path}")
        if outcome.missing:
            awaited = "1 answer is" if outcome.missing == 1 else f"{outcome.missing} answers are"
            listing = f"s55draft check {as_typed(source)}"
            click.echo(f"It is a DRAFT: {awaited} still missing. To list what is missing: {listing}")


def _as_json(source: str, outcome: "Built | S55Error") -> dict[str, object]:
    problems = [problem.as_dict() for problem in outcome.problems]
    if isinstance(outcome, S55Error):
        return {"answers": source, "letter": None, "missing": None, "problems": problems}
    return {"answers": source, "letter": str(outcome.path), "missing": outcome.missing, "problems": problems}


@click.command()
@ANSWERS
@click.option(
    "--final", is_flag=True, help="Check as before publishing, and list each thing that section 55 asks, met or not."
)
@OFFICE
@FORMAT
def check(answers: tuple[str, ...], office: Path | None, form: str, *, final: bool) -> int:
    """List everything that is wrong, missing or to be judged in each ANSWERS file; nothing is written.

    An error is what makes the response unlawful or incomplete; a warning is what a person must judge. Ends with 1 if
    there is an error, with 0 if there is none.
    """
    from s55draft.drafting import Drafter  # noqa: PLC0415

    drafter = Drafter(office)
    told: list[dict[str, object]] = []
    failed = False
    for source in answers:
        found = _check(drafter, source, final=final)
        failed = failed or has_errors(found.problems)
        if form == "json":
            told += found.as_dicts()
            continue
        told_twice = sys.stdout.isatty() and sys.stderr.isatty()  # a person sees both, and needs each thing once
        print_problems(found.others() if told_twice else found.problems)
        for line in obligation_lines(found.obligations, with_places=told_twice):
            click.echo(line)
        click.echo(_verdict("standard input" if source == "-" else source, found.problems, final=final))
    if form == "json":
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    return PROBLEMS if failed else DONE


class _Checked(NamedTuple):
    """What was found in one answers file; the obligations, with their places, where they were asked for."""

    problems: list[Problem]
    obligations: "list[tuple[Obligation, Location]]"

    def as_dicts(self) -> "list[dict[str, object]]":
        """Each problem once; of the obligations those that are met too."""
        if not self.obligations:
            return [{**problem.as_dict()} for problem in self.problems]
        told: list[dict[str, object]] = [
            {**problem.as_dict(), "provision": None, "asks": None, "state": None} for problem in self.others()
        ]
        told += [{**each.as_dict(at)} for each, at in self.obligations]
        return told

    def others(self) -> list[Problem]:
        """The problems that no obligation tells of."""
        statutory = {each.problem() for each, _ in self.obligations}
        return [problem for problem in self.problems if problem._replace(location=None) not in statutory]


def _check(drafter: "Drafter", source: str, *, final: bool) -> _Checked:
    from s55draft.batch import read_source  # noqa: PLC0415

    try:
        read, folder = read_source(source)
        problems = drafter.check(read, folder, final=final)
        obligations = drafter.obligations(read, folder) if final else []
    except S55Error as exc:
        return _Checked(list(exc.problems), [])
    return _Checked(problems, [(each, read.places.location(each.path)) for each in obligations])


def _verdict(source: str, problems: list[Problem], *, final: bool) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = sum(problem.severity is Severity.WARNING for problem in problems)
    counted = " and ".join(
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((errors, "error"), (warnings, "warning"))
        if count
    )
    if errors:
        return f"{source}: {counted}."
    ready = "ready to publish" if final else "complete"
    return f"{source}: {ready}, {counted} to judge." if counted else f"{source}: {ready}."
