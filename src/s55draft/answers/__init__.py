"""YAML ⇄ Response and draft, with line and column. The only package that knows YAML.

What reads a whole Response is loaded when it is first asked for: the wizard shows its first question without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from s55draft.answers.whole import Answers, dump, load, read, read_office

__all__ = ["Answers", "dump", "load", "read", "read_office"]

if not TYPE_CHECKING:  # the names are known to a type checker

    def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
        """The names of `whole`."""
        if name not in __all__:
            raise AttributeError(name)
        return getattr(import_module("s55draft.answers.whole"), name)
