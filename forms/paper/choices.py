"""The choices of a question on paper: beside it, or in a list at the end, with the codes that are stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from forms.definition.elements import Choice, ChoiceList, ChoiceSource, Control, Question
from forms.definition.form import Form
from forms.definition.text import Text
from forms.model.external import ExternalRefused, read_table
from forms.model.plan import ModelNode
from forms.paper.blocks import Annex, Answer, Choose, Entry, EntryGroup, Filled, FromList, Lines, Option, Ticking
from forms.paper.numbers import Numbers
from forms.paper.plain import plain
from forms.paper.speech import Speech
from forms.paper.telling import Telling
from forms.paper.told import spoken
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import Expr, NameTest, Operation, Path
from forms.xpath.parse import parse
from forms.xpath.walk import paths

MOST_BESIDE: Final = 40  # choices that stand beside the question; longer lists stand at the end
MOST_LISTED: Final = 3_000  # entries of one list at the end
MOST_LISTED_ALL: Final = 12_000  # entries of all lists at the end
SHORT_CODE: Final = 4  # characters of a code that is written into a cell as it is
MANY_LINES: Final = 3  # lines for answers from a list at the end where several may be chosen

Files = Callable[[str], bytes | None]
Words = Callable[[Text, ModelNode], str]


@dataclass(slots=True)
class _Used:
    """A list at the end while it is gathered.

    Args:
        file: Name of the file it comes from, "" for the form itself.
        parent: Column and question by which it is grouped.
    """

    title: str
    choices: Sequence[Choice]
    parent: tuple[str, Question] | None
    file: str = ""
    questions: list[str] = field(default_factory=list)


class Choices:
    """Makes the answers of selects and gathers the lists at the end.

    Args:
        words: Text of the form -> what is printed.
        all_codes: Codes are printed also where the label says the same.
    """

    def __init__(
        self, form: Form, numbers: Numbers, telling: Telling, *, words: Words, files: Files, all_codes: bool
    ) -> None:
        self._form = form
        self._numbers = numbers
        self._telling = telling
        self._words = words
        self._files = files
        self._all_codes = all_codes
        self._used: dict[tuple[str, str], _Used] = {}
        self._tables: dict[str, tuple[Choice, ...] | None] = {}

    def answer(self, node: ModelNode, go_to: Mapping[str, str]) -> Answer:
        """Return the room for the answer to a select or rank.

        Args:
            go_to: Code -> number of the question to go on with.
        """
        question = node.element
        assert isinstance(question, Question)
        source = question.choices
        speech = self._telling.speech
        ticking = ticking_of(question)
        if source is None:
            return Lines()
        if source.repeat is not None:
            return self._from_repeat(source, node)
        choices, file = self._listed(source)
        if choices is None and file:
            return FromList(ticking, speech.say("from-file", file=file), lines=_lines(ticking))
        if not choices:
            return FromList(ticking, speech.say("no-choices"), lines=_lines(ticking))
        parents = self._parents(source, node)
        parent = parents[-1] if parents else None
        note = self._filter_note(source, node, parents)
        if len(choices) > MOST_BESIDE:
            return self._at_end(node, source, choices, file, parent, note)
        return Choose(ticking, self._options(node, choices, go_to, parent), note)

    def codes(self, question: Question) -> list[str]:
        """Return the codes of choices that stand beside the question."""
        choices, _ = (None, "") if question.choices is None else self._listed(question.choices)
        return [] if choices is None or len(choices) > MOST_BESIDE else [choice.name for choice in choices]

    def options(self, node: ModelNode) -> tuple[Option, ...]:
        """Return the choices of a question, for the head of a grid."""
        question = node.element
        assert isinstance(question, Question)
        choices, _ = (None, "") if question.choices is None else self._listed(question.choices)
        return self._options(node, choices or (), {}, None)

    def annexes(self) -> tuple[Annex, ...]:
        """Return the lists at the end, in the order in which they were first used."""
        result = []
        room = MOST_LISTED_ALL
        for place, used in enumerate(self._used.values(), start=1):
            shown = used.choices[: min(MOST_LISTED, room)]
            room -= len(shown)
            result.append(self._annex(place, used, shown))
        return tuple(result)

    def _listed(self, source: ChoiceSource) -> tuple[tuple[Choice, ...] | None, str]:
        """Return the choices and the file they come from; None where the file is not here."""
        if source.file is not None:
            if source.file not in self._tables:
                self._tables[source.file] = self._read(source)
            return self._tables[source.file], source.file
        name = source.list_name or ""
        listed: ChoiceList | None = self._form.choice_lists.get(name) or self._form.external_choices.get(name)
        return ((), "") if listed is None else (listed.choices, "")

    def _read(self, source: ChoiceSource) -> tuple[Choice, ...] | None:
        assert source.file is not None
        data = self._files(source.file)
        if data is None:
            return None
        try:
            table = read_table(source.file, data)
        except ExternalRefused:
            return None
        names, labels = table.column(source.value), table.column(source.label)
        if names is None:
            return None
        rows = range(len(table))
        return tuple(
            Choice(names[row], Text({"": (labels[row],)} if labels is not None else {}), columns=table.row(row))
            for row in rows
            if names[row]
        )

    def _from_repeat(self, source: ChoiceSource, node: ModelNode) -> Answer:
        name = (source.repeat or "").strip().removeprefix("${").removesuffix("}").strip()
        target = self._numbers.names.find(name, node)
        said = "" if target is None else self._numbers.said.get(target.index, "")
        repeat = None if target is None else next((each for each in reversed(target.repeats)), None)
        table = "" if repeat is None else self._numbers.said.get(repeat.index, "")
        return Filled(self._telling.speech.say("person-row", a=table or said or name))

    def _parents(self, source: ChoiceSource, node: ModelNode) -> list[tuple[str, ModelNode]]:
        """Return (column, question) of a filter that is only `column = ${question}`, once or joined by "and"."""
        expr = None if source.filter is None else _parsed(source.filter.source)
        if not isinstance(expr, Operation):
            return []
        found = []
        for part in expr.operands if expr.operators[0] == "and" else (expr,):
            pair = self._pair(part, node)
            if pair is None:
                return []
            found.append(pair)
        return found

    def _pair(self, expr: Expr, node: ModelNode) -> tuple[str, ModelNode] | None:
        if not isinstance(expr, Operation) or expr.operators != ("=",):
            return None
        for column, other in (expr.operands, expr.operands[::-1]):
            target = self._numbers.target(other, node)
            name = _name(column) if _is_column(column) else ""
            if name and target is not None and target.index in self._numbers.said:
                return name, target
        return None

    def _filter_note(self, source: ChoiceSource, node: ModelNode, parents: Sequence[tuple[str, ModelNode]]) -> str:
        speech = self._telling.speech
        if parents:
            said = [self._numbers.said[question.index] for _, question in parents]
            return speech.say("offered-place", a=speech.listed(list(dict.fromkeys(said)), "and"))
        if source.filter is None:
            return ""
        columns = self._columns(source)
        expr = _parsed(source.filter.source)
        reads_columns = expr is None or any(_is_column(path) and _name(path) in columns for path in paths(expr))
        if not reads_columns:
            told = self._telling.condition(source.filter.source, node)
            if told is not None:
                return speech.say("offered-where", a=spoken(told, speech))
        return speech.say("offered-written", a=self._telling.as_written(source.filter.source, node))

    def _columns(self, source: ChoiceSource) -> set[str]:
        choices, _ = self._listed(source)
        return {"name", "label", *(heading for choice in choices or () for heading in choice.columns)}

    def _options(
        self,
        node: ModelNode,
        choices: Sequence[Choice],
        go_to: Mapping[str, str],
        parent: tuple[str, ModelNode] | None,
    ) -> tuple[Option, ...]:
        short = _are_marks([choice.name for choice in choices])
        result = []
        last = ""
        for place, choice in enumerate(self._sorted(choices, parent), start=1):
            label = self._words(choice.label, node).strip()
            group = self._group(choice, parent)
            media = choice.label.media_in(self._telling.texts.language, self._form.default_language)
            result.append(
                Option(
                    code=choice.name,
                    mark=choice.name if short else str(place),
                    label=label or choice.name,
                    shows_code=self._all_codes or not _says_same(label or choice.name, choice.name),
                    go_to=go_to.get(choice.name, ""),
                    group=group if group != last else "",
                    picture=media.get("image", ""),
                )
            )
            last = group or last
        return tuple(result)

    def _sorted(self, choices: Sequence[Choice], parent: tuple[str, ModelNode] | None) -> Sequence[Choice]:
        """Return choices that belong to the same answer beside each other, in the order of the list."""
        if parent is None:
            return choices
        order: dict[str, int] = {}
        for choice in choices:
            order.setdefault(choice.columns.get(parent[0], ""), len(order))
        return sorted(choices, key=lambda choice: order[choice.columns.get(parent[0], "")])

    def _group(self, choice: Choice, parent: tuple[str, ModelNode] | None) -> str:
        if parent is None:
            return ""
        code = choice.columns.get(parent[0], "")
        if not code:
            return self._telling.speech.say("others")
        question = parent[1].element
        assert isinstance(question, Question)
        return self._telling.texts.label_of(question, code) or code

    def _at_end(
        self,
        node: ModelNode,
        source: ChoiceSource,
        choices: Sequence[Choice],
        file: str,
        parent: tuple[str, ModelNode] | None,
        note: str,
    ) -> FromList:
        key = (source.list_name or file, parent[0] if parent is not None else "")
        if key not in self._used:
            group = None if parent is None else (parent[0], parent[1].element)
            assert group is None or isinstance(group[1], Question)
            self._used[key] = _Used(key[0], choices, group, file)  # type: ignore[arg-type]
        used = self._used[key]
        said = self._numbers.said.get(node.index, node.name)
        if said not in used.questions:
            used.questions.append(said)
        speech = self._telling.speech
        ticking = ticking_of(node.element)
        where = speech.say("from-annex", a=speech.say("list", number=list(self._used).index(key) + 1))
        return FromList(ticking, where, note, _lines(ticking))

    def _annex(self, place: int, used: _Used, shown: Sequence[Choice]) -> Annex:
        speech = self._telling.speech
        groups: dict[str, list[Entry]] = {}
        for choice in shown:
            title = "" if used.parent is None else self._title(choice, used.parent)
            label = plain(self._telling.texts.words(choice.label)) or choice.name
            groups.setdefault(title, []).append(Entry(choice.name, label))
        left_out = ""
        if len(shown) < len(used.choices):
            facts = {"count": len(used.choices), "shown": len(shown)}
            left_out = (
                speech.say("left-out-file", file=used.file, **facts)
                if used.file
                else speech.say("left-out", file=self._form.title or self._form.form_id, **facts)
            )
        return Annex(
            mark=speech.say("list", number=place),
            title=used.title,
            used_by=speech.say("used-by", questions=speech.say("separator").join(used.questions)),
            groups=tuple(EntryGroup(title, tuple(entries)) for title, entries in groups.items()),
            left_out=left_out,
        )

    def _title(self, choice: Choice, parent: tuple[str, Question]) -> str:
        code = choice.columns.get(parent[0], "")
        if not code:
            return self._telling.speech.say("others")
        label = self._telling.texts.label_of(parent[1], code)
        return f"{label} ({code})" if label and not _says_same(label, code) else label or code


def ticking_of(question: object) -> Ticking:
    """Return how choices of a question are marked."""
    control = question.control if isinstance(question, Question) else Control.SELECT_ONE
    if control is Control.RANK:
        return Ticking.RANK
    return Ticking.MANY if control is Control.SELECT_MULTIPLE else Ticking.ONE


def instruction(ticking: Ticking, speech: Speech) -> str:
    """Return how choices are marked, in words."""
    return speech.say({Ticking.ONE: "tick-one", Ticking.MANY: "tick-many", Ticking.RANK: "rank"}[ticking])


def _lines(ticking: Ticking) -> int:
    return 1 if ticking is Ticking.ONE else MANY_LINES


def _are_marks(codes: Sequence[str]) -> bool:
    """Tell whether codes can be written into a cell as they are: short, and numbers for the most part."""
    numbers = sum(code.isdigit() for code in codes)
    return 2 * numbers >= len(codes) and all(len(code) <= SHORT_CODE for code in codes)


def _says_same(label: str, code: str) -> bool:
    """Tell whether a code only repeats the label: "yes" beside "Yes", "not_sure" beside "Not sure"."""
    return _letters(plain(label)) == _letters(code)


def _letters(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def _is_column(expr: Expr) -> bool:
    return (
        isinstance(expr, Path)
        and not expr.absolute
        and expr.start is None
        and len(expr.steps) == 1
        and bool(_name(expr))
    )


def _name(expr: Expr) -> str:
    """Return the name of a path of one step, "" for any other."""
    if not isinstance(expr, Path) or len(expr.steps) != 1:
        return ""
    step = expr.steps[0]
    return step.test.local if step.axis == "child" and isinstance(step.test, NameTest) else ""


def _parsed(source: str) -> Expr | None:
    try:
        return parse(source)
    except XPathSyntaxError:
        return None
