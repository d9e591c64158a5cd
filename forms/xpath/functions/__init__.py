"""The function library, one file per family.

* `signature` — what a function is: number of arguments, how its code is made
* `logic` — true, false, not, boolean, boolean-from-string, if, coalesce, once, checklist, weighted-checklist
* `nodesets` — position, last, count, count-non-empty, sum, id, name, lang, current, instance, randomize,
  indexed-repeat; `shuffle` is the order that randomize draws
* `strings` — the text functions of XPath and ODK, regex, join, base64-decode
* `numbers` — number, int, round, min, max, trigonometry
* `dates` — today, now, date, date-time, format-date, decimal-date-time, decimal-time
* `geo` — area, distance, geofence
* `selects` — selected, selected-at, count-selected, jr:choice-name
* `chance` — random, uuid, digest, extract-signed
* `surroundings` — jr:itext, pulldata, property, version

Each holds its functions in a table `FUNCTIONS`; `CORE` names those that XPath 1.0 alone has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.xpath.code import Compiled
from forms.xpath.errors import XPathError
from forms.xpath.expr import Call
from forms.xpath.functions import chance, dates, geo, logic, nodesets, numbers, selects, strings, surroundings
from forms.xpath.functions.signature import Function, Site
from forms.xpath.scope import Scope

ODK: Final[Mapping[str, Function]] = {
    **logic.FUNCTIONS,
    **nodesets.FUNCTIONS,
    **strings.FUNCTIONS,
    **numbers.FUNCTIONS,
    **dates.FUNCTIONS,
    **geo.FUNCTIONS,
    **selects.FUNCTIONS,
    **chance.FUNCTIONS,
    **surroundings.FUNCTIONS,
}
CORE: Final[Mapping[str, Function]] = {
    **{name: ODK[name] for name in (*logic.CORE, *nodesets.CORE, *strings.CORE, *numbers.CORE)},
    **nodesets.CORE_ONLY,
    **strings.CORE_ONLY,
    **numbers.CORE_ONLY,
}


def function(name: str, *, is_odk: bool, given: int) -> Function:
    """Return a function of the library that takes that many arguments.

    Raises:
        XPathError: `xpath-function-unknown`, `xpath-arguments`.
    """
    found = (ODK if is_odk else CORE).get(name)
    if found is None:
        raise XPathError("xpath-function-unknown", name=name)
    if not found.takes(given):
        most = "" if found.most is None else found.most
        raise XPathError("xpath-arguments", name=name, least=found.least, most=most, given=given)
    return found


def call_code(call: Call, scope: Scope) -> Compiled:
    """Return the code of a function call.

    Raises:
        XPathError: `xpath-function-unknown`, `xpath-arguments`, `xpath-nodes-needed`.
    """
    called = function(call.name, is_odk=scope.is_odk, given=len(call.arguments))
    return called.build(Site(call, tuple(scope.compile(argument) for argument in call.arguments), scope))
