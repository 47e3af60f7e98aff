"""The register for scripts (JSON) and spreadsheets (CSV)."""

import csv
import io
import json
from datetime import date
from typing import Any

from s55draft.model import known_keys
from s55draft.office import Milestones
from s55draft.register.entries import Damaged, Entry, Row, file_name
from s55draft.register.overview import Overview

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MILESTONES = tuple(known_keys(Milestones))
_COLUMNS = (
    "answers",
    "title",
    "published_on",
    "last_lawful_day",
    "days_left",
    "stage",
    "missing",
    "to_judge",
    "letter",
    *_MILESTONES,
    "done",
    "open",
    "next",
    "problem",
)


def as_json(shown: Overview) -> str:
    """The register as a JSON object; days as 2023-08-31, and null where there is none."""
    told = {
        "today": shown.today.isoformat(),
        "passed_over": shown.passed_over,
        "bank_holidays_not_announced": shown.uncertain_years,
        "responses": [_as_dict(row) for row in shown.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _as_dict(row: Row) -> dict[str, Any]:
    if isinstance(row, Damaged):
        return {"answers": file_name(row.path), "stage": row.stage_words, "problem": row.why}
    return {
        "answers": file_name(row.path),
        "title": row.title,
        "published_on": row.published_on.isoformat(),
        "last_lawful_day": _iso(row.last_day),
        "days_left": row.days_left,
        "stage": row.stage_words,
        "missing": list(row.missing),
        "letter": row.letter.value,
        "milestones": {each.key: each.day.isoformat() for each in row.milestones},
        "checklist": {step.key: _iso(step.done) if isinstance(step.done, date) else step.done for step in row.steps},
        "obligations": [
            {"provision": each.provision, "asks": each.asks, "state": each.state.value, "finding": each.finding}
            for each in row.obligations
        ],
        "next": row.next_step,
        "problem": None,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def as_csv(shown: Overview) -> bytes:
    """The register for a spreadsheet: UTF-8 with the mark by which Excel knows it, a line for each row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in shown.rows:
        writer.writerow({key: _cell(value) for key, value in _as_cells(row).items()})
    return out.getvalue().encode("utf-8-sig")


def _as_cells(row: Row) -> dict[str, str | int]:
    if isinstance(row, Damaged):
        return {"answers": file_name(row.path), "stage": row.stage_words, "problem": row.why}
    cells: dict[str, str | int] = {
        "answers": file_name(row.path),
        "title": row.title,
        "published_on": row.published_on.isoformat(),
        "last_lawful_day": _iso(row.last_day) or "",
        "days_left": "" if row.days_left is None else row.days_left,
        "stage": row.stage_words,
        "missing": "; ".join(row.missing),
        "to_judge": "; ".join(row.to_judge),
        "letter": row.letter.value,
        "done": "; ".join(_done(row)),
        "open": "; ".join(row.open_steps),
        "next": row.next_step,
    }
    return {**cells, **{each.key: each.day.isoformat() for each in row.milestones}}


def _done(entry: Entry) -> list[str]:
    return [
        f"{step.key} {step.done.isoformat()}" if isinstance(step.done, date) else step.key
        for step in entry.steps
        if step.done
    ]


def _cell(value: str | int) -> str | int:
    """A cell that no spreadsheet takes for a formula; numbers of ours may be negative."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
