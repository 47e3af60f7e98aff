"""The benchmarks compare like with like, and run."""

import os
import runpy
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import mammoth
import pytest

from s55draft.drafting import Drafter

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS = ROOT / "benchmarks"
EXAMPLE = ROOT / "examples" / "getting-a-grip.yaml"
DATA = BENCHMARKS / "getting-a-grip.json"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKS = {f"{W}tab": "\t", f"{W}br": "\n"}
BASELINES = ("plain_docxtpl.py", "paragraphs_docxtpl.py")


class Outline(NamedTuple):
    """What a letter prints: style and words of each paragraph, and the tag of each content control."""

    paragraphs: list[tuple[str, str]]
    controls: list[str]


def outline(letter: Path) -> Outline:
    with zipfile.ZipFile(letter) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))
    paragraphs = []
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        words = "".join(
            (part.text or "") if part.tag == f"{W}t" else MARKS.get(part.tag, "") for part in paragraph.iter()
        )
        paragraphs.append((style.get(f"{W}val", "") if style is not None else "", words))
    return Outline(paragraphs, [tag.get(f"{W}val", "") for tag in root.iter(f"{W}tag")])


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a Word file, since no two zlibs pack them alike; of any other file, its bytes."""
    if path.suffix != ".docx":
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def raw_text(letter: Path) -> str:
    with letter.open("rb") as file:
        return str(mammoth.extract_raw_text(file).value)


@pytest.fixture(scope="module")
def own_letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Drafter().build(EXAMPLE, tmp_path_factory.mktemp("letter") / "own.docx").path


@pytest.mark.parametrize("script", BASELINES)
def test_a_baseline_prints_the_same_letter(script: str, own_letter: Path, tmp_path: Path) -> None:
    letter = tmp_path / "plain.docx"
    subprocess.run([sys.executable, BENCHMARKS / script, DATA, letter], check=True)
    assert outline(letter).paragraphs == outline(own_letter).paragraphs
    assert outline(letter).controls == outline(own_letter).controls
    assert raw_text(letter) == raw_text(own_letter)


def test_templates_and_data_are_as_the_house_template_and_the_example_make_them(tmp_path: Path) -> None:
    runpy.run_path(str(BENCHMARKS / "make_plain_template.py"))["main"](tmp_path)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == ["getting-a-grip.json", "paragraphs-2023.docx", "plain-2023.docx"]
    stale = [name for name in made if parts(tmp_path / name) != parts(BENCHMARKS / name)]
    assert not stale, "run: python benchmarks/make_plain_template.py"


def test_no_bar_is_missed_by_far() -> None:
    """Far, since other tests run beside this one and share its cores and its disk; `run.py` alone is exact."""
    few = ["--check", "--margin", "3", "--runs", "3", "--letters", "20"]
    command = [sys.executable, str(BENCHMARKS / "run.py"), *few]
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=unmeasured)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("; bar: ") == 6


def test_an_unknown_measurement_is_wrong_usage() -> None:
    command = [sys.executable, str(BENCHMARKS / "run.py"), "cooking"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "no such measurement: cooking" in done.stderr
