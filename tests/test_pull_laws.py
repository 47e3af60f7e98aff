"""What is built and read back is what was written: every example, both layouts, and any text."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters import EXAMPLES, LAYOUTS, letter
from s55draft import answers, context
from s55draft.drafting import Drafter
from s55draft.markup import Blocks, parse, to_text
from s55draft.model import Response
from s55draft.office import NORFOLK
from s55draft.pulling.merging import Merger
from s55draft.pulling.places import Shape, known_answers
from s55draft.pulling.values import text_in
from s55draft.word.reader import read_document
from s55draft.word.render import Renderer
from s55draft.word.template import open_layout, open_template
from s55draft.word.written import line_text, read_written
from strategies import blocks, responses


def in_layout(path: Path, layout: str) -> bytes:
    """The text of an example, in one of the layouts."""
    text = path.read_text(encoding="utf-8")
    own = answers.load(text.encode(), path.name).response.layout
    return text.replace(f"layout: {own}", f"layout: {layout}").encode()


def changes(made: Response, data: bytes, *, same_source: bool = False) -> list[object]:
    """What `pull` would say of a letter of this response."""
    known = known_answers(made, NORFOLK, open_layout(made.layout))
    document = read_document(data, tags=known)
    return list(Merger(document, made, known, same_source=same_source, is_form=False).changes())


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("final", [False, True], ids=["draft", "final"])
def test_what_was_built_is_read_back_whole(path: Path, layout: str, final: bool) -> None:  # noqa: FBT001
    read = answers.load(in_layout(path, layout), path.name)
    drafter = Drafter()
    office, house = drafter.office_for(path.parent), drafter.layout_for(read)
    made = context.build(read.response, office, house)
    data = Renderer(open_template(house)).render(made, read.digest, final=final)
    document = read_document(data)
    held = {control.tag: control for control in document.controls}
    assert len(held) == len(document.controls)
    for answer in made.answers:
        control = held.pop(answer.path)
        if isinstance(answer, context.TickBox):
            assert control.ticked is answer.ticked
        elif answer.awaited:
            assert control.is_placeholder
        elif isinstance(answer, context.Passage):
            assert control.blocks == answer.blocks
        else:
            assert text_in(control, Shape.LINE, "") == line_text(answer.runs)
    assert not held
    assert not [remark for remark in document.remarks if remark.kind.value not in ("table of boxes", "picture")]
    written = read_written(document.written)
    assert written is not None
    assert written.is_final is final
    known = known_answers(read.response, office, house)
    assert list(Merger(document, read.response, known, same_source=True, is_form=False).changes()) == []


@settings(max_examples=60, deadline=None)
@given(responses(), st.sampled_from(LAYOUTS))
def test_any_response_comes_back_as_it_was(made: Response, layout: str) -> None:
    given_one = made.model_copy(update={"layout": layout, "checklist": None})
    assert changes(given_one, letter(given_one)) == []


@settings(max_examples=80, deadline=None)
@given(blocks().filter(bool), st.sampled_from(LAYOUTS))
def test_any_text_is_read_as_the_blocks_that_were_written(some: Blocks, layout: str) -> None:
    made = Response.model_validate({
        "layout": layout,
        "report": {"title": "Custody", "published_on": "2024-02-20"},
        "pcc": {"comments": to_text(some)},
        "areas_for_improvement": [to_text(some)],
    })  # fmt: skip
    document = read_document(letter(made))
    for tag in ("pcc.comments", "areas_for_improvement[1].text"):
        control = document.control(tag)
        assert control is not None
        assert control.blocks == parse(to_text(some))


def test_a_final_letter_keeps_no_text_but_what_is_printed() -> None:
    path = next(path for path in EXAMPLES if path.stem == "legitimacy-2017")
    read = answers.read(path)
    data = Drafter().draft(read, path.parent, final=True).data
    written = read_written(read_document(data).written)
    assert written is not None
    assert all(re.fullmatch("[0-9a-f]{32}|", text) for text in written.texts.values())
    draft = read_written(read_document(Drafter().draft(read, path.parent).data).written)
    assert draft is not None
    assert draft.texts["pcc.comments"] == read.response.pcc.comments
