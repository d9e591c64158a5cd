"""Read an XForm into a definition: the instance gives the tree, binds the rules, the body the questions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from forms.definition.actions import Attribute
from forms.definition.elements import ChoiceList, Group, Node, Question, Repeat
from forms.definition.entities import Entity
from forms.definition.entity_elements import NAMESPACE as ENTITIES
from forms.definition.findings import Findings
from forms.definition.form import Form
from forms.definition.text import EMPTY_TEXT, Expression, Text
from forms.errors import FormRefused
from forms.xform.binds import NO_BIND, RULES, read_binds
from forms.xform.checks import check_document
from forms.xform.choices import read_choices
from forms.xform.controls import Body, Shown, read_actions, read_body
from forms.xform.entities import entity_of, without_entities
from forms.xform.events import beginnings, by_target, read_attributes, with_actions
from forms.xform.instances import Secondary, read_secondary
from forms.xform.itext import Texts, asks_for_text, read_itext
from forms.xform.kinds import control_extras
from forms.xform.order import first_shown, in_body_order
from forms.xform.questions import read_question, read_tags
from forms.xform.safe import Node as Xml
from forms.xform.safe import attributes, kid, kids, local_name, parse_xml, place_of
from forms.xform.settings import read_settings

STANDARD_PREFIXES = frozenset({"h", "jr", "orx", "odk", "ev", "xsd", "xf", "groundup"})
META = "meta"
IN_SETTINGS = frozenset({"odk:prefix", "odk:delimiter"})
IDENTITY = frozenset({"instanceID", "instanceName", "deprecatedID"})


def read_xform(data: bytes, *, findings: Findings) -> Form:
    """Return the form in an XForm.

    Raises:
        FormRefused: `xml-…`, it is no XForm, or XML that no form needs.
    """
    document = parse_xml(data)
    model = _model(document)
    instances = kids(model, "instance")
    root = next((child for instance in instances[:1] for child in kids(instance)), None)
    if root is None:
        raise FormRefused("xml-no-instance")
    check_document(document, model, root, findings)
    return _Reader(document, model, root, findings).read()


def _model(document: Xml) -> Xml:
    if local_name(document) != "html":
        raise FormRefused("xml-no-form", root=local_name(document)[:100])
    model = kid(kid(document, "head"), "model")
    if model is None:
        raise FormRefused("xml-no-instance")
    return model


class _Reader:
    """Holds what is known of the document while its tree is built."""

    def __init__(self, document: Xml, model: Xml, root: Xml, findings: Findings) -> None:
        self._document = document
        self._model = model
        self._root = root
        self._findings = findings
        self._root_path = "/" + local_name(root)
        self._texts: Texts = read_itext(model)
        self._secondary: Secondary = read_secondary(kids(model, "instance")[1:], self._texts)
        self._body: Body = read_body(kid(document, "body"), self._texts, self._root_path)
        read_actions(model, self._root_path, "", self._body)
        self._binds = read_binds(model, self._root_path)
        self._first = first_shown(self._body)
        self._entities: list[Entity] = []
        self._osm: dict[str, ChoiceList] = {}
        named = {bind.get("id"): path for path, bind in self._binds.items() if bind.get("id")}
        self._actions = by_target(self._body.actions, named, findings)
        self._repeats = frozenset(path for path, shown in self._body.shown.items() if shown.is_repeat)
        self._names = Counter(local_name(node) for node in root.iterdescendants() if not _is_template(node))

    def read(self) -> Form:
        """Return the whole form."""
        meta: list[Node] = []
        instance_name = None
        children = []
        for node in self._children(self._root, self._root_path):
            if node.name == META and isinstance(node, Group) and not isinstance(node, Repeat):
                meta += self._meta(node)
                instance_name = next(
                    (
                        child.calculation
                        for child in node.children
                        if isinstance(child, Question) and child.name == "instanceName"
                    ),
                    None,
                )
                continue
            children.append(node)
        for label, place in self._body.flattened:
            self._findings.warning("xform-group-flattened", place, label=" ".join(label.split())[:80])
        title = kid(kid(self._document, "head"), "title")
        form_id = self._root.get("id") or (self._root.nsmap.get(None) or "") or local_name(self._root)
        named = {prefix: uri for prefix, uri in self._root.nsmap.items() if prefix and prefix not in STANDARD_PREFIXES}
        return Form(
            form_id=form_id,
            version=self._root.get("version") or attributes(self._root).get("version", ""),
            title=(title.text or "").strip() if title is not None else form_id,
            root=local_name(self._root),
            default_language=self._texts.default,
            languages=self._texts.languages or ("",),
            children=tuple(children),
            choice_lists=self._lists(),
            external=tuple(self._secondary.files.values()),
            settings=read_settings(self._document, self._model, self._root, self._texts, self._findings),
            instance_name=instance_name,
            meta=tuple(meta),
            namespaces={prefix: uri for prefix, uri in named.items() if not (self._entities and uri == ENTITIES)},
            instances=dict(self._secondary.others),
            attributes=tuple(
                each for each in self._attributes(self._root, self._root_path) if each.name not in IN_SETTINGS
            ),
            entities=tuple(self._entities),
            osm=self._osm,
            texts=self._texts_by_id(),
            beginnings=beginnings(self._root, self._root_path, self._repeats),
        )

    def _meta(self, group: Group) -> list[Node]:
        """Return what stands in the meta group of the root besides the form's identity and an entity."""
        rest = []
        for child in group.children:
            entity = entity_of(child, self._root_path)
            if entity is not None:
                self._entities.append(entity)
            elif child.name not in IDENTITY:
                rest.append(child)
        return rest

    def _texts_by_id(self) -> dict[str, Text]:
        """Return the texts by id, where expressions ask for one that is not known before they run."""
        if not self._texts.words:
            return {}
        written = (item for node in self._document.iter() for item in node.attrib.items())
        if not any(asks_for_text(str(name), str(text)) for name, text in written):
            return {}
        return {text_id: self._texts.find(text_id) for text_id in self._texts.words}

    def _attributes(self, node: Xml, path: str) -> tuple[Attribute, ...]:
        if not node.attrib:
            return ()
        return read_attributes(node, path, self._binds, self._actions)

    def _lists(self) -> dict[str, ChoiceList]:
        return dict(self._secondary.lists)

    def _children(self, parent: Xml, path: str) -> list[Node]:
        """Return the elements below one of the instance, a repeated one once."""
        grouped: dict[str, list[Xml]] = {}
        for child in kids(parent):
            grouped.setdefault(local_name(child), []).append(child)
        if len(grouped) > 1:
            grouped = in_body_order(grouped, path, self._first)
        return [self._element(nodes, f"{path}/{name}") for name, nodes in grouped.items()]

    def _element(self, nodes: list[Xml], path: str) -> Node:
        template = next((node for node in nodes if _is_template(node)), nodes[0])
        shown = self._body.shown.get(path)
        if shown is not None and shown.is_repeat:
            return self._repeat(nodes, template, path, shown)
        if kids(template):
            return self._group(template, path, shown)
        return self._question(template, path, shown)

    def _group(self, node: Xml, path: str, shown: Shown | None) -> Group:
        bind = self._binds.get(path, NO_BIND)
        extras = bind.extras(RULES)
        if shown is not None:
            extras |= control_extras("", shown)
        children = without_entities(tuple(self._children(node, path)), path, self._entities)
        return Group(
            name=local_name(node),
            label=shown.label if shown else EMPTY_TEXT,
            hint=shown.hint if shown else EMPTY_TEXT,
            relevant=bind.expression("relevant"),
            readonly=bind.expression("readonly"),
            appearance=shown.appearance if shown else (),
            extras=extras,
            attributes=self._attributes(node, path),
            place=place_of(shown.element if shown else node, path),
            children=children,
        )

    def _repeat(self, nodes: list[Xml], template: Xml, path: str, shown: Shown) -> Repeat:
        group = self._group(template, path, shown)
        fixed = attributes(shown.element).get("noAddRemove", "")
        if not group.attributes:  # a template need not have them
            own = next((found for node in nodes if (found := self._attributes(node, path))), ())
            group = replace(group, attributes=own)
        return Repeat(
            **{name: getattr(group, name) for name in Group.__dataclass_fields__ if name != "extras"},
            count=Expression(shown.count, place_of(shown.element, "jr:count")) if shown.count.strip() else None,
            initial=sum(not _is_template(node) for node in nodes),
            extras={**group.extras, **({"jr:noAddRemove": fixed} if fixed else {})},
        )

    def _question(self, node: Xml, path: str, shown: Shown | None) -> Question:
        bind = self._binds.get(path, NO_BIND)
        choices = read_choices(shown.element, local_name(node), self._secondary, self._texts) if shown else None
        question = read_question(
            node,
            shown,
            bind,
            choices,
            self._texts,
            attributes=self._attributes(node, path),
            place=place_of(shown.element if shown else node, path),
        )
        tags = read_tags(shown, question.name, self._texts)
        if tags is not None:
            self._osm[tags.name] = tags
            question = replace(question, extras={**question.extras, "osm": tags.name})
        actions = self._actions.get(path)
        if not actions:
            return question
        in_repeat = any(path.startswith(f"{repeat}/") for repeat in self._repeats)
        return with_actions(question, actions, self._names, in_repeat=in_repeat)


def _is_template(node: Xml) -> bool:
    return any(str(key).rpartition("}")[2] == "template" for key in node.keys())  # noqa: SIM118 (no dict)
