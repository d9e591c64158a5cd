"""Sentences about expressions: what cannot be read in them, and what cannot be worked out."""

from __future__ import annotations

from typing import Final

from forms.locale.words import Words, say

_READ = say("Near “{near}”. Correct the expression; until then it is not carried out.")

EXPRESSIONS: Final[dict[str, Words]] = {
    "xpath-arguments": Words(
        say("{name}() takes {least} to {most} values between its brackets, not {given}."), say("Add or remove values.")
    ),
    "xpath-arguments-exact": Words(
        say("{name}() needs {least} values between its brackets; {given} are there."), say("Add or remove values.")
    ),
    "function-not-run": Words(
        say("{name}() is a function of another tool."),
        say("The expression is kept; what it works out stays blank here."),
    ),
    "xpath-arguments-few": Words(
        say("{name}() takes at least {least} values between its brackets, not {given}."), say("Add values.")
    ),
    "xpath-axis": Words(say("“{name}::” is no direction an expression can go."), _READ),
    "xpath-bad-reference": Words(say("“{found}” is no reference: it must read like ${{name}}."), _READ),
    "xpath-date-impossible": Words(say("“{value}” is no possible date."), say("Write a date as 2026-01-31.")),
    "xpath-empty": Words(say("The expression is empty."), say("Write one, or clear the cell.")),
    "xpath-function-unknown": Words(say("There is no function {name}()."), say("Correct its name.")),
    "xpath-function-unknown-near": Words(say("There is no function {name}()."), say("Perhaps “{near}” is meant?")),
    "xpath-incomplete": Words(say("The expression ends too early: something is missing, perhaps a bracket."), _READ),
    "xpath-instance-unknown": Words(say("The form has no list “{name}”."), say("Add the list, or correct its name.")),
    "xpath-nodes-needed": Words(
        say("{name}() needs the name of a question, not a value."), say("Write a reference such as ${{name}} there.")
    ),
    "xpath-not-nodes": Words(say("Only questions can have a part in square brackets or behind “/”."), _READ),
    "xpath-operator-capitals": Words(
        say("“{found}” is written with capital letters, so it is not understood."),
        say("Write it in small letters, such as and, or."),
    ),
    "xpath-operator-equals": Words(
        say("The expression compares with two equal signs, “==”."), say("Write one equal sign: “=”.")
    ),
    "xpath-operator-order": Words(
        say("The equal sign stands on the wrong side of “<” or “>”."), say("Write “<=” or “>=”.")
    ),
    "xpath-operator-symbols": Words(
        say("Signs such as “&&” and “||” are not understood here."), say("Write the words and, or.")
    ),
    "xpath-operator-unequal": Words(say("“<>” is not understood here."), say("For “is not equal” write “!=”.")),
    "xpath-prefix-unknown": Words(
        say("The prefix “{prefix}:” has no meaning in this form."), say("Remove it, or name it in the settings.")
    ),
    "xpath-reference-unresolved": Words(
        say("“{name}” is named, but no row has that name."), say("Correct the name, or add the question.")
    ),
    "xpath-regex-bad": Words(say("“{pattern}” is no possible pattern."), say("Correct the regular expression.")),
    "xpath-regex-hangs": Words(
        say("The pattern “{pattern}” takes endless time on some answers, here and on every other device."),
        say("Write it without a repetition inside a repetition: “(a+)+” matches no more than “a+”."),
    ),
    "xpath-regex-slow": Words(
        say("The pattern “{pattern}” takes too long to check; the answer counts as not matching."),
        say("Write the regular expression more simply, without a repeat inside a repeat."),
    ),
    "xpath-text-too-long": Words(
        say("The expression makes a text of more than {limit} characters; it stays blank."),
        say("Look whether a calculation repeats another one over and over."),
    ),
    "xpath-too-deep": Words(
        say("The expression has more than {limit} brackets inside each other."),
        say("Split it into several calculates."),
    ),
    "xpath-too-long": Words(
        say("The expression has {length} characters; at most {limit} are possible."),
        say("Split it into several calculates."),
    ),
    "xpath-unexpected": Words(say("“{found}” does not belong here."), _READ),
    "xpath-unfinished-text": Words(say("A text between quotation marks is never closed."), _READ),
    "xpath-value-refused": Words(say("{name}() cannot take “{value}”."), say("Correct the value.")),
    "xpath-variable": Words(say("“${name}” is no reference: it must read like ${{{name}}}."), _READ),
}
