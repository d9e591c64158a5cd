"""The fast ways over lists give what the long way gives: random tables and conditions, both ways."""

from __future__ import annotations

import random

from expressions import ListRows, Surroundings, World
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.xpath.tree import Element

CELLS = ("", "1", "2", "10", "x", "y z", "-1", "2.5", "x y")
COLUMNS = ("a", "b", "c")
DATA = "<data><q>1</q><r>x</r><s>x y</s><e/><m><n>2</n></m><m><n>x</n></m></data>"


class Conditions:
    """Writes random predicates over the columns of a list."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def outer(self) -> str:
        """Return something that does not depend on the row."""
        return self._chance.choice(
            ["1", "2", "'x'", "''", "'1'", "/data/q", "/data/r", "/data/e", "current()/q", "/data/m/n",
             "string(/data/q)",
             "/data/q + 1", "-/data/q", "true()", "count(/data/m)", "/data/none"]
        )  # fmt: skip

    def cell(self) -> str:
        return self._chance.choice(["a", "b", "c", "a", "./b", "d", "*"])

    def value(self, depth: int = 1) -> str:
        chance = self._chance
        if not depth or chance.random() < 0.4:
            return chance.choice([self.cell(), self.cell(), self.outer()])
        inner = [self.value(depth - 1) for _ in range(2)]
        return chance.choice(
            [
                f"({inner[0]} {chance.choice(['+', '-', '*', 'div', 'mod'])} {inner[1]})",
                f"-{self.cell()}",
                "-count(preceding-sibling::item)",
                f"concat({inner[0]}, {inner[1]})",
                f"string-length({self.cell()})",
                f"number({self.cell()})",
                f"if({self.cell()} = 'x', {inner[0]}, {inner[1]})",
                f"substring-before({self.cell()}, ' ')",
                f"coalesce({self.cell()}, {inner[1]})",
                f"count({self.cell()})",
                f"count-selected({self.cell()})",
            ]
        )

    def condition(self, depth: int = 2) -> str:
        chance = self._chance
        if depth and chance.random() < 0.4:
            left, right = self.condition(depth - 1), self.condition(depth - 1)
            return chance.choice(
                [f"{left} and {right}", f"({left} or {right})", f"not({left})", f"({left}) and {right}"]
            )
        sign = chance.choice(["=", "=", "=", "!=", "<", "<=", ">", ">="])
        return chance.choice(
            [
                f"{self.cell()} {sign} {self.outer()}",
                f"{self.outer()} {sign} {self.cell()}",
                f"{self.cell()} {sign} {self.outer()}",
                f"{self.value()} {sign} {self.value()}",
                f"selected({self.outer()}, {self.cell()})",
                f"selected({self.cell()}, {self.outer()})",
                f"contains({self.cell()}, {self.outer()})",
                f"{self.cell()}",
                f"not({self.cell()})",
                f"({self.cell()} = {self.outer()} or {self.cell()} = {self.outer()})",
                f"regex({self.cell()}, '[0-9]+')",
                f"boolean({self.cell()})",
                f". = {self.outer()}",
                f"{self.cell()}[. = 'x']",
                f"count(preceding-sibling::item) {sign} 1",
                f"position() {sign} {chance.randint(1, 3)}",
            ]
        )

    def path(self) -> str:
        chance = self._chance
        steps = "instance('l')/root/item"
        for _ in range(chance.choice([0, 1, 1, 1, 2])):
            number = chance.choice(["1", "2", "last()", "/data/q", "count(/data/m)", "9", "0", "1.5"])
            steps += f"[{number if chance.random() < 0.15 else self.condition()}]"
        return steps + chance.choice(["", "/a", "/b", "/none", "/a[. != '']", "/*", "/@k"])


def both_ways(chance: random.Random) -> tuple[World, World]:
    """Return two worlds with one list: as a table, and as elements only."""
    length = chance.randint(1, 6)
    columns = {name: [chance.choice(CELLS) for _ in range(length)] for name in COLUMNS}
    table = ListRows(columns)
    root = Element("root")
    for row in range(length):
        item = table.element(row)
        root.append(item)
    long = Element("root")
    for row in range(length):
        item = Element("item")
        for name in COLUMNS:
            item.append(Element(name, columns[name][row]))
        long.append(item)
    fast = World(DATA, surroundings=Surroundings(tables={"l": table}, instances={"l": root}))
    return fast, World(DATA, surroundings=Surroundings(instances={"l": long}))


USES = ("string({})", "count({})", "sum({}[. > 0])", "join('|', {})", "boolean({})", "{} = 'x'", "{} > 1", "not({})",
        "concat({}, '!')", "selected('x y', {})", "count-non-empty({})", "max({})", "name({})", "{}")  # fmt: skip


@settings(max_examples=300, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_a_table_gives_what_elements_give(seed):
    """Any condition on any row, used in any way, over columns and over elements."""
    chance = random.Random(seed)
    fast, long = both_ways(chance)
    write = Conditions(chance)
    for _ in range(4):
        source = chance.choice(USES).format(write.path())
        assert fast.string(source) == long.string(source), source
        assert fast.boolean(source) == long.boolean(source), source
        assert repr(fast.number(source)) == repr(long.number(source)), source


@settings(max_examples=100, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_a_table_gives_the_same_rows(seed):
    """The nodes themselves, in their order."""
    chance = random.Random(seed)
    fast, long = both_ways(chance)
    source = Conditions(chance).path()
    assert fast.texts(source) == long.texts(source), source
    assert [node.name for node in fast.nodes(source)] == [node.name for node in long.nodes(source)], source
