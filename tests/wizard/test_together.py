"""An answers file that somebody else changes while questions are asked of it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from person import EXAMPLES

from s55draft.answers.draft import Draft
from s55draft.answers.merging import merged

ANSWERS = "layout: opccn-2023 # ours\nreport:\n  title: T\n  published_on: 2023-07-07\nkey_findings: One.\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text(ANSWERS)
    return path


def test_what_somebody_else_changed_meanwhile_is_kept_with_its_comments(path: Path) -> None:
    draft = Draft.open(path)
    path.write_text(ANSWERS.replace("title: T", "title: T2 # mended") + "# seen by the panel\n")
    draft.set(("key_findings",), "Two.")
    draft.save()
    assert (
        path.read_text()
        == ANSWERS.replace("title: T", "title: T2 # mended").replace("One.", "|\n  Two.") + "# seen by the panel\n"
    )
    assert draft.remark == "The file was changed elsewhere meanwhile; those changes are kept."
    draft.set(("key_findings",), "Three.")
    draft.save()
    assert draft.remark == ""
    assert draft.get(("report", "title")) == "T2"


def test_where_both_changed_the_same_answer_the_other_file_is_kept_beside(path: Path) -> None:
    draft = Draft.open(path)
    other = ANSWERS.replace("One.", "Theirs.")
    path.write_text(other)
    draft.set(("key_findings",), "Mine.")
    draft.save()
    assert Draft.open(path).get(("key_findings",)) == "Mine."
    assert path.with_name("a (2).yaml").read_text() == other
    assert "has another answer at key_findings" in draft.remark


def test_a_file_that_became_unreadable_meanwhile_is_kept_beside(path: Path) -> None:
    draft = Draft.open(path)
    path.write_text("layout: [")
    draft.set(("key_findings",), "Mine.")
    draft.save()
    assert Draft.open(path).get(("key_findings",)) == "Mine."
    assert path.with_name("a (2).yaml").read_text() == "layout: ["
    assert "cannot be read now" in draft.remark


def test_a_file_that_was_deleted_meanwhile_is_written_again(path: Path) -> None:
    draft = Draft.open(path)
    path.unlink()
    draft.set(("key_findings",), "Mine.")
    draft.save()
    assert path.read_text() == ANSWERS.replace("One.", "|\n  Mine.")


def test_an_entry_added_elsewhere_is_there_after_an_answer_here(tmp_path: Path) -> None:
    path = tmp_path / "half.yaml"
    path.write_bytes((EXAMPLES / "half-finished.yaml").read_bytes())
    mine, theirs = Draft.open(path), Draft.open(path)
    count = len(theirs.data["recommendations"])
    theirs.set(("recommendations", count), {"number": "77", "text": "New."})
    theirs.save()
    mine.set(("pcc", "closing"), "That is all.")
    mine.save()
    both = Draft.open(path)
    assert both.get(("recommendations", count, "number")) == "77"
    assert both.get(("pcc", "closing")) == "That is all."


leaves = st.text(max_size=3) | st.lists(st.text(max_size=2), max_size=2)
mappings = st.dictionaries(st.sampled_from("abc"), leaves | st.dictionaries(st.sampled_from("xy"), leaves), max_size=3)


@given(mappings, mappings)
def test_changes_of_one_alone_are_taken_as_they_are(base: dict[str, Any], changed: dict[str, Any]) -> None:
    assert merged(base, changed, base) == (changed, ())
    assert merged(base, base, changed) == (changed, ())
    assert merged(base, changed, changed) == (changed, ())


@given(mappings, mappings, mappings)
def test_an_answer_is_lost_to_nobody_without_a_word(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    both = merged(base, mine, theirs)
    clashes = {clash[0] for clash in both.clashes}
    for key in {*mine, *theirs}:
        if isinstance(theirs.get(key), str) and theirs[key] != base.get(key):
            assert both.data.get(key) == theirs[key] or key in clashes
        if isinstance(mine.get(key), str) and mine[key] != base.get(key):
            assert both.data.get(key) == mine[key]


def test_lists_as_long_as_before_are_put_together_item_by_item() -> None:
    assert merged({"a": ["x", "y"]}, {"a": ["x1", "y"]}, {"a": ["x", "y2"]}) == ({"a": ["x1", "y2"]}, ())
    assert merged({"a": ["x"]}, {"a": ["x1"]}, {"a": ["x2"]}) == ({"a": ["x1"]}, (("a", 0),))
    assert merged({"a": ["x"]}, {"a": ["x", "y"]}, {"a": []}) == ({"a": ["x", "y"]}, (("a",),))


def test_words_alone_are_the_answer_that_they_are_meant_to_be(path: Path) -> None:
    path.write_text(
        "layout: opccn-2023\nreport:\n  title: T\n  link: https://example.org/r\n"
        "areas_for_improvement:\n  - Better.\nchief_constable: We accept it.\n"
    )
    draft = Draft.open(path)
    assert draft.get(("report", "link", "url")) == "https://example.org/r"
    assert draft.get(("report", "link", "text")) is None
    assert draft.get(("areas_for_improvement", 0, "text")) == "Better."
    assert draft.get(("chief_constable", "comments")) == "We accept it."
    draft.set(("report", "link", "text"), "The report")
    draft.set(("chief_constable", "closing"), "That is all.")
    draft.save()
    assert draft.data["report"]["link"] == {"text": "The report", "url": "https://example.org/r"}
    assert Draft.open(path).data["chief_constable"] == {"comments": "We accept it.", "closing": "That is all."}
