"""Names of Word's elements, and how values are read from them (ECMA-376 Part 1, 17)."""

from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
VALUE: Final = f"{W}val"
Element = etree._Element  # noqa: SLF001 - lxml's own name for its elements
_XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
_OFF = ("0", "false", "off", "none")
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
"""The namespaces of the Strict form (Part 1, annex), and what everybody else calls them."""


def tree(data: bytes) -> Element:
    """The root of a part. Raises lxml's XMLSyntaxError."""
    if b"purl.oclc.org/ooxml" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    return etree.fromstring(data, _XML)


def value(node: Element | None) -> str:
    """The element's `w:val`; empty where there is none."""
    return "" if node is None else node.get(VALUE, "")


def number_of(node: Element | None, otherwise: int) -> int:
    """The element's `w:val` as a number."""
    text = value(node)
    return int(text) if text.lstrip("-").isdecimal() and len(text) < _LONGEST_NUMBER else otherwise


_LONGEST_NUMBER = 10


def is_on(node: Element | None) -> bool:
    """Whether a toggle stands there and is on (17.17.4)."""
    return node is not None and node.get(VALUE, "1") not in _OFF


def words_in(node: Element, *names: str) -> str:
    """The text in all elements `w:t` below a node, or in those named."""
    return "".join(text.text or "" for text in node.iter(*(f"{W}{name}" for name in names or ("t",))))
