"""Write a questionnaire as a DOCX with real styles, so that partners can edit it; needs no window."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

import docx
from docx.oxml import parse_xml

from app.printing.docx.answers import TICKS, digit_boxes
from app.printing.docx.blocks import BlockWriter
from app.printing.docx.styles import make_styles
from app.printing.docx.xml import NAMESPACE, TWIPS, Writer, run_xml
from app.printing.paper import Paper
from app.printing.runs import Run, is_right_to_left, unmarked
from forms.paper.blocks import Moment, Sheet, Ticking
from forms.paper.plain import plain

MARGIN: Final = 15.0  # millimetres, at the sides
LIST_COLUMNS: Final = 3
TOP: Final = 22.0
BOTTOM: Final = 18.0


def write_docx(sheet: Sheet, *, right_to_left: bool, paper: Paper, code: str) -> bytes:
    """Return the DOCX of a questionnaire.

    Args:
        code: ISO 639 code of the language, for the spelling checker.
    """
    document = docx.Document()
    make_styles(document, code=code)
    width = paper.width - 2 * MARGIN
    writer = Writer(right_to_left)
    blocks = BlockWriter(sheet, writer, width)
    body = document.element.body
    last = body.sectPr
    for element in _elements([*_first_page(sheet, writer, blocks, width), *blocks.blocks()]):
        last.addprevious(element)
    for element in _elements(_lists(sheet, writer, blocks, _page(paper))):
        last.addprevious(element)
    _lay_out_page(document, sheet, writer, width, paper)
    document.core_properties.title = plain(sheet.title)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _lists(sheet: Sheet, writer: Writer, blocks: BlockWriter, page: str) -> list[str]:
    """Return the lists at the end, each a section of its own in columns; the last one ends with the document."""
    parts: list[str] = []
    for place, annex in enumerate(sheet.annexes):
        parts += blocks.annex(annex)
        if annex.is_worked_out:
            parts += [blocks.worked_out(annex), writer.paragraph((), "Gap")]
            continue
        parts += [_section_end(writer.section(columns=1, page=page)), *blocks.entries(annex)]
        if place < len(sheet.annexes) - 1:
            parts.append(_section_end(writer.section(columns=LIST_COLUMNS, page=page)))
    return parts


def _elements(parts: list[str]) -> list[Any]:
    return list(parse_xml(f'<w:body xmlns:w="{NAMESPACE}">{"".join(parts)}</w:body>'))


def _section_end(section: str) -> str:
    return f"<w:p><w:pPr>{section}</w:pPr></w:p>"


def _page(paper: Paper) -> str:
    """Return the size and the margins of the page as they stand in a section."""
    side, top, bottom = (round(length * TWIPS) for length in (MARGIN, TOP, BOTTOM))
    return (
        f'<w:pgSz w:w="{round(paper.width * TWIPS)}" w:h="{round(paper.height * TWIPS)}"/>'
        f'<w:pgMar w:top="{top}" w:right="{side}" w:bottom="{bottom}" w:left="{side}"'
        ' w:header="450" w:footer="450" w:gutter="0"/>'
    )


def _first_page(sheet: Sheet, writer: Writer, blocks: BlockWriter, width: float) -> Iterator[str]:
    """Yield the title, who asked where and when, consent, and how to use the paper."""
    words = sheet.words
    version = words["version"].replace("{version}", sheet.version) if sheet.version else ""
    yield writer.paragraph([Run(plain(sheet.title))], "Title")
    yield writer.paragraph([Run("  ·  ".join(filter(None, (version, sheet.language))))], "Hint")
    each = width / 3
    time, day = blocks.answers.moment(Moment.TIME), blocks.answers.moment(Moment.DAY)
    cells = [
        [(words["interviewer"], ""), (words["place"], ""), (words["date"], day)],
        [
            (words["begin"], time),
            (words["end"], time),
            (words["sheets"], writer.paragraph([Run(digit_boxes(2))], "Answer")),
        ],
        [(words["checked"], ""), (words["typed"], ""), ("", "")],
    ]
    rows = [
        writer.row(
            [writer.cell(writer.paragraph([Run(label)], "Hint") + room, each) for label, room in row], height=12.0
        )
        for row in cells
    ]
    yield writer.table(rows, [each] * 3, framed=True)
    if sheet.asks_consent:
        yield writer.paragraph([Run(words["consent"])], "Heading3", keep=True)
        yield writer.paragraphs(unmarked(words["consent-asked"]), "NoteText", keep=True)
        for key in ("consent-yes", "consent-no"):
            yield writer.paragraph([Run(f"{TICKS[Ticking.MANY]}  {words[key]}")], "Choice")
    yield writer.paragraph([Run(words["how-to"])], "Heading3", keep=True)
    for sentence in sheet.introduction:
        yield writer.paragraph([Run("•  "), Run(sentence)], "Choice")


def _lay_out_page(document: Any, sheet: Sheet, writer: Writer, width: float, paper: Paper) -> None:
    """Set size, margins, head and foot of the pages."""
    section = document.sections[-1]
    element = section._sectPr
    for old in (*element.findall(f"{{{NAMESPACE}}}pgSz"), *element.findall(f"{{{NAMESPACE}}}pgMar")):
        element.remove(old)
    for place, new in enumerate(_elements([f"<w:sectPr>{_page(paper)}</w:sectPr>"])[0]):
        element.insert(place, new)
    for old in (element.find(f"{{{NAMESPACE}}}{tag}") for tag in ("cols", "docGrid")):
        if old is not None:
            element.remove(old)
    ends_in_list = bool(sheet.annexes) and not sheet.annexes[-1].is_worked_out
    columns = f'<w:cols w:num="{LIST_COLUMNS if ends_in_list else 1}" w:space="340"/>'
    for new in _elements([columns, "<w:bidi/>" if writer.right_to_left else ""]):
        element.append(new)
    if ends_in_list:
        element.insert(0, _elements(['<w:type w:val="continuous"/>'])[0])
    head, foot = document.sections[0].header, document.sections[0].footer
    parts = [plain(sheet.title), f"{sheet.words['paper-number']} {digit_boxes(5)}"]
    _replace(head, _edge(writer, [[_run(part)] for part in parts], "Header", width, _is_turned(sheet, writer)))
    version = sheet.words["version"].replace("{version}", sheet.version) if sheet.version else ""
    left = "  ·  ".join(filter(None, (sheet.form_id, version, sheet.language)))
    _replace(foot, _foot(sheet, writer, left, width))


def _replace(part: Any, paragraph: str) -> None:
    part.is_linked_to_previous = False
    old = part.paragraphs[0]._element
    old.addprevious(_elements([paragraph])[0])
    old.getparent().remove(old)


def _foot(sheet: Sheet, writer: Writer, left: str, width: float) -> str:
    """Return the foot: the form at its beginning, the page's number at its end."""
    before, _, rest = sheet.words["page"].partition("{page}")
    between, _, after = rest.partition("{pages}")
    number = [_run(before), writer.field("PAGE"), _run(between), writer.field("NUMPAGES"), _run(after)]
    return _edge(writer, [[_run(left)], number], "Footer", width, _is_turned(sheet, writer))


def _is_turned(sheet: Sheet, writer: Writer) -> bool:
    """Tell whether the program's words run against the direction of the paper: its language has no catalogue."""
    return writer.right_to_left and not is_right_to_left(sheet.words["page"], False)


def _edge(writer: Writer, parts: Sequence[Sequence[str]], style: str, width: float, turned: bool) -> str:
    """Return a line with one part at either edge of the page; `turned`: written in the other direction, so swapped."""
    first, second = reversed(parts) if turned else parts
    mirrored = "<w:bidi/>" if writer.right_to_left and not turned else ""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{round(width * TWIPS)}"/></w:tabs>'
    inside = "".join((*first, "<w:r><w:tab/></w:r>", *second))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{tab}{mirrored}</w:pPr>{inside}</w:p>'


def _run(words: str) -> str:
    return run_xml(Run(words), right_to_left=is_right_to_left(words, False)) if words else ""
