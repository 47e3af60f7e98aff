"""Whether a YAML file is meant for an answers file, whatever is wrong in it."""

import re

import yaml

from s55draft.answers.nodes import Mapping, compose
from s55draft.answers.source import decode, read_source

_KEYS = ("layout", "report")
_AT_THE_START = re.compile(rf"^(?:{'|'.join(_KEYS)})\s*:", re.MULTILINE)


def is_meant_for_answers(data: bytes) -> bool:
    """Whether a file holds answers, or is so damaged that it may have.

    Any other YAML file has neither of the keys with which answers begin.
    """
    text = decode(data)
    if _AT_THE_START.search(text) or not text.strip():
        return True
    try:
        root = compose(read_source(text)).root
    except yaml.YAMLError:
        return True
    if root is None:
        return True
    return isinstance(root, Mapping) and any(key.value in _KEYS for key, _ in root.items)
