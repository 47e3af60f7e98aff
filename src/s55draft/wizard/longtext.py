"""Texts of any length: typed or pasted here, written in an editor, or taken from a file; then seen and kept.

Whatever stands in the field when a person turns to something else is kept, by `Told.typed`.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NamedTuple

from s55draft.errors import SourceError
from s55draft.wizard.editor import edited, editor_name
from s55draft.wizard.intake import dropped_path, text_of_file
from s55draft.wizard.preview import measure, preview
from s55draft.wizard.prompter import Choice, Pasted, Prompt, Prompter, Span, Told, Word

_SHOWN_LINES = 12
_SHOWN_CHARACTERS = 900
_MARKS = (
    "Leave an empty line between paragraphs. A list: - or 1. and a space. **bold**, *italic*, [words](https://\u2026)."
)


class Begun(NamedTuple):
    """What there is besides the answer: a text begun earlier, and where an editor's file may lie."""

    typed: str
    beside: Path
    key: str


def ask(prompter: Prompter, prompt: Prompt, begun: Begun) -> str:
    """The text, once the person has seen it and keeps it; empty where it may be and is left so."""
    text = ""
    if prompt.default:
        _show(prompter, prompt.default, "The answer so far")
    if begun.typed:
        _show(prompter, begun.typed, "You had begun this text; it is not your answer yet")
    while True:
        way = _choose_way(prompter, prompt, begun)
        if way == "keep":
            return prompt.default
        if way == "empty":
            return ""
        if way == "later":
            raise Told(Word.LATER, begun.typed)
        before = begun.typed or prompt.default
        text = way.text if isinstance(way, Pasted) else _by(way, prompter, prompt, begun, before)
        kept = _seen(prompter, prompt, begun, text) if text.strip() else None
        if kept is not None:
            return kept
        begun = begun._replace(typed=text or begun.typed)


def _choose_way(prompter: Prompter, prompt: Prompt, begun: Begun) -> str | Pasted:
    going_on = bool(begun.typed or prompt.default)
    choices = [Choice("keep", "Keep the answer as it is")] if prompt.default and not begun.typed else []
    choices += [
        Choice("type", "Go on with it here" if going_on else "Type or paste it here"),
        Choice("editor", f"{'Go on with it' if going_on else 'Write it'} in an editor ({editor_name()})"),
        Choice("file", "Take it from a file (.docx, .txt, .md)"),
    ]
    if begun.typed and prompt.default:
        choices.append(Choice("keep", "Keep the answer so far, and drop what was begun"))
    if prompt.optional:
        choices.append(Choice("empty", "Leave it empty"))
    choices.append(Choice("later", "Leave it for later"))
    try:
        return prompter.choose(
            Prompt(
                prompt.message,
                prompt.where,
                prompt.why,
                default="empty" if prompt.optional and not going_on else "",
                notice=prompt.notice,
                choices=tuple(choices),
                key=prompt.key,
                pasted=True,
                echo=False,
            )
        )
    except Pasted as pasted:
        path = dropped_path(pasted.text)
        return Pasted(_from_file(prompter, str(path))) if path is not None else pasted


def _by(way: str, prompter: Prompter, prompt: Prompt, begun: Begun, before: str) -> str:
    if way == "file":
        return _ask_file(prompter, prompt)
    if way == "editor":
        lent: Callable[[], AbstractContextManager[None]] = getattr(prompter, "lent", nullcontext)
        with lent():
            text, remark = edited(prompt.message, prompt.why, before, begun.beside, begun.key)
        if remark:
            prompter.say([Span(remark, "bad")])
        return text
    return prompter.write(
        Prompt(
            prompt.message,
            prompt.where,
            _MARKS,
            default=before,
            check=prompt.check,
            optional=prompt.optional,
            key=prompt.key,
        )
    )


def _ask_file(prompter: Prompter, prompt: Prompt) -> str:
    def fault(typed: str) -> str | None:
        path = dropped_path(typed)
        return (
            None
            if path is not None
            else f"There is no file \u201c{typed.strip()[:60]}\u201d. Type its path, or drag it here."
        )

    typed = prompter.line(
        Prompt(
            "Which file?",
            prompt.where,
            "Type its path, or drag the file onto this window, and press Enter. Leave it empty to choose another way.",
            check=lambda given: fault(given) if given.strip() else None,
            optional=True,
            key=prompt.key,
        )
    )
    return _from_file(prompter, typed) if typed.strip() else ""


def _from_file(prompter: Prompter, typed: str) -> str:
    path = dropped_path(typed)
    if path is None:
        return ""
    try:
        taken = text_of_file(path)
    except SourceError as exc:
        for problem in exc.problems:
            prompter.say([Span(f"{path.name}: {problem.message}.", "bad")])
            if problem.hint:
                prompter.say(problem.hint)
        return ""
    if taken.messages:
        prompter.say(
            [Span(f"Taken from {path.name}. Please look at:", "bold")], *(f"  {line}" for line in taken.messages)
        )
    else:
        prompter.say(f"Taken from {path.name}; nothing had to be left out.")
    return taken.text


def _show(prompter: Prompter, text: str, title: str, *, whole: bool = False) -> None:
    lines = preview(text)
    shown: list[list[Span]] = []
    size = 0
    for line in lines:
        if not whole and (len(shown) >= _SHOWN_LINES or size > _SHOWN_CHARACTERS):
            break
        length = sum(len(span.text) for span in line)
        shown.append(line if whole or length <= _SHOWN_CHARACTERS else _cut(line, _SHOWN_CHARACTERS))
        size += length
    cut = len(shown) < len(lines) or (not whole and size > _SHOWN_CHARACTERS)
    prompter.say("", [Span(f"{title} ({measure(text)}):", "bold")], *shown)
    if cut:
        prompter.say([Span("\u2026 the text goes on", "quiet")])
    prompter.say("")


def _cut(line: list[Span], room: int) -> list[Span]:
    out = []
    for span in line:
        out.append(Span(span.text[:room], span.look))
        room -= len(span.text)
        if room <= 0:
            break
    return out


def _seen(prompter: Prompter, prompt: Prompt, begun: Begun, text: str) -> str | None:
    """The text if the person keeps it after seeing it; None to choose another way with it."""
    whole = False
    while True:
        _show(prompter, text, "In the letter it will stand like this", whole=whole)
        fault = prompt.check(text)
        if fault is not None:
            prompter.say([Span(fault, "bad")])
        choices = [Choice("keep", "Keep it")] if fault is None else []
        choices += [
            Choice("change", "Change it here"),
            Choice("editor", f"Change it in an editor ({editor_name()})"),
            Choice("whole", "Show the whole text"),
            Choice("way", "Choose another way"),
        ]
        try:
            chosen = prompter.choose(
                Prompt("Keep this text?", prompt.where, choices=tuple(choices), key=prompt.key, echo=False)
            )
            if chosen == "keep":
                return text
            if chosen == "way":
                return None
            whole = chosen == "whole"
            if not whole:
                way = "type" if chosen == "change" else chosen
                text = _by(way, prompter, prompt, begun, text) or text
        except Told as told:
            raise Told(told.word, told.typed or text) from told
