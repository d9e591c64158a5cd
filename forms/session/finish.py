"""Make the submission: what is relevant, in document order, repeats by name."""

from __future__ import annotations

from collections.abc import Mapping

from forms.session.core import META, Core
from forms.session.nodes import GroupNode, QuestionNode, RepeatInstance, RepeatRange, SessionNode
from forms.submission import Submission
from forms.xpath.scope import PREFIXES

# They stand in fields of their own in a submission.
_FIELDS = ("instanceID", "deprecatedID")


def instance_submission(core: Core) -> Submission:
    """Return the submission as the instance stands now."""
    form = core.model.form
    answers: list[tuple[str, str]] = []
    _collect(core.root, f"/{form.root}", answers)
    meta = f"/{form.root}/{META}"
    fields = {f"{meta}/{name}" for name in _FIELDS} | {meta}
    return Submission(
        form_id=form.form_id,
        form_version=form.version,
        instance=core.instance_id,
        answers=tuple(answer for answer in answers if answer[0] not in fields),
        deprecated=core.deprecated_id,
        namespaces=_namespaces(form.namespaces, answers),
    )


def _namespaces(own: Mapping[str, str], answers: list[tuple[str, str]]) -> dict[str, str]:
    """Return the namespaces of a form, and those of well-known prefixes that its attributes bear."""
    named = (path.rpartition("/@")[2] for path, _ in answers if "/@" in path)
    prefixes = {name.partition(":")[0] for name in named if ":" in name}
    return {**{prefix: PREFIXES[prefix] for prefix in sorted(prefixes & set(PREFIXES))}, **own}


def _collect(group: GroupNode, path: str, answers: list[tuple[str, str]]) -> None:
    before = len(answers)
    for child in group.children:
        if not child.relevant:
            continue
        if isinstance(child, QuestionNode):
            answers.append((f"{path}/{child.model_node.name}", child.element.value))
            answers += _attributes(child, f"{path}/{child.model_node.name}")
        elif isinstance(child, RepeatRange):
            for instance in child.instances:
                if instance.relevant:
                    _collect(instance, f"{path}/{child.model_node.name}:{instance_name(instance)}", answers)
        else:
            _collect(child, f"{path}/{child.model_node.name}", answers)
    if len(answers) == before:
        answers.append((path, ""))
    answers += _attributes(group, path)


def _attributes(node: SessionNode, path: str) -> list[tuple[str, str]]:
    return [(f"{path}/{each.model_node.name}", each.element.value) for each in node.attributes]


def path_of(node: SessionNode) -> str:
    """Return where a node's answer stands in submissions: `/data/hh:2/age` for `/data/hh[2]/age`."""
    steps: list[str] = []
    walk: SessionNode | None = node
    while walk is not None:
        name = walk.model_node.name
        steps.append(f"{name}:{instance_name(walk)}" if isinstance(walk, RepeatInstance) else name)
        walk = walk.parent
    return "/" + "/".join(reversed(steps))


def instance_name(instance: RepeatInstance) -> str:
    """Return the name an instance has in submissions: given once, else its place."""
    return instance.name or str(instance.index)
