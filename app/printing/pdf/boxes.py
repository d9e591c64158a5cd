"""Room for answers as pieces of a page: boxes for digits, days and ticks, lines to write on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from app.printing.pdf.atoms import Atom, Pen, Setter, beside, space
from app.printing.pdf.units import CHOICE, CODE, GO_TO, HAIRLINE, LINE, MM, SMALL, THIN, Style
from app.printing.runs import Run, marked
from forms.paper.blocks import (
    Answer,
    Choose,
    Digits,
    Filled,
    FromList,
    Lines,
    Moment,
    Option,
    Scale,
    Spots,
    Tick,
    Ticking,
)

DIGIT: Final = 4.6 * MM
DIGIT_HEIGHT: Final = 6 * MM
BOX: Final = 3.1 * MM
TICK_COLUMN: Final = 5 * MM
LINE_HEIGHT: Final = 7.5 * MM
ARROW: Final = 5 * MM
GO_COLUMN: Final = 19 * MM
SLOT_GAP: Final = 2.5 * MM
# Parts of a day and of a time: name of the word below the boxes, number of digits.
_PARTS: Final[Mapping[Moment, Sequence[tuple[str, int]]]] = {
    Moment.DAY: (("day", 2), ("month", 2), ("year", 4)),
    Moment.MONTH: (("month", 2), ("year", 4)),
    Moment.YEAR: (("year", 4),),
    Moment.TIME: (("hour", 2), ("minute", 2)),
    Moment.DAY_AND_TIME: (("day", 2), ("month", 2), ("year", 4), ("hour", 2), ("minute", 2)),
}


class Boxes:
    """Makes the pieces of answers.

    Args:
        words: `Sheet.words`.
    """

    def __init__(self, setter: Setter, words: Mapping[str, str]) -> None:
        self._setter = setter
        self._words = words

    def answer(self, answer: Answer, width: float, *, columns: int = 1) -> list[Atom]:
        """Return the pieces of an answer, from the top down.

        Args:
            columns: Least number of columns of choices.
        """
        match answer:
            case Choose():
                return self._choose(answer, width, columns)
            case FromList():
                return self._from_list(answer, width)
            case Digits():
                return [self.digits(answer.whole, answer.decimals, signed=answer.signed, width=width)]
            case Moment():
                return [self._moment(answer)]
            case Lines():
                return [self._line(width)] * answer.count
            case Scale():
                return self._scale(answer, width)
            case Spots():
                return self._spots(answer, width)
            case Filled():
                return self.filled(answer.words, width)
            case Tick():
                return [self.option(Option("", "", answer.words, shows_code=False), Ticking.MANY, width)]

    def digits(self, whole: int, decimals: int = 0, *, signed: bool = False, width: float = 0.0) -> Atom:
        """Return boxes for a number; narrower ones where the width needs it."""
        count = whole + decimals + signed
        size = min(DIGIT, (width - (2 * MM if decimals else 0)) / count) if width else DIGIT

        def paint(pen: Pen, x: float, y: float) -> None:
            total = size * count + (2 * MM if decimals else 0)
            at = pen.left(x, total)
            straight = Pen(pen.painter, pen.width, right_to_left=False)
            for place in range(count):
                if decimals and place == whole + signed:
                    straight.fill(at + 0.7 * MM, y + DIGIT_HEIGHT - 0.9 * MM, 0.7 * MM, 0.7 * MM, "#17211B")
                    at += 2 * MM
                straight.box(at, y, size, DIGIT_HEIGHT, line=HAIRLINE if signed and not place else THIN, colour=LINE)
                if signed and not place:
                    straight.rule(at + size * 0.3, y + DIGIT_HEIGHT / 2, size * 0.4, line=HAIRLINE, colour=LINE)
                at += size

        return Atom(DIGIT_HEIGHT + 1 * MM, paint)

    def filled(self, words: str, width: float) -> list[Atom]:
        """Return words with a line behind them, or below where they are long."""
        runs = [Run(words)]
        taken = self._setter.width(runs, CHOICE) + 2 * MM
        if taken > width * 0.6:
            return [*self._setter.words(words, CHOICE, width), self._line(width)]
        label = self._setter.words(words, CHOICE, taken)
        line = Atom(LINE_HEIGHT, lambda pen, x, y: pen.rule(x, y + 5 * MM, min(width - taken, 45 * MM), colour=LINE))
        return [beside([(0.0, [space(1 * MM), *label]), (taken, [line])])]

    def option(self, option: Option, ticking: Ticking, width: float, *, go_column: float = 0.0) -> Atom:
        """Return one choice: its box, its label, its code, and where to go on."""
        runs = self.option_runs(option)
        room = width - TICK_COLUMN - go_column - (2 * MM if go_column else 0)
        label = self._setter.lines(runs, CHOICE, room)
        first = label[0].height if label else BOX
        top = max(0.0, (first - BOX) / 2)

        def tick(pen: Pen, x: float, y: float) -> None:
            if ticking is Ticking.ONE:
                pen.circle(x, y + top, BOX)
            elif ticking is Ticking.MANY:
                pen.box(x, y + top, BOX, BOX)
            else:
                pen.box(x, y + top - 0.3 * MM, BOX + 1 * MM, BOX + 0.6 * MM)

        parts: list[tuple[float, Sequence[Atom]]] = [(0.0, [Atom(BOX, tick)]), (TICK_COLUMN, [*label, space(0.9 * MM)])]
        if option.go_to:
            words = self._setter.words(option.go_to, GO_TO, go_column - ARROW)
            parts.append(
                (width - go_column, [Atom(0.0, lambda pen, x, y: pen.arrow(x, y + first / 2, ARROW - 1 * MM))])
            )
            parts.append((width - go_column + ARROW, words))
        return beside(parts)

    def option_runs(self, option: Option) -> list[list[Run]]:
        """Return the label of a choice and its code."""
        lines = marked(option.label)
        if option.shows_code:
            lines[-1] = [*lines[-1], Run(f"  {isolated(option.code)}", quiet=True)]
        if option.picture:
            lines.append([Run(f"[{option.picture}]", quiet=True)])
        return lines

    def _choose(self, answer: Choose, width: float, columns: int) -> list[Atom]:
        atoms: list[Atom] = []
        if answer.note:
            atoms += [*self._setter.words(answer.note, SMALL, width), space(0.8 * MM)]
        group: list[Option] = []
        for option in answer.options:
            if option.group:
                atoms += self._columns(group, answer.ticking, width, columns)
                group = []
                atoms += self._setter.words(option.group, Style(7.5, 600), width)
            group.append(option)
        return [*atoms, *self._columns(group, answer.ticking, width, columns)]

    def _columns(self, options: Sequence[Option], ticking: Ticking, width: float, least: int) -> list[Atom]:
        """Return choices in as many columns as their labels leave room for, read from the top down."""
        if not options:
            return []
        go_column = GO_COLUMN if any(option.go_to for option in options) else 0.0
        count = max(self.column_count(options, width), min(least, len(options)))
        each = width / count
        made = [
            self.option(option, ticking, each - (2 * MM if count > 1 else 0), go_column=go_column) for option in options
        ]
        rows = -(-len(made) // count)
        return [
            beside(
                [
                    (column * each, [made[column * rows + row]])
                    for column in range(count)
                    if column * rows + row < len(made)
                ]
            )
            for row in range(rows)
        ]

    def column_count(self, options: Sequence[Option], width: float) -> int:
        """Return in how many columns choices have room without being broken into lines."""
        if len(options) < 4:
            return 1
        go_column = GO_COLUMN if any(option.go_to for option in options) else 0.0
        labels = max(self._setter.width(line, CHOICE) for option in options for line in self.option_runs(option))
        widest = labels + TICK_COLUMN + go_column + 4 * MM
        for count in (4, 3, 2):
            if widest * count <= width and len(options) >= count * 2:
                return count
        return 1

    def _from_list(self, answer: FromList, width: float) -> list[Atom]:
        atoms = [*self._setter.words(answer.where, SMALL, width)]
        if answer.note:
            atoms += self._setter.words(answer.note, SMALL, width)
        code = 26 * MM
        label = self._setter.words(self._words["code"], SMALL, 12 * MM)
        for _ in range(answer.lines):
            line = Atom(
                LINE_HEIGHT,
                lambda pen, x, y: pen.rule(x, y + 6 * MM, width - code - 3 * MM, colour=LINE),
            )
            tail = Atom(LINE_HEIGHT, lambda pen, x, y: pen.rule(x + 10 * MM, y + 6 * MM, code - 10 * MM, colour=LINE))
            atoms.append(beside([(0.0, [line]), (width - code, [tail]), (width - code, [space(3.2 * MM), *label])]))
        return atoms

    def _moment(self, moment: Moment) -> Atom:
        parts: list[tuple[float, Sequence[Atom]]] = []
        x = 0.0
        for word, count in _PARTS[moment]:
            if word == "hour" and x:
                x += 3 * MM
            caption = self._setter.words(self._words[word], CODE, count * DIGIT, centred=True)
            parts.append((x, [self.digits(count), *caption]))
            x += count * DIGIT + SLOT_GAP
        return beside(parts)

    def _line(self, width: float) -> Atom:
        return Atom(LINE_HEIGHT, lambda pen, x, y: pen.rule(x, y + 6 * MM, width, colour=LINE))

    def _scale(self, answer: Scale, width: float) -> list[Atom]:
        each = max(7 * MM, max(self._setter.width([Run(value)], CHOICE) for value in answer.values) + 3 * MM)
        count = max(1, int(width // each))
        rows = [answer.values[start : start + count] for start in range(0, len(answer.values), count)]
        return [
            beside(
                [
                    (
                        place * each,
                        [space(0.6 * MM), *self._setter.words(value, CHOICE, each, centred=True), space(1 * MM)],
                    )
                    for place, value in enumerate(row)
                ]
            )
            for row in rows
        ]

    def _spots(self, answer: Spots, width: float) -> list[Atom]:
        half = width / 2
        atoms = []
        for _ in range(answer.rows):
            parts: list[tuple[float, Sequence[Atom]]] = []
            for place, word in enumerate(("latitude", "longitude")):
                caption = self._setter.words(self._words[word], CODE, half)
                line = Atom(LINE_HEIGHT, lambda pen, x, y: pen.rule(x, y + 6 * MM, half - 3 * MM, colour=LINE))
                parts += [(place * half, [line, *caption])]
            atoms.append(beside(parts))
        return atoms


def isolated(code: str) -> str:
    """Return a code that keeps to the left-to-right order inside any text."""
    return f"\u2066{code}\u2069"


def legend(options: Sequence[Option], setter: Setter, width: float, words: Mapping[str, str]) -> list[Atom]:
    """Return choices as the numbers that are written into a table's cells, with what they mean."""
    lines = []
    for option in options:
        label = marked(option.label)
        first = [Run(f"{isolated(option.mark)}  ", bold=True), *label[0]]
        if option.shows_code and option.code != option.mark:
            first.append(Run(f"  {isolated(option.code)}", quiet=True))
        if option.go_to:
            first.append(Run("  " + words["go-to"].replace("{number}", option.go_to), bold=True))
        lines.append([first, *label[1:]])
    style = Style(7.5)
    widest = max((setter.width(line, style) for each in lines for line in each), default=0.0) + 3 * MM
    count = next((count for count in (4, 3, 2) if widest * count <= width and len(lines) > count), 1)
    rows = -(-len(lines) // count)
    atoms = []
    for row in range(rows):
        parts = []
        for column in range(count):
            if column * rows + row < len(lines):
                parts.append(
                    (column * width / count, setter.lines(lines[column * rows + row], style, width / count - 2 * MM))
                )
        atoms.append(beside(parts))
    return atoms
