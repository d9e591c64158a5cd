"""Ids of questions and choices that survive rename, move and a workbook's round trip, over the versions of one form.

A *thing* of a form is a text: the path of a question, group or repeat (`/data/hh/age`), or a choice as list, tabulator,
name (`water\tpiped`). Two things of two versions are the same when they have the same id. An id is kept, in this order:
because a person decided so, because the file carries it (column `groundup_id`), because the same path was there
before, because the same name was and only moved, because a group holds what another group held. What is left is new.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from forms.definition.edit import replace_nodes
from forms.definition.elements import Choice, ChoiceList, Group, Node, Question, Repeat
from forms.definition.form import Form

COLUMN: Final = "groundup_id"  # heading of the column that carries ids, on the survey and on the choices sheet
NEW: Final = ""  # decision: this thing is the same as nothing before
_WRITTEN: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}+")
_ID_LENGTH: Final = 12  # characters of base 32: 60 bits, so that two of a million ids are the same once in two million

Decisions = Mapping[tuple[str, str], str]
"""(key of a version, thing) -> id of what it is the same as; `NEW`: of nothing."""


class Reason(Enum):
    """Why a thing has its id."""

    DECIDED = "decided"
    WRITTEN = "written"
    PLACE = "place"
    MOVED = "moved"
    CONTENT = "content"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a form; `key` is unlike that of any other version (id of its record, or digest of its file)."""

    key: str
    form: Form


@dataclass(frozen=True, slots=True)
class Identified:
    """A version with the ids of its things.

    Args:
        ids: Thing -> id, in document order, choices after elements. No id stands twice.
        reasons: Thing -> why.
        clashes: Things whose written id another thing of this version has; they got another one.
    """

    key: str
    form: Form
    ids: Mapping[str, str]
    reasons: Mapping[str, Reason]
    clashes: tuple[str, ...] = ()

    @property
    def things(self) -> Mapping[str, str]:
        """Id -> thing; made anew at each call."""
        return {id_: thing for thing, id_ in self.ids.items()}


def choice_thing(list_name: str, choice: str) -> str:
    """Return the thing that a choice is."""
    return f"{list_name}\t{choice}"


def is_choice(thing: str) -> bool:
    """Say whether a thing is a choice, not an element."""
    return not thing.startswith("/")


def elements_of(form: Form) -> Mapping[str, Node]:
    """Return path -> element in document order; of two at one path the first."""
    found: dict[str, Node] = {}
    for path, node in form.walk():
        found.setdefault(path, node)
    return found


def choices_of(form: Form) -> Mapping[str, Choice]:
    """Return thing -> choice of every list of the workbook; of two with one name the first."""
    found: dict[str, Choice] = {}
    for listed in (*form.choice_lists.values(), *form.external_choices.values()):
        for choice in listed.choices:
            found.setdefault(choice_thing(listed.name, choice.name), choice)
    return found


def identify(versions: Sequence[Version], decisions: Decisions | None = None) -> tuple[Identified, ...]:
    """Return the versions with their ids, which depend on the versions before and on nothing else.

    Args:
        versions: Of one form, the oldest first.
        decisions: What people decided; about things that are not there they say nothing.
    """
    result: list[Identified] = []
    for version in versions:
        result.append(_Naming(version, result, decisions or {}).run())
    return tuple(result)


def with_ids(identified: Identified) -> Form:
    """Return the form with its ids in it, so that edits and a saved workbook carry them (column `groundup_id`)."""
    ids = identified.ids

    def named(path: str, node: Node) -> Node:
        return replace(node, extras={**node.extras, COLUMN: ids[path]}) if path in ids else node

    def listed(each: ChoiceList) -> ChoiceList:
        taken: set[str] = set()
        choices = []
        for choice in each.choices:
            thing = choice_thing(each.name, choice.name)
            if thing not in taken:  # a twin has no id of its own
                choice = replace(choice, columns={**choice.columns, COLUMN: ids[thing]})
            taken.add(thing)
            choices.append(choice)
        return replace(each, choices=tuple(choices))

    return replace(
        replace_nodes(identified.form, named),
        choice_lists={name: listed(each) for name, each in identified.form.choice_lists.items()},
        external_choices={name: listed(each) for name, each in identified.form.external_choices.items()},
    )


@dataclass(slots=True)
class _Naming:
    """Gives the things of one version their ids, the surest reasons first."""

    version: Version
    before: Sequence[Identified]
    decisions: Decisions
    ids: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    former: list[tuple[Identified, Mapping[str, Node]]] = field(default_factory=list)  # the newest version first

    def run(self) -> Identified:
        form = self.version.form
        elements, choices = elements_of(form), choices_of(form)
        self.former = [(older, elements_of(older.form)) for older in reversed(self.before)]
        self._known([*elements, *choices], {**_written(elements), **_written(choices)})
        self._by_place(elements)
        self._by_name(elements)
        self._by_content(elements)
        self._fresh(list(elements))
        self._choices(choices)
        self._fresh(list(choices))
        order = (*elements, *choices)
        return Identified(
            self.version.key,
            form,
            {thing: self.ids[thing] for thing in order},
            {thing: self.reasons[thing] for thing in order},
            tuple(self.clashes),
        )

    def _give(self, thing: str, id_: str, reason: Reason) -> bool:
        """Give an id that is not taken to a thing that has none; say whether it did."""
        if thing in self.ids or id_ in self.taken:
            return False
        self.ids[thing], self.reasons[thing] = id_, reason
        self.taken.add(id_)
        return True

    def _known(self, things: Sequence[str], written: Mapping[str, str]) -> None:
        """Give what people decided, then what the file says."""
        known = {id_ for older in self.before for id_ in older.ids.values()}
        for thing in things:
            decided = self.decisions.get((self.version.key, thing))
            if decided == NEW:
                self._give(thing, new_id(self.version.key, thing), Reason.DECIDED)
            elif decided in known:
                self._give(thing, decided, Reason.DECIDED)
        for thing, id_ in self._owners_first(written):
            if thing not in self.ids and not self._give(thing, id_, Reason.WRITTEN):
                self.clashes.append(thing)

    def _owners_first(self, written: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return what the file says; of a row and its copy, the one that stands where the id stood comes first."""
        twice = {id_ for id_, count in Counter(written.values()).items() if count > 1}
        if not twice:
            return list(written.items())
        stood: dict[str, str] = {}
        for older, _ in reversed(self.former):
            stood |= {id_: _place(thing, older.form) for thing, id_ in older.ids.items() if id_ in twice}
        return sorted(
            written.items(),
            key=lambda each: each[1] in twice and stood.get(each[1]) != _place(each[0], self.version.form),
        )

    def _by_place(self, elements: Mapping[str, Node]) -> None:
        """Find what stands where it stood, whatever the root is called."""
        for path, node in elements.items():
            place = path.removeprefix(f"/{self.version.form.root}")
            for older, there in self.former:
                before = f"/{older.form.root}{place}"
                if before in there:
                    if _class_of(there[before]) is _class_of(node):
                        self._give(path, older.ids[before], Reason.PLACE)
                    break

    def _by_name(self, elements: Mapping[str, Node]) -> None:
        """Find what moved: a name that stands once in both versions, of the same family, inside as many repeats.

        A question that left its repeat is asked once, not once for each: whether it is the same, a person decides.
        """
        deep = _depths(elements)
        left = _by_last_step(path for path in elements if path not in self.ids)
        for older, there in self.former:
            gone = _by_last_step(path for path in there if older.ids[path] not in self.taken)
            was = _depths(there)
            for name, paths in left.items():
                known = gone.get(name, [])
                if len(paths) != 1 or len(known) != 1 or deep[paths[0]] != was[known[0]]:
                    continue
                if _is_alike(there[known[0]], elements[paths[0]]):
                    self._give(paths[0], older.ids[known[0]], Reason.MOVED)

    def _by_content(self, elements: Mapping[str, Node]) -> None:
        """A group that has no id is the old group that most of its children stood in, where that one is gone."""
        if not self.former:
            return
        older, there = self.former[0]
        place_of = older.things
        for path, node in elements.items():
            if path in self.ids or not isinstance(node, Group):
                continue
            ids = (self.ids.get(f"{path}/{child.name}", "") for child in node.children)
            parents = Counter(place_of[id_].rpartition("/")[0] for id_ in ids if id_ in place_of)
            if parents:
                parent, count = parents.most_common(1)[0]
                alike = parent in there and _is_alike(there[parent], node)
                if alike and 2 * count > len(node.children):
                    self._give(path, older.ids[parent], Reason.CONTENT)

    def _choices(self, choices: Mapping[str, Choice]) -> None:
        """A choice is the one of the same name, in the same list or in the list that the same question had before.

        Not where its words are those that another choice had: then the codes were given anew.
        """
        former = _former_lists(self.version.form, self.ids, self.before)
        known = [(older, choices_of(older.form)) for older in reversed(self.before)]
        words = [_said(there) for _, there in known]
        for thing, choice in choices.items():
            list_name, _, name = thing.partition("\t")
            renamed = choice_thing(former.get(list_name, ""), name)
            for (older, there), said in zip(known, words, strict=True):
                before = thing if thing in there else renamed
                if before in there:
                    if not _is_recoded(before, choice, there[before], said):
                        self._give(thing, older.ids[before], Reason.PLACE if before == thing else Reason.MOVED)
                    break

    def _fresh(self, things: Sequence[str]) -> None:
        for thing in things:
            number = 0
            while thing not in self.ids:
                self._give(thing, new_id(self.version.key, thing, number), Reason.NEW)
                number += 1


def new_id(key: str, thing: str, number: int = 0) -> str:
    """Return the id of a thing that is first seen in a version: the same wherever it is worked out."""
    digest = hashlib.sha256(f"groundup-id\n{key}\n{thing}\n{number}".encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest).decode("ascii")[:_ID_LENGTH].lower()


def _written(things: Mapping[str, Node] | Mapping[str, Choice]) -> dict[str, str]:
    """Return thing -> id for what the file gives one that could be an id."""
    carried = {
        thing: (each.columns if isinstance(each, Choice) else each.extras).get(COLUMN, "").strip()
        for thing, each in things.items()
    }
    return {thing: id_ for thing, id_ in carried.items() if _WRITTEN.fullmatch(id_)}


def _place(thing: str, form: Form) -> str:
    """Return where a thing stands, whatever the root is called."""
    return thing.removeprefix(f"/{form.root}")


def _by_last_step(paths: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(path.rpartition("/")[2], []).append(path)
    return found


def _depths(elements: Mapping[str, Node]) -> dict[str, int]:
    """Return path -> number of repeats around it."""
    found: dict[str, int] = {}
    for path in elements:
        around = path.rpartition("/")[0]
        found[path] = found.get(around, 0) + isinstance(elements.get(around), Repeat)
    return found


def _class_of(node: Node) -> type[Node]:
    return Repeat if isinstance(node, Repeat) else Group if isinstance(node, Group) else Question


def family_of(question: Question) -> str:
    """Return what answers of a question are like: two questions of one family can share a column."""
    if question.control.value in ("select1", "select", "rank", "trigger", "upload"):
        return question.control.value
    return {"int": "number", "decimal": "number"}.get(question.data_type.value, question.data_type.value)


def _is_alike(older: Node, newer: Node) -> bool:
    if isinstance(older, Question) and isinstance(newer, Question):
        return family_of(older) == family_of(newer)
    return _class_of(older) is _class_of(newer)


def _said(choices: Mapping[str, Choice]) -> dict[tuple[str, str, str], set[str]]:
    """Return (list, language, words) -> the choices that say so."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for thing, choice in choices.items():
        for language, words in choice.label.by_language.items():
            found.setdefault((thing.partition("\t")[0], language, str(words).casefold()), set()).add(thing)
    return found


def _is_recoded(before: str, newer: Choice, older: Choice, said: Mapping[tuple[str, str, str], set[str]]) -> bool:
    """Say whether a code has other words now, and those of another choice, in every language both versions have.

    1 was yes and is no: answers under such a code do not belong together, unless a person says so.
    """
    shared = newer.label.by_language.keys() & older.label.by_language.keys()
    if not shared:
        return False
    for language in shared:
        words = str(newer.label.by_language[language]).casefold()
        others = said.get((before.partition("\t")[0], language, words), set())
        if before in others or not others:
            return False
    return True


def _former_lists(form: Form, ids: Mapping[str, str], before: Sequence[Identified]) -> Mapping[str, str]:
    """Return list of this version -> the list that the same question had in the version before, where that is gone."""
    if not before:
        return {}
    older = before[-1]
    lists = _list_of(older.form)
    had = {older.ids[path]: name for path, name in lists.items()}
    result: dict[str, str] = {}
    for path, name in _list_of(form).items():
        known = had.get(ids[path])
        if known is not None and known != name and known not in form.choice_lists:
            result.setdefault(name, known)
    return result


def _list_of(form: Form) -> dict[str, str]:
    listed = ((path, question.choices) for path, question in form.questions())
    return {path: source.list_name for path, source in listed if source is not None and source.list_name}
