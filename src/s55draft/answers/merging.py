"""Two people's changes to the same answers, put together; plain data, before any of it is checked."""

from typing import Any, NamedTuple

from s55draft.errors import AnswerPath

_ABSENT = object()


class Merged(NamedTuple):
    """The answers with the changes of both. `clashes` are places that both changed, each in another way."""

    data: dict[str, Any]
    clashes: tuple[AnswerPath, ...]


def merged(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> Merged:
    """What both made of `base`; where both changed the same answer, it is as in `mine`."""
    clashes: list[AnswerPath] = []
    data = _together(base, mine, theirs, (), clashes)
    return Merged(data if isinstance(data, dict) else {}, tuple(clashes))


def _together(base: Any, mine: Any, theirs: Any, path: AnswerPath, clashes: list[AnswerPath]) -> Any:  # noqa: ANN401
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    if isinstance(mine, dict) and isinstance(theirs, dict):
        known = base if isinstance(base, dict) else {}
        out = {}
        for key in [*mine, *(key for key in theirs if key not in mine)]:
            one = known.get(key, _ABSENT), mine.get(key, _ABSENT), theirs.get(key, _ABSENT)
            value = _together(*one, (*path, key), clashes)
            if value is not _ABSENT:
                out[key] = value
        return out
    if all(isinstance(one, list) for one in (base, mine, theirs)) and len(base) == len(mine) == len(theirs):
        rows = zip(base, mine, theirs, strict=True)
        return [_together(*row, (*path, place), clashes) for place, row in enumerate(rows)]
    clashes.append(path)
    return mine
