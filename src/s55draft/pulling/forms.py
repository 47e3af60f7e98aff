"""What the form for the chief officer says: its fields are answers, all else in it is the office's own.

"No comments" stands for itself alone: with an answer or a day beside it, nobody can know which was meant.
"""

from collections.abc import Iterable

from s55draft.pulling.merging import Change, State, is_asked
from s55draft.pulling.places import NOT_IN_LETTERS

_NONE_RECEIVED, _RECEIVED_ON = NOT_IN_LETTERS


def as_said_in_form(changes: Iterable[Change]) -> list[Change]:
    """The changes that a form can make: answers of the chief officer, and the day or "no comments"."""
    found = [change for change in changes if is_asked(change.tag) or change.tag in NOT_IN_LETTERS]
    ticked = any(change.tag == _NONE_RECEIVED and change.word == "true" for change in found)
    if not ticked:
        return found
    if any(is_asked(change.tag) and (change.word or change.answers) for change in found):
        return [_unfit(change, _NONE_RECEIVED, "there are comments as well") for change in found]
    settled = [_unfit(change, _RECEIVED_ON, "the form says that there are no comments") for change in found]
    return [change for change in settled if change.state is not State.UNANSWERED]


def _unfit(change: Change, tag: str, remark: str) -> Change:
    if change.tag != tag:
        return change
    return change._replace(state=State.UNFIT, value=None, remark=remark)
