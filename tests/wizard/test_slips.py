from pathlib import Path

import pytest
from person import EXAMPLES, data_of
from screen import Screen

KEYS = {
    "escape": "\x1b",
    "escape then enter": "\x1b\r",
    "ctrl-z": "\x1a",
    "tab": "\t",
    "shift-tab": "\x1b[Z",
    "f2": "\x1bOQ",
    "f5": "\x1b[15~",
    "f12": "\x1b[24~",
    "up": "\x1b[A" * 3,
    "down": "\x1b[B" * 3,
    "left": "\x1b[D" * 3,
    "right": "\x1b[C" * 3,
    "home and end": "\x1b[H\x1b[F",
    "page up and down": "\x1b[5~\x1b[6~",
    "insert": "\x1b[2~",
    "ctrl-s and ctrl-q": "\x13\x11",
    "ctrl-backslash": "\x1c",
    "ctrl-r and ctrl-v": "\x12\x16",
}


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    (tmp_path / "half.yaml").write_bytes((EXAMPLES / "half-finished.yaml").read_bytes())
    return tmp_path


def test_keys_hit_by_mistake_do_no_harm_at_a_short_question(tmp_path: Path) -> None:
    screen = Screen(["new", "a.yaml"], tmp_path)
    screen.until("What is the title")
    screen.type("A title")
    for name, key in KEYS.items():
        screen.type(key)
        if name == "ctrl-z":  # takes back a letter, as in Word
            screen.until("> A titl")
            screen.type("e")
        screen.settle(0.12)
    screen.until("> A title")
    screen.type("\r")
    screen.until("On what day")
    assert data_of(tmp_path / "a.yaml") == {"report": {"title": "A title"}}


def test_keys_hit_by_mistake_do_no_harm_at_a_choice(begun: Path) -> None:
    before = (begun / "half.yaml").read_bytes()
    screen = Screen(["edit", "half.yaml"], begun)
    screen.until("What does the Chief Constable answer to recommendation 1?")
    for key in KEYS.values():
        screen.type(key)
        screen.settle(0.12)
        screen.until("What does the Chief Constable answer to recommendation 1?")
    assert (begun / "half.yaml").read_bytes() == before


def test_keys_hit_by_mistake_do_no_harm_in_a_long_text(begun: Path) -> None:
    screen = Screen(["edit", "half.yaml"], begun)
    screen.until("What does the Chief Constable answer to recommendation 1?")
    screen.type("1\r")
    screen.until("When the text is done")
    screen.paste("One paragraph.")
    for name, key in KEYS.items():
        if name != "ctrl-z":
            screen.type(key)
            screen.settle(0.1)
    screen.type("\x05")
    screen.until("Keep this text?")
    screen.type("1\r")
    screen.until("What has been done, or will be, about recommendation 1?")
    assert data_of(begun / "half.yaml")["recommendations"][0]["chief_constable"] == "One paragraph."


def test_enter_held_down_stops_at_the_first_question_that_needs_words(tmp_path: Path) -> None:
    screen = Screen(["new", "a.yaml"], tmp_path)
    screen.until("What is the title")
    for _ in range(30):
        screen.type("\r")
        screen.settle(0.02)
    screen.until("This cannot be empty.")
    assert not (tmp_path / "a.yaml").exists()


@pytest.mark.parametrize("marked", [True, False])
def test_several_lines_pasted_into_one_are_asked_about(marked: bool, tmp_path: Path) -> None:  # noqa: FBT001
    screen = Screen(["new", "a.yaml"], tmp_path)
    screen.until("What is the title")
    if marked:
        screen.paste("PEEL\r\n  Spotlight:\r\nGetting a grip\r\n")
    else:
        screen.type("PEEL\r  Spotlight:\rGetting a grip\r")
    screen.until("You pasted 3 lines, and this answer has one.")
    screen.type("\r")
    screen.until("> PEEL Spotlight: Getting a grip")
    screen.type("\r")
    screen.until("On what day")
    assert data_of(tmp_path / "a.yaml")["report"]["title"] == "PEEL Spotlight: Getting a grip"


def test_a_default_that_is_no_longer_a_choice_is_said_and_kept_until_answered(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_text("layout: opccn-2011 # ours\nreport:\n  title: T\n  published_on: 2023-07-07\n")
    screen = Screen(["edit", "old.yaml"], tmp_path)
    screen.until("opccn-2011")
    screen.until("no longer one of the choices")
    assert "opccn-2011 # ours" in path.read_text()
    screen.type("\r")
    screen.until("Which publication types")
    assert "layout: opccn-2023 # ours" in path.read_text()


def test_a_wrong_answer_is_said_under_the_question_and_stays_to_be_mended(tmp_path: Path) -> None:
    screen = Screen(["new", "a.yaml"], tmp_path)
    screen.until("What is the title")
    screen.type("\r")
    screen.until("This cannot be empty.")
    screen.type("T\r")
    screen.until("On what day")
    screen.type("31 June 2023\r")
    screen.until("There is no such day")
    screen.until("> 31 June 2023")
    screen.type("\x7f" * 12 + "30 June 2023\r")
    screen.until("Publish by Thursday 24 August 2023: the 56 days begin with 30 June.")


def test_an_address_that_is_none_is_said_under_the_question(begun: Path) -> None:
    path = begun / "half.yaml"
    kept = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(line for line in kept if not line.startswith("    url:")), encoding="utf-8")
    screen = Screen(["edit", "half.yaml"], begun)
    screen.until("-- The report")
    screen.type("the report online\r")
    screen.until("> the report online")
    screen.until("https://")


def test_words_typed_at_any_question_work_as_the_keys_do(begun: Path) -> None:
    screen = Screen(["edit", "half.yaml"], begun)
    screen.until("What does the Chief Constable answer to recommendation 1?")
    screen.type("outline\r")
    screen.until("Where to?")
    screen.type("1\r")
    screen.until("What is the title")
    screen.type("\x15help\r")
    screen.until("These words work everywhere")
    screen.type("\x15save\r")
    screen.until("To go on: s55draft edit half.yaml")
    assert screen.end() == 130
    assert data_of(begun / "half.yaml") == data_of(EXAMPLES / "half-finished.yaml")


@pytest.mark.parametrize(("columns", "rows"), [(40, 24), (60, 15), (200, 50)])
def test_a_resize_in_the_middle_of_a_question_loses_nothing(columns: int, rows: int, tmp_path: Path) -> None:
    screen = Screen(["new", "a.yaml"], tmp_path)
    screen.until("What is the title")
    screen.type("Half a ti")
    screen.until("Half a ti")
    screen.screen.resize(rows, columns)
    screen.child.setwinsize(rows, columns)
    screen.settle(0.4)
    screen.type("tle\r")
    screen.until("On what day")
    assert data_of(tmp_path / "a.yaml")["report"]["title"] == "Half a title"


def test_no_colour_where_none_is_wanted(tmp_path: Path) -> None:
    screen = Screen(["new", "a.yaml"], tmp_path, NO_COLOR="1")
    screen.until("What is the title")
    screen.type("\r")
    screen.until("This cannot be empty.")
    assert b"[0;31" not in screen.raw
    assert b"[0;90" not in screen.raw
    assert b";38;" not in screen.raw


def test_a_word_typed_behind_an_answer_that_stands_there_is_the_word(tmp_path: Path) -> None:
    screen = Screen(["new", "a.yaml"], tmp_path)
    screen.until("What is the title")
    screen.type("Getting a grip\r")
    screen.until("On what day")
    screen.type("back\r")
    screen.until("> Getting a grip")
    screen.type("skip\r")
    screen.until("On what day")
    screen.type("some day\r")
    screen.until("is not a date")
    screen.type("back\r")
    screen.until("> Getting a grip")
    screen.type(" back\r")  # with a space it may well be meant
    screen.until("On what day")
    assert data_of(tmp_path / "a.yaml") == {"report": {"title": "Getting a grip back"}}


def test_a_word_typed_under_a_long_text_that_stands_there_is_the_word(begun: Path) -> None:
    screen = Screen(["edit", "half.yaml"], begun)
    screen.until("What does the Chief Constable answer to recommendation 1?")
    screen.type("1\r")
    screen.until("When the text is done")
    screen.paste("One paragraph.")
    screen.type("\x05")
    screen.until("Keep it")
    screen.type("2\r")
    screen.until("When the text is done")
    screen.type("\rback\r")
    screen.settle(0.5)
    assert "When the text is done" not in screen.text()
    assert "back" not in (begun / "half.yaml").read_text(encoding="utf-8").split("recommendations:")[1]
