"""Whatever stands in a template: it is refused with a reason, or its letters hold what the answers say."""

import functools
import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from letters import EXAMPLES, LAYOUTS
from s55draft import answers
from s55draft.answers import Answers
from s55draft.drafting import Drafter
from s55draft.errors import TemplateError
from word_files import DOCUMENT, HEADER, Parts, field, house, opened, paragraph, run

NAMES = (
    *("office.name", "office.area|upper", "report.title", "report.type", "response_deadline", "draft", "draft_mark"),
    *("e.label", "e.title", "e.text", "e.numbered", "e.answer", "item.text", "item.box", "loop.index", "loop.first"),
    *("logo", "key_findings", "pcc.comments", "pcc.closing", "recommendations", "recommendations_state", "writer"),
    *("areas_for_improvement_single", "areas_for_improvement_single.text", "recommendations_awaited", "unknown"),
)
LISTS = ("recommendations", "causes_of_concern", "areas_for_improvement", "pcc.answers", "chief_constable.answers")
names, prefixes = st.sampled_from(NAMES), st.sampled_from(("", "", "p", "tr", "r"))
statements = st.one_of(
    st.sampled_from(("else", "endif", "endfor", "for item in checklist")),
    names.map("if {}".format),
    st.tuples(names, names).map(lambda two: f"elif not {two[0]} and {two[1]}"),
    st.sampled_from(LISTS).map("for e in {}".format),
)
tags = st.one_of(
    st.tuples(prefixes, names).map(lambda made: f"{{{{{made[0]} {made[1]} }}}}"),
    st.tuples(prefixes, statements).map(lambda made: f"{{%{made[0]} {made[1]} %}}"),
)
pairs = st.one_of(
    st.tuples(prefixes, names).map(lambda made: (f"{{%{made[0]} if {made[1]} %}}", f"{{%{made[0]} endif %}}")),
    st.tuples(prefixes, st.sampled_from(LISTS)).map(
        lambda made: (f"{{%{made[0]} for e in {made[1]} %}}", f"{{%{made[0]} endfor %}}")
    ),
)
texts = st.tuples(st.sampled_from(("", "", "Words ", "{", "\t")), tags, st.sampled_from(("", "", " more", "}"))).map(
    "".join
)
looks = st.sampled_from(("", "", "", "<w:b/>", "<w:vanish/>"))
AROUND = (
    *("{}", "{}", "{}", "{}", '<w:hyperlink w:anchor="x">{}</w:hyperlink>', '<w:ins w:id="1">{}</w:ins>'),
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    field("begin", "code: PAGE ", "separate") + "{}" + field("end"),
    '{}<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x"/></wp:inline></w:drawing></w:r>',
)
lines = st.tuples(
    st.lists(st.tuples(texts, looks), min_size=1, max_size=3).map(lambda made: "".join(run(*one) for one in made)),
    st.sampled_from(AROUND),
).map(lambda made: paragraph(made[1].replace("{}", made[0])))


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(pairs, inner).map(lambda made: paragraph(made[0][0]) + made[1] + paragraph(made[0][1])),
        inner.map(lambda made: f"<w:tbl><w:tr><w:tc>{made}</w:tc></w:tr></w:tbl>"),
        inner.map(
            lambda made: f"<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc>{made}<w:p/></w:tc></w:tr></w:tbl>"
        ),
        inner.map(lambda made: f"<w:sdt><w:sdtPr/><w:sdtContent>{made}<w:p/></w:sdtContent></w:sdt>"),
        inner.map(lambda made: paragraph(f"<w:r><w:pict><w:txbxContent>{made}</w:txbxContent></w:pict></w:r>")),
        st.tuples(inner, inner).map("".join),
    )


blocks = st.recursive(st.one_of(lines, tags.map(paragraph)), _wrapped, max_leaves=4)


@functools.cache
def examples_of(layout: str) -> list[tuple[Answers, Path]]:
    read = [(answers.read(source), source.parent) for source in EXAMPLES]
    return [(one, folder) for one, folder in read if one.response.layout == layout]


def with_block(parts: Parts, part: str, block: str, place: float) -> Parts:
    """The parts with a block behind one of the paragraphs of a part."""
    text = parts[part].decode()
    ends = [match.end() for match in re.finditer("</w:p>", text)]
    at = ends[int(place * len(ends))]
    return {**parts, part: (text[:at] + block + text[at:]).encode()}


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(LAYOUTS), st.sampled_from((DOCUMENT, DOCUMENT, HEADER)), blocks, st.floats(0, 0.999))
def test_a_template_is_refused_or_its_letters_are_right(layout: str, part: str, block: str, place: float) -> None:
    with tempfile.TemporaryDirectory() as name:
        try:
            opened(with_block(house(layout), part, block, place), Path(name), layout)
        except TemplateError:
            return
        drafter = Drafter(template=Path(name) / "template.docx")
        for read, folder in examples_of(layout):
            drafter.draft(read, folder)
