"""Differences that are understood: each rule with its reason, matched as narrowly as can be, counted when used."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from same_instances import ABSENT, Difference, plain
from traits import (
    ABSOLUTE,
    COUNTED,
    DECIMAL,
    EXTERNAL,
    PROPOSED,
    REPEAT_ITSELF,
    REPEATED,
    TIME,
    TRIGGERED,
    TRUTH_OF_NODES,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of difference.

    Args:
        name: Short, printed with its count.
        peer: The other engine.
        reason: Who is right and why.
        matches: Tells whether a difference is of this kind.
        spoils: Whether what follows in that interview follows from it.
        passes_on: Whether values worked out from that one differ for the same reason.
    """

    name: str
    peer: str
    reason: str
    matches: Callable[[Difference], bool]
    spoils: bool = False
    passes_on: bool = False


_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}\.\d{3}(Z|[+-]\d{2}:\d{2})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NEAR = 2e-4  # share by which engines may differ on how large the earth is
LAST_PLACE = 0.101  # rounded to tenths they may be one apart
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DIGITS = re.compile(r"\d+")
_CLOCK = re.compile(r"\d{2}:\d{2}:\d{2}(\.\d{3})?(Z|[+-]\d{2}:\d{2})?")
_WORD = re.compile(r"\w+")
_PLACE = re.compile(r"\[\d+\]")
_POWER = re.compile(r"-?\d+(\.\d+)?[eE]-?\d+")


_OPPOSITES = (("true", "0"), ("false", "1"))
_NO_NUMBERS = ("", "NaN")
_TRUTHS = (("true", "1"), ("false", "0"))


def _worked_out_again(difference: Difference) -> bool:
    same = difference.again == difference.ours or (difference.ours, difference.again) in _TRUTHS
    return same and difference.again != difference.theirs


def _truth(difference: Difference) -> bool:
    return (difference.ours, difference.theirs) in _TRUTHS


def _of_blank(difference: Difference) -> bool:
    return TRUTH_OF_NODES in difference.uses and "" not in (difference.ours, difference.theirs)


def _not_a_number(difference: Difference) -> bool:
    return difference.theirs == "NaN" and difference.ours == ""


def _exponent(difference: Difference) -> bool:
    number = _NUMBER.fullmatch(difference.ours) and _POWER.fullmatch(difference.theirs)
    return bool(number) and float(difference.ours) == float(difference.theirs)


def _day_of_now(difference: Difference) -> bool:
    return "now" in difference.uses and _MOMENT.sub(r"\1", difference.ours) == difference.theirs


def _largest(difference: Difference) -> bool:
    if not difference.uses & {"max", "min"}:
        return False
    # Whatever is compared with NaN is false.
    compared = (difference.ours, difference.theirs) in (("false", "true"), ("false", "1"))
    return compared or (difference.ours == "" and bool(_NUMBER.fullmatch(difference.theirs)))


def _sum_of_blanks(difference: Difference) -> bool:
    return "sum" in difference.uses and difference.theirs in _NO_NUMBERS and bool(_NUMBER.fullmatch(difference.ours))


def _hidden_counts(difference: Difference) -> bool:
    ours, theirs = difference.ours, difference.theirs
    if "count" in difference.uses and ours.isdigit() and theirs.isdigit():
        return int(ours) < int(theirs)
    # Blanks that are joined bring separators and no word.
    same_words = _WORD.findall(ours) == _WORD.findall(theirs)
    return "join" in difference.uses and same_words and len(theirs) > len(ours)


def _tenths(difference: Difference) -> bool:
    compared = DECIMAL in difference.uses and (difference.ours, difference.theirs) == ("true", "false")
    return compared or difference.theirs.replace(".0", "") == difference.ours != difference.theirs


def _with_midnight(difference: Difference) -> bool:
    return difference.theirs.startswith(f"{difference.ours}T00:00:00.000") and bool(_DAY.fullmatch(difference.ours))


def _many_as_one(difference: Difference) -> bool:
    mismatch = "type mismatch" in difference.theirs and "This field is repeated" in difference.theirs
    return difference.kind in ("step", "load") and (mismatch or "more than one node" in difference.theirs)


def _blank_count(difference: Difference) -> bool:
    return COUNTED in difference.uses and difference.ours == ABSENT


def _written_over(difference: Difference) -> bool:
    if PROPOSED not in difference.uses:
        return False
    worked_out = difference.again == difference.theirs
    return worked_out and difference.ours in difference.around.written


def _time_as_day(difference: Difference) -> bool:
    if TIME not in difference.uses or difference.kind != "value":
        return False
    # JavaRosa takes the machine's own day, which the fixed clock does not reach.
    now = datetime.now(UTC)
    for apart in (-1, 0, 1):
        day = (now + timedelta(days=apart)).date().isoformat()
        part = re.fullmatch(r"\d{2}(:\d{2})?", difference.ours) and day[: len(difference.ours)]
        if difference.theirs in (_CLOCK.sub(day, difference.ours), part) and difference.theirs != difference.ours:
            return True
    return False


def _before_the_first(difference: Difference) -> bool:
    if "indexed-repeat" not in difference.uses or difference.ours != "" or difference.theirs in _NO_NUMBERS:
        return False
    place = difference.ref.rpartition("/")[0]
    beside = (text for ref, text in difference.around.others.items() if ref.rpartition("/")[0] == place)
    return place.endswith("[1]") and list(beside).count(difference.theirs) > 1


def _attribute_of_instance(difference: Difference) -> bool:
    if REPEAT_ITSELF not in difference.uses or difference.theirs != ABSENT:
        return False
    ours = {text for ref, text in difference.around.mine.items() if plain(ref) == difference.path}
    return ours == {difference.ours}


def _entity_after_removal(difference: Difference) -> bool:
    return difference.kind == "step" and "/entity[1]/@" in difference.theirs and "is null" in difference.theirs


def _entity_not_made(difference: Difference) -> bool:
    found = difference.path.endswith("/meta/entity/@create") and "[" in difference.ref.split("/meta")[0]
    return found and difference.around.removed and (difference.ours, difference.theirs) in _OPPOSITES


def _format_of_time(difference: Difference) -> bool:
    found = difference.uses >= {"format-date-time", TIME} and difference.theirs == ""
    return found and bool(re.fullmatch(r"\d{2}(:\d{2})*", difference.ours))


def _no_longer_offered(difference: Difference) -> bool:
    return EXTERNAL in difference.uses and difference.ours == ""


def _same_day(difference: Difference) -> bool:
    return "now" in difference.uses and (difference.ours, difference.theirs) in _OPPOSITES


def _cycle(difference: Difference) -> bool:
    return difference.kind == "load" and "Cycle detected" in difference.theirs


def _unknown_function(difference: Difference) -> bool:
    return difference.kind == "load" and "cannot handle function" in difference.theirs


def _first_instance(difference: Difference) -> bool:
    return ABSOLUTE in difference.uses and difference.theirs in _of_first_instances(difference)


def _of_first_instances(difference: Difference) -> set[str]:
    """Return what the peer has in the first instances of the repeats around a leaf, not being in them itself."""
    found = set()
    for place in _PLACE.finditer(difference.ref):
        first = f"{difference.ref[: place.start()]}[1]{difference.ref[place.end() :]}"
        if first != difference.ref:
            found.add(difference.around.others.get(first, ABSENT))
    return found


def _cut_in_utc(difference: Difference) -> bool:
    if "date" not in difference.uses:
        return False
    try:
        ours, theirs = date.fromisoformat(difference.ours[:10]), date.fromisoformat(difference.theirs[:10])
    except ValueError:
        return False
    return ours - theirs == timedelta(days=1) and difference.ours[10:] in ("", difference.theirs[10:])


def _hour_of_change(difference: Difference) -> bool:
    try:
        apart = abs(float(difference.ours) - float(difference.theirs)) * 24
    except ValueError:
        return False
    return difference.ours.lstrip("-").isdigit() and abs(apart - 1) < 1e-6


def _near(difference: Difference) -> bool:
    if not difference.uses & {"area", "distance"}:
        return False
    try:
        ours, theirs = float(difference.ours), float(difference.theirs)
    except ValueError:
        return False
    return abs(ours - theirs) <= NEAR * abs(ours) + LAST_PLACE


def _part_of_a_text(difference: Difference) -> bool:
    return "regex" in difference.uses and (difference.ours, difference.theirs) == ("false", "true")


def _later_instance(difference: Difference) -> bool:
    if not difference.uses >= {TRIGGERED, REPEATED} or ABSENT in (difference.ours, difference.theirs):
        return False
    moved = "position" in difference.uses and _DIGITS.sub("", difference.ours) == _DIGITS.sub("", difference.theirs)
    return moved or difference.theirs == "" or difference.theirs in _of_instances(difference)


def _of_instances(difference: Difference) -> set[str]:
    """Return what we have in the other instances of a leaf."""
    leaves = difference.around.mine.items()
    return {text for ref, text in leaves if ref != difference.ref and plain(ref) == difference.path}


def _blank_index(difference: Difference) -> bool:
    return "indexed-repeat" in difference.uses and difference.theirs == "" and difference.ours != ABSENT


def _no_date(difference: Difference) -> bool:
    return (difference.ours, difference.theirs) == ("", "Invalid Date")


def _weekday(difference: Difference) -> bool:
    return "format-date" in difference.uses and difference.ours.startswith(difference.theirs)


RULES: tuple[Rule, ...] = (
    Rule(
        "truths are texts",
        "javarosa",
        "a calculated truth is the text true or false (XPath string()); JavaRosa sends 1 or 0, ODK Web Forms as we do",
        _truth,
    ),
    Rule(
        "the truth of a blank question",
        "javarosa",
        "XPath: a node-set with a node is true; JavaRosa looks at the node's text, ODK Web Forms does as we do",
        _of_blank,
    ),
    Rule(
        "not worked out again",
        "javarosa",
        "JavaRosa left a value stale (another instance, another language): opening its draft again gives ours",
        _worked_out_again,
    ),
    Rule("NaN is blank", "javarosa", "not a number is written as nothing, as in ODK Web Forms", _not_a_number),
    Rule("no exponents", "javarosa", "XPath writes numbers without exponents; JavaRosa as Java does", _exponent),
    Rule(
        "the text of now()",
        "javarosa",
        "the text of a moment has its time, as in ODK Web Forms; JavaRosa joins only the day into a text",
        _day_of_now,
    ),
    Rule(
        "the largest of blanks",
        "javarosa",
        "XForms: max and min of a set with a blank are NaN, as in ODK Web Forms; JavaRosa leaves blanks out",
        _largest,
    ),
    Rule(
        "days cut in UTC",
        "javarosa",
        "date() of a local midnight is that day; JavaRosa cuts in UTC, which is a day early in the east",
        _cut_in_utc,
        passes_on=True,
    ),
    Rule("a day has no time", "javarosa", "date() gives a day; JavaRosa writes its midnight too", _with_midnight),
    Rule(
        "one of many",
        "javarosa",
        "many nodes where one is wanted mean the first (XPath), as in ODK Web Forms; JavaRosa stops in an error",
        _many_as_one,
        spoils=True,
    ),
    Rule(
        "a blank count",
        "javarosa",
        "while nobody has said how many, a counted repeat has no instance, as in ODK Web Forms; JavaRosa has one",
        _blank_count,
    ),
    Rule(
        "a proposed value written over",
        "javarosa",
        "what a person wrote over a calculated proposal stays until what it comes from changes, as in ODK Web Forms; "
        "JavaRosa works it out again when an instance is added",
        _written_over,
        passes_on=True,
    ),
    *(
        Rule(
            "external choices",
            peer,
            "select_one_external is held to its choices like every select; to the others it is a text",
            _no_longer_offered,
        )
        for peer in ("javarosa", "web-forms")
    ),
    Rule(
        "absolute paths into the own instance",
        "web-forms",
        "an absolute path into the repeat it stands in means the own instance, as in JavaRosa; ODK Web Forms may read "
        "the first one (a known failing test of its own)",
        _first_instance,
        passes_on=True,
    ),
    Rule(
        "moments of one day",
        "javarosa",
        "moments are compared with their time, as in ODK Web Forms; JavaRosa compares their days",
        _same_day,
    ),
    Rule(
        "a time is no day",
        "javarosa",
        "the text of a time is as it was answered (XPath), as in ODK Web Forms; JavaRosa writes the day it runs on",
        _time_as_day,
    ),
    Rule(
        "before the first instance",
        "javarosa",
        "indexed-repeat() with 0 finds nothing (it stands for position() = 0), as in ODK Web Forms; JavaRosa takes the "
        "first instance",
        _before_the_first,
    ),
    *(
        Rule(
            "attributes of added instances",
            peer,
            "a new instance is a copy of the first with its attributes; the others leave out the repeat's own",
            _attribute_of_instance,
        )
        for peer in ("javarosa", "web-forms")
    ),
    Rule(
        "entities of moved instances",
        "javarosa",
        "JavaRosa does not find the attributes of entities again once an instance was removed, and stops in an error",
        _entity_after_removal,
        spoils=True,
    ),
    Rule(
        "entities of moved instances, not made",
        "javarosa",
        "for the same reason it does not work out again whether to make them; ODK Web Forms does as we do",
        _entity_not_made,
    ),
    Rule(
        "format-date-time() of a time",
        "web-forms",
        "the hours and minutes of a time's answer are written, as in JavaRosa; ODK Web Forms gives a blank",
        _format_of_time,
    ),
    Rule("cycles", "javarosa", "a cycle is a finding and the form opens; JavaRosa refuses it", _cycle),
    Rule("functions of SurveyCTO", "javarosa", "not run by us, but no reason to refuse the form", _unknown_function),
    *(
        Rule(
            "where clocks change",
            peer,
            "days between dates are whole, also from winter to summer; the others count 23 or 25 hours in between",
            _hour_of_change,
        )
        for peer in ("javarosa", "web-forms")
    ),
    Rule("the size of the earth", "javarosa", "area() and distance() agree to four digits, rounding shows it", _near),
    Rule(
        "the sum of blanks",
        "web-forms",
        "blanks add nothing and the sum of nothing is 0 (XPath), as in JavaRosa; ODK Web Forms gives a blank",
        _sum_of_blanks,
        passes_on=True,
    ),
    Rule(
        "what is hidden does not count",
        "web-forms",
        "count() and join() leave out what is not relevant, as in JavaRosa; ODK Web Forms takes it in as a blank",
        _hidden_counts,
        passes_on=True,
    ),
    Rule(
        "no tenths", "web-forms", "a whole number as text has no .0; a decimal question's has in ODK Web Forms", _tenths
    ),
    Rule(
        "no exponents",
        "web-forms",
        "XPath writes no exponents; ODK Web Forms does, as JavaScript",
        _exponent,
    ),
    Rule("no date is blank", "web-forms", "a computed text Invalid Date is kept as a blank, as in JavaRosa", _no_date),
    Rule(
        "regex is of the whole text", "web-forms", "regex() must match the whole text, as in JavaRosa", _part_of_a_text
    ),
    Rule(
        "triggers of later instances",
        "web-forms",
        "what is triggered in instances that are added or moved is not set, or in another one, in ODK Web Forms",
        _later_instance,
        passes_on=True,
    ),
    Rule(
        "a blank index",
        "web-forms",
        "indexed-repeat() with a blank number means the first, as in JavaRosa",
        _blank_index,
    ),
    Rule("days of the week", "web-forms", "ODK Web Forms does not know %a of format-date()", _weekday),
)
# Rules after whose difference nothing in the same interview is comparable.
SPOILING = frozenset(rule.name for rule in RULES if rule.spoils)


def explain(difference: Difference) -> str | None:
    """Return the name of the rule that explains a difference; None when none does."""
    for rule in RULES:
        if rule.peer == difference.peer and rule.matches(difference):
            return rule.name
    return _passed_on(difference)


def _passed_on(difference: Difference) -> str | None:
    for source in difference.around.sources:
        for rule in RULES:
            if rule.peer == source.peer and rule.passes_on and rule.matches(source):
                return rule.name
    return None
