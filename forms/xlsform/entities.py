"""Read the entities sheet: what an interview adds to lists of entities, and where in the form each is declared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from forms.definition.elements import Group, Node, Question, Repeat
from forms.definition.entities import Entity
from forms.definition.findings import Findings
from forms.definition.text import Expression
from forms.xlsform.headings import Row, Table, Vocabulary
from forms.xlsform.scribe import REFERENCE, Scribe, is_name

ENTITIES = Vocabulary(
    frozenset({"list_name", "label", "entity_id", "create_if", "update_if"}),
    {"dataset": "list_name", "list": "list_name"},
)
RESERVED = "__"  # names of lists and of their properties may not begin so
Home = tuple[str, ...]  # names from the root down to a group or repeat; () is the root


@dataclass(frozen=True, slots=True)
class _Held:
    """A question that an entity names.

    Args:
        home: The group or repeat it stands in.
        scope: The repeat around it, itself part of `home`; () outside of repeats.
        saves: It fills a property.
    """

    home: Home
    scope: Home
    saves: bool


def read_entities(
    table: Table | None, scribe: Scribe, children: Sequence[Node], root: str, findings: Findings
) -> tuple[Entity, ...]:
    """Return the entities of a sheet, each with the group that declares it; notes rows that cannot work."""
    found: dict[str, Entity] = {}
    for row in table.rows() if table is not None else ():
        entity = _entity(row, scribe, findings)
        if entity is not None:
            found.setdefault(entity.list_name, entity)
    placed = _homes(found, children, findings)
    return tuple(
        replace(entity, group="/".join(["", root, *placed.get(entity.list_name, ())])) for entity in found.values()
    )


def _entity(row: Row, scribe: Scribe, findings: Findings) -> Entity | None:
    name = row.get("list_name")
    if not name:
        findings.error("entity-without-list", row.place("list_name"))
        return None
    if not is_name(name) or "." in name or name.startswith(RESERVED):
        findings.error("entity-list-name", row.place("list_name"), list=name)

    def rule(key: str) -> Expression | None:
        return scribe.expression(row.get(key), row.place(key))

    label = next((text for text, _ in row.spoken("label").values()), row.get("label"))
    entity = Entity(
        list_name=name,
        group="",
        label=scribe.expression(label, row.place("label")),
        entity_id=rule("entity_id"),
        create_if=rule("create_if"),
        update_if=rule("update_if"),
        place=row.place("list_name"),
    )
    if entity.entity_id is None and entity.label is None:
        findings.error("entity-without-label", row.place("label"), list=name)
    if entity.entity_id is None and entity.update_if is not None:
        findings.error("entity-without-id", row.place("update_if"), list=name)
    if entity.entity_id is not None and entity.create_if is not None and entity.update_if is None:
        findings.error("entity-without-update", row.place("create_if"), list=name)
    return entity


def _homes(entities: dict[str, Entity], children: Sequence[Node], findings: Findings) -> dict[str, Home]:
    """Return where each entity is declared, as pyxform decides it: as deep as what it names allows, one in a group."""
    named: dict[str, list[_Held]] = {name: [] for name in entities}
    readers: dict[str, list[str]] = {}
    for name, entity in entities.items():
        for read in _references(entity):
            readers.setdefault(read, []).append(name)
    filled: dict[tuple[str, str], Question] = {}  # list and property
    for question, home, scope in _questions(children, (), ()):
        if question.save_to:
            list_name = _list_of(question, entities)
            _check_property(question, filled, list_name, findings)
            if list_name in named:
                named[list_name].append(_Held(home, scope, saves=True))
            else:
                findings.error("save-to-nowhere", question.place, name=question.name, list=list_name)
        for name in readers.get(question.name, ()):
            named[name].append(_Held(home, scope, saves=False))
    wanted = {name: _wanted(held) for name, held in named.items()}
    if len(wanted) == 1 and all(scope == () for _, scope in wanted.values()):
        return {}
    taken: dict[Home, str] = {}
    for name, (home, scope) in wanted.items():
        while home in taken and len(home) > len(scope):
            home = home[:-1]
        if home in taken:
            findings.error("entity-crowded", entities[name].place, list=name, other=taken[home])
        taken.setdefault(home, name)
        wanted[name] = (home, scope)
    return {name: home for name, (home, _) in wanted.items()}


def _check_property(
    question: Question, filled: dict[tuple[str, str], Question], list_name: str, findings: Findings
) -> None:
    """Note a property that cannot be called so, or that another question fills already.

    Source: the ODK specification of entities; servers refuse the form otherwise.
    """
    called = (question.save_to or "").rpartition("#")[2]
    facts = {"name": question.name, "property": called}
    if not is_name(called) or called.lower() in ("name", "label") or called.startswith(RESERVED):
        findings.error("save-to-name", question.place, **facts)
    other = filled.setdefault((list_name, called), question)
    if other is not question:
        findings.error("save-to-twice", question.place, other=other.name, **facts)


def _references(entity: Entity) -> Iterator[str]:
    for rule in (entity.entity_id, entity.create_if, entity.update_if, entity.label):
        if rule is not None:
            yield from (match[2] for match in REFERENCE.finditer(rule.source) if not match[1])


def _questions(children: Iterable[Node], home: Home, scope: Home) -> Iterator[tuple[Question, Home, Home]]:
    for node in children:
        if isinstance(node, Question):
            yield node, home, scope
        elif isinstance(node, Group):
            inner = (*home, node.name)
            yield from _questions(node.children, inner, inner if isinstance(node, Repeat) else scope)


def _list_of(question: Question, entities: dict[str, Entity]) -> str:
    """Return the list whose property a question fills: the one it names, else the only one."""
    name, hash_, _ = (question.save_to or "").partition("#")
    if hash_:
        return name
    return next(iter(entities)) if len(entities) == 1 else ""


def _wanted(held: list[_Held]) -> tuple[Home, Home]:
    """Return the group in which an entity would stand, and the repeat it may not leave."""
    if not held:
        return (), ()
    scope = max((each.scope for each in held), key=len)
    inside = [each for each in held if each.scope == scope]
    saving = list(dict.fromkeys(each.home for each in held if each.saves))
    if not saving:
        return max((each.home for each in inside), key=len), scope
    common = saving[0]
    for home in saving[1:]:
        length = 0
        while length < min(len(common), len(home)) and common[length] == home[length]:
            length += 1
        common = common[:length]
    return (common if len(common) >= len(scope) else scope), scope
