"""A form as the blocks of a printed questionnaire: the way in to this package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from forms.definition.elements import Control, Group, Question, Repeat
from forms.definition.form import Form
from forms.definition.text import Expression, Text
from forms.model.plan import ModelNode
from forms.paper.answers import Answers
from forms.paper.blocks import (
    Annex,
    Block,
    Choose,
    Condition,
    Entry,
    EntryGroup,
    Grid,
    Heading,
    Item,
    Note,
    Option,
    Roster,
    Sheet,
    Ticking,
)
from forms.paper.choices import Choices, Files, ticking_of
from forms.paper.introduction import asks_consent, introduction
from forms.paper.jumps import Jumps
from forms.paper.limits import limits
from forms.paper.numbers import fixed_count, is_asked, is_grid_head, is_table, number
from forms.paper.plain import guarded, plain
from forms.paper.rosters import COLUMNS, UPRIGHT_ROWS, is_upright
from forms.paper.speech import Speech
from forms.paper.telling import Telling
from forms.paper.texts import BLANK, Texts
from forms.paper.values import Untold
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.parse import parse

DEEPEST_HEADING: Final = 4
MOST_GRID: Final = 9  # choices side by side in one table
GRID_LETTERS: Final = 90  # characters side by side over the columns: the longest word of a choice, times the choices


@dataclass(frozen=True, slots=True)
class Wish:
    """How a form is to be printed.

    Args:
        language: As the form names it; it must have it.
        speech: Code of the language the program's own words are in.
        all_codes: Print codes also where the label says the same, and the names of questions.
    """

    language: str
    speech: str = "en"
    all_codes: bool = False


def lay_out(form: Form, wish: Wish, files: Files) -> Sheet:
    """Return the questionnaire of a form.

    Args:
        files: Bare name -> bytes of a file beside the form, None where there is none.
    """
    return _Layout(form, wish, files).sheet()


class _Layout:
    def __init__(self, form: Form, wish: Wish, files: Files) -> None:
        self._form = form
        self._wish = wish
        self._speech = Speech(wish.speech)
        self._numbers = number(form, self._speech)
        self._texts = Texts(form, wish.language)
        self._telling = Telling(self._numbers, self._speech, self._texts)
        self._choices = Choices(
            form, self._numbers, self._telling, words=self._words, files=files, all_codes=wish.all_codes
        )
        self._answers = Answers(self._speech, self._choices, self._telling)
        self._jumps = Jumps(self._numbers)
        self._letters = iter(_letters())
        self._in_table = False

    def sheet(self) -> Sheet:
        blocks = tuple(self._children(self._numbers.nodes[0], self._top_level()))
        worked = self._worked_out()
        annexes = self._choices.annexes()
        return Sheet(
            title=self._form.title or self._form.form_id,
            form_id=self._form.form_id,
            version=self._form.version,
            language=self._wish.language,
            speech=self._wish.speech,
            introduction=introduction(blocks, annexes, self._speech),
            asks_consent=not asks_consent(self._form),
            blocks=blocks,
            annexes=annexes if worked is None else (worked, *annexes),
            words=self._speech.around(),
            shows_names=self._wish.all_codes,
        )

    # groups

    def _top_level(self) -> int:
        """Return the depth of the groups that are lettered sections: a lone group around everything is none."""
        node, level = self._numbers.nodes[0], 1
        while True:
            inside = list(self._numbers.children(node))
            if len(inside) != 1 or not isinstance(inside[0].element, Group) or self._is_table(inside[0]):
                return level
            node, level = inside[0], level + 1

    def _children(self, node: ModelNode, top: int) -> Iterator[Block]:
        """Yield the blocks of what stands in a group."""
        waiting: list[ModelNode] = []
        for child in self._numbers.children(node):
            if waiting and not self._joins(waiting, child):
                yield from self._grid(waiting)
                waiting = []
            element = child.element
            if isinstance(element, Question) and element.choices is not None and _is_grid_part(element):
                waiting.append(child)
            elif self._is_table(child):
                yield from self._repeat(child, top)
            elif isinstance(element, Group):
                yield from self._group(child, top)
            else:
                yield self._question(child)
        if waiting:
            yield from self._grid(waiting)

    def _group(self, node: ModelNode, top: int) -> Iterator[Block]:
        element = node.element
        assert isinstance(element, Group)
        title = self._words(element.label, node)
        when = self._telling.when(element.relevant, node)
        hint = self._words(element.hint, node)
        if title.strip():
            level = min(max(node.depth - top + 1, 1), DEEPEST_HEADING)
            mark = next(self._letters) if level == 1 and not self._in_table else ""
            yield Heading(level, mark, title, when, hint=hint)
        elif when:
            yield Condition(self._span(node, when))
        yield from self._children(node, top)

    def _span(self, node: ModelNode, when: str) -> str:
        """Return a condition with the numbers of the questions it holds for."""
        inside = [self._numbers.said[each.index] for each in _below(node) if each.index in self._numbers.said]
        if not inside:
            return when
        span = inside[0] if len(inside) == 1 else self._speech.say("span", first=inside[0], last=inside[-1])
        return self._speech.say("span-when", span=span, when=when)

    # questions

    def _question(self, node: ModelNode) -> Item | Note:
        question = node.element
        assert isinstance(question, Question)
        label = self._words(question.label, node)
        hint = self._words(question.hint, node)
        when = self._telling.when(question.relevant, node)
        if not is_asked(question):
            return Note(label, hint, when, self._texts.picture(question.label))
        go_to = self._go_to(node)
        answer = self._answers.answer(node, go_to)
        message = plain(self._words(question.constraint_message, node))
        return Item(
            number=self._numbers.said[node.index],
            name=node.name,
            text=label if label.strip() not in ("", node.name) else guarded(node.name),
            answer=answer,
            hint=hint,
            guidance=self._words(question.guidance, node),
            when=when,
            limits=limits(node, self._telling, message),
            instruction=self._answers.instruction(question, answer),
            required=question.required is not None and self._always(question.required, node),
            picture=self._texts.picture(question.label),
        )

    def _always(self, required: Expression, node: ModelNode) -> bool:
        told = self._telling.condition(required.source, node)
        return told is not None and getattr(told, "is_so", False) is True and not hasattr(told, "labels")

    def _go_to(self, node: ModelNode) -> dict[str, str]:
        question = node.element
        assert isinstance(question, Question)
        if question.control is not Control.SELECT_ONE:
            return {}
        targets = self._jumps.after(node, self._choices.codes(question))
        end = self._speech.say("the-end")
        return {code: end if target is None else self._numbers.said[target.index] for code, target in targets.items()}

    # grids

    def _joins(self, waiting: Sequence[ModelNode], child: ModelNode) -> bool:
        first, element = waiting[0].element, child.element
        assert isinstance(first, Question)
        return (
            isinstance(element, Question)
            and _is_grid_part(element)
            and not is_grid_head(element)
            and _list_of(element) == _list_of(first)
            and ticking_of(element) is ticking_of(first)
        )

    def _grid(self, nodes: Sequence[ModelNode]) -> Iterator[Block]:
        """Yield one table for questions with the same choices; each by itself where the choices are too long."""
        asked = [node for node in nodes if node.index in self._numbers.said]
        heads = [node for node in nodes if node.index not in self._numbers.said]
        options = self._choices.options(nodes[0])
        fits = options and len(options) <= MOST_GRID and len(options) * _longest_word(options) <= GRID_LETTERS
        if not asked or not fits:
            for node in nodes:
                yield self._question(node)
            return
        rows = tuple(item for item in map(self._question, asked) if isinstance(item, Item))
        title = when = hint = ""
        for node in heads[:1]:
            title = self._words(node.element.label, node)
            hint = self._words(node.element.hint, node)
            when = self._telling.when(node.element.relevant, node)
        if len({row.when for row in rows}) == 1 and when in ("", rows[0].when):
            when, rows = rows[0].when, tuple(replace(row, when="") for row in rows)
        yield Grid(title, ticking_of(nodes[0].element), options, rows, when, hint)

    # repeats

    def _repeat(self, node: ModelNode, top: int) -> Iterator[Block]:
        """Yield the table of a repeat, then those of repeats inside it, which say to which row they belong."""
        repeat = node.element
        assert isinstance(repeat, Repeat)
        outer, self._in_table = self._in_table, True
        inner: list[ModelNode] = []
        items = tuple(self._in_columns(self._children_but_repeats(node, top, inner)))
        self._in_table = outer
        said = self._numbers.said[node.index]
        upright = is_upright(items)
        rows = fixed_count(node, self._numbers.names) or (UPRIGHT_ROWS if upright else COLUMNS)
        if items:
            yield Roster(
                mark=said,
                title=self._words(repeat.label, node),
                items=items,
                rows=min(rows, UPRIGHT_ROWS if upright else COLUMNS),
                upright=upright,
                times=self._times(repeat, node, upright=upright),
                when=self._telling.when(repeat.relevant, node),
                hint=self._words(repeat.hint, node),
                parent=self._belongs(node),
            )
        for each in inner:
            yield from self._repeat(each, top)

    def _children_but_repeats(self, node: ModelNode, top: int, inner: list[ModelNode]) -> Iterator[Block]:
        for child in self._numbers.children(node):
            element = child.element
            if self._is_table(child):
                inner.append(child)
            elif isinstance(element, Group):
                title = self._words(element.label, child)
                when = self._telling.when(element.relevant, child)
                if title.strip():
                    yield Heading(DEEPEST_HEADING, "", title, when, hint=self._words(element.hint, child))
                elif when:
                    yield Condition(self._span(child, when))
                yield from self._children_but_repeats(child, top, inner)
            else:
                yield self._question(child)

    def _is_table(self, node: ModelNode) -> bool:
        return is_table(node, self._numbers.names)

    def _in_columns(self, blocks: Iterator[Block]) -> Iterator[Item | Note | Heading | Condition]:
        for block in blocks:
            if isinstance(block, Item):
                answer = block.answer
                marks = {Ticking.ONE: "write-number", Ticking.MANY: "write-numbers", Ticking.RANK: "write-order"}
                if isinstance(answer, Choose):
                    block = replace(block, instruction=self._speech.say(marks[answer.ticking]))
                yield block
            elif isinstance(block, Note | Heading | Condition):
                yield block

    def _times(self, repeat: Repeat, node: ModelNode, *, upright: bool) -> str:
        fixed = fixed_count(node, self._numbers.names)
        most = UPRIGHT_ROWS if upright else COLUMNS
        parts = []
        if fixed:
            parts.append(self._speech.say("times-count", count=fixed))
        elif repeat.count is not None:
            try:
                counted = self._telling.values.value(parse(repeat.count.source), node)
                parts.append(self._speech.say("times-answer", a=counted))
            except (Untold, XPathSyntaxError):
                written = self._telling.as_written(repeat.count.source, node)
                parts.append(self._speech.say("times-told", a=written))
        if not fixed or fixed > most:
            parts.append(self._speech.say("upright-more" if upright else "columns-more", rows=most))
        return ". ".join(parts)

    def _belongs(self, node: ModelNode) -> str:
        outer = [each for each in node.repeats if each is not node and each.index in self._numbers.said]
        return self._speech.say("belongs", a=self._numbers.said[outer[-1].index]) if outer else ""

    # words

    def _words(self, text: Text, node: ModelNode) -> str:
        """Return a text with its markup; values inside it are told as the questions they come from."""
        parts = text.parts(self._wish.language, self._form.default_language)
        return "".join(part if isinstance(part, str) else self._output(part, node) for part in parts)

    def _output(self, expression: Expression, node: ModelNode) -> str:
        try:
            expr = parse(expression.source)
            target = self._numbers.target(expr, node)
            if target is not None and target.index not in self._numbers.said:
                return guarded(BLANK)
            return guarded(self._speech.say("answer-of", a=self._telling.values.value(expr, node)))
        except (XPathSyntaxError, Untold):
            return guarded(BLANK)

    # the sheet as a whole

    def _worked_out(self) -> Annex | None:
        """Return the values that skips ask for and the program works out."""
        entries = []
        done: set[int] = set()
        while True:  # telling one may name others
            left = [node for index, node in self._telling.values.named.items() if index not in done]
            if not left:
                break
            for node in left:
                done.add(node.index)
                question = node.element
                source = question.calculation.source if isinstance(question, Question) and question.calculation else ""
                entries.append(Entry(node.name, self._telling.as_written(source, node) if source else BLANK))
        if not entries:
            return None
        say = self._speech.say
        return Annex(
            "", say("worked-title"), say("worked-below"), (EntryGroup("", tuple(entries)),), is_worked_out=True
        )


def _below(node: ModelNode) -> Iterator[ModelNode]:
    for child in node.children:
        yield child
        yield from _below(child)


def _letters() -> Iterator[str]:
    """Yield A … Z, AA, AB …"""
    place = 0
    while True:
        text, rest = "", place
        while True:
            text = chr(ord("A") + rest % 26) + text
            rest = rest // 26 - 1
            if rest < 0:
                break
        yield text
        place += 1


def _is_grid_part(question: Question) -> bool:
    """Tell whether a question is one row, or the head, of a table of choices."""
    return (
        question.choices is not None
        and question.control in (Control.SELECT_ONE, Control.SELECT_MULTIPLE)
        and ("label" in question.appearance or "list-nolabel" in question.appearance)
        and question.choices.list_name is not None
        and question.choices.filter is None
    )


def _longest_word(options: Sequence[Option]) -> int:
    return max((len(word) for option in options for word in plain(option.label).split()), default=0)


def _list_of(question: Question) -> str:
    return "" if question.choices is None else question.choices.list_name or ""
