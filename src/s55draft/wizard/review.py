"""The review: the whole response as an outline, what is missing and why, and the way to the letter."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from s55draft import answers as answers_file
from s55draft import context, statute
from s55draft.errors import AnswerPath, AnswersError, Problem, S55Error, Severity
from s55draft.layout import Layout
from s55draft.model import Response
from s55draft.office import Office
from s55draft.statute import State
from s55draft.typed import as_typed
from s55draft.wizard import asking
from s55draft.wizard.asking import Asked
from s55draft.wizard.case import Case
from s55draft.wizard.choices import CHOOSERS
from s55draft.wizard.engine import Wizard
from s55draft.wizard.opening import open_file
from s55draft.wizard.outline import DONE, PROBLEM, state_of
from s55draft.wizard.preview import excerpt, measure
from s55draft.wizard.prompter import HELP_LINES, Choice, Prompt, Span, Told, Word
from s55draft.wizard.questions import Kind

_BUILD, _LEAVE, _ANEW = ":build", ":leave", ":anew"
_MISSING = "Missing or wrong"
_WIDTH = 48


class Made(NamedTuple):
    """A letter that was built. `missing` counts what is awaited in it; `remarks` are what a person should know."""

    path: Path
    missing: int
    remarks: tuple[str, ...] = ()


Build = Callable[[Path, bool], Made]
"""Builds the letter of an answers file, the second argument: even over one changed in Word. Raises S55Error."""


def problems_of(case: Case) -> list[Problem]:
    """All that is wrong with the response or missing, as before publication."""
    try:
        read = answers_file.load(case.draft.text().encode(), str(case.draft.path))
    except AnswersError as exc:
        return list(exc.problems)
    return statute_problems(read.response, case.layout, case.office)


def not_asked(case: Case) -> list[str]:
    """What section 55 asks of other responses and not of this one, and why; nothing while the answers are wrong."""
    try:
        response = answers_file.load(case.draft.text().encode(), str(case.draft.path)).response
    except AnswersError:
        return []
    printed = [key for key, _, _ in context.printed_checklist(response, case.office, case.layout)]
    found = (each for each in statute.obligations(response, case.layout, printed) if each.state is State.NOT_ASKED)
    return [f"{_provision(each.code).capitalize()} does not apply: {each.finding}." for each in found]


def statute_problems(response: Response, layout: Layout, office: Office) -> list[Problem]:
    """What section 55 and the layout still ask for."""
    printed = [key for key, _, _ in context.printed_checklist(response, office, layout)]
    return statute.check(response, layout, printed, final=True)


def reviewer(build: Build) -> Callable[[Wizard], str | None]:
    """A review that builds letters with `build`."""

    def review(wizard: Wizard) -> str | None:
        return _review(wizard, build)

    return review


def _review(wizard: Wizard, build: Build) -> str | None:
    case, prompter = wizard.case, wizard.prompter
    questions = asking.ordered(case)
    problems = problems_of(case)
    _say_state(wizard, questions, problems)
    choices = [
        Choice(_BUILD, "Build the letter", "What next"),
        Choice(_LEAVE, "Leave; everything is saved", "What next"),
        *sorted((_line(case, asked, problems) for asked in questions), key=lambda choice: choice.group != _MISSING),
    ]
    prompt = Prompt(
        "Build the letter, or choose a line to change its answer.",
        "Review",
        notice=_summary(case, problems),
        choices=tuple(choices),
    )
    try:
        chosen = prompter.choose(prompt)
    except Told as told:
        if told.word is Word.STOP:
            raise
        if told.word is Word.BACK:
            return questions[-1].key
        prompter.say(*(HELP_LINES if told.word is Word.HELP else ()))
        return _review(wizard, build)
    if chosen == _LEAVE:
        return None
    if chosen == _BUILD:
        return _build(wizard, build)
    return chosen


def _say_state(wizard: Wizard, questions: list[Asked], problems: list[Problem]) -> None:
    case, prompter = wizard.case, wizard.prompter
    prompter.say("", [Span(asking.shown(case, questions[0]) or "A response without a title", "bold")])
    keys = {asked.path for asked in questions}
    for problem in problems:
        if problem.severity is not Severity.ERROR or not any(_belongs(problem.path, path) for path in keys):
            prompter.say(
                [
                    Span("To judge: " if problem.severity is not Severity.ERROR else "! ", "quiet"),
                    Span(_sentence(problem)),
                ]
            )
    for line in not_asked(case):
        prompter.say([Span(line, "quiet")])


def _summary(case: Case, problems: list[Problem]) -> str:
    """What is missing, and by when the response must be published."""
    count = sum(problem.severity is Severity.ERROR for problem in problems)
    things = "One thing is" if count == 1 else f"{count} things are"
    state = f"{things} missing or wrong." if count else "Nothing is missing: the response is complete."
    words = asking.deadline_words(case)
    return f"{state} Publish by {words}." if words else state


def _sentence(problem: Problem) -> str:
    words = problem.message[:1].upper() + problem.message[1:]
    return f"{words} ({_provision(problem.code)})." if _provision(problem.code) else f"{words}."


def _provision(code: str) -> str:
    return f"section 55({code.removeprefix('s55-')})" if code.startswith("s55-") else ""


def _belongs(problem: AnswerPath, question: AnswerPath) -> bool:
    """Whether a problem is about the answer to a question."""
    if not problem or (len(problem) < len(question) and problem != question[: len(problem)]):
        return False
    return problem[: len(question)] == question or (problem == question[:-1] and question[-1] in ("how", "state"))


def _line(case: Case, asked: Asked, problems: list[Problem]) -> Choice:
    state = state_of(case, asked)
    name = _name(case, asked)
    why = next(
        (problem for problem in problems if problem.severity is Severity.ERROR and _belongs(problem.path, asked.path)),
        None,
    )
    if state is DONE and why is None:
        return Choice(
            asked.key, f"{state.mark} {name}: {_answer(case, asked)}", asking.section_title(case, asked.section)
        )
    if why is not None and _provision(why.code):
        reason = f"missing; {_provision(why.code)} asks for it"
    elif state is PROBLEM:
        reason = "will not do as it stands"
    elif why is not None and asking.shown(case, asked):
        reason = excerpt(why.message, _WIDTH)
    else:
        reason = "missing; the letter prints it" if asking.needed(case, asked) else "not asked yet; may be empty"
        reason = "not answered yet; nothing is ticked" if asked.path[0] == "checklist" else reason
    asks = why is not None or state is PROBLEM or (asking.needed(case, asked) and asked.path[0] != "checklist")
    mark = "!" if asks else "\u00b7"
    group = _MISSING if mark == "!" else asking.section_title(case, asked.section)
    return Choice(asked.key, f"{mark} {name}: {reason}", group)


_NAMES = {
    "title": "Title",
    "published_on": "Published on",
    "layout": "Letter",
    "type": "Type of inspection",
    "publication_types": "Publication types",
    "forces": "Police forces",
    "response_deadline": "Deadline printed",
    "url": "Address of the link",
    "key_findings": "Key findings",
    "recommendations_note": "Words before them",
    "number": "number",
    "addressed_to": "addressed to",
    "text": "its words",
    "comment": "{body} comment",
    "how": "{body} action or reason",
    "action": "{body} action",
    "no_action": "{body} reason for none",
    "own_answers": "answered on its own",
    "requested_on": "Invited on",
    "due_on": "Due on",
    "state": "Comments received",
    "received_on": "Received on",
    "comments": "Comments",
    "closing": "Closing comments",
    "checklist": "Steps",
}


_WHOSE: dict[str, Callable[[Case], str]] = {
    "chief_constable": lambda case: case.office.chief_officer,
    "pcc": lambda case: case.office.local_policing_body_short,
}


def _name(case: Case, asked: Asked) -> str:
    last = str(asked.path[-1])
    if asked.question.choice == "list":
        return f"All {asking.plural(asked.entry or '')}"
    if asked.path[0] == "checklist" and len(asked.path) > 1:
        return excerpt(case.step_words(last), 40)
    if asked.path[-2:] == ("link", "text"):
        return "Words of the link"
    name = _NAMES.get(last, last)
    if last == "chief_constable":
        name = case.office.chief_officer
    name = name.replace("{body}", case.office.local_policing_body_short)
    if asked.entry is None:
        return name if asked.path[0] not in _WHOSE else f"{_WHOSE[str(asked.path[0])](case)}: {name.lower()}"
    return f"{asked.entry.capitalize()} {case.entry_name(asked.path)}, {'title' if last == 'title' else name}"


def _answer(case: Case, asked: Asked) -> str:
    value = asking.shown(case, asked)
    if asked.question.choice == "list":
        return f"{case.entries(str(asked.path[0]))} in all"
    if not value:
        return "left empty"
    if asked.question.choice:
        options = CHOOSERS[asked.question.choice].options(case, asked.path)
        return next((choice.label.partition(":")[0] for choice in options if choice.value == value), value)
    if asked.question.kind is Kind.TEXT:
        return f"{excerpt(value, _WIDTH - 18)} ({measure(value).partition(' in ')[0]})"
    return excerpt(value, _WIDTH) if asked.question.kind is not Kind.LINE else value[:_WIDTH]


def _build(wizard: Wizard, build: Build, *, anew: bool = False) -> str | None:
    """Builds the letter, shows its path and offers to open it; None when done, else a review again."""
    prompter, path = wizard.prompter, wizard.case.draft.path
    wizard.save()
    try:
        made = build(path, anew)
    except S55Error as exc:
        changed = any(problem.code == "changed" for problem in exc.problems)
        for problem in exc.problems:
            prompter.say([Span(f"No letter was built: {problem.message}.", "bad")])
            if problem.hint and not changed:
                prompter.say(problem.hint)
        if changed:
            pull = f"s55draft pull {as_typed(path.with_suffix('.docx'))} {as_typed(path)}"
            prompter.say(f"To read what was changed in it back into the answers first: {pull}")
        if changed and _confirm(wizard, "Replace that letter? What was changed in it is lost."):
            return _build(wizard, build, anew=True)
        return _review(wizard, build)
    prompter.say("", [Span(f"The letter is here: {made.path}", "good")], *made.remarks)
    if made.missing:
        awaited = "1 answer is" if made.missing == 1 else f"{made.missing} answers are"
        prompter.say(
            f"It is marked DRAFT, because {awaited} still missing. Go on later with: s55draft edit {as_typed(path)}"
        )
    if _confirm(wizard, "Open the letter now?"):
        remark = open_file(made.path)
        if remark:
            prompter.say(remark)
    return None


def _confirm(wizard: Wizard, question: str) -> bool:
    choices = (Choice("no", "No"), Choice("yes", "Yes"))
    try:
        return wizard.prompter.choose(Prompt(question, choices=choices)) == "yes"
    except Told as told:
        if told.word is Word.STOP:
            raise
        return False
