"""Section 55 of the Police Act 1996: deadline, obligations, what is missing. The only package that knows law.

As amended by section 37 of the Policing and Crime Act 2017. An error is what makes a response unlawful or incomplete;
a warning is what a person must judge. What needs a whole response is loaded when it is first asked for: the deadline is
known without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from s55draft.statute.days import PUBLICATION, last_publication_day, printed_deadline

if TYPE_CHECKING:
    from s55draft.statute.awaiting import UNANSWERED, AnswerTo, Awaited, awaited, entries
    from s55draft.statute.rules import COPIES, Obligation, State, check, obligations

__all__ = [
    "COPIES",
    "PUBLICATION",
    "UNANSWERED",
    "AnswerTo",
    "Awaited",
    "Obligation",
    "State",
    "awaited",
    "check",
    "entries",
    "last_publication_day",
    "obligations",
    "printed_deadline",
]
_AWAITING = {"UNANSWERED", "AnswerTo", "Awaited", "awaited", "entries"}

if not TYPE_CHECKING:  # the names are known to a type checker

    def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the modules hold
        """The names of `awaiting` and `rules`."""
        if name not in __all__:
            raise AttributeError(name)
        return getattr(import_module(f"s55draft.statute.{'awaiting' if name in _AWAITING else 'rules'}"), name)
