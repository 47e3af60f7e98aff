"""Measures s55draft against docxtpl used plainly, side by side in one run, and prints ratios.

    python benchmarks/run.py                     all measurements
    python benchmarks/run.py cold warm           some of them
    python benchmarks/run.py --check --margin 0.2 --runs 5 --letters 40

With --check the run ends with 1 if a bar is missed by more than the margin. Times are medians of runs that took turns,
A B A B, with the middle half of all runs in brackets: what else the machine did then fell on both.
"""

import argparse
import compileall
import itertools
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from unittest.mock import patch

import docxtpl
import paragraphs_docxtpl
import plain_docxtpl

import s55draft
from s55draft import answers
from s55draft.drafting import Drafter

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parent / "examples" / "getting-a-grip.yaml"
DATA = HERE / "getting-a-grip.json"
PROGRAM = Path(sys.executable).parent / ("s55draft.exe" if os.name == "nt" else "s55draft")
BLOCK = 10
"""Letters that one side builds before it is the other's turn."""
MANY_PARAGRAPHS = (1, 10, 100)
TEXTS = {
    *("key_findings", "recommendations_note", "text", "chief_constable"),
    *("comment", "action", "no_action", "comments", "closing"),
}
"""Keys whose value is a text."""
IMPORTED = ("s55draft.cli", "s55draft.commands", "s55draft.drafting", "docxtpl")

Task = Callable[[], object]
Chooser = Callable[[int], Task]
"""Gives the task of the run of that number."""


@dataclass(frozen=True)
class Result:
    """What a bar is held against. `bar` is the highest ratio allowed, or the lowest if `at_least`."""

    what: str
    ratio: float
    bar: float
    at_least: bool = False

    def is_met(self, margin: float) -> bool:
        """Whether the bar is met, give or take the margin, a share of it."""
        return self.ratio >= self.bar / (1 + margin) if self.at_least else self.ratio <= self.bar * (1 + margin)

    def __str__(self) -> str:
        bound = "at least" if self.at_least else "at most"
        verdict = "met" if self.is_met(0) else "MISSED"
        return f"  {self.what}: {self.ratio:.2f}x; bar: {bound} {self.bar:g}x; {verdict}"


def timed(task: Task) -> float:
    """Seconds that a task takes."""
    begin = time.perf_counter()
    task()
    return time.perf_counter() - begin


def taking_turns(choosers: dict[str, Chooser], runs: int) -> dict[str, list[float]]:
    """Seconds of each side's runs; the sides take turns, after one run each that does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in choosers}
    for number in range(-1, runs):
        for name, choose in choosers.items():
            spent = timed(choose(number))
            if number >= 0:
                seconds[name].append(spent)
    return seconds


def show(name: str, seconds: Sequence[float], share: int = 1) -> None:
    """Prints a median and the middle half, in milliseconds; `share`: tasks in each run."""
    first, _, third = quantiles(seconds, n=4, method="inclusive") if len(seconds) > 1 else [seconds[0]] * 3
    middle, low, high = (1000 * value / share for value in (median(seconds), first, third))
    print(f"  {name:<44} {middle:9.2f} ms  ({low:.2f} to {high:.2f})")


def run_program(*command: str | Path) -> Task:
    """A task that runs a program to its end."""
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def cold(folder: Path, runs: int) -> Iterator[Result]:
    """One letter from the shell."""
    script = HERE / "plain_docxtpl.py"
    lean = HERE / "paragraphs_docxtpl.py"
    ours, plain, leaner = "s55draft build", "docxtpl, plain", "docxtpl with RichTextParagraph"
    seconds = taking_turns(
        {
            ours: lambda n: run_program(PROGRAM, "build", EXAMPLE, "-q", "-o", folder / f"a{n}.docx"),
            plain: lambda n: run_program(sys.executable, script, DATA, folder / f"b{n}.docx"),
            leaner: lambda n: run_program(sys.executable, lean, DATA, folder / f"c{n}.docx"),
        },
        runs,
    )
    print(f"One letter from the shell, {runs} runs")
    for name, times in seconds.items():
        show(name, times)
    yield Result("s55draft to plain docxtpl, time", median(seconds[ours]) / median(seconds[plain]), 1.0)
    print(f"  for information: to RichTextParagraph, time: {median(seconds[ours]) / median(seconds[leaner]):.2f}x")


def letters(build: Callable[[Path], object], folder: Path, mark: str) -> Chooser:
    """Gives tasks that build a block of letters, each to a new name."""

    def chooser(number: int) -> Task:
        def build_block() -> None:
            for place in range(BLOCK):
                build(folder / f"{mark}{number}-{place}.docx")

        return build_block

    return chooser


def without_fsync(chooser: Chooser) -> Chooser:
    """The same tasks on a system whose fsync costs nothing."""

    def chosen(number: int) -> Task:
        task = chooser(number)

        def run() -> None:
            with patch("os.fsync"):
                task()

        return run

    return chosen


def warm(folder: Path, count: int) -> Iterator[Result]:
    """Many letters in one process, each written to a new file."""
    drafter = Drafter()
    template, passage = paragraphs_docxtpl.TEMPLATE, paragraphs_docxtpl.paragraphs
    ours, quick, plain, leaner = (
        "s55draft",
        "s55draft without fsync",
        "docxtpl, plain",
        "docxtpl with RichTextParagraph",
    )
    turns = max(2, count // BLOCK)
    seconds = taking_turns(
        {
            ours: letters(lambda path: drafter.build(EXAMPLE, path), folder, "d"),
            quick: without_fsync(letters(lambda path: drafter.build(EXAMPLE, path), folder, "e")),
            plain: letters(lambda path: plain_docxtpl.write_letter(DATA, path), folder, "f"),
            leaner: letters(lambda path: plain_docxtpl.write_letter(DATA, path, template, passage), folder, "g"),
        },
        turns,
    )
    print(f"{turns * BLOCK} letters in one process, time of one letter")
    for name, times in seconds.items():
        show(name, times, BLOCK)
    middle = {name: median(times) for name, times in seconds.items()}
    yield Result("s55draft to plain docxtpl, letters per second", middle[plain] / middle[ours], 10, at_least=True)
    print(f"  for information: without fsync: {middle[plain] / middle[quick]:.2f}x")
    print(f"  for information: to RichTextParagraph: {middle[leaner] / middle[ours]:.2f}x")


def with_paragraphs(times: int) -> bytes:
    """The example with each text repeated."""
    read = answers.read(EXAMPLE)
    data = read.response.model_dump()

    def longer(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {name: part if name == "link" else longer(part, name) for name, part in value.items()}
        if isinstance(value, tuple):
            return tuple(longer(part) for part in value)
        return "\n\n".join([value] * times) if isinstance(value, str) and key in TEXTS else value

    return answers.dump(type(read.response).model_validate(longer(data))).encode()


def linear(runs: int) -> Iterator[Result]:
    """Time against length, in memory."""
    drafter = Drafter()
    sources = {times: with_paragraphs(times) for times in MANY_PARAGRAPHS}

    def chooser(data: bytes) -> Chooser:
        return lambda _: lambda: drafter.draft(answers.load(data, "answers"), EXAMPLE.parent)

    names = {times: f"{times}x the paragraphs, {len(data) / 1000:.0f} kB" for times, data in sources.items()}
    seconds = taking_turns({names[times]: chooser(data) for times, data in sources.items()}, runs)
    print(f"Letters of any length, in memory, {runs} runs")
    for name, times in seconds.items():
        show(name, times)
    for short, long in itertools.pairwise(MANY_PARAGRAPHS):
        ratio = median(seconds[names[long]]) / median(seconds[names[short]])
        yield Result(f"from {short}x to {long}x the paragraphs, time", ratio, 11)


def start(runs: int) -> Iterator[Result]:
    """The answers that should come at once."""
    python, version, usage = "python -c pass", "s55draft --version", "s55draft --help"
    seconds = taking_turns(
        {
            python: lambda _: run_program(sys.executable, "-c", "pass"),
            version: lambda _: run_program(PROGRAM, "--version"),
            usage: lambda _: run_program(PROGRAM, "--help"),
        },
        runs,
    )
    print(f"Starting, {runs} runs")
    for name, times in seconds.items():
        show(name, times)
    for name in (version, usage):
        yield Result(f"{name} to {python}, time", median(seconds[name]) / median(seconds[python]), 2.5)


def imports(runs: int) -> Iterator[Result]:
    """What importing costs, for information."""
    print(f"Importing, {runs} runs each")
    for module in IMPORTED:
        command = (sys.executable, "-X", "importtime", "-c", f"import {module}")
        spent = []
        for _ in range(runs):
            told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
            own = [line for line in told.splitlines() if re.search(rf"\| +{re.escape(module)}$", line)]
            spent.append(int(own[-1].split("|")[1]) / 1e6)
        show(f"import {module}", spent)
    yield from ()


@contextmanager
def empty_folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="s55draft-benchmark-") as name:
        yield Path(name)


def main() -> int:
    """Runs what was asked for; 1 if a bar was to be checked and is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known = ("cold", "warm", "linear", "start", "imports")
    parser.add_argument("what", nargs="*", metavar="WHAT", help=f"{', '.join(known)}; all when left out")
    parser.add_argument("--runs", type=int, default=20, help="runs of each program (20)")
    parser.add_argument("--letters", type=int, default=200, help="letters in one process (200)")
    parser.add_argument("--check", action="store_true", help="end with 1 if a bar is missed")
    parser.add_argument("--margin", type=float, default=0.0, help="how far a bar may be missed, as a share of it (0)")
    given = parser.parse_args()
    if unknown := set(given.what) - set(known):
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    print(f"Python {platform.python_version()}, {platform.platform()}, {os.cpu_count()} cores\n")
    for package in (s55draft, docxtpl):  # as pip does on installing; a checkout's own modules may not be compiled yet
        compileall.compile_dir(str(Path(str(package.__file__)).parent), quiet=2)
    results: list[Result] = []
    with empty_folder() as folder:
        parts: dict[str, Callable[[], Iterator[Result]]] = {
            "cold": lambda: cold(folder, given.runs),
            "warm": lambda: warm(folder, given.letters),
            "linear": lambda: linear(max(3, given.runs // 4)),
            "start": lambda: start(given.runs),
            "imports": lambda: imports(max(3, given.runs // 4)),
        }
        for name in given.what or known:
            for result in parts[name]():
                print(result)
                results.append(result)
            print()
    missed = [result for result in results if not result.is_met(given.margin)]
    return 1 if given.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
