"""Room for answers in a document that people edit: boxes and lines made of signs that every font has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from app.printing.docx.xml import Writer
from app.printing.runs import Run, marked, unmarked
from forms.paper.blocks import (
    Answer,
    Choose,
    Digits,
    Filled,
    FromList,
    Item,
    Lines,
    Moment,
    Option,
    Scale,
    Spots,
    Tick,
    Ticking,
)

TICKS: Final = {Ticking.ONE: "○", Ticking.MANY: "☐", Ticking.RANK: "|__|"}
LINE: Final = "_" * 38
SHORT_LINE: Final = "_" * 16
_PARTS: Final[Mapping[Moment, Sequence[tuple[str, int]]]] = {
    Moment.DAY: (("day", 2), ("month", 2), ("year", 4)),
    Moment.MONTH: (("month", 2), ("year", 4)),
    Moment.YEAR: (("year", 4),),
    Moment.TIME: (("hour", 2), ("minute", 2)),
    Moment.DAY_AND_TIME: (("day", 2), ("month", 2), ("year", 4), ("hour", 2), ("minute", 2)),
}


def digit_boxes(count: int) -> str:
    """Return boxes for digits."""
    return "|" + "__|" * count


class AnswerWriter:
    """Writes the room for answers.

    Args:
        words: `Sheet.words`.
    """

    def __init__(self, writer: Writer, words: Mapping[str, str]) -> None:
        self._writer = writer
        self._words = words

    def answer(self, item: Item) -> str:
        """Return the paragraphs of an answer with its instruction and limits."""
        parts = [self._said(item.instruction), self._room(item.answer), self._said(item.limits)]
        return "".join(parts)

    def option(self, option: Option, ticking: Ticking) -> str:
        """Return one choice."""
        lines = [list(line) for line in marked(option.label)]
        lines[0].insert(0, Run(f"{TICKS[ticking]}  "))
        if option.shows_code:
            lines[-1].append(Run(f"  {option.code}", quiet=True))
        if option.go_to:
            lines[-1].append(Run(f"  {self._go_to(option)}", bold=True))
        return self._writer.paragraphs(lines, "Choice")

    def legend(self, item: Item) -> str:
        """Return the choices whose numbers are written into a table's cells."""
        answer = item.answer
        text = self._said(item.instruction)
        if isinstance(answer, Choose):
            text += self._said(answer.note)
            for option in answer.options:
                lines = [list(line) for line in marked(option.label)]
                lines[0].insert(0, Run(f"{option.mark}  ", bold=True))
                if option.shows_code and option.code != option.mark:
                    lines[-1].append(Run(f"  {option.code}", quiet=True))
                if option.go_to:
                    lines[-1].append(Run(f"  {self._go_to(option)}", bold=True))
                text += self._writer.paragraphs(lines, "Hint")
        elif isinstance(answer, FromList):
            text += self._said(" ".join(filter(None, (answer.where, answer.note))))
        elif isinstance(answer, Filled | Tick):
            text += self._said(answer.words)
        return text + self._said(item.limits)

    def cell(self, item: Item) -> str:
        """Return what stands in a table's cell before anything is written there."""
        match item.answer:
            case Digits() as digits:
                text = _digits(digits)
            case Moment.DAY | Moment.DAY_AND_TIME:
                text = "__/__/____"
            case Moment.MONTH:
                text = "__/____"
            case Moment.TIME:
                text = "__:__"
            case Tick():
                text = TICKS[Ticking.MANY]
            case _:
                text = ""
        return self._writer.paragraph([Run(text)], "Hint", centred=True)

    def moment(self, moment: Moment) -> str:
        """Return boxes for a day or a time, and below them what each is for."""
        boxes, words = "", ""
        for word, count in _PARTS[moment]:
            joint = "" if not boxes else "   " if word == "hour" else ":" if word == "minute" else "/"
            boxes += joint + digit_boxes(count)
            words += (f" {joint.strip() or '·'} " if joint else "") + self._words[word]
        answer = self._writer.paragraph([Run(boxes)], "Answer", keep=True)
        return answer + self._writer.paragraph([Run(words, quiet=True)], "Hint")

    def _room(self, answer: Answer) -> str:
        paragraph = self._writer.paragraph
        match answer:
            case Choose():
                return self._choose(answer)
            case FromList():
                line = f"{LINE[:24]}  {self._words['code']} {SHORT_LINE[:10]}"
                rows = paragraph([Run(line)], "Answer") * answer.lines
                return self._said(answer.where) + self._said(answer.note) + rows
            case Digits():
                return paragraph([Run(_digits(answer))], "Answer")
            case Moment():
                return self.moment(answer)
            case Lines():
                return paragraph([Run(LINE)], "Answer") * answer.count
            case Scale():
                return paragraph([Run("    ".join(answer.values))], "Answer")
            case Spots():
                text = f"{self._words['latitude']} {SHORT_LINE}  {self._words['longitude']} {SHORT_LINE}"
                return paragraph([Run(text)], "Answer") * answer.rows
            case Filled():
                return paragraph([Run(f"{answer.words} {SHORT_LINE}")], "Answer")
            case Tick():
                return paragraph([Run(f"{TICKS[Ticking.MANY]}  {answer.words}")], "Answer")

    def _choose(self, answer: Choose) -> str:
        text = self._said(answer.note)
        for option in answer.options:
            if option.group:
                text += self._writer.paragraph([Run(option.group, bold=True)], "Hint", keep=True)
            text += self.option(option, answer.ticking)
        return text

    def _go_to(self, option: Option) -> str:
        arrow = "←" if self._writer.right_to_left else "→"
        return f"{arrow} {option.go_to}"

    def _said(self, words: str) -> str:
        return self._writer.paragraphs(unmarked(words), "Hint") if words else ""


def _digits(answer: Digits) -> str:
    text = ("± " if answer.signed else "") + digit_boxes(answer.whole)
    return f"{text} . {digit_boxes(answer.decimals)}" if answer.decimals else text
