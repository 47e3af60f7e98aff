"""Changing what a list holds: go to an entry, take one out, put one in another place."""

from s55draft.errors import path_text
from s55draft.wizard.asking import Asked, plural
from s55draft.wizard.case import Case
from s55draft.wizard.choices import CHANGE, REMOVE
from s55draft.wizard.preview import excerpt
from s55draft.wizard.prompter import Choice, Prompt, Prompter
from s55draft.wizard.questions import SECTIONS


def change(case: Case, prompter: Prompter, asked: Asked, action: str) -> str:
    """Does to an entry what was chosen, and gives the key of the question to go on with."""
    name = str(asked.path[0])
    called = asked.entry or "entry"
    verb = {CHANGE: "change", REMOVE: "take out"}.get(action, "move")
    place = int(prompter.choose(Prompt(f"Which {called} do you want to {verb}?", choices=_entries(case, name, called))))
    path = (name, place)
    if action == CHANGE:
        section = next(section for section in SECTIONS if section.entries == name)
        return path_text((*path, *section.questions[0].path))
    if action == REMOVE:
        _remove(case, prompter, path, f"{called} {case.entry_name(path)}")
    else:
        _move(case, prompter, path, called)
    return asked.key


def _entries(case: Case, name: str, called: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(i), f"{called.capitalize()} {case.entry_name((name, i))}: {excerpt(_words(case, name, i), 40)}")
        for i in range(case.entries(name))
    )


def _words(case: Case, name: str, place: int) -> str:
    return case.text((name, place, "title")) or case.text((name, place, "text")) or "not written yet"


def _remove(case: Case, prompter: Prompter, path: tuple[str, int], called: str) -> None:
    choices = (
        Choice("no", f"No, keep {called}"),
        Choice("yes", f"Yes, take out {called} with its answers"),
    )
    if prompter.choose(Prompt(f"Take out {called}? Its text and answers are deleted.", choices=choices)) == "yes":
        case.draft.remove_item(path)
        case.remember(path[:1], None)
        if case.entries(path[0]) == 0:
            case.draft.remove(path[:1])


def _move(case: Case, prompter: Prompter, path: tuple[str, int], called: str) -> None:
    name, place = path
    others = [i for i in range(case.entries(name)) if i != place]
    choices = [Choice("0", "First")]
    choices += [Choice(str(k + 1), f"After {called} {case.entry_name((name, i))}") for k, i in enumerate(others)]
    target = int(prompter.choose(Prompt(f"Where does {called} {case.entry_name(path)} go?", choices=tuple(choices))))
    case.draft.move(path, target)
    prompter.say(
        f"The {plural(called)} are now: {', '.join(case.entry_name((name, i)) for i in range(case.entries(name)))}."
    )
