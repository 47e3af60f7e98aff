"""Writes the tables of `answers-format.md` from the model: `python docs/make_reference.py`.

A table stands between `<!-- table: Name -->` and `<!-- end -->`; what is between them is replaced.
"""  # noqa: INP001 - a script, no part of a package

import re
from datetime import date
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from s55draft import model
from s55draft.layout import Layout
from s55draft.model import Response
from s55draft.office import Days, Milestones, Office, Step
from s55draft.statute import awaited
from s55draft.word.template import house_layouts, open_layout

PAGE = Path(__file__).resolve().with_name("answers-format.md")
_TABLE = re.compile(r"(<!-- table: (?P<name>\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_MODELS: dict[str, type[BaseModel]] = {
    each.__name__: each
    for each in (
        *(model.Response, model.Report, model.Link, model.Recommendation),
        *(model.LocalPolicingBodyAnswer, model.ChiefConstable, model.Pcc, Office, Step, Milestones),
    )
}
_WORDS = [
    (model.Text, "text"),
    (model.Line, "one line"),
    (model.Number, "one line, 20 letters at most"),
    (model.WebAddress, "web address"),
    (model.Day, "day"),
    (model.YesOrNo, "`true` or `false`"),
    (model.Tick, "`false`, `true` or day"),
    (model.Link, "keys, see Link"),
    (model.Report, "keys, see Report"),
    (model.ChiefConstable, "keys, see Chief Constable"),
    (model.Pcc, "keys, see PCC"),
    (model.LocalPolicingBodyAnswer, "text, or keys, see The PCC's answer"),
    (model.Recommendation, "recommendations"),
    (model.CauseOfConcern, "causes of concern"),
    (model.AreaForImprovement, "areas for improvement"),
    (Step, "steps"),
    (Milestones, "keys, see Milestones"),
    (Days, "whole number, 0 to 55"),
]
_PROFILE: tuple[type[BaseModel], ...] = (Office, Milestones)
_ENTRIES = "recommendations"


def page_with_tables(page: str) -> str:
    """The page with each of its tables written anew."""
    return _TABLE.sub(lambda match: match[1] + table(match["name"]) + match[3], page)


def table(name: str) -> str:
    """The table of one model."""
    kind = _MODELS[name]
    hints = get_type_hints(kind, include_extras=True)
    last = "Default" if kind in _PROFILE else "Needed"
    lines = [f"| Key | Value | {last} | Meaning |", "|---|---|---|---|"]
    for key in model.known_keys(kind):
        field = kind.model_fields[key]
        needed = _default(field.default) if kind in _PROFILE else _needed(kind, key)
        lines.append(f"| `{key}` | {_value(hints[key])} | {needed} | {field.description} |")
    return "\n".join(lines) + "\n"


def _value(hint: Any) -> str:  # noqa: ANN401 - any annotation
    """What people write there, in words."""
    for known, words in _WORDS:
        if hint == known:
            return words
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return hint.__name__
    origin, arguments = get_origin(hint), [part for part in get_args(hint) if part is not NoneType]
    if origin is tuple:
        held = _value(arguments[0])
        return f"list of {'lines' if held == 'one line' else held}"
    if origin is dict:
        return f"keys with {_value(arguments[1])}"
    return _value(arguments[0])


def _default(value: object) -> str:
    if isinstance(value, Milestones):
        return "as below"
    return str(value) if isinstance(value, str | int) else "none"


def _needed(kind: type[BaseModel], key: str) -> str:
    """`required`, `awaited` or `optional`: of a response with no answer yet."""
    if kind.model_fields[key].is_required():
        return "required"
    asking = [layout.name for layout in map(open_layout, house_layouts()) if key in _awaited_keys(kind, layout)]
    if not asking:
        return "optional"
    return "awaited" if asking == house_layouts() else f"awaited in {' and '.join(f'`{name}`' for name in asking)}"


def _awaited_keys(kind: type[BaseModel], layout: Layout) -> set[str]:
    """The keys of a model that a layout awaits of a response in which nothing is answered."""
    report = {"title": "T", "published_on": date(2023, 7, 7)}
    nothing = Response.model_validate({"layout": layout.name, "report": report})
    begun = nothing.model_copy(update={_ENTRIES: (model.Recommendation.model_validate({"number": "1"}),)})
    paths = [item.path for response in (nothing, begun) for item in awaited(response, layout)]
    holder = {
        model.Response: (),
        model.Report: ("report",),
        model.Recommendation: (_ENTRIES, 0),
        model.ChiefConstable: ("chief_constable",),
        model.Pcc: ("pcc",),
    }.get(kind)
    if holder is None:
        return set()
    return {str(path[len(holder)]) for path in paths if path[: len(holder)] == holder and len(path) > len(holder)}


if __name__ == "__main__":
    PAGE.write_text(page_with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
