"""One response as the wizard knows it while it asks: the draft, the layout, the office's names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from s55draft.answers.draft import Draft
from s55draft.errors import AnswerPath, path_text
from s55draft.layout import ChecklistStep, Layout

if TYPE_CHECKING:
    from s55draft.office import Office

DEFAULT_LAYOUT = "opccn-2023"
LEFT_EMPTY = "left empty"
SESSION = "session"
"""The note that the wizard has asked questions of this file, so that nothing need be guessed of it."""
TYPED = ".typed"
"""What follows a question's key in the notes where a text was begun and not finished, or set aside."""


@dataclass
class Case:
    """What questions depend on. `read_office` gives the office's profile once it is needed."""

    draft: Draft
    layouts: dict[str, Layout]
    read_office: "Callable[[], Office]"

    @cached_property
    def office(self) -> "Office":
        """The office whose names are shown."""
        return self.read_office()

    @property
    def layout(self) -> Layout:
        """The response's layout; the usual one where none is chosen yet, or one that does not exist."""
        return self.layouts.get(str(self.get(("layout",))), self.layouts[DEFAULT_LAYOUT])

    def get(self, path: AnswerPath) -> Any:  # noqa: ANN401 - any part of an answers file
        """The answer at a path, or None."""
        return self.draft.get(path)

    def text(self, path: AnswerPath) -> str | None:
        """The answer at a path, if it is a text."""
        found = self.draft.get(path)
        return found if isinstance(found, str) else None

    def note(self, path: AnswerPath) -> str | None:
        """What is noted about a question."""
        return self.draft.notes.get(path_text(path))

    def remember(self, path: AnswerPath, note: str | None) -> None:
        """Notes something about a question; None forgets it."""
        if note is None:
            self.draft.notes.pop(path_text(path), None)
        else:
            self.draft.notes[path_text(path)] = note

    def typed(self, path: AnswerPath) -> str | None:
        """A text that was begun and not finished, or set aside."""
        return self.draft.notes.get(path_text(path) + TYPED)

    def keep_typed(self, path: AnswerPath, text: str | None) -> None:
        """Keeps a text that is no answer yet; None forgets it."""
        if text:
            self.draft.notes[path_text(path) + TYPED] = text
        else:
            self.draft.notes.pop(path_text(path) + TYPED, None)

    def set_aside(self, path: AnswerPath) -> None:
        """Takes a text out of the answers and keeps it, for when it is wanted again."""
        text = self.text(path)
        if text is not None:
            self.keep_typed(path, text)
            self.draft.remove(path)
            self.remember(path, None)

    def published(self) -> date | None:
        """The day on which the report was published."""
        try:
            return date.fromisoformat(self.text(("report", "published_on")) or "")
        except ValueError:
            return None

    def deadline(self) -> date | None:
        """The last lawful day; None while it is not known, or where no limit existed."""
        day = self.published()
        if day is None:
            return None
        from s55draft.statute import last_publication_day  # noqa: PLC0415 - the first question is shown without it

        return last_publication_day(day)

    def entry_name(self, path: AnswerPath) -> str:
        """What an entry is called: its number, else its place counted from 1."""
        return self.text((*path[:2], "number")) or str(int(path[1]) + 1)

    def entries(self, name: str) -> int:
        """How many entries a list has."""
        found = self.get((name,))
        return len(found) if isinstance(found, list) else 0

    def steps(self) -> tuple[ChecklistStep, ...]:
        """The office-use steps of this response."""
        from s55draft.office import checklist_steps  # noqa: PLC0415

        return checklist_steps(self.layout, self.office)

    def step_words(self, key: str) -> str:
        """An office-use step as the letter prints it."""
        from s55draft.office import fill_names, inspectorate_on  # noqa: PLC0415

        words = next((step.text for step in self.steps() if step.key == key), key)
        return fill_names(words, self.office, inspectorate_on(self.published() or date.max))
