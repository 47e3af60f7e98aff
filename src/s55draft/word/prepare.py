"""Lowers the house templates ahead of time: `python -m s55draft.word.prepare`.

To be run after a `letter.docx` or `layout.toml` of a house layout has changed; a letter comes out the same without,
only later.
"""

from s55draft.word.template import PREPARED, house_folder, house_layouts, prepare


def main() -> None:
    """Writes `letter.json` for each house layout."""
    for name in house_layouts():
        folder = house_folder() / name
        (folder / PREPARED).write_text(prepare(folder), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
