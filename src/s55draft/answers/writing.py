"""A Response → the text of an answers file."""

from typing import Any

import yaml
from pydantic import BaseModel

from s55draft.model import Response


class _Dumper(yaml.SafeDumper):
    """Writes long texts as block scalars."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - yaml's own signature
        return super().increase_indent(flow, False)

    def analyze_scalar(self, scalar: str) -> Any:  # noqa: ANN401 - yaml's analysis has no type
        analysis = super().analyze_scalar(scalar)
        analysis.allow_block = scalar.endswith("\n") and _may_be_block(scalar[:-1])
        return analysis


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if _may_be_block(text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", f"{text}\n", style="|")
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\n" in text else None)


def _may_be_block(text: str) -> bool:
    """Whether a text of several lines stays the same under `|`.

    Its first line says how far it is indented, line ends at its end are not part of it, and lines that show nothing
    lose all white space but spaces.
    """
    first, *more = text.split("\n")
    shown = first[:1].strip() != "" and more[-1:] not in ([], [""])
    return shown and "\ufeff" not in text and not any(line.isspace() and line.strip(" ") for line in more)


_Dumper.add_representer(str, _represent_text)


def written(response: Response) -> str:
    """The text of an answers file from which `load` reads the same response."""
    return yaml.dump(_plain(response), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**20)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any part of a response
    if isinstance(value, BaseModel):
        if getattr(value, "is_plain", False):
            return _plain(getattr(value, "comment"))  # noqa: B009 - only plain answers have it
        fields = type(value).model_fields
        pairs = ((name, getattr(value, name)) for name in fields)
        return {name: _plain(part) for name, part in pairs if part is not None and part != fields[name].default}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return value if isinstance(value, str | bool) else value.isoformat()
