"""Read an XForm into a definition: the instance gives the tree, binds the rules, the body the questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from forms.definition.actions import Attribute
from forms.definition.elements import ChoiceList, ChoiceSource, Control, Group, Node, Question, Repeat
from forms.definition.findings import Findings
from forms.definition.form import Form
from forms.definition.kinds import KINDS, PERSONAL_KINDS
from forms.definition.text import EMPTY_TEXT, Expression, Text
from forms.errors import NOWHERE, FormRefused, Place
from forms.values import DataType, Sensitivity
from forms.xform.choices import read_choices
from forms.xform.controls import Body, Shown, read_actions, read_body
from forms.xform.events import beginnings, by_target, read_attributes, with_actions
from forms.xform.instances import Secondary, read_secondary
from forms.xform.itext import Texts, asks_for_text, read_itext
from forms.xform.safe import Node as Xml
from forms.xform.safe import attributes, kid, kids, local_name, parse_xml, place_of

STANDARD_PREFIXES = frozenset({"h", "jr", "orx", "odk", "ev", "xsd", "xf"})
META = "meta"
IDENTITY = frozenset({"instanceID", "instanceName", "deprecatedID"})
SUBMISSION_METHODS = frozenset({"", "post", "form-data-post"})
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
        return Expression(source, Place(row=self.line.row, column=name))


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
                meta += [child for child in node.children if child.name not in IDENTITY]
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
            attributes=self._attributes(self._root, self._root_path),
            texts=self._texts_by_id(),
            beginnings=beginnings(self._root, self._root_path, self._repeats),
        )

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

    def _settings(self) -> dict[str, str]:
        submission = kid(self._model, "submission")
        body = kid(self._document, "body")
        method = "" if submission is None else (submission.get("method") or "").strip()
        if submission is not None and method not in SUBMISSION_METHODS:
            self._findings.error("xform-submission-method", place_of(submission), method=method[:100])
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
            attributes=self._attributes(node, path),
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
        data_type = _stored_as(control, data_type)
        choices = read_choices(shown.element, name, self._secondary, self._texts) if shown else None
        media_type = shown.element.get("mediatype") if shown else None
        kind = _kind(bind, control, data_type, choices, media_type)
        question = Question(
            kind=kind,
            name=name,
            data_type=data_type,
            control=Control.NOTE if kind == "note" else control,
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
            media_type=media_type,
            parameters=_parameters(shown),
            choices=choices,
            attributes=self._attributes(node, path),
            place=place_of(shown.element if shown else node, path),
            sensitivity=Sensitivity.PERSONAL if kind in PERSONAL_KINDS else Sensitivity.ORDINARY,
        )
        actions = self._actions.get(path)
        if not actions:
            return question
        in_repeat = any(path.startswith(f"{repeat}/") for repeat in self._repeats)
        return with_actions(question, actions, self._names, in_repeat=in_repeat)


def _is_template(node: Xml) -> bool:
    return any(str(key).rpartition("}")[2] == "template" for key in node.keys())  # noqa: SIM118 (no dict)


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


def _kind(
    bind: Bind, control: Control, data_type: DataType, choices: ChoiceSource | None, media_type: str | None
) -> str:
    """Return the XLSForm word for a question of an XForm."""
    if bind.get("preload") and bind.get("preloadParams") in KINDS:
        return bind.get("preloadParams")
    if control in SELECTS:
        kind = SELECTS[control]
        return f"{kind}_from_file" if choices and choices.file and kind != "rank" else kind
    if control is Control.UPLOAD:
        return KIND_OF_MEDIA.get(media_type or "", "file")
    calculation = bind.expression("calculate")
    if control is Control.NONE:
        return "calculate" if calculation else "hidden"
    if choices is not None:
        return "select_one_external"
    if data_type is DataType.STRING and bind.get("readonly").strip() == "true()" and calculation is None:
        return "note"
    return KIND_OF_TYPE.get(data_type, "text")
