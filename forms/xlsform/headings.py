"""Understand the headings of a sheet: aliases, languages, and the twins that clash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from forms.definition.findings import Findings
from forms.errors import Place
from forms.xlsform.loose import Meant, meant_by, without_invisible
from forms.xlsform.sheets import Grid, place

# Columns whose heading may end in a language.
SPOKEN = frozenset(
    {
        "label",
        "hint",
        "guidance_hint",
        "constraint_message",
        "required_message",
        "no_app_error_string",
        "image",
        "audio",
        "video",
        "big-image",
    }
)
# What a spreadsheet shows where a formula could not be worked out.
FAILED = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})
LAST_HEADING_ROW = 10  # titles above the headings are not longer
MEDIA = ("image", "audio", "video", "big-image")

SURVEY_COLUMNS = frozenset(
    {
        *SPOKEN,
        "type",
        "name",
        "relevant",
        "required",
        "readonly",
        "constraint",
        "calculation",
        "appearance",
        "default",
        "choice_filter",
        "repeat_count",
        "parameters",
        "trigger",
        "save_to",
        "disabled",
        "sensitivity",
        "bind::type",
        "bind::jr:preload",
        "bind::jr:preloadParams",
    }
)
SURVEY_ALIASES = {
    "command": "type",
    "tag": "name",
    "value": "name",
    "caption": "label",
    "relevance": "relevant",
    "read_only": "readonly",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "noapperrorstring": "no_app_error_string",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "media::image": "image",
    "media::audio": "audio",
    "media::video": "video",
    "media::big-image": "big-image",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::readonly": "readonly",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message",
    "bind::requiredmsg": "required_message",
    "bind::jr:noapperrorstring": "no_app_error_string",
    "bind::entities:saveto": "save_to",
    "saveto": "save_to",
    "bind::jr:preload": "bind::jr:preload",
    "bind::jr:preloadparams": "bind::jr:preloadParams",
    "body::appearance": "appearance",
    "body::jr:count": "repeat_count",
    "control::appearance": "appearance",
    "control::jr:count": "repeat_count",
}
CHOICE_COLUMNS = frozenset({"list_name", "name", "label", *MEDIA})
CHOICE_ALIASES = {
    "caption": "label",
    "value": "name",
    "list": "list_name",
    "media::image": "image",
    "media::audio": "audio",
    "media::video": "video",
    "media::big-image": "big-image",
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the headings of one kind of sheet may be called."""

    columns: frozenset[str]
    aliases: Mapping[str, str]


SURVEY = Vocabulary(SURVEY_COLUMNS, SURVEY_ALIASES)
CHOICES = Vocabulary(CHOICE_COLUMNS, CHOICE_ALIASES)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Args:
        index: From 0.
        heading: As written.
        key: Our word for it ("label", "relevant", ...); None for a column we carry without running it.
        language: Language named in the heading; "" for none.
    """

    index: int
    heading: str
    key: str | None
    language: str = ""


@dataclass(slots=True)
class Table:
    """A sheet with understood headings.

    Args:
        heading_row: Number of the row that holds the headings; the data starts below it.
    """

    grid: Grid
    columns: list[Column]
    heading_row: int = 1
    by_key: dict[str, list[Column]] = field(default_factory=dict)
    carried: list[Column] = field(default_factory=list)

    def __post_init__(self) -> None:
        for column in self.columns:
            if column.key is None:
                self.carried.append(column)
            else:
                self.by_key.setdefault(column.key, []).append(column)

    def rows(self) -> Iterator[Row]:
        """Yield every row below the headings that has a filled cell under a heading."""
        indexes = [column.index for column in self.columns]
        for number, cells in enumerate(self.grid.rows[self.heading_row :], start=self.heading_row + 1):
            if any(index < len(cells) and cells[index] for index in indexes):
                yield Row(self, number, cells)

    def has(self, key: str) -> bool:
        """Return whether the sheet has that column."""
        return key in self.by_key

    def languages(self) -> list[str]:
        """Return the languages of the headings in order of appearance; "" for headings without one."""
        spoken = [column.language for column in self.columns if column.key in SPOKEN]
        return list(dict.fromkeys(spoken))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    table: Table
    number: int
    cells: Sequence[str]

    def get(self, key: str) -> str:
        """Return the text of the first filled cell of that column (or its twins), "" when there is none."""
        for column in self.table.by_key.get(key, ()):
            text = self.cell(column)
            if text:
                return text
        return ""

    def cell(self, column: Column) -> str:
        """Return the text of one cell."""
        return self.cells[column.index] if column.index < len(self.cells) else ""

    def spoken(self, key: str) -> dict[str, tuple[str, Column]]:
        """Return language -> (text, column) of a column that may be translated; only what is filled."""
        found: dict[str, tuple[str, Column]] = {}
        for column in self.table.by_key.get(key, ()):
            text = self.cell(column)
            if text and column.language not in found:
                found[column.language] = (text, column)
        return found

    def carried(self) -> dict[str, str]:
        """Return heading -> text of the filled cells that we carry without running them."""
        return {column.heading: text for column in self.table.carried if (text := self.cell(column))}

    def at(self, column: Column) -> Place:
        """Return the place of one cell."""
        return place(self.table.grid, self.number, column.index, column.heading)

    def place(self, key: str | None = None) -> Place:
        """Return the place of this row, or of its cell in that column (the filled one among twins)."""
        columns = self.table.by_key.get(key, ()) if key else ()
        for column in columns:
            if self.cell(column):
                return self.at(column)
        if columns:
            return self.at(columns[0])
        return place(self.table.grid, self.number)


def snake(words: str) -> str:
    """Return words in lower case joined by underscores: "Constraint Message" -> "constraint_message"."""
    return "_".join(words.split()).lower()


def understand(heading: str, vocabulary: Vocabulary) -> tuple[str | None, str]:
    """Return (key, language) of one heading; key None when the heading is none of ours.

    "::" parts a heading; a single ":" does only where the first part is a word we know ("label:English").
    """
    whole = snake(heading)
    if whole in vocabulary.columns:
        return whole, ""
    if whole in vocabulary.aliases:
        return vocabulary.aliases[whole], ""
    parts = [part.strip() for part in heading.split("::")]
    if len(parts) == 1 and ":" in heading:
        parts = _single_colons(heading)
    for taken in (2, 1):
        if len(parts) < taken:
            continue
        words = "::".join(snake(part) for part in parts[:taken])
        key = vocabulary.aliases.get(words, words if words in vocabulary.columns else None)
        if key is None:
            continue
        rest = parts[taken:]
        if not rest:
            return key, ""
        if key in SPOKEN:
            return key, " ".join(rest[0].split())
        return None, ""
    if parts[0].lower() == "bind" and len(parts) == 2 and parts[1].lower() == "type":
        return ("bind::type", "") if "bind::type" in vocabulary.columns else (None, "")
    return None, ""


def _single_colons(heading: str) -> list[str]:
    """Part a heading at single colons, keeping the prefix jr: with its word."""
    parts = [part.strip() for part in heading.split(":")]
    joined: list[str] = []
    for part in parts:
        if joined and joined[-1].lower() == "jr":
            joined[-1] = f"jr:{part}"
        else:
            joined.append(part)
    return joined


def read_table(grid: Grid, vocabulary: Vocabulary, findings: Findings, *, needed: frozenset[str]) -> Table:
    """Return the sheet with its headings understood; notes twin columns and headings that look misspelt.

    Args:
        needed: Columns by which the row of headings is known, where it is not the first.
    """
    heading_row = _heading_row(grid, vocabulary, needed)
    if heading_row > 1:
        findings.repaired("headings-not-first", place(grid, heading_row), row=grid.line(heading_row))
    columns = _columns(grid.rows[heading_row - 1] if grid.rows else (), vocabulary)
    columns = _without_twins(grid, columns, heading_row, findings)
    columns = _guessed(grid, columns, heading_row, vocabulary, needed, findings)
    grid = _without_invisible(grid, columns, heading_row, findings)
    return Table(_without_failed_cells(grid, columns, heading_row, findings), columns, heading_row)


def keys_of(row: Sequence[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Return our words for the headings in a row."""
    return frozenset(column.key for column in _columns(row, vocabulary) if column.key is not None)


def _columns(headings: Sequence[str], vocabulary: Vocabulary) -> list[Column]:
    columns = []
    for index, written in enumerate(headings):
        heading = " ".join(written.split())
        if heading:
            key, language = understand(heading, vocabulary)
            columns.append(Column(index, heading, key, language))
    return columns


def _heading_row(grid: Grid, vocabulary: Vocabulary, needed: frozenset[str]) -> int:
    """Return the number of the row of headings: the first, unless a later one among the first ten fits better.

    Where none has all columns that are needed, it is the first that has any of them beside another of ours.
    """
    some = 0
    for number, row in enumerate(grid.rows[:LAST_HEADING_ROW], start=1):
        keys = keys_of(row, vocabulary)
        if needed <= keys:
            return number
        if not some and needed & keys and len(keys) > 1:
            some = number
    return some or 1


def _without_invisible(grid: Grid, columns: list[Column], heading_row: int, findings: Findings) -> Grid:
    """Return the sheet without the characters nobody sees, in cells that no person reads; each cell is noted."""
    read = {column.index: column for column in columns if column.key is not None and column.key not in SPOKEN}
    cleaned = without_invisible(grid.rows, read)
    if not cleaned:
        return grid
    rows = list(grid.rows)
    for offset, cells in cleaned.items():
        if offset >= heading_row:
            for index in cells:
                findings.repaired("cell-invisible", place(grid, offset + 1, index, read[index].heading))
            rows[offset] = [cells.get(index, text) for index, text in enumerate(rows[offset])]
    return replace(grid, rows=rows)


def _without_failed_cells(grid: Grid, columns: list[Column], heading_row: int, findings: Findings) -> Grid:
    """Return the sheet with cells whose formula failed made empty, each noted."""
    rows = list(grid.rows)
    for number, row in enumerate(grid.rows[heading_row:], start=heading_row + 1):
        failed = [column for column in columns if column.index < len(row) and row[column.index] in FAILED]
        for column in failed:
            findings.warning("cell-failed", place(grid, number, column.index, column.heading), text=row[column.index])
        if failed:
            indexes = {column.index for column in failed}
            rows[number - 1] = ["" if index in indexes else text for index, text in enumerate(row)]
    return replace(grid, rows=rows)


def _without_twins(grid: Grid, columns: list[Column], heading_row: int, findings: Findings) -> list[Column]:
    """Drop the empty one of two columns with the same meaning; warn where both are filled."""
    kept: dict[tuple[str, str], Column] = {}
    result = []
    for column in columns:
        identity = (column.key or "", column.language if column.key else column.heading)
        if identity not in kept:
            kept[identity] = column
            result.append(column)
            continue
        first = kept[identity]
        at = place(grid, heading_row, column.index, column.heading)
        facts = {"heading": column.heading, "first": grid.address(heading_row, first.index)}
        if _is_empty(grid, column, heading_row):
            findings.repaired("column-twin-empty", at, **facts)
        elif _is_empty(grid, first, heading_row):
            findings.repaired("column-twin-empty", place(grid, heading_row, first.index, first.heading), **facts)
            result[result.index(first)] = column
            kept[identity] = column
        else:
            findings.warning("column-twin-filled", at, **facts)
            result.append(column)
    return result


def _is_empty(grid: Grid, column: Column, heading_row: int) -> bool:
    """Return whether no row below the heading has text in that column."""
    return not any(column.index < len(row) and row[column.index] for row in grid.rows[heading_row:])


def _guessed(
    grid: Grid,
    columns: list[Column],
    heading_row: int,
    vocabulary: Vocabulary,
    needed: frozenset[str],
    findings: Findings,
) -> list[Column]:
    """Return the columns with those taken for one of ours that must be meant; warns where it only may be."""
    present = {column.key for column in columns}
    words = {word: vocabulary.aliases.get(word, word) for word in sorted(vocabulary.columns | set(vocabulary.aliases))}
    words = {word: key for word, key in words.items() if "::" not in word}
    result = []
    for column in columns:
        at = place(grid, heading_row, column.index, column.heading)
        if column.key is None:
            known = frozenset(present)
            meant = meant_by(column.heading, words, present=known, spoken=SPOKEN) or _near(
                column, words, known, findings
            )
            if meant is not None and (meant.how != "misspelt" or meant.key in needed | {"label"}):
                findings.repaired("heading-read-as", at, heading=column.heading, key=_told(meant))
                column = Column(column.index, column.heading, meant.key, meant.language)
                if meant.how != "language":
                    present.add(meant.key)
            elif meant is not None:
                findings.warning("heading-unknown", at, heading=column.heading, near=meant.key)
        result.append(column)
    return result


def _near(column: Column, words: Mapping[str, str], present: frozenset[str | None], findings: Findings) -> Meant | None:
    near = findings.nearest(snake(column.heading), words, cutoff=0.8)
    return Meant(words[near], "", "misspelt") if near and words[near] not in present else None


def _told(meant: Meant) -> str:
    return f"{meant.key}::{meant.language}" if meant.language else meant.key
