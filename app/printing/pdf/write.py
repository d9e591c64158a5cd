"""Write a questionnaire as a PDF: lay its blocks out on pages, then paint them with head and foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QFontDatabase, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

from app.kit.fonts import load_fonts
from app.kit.languages import SCRIPTS
from app.printing.paper import Paper
from app.printing.pdf.atoms import Pen, Setter
from app.printing.pdf.blocks import Blocks
from app.printing.pdf.boxes import DIGIT, Boxes
from app.printing.pdf.first_page import first_page
from app.printing.pdf.lists import Lists
from app.printing.pdf.pages import Page, Press
from app.printing.pdf.units import DPI, FOOT, HAIR, HAIRLINE, HEAD, MARGIN, MM, SMALL, Style
from app.printing.runs import Run
from forms.paper.blocks import Sheet
from forms.paper.plain import plain


def write_pdf(
    sheet: Sheet, *, families: Sequence[str], right_to_left: bool, paper: Paper, larger: float = 0.0
) -> bytes:
    """Return the PDF of a questionnaire; needs a running QGuiApplication.

    Args:
        families: Font families of the language, in order of preference.
        larger: Points added to every size, for scripts that are small.
    """
    assert QGuiApplication.instance() is not None
    if SCRIPTS["Arabic"].family not in QFontDatabase.families():  # a family that only this program has
        load_fonts()
    setter = Setter(families, right_to_left=right_to_left, larger=larger)
    width = paper.width * MM - 2 * MARGIN
    press = Press(paper.height * MM - HEAD - FOOT)
    boxes = Boxes(setter, sheet.words)
    press.place(list(first_page(sheet, setter, boxes, width)))
    press.place(list(Blocks(sheet, setter, width).slabs()))
    if sheet.annexes:
        press.turn()
        Lists(sheet, setter, width).annexes(press)
    return _painted(sheet, press.pages, setter, boxes, width, paper)


def _painted(sheet: Sheet, pages: Sequence[Page], setter: Setter, boxes: Boxes, width: float, paper: Paper) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(plain(sheet.title))
    writer.setCreator("Groundup")
    writer.setResolution(DPI)
    size = QPageSize(QSizeF(paper.width, paper.height), QPageSize.Unit.Millimeter, paper.name)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, page in enumerate(pages, start=1):
        if number > 1:
            writer.newPage()
        painter.save()
        painter.translate(MARGIN, HEAD)
        pen = Pen(painter, width, right_to_left=setter.right_to_left)
        page.paint(pen)
        painter.restore()
        painter.save()
        painter.translate(MARGIN, 0)
        _head(pen, sheet, page, setter, boxes, width)
        _foot(pen, sheet, setter, number, len(pages), width, paper)
        painter.restore()
    painter.end()
    buffer.close()
    return bytes(data.data())


def _head(pen: Pen, sheet: Sheet, page: Page, setter: Setter, boxes: Boxes, width: float) -> None:
    """Paint the title, the section that goes on, and the boxes for the paper number."""
    number = 5 * DIGIT
    label = setter.words(sheet.words["paper-number"], SMALL, 30 * MM)
    boxes.digits(5).paint(pen, width - number, 7.5 * MM)
    taken = setter.width([Run(sheet.words["paper-number"])], SMALL) + 2 * MM
    for atom in label[:1]:
        atom.paint(pen, width - number - taken, 9.2 * MM)
    room = width - number - taken - 6 * MM
    title = setter.words(_shortened(plain(sheet.title), setter, room), Style(7.5, 600), room)
    for atom in title[:1]:
        atom.paint(pen, 0.0, 7.5 * MM)
    if page.running:
        for atom in setter.words(_shortened(page.running, setter, room), SMALL, room)[:1]:
            atom.paint(pen, 0.0, 11 * MM)
    pen.rule(0.0, 16 * MM, width, line=HAIRLINE, colour=HAIR)


def _foot(pen: Pen, sheet: Sheet, setter: Setter, number: int, pages: int, width: float, paper: Paper) -> None:
    """Paint the form's name and version, and the number of the page."""
    y = paper.height * MM - 10 * MM
    version = sheet.words["version"].replace("{version}", sheet.version) if sheet.version else ""
    left = "  ·  ".join(filter(None, (sheet.form_id, version, sheet.language)))
    for atom in setter.words(_shortened(left, setter, width * 0.7), SMALL, width * 0.7)[:1]:
        atom.paint(pen, 0.0, y)
    words = sheet.words["page"].replace("{page}", str(number)).replace("{pages}", str(pages))
    taken = setter.width([Run(words)], SMALL) + 1 * MM
    for atom in setter.words(words, SMALL, taken)[:1]:
        atom.paint(pen, width - taken, y)


def _shortened(words: str, setter: Setter, width: float) -> str:
    """Return words cut so that they fit on one line."""
    style = Style(7.5, 600)
    if setter.width([Run(words)], style) <= width:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if setter.width([Run(words[:middle] + "…")], style) <= width:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + "…"
