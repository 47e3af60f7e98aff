"""The outline of sections: what is done, what is open, and the way to each."""

from typing import NamedTuple

from s55draft.wizard import asking
from s55draft.wizard.asking import Asked
from s55draft.wizard.case import Case
from s55draft.wizard.prompter import Choice, Prompt, Prompter, Told, Word

RETURN = ":return"


class State(NamedTuple):
    """How far a section is, in a word and a mark."""

    mark: str
    word: str


DONE, EMPTY, PART, PROBLEM = (
    State("\u2713", "done"),
    State("\u00b7", "empty"),
    State("\u2026", "begun"),
    State("!", "problem"),
)


def state_of(case: Case, asked: Asked) -> State:
    """How far a question is."""
    if asking.is_answered(case, asked):
        return DONE
    return PROBLEM if asking.shown(case, asked) and asked.question.choice != "list" else EMPTY


def sections(case: Case) -> dict[str, State]:
    """The sections by title, each with how far it is."""
    states: dict[str, list[State]] = {}
    for asked in asking.ordered(case):
        states.setdefault(asked.section, []).append(state_of(case, asked))
    return {title: _together(found) for title, found in states.items()}


def _together(states: list[State]) -> State:
    if PROBLEM in states:
        return PROBLEM
    if all(state is DONE for state in states):
        return DONE
    return PART if DONE in states else EMPTY


def choose_place(case: Case, prompter: Prompter, here: str) -> str | None:
    """The title of the section to go to; None to stay. Raises Told only to stop."""
    choices = [
        Choice(title, f"{state.mark} {asking.section_title(case, title)} \u2013 {state.word}")
        for title, state in sections(case).items()
    ]
    choices.append(Choice(RETURN, "Stay at this question"))
    prompt = Prompt("Where to?", where="Outline", choices=tuple(choices), default=here)
    try:
        chosen = prompter.choose(prompt)
    except Told as told:
        if told.word is Word.STOP:
            raise
        return None
    return None if chosen == RETURN else chosen


def first_in_section(case: Case, title: str) -> str:
    """The key of a section's first open question, or of its first."""
    inside = [asked for asked in asking.ordered(case) if asked.section == title]
    return next((asked.key for asked in inside if not asking.is_answered(case, asked)), inside[0].key)
