"""LibreOffice as a second program that opens, changes and saves Word files: by conversion, or by a macro of its own."""

import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
needs_libreoffice = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")
_SECONDS = 60
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
    'script:language="StarBasic">{}</script:module>'
)
_MAIN = """\
Sub Main
  Dim opened(0) As New com.sun.star.beans.PropertyValue
  opened(0).Name = "Hidden"
  opened(0).Value = True
  doc = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, opened())
  Change(doc)
  Dim saved(0) As New com.sun.star.beans.PropertyValue
  saved(0).Name = "FilterName"
  saved(0).Value = "MS Word 2007 XML"
  doc.storeToURL("{target}", saved())
  doc.close(True)
End Sub
"""


def converted(source: Path, folder: Path, *options: str) -> Path:
    """The file as LibreOffice saves it as .docx."""
    _run(folder, *options, "--convert-to", "docx", "--outdir", str(folder), str(source))
    return folder / f"{source.stem}.docx"


def changed(source: Path, folder: Path, code: str) -> Path:
    """The file after `Sub Change(doc)` of LibreOffice Basic, saved by LibreOffice."""
    _run(folder, "--terminate_after_init")  # LibreOffice makes its profile, over whatever is there
    target = folder / f"{source.stem}-changed.docx"
    main = _MAIN.format(source=source.as_uri(), target=target.as_uri())
    module = folder / "profile" / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(_MODULE.format(escape(main + code, quote=False)), encoding="utf-8")
    _run(folder, "macro:///Standard.Module1.Main()")
    assert target.exists(), "LibreOffice did not save the file; is there a slip in the macro?"
    return target


def _run(folder: Path, *arguments: str) -> None:
    assert PROGRAM is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [PROGRAM, profile, "--headless", "--norestore", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
