"""Blocks of a questionnaire as slabs of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from app.printing.pdf.atoms import Atom, Pen, Setter, space
from app.printing.pdf.boxes import Boxes
from app.printing.pdf.pages import Slab
from app.printing.pdf.tables import Tables
from app.printing.pdf.units import (
    BODY,
    BOLD_LINE,
    CODE,
    CONDITION,
    GAP,
    GUIDANCE,
    HAIR,
    HAIRLINE,
    HINT,
    INK,
    LETTER,
    LINE,
    MM,
    NUMBER,
    NUMBER_WIDTH,
    PART,
    QUESTION,
    QUESTION_SHARE,
    SECTION,
    SMALL,
    SMALL_PART,
    TINT,
    Style,
)
from app.printing.runs import Run, marked
from forms.paper.blocks import Block, Choose, Condition, Grid, Heading, Item, Note, Roster, Sheet, Spots
from forms.paper.plain import plain

BAR: Final = 1.1 * MM  # beside notes
LONG_QUESTION: Final = 45 * MM  # height from which a question may stand above its answer
SHORT_NOTE: Final = 8  # lines of a note that stays with what follows it
MANY: Final = 12  # choices that may move below the question
LETTER_SIZE: Final = 7 * MM


class Blocks:
    """Makes the slabs of a sheet's blocks.

    Args:
        width: Of the printed area.
    """

    def __init__(self, sheet: Sheet, setter: Setter, width: float) -> None:
        self._sheet = sheet
        self._setter = setter
        self._width = width
        self._boxes = Boxes(setter, sheet.words)
        self._tables = Tables(sheet, setter, self._boxes, width)
        self._question_width = (width - NUMBER_WIDTH - GAP) * QUESTION_SHARE
        self._answer_x = NUMBER_WIDTH + self._question_width + GAP
        self._answer_width = width - self._answer_x

    def slabs(self) -> Iterator[Slab]:
        """Yield the slabs of all blocks."""
        for block in self._sheet.blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Slab]:
        match block:
            case Heading():
                yield from self._heading(block)
            case Condition():
                yield self._strip(block.when, before=2.5 * MM)
            case Note():
                yield from self._note(block)
            case Item():
                yield from self._item(block)
            case Grid():
                yield from self._when(block.when)
                yield from self._tables.grid(block)
            case Roster():
                yield from self._when(block.when)
                yield from self._tables.roster(block)

    def _heading(self, block: Heading) -> Iterator[Slab]:
        style = {1: SECTION, 2: PART}.get(block.level, SMALL_PART)
        title = plain(block.title)
        before = {1: 7 * MM, 2: 5 * MM}.get(block.level, 3.5 * MM)
        if block.level == 1:
            yield self._section(block, title, before)
        else:
            x = NUMBER_WIDTH if block.level > 2 else 0.0
            lines = self._setter.words(title, style, self._width - x)
            yield Slab(((x, (*lines, space(1.2 * MM))),), before, keep=True)
        if block.hint.strip():
            yield Slab(
                ((NUMBER_WIDTH, tuple(self._setter.lines(marked(block.hint), HINT, self._width - NUMBER_WIDTH))),),
                keep=True,
            )
        if block.when:
            yield self._strip(block.when, before=0.0)

    def _section(self, block: Heading, title: str, before: float) -> Slab:
        size = LETTER_SIZE if block.mark else 0.0
        x = size + 3 * MM if block.mark else 0.0
        lines = self._setter.words(title, SECTION, self._width - x)
        letter = self._setter.words(block.mark, LETTER, max(size, 1.0), centred=True)
        top = max(0.0, (size - lines[0].height) / 2) if lines else 0.0

        def backdrop(pen: Pen, y: float, height: float) -> None:
            if block.mark:
                pen.fill(0.0, y, size, size, INK, 1.2 * MM)
            pen.rule(0.0, y + height - 1.2 * MM, self._width, line=BOLD_LINE)

        inset = max(0.0, (size - letter[0].height) / 2) if letter and block.mark else 0.0
        columns = (
            (0.0, (space(inset), *(letter if block.mark else ()))),
            (x, (space(top), *lines, space(3 * MM))),
        )
        running = f"{block.mark}  {title}" if block.mark else title
        return Slab(columns, before, keep=True, backdrop=backdrop, least=size + 3 * MM, running=running)

    def _when(self, when: str) -> Iterator[Slab]:
        if when:
            yield self._strip(when, before=2.5 * MM)

    def _strip(self, when: str, *, before: float) -> Slab:
        """Return the grey line that says when to ask."""
        x = 2 * MM
        lines = self._setter.words(when, CONDITION, self._width - 2 * x)

        def backdrop(pen: Pen, y: float, height: float) -> None:
            pen.fill(0.0, y, self._width, height - 0.8 * MM, TINT, 0.8 * MM)

        return Slab(((x, (space(0.5 * MM), *lines, space(1.3 * MM))),), before, keep=True, backdrop=backdrop)

    def _note(self, block: Note) -> Iterator[Slab]:
        yield from self._when(block.when)
        x = NUMBER_WIDTH
        width = self._width - x
        lines = self._setter.lines(marked(block.text), BODY, width)
        if block.hint.strip():
            lines += self._setter.lines(marked(block.hint), HINT, width)
        if block.picture:
            lines += self._setter.words(self._picture(block.picture), SMALL, width)

        def backdrop(pen: Pen, y: float, height: float) -> None:
            pen.fill(x - 3 * MM, y + 0.4 * MM, BAR, max(height - 0.8 * MM, BAR), HAIR)

        yield Slab(((x, tuple(lines)),), 2.5 * MM, keep=len(lines) <= SHORT_NOTE, backdrop=backdrop)

    def _picture(self, file: str) -> str:
        return self._sheet.words["picture"].replace("{file}", file)

    def _item(self, item: Item) -> Iterator[Slab]:
        if item.when:
            yield self._strip(item.when, before=2.2 * MM)
        number = self._setter.words(item.number, NUMBER, NUMBER_WIDTH)
        if self._sheet.shows_names:
            number += self._setter.words(item.name, CODE, NUMBER_WIDTH - 1 * MM)
        before = 0.6 * MM if item.when else 2.2 * MM
        narrow = (
            (0.0, tuple(number)),
            (NUMBER_WIDTH, (*self.question_atoms(item, self._question_width), space(1.6 * MM))),
            (self._answer_x, (*self._answer(item, self._answer_width), space(1.6 * MM))),
        )
        slab = Slab(narrow, before, backdrop=self._underline)
        if self._may_be_wide(item) or _height(narrow[1][1]) > LONG_QUESTION:
            wide = self._wide(item, number)
            if slab.height > wide.height * 1.25 or isinstance(item.answer, Spots):
                slab = Slab(wide.columns, before, backdrop=self._underline)
        yield slab

    def _may_be_wide(self, item: Item) -> bool:
        """Tell whether the answer may stand below the question: many choices, or several places."""
        answer = item.answer
        many = isinstance(answer, Choose) and len(answer.options) >= MANY
        return many or (isinstance(answer, Spots) and answer.rows > 1)

    def _wide(self, item: Item, number: Sequence[Atom]) -> Slab:
        """Return a question with its answer below it."""
        width = self._width - NUMBER_WIDTH
        columns = 2 if self._may_be_wide(item) else 1
        atoms = [*self.question_atoms(item, width), space(1 * MM), *self._answer(item, width, columns=columns)]
        return Slab(((0.0, tuple(number)), (NUMBER_WIDTH, (*atoms, space(1.6 * MM)))))

    def _underline(self, pen: Pen, y: float, height: float) -> None:
        pen.rule(0.0, y + height, self._width, line=HAIRLINE, colour=HAIR)

    def _answer(self, item: Item, width: float, *, columns: int = 1) -> list[Atom]:
        atoms: list[Atom] = []
        if item.instruction:
            atoms += [*self._setter.words(item.instruction, SMALL, width), space(0.5 * MM)]
        atoms += self._boxes.answer(item.answer, width, columns=columns)
        if item.limits:
            atoms += self._setter.words(item.limits, SMALL, width)
        return atoms

    def question_atoms(self, item: Item, width: float) -> list[Atom]:
        """Return the text of a question with what helps the interviewer."""
        lines = marked(item.text)
        if item.required:
            lines[-1] = [*lines[-1], Run(" *", bold=True)]
        atoms = self._setter.lines(lines, QUESTION, width)
        if item.hint.strip():
            atoms += [space(0.5 * MM), *self._setter.lines(marked(item.hint), HINT, width)]
        if item.guidance.strip():
            atoms += [space(0.5 * MM), *self._setter.lines(marked(item.guidance), GUIDANCE, width)]
        if item.picture:
            atoms += self._setter.words(self._picture(item.picture), SMALL, width)
        return atoms


def panel(setter: Setter, title: str, lines: Sequence[Atom], width: float) -> Slab:
    """Return a framed box with a heading, for the first page."""
    inner = width - 6 * MM
    head = setter.words(title, Style(8.5, 600), inner)

    def backdrop(pen: Pen, y: float, height: float) -> None:
        pen.box(0.0, y, width, height, line=HAIRLINE, colour=LINE)

    atoms = (space(2 * MM), *head, space(1 * MM), *lines, space(2 * MM))
    return Slab(((3 * MM, atoms),), 3 * MM, backdrop=backdrop)


def _height(atoms: Sequence[Atom]) -> float:
    return sum(atom.height for atom in atoms)
