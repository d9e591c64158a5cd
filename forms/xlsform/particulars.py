"""Look at what a row says besides its rules: parameters, appearance, files, and what belongs together.

Everything here is carried whatever it says; a word that means nothing is told, with the word that it may have meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation

from forms.definition.elements import Question
from forms.definition.findings import Findings
from forms.xlsform.headings import Row
from forms.xlsform.scribe import NO, REFERENCE
from forms.xlsform.types import LIST_FILES

APPEARANCES = frozenset(
    """
    multiline numbers url masked thousands-sep bearing counter no-calendar month-year year ethiopian coptic islamic
    bikram-sambat myanmar persian buddhist minimal quick autocomplete search likert label list-nolabel list columns
    columns-pack columns-flex no-buttons map image-map horizontal horizontal-compact compact quickcompact field-list
    table-list summary hide-input signature draw annotate new new-front selfie hidden-answer placement-map maps vertical
    no-ticks picker rating distress inline comment printer hidden streetview satellite terrain popup rounded spinner
    no-collapse page-break random randomized time day show_formatted calculator kobo-disaggregation
    """.split()  # noqa: SIM905
)
# Appearance words that end in a number or name a program: w3, columns-4, ex:org.example.app(...).
_FREE_WORD = re.compile(r"w\d{1,2}|columns-\d+|compact-\d+|quickcompact-\d+|\S*[:(.].*|.{1,3}|dx\S*")

_SELECTS = frozenset({"randomize", "seed"})
_FROM_FILE = _SELECTS | {"value", "label"}
_SHAPE = frozenset({"incremental", "allow-mock-accuracy", "reference-geometry"})
ACCEPTED: Mapping[str, frozenset[str]] = {
    "text": frozenset({"rows"}),
    "select_one": _SELECTS,
    "select_multiple": _SELECTS,
    "rank": _SELECTS,
    "select_one_external": _SELECTS,
    "select_one_from_file": _FROM_FILE,
    "select_multiple_from_file": _FROM_FILE,
    "range": frozenset({"start", "end", "step", "tick_interval", "placeholder", "tick_labelset"}),
    "image": frozenset({"max-pixels", "app"}),
    "audio": frozenset({"quality"}),
    "background-audio": frozenset({"quality"}),
    "geopoint": frozenset({"capture-accuracy", "warning-accuracy", "allow-mock-accuracy", "reference-geometry"}),
    "geotrace": _SHAPE,
    "geoshape": _SHAPE,
    "audit": frozenset(
        {"location-priority", "location-min-interval", "location-max-age", "track-changes", "track-changes-reasons"}
        | {"identify-user"}
    ),
}
_NUMBERS = frozenset(
    {"start", "end", "step", "tick_interval", "placeholder", "capture-accuracy", "warning-accuracy"}
    | {"rows", "max-pixels", "location-min-interval", "location-max-age"}
)
_TRUTHS = frozenset({"randomize", "track-changes", "identify-user", "allow-mock-accuracy", "incremental"})
_WORDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_TRUTHS, ("true", "false")),
    "quality": ("normal", "low", "voice-only", "external"),
    "location-priority": ("no-power", "low-power", "balanced", "high-accuracy"),
    "track-changes-reasons": ("on-form-edit",),
}
_RULES = ("constraint", "calculation", "trigger", "choice_filter", "required", "default")
# Columns that mean nothing for a kind of row.
UNUSED: Mapping[str, tuple[str, ...]] = {
    "begin": (*_RULES, "repeat_count", "parameters", "save_to"),
    "repeat": (*_RULES, "parameters", "save_to"),
    "end": (*_RULES, "repeat_count", "relevant", "parameters", "save_to"),
    "question": ("choice_filter", "repeat_count"),
    "choices": ("repeat_count",),
}
PARAMETER = re.compile(r"""(?<![^\s=,;])([^\s=,;]++)\s*+=\s*+("[^"]*"|'[^']*'|[^\s,;]+)""")


def parameters_of(text: str) -> dict[str, str]:
    """Return the words of a parameters cell, `key=value`, keys in lower case."""
    found = {}
    for key, value in PARAMETER.findall(text):
        found[key.lower()] = value[1:-1] if value[0] in "\"'" and len(value) > 1 else value
    return found


def check_particulars(
    row: Row, question: Question, lists: Collection[str], languages: Collection[str], findings: Findings
) -> None:
    """Note what a row says that means nothing, or that does not go together.

    Args:
        lists: Names of the choice lists of the form.
        languages: Languages of the form.
    """
    check_unused(row, "question" if question.choices is None else "choices", findings)
    if row.get("parameters"):
        _check_parameters(row, question, lists, findings)
    check_appearance(row, question.appearance, findings)
    _check_choices(row, question, languages, findings)
    if question.kind == "background-geopoint" and not question.trigger:
        findings.error(
            "trigger-missing", row.place("trigger" if row.table.has("trigger") else "type"), name=question.name
        )
    if question.kind in ("select_one_from_file", "select_multiple_from_file") and question.choices is not None:
        _check_file(row, question.choices.file or "", findings)
    if any("big-image" in kinds and "image" not in kinds for kinds in question.label.media.values()):
        findings.warning("big-image-alone", row.place("big-image"), name=question.name)


def check_unused(row: Row, section: str, findings: Findings) -> None:
    """Note cells of a row that mean nothing there: a trigger at the end of a group, a choice filter of a text.

    Args:
        section: "begin", "end" or "repeat" of a section; "choices" or "question" of a question with choices or without.
    """
    for key in UNUSED[section]:
        text = row.get(key)
        if text and text.lower() not in NO:
            findings.warning("cell-unused", row.place(key), column=key, type=row.get("type")[:60])


def check_appearance(row: Row, words: tuple[str, ...], findings: Findings) -> None:
    """Note an appearance that is nearly one of those that mean something."""
    for word in words:
        if word in APPEARANCES or _FREE_WORD.fullmatch(word):
            continue
        near = word.lower() if word.lower() in APPEARANCES else findings.nearest(word, APPEARANCES, cutoff=0.8)
        if near:
            findings.warning("appearance-unknown-near", row.place("appearance"), word=word, near=near)


def _check_file(row: Row, name: str, findings: Findings) -> None:
    """Note a list in a file of a kind that no program reads."""
    if not name.lower().endswith(LIST_FILES):
        findings.error("list-file-kind", row.place("type"), file=name[:100])


def _check_choices(row: Row, question: Question, languages: Collection[str], findings: Findings) -> None:
    """Note what "or other" does not go together with."""
    if question.choices is None or not question.choices.or_other:
        return
    if question.choices.filter is not None:
        findings.warning("other-filtered", row.place("choice_filter"), name=question.name)
    if len(languages) > 1:
        findings.warning("other-untranslated", row.place("type"), name=question.name)


def _check_parameters(row: Row, question: Question, lists: Collection[str], findings: Findings) -> None:
    at, text = row.place("parameters"), row.get("parameters")
    left = " ".join(PARAMETER.sub(" ", text).replace(",", " ").replace(";", " ").split())
    if left:
        findings.warning("parameters-unreadable", at, written=left[:60])
    accepted = ACCEPTED.get(question.kind, frozenset())
    for key, value in question.parameters.items():
        if key not in accepted:
            near = findings.nearest(key, accepted, cutoff=0.6)
            code = "parameter-unknown-near" if near else "parameter-unknown"
            findings.warning(code, at, key=key[:60], type=question.kind, near=near)
        elif key in _NUMBERS and _number(value) is None:
            findings.warning("parameter-not-number", at, key=key, value=value[:60])
        elif key in _WORDS and value.lower() not in _WORDS[key]:
            findings.warning("parameter-not-word", at, key=key, value=value[:60], known=", ".join(_WORDS[key]))
        elif key == "seed" and _number(value) is None and not REFERENCE.fullmatch(value):
            findings.warning("parameter-seed", at, value=value[:60])
    if "seed" in question.parameters and question.parameters.get("randomize", "").lower() != "true":
        findings.warning("parameter-seed-alone", at)
    if question.kind == "range":
        _check_range(row, question, lists, findings)


def _check_range(row: Row, question: Question, lists: Collection[str], findings: Findings) -> None:
    """Note a scale on which no number, or not the number that is meant, can be chosen."""
    at = row.place("parameters")
    written = {"start": "1", "end": "10", "step": "1", **question.parameters}
    start, end, step = (_number(written[key]) for key in ("start", "end", "step"))
    if start is None or end is None or step is None:
        return  # that is told already
    facts = {key: written[key][:20] for key in ("start", "end", "step")}
    if step == 0 or abs(step) > abs(end - start):
        findings.warning("range-impossible", at, **facts)
        return
    for key in ("placeholder", "tick_interval"):
        value = _number(written.get(key, ""))
        if value is None:
            continue
        is_off = (value - (start if key == "placeholder" else 0)) % step != 0
        is_out = key == "placeholder" and not min(start, end) <= value <= max(start, end)
        if is_off or is_out or (key == "tick_interval" and value == 0):
            findings.warning("range-off", at, key=key, value=written[key][:20], **facts)
    labels = written.get("tick_labelset")
    if labels and labels not in lists:
        near = findings.nearest(labels, lists, cutoff=0.6)
        code = "list-unknown-near" if near else "list-unknown"
        findings.error(code, at, list=labels, near=near, sheet="choices")


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 30 else None
