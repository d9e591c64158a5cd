"""Forms and scripts for measuring the engine: the same bytes every time, no clock and no chance.

| form | what it is |
| --- | --- |
| M | 502 questions in 10 sections: 300 relevance rules, 100 calculations chained through all sections |
| L | 3,004 questions: 10 chapters of 6 such sections; a question that every section reads, a chain 60 sections deep |
| R | a household list: a repeat of 40 questions, sums and counts over it; scripts that add 100 and 1,000 |
| CI | four levels of places, 10, 100, 2,500 and 50,000 choices inside the form |
| CX | the same with the two long lists as CSV files beside the form |
| K | one answer makes 44 instances of a repeat with 12 selects, each filtered by the one before |

A script is {"form", "id", "actions"}; an action is {"op", "ref", …}: `set` (value), `add`, `ensure` (count), `del`,
`choices` (count), `get` (expect), `relevant` (expect). `tag` groups times. What is expected makes every run a test.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbooks import workbook

Row = dict[str, str]
Action = dict[str, Any]
YES_NO = [("yes", "Yes"), ("no", "No")]
LETTERS = [(letter, f"Option {letter.upper()}") for letter in "abcde"]
KINDS = ("integer", "text", "select_one l5", "select_multiple l5", "decimal", "date")
LEAVES = ("12", "some text", "b", "a c", "3.5", "2020-02-29")


@dataclass(frozen=True)
class BenchForm:
    """A form, the files beside it, and its scripts by id."""

    survey: Sequence[Row]
    choices: Sequence[Row]
    scripts: dict[str, list[Action]]
    files: dict[str, Sequence[Row]] = field(default_factory=dict)


def to_set(ref: str, value: str, tag: str) -> Action:
    """Return the action that answers a question."""
    return {"op": "set", "ref": ref, "value": value, "tag": tag}


def to_get(ref: str, expect: object) -> Action:
    """Return the action that checks a value."""
    return {"op": "get", "ref": ref, "expect": str(expect)}


def listed(**lists: Iterable[tuple[str, str]]) -> list[Row]:
    """Return rows of the choices sheet."""
    return [
        {"list_name": list_name, "name": name, "label": label}
        for list_name, items in lists.items()
        for name, label in items
    ]


# sections of 50 questions, for M and L


def section(name: str, before: str, hub: str, relevant: str = "") -> list[Row]:
    """Return a group with a first select, 9 whole numbers, 30 questions with relevance rules and 10 calculations.

    Args:
        before: Name of the section before, "" for none; its last calculation is read.
        hub: Question that some rules read, "" for none.
    """
    rows: list[Row] = [
        {"type": "begin_group", "name": name, "label": f"Section {name}", "relevant": relevant},
        {"type": "select_one yn", "name": f"{name}_s0", "label": f"Fill in section {name}?"},
    ]
    for number in range(1, 10):
        rows.append(
            {
                "type": "integer",
                "name": f"{name}_i{number}",
                "label": f"How many of item {number} in {name}?",
                "constraint": ". >= 0 and . <= 1000",
                "constraint_message": "0 to 1000 please",
                "required": "yes" if number == 1 else "",
            }
        )
    rows += [_ruled(name, before, hub, number) for number in range(30)]
    rows += [
        {"type": "calculate", "name": f"{name}_c{number}", "calculation": formula}
        for number, formula in enumerate(_formulas(name, before))
    ]
    return [*rows, {"type": "end_group"}]


def _ruled(name: str, before: str, hub: str, number: int) -> Row:
    first, item = f"${{{name}_s0}}", f"${{{name}_i{1 + number % 9}}}"
    rules = [
        f"selected({first}, 'yes')",
        f"selected({first}, 'yes') and {item} > 5",
        f"${{{name}_r{number - 1}}} != '' or {item} > 50",
        f"${{{before}_i1}} + ${{{name}_i2}} > 10" if before else f"${{{name}_i2}} > 4",
        f"${{{hub}}} = 'yes' and not(selected({first}, 'no'))"
        if hub
        else f"string-length({first}) > 0 and ${{{name}_i3}} >= 3",
    ]
    kind = KINDS[number % 6]
    label = f"Question {number} of ${{{name}_i1}} in {name}" if number % 10 == 0 else f"Question {number} in {name}"
    row = {"type": kind, "name": f"{name}_r{number}", "label": label, "relevant": rules[number % 5]}
    limits = {"text": "regex(., '^[A-Za-z ]{1,40}$')", "date": ". <= today()"}
    return {**row, "constraint": limits[kind]} if kind in limits else row


def _formulas(name: str, before: str) -> list[str]:
    def of(part: str) -> str:
        return f"${{{name}_{part}}}"

    return [
        f"coalesce({of('i1')}, 0) + coalesce({of('i2')}, 0)",
        f"{of('c0')} * 2",
        f"if({of('c1')} > 20, 'high', if({of('c1')} > 10, 'mid', 'low'))",
        f"concat({of('s0')}, '-', {of('c2')})",
        f"round({of('c0')} div 3, 2)",
        f"count-selected({of('r3')})",
        f"if(selected({of('s0')}, 'yes'), string-length({of('c3')}), 0)",
        f"coalesce({of('i3')}, 0) + coalesce({of('i4')}, 0) + coalesce({of('i5')}, 0)",
        f"max({of('c0')}, {of('c7')}, 1)",
        f"${{{before}_c9}} + {of('c0')}" if before else of("c0"),
    ]


def item_value(number: int) -> int:
    """Return the answer given to the whole number `number` of a section."""
    return number * 7 % 90 + 6


def answers(ref: str, name: str, *, after_answered: bool) -> list[Action]:
    """Return the answers of a section: only questions that are relevant.

    Args:
        after_answered: The section before is answered, so that the rule that reads it holds.
    """
    found = [to_set(f"{ref}/{name}_s0", "yes", "s0")]
    for number in range(1, 10):
        tag = "chain" if number <= 2 else "input"
        found.append(to_set(f"{ref}/{name}_i{number}", str(item_value(number)), tag))
    leaves = [0, 1, 2, 3, 5, 6, 10, 11] if after_answered else [0, 1, 2, 5, 6, 10, 11]
    return found + [to_set(f"{ref}/{name}_r{number}", LEAVES[number % 6], "leaf") for number in leaves]


START = [{"type": "start", "name": "start"}, {"type": "today", "name": "today"}]
FIRST_TWO = item_value(1) + item_value(2)


def form_m(*, sections: int = 10) -> BenchForm:
    """Return form M, or a smaller one."""
    survey, script = list(START), []
    for number in range(1, sections + 1):
        survey += section(f"g{number}", f"g{number - 1}" if number > 1 else "", "")
        script += answers(f"/data/g{number}", f"g{number}", after_answered=True)
    last = f"/data/g{sections}/g{sections}_c9"
    script.append(to_get(last, sections * FIRST_TWO))
    script += [to_set("/data/g1/g1_i1", str(100 + number), "deepchain") for number in range(20)]
    script += [
        to_get(last, (sections - 1) * FIRST_TWO + 119 + item_value(2)),
        {"op": "relevant", "ref": "/data/g2/g2_r0", "expect": True},
        to_set("/data/g2/g2_s0", "no", "s0"),
        {"op": "relevant", "ref": "/data/g2/g2_r0", "expect": False},
    ]
    return BenchForm(survey, listed(yn=YES_NO, l5=LETTERS), {"M": script})


def form_l(*, chapters: int = 10) -> BenchForm:
    """Return form L, or one of fewer chapters: the first section of each and all of the last are answered."""
    survey: list[Row] = [
        *START,
        {"type": "select_one yn", "name": "hub", "label": "Long questionnaire?"},
        {"type": "integer", "name": "level", "label": "Level 1-10"},
    ]
    script = [to_set("/data/hub", "yes", "hub"), to_set("/data/level", str(max(chapters, 10)), "level")]
    before, was_answered, answered = "", True, 0
    for chapter in range(1, chapters + 1):
        rule = f"${{level}} >= {chapter} or ${{level}} = ''"
        survey.append({"type": "begin_group", "name": f"ch{chapter}", "label": f"Chapter {chapter}", "relevant": rule})
        for number in range(1, 7):
            name = f"x{chapter}_{number}"
            survey += section(name, before, "hub", "${hub} != '' or ${level} > 0")
            is_answered = number == 1 or chapter == chapters
            if is_answered:
                script += answers(f"/data/ch{chapter}/{name}", name, after_answered=was_answered)
                answered += 1
            before, was_answered = name, is_answered
        survey.append({"type": "end_group"})
    script += _turns_of_l(chapters, answered)
    return BenchForm(survey, listed(yn=YES_NO, l5=LETTERS), {"L": script})


def _turns_of_l(chapters: int, answered: int) -> list[Action]:
    last = f"/data/ch{chapters}/x{chapters}_6"
    script = [to_get(f"{last}/x{chapters}_6_c9", answered * FIRST_TWO)]
    script += [to_set("/data/ch1/x1_1/x1_1_i1", str(100 + number), "deepchain") for number in range(20)]
    script.append(to_get(f"{last}/x{chapters}_6_c9", (answered - 1) * FIRST_TWO + 119 + item_value(2)))
    script += [to_set("/data/hub", ("no", "yes")[number % 2], "hub") for number in range(20)]
    most = str(max(chapters, 10))
    script += [to_set("/data/level", ("3", most)[number % 2], "level") for number in range(10)]
    script.append({"op": "relevant", "ref": f"{last}/x{chapters}_6_r4", "expect": True})
    if chapters > 3:
        script += [
            to_set("/data/level", "3", "level"),
            {"op": "relevant", "ref": f"/data/ch{chapters}", "expect": False},
        ]
    return script


# repeats


def form_r(*, counts: Sequence[int] = (100, 1000), with_names: bool = True) -> BenchForm:
    """Return the household list with a script for each number of members.

    Args:
        with_names: Also write all names as one text, which alone costs as much as there are names, each time.
    """
    survey = [
        {"type": "text", "name": "village", "label": "Village"},
        {"type": "begin_repeat", "name": "member", "label": "Household member"},
        *_member(),
        {"type": "end_repeat"},
        *(row for row in _household() if with_names or row["name"] != "names"),
    ]
    choices = listed(yn=YES_NO, l5=LETTERS, sex=[("f", "Female"), ("m", "Male")])
    return BenchForm(survey, choices, {f"R{count}": _roster(count) for count in counts})


def _calculated(**formulas: str) -> list[Row]:
    return [{"type": "calculate", "name": name, "calculation": formula} for name, formula in formulas.items()]


def _member() -> list[Row]:
    rows = [
        *_calculated(pos="position(..)"),
        {"type": "text", "name": "pname", "label": "Name"},
        {"type": "integer", "name": "age", "label": "Age of ${pname}", "constraint": ". >= 0 and . < 120"},
        {"type": "select_one sex", "name": "sex", "label": "Sex of ${pname}"},
        *_calculated(adult="if(${age} >= 18, 1, 0)", pid="concat(${village}, '-', ${pos})"),
        {"type": "decimal", "name": "income", "label": "Income", "relevant": "${age} >= 15"},
        *_calculated(income_y="coalesce(${income}, 0) * 12"),
    ]
    for number in range(1, 9):
        before = f"k{number - 1}" if number > 1 else "adult"
        rows += _calculated(**{f"k{number}": f"coalesce(${{n{number}}}, 0) + ${{{before}}}"})
    rows.append({"type": "note", "name": "k9", "label": "Member ${pos}: ${pname}, total ${k8}"})
    for number in range(1, 12):
        rule = f"${{age}} > {number * 3}" if number % 2 else ""
        rows.append({"type": "integer", "name": f"n{number}", "label": f"Number {number}", "relevant": rule})
    for number in range(1, 13):
        kind = ("select_one yn", "select_multiple l5", "text")[number % 3]
        rule = f"${{age}} > {number * 2} and ${{sex}} = 'f'" if number % 2 else ""
        rows.append(
            {"type": kind, "name": f"t{number}", "label": f"Detail {number} about ${{pname}}", "relevant": rule}
        )
    return rows


def _household() -> list[Row]:
    return [
        *_calculated(
            hh_n="count(${member})",
            hh_age="sum(${age})",
            hh_adults="sum(${adult})",
            hh_women="count(/data/member[sex = 'f'])",
            hh_women_adult="count(/data/member[sex = 'f' and age >= 18])",
            hh_income="sum(${income_y})",
            hh_avg="if(${hh_n} > 0, round(${hh_age} div ${hh_n}, 1), 0)",
            head="indexed-repeat(${pname}, ${member}, 1)",
            names="join(' ', ${pname})",
        ),
        {"type": "note", "name": "sum_note", "label": "${hh_n} members, ${hh_adults} adults, mean age ${hh_avg}"},
    ]


def _roster(count: int) -> list[Action]:
    """Return the script that adds members, answers at most a hundred of them, and takes one away."""
    member = "/data/member"
    script: list[Action] = [to_set("/data/village", "V1", "input"), {"op": "ensure", "ref": member, "count": 1}]
    script += [{"op": "add", "ref": member, "tag": "add"} for _ in range(count - 1)]
    filled = list(range(1, count + 1)) if count <= 100 else [*range(1, 51), *range(count - 49, count + 1)]
    for number in filled:
        at = f"{member}[{number}]"
        script += [
            to_set(f"{at}/pname", f"P{number}", "name"),
            to_set(f"{at}/age", str(number % 80), "age"),
            to_set(f"{at}/sex", "fm"[number % 2], "sex"),
        ]
        if number % 10 == 0 and number % 80 >= 15:
            script.append(to_set(f"{at}/income", "100", "income"))
    women = [number for number in filled if number % 2 == 0]
    earners = sum(number % 10 == 0 and number % 80 >= 15 for number in filled)
    return [
        *script,
        to_get("/data/hh_n", count),
        to_get("/data/hh_age", sum(number % 80 for number in filled)),
        to_get("/data/hh_adults", sum(number % 80 >= 18 for number in filled)),
        to_get("/data/hh_women", len(women)),
        to_get("/data/hh_women_adult", sum(number % 80 >= 18 for number in women)),
        to_get("/data/hh_income", 1200 * earners),
        to_get("/data/head", "P1"),
        to_set("/data/village", "V2", "fanout"),
        to_get(f"{member}[{count}]/pid", f"V2-{count}"),
        to_set("/data/village", "V3", "fanout"),
        {"op": "del", "ref": f"{member}[2]", "tag": "del"},
        to_get("/data/hh_n", count - 1),
        to_get(f"{member}[{count - 1}]/pid", f"V3-{count - 1}"),
    ]


def form_k(*, instances: int = 44, selects: int = 12, choices: int = 50) -> BenchForm:
    """Return the form in which one answer sets a repeat count, each instance with a cascade of selects."""
    survey: list[Row] = [
        {"type": "integer", "name": "many", "label": "How many people?"},
        {"type": "begin_repeat", "name": "person", "label": "Person", "repeat_count": "${many}"},
    ]
    rows: list[Row] = []
    for number in range(1, selects + 1):
        rule = f"up = ${{q{number - 1}}}" if number > 1 else ""
        survey.append(
            {"type": f"select_one l{number}", "name": f"q{number}", "label": f"Level {number}", "choice_filter": rule}
        )
        rows += [
            {"list_name": f"l{number}", "name": f"c{choice}", "label": f"Choice {choice}", "up": f"c{choice // 2}"}
            for choice in range(choices)
        ]
    survey.append({"type": "end_repeat"})
    survey += _calculated(people="count(${person})")
    script: list[Action] = [
        to_set("/data/many", str(instances), "count"),
        to_get("/data/people", instances),
        to_set(f"/data/person[{instances}]/q1", "c1", "first"),
        {"op": "choices", "ref": f"/data/person[{instances}]/q2", "count": 2, "tag": "second"},
    ]
    return BenchForm(survey, rows, {"K": script})


# places


def _places(counts: Sequence[int]) -> list[list[Row]]:
    tables: list[list[Row]] = []
    for level, count in enumerate(counts, 1):
        rows = []
        for number in range(count):
            row = {"name": f"p{level}_{number}", "label": f"Place {number} of level {level}"}
            if level > 1:
                row[f"admin{level - 1}"] = f"p{level - 1}_{number % counts[level - 2]}"
            if level == len(counts):
                row["pop"] = str(100 + number % 900)
            rows.append(row)
        tables.append(rows)
    return tables


def form_c(*, is_external: bool, counts: Sequence[int] = (10, 100, 2500, 50_000)) -> BenchForm:
    """Return the places form with its long lists inside, or as files beside it."""
    tables = _places(counts)
    kind = "select_one_from_file admin{}.csv" if is_external else "select_one admin{}"
    item = "instance('admin4')/root/item"
    survey: list[Row] = [
        {"type": "text", "name": "note1", "label": "Name"},
        {"type": "select_one admin1", "name": "admin1", "label": "Region"},
        {"type": "select_one admin2", "name": "admin2", "label": "District", "choice_filter": "admin1=${admin1}"},
        {"type": kind.format(3), "name": "admin3", "label": "Ward", "choice_filter": "admin2=${admin2}"},
        {"type": kind.format(4), "name": "admin4", "label": "Village", "choice_filter": "admin3=${admin3}"},
        {
            "type": kind.format(4),
            "name": "big",
            "label": "Large villages of the ward",
            "choice_filter": "admin3=${admin3} and pop > 500",
        },
        *_calculated(
            pop=f"{item}[name = ${{admin4}}]/pop",
            vlabel=f"{item}[name = ${{admin4}}]/label",
            wpop=f"sum({item}[admin3 = ${{admin3}}]/pop)",
            wn=f"count({item}[admin3 = ${{admin3}}])",
        ),
    ]
    inside = tables[:2] if is_external else tables
    choices = [{"list_name": f"admin{level}", **row} for level, rows in enumerate(inside, 1) for row in rows]
    files = {f"admin{level}.csv": tables[level - 1] for level in (3, 4)} if is_external else {}
    return BenchForm(survey, choices, {"CX" if is_external else "CI": _choosing(counts)}, files)


def _choosing(counts: Sequence[int]) -> list[Action]:
    """Return twenty ways down to a village, with what each list must offer on the way."""
    script: list[Action] = []
    for turn in range(20):
        ward = turn * 137 % counts[2]
        district = ward % counts[1]
        villages = [number for number in range(counts[3]) if number % counts[2] == ward]
        village = villages[turn % len(villages)]
        large = sum(100 + number % 900 > 500 for number in villages)
        script += [
            to_set("/data/admin1", f"p1_{district % counts[0]}", "a1"),
            {"op": "choices", "ref": "/data/admin2", "count": counts[1] // counts[0], "tag": "ch2"},
            to_set("/data/admin2", f"p2_{district}", "a2"),
            {"op": "choices", "ref": "/data/admin3", "count": counts[2] // counts[1], "tag": "ch3"},
            to_set("/data/admin3", f"p3_{ward}", "a3"),
            {"op": "choices", "ref": "/data/admin4", "count": len(villages), "tag": "ch4"},
            {"op": "choices", "ref": "/data/big", "count": large, "tag": "chbig"},
            to_set("/data/admin4", f"p4_{village}", "a4"),
            to_get("/data/pop", 100 + village % 900),
            to_get("/data/vlabel", f"Place {village} of level 4"),
            to_get("/data/wpop", sum(100 + number % 900 for number in villages)),
            to_get("/data/wn", len(villages)),
        ]
    return script


FORMS: dict[str, Callable[[], BenchForm]] = {
    "M": form_m,
    "L": form_l,
    "R": form_r,
    "CI": lambda: form_c(is_external=False),
    "CX": lambda: form_c(is_external=True),
    "K": form_k,
}


# writing


def workbook_of(form: BenchForm, name: str) -> bytes:
    """Return the form as a workbook."""
    settings = {"form_title": f"Bench {name}", "form_id": f"bench_{name.lower()}", "version": "1", "name": "data"}
    sheets = {"survey": form.survey, "choices": form.choices, "settings": [settings]}
    return workbook({title: _cells(rows) for title, rows in sheets.items()})


def _cells(rows: Sequence[Row]) -> list[list[str]]:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    return [headings, *([row.get(heading, "") for heading in headings] for row in rows)]


def csv_of(rows: Sequence[Row]) -> str:
    """Return a file beside a form."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(_cells(rows))
    return text.getvalue()


def write_form(form: BenchForm, name: str, folder: Path) -> None:
    """Write NAME.xlsx, the files beside it, and SCRIPT.json for each script."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.xlsx").write_bytes(workbook_of(form, name))
    for file_name, rows in form.files.items():
        (folder / file_name).write_text(csv_of(rows), encoding="utf-8")
    for script, actions in form.scripts.items():
        content = {"form": f"{name}.xml", "id": script, "actions": actions}
        (folder / f"{script}.json").write_text(json.dumps(content, indent=0), encoding="utf-8")
