"""What the reader finds in a Word file: paragraphs in their order, content controls, and remarks on all else."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from s55draft.inline import Runs
from s55draft.markup import Blocks


class Kind(StrEnum):
    """What a remark is on."""

    INSERTION = "insertion"
    DELETION = "deletion"
    FORMATTING = "formatting"
    """A change of looks that is tracked."""
    COMMENT = "comment"
    PICTURE = "picture"
    TABLE = "table"
    TABLE_OF_BOXES = "table of boxes"
    TEXT_BOX = "text box"
    FOOTNOTE = "footnote"
    FORMULA = "formula"
    SYMBOL = "symbol"
    HIDDEN = "hidden text"
    LINK = "link"
    LIST = "list"
    STRUCK = "words struck through"
    BOLD = "paragraph in bold"
    FIELD = "field out of its place"
    LAYOUT = "layout"
    NAME = "name"
    """Who filled in a form."""


class Remark(NamedTuple):
    """Something that text in answers cannot hold, or that a person should know of.

    `what` is a sentence without its end; `words` are the words that it is on, or near; `under` is the nearest heading
    above; `author` and `text` are a comment's or a tracked change's.
    """

    kind: Kind
    what: str
    words: str = ""
    under: str = ""
    author: str = ""
    text: str = ""


class Cell(NamedTuple):
    """A place in a table; all count from 0."""

    table: int
    row: int
    column: int


class Box(NamedTuple):
    """A box to tick. `tag` and `title` are empty where it has none."""

    tag: str
    title: str
    ticked: bool


class Item(NamedTuple):
    """A paragraph as it stands in the document.

    `style` is the style's name. `heading` is the level of a heading, 0 for a title. `level` counts list levels from 0
    (None: in no list), `number` is None for a bullet. `tag` is that of the innermost content control around it, or of
    the only one in it; `fixed` is what stands outside every control. `under` is the nearest heading above. `mark` is a
    bullet's symbol.
    """

    runs: Runs
    style: str = ""
    heading: int | None = None
    level: int | None = None
    number: int | None = None
    tag: str | None = None
    fixed: Runs = ()
    cell: Cell | None = None
    boxes: tuple[Box, ...] = ()
    under: str = ""
    mark: str = ""


class Control(NamedTuple):
    """A content control, or the range of a bookmark of ours where another program has lost the control.

    `ticked` is None unless it is a box. `is_placeholder`: it looks as if nothing was answered; only its words can tell,
    since who types over a placeholder may type in its style.
    """

    tag: str
    title: str
    blocks: Blocks
    is_placeholder: bool = False
    ticked: bool | None = None
    under: str = ""
    is_bookmark: bool = False
    within: str = ""
    """The title of the control around it, where that holds an answer too."""


class Document(NamedTuple):
    """A Word file as read."""

    items: tuple[Item, ...]
    controls: tuple[Control, ...]
    """Every control with a tag, in order; a tag that stands twice stands here twice."""
    remarks: tuple[Remark, ...]
    properties: Mapping[str, str]
    """The custom properties that are texts."""
    written: bytes = b""
    """The part in which this program keeps what it wrote; empty where there is none."""

    @property
    def has_tracked_changes(self) -> bool:
        """Whether anything was inserted, deleted or formatted with changes tracked."""
        return any(remark.kind in _TRACKED for remark in self.remarks)

    def control(self, tag: str) -> Control | None:
        """The first control of a tag."""
        return next((control for control in self.controls if control.tag == tag), None)


_TRACKED = (Kind.INSERTION, Kind.DELETION, Kind.FORMATTING)
