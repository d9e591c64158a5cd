"""Random small forms: groups, repeats inside each other, counts, relevance, calculations, filters, triggers."""

from __future__ import annotations

import random
from collections.abc import Iterator

from random_rules import LISTS, Part, Rules

FILES = {"fruit.csv": b"key,price\nn,3\ns,4\na,5\nn1,6\n"}
CHOICES = """
choices
| list_name | name | label::en | label::fr | region |
| region | n | North | Nord | |
| region | s | South | Sud | |
| region | w | West | Ouest | |
| town | n1 | Norton | Norville | n |
| town | n2 | Norby | Norbourg | n |
| town | s1 | Sutton | Sudville | s |
| town | w1 | Weston | Ouestville | w |
| yn | y | Yes | Oui | |
| yn | no | No | Non | |
"""
FLAVOURS = {
    "integer": "number",
    "decimal": "number",
    "text": "text",
    "date": "text",
    "calculate": "number",
    "acknowledge": "text",
    "note": "",
}
DEEPEST = 3


def random_form(chance: random.Random, *, size: int = 12) -> list[Part]:
    """Return a random form of about `size` rows, its rules written."""
    parts = _Builder(chance, size).parts()
    _Writer(chance).write(parts)
    return parts


def form_text(parts: list[Part]) -> str:
    """Return the form as text tables (see `scenario.story`)."""
    rows = list(_rows(parts))
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = ["survey", "| " + " | ".join(names) + " |"]
    lines += ["| " + " | ".join(row.get(name, "").replace("|", "\\|") for name in names) + " |" for row in rows]
    shown = next((part.name for part in parts if part.type == "text" and "relevant" not in part.columns), "")
    choices = (
        CHOICES if not shown else CHOICES.replace("Norton", f"Norton ${{{shown}}}").replace("West ", f"W ${{{shown}}} ")
    )
    return "\n".join(lines) + choices


def _rows(parts: list[Part]) -> Iterator[dict[str, str]]:
    for part in parts:
        yield {"type": part.type, "name": part.name, **part.columns}
        if part.type.startswith("begin"):
            yield from _rows(part.children)
            yield {"type": part.type.replace("begin", "end"), "name": ""}


class _Builder:
    """Lays out groups, repeats and questions without rules."""

    def __init__(self, chance: random.Random, size: int) -> None:
        self._chance = chance
        self._left = size
        self._named = 0

    def parts(self) -> list[Part]:
        found: list[Part] = []
        while self._left > 0:
            found += self._some(None, 0)
        return found

    def _name(self, letter: str) -> str:
        self._named += 1
        return f"{letter}{self._named}"

    def _some(self, parent: Part | None, depth: int) -> list[Part]:
        return [self._part(parent, depth) for _ in range(self._chance.randint(1, 4))]

    def _part(self, parent: Part | None, depth: int) -> Part:
        self._left -= 1
        draw = self._chance.random()
        if depth < DEEPEST and draw < 0.3:
            kind = "begin_repeat" if draw < 0.2 else "begin_group"
            part = Part(kind, self._name("r" if draw < 0.2 else "g"), parent=parent)
            part.children = self._some(part, depth + 1)
            return part
        if draw < 0.55:
            name = self._chance.choice(list(LISTS))
            kind = self._chance.choice(["select_one", "select_one", "select_multiple"])
            return Part(f"{kind} {name}", self._name("s"), "many" if kind == "select_multiple" else "one", parent)
        kind = self._chance.choice([*FLAVOURS, "integer", "integer", "calculate", "calculate", "calculate"])
        flavour = self._chance.choice(["number", "number", "text"]) if kind == "calculate" else FLAVOURS[kind]
        return Part(kind, self._name(kind[0]), flavour, parent)


class _Writer:
    """Writes rules in a random order of computation, so that what is read is often asked later than its reader."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def write(self, parts: list[Part]) -> None:
        ready, known = list(parts), []
        while ready:
            place = 0 if self._chance.random() < 0.6 else self._chance.randrange(len(ready))
            part = ready.pop(place)
            self._rules(part, known)
            known.append(part)
            ready += part.children

    def _often(self, share: float) -> bool:
        return self._chance.random() < share

    def _rules(self, part: Part, known: list[Part]) -> None:
        rules, columns = Rules(part, known, self._chance), part.columns
        if self._often(0.35):
            columns["relevant"] = rules.boolean()
        if part.is_repeat and self._often(0.1):
            columns["relevant"] = self._chance.choice(["position(.) < 3", "position(.) != 2"])
        if part.is_repeat and self._often(0.4):
            number = rules.number(1)
            columns["repeat_count"] = f"if(({number}) > 4, 4, {number})"
        if part.type == "calculate":
            columns["calculation"] = rules.number() if part.flavour == "number" else rules.text()
            self._trigger(part, known)
            return
        self._texts(part, rules)
        if self._often(0.15):
            columns["readonly"] = rules.boolean(1)
        if part.flavour:
            self._answer_rules(part, rules)
            self._choices(part, known, rules)

    def _texts(self, part: Part, rules: Rules) -> None:
        shown = rules.pick([*rules.near, *rules.far], "number", "text", "one", "many")
        output = f" ${{{shown.name}}}" if shown is not None and self._often(0.5) else ""
        part.columns["label::en"] = f"About {part.name}{output}"
        if self._often(0.5):
            part.columns["label::fr"] = f"De {part.name}{output}"

    def _answer_rules(self, part: Part, rules: Rules) -> None:
        columns = part.columns
        if self._often(0.3):
            columns["required"] = self._chance.choice(["yes", rules.boolean(1)])
        if self._often(0.3):
            own = {"number": ". >= 0 and . <= 9", "many": "count-selected(.) < 3"}.get(
                part.flavour, "string-length(.) < 4"
            )
            columns["constraint"] = f"{own} and {rules.boolean(1)}" if self._often(0.5) else own
            columns["constraint_message"] = columns["label::en"].replace("About", "Not")
        if part.flavour == "number" and part.type == "integer" and self._often(0.2):
            columns["default"] = self._chance.choice(["2", rules.number(1)])

    def _trigger(self, part: Part, known: list[Part]) -> None:
        asked = [each for each in known if each.flavour and each.type != "calculate"]
        near = [each for each in asked if each.repeats == part.repeats[: len(each.repeats)]]
        if near and self._often(0.15):
            part.columns["trigger"] = f"${{{self._chance.choice(near).name}}}"

    def _choices(self, part: Part, known: list[Part], rules: Rules) -> None:
        if part.flavour not in ("one", "many"):
            return
        if part.choices == "town" and self._often(0.6):
            part.columns["choice_filter"] = self._filter(rules)
        elif part.flavour == "one" and self._often(0.2):
            texts = [each for each in known if each.repeats and each.flavour in ("text", "number")]
            texts = [each for each in texts if each.repeats[-1] not in part.repeats]
            if texts:
                target = self._chance.choice(texts)
                part.type = f"select_one ${{{target.name}}}"
        if "$" not in part.choices and self._often(0.1):
            part.columns["parameters"] = self._chance.choice(["randomize=true", "randomize=true, seed=7"])

    def _filter(self, rules: Rules) -> str:
        one = rules.pick(rules.near, "one")
        many = rules.pick(rules.near, "many")
        filters = [f"region = {rules.text(0)}", f"name != {rules.text(0)}", f"region = 'n' or {rules.boolean(0)}"]
        if one is not None:
            filters += [f"region = ${{{one.name}}}"] * 3
        if many is not None:
            filters.append(f"selected(${{{many.name}}}, region)")
        return self._chance.choice(filters)
