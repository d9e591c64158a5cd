"""The whole of one interview behind its face: tree, evaluation, settling, and the change list of every action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from forms.model.formula import Formula, ModelText
from forms.model.model import Model
from forms.session.changes import ChangeList, Listener
from forms.session.collect import Changes
from forms.session.environment import SessionEnvironment
from forms.session.evaluation import Evaluation
from forms.session.nodes import ChoiceItem, GroupNode, QuestionNode, SessionNode
from forms.session.offer import offered, place_of
from forms.session.preload import timestamp
from forms.session.settle import Settler
from forms.session.tree import InstanceTree

META = "meta"


class Core:
    """One interview's state; also the host that its nodes ask for their faces.

    Attributes:
        deprecated_id: instanceID of the submission being corrected, else None.
    """

    def __init__(self, model: Model, environment: SessionEnvironment, language: str | None) -> None:
        self.model = model
        self.environment = environment
        self.generation = 0
        self.listener: Listener | None = None
        self.instance_id = ""
        self.deprecated_id: str | None = None
        self.changes = Changes()
        self.tree = InstanceTree(self, model.root)
        self.evaluation = Evaluation(model, environment, self.tree.document, _language(model, language))
        self.evaluation.leaves = self.tree.leaves
        self.settler = Settler(self.tree, self.evaluation, self.changes)

    @property
    def root(self) -> GroupNode:
        """The root group."""
        return self.tree.root

    @property
    def language(self) -> str:
        """The language texts are shown in."""
        return self.evaluation.language

    def node(self, ref: str) -> SessionNode:
        """Return the node at a reference; raise AnswerRefused when there is none."""
        return self.tree.find(ref)

    @contextmanager
    def action(self) -> Iterator[None]:
        """Collect what happens inside, settle it, and tell the listener once."""
        newborn = self.tree.last_serial + 1
        self.changes.listening = self.listener is not None
        yield
        self.settler.settle()
        if self.listener is not None:
            change_list = self.changes.take(newborn)
            if change_list != ChangeList():
                self.listener(change_list)

    def set_language(self, language: str) -> None:
        """Show texts in another language."""
        if language != self.language:
            self.evaluation.language = language
            self.generation += 1
            self.changes.language = True
            self.settler.speak()

    def name_instance(self, instance_id: str) -> None:
        """Set the instanceID, also where expressions read it."""
        self.instance_id = instance_id
        self.evaluation.shuffle_seed = instance_id
        self._write_meta("instanceID", instance_id)

    def new_instance_id(self) -> str:
        """Return a fresh OpenRosa instanceID."""
        return f"uuid:{self.evaluation.uuid()}"

    def stamp_end(self) -> None:
        """Write the moment into the questions that keep the interview's end."""
        for node in self.root.questions():
            if node.question.preload == ("timestamp", "end"):
                self.settler.write(node, timestamp(self.evaluation.now()))

    @property
    def title(self) -> str:
        """What the form's instance_name makes of the answers; "" where it has none."""
        node = self._meta("instanceName")
        return "" if node is None else node.value

    def _meta(self, name: str) -> QuestionNode | None:
        place = self.root.model_node.places.get(META)
        meta = None if place is None else self.root.children[place]
        if not isinstance(meta, GroupNode):
            return None
        inner = meta.model_node.places.get(name)
        node = None if inner is None else meta.children[inner]
        return node if isinstance(node, QuestionNode) else None

    def _write_meta(self, name: str, text: str) -> None:
        node = self._meta(name)
        if node is not None:
            self.settler.write(node, text)

    # what nodes ask for

    @property
    def turns(self) -> int:
        """Grows whenever a node became relevant or stopped being so, and with every instance added or removed."""
        return self.changes.turns

    def flag(self, node: SessionNode, formula: Formula, *, otherwise: bool) -> bool:
        """Return the expression's boolean at this node."""
        sums, self.evaluation.sums = self.evaluation.sums, None  # an answer may only be tried, which no sum knows of
        try:
            return self.evaluation.boolean(node, formula, otherwise=otherwise)
        finally:
            self.evaluation.sums = sums

    def text(self, node: SessionNode, text: ModelText) -> str:
        """Return a text in the interview's language, its outputs filled."""
        return self.evaluation.text(node, text)

    def media(self, text: ModelText) -> Mapping[str, str]:
        """Return a text's media in the interview's language."""
        return self.evaluation.media(text)

    def choices(self, node: QuestionNode) -> tuple[ChoiceItem, ...]:
        """Return the choices now on offer."""
        return offered(self.evaluation, node)

    def choice_label(self, node: QuestionNode, name: str) -> str:
        """Return the label of one of a select's choices; "" when it has none of that name."""
        return self.evaluation.choice_label(node, name)

    def place_of(self, node: QuestionNode, name: str) -> int | None:
        """Return where a choice stands in its list; None when it is not on offer."""
        return place_of(self.evaluation, node, name)


def _language(model: Model, language: str | None) -> str:
    form = model.form
    for wanted in (language, form.default_language):
        if wanted is not None and wanted in form.languages:
            return wanted
    return form.languages[0]
