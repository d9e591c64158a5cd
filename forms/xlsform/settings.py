"""Read the settings sheet: old names, the form's identity, and everything else carried as written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from forms.definition.actions import Attribute
from forms.definition.findings import Findings
from forms.errors import NOWHERE, Place
from forms.xlsform.loose import plain
from forms.xlsform.scribe import NO, YES, is_name, repaired_name
from forms.xlsform.sheets import Grid, place

ALIASES = {
    "title": "form_title",
    "set_form_title": "form_title",
    "id_string": "form_id",
    "set_form_id": "form_id",
}
_NAMESPACE = re.compile(r"""(?<![\w.\-])([\w.\-]++)\s*+=\s*+["'\u201c\u201d]([^"'\u201c\u201d]+)["'\u201c\u201d]""")

_URI = re.compile(r"""[^\s<>"{}|\\^`]+""")
KNOWN = frozenset(
    """
    form_title form_id version default_language public_key submission_url instance_name style name namespaces
    allow_choice_duplicates auto_send auto_delete omit_instanceid client_editable clean_text_values instance_id
    instance_xmlns sms_keyword sms_separator sms_allow_media sms_date_format sms_datetime_format sms_response prefix
    delimiter compact_delimiter flat add_none_option
    """.split()  # noqa: SIM905
)
TRUTHS = frozenset({"allow_choice_duplicates", "omit_instanceid", "clean_text_values", "auto_send", "auto_delete"})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a form, heading in lower case -> text, with the place of each."""

    values: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return a setting, "" when it is missing."""
        return self.values.get(name, "")

    def place(self, name: str) -> Place:
        """Return where a setting stands."""
        return self.places.get(name, NOWHERE)

    def with_added(self, name: str, value: str, place: Place) -> Settings:
        """Return settings that also hold one written elsewhere (old forms name them on the survey sheet)."""
        if self.get(name):
            return self
        return Settings({**self.values, name: value}, {**self.places, name: place})


def read_settings(grid: Grid) -> Settings:
    """Return the settings in the first filled row below the headings, which stand in the first filled row.

    Of two that mean the same, the one under today's heading counts, as in pyxform.
    """
    values: dict[str, str] = {}
    places: dict[str, Place] = {}
    for name, text, at in sorted(_cells(grid), key=lambda cell: plain(cell[2].column or "") in ALIASES):
        if name not in values:
            values[name] = text
            places[name] = at
    return Settings(values, places)


def _filled_rows(grid: Grid) -> list[tuple[int, Sequence[str]]]:
    return [(number, row) for number, row in enumerate(grid.rows, start=1) if any(row)]


def _cells(grid: Grid) -> Iterator[tuple[str, str, Place]]:
    """Yield (name in its normal form, text, place) of the cells that are filled."""
    rows = _filled_rows(grid)
    if len(rows) < 2:
        return
    (_, headings), (number, row) = rows[:2]
    for index, written in enumerate(headings):
        text = row[index] if index < len(row) else ""
        heading = plain(written) if "::" not in written else "_".join(written.split()).lower()
        if heading and text:
            at = place(grid, number, index, written)
            yield ALIASES.get(heading, heading), text, at


def check_settings(grid: Grid, settings: Settings, findings: Findings) -> None:
    """Note settings that mean nothing here, that are there twice, or that say what they cannot."""
    rows = _filled_rows(grid)
    if len(rows) > 2:
        findings.warning("settings-more-rows", place(grid, rows[2][0]), row=grid.line(rows[1][0]))
    for name, text, at in _cells(grid):
        if at != settings.place(name):
            findings.warning("setting-twice", at, name=name, first=settings.place(name).cell or "")
        elif name not in KNOWN and "::" not in name:
            near = findings.nearest(name, KNOWN, cutoff=0.8)
            if near:
                findings.warning("setting-unknown-near", at, name=name, near=near)
        elif name in TRUTHS and text.lower() not in YES | NO:
            findings.warning("setting-not-yes", at, name=name, written=text[:60])
        elif name == "public_key":
            findings.warning("setting-not-run", at, name=name)
        elif name == "namespaces" and len(_NAMESPACE.findall(text)) != (len(namespaces(settings)) or -1):
            findings.warning("namespaces-unfit", at)


def namespaces(settings: Settings) -> dict[str, str]:
    """Return prefix -> URI of the setting `namespaces` (`esri="http://esri.com/xforms"`)."""
    return {
        prefix: uri
        for prefix, uri in _NAMESPACE.findall(settings.get("namespaces"))
        if is_name(prefix) and not prefix.lower().startswith("xml") and _URI.fullmatch(uri)
    }


def root_attributes(settings: Settings) -> tuple[Attribute, ...]:
    """Return the attributes that settings give the instance's root element (`attribute::odk:x`)."""
    found = []
    for name, text in settings.values.items():
        first, parted, _ = name.partition("::")
        written = settings.place(name)
        if first == "attribute" and parted:
            attribute = (written.column or name).partition("::")[2].strip()
            found.append(Attribute(attribute, text, place=written))
    return tuple(found)


def form_id(settings: Settings, file_name: str) -> str:
    """Return the form's id: the setting, else the file's name without its extension."""
    return settings.get("form_id") or PurePath(file_name.replace("\\", "/")).stem or "form"


def root_name(settings: Settings, used: Mapping[str, Place], findings: Findings) -> str:
    """Return the name of the instance's root element, free of clashes with the names of elements.

    Args:
        used: Names of all elements of the form, each with the place of the first that bears it.
    """
    wanted = settings.get("name")
    if wanted and (not is_name(wanted) or ":" in wanted):
        name = repaired_name(wanted)
        findings.repaired("root-name-invalid", settings.place("name"), written=wanted, name=name)
    else:
        name = wanted or "data"
    if name not in used:
        return name
    free = next(
        word for word in ("form", "data_form", *(f"form_{n}" for n in range(2, len(used) + 3))) if word not in used
    )
    findings.repaired("root-name-clash", used[name], written=name, name=free)
    return free
