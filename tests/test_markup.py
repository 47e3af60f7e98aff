"""Text with marks ⇄ blocks."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s55draft.inline import Run, canonical, inline_text, parse_inline
from s55draft.markup import Blocks, Heading, ListBlock, ListItem, Paragraph, block_texts, parse, to_text
from strategies import MARKS, blocks, clean_characters, runs


def test_paragraphs_are_parted_by_a_blank_line_and_a_line_end_is_a_line_break() -> None:
    assert parse("One\ntwo\n\nthree") == (Paragraph((Run("One\ntwo"),)), Paragraph((Run("three"),)))


def test_bold_italic_both_raised_and_links_are_read() -> None:
    assert parse_inline("a **b** *c* ***d*** 21^st^ [e](https://example.org/x_(y))") == (
        Run("a "),
        Run("b", bold=True),
        Run(" "),
        Run("c", italic=True),
        Run(" "),
        Run("d", bold=True, italic=True),
        Run(" 21"),
        Run("st", raised=True),
        Run(" "),
        Run("e", url="https://example.org/x_(y)"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "5 * 3 * 2",
        "2*3*4",
        "a_b_c",
        "#5",
        "5 < 6",
        "{{ x }}",
        "R&D",
        "**",
        "* x",
        "x^2+y^2",
        "[x](ftp://y)",
        "[x](javascript:y)",
        "[x]",
        r"\\server\share",
        "1) one",
        "-5",
        "2023.",
    ],
)
def test_what_is_no_mark_is_literal(text: str) -> None:
    assert parse(text) == (Paragraph((Run(text),)),)


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        (r"\*a\*", "*a*"),
        (r"\[a](https://b.c)", "[a](https://b.c)"),
        (r"\- a", "- a"),
        (r"1\. a", "1. a"),
        (r"\• a", "• a"),
        (r"21\^st^", "21^st^"),
        (r"\\*a*", "\\*a*"),
    ],
)
def test_a_backslash_before_a_mark_makes_it_literal(text: str, literal: str) -> None:
    if text == r"\\*a*":
        assert parse(text) == (Paragraph((Run("\\"), Run("a", italic=True))),)
    else:
        assert parse(text) == (Paragraph((Run(literal),)),)


def test_a_line_that_is_bold_alone_is_a_minor_heading() -> None:
    assert parse("**Staffing**\nMore staff.\n\n**Not** a heading") == (
        Heading((Run("Staffing"),)),
        Paragraph((Run("More staff."),)),
        Paragraph((Run("Not", bold=True), Run(" a heading"))),
    )


def test_lists_have_two_levels_of_bullets_and_numbers() -> None:
    assert parse("- a\n  1. b\n  2. c\n- d") == (
        ListBlock(
            (
                ListItem((Run("a"),), (ListBlock((ListItem((Run("b"),)), ListItem((Run("c"),))), 1),)),
                ListItem((Run("d"),)),
            )
        ),
    )


def test_a_number_that_does_not_count_on_begins_a_new_list_so_that_it_is_seen_as_typed() -> None:
    assert [block.start for block in parse("1. a\n2. b\n4. c") if isinstance(block, ListBlock)] == [1, 4]


def test_bullets_pasted_from_word_are_list_items_and_its_round_letter_o_is_the_second_level() -> None:
    assert parse("•\ta\no\tb\n·  c") == parse("- a\n   - b\n- c")


def test_a_line_straight_after_an_item_is_never_joined_to_it() -> None:
    assert list(block_texts(parse("- a\nb"))) == ["a", "b"]
    assert list(block_texts(parse("- a\n  b"))) == ["a\nb"]


@settings(deadline=None, max_examples=1500)
@given(blocks())
def test_text_made_from_blocks_reads_as_those_blocks(given_blocks: Blocks) -> None:
    assert parse(to_text(given_blocks)) == given_blocks


@settings(deadline=None, max_examples=1500)
@given(runs)
def test_runs_in_canonical_form_come_back_and_no_letter_is_lost(given_runs: list[Run]) -> None:
    settled = canonical(given_runs)
    assert canonical(settled) == settled
    assert parse_inline(inline_text(settled)) == settled
    assert "".join(run.text for run in settled) == "".join(run.text for run in given_runs)


@settings(deadline=None, max_examples=1500)
@given(st.one_of(st.text(MARKS), st.text(clean_characters)))
def test_every_letter_and_digit_of_a_text_is_kept_in_order(text: str) -> None:
    def kept(words: str) -> str:
        return "".join(char for char in words if char.isalpha())

    assert kept("".join(block_texts(parse(text)))) in (kept(text), kept(text.replace("o\t", "\t")))


@pytest.mark.parametrize(
    "text",
    [
        "*" * 200_000,
        "[" * 200_000,
        "\\" * 200_000,
        "^a" * 100_000,
        "*a " * 70_000,
        "[a](" * 50_000,
        "**a*b" * 40_000,
        "- \n" * 70_000,
    ],
)
def test_hostile_marks_take_no_longer_than_their_length_deserves(text: str) -> None:
    def seconds(length: int) -> float:
        start = time.process_time()
        parse(text[:length])
        return time.process_time() - start

    half = min(seconds(len(text) // 2) for _ in range(3))
    assert min(seconds(len(text)) for _ in range(3)) < 3.2 * half + 0.1  # twice as long; four times were a square
