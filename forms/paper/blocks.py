"""What a printed questionnaire is made of: frozen blocks that say what stands on the paper, not how it looks.

Texts of the form keep the little Markdown and HTML their authors wrote; `When`, `limits` and everything the program
says itself is plain text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Ticking(Enum):
    """How many choices may be marked, and how."""

    ONE = "one"
    MANY = "many"
    RANK = "rank"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice on the paper.

    Args:
        code: What is stored.
        mark: What is written into a narrow cell instead of a tick: the code where it is short, else a running number.
        label: As the form writes it; the code where the form has no words.
        shows_code: The code says more than the label and is printed beside it.
        go_to: Number of the question to go on with where this choice skips some; "" where it does not.
        group: Heading over this choice and those after it; "" for the same as before.
        picture: File name of the picture shown with it on a screen.
    """

    code: str
    mark: str
    label: str
    shows_code: bool = True
    go_to: str = ""
    group: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Choose:
    """Choices that stand beside the question. `note` says more about them (which are offered)."""

    ticking: Ticking
    options: tuple[Option, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class FromList:
    """Choices that stand elsewhere: lines for name and code.

    Args:
        where: Sentence that says where the list is.
        lines: How many answers there is room for.
    """

    ticking: Ticking
    where: str
    note: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Digits:
    """Boxes for a number: `whole` before, `decimals` behind the point."""

    whole: int
    decimals: int = 0
    signed: bool = False


class Moment(Enum):
    """Boxes for a day (day, month, year), a time of day, or both."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    TIME = "time"
    DAY_AND_TIME = "day and time"


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to write on."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers of which one is circled."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spots:
    """Boxes for places on the map.

    Args:
        rows: One for a point; more for a line or an area, whose points stand one below the other.
    """

    rows: int = 1


@dataclass(frozen=True, slots=True)
class Filled:
    """Words with a line behind them: "photo: number ____", the row number of a person."""

    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One box to tick, with words beside it."""

    words: str


Answer = Choose | FromList | Digits | Moment | Lines | Scale | Spots | Filled | Tick


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    Args:
        number: "Q12".
        name: Name under which the answer is stored.
        when: When it is asked, in words; "" for always.
        limits: What the answer must be, in words.
        instruction: How to answer ("Tick one"); "" where it goes without saying.
    """

    number: str
    name: str
    text: str
    answer: Answer
    hint: str = ""
    guidance: str = ""
    when: str = ""
    limits: str = ""
    instruction: str = ""
    required: bool = False
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Words that are read or told, without an answer."""

    text: str
    hint: str = ""
    when: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section (level 1) or a part of one.

    Args:
        mark: Letter of a section; "" for parts.
        when: When the questions below it are asked.
        below: Note on how to use what follows.
    """

    level: int
    mark: str
    title: str
    when: str = ""
    below: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """When the questions from one number to another are asked, where no heading says it."""

    when: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Questions with the same few choices, as rows of one table.

    Args:
        title: Words over the table.
    """

    title: str
    ticking: Ticking
    options: tuple[Option, ...]
    rows: tuple[Item, ...]
    when: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """A part that is asked several times, as a table.

    Args:
        mark: Letter or number of the table ("R1").
        times: How often, in words.
        rows: How many there is room for on this sheet.
        upright: Each time is a row and each question a column (few short questions); else each question is a row and
            each time a column.
        parent: Words for a line that says which row of another table this belongs to; "" outside of any.
    """

    mark: str
    title: str
    items: tuple[Item | Note | Heading | Condition, ...]
    rows: int
    upright: bool
    times: str = ""
    when: str = ""
    hint: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a printed list."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """Entries under one heading: those of one district."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """A long list, printed at the end.

    Args:
        mark: "List 1".
        used_by: Numbers of the questions that use it, in words.
        left_out: Sentence about what is not printed; "" where all of it is.
        is_worked_out: No list of choices but values with the rules by which they are worked out; has room to write.
    """

    mark: str
    title: str
    used_by: str
    groups: tuple[EntryGroup, ...]
    left_out: str = ""
    is_worked_out: bool = False


Block = Item | Note | Heading | Condition | Grid | Roster


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole questionnaire.

    Args:
        speech: Code of the language the program's own words are in.
        introduction: How to use the paper, one sentence each.
        asks_consent: The form has no question of consent of its own, so the first page has one.
        shows_names: The name of each question is printed beside its number.
        words: Words around the blocks: key -> text in `speech` (see `forms.locale.paper.AROUND`).
    """

    title: str
    form_id: str
    version: str
    language: str
    speech: str
    introduction: tuple[str, ...]
    asks_consent: bool
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...]
    words: dict[str, str]
    shows_names: bool = False
