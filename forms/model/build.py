"""Make a runnable model of a form: resolve and parse every expression once, gather tables, rank the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from forms.definition.actions import EVENTS, FIRST_LOAD, NEW_REPEAT, VALUE_CHANGED
from forms.definition.elements import ChoiceSource, Element, Question, Repeat
from forms.definition.form import Form
from forms.definition.search import query_row, read_search, search_of
from forms.definition.text import Expression
from forms.definition.text import Text as Words
from forms.errors import Finding, Place, Severity
from forms.model.formula import Formula, ModelText
from forms.model.lists import Lists, columns_missing, gather
from forms.model.model import Files, Model
from forms.model.names import CHOICE_NAMES, NameUnknown, Scope, instances_path, resolve
from forms.model.outline import Names, outline, singles, tally_places
from forms.model.plan import ModelAction, ModelChoices, ModelNode, ModelSearch
from forms.model.privacy import spread_sensitivity
from forms.model.reads import targets
from forms.model.rules import cycles, make_rules
from forms.model.tables import Table
from forms.pause import collector_paused
from forms.xpath.compile import Static
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import Call, Expr, Text
from forms.xpath.parse import parse
from forms.xpath.shapes import shape_of
from forms.xpath.walk import calls

# Functions whose result may differ each time: what they gave once is kept when a draft is reopened.
DRAWN = frozenset({"now", "today", "random", "uuid", "once"})
SPOKEN = frozenset({"jr:choice-name", "choice-name", "jr:itext"})
STARTS = frozenset({FIRST_LOAD, NEW_REPEAT})  # when a dynamic default is given
FIXED = Expression("true()")
POSITIONAL = frozenset({"position", "last"})
NO_FILES: Mapping[str, bytes] = {}


def build_model(form: Form, *, files: Files = NO_FILES) -> Model:
    """Return the runnable model of a form; what is wrong with it is in `findings`, nothing raises.

    An expression that cannot be read is left out, as if its cell were empty, and found.

    Args:
        files: The files beside the form by bare name; a missing one is found and gives no rows.
    """
    with collector_paused():
        return _Builder(form, files).build()


class _Builder:
    def __init__(self, form: Form, files: Files) -> None:
        self._form = form
        self._files = files
        self._nodes = outline(form)
        self._names = Names(self._nodes)
        self._parsed: dict[str, Expr] = {}
        self._findings: list[Finding] = []
        self._tables: Mapping[str, Table] = {}
        ways = singles(self._nodes)
        self._static = Static(singles=ways, tallies=tally_places(self._nodes))
        self._singles = {f"/{'/'.join(way)}": index for way, index in ways.items()}
        self._ways = {index: way for way, index in ways.items()}
        self._outputs: dict[str, tuple[Formula, ...]] = {}  # of the labels of a list
        self._with_outputs = False  # whether any text read so far has one

    def build(self) -> Model:
        lists = gather(self._form, self._files, self._list_text)
        self._findings += lists.findings
        self._tables = lists.tables
        if self._with_outputs:
            self._outputs = {name: tuple(_outputs_of(table.labels)) for name, table in lists.tables.items()}
        for node in self._nodes[1:]:
            self._formulas(node, lists)
        texts = {text_id: self._list_text(text) for text_id, text in self._form.texts.items()}
        rules = make_rules(self._nodes, texts)
        self._findings += cycles(self._nodes, self._nodes[0])
        spread_sensitivity(self._nodes, self._nodes[0])
        by_path: dict[str, ModelNode] = {}
        for node in self._nodes:
            by_path.setdefault(node.path, node)
        elements = tuple(node for node in self._nodes if not node.is_attribute)
        return Model(self._form, elements, by_path, rules, lists.tables, tuple(self._findings), texts)

    # formulas

    def _formulas(self, node: ModelNode, lists: Lists) -> None:
        element = node.element
        scope = Scope(node, node.repeats)
        node.relevant = self._formula(element.relevant, scope)
        node.readonly = self._formula(FIXED if _is_heading(element) else element.readonly, scope)
        texts: dict[str, Words] = {"label": element.label, "hint": element.hint, "guidance": element.guidance}
        if isinstance(element, Question):
            node.required = self._formula(element.required, scope)
            node.constraint = self._formula(element.constraint, scope)
            node.calculation = self._formula(element.calculation, scope)
            node.default_formula = self._formula(element.default_expression, scope)
            node.actions = tuple(self._actions(element, node, scope))
            texts["required_message"] = element.required_message
            texts["constraint_message"] = element.constraint_message
            if element.choices is not None:
                node.choices = self._choices(element.choices, node, lists)
        if isinstance(element, Repeat) and element.count is not None:
            node.count = self._formula(element.count, Scope(node, node.repeats[:-1]))
        node.texts = {name: self._text(text, scope) for name, text in texts.items() if text.by_language or text.media}

    def _actions(self, element: Question, node: ModelNode, scope: Scope) -> Iterator[ModelAction]:
        """Yield everything that writes a question at an event, in the order it is carried out."""
        if node.default_formula is not None:
            yield ModelAction(STARTS, node.default_formula)
        if element.trigger:
            found = [self._watched(name, element, node) for name in element.trigger]
            watched = tuple(trigger for trigger in found if trigger is not None)
            if watched:
                yield ModelAction(frozenset({VALUE_CHANGED}), node.calculation, watched)
        for action in element.actions:
            formula = self._formula(action.value, scope)
            events = EVENTS.intersection(action.events)
            if action.kind != "setvalue" or not events or (formula is None and action.value is not None):
                continue
            source = None
            if action.source and (VALUE_CHANGED in events or NEW_REPEAT in events):
                source = self._watched(action.source, element, node)
            is_repeat = source is not None and source.is_repeat
            yield ModelAction(
                events,
                formula,
                watched=(source,) if source is not None and VALUE_CHANGED in events and not is_repeat else (),
                repeat=source if is_repeat and source not in node.repeats else None,
            )

    def _watched(self, name: str, element: Question, node: ModelNode) -> ModelNode | None:
        """Return the node that a name or an absolute path means; None, and a finding, when there is none."""
        if name.startswith("/"):
            found = next((each for each in self._nodes if each.path == name), None)
        else:
            found = self._names.find(name, node)
        if found is None:
            self._note("xpath-reference-unresolved", element.place, {"name": name})
        return found

    def _formula(self, written: Expression | None, scope: Scope) -> Formula | None:
        return None if written is None else self._read(written.source, written.place, scope)

    def _read(self, source: str, place: Place, scope: Scope) -> Formula | None:
        """Return the formula of an expression; None, and a finding, when it cannot be read."""
        shaped = None if scope.repeats or scope.in_list else self._shaped(source, place, scope.at)
        if shaped is not None:
            return shaped
        try:
            expr = resolve(self._parse(source), scope, self._names)
        except XPathSyntaxError as error:
            self._note(error.code, place, {**error.facts, "expression": source, "near": source[:60]})
            return None
        except NameUnknown as error:
            self._note(error.code, place, error.facts)
            return None
        called = tuple(calls(expr))
        for call in called:
            self._check_choice_name(call, scope, place)
            missing = columns_missing(call, self._tables, place)
            self._findings += [finding for finding in missing if finding not in self._findings]
        names = {call.name for call in called}
        return Formula(
            expr,
            place=place,
            volatile=not DRAWN.isdisjoint(names),
            speaks=not SPOKEN.isdisjoint(names),
            static=self._static,
        )

    def _shaped(self, source: str, place: Place, at: ModelNode) -> Formula | None:
        """Return the formula of an expression of a common shape over questions that are in no repeat, else None."""
        found = shape_of(source)
        if found is None:
            return None
        shape, fillings = found
        holes = []
        for filling in fillings:
            if filling.startswith("/"):
                index = self._singles.get(filling)
            else:
                node = self._names.find(filling, at)
                index = None if node is None else self._singles.get(node.path)
            if index is None:
                return None
            holes.append(index)
        volatile = not DRAWN.isdisjoint(shape.functions)
        return Formula.of_shape(shape, tuple(holes), self._ways, place=place, volatile=volatile)

    def _check_choice_name(self, call: Call, scope: Scope, place: Place) -> None:
        """Note a jr:choice-name() whose second argument, a path in quotes, leads to no question with choices."""
        if call.name not in CHOICE_NAMES or len(call.arguments) != 2 or not isinstance(call.arguments[1], Text):
            return
        path = call.arguments[1].value.strip()
        try:
            found = targets(self._parse(path), scope.at, self._nodes[0])
        except XPathSyntaxError:
            found = ()
        if not any(isinstance(node.element, Question) and node.element.choices is not None for node in found):
            self._note("choice-name-nowhere", place, {"path": path[:100]})

    def _parse(self, source: str) -> Expr:
        known = self._parsed.get(source)
        if known is None:
            known = self._parsed[source] = parse(source)
        return known

    def _note(self, code: str, place: Place, facts: Mapping[str, str | int]) -> None:
        finding = Finding(code, Severity.ERROR, place, facts)
        if finding not in self._findings:
            self._findings.append(finding)

    def _text(self, text: Words, scope: Scope) -> ModelText:
        return ModelText(
            {language: tuple(self._parts(parts, scope)) for language, parts in text.by_language.items() if parts},
            text.media,
        )

    def _parts(self, parts: Iterable[str | Expression], scope: Scope) -> Iterable[str | Formula]:
        for part in parts:
            if isinstance(part, str):
                yield part
            else:
                formula = self._formula(part, scope)
                if formula is not None:
                    self._with_outputs = True
                    yield formula

    def _list_text(self, text: Words) -> ModelText:
        """Return a choice's label; its outputs see the form from its root."""
        return self._text(text, Scope(self._nodes[0], ()))

    # choices

    def _choices(self, source: ChoiceSource, node: ModelNode, lists: Lists) -> ModelChoices:
        """Return where a select's choices come from."""
        if source.repeat is not None:
            return self._from_repeat(source, node)
        found = self._found(source, node, lists) if source.file is None else None
        if found is not None:
            return found
        element = node.element
        if source.list_name and isinstance(element, Question) and _cannot_search(element):
            # A row that names the columns of the file is no choice; those with whole numbers are.
            condition = f"regex({source.value}, '-?[0-9]+')"
            condition = condition if source.filter is None else f"({source.filter.source}) and {condition}"
            source = replace(source, filter=Expression(condition, element.place))
        is_external = isinstance(element, Question) and element.kind == "select_one_external"
        instance = lists.instance_of(source, is_external=is_external)
        rows = f"instance({_quoted(instance)})/{source.items}"
        scope = Scope(node, node.repeats)
        item: Formula | None = None
        if source.filter is not None:
            item = self._formula(source.filter, Scope(node, node.repeats, in_list=True))
            if item is not None:
                rows = f"{rows}[{source.filter.source}]"
        seed = self._formula(source.seed, scope)
        nodeset = rows if item is not None else ""
        if seed is not None and source.seed is not None and source.randomize:
            nodeset = f"randomize({rows}, {source.seed.source})"
        return ModelChoices(
            instance=instance,
            nodeset=self._read(nodeset, node.element.place, scope) if nodeset else None,
            item=None if item is None or _counts_positions(item) else item,
            value=source.value,
            label=source.label,
            randomize=source.randomize,
            seed=seed,
            is_missing=lists.tables[instance].is_missing,
            outputs=self._outputs.get(instance, ()),
        )

    def _found(self, source: ChoiceSource, node: ModelNode, lists: Lists) -> ModelChoices | None:
        """Return the choices that a search() looks up in a file; None where there is none that can be carried out."""
        element = node.element
        written = search_of(element) if isinstance(element, Question) else ""
        search = read_search(written) if written else None
        own = self._form.choice_lists.get(source.list_name or "")
        if search is None or own is None or search.file not in lists.by_file:
            return None
        query = query_row(own)
        if query is None:
            return None
        row = own.choices[query]
        shown = ModelSearch(lists.instance_of(source), query, self._list_text(row.label))
        condition = Expression(search.condition, element.place) if search.condition else None
        filtered = replace(source, list_name=None, file=search.file, value=row.name, filter=condition)
        choices = self._choices(filtered, node, lists)
        if not choices.is_missing and self._tables[choices.instance or ""].column(row.name) is None:
            columns = ", ".join(list(self._tables[choices.instance or ""].columns)[:12])
            self._note("file-column-missing", row.place, {"file": search.file, "column": row.name, "columns": columns})
        return replace(choices, search=shown, outputs=self._outputs.get(own.name, ()))

    def _from_repeat(self, source: ChoiceSource, node: ModelNode) -> ModelChoices:
        """Return choices that are the answers of a question inside a repeat, one per instance, blanks left out."""
        name = (source.repeat or "").strip().removeprefix("${").removesuffix("}").strip()
        target = self._names.find(name, node)
        if target is None or not target.repeats:
            self._note("xpath-reference-unresolved", node.element.place, {"name": name})
            return ModelChoices(None, None, None, name, name)
        scope = Scope(node, node.repeats, in_list=True, items=target.repeats[-1])
        conditions = [self._read(f"${{{target.name}}} != ''", node.element.place, scope)]
        conditions.append(self._formula(source.filter, scope))
        predicates = tuple(condition.expr for condition in conditions if condition is not None)
        nodeset = Formula(instances_path(target.repeats[-1], node, predicates), place=node.element.place)
        seed = self._formula(source.seed, Scope(node, node.repeats))
        # An XForm names the child that is shown; in an XLSForm it is the question that is stored.
        named = source.value == target.name and source.label in target.repeats[-1].places
        label = source.label if named else target.name
        return ModelChoices(None, nodeset, None, target.name, label, source.randomize, seed)


def _outputs_of(labels: Iterable[ModelText]) -> Iterator[Formula]:
    for label in labels:
        yield from label.formulas()


def _is_heading(element: Element) -> bool:
    """Tell whether a select only shows the labels of its choices over a table: nobody can answer it."""
    return isinstance(element, Question) and element.choices is not None and "label" in element.appearance


def _quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"


def _cannot_search(question: Question) -> bool:
    """Tell whether a question has a search() that cannot be carried out."""
    written = search_of(question)
    return bool(written) and read_search(written) is None


def _counts_positions(formula: Formula) -> bool:
    return any(call.name in POSITIONAL and not call.arguments for call in calls(formula.expr))
