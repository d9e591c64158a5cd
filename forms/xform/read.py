"""Read an XForm into a definition: the instance gives the tree, binds the rules, the body the questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from forms.definition.elements import ChoiceList, Control, Group, Node, Question, Repeat
from forms.definition.findings import Findings
from forms.definition.form import Form
from forms.definition.kinds import KINDS, PERSONAL_KINDS
from forms.definition.text import EMPTY_TEXT, Expression
from forms.errors import NOWHERE, FormRefused, Place
from forms.values import DataType, Sensitivity
from forms.xform.choices import read_choices
from forms.xform.controls import Body, SetValue, Shown, read_actions, read_body
from forms.xform.instances import Secondary, read_secondary
from forms.xform.itext import Texts, read_itext
from forms.xform.safe import Node as Xml
from forms.xform.safe import attributes, kid, kids, local_name, parse_xml, place_of

STANDARD_PREFIXES = frozenset({"h", "jr", "orx", "odk", "ev", "xsd", "xf"})
META = "meta"
IDENTITY = frozenset({"instanceID", "instanceName", "deprecatedID"})
TYPES: Mapping[str, DataType] = {
    **{kind.value.lower(): kind for kind in DataType},
    "integer": DataType.INTEGER,
    "select": DataType.SELECT_MULTIPLE,
    "select1": DataType.STRING,
    "rank": DataType.RANK,
    "double": DataType.DECIMAL,
    "float": DataType.DECIMAL,
    "datetime": DataType.DATE_TIME,
}
KIND_OF_TYPE: Mapping[DataType, str] = {
    DataType.INTEGER: "integer",
    DataType.DECIMAL: "decimal",
    DataType.DATE: "date",
    DataType.TIME: "time",
    DataType.DATE_TIME: "dateTime",
    DataType.GEOPOINT: "geopoint",
    DataType.GEOTRACE: "geotrace",
    DataType.GEOSHAPE: "geoshape",
    DataType.BARCODE: "barcode",
}
KIND_OF_MEDIA = {kind.media_type: name for name, kind in KINDS.items() if kind.media_type}
SELECTS = {
    Control.SELECT_ONE: "select_one",
    Control.SELECT_MULTIPLE: "select_multiple",
    Control.RANK: "rank",
    Control.TRIGGER: "acknowledge",
    Control.RANGE: "range",
}


@dataclass(frozen=True, slots=True)
class Bind:
    """The attributes of one bind, without their namespaces, and where it stands."""

    values: Mapping[str, str]
    line: Place = NOWHERE

    def get(self, name: str) -> str:
        """Return an attribute, "" when it is missing."""
        return self.values.get(name, "")

    def expression(self, name: str) -> Expression | None:
        """Return an attribute as expression; what says the same as nothing gives None: blank, `readonly="false()"`."""
        source = self.get(name).strip()
        if not source or (source == "false()" and name != "relevant"):
            return None
        return Expression(source, replace(self.line, column=name))


NO_BIND = Bind({})


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
        self._binds = self._read_binds()
        self._actions: dict[str, list[SetValue]] = {}
        for action in self._body.actions:
            self._actions.setdefault(action.target, []).append(action)

    def read(self) -> Form:
        """Return the whole form."""
        meta: list[Question] = []
        instance_name = None
        children = []
        for node in self._children(self._root, self._root_path):
            if node.name == META and isinstance(node, Group) and not isinstance(node, Repeat):
                meta += [child for child in node.children if isinstance(child, Question) and child.name not in IDENTITY]
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
            settings=self._settings(),
            instance_name=instance_name,
            meta=tuple(meta),
            namespaces=named,
            instances=dict(self._secondary.others),
        )

    def _lists(self) -> dict[str, ChoiceList]:
        return dict(self._secondary.lists)

    def _settings(self) -> dict[str, str]:
        submission = kid(self._model, "submission")
        body = kid(self._document, "body")
        found = {
            "submission_url": submission.get("action") if submission is not None else None,
            "public_key": submission.get("base64RsaPublicKey") if submission is not None else None,
            "style": body.get("class") if body is not None else None,
        }
        return {name: text for name, text in found.items() if text}

    def _read_binds(self) -> dict[str, Bind]:
        binds: dict[str, Bind] = {}
        for node in kids(self._model, "bind"):
            path = node.get("nodeset") or node.get("ref") or ""
            if not path.startswith("/"):
                path = f"{self._root_path}/{path}"
            values = {key: text for key, text in attributes(node).items() if key != "nodeset"}
            earlier = binds.get(path)
            line = earlier.line if earlier else place_of(node)
            binds[path] = Bind({**earlier.values, **values} if earlier else values, line)
        return binds

    def _children(self, parent: Xml, path: str) -> list[Node]:
        """Return the elements below one of the instance, a repeated one once."""
        grouped: dict[str, list[Xml]] = {}
        for child in kids(parent):
            grouped.setdefault(local_name(child), []).append(child)
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
        return Group(
            name=local_name(node),
            label=shown.label if shown else EMPTY_TEXT,
            hint=shown.hint if shown else EMPTY_TEXT,
            relevant=bind.expression("relevant"),
            readonly=bind.expression("readonly"),
            appearance=shown.appearance if shown else (),
            place=place_of(shown.element if shown else node, path),
            children=tuple(self._children(node, path)),
        )

    def _repeat(self, nodes: list[Xml], template: Xml, path: str, shown: Shown) -> Repeat:
        group = self._group(template, path, shown)
        fixed = attributes(shown.element).get("noAddRemove", "")
        return Repeat(
            **{name: getattr(group, name) for name in Group.__dataclass_fields__ if name != "extras"},
            count=Expression(shown.count, place_of(shown.element, "jr:count")) if shown.count.strip() else None,
            initial=sum(not _is_template(node) for node in nodes),
            extras={"jr:noAddRemove": fixed} if fixed else {},
        )

    def _question(self, node: Xml, path: str, shown: Shown | None) -> Question:
        bind = self._binds.get(path, NO_BIND)
        data_type = TYPES.get(bind.get("type").rpartition(":")[2].lower(), DataType.STRING)
        preload = (bind.get("preload"), bind.get("preloadParams")) if bind.get("preload") else None
        control = shown.control if shown and shown.control else Control.NONE
        name = local_name(node)
        question = Question(
            kind="text",
            name=name,
            data_type=_stored_as(control, data_type),
            control=control,
            label=shown.label if shown else EMPTY_TEXT,
            hint=shown.hint if shown else EMPTY_TEXT,
            guidance=shown.guidance if shown else EMPTY_TEXT,
            relevant=bind.expression("relevant"),
            readonly=bind.expression("readonly"),
            required=bind.expression("required"),
            required_message=self._texts.message(bind.get("requiredMsg")),
            constraint=bind.expression("constraint"),
            constraint_message=self._texts.message(bind.get("constraintMsg")),
            calculation=bind.expression("calculate"),
            default=(node.text or "") or None,
            appearance=shown.appearance if shown else (),
            preload=preload,
            media_type=shown.element.get("mediatype") if shown else None,
            parameters=_parameters(shown),
            choices=read_choices(shown.element, name, self._secondary, self._texts) if shown else None,
            place=place_of(shown.element if shown else node, path),
        )
        question = replace(question, kind=_kind(question))
        if question.kind == "note":
            question = replace(question, control=Control.NOTE)
        if question.kind in PERSONAL_KINDS:
            question = replace(question, sensitivity=Sensitivity.PERSONAL)
        return self._with_actions(question, path)

    def _with_actions(self, question: Question, path: str) -> Question:
        """Return the question with the actions that write it: starting values and triggered calculations."""
        for action in self._actions.get(path, ()):
            value = _quoted(action.value) if action.literal else action.value.strip() or "''"
            if action.kind == "setgeopoint":
                question = replace(question, kind="start-geopoint")
            elif action.kind == "recordaudio":
                question = replace(question, kind="background-audio")
            elif "xforms-value-changed" in action.events and action.source:
                source = action.source.rpartition("/")[2]
                triggers = tuple(dict.fromkeys((*question.trigger, source)))
                question = replace(question, calculation=Expression(value, action.place), trigger=triggers)
            else:
                question = replace(question, default_expression=Expression(value, action.place))
        return question


def _is_template(node: Xml) -> bool:
    return "template" in attributes(node)


def _quoted(text: str) -> str:
    return f"'{text}'" if "'" not in text else f'"{text}"'


def _stored_as(control: Control, written: DataType) -> DataType:
    if control is Control.SELECT_MULTIPLE:
        return DataType.SELECT_MULTIPLE
    if control is Control.RANK:
        return DataType.RANK
    if control is Control.UPLOAD:
        return DataType.BINARY
    return written


def _parameters(shown: Shown | None) -> dict[str, str]:
    if shown is None:
        return {}
    wanted = ("start", "end", "step", "rows", "max-pixels", "quality")
    return {key: text for key, text in attributes(shown.element).items() if key in wanted}


def _kind(question: Question) -> str:
    """Return the XLSForm word for a question of an XForm."""
    if question.preload is not None:
        _, parameter = question.preload
        if parameter in KINDS:
            return parameter
    if question.control in SELECTS:
        kind = SELECTS[question.control]
        return f"{kind}_from_file" if question.choices and question.choices.file and kind != "rank" else kind
    if question.control is Control.UPLOAD:
        return KIND_OF_MEDIA.get(question.media_type or "", "file")
    if question.control is Control.NONE:
        return "calculate" if question.calculation else "hidden"
    if question.choices is not None:
        return "select_one_external"
    read_only = question.readonly is not None and question.readonly.source.strip() == "true()"
    if question.data_type is DataType.STRING and read_only and question.calculation is None:
        return "note"
    return KIND_OF_TYPE.get(question.data_type, "text")
