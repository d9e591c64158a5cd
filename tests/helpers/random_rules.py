"""Random expressions over what a random form has, spelled in the ways authors spell them; never a cycle."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

DEPTH = 2  # operators above each other
LISTS = {"region": ("n", "s", "w"), "town": ("n1", "n2", "s1", "w1"), "yn": ("y", "no")}


@dataclass(eq=False)
class Part:
    """One row of a random form (a group or repeat with those in it); `flavour` tells what its answers look like."""

    type: str
    name: str
    flavour: str = ""  # number, text, one, many, date, "" for groups
    parent: Part | None = None
    children: list[Part] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def is_repeat(self) -> bool:
        return self.type == "begin_repeat"

    @property
    def chain(self) -> list[Part]:
        """Itself and what is around it, from inside out."""
        return [self, *(self.parent.chain if self.parent else ())]

    @property
    def repeats(self) -> list[Part]:
        """The repeats it is in, from outside in."""
        around = self.parent.chain if self.parent else []
        return [part for part in reversed(around) if part.is_repeat]

    @property
    def path(self) -> str:
        return "/data/" + "/".join(part.name for part in reversed(self.chain))

    @property
    def choices(self) -> str:
        return self.type.partition(" ")[2]


class Rules:
    """Writes expressions for one part; only what stands before it in the order of computation is read."""

    def __init__(self, at: Part, known: Sequence[Part], chance: random.Random) -> None:
        self._at = at
        self._chance = chance
        inside = set(map(id, at.repeats))
        questions = [part for part in known if part.flavour]
        self.near = [part for part in questions if all(id(each) in inside for each in part.repeats)]
        self.far = [part for part in questions if part not in self.near]
        # A group or repeat around may be counted on; its content may not, it comes later.
        self._repeats = [part for part in known if part.is_repeat and part not in at.chain]

    def pick(self, parts: Sequence[Part], *flavours: str) -> Part | None:
        found = [part for part in parts if part.flavour in flavours]
        return self._chance.choice(found) if found else None

    def _chosen(self, *makers: str) -> str:
        """Return what the first willing maker of a random order writes."""
        for maker in self._chance.sample(makers, len(makers)):
            written: str | None = getattr(self, f"_{maker}")()
            if written is not None:
                return written
        raise AssertionError("no maker was willing")

    # spellings

    def _spell(self, part: Part) -> str:
        spellings = [f"${{{part.name}}}"] * 3
        spellings.append(part.path)
        if part.parent is self._at.parent:
            spellings += [f"../{part.name}", f"current()/../{part.name}"]
        elif part.parent is None or self._chance.random() < 0.3:
            spellings.append("../" * len(self._at.chain) + part.path.removeprefix("/data/"))
        return self._chance.choice(spellings)

    # numbers

    def number(self, depth: int = DEPTH) -> str:
        """Return an expression whose result is a number or blank."""
        leaves = ("digit", "near_number", "near_number", "length", "chosen_number", "position", "counted")
        far = ("sum", "sum", "sum_some", "count", "count_some", "extreme", "indexed", "filled", "past")
        if depth <= 0 or self._chance.random() < 0.25:
            return self._chosen(*leaves, *far)
        makers = (*leaves, *far, "arithmetic", "arithmetic", "either_number", "rounded")
        return self._chosen(*makers) if depth == DEPTH else self._chosen(*leaves, "arithmetic_flat")

    def _digit(self) -> str:
        return str(self._chance.randint(0, 4))

    def _near_number(self) -> str | None:
        part = self.pick(self.near, "number")
        if part is None:
            return None
        spelled = self._spell(part)
        return self._chance.choice([spelled, f"number({spelled})", f"coalesce({spelled}, 0)"])

    def _length(self) -> str | None:
        part = self.pick(self.near, "text", "one", "many")
        return part and f"string-length({self._spell(part)})"

    def _chosen_number(self) -> str | None:
        part = self.pick(self.near, "many")
        return part and f"count-selected({self._spell(part)})"

    def _position(self) -> str | None:
        repeats = self._at.repeats
        if not repeats:
            return None
        ups = [number for number, part in enumerate(self._at.chain) if part.is_repeat and number]
        return "position(" + "/".join([".."] * self._chance.choice(ups)) + ")" if ups else None

    def _counted(self) -> str | None:
        return f"count(${{{self._chance.choice(self._repeats).name}}})" if self._repeats else None

    def _sum(self) -> str | None:
        part = self.pick(self.far, "number")
        return part and f"sum({self._spell_far(part)})"

    def _spell_far(self, part: Part) -> str:
        return self._chance.choice([f"${{{part.name}}}", f"${{{part.name}}}", part.path])

    def _condition_in(self, part: Part) -> str:
        """Return a predicate for the instances of the repeat right around a part that stands in them."""
        last = part.repeats[-1]
        inner = part.path.removeprefix(f"{last.path}/")
        conditions = [f"{inner} > {self._digit()}", f"{inner} != ''", "position() > 1", "position() = last()"]
        near = self.pick(self.near, "number")
        if near is not None:
            spelled = f"${{{near.name}}}"
            conditions += [f"{inner} = {spelled}", f"position() <= {spelled}", f"{inner} > {spelled} and {inner} < 9"]
        if last in self._at.repeats:
            conditions.append(f"position() != position(current(){'/..' * (self._at.chain.index(last))})")
        return self._chance.choice(conditions)

    def _some(self, part: Part | None) -> tuple[str, str] | None:
        if part is None:
            return None
        last = part.repeats[-1]
        base = self._chance.choice([f"${{{last.name}}}", last.path])
        return f"{base}[{self._condition_in(part)}]", part.path.removeprefix(f"{last.path}/")

    def _sum_some(self) -> str | None:
        some = self._some(self.pick(self.far, "number"))
        return some and f"sum({some[0]}/{some[1]})"

    def _count_some(self) -> str | None:
        some = self._some(self.pick(self.far, "number", "text", "one"))
        return some and f"count({some[0]})"

    def _count(self) -> str | None:
        part = self.pick(self.far, "number", "text", "one", "many")
        return part and f"count({self._spell_far(part)}[. != ''])"

    def _filled(self) -> str | None:
        part = self.pick(self.far, "number", "text", "one")
        return part and f"count-non-empty({self._spell_far(part)})"

    def _extreme(self) -> str | None:
        part = self.pick(self.far, "number")
        return part and f"{self._chance.choice(['min', 'max'])}({self._spell_far(part)})"

    def _indexed(self) -> str | None:
        part = self.pick(self.far, "number")
        if part is None or self._at.repeats[:1] == part.repeats[:1]:
            return None
        index = self._chance.choice(["1", "2", self._near_number() or "1"])
        pairs = ", ".join(f"${{{repeat.name}}}, {index}" for repeat in part.repeats)
        return f"indexed-repeat(${{{part.name}}}, {pairs})"

    def _past(self) -> str | None:
        """Read the row before, as running balances do."""
        repeats = self._at.repeats
        part = self.pick([part for part in self.near if part.repeats == repeats], "number")
        if not repeats or part is None or len(repeats) > 1:
            return None
        ups = "/".join([".."] * self._at.chain.index(repeats[-1]))
        return f"coalesce(indexed-repeat(${{{part.name}}}, ${{{repeats[-1].name}}}, position({ups}) - 1), 0)"

    def _arithmetic(self) -> str:
        operator = self._chance.choice(["+", "+", "-", "*", "div", "mod"])
        return f"({self.number(DEPTH - 1)} {operator} {self.number(DEPTH - 1)})"

    def _arithmetic_flat(self) -> str:
        return f"{self.number(0)} {self._chance.choice(['+', '-', '*'])} {self.number(0)}"

    def _either_number(self) -> str:
        return f"if({self.boolean(0)}, {self.number(0)}, {self.number(0)})"

    def _rounded(self) -> str:
        return f"{self._chance.choice(['round', 'int', 'abs'])}({self.number(0)})"

    # truths

    def boolean(self, depth: int = DEPTH) -> str:
        """Return an expression that is true or false."""
        if depth <= 0 or self._chance.random() < 0.5:
            return self._chosen("compared", "compared", "blank", "picked", "picked_many", "same")
        left, right = self.boolean(depth - 1), self.boolean(depth - 1)
        return self._chance.choice([f"({left} and {right})", f"({left} or {right})", f"not({left})"])

    def _compared(self) -> str:
        return f"{self.number(0)} {self._chance.choice(['=', '!=', '<', '<=', '>', '>='])} {self.number(0)}"

    def _blank(self) -> str | None:
        part = self.pick(self.near or self.far, "number", "text", "one", "many")
        return part and f"{self._spell(part)} {self._chance.choice(['=', '!='])} ''"

    def _picked(self) -> str | None:
        part = self.pick(self.near, "one")
        return part and f"{self._spell(part)} = '{self._chance.choice(LISTS.get(part.choices, ('a',)))}'"

    def _picked_many(self) -> str | None:
        part = self.pick(self.near, "many")
        return part and f"selected({self._spell(part)}, '{self._chance.choice(LISTS[part.choices])}')"

    def _same(self) -> str | None:
        far = self.pick(self.far, "text", "one", "number")
        return far and f"${{{far.name}}} = {self.text(0)}"

    # texts

    def text(self, depth: int = DEPTH) -> str:
        """Return an expression whose result is words."""
        leaves = ("letter", "near_text", "near_text", "spoken", "looked_up", "in_list", "joined")
        if depth <= 0 or self._chance.random() < 0.4:
            return self._chosen(*leaves)
        return self._chosen(*leaves, "concat", "either_text", "digits")

    def _letter(self) -> str:
        return f"'{self._chance.choice('abn')}'"

    def _near_text(self) -> str | None:
        part = self.pick(self.near, "text", "one", "many", "number")
        return part and self._spell(part)

    def _spoken(self) -> str | None:
        part = self.pick(self.near, "one")
        return part and f"jr:choice-name(${{{part.name}}}, '${{{part.name}}}')"

    def _looked_up(self) -> str | None:
        part = self.pick(self.near, "one", "text")
        return part and f"pulldata('fruit', 'price', 'key', {self._spell(part)})"

    def _in_list(self) -> str | None:
        part = self.pick(self.near, "one", "text")
        name = self._chance.choice(["region", "town"])
        return part and f"instance('{name}')/root/item[name = {self._spell(part)}]/label"

    def _joined(self) -> str | None:
        part = self.pick(self.far, "text", "one", "number")
        return part and f"join(' ', {self._spell_far(part)})"

    def _concat(self) -> str:
        return f"concat({self.text(0)}, '-', {self._chance.choice([self.text(0), self.number(0)])})"

    def _either_text(self) -> str:
        return f"if({self.boolean(0)}, {self.text(0)}, {self.text(0)})"

    def _digits(self) -> str:
        return f"string({self.number(0)})"
