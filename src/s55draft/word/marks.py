"""Names that the writer puts into a letter so that the reader finds each answer again."""

import zlib
from typing import Final

LABEL_TAG: Final = "label"
"""The tag of fixed words within an answer's control."""
_BOOKMARK: Final = "_s55_"


def bookmark_name(tag: str) -> str:
    """The name of the bookmark around an answer: at most 40 letters, digits and underscores (17.13.6.2); hidden."""
    return f"{_BOOKMARK}{zlib.crc32(tag.encode()):08x}"


def bookmark_ends(tag: str, number: int) -> tuple[str, str]:
    """The two ends of the bookmark that stands for a tag (17.13.6)."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(tag)}"/>', f'<w:bookmarkEnd w:id="{number}"/>'


def bookmarked(tag: str, number: int, xml: str) -> str:
    """XML between the two ends of the bookmark that stands for a tag."""
    start, end = bookmark_ends(tag, number)
    return start + xml + end
