"""Save an interview as a draft and reopen it exactly: hidden answers, values drawn once, names, language."""

from __future__ import annotations

import msgspec

from forms.definition.actions import LOAD
from forms.errors import InstanceRefused
from forms.model.model import Model
from forms.session.core import Core
from forms.session.environment import SessionEnvironment
from forms.session.nodes import GroupNode, QuestionNode, RepeatRange, SessionNode

# Grows when the layout of a draft changes; every older layout stays readable.
DRAFT_VERSION = 1


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """A saved interview.

    Attributes:
        answers: Reference -> kept text, blanks left out.
        ranges: Reference of a range -> names of its instances in order ("" for one that no submission has named).
    """

    version: int
    form_id: str
    form_version: str
    instance: str
    language: str
    answers: dict[str, str]
    ranges: dict[str, list[str]]
    deprecated: str | None = None


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Draft)


def save(core: Core) -> bytes:
    """Return the draft as UTF-8 JSON."""
    form = core.model.form
    answers: dict[str, str] = {}
    ranges: dict[str, list[str]] = {}
    for node in core.tree.everything():
        if isinstance(node, QuestionNode):
            if node.answer:
                answers[node.ref] = node.answer
        elif isinstance(node, RepeatRange):
            ranges[node.ref] = [instance.name or "" for instance in node.instances]
    return _ENCODER.encode(
        Draft(
            DRAFT_VERSION,
            form.form_id,
            form.version,
            core.instance_id,
            core.language,
            answers,
            ranges,
            core.deprecated_id,
        )
    )


def restore(model: Model, data: bytes, environment: SessionEnvironment) -> Core:
    """Reopen a draft; what the form no longer has is left behind.

    Raises:
        InstanceRefused: the bytes are no draft, of a newer layout, or of another form.
    """
    try:
        draft = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InstanceRefused("draft-unreadable") from error
    if draft.version > DRAFT_VERSION:
        raise InstanceRefused("draft-newer", version=draft.version)
    if draft.form_id != model.form.form_id:
        raise InstanceRefused("instance-other-form", form=draft.form_id, wanted=model.form.form_id)
    core = Core(model, environment, draft.language)
    core.deprecated_id = draft.deprecated
    core.settler.names_new = draft.deprecated is not None
    _fill(core, core.root, draft)
    core.name_instance(draft.instance)
    reopen(core, keeps_blanks=True)
    return core


def _fill(core: Core, group: GroupNode, draft: Draft) -> None:
    _fill_attributes(group, draft)
    for child in group.children:
        if isinstance(child, QuestionNode):
            child.answer = child.element.value = draft.answers.get(child.ref, "")
            _fill_attributes(child, draft)
        elif isinstance(child, RepeatRange):
            for name in draft.ranges.get(child.ref, ()):
                _fill(core, core.tree.add(child, name=name or None), draft)
        else:
            _fill(core, child, draft)


def _fill_attributes(node: SessionNode, draft: Draft) -> None:
    for attribute in node.attributes:
        attribute.answer = attribute.element.value = draft.answers.get(attribute.ref, "")
        attribute.show()


def reopen(core: Core, *, keeps_blanks: bool = False) -> None:
    """Settle an instance whose answers were put in as they were kept; nobody is told."""
    settler = core.settler
    settler.keeps_blanks = keeps_blanks
    settler.begin(core.root, event=LOAD)
    settler.keeps_drawn = True
    settler.settle()
    settler.keeps_drawn = False
    core.changes.forget()
    settler.fires = True
