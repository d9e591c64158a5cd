"""The parameters column of a workbook, and the attributes of control and bind in which an XForm says the same."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]  # word of the column -> attribute, with its prefix

_MOCK = {"allow-mock-accuracy": "odk:allow-mock-accuracy"}
_AUDIT = (
    "track-changes",
    "track-changes-reasons",
    "identify-user",
    "location-priority",
    "location-min-interval",
    "location-max-age",
)
OF_CONTROL: Mapping[str, Words] = {
    "text": {"rows": "rows"},
    "geopoint": {"capture-accuracy": "accuracyThreshold", "warning-accuracy": "unacceptableAccuracyThreshold"},
    "geotrace": {"incremental": "incremental"},
    "geoshape": {"incremental": "incremental"},
    "range": {
        "start": "start",
        "end": "end",
        "step": "step",
        "tick_interval": "odk:tick-interval",
        "placeholder": "odk:placeholder",
    },
    "image": {"app": "intent"},
}
OF_BIND: Mapping[str, Words] = {
    "image": {"max-pixels": "orx:max-pixels"},
    "audio": {"quality": "odk:quality"},
    "geopoint": _MOCK,
    "geotrace": _MOCK,
    "geoshape": _MOCK,
    "audit": {word: f"odk:{word}" for word in _AUDIT},
}
NONE: Words = {}


def by_attribute(words: Mapping[str, Words]) -> Mapping[str, Words]:
    """Return kind -> attribute without its prefix -> word."""
    return {kind: {name.rpartition(":")[2]: word for word, name in each.items()} for kind, each in words.items()}
