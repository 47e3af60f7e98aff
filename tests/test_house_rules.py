"""What the house keeps to: sizes, layers, a wheel that holds its templates, examples that are true."""

import ast
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from letters import EXAMPLES, ROOT

MODULES = sorted(
    path
    for folder in ("src", "templates", "tools", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_modules_have_at_most_400_lines_and_functions_50(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < 50, node.name


def test_no_layout_is_named_in_the_code() -> None:
    for path in (ROOT / "src").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
        words = [part.value for node in compared for part in ast.walk(node) if isinstance(part, ast.Constant)]
        assert not [word for word in words if isinstance(word, str) and word.startswith("opccn")], path


def test_the_wheel_holds_the_templates_and_nothing_of_the_tests(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for layout in ("opccn-2017", "opccn-2023"):
        for name in ("letter.docx", "letter.json", "layout.toml"):
            assert f"s55draft/templates/{layout}/{name}" in names
    assert "s55draft/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "docs"))]


def test_examples_say_what_they_are_and_speak_of_no_machine() -> None:
    listed = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    for path in EXAMPLES:
        assert path.name in listed


def test_no_path_of_a_machine_stands_in_the_project() -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    files = subprocess.run([git, "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
    for name in files:
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".yaml", ".txt", ".json") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert "/home/" not in text, name
            assert "/root/" not in text, name
