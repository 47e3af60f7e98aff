"""Asks the questions one after the other, with ways back, about and out; saves after every answer.

Where one stands is never kept apart from the answers: the next question is the first open one after the last.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from s55draft.days import day_in_words
from s55draft.errors import ExportError
from s55draft.wizard import asking, entries, longtext
from s55draft.wizard.asking import Asked
from s55draft.wizard.case import SESSION, Case
from s55draft.wizard.choices import ADD, CHANGE, NOT_YET, REMOVE, REORDER
from s55draft.wizard.outline import choose_place, first_in_section
from s55draft.wizard.prompter import HELP_LINES, Choice, Prompt, Prompter, Span, Told, Word
from s55draft.wizard.questions import Kind


class Outcome(Enum):
    """How a session ended."""

    DONE = "the person went through the review and left"
    STOPPED = "the person stopped; everything is saved"


Review = Callable[["Wizard"], str | None]
"""Shows the review. Gives the key of a question to go to, or None where the person is done."""


@dataclass
class Wizard:
    """One session on one answers file. `review` comes after the last question, and whenever nothing is open."""

    case: Case
    prompter: Prompter
    review: Review
    saving: Callable[[Callable[[], None]], None] = lambda save: save()

    def run(self) -> Outcome:
        """Asks until the person is done or stops."""
        at: str | None = self._first_open()
        try:
            while True:
                if at is None:
                    at = self.review(self)
                    if at is None:
                        return Outcome.DONE
                    continue
                at = self._ask_at(at)
        except Told:
            return Outcome.STOPPED

    def _first_open(self, after: str | None = None) -> str | None:
        """The key of the first open question, or of the first one after `after`."""
        seen = after is None
        for asked in asking.ordered(self.case):
            if seen and not asking.is_answered(self.case, asked):
                return asked.key
            seen = seen or asked.key == after
        return None

    def _ask_at(self, key: str) -> str | None:
        """Asks one question; gives the key of the next, None for the review."""
        questions = asking.ordered(self.case)
        place = next((i for i, asked in enumerate(questions) if asked.key == key), None)
        if place is None:  # it went with what it hung on
            return self._first_open()
        asked = questions[place]
        try:
            answer = self._answer(asked, f"{place + 1} of {len(questions)}")
        except Told as told:
            return self._obey(told, questions, place)
        if asked.question.choice == "list" and answer in (CHANGE, REMOVE, REORDER):
            return self._entries(asked, answer)
        if answer == NOT_YET and asked.question.choice:
            return self._first_open(asked.key)
        asking.store(self.case, asked, answer)
        self.save()
        self._remark(asked)
        if asked.question.choice == "list" and answer == ADD:
            return asking.first_of_entry(self.case, asked)
        return self._first_open(asked.key)

    def _answer(self, asked: Asked, count: str) -> str:
        prompt = self._prompt(asked, count)
        if asked.question.choice:
            return self.prompter.choose(prompt)
        if asked.question.kind is Kind.TEXT:
            return longtext.ask(self.prompter, prompt, self._text_of(asked))
        return self.prompter.line(prompt)

    def _prompt(self, asked: Asked, count: str) -> Prompt:
        case, notice = self.case, ""
        default = asking.shown(case, asked)
        typed = case.typed(asked.path)
        fault = asking.fault(case, asked, default) if default else None
        if typed is not None and asked.question.kind is not Kind.TEXT:
            default, notice = typed, "You had begun to type this."
        elif fault is not None and not asked.question.choice:
            notice = f"In the file there is \u201c{default[:60]}\u201d. {fault}"
        elif fault is not None:
            notice = f"In the file there is \u201c{default[:60]}\u201d, which is no longer one of the choices."
        elif not default and case.get(asked.path) is not None and not asked.question.choice:
            notice = "What stands in the file here cannot be read as an answer; it stays until you give one."
        return Prompt(
            message=asking.message(case, asked),
            where=f"{asking.section_title(case, asked.section)} \u00b7 {count}",
            why=asking.why(case, asked),
            default=default,
            notice=notice,
            choices=asking.options(case, asked),
            optional=not asking.needed(case, asked),
            check=lambda text: asking.fault(case, asked, text),
            key=asked.key,
        )

    def _text_of(self, asked: Asked) -> longtext.Begun:
        return longtext.Begun(
            typed=self.case.typed(asked.path) or "",
            beside=self.case.draft.path,
            key=asked.key,
        )

    def _obey(self, told: Told, questions: list[Asked], place: int) -> str | None:
        """Does what a person said instead of answering; what was typed by then is kept."""
        asked = questions[place]
        self.keep_typed(asked, told.typed)
        if told.word is Word.BACK:
            if place == 0:
                self.prompter.say("This is the first question.")
            return questions[max(place - 1, 0)].key
        if told.word is Word.LATER:
            return self._first_open(asked.key)
        if told.word is Word.HELP:
            self.prompter.say(*HELP_LINES)
            return asked.key
        if told.word is Word.OUTLINE:
            section = choose_place(self.case, self.prompter, asked.section)
            return asked.key if section is None else first_in_section(self.case, section)
        raise told

    def keep_typed(self, asked: Asked, typed: str) -> None:
        """Keeps a text that was begun and is no answer yet, in the file too."""
        if typed.strip() and typed != asking.shown(self.case, asked) and typed != self.case.typed(asked.path):
            self.case.keep_typed(asked.path, typed)
            self.save()

    def _entries(self, asked: Asked, action: str) -> str | None:
        """Changes, removes or reorders the entries of a list."""
        try:
            key = entries.change(self.case, self.prompter, asked, action)
        except Told as told:
            if told.word is Word.STOP:
                raise
            return asked.key
        self.save()
        return key

    def _remark(self, asked: Asked) -> None:
        """What should be said at once after an answer."""
        if asked.key != "report.published_on":
            return
        words = asking.deadline_words(self.case)
        day = self.case.published()
        if words and day is not None:
            begin = day_in_words(day).rsplit(" ", 1)[0]
            self.prompter.say([Span(f"Publish by {words}: the 56 days begin with {begin}.", "bold")])
        else:
            self.prompter.say("The report is older than the 56-day limit, which began in 2017.")

    def is_open(self) -> bool:
        """Whether any question still waits for an answer."""
        return self._first_open() is not None

    def save(self) -> None:
        """Saves the draft; where that fails, says so and tries again until it works or the person stops."""
        is_open = self.is_open()
        if is_open:
            self.case.draft.notes.setdefault(SESSION, "open")
        while True:
            try:
                self.saving(lambda: self.case.draft.save(bare=not is_open))
            except ExportError as exc:
                problem = exc.problems[0]
                self.prompter.say(
                    [Span(f"Not saved: {problem.message}.", "bad")],
                    "Your answers are still here. Make room, or close what holds the file, and try again.",
                )
                again = Choice("again", "Try again"), Choice("stop", "Stop; the last answer is lost")
                chosen = self.prompter.choose(Prompt("What now?", choices=again))
                if chosen == "stop":
                    raise
            else:
                if self.case.draft.remark:
                    self.prompter.say([Span(self.case.draft.remark, "bold")])
                return
