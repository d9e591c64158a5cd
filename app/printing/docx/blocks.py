"""Blocks of a questionnaire as paragraphs and tables of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from app.printing.docx.answers import TICKS, AnswerWriter
from app.printing.docx.xml import Writer
from app.printing.runs import Run, marked, unmarked
from forms.paper.blocks import Annex, Block, Condition, Grid, Heading, Item, Note, Roster, Sheet
from forms.paper.plain import plain

NUMBER: Final = 13.0  # millimetres
ROW: Final = 9.0
CELL: Final = 18.0


class BlockWriter:
    """Writes blocks.

    Args:
        width: Of the printed area, in millimetres.
    """

    def __init__(self, sheet: Sheet, writer: Writer, width: float) -> None:
        self._sheet = sheet
        self._writer = writer
        self._width = width
        self.answers = AnswerWriter(writer, sheet.words)

    def blocks(self) -> Iterator[str]:
        """Yield the XML of all blocks; questions that follow each other share a table."""
        for is_item, group in groupby(self._sheet.blocks, key=lambda block: isinstance(block, Item)):
            if is_item:
                yield self._items([block for block in group if isinstance(block, Item)])
                yield self._writer.paragraph((), "Gap")
            else:
                for block in group:
                    yield self._block(block)

    def annex(self, annex: Annex) -> Iterator[str]:
        """Yield the heading of a list at the end."""
        title = "  ".join(filter(None, (annex.mark, annex.title)))
        yield self._writer.paragraph([Run(title)], "Heading1", keep=True)
        for words in (annex.used_by, annex.left_out):
            if words:
                yield self._writer.paragraphs(unmarked(words), "Hint", keep=True)

    def entries(self, annex: Annex) -> Iterator[str]:
        """Yield the entries of a list at the end, to be set in columns."""
        for group in annex.groups:
            if group.title:
                yield self._writer.paragraph([Run(group.title)], "Heading3", keep=True)
            for entry in group.entries:
                yield self._writer.paragraph([Run(entry.label), Run(f"  {entry.code}", quiet=True)], "Choice")

    def worked_out(self, annex: Annex) -> str:
        """Return the values to work out by hand, as a table."""
        widths = (42.0, self._width - 82.0, 40.0)
        rows = [
            self._writer.row(
                [
                    self._writer.cell(self._writer.paragraphs(unmarked(entry.code), "Question"), widths[0]),
                    self._writer.cell(self._writer.paragraphs(unmarked(entry.label), "Hint"), widths[1]),
                    self._writer.cell("", widths[2]),
                ],
                height=ROW,
            )
            for group in annex.groups
            for entry in group.entries
        ]
        return self._writer.table(rows, widths, framed=True)

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Condition():
                return self._when(block.when)
            case Note():
                text = self._when(block.when) + self._writer.paragraphs(marked(block.text), "NoteText")
                if block.picture:
                    text += self._writer.paragraph([Run(self._picture(block.picture))], "Hint")
                return text + self._hint(block.hint)
            case Grid():
                return self._when(block.when) + self._grid(block) + self._writer.paragraph((), "Gap")
            case Roster():
                return self._roster(block) + self._writer.paragraph((), "Gap")
            case Item():
                return self._items([block])

    def _heading(self, block: Heading) -> str:
        title = f"{block.mark}  {plain(block.title)}" if block.mark else plain(block.title)
        text = self._writer.paragraph([Run(title)], f"Heading{block.level}", keep=True)
        return text + self._hint(block.hint) + self._when(block.when)

    def _when(self, when: str) -> str:
        return self._writer.paragraphs(unmarked(when), "Condition", keep=True) if when else ""

    def _hint(self, words: str) -> str:
        return self._writer.paragraphs(marked(words), "Hint") if words.strip() else ""

    def _picture(self, file: str) -> str:
        return self._sheet.words["picture"].replace("{file}", file)

    # questions

    def _items(self, items: Sequence[Item]) -> str:
        question = (self._width - NUMBER) * 0.46
        widths = (NUMBER, question, self._width - NUMBER - question)
        rows = []
        for item in items:
            if item.when:
                cell = self._writer.cell(self._when(item.when), self._width, span=3, tint=True)
                rows.append(self._writer.row([cell]))
            cells = [
                self._writer.cell(self._number(item), widths[0]),
                self._writer.cell(self.question(item), widths[1]),
                self._writer.cell(self.answers.answer(item), widths[2]),
            ]
            rows.append(self._writer.row(cells))
        return self._writer.table(rows, widths, framed=False)

    def question(self, item: Item) -> str:
        """Return the text of a question with what helps the interviewer."""
        lines = [list(line) for line in marked(item.text)]
        if item.required:
            lines[-1].append(Run(" *", bold=True))
        text = self._writer.paragraphs(lines, "Question") + self._hint(item.hint)
        if item.guidance.strip():
            text += self._writer.paragraphs(marked(item.guidance), "Guidance")
        if item.picture:
            text += self._writer.paragraph([Run(self._picture(item.picture))], "Hint")
        return text

    def _number(self, item: Item) -> str:
        text = self._writer.paragraph([Run(item.number, bold=True)], "Hint")
        if self._sheet.shows_names:
            text += self._writer.paragraph([Run(item.name, quiet=True)], "Hint")
        return text

    # tables

    def _grid(self, block: Grid) -> str:
        first = (self._width - NUMBER) * (0.42 if len(block.options) <= 6 else 0.3)
        each = (self._width - NUMBER - first) / len(block.options)
        widths = (NUMBER, first, *[each] * len(block.options))
        title = self._writer.paragraphs(marked(block.title), "Question") if block.title.strip() else ""
        head = [
            self._writer.cell("", NUMBER, tint=True),
            self._writer.cell(title + self._hint(block.hint), first, tint=True),
        ]
        for option in block.options:
            words = self._writer.paragraphs(marked(option.label), "Hint")
            if option.shows_code:
                words += self._writer.paragraph([Run(option.code, quiet=True)], "Hint")
            head.append(self._writer.cell(words, each, tint=True))
        rows = [self._writer.row(head, head=True)]
        for item in block.rows:
            if item.when:
                rows.append(self._writer.row([self._writer.cell(self._when(item.when), self._width, span=len(widths))]))
            tick = self._writer.paragraph([Run(TICKS[block.ticking])], "Answer", centred=True)
            cells = [self._writer.cell(self._number(item), NUMBER), self._writer.cell(self.question(item), first)]
            rows.append(self._writer.row([*cells, *[self._writer.cell(tick, each)] * len(block.options)]))
        return self._writer.table(rows, widths, framed=True)

    def _roster(self, block: Roster) -> str:
        title = self._writer.paragraph([Run(f"{block.mark}  {plain(block.title)}")], "Heading2", keep=True)
        said = self._writer.paragraphs(unmarked(block.times), "Hint", keep=True) if block.times else ""
        table = self._upright(block) if block.upright else self._sideways(block)
        return self._when(block.when) + title + said + self._hint(block.hint) + table

    def _upright(self, block: Roster) -> str:
        items = [item for item in block.items if isinstance(item, Item)]
        extra = [20.0] if block.parent else []
        each = (self._width - 10.0 - sum(extra)) / len(items)
        widths = (10.0, *extra, *[each] * len(items))
        head = [self._writer.cell(self._writer.paragraph([Run(self._sheet.words["no"])], "Hint"), 10.0, tint=True)]
        if block.parent:
            head.append(self._writer.cell(self._writer.paragraph([Run(block.parent)], "Hint"), 20.0, tint=True))
        for item in items:
            words = self._number(item) + self._when(item.when) + self.question(item) + self.answers.legend(item)
            head.append(self._writer.cell(words, each, tint=True))
        rows = [self._writer.row(head, head=True)]
        for row in range(block.rows):
            number = self._writer.cell(self._writer.paragraph([Run(str(row + 1), bold=True)], "Hint"), 10.0)
            blank = [self._writer.cell("", 20.0)] if block.parent else []
            cells = [self._writer.cell(self.answers.cell(item), each) for item in items]
            rows.append(self._writer.row([number, *blank, *cells], height=ROW))
        return self._writer.table(rows, widths, framed=True)

    def _sideways(self, block: Roster) -> str:
        first = self._width - NUMBER - block.rows * CELL
        widths = (NUMBER, first, *[CELL] * block.rows)
        head = [self._writer.cell(self._writer.paragraph([Run(block.mark)], "Hint"), NUMBER + first, span=2, tint=True)]
        for place in range(block.rows):
            words = self._sheet.words["one"].replace("{number}", str(place + 1))
            head.append(self._writer.cell(self._writer.paragraph([Run(words)], "Hint", centred=True), CELL, tint=True))
        rows = [self._writer.row(head, head=True)]
        if block.parent:
            words = self._writer.paragraph([Run(block.parent)], "Hint")
            blank = [self._writer.cell("", CELL)] * block.rows
            rows.append(
                self._writer.row([self._writer.cell("", NUMBER), self._writer.cell(words, first), *blank], height=ROW)
            )
        for item in block.items:
            if isinstance(item, Item):
                words = self._when(item.when) + self.question(item) + self.answers.legend(item)
                cells = [self._writer.cell(self.answers.cell(item), CELL)] * block.rows
                start = [self._writer.cell(self._number(item), NUMBER), self._writer.cell(words, first)]
                rows.append(self._writer.row([*start, *cells], height=ROW))
            else:
                rows.append(self._writer.row([self._writer.cell(self._block(item), self._width, span=len(widths))]))
        return self._writer.table(rows, widths, framed=True)
