"""`tick`: a step recorded in the answers file, its own line and no other; and in the letter."""

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from hypothesis import given
from hypothesis import strategies as st

from letters import EXAMPLES, ROOT, W14, document
from s55draft import answers
from s55draft.answers.ticking import with_tick
from s55draft.cli import main
from s55draft.commands import program
from s55draft.drafting import Drafter
from s55draft.drift import was_final
from s55draft.model import Response
from strategies import responses

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
COMMENTED = b"""\
# Our own notes on this one. Do not tidy.
layout:   opccn-2023     # the new one
report: {title: 'Custody inspection', published_on: 2024-02-20,
         publication_types: [Custody], forces: "Norfolk Constabulary",
         link: {text: "The inspectorate's website", url: https://example.org/report}}

key_findings: >
    Folded, and   oddly spaced.

recommendations:   []
areas_for_improvement: []
chief_constable:
    comments: |
        Comments.
    requested_on:   2024-02-21
    due_on: 2024-03-20      # a Wednesday
pcc:
    comments: Own comments.
checklist:
    # sent by post as well
    hmicfrs:    false      # portal, not e-mail
    website: no
    home_office: false
"""


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S55DRAFT_TODAY", "2024-04-12")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "custody.yaml"
    path.write_bytes(COMMENTED.replace(b"website: no", b"website: false"))
    return path


def read(path: Path) -> Response:
    return answers.read(path).response


def ticks(path: Path) -> dict[str, str]:
    return {key: str(done) for key, done in (read(path).checklist or {}).items()}


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_byte_but_those_of_the_value_stays(source: Path, ends: bytes, mark: bytes) -> None:
    before = mark + source.read_bytes().replace(b"\n", ends)
    source.write_bytes(before)
    assert main(["tick", str(source), "hmicfrs", "--on", "2024-04-10"]) == 0
    assert source.read_bytes() == before.replace(b"hmicfrs:    false ", b"hmicfrs:    2024-04-10 ")
    assert main(["tick", str(source), "hmicfrs", "--undo"]) == 0
    assert source.read_bytes() == before


def test_a_step_that_the_file_does_not_name_becomes_a_line_of_its_own(source: Path) -> None:
    before = source.read_bytes()
    assert main(["tick", str(source), "police", "--on", "2024-04-10"]) == 0
    assert source.read_bytes() == before + b"    police_and_crime_panel: 2024-04-10\n"


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        (b"", b"\nchecklist:\n  hmicfrs: 2024-04-10\n"),
        (b"checklist:\n", b"checklist:\n  hmicfrs: 2024-04-10\n"),
        (b"checklist: {website: false, hmicfrs: false}\n", b"checklist: {website: false, hmicfrs: 2024-04-10}\n"),
        (b"checklist:\n  hmicfrs:\n", b"checklist:\n  hmicfrs: 2024-04-10\n"),
        (b"checklist:\n  hmicfrs: # soon\n", b"checklist:\n  hmicfrs: 2024-04-10 # soon\n"),
        (b"checklist:\n  'hmicfrs': \"false\"\n", b"checklist:\n  'hmicfrs': 2024-04-10\n"),
        (b"checklist:\n  website: false", b"checklist:\n  website: false\n  hmicfrs: 2024-04-10"),
        (
            b"checklist:\n  website: false\n\n# the end\n",
            b"checklist:\n  website: false\n  hmicfrs: 2024-04-10\n\n# the end\n",
        ),
    ],
)
def test_whatever_the_form_of_the_list_only_its_line_changes(source: Path, ending: bytes, expected: bytes) -> None:
    above = source.read_bytes().partition(b"checklist:")[0]
    source.write_bytes(above + ending)
    assert main(["tick", str(source), "hmicfrs", "--on", "2024-04-10"]) == 0
    assert source.read_bytes() == above + expected


def test_a_list_in_braces_takes_a_further_step_and_loses_nothing(source: Path) -> None:
    above = source.read_bytes().partition(b"checklist:")[0]
    source.write_bytes(above + b"checklist: {website: false}\n")
    assert main(["tick", str(source), "hmicfrs", "--on", "2024-04-10"]) == 0
    assert source.read_bytes().startswith(above)
    assert ticks(source) == {"website": "False", "hmicfrs": "2024-04-10"}


def test_notes_of_the_wizard_stay_at_the_end(source: Path) -> None:
    above = source.read_bytes().partition(b"checklist:")[0]
    notes = b"\n# Where the wizard stands, so that it can go on. Not part of the letter; may be deleted.\n"
    notes += b"# wizard: pcc.closing = empty\n"
    source.write_bytes(above + notes)
    assert main(["tick", str(source), "hmicfrs", "--on", "2024-04-10"]) == 0
    assert source.read_bytes() == above + b"\nchecklist:\n  hmicfrs: 2024-04-10\n" + notes


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_file_that_notepad_saved_in_another_way_stays_so(source: Path, encoding: str) -> None:
    text = source.read_text(encoding="utf-8").replace("Own comments.", "Own comments \u2013 a caf\u00e9.")
    source.write_bytes(text.encode(encoding))
    assert main(["tick", str(source), "hmicfrs", "--on", "2024-04-10"]) == 0
    assert source.read_bytes().decode(encoding) == text.replace("hmicfrs:    false", "hmicfrs:    2024-04-10")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@given(data=st.data())
def test_in_any_example_any_step_changes_one_line_at_most_and_comes_back(path: Path, data: st.DataObject) -> None:
    before = path.read_bytes()
    step = data.draw(
        st.sampled_from(["hmicfrs", "website", "chief_constable", "home_office", "police_and_crime_panel"])
    )
    day = data.draw(st.dates())
    after = with_tick(before, path, step, day)
    old, new = before.split(b"\n"), after.split(b"\n")
    more = len(new) - len(old)
    if step in (answers.load(before, "x").response.checklist or {}):
        assert more == 0
        assert sum(one != other for one, other in zip(old, new, strict=True)) <= 1
    else:
        assert more in (1, 3)
        assert any(old == [*new[:at], *new[at + more :]] for at in range(len(new)))
    assert answers.load(after, "x").response.checklist[step] == day  # type: ignore[index]
    assert (answers.load(with_tick(after, path, step, None), "x").response.checklist or {})[step] is False


@given(responses(), st.sampled_from(["hmicfrs", "website", "new_step"]), st.dates())
def test_whatever_an_answers_file_holds_a_tick_adds_a_line_or_changes_one(made: Response, step: str, day: date) -> None:
    before = answers.dump(made).encode()
    after = with_tick(before, Path("x.yaml"), step, day)
    read_after = answers.load(after, "x").response
    assert read_after.checklist == {**(made.checklist or {}), step: day}
    assert read_after.model_copy(update={"checklist": made.checklist}) == made
    old, new = before.split(b"\n"), after.split(b"\n")
    more = len(new) - len(old)
    if step in (made.checklist or {}):
        assert more == 0
        assert sum(one != other for one, other in zip(old, new, strict=True)) <= 1
    elif made.checklist != {}:
        assert any(old == [*new[:at], *new[at + more :]] for at in range(len(new)))


def test_the_day_is_today_unless_one_is_named(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tick", str(source), "web"]) == 0
    assert ticks(source)["website"] == "2024-04-12"
    assert capsys.readouterr().out == (
        "website: done on 12 April 2024.\nStill open: hmicfrs, chief_constable, police_and_crime_panel, home_office.\n"
    )


def test_a_unique_beginning_is_enough_and_a_wrong_step_lists_the_right_ones(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = source.read_bytes()
    assert main(["tick", str(source), "Chief-Con"]) == 0
    source.write_bytes(before)
    capsys.readouterr()
    assert main(["tick", str(source), "h"]) == 1
    assert "'h' may mean hmicfrs or home_office" in capsys.readouterr().err
    for wrong in ("portal", ""):
        assert main(["tick", str(source), wrong]) == 1
        said = capsys.readouterr().err
        assert "the steps are hmicfrs, chief_constable, police_and_crime_panel, website, home_office" in said
    assert source.read_bytes() == before


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2024-04-13", "13 April 2024 is in the future: a step is recorded once it is done\n  hint: today is 12 April"),
        ("2024-02-19", "19 February 2024 is before the report was published, on 20 February 2024"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_the_reason(
    source: Path, day: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = source.read_bytes()
    assert main(["tick", str(source), "hmicfrs", "--on", day]) == 1
    assert reason in capsys.readouterr().err
    assert source.read_bytes() == before


def test_a_day_in_another_form_is_wrong_usage_and_says_how_to_write_it(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tick", str(source), "hmicfrs", "--on", "10 April 2024"]) == 2
    assert "write 2024-04-10" in capsys.readouterr().err
    assert main(["tick", str(source), "hmicfrs", "--undo", "--on", "2024-04-10"]) == 2


@pytest.mark.parametrize("day", ["2023-02-29", "2024-04-31", "2024-13-01", "0000-01-01"])
def test_a_day_that_no_calendar_has_is_said_to_be_none(
    source: Path, day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tick", str(source), "hmicfrs", "--on", day]) == 2
    assert f"there is no day {day}" in capsys.readouterr().err


def test_a_publication_after_the_last_lawful_day_is_said(
    source: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S55DRAFT_TODAY", "2024-05-01")
    assert main(["tick", str(source), "website", "--on", "2024-04-17"]) == 0
    assert "That is 2 days after the last lawful day." in capsys.readouterr().out


def test_a_step_that_is_recorded_so_already_changes_nothing(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = source.stat().st_mtime_ns
    assert main(["tick", str(source), "hmicfrs", "--undo"]) == 0
    assert "recorded so already" in capsys.readouterr().out
    assert source.stat().st_mtime_ns == before


def test_the_letter_is_built_again_and_its_box_is_ticked(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter = Drafter().build(source).path
    assert main(["tick", str(source), "hmicfrs"]) == 0
    assert "The letter was built again" in capsys.readouterr().out
    boxes = list(document(letter.read_bytes()).iter(f"{W14}checkbox"))
    checked = [box.find(f"{W14}checked") for box in boxes]
    assert [mark is not None and mark.attrib[f"{W14}val"] for mark in checked] == ["1", "0", "0", "0", "0"]


def test_a_letter_for_publication_is_built_again_for_publication(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = Drafter().build(source, final=True).path
    assert main(["tick", str(source), "hmicfrs"]) == 0
    assert "The letter was built again" in capsys.readouterr().out
    assert was_final(letter)
    assert letter.read_bytes() == Drafter().build(source, letter.with_name("b.docx"), final=True).path.read_bytes()
    assert not was_final(Drafter().build(source, letter.with_name("c.docx")).path)


def test_a_letter_that_was_changed_in_word_is_left_and_said(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter = Drafter().build(source).path
    with zipfile.ZipFile(letter) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(letter, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data.replace(b"Own comments.", b"My own comments."))
    before = letter.read_bytes()
    assert main(["tick", str(source), "hmicfrs"]) == 0
    assert "The letter was changed in Word, so it was left as it is" in capsys.readouterr().out
    assert letter.read_bytes() == before
    assert ticks(source)["hmicfrs"] == "2024-04-12"


def test_a_letter_older_than_its_answers_is_built_again(source: Path) -> None:
    letter = Drafter().build(source).path
    source.write_bytes(source.read_bytes().replace(b"Own comments.", b"Other comments."))
    assert main(["tick", str(source), "hmicfrs"]) == 0
    assert letter.read_bytes() == Drafter().draft(answers.read(source), source.parent).data


def test_a_letter_that_cannot_be_built_keeps_no_step_from_being_recorded(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Drafter().build(source)
    (source.parent / "office.yaml").write_text("logo: gone.png\n", encoding="utf-8")
    assert main(["tick", str(source), "hmicfrs"]) == 1
    said = capsys.readouterr()
    assert "It is recorded, but the letter could not be built again." in said.out
    assert "error[logo]" in said.err
    assert ticks(source)["hmicfrs"] == "2024-04-12"


def test_a_file_that_is_not_there_or_is_damaged_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tick", str(tmp_path / "gone.yaml"), "hmicfrs"]) == 1
    assert "there is no such file" in capsys.readouterr().err
    (tmp_path / "damaged.yaml").write_text("layout: [", encoding="utf-8")
    assert main(["tick", str(tmp_path / "damaged.yaml"), "hmicfrs"]) == 1
    assert "error[bracket]" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["damaged.yaml"]


def test_a_letter_from_another_template_is_left_and_said(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / "own.docx"
    with zipfile.ZipFile(ROOT / "templates" / "opccn-2023" / "letter.docx") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(template, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data.replace(b"Key Findings", b"Main Findings"))
    letter = Drafter(template=template).build(source).path
    before = letter.read_bytes()
    assert main(["tick", str(source), "hmicfrs"]) == 0
    assert "built in another way" in capsys.readouterr().out
    assert letter.read_bytes() == before


def test_the_shell_completes_the_steps(source: Path) -> None:
    def completed(begun: str) -> list[str]:
        shell = ShellComplete(program, {}, "s55draft", "_S55DRAFT_COMPLETE")
        return [item.value for item in shell.get_completions(["tick", str(source)], begun)]

    assert completed("") == ["hmicfrs", "chief_constable", "police_and_crime_panel", "website", "home_office"]
    assert completed("h") == ["hmicfrs", "home_office"]
    assert completed("x") == []


@posix
def test_completion_works_through_the_program_itself(source: Path) -> None:
    asked = {"_S55DRAFT_COMPLETE": "bash_complete", "COMP_WORDS": f"s55draft tick {source} we", "COMP_CWORD": "3"}
    code = "from s55draft.cli import main; main([])"
    ended = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env={**os.environ, **asked}
    )
    assert ended.stdout == "plain,website\n"


def s55draft(*arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "s55draft", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def test_ticks_at_the_same_time_all_land_and_leave_no_litter(source: Path) -> None:
    Drafter().build(source)
    steps = ["hmicfrs", "chief_constable", "police_and_crime_panel", "website", "home_office"]
    for _ in range(2):
        running = [s55draft("tick", str(source), step, "--on", "2024-04-10") for step in steps]
        assert [each.wait(60) for each in running] == [0] * len(steps)
        assert set(ticks(source).values()) == {"2024-04-10"}
        running = [s55draft("tick", str(source), step, "--undo") for step in steps]
        assert [each.wait(60) for each in running] == [0] * len(steps)
        assert set(ticks(source).values()) == {"False"}
    assert sorted(path.name for path in source.parent.iterdir()) == ["custody.docx", "custody.yaml"]
    assert not Drafter().build(source).changed


@posix
def test_killed_at_any_moment_the_file_is_the_old_or_the_new(source: Path) -> None:
    old = source.read_bytes()
    new = old.replace(b"hmicfrs:    false ", b"hmicfrs:    2024-04-10 ")
    begun = time.monotonic()
    assert s55draft("tick", str(source), "hmicfrs", "--on", "2024-04-10").wait(60) == 0
    whole = time.monotonic() - begun
    seen = set()
    moments = random.Random(4)  # noqa: S311 - moments, no secrets
    for _ in range(24):
        source.write_bytes(old)
        running = s55draft("tick", str(source), "hmicfrs", "--on", "2024-04-10")
        time.sleep(whole * moments.uniform(0.3, 1.1))
        running.send_signal(signal.SIGKILL)
        running.wait(60)
        seen.add(source.read_bytes())
    assert seen <= {old, new}
    source.write_bytes(old)
    assert s55draft("tick", str(source), "hmicfrs", "--on", "2024-04-10").wait(60) == 0  # a lock left behind is none
    assert source.read_bytes() == new
