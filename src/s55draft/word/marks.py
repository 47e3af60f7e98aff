"""Names that the writer puts into a letter so that the reader finds each answer again."""

import zlib
from typing import Final

LABEL_TAG: Final = "label"
"""The tag of fixed words within an answer's control."""
_BOOKMARK: Final = "_s55_"


def bookmark_name(tag: str) -> str:
    """The name of the bookmark around an answer: at most 40 letters, digits and underscores (17.13.6.2); hidden."""
    return f"{_BOOKMARK}{zlib.crc32(tag.encode()):08x}"
