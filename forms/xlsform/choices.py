"""Read the choices sheets into lists, and say what is wrong with their rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from forms.definition.elements import Choice, ChoiceList
from forms.definition.findings import Findings
from forms.definition.text import EMPTY_TEXT, Text
from forms.errors import NOWHERE, Place
from forms.xlsform.headings import Row, Table
from forms.xlsform.scribe import Scribe, is_name, plain_word
from forms.xlsform.sheets import place

OTHER = "other"
OTHER_LABEL = "Other"


@dataclass(slots=True)
class Lists:
    """The choice lists of a form while it is being read; questions may still add "other" to one."""

    lists: dict[str, ChoiceList]
    places: dict[str, Place] = field(default_factory=dict)
    _small: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def get(self, name: str) -> ChoiceList | None:
        """Return a list, None when there is none of that name."""
        return self.lists.get(name)

    def in_small_letters(self, name: str) -> str:
        """Return the one list whose name differs in capitals only, "" when there is none or several."""
        if not self._small:
            for known in self.lists:
                self._small.setdefault(known.casefold(), []).append(known)
        same = self._small.get(name.casefold(), [])
        return same[0] if len(same) == 1 else ""

    def add_other(self, name: str, scribe: Scribe) -> None:
        """Add the choice "other" at the end of a list that lacks it."""
        known = self.lists[name]
        if all(choice.name != OTHER for choice in known.choices):
            spoken = [choice.label.by_language for choice in known.choices if not choice.label.unmarked]
            languages = dict.fromkeys(language for words in spoken for language in words)
            label = Text(dict.fromkeys(languages, (OTHER_LABEL,))) if languages else scribe.plain(OTHER_LABEL)
            other = Choice(OTHER, label)
            self.lists[name] = replace(known, choices=(*known.choices, other))


def read_choices(table: Table, scribe: Scribe, *, allow_twice: bool, findings: Findings) -> Lists:
    """Return the lists of a choices sheet, in order of appearance.

    Args:
        allow_twice: The form says that a list may hold one name several times.
    """
    for column in table.carried:
        if not is_name(column.heading):
            at = place(table.grid, table.heading_row, column.index, column.heading)
            findings.warning("choices-heading", at, heading=column.heading[:100])
    rows: dict[str, list[Row]] = {}
    for row in table.rows():
        list_name, name = row.get("list_name"), row.get("name")
        if not list_name:
            if name or row.spoken("label"):
                findings.warning("choice-without-list", row.place("list_name"), name=name)
            continue
        rows.setdefault(list_name, []).append(row)
    lists = {}
    for list_name, members in rows.items():
        choices = tuple(_choices(list_name, members, scribe, findings))
        if not allow_twice:
            choices = _without_copies(list_name, choices, findings)
        lists[list_name] = ChoiceList(list_name, choices)
    return Lists(lists, {name: members[0].place("list_name") for name, members in rows.items()})


def check_capitals(lists: Lists, named: Collection[str], written: Iterable[str], findings: Findings) -> None:
    """Note lists that nothing takes and whose names differ from one that is taken in capitals only.

    Args:
        named: Lists that questions take.
        written: Texts in which a list may be named in quotation marks.
    """
    taken = {name.casefold(): name for name in named if name in lists.lists}
    alone = {name: taken[name.casefold()] for name in lists.lists if name not in named and name.casefold() in taken}
    if not alone:
        return
    whole = "\n".join(written)
    for name, near in alone.items():
        if f"'{name}'" not in whole and f'"{name}"' not in whole:
            first = next(iter(lists.lists[name].choices), None)
            at = lists.places.get(name) or (first.place if first is not None else NOWHERE)
            findings.warning("list-twin", at, list=name, near=near, count=len(lists.lists[name].choices))


def _choices(list_name: str, rows: Iterable[Row], scribe: Scribe, findings: Findings) -> Iterable[Choice]:
    """Yield the choices of one list; a row without a name takes its label as name, one without both is left out."""
    for row in rows:
        name = plain_word(row.get("name"))
        if name != row.get("name"):
            findings.repaired("choice-quotes-typographic", row.place("name"), list=list_name, name=name)
        label = scribe.text(row, "label", with_media=True)
        if not name:
            first = next((text for text, _ in row.spoken("label").values()), "")
            if not first:
                findings.warning("choice-empty", row.place("name"), list=list_name)
                continue
            name = "_".join(first.split())
            findings.repaired("choice-without-name", row.place("name"), list=list_name, name=name)
        if label is EMPTY_TEXT:
            findings.repaired("choice-label-missing", row.place("label"), list=list_name, name=name)
            label = scribe.plain(name)
        columns = {heading: plain_word(text) for heading, text in row.carried().items()}
        yield Choice(name, label, columns, row.place("name"))


def _without_copies(list_name: str, choices: tuple[Choice, ...], findings: Findings) -> tuple[Choice, ...]:
    """Drop a choice that repeats an earlier one in every respect; keep and note one that differs from it."""
    first: dict[str, Choice] = {}
    kept = []
    for choice in choices:
        earlier = first.setdefault(choice.name, choice)
        if earlier is choice:
            kept.append(choice)
            continue
        facts = {"list": list_name, "name": choice.name, "first": earlier.place.cell or ""}
        if _wording(earlier.label) == _wording(choice.label) and earlier.columns == choice.columns:
            findings.repaired("choice-copy-dropped", choice.place, **facts)
            continue
        if earlier.columns != choice.columns:
            findings.repaired("choice-twice-kept", choice.place, **facts)
        else:
            findings.warning("choice-twice-differs", choice.place, **facts)
        kept.append(choice)
    return tuple(kept)


def _wording(text: Text) -> tuple[object, object]:
    """Return what a text says, without where it stands."""
    said = {
        language: tuple(part if isinstance(part, str) else part.source for part in parts)
        for language, parts in text.by_language.items()
    }
    return said, text.media
