"""Every text of a form that can be translated, under a key that stays the same while the form is worked on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from forms.definition.edit import replace_nodes
from forms.definition.elements import GENERATED, Choice, ChoiceList, Node
from forms.definition.form import Form
from forms.definition.text import EMPTY_TEXT, Text
from forms.errors import Place
from forms.xlsform.writing.elements import TEXTS

Change = Callable[[str, Text], Text]


def texts_of(form: Form) -> Iterator[tuple[str, Text, Place]]:
    """Yield (key, text, place) of every text, in the order of the sheets; empty ones too.

    A key is sheet, path and column: `survey/hh/age/label`, `choices/water/piped/label`; the second choice of a name in
    a list has `#2` behind its name.
    """
    for path, node in form.walk():
        if GENERATED not in node.extras:
            for column, field in TEXTS:
                if hasattr(node, field):
                    yield _survey_key(form, path, column), getattr(node, field), node.place
    for sheet, lists in _sheets(form).items():
        for listed in lists.values():
            for name, choice in _named(listed):
                yield f"{sheet}/{listed.name}/{name}/label", choice.label, choice.place


def _survey_key(form: Form, path: str, column: str) -> str:
    return f"survey/{path.removeprefix(f'/{form.root}/')}/{column}"


def _sheets(form: Form) -> Mapping[str, Mapping[str, ChoiceList]]:
    return {"choices": form.choice_lists, "external_choices": form.external_choices}


def _named(listed: ChoiceList) -> Iterator[tuple[str, Choice]]:
    """Yield (name unlike every other of the list, choice)."""
    counts: Counter[str] = Counter()
    for choice in listed.choices:
        counts[choice.name] += 1
        number = counts[choice.name]
        yield choice.name if number == 1 else f"{choice.name}#{number}", choice


def with_texts(form: Form, change: Change) -> Form:
    """Return the form with each text replaced by what `change(key, text)` returns."""

    def renewed(path: str, node: Node) -> Node:
        changed: dict[str, Any] = {}
        if GENERATED in node.extras:
            return node
        for column, field in TEXTS:
            old = getattr(node, field, None)
            if old is not None:
                new = change(_survey_key(form, path, column), old)
                if new is not old:
                    changed[field] = new
        return replace(node, **changed) if changed else node

    def listed(sheet: str, each: ChoiceList) -> ChoiceList:
        choices = tuple(
            replace(choice, label=change(f"{sheet}/{each.name}/{name}/label", choice.label))
            for name, choice in _named(each)
        )
        return replace(each, choices=choices)

    form = replace_nodes(form, renewed)
    lists = {
        sheet: {name: listed(sheet, each) for name, each in known.items()} for sheet, known in _sheets(form).items()
    }
    return replace(form, choice_lists=lists["choices"], external_choices=lists["external_choices"])


def with_language(text: Text, language: str, parts: tuple[Any, ...]) -> Text:
    """Return a text that also says `parts` in a language; an empty text stays empty."""
    if text is EMPTY_TEXT or not text.by_language:
        return text
    return Text({**text.by_language, language: parts}, text.media)
