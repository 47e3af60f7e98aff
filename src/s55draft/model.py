"""A response to a published report, and its parts: what is well-formed.

Says nothing of the law (`statute`), of files (`answers`) or of looks (`context`). A part that is None is not
answered yet; an empty list says that there are none. Field names are those of the answers format, version 1.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    WithJsonSchema,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from s55draft.cleaning import clean
from s55draft.inline import is_link_target

_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def _cleaned(value: str) -> str:
    cleaned = clean(value)
    if cleaned.faults:
        fault = cleaned.faults[0]
        raise PydanticCustomError(
            "character", "{what} cannot stand in a letter", {"what": fault.description, "offset": fault.offset}
        )
    if not cleaned.text or cleaned.text.isspace():
        raise PydanticCustomError("blank", "is empty", {})
    return cleaned.text


def _on_one_line(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("one_line", "goes over several lines", {})
    return value


def _web_address(value: str) -> str:
    if not (value.startswith(("http://", "https://")) and len(value) > len("https://") and is_link_target(value)):
        raise PydanticCustomError("url", "is not a web address", {"given": value})
    return value


def _as_day(value: object) -> object:
    if isinstance(value, date) or not isinstance(value, str):
        return value
    match = _ISO_DATE.fullmatch(value.strip())
    if match is None:
        raise PydanticCustomError("date_form", "is not a date as the file needs it", {"given": value})
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError as exc:
        raise PydanticCustomError("date_impossible", "is not a day of the calendar", {"given": value}) from exc


def _as_yes_or_no(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _as_true_or_false(value: object) -> object:
    plain = _as_yes_or_no(value)
    if isinstance(plain, str):  # `yes` is the same word in a list of steps, and no answer there
        raise PydanticCustomError("bool_parsing", "is neither true nor false", {})
    return plain


def _as_tick(value: object) -> object:
    plain = _as_yes_or_no(value)
    return plain if isinstance(plain, bool) else _as_day(plain)


def _as_entry(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


Text = Annotated[str, AfterValidator(_cleaned)]
"""Paragraphs, lists and marks, as `markup` reads them. Never blank."""
Line = Annotated[str, AfterValidator(_cleaned), AfterValidator(_on_one_line)]
"""Words on one line, without marks: every character is literal. Never blank."""
Number = Annotated[
    Line,
    Field(max_length=20),
    WithJsonSchema({"anyOf": [{"type": "string", "maxLength": 20}, {"type": "integer"}]}),
]
"""What the report calls an entry: `2`, `4b`. Short, since it is part of a content control's tag."""
WebAddress = Annotated[Line, AfterValidator(_web_address)]
"""An address that begins with http:// or https://."""
Day = Annotated[
    date, BeforeValidator(_as_day, json_schema_input_type=str), WithJsonSchema({"type": "string", "format": "date"})
]
"""A day, written 2023-07-07."""
YesOrNo = Annotated[bool, BeforeValidator(_as_true_or_false)]
Tick = Annotated[
    bool | date,
    BeforeValidator(_as_tick),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "string", "format": "date"}]}),
]
"""False: not done. True: done. A date: done on that day."""


class Part(BaseModel):
    """A part of what people write: unknown keys are errors, nothing changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Link(Part):
    """A link with its words."""

    text: Line = Field(description="The words that are clicked; they say where the link goes.")
    url: WebAddress = Field(description="The address: http:// or https://.")


class Report(Part):
    """The published report that is answered."""

    title: Line = Field(description="The report's title as printed on it.")
    published_on: Day = Field(description="The day on which the report was published; the 56 days begin with it.")
    type: Line | None = Field(
        None, description="Type of inspection, such as National Inspection (printed by opccn-2017)."
    )
    publication_types: tuple[Line, ...] | None = Field(
        None, min_length=1, description="The publication types, in order (printed by opccn-2023)."
    )
    forces: Line | None = Field(None, description="The police forces that the report is on (printed by opccn-2023).")
    link: Link | None = Field(None, description="Where the report is published (printed by opccn-2023).")


class LocalPolicingBodyAnswer(Part):
    """What the local policing body says to one entry, s.55(5B). Written as a text, or in its parts."""

    comment: Text | None = Field(None, description="What the PCC says.")
    action: Text | None = Field(None, description="What the PCC has done or will do, s.55(5B)(a).")
    no_action: Text | None = Field(None, description="Or why nothing was or will be done, s.55(5B)(b).")
    _is_plain: bool = PrivateAttr(default=False)

    @property
    def is_plain(self) -> bool:
        """Whether the answer was written as a text, and not in its parts."""
        return self._is_plain

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if self.action is not None and self.no_action is not None:
            raise PydanticCustomError("action_and_no_action", "says both what is done and why nothing is done", {})
        return self


def _of_text_or_parts(value: object, read: Callable[[object], LocalPolicingBodyAnswer]) -> LocalPolicingBodyAnswer:
    if not isinstance(value, str):
        return read(value)
    answer = read({"comment": value})
    answer._is_plain = True  # noqa: SLF001 - nothing that is typed may say so
    return answer


_AnswerField = Annotated[
    LocalPolicingBodyAnswer,
    WrapValidator(_of_text_or_parts, json_schema_input_type=LocalPolicingBodyAnswer | str),
]


class Entry(Part):
    """One thing in the report that asks for an answer."""

    number: Number | None = Field(None, description="The number that the report gives it.")
    title: Line | None = Field(None, description="Its title, where the report gives one.")
    addressed_to: Line | None = Field(None, description="Whom the report asks; kept for the record, not printed.")
    text: Text | None = Field(None, description="Its words in the report.")
    chief_constable: Text | None = Field(None, description="The Chief Constable's answer to it.")
    pcc: _AnswerField | None = Field(
        None, description="The PCC's answer to it: a text, or comment with action or no_action."
    )


class Recommendation(Entry):
    """A recommendation, by the report's own number."""

    number: Number = Field(description="The number that the report gives it.")


class CauseOfConcern(Entry):
    """A cause of concern; it always carries one or more recommendations."""


class AreaForImprovement(Entry):
    """An area for improvement. A plain text is its words."""


class ChiefConstable(Part):
    """The chief officer's comments on the report, and the record of the invitation, s.55(4)."""

    comments: Text | None = Field(None, description="Opening (or whole) comments.")
    closing: Text | None = Field(None, description="Closing comments, after the answers to each recommendation.")
    requested_on: Day | None = Field(None, description="The day on which comments were invited, s.55(4).")
    due_on: Day | None = Field(None, description="The day by which comments were asked for, s.55(4).")
    received_on: Day | None = Field(None, description="The day on which comments came in.")
    none_received: YesOrNo = Field(False, description="true: invited, and nothing came.")

    @model_validator(mode="after")
    def _none_means_none(self) -> Self:
        if self.none_received and (
            self.comments is not None or self.closing is not None or self.received_on is not None
        ):
            raise PydanticCustomError(
                "none_received_and_comments", "says that no comments were received, yet gives some", {}
            )
        return self


class Pcc(Part):
    """The local policing body's own comments."""

    comments: Text | None = Field(None, description="Opening (or whole) comments.")
    closing: Text | None = Field(None, description="Closing comments, after the answers to each recommendation.")


def entry_key(entry: Entry, position: int) -> str:
    """What an entry is called in tags and messages: its number, else its place counted from 1."""
    return entry.number if entry.number is not None else str(position + 1)


def _numbers_differ(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    seen: set[str] = set()
    for position, entry in enumerate(entries):
        key = entry_key(entry, position)
        if key in seen:
            raise PydanticCustomError(
                "number_used_twice", "number {number} is used twice", {"number": key, "position": position}
            )
        seen.add(key)
    return entries


_Recommendations = Annotated[tuple[Recommendation, ...], AfterValidator(_numbers_differ)]
_CausesOfConcern = Annotated[tuple[CauseOfConcern, ...], AfterValidator(_numbers_differ)]
_Area = Annotated[AreaForImprovement, BeforeValidator(_as_entry, json_schema_input_type=AreaForImprovement | str)]
_AreasForImprovement = Annotated[tuple[_Area, ...], AfterValidator(_numbers_differ)]


class Response(Part):
    """A response under section 55, complete or not."""

    layout: Line = Field(description="The house layout: opccn-2017 or opccn-2023.")
    report: Report = Field(description="The published report.")
    response_deadline: Day | None = Field(
        None, description="The deadline that is printed; the last lawful day when left out."
    )
    key_findings: Text | None = Field(None, description="A summary of the report's key findings.")
    recommendations_note: Text | None = Field(None, description="A few words before the recommendations.")
    recommendations: _Recommendations | None = Field(
        None, description="The recommendations; [] says that there are none."
    )
    causes_of_concern: _CausesOfConcern = Field((), description="The causes of concern.")
    areas_for_improvement: _AreasForImprovement | None = Field(
        None, description="The areas for improvement; [] says that there are none."
    )
    chief_constable: ChiefConstable = Field(ChiefConstable(), description="The Chief Constable's comments.")
    pcc: Pcc = Field(Pcc(), description="The PCC's comments.")
    checklist: dict[str, Tick] | None = Field(
        None, description="The office-use steps: false, true, or the day on which each was done."
    )


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the answers format."""
    schema = Response.model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "s55draft answers, version 1"
    return schema


def known_keys(model: type[BaseModel]) -> Iterable[str]:
    """The keys that a mapping of this kind may have."""
    return iter(model.model_fields)
