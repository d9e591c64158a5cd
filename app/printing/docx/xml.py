"""Paragraphs and tables of a word processor's document, as the XML they are written in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from app.printing.runs import Run, is_right_to_left, text_of

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TWIPS: Final = 56.6929  # per millimetre
SENTENCES: Final = frozenset({"Question", "Hint", "Guidance", "NoteText", "Condition"})  # styles
LEFT_TO_RIGHT_MARK: Final = "\u200e"
QUIET_SIZE: Final = 13  # half points
TINT: Final = "EEF0ED"
LINE: Final = "7A857E"
HAIR: Final = "C9CDC9"


def run_xml(run: Run, *, right_to_left: bool) -> str:
    """Return one run."""
    looks = []
    if run.bold:
        looks.append("<w:b/><w:bCs/>")
    if run.italic:
        looks.append("<w:i/><w:iCs/>")
    if run.quiet:
        looks.append(f'<w:color w:val="4B5A52"/><w:sz w:val="{QUIET_SIZE}"/><w:szCs w:val="{QUIET_SIZE}"/>')
    if run.underlined:
        looks.append('<w:u w:val="single"/>')
    if run.lowered or run.raised:
        looks.append(f'<w:vertAlign w:val="{"subscript" if run.lowered else "superscript"}"/>')
    if right_to_left and is_right_to_left(run.text, False):
        looks.append("<w:rtl/>")
    parts = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in run.text.split("\t")]
    properties = f"<w:rPr>{''.join(looks)}</w:rPr>" if looks else ""
    return f"<w:r>{properties}{'<w:tab/>'.join(parts)}</w:r>"


def _held(run: Run) -> Run:
    """Return a run whose letters run from left to right with marks that keep its signs beside them."""
    if any(letter.isalpha() for letter in run.text) and not is_right_to_left(run.text, True):
        words = run.text.lstrip()
        before = run.text[: len(run.text) - len(words)]
        return replace(run, text=f"{before}{LEFT_TO_RIGHT_MARK}{words}{LEFT_TO_RIGHT_MARK}")
    return run


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes paragraphs and tables in one direction.

    A sentence in letters of the other direction keeps its own order, and stands at the edge of the others; a choice or
    heading in such letters keeps its box or letter at the edge where the line begins.
    """

    right_to_left: bool

    def paragraph(self, runs: Sequence[Run], style: str, *, keep: bool = False, centred: bool = False) -> str:
        """Return one paragraph.

        Args:
            style: Id of its style.
            keep: Stay on the page of what follows.
        """
        properties = [f'<w:pStyle w:val="{style}"/>']
        if keep:
            properties.append("<w:keepNext/>")
        mirrored = self.right_to_left and (style not in SENTENCES or is_right_to_left(text_of(runs), True))
        if mirrored:
            properties.append("<w:bidi/>")
        if centred:
            properties.append('<w:jc w:val="center"/>')
        elif self.right_to_left and not mirrored:
            properties.append('<w:jc w:val="right"/>')
        held = [_held(run) for run in runs] if mirrored else runs
        inside = "".join(run_xml(run, right_to_left=self.right_to_left) for run in held)
        return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{inside}</w:p>"

    def paragraphs(self, lines: Sequence[Sequence[Run]], style: str, *, keep: bool = False) -> str:
        """Return one paragraph per line."""
        return "".join(self.paragraph(line, style, keep=keep) for line in lines)

    def cell(self, inside: str, width: float, *, span: int = 1, tint: bool = False) -> str:
        """Return a cell of a table. `inside`: its paragraphs; a cell has one at least."""
        properties = [f'<w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/>']
        if span > 1:
            properties.append(f'<w:gridSpan w:val="{span}"/>')
        if tint:
            properties.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>')
        return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{inside or self.paragraph((), 'Answer')}</w:tc>"

    def row(self, cells: Sequence[str], *, head: bool = False, height: float = 0.0) -> str:
        """Return a row that is never cut in two; a head is repeated on every page."""
        properties = ["<w:cantSplit/>"]
        if height:
            properties.append(f'<w:trHeight w:val="{round(height * TWIPS)}" w:hRule="atLeast"/>')
        if head:
            properties.append("<w:tblHeader/>")
        return f"<w:tr><w:trPr>{''.join(properties)}</w:trPr>{''.join(cells)}</w:tr>"

    def table(self, rows: Sequence[str], widths: Sequence[float], *, framed: bool) -> str:
        """Return a table. `framed`: lines around every cell, else hair lines between rows."""
        edges = ("top", "left", "bottom", "right", "insideH", "insideV") if framed else ("bottom", "insideH")
        colour = LINE if framed else HAIR
        lines = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{colour}"/>' for edge in edges)
        mirrored = "<w:bidiVisual/>" if self.right_to_left else ""
        total = round(sum(widths) * TWIPS)
        grid = "".join(f'<w:gridCol w:w="{round(width * TWIPS)}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr>{mirrored}<w:tblW w:w="{total}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
        )

    def field(self, name: str) -> str:
        """Return a run whose text the word processor works out: PAGE, NUMPAGES."""
        return f'<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    def section(self, *, columns: int, page: str) -> str:
        """Return the end of a part set in columns. `page`: XML of the page's size and margins."""
        bidi = "<w:bidi/>" if self.right_to_left else ""
        return f'<w:sectPr><w:type w:val="continuous"/>{page}<w:cols w:num="{columns}" w:space="340"/>{bidi}</w:sectPr>'
