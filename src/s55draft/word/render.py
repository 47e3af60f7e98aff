"""A template filled with a context: the bytes of a letter. Same template and context, same bytes."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from s55draft import __version__
from s55draft.context import Context
from s55draft.word.package import CONTENT_TYPES, DOCUMENT, DOCUMENT_RELATIONSHIPS, Parts
from s55draft.word.packing import packed, zip_of
from s55draft.word.program import compile_story, run
from s55draft.word.template import HEADING_LEVELS, Template
from s55draft.word.writer import MINOR_HEADING, Writer, list_number_id, xml_attribute, xml_text
from s55draft.word.written import (
    CONTENT_TYPE,
    PART,
    RELATIONSHIP,
    STATIC_PARTS,
    without_written,
    written_xml,
)

CORE_PROPERTIES = "docProps/core.xml"
CUSTOM_PROPERTIES = "docProps/custom.xml"
_PACKAGE_RELATIONSHIPS = "_rels/.rels"
LAYOUT = "s55draft layout"
ANSWERS_DIGEST = "s55draft answers"
LETTER_DIGEST = "s55draft letter"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STORED = (".png", ".jpeg", ".jpg", ".gif", PART)
"""Not compressed: pictures, which are already, and what would cost more time than it saves."""
_LEVEL = 1  # zlib; a letter is a few kB larger than at level 6, and packed in a third of the time


class Renderer:
    """Fills one template any number of times; it is compiled once."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self._stories = {name: compile_story(source) for name, source in template.sources.items()}
        self._heading_levels = {
            template.styles[f"heading_{level}"]: level
            for level in HEADING_LEVELS
            if f"heading_{level}" in template.styles
        }
        self._minor = _minor_styles(template)
        written = {
            *self._stories,
            DOCUMENT_RELATIONSHIPS,
            _PACKAGE_RELATIONSHIPS,
            template.numbering_part,
            CORE_PROPERTIES,
            CUSTOM_PROPERTIES,
            CONTENT_TYPES,
            PART,
        }
        given = without_written(template.parts)
        self._static = {name: data for name, data in given.items() if name not in written} | STATIC_PARTS
        self._static_digests = {name: _digest(data) for name, data in self._static.items()}
        self._static_zip = packed(self._static, _LEVEL, _STORED)
        self._content_types = _with_properties_type(template.parts[CONTENT_TYPES])
        self._document_relationships = _before_end(
            template.parts.get(DOCUMENT_RELATIONSHIPS, b""), b"</Relationships>", RELATIONSHIP
        )
        self._package_relationships = _with_properties_relationships(template.parts[_PACKAGE_RELATIONSHIPS])

    def render(self, context: Context, answers_digest: str, *, final: bool = False) -> bytes:
        """The letter as a .docx. `answers_digest` names the answers that it was made from.

        A `final` letter keeps no text but what is printed.
        """
        writer = Writer(self.template)
        stories = {name: run(story, context.values, writer) for name, story in self._stories.items()}
        kept = written_xml(context.answers, final=final)
        return self.packed(stories, writer, context.title, context.author, {ANSWERS_DIGEST: answers_digest}, kept)

    def margins(self, values: Mapping[str, Any], writer: Writer) -> dict[str, str]:
        """Headers and footers filled with a context's values, by part."""
        return {name: run(story, values, writer) for name, story in self._stories.items() if name != DOCUMENT}

    def packed(  # noqa: PLR0913, PLR0917 - one for each thing that differs between documents
        self,
        stories: Mapping[str, str],
        writer: Writer,
        title: str,
        author: str,
        properties: Mapping[str, str],
        kept: bytes,
    ) -> bytes:
        """A document as a .docx: its stories by part, with all that `writer` noted while they were written.

        `kept` is what it keeps of the answers that it was written with (`written.written_xml`).
        """
        parts: Parts = {name: self._with_heading_levels(text).encode() for name, text in stories.items()}
        parts[CONTENT_TYPES] = self._content_types
        parts[_PACKAGE_RELATIONSHIPS] = self._package_relationships
        parts[DOCUMENT_RELATIONSHIPS] = _with_relationships(self._document_relationships, writer)
        parts[self.template.numbering_part] = _with_lists(self.template, writer.list_starts)
        parts[CORE_PROPERTIES] = _core_properties(title, author)
        parts[PART] = kept
        for picture in writer.pictures:
            parts[picture.part] = picture.data
            parts[CONTENT_TYPES] = _with_picture_type(parts[CONTENT_TYPES], picture.extension)
        digest = _whole_digest({**self._static_digests, **{name: _digest(data) for name, data in parts.items()}})
        parts[CUSTOM_PROPERTIES] = _custom_properties(
            {
                **properties,
                LAYOUT: self.template.name,
                "s55draft version": __version__,
                LETTER_DIGEST: digest,
            }
        )
        return zip_of([*self._static_zip, *packed(parts, _LEVEL, _STORED)])

    def _with_heading_levels(self, story: str) -> str:
        """Minor headings in the level below the last heading of the template."""
        if MINOR_HEADING not in story:
            return story
        level = 1

        def settle(match: re.Match[str]) -> str:
            nonlocal level
            if match[1] == MINOR_HEADING:
                return f'<w:pStyle w:val="{self._minor[level]}"/>'
            level = self._heading_levels.get(match[1], level)
            return match[0]

        return re.sub(r"<w:pStyle w:val=\"([^\"]*)\"/>", settle, story)


def _minor_styles(template: Template) -> dict[int, str]:
    """The style of a minor heading below a heading of each level."""
    last = max(level for level in HEADING_LEVELS if f"heading_{level}" in template.styles)
    return {level: template.styles[f"heading_{min(level + 1, last)}"] for level in HEADING_LEVELS}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _whole_digest(digests: Mapping[str, str]) -> str:
    """One digest of all parts but the custom properties, which hold it."""
    return _digest(
        "".join(f"{name}\0{digests[name]}\n" for name in sorted(digests) if name != CUSTOM_PROPERTIES).encode()
    )


def letter_digest(parts: Mapping[str, bytes]) -> str:
    """The digest by which a letter is known to be as it was written."""
    return _whole_digest({name: _digest(data) for name, data in parts.items() if name != CUSTOM_PROPERTIES})


def _with_relationships(rels: bytes, writer: Writer) -> bytes:
    links = "".join(
        f'<Relationship Id="{number}" Type="{_OFFICE}/relationships/hyperlink" Target="{xml_attribute(url)}"'
        ' TargetMode="External"/>'
        for url, number in writer.links.items()
    )
    pictures = "".join(
        f'<Relationship Id="{picture.relationship_id}" Type="{_OFFICE}/relationships/image"'
        f' Target="{picture.part.removeprefix("word/")}"/>'
        for picture in writer.pictures
    )
    return _before_end(rels, b"</Relationships>", links + pictures)


def _with_lists(template: Template, starts: Iterable[tuple[int, int]]) -> bytes:
    numbers = "".join(
        f'<w:num w:numId="{list_number_id(ordinal)}"><w:abstractNumId w:val="{template.list_number}"/>'
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        for ordinal, (level, start) in enumerate(starts, 1)
    )
    data = template.parts[template.numbering_part]
    ends = [at for at in (data.rfind(b"</w:num>"), data.rfind(b"</w:abstractNum>")) if at >= 0]
    at = data.index(b">", max(ends)) + 1
    return data[:at] + numbers.encode() + data[at:]


def _before_end(data: bytes, end: bytes, xml: str) -> bytes:
    at = data.rfind(end)
    return data[:at] + xml.encode() + data[at:]


def _with_picture_type(types: bytes, extension: str) -> bytes:
    if f'extension="{extension}"'.encode() in types.lower():
        return types
    return _before_end(types, b"</Types>", f'<Default Extension="{extension}" ContentType="image/{extension}"/>')


def _with_properties_type(types: bytes) -> bytes:
    """Content types that name the property parts which every letter has."""
    for part, kind in (
        (CORE_PROPERTIES, "vnd.openxmlformats-package.core-properties+xml"),
        (CUSTOM_PROPERTIES, "vnd.openxmlformats-officedocument.custom-properties+xml"),
    ):
        if f'"/{part}"'.encode() not in types:
            types = _before_end(types, b"</Types>", f'<Override PartName="/{part}" ContentType="application/{kind}"/>')
    if b'Extension="xml"' not in types:
        types = _before_end(types, b"</Types>", '<Default Extension="xml" ContentType="application/xml"/>')
    return types if CONTENT_TYPE.encode() in types else _before_end(types, b"</Types>", CONTENT_TYPE)


def _with_properties_relationships(rels: bytes) -> bytes:
    """Relationships of the package that reach the two property parts."""
    kinds = {
        CORE_PROPERTIES: f"{_PACKAGE}/relationships/metadata/core-properties",
        CUSTOM_PROPERTIES: f"{_OFFICE}/relationships/custom-properties",
    }
    for number, (part, kind) in enumerate(kinds.items(), 1):
        if part.encode() not in rels:
            rels = _before_end(
                rels, b"</Relationships>", f'<Relationship Id="rIdProperties{number}" Type="{kind}" Target="{part}"/>'
            )
    return rels


def _core_properties(title: str, author: str) -> bytes:
    """Title, author, language; no date, since a date would be the clock's."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{xml_text(title)}</dc:title><dc:creator>{xml_text(author)}</dc:creator>"
        f"<dc:language>en-GB</dc:language></cp:coreProperties>"
    ).encode()


def _custom_properties(values: Mapping[str, str]) -> bytes:
    """Custom properties (ECMA-376 Part 1, 22.3); ids count from 2."""
    inner = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{xml_attribute(name)}">'
        f"<vt:lpwstr>{xml_text(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), 2)
    )
    names = f'xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes"'
    return f"{_HEAD}<Properties {names}>{inner}</Properties>".encode()


_PROPERTY = re.compile(rb"<property\b[^>]*\bname=\"([^\"]*)\"[^>]*>\s*<vt:lpwstr>([^<]*)</vt:lpwstr>")


def custom_properties(data: bytes) -> dict[str, str]:
    """The text properties in a custom properties part of ours."""
    return {
        name.decode("utf-8", "replace"): value.decode("utf-8", "replace") for name, value in _PROPERTY.findall(data)
    }
