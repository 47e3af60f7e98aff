"""Pydantic's findings → Problems in plain words, each at its line and column."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from s55draft.answers.keys import Model, described
from s55draft.answers.nodes import Scalar
from s55draft.answers.places import Places
from s55draft.answers.reading import MOST_OF_A_KIND, UNTOLD
from s55draft.answers.source import SourceFault
from s55draft.answers.unknown_keys import meant_key, unknown_key
from s55draft.answers.wording import Finding, named, worded
from s55draft.answers.wrong_kinds import wrong_kind
from s55draft.cleaning import clean
from s55draft.errors import AnswerPath, Location, Problem, Severity

_WRONG_KINDS = {
    "model_type",
    "model_attributes_type",
    "dict_type",
    "tuple_type",
    "string_type",
    "date_type",
}


def validation_problems(
    exc: ValidationError, model: Model, where: Places, faults: Sequence[SourceFault]
) -> list[Problem]:
    """All of pydantic's findings, but for those that come of a fault of the file's form in the same line.

    Those beyond the first MOST_OF_A_KIND of a kind are only counted, as UNTOLD.
    """
    findings = list(_findings(exc, model, where))
    unknown = [finding for finding in findings if finding.code == "extra_forbidden"][:MOST_OF_A_KIND]
    meant = {(*finding.path[:-1], meant_key(finding)) for finding in unknown}
    findings = [finding for finding in findings if finding.code != "missing" or finding.path not in meant]
    findings.sort(key=_place)
    told: Counter[str] = Counter()
    problems: list[Problem] = []
    for finding in findings:
        told[finding.code] += 1
        if told[finding.code] <= MOST_OF_A_KIND:
            problems += _problems(finding)
        else:
            problems.append(_problem(finding, where.location(finding.path), UNTOLD, None))
    spoilt = {fault.mark.line + 1 for fault in faults if fault.code != "duplicate_key"}
    doubled = {fault.mark.line + 1 for fault in faults if fault.code == "duplicate_key"}
    return [problem for problem in problems if not _comes_of_another(problem, spoilt, doubled)]


def _comes_of_another(problem: Problem, spoilt: set[int], doubled: set[int]) -> bool:
    line = problem.location.line if problem.location is not None else None
    return line in spoilt or (line in doubled and problem.code in _WRONG_KINDS)


def _findings(exc: ValidationError, model: Model, where: Places) -> Iterator[Finding]:
    seen = set()
    for found in exc.errors(include_url=False):
        path: AnswerPath = found["loc"]
        code = found["type"]
        if where.node(path) is None and code != "missing":
            while path and where.node(path) is None:  # a union's member, or a text that stands for a mapping
                path = path[:-1]
            code = "date_type" if code == "bool_type" else code
        if (path, code) not in seen:
            seen.add((path, code))
            yield Finding(code, path, found.get("ctx", {}), found.get("input"), model, where)


def _place(finding: Finding) -> tuple[int, int]:
    place = finding.where.location(finding.path)
    return place.line or 0, place.column or 0


def _problems(finding: Finding) -> Iterator[Problem]:
    path, where = finding.path, finding.where
    if finding.code == "extra_forbidden":
        yield unknown_key(finding)
    elif finding.code == "missing":
        yield _missing(finding)
    elif finding.code == "number_used_twice":
        yield _number_used_twice(finding)
    elif finding.code == "character":
        yield from _characters(finding)
    elif finding.code in _WRONG_KINDS:
        yield wrong_kind(finding)
    else:
        culprit = {"action_and_no_action": "no_action", "none_received_and_comments": "none_received"}.get(finding.code)
        at = where.location((*path, culprit)) if culprit else where.value(path)
        yield _problem(finding, at, *worded(finding))


def _problem(finding: Finding, at: Location, message: str, hint: str | None) -> Problem:
    return Problem(Severity.ERROR, finding.code, message, hint, at, finding.path)


def _missing(finding: Finding) -> Problem:
    holder = finding.path[:-1]
    if finding.where.node(finding.path) is not None:
        hint = f"write what belongs to it behind '{finding.key}:', or below it{described(finding.path, finding.model)}"
        return _problem(finding, finding.where.location(finding.path), f"{finding.name} is empty", hint)
    place = f"under {named(holder, finding.where)}" if holder else "at the start of a line"
    if holder and isinstance(holder[-1], int):
        place = "to it, in line with its other keys"
    hint = f"add '{finding.key}:' {place}{described(finding.path, finding.model)}"
    return _problem(finding, finding.where.location(holder), f"{finding.name} is missing", hint)


def _number_used_twice(finding: Finding) -> Problem:
    number, position, where = finding.context["number"], finding.context["position"], finding.where
    path: AnswerPath = (*finding.path, position)
    others = [(*finding.path, other) for other in range(position)]
    same = [other for other in others if _number(other, where) == number]
    kind = named((*path[:-1], 0), where, called="").strip()
    if _number(path, where) is None or not same:
        message = f"{kind} {number}: its number is that of another without a number, which is counted by its place"
        hint = "give each a number, or none"
    else:
        mark = where.key_mark((*same[0], "number"))
        line = mark.line + 1 if mark is not None else 0
        message = f"{kind} {number}: the one in line {line} has the same number"
        hint = "give each the number that the report gives it"
    return Problem(Severity.ERROR, finding.code, message, hint, where.value((*path, "number")), path)


def _number(path: AnswerPath, where: Places) -> str | None:
    node = where.node((*path, "number"))
    return node.value if isinstance(node, Scalar) else None


def _characters(finding: Finding) -> Iterator[Problem]:
    """A problem for each character that was written as an escape and cannot stand in a letter."""
    given = finding.given if isinstance(finding.given, str) else ""
    faults = clean(given).faults
    for fault in faults[:MOST_OF_A_KIND]:
        at = finding.where.value(finding.path, fault.offset)
        message = f"{finding.name}: {fault.description} cannot stand in a letter"
        yield _problem(finding, at, message, "delete it here, with its backslash, and type what was meant")
    for fault in faults[MOST_OF_A_KIND:]:
        yield _problem(finding, finding.where.location(finding.path), UNTOLD, f"{fault.offset}")
