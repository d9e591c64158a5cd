"""Judge one form scenario: open the form, do the steps, compare what is asserted."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from cases import Case, Verdict
from lxml import etree

from forms.errors import AnswerRefused, FormsError
from forms.model.build import build_model
from forms.model.model import Model
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview
from forms.session.nodes import QuestionNode, RepeatRange, SessionNode
from forms.session.replay import answer_text
from forms.submission import from_xml
from forms.values import DataType
from forms.xlsform.open import open_form

# What only engines with a position can do or answer; the format lets others pass over them.
POSITION_OPS = frozenset({"next", "prev", "go_to_start"})
POSITION_ASSERTS = frozenset({"at_end", "at_question", "current_ref", "event_type"})
UUID = re.compile(r"uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
RANDOM = re.compile(r"uuid:[0-9a-fA-F-]{36}")


class Mismatch(Exception):
    """Something asserted is not so."""


def judge(case: Case) -> Verdict:
    """Return None when every assertion holds, else the first that does not."""
    try:
        world = _World(case)
        for number, step in enumerate(case["steps"]):
            if "op" in step:
                world.do(step)
            else:
                _check(world, step, number)
    except Mismatch as miss:
        return str(miss)
    except FormsError as error:
        return f"{type(error).__name__} {error.code} {dict(error.facts)}"
    except Exception as error:  # noqa: BLE001  a case that breaks the engine is a failed case, not a failed run
        return f"{type(error).__name__}: {error}"
    return None


@dataclass(slots=True)
class _World:
    """The form and its interviews, by number."""

    case: Case
    model: Model | None = None
    interviews: dict[int, Interview] = field(default_factory=dict)
    why_not: str = ""

    def __post_init__(self) -> None:
        case = self.case
        files = _files(case)
        opened = open_form(case["form_xml"].encode("utf-8"), file_name="form.xml", files=files)
        if opened.form is None:
            self.why_not = ", ".join(finding.code for finding in opened.findings)
            return
        model = build_model(opened.form, files=files)
        missing = case.get("missing_resource") != "BLANK"
        broken = [
            finding.code
            for finding in (*opened.findings, *model.findings)
            if finding.severity.value in ("error", "fatal") and (missing or finding.code != "file-missing")
        ]
        self.why_not = ", ".join(broken)
        self.model = model
        if case.get("edit_instance_xml"):
            submission = from_xml(case["edit_instance_xml"].encode("utf-8"), repeats=_repeats(model))
            self.interviews[0] = Interview.edit(model, submission, environment=self.environment())
        else:
            self.interviews[0] = Interview.start(model, environment=self.environment())

    def environment(self) -> SessionEnvironment:
        case = self.case
        zone: tzinfo = ZoneInfo(case["timezone"]) if case.get("timezone") else UTC
        moment = datetime.fromisoformat(case["now"]) if case.get("now") else datetime.now(UTC)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        return SessionEnvironment(
            clock=lambda: moment,
            zone=zone,
            random=random.Random(),
            properties=case.get("preload_properties") or {},
        )

    def on(self, step: Case) -> Interview:
        if not self.interviews:
            raise Mismatch(f"the form does not load: {self.why_not}")
        return self.interviews[step.get("on", 0)]

    def do(self, step: Case) -> None:
        """Do one action; one that must be refused must be."""
        if step["op"] in POSITION_OPS:
            return
        try:
            self._do(step)
        except FormsError as error:
            if not step.get("expect_error"):
                raise Mismatch(f"{step['op']} {step.get('ref', '')}: {error.code}") from error
            return
        if step.get("expect_error"):
            raise Mismatch(f"{step['op']} {step.get('ref', '')} should be refused")

    def _do(self, step: Case) -> None:
        interview, op = self.on(step), step["op"]
        if op == "answer":
            _answer(interview, step)
        elif op == "add_repeat":
            interview.add_repeat(step["ref"])
        elif op == "remove_repeat":
            interview.remove_repeat(step["ref"])
        elif op == "set_language":
            interview.set_language(step["language"])
        elif op == "new_instance":
            self.interviews[step["as"]] = Interview.start(interview.model, environment=self.environment())
        elif op == "serialize_and_restore":
            self.interviews[step["as"]] = Interview.restore(
                interview.model, interview.save(), environment=self.environment()
            )
        elif op in ("edit", "restore"):
            data = interview.xml() if op == "edit" else step["instance_xml"].encode("utf-8")
            submission = from_xml(data, repeats=_repeats(interview.model))
            again = Interview.edit(interview.model, submission, environment=self.environment())
            self.interviews[step["as"]] = again
        else:
            raise Mismatch(f"unknown action {op}")


def _files(case: Case) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for url, resource in (case.get("external_secondary_instances") or {}).items():
        if resource is not None:
            files[url.rpartition("/")[2]] = resource["content"].encode("utf-8")
    return files


def _repeats(model: Model) -> list[str]:
    return [node.path for node in model.nodes if node.is_repeat]


def _answer(interview: Interview, step: Case) -> None:
    """Answer as the peer's typed interface takes values: what its type cannot keep leaves the question blank."""
    node = interview.question(step["ref"])
    text = answer_text(step["value"])
    if node.question.data_type is DataType.INTEGER and text and re.fullmatch(r"-?\d+\.\d+", text):
        text = str(int(float(text)))
    try:
        interview.answer(step["ref"], text)
    except AnswerRefused as refused:
        if not refused.code.startswith("answer-"):
            raise
        interview.answer(step["ref"], None)


# assertions


def _check(world: _World, step: Case, number: int) -> None:
    name = step["assert"]
    if name in POSITION_ASSERTS:
        return
    if name in ("loads", "load_error"):
        loads = not world.why_not
        holds = loads if name == "loads" else not loads
        holds = holds == (step.get("expect") is not False)
        found: object = world.why_not
    else:
        holds, found = _CHECKS[name](world, world.on(step), step)
    if bool(step.get("not")) == holds:
        wanted = step.get("expect", step.get("pattern"))
        raise Mismatch(f"step {number} {name} {step.get('ref', '')}: {found!r}, wanted {wanted!r}"[:400])


Found = tuple[bool, object]


def _node(interview: Interview, step: Case) -> SessionNode:
    return interview.node(step["ref"])


def _question(interview: Interview, step: Case) -> QuestionNode:
    return interview.question(step["ref"])


def _same(found: object, step: Case) -> Found:
    return found == step.get("expect"), found


def _value(world: _World, interview: Interview, step: Case) -> Found:
    return _same(_question(interview, step).value, step)


def _typed(world: _World, interview: Interview, step: Case) -> Found:
    text, kind, wanted = _question(interview, step).value, step["type"], step.get("expect")
    found: object
    if kind == "null" or wanted is None:
        return text == "", text
    if kind in ("int", "number"):
        found = float(text) if text else None
    elif kind == "boolean":
        found = text in ("true", "1", "OK")
    elif kind == "list":
        found = text.split()
    elif kind == "map":
        names = ("latitude", "longitude", "altitude", "accuracy")
        found = dict(zip(names, map(float, text.split()), strict=False))
        return all(found.get(key) == (number or 0) for key, number in wanted.items()), found  # type: ignore[attr-defined]
    else:
        found = text
    return found == wanted, found


def _close(world: _World, interview: Interview, step: Case) -> Found:
    text = _question(interview, step).value
    return bool(text) and abs(float(text) - float(step["expect"])) <= step["tolerance"], text


def _relevant(world: _World, interview: Interview, step: Case) -> Found:
    return _same(_node(interview, step).relevant, step)


def _readonly(world: _World, interview: Interview, step: Case) -> Found:
    return _same(_node(interview, step).readonly, step)


def _required(world: _World, interview: Interview, step: Case) -> Found:
    return _same(_question(interview, step).required, step)


def _exists(world: _World, interview: Interview, step: Case) -> Found:
    try:
        interview.node(step["ref"])
    except AnswerRefused:
        return _same(False, step)
    return _same(True, step)


def _validity(world: _World, interview: Interview, step: Case) -> Found:
    return _same(_question(interview, step).validity.kind, step)


def _message(kind: str | None) -> Callable[[_World, Interview, Case], Found]:
    def check(world: _World, interview: Interview, step: Case) -> Found:
        validity = _question(interview, step).validity
        violated = validity.kind != "ok" and kind in (None, validity.kind)
        found = validity.message if violated and validity.message else None
        return _same(found, step)

    return check


def _no_message(world: _World, interview: Interview, step: Case) -> Found:
    validity = _question(interview, step).validity
    return validity.kind == step["expect"] and not validity.message, (validity.kind, validity.message)


def _form_valid(world: _World, interview: Interview, step: Case) -> Found:
    return _same(not interview.validate(), step)


def _first_violation(part: str) -> Callable[[_World, Interview, Case], Found]:
    def check(world: _World, interview: Interview, step: Case) -> Found:
        found = interview.validate()
        blank = "ok" if part == "kind" else None
        return _same((getattr(found[0], part) or None) if found else blank, step)

    return check


def _choices(interview: Interview, step: Case) -> list[dict[str, str]]:
    return [{"value": item.name, "label": item.label} for item in _question(interview, step).choices]


def _choices_contain(world: _World, interview: Interview, step: Case) -> Found:
    found = _choices(interview, step)
    places = []
    for wanted in step["expect"]:
        wanted = {"value": wanted} if isinstance(wanted, str) else wanted
        place = next(
            (
                place
                for place, item in enumerate(found)
                if item["value"] == str(wanted["value"]) and wanted.get("label") in (None, item["label"])
            ),
            None,
        )
        if place is None:
            return False, found
        places.append(place)
    return not step.get("ordered") or places == sorted(places), found


def _choice_at(world: _World, interview: Interview, step: Case) -> Found:
    found = _choices(interview, step)
    item = found[step["index"]] if step["index"] < len(found) else {}
    return _same(item.get(step["field"]), step)


def _labels(world: _World, interview: Interview, step: Case) -> Found:
    return _same([item["label"] for item in _choices(interview, step)], step)


def _selected_labels(world: _World, interview: Interview, step: Case) -> Found:
    node = _question(interview, step)
    return _same([item.label for item in node.choices if item.name in node.selected], step)


def _repeat_count(world: _World, interview: Interview, step: Case) -> Found:
    node = _node(interview, step)
    return _same(len(node.instances) if isinstance(node, RepeatRange) else -1, step)


def _can_change(world: _World, interview: Interview, step: Case) -> Found:
    node = _node(interview, step)
    return _same(isinstance(node, RepeatRange) and node.can_add, step)


def _appearance(world: _World, interview: Interview, step: Case) -> Found:
    return _same(step["name"] in _node(interview, step).appearance, step)


def _appearances(world: _World, interview: Interview, step: Case) -> Found:
    wanted = step.get("name") or step["expect"]
    names = [wanted] if isinstance(wanted, str) else wanted
    return set(names) <= set(_node(interview, step).appearance), _node(interview, step).appearance


def _form_class(world: _World, interview: Interview, step: Case) -> Found:
    return _same(step["name"] in interview.form.settings.get("style", "").split(), step)


def _instance_id(world: _World, interview: Interview, step: Case) -> Found:
    found = interview.instance_id
    if step["expect"] == "computed":
        return UUID.fullmatch(found) is not None, found
    return found != world.interviews[step["source"]].instance_id, found


def _deprecated_id(world: _World, interview: Interview, step: Case) -> Found:
    found = interview.deprecated_id
    return found == world.interviews[step.get("source", 0)].instance_id, found


def _instance_xml(world: _World, interview: Interview, step: Case) -> Found:
    found, wanted = interview.xml(), step["expect"]
    return _shape(found, wanted) == _shape(wanted.encode("utf-8"), wanted), found.decode()


def _ready(world: _World, interview: Interview, step: Case) -> Found:
    return _same(not interview.validate(), step)


def _shape(document: bytes, wanted: str) -> Any:
    """Return a document without what is ours to choose: prefixes, blanks between elements, identifiers, meta's place.

    Where the form has no meta group, ours (OpenRosa wants one) is left out of the comparison.
    """
    root = etree.fromstring(document)
    for meta in root.xpath("*[local-name() = 'meta']"):
        root.remove(meta)
        if "meta>" in wanted:
            root.append(meta)
    for identifier in root.xpath("//*[local-name() = 'instanceID' or local-name() = 'deprecatedID']"):
        identifier.text = "uuid"
    return _element(root)


def _element(element: etree._Element) -> Any:
    children = [_element(child) for child in element if isinstance(child.tag, str)]
    text = RANDOM.sub("uuid", element.text or "") if not children else ""
    attributes = {etree.QName(name).localname: value for name, value in element.attrib.items()}
    return etree.QName(element).localname, dict(sorted(attributes.items())), text.strip(), children


def _text_of(face: str) -> Callable[[_World, Interview, Case], Found]:
    def check(world: _World, interview: Interview, step: Case) -> Found:
        return _same(getattr(_node(interview, step), face) or None, step)

    return check


def _attribute(world: _World, interview: Interview, step: Case) -> Found:
    found = {each.model_node.name: each.value for each in _node(interview, step).attributes}
    return _same(found.get(f"@{step['name']}"), step)


_CHECKS: dict[str, Callable[[_World, Interview, Case], Found]] = {
    "value": _value,
    "typed_value": _typed,
    "acknowledged": lambda world, interview, step: _same(_question(interview, step).value == "OK", step),
    "value_close_to": _close,
    "value_starts_with": lambda world, interview, step: (
        _question(interview, step).value.startswith(step["expect"]),
        _question(interview, step).value,
    ),
    "value_matches": lambda world, interview, step: (
        re.search(step["pattern"], _question(interview, step).value) is not None,
        _question(interview, step).value,
    ),
    "attribute": _attribute,
    "exists": _exists,
    "relevant": _relevant,
    "required": _required,
    "readonly": _readonly,
    "validity": _validity,
    "constraint_message": _message("constraint"),
    "required_message": _message("required"),
    "validity_message": _message(None),
    "validity_without_own_message": _no_message,
    "form_valid": _form_valid,
    "form_validity": _first_violation("kind"),
    "form_validity_ref": _first_violation("ref"),
    "form_validity_message": _first_violation("message"),
    "choices_empty": lambda world, interview, step: _same(not _choices(interview, step), step),
    "choices_count": lambda world, interview, step: _same(len(_choices(interview, step)), step),
    "choices_contain": _choices_contain,
    "choice_at": _choice_at,
    "choice_labels": _labels,
    "selected_labels": _selected_labels,
    "has_choices": lambda world, interview, step: _same(bool(_choices(interview, step)), step),
    "label": _text_of("label"),
    "hint": _text_of("hint"),
    "repeat_count": _repeat_count,
    "can_add_or_remove_repeat": _can_change,
    "appearance": _appearance,
    "appearances_include": _appearances,
    "instance_xml": _instance_xml,
    "submission_xml": _instance_xml,
    "submission_ready": _ready,
    "meta_instance_id": _instance_id,
    "meta_deprecated_id": _deprecated_id,
    "form_class": _form_class,
}
