"""The questions that lead to others: what may be chosen, what was, and what choosing does.

What was chosen is read from the answers where they show it, and else from the wizard's notes.
"""

from collections.abc import Callable
from typing import NamedTuple

from s55draft.errors import AnswerPath
from s55draft.wizard.case import LEFT_EMPTY, Case
from s55draft.wizard.prompter import Choice

ADD, COMPLETE, NONE, CHANGE, REMOVE, REORDER = "add", "complete", "none", "change", "remove", "reorder"
NOT_YET = "not yet"


class Chooser(NamedTuple):
    """How one kind of choice is offered, read and stored. `fault` says why a choice will not do."""

    options: Callable[[Case, AnswerPath], tuple[Choice, ...]]
    read: Callable[[Case, AnswerPath], str | None]
    store: Callable[[Case, AnswerPath, str], None]
    fault: Callable[[Case, AnswerPath, str], str | None] = lambda _, __, ___: None


def _layouts(case: Case, _: AnswerPath) -> tuple[Choice, ...]:
    newest_first = sorted(case.layouts.values(), key=lambda layout: layout.name, reverse=True)
    return tuple(Choice(layout.name, layout.title) for layout in newest_first)


def _read_layout(case: Case, path: AnswerPath) -> str | None:
    return case.text(path)


def _store_layout(case: Case, path: AnswerPath, value: str) -> None:
    case.draft.set(path, value)


def _hows(case: Case, path: AnswerPath) -> tuple[Choice, ...]:
    said = case.text((*path[:2], "pcc", "comment")) is not None
    choices = (
        Choice("action", "Something: I give the action"),
        Choice("no_action", "Nothing: I give the reason"),
    )
    return (*choices, Choice("said", "The comment just given says it already")) if said else choices


def read_how(case: Case, path: AnswerPath) -> str | None:
    """Whether the PCC's answer to an entry names an action, a reason for none, or only comments."""
    entry = path[:2]
    for part in ("action", "no_action"):
        if case.text((*entry, "pcc", part)) is not None:
            return part
    noted = case.note((*entry, "pcc", "how"))
    if noted == "said" and case.text((*entry, "pcc", "comment")) is None:
        return None
    return noted


def _store_how(case: Case, path: AnswerPath, value: str) -> None:
    entry = path[:2]
    for part in ("action", "no_action"):
        if part != value:
            case.set_aside((*entry, "pcc", part))
    tidy_answer(case, entry)
    case.remember((*entry, "pcc", "how"), value)


def tidy_answer(case: Case, entry: AnswerPath) -> None:
    """An answer of the PCC that holds only a comment is written as a plain text."""
    answer = case.get((*entry, "pcc"))
    if isinstance(answer, dict) and set(answer) == {"comment"}:
        case.draft.set((*entry, "pcc"), answer["comment"])


def _own_or_general(_: Case, __: AnswerPath) -> tuple[Choice, ...]:
    return (
        Choice("general", "No: the general comments cover it"),
        Choice("own", "Yes: there are answers to it"),
    )


def read_own(case: Case, path: AnswerPath) -> str | None:
    """Whether an area for improvement has answers of its own."""
    entry = path[:2]
    if case.get((*entry, "chief_constable")) is not None or case.get((*entry, "pcc")) is not None:
        return "own"
    return case.note((*entry, "own_answers"))


def _store_own(case: Case, path: AnswerPath, value: str) -> None:
    if value == "general":
        case.set_aside((*path[:2], "chief_constable"))
        case.set_aside((*path[:2], "pcc", "comment"))
    else:  # whoever says that there are answers is asked for them again
        case.remember((*path[:2], "chief_constable"), None)
        case.remember((*path[:2], "pcc", "comment"), None)
    case.remember(path, value)


def _own_fault(case: Case, path: AnswerPath, value: str) -> str | None:
    if value == "general" and isinstance(case.get((*path[:2], "pcc")), dict):
        return "The file has an action, or a reason for none, under this entry, so it is answered on its own."
    return None


_THEIRS = ("comments", "closing", "received_on")


def _states(case: Case, _: AnswerPath) -> tuple[Choice, ...]:
    return (
        Choice("received", "Yes: I have them"),
        Choice(NOT_YET, "Not yet: ask again later"),
        Choice("none", f"The {case.office.chief_officer} was invited and sent none"),
    )


def read_state(case: Case, _: AnswerPath) -> str | None:
    """Whether the chief officer's comments came."""
    if case.text(("chief_constable", "none_received")) == "true":
        return "none"
    if any(case.get(("chief_constable", key)) is not None for key in _THEIRS):
        return "received"
    return case.note(("chief_constable", "state"))


def _store_state(case: Case, path: AnswerPath, value: str) -> None:
    if value == "none":
        for key in _THEIRS:
            case.set_aside(("chief_constable", key))
        case.remember(path, None)
        case.draft.set(("chief_constable", "none_received"), "true")
        return
    case.draft.remove(("chief_constable", "none_received"))
    for key in _THEIRS:
        case.remember(("chief_constable", key), None)
    case.remember(path, value)


def _checklists(_: Case, __: AnswerPath) -> tuple[Choice, ...]:
    return (
        Choice("none", "No: print the whole list, with nothing ticked"),
        Choice("record", "Yes: I give the days"),
    )


def read_checklist(case: Case, _: AnswerPath) -> str | None:
    """Whether steps of the office-use list are recorded as done."""
    ticks = case.get(("checklist",))
    if not isinstance(ticks, dict):
        return None
    if any(str(tick).strip() not in ("false", "") for tick in ticks.values()):
        return "record"
    return "record" if case.note(("checklist",)) == "record" else "none"


def _store_checklist(case: Case, path: AnswerPath, value: str) -> None:
    ticks = case.get(path)
    known = ticks if isinstance(ticks, dict) else {}
    case.draft.set(path, known or {step.key: "false" for step in case.steps()})
    case.remember(path, value if value == "record" else None)
    for key, tick in known.items() if value == "record" else ():
        if tick == "false":
            case.remember((*path, key), None)  # whoever wants to give days is asked for them again


def _checklist_fault(case: Case, path: AnswerPath, value: str) -> str | None:
    ticks = case.get(path)
    if value == "none" and isinstance(ticks, dict) and any(tick != "false" for tick in ticks.values()):
        return "Some steps are ticked already. Choose the other answer, and empty the days that are wrong."
    return None


def _list_options(case: Case, path: AnswerPath) -> tuple[Choice, ...]:
    count = case.entries(str(path[0]))
    if count == 0:
        return (Choice(ADD, "Yes: I give the first"), Choice(NONE, "No, there are none"))
    several = (Choice(REORDER, "Put them in another order"),) if count > 1 else ()
    return (
        Choice(COMPLETE, "No, that is all"),
        Choice(ADD, "Yes: I give the next"),
        Choice(CHANGE, "Change one"),
        Choice(REMOVE, "Take one out"),
        *several,
    )


def read_list(case: Case, path: AnswerPath) -> str | None:
    """Whether a list is complete, empty for good, or has an entry coming."""
    noted = case.note(path)
    if noted == ADD:
        return ADD
    if case.entries(str(path[0])) == 0:
        return NONE if isinstance(case.get(path), list) or noted == LEFT_EMPTY else None
    return COMPLETE if noted is not None else None


def _store_list(case: Case, path: AnswerPath, value: str) -> None:
    if value == NONE:
        case.draft.set(path, [])
        case.remember(path, None)
    else:
        case.remember(path, value)


CHOOSERS = {
    "layout": Chooser(_layouts, _read_layout, _store_layout),
    "how": Chooser(_hows, read_how, _store_how),
    "own_answers": Chooser(_own_or_general, read_own, _store_own, _own_fault),
    "state": Chooser(_states, read_state, _store_state),
    "checklist": Chooser(_checklists, read_checklist, _store_checklist, _checklist_fault),
    "list": Chooser(_list_options, read_list, _store_list),
}
