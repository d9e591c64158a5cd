"""First pass over the survey sheet: what each row is, and under which name it will stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from forms.definition.findings import Findings
from forms.definition.form import MOST_ELEMENTS
from forms.definition.kinds import KINDS
from forms.errors import FormRefused, Place
from forms.xlsform.headings import Row, Table
from forms.xlsform.kobo import expanded
from forms.xlsform.loops import with_loops
from forms.xlsform.scribe import REFERENCE, YES, is_name, repaired_name
from forms.xlsform.settings import ALIASES, Settings, namespaces
from forms.xlsform.types import BEGIN, END, EXTERNAL, KNOWN_WORDS, TypeCell, understand_type

NAMED_BY_US = frozenset({"meta"})  # direct children of the root that the instance itself needs
OF_THE_INSTANCE = ("instanceID", "instanceName")
# Sections inside each other; the deepest real form known has 8. Walks over a form use a frame or two per level.
MOST_DEPTH = 100
KOBO_NAME = "$autoname"  # column in which KoboToolbox keeps the names it makes for questions without one
IN_SETTINGS = frozenset({*ALIASES, "form_title", "form_id"})


@dataclass(frozen=True, slots=True)
class Item:
    """One row that becomes an element, opens a section or closes one.

    Args:
        cell: The type cell, understood.
        name: Name in the instance; "" for the end of a section.
        written: Name as the author wrote it where it had to be changed, else "".
        brings: Name of the question that the row brings along (what "other" is, how often a repeat is asked), "" for
            none.
    """

    row: Row
    cell: TypeCell
    name: str = ""
    written: str = ""
    brings: str = ""


@dataclass(slots=True)
class Outline:
    """All rows in order, the names that were changed, and settings found on the survey sheet."""

    items: list[Item] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)

    def names(self) -> dict[str, int]:
        """Return every name that `${name}` may mean, and how many elements bear it."""
        counts: Counter[str] = Counter(OF_THE_INSTANCE)
        for item in self.items:
            if not item.name:
                continue
            counts[item.name] += 1
            if item.brings:
                counts[item.brings] += 1
        return counts

    def places(self) -> dict[str, Place]:
        """Return every name of an element, with the place of the first that bears it."""
        places: dict[str, Place] = {}
        for item in self.items:
            for name in filter(None, (item.name, item.brings)):
                places.setdefault(name, item.row.place("name"))
        return places


def outline(table: Table, choices: Table | None, settings: Settings, findings: Findings) -> Outline:
    """Return what each row of the survey sheet is; sections are balanced, names are valid and unlike their siblings.

    Args:
        choices: The choices sheet, from which a matrix takes its rows.
    """
    result = Outline(settings=settings)
    items = []
    for row in with_loops(expanded(table, choices, findings), choices, findings):
        if row.get("disabled").lower() in YES:
            continue
        cell = _type_of(row, findings)
        if cell is None:
            continue
        if row.get("type").lower() in IN_SETTINGS:
            result.settings = result.settings.with_added(
                ALIASES.get(row.get("type").lower(), row.get("type").lower()), row.get("name"), row.place("name")
            )
            continue
        items.append(Item(row, cell))
        if len(items) > MOST_ELEMENTS:
            raise FormRefused("survey-too-long", most=MOST_ELEMENTS, sheet=table.grid.name)
    _name_all(_balance(items, findings), result, findings)
    return result


def _type_of(row: Row, findings: Findings) -> TypeCell | None:
    """Return a row's type; None for a row that is a remark."""
    written = row.get("type")
    if not written:
        name, calculation = row.get("name"), row.get("calculation")
        if not name and row.spoken("label"):
            label = next(text for text, _ in row.spoken("label").values())
            findings.warning("row-without-type-or-name", row.place("type"), label=label[:100])
        if not name:
            return None
        kind = "calculate" if calculation else "text"
        if not calculation and not row.spoken("label"):
            findings.warning("row-without-type", row.place("type"), name=name)
            return None
        findings.repaired("type-missing", row.place("type"), name=name, kind=kind)
        return TypeCell(kind)
    cell = understand_type(written)
    if cell.kind == "unknown" and written.lower() not in IN_SETTINGS:
        near = findings.nearest(written.lower(), KNOWN_WORDS, cutoff=0.7)
        code = "type-unknown-near" if near else "type-unknown"
        findings.repaired(code, row.place("type"), type=written[:100], near=near)
    elif cell.kind in KINDS and KINDS[cell.kind].not_run:
        findings.warning("type-not-run", row.place("type"), type=written)
    elif written.lower() == "calculate_here":
        findings.warning("type-calculate-here", row.place("type"))
    elif cell.kind == BEGIN and cell.section not in ("group", "repeat"):
        findings.warning("section-not-run", row.place("type"), type=written)
    return cell


def _balance(items: list[Item], findings: Findings) -> list[Item]:
    """Close what was left open and leave out ends without a beginning."""
    result: list[Item] = []
    opened: list[Item] = []
    for item in items:
        if item.cell.kind == BEGIN:
            opened.append(item)
            if len(opened) > MOST_DEPTH:
                at = item.row.place("type")
                facts = {"sheet": at.sheet or "", "cell": at.cell or ""}
                raise FormRefused("sections-too-deep", most=MOST_DEPTH, **facts)
        elif item.cell.kind == END:
            if not opened:
                findings.repaired("section-end-alone", item.row.place("type"), type=item.row.get("type"))
                continue
            begun = opened.pop()
            if begun.cell.section != item.cell.section:
                at = begun.row.place("type")
                facts = {"begun": begun.row.get("type"), "begun_cell": at.cell or "", "end": item.row.get("type")}
                findings.repaired("section-end-differs", item.row.place("type"), **facts)
        result.append(item)
    for begun in reversed(opened):
        name = begun.row.get("name")
        findings.repaired("section-open", begun.row.place("type"), type=begun.row.get("type"), name=name)
        result.append(Item(begun.row, TypeCell(END, section=begun.cell.section)))
    return result


@dataclass(slots=True)
class _Section:
    """The names given so far inside one section."""

    taken: dict[str, Item] = field(default_factory=dict)
    numbers: Counter[str] = field(default_factory=Counter)
    small: dict[str, Item] = field(default_factory=dict)

    def add(self, item: Item, findings: Findings) -> None:
        """Take the item's name; notes one that differs from an earlier one in capitals only."""
        self.taken[item.name] = item
        first = self.small.setdefault(item.name.casefold(), item)
        if first.name != item.name:
            facts = {"name": item.name, "other": first.name, "first": first.row.place("name").cell or ""}
            findings.warning("name-twice-capitals", item.row.place("name"), **facts)

    def free(self, name: str) -> str:
        """Return the name with the first number behind it that makes it unlike all others here."""
        while True:
            self.numbers[name] += 1
            tried = f"{name}_{self.numbers[name] + 1}"
            if tried not in self.taken:
                return tried


def _name_all(items: list[Item], result: Outline, findings: Findings) -> None:
    """Give every element a name that is possible and unlike its siblings'."""
    open_sections = [_Section()]
    homes: list[_Section] = []  # the section of each item of the result
    repeats: dict[str, Item] = {}
    prefixes = frozenset(namespaces(result.settings))
    for item in items:
        if item.cell.kind == END:
            open_sections.pop()
            result.items.append(item)
            homes.append(open_sections[-1])
            continue
        here = open_sections[-1]
        homes.append(here)
        if item.cell.kind in EXTERNAL or item.cell.kind == "audit":
            result.items.append(replace(item, name=_bare(item, findings)))
            continue
        named = _named(item, here, findings, prefixes, at_root=len(open_sections) == 1)
        if named.written and named.written not in result.renamed:
            result.renamed[named.written] = named.name
        here.add(named, findings)
        result.items.append(named)
        if item.cell.kind == BEGIN and item.cell.section == "repeat":
            _note_repeat(repeats, named, findings)
        if item.cell.kind == BEGIN:
            open_sections.append(_Section())
    result.items = [_with_companion(item, home, findings) for item, home in zip(result.items, homes, strict=True)]
    # A name that was changed in one place but stands unchanged in another still means the other.
    unchanged = {item.name for item in result.items if item.name and not item.written}
    for written in unchanged & set(result.renamed):
        del result.renamed[written]


def _with_companion(item: Item, home: _Section, findings: Findings) -> Item:
    """Return the item with the name of the question it brings along, unlike every name a person wrote beside it."""
    count = item.row.get("repeat_count") if item.cell.kind == BEGIN and item.cell.section == "repeat" else ""
    if item.cell.or_other and item.name:
        wanted, column = f"{item.name}_other", "type"
    elif count and not is_reference(count):
        wanted, column = f"{item.name}_count", "repeat_count"
    else:
        return item
    name = wanted
    if wanted in home.taken:
        name = home.free(wanted)
        first = home.taken[wanted].row.place("name").cell or ""
        findings.repaired("companion-renamed", item.row.place(column), written=wanted, name=name, first=first)
    home.taken[name] = item
    return replace(item, brings=name)


def _note_repeat(repeats: dict[str, Item], item: Item, findings: Findings) -> None:
    """Note a repeat that is called as another one is, in whatever group: tables of answers are named by them."""
    first = repeats.setdefault(item.name, item)
    if first is not item:
        place = first.row.place("name").cell or ""
        findings.warning("repeat-name-twice", item.row.place("name"), name=item.name, first=place)


def _bare(item: Item, findings: Findings) -> str:
    """Return the name of the row of an external file, or of the log of an interview, which has always the same."""
    written = item.row.get("name")
    if item.cell.kind not in EXTERNAL:
        if written not in ("", "audit"):
            findings.repaired("audit-renamed", item.row.place("name"), written=written[:100])
        return "audit"
    name = written.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    if name != written:
        findings.repaired("file-folder-cut", item.row.place("name"), file=written[:100], name=name)
    return name


def is_reference(source: str) -> bool:
    """Return whether a cell holds nothing but one `${name}`."""
    return REFERENCE.fullmatch(source.strip()) is not None


def _named(item: Item, here: _Section, findings: Findings, prefixes: frozenset[str], *, at_root: bool) -> Item:
    """Return the item under a possible name of its own."""
    row = item.row
    written = row.get("name")
    at = row.place("name")
    name = written
    if not written:
        automatic = row.carried().get(KOBO_NAME, "")
        name = automatic if is_name(automatic) else _generated(item)
        if item.cell.kind != "note" and name != automatic:
            findings.repaired("name-missing", at, name=name)
    elif not is_name(written) or (":" in written and written.partition(":")[0] not in prefixes):
        name = repaired_name(written)
        findings.repaired("name-invalid", at, written=written, name=name)
    reserved = at_root and name in NAMED_BY_US
    if name not in here.taken and not reserved:
        return replace(item, name=name, written="" if name == written or not written else written)
    free = here.free(name)
    if reserved:
        findings.repaired("name-reserved", at, written=name, name=free)
    else:
        first = here.taken[name].row.place("name").cell or ""
        findings.repaired("name-twice", at, written=name, name=free, first=first)
    return replace(item, name=free, written=written or name)


def _generated(item: Item) -> str:
    """Return the name of a row that has none; pyxform's for notes, so that both make the same form."""
    kind = "group" if item.cell.kind == BEGIN else item.cell.kind
    return f"generated_{repaired_name(kind)}_name_{item.row.number}"
