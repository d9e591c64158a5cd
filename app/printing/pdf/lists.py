"""Lists at the end of a questionnaire, poured into columns; and values to work out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.printing.pdf.atoms import Pen, Setter, space, stacked
from app.printing.pdf.boxes import isolated
from app.printing.pdf.pages import Piece, Press, Slab
from app.printing.pdf.units import CELL, HAIR, HAIRLINE, HINT, INK, MM, QUESTION, SECTION, SMALL_PART
from app.printing.runs import Run
from forms.paper.blocks import Annex, Sheet

ENTRY_COLUMNS: Final = 3
ROW: Final = 8.5 * MM


class Lists:
    """Places the lists of a sheet."""

    def __init__(self, sheet: Sheet, setter: Setter, width: float) -> None:
        self._sheet = sheet
        self._setter = setter
        self._width = width

    def annexes(self, press: Press) -> None:
        """Place the lists at the end."""
        for annex in self._sheet.annexes:
            if annex.is_worked_out:
                press.place([self._annex_title(annex), *self._worked_out(annex)])
            else:
                press.pour([self._annex_title(annex)], list(self._pieces(annex)), ENTRY_COLUMNS, self._width)

    def _annex_title(self, annex: Annex) -> Slab:
        mark = [Run(f"{annex.mark}  ")] if annex.mark else []
        lines = self._setter.lines([[*mark, Run(annex.title)]], SECTION, self._width)
        for words in (annex.used_by, annex.left_out):
            lines += self._setter.words(words, HINT, self._width)
        running = f"{annex.mark}  {annex.title}".strip()
        return Slab(((0.0, (*lines, space(2 * MM))),), 8 * MM, keep=True, running=running)

    def _pieces(self, annex: Annex) -> Iterator[Piece]:
        each = self._width / ENTRY_COLUMNS - 4 * MM
        for group in annex.groups:
            if group.title:
                title = self._setter.words(group.title, SMALL_PART, each)
                yield Piece(stacked([space(1.8 * MM), *title, space(0.5 * MM)]), is_heading=True)
            for entry in group.entries:
                runs = [Run(entry.label), Run(f"  {isolated(entry.code)}", quiet=True)]
                yield Piece(stacked(self._setter.lines([runs], CELL, each)))

    def _worked_out(self, annex: Annex) -> Iterator[Slab]:
        name, box = 42 * MM, 34 * MM
        for group in annex.groups:
            for entry in group.entries:
                rule = self._setter.words(entry.label, HINT, self._width - name - box - 6 * MM)
                label = self._setter.words(entry.code, QUESTION, name - 3 * MM)

                def backdrop(pen: Pen, y: float, height: float) -> None:
                    pen.rule(0.0, y + height, self._width, line=HAIRLINE, colour=HAIR)
                    pen.rule(self._width - box, y + height - 1.5 * MM, box, colour=INK, line=HAIRLINE)

                columns = ((0.0, (space(1 * MM), *label)), (name, (space(1 * MM), *rule, space(1 * MM))))
                yield Slab(columns, backdrop=backdrop, least=ROW)
