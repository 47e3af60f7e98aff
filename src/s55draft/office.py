"""The office profile, and the names that depend on a date.

Nothing here is law; it is what one office calls itself, its force and its steps.
"""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, NamedTuple, Self

from pydantic import BeforeValidator, Field, PrivateAttr, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from s55draft.layout import ChecklistStep, Layout
from s55draft.model import Line, Part


class Step(Part):
    """One step of an office's own office-use list."""

    key: Line = Field(description="The key by which answers files name the step.")
    text: Line = Field(description="The words that are printed.")


_LAST_DAY_BEFORE = 55
"""So many days before the last lawful day is the day of publication itself."""


def _as_days(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LAST_DAY_BEFORE:
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,2}", value.strip()) and int(value) <= _LAST_DAY_BEFORE:
        return int(value)
    raise PydanticCustomError("days", "is no number of days", {"most": _LAST_DAY_BEFORE})


Days = Annotated[
    int,
    BeforeValidator(_as_days, json_schema_input_type=int),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": _LAST_DAY_BEFORE}),
]
"""Days before the last lawful day."""


class Milestones(Part):
    """How many days before the last lawful day each internal step is due, in this order."""

    comments_due: Days = Field(28, description="The Chief Constable's comments are due.")
    draft: Days = Field(14, description="The draft goes to the PCC.")
    sign_off: Days = Field(7, description="The PCC signs off.")
    publish: Days = Field(2, description="The response is published.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        given = [(key, getattr(self, key)) for key in type(self).model_fields]
        for (earlier, before), (later, after) in pairwise(given):
            if before < after:
                raise PydanticCustomError(
                    "milestones_order",
                    "are out of order",
                    {"earlier": earlier, "before": before, "later": later, "after": after},
                )
        return self


class Office(Part):
    """What an office calls itself and those it writes to. The defaults are Norfolk's."""

    name: Line = Field(
        "Office of the Police and Crime Commissioner for Norfolk", description="The office: author of the document."
    )
    short_name: Line = Field("OPCCN", description="Its short name.")
    area: Line = Field("Norfolk", description="The police area, as the letter's title begins.")
    local_policing_body: Line = Field("Police and Crime Commissioner", description="The office-holder's title.")
    local_policing_body_short: Line = Field("PCC", description="The short form of that title.")
    force: Line = Field("Norfolk Constabulary", description="The force.")
    chief_officer: Line = Field("Chief Constable", description="The chief officer's title.")
    panel: Line = Field("Police and Crime Panel", description="The panel that is sent a copy.")
    website: Line = Field(
        "OPCCN website", description="Where the response is published, as it stands after 'published on the'."
    )
    checklist: tuple[Step, ...] | None = Field(
        None, min_length=1, description="The office's own office-use list, instead of the layout's."
    )
    milestones: Milestones = Field(
        Milestones(), description="How many days before the last lawful day the office's own steps are due."
    )
    logo: Line | None = Field(None, description="A PNG or JPEG file, beside the profile.")
    logo_alt: Line | None = Field(None, description="What the logo shows, for people who cannot see it.")

    _folder: Path = PrivateAttr(default=Path())

    def in_folder(self, folder: Path) -> "Office":
        """The same office, its logo looked for in `folder`."""
        self._folder = folder
        return self

    @property
    def logo_path(self) -> Path | None:
        """The logo's file, or None."""
        return self._folder / self.logo if self.logo else None


NORFOLK = Office()


class Inspectorate(NamedTuple):
    """The inspectorate as a report of one day calls it."""

    name: str
    short_name: str


_KING_SINCE = date(2022, 9, 8)
_FIRE_AND_RESCUE_SINCE = date(2017, 7, 19)


def inspectorate_on(day: date) -> Inspectorate:
    """The inspectorate's names on the day a report was published."""
    whose = "His" if day >= _KING_SINCE else "Her"
    name = f"{whose} Majesty\u2019s Inspectorate of Constabulary"
    if day < _FIRE_AND_RESCUE_SINCE:
        return Inspectorate(name, "HMIC")
    return Inspectorate(f"{name} and Fire & Rescue Services", "HMICFRS")


def checklist_steps(layout: Layout, office: Office) -> tuple[ChecklistStep, ...]:
    """The office-use steps that a letter may print: the office's own, or the layout's."""
    if office.checklist is None:
        return layout.checklist
    return tuple(ChecklistStep(step.key, step.text) for step in office.checklist)


def fill_names(text: str, office: Office, inspectorate: Inspectorate) -> str:
    """A layout's words with the names in braces filled in."""
    names = {
        "inspectorate": inspectorate.short_name,
        "chief_officer": office.chief_officer,
        "panel": office.panel,
        "website": office.website,
    }
    for key, name in names.items():
        text = text.replace(f"{{{key}}}", name)
    return text
