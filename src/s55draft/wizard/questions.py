"""The questions, as data, in the order of the work.

A question's `path` is where its answer stands in the answers file, its `key` that path as text; a few questions lead
to others and are no answers themselves (`choices`). In messages, words in braces are filled in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from s55draft.errors import AnswerPath
from s55draft.wizard.case import Case
from s55draft.wizard.choices import read_checklist, read_how, read_own, read_state


class Kind(Enum):
    """How a question is answered."""

    LINE = "words on one line"
    DAY = "a day, however people write it"
    WORDS = "several words or names, with commas between"
    TEXT = "paragraphs, typed, pasted or from a file"
    CHOICE = "one of several"


When = Callable[[Case, AnswerPath], bool]
"""A condition on what is known so far; the path is that of the question."""


def always(_: Case, __: AnswerPath) -> bool:
    """In every response."""
    return True


def never(_: Case, __: AnswerPath) -> bool:
    """In no response."""
    return False


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `needed` says whether the law or the office asks for an answer; others may be left empty.

    In an entry of a list, `path` goes on from the entry's own; `choice` names the member of `choices` that reads and
    stores the answer.
    """

    path: AnswerPath
    message: str
    why: str
    kind: Kind = Kind.LINE
    needed: When = always
    when: When = always
    choice: str = ""
    section: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the work. With `entries`, its questions are asked for each entry of that list."""

    title: str
    questions: tuple[Question, ...] = ()
    entries: str = ""
    called: str = ""
    after: tuple[Question, ...] = ()


def _printed(case: Case, path: AnswerPath) -> bool:
    fact = ".".join(str(part) for part in path[:2])
    return fact in case.layout.facts


def _each_answered(case: Case, path: AnswerPath) -> bool:
    return case.layout.answers_each_recommendation or case.get(path) is not None


def _chief_each(case: Case, path: AnswerPath) -> bool:
    """Where the chief officer sent nothing at all, single answers are not asked for."""
    return case.get(path) is not None or (read_state(case, path) != "none" and _each_answered(case, path))


def _binds(case: Case, path: AnswerPath) -> bool:
    """Whether s.55(5B) asks for an answer to this entry that no general comment stands for."""
    return case.layout.answers_each_recommendation and path[0] != "areas_for_improvement"


def _own_answers(case: Case, path: AnswerPath) -> bool:
    return read_own(case, path) == "own"


def _takes(how: str) -> When:
    def chosen(case: Case, path: AnswerPath) -> bool:
        return read_how(case, path) == how

    return chosen


def _each_silent(whose: str) -> When:
    """The general comments are needed while not every recommendation has its answer."""

    def needed(case: Case, _: AnswerPath) -> bool:
        members = case.get(("recommendations",))
        count = len(members) if isinstance(members, list) else 0
        each = all(case.get(("recommendations", i, whose)) is not None for i in range(count))
        return not (case.layout.answers_each_recommendation and count and each)

    return needed


def _received(case: Case, path: AnswerPath) -> bool:
    return read_state(case, path) == "received"


def _recorded(case: Case, path: AnswerPath) -> bool:
    return read_checklist(case, path) == "record"


def _some(case: Case, _: AnswerPath) -> bool:
    return bool(case.get(("recommendations",)))


def _published(case: Case, path: AnswerPath) -> bool:
    return _printed(case, path) and case.deadline() is not None


REPORT = Section(
    "The report",
    (
        Question(
            ("report", "title"),
            "What is the title of the report?",
            "It is printed at the top of the letter, exactly as it stands on the report.",
        ),
        Question(
            ("report", "published_on"),
            "On what day was the report published?",
            "The 56 days of section 55(5A) begin with that day.",
            Kind.DAY,
        ),
        Question(
            ("layout",),
            "Which letter is it to be?",
            "It decides the headings and the facts that are printed.",
            Kind.CHOICE,
            choice="layout",
        ),
        Question(
            ("report", "type"),
            "What type of inspection was it?",
            "It is printed under the title: National Inspection, for example.",
            when=_printed,
        ),
        Question(
            ("report", "publication_types"),
            "Which publication types does the website give?",
            "They are printed under the title. Put commas between several: PEEL, Spotlight.",
            Kind.WORDS,
            when=_printed,
        ),
        Question(
            ("report", "forces"),
            "Which police forces is the report on?",
            "It is printed under the title: All local forces in England and Wales, for example.",
            when=_printed,
        ),
        Question(
            ("report", "link", "text"),
            "What words should the link to the report have?",
            "People click on them, so they say where the link goes; the report's title, as a rule.",
            when=_printed,
        ),
        Question(
            ("report", "link", "url"),
            "What is the web address of the report?",
            "The letter links to it. Copy it from the browser; it begins with https://",
            when=_printed,
        ),
        Question(
            ("response_deadline",),
            "Should another deadline be printed than {deadline}?",
            "Leave it empty to print the last day that the law allows.",
            Kind.DAY,
            needed=never,
            when=_published,
        ),
    ),
)

FINDINGS = Section(
    "Key findings",
    (
        Question(
            ("key_findings",),
            "What are the report's key findings?",
            "A summary in the office's words: it is the first part of the letter.",
            Kind.TEXT,
        ),
    ),
)

_NUMBER = Question(
    ("number",),
    "What number does the report give this {entry}?",
    "The letter keeps the report's own numbering, such as 2, 3, 6.",
)
_TITLE = Question(
    ("title",),
    "Has this {entry} a title?",
    "It is printed before its words. Leave it empty if the report gives none.",
    needed=never,
)
_ADDRESSED = Question(
    ("addressed_to",),
    "Whom is {entry} {number} addressed to?",
    "Kept for the record, not printed. Leave it empty if it does not matter.",
    needed=never,
)
_WORDS = Question(
    ("text",),
    "What does {entry} {number} say?",
    "Its words in the report are printed in full.",
    Kind.TEXT,
)
_CHIEF = Question(
    ("chief_constable",),
    "What does the {chief_officer} answer to {entry} {number}?",
    "Section 55(5)(b): it is published with the response. Skip it until it comes in.",
    Kind.TEXT,
    needed=_binds,
    when=_chief_each,
)
_COMMENT = Question(
    ("pcc", "comment"),
    "What does the {body} say to {entry} {number}?",
    "Section 55(5)(c). Leave it empty if there is only an action, or a reason for none.",
    Kind.TEXT,
    needed=never,
    when=_each_answered,
)
_HOW = Question(
    ("pcc", "how"),
    "What has been done, or will be, about {entry} {number}?",
    "Section 55(5B): the response must explain the action, or why there is none.",
    Kind.CHOICE,
    needed=_binds,
    when=_each_answered,
    choice="how",
)
_ACTION = Question(
    ("pcc", "action"),
    "What action has the {body} taken, or will take, on {entry} {number}?",
    "Section 55(5B)(a).",
    Kind.TEXT,
    when=_takes("action"),
)
_NO_ACTION = Question(
    ("pcc", "no_action"),
    "Why is nothing done about {entry} {number}?",
    "Section 55(5B)(b) asks for the reason.",
    Kind.TEXT,
    when=_takes("no_action"),
)
_NOTE = Question(
    ("recommendations_note",),
    "Should some words stand before the recommendations?",
    "How many there are and which are for others, for example. Leave it empty if there is nothing to say.",
    Kind.TEXT,
    needed=never,
    when=_some,
)


def _optional(question: Question, when: When = always) -> Question:
    return Question(question.path, question.message, question.why, question.kind, never, when, question.choice)


RECOMMENDATIONS = Section(
    "Recommendations",
    (_NUMBER, _ADDRESSED, _WORDS, _CHIEF, _COMMENT, _HOW, _ACTION, _NO_ACTION),
    entries="recommendations",
    called="recommendation",
    after=(_NOTE,),
)
CAUSES = Section(
    "Causes of concern",
    (_optional(_NUMBER), _TITLE, _WORDS, _optional(_CHIEF, _chief_each), _COMMENT, _HOW, _ACTION, _NO_ACTION),
    entries="causes_of_concern",
    called="cause of concern",
)
AREAS = Section(
    "Areas for improvement",
    (
        _optional(_NUMBER),
        _TITLE,
        _WORDS,
        Question(
            ("own_answers",),
            "Is {entry} {number} answered on its own?",
            "Some areas have their own answers; most are covered by the general comments.",
            Kind.CHOICE,
            needed=never,
            choice="own_answers",
        ),
        _optional(_CHIEF, _own_answers),
        _optional(_COMMENT, _own_answers),
    ),
    entries="areas_for_improvement",
    called="area for improvement",
)
CHIEF = Section(
    "{chief_officer}",
    (
        Question(
            ("chief_constable", "requested_on"),
            "On what day was the {chief_officer} invited to comment?",
            "Section 55(4): the comments must be invited.",
            Kind.DAY,
        ),
        Question(
            ("chief_constable", "due_on"),
            "By what day were the comments asked for?",
            "Section 55(4): the invitation names a date.",
            Kind.DAY,
        ),
        Question(
            ("chief_constable", "state"),
            "Have the {chief_officer}'s comments come?",
            "Section 55(5)(b): they are published with the response.",
            Kind.CHOICE,
            choice="state",
        ),
        Question(
            ("chief_constable", "received_on"),
            "On what day did they come?",
            "Kept for the record, not printed.",
            Kind.DAY,
            needed=never,
            when=_received,
        ),
        Question(
            ("chief_constable", "comments"),
            "What are the {chief_officer}'s opening (or whole) comments?",
            "Section 55(5)(b): they are published in full.",
            Kind.TEXT,
            needed=_each_silent("chief_constable"),
            when=_received,
        ),
        Question(
            ("chief_constable", "closing"),
            "Has the {chief_officer} any closing comments?",
            "They stand after the answers to the recommendations. Leave it empty if there are none.",
            Kind.TEXT,
            needed=never,
            when=_received,
        ),
    ),
)
BODY = Section(
    "{body}",
    (
        Question(
            ("pcc", "comments"),
            "What are the {body}'s opening (or whole) comments?",
            "Section 55(5)(a): the {body}'s own comments on the report.",
            Kind.TEXT,
            needed=_each_silent("pcc"),
        ),
        Question(
            ("pcc", "closing"),
            "Has the {body} any closing comments?",
            "They stand at the end of the response. Leave it empty if there are none.",
            Kind.TEXT,
            needed=never,
        ),
    ),
)
OFFICE_USE = Section(
    "For office use",
    (
        Question(
            ("checklist",),
            "Has any of the office-use steps been done?",
            "The letter ends with the list; section 55(6) asks for copies to the inspectors and the Home Office.",
            Kind.CHOICE,
            choice="checklist",
        ),
    ),
)
STEP = Question(
    (),
    "{step}: on what day?",
    "Leave it empty while it is not done. The day is kept for the record; the letter shows a tick.",
    Kind.DAY,
    needed=never,
    when=_recorded,
)

SECTIONS = (REPORT, FINDINGS, RECOMMENDATIONS, CAUSES, AREAS, CHIEF, BODY, OFFICE_USE)
