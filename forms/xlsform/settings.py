"""Read the settings sheet: old names, the form's identity, and everything else carried as written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from forms.definition.actions import Attribute
from forms.definition.findings import Findings
from forms.errors import NOWHERE, Place
from forms.xlsform.scribe import is_name, repaired_name
from forms.xlsform.sheets import Grid, cell_address

ALIASES = {
    "title": "form_title",
    "set_form_title": "form_title",
    "id_string": "form_id",
    "set_form_id": "form_id",
}
_NAMESPACE = re.compile(r"""(?<![\w.\-])([\w.\-]++)\s*+=\s*+["'\u201c\u201d]([^"'\u201c\u201d]+)["'\u201c\u201d]""")


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
    """Return the settings in the first filled row below the headings."""
    rows = [(number, row) for number, row in enumerate(grid.rows[1:], start=2) if any(row)]
    if not grid.rows or not rows:
        return Settings()
    number, row = rows[0]
    values: dict[str, str] = {}
    places: dict[str, Place] = {}
    for index, written in enumerate(grid.rows[0]):
        text = row[index] if index < len(row) else ""
        heading = "_".join(written.split()).lower()
        name = ALIASES.get(heading, heading)
        if name and text and name not in values:
            values[name] = text
            places[name] = Place(grid.name, number, written, cell_address(number, index))
    return Settings(values, places)


def namespaces(settings: Settings) -> dict[str, str]:
    """Return prefix -> URI of the setting `namespaces` (`esri="http://esri.com/xforms"`)."""
    return dict(_NAMESPACE.findall(settings.get("namespaces")))


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
    if wanted and not is_name(wanted):
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
