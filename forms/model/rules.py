"""Make the rules of a plan, link each to the nodes it reads, rank them, and name the cycles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forms.definition.actions import FIRST_LOAD, NEW_REPEAT, VALUE_CHANGED
from forms.errors import Finding, Severity
from forms.model.formula import Formula, ModelText
from forms.model.plan import Dependent, ModelAction, ModelNode, Rule, RuleKind
from forms.model.ranks import components, ranks, way_round
from forms.model.reads import Read, Reading, reads

PRODUCERS = frozenset({RuleKind.CALCULATE, RuleKind.ACTION, RuleKind.DEFAULT, RuleKind.CHOICES})


@dataclass(frozen=True, slots=True)
class _Draft:
    """A rule with what it reads (for its rank) and what wakes it."""

    rule: Rule
    reads: frozenset[Read]
    wakes: frozenset[Read]


def make_rules(nodes: tuple[ModelNode, ...], texts: Mapping[str, ModelText]) -> tuple[Rule, ...]:
    """Give every node its rules and dependents; return the rules by rising rank.

    Args:
        texts: Texts that expressions name by id.
    """
    drafts: list[_Draft] = []
    reading = Reading(nodes, texts)
    for node in nodes:
        for draft in _of_node(node, len(drafts), reading):
            drafts.append(draft)
            node.rules.append(draft.rule)
    for draft in drafts:
        _link(draft)
    _arrivals(nodes)
    _rank(drafts)
    return tuple(sorted((draft.rule for draft in drafts), key=lambda rule: (rule.rank, rule.index)))


def _of_node(node: ModelNode, number: int, reading: Reading) -> Iterator[_Draft]:
    """Yield the rules of one node, numbered from `number`."""
    is_triggered = any(action.watched and action.formula is node.calculation for action in node.actions)
    plain = [
        (RuleKind.COUNT, node.count),
        (RuleKind.RELEVANT, node.relevant),
        (RuleKind.CALCULATE, None if is_triggered else node.calculation),
    ]
    for kind, formula in plain:
        if formula is not None:
            found = reading.of(formula, node)
            rule = Rule(number, kind, node, formula)
            rule.is_of_instance = node.is_repeat and any(read.pivot is node for read in found)
            yield _Draft(rule, found, found)
            number += 1
    for action in node.actions:
        for draft in _of_action(action, node, number, reading):
            yield draft
            number += 1
    choices = node.choices
    if choices is not None and choices.nodeset is not None:
        found = reading.of(choices.nodeset, node)
        yield _Draft(Rule(number, RuleKind.CHOICES, node, choices.nodeset), found, found)
        number += 1
    faces: frozenset[Read] = frozenset().union(*(reading.of(formula, node) for formula in _faces(node)))
    if faces:
        yield _Draft(Rule(number, RuleKind.FACES, node, None), frozenset(), faces)


def _of_action(action: ModelAction, node: ModelNode, number: int, reading: Reading) -> Iterator[_Draft]:
    """Yield the rule for the events of an interview, and the rule for changes of other values."""
    found = frozenset() if action.formula is None else reading.of(action.formula, node)
    events = action.events - {VALUE_CHANGED}
    if action.repeat is not None:
        rule = Rule(number, RuleKind.ACTION, node, action.formula)
        read = Read.between(action.repeat, node)
        climb = read.node.depth - 1 - read.pivot.depth
        read.node.birth_dependents.append(Dependent(rule, climb, _places(read.pivot, node)))
        yield _Draft(rule, found, frozenset())
        number += 1
        events -= {NEW_REPEAT}
    if events:
        yield _Draft(Rule(number, RuleKind.DEFAULT, node, action.formula, events), found, frozenset())
        number += 1
    if action.watched:
        fired = frozenset(Read.between(watched, node) for watched in action.watched)
        yield _Draft(Rule(number, RuleKind.ACTION, node, action.formula), found | fired, fired)


def _faces(node: ModelNode) -> Iterator[Formula]:
    for formula in (node.readonly, node.required, node.constraint):
        if formula is not None:
            yield formula
    for text in node.texts.values():
        yield from text.formulas()
    if node.choices is not None:
        yield from node.choices.outputs


def _places(pivot: ModelNode, target: ModelNode) -> tuple[int, ...]:
    places: list[int] = []
    node = target
    while node is not pivot:
        places.append(node.position)
        if node.parent is None:
            raise AssertionError(f"{target.path} is not below {pivot.path}")
        node = node.parent
    return tuple(reversed(places))


def _link(draft: _Draft) -> None:
    """Enter the rule with every node that wakes it."""
    rule, target = draft.rule, draft.rule.target
    for read in draft.wakes:
        descend = _places(read.pivot, target)
        fans = len(target.repeats) > len(read.pivot.repeats)
        if not read.node.is_group:
            read.node.value_dependents.append(Dependent(rule, read.node.depth - read.pivot.depth, descend, fans))
        elif read.pivot.depth >= read.node.depth:
            if read.node.is_repeat:
                read.node.positional_dependents.append(Dependent(rule, 0, _places(read.node, target)))
        else:
            climb = read.node.depth - 1 - read.pivot.depth
            read.node.structure_dependents.append(Dependent(rule, climb, descend, fans))


def _arrivals(nodes: tuple[ModelNode, ...]) -> None:
    """Collect for each group and repeat the rules outside it that read something inside it."""
    found: dict[int, dict[tuple[int, int, tuple[int, ...]], Dependent]] = {}
    for node in nodes:
        base = node.depth if not node.is_group else node.depth - 1
        for dependent in (*node.value_dependents, *node.structure_dependents):
            if dependent.rule.kind is RuleKind.ACTION:
                continue
            pivot_depth = base - dependent.climb
            group = node.parent
            while group is not None and group.depth > pivot_depth:
                if group.repeats or not _is_below(dependent.rule.target, group):
                    climb = group.depth - 1 - pivot_depth
                    key = (dependent.rule.index, climb, dependent.descend)
                    outside = found.setdefault(group.index, {})
                    if key not in outside:
                        outside[key] = Dependent(dependent.rule, climb, dependent.descend, dependent.fans)
                group = group.parent
    for index, outside in found.items():
        nodes[index].arrival_dependents.extend(outside.values())


def _is_below(node: ModelNode, group: ModelNode) -> bool:
    above = node.parent
    while above is not None and above.depth >= group.depth:
        if above is group:
            return True
        above = above.parent
    return False


# ranks and cycles


def _writers(node: ModelNode, known: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    """Return the numbers of the rules that decide what an expression reads at a node."""
    if node.index not in known:
        above = () if node.parent is None else _above(node.parent, known)
        own = (
            rule.index
            for rule in node.rules
            if rule.kind in PRODUCERS or rule.kind in (RuleKind.RELEVANT, RuleKind.COUNT)
        )
        known[node.index] = (*above, *own)
    return known[node.index]


def _above(node: ModelNode, known: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    key = -1 - node.index
    if key not in known:
        above = () if node.parent is None else _above(node.parent, known)
        own = (rule.index for rule in node.rules if rule.kind in (RuleKind.RELEVANT, RuleKind.COUNT))
        known[key] = (*above, *own)
    return known[key]


def _graph(drafts: list[_Draft], *, local_only: bool) -> list[set[int]]:
    """Return for each rule the rules it reads; `local_only` leaves out what may be another row of a repeat."""
    known: dict[int, tuple[int, ...]] = {}
    graph: list[set[int]] = []
    for draft in drafts:
        found: set[int] = set()
        for read in draft.reads:
            if local_only and not read.is_local:
                continue
            found.update(_writers(read.node, known))
            if read.pivot is draft.rule.target and read.node is draft.rule.target:
                found.discard(draft.rule.index)  # its own value, as `once()` reads it
        if draft.rule.kind in PRODUCERS and all(read.is_local for read in draft.reads):
            found.discard(draft.rule.index)
        if draft.rule.kind is RuleKind.DEFAULT:
            # A starting value is given to what is relevant at the start, so that must be known before.
            found.update(each for each in _above(draft.rule.target, known) if each != draft.rule.index)
        if not local_only:
            found.update(_before(draft.rule))
        graph.append(found)
    return graph


def _before(rule: Rule) -> Iterator[int]:
    """Yield the rules of the same question that are settled first: actions in their order, starting values, then
    calculations, then what is written whenever an interview is opened (it beats them all)."""
    for other in rule.target.rules:
        if other is rule:
            continue
        if other.kind is rule.kind is RuleKind.DEFAULT or other.kind is rule.kind is RuleKind.ACTION:
            if _turn(other) < _turn(rule):
                yield other.index
        elif (rule.kind is RuleKind.CALCULATE and _begins(other)) or (
            other.kind is RuleKind.CALCULATE and rule.kind is RuleKind.DEFAULT and not _begins(rule)
        ):
            yield other.index


def _begins(rule: Rule) -> bool:
    """Tell whether a rule gives a starting value."""
    return rule.kind is RuleKind.DEFAULT and FIRST_LOAD in rule.events


def _turn(rule: Rule) -> tuple[bool, int]:
    return (rule.kind is RuleKind.DEFAULT and not _begins(rule), rule.index)


def _rank(drafts: list[_Draft]) -> None:
    graph = _graph(drafts, local_only=False)
    parts = components(graph)
    for number, rank in enumerate(ranks(graph, parts)):
        drafts[number].rule.rank = rank
    for part in parts:
        if len(part) > 1 or part[0] in graph[part[0]]:
            for number in part:
                drafts[number].rule.in_cycle = True


def cycles(nodes: Sequence[ModelNode], root: ModelNode) -> list[Finding]:
    """Return a finding for every set of questions that cannot be computed because each waits for the other."""
    if not any(rule.in_cycle for node in nodes for rule in node.rules):
        return []  # what waits for its own row waits for itself in any row
    drafts = [
        _Draft(rule, _reads_of(rule, root), frozenset())
        for rule in sorted((rule for node in nodes for rule in node.rules), key=lambda rule: rule.index)
    ]
    graph = _graph(drafts, local_only=True)
    findings = []
    for part in components(graph):
        if len(part) < 2 and part[0] not in graph[part[0]]:
            continue
        rules = [drafts[number].rule for number in sorted(part)]
        calculated = all(rule.kind in PRODUCERS for rule in rules)
        first = next((rule for rule in rules if rule.formula is not None), rules[0])
        place = first.formula.place if first.formula is not None else first.target.element.place
        way = [drafts[number].rule.target.name for number in way_round(graph, part)]
        names = " → ".join(name for place, name in enumerate(way) if place == 0 or name != way[place - 1])
        severity = Severity.ERROR if calculated else Severity.WARNING
        code = "cycle" if len({rule.target.name for rule in rules}) > 1 else "cycle-own"
        findings.append(Finding(code, severity, place, {"names": names, "name": first.target.name}))
    return findings


def _reads_of(rule: Rule, root: ModelNode) -> frozenset[Read]:
    if rule.formula is None or rule.kind is RuleKind.ACTION:
        return frozenset()  # a triggered calculation waits for a person, not for a value
    return reads(rule.formula.expr, rule.target, root)
