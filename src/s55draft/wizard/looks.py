"""The looks and keys of the wizard on a terminal."""

from s55draft.wizard.prompter import Word

STYLE = {
    "qmark": "noinherit",
    "question": "bold",
    "answer": "noinherit",
    "pointer": "bold",
    "highlighted": "bold",
    "selected": "noinherit",
    "separator": "fg:ansibrightblack",
    "instruction": "noinherit",
    "bottom-toolbar": "noreverse",
    "bottom-toolbar.text": "noreverse",
    "quiet": "fg:ansibrightblack",
    "good": "fg:ansigreen",
    "bad": "fg:ansired bold",
    "link": "underline",
    "bold": "bold",
    "italic": "italic",
}
KEYS = ("Ctrl+B back", "Ctrl+O outline", "Ctrl+L later", "Ctrl+X save and stop", "F1 help")
SHORT_KEYS = ("^B back", "^O outline", "^L later", "^X stop", "F1 help")
WORD_KEYS = {"c-b": Word.BACK, "c-o": Word.OUTLINE, "c-l": Word.LATER, "c-x": Word.STOP, "f1": Word.HELP}
HARMLESS = (
    "tab",
    "s-tab",
    "c-z",
    "c-q",
    "c-s",
    "c-v",
    "c-t",
    "c-r",
    "c-g",
    "c-\\",
    "c-_",
    *(f"f{number}" for number in range(2, 25)),
)
HELD_SECONDS = 0.045
WIDE = 79
END = "."
