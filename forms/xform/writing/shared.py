"""What all parts of the document share: the plan of the form, where expressions stand, and its languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from forms.definition.elements import Choice, ChoiceList, Control, Node, Question
from forms.definition.entity_elements import ALWAYS, with_entities
from forms.definition.entity_elements import NAMESPACE as ENTITIES
from forms.definition.form import Form
from forms.definition.kinds import PERSONAL_KINDS
from forms.definition.text import Expression, Text
from forms.model.outline import META, outline
from forms.model.plan import ModelNode
from forms.values import Sensitivity
from forms.xform.writing.markup import ADDRESS, PREFIX, QUALIFIED, element
from forms.xform.writing.references import NameMissing, References, Spot

DEFAULT = "default"  # language of texts for which a form names none
PREFIXES = {
    "": "http://www.w3.org/2002/xforms",
    "h": "http://www.w3.org/1999/xhtml",
    "ev": "http://www.w3.org/2001/xml-events",
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "odk": "http://www.opendatakit.org/xforms",
}
# What only this program says: who may read an answer. Others pass over it.
OWN_PREFIX, OWN_NAMESPACE = "groundup", "urn:groundup:xforms"
YES = frozenset({"yes", "true", "true()"})
INSTANCE_ID, INSTANCE_NAME = "instanceID", "instanceName"


class Shared:
    """One form while it is written.

    Attributes:
        form: The form.
        nodes: Every element in document order, the meta groups included; their attributes behind them all.
        root: The first of them.
        written: Every element that is part of the document, in its order.
        prefixes: prefix -> URI of every namespace that the document declares; "" for its own.
        language: Name of the language of texts that name none.
        spoken_lists: Names of the choice lists whose labels stand in the translations.
        searched_lists: Names of the lists that a search() reads, which stand in the questions themselves.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.nodes = _plan(form)
        self.root = self.nodes[0]
        self.written = tuple(node for node in self.root.walk() if is_written(node))
        self.references = References(self.nodes)
        self.language = (
            form.default_language if form.default_language and "default_language" in form.settings else DEFAULT
        )
        self.prefixes = PREFIXES | namespaces(form)
        self._attributes: dict[str, bool] = {}
        self.spoken_lists = frozenset(
            name for name, choices in form.choice_lists.items() if any(map(is_spoken, choices.choices))
        )
        self.searched_lists = frozenset(
            question.choices.list_name
            for _, question in form.questions()
            if question.choices is not None and question.choices.list_name is not None and is_searched(question)
        )

    def source(self, expression: Expression | None, spot: Spot | None) -> str | None:
        """Return an expression as it is written; None for none, and for one that names what is not there."""
        return None if expression is None else self.text(expression.source, spot)

    def text(self, source: str, spot: Spot | None) -> str | None:
        """Return the source of an expression as it is written; None where it names what is not there."""
        try:
            return self.references.written(source, spot)
        except NameMissing:
            return None

    def element(self, name: str, values: Mapping[str, str], content: str = "") -> str:
        """Return an element some of whose attributes an author named; what cannot be one is left out."""
        known = {key: text for key, text in values.items() if self.is_attribute(key)}
        return element(name, known, content)

    def is_attribute(self, name: str) -> bool:
        """Return whether a name can be an attribute's: well formed, and of a namespace that is declared."""
        known = self._attributes.get(name)
        if known is None:
            match = QUALIFIED.fullmatch(name)
            known = match is not None and (match[1] is None or match[1] in self.prefixes)
            self._attributes[name] = known
        return known

    def named(self, language: str) -> str:
        """Return the name of a language as the document says it."""
        return language or (DEFAULT if "" in self.form.languages else self.language)


def namespaces(form: Form) -> dict[str, str]:
    """Return prefix -> URI of the namespaces that this form needs besides those of all forms."""
    own = {
        prefix: uri
        for prefix, uri in form.namespaces.items()
        if prefix not in PREFIXES and PREFIX.fullmatch(prefix) and ADDRESS.fullmatch(uri)
    }
    if any(question.sensitivity is not usual_sensitivity(question) for _, question in form.questions()):
        own[OWN_PREFIX] = OWN_NAMESPACE
    return {"entities": ENTITIES, **own} if form.entities else own


def _plan(form: Form) -> tuple[ModelNode, ...]:
    """Return the plan of a form with its meta group as it is written: entity, audit, instanceID, instanceName."""
    meta: list[Node] = list(form.meta)
    if form.settings.get("omit_instanceid", "").lower() not in YES:
        preload = (form.settings.get("instance_id") or "uid", "")
        meta.append(
            Question(name=INSTANCE_ID, kind="calculate", control=Control.NONE, readonly=ALWAYS, preload=preload)
        )
    if form.instance_name is not None:
        meta.append(
            Question(name=INSTANCE_NAME, kind="calculate", control=Control.NONE, calculation=form.instance_name)
        )
    children = with_entities(form, tuple(meta))
    return outline(replace(form, children=children, meta=(), instance_name=None, entities=()))


def usual_sensitivity(question: Question) -> Sensitivity:
    """Return who may read answers of a question of this kind where nobody says otherwise."""
    return Sensitivity.PERSONAL if question.kind in PERSONAL_KINDS else Sensitivity.ORDINARY


def is_written(node: ModelNode) -> bool:
    """Return whether a node of the plan is part of the document: the plan always has an instanceID."""
    if node.parent is None or node.parent.name != META or node.parent.depth != 1:
        return node.name != META or node.depth != 1 or any(map(is_written, node.children))
    element = node.element
    return node.name != INSTANCE_ID or (isinstance(element, Question) and element.preload is not None)


def is_spoken(choice: Choice) -> bool:
    """Return whether a choice's label stands in the translations: in languages, with media, or with values in it."""
    label = choice.label
    if label.media:
        return True
    if not label.unmarked:
        return bool(label.by_language)
    return has_values(label)


def is_searched(question: Question) -> bool:
    """Return whether a select takes its choices from a file by the appearance search()."""
    return any("search(" in word for word in question.appearance)


def has_values(text: Text) -> bool:
    """Return whether a text shows values of the form."""
    return any(isinstance(part, Expression) for parts in text.by_language.values() for part in parts)


def items_of(shared: Shared, name: str | None) -> ChoiceList | None:
    """Return a choice list of the form by name."""
    return shared.form.choice_lists.get(name or "")
