"""Wrong answers files: each is told in full what is wrong, where, and what to type; nothing crashes or takes long.

To write the expected messages anew: python tests/test_bad_answers.py. Read what changed before committing it.
"""

import contextlib
import io
import os
import random
import re
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from letters import ROOT
from s55draft import answers, cli
from s55draft.answers import nodes
from s55draft.answers.source import decode
from s55draft.drafting import Drafter
from s55draft.errors import AnswersError, Location, OfficeError, Problem

BAD = ROOT / "tests" / "cases" / "answers" / "bad"
DEFECTS = sorted(path.stem for path in BAD.glob("*.yaml"))
START = "layout: opccn-2023\nreport:\n  title: Custody inspection\n  published_on: 2024-02-20\n"
EXAMPLES = sorted((ROOT / "examples").rglob("*.yaml"))


def expected(defect: str) -> str:
    """What is said of a wrong file; the line ends of a checkout do not matter."""
    return (BAD / f"{defect}.txt").read_text(encoding="utf-8")


def problems_of(data: bytes) -> list[Problem]:
    """All that `check` finds in a file."""
    try:
        read = answers.load(data, "wrong.yaml")
        return Drafter().check(read, BAD, final=False)
    except AnswersError as exc:
        return list(exc.problems)


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_wrong_file_is_told_what_is_wrong_and_what_to_type(
    defect: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(BAD)
    assert cli.main(["check", f"{defect}.yaml"]) == 1
    assert capsys.readouterr().err == expected(defect)


def test_there_are_many_wrong_files_and_each_has_its_messages() -> None:
    assert len(DEFECTS) >= 200
    assert sorted(path.stem for path in BAD.glob("*.txt")) == DEFECTS
    assert {path.suffix for path in BAD.iterdir()} == {".txt", ".yaml"}
    assert len({(BAD / f"{defect}.yaml").read_bytes() for defect in DEFECTS}) == len(DEFECTS)


@pytest.mark.parametrize("defect", ["colon-in-title", "utf-16", "recommendation-without-pcc", "word-file"])
def test_the_installed_program_says_the_same(defect: str) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "s55draft", "check", f"{defect}.yaml"],
        cwd=BAD,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    assert said.returncode == 1
    assert said.stderr.decode().replace("\r\n", "\n") == expected(defect)


TEXTS = [defect for defect in DEFECTS if b"\0" not in (BAD / f"{defect}.yaml").read_bytes()]


@pytest.mark.parametrize("line_end", [b"\r\n", b"\r"], ids=["CRLF", "CR"])
@pytest.mark.parametrize("defect", TEXTS)
def test_other_line_ends_change_no_message(defect: str, line_end: bytes) -> None:
    data = (BAD / f"{defect}.yaml").read_bytes().replace(b"\r\n", b"\n")
    told = "".join(f"{problem}\n" for problem in problems_of(data.replace(b"\n", line_end)))
    assert told.replace("wrong.yaml", f"{defect}.yaml") == expected(defect)


@pytest.mark.parametrize("defect", DEFECTS)
def test_every_message_is_short_has_its_place_and_says_what_to_do(defect: str) -> None:
    for problem in problems_of((BAD / f"{defect}.yaml").read_bytes()):
        assert problem.location is not None
        assert problem.code != "syntax"
        assert "YAML" not in str(problem)
        assert problem.hint is not None or problem.severity == "note"
        assert max(len(line) for line in str(problem).split("\n")) < 260
        assert problem.message[-1] not in ".:"


def followed(lines: list[str], problem: Problem) -> list[str] | None:
    """The file after a person did what the hint shows; None where it leaves the wording to the person."""
    hint, place = problem.hint or "", problem.location
    if place is None or place.line is None or place.column is None or "…" in hint:
        return None
    at, column = place.line - 1, place.column - 1
    line = lines[at]
    white = line[: len(line) - len(line.lstrip(" "))]
    if match := re.fullmatch(r"(?:[^:]*; )?(?:else )?write: (.+)", hint):
        done = None if ", and the" in hint else white + match[1]
    elif match := re.fullmatch(r"write (\d{4}-\d\d-\d\d)", hint):
        done = line[:column] + match[1]
    elif match := re.fullmatch(r"did you mean '(\w+)'\?", hint):
        done = line[:column] + match[1] + line[column:].partition(":")[1] + line[column:].partition(":")[2]
    elif match := re.match(r"(?:it belongs under '\w+': )?begin (?:it|the line) with (\d+|no) space", hint):
        done = " " * int(match[1].replace("no", "0")) + line.lstrip()
    elif hint.endswith("put a # and a space before it"):
        done = f"# {line}"
    elif hint == "delete the line":
        done = ""
    else:
        done = None
    return None if done is None else [*lines[:at], done, *lines[at + 1 :]]


def test_who_types_what_the_hints_show_is_rid_of_the_problems() -> None:
    defects = 0
    for defect in DEFECTS:
        data = (BAD / f"{defect}.yaml").read_bytes()
        lines = decode(data).split("\n")
        done: list[tuple[Location | None, str]] = []
        for problem in problems_of(data):
            typed = followed(lines, problem)
            if typed is not None:
                lines, done = typed, [*done, (problem.location, problem.code)]
        after = [(problem.location, problem.code) for problem in problems_of("\n".join(lines).encode())]
        assert [(defect, *one) for one in done if one in after] == []
        defects += bool(done)
    assert defects >= 90


def test_of_very_many_problems_the_first_of_each_kind_in_the_order_of_the_file_are_told() -> None:
    areas = "".join(f"  - text: x\n    wrong_{n}: x\n" for n in range(15))
    recommendations = "".join(f"  - number: {n}\n    wrong_{n}: x\n" for n in range(15))
    told = problems_of(f"{START}areas_for_improvement:\n{areas}recommendations:\n{recommendations}".encode())
    lines = [problem.location.line for problem in told if problem.location and problem.location.line]
    assert lines == [*range(7, 36, 2), *range(38, 47, 2)]
    assert told[-1].message == "and 10 more problems of the same kind"


SECONDS = 4 if sys.gettrace() else 1
"""The time that a refusal may take; measuring coverage makes everything slower."""
CHUNKS = 20
OF_A_CHUNK = 500
SIGNS = (
    [bytes([code]) for code in b"\t\n\r #'\"-:|>[]{}*&!%@`,?\\\0\x07\x0b\x85\xa0\xff\xc30aZ"]
    + [b": ", b" #a", b"- ", b"\n\n", b"&a ", b"*a ", b"!x ", b"---\n", b"...\n", b"<<: ", b"\\x07", b"''"]
    + [sign.encode("utf-8", "surrogatepass") for sign in "\xa0\u2028\ufeff\ud800\ufdd0\U0001f600"]
)


def spoilt(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """A file after an accident to some of its bytes."""
    at, other, sign = chance.randrange(len(data) + 1), chance.choice(others), chance.choice(SIGNS)
    bit = bytes([data[at] ^ 1 << chance.randrange(8)]) if at < len(data) else b""
    return chance.choice(
        [
            data[:at] + bit + data[at + 1 :],
            data[:at] + sign + data[at + 1 :],
            data[:at] + sign + data[at:],
            data[:at],
            data[:at] + other[chance.randrange(len(other) + 1) :],
            data[:at] + data[at + chance.randrange(80) :],
        ]
    )


def disordered(data: bytes, chance: random.Random) -> bytes:
    """A file after an accident to one of its lines."""
    lines = data.split(b"\n")
    here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
    line = lines[here]
    accident = chance.choice(["dropped", "doubled", "moved", "further in", "further out", "a sign forgotten"])
    if accident in ("dropped", "moved"):
        del lines[here]
    if accident in ("doubled", "moved"):
        lines.insert(there, line)
    if accident == "further in":
        lines[here] = chance.choice([b" ", b"  ", b"    ", b"\t", b"\xc2\xa0"]) + line
    if accident == "further out":
        lines[here] = line[chance.randrange(1, 5) :]
    if accident == "a sign forgotten":
        lines[here] = line.replace(chance.choice([b": ", b":", b"|", b"- ", b'"', b"  ", b" "]), b"", 1)
    return b"\n".join(lines)


def mutated(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """A file after one accident, or a few."""
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        data = spoilt(data, chance, others) if chance.random() < 0.5 else disordered(data, chance)
    return data


def outcome(path: Path, data: bytes, folder: Path, drafter: Drafter) -> tuple[Problem, ...]:
    """The problems for which a file is refused; none if it is taken."""
    try:
        if path.name != "office.yaml":
            drafter.check(answers.load(data, path.name), folder / "elsewhere", final=False)
        else:
            (folder / path.name).write_bytes(data)
            answers.read_office(folder / path.name)
    except (AnswersError, OfficeError) as exc:
        return exc.problems or pytest.fail("refused without a problem")
    return ()


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_accident_to_a_file_is_more_than_a_problem_with_its_place(
    chunk: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(f"accidents {chunk}")  # noqa: S311 - nothing here is secret
    originals = [path.read_bytes() for path in EXAMPLES]
    shares = [1 / len(data) for data in originals]  # small files more often
    drafter = Drafter()
    for _ in range(OF_A_CHUNK):
        path, original = chance.choices(list(zip(EXAMPLES, originals, strict=True)), shares)[0]
        data = mutated(original, chance, originals)
        started = time.process_time()
        problems = outcome(path, data, tmp_path, drafter)
        assert time.process_time() - started < SECONDS
        last = decode(data).count("\n") + 1
        assert all(one.location and 1 <= (one.location.line or 1) <= last for one in problems)
        assert all(one.message and "\n" not in str(one).replace("\n  hint: ", "") for one in problems)
    assert capsys.readouterr() == ("", "")


def test_the_reader_in_pure_python_takes_accidents_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "_LOADER", yaml.BaseLoader)
    chance = random.Random("accidents in pure Python")  # noqa: S311
    originals = [path.read_bytes() for path in EXAMPLES if path.stat().st_size < 6000]
    for _ in range(200):
        problems_of(mutated(chance.choice(originals), chance, originals))


LARGE = 4_900_000


def much(sign: str, before: str = "", after: str = "") -> bytes:
    """A file of almost 5 MB that repeats a sign."""
    return (before + sign * ((LARGE - len(before) - len(after)) // len(sign.encode())) + after).encode()


def bomb(letters: str = "abcdefghijklmnopqrstuvwxyz") -> bytes:
    """A billion laughs."""
    tens = [f"{now}: &{now} [{', '.join([f'*{before}'] * 9)}]\n" for before, now in pairwise(letters)]
    return f"a: &a [{', '.join(['lol'] * 9)}]\n{''.join(tens)}".encode()


FLOODS = {
    "a billion laughs": (bomb(), "alias", "cannot repeat another part of the file"),
    "aliases": (much("*a, ", "a: &a x\nb: [", "]"), "too_large", "more than 20,000 keys and values"),
    "anchors": (much("&a x, ", "b: [", "]"), "too_large", "more than 20,000 keys and values"),
    "over 5 MB": (b"#" * 5_000_001, "too_large", "larger than 5 MB"),
    "10,000 brackets": (b"a: " + b"[" * 10_000, "too_deep", "nested more than 20 levels deep"),
    "10,000 closed brackets": (b"a: " + b"[" * 10_000 + b"]" * 10_000, "too_deep", "nested more than 20 levels deep"),
    "10,000 braces": (b"{a: " * 10_000, "too_deep", "nested more than 20 levels deep"),
    "10,000 dashes": (b"- " * 10_000, "too_deep", "nested more than 20 levels deep"),
    "10,000 keys in keys": (
        "".join(f"{' ' * n}a:\n" for n in range(3_000)).encode(),
        "too_deep",
        "nested more than 20",
    ),
    "200,001 keys": ("".join(f"k{n}: x\n" for n in range(200_001)).encode(), "too_large", "more than 50,000 lines"),
    "200,001 values": (b"a: [" + b"x, " * 200_001 + b"]", "too_large", "more than 20,000 keys and values"),
    "9,000 unknown keys": (
        "".join(f"k{n}: x\n" for n in range(9_000)).encode(),
        "extra_forbidden",
        "'k0' is not a key",
    ),
    "9,000 keys the same": (b"k: x\n" * 9_000, "duplicate_key", "'k' stands here and in line 1 already"),
    "40,000 tabs": (START.encode() + b"\tx: 1\n" * 40_000, "tab", "and so are 39,999 others"),
    "40,000 stray lines": (much("y\n", f"{START}key_findings: |\n  x\n")[:80_000], "indentation", "further left"),
    "no keys on one line": (much("x "), "model_type", "it has no keys"),
    "one line": (much("x ", f"{START}  forces:\n  - "), "string_type", "forces must be a text, not a list"),
    "one line in quotes": (much("x ", f'{START}key_findings: "', '\\x07"'), "character", "U+0007"),
    "one line of escapes": (much("\\x07", f'{START}key_findings: "', '"'), "character", "U+0007"),
    "one line of a quotation without end": (much("x ", f'{START}key_findings: "'), "quote", "does not end with one"),
    "one line of colons": (much("a: ", f"{START}forces: "), "colon", "holds a colon"),
    "one key": (much("x", "", ": 1"), "no_colon", "stands by itself"),
    "#": (much("#"), "empty", "the file is empty"),
    "# on lines": (much("#\n"), "too_large", "more than 50,000 lines"),
    "#a": (much("#a "), "comment", "'#' begins a comment"),
    "#a behind a value": (much("#a ", f"{START}forces: all "), "comment", "'#' begins a comment"),
    "quotation marks": (much('"'), "no_colon", "stands by itself"),
    "quotation marks as a value": (much('"', f"{START}forces: "), "quote_inside", "ends at this quotation mark"),
    "apostrophes": (much("'"), "model_type", "it has no keys"),
    "dashes": (much("- "), "too_deep", "nested more than 20 levels deep"),
    "dashes on lines": (much("-\n"), "too_large", "more than 50,000 lines"),
    "dashes alone": (much("-"), "model_type", "it has no keys"),
    "question marks": (much("? "), "too_deep", "nested more than 20 levels deep"),
    "spaces": (much(" "), "empty", "the file is empty"),
    "spaces before a word": (much(" ", "", "x"), "model_type", "it has no keys"),
    "tabs": (much("\t", "a:\n", "x: 1"), "tab", "indented with a tab"),
    "no-break spaces": (much("\xa0", "", "x: 1"), "no_break_space", "indented with a no-break space"),
    "empty lines": (much("\n"), "too_large", "more than 50,000 lines"),
    "nulls": (b"\0" * LARGE, "character", "the file is no text"),
    "broken letters": (START.encode() + b"\xc3\xa9\xff" * (LARGE // 3), "character", "the file is no text"),
    "soft returns": (much("\u2028"), "character", "the file is no text"),
    "line breaks of a file in UTF-16": (
        ("\ufeff" + "\n" * (LARGE // 2)).encode("utf-16-le"),
        "too_large",
        "50,000 lines",
    ),
    "percent signs": (much("%"), "first_character", "begins with '%'"),
    "exclamation marks": (much("!"), "tag", "cannot give a type"),
    "bars": (much("|"), "first_character", "nothing may stand on the same line"),
    "a number": (much("9", f"{START}recommendations:\n- number: "), "too_long", "longer than 20 letters"),
    "a date": (much("1 ", START.replace(" 2024-02-20\n", " ")), "date_form", "is not a date"),
    "an address": (much("a ", f"{START}  link:\n    text: x\n    url: https://"), "url", "is not a web address"),
    "a plain list in a text": (much("  - y\n", f"{START}key_findings: x\n")[:200_000], "list_indentation", "joined"),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_is_refused_in_less_than_a_second(flood: str) -> None:
    data, code, words = FLOODS[flood]
    started = time.process_time()
    problems = problems_of(data)
    assert time.process_time() - started < SECONDS
    told = [problem for problem in problems if problem.code == code]
    assert told
    assert words in told[0].message
    assert len(problems) < 60
    assert all(len(str(problem)) < 500 for problem in problems)


DEEP = [flood for flood, (_, code, _) in FLOODS.items() if code in ("too_deep", "alias")]


@pytest.mark.parametrize("flood", [*DEEP, "aliases", "200,001 values"])
def test_the_reader_in_pure_python_refuses_in_less_than_a_second(flood: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "_LOADER", yaml.BaseLoader)
    test_a_flood_is_refused_in_less_than_a_second(flood)


def test_the_reader_in_c_is_the_one_that_is_used() -> None:
    assert nodes._LOADER is yaml.CBaseLoader


def _write_anew() -> None:
    os.chdir(BAD)
    for defect in DEFECTS:
        with contextlib.redirect_stderr(io.StringIO()) as said, contextlib.redirect_stdout(io.StringIO()):
            cli.main(["check", f"{defect}.yaml"])
        (BAD / f"{defect}.txt").write_text(said.getvalue(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    _write_anew()
