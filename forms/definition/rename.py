"""Rename a question, group or repeat everywhere it is named: `${name}`, paths, triggers, texts, settings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from forms.definition.edit import replace_nodes
from forms.definition.elements import GENERATED, ChoiceSource, Group, Node, Question
from forms.definition.form import Form
from forms.definition.text import Expression
from forms.errors import FormsError, Place
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.tokens import Token, tokenize

_REFERENCE: Final = re.compile(r"(\$\{\s*(?:last-saved#)?\s*)([^{}$]*?)(\s*\})")
_OPENS_RELATIVE: Final = frozenset({".", ".."})
_BRINGS: Final = {"or_other": "_other", "repeat_count": "_count"}


def rename(form: Form, path: str, name: str) -> Form:
    """Return the form with the element at a path called `name`, in its rules and texts too.

    What the element brings along (the count of a repeat, the question that asks what "other" is) is renamed with it.
    Texts and rules change only where they name it.

    Raises:
        FormsError: `path-unknown`; `name-impossible`, it can be no element's name; `name-taken`, another element has
            it, so that `${name}` would mean both.
    """
    found = dict(form.walk())
    if path not in found:
        raise FormsError("path-unknown", path=path)
    if found[path].name == name:
        return form
    _check_name(name)
    renamed = {path: name, **_brought_along(form, path, name)}
    taken = {node.name for each, node in found.items() if each not in renamed}
    for each in renamed.values():
        if each in taken:
            raise FormsError("name-taken", name=each)
    return _Renaming(form, renamed).run()


def _check_name(name: str) -> None:
    try:
        tokens = tokenize(name)
    except XPathSyntaxError:
        tokens = []
    if len(tokens) != 2 or tokens[0].kind != "name" or tokens[0].value != name or "*" in name:
        raise FormsError("name-impossible", name=name)


def _brought_along(form: Form, path: str, name: str) -> dict[str, str]:
    """Return path -> new name of the questions that no row of the workbook wrote but this element's."""
    old = path.rpartition("/")[2]
    home = path.rpartition("/")[0]
    found = {}
    for each, node in form.questions():
        ending = _BRINGS.get(node.extras.get(GENERATED, ""))
        if ending and each == f"{home}/{old}{ending}":
            found[each] = f"{name}{ending}"
    return found


class _Renaming:
    """One renaming of elements, each given by its path."""

    def __init__(self, form: Form, renamed: Mapping[str, str]) -> None:
        self._form = form
        self._renamed = renamed
        counts = Counter(node.name for _, node in form.walk())
        self._paths = {node.name: path for path, node in form.walk() if counts[node.name] == 1}
        self._names = {old: new for path, new in renamed.items() if counts[old := path.rpartition("/")[2]] == 1}
        self._cues = tuple({path.rpartition("/")[2] for path in renamed})

    def run(self) -> Form:
        """Return the form with everything renamed."""
        form = replace_nodes(self._form, self._node)
        others = {
            field.name: self._value(getattr(form, field.name), f"/{form.root}")
            for field in fields(form)
            if field.name not in ("children", "root", "form_id", "languages", "default_language", "instances", "meta")
        }
        others["meta"] = tuple(self._node(f"/{form.root}/meta/{node.name}", node) for node in form.meta)
        if "instance_name" in form.settings:
            source = self.source(form.settings["instance_name"], f"/{form.root}")
            others["settings"] = {**others["settings"], "instance_name": source}
        others["beginnings"] = {self._path(path): text for path, text in form.beginnings.items()}
        return replace(form, **others)

    def _node(self, path: str, node: Node) -> Node:
        changed: dict[str, Any] = {}
        for field in fields(node):
            if field.name in ("children", "name", "kind", "place"):
                continue
            old = getattr(node, field.name)
            new = self._value(old, path)
            if field.name == "trigger":
                new = tuple(self._names.get(name, name) for name in new)
            if new is not old and new != old:
                changed[field.name] = new
        if path in self._renamed:
            changed["name"] = self._renamed[path]
        return replace(node, **changed) if changed else node

    def _value(self, value: Any, path: str) -> Any:
        """Return a value with every expression, reference and path in it renamed; the same one where there is none."""
        if isinstance(value, Expression):
            source = self.source(value.source, path)
            return value if source == value.source else replace(value, source=source)
        if isinstance(value, str):
            return self._references(self._path(value))
        if isinstance(value, tuple):
            made = tuple(self._value(item, path) for item in value)
            return value if made == value else made
        if isinstance(value, Mapping):
            mapped = {key: self._value(item, path) for key, item in value.items()}
            return value if mapped == value else mapped
        if isinstance(value, ChoiceSource) and value.filter is not None:
            source = self.source(value.filter.source, path, of_items=True)
            rest = self._fields(replace(value, filter=None), path)
            return replace(rest, filter=replace(value.filter, source=source))
        if is_dataclass(value) and not isinstance(value, Place | Group | Question):
            return self._fields(value, path)
        return value

    def _fields(self, value: Any, path: str) -> Any:
        changed = {}
        for field in fields(value):
            old = getattr(value, field.name)
            new = self._value(old, path)
            if new is not old and new != old and field.name not in ("name", "list_name", "kind"):
                changed[field.name] = new
        return replace(value, **changed) if changed else value

    def _path(self, text: str) -> str:
        """Return a text that is a path of this form with its steps renamed; any other text as it is."""
        if not text.startswith("/"):
            return text
        for path, name in self._renamed.items():
            if text == path or text.startswith((f"{path}/", f"{path}[")):
                return f"{path.rpartition('/')[0]}/{name}{text[len(path) :]}"
        return text

    def _references(self, text: str) -> str:
        if "${" not in text:
            return text
        return _REFERENCE.sub(lambda match: f"{match[1]}{self._names.get(match[2], match[2])}{match[3]}", text)

    def source(self, source: str, context: str, *, of_items: bool = False) -> str:
        """Return an expression with the elements renamed that it names, else as its author wrote it.

        Args:
            context: Path of the element whose rule it is.
            of_items: Relative paths count from an item of a list.
        """
        if not any(cue in source for cue in self._cues):
            return source
        try:
            tokens = tokenize(source)
        except XPathSyntaxError:
            return self._references(source)
        pieces, end = [], 0
        for token, new in _Follower(self, tokens, context, of_items=of_items).changes():
            start = token.offset
            length = len(token.value) + (3 if token.kind == "reference" else 2 if token.kind == "text" else 0)
            pieces += [source[end:start], new]
            end = start + length
        return "".join([*pieces, source[end:]])

    def changed(self, token: Token) -> str:
        """Return a reference or a literal renamed, as it is written; "" where it stays."""
        if token.kind == "reference":
            old = f"${{{token.value}}}"
            new = self._references(old)
        else:
            new = self._references(self._path(token.value))
            old = token.value
        if new == old:
            return ""
        return new if token.kind == "reference" else f'"{new}"' if "'" in new else f"'{new}'"

    def step(self, path: str | None) -> str:
        """Return the new name of what stands at a path; "" where it keeps its own."""
        return self._renamed.get(path, "") if path else ""

    def path_of(self, reference: str) -> str | None:
        """Return the path of the one element that a `${name}` means."""
        return self._paths.get(reference.strip())


class _Follower:
    """Follows the paths in an expression, to know which step means which element."""

    def __init__(self, renaming: _Renaming, tokens: list[Token], context: str, *, of_items: bool) -> None:
        self._renaming = renaming
        self._tokens = tokens
        self._context = context
        self._inside: list[str | None] = [None if of_items else context]
        self._resume: list[str | None] = []
        self._found: list[tuple[Token, str]] = []

    def changes(self) -> list[tuple[Token, str]]:
        """Return the tokens to rewrite, each with its new text, in order."""
        place = 0
        while self._tokens[place].kind != "end":
            place = self._next(place)
        return self._found

    def _next(self, place: int) -> int:
        """Follow what begins at a token and return where it ends."""
        token = self._tokens[place]
        if token.kind in ("reference", "text"):
            new = self._renaming.changed(token)
            if new:
                self._found.append((token, new))
            at = self._renaming.path_of(token.value) if token.kind == "reference" else None
            return self._steps(place + 1, at)
        if self._is(place, "["):
            self._inside.append(None)
            self._resume.append(None)
            return place + 1
        if self._is(place, "]"):
            if self._resume:
                self._inside.pop()
                return self._steps(place + 1, self._resume.pop())
            return place + 1
        if token.value == "current" and self._is(place + 1, "(") and self._is(place + 2, ")"):
            return self._steps(place + 3, self._context)
        if self._is(place, "//"):
            return self._steps(place + 2, None)
        if self._is(place, "/") and self._tokens[place + 1].kind in ("name", "symbol"):
            goes_on = place > 0 and self._tokens[place - 1].value in (")", "*")
            return max(self._steps(place, None if goes_on else ""), place + 1)
        if token.value in _OPENS_RELATIVE and token.kind == "symbol":
            return self._steps(place + 1, self._stepped(self._inside[-1], token.value))
        if token.kind == "name" and not self._is(place + 1, "(", "::"):
            return self._steps(place + 1, self._named(token, self._inside[-1]))
        if self._is(place, "@", "::"):
            return place + 2 if self._tokens[place + 1].kind == "name" else place + 1
        return place + 1

    def _steps(self, place: int, at: str | None) -> int:
        """Follow "/name" steps; a predicate remembers where they had come to."""
        while self._is(place, "/"):
            token = self._tokens[place + 1]
            if token.kind == "name" and not self._is(place + 2, "(", "::"):
                at = self._named(token, at)
            elif token.value in _OPENS_RELATIVE and token.kind == "symbol":
                at = self._stepped(at, token.value)
            else:
                return self._steps(place + 2, None) if token.value in ("*", "@") else place + 1
            place += 2
        if self._is(place, "["):
            self._inside.append(at)
            self._resume.append(at)
            return place + 1
        return place

    def _named(self, token: Token, at: str | None) -> str | None:
        if at is None:
            return None
        path = f"{at}/{token.value}"
        new = self._renaming.step(path)
        if new:
            self._found.append((token, new))
        return path

    def _stepped(self, at: str | None, step: str) -> str | None:
        return at if at is None or step == "." else at.rpartition("/")[0]

    def _is(self, place: int, *symbols: str) -> bool:
        if place >= len(self._tokens):
            return False
        token = self._tokens[place]
        return token.kind in ("symbol", "operator") and token.value in symbols
