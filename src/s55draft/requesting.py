"""The form by which the chief officer is invited to comment, s.55(4): answers → a Word form on disk.

It asks for what the answers await of the chief officer, and shows the report's words so that nobody needs the report
beside it. Its fields have the tags of the answers, so that it is read back as a letter is.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from s55draft import answers as answers_file
from s55draft import context, statute
from s55draft.answers import Answers
from s55draft.answers.draft import Draft
from s55draft.drafting import Drafter, refuse_to_lose_work
from s55draft.errors import AnswersError, Problem, VerifyError, error, warning
from s55draft.layout import FACTS, Layout
from s55draft.markup import parse
from s55draft.model import Response, day_in_words
from s55draft.office import Office
from s55draft.publishing import publish
from s55draft.statute import AnswerTo, printed_deadline, weekday
from s55draft.word.form import (
    NAME_TAG,
    Fact,
    Field,
    Fixed,
    Form,
    Heading,
    Logo,
    Part,
    Shape,
    Words,
    answers_in,
    render_form,
)
from s55draft.word.verify import verify

_TIME_TO_COMMENT = timedelta(days=28)
_TIME_TO_RESPOND = timedelta(days=14)
_SATURDAY = 5
_SECTIONS = (
    ("recommendations", "Recommendations"),
    ("causes_of_concern", "Causes of concern"),
    ("areas_for_improvement", "Areas for improvement"),
)
_HOW = (
    "Type or paste into the marked fields. Everything else is fixed, so that nothing is changed by accident.",
    "Paragraphs, bullets, numbers, bold, italic and links are taken over. Pictures and tables are not.",
    "Where you have nothing to say, leave the field as it is.",
)
NONE_RECEIVED, RECEIVED_ON, COMMENTS = (
    f"chief_constable.{name}" for name in ("none_received", "received_on", "comments")
)


class Invitation(NamedTuple):
    """When comments are asked for, and by what day, s.55(4). `is_suggested`: nobody has set that day yet."""

    requested_on: date
    due_on: date
    is_suggested: bool


class Requested(NamedTuple):
    """A form on disk. `path` is the name that it got, which differs from `wanted` if that was open elsewhere."""

    path: Path
    wanted: Path
    invitation: Invitation
    problems: tuple[Problem, ...]
    changed: bool
    recorded: bool


def form_path(source: Path, output: Path | None) -> Path:
    """Where the form of an answers file goes: `output`, or in that folder, or beside the answers."""
    name = f"{source.stem}-request.docx"
    if output is None:
        return source.parent / name
    return output / name if output.is_dir() else output


def suggested_due_day(requested_on: date, deadline: date | None) -> date:
    """Four weeks after the request, but two weeks before the deadline at the latest; on a weekend, the Friday before.

    The office needs those two weeks to respond to the comments and to publish.
    """
    day = requested_on + _TIME_TO_COMMENT
    if deadline is not None:
        day = min(day, deadline - _TIME_TO_RESPOND)
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def invitation(read: Answers, today: date, on: date | None, due: date | None) -> Invitation:
    """The dates as given, else as the answers have them, else today and the day suggested.

    Raises AnswersError if no day can be suggested, or if the day lies before the request.
    """
    theirs = read.response.chief_constable
    requested_on = on or theirs.requested_on or today
    due_on = due or theirs.due_on
    deadline = printed_deadline(read.response)
    chosen = due_on or suggested_due_day(requested_on, deadline)
    if chosen > requested_on or (due_on is not None and chosen == requested_on):
        return Invitation(requested_on, chosen, due_on is None)
    where = ("chief_constable", "due_on") if theirs.due_on and not due else ("chief_constable",)
    if due_on is not None:
        message = f"the comments would be due on {day_in_words(due_on)}, before the day on which they are asked for"
    else:
        message = "there is too little time left before the deadline to suggest a day for the comments"
    hint = f"say by what day the comments are due, after {day_in_words(requested_on)}: --due YYYY-MM-DD"
    raise AnswersError(read.located([error("s55-4", message, hint, where)]))


def request(  # noqa: PLR0913 - one for each thing that a person may say
    source: Path,
    output: Path | None,
    drafter: Drafter,
    today: date,
    *,
    on: date | None = None,
    due: date | None = None,
    record: bool = False,
    force: bool = False,
) -> Requested:
    """The form of an answers file on disk; with `record`, its dates in the answers afterwards.

    Raises AnswersError if the report's words are not in the answers yet; OverwriteError if a form there was filled in
    since it was written; TemplateError, OfficeError, VerifyError, ExportError.
    """
    read = answers_file.read(source)
    path = form_path(source, output)
    if not force:
        refuse_to_lose_work(path, "form")
    invited = invitation(read, today, on, due)
    data = form_bytes(read, source.parent, drafter, invited)
    changed = not (path.is_file() and path.read_bytes() == data)
    written = publish(data, path) if changed else path
    if record:
        _record(source, invited)
    return Requested(written, path, invited, tuple(_late(read, invited)), changed, record)


def form_bytes(read: Answers, folder: Path, drafter: Drafter, invited: Invitation) -> bytes:
    """The form, verified. `folder` is where an office profile may lie."""
    lacking = list(_lacking(read.response))
    if lacking:
        raise AnswersError(read.located(lacking))
    layout, office = drafter.layout_of(read), drafter.office_for(folder)
    form = _form(read.response, office, layout, invited)
    data = render_form(drafter.renderer(layout), form, read.digest)
    faults = verify(data, answers_in(form))
    if faults:
        hint = "nothing was written; please report this with the answers file"
        raise VerifyError([error("verify", f"the form would not be right: {fault}", hint) for fault in faults])
    return data


def _record(source: Path, invited: Invitation) -> None:
    draft = Draft.open(source)
    draft.set(("chief_constable", "requested_on"), invited.requested_on.isoformat())
    draft.set(("chief_constable", "due_on"), invited.due_on.isoformat())
    draft.save()


def _lacking(response: Response) -> Iterator[Problem]:
    """The report's words without which there is nothing to comment on."""
    for name, title in _SECTIONS:
        if getattr(response, name) is None:
            words = title.lower()
            hint = f"add '{name}:' with the report's {words}, or '{name}: []' if it makes none"
            yield error("unanswered", f"the form shows the report's {words}, and they are not in the answers", hint)
    for path, entry, key, kind in statute.entries(response):
        if entry.text is None:
            message = f"the form shows the words of {kind} {key}, and they are not in the answers"
            yield error("unanswered", message, "copy them from the report, under 'text: |'", (*path, "text"))


def _late(read: Answers, invited: Invitation) -> list[Problem]:
    deadline = statute.last_publication_day(read.response.report.published_on)
    if deadline is None or invited.due_on <= deadline:
        return []
    message = (
        f"the comments are due on {day_in_words(invited.due_on)}, after the last lawful day for publishing them, "
        f"{day_in_words(deadline)}"
    )
    return read.located([warning("s55-4", message, "set an earlier day with --due", ("chief_constable",))])


def _form(response: Response, office: Office, layout: Layout, invited: Invitation) -> Form:
    names = {**context.build(response, office, layout).values, "draft": False}
    parts = (
        *_opening(response, office, layout, names, invited),
        *_entries(response, office, names),
        *_closing(response, office),
    )
    return Form(f"Request for comments on {response.report.title}", office.name, names, parts)


def _opening(
    response: Response, office: Office, layout: Layout, names: dict[str, Any], invited: Invitation
) -> Iterator[Part]:
    """The report's facts, what is asked by when and why, and how to fill in the form."""
    if names["logo"] is not None:
        yield Logo(names["logo"])
    yield Heading(1, f"Request for the {office.chief_officer}\u2019s comments on an inspection report")
    yield Words(
        "Section 55(4) of the Police Act 1996 requires a local policing body to invite the chief officer of police to "
        "comment on a published report, by a date that it sets.",
        "Statute Note",
    )
    for name in layout.facts:
        section, _, key = name.partition(".")
        value = names[section][key] if key else None
        if value is not None and not value.awaited:
            yield Fact(f"{FACTS[name]}:", value)
    due, deadline = _day(invited.due_on), printed_deadline(response)
    yield Fact("Comments requested on:", _day(invited.requested_on))
    yield Fact("Comments due by:", due)
    yield Heading(2, "What is asked, and by when")
    whose = office.local_policing_body
    yield Words(f"The {whose} invites you to comment on this report, and on each entry of it, by {due}.")
    if deadline is not None:
        yield Words(
            f"Your comments must be published, together with those of the {whose}, within the 56 days that begin "
            f"with the day of the report, section 55(5A): by {_day(deadline)}. "
            "The days before that are needed to respond to what you say."
        )
    yield Heading(2, "How to fill in this form")
    yield from (Words(words, "List Bullet") for words in _HOW)
    yield Words(f"Save it as a Word document, and send it back to the {office.name}.", "List Bullet")


def _day(day: date) -> str:
    return f"{weekday(day)} {day_in_words(day)}"


def _entries(response: Response, office: Office, names: dict[str, Any]) -> Iterator[Part]:
    """Each entry of the report in its own words, and under it the field for the answer."""
    members = list(statute.entries(response))
    for name, title in _SECTIONS:
        shown = names[name]
        state = names.get(f"{name}_state", "")
        if not shown and not state:
            continue
        yield Heading(2, title)
        if state:
            yield Words(state)
        if name == "recommendations" and names["recommendations_note"]:
            yield Fixed(names["recommendations_note"])
        for member, entry in zip([known for known in members if known.path[0] == name], shown, strict=True):
            yield from _entry(member, entry, office)


def _entry(member: AnswerTo, entry: dict[str, Any], office: Office) -> Iterator[Part]:
    label = entry["label"]
    if entry["title"] is not None:
        yield Heading(3, f"{label}:" if entry["numbered"] else "", entry["title"])
    else:
        yield Heading(3, f"{label}:")
    yield Fixed(entry["text"])
    yield Heading(4, f"{label}: the {office.chief_officer}\u2019s answer")
    given = member.entry.chief_constable
    tag = f"{member.path[0]}[{member.key}].chief_constable"
    yield Field(tag, f"{label}: {office.chief_officer}", blocks=parse(given) if given else ())


def _closing(response: Response, office: Office) -> Iterator[Part]:
    """The fields for all that is tied to no entry."""
    whose = office.chief_officer
    given = response.chief_constable.comments
    yield Heading(2, "General comments")
    yield Words("On the report as a whole, or on anything that is tied to no entry.")
    yield Field(COMMENTS, f"{whose}: comments", blocks=parse(given) if given else ())
    yield Heading(2, "No comments")
    yield Field(NONE_RECEIVED, "No comments", Shape.BOX, f"The {whose} has no comments on this report.")
    yield Heading(2, "Filled in by")
    yield Field(NAME_TAG, "Name", Shape.LINE, "Name:")
    yield Field(RECEIVED_ON, "Date", Shape.DATE, "Date:")
