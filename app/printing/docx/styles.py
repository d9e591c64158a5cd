"""The styles of a questionnaire's document: headings, questions, choices, hints, conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from app.printing.docx.xml import NAMESPACE, TINT

FONT: Final = "Arial"  # on every system, with Latin, Cyrillic, Arabic; word processors find others for other scripts
INK, QUIET = "17211B", "4B5A52"


@dataclass(frozen=True, slots=True)
class Look:
    """How a style looks. `size` in points; `before` and `after` in points."""

    name: str
    size: float
    bold: bool = False
    italic: bool = False
    colour: str = INK
    before: float = 0.0
    after: float = 1.0
    tint: bool = False
    based_on: str = "Normal"


LOOKS: Final = (
    Look("Title", 20, bold=True, after=2),
    Look("Heading 1", 14, bold=True, before=16, after=4),
    Look("Heading 2", 11.5, bold=True, before=12, after=3),
    Look("Heading 3", 10, bold=True, before=8, after=2),
    Look("Heading 4", 9.5, bold=True, before=6, after=2),
    Look("Header", 8, colour=QUIET),
    Look("Footer", 8, colour=QUIET),
    Look("Question", 9.5, after=1),
    Look("Choice", 9, after=1),
    Look("Answer", 10, before=2, after=2),
    Look("Note Text", 9.5, before=4, after=4),
    Look("Hint", 8, colour=QUIET, after=1),
    Look("Guidance", 8, italic=True, colour=QUIET, after=1),
    Look("Condition", 8, bold=True, before=2, after=2, tint=True),
    Look("Gap", 4, after=0),
)


def make_styles(document: Any, *, code: str) -> None:
    """Give a new document the styles of a questionnaire.

    Args:
        code: ISO 639 code of the language.
    """
    normal = document.styles["Normal"]
    _write(normal.element, Look("Normal", 9.5), code=code)
    known = {style.name for style in document.styles}
    for look in LOOKS:
        if look.name in known:
            style = document.styles[look.name]
        else:
            style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = normal
        style.quick_style = True
        _write(style.element, look, code=code)


def _write(style: Any, look: Look, *, code: str) -> None:
    """Replace what a style says about paragraphs and type."""
    for tag in ("pPr", "rPr"):
        for old in style.findall(f"{{{NAMESPACE}}}{tag}"):
            style.remove(old)
    level = int(look.name[-1]) - 1 if look.name.startswith("Heading") else None
    paragraph = "".join(
        (
            "<w:keepNext/>" if level is not None else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>' if look.tint else "",
            f'<w:spacing w:before="{round(look.before * 20)}" w:after="{round(look.after * 20)}" w:line="240"/>',
            f'<w:outlineLvl w:val="{level}"/>' if level is not None else "",
        )
    )
    half = round(look.size * 2)
    language = f'<w:lang w:val="{code}" w:bidi="{code}"/>' if look.name == "Normal" else ""
    run = "".join(
        (
            f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>',
            "<w:b/><w:bCs/>" if look.bold else "",
            "<w:i/><w:iCs/>" if look.italic else "",
            f'<w:color w:val="{look.colour}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>{language}',
        )
    )
    made = parse_xml(f'<w:style xmlns:w="{NAMESPACE}"><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>')
    style.extend(list(made))
