"""The wizard on a terminal. The only user of questionary and prompt_toolkit.

Each question is a questionary prompt with a quiet line of keys under it, where faults are said too.
"""

import atexit
import gc
import os
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import to_filter
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import HSplit, Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.styles import Style

from s55draft.wizard.field import Field
from s55draft.wizard.looks import END, HARMLESS, HELD_SECONDS, KEYS, SHORT_KEYS, STYLE, WIDE, WORD_KEYS
from s55draft.wizard.prompter import Line, Pasted, Prompt, Span, Told, Word, numbered, unescaped, word_behind, word_of
from s55draft.wizard.wrapping import wrapped

_LINES_AROUND_CHOICES = 8
"""Lines that a question, its reason and the keys take beside the choices."""


class Terminal:
    """Asks on the terminal that the program was started from."""

    def __init__(self) -> None:
        self._style = Style(list(STYLE.items()))
        os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")  # a slow line would take its answer for typing
        self._output = create_output()
        self._depth = ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None
        self._app: Application[Any] | None = None
        self._typed: Callable[[], str] = str
        self._last_enter = 0.0
        self._raw: AbstractContextManager[None] | None = None
        self._take_keys()
        atexit.register(self._give_keys_back)

    def _take_keys(self) -> None:
        """Keeps the system from echoing what is typed between two questions."""
        self._raw = create_input().raw_mode()
        self._raw.__enter__()

    def _give_keys_back(self) -> None:
        """Leaves the terminal as it was."""
        raw, self._raw = self._raw, None
        with suppress(Exception):  # it may be gone by now, and each system says so its own way
            _ = raw and raw.__exit__(None, None, None)

    @contextmanager
    def lent(self) -> Iterator[None]:
        """The terminal as another program expects it, while that program has it."""
        self._give_keys_back()
        try:
            yield
        finally:
            self._take_keys()

    def interrupt(self) -> bool:
        """Ends the question that is on the screen as Ctrl+C would. False if there is none."""
        app = self._app
        if app is None or not app.is_running or app.loop is None:
            return False
        told = Told(Word.STOP, self._typed())
        app.loop.call_soon_threadsafe(lambda: app.is_running and app.exit(exception=told))
        return True

    def say(self, *lines: Line) -> None:
        """Shows lines, wrapped between words."""
        width = self._width()
        for line in lines:
            spans = [Span(line)] if isinstance(line, str) else list(line)
            for row in wrapped(spans, width):
                print_formatted_text(
                    FormattedText([(f"class:{span.look}" if span.look else "", span.text) for span in row]),
                    style=self._style,
                    output=self._output,
                    color_depth=self._depth,
                )

    def line(self, prompt: Prompt) -> str:
        """An answer of one line."""
        field = Field()
        bindings = self._words(lambda buffer: buffer.text)
        self._bind_line(bindings, field, prompt)
        question = questionary.text(self._message(prompt), default=prompt.default, **self._look(bindings))
        keeps = prompt.default and prompt.check(prompt.default) is None
        hint = "Enter keeps it" if keeps else "Enter leaves it empty" if prompt.optional and not prompt.default else ""
        answer = str(self._run(question.application, field, hint))
        self._echo(prompt, answer)
        return answer

    def write(self, prompt: Prompt) -> str:
        """A text of several lines, ended by Ctrl+E or a full stop alone on a line."""
        field = Field()
        bindings = self._words(lambda buffer: buffer.text)
        self._bind_text(bindings, prompt)
        question = questionary.text(
            self._message(prompt), default=prompt.default, multiline=True, instruction="\n", **self._look(bindings)
        )
        return str(
            self._run(question.application, field, "When the text is done: Ctrl+E, or a full stop alone on a line")
        )

    def choose(self, prompt: Prompt) -> str:
        """One of the choices, by arrows or by its number."""
        field = Field()
        values = [choice.value for choice in prompt.choices]
        question = questionary.select(
            self._message(prompt),
            choices=list(_listed(prompt, self._width())),
            default=prompt.default if prompt.default in values else None,
            qmark="",
            pointer=">",
            instruction=" ",
            use_jk_keys=False,
            use_emacs_keys=False,
            style=self._style,
            output=self._output,
            color_depth=self._depth,
            erase_when_done=True,
        )
        app = question.application
        bindings = self._words(lambda _: "")
        self._bind_choice(bindings, field, prompt)
        assert app.key_bindings is not None  # noqa: S101 - questionary gives every select its keys
        app.key_bindings = merge_key_bindings([app.key_bindings, bindings])
        hint = "Arrows or a number, then Enter"
        if len(prompt.choices) + _LINES_AROUND_CHOICES > self._output.get_size().rows:
            hint = f"Arrows or a number up to {len(prompt.choices)} (more lines below), then Enter"
        value = str(self._run(app, field, hint, has_text=False))
        self._echo(prompt, next(choice.label for choice in prompt.choices if choice.value == value).replace("\n", ", "))
        return value

    def _run(self, app: Application[Any], field: Field, hint: str, *, has_text: bool = True) -> Any:  # noqa: ANN401
        """Runs a question to its answer, the lines of keys and faults under it. Raises Told or Pasted."""
        buffer = app.current_buffer
        under = Window(FormattedTextControl(lambda: self._under(field, hint)), dont_extend_height=True)
        app.layout = Layout(HSplit([app.layout.container, under]), focused_element=app.layout.current_window)
        for window in app.layout.find_all_windows():
            window.wrap_lines = to_filter(True)
        app.ttimeoutlen = 0.05
        app.erase_when_done = True
        self._typed = (lambda: buffer.text) if has_text else str
        self._app = app
        try:
            return app.run()
        except (KeyboardInterrupt, EOFError, OSError) as exc:
            raise Told(Word.STOP, self._typed()) from exc
        finally:
            gc.enable()  # it is off until the first question is shown
            self._app = None

    def _look(self, bindings: KeyBindings) -> dict[str, Any]:
        return {
            "qmark": "",
            "style": self._style,
            "key_bindings": bindings,
            "output": self._output,
            "color_depth": self._depth,
            "enable_suspend": False,
            "enable_open_in_editor": False,
            "enable_history_search": False,
            "complete_while_typing": False,
            "reserve_space_for_menu": 0,
        }

    def _message(self, prompt: Prompt) -> str:
        """Where one stands, the question and why it is asked, and the beginning of the answer's line."""
        width = self._width()
        parts = [f"-- {prompt.where} --" if prompt.where else "", prompt.notice, prompt.message, prompt.why]
        lines = [line for part in parts if part for line in textwrap.wrap(part, width - 1)]
        return "\n ".join(["", *lines, "\n >" if not prompt.choices and "**" not in prompt.why else ""]).rstrip("\n ")

    def _under(self, field: Field, hint: str) -> FormattedText:
        """The lines under a question: what is wrong, what was typed, and the keys."""
        width = self._width()
        out: list[tuple[str, str]] = []
        for line in textwrap.wrap(field.fault, width):
            out += [("class:bad", line), ("", "\n")]
        if field.typed:
            out += [("", f" typed: {field.typed}"), ("", "\n")]
        keys = KEYS if width >= WIDE else SHORT_KEYS
        together = " \u00b7 ".join(key.replace(" ", "\xa0") for key in keys)
        shown = textwrap.wrap(hint, width) + textwrap.wrap(together, width, break_long_words=False)
        out += [("class:quiet", "\n".join(shown).replace("\xa0", " "))]
        return FormattedText(out)

    def _words(self, typed: Callable[[Buffer], str]) -> KeyBindings:
        """The keys that mean the same at every question, and those that must do nothing."""
        bindings = KeyBindings()

        def tell(word: Word) -> Callable[[KeyPressEvent], None]:
            return lambda event: event.app.exit(exception=Told(word, typed(event.current_buffer)))

        for key, word in WORD_KEYS.items():
            bindings.add(key, eager=True)(tell(word))
        for key in ("c-c", "c-d"):
            bindings.add(key, eager=True)(tell(Word.STOP))
        for key in HARMLESS:
            bindings.add(key, eager=True)(_nothing)
        bindings.add("escape")(_nothing)
        bindings.add("c-z", eager=True)(lambda event: event.current_buffer.undo())
        bindings.add(Keys.BracketedPaste, eager=True)(_nothing)
        return bindings

    def _is_held(self, typed: str) -> bool:
        """Whether Enter comes so soon after another, with nothing typed before either, that it must be held down."""
        now = time.monotonic()
        held = not typed and now - self._last_enter < HELD_SECONDS
        self._last_enter = 0.0 if typed else now
        return held

    def _bind_line(self, bindings: KeyBindings, field: Field, prompt: Prompt) -> None:  # noqa: C901 - a key each
        def enter(event: KeyPressEvent) -> None:
            buffer = event.current_buffer
            rest = _waiting_text(event)
            if rest is not None:
                field.ask_about(buffer.text + "\n" + rest)
                return
            if field.pasted is not None:
                buffer.text = " ".join(field.pasted.split())
                buffer.cursor_position = len(buffer.text)
                field.pasted, field.fault = None, ""
                return
            if self._is_held("" if buffer.text == prompt.default else buffer.text):
                return
            word = word_behind(field.refused or prompt.default, buffer.text)
            if word is not None:
                event.app.exit(exception=Told(word))
                return
            answer = unescaped(buffer.text)
            fault = prompt.check(answer)
            if fault is None:
                event.app.exit(result=answer)
            else:
                field.fault, field.refused = fault, buffer.text

        def paste(event: KeyPressEvent) -> None:
            text = event.data.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
            if "\n" in text:
                field.ask_about(event.current_buffer.text + text)
            else:
                event.current_buffer.insert_text(text)

        _bind_ends(bindings, enter, paste)

        @bindings.add("backspace")
        @bindings.add(Keys.Any)
        def _(event: KeyPressEvent) -> None:
            field.fault, field.pasted = "", None
            if event.key_sequence[0].key == Keys.Backspace:
                event.current_buffer.delete_before_cursor()
            elif (len(event.data) == 1 and event.data.isprintable()) or event.data > "\x7f":
                event.current_buffer.insert_text(event.data)

    def _bind_text(self, bindings: KeyBindings, prompt: Prompt) -> None:
        def done(event: KeyPressEvent, text: str) -> None:
            word = word_behind(prompt.default.rstrip(), text.rstrip()) if text != prompt.default else None
            if word is not None:
                event.app.exit(exception=Told(word, prompt.default))
            else:
                event.app.exit(result=unescaped(text))

        def enter(event: KeyPressEvent) -> None:
            document = event.current_buffer.document
            typed = document.text.strip()
            ends = document.current_line.strip() == END and not document.text_after_cursor.strip()
            if ends and _waiting_text(event) is None:
                done(event, document.text.rstrip()[:-1].rstrip("\n"))
            elif word_behind(prompt.default.rstrip(), typed) is not None and _waiting_text(event) is None:
                done(event, typed)
            else:
                event.current_buffer.insert_text("\n")

        def paste(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text(event.data.replace("\r\n", "\n").replace("\r", "\n"))

        _bind_ends(bindings, enter, paste)
        bindings.add("c-e", eager=True)(lambda event: done(event, event.current_buffer.text))

    def _bind_choice(self, bindings: KeyBindings, field: Field, prompt: Prompt) -> None:  # noqa: C901 - a key each
        def enter(event: KeyPressEvent) -> None:
            typed, field.typed = field.typed.strip(), ""
            word = word_of(typed)
            if word is not None:
                event.app.exit(exception=Told(word))
                return
            if self._is_held(typed):
                return
            value = numbered(typed, prompt) if typed else _pointed_at(event.app)
            if value is None:
                field.fault = f"Type a number from 1 to {len(prompt.choices)}, or one of the words at the bottom."
                return
            fault = prompt.check(value)
            if fault is None:
                event.app.exit(result=value)
            else:
                field.fault = fault

        def paste(event: KeyPressEvent) -> None:
            if prompt.pasted and event.data.strip():
                event.app.exit(exception=Pasted(event.data.replace("\r\n", "\n").replace("\r", "\n")))
            else:
                field.fault = "Text cannot be pasted here. Choose one of the lines first."

        _bind_ends(bindings, enter, paste)

        @bindings.add("backspace", eager=True)
        def _(_: KeyPressEvent) -> None:
            field.typed = field.typed[:-1]

        @bindings.add(Keys.Any)
        def _(event: KeyPressEvent) -> None:
            if event.data.isprintable() and len(field.typed) < 20:  # noqa: PLR2004 - longer than any word
                field.fault = ""
                field.typed += event.data

    def _echo(self, prompt: Prompt, answer: str) -> None:
        """Leaves a line of what was answered on the screen."""
        if not prompt.echo:
            return
        room = max(self._width() - 4, 10)
        words = answer or "left empty"
        shown = words if len(words) <= room else words[: room - 1] + "\u2026"
        self.say([Span(prompt.message, "quiet")], [Span(f"  {shown}")])

    def _width(self) -> int:
        return max(self._output.get_size().columns - 1, 20)


def _bind_ends(
    bindings: KeyBindings, enter: Callable[[KeyPressEvent], None], paste: Callable[[KeyPressEvent], None]
) -> None:
    """The keys that end a line, and pastes, which may hold line ends."""
    bindings.add("enter", eager=True)(enter)
    bindings.add("c-j", eager=True)(enter)
    bindings.add("escape", "enter", eager=True)(_nothing)
    bindings.add(Keys.BracketedPaste, eager=True)(paste)


def _nothing(_: KeyPressEvent) -> None:
    """Does nothing: a key that people hit by mistake."""


def _waiting_text(event: KeyPressEvent) -> str | None:
    """What came in one go behind a line end, if it has words: a paste on a terminal that does not mark pastes."""
    queue = event.app.key_processor.input_queue
    ends = (Keys.ControlM, Keys.ControlJ)
    text = "".join(
        "\n" if press.key in ends else press.data for press in queue if len(press.key) == 1 or press.key in ends
    )
    if not any(character.isalnum() for character in text) or any(press.key == Keys.BracketedPaste for press in queue):
        return None
    queue.clear()
    return text


def _listed(prompt: Prompt, width: int) -> Iterable[questionary.Choice | questionary.Separator]:
    group = ""
    for number, choice in enumerate(prompt.choices, 1):
        if choice.group and choice.group != group:
            group = choice.group
            yield questionary.Separator(group)
        head, *more = (row for line in choice.label.split("\n") for row in textwrap.wrap(line, width - 8) or [""])
        title = "\n      ".join([f"{number}. {head}", *more])
        yield questionary.Choice(title, choice.value)


def _pointed_at(app: Application[Any]) -> str | None:
    for window in app.layout.find_all_windows():
        pointed = getattr(window.content, "get_pointed_at", None)
        if pointed is not None:
            return str(pointed().value)
    return None
