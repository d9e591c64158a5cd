"""The questionnaire as DOCX: styles, tables, direction, lists."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from scenario import form_of

from app.printing.docx.write import write_docx
from app.printing.paper import PAPERS
from forms.paper.layout import Wish, lay_out

ROWS = (
    "survey\n| type | name | label::English (en) | label::العربية (ar) | relevant | appearance |\n"
    "| begin group | g | Water | الماء | | |\n| select_one yn | a | Is there **water**? | هل يوجد ماء؟ | | |\n"
    "| integer | b | How far? | كم المسافة؟ | ${a} = 'yes' | |\n| select_one yn | d | Soap | صابون | | list-nolabel |\n"
    "| select_one yn | e | Towel | منشفة | | list-nolabel |\n| end group | | | | | |\n"
    "| begin repeat | p | People | الناس | | |\n| text | n | Name | الاسم | | |\n| integer | age | Age | العمر | | |\n"
    "| end repeat | | | | | |\n| select_one v | v | Village | القرية | | |\n"
    "choices\n| list_name | name | label::English (en) | label::العربية (ar) |\n"
    "| yn | yes | Yes | نعم |\n| yn | no | No | لا |\n"
    + "".join(f"| v | v{n} | Village {n} | قرية {n} |\n" for n in range(45))
)


def document_of(text: str, language: str = "", code: str = "en", paper: str = "A4") -> docx.document.Document:
    """Return the opened DOCX of a form in text tables."""
    sheet = lay_out(form_of(text), Wish(language, code), {}.get)
    data = write_docx(sheet, right_to_left=code == "ar", paper=PAPERS[paper], code=code)
    return docx.Document(io.BytesIO(data))


def words_of(document: docx.document.Document) -> str:
    """Return everything the body says."""
    return "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


def test_sections_and_questions_have_real_styles() -> None:
    """Headings can be listed and restyled; questions, hints and conditions have styles of their own."""
    document = document_of(ROWS, "English (en)")
    used = {node.get(qn("w:val")) for node in document.element.body.iter(qn("w:pStyle"))}
    assert {"Title", "Heading1", "Heading2", "Question", "Choice", "Condition", "Hint"} <= used
    assert used <= {style.style_id for style in document.styles}
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["A  Water", "List 1  v"]


def test_the_words_of_the_questionnaire_are_there() -> None:
    """Questions, choices, skips, tables and the list at the end."""
    words = words_of(document_of(ROWS, "English (en)"))
    for each in ("water", "Yes", "Only if Q1 = Yes", "Soap", "Table 1", "See List 1 at the end", "Village 44", "v44"):
        assert each in words, each


def test_arabic_paragraphs_and_tables_run_from_right_to_left() -> None:
    """Every paragraph and table of the body is mirrored; runs with Arabic letters are marked."""
    document = document_of(ROWS, "العربية (ar)", "ar")
    body = document.element.body
    paragraphs = {p.xpath("string(.)"): p.pPr for p in body.iter(qn("w:p")) if p.pPr.find(qn("w:sectPr")) is None}
    for words in ("كم المسافة؟", "قرية 44  \u200ev44\u200e", "\u200edata\u200e"):
        assert paragraphs[words].find(qn("w:bidi")) is not None, words
    assert all(table.find(f"{qn('w:tblPr')}/{qn('w:bidiVisual')}") is not None for table in body.iter(qn("w:tbl")))
    runs = {
        run.xpath("string(.)"): run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None for run in body.iter(qn("w:r"))
    }
    assert runs["كم المسافة؟"]
    assert not runs["  \u200ev44\u200e"]
    assert body.sectPr.find(qn("w:bidi")) is not None


def test_a_sentence_in_latin_letters_keeps_its_order_on_an_arabic_paper() -> None:
    """It is no mirrored paragraph, but stands at the edge where the others begin."""
    document = document_of(ROWS.replace("كم المسافة؟", "How far?"), "العربية (ar)", "ar")
    (latin,) = [p for p in document.element.body.iter(qn("w:p")) if p.xpath("string(.)") == "How far?"]
    assert latin.pPr.find(qn("w:bidi")) is None
    assert latin.pPr.find(qn("w:jc")).get(qn("w:val")) == "right"


def test_english_has_no_mark_of_the_other_direction() -> None:
    """Nothing is mirrored in a Latin language."""
    body = document_of(ROWS, "English (en)").element.body
    assert not list(body.iter(qn("w:bidi"), qn("w:bidiVisual"), qn("w:rtl")))


def test_head_and_foot_stand_on_every_page() -> None:
    """The paper's number stands in the head, the page's number in the foot is worked out by the word processor."""
    section = document_of(ROWS, "English (en)").sections[0]
    assert "Paper no. |__|__|__|__|__|" in section.header.paragraphs[0].text
    fields = [node.get(qn("w:instr")) for node in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_head_and_foot_of_a_language_without_catalogue() -> None:
    """English words on a paper from right to left keep their order, their parts change sides."""
    sheet = lay_out(form_of(ROWS), Wish("العربية (ar)", "fa"), {}.get)
    data = write_docx(sheet, right_to_left=True, paper=PAPERS["A4"], code="fa")
    section = docx.Document(io.BytesIO(data)).sections[0]
    (head,), (foot,) = section.header.paragraphs, section.footer.paragraphs
    assert head.text == "Paper no. |__|__|__|__|__|\tdata"
    assert foot.text.startswith("Page ")
    assert foot._element.pPr.find(qn("w:bidi")) is None


@pytest.mark.parametrize(("paper", "width"), [("A4", 210.0), ("Letter", 215.9)])
def test_the_size_of_the_paper(paper: str, width: float) -> None:
    """The page is as wide as the paper; tables are no wider than what is printed on."""
    document = document_of(ROWS, "English (en)", paper=paper)
    assert document.sections[-1].page_width.mm == pytest.approx(width, abs=0.1)
    for table in document.element.body.iter(qn("w:tbl")):
        total = sum(int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol")))
        assert total / 56.6929 <= width - 30 + 0.5


def test_every_row_has_as_many_cells_as_its_table() -> None:
    """Cells and what they span add up, or a word processor calls the file damaged."""
    for table in document_of(ROWS, "English (en)").element.body.iter(qn("w:tbl")):
        columns = len(list(table.iter(qn("w:gridCol"))))
        for row in table.iter(qn("w:tr")):
            spans = [cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for cell in row.iter(qn("w:tc"))]
            assert sum(1 if span is None else int(span.get(qn("w:val"))) for span in spans) == columns


def test_a_list_at_the_end_is_set_in_columns() -> None:
    """The last part of the document has three columns."""
    document = document_of(ROWS, "English (en)")
    assert document.element.body.sectPr.find(qn("w:cols")).get(qn("w:num")) == "3"
    assert document.element.body[-2].tag == qn("w:p")


def test_markup_and_signs_that_xml_forbids() -> None:
    """Bold becomes a run, tags and control characters go, the file still opens."""
    text = "survey\n| type | name | label |\n| text | a | **B** <script>x</script> & <i>s</i> \ufffe ]]> |\n"
    document = document_of(text)
    bold = [
        run.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for p in cell.paragraphs
        for run in p.runs
        if run.bold
    ]
    assert "B" in bold
    assert "x & " in words_of(document).replace("\n", "")


@pytest.mark.parametrize("label", ["word " * 1000, "W" * 3000])
def test_long_labels(label: str) -> None:
    """A label of 5,000 characters stands there whole."""
    document = document_of(f"survey\n| type | name | label |\n| text | a | {label} |\n")
    assert label.strip() in words_of(document)


def test_the_same_form_gives_the_same_words_without_a_window() -> None:
    """A DOCX is made where Qt is not installed."""
    code = (
        "import sys\n"
        "for name in ('PySide6', 'shiboken6', 'sqlalchemy', 'requests'):\n    sys.modules[name] = None\n"
        "import app.printing.docx.write, app.commands.conversions.paper\n"
    )
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_the_package_holds_no_picture_and_no_name_of_a_person() -> None:
    """The empty document it starts from leaves nothing behind."""
    sheet = lay_out(form_of(ROWS), Wish("English (en)"), {}.get)
    data = write_docx(sheet, right_to_left=False, paper=PAPERS["A4"], code="en")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        core = package.read("docProps/core.xml").decode()
    assert "python-docx" not in core
