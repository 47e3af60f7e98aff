"""What this program wrote into a letter, kept in the letter itself, so that later changes can be told apart.

A custom XML part (ECMA-376 Part 1, 15.2.5), which Word and LibreOffice keep as it is. It holds the answers by tag, as
they were typed. A final letter holds only their digests: what is taken out of it in Word later must not
travel on, hidden in a published file.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from s55draft.context import Passage, TickBox, Value
from s55draft.inline import Run, Runs
from s55draft.markup import Block, Blocks, Heading, ListBlock, ListItem, Paragraph, stripped, to_text
from s55draft.word.package import Parts
from s55draft.word.writer import xml_attribute, xml_text

NAMESPACE: Final = "urn:s55draft:written:1"
PART: Final = "customXml/item55.xml"
_PROPERTIES = "customXml/itemProps55.xml"
_RELATIONSHIPS = "customXml/_rels/item55.xml.rels"
_CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STATIC_PARTS: Final = {
    _PROPERTIES: (
        f'{_HEAD}<ds:datastoreItem xmlns:ds="{_CUSTOM_XML}/customXml"'
        ' ds:itemID="{5D5A55D0-55D5-4A55-8D55-0055D5A55001}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode(),
    _RELATIONSHIPS: (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_CUSTOM_XML}/relationships/customXmlProps"'
        f' Target="{_PROPERTIES.rpartition("/")[2]}"/></Relationships>'
    ).encode(),
}
"""What Word wants beside the part: its properties, and the relationship to them."""
RELATIONSHIP: Final = f'<Relationship Id="rIdWritten" Type="{_CUSTOM_XML}/relationships/customXml" Target="../{PART}"/>'
"""The relationship of the document to the part."""
CONTENT_TYPE: Final = (
    f'<Override PartName="/{_PROPERTIES}"'
    ' ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>'
)
_EMPTY = f'<?xml version="1.0" encoding="UTF-8"?><w xmlns="{NAMESPACE}:none"/>'.encode()
_DIGEST: Final = 32  # hexadecimal digits


class Written(NamedTuple):
    """The answers of a letter as it was written, by tag: texts, or in a final letter their digests.

    An empty text is an answer that was awaited.
    """

    texts: dict[str, str]
    is_final: bool


def settled(blocks: Blocks) -> str:
    """The text of blocks, white space at the ends of their paragraphs apart: by it answers are compared."""
    return to_text(tuple(_stripped(blocks)))


def _stripped(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, ListBlock):
            items = (ListItem(stripped(item.runs), tuple(_lists(item.lists))) for item in block.items)
            yield ListBlock(tuple(items), block.start)
        elif isinstance(block, Heading):
            yield Heading(stripped(block.runs))
        else:
            yield Paragraph(stripped(block.runs))


def _lists(lists: Iterable[ListBlock]) -> Iterator[ListBlock]:
    for under in lists:
        yield ListBlock(tuple(ListItem(stripped(item.runs)) for item in under.items), under.start)


def runs_on_one_line(blocks: Blocks) -> Runs:
    """The runs of blocks one after the other, as an answer of one line has them."""
    runs: list[Run] = []
    for block in blocks:
        parts = [item.runs for item in block.items] if isinstance(block, ListBlock) else [block.runs]
        for part in parts:
            runs += [Run(" "), *part] if runs else part
    return tuple(run._replace(text=run.text.replace("\n", " ")) for run in runs)


def line_text(runs: Runs) -> str:
    """An answer of one line as it is printed; a link with its address."""
    return "".join(f"[{run.text}]({run.url})" if run.url else run.text for run in runs).strip()


def _text_of(answer: Value | Passage | TickBox) -> str:
    if isinstance(answer, TickBox):
        return "true" if answer.ticked else "false"
    if answer.awaited:
        return ""
    return line_text(answer.runs) if isinstance(answer, Value) else answer.source


def digest_of(text: str) -> str:
    """The digest of an answer."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]


def written_xml(answers: Iterable[Value | Passage | TickBox], *, final: bool) -> bytes:
    """The part that keeps the answers of a letter."""
    of = _digest_of if final else _text_of
    kept = "".join(f'<a t="{xml_attribute(answer.path)}">{xml_text(of(answer))}</a>' for answer in answers)
    state = "final" if final else "draft"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w xmlns="{NAMESPACE}" state="{state}">{kept}</w>'.encode()


def _digest_of(answer: Value | Passage | TickBox) -> str:
    text = settled(answer.blocks) if isinstance(answer, Passage) else _text_of(answer)
    return "" if not isinstance(answer, TickBox) and answer.awaited else digest_of(text)


def without_written(parts: Parts) -> Parts:
    """A template's parts, without what a letter that it was made from was written with."""
    return {
        name: _EMPTY if name.startswith("customXml/item") and f'"{NAMESPACE}"'.encode() in data[:400] else data
        for name, data in parts.items()
    }


def written_part(kept: Iterable[bytes]) -> bytes:
    """Of the parts in which programs keep data of their own, the one of this program; empty where there is none."""
    return next((data for data in kept if f'"{NAMESPACE}"'.encode() in data[:400]), b"")


def read_written(data: bytes) -> Written | None:
    """What a letter was written with; None where that cannot be known."""
    if not data:
        return None
    try:
        root = ET.fromstring(data)  # noqa: S314 - `opening` has seen that it declares no entities
    except ET.ParseError:
        return None
    if root.tag != f"{{{NAMESPACE}}}w":
        return None
    return Written({item.get("t", ""): item.text or "" for item in root}, root.get("state") == "final")


def tags_in(data: bytes) -> tuple[str, ...]:
    """The tags of the letter's answers."""
    written = read_written(data)
    return tuple(written.texts) if written is not None else ()
