"""Evaluate formulas at nodes of one interview, and give expressions what they may ask of their surroundings."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo

from forms.definition.search import column_names
from forms.errors import FormsError
from forms.model.formula import Formula, ModelText
from forms.model.model import Model
from forms.model.plan import ModelSearch
from forms.model.tables import Table
from forms.session.environment import SessionEnvironment
from forms.session.nodes import GroupNode, QuestionNode, RepeatRange, SessionNode
from forms.session.tallies import Tallies
from forms.submission import Submission, plain_path
from forms.xpath.compile import Context
from forms.xpath.functions.surroundings import FORM_VERSION
from forms.xpath.rows import RowsCode
from forms.xpath.tallies import Running, Tally
from forms.xpath.tree import Document, Element

LAST_SAVED = "__last-saved"


class Evaluation:
    """Evaluates formulas; it is the environment that expressions see.

    Attributes:
        language: Language that texts are asked for in.
        document: Root of the main instance, where absolute paths begin.
        tallies: Sums and counts over repeats that are kept up.
        sums: Gives expressions what they add up; None while an answer is only tried.
        leaves: Index in the plan -> element, of the questions that are in no repeat.
        shuffle_seed: Makes shuffled choices keep their order for this interview.
        problems: (path of the node, code) of every expression that failed while running; its result was blank.
    """

    def __init__(self, model: Model, environment: SessionEnvironment, document: Document, language: str) -> None:
        self.model = model
        self.language = language
        self.problems: dict[tuple[str, str], FormsError] = {}
        self.shuffle_seed = ""
        self.document = document
        self.leaves: Mapping[int, Element] = {}
        self.tallies = Tallies()
        self.sums: Callable[[Tally, Context], Running] | None = self.tallies.of
        self._node: SessionNode | None = None  # whose expression was begun last
        self._spare: Context | None = None  # serves again; an expression asked for within another gets its own
        self._outside = environment
        self._last_saved: Element | None = None

    def context(self, node: SessionNode, formula: Formula) -> Context:
        """Return the context of a formula at a node."""
        self._node = node
        context = self._spare
        if context is None:
            return Context(
                node.element,
                self,
                root=self.document,
                singles=self.leaves,
                holes=formula.holes,
                tallies=self.sums,
            )
        self._spare = None
        context.node = context.current = node.element
        context.holes = formula.holes
        context.tallies = self.sums
        return context

    # results

    def string(self, node: SessionNode, formula: Formula) -> str:
        """Return the text of a formula; "" when it cannot be evaluated."""
        context = self.context(node, formula)
        try:
            return formula.compiled.string(context)
        except FormsError as error:
            self.note_at(node, error)
            return ""
        finally:
            self._spare = context

    def number(self, node: SessionNode, formula: Formula) -> float:
        """Return the number of a formula; NaN when it cannot be evaluated."""
        context = self.context(node, formula)
        try:
            return formula.compiled.number(context)
        except FormsError as error:
            self.note_at(node, error)
            return float("nan")
        finally:
            self._spare = context

    def boolean(self, node: SessionNode, formula: Formula, *, otherwise: bool) -> bool:
        """Return the truth of a formula; `otherwise` when it cannot be evaluated."""
        context = self.context(node, formula)
        try:
            return formula.compiled.boolean(context)
        except FormsError as error:
            self.note_at(node, error)
            return otherwise
        finally:
            self._spare = context

    def elements(self, node: SessionNode, formula: Formula) -> list[Element]:
        """Return the elements a formula selects; none when it cannot be evaluated."""
        try:
            found = formula.compiled.nodes(self.context(node, formula))
        except FormsError as error:
            self.note_at(node, error)
            return []
        return [element for element in found if isinstance(element, Element)]

    def rows_selected(self, node: SessionNode, formula: Formula) -> Sequence[int]:
        """Return the rows of a table that a formula selects, without making their elements where that is possible."""
        code = formula.compiled
        if isinstance(code, RowsCode):
            try:
                numbers = code.numbers(self.context(node, formula))
            except FormsError as error:
                self.note_at(node, error)
                return ()
            if numbers is not None:
                return numbers
        rows = (element.owner for element in self.elements(node, formula))
        return [row for row in rows if isinstance(row, int)]

    def holds_at(self, item: Element, node: SessionNode, formula: Formula) -> bool:
        """Return the truth of a choice filter at one item, asked from the select's node."""
        self._node = node
        context = Context(
            item,
            self,
            current=node.element,
            root=self.document,
            singles=self.leaves,
            holes=formula.holes,
            tallies=self.sums,
        )
        try:
            return formula.compiled.boolean(context)
        except FormsError as error:
            self.note_at(node, error)
            return False

    def text(self, node: SessionNode, text: ModelText) -> str:
        """Return a text in the language asked for, its outputs filled."""
        parts = text.parts(self.language, self.model.form.default_language)
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0]
        return "".join([part if isinstance(part, str) else self.string(node, part) for part in parts])

    def media(self, text: ModelText) -> Mapping[str, str]:
        """Return a text's media in the language asked for."""
        return text.media_in(self.language, self.model.form.default_language)

    def note_at(self, node: SessionNode, error: FormsError) -> None:
        """Keep what went wrong at a node."""
        self.problems[(node.path, error.code)] = error

    def note(self, error: FormsError, /) -> None:
        """Keep what an expression tells although it gave a result, at the node it is evaluated for."""
        self.problems[("" if self._node is None else self._node.path, error.code)] = error

    # what expressions ask for

    def now(self) -> datetime:
        """Return the moment in the local zone."""
        return self._outside.clock().astimezone(self.zone)

    @property
    def zone(self) -> tzinfo:
        """The local zone."""
        return self._outside.zone

    def random(self) -> float:
        """Return a number from 0 to below 1."""
        return self._outside.random.random()

    def uuid(self) -> str:
        """Return a random version 4 identifier."""
        return str(uuid.UUID(int=self._outside.random.getrandbits(128), version=4))

    def hexadecimal(self) -> str:
        """Return 8 random hexadecimal digits."""
        return f"{self._outside.random.getrandbits(32):08x}"

    def property(self, name: str) -> str:
        """Return what is known of the person or device; "" when nothing is."""
        if name == FORM_VERSION:
            return self.model.form.version
        known = self._outside.properties
        return known.get(name) or known.get("".join(name.removeprefix("uri:").split()), "")

    def rows(self, instance: str) -> Table | None:
        """Return the rows of a secondary instance; None when it is no plain table."""
        table = self.model.tables.get(instance)
        return table if table is not None and table.is_plain else None

    def instance(self, instance: str) -> Element | None:
        """Return the root element of a secondary instance."""
        if instance == LAST_SAVED:
            return self._last_saved_root()
        table = self.model.tables.get(instance)
        return None if table is None else table.root

    def _last_saved_root(self) -> Element:
        if self._last_saved is None:
            last = self._outside.last_saved
            self._last_saved = Element(self.model.root.name) if last is None else submission_tree(last)
        return self._last_saved

    def itext(self, text_id: str) -> str:
        """Return a text by its id; choices carry theirs as itextId ("list-3")."""
        known = self.model.texts.get(text_id)
        if known is not None and self._node is not None:
            return self.text(self._node, known)
        name, _, number = text_id.rpartition("-")
        table = self.model.tables.get(name)
        if table is None or not number.isdecimal() or int(number) >= len(table.labels):
            return ""
        text = table.labels[int(number)]
        parts = text.parts(self.language, self.model.form.default_language)
        return "".join(part for part in parts if isinstance(part, str))

    def choice_name(self, value: str, path: str, node: Element) -> str:
        """Return the label of a choice of the question at `path`, seen from `node`; "" when it has no such choice."""
        question = question_at(path, node)
        return "" if question is None else self.choice_label(question, value)

    # choices

    def choice_label(self, question: QuestionNode, value: str) -> str:
        """Return the label of one of a select's choices, on offer or not; "" when there is none of that name."""
        choices = question.model_node.choices
        if choices is None or value == "":
            return ""
        if choices.instance is None:
            return next((item.label for item in question.choices if item.name == value), "")
        table = self.model.tables[choices.instance]
        rows = table.select(choices.value, value)
        if choices.search is not None:
            own = self.model.tables[choices.search.instance]
            places = [row for row in own.select("name", value) if row != choices.search.query]
            if places:
                return self.text(question, own.labels[places[0]])
            return found_label(table, rows[0], self.shown_columns(question, choices.search)) if rows else ""
        return self.row_label(question, table, rows[0]) if rows else ""

    def shown_columns(self, question: QuestionNode, search: ModelSearch) -> list[str]:
        """Return the columns that are shown of the rows a search() finds, in the language asked for."""
        return column_names(self.text(question, search.columns))

    def row_label(self, question: QuestionNode, table: Table, row: int) -> str:
        """Return the label of one row of a select's list."""
        if table.labels:
            return self.text(question, table.labels[row])
        choices = question.model_node.choices
        return "" if choices is None else table.cell(choices.label, row)


def found_label(table: Table, row: int, columns: Sequence[str]) -> str:
    """Return what is shown of one row that a search() found: its cells in some columns, parted by commas."""
    return ", ".join(cell for column in columns if (cell := table.cell(column, row)))


def submission_tree(submission: Submission) -> Element:
    """Return the answers of a submission as a tree, its root the form's root element."""
    steps = submission.answers[0][0].split("/") if submission.answers else ["", "data"]
    root = Element(steps[1])
    known: dict[str, Element] = {f"/{steps[1]}": root}
    for path, text in submission.answers:
        owner, _, attribute = path.rpartition("/@")
        if owner:
            if owner in known:
                known[owner].attributes[attribute.rpartition(":")[2]] = text
            continue
        parts = path.split("/")
        for length in range(3, len(parts) + 1):
            prefix = "/".join(parts[:length])
            if prefix not in known:
                parent = known["/".join(parts[: length - 1])]
                known[prefix] = Element(plain_path(f"/{parts[length - 1]}")[1:], parent=parent)
                parent.children.append(known[prefix])
        known[path].value = text
    return root


def question_at(path: str, node: Element) -> QuestionNode | None:
    """Return the question at a path, `/data/hh/age` or `../age`; inside a repeat the one nearest to `node`."""
    here = node.owner
    if not isinstance(here, SessionNode):
        return None
    steps = path.strip().split("/")
    if steps[0] == "":
        return _nearest(here, steps)
    target: SessionNode | None = here
    for step in steps:
        if step == "..":
            target = None if target is None else target.parent
        elif step != ".":
            target = _child(target, step)
    return target if isinstance(target, QuestionNode) else None


def _nearest(here: SessionNode, steps: list[str]) -> QuestionNode | None:
    chain: list[SessionNode] = []
    node: SessionNode | None = here
    while node is not None:
        chain.append(node)
        node = node.parent
    chain.reverse()
    if len(steps) < 2 or chain[0].model_node.name != steps[1]:
        return None
    shared = 1
    while shared < min(len(chain), len(steps) - 1) and chain[shared].model_node.name == steps[shared + 1]:
        shared += 1
    target: SessionNode | None = chain[shared - 1]
    for step in steps[shared + 1 :]:
        target = _child(target, step)
    return target if isinstance(target, QuestionNode) else None


def _child(node: SessionNode | None, name: str) -> SessionNode | None:
    if not isinstance(node, GroupNode):
        return None
    place = node.model_node.places.get(name)
    if place is None:
        return None
    child = node.children[place]
    if isinstance(child, RepeatRange):
        return child.instances[0] if child.instances else None
    return child
