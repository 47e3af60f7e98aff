"""The commands as people and scripts meet them: output, exit codes, nothing lost."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import jsonschema
import mammoth
import pexpect
import pytest
import yaml
from click.testing import CliRunner

from letters import EXAMPLES, ROOT, SMALLEST
from s55draft import __version__, answers
from s55draft.cli import HELP, main
from s55draft.commands import COMMANDS, program, with_globs_expanded
from s55draft.model import Response

EXAMPLE = ROOT / "examples" / "getting-a-grip.yaml"
HALF = ROOT / "examples" / "half-finished.yaml"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "response.yaml"
    path.write_text(answers.dump(Response.model_validate(SMALLEST)), encoding="utf-8")
    return path


def s55draft(*arguments: str, **options: object) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([sys.executable, "-m", "s55draft", *arguments], capture_output=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


def test_version_and_help_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"s55draft {__version__}\n"
    assert main(["--help"]) == 0
    assert capsys.readouterr().out == HELP


def test_the_short_help_names_every_command() -> None:
    for name in COMMANDS:
        command = program.get_command(click.Context(program), name)
        assert f"  {name} " in HELP
        for under in getattr(command, "commands", {}):
            assert f"  {name} {under} " in HELP


def test_without_a_command_and_without_a_terminal_one_line_names_build() -> None:
    ended = s55draft(stdin=subprocess.DEVNULL)
    assert ended.returncode == 2
    assert ended.stderr.count(b"\n") == 1
    assert b"s55draft build" in ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["biuld"],
        ["build"],
        ["build", "a.yaml", "--nonsense"],
        ["build", "a.yaml", "--jobs", "0"],
        ["build", "a.yaml", "b.yaml", "-o", "gone"],
        ["build", "-"],
    ],
)
def test_wrong_usage_ends_with_2_and_says_how(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "Error: " in capsys.readouterr().err


@pytest.mark.parametrize("command", ["build", "check", "schema", "status", "template", "tick"])
def test_each_command_has_its_help(command: str) -> None:
    assert "Usage: " in CliRunner().invoke(program, [command, "--help"]).output


def test_build_says_what_it_built(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(source)]) == 0
    assert f"Built {source.with_suffix('.docx')}\n" in capsys.readouterr().out


def test_build_of_an_unfinished_response_says_that_it_is_a_draft_and_how_to_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(HALF), "-o", str(tmp_path)]) == 0
    assert (
        "It is a DRAFT: 6 answers are still missing. To list what is missing: s55draft check" in capsys.readouterr().out
    )


def test_final_refuses_an_unfinished_response_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(HALF), "--final", "-o", str(tmp_path)]) == 1
    assert "error[s55-5B]" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", [path for path in EXAMPLES if path != HALF], ids=lambda path: path.stem)
def test_final_builds_every_complete_example(path: Path, tmp_path: Path) -> None:
    assert main(["build", str(path), "--final", "-q", "-o", str(tmp_path)]) == 0


def test_check_of_an_unfinished_response_lists_each_thing_at_its_place_and_ends_with_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", str(HALF)]) == 1
    said = capsys.readouterr()
    line = next(
        number
        for number, text in enumerate(HALF.read_text(encoding="utf-8").splitlines(), 1)
        if text == '  - number: "4"'
    )
    assert f"{HALF}:{line}:5: error[s55-5B]: not answered yet: the PCC's answer to recommendation 4" in said.err
    assert said.out == f"{HALF}: 6 errors and 1 warning.\n"


def test_check_of_a_complete_response_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--final", str(EXAMPLE)]) == 0
    assert capsys.readouterr().out.endswith(f"\n{EXAMPLE}: ready to publish.\n")


def test_check_before_publishing_lists_each_obligation_with_its_provision_and_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "--final", str(HALF)]) == 1
    said = capsys.readouterr()
    assert [line[:8].strip() for line in said.out.splitlines() if line.startswith("s.55(")] == [
        *("s.55(4)", "s.55(5)", "s.55(5)", "s.55(5)", "s.55(5A)", "s.55(5B)", "s.55(5B)", "s.55(6)", "s.55(6)")
    ]
    assert "s.55(4)   met: the Chief Constable was invited on 16 September 2024" in said.out
    assert "s.55(5)   NOT MET: not answered yet: the PCC's comments\n          To do: under pcc: add" in said.out
    assert "error[s55-5]" in said.err
    assert all(len(line) <= 80 for line in said.out.splitlines()[:-1])


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_on_a_terminal_check_before_publishing_tells_each_thing_once_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "half.yaml").write_bytes(HALF.read_bytes())
    arguments = ["-m", "s55draft", "check", "--final", "half.yaml"]
    child = pexpect.spawn(sys.executable, arguments, cwd=tmp_path, encoding="utf-8", dimensions=(50, 80))
    shown = str(child.read()).replace("\r\n", "\n")
    child.close()
    piped = subprocess.run([sys.executable, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert shown.count("not answered yet: the PCC's comments") == 1
    assert shown.startswith("half.yaml: error[unanswered]: not answered yet: areas for improvement\n")
    places = {line.partition(": ")[0] for line in piped.stderr.splitlines() if line.startswith("half.yaml")}
    assert places == {"half.yaml", "half.yaml:35:5", "half.yaml:45:5", "half.yaml:56:1"}
    assert places - {"half.yaml"} == {
        line.strip().removeprefix("At: ") for line in shown.splitlines() if "At: " in line
    }
    assert shown.endswith(piped.stdout.splitlines()[-1] + "\n")
    assert "At: " not in piped.stdout


def test_check_before_publishing_in_json_has_every_obligation_once_and_those_that_are_met_without_a_severity(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "--final", "--format", "json", str(HALF)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told[0]["severity"], told[0]["code"], told[0]["provision"]) == ("error", "unanswered", None)
    obligations = [(each["provision"], each["state"], each["severity"]) for each in told if each["provision"]]
    assert len(obligations) == 9
    assert ("s.55(4)", "met", None) in obligations
    assert ("s.55(5B)", "not met", "error") in obligations


def test_check_writes_nothing(source: Path) -> None:
    main(["check", str(source)])
    assert list(source.parent.iterdir()) == [source]


def test_check_in_json_gives_every_problem_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "json", str(HALF)]) == 1
    problems = json.loads(capsys.readouterr().out)
    assert {problem["severity"] for problem in problems} == {"error", "warning"}
    assert {"code", "message", "hint", "file", "line", "column", "path", "severity"} == set(problems[0])
    assert any(problem["path"] == "recommendations[1].pcc" and problem["line"] for problem in problems)


def test_build_in_json_gives_a_result_for_each_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("layout: opccn-2023\n", encoding="utf-8")
    assert main(["build", "--format", "json", str(EXAMPLE), str(broken), "-o", str(tmp_path)]) == 1
    first, second = json.loads(capsys.readouterr().out)
    assert first["letter"] == str(tmp_path / "getting-a-grip.docx")
    assert second["letter"] is None
    assert second["problems"][0]["code"] == "missing"


def test_quiet_still_prints_problems(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "-q", str(source)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "warning[s55-6]" in said.err


def test_answers_may_come_on_standard_input(tmp_path: Path) -> None:
    ended = s55draft("build", "-", "-o", str(tmp_path / "letter.docx"), input=EXAMPLE.read_bytes())
    assert ended.returncode == 0
    same = tmp_path / "same.docx"
    assert main(["build", str(EXAMPLE), "-o", str(same)]) == 0
    assert (tmp_path / "letter.docx").read_bytes() == same.read_bytes()


def test_a_batch_in_processes_gives_the_same_letters_in_the_same_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, many = tmp_path / "one", tmp_path / "many"
    for folder, jobs in ((one, "1"), (many, "3")):
        folder.mkdir()
        assert main(["build", *map(str, EXAMPLES), "-o", str(folder), "--jobs", jobs]) == 0
    assert [path.read_bytes() for path in sorted(one.iterdir())] == [
        path.read_bytes() for path in sorted(many.iterdir())
    ]
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if "many" in line] == [
        line.replace(str(one), str(many)) for line in out.splitlines() if str(one) in line
    ]


def test_one_wrong_file_of_a_batch_stops_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("layout: [", encoding="utf-8")
    for jobs in ("1", "2"):
        assert main(["build", str(wrong), str(EXAMPLE), "-o", str(tmp_path), "--jobs", jobs, "--force"]) == 1
        assert "wrong.yaml:1:9: error[bracket]" in capsys.readouterr().err
        assert (tmp_path / "getting-a-grip.docx").is_file()


def test_two_answers_that_would_become_one_letter_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(EXAMPLE), str(EXAMPLE), "-o", str(tmp_path)]) == 2
    assert "would both become" in capsys.readouterr().err


def test_a_letter_over_its_own_answers_is_refused(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = source.read_bytes()
    assert main(["build", str(source), "-o", str(source), "--force"]) == 2
    assert "would replace its own answers file" in capsys.readouterr().err
    assert source.read_bytes() == before


def test_the_office_profile_beside_the_answers_is_used_and_another_may_be_named(tmp_path: Path) -> None:
    custody = ROOT / "examples" / "suffolk" / "custody.yaml"
    main(["build", str(custody), "-o", str(tmp_path / "a.docx")])
    (tmp_path / "office.yaml").write_text("area: Kent\nforce: Kent Police\n", encoding="utf-8")
    main(["build", str(custody), "-o", str(tmp_path / "b.docx"), "--office", str(tmp_path / "office.yaml")])
    texts = [
        mammoth.extract_raw_text(io.BytesIO((tmp_path / name).read_bytes())).value for name in ("a.docx", "b.docx")
    ]
    assert "inspections of Suffolk Constabulary" in texts[0]
    assert "Kent Police and Crime Commissioner (PCC) response to inspections of Kent Police" in texts[1]


def test_a_wrong_office_profile_is_one_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(EXAMPLE), "--office", str(tmp_path / "gone.yaml"), "-o", str(tmp_path)]) == 1
    assert "gone.yaml: error[file]: there is no such file" in capsys.readouterr().err


def test_a_wrong_office_profile_in_json_is_json_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = str(tmp_path / "gone.yaml")
    assert main(["build", str(EXAMPLE), "--office", office, "-o", str(tmp_path), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["problems"][0]["code"] == "file"
    assert main(["check", str(EXAMPLE), "--office", office, "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["code"] == "file"


def test_a_wrong_office_profile_stops_a_batch_in_processes_with_messages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = str(tmp_path / "gone.yaml")
    assert main(["build", str(EXAMPLE), str(HALF), "--office", office, "-o", str(tmp_path), "--jobs", "2"]) == 1
    assert capsys.readouterr().err.count("there is no such file") == 2


def test_on_windows_stars_are_expanded_as_a_shell_would(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", "c.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    pattern = str(tmp_path / "*.yaml")
    expanded = with_globs_expanded(["build", pattern, "-o", "x*"], "nt")
    assert expanded == ["build", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"), "-o", "x*"]
    assert with_globs_expanded(["build", pattern], "posix") == ["build", pattern]
    assert with_globs_expanded(["build", "gone*.yaml"], "nt") == ["build", "gone*.yaml"]


def test_a_missing_file_is_said_with_the_name_that_was_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "response.yaml").write_text("", encoding="utf-8")
    assert main(["check", str(tmp_path / "respnse.yaml")]) == 1
    assert "did you mean" in capsys.readouterr().err


def test_the_schema_accepts_every_example_and_refuses_what_check_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in EXAMPLES:
        validator.validate(as_an_editor_reads(path))
    assert not validator.is_valid({**as_an_editor_reads(EXAMPLE), "key_finding": "x"})
    assert not validator.is_valid({"layout": "opccn-2023"})


def as_an_editor_reads(path: Path) -> dict[str, object]:
    """With YAML's own types, dates as text, and without the keys that have nothing behind them."""
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    return json.loads(json.dumps(loaded, default=str))  # type: ignore[no-any-return]


def test_template_list_names_the_layouts_and_where_they_lie(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[::2]] == ["opccn-2017", "opccn-2023"]
    assert all(Path(line.strip()).is_file() for line in lines[1::2])


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_ends_with_130_and_one_line(source: Path) -> None:
    command = [sys.executable, "-m", "s55draft", "build", "-", "-o", str(source.with_suffix(".docx"))]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Stopped." in said
    assert "Traceback" not in said
    assert list(source.parent.iterdir()) == [source]


def test_a_reader_of_our_output_that_goes_away_is_no_crash(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m s55draft schema | head -c 10'
    ended = subprocess.run(command, shell=True, capture_output=True, text=True, check=False, cwd=tmp_path)  # noqa: S602
    assert "Traceback" not in ended.stderr


def test_output_that_cannot_say_a_letter_says_it_another_way(tmp_path: Path) -> None:
    path = tmp_path / "r\u00e9ponse-\u0175.yaml"
    path.write_text(answers.dump(Response.model_validate(SMALLEST)), encoding="utf-8")
    ended = s55draft("build", str(path), env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"})
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr
    assert path.with_suffix(".docx").is_file()


def modules_after(*commands: list[str]) -> set[str]:
    """Top-level names and full names of what is imported once the commands have run."""
    code = f"import sys; from s55draft.cli import main; [main(c) for c in {list(commands)!r}]; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ended.stdout.splitlines()[-1].split())


def test_help_and_version_import_next_to_nothing() -> None:
    heavy = {"click", "pydantic", "yaml", "docx", "lxml", "jinja2", "docxtpl", "ssl", "socket", "json", "re"}
    assert not modules_after(["--help"], ["--version"]) & (heavy - {"re"})


def test_building_a_house_letter_imports_neither_docxtpl_nor_lxml_nor_the_network(tmp_path: Path) -> None:
    imported = modules_after(["build", str(EXAMPLE), "-o", str(tmp_path / "a.docx")])
    assert "pydantic" in imported
    assert not imported & {"docxtpl", "docx", "lxml", "jinja2", "ssl", "http.client", "urllib.request"}


@pytest.mark.parametrize("name", ["letter.pdf", "letter.YAML", "old.doc"])
def test_a_letter_does_not_get_the_ending_of_another_kind_of_file(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(EXAMPLE), "-o", str(tmp_path / name)]) == 2
    assert "a letter is a Word document: name it" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
