"""Tables of a questionnaire as slabs: grids of choices, parts asked several times, lists at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from app.printing.pdf.atoms import Atom, Pen, Setter, space
from app.printing.pdf.boxes import BOX, Boxes, legend
from app.printing.pdf.pages import Slab
from app.printing.pdf.units import (
    BODY,
    BOLD_LINE,
    CELL,
    CELL_HEAD,
    CODE,
    CONDITION,
    GUIDANCE,
    HAIR,
    HAIRLINE,
    HINT,
    LINE,
    MM,
    NUMBER,
    NUMBER_WIDTH,
    PART,
    QUESTION,
    SMALL,
    SMALL_PART,
    THIN,
    TINT,
)
from app.printing.runs import Run, marked
from forms.paper.blocks import (
    Choose,
    Condition,
    Digits,
    Filled,
    FromList,
    Grid,
    Heading,
    Item,
    Lines,
    Moment,
    Note,
    Roster,
    Sheet,
    Tick,
    Ticking,
)
from forms.paper.plain import plain

ROW: Final = 8.5 * MM  # a row to write in
TALL_ROW: Final = 13 * MM  # for words in a narrow cell
CELL_WIDTH: Final = 17.5 * MM
INSET: Final = 1.2 * MM
SHORT_NOTE: Final = 12  # lines of a note that stays with what follows it


class Tables:
    """Makes the slabs of tables."""

    def __init__(self, sheet: Sheet, setter: Setter, boxes: Boxes, width: float) -> None:
        self._sheet = sheet
        self._setter = setter
        self._boxes = boxes
        self._width = width

    # grids

    def grid(self, block: Grid) -> Iterator[Slab]:
        """Yield the rows of a table of choices under their heads."""
        share = 0.42 if len(block.options) <= 6 else 0.32
        x = NUMBER_WIDTH + (self._width - NUMBER_WIDTH) * share
        each = (self._width - x) / len(block.options)
        head = self._grid_head(block, x, each)
        yield replace(head, before=3 * MM)
        for item in block.rows:
            if item.when:
                yield self._inner_strip(item.when, head)
            yield self._grid_row(block, item, x, each, head)

    def _grid_head(self, block: Grid, x: float, each: float) -> Slab:
        title = (
            self._setter.lines(marked(block.title), QUESTION, x - NUMBER_WIDTH - 2 * MM) if block.title.strip() else []
        )
        if block.hint.strip():
            title += self._setter.lines(marked(block.hint), HINT, x - NUMBER_WIDTH - 2 * MM)
        columns: list[tuple[float, tuple[Atom, ...]]] = [(NUMBER_WIDTH, (space(1 * MM), *title, space(1 * MM)))]
        for place, option in enumerate(block.options):
            label = self._setter.lines(marked(option.label), CELL_HEAD, each - 1 * MM, centred=True)
            if option.shows_code:
                label += self._setter.words(option.code, CODE, each - 1 * MM, centred=True)
            columns.append((x + place * each + 0.5 * MM, (space(1 * MM), *label, space(1 * MM))))

        def backdrop(pen: Pen, y: float, height: float) -> None:
            pen.fill(0.0, y, self._width, height, TINT)

        return Slab(tuple(columns), keep=True, backdrop=backdrop)

    def _grid_row(self, block: Grid, item: Item, x: float, each: float, head: Slab) -> Slab:
        text = self._item_atoms(item, x - NUMBER_WIDTH - 2 * MM)
        number = self._number(item)
        first = text[0].height if text else BOX

        def tick(pen: Pen, left: float, y: float) -> None:
            at = left + (each - BOX) / 2
            if block.ticking is Ticking.ONE:
                pen.circle(at, y + max(0.0, (first - BOX) / 2), BOX)
            else:
                pen.box(at, y + max(0.0, (first - BOX) / 2), BOX, BOX)

        def backdrop(pen: Pen, y: float, height: float) -> None:
            pen.rule(0.0, y + height, self._width, line=HAIRLINE, colour=HAIR)

        columns = [(0.0, (space(1 * MM), *number)), (NUMBER_WIDTH, (space(1 * MM), *text, space(1.2 * MM)))]
        columns += [(x + place * each, (space(1 * MM), Atom(BOX, tick))) for place in range(len(block.options))]
        return Slab(tuple(columns), backdrop=backdrop, head=head)

    # parts asked several times

    def roster(self, block: Roster) -> Iterator[Slab]:
        """Yield the table of a part that is asked several times."""
        yield self._roster_title(block)
        if block.upright:
            yield from self._upright(block)
        else:
            yield from self._sideways(block)

    def _roster_title(self, block: Roster) -> Slab:
        title = plain(block.title)
        lines = self._setter.lines([[Run(f"{block.mark}  ", bold=True), Run(title)]], PART, self._width)
        if block.times:
            lines += self._setter.words(block.times, HINT, self._width)
        if block.hint.strip():
            lines += self._setter.lines(marked(block.hint), HINT, self._width)
        return Slab(((0.0, (*lines, space(1.2 * MM))),), 5 * MM, keep=True)

    def _upright(self, block: Roster) -> Iterator[Slab]:
        items = [item for item in block.items if isinstance(item, Item)]
        xs = self._column_edges(block, items)
        head = self._upright_head(block, items, xs)
        yield head
        for row in range(block.rows):
            yield self._upright_row(row, items, xs, head, parent=bool(block.parent))

    def _column_edges(self, block: Roster, items: Sequence[Item]) -> list[float]:
        """Return where each column begins, and the end of the last one."""
        wishes = [_weight(item) for item in items]
        start = 8 * MM + (18 * MM if block.parent else 0)
        each = (self._width - start) / sum(wishes)
        xs = [start]
        for wish in wishes:
            xs.append(xs[-1] + wish * each)
        return xs

    def _upright_head(self, block: Roster, items: Sequence[Item], xs: Sequence[float]) -> Slab:
        columns: list[tuple[float, tuple[Atom, ...]]] = [
            (INSET, (space(INSET), *self._setter.words(self._sheet.words["no"], SMALL, 8 * MM - INSET)))
        ]
        if block.parent:
            words = self._setter.words(block.parent, SMALL, 18 * MM - 2 * INSET)
            columns.append((8 * MM + INSET, (space(INSET), *words)))
        for place, item in enumerate(items):
            width = xs[place + 1] - xs[place] - 2 * INSET
            atoms = [*self._setter.words(item.number, NUMBER, width), *self._item_atoms(item, width)]
            if item.when:
                atoms += self._setter.words(item.when, CONDITION, width)
            atoms += self._legend(item, width)
            columns.append((xs[place] + INSET, (space(INSET), *atoms, space(INSET))))

        def backdrop(pen: Pen, y: float, height: float) -> None:
            pen.fill(0.0, y, self._width, height, TINT)
            self._frame(pen, y, height, [8 * MM, *xs] if block.parent else xs)

        return Slab(tuple(columns), keep=True, backdrop=backdrop)

    def _upright_row(self, row: int, items: Sequence[Item], xs: Sequence[float], head: Slab, *, parent: bool) -> Slab:
        number = self._setter.words(str(row + 1), NUMBER, 8 * MM - INSET)
        columns: list[tuple[float, tuple[Atom, ...]]] = [(INSET, (space(2 * MM), *number))]
        for place, item in enumerate(items):
            width = xs[place + 1] - xs[place] - 2 * INSET
            columns.append((xs[place] + INSET, (space(1.2 * MM), *self._cell(item, width))))

        def backdrop(pen: Pen, y: float, height: float) -> None:
            self._frame(pen, y, height, [8 * MM, *xs] if parent else xs)

        return Slab(tuple(columns), keep=row == 0, backdrop=backdrop, least=ROW, head=head)

    def _sideways(self, block: Roster) -> Iterator[Slab]:
        """Yield one slab per question, with a cell for each time."""
        x = self._width - block.rows * CELL_WIDTH
        head = self._sideways_head(block, x)
        yield head
        if block.parent:
            words = self._setter.words(block.parent, CELL_HEAD, x - NUMBER_WIDTH - 2 * MM)
            row = self._sideways_row([], [space(1 * MM), *words, space(1 * MM)], None, block, x, head)
            yield replace(row, keep=True)
        for item in block.items:
            match item:
                case Item():
                    text = [space(1 * MM)]
                    if item.when:
                        text += [*self._setter.words(item.when, CONDITION, x - NUMBER_WIDTH - 2 * MM), space(0.5 * MM)]
                    text += self._item_atoms(item, x - NUMBER_WIDTH - 2 * MM)
                    text += self._legend(item, x - NUMBER_WIDTH - 2 * MM)
                    yield self._sideways_row(self._number(item), [*text, space(1 * MM)], item, block, x, head)
                case Note():
                    text = [space(1 * MM)]
                    if item.when:
                        text += self._setter.words(item.when, CONDITION, self._width - NUMBER_WIDTH)
                    text += self._setter.lines(marked(item.text), BODY, self._width - NUMBER_WIDTH)
                    yield self._across([*text, space(1 * MM)], head, keep=len(text) <= SHORT_NOTE)
                case Heading():
                    text = [
                        space(1.5 * MM),
                        *self._setter.words(plain(item.title), SMALL_PART, self._width - NUMBER_WIDTH),
                    ]
                    if item.when:
                        text += self._setter.words(item.when, CONDITION, self._width - NUMBER_WIDTH)
                    yield self._across([*text, space(1 * MM)], head, keep=True)
                case Condition():
                    yield self._inner_strip(item.when, head)

    def _sideways_head(self, block: Roster, x: float) -> Slab:
        mark = self._setter.words(block.mark, CELL_HEAD, x - NUMBER_WIDTH)
        columns: list[tuple[float, tuple[Atom, ...]]] = [(1 * MM, (space(1 * MM), *mark))]
        for place in range(block.rows):
            words = self._sheet.words["one"].replace("{number}", str(place + 1))
            label = self._setter.words(words, CELL_HEAD, CELL_WIDTH, centred=True)
            columns.append((x + place * CELL_WIDTH, (space(1 * MM), *label, space(1 * MM))))

        def backdrop(pen: Pen, y: float, height: float) -> None:
            pen.fill(0.0, y, self._width, height, TINT)
            pen.rule(0.0, y, self._width, line=BOLD_LINE)
            self._posts(pen, y, height, x, block.rows)

        return Slab(tuple(columns), keep=True, backdrop=backdrop)

    def _sideways_row(
        self, number: Sequence[Atom], text: Sequence[Atom], item: Item | None, block: Roster, x: float, head: Slab
    ) -> Slab:
        columns: list[tuple[float, tuple[Atom, ...]]] = [
            (0.0, (space(1 * MM), *number)),
            (NUMBER_WIDTH, tuple(text)),
        ]
        if item is not None:
            cell = self._cell(item, CELL_WIDTH - 2 * INSET)
            columns += [(x + place * CELL_WIDTH + INSET, (space(1 * MM), *cell)) for place in range(block.rows)]

        def backdrop(pen: Pen, y: float, height: float) -> None:
            pen.rule(0.0, y + height, self._width, line=HAIRLINE, colour=LINE)
            self._posts(pen, y, height, x, block.rows)

        written = item is not None and isinstance(item.answer, Lines | Filled | FromList)
        return Slab(tuple(columns), backdrop=backdrop, least=TALL_ROW if written else ROW, head=head)

    def _posts(self, pen: Pen, y: float, height: float, x: float, count: int) -> None:
        for place in range(count + 1):
            pen.post(x + place * CELL_WIDTH, y, height, line=HAIRLINE, colour=LINE)

    def _across(self, atoms: Sequence[Atom], head: Slab, *, keep: bool) -> Slab:
        def backdrop(pen: Pen, y: float, height: float) -> None:
            pen.rule(0.0, y + height, self._width, line=HAIRLINE, colour=LINE)

        return Slab(((NUMBER_WIDTH, tuple(atoms)),), keep=keep, backdrop=backdrop, head=head)

    def _inner_strip(self, when: str, head: Slab) -> Slab:
        lines = self._setter.words(when, CONDITION, self._width - NUMBER_WIDTH)

        def backdrop(pen: Pen, y: float, height: float) -> None:
            pen.fill(0.0, y, self._width, height, TINT)

        return Slab(
            ((NUMBER_WIDTH, (space(0.6 * MM), *lines, space(0.8 * MM))),), keep=True, backdrop=backdrop, head=head
        )

    def _cell(self, item: Item, width: float) -> list[Atom]:
        """Return what stands in a cell before anything is written there."""
        answer = item.answer
        if isinstance(answer, Digits):
            count = answer.whole + answer.decimals + answer.signed
            if width / count >= 3.2 * MM:
                return [self._boxes.digits(answer.whole, answer.decimals, signed=answer.signed, width=width)]
        if isinstance(answer, Moment):
            words = {
                Moment.DAY: "   /   /",
                Moment.MONTH: "    /",
                Moment.TIME: "    :",
                Moment.DAY_AND_TIME: "   /   /",
            }
            return self._setter.words(words.get(answer, ""), CELL, width, centred=True)
        if isinstance(answer, Tick):
            return [Atom(BOX, lambda pen, x, y: pen.box(x + (width - BOX) / 2, y, BOX, BOX))]
        return []

    def _legend(self, item: Item, width: float) -> list[Atom]:
        """Return the choices whose numbers are written into the cells, and what else helps."""
        answer = item.answer
        atoms: list[Atom] = []
        if isinstance(answer, Choose):
            if answer.note:
                atoms += self._setter.words(answer.note, SMALL, width)
            atoms += [
                *self._setter.words(item.instruction, SMALL, width),
                *legend(answer.options, self._setter, width, self._sheet.words),
            ]
        elif isinstance(answer, FromList):
            atoms += self._setter.words(" ".join(filter(None, (answer.where, answer.note))), SMALL, width)
        elif hasattr(answer, "words"):
            atoms += self._setter.words(answer.words, SMALL, width)
        elif item.instruction:
            atoms += self._setter.words(item.instruction, SMALL, width)
        if item.limits:
            atoms += self._setter.words(item.limits, SMALL, width)
        return atoms

    def _item_atoms(self, item: Item, width: float) -> list[Atom]:
        lines = marked(item.text)
        if item.required:
            lines[-1] = [*lines[-1], Run(" *", bold=True)]
        atoms = self._setter.lines(lines, CELL, width)
        if item.hint.strip():
            atoms += self._setter.lines(marked(item.hint), HINT, width)
        if item.guidance.strip():
            atoms += self._setter.lines(marked(item.guidance), GUIDANCE, width)
        return atoms

    def _number(self, item: Item) -> list[Atom]:
        atoms = self._setter.words(item.number, NUMBER, NUMBER_WIDTH)
        if self._sheet.shows_names:
            atoms += self._setter.words(item.name, CODE, NUMBER_WIDTH - 1 * MM)
        return atoms

    def _frame(self, pen: Pen, y: float, height: float, xs: Sequence[float]) -> None:
        pen.box(0.0, y, self._width, height, line=THIN, colour=LINE)
        for x in xs[:-1]:
            pen.post(x, y, height, line=HAIRLINE, colour=LINE)


def _weight(item: Item) -> float:
    """Return how wide a column wants to be, beside the others."""
    answer = item.answer
    text = min(len(item.text), 60) / 20
    match answer:
        case Digits():
            return 1.0 + text * 0.3 + (answer.whole + answer.decimals) * 0.1
        case Moment():
            return 1.6 + text * 0.2
        case Choose():
            longest = max((len(option.label) for option in answer.options), default=0)
            return 1.2 + text * 0.3 + min(longest, 30) / 25
        case Tick():
            return 0.8 + text * 0.3
        case _:
            return 2.0 + text * 0.3
