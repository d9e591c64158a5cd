"""Open a finished submission for correction."""

from __future__ import annotations

from forms.errors import InstanceRefused
from forms.model.model import Model
from forms.session.core import Core
from forms.session.environment import SessionEnvironment
from forms.session.nodes import GroupNode, QuestionNode, RepeatRange, SessionNode
from forms.session.preload import literal_default
from forms.session.saved import reopen
from forms.submission import Submission


def edit(model: Model, submission: Submission, environment: SessionEnvironment) -> Core:
    """Put a submission's answers into a fresh instance with a new instanceID.

    One without an instanceID (other programs write such) is replaced by nothing that could be named.

    Raises:
        InstanceRefused: it is of another form.
    """
    if submission.form_id != model.form.form_id:
        raise InstanceRefused("instance-other-form", form=submission.form_id, wanted=model.form.form_id)
    core = Core(model, environment, None)
    core.deprecated_id = submission.instance or None
    core.settler.names_new = True
    answers = dict(submission.answers)
    _fill(core, core.root, f"/{model.form.root}", answers, _instances(submission))
    core.name_instance(core.new_instance_id())
    reopen(core)
    return core


def _instances(submission: Submission) -> dict[str, list[str]]:
    """Return the names of repeat instances in order, by the path of their range (names kept in the path)."""
    found: dict[str, dict[str, None]] = {}
    for path, _ in submission.answers:
        steps = path.split("/")
        for length in range(3, len(steps) + 1):
            name, colon, instance = steps[length - 1].rpartition(":")
            if colon:
                found.setdefault("/".join([*steps[: length - 1], name]), {})[instance] = None
    return {path: list(names) for path, names in found.items()}


def _fill(core: Core, group: GroupNode, path: str, answers: dict[str, str], instances: dict[str, list[str]]) -> None:
    _fill_attributes(group, path, answers)
    for child in group.children:
        inner = f"{path}/{child.model_node.name}"
        if isinstance(child, QuestionNode):
            _fill_attributes(child, inner, answers)
            # What is not listed was not relevant: it begins anew if it becomes so.
            given = answers.get(inner)
            child.answer = child.element.value = literal_default(child.question) if given is None else given
        elif isinstance(child, RepeatRange):
            for name in instances.get(inner, ()):
                _fill(core, core.tree.add(child, name=name), f"{inner}:{name}", answers, instances)
        else:
            _fill(core, child, inner, answers, instances)


def _fill_attributes(node: SessionNode, path: str, answers: dict[str, str]) -> None:
    for attribute in node.attributes:
        given = answers.get(f"{path}/{attribute.model_node.name}", attribute.question.default or "")
        attribute.answer = attribute.element.value = given
        attribute.show()
