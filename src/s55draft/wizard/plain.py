"""The plain way to ask: lines of words, one after the other. No cursor movement, no redraw, no colour.

For screen readers, slow lines, terminals that can do no more, and scripts that pipe the answers in.
"""

import io
import sys
import textwrap
from typing import TextIO

from s55draft.wizard.prompter import HELP_LINES, Line, Prompt, Told, Word, numbered, unescaped, word_of

_WIDTH = 78
_TERMINAL_LIMIT = 4095
"""Bytes of one line that a terminal passes on; what is typed beyond them is lost before any program sees it."""
_CLEAR = "clear"
_END = "."


class Plain:
    """Asks on one stream and reads the answers, line by line, from another."""

    def __init__(self, given: TextIO | None = None, out: TextIO | None = None) -> None:
        stream = sys.stdin if given is None else given
        self._input = stream.buffer if hasattr(stream, "buffer") else io.BytesIO(stream.read().encode())
        self._at_terminal = stream.isatty()
        self._out = sys.stdout if out is None else out
        self._begun: list[str] = []

    @property
    def typed(self) -> str:
        """The lines of a text that is being typed."""
        return "\n".join(self._begun)

    def say(self, *lines: Line) -> None:
        """Shows lines, wrapped at 78 columns."""
        for line in lines:
            words = line if isinstance(line, str) else "".join(span.text for span in line)
            wrapped = textwrap.wrap(words, _WIDTH, break_long_words=False, break_on_hyphens=False, drop_whitespace=True)
            self._write("".join(f"{part}\n" for part in wrapped or [""]))

    def line(self, prompt: Prompt) -> str:
        """An answer of one line."""
        self._head(prompt)
        if prompt.default:
            clear = f' Type "{_CLEAR}" to empty it.' if prompt.optional else ""
            keep = "Press Enter to keep that." if prompt.check(prompt.default) is None else ""
            self.say(f"Now: {prompt.default}", f"{keep}{clear}".strip())
        elif prompt.optional:
            self.say("Press Enter to leave it empty.")
        while True:
            typed = self._read()
            word = word_of(typed)
            if word is not None:
                raise Told(word)
            if prompt.optional and typed.strip().lower() == _CLEAR:
                return ""
            answer = unescaped(typed) if typed.strip() else prompt.default
            fault = prompt.check(answer)
            if fault is None:
                return answer
            self.say(fault, "Please type it again.")

    def choose(self, prompt: Prompt) -> str:
        """One of the choices, by its number."""
        self._head(prompt)
        group = ""
        numbers = {choice.value: number for number, choice in enumerate(prompt.choices, 1)}
        for choice in prompt.choices:
            if choice.group and choice.group != group:
                group = choice.group
                self.say(group)
            self.say(f"  {numbers[choice.value]}. " + choice.label.replace("\n", " \u2013 "))
        now = numbers.get(prompt.default)
        keep = f" Press Enter for {now}." if now else ""
        self.say(f"Type a number from 1 to {len(prompt.choices)}.{keep}")
        while True:
            typed = self._read().strip()
            word = word_of(typed)
            if word is not None:
                raise Told(word)
            if not typed and now:
                typed = str(now)
            value = numbered(typed, prompt)
            fault = f"Please type a number from 1 to {len(prompt.choices)}." if value is None else prompt.check(value)
            if value is not None and fault is None:
                return value
            self.say(fault or "")

    def write(self, prompt: Prompt) -> str:
        """A text of several lines; a line with only a full stop ends it."""
        self._head(prompt)
        if prompt.default:
            self.say(f'What you type is added to the text that is there. To begin anew, type "{_CLEAR}" first.')
        self.say('Type or paste the text. Then type a full stop alone on a line, and press Enter: "."')
        self._begun = [*prompt.default.split("\n"), ""] if prompt.default else []
        kept = len(self._begun)
        try:
            while True:
                typed = self._read()
                if typed.strip() == _END:
                    break
                word = word_of(typed)
                if word is not None and len(self._begun) == kept:
                    raise Told(word, prompt.default)  # noqa: TRY301 - the lines typed so far go with it
                first = len(self._begun) == kept
                if first and kept and typed.strip().lower() == _CLEAR:
                    self._begun, kept = [], 0
                    self.say("The old text is left out once the new one is kept.")
                    continue
                self._begun.append(_END if typed.strip() == _END * 2 else unescaped(typed) if first else typed)
        except Told as told:
            begun = self.typed if len(self._begun) > kept else prompt.default
            raise Told(told.word, begun) from told
        text = self.typed
        self._begun = []
        return text

    def _head(self, prompt: Prompt) -> None:
        self.say("")
        if prompt.where:
            self.say(prompt.where)
        self.say(*(part for part in (prompt.notice, prompt.message, prompt.why) if part))

    def _read(self) -> str:
        self._write("> ")
        try:
            raw = self._input.readline()
        except KeyboardInterrupt as exc:
            raise Told(Word.STOP, self.typed) from exc
        if not raw:
            raise Told(Word.STOP, self.typed)
        if self._at_terminal and len(raw.rstrip(b"\r\n")) >= _TERMINAL_LIMIT:
            self.say(
                "This line is as long as the terminal lets a line be, so its end may be lost. It was not taken.",
                "Please take such a text from a file, or write it in an editor; or type it in shorter lines.",
            )
            return self._read()
        return raw.decode("utf-8", "replace").rstrip("\r\n").lstrip("\ufeff")

    def _write(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except (BrokenPipeError, OSError) as exc:
            raise Told(Word.STOP, self.typed) from exc


HINT = HELP_LINES[1:6]
