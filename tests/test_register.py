"""The register: a folder of made-up responses in every stage, on 1 October 2024, as table, JSON, CSV and calendar."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pexpect
import pytest

from letters import EXAMPLES
from register_anew import told
from register_folder import CASES, CHANGED_IN_WORD, TODAY, lay_out
from s55draft.cli import main
from s55draft.drafting import Drafter
from s55draft.register.entries import Damaged, Entry
from s55draft.register.overview import Overview, overview
from s55draft.register.scan import Scanner, answers_files
from s55draft.register.stages import Stage
from s55draft.register.table import days_left_words

posix = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal, or paths with slashes")
ANEW = "after a change that is meant: python tests/register_anew.py, and read the difference"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S55DRAFT_TODAY", TODAY)
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("register") / "responses")


@pytest.fixture
def shown(laid_out: Path) -> Overview:
    return overview(Scanner(date(2024, 10, 1)).rows(answers_files(laid_out, recursive=True)), date(2024, 10, 1))


@posix
@pytest.mark.parametrize(
    ("name", "options"),
    [("register.txt", ()), ("register.json", ("--format", "json")), ("register.csv", ("--format", "csv"))],
)
def test_the_register_is_as_written_down(laid_out: Path, name: str, options: tuple[str, ...]) -> None:
    assert told(laid_out, *options).decode() == (CASES / name).read_bytes().decode(), ANEW


@posix
def test_the_calendar_is_as_written_down(laid_out: Path, tmp_path: Path) -> None:
    told(laid_out, "--ics", str(tmp_path / "register.ics"))
    assert (tmp_path / "register.ics").read_bytes() == (CASES / "register.ics").read_bytes(), ANEW


def test_the_folder_holds_thirty_files_in_every_stage(shown: Overview) -> None:
    assert len(shown.rows) == 30
    assert {entry.stage for entry in shown.entries} == set(Stage)
    assert [row.path.name for row in shown.rows if isinstance(row, Damaged)] == [
        *("damaged.yaml", "empty.yaml", "just-begun.yaml")
    ]
    assert shown.passed_over == 1


def test_letters_changed_in_word_are_told_and_no_others(shown: Overview) -> None:
    changed = {entry.path.stem for entry in shown.entries if "changed in Word" in entry.letter.value}
    assert changed == set(CHANGED_IN_WORD)


def test_the_table_is_read_at_80_columns_and_line_by_line(laid_out: Path) -> None:
    text = told(laid_out).decode()
    assert max(len(line) for line in text.splitlines()) <= 80
    assert not re.search(r"[|+─━│_=-]{4,}", text)  # nothing drawn that a screen reader would spell out
    head, *blocks, last = text.strip().split("\n\n")[1:]
    assert head.split("  ")[0] == "Days left"
    assert len(blocks) == 30
    for block in blocks:
        first, *more = block.splitlines()
        assert re.match(r"\S.*  \S.*  \S", first), "what is due, by when, and how far it is, stand in one line"
        assert all(line.startswith("  ") for line in more)
    assert " ".join(last.split()) == (
        "Next, for Understanding the difference: hate crime again (8 days late): "
        "remind the Chief Constable, whose comments were due on 30 August 2024."
    )


def test_colour_only_says_again_what_words_say(laid_out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner  # noqa: PLC0415

    from s55draft.commands import program  # noqa: PLC0415

    coloured = CliRunner().invoke(program, ["status", str(laid_out)], color=True).output
    assert "\x1b[31m8 days late" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    plain = CliRunner().invoke(program, ["status", str(laid_out)], color=True).output
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain


def test_without_recursion_the_folders_within_are_left_out(laid_out: Path) -> None:
    assert "Crime recording" not in run("status", str(laid_out)).stdout
    assert "Crime recording" in run("status", "-r", str(laid_out)).stdout


def test_every_obligation_is_shown_with_its_provision(laid_out: Path) -> None:
    rows = json.loads(told(laid_out, "--format", "json"))["responses"]
    for row in rows:
        if row["problem"] is None:
            assert {each["provision"] for each in row["obligations"]} == {
                *("s.55(4)", "s.55(5)", "s.55(5A)", "s.55(5B)", "s.55(6)")
            }
    states = Counter(each["state"] for row in rows for each in row.get("obligations", []))
    assert set(states) == {"met", "not met", "a person must judge", "not yet", "does not apply"}


def test_a_spreadsheet_runs_no_title_and_knows_the_encoding(laid_out: Path) -> None:
    data = told(laid_out, "--format", "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") == 31
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    titles = {row["answers"]: row["title"] for row in rows}
    assert titles["formula.yaml"].startswith("'=HYPERLINK(")
    assert titles["gwynedd.yaml"].startswith("–Gŵyl")
    for row in rows:
        for key, cell in row.items():
            assert key == "days_left" or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert [row["days_left"] for row in rows][:2] == ["-8", "0"]


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "s55draft", *arguments], check=False, capture_output=True, encoding="utf-8"
    )


def test_a_scheduled_task_learns_by_the_exit_code_what_is_due(laid_out: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(laid_out / "state-of-policing.yaml", alone)
    assert main(["status", str(alone), "--fail-if-due", "6"]) == 0
    assert main(["status", str(alone), "--fail-if-due", "7"]) == 1
    shutil.copy(laid_out / "burglary.yaml", alone / "state-of-policing.yaml")  # published
    assert main(["status", str(alone), "--fail-if-due", "3650"]) == 0


def test_what_is_due_is_named_and_a_file_that_cannot_be_read_may_be_due(
    laid_out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(laid_out / "damaged.yaml", tmp_path)
    shutil.copy(laid_out / "just-begun.yaml", tmp_path)
    assert main(["status", str(tmp_path)]) == 0
    assert main(["status", str(tmp_path), "--fail-if-due", "0"]) == 1
    assert capsys.readouterr().err == (
        f"One response is due within 0 days, or cannot be read:\n  {tmp_path / 'damaged.yaml'}\n"
    )


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(tmp_path / "gone")]) == 2
    assert "there is no folder" in capsys.readouterr().err
    assert main(["status", str(CASES / "responses" / "fraud.yaml")]) == 2
    assert "it is a file: s55draft check" in capsys.readouterr().err


def test_an_empty_folder_says_how_to_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(tmp_path)]) == 0
    assert capsys.readouterr().out.endswith("0 responses.\nTo begin one: s55draft new\n")


def test_the_command_to_give_next_stands_whole_on_its_line_though_a_title_or_folder_names_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "s55draft files"
    folder.mkdir()
    text = next(each for each in EXAMPLES if each.name == "getting-a-grip.yaml").read_text(encoding="utf-8")
    (folder / "a b.yaml").write_text(
        text.replace('title: "PEEL', 'title: "About s55draft itself: PEEL'), encoding="utf-8"
    )
    main(["status", str(folder)])
    assert capsys.readouterr().out.endswith(f'\n  s55draft build --final "{folder / "a b.yaml"}"\n')
    (folder / "a b.yaml").write_text("layout: [\n", encoding="utf-8")
    main(["status", str(folder)])
    assert capsys.readouterr().out.endswith(f'\n  s55draft check "{folder / "a b.yaml"}"\n')
    assert main(["status", str(folder / "a b.yaml")]) == 2
    assert capsys.readouterr().err.endswith(f'it is a file: s55draft check "{folder / "a b.yaml"}"\n')


def test_a_wrong_office_profile_is_told_once_and_the_responses_all_the_same(
    laid_out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("firearms.yaml", "fraud.yaml"):
        shutil.copy(laid_out / name, tmp_path)
    (tmp_path / "office.yaml").write_text("foce: Kent Police\n", encoding="utf-8")
    assert main(["status", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.err.count("error[extra_forbidden]") == 1
    assert "2 responses" in said.out


def test_the_profile_of_a_folder_gives_the_names_and_the_milestones(tmp_path: Path) -> None:
    shutil.copy(CASES / "responses" / "rural-crime.yaml", tmp_path)
    (tmp_path / "office.yaml").write_text("chief_officer: Commissioner\nmilestones: {draft: 21}\n", encoding="utf-8")
    (row,) = Scanner(date(2024, 10, 1)).rows([tmp_path / "rural-crime.yaml"])
    assert isinstance(row, Entry)
    assert row.stage_words == "Commissioner invited"
    assert next(each.day for each in row.milestones if each.key == "draft") == date(2024, 10, 21)


def test_an_office_whose_list_has_no_step_for_the_website_is_done_when_all_is_sent(tmp_path: Path) -> None:
    text = (CASES / "responses" / "firearms.yaml").read_text(encoding="utf-8").partition("checklist:")[0]
    (tmp_path / "firearms.yaml").write_text(f"{text}checklist:\n  portal: 2024-09-30\n", encoding="utf-8")
    (tmp_path / "office.yaml").write_text("checklist: [{key: portal, text: Sent}]\n", encoding="utf-8")
    (row,) = Scanner(date(2024, 12, 1)).rows([tmp_path / "firearms.yaml"])
    assert isinstance(row, Entry)
    assert row.stage is Stage.ALL_SENT
    assert days_left_words(row) == "published"


def test_rows_come_late_first_and_what_is_sent_last(shown: Overview) -> None:
    kinds = [
        "damaged" if isinstance(row, Damaged) else "out" if row.stage.is_published else "open" for row in shown.rows
    ]
    assert kinds == sorted(kinds, key=["open", "damaged", "out"].index)
    left = [row.days_left for row in shown.entries if not row.stage.is_published and row.days_left is not None]
    assert left == sorted(left)


@pytest.mark.parametrize("name", ["office.yaml", "OFFICE.YAML", ".hidden.yaml", "notes.txt", "a.yaml.bak"])
def test_files_that_are_none_of_the_registers_are_not_looked_at(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("layout: [", encoding="utf-8")
    assert answers_files(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "is_row"),
    [
        ("services: {web: {image: x}}\n", False),
        ("- a\n- list\n", False),
        ("&anchor a: *anchor\n", False),
        ("just words\n", False),
        ("layout: [\n", True),
        ("\tlayout: x\n", True),
        ("", True),
        ("report:\n  title: A title\n", True),
        ("a: [\n", True),
    ],
)
def test_what_may_be_a_response_is_a_row_and_other_yaml_is_passed_over(tmp_path: Path, text: str, is_row: bool) -> None:  # noqa: FBT001
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")
    (row,) = Scanner(date(2024, 10, 1)).rows([path])
    assert isinstance(row, Damaged) == is_row


@pytest.mark.parametrize("option", ["-o", "--ics"])
def test_the_register_is_never_written_over_answers_or_letters(
    laid_out: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (laid_out / "custody.yaml").read_bytes()
    for name in ("custody.yaml", "custody.docx"):
        assert main(["status", str(laid_out), option, str(laid_out / name)]) == 2
        assert "choose another" in capsys.readouterr().err
    assert (laid_out / "custody.yaml").read_bytes() == before


@posix
def test_what_is_no_file_is_not_read_and_a_folder_that_cannot_be_read_is_a_row(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    assert answers_files(tmp_path, recursive=True) == []
    (row,) = Scanner(date(2024, 10, 1)).rows([tmp_path / "folder.yaml"])
    assert isinstance(row, Damaged)
    assert row.why == "the folder cannot be read"


def test_a_file_larger_than_answers_can_be_is_a_row_and_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "large.yaml").open("wb") as file:
        file.write(b"layout: opccn-2023\n")
        file.truncate(2_000_000_000)
    (row,) = Scanner(date(2024, 10, 1)).rows([tmp_path / "large.yaml"])
    assert isinstance(row, Damaged)
    assert row.why == "the file is larger than 5 MB"


def test_a_year_without_announced_bank_holidays_is_said_under_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (CASES / "responses" / "firearms.yaml").read_text(encoding="utf-8").replace("2024-08-", "2034-08-")
    (tmp_path / "firearms.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("S55DRAFT_TODAY", "2034-08-10")
    assert main(["status", str(tmp_path)]) == 0
    assert "The bank holidays of 2034 are not known here yet." in capsys.readouterr().out
    assert main(["status", str(tmp_path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["bank_holidays_not_announced"] == [2034]


@posix
def test_a_strange_file_name_is_written_in_letters_that_can_be_shown(laid_out: Path, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for name in (b"esc\x1b[31m.yaml", b"latin-\xe9.yaml", b"new\nline.yaml", b"two words.yaml"):
        shutil.copy(os.fsencode(laid_out / "firearms.yaml"), os.path.join(folder, name))  # noqa: PTH118 - bytes
    for options in ((), ("--format", "json"), ("--format", "csv", "--ics", str(tmp_path / "days.ics"))):
        text = told(tmp_path, *options).decode()
        assert "\x1b" not in text
        assert "\ufffd" not in text
    assert "two words.yaml" in text


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousand answers files, every second with a letter."""
    folder = tmp_path_factory.mktemp("thousand")
    sources = [path.read_bytes() for path in EXAMPLES if path.parent.name == "examples"]
    drafter = Drafter()
    for number in range(1000):
        path = folder / f"response-{number:04}.yaml"
        path.write_bytes(sources[number % len(sources)])
        if number % 2:
            drafter.build(path)
    return folder


def test_a_thousand_responses_take_seconds_and_the_second_time_no_longer(thousand: Path) -> None:
    def took() -> float:
        """Seconds of one core, so that other work on the machine does not count."""
        begun = os.times()
        assert run("status", str(thousand)).returncode == 0
        ended = os.times()
        if os.name == "nt":
            return ended.elapsed - begun.elapsed
        return ended.children_user + ended.children_system - begun.children_user - begun.children_system

    first, second = took(), took()
    assert first < 5
    assert second < first * 1.5 + 0.5


def test_the_cost_is_linear_in_the_files_and_memory_hardly_grows(thousand: Path) -> None:
    code = (
        "import sys, time, tracemalloc; from datetime import date; from pathlib import Path\n"
        "from s55draft.register.scan import Scanner, answers_files\n"
        "from s55draft.register.overview import overview\n"
        "paths = answers_files(Path(sys.argv[1])); scanner = Scanner(date(2024, 10, 1))\n"
        "list(scanner.rows(paths[:50]))\n"
        "for count in (250, 1000):\n"
        "    begun = time.process_time(); overview(scanner.rows(paths[:count]), date(2024, 10, 1))\n"
        "    print(time.process_time() - begun)\n"
        "tracemalloc.start()\n"
        "for count in (100, 400):\n"
        "    overview(scanner.rows(paths[:count]), date(2024, 10, 1))\n"
        "    print(tracemalloc.get_traced_memory()[1]); tracemalloc.reset_peak()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(thousand)], check=True, capture_output=True, text=True)
    quarter, whole, of_100, of_400 = (float(line) for line in done.stdout.split())
    assert whole < 4 * quarter * 1.8
    assert of_400 - of_100 < 300 * 10_000  # a row is a few kB of words


@posix
def test_on_a_terminal_many_files_show_a_bar(thousand: Path) -> None:
    child = pexpect.spawn(
        sys.executable, ["-m", "s55draft", "status", str(thousand)], encoding="utf-8", dimensions=(24, 80), timeout=60
    )
    child.expect("Reading responses")
    child.expect("100%")
    child.expect("Next, for")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_building_a_letter_imports_nothing_of_the_register(tmp_path: Path) -> None:
    code = f"import sys; from s55draft.cli import main; main({['build', str(EXAMPLES[0]), '-o', str(tmp_path)]!r})"
    code += "; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(ended.stdout.splitlines()[-1].split())
    assert not imported & {"holidays", "icalendar", "filelock", "dateutil", "s55draft.register"}
