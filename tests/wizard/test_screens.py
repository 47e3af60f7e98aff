"""The screens that the docs show are those of the program."""

from pathlib import Path

from make_screens import SCREENS, screens


def test_the_screens_in_the_docs_are_what_the_program_shows(tmp_path: Path) -> None:
    shown = dict(screens(tmp_path))
    kept = {path.stem: path.read_text(encoding="utf-8").rstrip("\n") for path in SCREENS.glob("*.txt")}
    assert set(shown) == set(kept)
    for name, text in shown.items():
        assert text.rstrip("\n") == kept[name], name
