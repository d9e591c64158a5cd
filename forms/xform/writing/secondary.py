"""The secondary instances: files beside the form, the last saved interview, choice lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from forms.definition.carried import carried
from forms.definition.elements import ChoiceList, Group, Node, Question
from forms.definition.form import Form
from forms.definition.parts import expressions_of
from forms.model.plan import ModelNode
from forms.xform.writing.markup import QUALIFIED, attributes, escaped
from forms.xform.writing.references import LAST_SAVED
from forms.xform.writing.shared import Shared
from forms.xform.writing.texts import content

LAST_SAVED_MARK = f"instance('{LAST_SAVED}')"
_PULLDATA = re.compile(r"pulldata\s*\(\s*(.*?),")
NOT_COLUMNS = frozenset({"itextId"})


def secondary(shared: Shared) -> str:
    """Return all secondary instances; of two that would have one id the first stays."""
    written: dict[str, str] = {}
    for name, source in _files(shared):
        if name not in shared.form.instances:
            written.setdefault(name, f"<instance{attributes({'id': name, 'src': source})}/>")
    for name, choices in shared.form.choice_lists.items():
        if name not in written and name not in shared.searched_lists:
            written[name] = _choice_list(choices, shared)
    for name, root in shared.form.instances.items():
        if name not in written:
            written[name] = f"<instance{attributes({'id': name})}>{root}</instance>"
    return "".join(written.values())


def instance_of_file(form: Form, file: str) -> str:
    """Return the id of the instance made from a file."""
    return next((external.instance for external in form.external if external.name == file), PurePath(file).stem)


def address_of_file(name: str) -> str:
    """Return where a file beside the form is: `jr://file-csv/x.csv`."""
    return f"jr://{'file-csv' if name.lower().endswith('.csv') else 'file'}/{name}"


def _files(shared: Shared) -> Iterator[tuple[str, str]]:
    """Yield (id, address) of every file the form reads."""
    form = shared.form
    last_saved = False
    for held in map(_element, shared.written):
        rules = [expression.source for _, expression in expressions_of(held)]
        for source in (*rules, *(text for _, text in carried(held.extras, "bind"))):
            if "pulldata(" in source:
                for name in _pulled(source):
                    yield name, address_of_file(f"{name}.csv")
            last_saved = last_saved or "${last-saved#" in source.replace(" ", "")
        if isinstance(held, Question) and held.choices is not None and held.choices.file is not None:
            name = held.choices.file
            yield instance_of_file(form, name), address_of_file(name)
    for external in form.external:
        if external.used_by in ("xml-external", "csv-external"):
            yield external.instance, address_of_file(external.name)
    if last_saved or _reads_last_saved(shared.root):
        yield LAST_SAVED, "jr://instance/last-saved"


def _reads_last_saved(root: ModelNode) -> bool:
    """Tell whether an expression names the instance of the last saved interview by its id, as an XForm does."""
    return any(
        LAST_SAVED_MARK in expression.source for node in root.walk() for _, expression in expressions_of(_element(node))
    )


def _element(node: ModelNode) -> Node:
    held = node.element
    assert isinstance(held, Question | Group)
    return held


def _pulled(source: str) -> Iterator[str]:
    for match in _PULLDATA.finditer(source):
        name = match[1].replace("'", "").replace('"', "").strip()
        if name:
            yield name


def _choice_list(choices: ChoiceList, shared: Shared) -> str:
    spoken = choices.name in shared.spoken_lists
    pieces = [f"<instance{attributes({'id': choices.name})}><root>"]
    known: dict[str, bool] = {}
    for number, choice in enumerate(choices.choices):
        pieces.append("<item>")
        if spoken:
            pieces.append(f"<itextId>{escaped(choices.name)}-{number}</itextId>")
        pieces.append(_cell("name", choice.name))
        if not spoken:
            label = next(iter(choice.label.by_language.values()), None)
            if label is not None:
                pieces.append(f"<label>{content(label, shared, None)}</label>")
        pieces += [_cell(column, text) for column, text in choice.columns.items() if _is_column(column, known, shared)]
        pieces.append("</item>")
    pieces.append("</root></instance>")
    return "".join(pieces)


def _cell(name: str, text: str) -> str:
    return f"<{name}>{escaped(text)}</{name}>" if text else f"<{name}/>"


def _is_column(heading: str, known: dict[str, bool], shared: Shared) -> bool:
    """Return whether a column's heading can be an element."""
    if heading not in known:
        match = QUALIFIED.fullmatch(heading)
        declared: Mapping[str, str] = shared.prefixes
        known[heading] = match is not None and heading not in NOT_COLUMNS and (not match[1] or match[1] in declared)
    return known[heading]
