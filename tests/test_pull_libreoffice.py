"""A letter that LibreOffice opened and saved, with and without edits, is read back answer by answer."""

import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest

from letters import EXAMPLES, LAYOUTS, ROOT
from s55draft import answers
from s55draft.drafting import Drafter
from s55draft.pulling import Pulled, State, open_pull
from test_pull_laws import in_layout

MACRO = ROOT / "tests" / "cases" / "libreoffice" / "Edits.bas"
_DOCTYPE = '<!DOCTYPE {0}:{1} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">'
SECONDS = 30


class Office:
    """LibreOffice with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("soffice") or shutil.which("libreoffice")
        if program is None:
            pytest.skip("LibreOffice is not installed")
        self._profile = folder / "profile"
        self._program = (program, f"-env:UserInstallation={self._profile.as_uri()}", "--headless", "--norestore")

    def save_again(self, files: list[Path], into: Path) -> None:
        """Opens each file and saves it as a Word document."""
        command = [*self._program, "--convert-to", "docx", "--outdir", str(into), *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)

    def edit(self, source: Path, target: Path) -> None:
        """Runs the macro `Edit`; the profile must have been used before."""
        library = self._profile / "user" / "basic" / "Standard"
        (library / "Edits.xba").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            + _DOCTYPE.format("script", "module")
            + '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edits"'
            f' script:language="StarBasic">{escape(MACRO.read_text(encoding="utf-8"))}</script:module>',
            encoding="utf-8",
        )
        (library / "script.xlb").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            + _DOCTYPE.format("library", "library")
            + '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
            ' library:readonly="false" library:passwordprotected="false">'
            '<library:element library:name="Edits"/></library:library>',
            encoding="utf-8",
        )
        settings = self._profile / "user" / "registrymodifications.xcu"
        allowed = (
            '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
            '<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item></oor:items>'
        )
        text = settings.read_text(encoding="utf-8").replace("</oor:items>", allowed)
        settings.write_text(text, encoding="utf-8")
        call = f'macro:///Standard.Edits.Edit("{source.as_uri()}","{target.as_uri()}")'
        subprocess.run([*self._program, call], check=True, capture_output=True, timeout=SECONDS)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="session")
def saved(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every example in both layouts: answers, and the letter as LibreOffice saved it."""
    folder = tmp_path_factory.mktemp("saved")
    letters = []
    for path in EXAMPLES:
        for layout in LAYOUTS:
            place = folder / f"{path.stem}-{layout}"
            place.mkdir()
            shutil.copytree(path.parent, place, dirs_exist_ok=True)
            source = place / f"{path.stem}-{layout}.yaml"
            source.write_bytes(in_layout(path, layout))
            letters.append(Drafter().build(source).path)
    office.save_again(letters, folder)
    return folder


def pulled(letter: Path, source: Path) -> Pulled:
    return open_pull(letter, source, Drafter()).pulled()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_answer_is_found_in_a_letter_that_libreoffice_saved(path: Path, layout: str, saved: Path) -> None:
    name = f"{path.stem}-{layout}"
    found = pulled(saved / f"{name}.docx", saved / name / f"{name}.yaml")
    assert found.changes == ()
    assert found.outside == ()


def test_edits_made_in_libreoffice_are_told_exactly(office: Office, saved: Path, tmp_path: Path) -> None:
    assert saved.is_dir()  # the profile has been used
    source = tmp_path / "answers.yaml"
    source.write_bytes((ROOT / "examples" / "getting-a-grip.yaml").read_bytes())
    letter = Drafter().build(source).path
    edited = tmp_path / "edited.docx"
    office.edit(letter, edited)
    opened = open_pull(edited, source, Drafter())
    found = opened.pulled()
    assert {change.tag: change.state for change in found.changes} == {
        "key_findings": State.TAKEN,
        "recommendations[2].text": State.TAKEN,
        "recommendations[3].pcc.comment": State.DELETED,
        "pcc.closing": State.TAKEN,
    }
    assert [(one.old, one.new) for one in found.outside] == [
        ("Key Findings", "Main findings"),
    ]
    opened.write({change.tag: change for change in found.of(State.TAKEN)})
    response = answers.read(source).response
    assert response.key_findings is not None
    assert "It grades nobody." in response.key_findings
    assert "has worked;\n- a bullet that was added;\n- it cannot put a price" in response.key_findings
    assert response.recommendations is not None
    assert "\n\n1. how the force listens" in str(response.recommendations[0].text)
    assert "\n2. how it notices" in str(response.recommendations[0].text)
    closing = str(response.pcc.closing)
    assert "\n\nA paragraph in the middle.\n\n" in closing
    assert closing.endswith("\n\nA paragraph at the end.")
