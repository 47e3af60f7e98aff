"""The same letter with docxtpl's RichTextParagraph: its quickest way, for comparison.

    python benchmarks/paragraphs_docxtpl.py benchmarks/getting-a-grip.json letter.docx

As `plain_docxtpl.py`, but each text is handed over as finished paragraphs, `{{p key_findings }}`. The template is half
as long, which is what docxtpl's time hangs on; the styles of lists and headings then stand in the code, and who owns
the template cannot change them in Word.
"""

import sys
from pathlib import Path

from docxtpl import DocxTemplate, RichTextParagraph
from plain_docxtpl import Data, rich_text, write_letter

TEMPLATE = Path(__file__).with_name("paragraphs-2023.docx")
STYLES = {
    "paragraph": "BodyText",
    "heading": "Heading3",
    "bullet": "ListBullet",
    "bullet_2": "ListBullet2",
    "number": "ListNumber",
    "number_2": "ListNumber2",
}


def paragraphs(tpl: DocxTemplate, text: list[Data], bold: bool) -> RichTextParagraph | None:  # noqa: FBT001 - one shape for both baselines
    """Blocks as finished paragraphs; None where there are none."""
    if not text:
        return None
    made = RichTextParagraph()
    for block in text:
        made.add(rich_text(tpl, block["runs"], bold=bold), parastyle=STYLES[block["kind"]])
    return made


if __name__ == "__main__":
    write_letter(Path(sys.argv[1]), Path(sys.argv[2]), TEMPLATE, paragraphs)
