"""Writes the outlines that test_letter compares with: python tests/letters_anew.py.

Read what changed before committing it.
"""

from letters import EXAMPLES, ROOT, example, outline

if __name__ == "__main__":
    for path in EXAMPLES:
        (ROOT / "tests" / "cases" / "letters" / f"{path.stem}.txt").write_text(
            outline(example(path)), encoding="utf-8", newline="\n"
        )
