"""Differences that are understood: each rule with its reason, matched as narrowly as can be, counted when used."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from same_instances import ABSENT, Difference
from traits import ABSOLUTE, COUNTED, DECIMAL, EXTERNAL, PROPOSED, REPEATED, TRIGGERED, TRUTH_OF_NODES


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of difference.

    Args:
        name: Short, printed with its count.
        peer: The other engine.
        reason: Who is right and why.
        matches: Tells whether a difference is of this kind.
        spoils: Whether what follows in that interview follows from it.
    """

    name: str
    peer: str
    reason: str
    matches: Callable[[Difference], bool]
    spoils: bool = False


_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}\.\d{3}(Z|[+-]\d{2}:\d{2})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NEAR = 2e-4  # share by which engines may differ on how large the earth is
LAST_PLACE = 0.101  # rounded to tenths they may be one apart
_POWER = re.compile(r"-?\d+(\.\d+)?[eE]-?\d+")


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
    return bool(_POWER.fullmatch(difference.theirs)) and float(difference.ours) == float(difference.theirs)


def _day_of_now(difference: Difference) -> bool:
    return "now" in difference.uses and _MOMENT.sub(r"\1", difference.ours) == difference.theirs


def _largest(difference: Difference) -> bool:
    return bool(difference.uses & {"max", "min"}) and difference.ours in ("", "false")


def _sum_of_blanks(difference: Difference) -> bool:
    return "sum" in difference.uses


def _hidden_counts(difference: Difference) -> bool:
    return bool(difference.uses & {"count", "join"})


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
    return PROPOSED in difference.uses and (difference.kind == "value" or "not relevant" in difference.theirs)


def _no_longer_offered(difference: Difference) -> bool:
    return EXTERNAL in difference.uses and difference.ours == ""


def _same_day(difference: Difference) -> bool:
    return "now" in difference.uses and (difference.ours, difference.theirs) in (("true", "0"), ("false", "1"))


def _cycle(difference: Difference) -> bool:
    return difference.kind == "load" and "Cycle detected" in difference.theirs


def _unknown_function(difference: Difference) -> bool:
    return difference.kind == "load" and "cannot handle function" in difference.theirs


def _first_instance(difference: Difference) -> bool:
    return ABSOLUTE in difference.uses


def _cut_in_utc(difference: Difference) -> bool:
    return "date" in difference.uses and bool(_DAY.match(difference.ours) and _DAY.match(difference.theirs))


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
    return difference.uses >= {TRIGGERED, REPEATED}


def _blank_index(difference: Difference) -> bool:
    return "indexed-repeat" in difference.uses and difference.theirs == ""


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
    ),
    Rule(
        "moments of one day",
        "javarosa",
        "moments are compared with their time, as in ODK Web Forms; JavaRosa compares their days",
        _same_day,
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
    ),
    Rule(
        "what is hidden does not count",
        "web-forms",
        "count() and join() leave out what is not relevant, as in JavaRosa; ODK Web Forms takes it in as a blank",
        _hidden_counts,
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
    return None
