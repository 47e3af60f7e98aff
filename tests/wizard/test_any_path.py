import random
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from person import answer_from, answered_by

from s55draft.answers.draft import Draft, _without_notes
from s55draft.wizard import asking
from s55draft.wizard.case import Case
from s55draft.wizard.choices import ADD, COMPLETE, NONE, REMOVE
from s55draft.wizard.engine import Outcome
from s55draft.wizard.prompter import Prompt, Word
from s55draft.wizard.questions import Kind
from s55draft.wizard.scripted import Scripted
from s55draft.wizard.session import open_case

WANTED: dict[str, Any] = {
    "layout": "opccn-2023",
    "report": {
        "title": "Getting: a grip",
        "published_on": "2023-07-07",
        "publication_types": ["PEEL", "Spotlight"],
        "forces": "All",
        "link": {"text": "The report", "url": "https://example.org/report"},
    },
    "key_findings": "One.\n\n- two\n- three",
    "recommendations": [
        {"number": "2", "text": "Do.", "chief_constable": "Done.", "pcc": "Good."},
        {
            "number": "3",
            "addressed_to": "Forces",
            "text": "Do more.",
            "chief_constable": "Yes.",
            "pcc": {"action": "It is."},
        },
    ],
    "causes_of_concern": [],
    "areas_for_improvement": [{"text": "Better."}, {"title": "T", "text": "Best.", "chief_constable": "We will."}],
    "chief_constable": {"comments": "All of it.", "requested_on": "2023-07-10", "due_on": "2023-08-07"},
    "pcc": {"closing": "That is all."},
    "checklist": {
        "hmicfrs": "2023-08-31",
        "chief_constable": "false",
        "police_and_crime_panel": "false",
        "website": "false",
        "home_office": "false",
    },
}
LISTS = ("recommendations", "causes_of_concern", "areas_for_improvement")


class Person:
    """Does `wild` random things, and then puts everything right at the review."""

    def __init__(self, path: Path, chance: random.Random, wild: int) -> None:
        self.path, self.chance, self.wild = path, chance, wild
        self.right = answer_from(WANTED)
        self.prompts = 0

    def case(self) -> Case:
        return open_case(self.path)

    def __call__(self, prompt: Prompt) -> str:  # noqa: C901, PLR0911 - one case after the other
        self.prompts += 1
        assert self.prompts < 1500, (prompt, self.path.read_text())
        if self.wild > 0:
            self.wild -= 1
            return self.wildly(prompt)
        if prompt.where == "Review":
            return self.first_wrong() or ":leave"
        if prompt.where == "Outline":
            return ":return"
        values = [choice.value for choice in prompt.choices]
        if prompt.key in LISTS:
            return self.about_list(prompt)
        if prompt.key == "checklist":
            return "record"
        if prompt.key.endswith("own_answers"):
            return "own" if prompt.key.startswith("areas_for_improvement[1]") else "general"
        if not prompt.key and values:
            return values[-1]
        if values == ["keep", "change", "editor", "whole", "way"] and self.stored(prompt) != self.wanted_text(prompt):
            return "keep" if self.typed_right else "change"
        if "type" in values and not self.wanted_text(prompt):
            return "empty" if "empty" in values else Word.LATER
        given = self.right(prompt)
        if prompt.choices:
            return given if given in values else values[0]
        self.typed_right = True
        if prompt.check(given) is not None:  # the number is still another entry's; or the question will go
            return str(self.chance.randrange(100, 10**6)) if prompt.key.endswith("number") else Word.LATER
        return given

    typed_right = False

    def stored(self, prompt: Prompt) -> Any:
        return prompt.default

    def wanted_text(self, prompt: Prompt) -> str:
        return self.right(Prompt("", key=prompt.key))

    def about_list(self, prompt: Prompt) -> str:
        values = [choice.value for choice in prompt.choices]
        there, wanted = self.case().entries(prompt.key), len(WANTED[prompt.key])
        if there > wanted:
            return REMOVE
        if there < wanted:
            return ADD
        return NONE if NONE in values else COMPLETE

    def wildly(self, prompt: Prompt) -> str:
        self.typed_right = True
        if self.chance.random() < 0.3:
            return self.chance.choice([Word.BACK, Word.OUTLINE, Word.LATER, Word.STOP, Word.HELP])
        if prompt.key == "layout":
            return "opccn-2023"
        values = [choice.value for choice in prompt.choices if choice.value not in ("editor", "file", ":build")]
        if values:
            return self.chance.choice(values)
        other = self.chance.choice(["1 May 2024", "17", "https://example.org/x", "Some words", "4b", "A, B", ""])
        return other if prompt.check(other) is None else self.right(prompt) or "9 June 2023"

    def first_wrong(self) -> str | None:
        case = self.case()
        for key in LISTS:
            coming = case.note((key,)) == ADD
            if case.entries(key) + coming > len(WANTED[key]):
                return key
        wrong = [
            asked.key
            for asked in asking.ordered(case)
            if not asking.is_answered(case, asked) or self.is_wrong(case, asked)
        ]
        return self.chance.choice(wrong) if wrong else None  # in any order: two numbers may have to change places

    def is_wrong(self, case: Case, asked: asking.Asked) -> bool:
        if asked.key in LISTS:
            return case.entries(asked.key) != len(WANTED[asked.key])
        now = asking.shown(case, asked)
        if asked.key == "checklist":
            return now != "record"
        if asked.key.endswith("own_answers"):
            return now != ("own" if "[1]" in asked.key else "") and not (now == "general" and "[0]" in asked.key)
        wanted = self.right(Prompt("", key=asked.key, choices=asking.options(case, asked)))
        if asked.question.kind is Kind.DAY:
            return (case.get(asked.path) or "") != wanted and not (wanted == "false" and not now)
        return now != wanted


def straight() -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "straight.yaml"
        assert live(Person(path, random.Random(0), 0)) is not None  # noqa: S311
        return _without_notes(path.read_text())[0]


def live(person: Person) -> str:
    for _ in range(200):
        if (
            answered_by(Scripted(person), person.path) is Outcome.DONE
            and person.wild <= 0
            and person.first_wrong() is None
        ):
            return person.path.read_text()
    raise AssertionError("it never ended")


STRAIGHT = straight()


def test_answering_straight_through_gives_the_answers() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.yaml"
        path.write_text(STRAIGHT)
        assert Draft.open(path).data == WANTED


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**9), st.integers(0, 80))
def test_any_path_ends_in_the_same_file_as_answering_straight_through(seed: int, wild: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = live(Person(Path(folder) / "any.yaml", random.Random(seed), wild))  # noqa: S311
        assert _without_notes(text)[0] == STRAIGHT
