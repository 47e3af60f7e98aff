"""Many letters in one go, one after the other or in several processes."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from s55draft import answers as answers_file
from s55draft.answers import Answers
from s55draft.answers.nodes import MAX_BYTES
from s55draft.drafting import STANDARD_INPUT, Built, Drafter
from s55draft.errors import S55Error

Outcome = tuple[str, Built | S55Error]


class Options(NamedTuple):
    """What holds for every letter of a batch."""

    office: Path | None = None
    template: Path | None = None
    final: bool = False
    force: bool = False


def read_source(source: str) -> tuple[Answers, Path]:
    """The answers at a path, or on standard input, and the folder where their office profile may lie."""
    if source == STANDARD_INPUT:
        return answers_file.load(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input"), Path()
    return answers_file.read(Path(source)), Path(source).parent


def build_all(plan: Sequence[tuple[str, Path]], options: Options, jobs: int) -> Iterator[Outcome]:
    """Builds each (answers, letter) and gives what came of it, in the order given; one failing stops no other."""
    if jobs == 1 or len(plan) == 1 or any(source == STANDARD_INPUT for source, _ in plan):
        drafter = Drafter(options.office, options.template)
        yield from (_build(drafter, source, path, options) for source, path in plan)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only for large batches

    with ProcessPoolExecutor(min(jobs, len(plan)), initializer=_start, initargs=(options,)) as pool:
        yield from pool.map(_build_there, plan, chunksize=max(1, len(plan) // (jobs * 8)))


_here: list[tuple[Drafter, Options]] = []


def _start(options: Options) -> None:
    """Prepares a process of the batch."""
    _here[:] = [(Drafter(options.office, options.template), options)]


def _build_there(task: tuple[str, Path]) -> Outcome:
    drafter, options = _here[0]
    return _build(drafter, *task, options)


def _build(drafter: Drafter, source: str, path: Path, options: Options) -> Outcome:
    try:
        read, folder = read_source(source)
        return source, drafter.build_from(read, folder, path, final=options.final, force=options.force)
    except S55Error as exc:
        return source, exc
