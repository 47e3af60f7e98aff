"""Changes that people make to a letter in Word, made with python-docx and lxml."""

from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


class Letter:
    """A letter that is open in Word, so to speak."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.file = docx.Document(str(path))
        self.body: Any = self.file.element.body

    def save(self) -> None:
        out = BytesIO()
        self.file.save(out)
        self._path.write_bytes(out.getvalue())

    def control(self, tag: str) -> Any:
        """The content control of an answer."""
        for control in self.body.iter(f"{W}sdt"):
            found = control.find(f"{W}sdtPr/{W}tag")
            if found is not None and found.get(f"{W}val") == tag:
                return control
        raise LookupError(tag)

    def content(self, tag: str) -> Any:
        return self.control(tag).find(f"{W}sdtContent")

    def paragraphs(self, tag: str) -> list[Any]:
        return list(self.content(tag).iter(f"{W}p"))

    def replace(self, tag: str, old: str, new: str) -> None:
        """Types over some words of an answer."""
        for text in self.content(tag).iter(f"{W}t"):
            if old in text.text:
                text.text = text.text.replace(old, new, 1)
                text.set(qn("xml:space"), "preserve")
                return
        raise LookupError(old)

    def add_after(self, paragraph: Any, text: str, style: str | None = None) -> Any:
        """A new paragraph behind another, which takes its style as in Word."""
        new: Any = parse_xml(f"<w:p {nsdecls('w')}><w:pPr/><w:r><w:t/></w:r></w:p>")
        properties = paragraph.find(f"{W}pPr")
        if style is None and properties is not None:
            new.replace(new.find(f"{W}pPr"), deepcopy(properties))
        elif style is not None:
            new.find(f"{W}pPr").append(parse_xml(f'<w:pStyle {nsdecls("w")} w:val="{style}"/>'))
        next(new.iter(f"{W}t")).text = text
        paragraph.addnext(new)
        return new

    def tick(self, key: str, *, ticked: bool = True) -> None:
        """Clicks a box."""
        box = self.control(f"checklist.{key}").find(f"{W}sdtPr/{W14}checkbox/{W14}checked")
        box.set(f"{W14}val", "1" if ticked else "0")

    def fixed(self, words: str) -> Any:
        """A paragraph outside every answer, by the words that it begins with."""
        return next(
            node for node in self.body.iter(f"{W}p") if "".join(t.text for t in node.iter(f"{W}t")).startswith(words)
        )
