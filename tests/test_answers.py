"""Answers files: any encoding and line end, any text there and back, every fault at its own character."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from letters import EXAMPLES, ROOT, SMALLEST, response
from s55draft import answers
from s55draft.answers import nodes
from s55draft.answers.places import mark_in_scalar
from s55draft.answers.source import read_source
from s55draft.errors import AnswersError, OfficeError
from s55draft.model import Response
from strategies import responses

START = """\
layout: opccn-2023
report:
  title: Custody inspection
  published_on: 2024-02-20
"""
LINE_ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}
ENCODINGS = {
    "UTF-8": ("", "utf-8"),
    "UTF-8 with a mark": ("\ufeff", "utf-8"),
    "UTF-16 LE": ("\ufeff", "utf-16-le"),
    "UTF-16 BE": ("\ufeff", "utf-16-be"),
    "UTF-16 LE without a mark": ("", "utf-16-le"),
    "UTF-16 BE without a mark": ("", "utf-16-be"),
    "Windows-1252": ("", "cp1252"),
}
PURE = yaml.BaseLoader


@pytest.fixture(params=["at C speed", "pure Python"])
def either_reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both readers that PyYAML has: the one in C, and the one where that is missing."""
    if request.param == "pure Python":
        monkeypatch.setattr(nodes, "_LOADER", PURE)


def read(text: str) -> Response:
    return answers.load(text.encode(), "x.yaml").response


def key_findings(written: str) -> str | None:
    """What is read where the key findings are written so."""
    return read(f"{START}key_findings:{written}").key_findings


def problems(text: str | bytes) -> list[str]:
    """Each problem of a wrong file, as `line:column code`."""
    with pytest.raises(AnswersError) as caught:
        answers.load(text if isinstance(text, bytes) else text.encode(), "x.yaml")
    return [
        f"{one.location.line}:{one.location.column} {one.code}" if one.location else one.code
        for one in caught.value.problems
    ]


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_reads_the_same_in_every_encoding_and_with_every_line_end(
    path: Path, encoding: str, line_end: str
) -> None:
    text = path.read_text(encoding="utf-8").encode("cp1252", "ignore").decode("cp1252")  # it has no Welsh letters
    mark, codec = ENCODINGS[encoding]
    data = (mark + text.replace("\n", LINE_ENDS[line_end])).encode(codec)
    again = answers.load(data, path.name)
    assert again.response == read(text)
    assert again.problems == ()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_letter_of_windows_1252_is_read_as_itself_in_every_encoding(encoding: str) -> None:
    letters = bytes(set(range(0xA0, 0x100)) | set(range(0x80, 0xA0)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}).decode("cp1252")
    mark, codec = ENCODINGS[encoding]
    text = f"{START}key_findings: |\n  All of these: {letters}\n"
    assert answers.load((mark + text).encode(codec), "x.yaml").response.key_findings == f"All of these: {letters}"


def test_one_broken_letter_does_not_make_a_file_windows_1252() -> None:
    data = f"{START}key_findings: Østergård, Müller\n".encode().replace("å".encode(), b"\xc3")
    assert problems(data) == ["5:21 character"]


@pytest.mark.usefixtures("either_reader")
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_that_is_read_and_written_reads_the_same(path: Path) -> None:
    made = answers.read(path).response
    assert read(answers.dump(made)) == made


@given(responses())
@settings(max_examples=300)
@example(response(key_findings="A text\nwith a line end at its end\n"))
@example(response(key_findings="An empty line of a no-break space\n\xa0\nand a tab\n\t\nin it"))
@example(response(key_findings="\n\n  Space before it,\n  and after it  \n\n"))
def test_a_response_that_is_written_reads_the_same(made: Response) -> None:
    written = answers.dump(made)
    assert read(written) == made, written


def test_long_texts_are_written_as_people_write_them() -> None:
    text = "Two things: one with spaces at its end  \n\n\t- and \u201cone\u201d with a tab, #5\n- 'three'"
    assert "key_findings: |\n  Two things: one with" in answers.dump(response(key_findings=text))


AS_WRITTEN = ["no", "yes", "on", "null", "~", "1.10", "0x1F", "1_000", "12:30", ".inf", "=", "2024-02-30", "1e3", "0o7"]


@pytest.mark.usefixtures("either_reader")
@pytest.mark.parametrize("text", AS_WRITTEN)
def test_a_word_is_read_as_it_is_written(text: str) -> None:
    assert key_findings(f" {text}\n") == text


KEPT = {
    "Word's soft return": ("\x0b", "\n"),
    "a line separator": ("\u2028", "\n"),
    "a paragraph separator": ("\u2029", "\n\n"),
    "a byte order mark": ("\ufeff", "\ufeff"),
    "Word's no-break hyphen": ("\x1e", "\u2011"),
    "Word's optional hyphen": ("\x1f", "\xad"),
    "a no-break space": ("\xa0", "\xa0"),
    "a tab": ("\t", "\t"),
    "a misread quotation mark": ("\x93", "\u201c"),
    "a misread ellipsis": ("\x85", "\u2026"),
    "an astral letter": ("\U0001f600", "\U0001f600"),
}
WAYS = {
    "behind the key": " One{}two.\n",
    "in quotation marks": ' "One{}two."\n',
    "in apostrophes": " 'One{}two.'\n",
    "below a bar": " |\n  One{}two.\n",
    "below an arrow": " >\n  One{}two.\n",
    "below the key": "\n  One{}two.\n",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", KEPT)
def test_what_programs_leave_in_a_text_survives(name: str, way: str) -> None:
    found, meant = KEPT[name]
    assert key_findings(WAYS[way].format(found)) == f"One{meant}two."


@pytest.mark.usefixtures("either_reader")
@pytest.mark.parametrize("way", ["below a bar", "below an arrow", "below the key", "in quotation marks"])
def test_a_soft_return_in_a_second_paragraph_survives(way: str) -> None:
    written = WAYS[way].format(" begins.\n\n  It goes\u2028on to ")
    assert key_findings(written) in ("One begins.\n\nIt goes\non to two.", "One begins.\nIt goes\non to two.")


@pytest.mark.parametrize("blank", ["", " ", "  ", "    ", "\t", "\xa0", " \t", "  \xa0\xa0", "\u3000\t"])
def test_a_line_that_shows_nothing_parts_paragraphs(blank: str) -> None:
    text = key_findings(f" |\n  One.\n{blank}\n  Two.\n")
    assert text is not None
    assert [line.strip() for line in text.split("\n")] == ["One.", "", "Two."]


def test_paragraphs_without_a_bar_stay_paragraphs() -> None:
    assert key_findings("\n  One is\n  here.\n\n  Two.\n\n\n  Three.\n") == "One is here.\n\nTwo.\n\n\n\nThree."


def test_line_ends_at_the_end_of_a_text_are_no_part_of_it() -> None:
    assert key_findings(" |\n  One.\n\n\n\nrecommendations: []\n") == "One."
    assert key_findings(" |+\n  One.\n\n\n") == "One."


@pytest.mark.parametrize("value", ["", " ", ' ""', " ''", " |", " |\n\n\n"])
def test_a_key_with_nothing_behind_it_is_not_answered_yet(value: str) -> None:
    assert key_findings(f"{value}\n") is None


def test_an_unknown_key_with_nothing_behind_it_is_still_a_fault() -> None:
    assert problems(f"{START}  link: {{text: The report, in full, url: https://example.org}}\n") == ["5:28 colon"]
    assert problems(f"{START}keyfindings:\n") == ["5:1 extra_forbidden"]


FORBIDDEN = "\x00\x01\x07\x08\x0c\x1b\x1c\x1d\x7f\x81\ufdd0\ufdef\ufffd\ufffe\U0001ffff\U0010fffe"
words = st.text("abc \u00e9\u201c\U0001f600", min_size=1, max_size=12).map(lambda text: f"x{text.strip()}x")
paragraphs = st.lists(st.lists(words, min_size=1, max_size=3), min_size=1, max_size=3)
STYLES: dict[str, tuple[str, str]] = {
    "below a bar": (" |\n", "\n"),
    "below a bar that says the indentation": (" |2-\n", "\n"),
    "below an arrow": (" >\n", "\n"),
    "below the key": ("\n", "\n"),
    "in apostrophes": ("\n  'x''", "''x'\n"),
    "in quotation marks": ('\n  "x\\"', '\\u00e9\\"x"\n'),
}


def written(text: list[list[str]], style: str) -> str:
    """A file with paragraphs, each in one or more lines, written in one way; faults may follow in its next answer."""
    before, after = STYLES[style]
    body = "\n\n".join("\n".join(f"  {line}" for line in lines) for lines in text)
    return f"{START}key_findings:{before}{body}{after}"


@given(paragraphs, st.sampled_from(sorted(STYLES)), st.sampled_from(FORBIDDEN), st.data())
@settings(max_examples=300)
def test_a_forbidden_character_is_told_at_its_line_and_column(
    text: list[list[str]], style: str, character: str, data: st.DataObject
) -> None:
    line = data.draw(st.sampled_from([one for lines in text for one in lines]))
    at = data.draw(st.integers(1, len(line) - 1))
    spoilt = [[one[:at] + character + one[at:] if one is line else one for one in lines] for lines in text]
    file = written(spoilt, style)
    offset = file.index(character)
    place = f"{file.count(chr(10), 0, offset) + 1}:{offset - file.rfind(chr(10), 0, offset)}"
    assert f"{place} character" in problems(file.encode("utf-8", "surrogatepass"))


ESCAPES = [r"\x07", r"\u0007", r"\U00000007", r"\a", r"\e", r"\0", r"\x1c", r"\uFDD0", r"\ufdd2", r"\uFFFF"]


@given(paragraphs, st.sampled_from(ESCAPES), st.data())
@settings(max_examples=300)
@example([["xabx"]], r"\uFDD0", None)
def test_a_forbidden_character_by_escape_is_told_at_its_line_and_column(
    text: list[list[str]], escape: str, data: Any
) -> None:
    line = data.draw(st.sampled_from([one for lines in text for one in lines])) if data else text[0][0]
    at = data.draw(st.integers(1, len(line) - 1)) if data else 1
    sign = (
        data.draw(st.sampled_from(["", r"\\", r"\"", r"\t", r"\n", r"\_", "\\\n    ", r"\\\"", "''"])) if data else ""
    )
    spoilt = [[one[:at] + sign + escape + one[at:] if one is line else one for one in lines] for lines in text]
    file = written(spoilt, "in quotation marks")
    offset = file.index(sign + escape) + len(sign)
    place = f"{file.count(chr(10), 0, offset) + 1}:{offset - file.rfind(chr(10), 0, offset)}"
    assert problems(file)[0] == f"{place} character"


@pytest.mark.usefixtures("either_reader")
@pytest.mark.parametrize("style", STYLES)
def test_each_letter_of_a_text_is_found_at_its_place_in_the_file(style: str) -> None:
    letters = [chr(code) for code in range(0x4E00, 0x4E60)]  # each once, so that its place is known
    text = [["".join(letters[at : at + 8]) for at in range(start, start + 24, 8)] for start in range(0, 96, 24)]
    source = read_source(written(text, style))
    scalar = nodes.compose(source).scalars[-1]
    for letter in letters:
        mark = mark_in_scalar(source, scalar, scalar.value.index(letter))
        assert source.text[mark.index] == letter
        assert source.lines[mark.line][mark.column] == letter


def test_an_escaped_backslash_before_a_letter_is_no_escape() -> None:
    assert key_findings(' "C:\\\\x07 \\\\ufdd0"\n') == r"C:\x07 \ufdd0"


def test_all_escaped_characters_of_a_text_are_told_at_once() -> None:
    assert problems(f'{START}key_findings: "a\\x07b\\x07\n  c\\x1b"\n') == [
        "5:17 character",
        "5:22 character",
        "6:4 character",
    ]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_reader_in_pure_python_reads_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = answers.read(path)
    monkeypatch.setattr(nodes, "_LOADER", PURE)
    slow = answers.read(path)
    assert slow.response == fast.response
    assert slow.digest == fast.digest


def test_a_file_that_is_not_there_is_said_with_the_name_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "getting-a-grip.yaml").write_text(START, encoding="utf-8")
    with pytest.raises(AnswersError, match=r"there is no such file\n  hint: did you mean .*getting-a-grip\.yaml\?"):
        answers.read(tmp_path / "getting-a-gripp.yaml")


def test_a_folder_is_no_answers_file(tmp_path: Path) -> None:
    with pytest.raises(AnswersError, match="this is a folder, not a file"):
        answers.read(tmp_path)


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("this system has no file without end")
    with pytest.raises(AnswersError, match="larger than 5 MB"):
        answers.read(endless)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty\n  hint: begin with 'name:' and 'short_name:'"),
        ("name: Kent: a county\n", "the text of 'name' holds a colon.*\n  hint: write: name: \"Kent: a county\""),
        ("foce: Kent Police\n", "'foce' is not a key\n  hint: did you mean 'force'"),
        ("checklist:\n  - key: a\n", "step 1: text is missing"),
        ("checklist:\n  hmicfrs: false\n", "checklist must be a list, not keys"),
        ("Office of Kent\n", "this is no office profile: it has no keys"),
    ],
)
def test_an_office_profile_has_the_same_plain_words(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(OfficeError, match=said):
        answers.read_office(tmp_path / "office.yaml")


def test_the_example_of_an_office_profile_is_read() -> None:
    assert answers.read_office(ROOT / "examples" / "suffolk" / "office.yaml").short_name == "OPCC Suffolk"


def test_the_smallest_response_reads_as_it_is_written_in_json() -> None:
    assert read(yaml.dump(SMALLEST, default_flow_style=True)) == response()
