"""Settle an instance after a change: each affected rule once, by rank."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from math import isfinite

from forms.definition.actions import FIRST_LOAD, LOAD, NEW_REPEAT
from forms.errors import FormsError
from forms.model.formula import Formula
from forms.model.plan import Dependent, Rule, RuleKind
from forms.session.answers import cast_result
from forms.session.collect import Changes
from forms.session.evaluation import Evaluation
from forms.session.nodes import AttributeNode, GroupNode, QuestionNode, RepeatInstance, RepeatRange, SessionNode
from forms.session.offer import available
from forms.session.preload import starting_value
from forms.session.targets import descend, pivot_of
from forms.session.tree import InstanceTree

Places = tuple[int, ...]
# A rule waiting for its turn at a node, or at all nodes that the places lead to from it. Its key is a whole number
# that sorts by rank, then by age of the node: bits of rank, serial, rule and way, from the highest.
Task = tuple[Rule, SessionNode, Places | None]
_SERIAL, _RULE = 40, 20  # where these bits begin
# What waits while the group around it is hidden; nobody can see its result before the group is shown.
_DEFERRED = frozenset({RuleKind.RELEVANT, RuleKind.CALCULATE, RuleKind.CHOICES, RuleKind.COUNT})

# A rule that reads what it writes (through another row of a repeat, or wrongly) is settled again until nothing
# changes, but never more often than this in one action.
MOST_ROUNDS = 1000
# More instances are not made by an expression: a typing error must not fill the memory.
MOST_INSTANCES = 2000
MOST_ALL_INSTANCES = 20_000  # of all repeats together, those inside each other included


class Settler:
    """The queue of rules to settle and what settling does.

    Attributes:
        rounds: Rules settled since the start, for measuring.
        fires: Whether a change of value fires the calculations it triggers (not while starting values are given).
        names_new: Whether new repeat instances get a random name, because a submission has named the others.
        keeps_drawn: Whether values that cannot be worked out again are kept: drawn once, or written over by a person
            (a draft or a submission is being reopened).
        keeps_blanks: Whether that goes for blanks too: a draft tells them all, a submission not those of hidden parts.
    """

    def __init__(self, tree: InstanceTree, evaluation: Evaluation, changes: Changes) -> None:
        self._tree = tree
        self._beginnings = evaluation.model.form.beginnings
        self._evaluation = evaluation
        self._changes = changes
        self._heap: list[int] = []
        self._tasks: dict[int, Task] = {}
        self._orders = {rule.index: rule.rank << 72 | rule.index << _RULE for rule in evaluation.model.rules}
        self._ways: dict[Places, int] = {}
        self._again: dict[int, int] = {}
        self._running = -1
        self._asleep: dict[int, dict[int, Task]] = {}  # serial of a hidden node -> what waits for it to be shown
        self._tallies = evaluation.tallies
        self._removed = False  # whether an instance went since everything was settled last
        self._within: SessionNode | None = None  # the hidden group that is worked out as if it were shown
        self._rebuilt: dict[int, RepeatRange] = {}  # ranges in it that were given other instances meanwhile
        self._unborn: set[int] = set()  # serials of counted ranges that the form begins with and that had no instance
        self.rounds = 0
        self.fires = False
        self.keeps_drawn = False
        self.keeps_blanks = False
        self.names_new = False

    # what a caller changes

    def write(self, node: QuestionNode, text: str) -> None:
        """Keep an answer and queue what reads it."""
        node.answer = text
        self._show(node, available(self._evaluation, node, text) if text else "")

    def add(self, range_: RepeatRange, *, event: str = NEW_REPEAT) -> RepeatInstance:
        """Add an instance at the end of a range and give its questions their starting values.

        Args:
            event: FIRST_LOAD for an instance that the form begins with.
        """
        instance = self._tree.add(range_, name=self._new_name())
        self.begin(instance, event=event)
        self._tallies.touch(instance)
        self._structure(range_, len(range_.instances))
        if event == NEW_REPEAT and range_.model_node.birth_dependents and range_.parent is not None:
            self._queue(range_.model_node.birth_dependents, range_.parent, fires=True)
        self.first_instances(instance, event=event)
        return instance

    def first_instances(self, group: GroupNode, *, event: str) -> None:
        """Add the instances that every uncounted repeat below starts with: one in an XLSForm.

        A repeat that stands right in a new instance of another one starts with none: pyxform's template of the outer
        one holds no instance of it, and both JavaRosa and ODK Web Forms make none.
        """
        beginnings = self._beginnings if event == FIRST_LOAD else {}
        for child in group.children:
            if isinstance(child, RepeatRange):
                if event == NEW_REPEAT and isinstance(group, RepeatInstance):
                    continue
                if beginnings.get(f"{child.ref}[1]") is not None:
                    while f"{child.ref}[{len(child.instances) + 1}]" in beginnings:
                        self.add(child, event=event)
                elif child.is_counted:
                    if event == FIRST_LOAD:
                        self._unborn.add(child.serial)
                elif not _stands_in(child, beginnings):
                    while len(child.instances) < child.repeat.initial:
                        self.add(child, event=event)
            elif isinstance(child, GroupNode):
                self.first_instances(child, event=event)

    def _new_name(self) -> str | None:
        """Return a name for an instance that is added after a submission has named the others, else None."""
        return f"r{self._evaluation.hexadecimal()}" if self.names_new else None

    def remove(self, instance: RepeatInstance) -> None:
        """Remove an instance and queue what counted on it."""
        self._removed = True
        place = self._tree.remove(instance)
        self._tallies.forget(instance)
        self._structure(instance.range, place)

    def begin(self, group: GroupNode, *, event: str) -> None:
        """Queue every rule of a new group and of all below it.

        Args:
            event: FIRST_LOAD and NEW_REPEAT give starting values; LOAD: the answers were put in as they were kept.
        """
        self._enqueue_all(group, event)
        for node in group.walk():
            self._enqueue_all(node, event)

    def _enqueue_all(self, node: SessionNode, event: str) -> None:
        if event != LOAD and isinstance(node, QuestionNode):
            self._start(node, event)
        for rule in node.model_node.rules:
            if rule.kind is RuleKind.COUNT:
                if isinstance(node, RepeatRange):
                    self._push(rule, node)
            elif rule.kind is RuleKind.DEFAULT:
                if event in rule.events or (event == FIRST_LOAD and LOAD in rule.events):
                    self._push(rule, node)
            elif rule.kind not in (RuleKind.ACTION, RuleKind.FACES):
                self._push(rule, node)
        for attribute in node.attributes:
            self._enqueue_all(attribute, event)

    def _start(self, node: QuestionNode, event: str) -> None:
        """Give a new question the text it begins with."""
        given = self._beginnings.get(node.ref) if event == FIRST_LOAD and self._beginnings else None
        text = starting_value(node, self._evaluation, given=given)
        if text:
            node.answer = node.element.value = text
            if isinstance(node, AttributeNode):
                node.show()

    # the queue

    def _push(self, rule: Rule, node: SessionNode, places: Places | None = None) -> None:
        """Queue a rule at a node, or at all nodes that `places` lead to from it."""
        key = self._orders[rule.index] | node.serial << _SERIAL
        if places is not None:
            key |= self._ways.setdefault(places, len(self._ways) + 1)
        # What a rule writes is no news to itself (`once()` reads the value it keeps).
        if key not in self._tasks and key != self._running:
            self._tasks[key] = (rule, node, places)
            heapq.heappush(self._heap, key)

    def speak(self) -> None:
        """Queue every calculation whose words are in the interview's language."""
        for node in self._tree.everything():
            for rule in node.model_node.rules:
                if rule.kind is RuleKind.CALCULATE and rule.formula is not None and rule.formula.speaks:
                    self._push(rule, node)

    def _queue(self, dependents: Iterable[Dependent], changed: SessionNode, *, fires: bool) -> None:
        """Queue the rules that read a node; those at many nodes are looked up when their turn comes, once for all."""
        singles = self._tree.singles
        for dependent in dependents:
            rule = dependent.rule
            if rule.kind is RuleKind.ACTION and not fires:
                continue
            if rule.is_single:
                self._enqueue(rule, singles[rule.target.index])
                continue
            pivot = pivot_of(changed, dependent)
            way = dependent.descend
            if dependent.fans:
                self._push(rule, pivot, way)
                continue
            if len(way) == 1 and way[0] >= 0 and isinstance(pivot, GroupNode):
                child = pivot.children[way[0]]
                if not isinstance(child, RepeatRange):  # by far the most: beside what changed, in the same instance
                    self._enqueue(rule, child)
                    continue
            for node in descend(pivot, dependent.descend, rule.kind):
                self._enqueue(rule, node)

    def _enqueue(self, rule: Rule, node: SessionNode) -> None:
        if rule.kind is RuleKind.FACES:
            self._refresh(node)
        else:
            self._push(rule, node)

    def _refresh(self, node: SessionNode) -> None:
        node.forget()
        self._changes.touch(node)

    def settle(self) -> None:
        """Run queued rules by rank until none is left."""
        heap, tasks = self._heap, self._tasks
        while heap:
            key = heapq.heappop(heap)
            rule, node, places = tasks.pop(key)
            if rule.in_cycle:
                times = self._again[key] = self._again.get(key, 0) + 1
                if times > MOST_ROUNDS:
                    continue
            if places is None:
                self._turn(key, rule, node)
                continue
            order = self._orders[rule.index]
            for target in list(descend(node, places, rule.kind)):
                key = order | target.serial << _SERIAL
                if key not in tasks:
                    self._turn(key, rule, target)
        self._running = -1
        self._removed = False
        self._again.clear()

    def _turn(self, key: int, rule: Rule, node: SessionNode) -> None:
        """Run one rule at one node, or let it wait until the group around the node is shown."""
        if self._removed and node.is_gone:
            return
        if rule.kind is RuleKind.FACES:
            self._refresh(node)
            return
        parent = node.parent
        if parent is not None and not parent.relevant and rule.kind in _DEFERRED:
            kept = (
                rule.kind is RuleKind.CALCULATE and isinstance(node, QuestionNode) and self._keeps(node, rule.formula)
            )
            if not kept:
                self._asleep.setdefault(parent.serial, {})[key] = (rule, node, None)
            if rule.kind is RuleKind.CHOICES:
                self._refresh(node)
            return
        if self._within is not None and not _is_below(node, self._within):
            return
        self.rounds += 1
        self._running = key
        self._run(rule, node)

    # what is hidden

    def rehearse(self) -> None:
        """Work out what hidden groups hold as if they were shown, so that showing them later costs little."""
        if self._asleep:
            self._rehearse_below(self._tree.root)
        # Hidden instances too are there for who asks whether there are any.
        for range_ in self._rebuilt.values():
            self._queue_number(range_)
        self._rebuilt.clear()
        self.settle()

    def _rehearse_below(self, group: GroupNode) -> None:
        for child in group.children:
            if isinstance(child, RepeatRange):
                for instance in child.instances:
                    self._rehearse(instance)
            elif isinstance(child, GroupNode):
                self._rehearse(child)

    def _rehearse(self, group: GroupNode) -> None:
        if group.relevant:
            self._rehearse_below(group)
            return
        outer, self._within = self._within, group
        self._inherit(group, relevant=True)
        self.settle()
        self._rehearse_below(group)
        self._inherit(group, relevant=False)
        self._within = outer

    # what a rule does

    def _run(self, rule: Rule, node: SessionNode) -> None:
        kind = rule.kind
        if kind is RuleKind.RELEVANT:
            assert rule.formula is not None
            whole = rule.is_of_instance and isinstance(node, RepeatRange)
            self._set_relevant(node, whole or self._evaluation.boolean(node, rule.formula, otherwise=True))
        elif isinstance(node, RepeatRange):
            self._count(rule, node)
        elif isinstance(node, QuestionNode):
            if kind is RuleKind.CHOICES:
                self._offer(node)
            else:
                self._calculate(rule, node)

    def _calculate(self, rule: Rule, node: QuestionNode) -> None:
        formula = rule.formula
        if rule.kind is not RuleKind.DEFAULT and self._keeps(node, formula):
            return
        written = "" if formula is None else self._evaluation.string(node, formula)
        text = cast_result(node.question.data_type, written)
        if text != node.answer:
            self.write(node, text)

    def _keeps(self, node: QuestionNode, formula: Formula | None) -> bool:
        """Tell whether a value stays on reopening: drawn once, or perhaps written over by a person."""
        if not self.keeps_drawn or not (node.answer or self.keeps_blanks):
            return False
        return node.model_node.is_asked or (formula is not None and formula.volatile)

    def _offer(self, node: QuestionNode) -> None:
        self._refresh(node)
        if node.answer:
            self._show(node, available(self._evaluation, node, node.answer))

    def _show(self, node: QuestionNode, text: str) -> None:
        """Make `text` what expressions read, and queue what reads it."""
        before = node.element.value
        if text == before:
            return
        visible = node.value
        node.element.value = text
        if node.model_node.repeats:
            self._tallies.touch(node)
        if isinstance(node, AttributeNode):
            node.show()
        node.forget()
        self._changes.value(node, visible)
        self._queue(node.model_node.value_dependents, node, fires=self.fires)

    def _count(self, rule: Rule, range_: RepeatRange) -> None:
        assert rule.formula is not None
        number = self._evaluation.number(range_, rule.formula)
        if not isfinite(number):
            return  # blank: nobody has said yet how many
        wanted = max(int(number), 0)
        if wanted > MOST_INSTANCES:
            self._evaluation.note_at(range_, FormsError("repeat-too-many", name=range_.step, most=MOST_INSTANCES))
            wanted = MOST_INSTANCES
        # The first number decides over the instance that the form itself holds, with what stands in it.
        held = range_.serial in self._unborn
        self._unborn.discard(range_.serial)
        while len(range_.instances) > wanted:
            self.remove(range_.instances[-1])
        while len(range_.instances) < wanted:
            if self._tree.instances >= MOST_ALL_INSTANCES:
                self._evaluation.note_at(
                    range_, FormsError("repeat-too-many", name=range_.step, most=MOST_ALL_INSTANCES)
                )
                return
            self.add(range_, event=FIRST_LOAD if held else NEW_REPEAT)
            held = False

    # relevance

    def _set_relevant(self, node: SessionNode, own: bool) -> None:
        """Show or hide a node with all below it, and queue what reads it from outside.

        Rules inside a group that read what is inside it need not run: hidden, nobody sees their results, and shown
        again, they read what they read before, save where something woke them in between.
        """
        if node.own_relevant == own:
            return
        node.own_relevant = own
        parent = node.parent
        relevant = own and (parent is None or parent.relevant)
        if relevant == node.relevant:
            return
        self._changes.turns += 1
        self._inherit(node, relevant=relevant)
        plan = node.model_node
        if isinstance(node, QuestionNode):
            self._queue(plan.value_dependents, node, fires=False)
            for attribute in node.attributes:
                self._queue(attribute.model_node.value_dependents, attribute, fires=False)
        elif parent is not None:
            self._queue(plan.structure_dependents, parent, fires=False)
            self._queue(plan.arrival_dependents, parent, fires=False)

    def _inherit(self, node: SessionNode, *, relevant: bool) -> None:
        """Bring a node and all below it in line; what waited for it is queued."""
        if self._changes.listening:
            visible = node.value if isinstance(node, QuestionNode) else ""
            node.relevant = node.element.relevant = relevant
            self._changes.relevance(node)
            if isinstance(node, QuestionNode) and node.element.value:
                self._changes.value(node, visible)
        else:
            node.relevant = node.element.relevant = relevant
        node.forget()
        if node.model_node.repeats:
            self._tallies.touch(node)
        if relevant and self._asleep:
            for rule, target, _ in self._asleep.pop(node.serial, {}).values():
                self._push(rule, target)
        for attribute in node.attributes:
            self._inherit(attribute, relevant=relevant)
        if isinstance(node, GroupNode):
            for child in node.children:
                self._inherit_from(child, relevant=relevant)
                if isinstance(child, RepeatRange):
                    for instance in child.instances:
                        self._inherit_from(instance, relevant=relevant)

    def _inherit_from(self, node: SessionNode, *, relevant: bool) -> None:
        """Pass on what became of the group around; a node that stays hidden may read what was shown or hidden."""
        below = relevant and node.own_relevant
        if node.relevant != below:
            self._inherit(node, relevant=below)
        elif isinstance(node, GroupNode):
            self._refresh(node)
            for each in node.walk():
                self._refresh(each)
        else:
            self._refresh(node)

    # number of instances

    def _structure(self, range_: RepeatRange, place: int) -> None:
        """Queue what reads how many instances there are, or what stands in them from `place` on."""
        self._changes.structure(range_)
        range_.forget()
        if self._within is not None:
            self._rebuilt[range_.serial] = range_
        self._queue_number(range_)
        for dependent in range_.model_node.positional_dependents:
            for instance in range_.instances[place:]:
                for node in descend(instance, dependent.descend, dependent.rule.kind):
                    self._enqueue(dependent.rule, node)

    def _queue_number(self, range_: RepeatRange) -> None:
        """Queue what reads how many instances there are, or anything in them from outside."""
        plan, parent = range_.model_node, range_.parent
        assert parent is not None
        self._queue(plan.structure_dependents, parent, fires=False)
        self._queue(plan.arrival_dependents, parent, fires=False)


def _stands_in(range_: RepeatRange, beginnings: Mapping[str, str]) -> bool:
    """Tell whether the form's own instance lists what stands in the instance around a range: then it has no more."""
    above: SessionNode | None = range_.parent
    while above is not None and not isinstance(above, RepeatInstance):
        above = above.parent
    return above is not None and above.ref in beginnings


def _is_below(node: SessionNode, group: SessionNode) -> bool:
    """Tell whether a node stands inside a group, in the same instances."""
    above: SessionNode | None = node.parent
    while above is not None and above is not group:
        above = above.parent
    return above is not None
