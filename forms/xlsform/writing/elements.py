"""Write questions, groups and repeats as lines of the survey sheet: the reverse of reading them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.definition.carried import attribute_of
from forms.definition.elements import GENERATED, WRITTEN_NAME, ChoiceSource, Control, Element, Group, Question, Repeat
from forms.definition.findings import Findings
from forms.definition.kinds import KINDS, PERSONAL_KINDS, SENSORS
from forms.definition.text import Expression, Text
from forms.values import DataType, Sensitivity
from forms.xlsform.scribe import REFERENCE, is_dynamic
from forms.xlsform.survey import CARRIED_RULES
from forms.xlsform.writing.lines import Head, Plain, joined, spoken
from forms.xlsform.writing.names import Names

TEXTS: Final = (
    ("label", "label"),
    ("hint", "hint"),
    ("guidance_hint", "guidance"),
    ("required_message", "required_message"),
    ("constraint_message", "constraint_message"),
    ("no_app_error_string", "no_app_message"),
)
_TRUE: Final = "true()"
_NOT_COLUMNS: Final = frozenset({WRITTEN_NAME, GENERATED, "type", "osm", "bind::type"})
_RULE_KEYS: Final = {f"bind::{name}": key for key, name in CARRIED_RULES.items()}
Cells = dict[Head, str]


class ElementWriter:
    """Writes the elements of one form.

    Args:
        plain: Which headings name no language.
        names: Paths to write as names.
        findings: Takes what a workbook has no place for.
    """

    def __init__(self, *, plain: Plain, names: Names, findings: Findings) -> None:
        self._plain = plain
        self._names = names
        self._findings = findings

    def source(self, expression: Expression | None) -> str:
        """Return an expression as a cell holds it, "" for none."""
        return "" if expression is None else self._names.short(expression.source)

    def question(self, question: Question) -> Cells:
        """Return the cells of a question."""
        kind = KINDS[question.kind]
        cells: Cells = {Head("type"): self.type_word(question), **self._common(question)}
        hint = {language: joined(question.hint, language) for language in question.hint.by_language}
        if kind.hint and set(hint.values()) == {kind.hint}:
            cells = {head: text for head, text in cells.items() if head.key != "hint"}
        if question.control is Control.NOTE and question.readonly and question.readonly.source == _TRUE:
            cells.pop(Head("readonly"), None)
        constraint = self.source(question.constraint)
        rules = {
            "required": _yes(self.source(question.required)),
            "constraint": "" if constraint == kind.constraint else constraint,
            "calculation": self.source(question.calculation),
            "trigger": ", ".join(self._reference(name) for name in question.trigger),
            "default": self._default(question),
            "save_to": question.save_to or "",
            "parameters": _parameters(question),
        }
        if question.choices is not None:
            rules["choice_filter"] = self.source(question.choices.filter)
        rules.update(_own_bind(question))
        own = Sensitivity.PERSONAL if question.kind in PERSONAL_KINDS else Sensitivity.ORDINARY
        rules["sensitivity"] = "" if question.sensitivity is own else question.sensitivity.value
        cells.update({Head(key): text for key, text in rules.items() if text})
        for action in question.actions:
            self._findings.warning(
                "not-in-workbook", name=question.name, what=f"{action.kind} {' '.join(action.events)}"
            )
        return cells

    def section(self, group: Group, count: str) -> Cells:
        """Return the cells of the row that begins a group or repeat.

        Args:
            count: What the repeat_count column holds.
        """
        is_repeat = isinstance(group, Repeat)
        cells: Cells = {Head("type"): "begin_repeat" if is_repeat else "begin_group", **self._common(group)}
        parameters = _quoted_parameters(group.parameters)
        if parameters:
            cells[Head("parameters")] = parameters
        if count:
            cells[Head("repeat_count")] = count
        if isinstance(group, Repeat) and group.initial != 1 and group.count is None:
            self._findings.warning("not-in-workbook", name=group.name, what=f"{group.initial} × {group.name}")
        return cells

    def type_word(self, question: Question) -> str:
        """Return what stands in the type column."""
        source = question.choices
        if question.kind == "unknown" or question.kind in SENSORS:
            return question.extras.get("type", "text" if question.kind == "unknown" else question.kind)
        if question.kind == "osm":
            return f"osm {question.extras.get('osm', '')}".strip()
        if source is None:
            return question.kind
        word = f"{question.kind} {source.list_name or source.file or source.repeat or ''}".strip()
        return f"{word} or_other" if source.or_other else word

    def _common(self, element: Element) -> Cells:
        """Return the cells that questions and sections share."""
        cells: Cells = {Head("name"): element.name}
        for key, field in TEXTS:
            cells.update(self._text(key, getattr(element, field, None), element.name))
        rules = {
            "relevant": self.source(element.relevant),
            "readonly": _yes(self.source(element.readonly)),
            "appearance": " ".join(element.appearance),
        }
        cells.update({Head(key): text for key, text in rules.items() if text})
        for heading, text in element.extras.items():
            if heading in _RULE_KEYS and not isinstance(element, Question):
                cells[Head(_RULE_KEYS[heading])] = text
            elif heading not in _NOT_COLUMNS:
                cells[Head(heading, is_carried=True)] = text
        written = {
            found[1] for heading in element.extras if (found := attribute_of(heading)) and found[0] == "instance"
        }
        for each in element.attributes:
            if each.name not in written:
                cells[Head(f"instance::{each.name}", is_carried=True)] = each.value
            if each.calculation is not None or each.actions:
                self._findings.warning("not-in-workbook", name=element.name, what=f"@{each.name}")
        return cells

    def _text(self, key: str, text: Text | None, name: str) -> Cells:
        """Return the cells of a text; notes a value in it that only an XForm can show."""
        if text is None:
            return {}
        cells = spoken(key, self.readable(text, name), self._plain)
        return {head: words for head, words in cells.items() if words}

    def readable(self, text: Text, name: str) -> Text:
        """Return a text whose values are written as a workbook writes them."""
        if not any(isinstance(part, Expression) for parts in text.by_language.values() for part in parts):
            return text
        by_language = {}
        for language, parts in text.by_language.items():
            renewed = []
            for part in parts:
                if isinstance(part, Expression):
                    part = Expression(self._names.short(part.source).strip(), part.place)
                    if not REFERENCE.fullmatch(part.source) and not part.source.startswith("instance("):
                        self._findings.warning("not-in-workbook", part.place, name=name, what=part.source)
                renewed.append(part)
            by_language[language] = tuple(renewed)
        return Text(by_language, text.media, text.unmarked)

    def _reference(self, name: str) -> str:
        return self._names.short(name) if name.startswith("/") else f"${{{name}}}"

    def _default(self, question: Question) -> str:
        """Return the starting value, so written that reading tells text and expression apart as they are."""
        if question.default_expression is not None:
            source = self.source(question.default_expression)
            return source if is_dynamic(source, question.kind) else _computed(source)
        literal = question.default or ""
        return _computed(_literal(literal)) if is_dynamic(literal, question.kind) else literal


def _computed(source: str) -> str:
    """Return an expression with the same value that shows it is one; a literal text needs no expression."""
    if len(source) > 1 and source[0] == source[-1] and source[0] in "'\"" and source[0] not in source[1:-1]:
        inside = source[1:-1]
        return source if not inside else inside if not is_dynamic(inside, "text") else f"string({source})"
    return f"string({source})"


def _literal(text: str) -> str:
    return f"'{text}'" if "'" not in text else f'"{text}"'


def _yes(source: str) -> str:
    """Return a rule of a column that takes yes and no."""
    return "yes" if source == _TRUE else "" if source == "false()" else source


def _quoted_parameters(parameters: Mapping[str, str]) -> str:
    written = []
    for key, value in parameters.items():
        quote = "" if value and not any(c.isspace() or c in ",;" for c in value) else "'" if "'" not in value else '"'
        written.append(f"{key}={quote}{value}{quote}")
    return " ".join(written)


def _parameters(question: Question) -> str:
    """Return the parameters column, with what the source of the choices says besides."""
    parameters = dict(question.parameters)
    source = question.choices
    if source is not None:
        if source.randomize:
            parameters.setdefault("randomize", "true")
            if source.seed is not None:
                parameters.setdefault("seed", source.seed.source)
        value, label = _columns_of(source)
        if source.file and source.value != value:
            parameters.setdefault("value", source.value)
        if source.file and source.label != label:
            parameters.setdefault("label", source.label)
    return _quoted_parameters(parameters)


def _columns_of(source: ChoiceSource) -> tuple[str, str]:
    """Return the columns a select from a file takes where it names none: (stored, shown)."""
    return ("id", "title") if (source.file or "").lower().endswith(".geojson") else ("name", "label")


def _own_bind(question: Question) -> dict[str, str]:
    """Return the columns that say how the answer is read and what is filled in, where the type does not."""
    cells = {}
    kind = KINDS[question.kind]
    usual = kind.data_type
    if kind.control is Control.RANGE:
        numbers = [question.parameters.get(key, "1") for key in ("start", "end", "step")]
        usual = DataType.DECIMAL if any("." in number for number in numbers) else DataType.INTEGER
    if "bind::type" in question.extras:
        cells["bind::type"] = question.extras["bind::type"]
    elif question.data_type is not usual:
        cells["bind::type"] = question.data_type.value
    if question.preload is not None and question.preload != kind.preload:
        cells["bind::jr:preload"], cells["bind::jr:preloadParams"] = question.preload
    return cells
