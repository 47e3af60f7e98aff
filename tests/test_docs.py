"""What the documentation says is so: its commands are run, its tables and files are compared with the program."""

import ast
import contextlib
import io
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import mammoth
import pytest
import yaml
from pydantic import BaseModel

from s55draft import answers, context, model, office
from s55draft.drafting import Drafter
from s55draft.errors import S55Error

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
REFERENCE = DOCS / "answers-format.md"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.glob("*.md"), *ROOT.glob("*/README.md")])
_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
_STEP = re.compile(
    r"<!-- (?P<verb>edit|open|close|change) (?P<file>\S+?)(?:: (?P<old>.*?) → (?P<new>.*?))? -->|"
    r"^```(?P<language>console|python)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_PROMPT = re.compile(r"(?:PS>|\$) ")
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_FILE_NAME = re.compile(r"`((?:src|docs|examples|templates|tests|benchmarks|tools)/[\w./-]+)`")


def fenced(page: Path, language: str) -> list[str]:
    return [
        match["body"] for match in _FENCE.finditer(page.read_text(encoding="utf-8")) if match["language"] == language
    ]


class Walk:
    """Does what a page tells its reader to do, in a folder with the examples."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "examples", folder / "examples")
        shutil.copytree(ROOT / "templates", folder / "templates")
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        self.environment = {**os.environ, "PATH": path, "COLUMNS": "80", "S55DRAFT_TODAY": "2023-08-25"}

    def follow(self, page: Path) -> int:
        steps = list(_STEP.finditer(page.read_text(encoding="utf-8")))
        for step in steps:
            if step["verb"]:
                getattr(self, step["verb"])(self.folder / step["file"], step["old"], step["new"])
            else:
                getattr(self, step["language"])(step["body"])
        return len(steps)

    def console(self, body: str) -> None:
        lines = body.splitlines()
        commands = [line[len(prompt[0]) :] for line in lines if (prompt := _PROMPT.match(line))]
        expected = [line for line in lines if not _PROMPT.match(line)]
        script = "\n".join(commands).replace("copy ", "cp ").replace("$LASTEXITCODE", "echo $?").replace("\\", "/")
        done = subprocess.run(
            ["sh", "-c", script],  # noqa: S607 - wherever it is
            check=False,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        assert done.stdout.splitlines() == expected, commands

    def python(self, body: str) -> None:
        told = io.StringIO()
        with contextlib.redirect_stdout(told), contextlib.chdir(self.folder):
            exec(compile(body, "example", "exec"), {"__name__": "example"})  # noqa: S102
        expected = re.findall(r"# prints: (.*)", body)
        assert told.getvalue().splitlines() == expected

    def edit(self, file: Path, old: str, new: str) -> None:
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} in {file.name}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def open(self, file: Path, _old: None, _new: None) -> None:
        file.with_name(f"~${file.name[2:]}").touch()

    def close(self, file: Path, _old: None, _new: None) -> None:
        file.with_name(f"~${file.name[2:]}").unlink()

    def change(self, file: Path, old: str | None, new: str | None) -> None:
        """Changes words of a Word file."""
        words, others = (old or "Key Findings").encode(), (new or "Main Findings").encode()
        with zipfile.ZipFile(file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data.replace(words, others) if name.startswith("word/") else data)


@pytest.mark.skipif(os.name == "nt", reason="the commands are run by sh")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_print_what_a_page_shows(page: Path, tmp_path: Path) -> None:
    count = Walk(tmp_path).follow(page)
    assert count > 0 or page.name not in ("tutorial.md", "how-to-scripts.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_file_names_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    prose = _FENCE.sub("", text)
    for match in _LINK.finditer(re.sub(r"`[^`\n]*`", "", prose)):
        target, _, anchor = match["target"].partition("#")
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        held = (page.parent / target).resolve() if target else page
        assert held.exists(), match[0]
        if anchor:
            assert anchor in anchors(held), match[0]
    for name in _FILE_NAME.findall(prose):
        assert (ROOT / name).exists(), name


def anchors(page: Path) -> set[str]:
    """The names by which a page's headings are reached."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_answers_in_a_page_can_be_read(page: Path) -> None:
    for body in fenced(page, "yaml"):
        if body.startswith("layout:"):
            answers.load(body.encode(), page.name)
        else:
            yaml.safe_load(body)


def test_the_letter_in_the_readme_is_the_letter(tmp_path: Path) -> None:
    shown = next(body for body in fenced(ROOT / "README.md", "text") if body.startswith("Norfolk"))
    letter = Drafter().build(ROOT / "examples" / "getting-a-grip.yaml", tmp_path / "letter.docx").path
    with letter.open("rb") as file:
        words = " ".join(mammoth.extract_raw_text(file).value.split())
    for paragraph in shown.strip().split("\n\n"):
        for line in paragraph.split("\n") if ":  " in paragraph else [paragraph]:
            assert " ".join(line.split()) in words


def test_the_specimens_of_word_xml_stand_in_letters(tmp_path: Path) -> None:
    letters = ""
    drafter = Drafter()
    for source in (ROOT / "examples").glob("*.yaml"):
        with zipfile.ZipFile(drafter.build(source, tmp_path / f"{source.stem}.docx").path) as archive:
            letters += "".join(archive.read(name).decode() for name in archive.namelist())
    specimens = fenced(DOCS / "letter.md", "xml")
    assert len(specimens) > 5
    for specimen in specimens:
        assert re.sub(r">\s+<", "><", specimen.strip()) in letters, specimen


def test_the_guide_to_templates_has_every_name() -> None:
    guide = (DOCS / "how-to-scripts.md").read_text(encoding="utf-8").partition("### Tags")[2]
    assert [name for name in names(context.NAMES) if f"`{name}`" not in guide] == []


def names(held: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """The names that a tag may use, in full; the members of entries go by `e`, those of the checklist by `item`."""
    for key, kind in held.items():
        if isinstance(kind, list):
            yield before + key
            yield from names(kind[0], "item." if key == "checklist" else "e.")
        elif isinstance(kind, dict) and key != "areas_for_improvement_single":
            yield from names(kind, f"{before}{key}.")
        else:
            yield before + key


def test_the_reference_holds_what_the_model_says() -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    made = runpy.run_path(str(DOCS / "make_reference.py"))["page_with_tables"](page)
    assert made == page, "run: python docs/make_reference.py"


def models() -> Iterator[type[BaseModel]]:
    for module in (model, office):
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, model.Part) and kind is not model.Part:
                yield kind


def test_the_reference_has_every_key_with_its_meaning() -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    for kind in models():
        for key in model.known_keys(kind):
            description = kind.model_fields[key].description
            assert re.search(rf"^\| `{key}` \|.*\| {re.escape(str(description))} \|$", page, re.MULTILINE), (kind, key)


class Code(NamedTuple):
    """A problem's code, and where the program gives it."""

    code: str
    place: str


_CODE_AT = {"error": 0, "warning": 0, "SourceFault": 0, "PydanticCustomError": 0, "Awaited": 2, "Problem": 1}


def codes_in_the_program() -> Iterator[Code]:
    """The codes that the program's source names."""
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CODE_AT:
                given = node.args[_CODE_AT[node.func.id] :][:1]
                if given and isinstance(given[0], ast.Constant):
                    yield Code(str(given[0].value), f"{path.name}:{node.lineno}")


def codes_of_spoilt_answers() -> Iterator[Code]:
    """The codes that come of an example in which one value is of the wrong kind."""
    text = (ROOT / "examples" / "text-features.yaml").read_text(encoding="utf-8")
    whole = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - all of it as text
    for path in paths(whole):
        for wrong in ([], ["x"], {"x": "y"}, "x", "x\ny", "", "x" * 30, [["x"]]):
            spoilt = json.loads(json.dumps(whole))
            holder = spoilt
            for part in path[:-1]:
                holder = holder[part]
            holder[path[-1]] = wrong
            try:
                answers.load(yaml.dump(spoilt, allow_unicode=True).encode(), "spoilt.yaml")
            except S55Error as exc:
                yield from (Code(problem.code, str(path)) for problem in exc.problems)


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in members:
        yield (*path, name)
        yield from paths(part, (*path, name))


def test_the_reference_explains_every_code() -> None:
    tables = REFERENCE.read_text(encoding="utf-8").partition("## Problems")[2]
    explained = {
        code for row in re.findall(r"^\| (`.*?`) \|", tables, re.MULTILINE) for code in row[1:-1].split("`, `")
    }
    lacking = {code for code in [*codes_in_the_program(), *codes_of_spoilt_answers()] if code.code not in explained}
    assert not lacking


def test_the_readme_names_every_command() -> None:
    help_text = subprocess.run(
        [sys.executable, "-m", "s55draft", "--help"], check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout
    commands = re.findall(
        r"^  ([a-z]+(?: list)?)  +", help_text.partition("Commands:")[2].partition("Options:")[0], re.MULTILINE
    )
    assert len(commands) >= 4
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [command for command in commands if f"`s55draft {command}" not in readme] == []
