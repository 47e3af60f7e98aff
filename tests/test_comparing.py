"""Two texts compared: nothing is lost, and what differs is told in words."""

import time

from hypothesis import given
from hypothesis import strategies as st

from s55draft.comparing import Kind, Piece, differences, marked, moves, word_changes

TEXTS = st.text(alphabet="ab .\n\u2019,-", max_size=60)


@given(TEXTS, TEXTS)
def test_the_pieces_of_both_texts_make_up_both_texts(old: str, new: str) -> None:
    pieces = word_changes(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.REMOVED) == new


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert all(piece.kind is Kind.SAME for piece in word_changes(text, text))


def test_a_changed_word_is_told_as_that_word() -> None:
    pieces = word_changes("I have asked the Chief Constable for a plan.", "I have asked my office for a plan.")
    assert marked(pieces) == "I have asked [-the Chief Constable-]{+my office+} for a plan."


def test_an_added_sentence_is_told_between_those_that_stay() -> None:
    pieces = word_changes("One thing. Another.", "One thing. A new one. Another.")
    assert marked(pieces) == "One thing. {+A new one.+} Another."


def test_an_added_paragraph_is_marked_by_itself() -> None:
    assert marked(word_changes("First.\n\nLast.", "First.\n\nMiddle.\n\nLast.")) == "First.\n\n{+Middle.+}\n\nLast."


def test_paragraphs_that_were_joined_show_where() -> None:
    assert marked(word_changes("First.\n\nLast.", "First. Last.")) == "First.[-\u00b6-]\n\n{+ +}Last."


def test_long_unchanged_passages_are_shortened_to_the_words_around_a_change() -> None:
    many = " ".join(f"word{number}" for number in range(100))
    text = marked(word_changes(f"{many} old {many}", f"{many} new {many}"))
    assert text == (
        "\u2026 word92 word93 word94 word95 word96 word97 word98 word99 [-old-]{+new+} "
        "word0 word1 word2 word3 word4 word5 word6 word7 \u2026"
    )


def test_texts_that_have_little_in_common_are_told_one_after_the_other() -> None:
    pieces = word_changes("The force will act at once.", "Nothing further is proposed here by anybody.")
    assert [piece.kind for piece in pieces] == [Kind.REMOVED, Kind.ADDED]


def test_white_space_alone_that_changed_can_be_seen() -> None:
    assert marked([Piece(Kind.SAME, "a"), Piece(Kind.ADDED, "  "), Piece(Kind.SAME, "b")]) == "a{+  +}b"


def test_answers_that_are_new_gone_and_changed_come_in_the_order_of_the_letter() -> None:
    old = {"report.title": "A", "recommendations[2].text": "X", "pcc.comments": "C"}
    new = {"report.title": "B", "recommendations[3].text": "Y", "pcc.comments": "C"}
    assert [(found.path, found.kind) for found in differences(old, new)] == [
        ("report.title", Kind.CHANGED),
        ("recommendations[2].text", Kind.REMOVED),
        ("recommendations[3].text", Kind.ADDED),
    ]


def test_the_fewest_entries_that_explain_a_new_order_are_said_to_have_moved() -> None:
    assert [(move.path, move.old, move.new) for move in moves(["2", "3", "6", "7"], ["6", "2", "3", "7"])] == [
        ("6", "3", "")
    ]
    assert moves(["2", "3"], ["2", "4", "3"]) == []


def test_long_texts_that_differ_throughout_are_compared_in_bounded_time() -> None:
    started = time.perf_counter()
    old, new = (" ".join(f"{word}{number % 7}" for number in range(20_000)) for word in ("a", "b"))
    word_changes(old, f"{new}\n\n{old}")
    word_changes("\n\n".join(old.split()), "\n\n".join(new.split()))
    assert time.perf_counter() - started < 5
