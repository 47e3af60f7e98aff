"""A form to be filled in in Word: fixed words, and content controls to type into (ECMA-376 Part 1, 17.5.2).

Analysis. Word has three ways to keep people out of fixed words. "Filling in forms" (`w:documentProtection`, 17.15.1.29)
greys out most of the ribbon inside the fields too, so that nobody can make bullets or paste with formatting; and
LibreOffice then lets nothing be typed at all. "No changes" with exceptions (`w:permStart`) forgets its exceptions when
a paragraph at the edge is deleted. A *group* (`w:group`, 17.5.2.17) is made for this: what stands in it cannot be
edited or deleted, the controls within it can, with every command of Word. It asks for no password, since it is there
against accidents; Developer > Group > Ungroup lifts it. So the whole form stands in one group.

A field to type into is an empty control in Word's own way: its prompt is in the placeholder style and gives way to the
first letter (`w:showingPlcHdr`, 17.5.2.39). Text of any length stands in a control around paragraphs.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from s55draft.context import Passage, Passages, Picture, TickBox, Value
from s55draft.inline import Run
from s55draft.markup import Blocks, Paragraph, to_text
from s55draft.word.marks import LABEL_TAG, bookmarked
from s55draft.word.package import DOCUMENT
from s55draft.word.render import ANSWERS_DIGEST, Renderer
from s55draft.word.styles import Styles
from s55draft.word.template import Template
from s55draft.word.writer import Writer, text_elements
from s55draft.word.written import written_xml

KIND = "s55draft document"
FORM_KIND = "request"
"""The custom property that tells a form from a letter, and its value."""
NAME_TAG = "form.name"
"""The tag of the field for the name of whoever filled the form in; it is no answer."""
TEXT_PROMPT = "Click here and type, or paste from Word."
LINE_PROMPT = "Click here and type a name."
DATE_PROMPT = "Click here and choose a date."
PROMPTS = (TEXT_PROMPT, LINE_PROMPT, DATE_PROMPT)
"""What stands in a field that nobody has filled in."""
_BODY = re.compile(r"^.*?<w:body>", re.DOTALL)
_SECTION = re.compile(r"<w:sectPr\b.*</w:sectPr>", re.DOTALL)
_LOCKED = '<w:lock w:val="sdtLocked"/>'
_EMPTY = "<w:showingPlcHdr/>"
_DATE = (
    '<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/><w:storeMappedDataAs w:val="date"/>'
    '<w:calendar w:val="gregorian"/></w:date>'
)


class Form(NamedTuple):
    """What a form prints: its properties, the words that its header uses, and its parts in order."""

    title: str
    author: str
    names: dict[str, object]
    """The context's values, of which the template's header and footers print some."""
    parts: "tuple[Part, ...]"


class Heading(NamedTuple):
    """A heading: of the form (1), a section (2), an entry (3), an answer (4)."""

    level: int
    words: str
    value: Value | None = None
    """An answer that follows its words, such as the title that the report gives an entry."""


class Words(NamedTuple):
    """A paragraph of fixed words; `look` is the name of a paragraph style that the template may have."""

    words: str
    look: str = ""


class Fact(NamedTuple):
    """A label and what it says."""

    label: str
    value: Value | str


class Fixed(NamedTuple):
    """Answers that are shown and cannot be changed, such as the report's words."""

    passages: Passages


class Logo(NamedTuple):
    """The office's logo."""

    picture: Picture


class Shape(Enum):
    """What a field takes."""

    TEXT = "text of any length"
    LINE = "words on one line"
    DATE = "a day"
    BOX = "a tick"


class Field(NamedTuple):
    """A place to fill in. `blocks`: what stands in it already; `label`: the words beside it."""

    tag: str
    title: str
    shape: Shape = Shape.TEXT
    label: str = ""
    blocks: Blocks = ()


Part = Heading | Words | Fact | Fixed | Logo | Field


def render_form(renderer: Renderer, form: Form, answers_digest: str) -> bytes:
    """The form as a .docx in the layout's own styles. Same form, same bytes."""
    writer = _FormWriter(renderer.template)
    stories = renderer.margins(form.names, writer)
    source = renderer.template.sources[DOCUMENT]
    head, section = _BODY.match(source), _SECTION.search(source)
    assert head is not None  # noqa: S101 - every template has a body
    assert section is not None  # noqa: S101 - and a page
    body = writer.group("".join(writer.part(part) for part in form.parts))
    stories[DOCUMENT] = f"{head[0]}{body}{section[0]}</w:body></w:document>"
    properties = {ANSWERS_DIGEST: answers_digest, KIND: FORM_KIND}
    kept = written_xml(answers_in(form), final=False)
    return renderer.packed(stories, writer, form.title, form.author, properties, kept)


def answers_in(form: Form) -> list[Value | Passage | TickBox]:
    """Every answer and field that must stand in the form, by which it is verified."""
    return [answer for part in form.parts for answer in _answers_of(part)]


def _answers_of(part: Part) -> Iterator[Value | Passage | TickBox]:
    if isinstance(part, Heading | Fact) and isinstance(part.value, Value):
        yield part.value
    elif isinstance(part, Fixed):
        yield from part.passages
    elif isinstance(part, Field):
        if part.shape is Shape.BOX:
            yield TickBox(part.tag, part.title, ticked=False)
        else:
            prompt = (Paragraph((Run(_prompt(part)),)),)
            awaited = not part.blocks
            yield Passage(part.tag, part.title, part.blocks or prompt, awaited, source=to_text(part.blocks))


def _prompt(field: Field) -> str:
    return {Shape.LINE: LINE_PROMPT, Shape.DATE: DATE_PROMPT}.get(field.shape, TEXT_PROMPT)


class _FormWriter(Writer):
    """Writes the parts of a form."""

    def __init__(self, template: Template) -> None:
        super().__init__(template)
        self._styles = template.styles
        self._known = Styles(template.parts)

    def part(self, part: Part) -> str:
        """A part of the form."""
        if isinstance(part, Heading):
            return self._heading(part)
        if isinstance(part, Words):
            style = self._known.named(part.look, "paragraph") or self._styles["paragraph"]
            return self._paragraph((Run(part.words),), style)
        if isinstance(part, Fact):
            held = self.value(part.value, 0) if isinstance(part.value, Value) else _run(part.value)
            return self._labelled(part.label, held)
        if isinstance(part, Fixed):
            return self.passages(part.passages)
        if isinstance(part, Logo):
            return self.picture(part.picture)
        return self._field(part)

    def group(self, inner: str) -> str:
        """The group that keeps everything but its fields from being changed."""
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="Form"/><w:tag w:val="{LABEL_TAG}"/><w:id w:val="{self._next_id()}"/>'
            f'<w:lock w:val="sdtContentLocked"/><w:group/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'
        )

    def _heading(self, part: Heading) -> str:
        style = self._styles[f"heading_{part.level}"]
        value = self.value(part.value, 0) if part.value else ""
        words = f"{part.words} " if part.value and part.words else part.words
        fixed = _run(words) if words else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{fixed}{value}</w:p>'

    def _labelled(self, label: str, held: str) -> str:
        style = self._known.named("Fact", "paragraph") or self._styles["paragraph"]
        look = self._known.named("Fact Label", "character") or self._styles["bold"]
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(label, look)}<w:r><w:tab/></w:r>{held}</w:p>'

    def _field(self, field: Field) -> str:
        if field.shape is Shape.BOX:
            box = self.value(TickBox(field.tag, field.title, ticked=False), 0)
            style = self._styles["paragraph"]
            return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{box}{_run(f" {field.label}")}</w:p>'
        if field.shape is not Shape.TEXT:
            prompt = _run(_prompt(field), self._styles["placeholder"])
            kind = _DATE if field.shape is Shape.DATE else ""
            return self._labelled(field.label, self._open(field, prompt, f"{_LOCKED}{_EMPTY}", kind))
        if field.blocks:
            inner = self._blocks(field.blocks, Passage(field.tag, field.title, field.blocks))
            return self._open(field, inner, _LOCKED)
        inner = self._paragraph((Run(TEXT_PROMPT),), self._styles["paragraph"], awaited=True)
        return self._open(field, inner, f"{_LOCKED}{_EMPTY}")

    def _open(self, field: Field, inner: str, state: str, kind: str = "") -> str:
        """A control that can be typed into and not be deleted."""
        number = self._next_id()
        return bookmarked(
            field.tag, number, self._bare_control(field.tag, field.title, number, inner, f"{state}{kind}")
        )


def _run(words: str, style: str = "") -> str:
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f"<w:r>{look}{text_elements(words)}</w:r>"
