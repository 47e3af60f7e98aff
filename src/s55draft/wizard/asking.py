"""The questions of one response in their order, whether each is answered, and what an answer does to the draft."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from s55draft.cleaning import clean
from s55draft.days import day_in_words, weekday
from s55draft.errors import AnswerPath, path_text
from s55draft.wizard.case import LEFT_EMPTY, Case
from s55draft.wizard.choices import ADD, CHOOSERS, COMPLETE, tidy_answer
from s55draft.wizard.prompter import Choice
from s55draft.wizard.questions import SECTIONS, STEP, Kind, Question, Section

_LIST = Question((), "", "", Kind.CHOICE, choice="list")
_TICKED = {"yes": "true", "done": "true", "true": "true", "no": "false", "not yet": "false", "false": "false"}


class Asked(NamedTuple):
    """A question of this response. `entry` is what its entry is called; None outside of lists."""

    question: Question
    path: AnswerPath
    section: str
    entry: str | None = None

    @property
    def key(self) -> str:
        """The path as text, which names the question."""
        return path_text(self.path)


def ordered(case: Case) -> list[Asked]:
    """All questions that this response raises, as far as is known yet, in the order of the work."""
    return [asked for section in SECTIONS for asked in _of_section(case, section)]


def _of_section(case: Case, section: Section) -> Iterator[Asked]:
    if section.entries:
        yield from _of_entries(case, section)
    for question in section.questions if not section.entries else section.after:
        if question.when(case, question.path):
            yield Asked(question, question.path, section.title)
            if question.choice == "checklist":
                yield from _steps(case, section)


def _of_entries(case: Case, section: Section) -> Iterator[Asked]:
    name = section.entries
    count = case.entries(name) + (case.note((name,)) == ADD)
    for i in range(count):
        for question in section.questions:
            path = (name, i, *question.path)
            if question.when(case, path):
                yield Asked(question, path, section.title, section.called)
    yield Asked(_LIST, (name,), section.title, section.called)


def _steps(case: Case, section: Section) -> Iterator[Asked]:
    ticks = case.get(("checklist",))
    for key in ticks if isinstance(ticks, dict) else ():
        path = ("checklist", key)
        if STEP.when(case, path):
            yield Asked(replace(STEP, path=path), path, section.title)


def needed(case: Case, asked: Asked) -> bool:
    """Whether the law or the office asks for an answer."""
    return asked.question.needed(case, asked.path)


def shown(case: Case, asked: Asked) -> str:
    """The answer as a person would type it; empty where there is none, or where it is no text at all."""
    question = asked.question
    if question.choice:
        return CHOOSERS[question.choice].read(case, asked.path) or ""
    value = case.get(asked.path)
    if question.kind is Kind.WORDS and isinstance(value, list):
        words = [word for word in value if isinstance(word, str)]
        return ("; " if any("," in word for word in words) else ", ").join(words)
    if not isinstance(value, str):
        return ""
    if question.kind is Kind.DAY:
        if asked.path[0] == "checklist":
            value = {"false": "", "true": "yes"}.get(value, value)
        from s55draft.wizard.dates import date_shown  # noqa: PLC0415 - the first question is shown without it

        return date_shown(value)
    return value


def fault(case: Case, asked: Asked, typed: str) -> str | None:
    """What is wrong with an answer as typed, in plain words; None if nothing."""
    question = asked.question
    if question.choice:
        chooser = CHOOSERS[question.choice]
        if typed not in {choice.value for choice in chooser.options(case, asked.path)}:
            return "This is not one of the choices."
        return chooser.fault(case, asked.path, typed)
    if not typed.strip() and not needed(case, asked):
        return None
    from s55draft.wizard.wording import fault_of  # noqa: PLC0415

    value = _as_stored(asked, typed)
    found = fault_of(asked.path, value, typed)
    if found is None and asked.path[-1] == "number" and asked.entry is not None:
        found = _fault_of_number(case, asked, str(value))
    return found


def _fault_of_number(case: Case, asked: Asked, number: str) -> str | None:
    """What the model finds wrong with a number beside those of the other entries."""
    from s55draft.wizard.wording import fault_of  # noqa: PLC0415

    name, place = str(asked.path[0]), int(asked.path[1])
    entries = case.get((name,))
    for other, entry in enumerate(entries if isinstance(entries, list) else ()):
        called = entry.get("number") if isinstance(entry, dict) else None
        if other != place and (called or str(other + 1)) == number:
            return fault_of((name,), [{"number": number}, {"number": number}])
    return None


def _as_stored(asked: Asked, typed: str) -> str | list[str]:
    from s55draft.wizard.dates import as_date  # noqa: PLC0415

    kind = asked.question.kind
    if kind is Kind.DAY:
        ticked = _TICKED.get(typed.strip().lower()) if asked.path[0] == "checklist" else None
        return ticked or as_date(typed)
    if kind is Kind.WORDS:
        parts = typed.split(";" if ";" in typed else ",")
        return [part.strip() for part in parts if part.strip()]
    text = clean(typed).text
    return _without_outer_empty_lines(text) if kind is Kind.TEXT else text.strip()


def _without_outer_empty_lines(text: str) -> str:
    lines = text.split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return "\n".join(lines)


def first_of_entry(case: Case, asked: Asked) -> str:
    """The key of the first question of the entry that is coming in a list."""
    path = (asked.path[0], case.entries(str(asked.path[0])))
    return next(found.key for found in ordered(case) if found.path[:2] == path)


def is_answered(case: Case, asked: Asked) -> bool:
    """Whether there is an answer that will do, or the question was left empty on purpose."""
    if not has_answer(case, asked):
        return False
    value = shown(case, asked)
    if _is_unlisted(case, asked):
        return False
    return not value or asked.question.choice == "list" or fault(case, asked, value) is None


def has_answer(case: Case, asked: Asked) -> bool:
    """Whether there is an answer, whatever it is worth, or the question was left empty on purpose."""
    value = shown(case, asked)
    if value:
        return asked.question.choice != "list" or value != ADD
    if case.get(asked.path) is not None and not asked.question.choice and asked.path[0] != "checklist":
        return False  # something stands there that is no text
    return case.note(asked.path) is not None and not needed(case, asked)


def _is_unlisted(case: Case, asked: Asked) -> bool:
    """Whether one text stands where the file must have a list of words; Enter then writes it as one."""
    return asked.question.kind is Kind.WORDS and isinstance(case.get(asked.path), str)


def store(case: Case, asked: Asked, typed: str) -> None:
    """Puts an answer, which has no fault, into the draft; an empty one is noted as left empty."""
    question, path = asked.question, asked.path
    count = case.entries(str(path[0])) if asked.entry is not None else 0
    case.keep_typed(path, None)
    if question.choice:
        CHOOSERS[question.choice].store(case, path, typed)
    elif not typed.strip() or (path[0] == "checklist" and _as_stored(asked, typed) == "false"):
        _store_nothing(case, asked)
    elif typed != shown(case, asked) or _is_unlisted(case, asked):
        case.remember(path, None)
        _put(case, path, _as_stored(asked, typed))
    if asked.entry is not None and len(path) > 1 and case.entries(str(path[0])) > count:
        case.remember(path[:1], None)  # the entry that was coming is there


def _store_nothing(case: Case, asked: Asked) -> None:
    path = asked.path
    if path[0] == "checklist":
        case.draft.set(path, "false")
    elif path[-2:] == ("pcc", "comment") and isinstance(case.get(path[:-1]), str):
        case.draft.remove(path[:-1])
    elif case.get(path) is not None:
        case.draft.remove(path)
    case.remember(path, LEFT_EMPTY)


def _put(case: Case, path: AnswerPath, value: str | list[str]) -> None:
    if path[-2:] == ("pcc", "comment") and not isinstance(case.get(path[:-1]), dict):
        case.draft.set(path[:-1], value)
        return
    case.draft.set(path, value)
    if "pcc" in path:
        tidy_answer(case, path[:2])


def options(case: Case, asked: Asked) -> tuple[Choice, ...]:
    """The choices of a question that has some."""
    return CHOOSERS[asked.question.choice].options(case, asked.path) if asked.question.choice else ()


def message(case: Case, asked: Asked) -> str:
    """The question in words."""
    if asked.question is _LIST:
        return _list_message(case, asked)
    return _filled(case, asked, asked.question.message)


def _list_message(case: Case, asked: Asked) -> str:
    count, called = case.entries(str(asked.path[0])), asked.entry or ""
    if count == 0:
        return f"Are there any {plural(called)} in the report?"
    names = ", ".join(case.entry_name((asked.path[0], i)) for i in range(count))
    return f"Is there another {called}? So far: {called if count == 1 else plural(called)} {names}."


def plural(called: str) -> str:
    """`causes of concern`."""
    first, _, rest = called.partition(" ")
    return f"{first}s {rest}".strip()


def why(case: Case, asked: Asked) -> str:
    """Why it is asked, in one line."""
    if asked.question is _LIST:
        if asked.path[0] == "recommendations":
            return "Section 55(5B): every recommendation must be answered, whoever it is for."
        return "Each is answered in the letter. The number of them is counted, never asked."
    return _filled(case, asked, asked.question.why)


def section_title(case: Case, title: str) -> str:
    """A section's title with the office's names."""
    return title if "{" not in title else _with_names(case, title)


def _filled(case: Case, asked: Asked, text: str) -> str:
    if "{" not in text:
        return text
    if asked.entry is not None:
        text = text.replace("{entry}", asked.entry).replace("{number}", case.entry_name(asked.path))
    if "{step}" in text:
        text = text.replace("{step}", case.step_words(str(asked.path[-1])))
    if "{deadline}" in text:
        text = text.replace("{deadline}", deadline_words(case))
    return _with_names(case, text) if "{" in text else text


def _with_names(case: Case, text: str) -> str:
    office = case.office
    return text.replace("{chief_officer}", office.chief_officer).replace("{body}", office.local_policing_body_short)


def deadline_words(case: Case) -> str:
    """`Thursday 31 August 2023`; empty where there is no deadline."""
    day = case.deadline()
    if day is None:
        return ""
    return f"{weekday(day)} {day_in_words(day)}"


def assume_passed(case: Case) -> None:
    """Takes it that what may be empty, and stands before something answered by hand, was meant to be left empty."""
    last = next((asked.key for asked in reversed(ordered(case)) if shown(case, asked)), None)
    if last is None:
        return
    _note_as_passed(case, last)
    if all(is_answered(case, asked) or not needed(case, asked) for asked in ordered(case)):
        _note_as_passed(case, None)


def _note_as_passed(case: Case, last: str | None) -> None:
    """Notes the questions up to `last`, or all; one that comes up because of such a note is passed like the rest."""
    before: dict[str, str] | None = None
    while case.draft.notes != before:
        before = dict(case.draft.notes)
        for asked in ordered(case):
            if asked.key == last:
                break
            if not shown(case, asked) and (note := _assumed(case, asked)) is not None:
                case.remember(asked.path, note)


def _assumed(case: Case, asked: Asked) -> str | None:
    """What to note about a question that a file made by hand passes over; None where it must be asked."""
    path, choice = asked.path, asked.question.choice
    if choice == "list":
        return COMPLETE if case.entries(str(path[0])) else LEFT_EMPTY if path[0] == "causes_of_concern" else None
    if choice == "how":
        return "said" if case.text((*path[:-1], "comment")) is not None else None
    if choice == "state":
        return "received" if _each_answered_by_chief(case) else None
    if choice == "own_answers":
        return "general"
    is_there = case.get(path) is not None and path[0] != "checklist"
    return None if choice or is_there or needed(case, asked) else LEFT_EMPTY


def _each_answered_by_chief(case: Case) -> bool:
    count = case.entries("recommendations")
    each = (case.text(("recommendations", i, "chief_constable")) is not None for i in range(count))
    return case.layout.answers_each_recommendation and count > 0 and all(each)
