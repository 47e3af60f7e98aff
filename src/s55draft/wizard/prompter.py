"""What the wizard needs of whoever sits in front of it: to show something, and to ask three kinds of question.

`terminal`, `plain` and `scripted` are such prompters; the engine knows no other way to a person.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol


class Word(StrEnum):
    """What a person may say instead of an answer, at any question: by its key, or typed."""

    BACK = "back"
    LATER = "skip"
    OUTLINE = "outline"
    STOP = "save"
    HELP = "help"


WORDS = {
    "back": Word.BACK,
    "skip": Word.LATER,
    "later": Word.LATER,
    "outline": Word.OUTLINE,
    "save": Word.STOP,
    "stop": Word.STOP,
    "quit": Word.STOP,
    "exit": Word.STOP,
    "help": Word.HELP,
}
HELP_LINES = (
    "Your answers are saved after every question. These words work everywhere; type one and press Enter:",
    "  back     the question before this one",
    "  skip     leave this question for later",
    "  outline  see all sections and go to one",
    "  save     stop here; everything is saved, and you go on later where you stopped",
    "  help     this help",
    "To answer with one of these words itself, put a backslash before it: \\back",
)


class Told(Exception):  # noqa: N818 - no error: a person said something other than an answer
    """A person said one of the words. `typed` is what stood in the field by then, and must not be lost."""

    def __init__(self, word: Word, typed: str = "") -> None:
        super().__init__(word)
        self.word = word
        self.typed = typed


class Choice(NamedTuple):
    """One of several answers. `group` stands above the first choice of its kind."""

    value: str
    label: str
    group: str = ""


def _no_fault(_: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question as it is shown.

    `where` says where one stands, `why` why it is asked. `default` is what Enter keeps. `notice` is something to know
    first. `check` gives what is wrong with an answer, in words that say what is expected, or None.
    """

    message: str
    where: str = ""
    why: str = ""
    default: str = ""
    notice: str = ""
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    check: Callable[[str], str | None] = _no_fault
    key: str = ""
    """Which answer it is for; several prompts may serve one answer."""
    echo: bool = True
    """Whether question and answer stay on the screen once it is answered."""
    pasted: bool = False
    """Whether a text pasted at a choice is taken as an answer, which `Pasted` carries."""


class Pasted(Exception):  # noqa: N818 - no error: text came where a choice was expected
    """Text of any length that was pasted where a choice was asked for."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Span(NamedTuple):
    """A piece of a line, and its look: empty, `bold`, `italic`, `quiet`, `good`, `bad` or `link`."""

    text: str
    look: str = ""


Line = str | Sequence[Span]


class Prompter(Protocol):
    """A way to a person. Each question raises Told where the person says one of the words instead of answering."""

    def say(self, *lines: Line) -> None:
        """Shows lines."""

    def line(self, prompt: Prompt) -> str:
        """An answer of one line that `check` finds no fault with; empty only if the prompt is optional."""

    def choose(self, prompt: Prompt) -> str:
        """The value of one of the choices, with which `check` finds no fault."""

    def write(self, prompt: Prompt) -> str:
        """A text of any length, typed or pasted; it begins with `default`."""


def word_of(typed: str) -> Word | None:
    """The word that a person typed instead of an answer, if it is one."""
    return WORDS.get(typed.strip().lower())


def word_behind(default: str, typed: str) -> Word | None:
    """The word typed instead of an answer, or straight behind what stood in the field already.

    A space between the two makes it part of the answer: `Getting a grip` may well become `Getting a grip back`.
    """
    added = typed.removeprefix(default)
    return word_of(typed) or (word_of(added) if added != typed and not added.startswith(" ") else None)


def unescaped(typed: str) -> str:
    """The answer, without the backslash that kept it from being a word."""
    return typed[1:] if typed.startswith("\\") and word_of(typed[1:]) is not None else typed


def numbered(typed: str, prompt: Prompt) -> str | None:
    """The value of the choice with the number that was typed; None if there is none."""
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(prompt.choices):
        return prompt.choices[int(typed) - 1].value
    return None
