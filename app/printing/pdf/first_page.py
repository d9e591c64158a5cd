"""The first page's beginning: title, who asked where and when, consent, how to use the paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from app.printing.pdf.atoms import Atom, Pen, Setter, beside, space
from app.printing.pdf.blocks import panel
from app.printing.pdf.boxes import Boxes
from app.printing.pdf.pages import Slab
from app.printing.pdf.units import CHOICE, HAIRLINE, HINT, LINE, MM, SMALL, TITLE
from app.printing.runs import marked
from forms.paper.blocks import Moment, Option, Sheet, Ticking
from forms.paper.plain import plain

CELL_HEIGHT: Final = 12.5 * MM


def first_page(sheet: Sheet, setter: Setter, boxes: Boxes, width: float) -> Iterator[Slab]:
    """Yield the slabs above the first question."""
    title = setter.words(plain(sheet.title), TITLE, width)
    version = sheet.words["version"].replace("{version}", sheet.version) if sheet.version else ""
    about = setter.words("  ·  ".join(filter(None, (version, sheet.language))), HINT, width)
    yield Slab(((0.0, (*title, *about)),), keep=True)
    yield _identity(sheet, setter, boxes, width)
    if sheet.asks_consent:
        yield _consent(sheet, setter, boxes, width)
    yield _how_to(sheet, setter, width)


def _identity(sheet: Sheet, setter: Setter, boxes: Boxes, width: float) -> Slab:
    """Return the cells for who, where and when, three in a row."""
    words = sheet.words
    each = width / 3
    day = boxes.answer(Moment.DAY, each)
    rows: list[list[tuple[str, Sequence[Atom]]]] = [
        [(words["interviewer"], ()), (words["place"], ()), (words["date"], day)],
        [
            (words["begin"], boxes.answer(Moment.TIME, each)),
            (words["end"], boxes.answer(Moment.TIME, each)),
            (words["sheets"], [boxes.digits(2)]),
        ],
        [(words["checked"], ()), (words["typed"], ()), ("", ())],
    ]
    atoms = []
    for row in rows:
        parts = []
        for place, (label, room) in enumerate(row):
            caption = setter.words(label, SMALL, each - 4 * MM)
            parts.append((place * each + 2 * MM, [space(0.8 * MM), *caption, *room]))
        piece = beside(parts)
        atoms.append(beside([(0.0, [piece]), (0.0, [space(CELL_HEIGHT)])]))

    def backdrop(pen: Pen, y: float, height: float) -> None:
        pen.box(0.0, y, width, height, line=HAIRLINE, colour=LINE)
        down = y
        for atom in atoms[:-1]:
            down += atom.height
            pen.rule(0.0, down, width, line=HAIRLINE, colour=LINE)
        for place in (1, 2):
            pen.post(place * each, y, height, line=HAIRLINE, colour=LINE)

    return Slab(((0.0, tuple(atoms)),), 5 * MM, backdrop=backdrop)


def _consent(sheet: Sheet, setter: Setter, boxes: Boxes, width: float) -> Slab:
    inner = width - 6 * MM
    lines = [*setter.words(sheet.words["consent-asked"], CHOICE, inner), space(1.2 * MM)]
    for key in ("consent-yes", "consent-no"):
        option = Option("", "", sheet.words[key], shows_code=False)
        lines.append(boxes.option(option, Ticking.MANY, inner))
    return panel(setter, sheet.words["consent"], lines, width)


def _how_to(sheet: Sheet, setter: Setter, width: float) -> Slab:
    """Return the sentences on the use of the paper in two columns."""
    inner = (width - 6 * MM - 6 * MM) / 2
    pieces: list[list[Atom]] = []
    for sentence in sheet.introduction:
        bullet = setter.words("•", CHOICE, 3 * MM)
        text = setter.lines(marked(sentence.replace("*", "\\*")), CHOICE, inner - 3.5 * MM)
        pieces.append([beside([(0.0, bullet), (3.5 * MM, [*text, space(0.8 * MM)])])])
    half = -(-len(pieces) // 2)
    columns = [
        (0.0, [atom for piece in pieces[:half] for atom in piece]),
        (inner + 6 * MM, [atom for piece in pieces[half:] for atom in piece]),
    ]
    return panel(setter, sheet.words["how-to"], [beside(columns)], width)
