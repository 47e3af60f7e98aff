"""Section 55 of the Police Act 1996: deadline, obligations, what is missing. The only package that knows law.

As amended by section 37 of the Policing and Crime Act 2017. An error is what makes a response unlawful or incomplete;
a warning is what a person must judge.
"""

from s55draft.statute.awaiting import UNANSWERED, AnswerTo, Awaited, awaited, entries
from s55draft.statute.days import last_publication_day, printed_deadline, weekday
from s55draft.statute.rules import COPIES, PUBLICATION, Obligation, State, check, obligations

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
    "weekday",
]
