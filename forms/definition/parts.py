"""Go through the parts of an element: its expressions and its texts."""

from __future__ import annotations

from collections.abc import Iterator

from forms.definition.elements import Node, Question, Repeat
from forms.definition.text import Expression, Text


def texts_of(node: Node) -> Iterator[tuple[str, Text]]:
    """Yield (role, text) of every text an element shows: "label", "hint", "guidance", and the messages."""
    yield "label", node.label
    yield "hint", node.hint
    yield "guidance", node.guidance
    if isinstance(node, Question):
        yield "required_message", node.required_message
        yield "constraint_message", node.constraint_message
        yield "no_app_message", node.no_app_message


def outputs_of(text: Text) -> Iterator[Expression]:
    """Yield every value shown inside a text, in all languages."""
    for parts in text.by_language.values():
        for part in parts:
            if isinstance(part, Expression):
                yield part


def expressions_of(node: Node) -> Iterator[tuple[str, Expression]]:
    """Yield (role, expression) of every rule of an element, outputs of its texts not included."""
    rules = [("relevant", node.relevant), ("readonly", node.readonly)]
    if isinstance(node, Question):
        rules += [
            ("required", node.required),
            ("constraint", node.constraint),
            ("calculation", node.calculation),
            ("default", node.default_expression),
        ]
        if node.choices is not None:
            rules += [("choice_filter", node.choices.filter), ("seed", node.choices.seed)]
        rules += [("action", action.value) for action in node.actions]
    if isinstance(node, Repeat):
        rules.append(("repeat_count", node.count))
    for attribute in node.attributes:
        rules += [("attribute", attribute.calculation), *(("action", action.value) for action in attribute.actions)]
    for role, expression in rules:
        if expression is not None:
            yield role, expression
