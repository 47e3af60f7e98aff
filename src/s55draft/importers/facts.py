"""The facts at the top of a letter: a label, and its value behind a tab or colon, in a cell beside it, or below it."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from s55draft.answers.dates import guessed_day
from s55draft.importers.doubts import Doubts
from s55draft.importers.landmarks import Landmarks, cut, normal, text_of, until
from s55draft.inline import Run, Runs
from s55draft.markup import stripped
from s55draft.model import Response
from s55draft.statute import last_publication_day
from s55draft.word.reader import Item

_SPLIT_RAISED = re.compile(r"(?<=\d)\s+(?=(?:st|nd|rd|th)\b)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>()]+")


class Facts(NamedTuple):
    """The facts by their path in the answers, and the paragraphs that are none."""

    values: dict[str, Runs]
    before: tuple[Item, ...]
    after: tuple[Item, ...]
    """Paragraphs after the last fact."""


class _Line(NamedTuple):
    """One line that may be a fact: a paragraph's line, or a row of a table."""

    runs: Runs
    item: Item


def find_facts(items: Sequence[Item], landmarks: Landmarks) -> Facts:
    """The facts among the paragraphs before the first section."""
    values: dict[str, Runs] = {}
    before: list[Item] = []
    after: list[Item] = []
    waiting = ""
    for line in _lines(items, landmarks):
        fact, value = _labelled(line.runs, landmarks)
        if fact and fact not in values:
            values[fact] = value
            waiting = "" if text_of(value).strip() else fact
            before += after
            after = []
        elif waiting:
            values[waiting], waiting = line.runs, ""
        else:
            after.append(line.item._replace(runs=line.runs))
    return Facts(values, tuple(before), tuple(after)) if values else Facts({}, tuple(after), ())


def _lines(items: Iterable[Item], landmarks: Landmarks) -> list[_Line]:
    """Paragraphs line by line, a line anew at each label, and the rows of tables as one line each."""
    out: list[_Line] = []
    row: tuple[int, int] | None = None
    for item in items:
        here = (item.cell.table, item.cell.row) if item.cell is not None else None
        if here is not None and here == row:
            before = out[-1]
            out[-1] = _Line((*before.runs, Run("\t"), *item.runs), before.item)
        else:
            out += [_Line(runs, item) for line in _by_line(item.runs) for runs in _by_label(line, landmarks)]
        row = here
    return out


def _by_line(runs: Runs) -> list[Runs]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *more = run.text.split("\n")
        lines[-1].append(run._replace(text=first))
        lines += [[run._replace(text=part)] for part in more]
    return [settled for line in lines if (settled := stripped(line))]


def _by_label(runs: Runs, landmarks: Landmarks) -> list[Runs]:
    """A line in pieces that begin with a label and a colon each."""
    places = [0, *(match.start() for match in landmarks.labels_within(text_of(runs)) if match.start())]
    pieces = [cut(until(runs, end), start) for start, end in zip(places, [*places[1:], None], strict=True)]
    return [settled for piece in pieces if (settled := stripped(piece))]


def _labelled(runs: Runs, landmarks: Landmarks) -> tuple[str, Runs]:
    """The fact whose label a line begins with, and its value; two empty ones for any other line."""
    words = text_of(runs)
    for end in _label_ends(words):
        fact = landmarks.fact_labels.get(normal(words[:end]))
        if fact is not None:
            return fact, stripped(cut(runs, end))
    return "", ()


def _label_ends(words: str) -> list[int]:
    """Where a label may end: at a colon or tab, at wide white space, or with the line."""
    ends = [match.end() for match in re.finditer(r"[:\t]\s*| {2,}|\s+[\u2013\u2014-]\s+", words[:120])]
    return [*ends, len(words)]


def fill_facts(values: dict[str, Runs], data: dict[str, Any], doubts: Doubts) -> None:
    """Writes the facts into the answers, each in the form that it has there."""
    report: dict[str, Any] = {}
    for fact, runs in values.items():
        words = " ".join(text_of(runs).split())
        section, _, key = fact.partition(".")
        if not words:
            doubts.add(f"the letter gives no answer to \u201c{fact}\u201d")
        elif fact == "report.published_on":
            _fill_day(report, key, words, doubts)
        elif fact == "report.publication_types":
            report[key] = _listed(words, doubts)
        elif fact == "report.link":
            _fill_link(report, runs, words, doubts)
        elif not key:
            _fill_day(data, section, words, doubts)
        else:
            report[key] = words
    for key in ("title", "published_on"):
        if key not in report:
            doubts.add(f"report.{key} was not found, and every answers file needs it: add it")
    order = [name for name in Response.model_fields["report"].annotation.model_fields if name in report]  # type: ignore[union-attr]
    data["report"] = {name: report[name] for name in order}
    _settle_deadline(data)


def _fill_day(holder: dict[str, Any], key: str, words: str, doubts: Doubts) -> None:
    day = guessed_day(_SPLIT_RAISED.sub("", words))
    if day is not None:
        holder[key] = day.isoformat()
        return
    doubts.add(f"{key}: no day could be made out of \u201c{words}\u201d")
    doubts.leavings(f"{key}: {words}")


def _fill_link(report: dict[str, Any], runs: Runs, words: str, doubts: Doubts) -> None:
    """The link's words and address; an address that is only typed is one too."""
    typed = _ADDRESS.search(words)
    url = next((run.url for run in runs if run.url and run.url.startswith("http")), None)
    if url is None and typed is not None:
        url = typed[0].rstrip(".,;)")
        rest = re.sub(r"\(\s*\)|\[\s*\]|<\s*>", "", words.replace(url, "", 1))
        words = re.sub(r"[\s:\u2013-]+\.?$", "", rest.strip()) or words
    if url is None:
        doubts.add("report.link: the letter has words for the link and no address", near=words)
        doubts.leavings(f"link: {words}")
        return
    report["link"] = {"text": words, "url": url}


def _listed(words: str, doubts: Doubts) -> list[str]:
    """`PEEL, Police performance and Spotlight` taken apart again."""
    parts = [part.strip(" .") for part in re.split(r"[,;|]\s*", words) if part.strip(" .")]
    head, joint, last = parts[-1].rpartition(" and ")
    if joint:
        parts[-1:] = [part for part in (head.strip(), last.strip()) if part]
        if len(parts) == 2:  # noqa: PLR2004 - the two around the "and"
            doubts.add(
                "report.publication_types: the words before and after \u201cand\u201d were taken as two", near=words
            )
    return parts


def _settle_deadline(data: dict[str, Any]) -> None:
    """A deadline that is the last lawful day is what every letter prints; it needs no answer."""
    published = guessed_day(data["report"].get("published_on", ""))
    printed = data.get("response_deadline")
    if published is not None and printed is not None:
        lawful = last_publication_day(published)
        if lawful is not None and lawful.isoformat() == printed:
            del data["response_deadline"]
