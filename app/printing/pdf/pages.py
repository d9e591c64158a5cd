"""Slabs onto pages: what belongs together stays together, tall slabs are cut between their pieces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.printing.pdf.atoms import Atom, Pen

# Share of a page that may stay empty so that a slab is not cut.
MOST_EMPTY: Final = 0.5
# Share of a page that a list needs to begin on it.
LEAST_POURED: Final = 0.15

Backdrop = Callable[[Pen, float, float], None]  # pen, top, height


@dataclass(frozen=True, slots=True)
class Slab:
    """A strip across the page.

    Args:
        columns: (x, atoms from the top down); cut at a page's end between atoms, each column by itself.
        before: Empty height above it, dropped at the top of a page.
        keep: Stays on the page of the slab after it.
        backdrop: Painted below the columns, over the height that this page holds.
        least: Height it has at least.
        head: Slab repeated above it where it begins a page: the head of its table.
        running: What the head of a page says that begins with it: the section.
    """

    columns: tuple[tuple[float, tuple[Atom, ...]], ...]
    before: float = 0.0
    keep: bool = False
    backdrop: Backdrop | None = None
    least: float = 0.0
    head: Slab | None = None
    running: str = ""

    @property
    def height(self) -> float:
        """Height without what is empty above it."""
        return max([self.least, *(sum(atom.height for atom in atoms) for _, atoms in self.columns)])


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of a list that is poured into columns; a heading is followed by the line after it."""

    atom: Atom
    is_heading: bool = False


@dataclass(slots=True)
class Page:
    """What stands on one page: (slab, y, height), from the top down."""

    placed: list[tuple[Slab, float, float]] = field(default_factory=list)
    running: str = ""

    def paint(self, pen: Pen) -> None:
        """Paint everything on the page."""
        for slab, y, height in self.placed:
            if slab.backdrop is not None:
                slab.backdrop(pen, y, height)
            for x, atoms in slab.columns:
                down = y
                for atom in atoms:
                    atom.paint(pen, x, down)
                    down += atom.height


class Press:
    """Places slabs on pages of one height."""

    def __init__(self, height: float) -> None:
        self.pages: list[Page] = []
        self._height = height
        self._y = height  # the first slab begins a page
        self._running = ""

    def place(self, slabs: Sequence[Slab]) -> None:
        """Place slabs one below the other."""
        waiting: list[Slab] = []
        for slab in slabs:
            waiting.append(slab)
            if not slab.keep:
                self._chunk(waiting)
                waiting = []
        if waiting:
            self._chunk(waiting)

    def pour(self, title: Sequence[Slab], pieces: Sequence[Piece], count: int, width: float) -> None:
        """Place a title and pour pieces into columns below it, page after page; the last ones are of equal height.

        Args:
            count: Number of columns.
            width: Of all columns together.
        """
        wanted = sum(slab.height + slab.before for slab in title)
        if self._height - self._y < wanted + LEAST_POURED * self._height:
            self.turn()
        for slab in title:
            self._one(slab)
        at = 0
        while at < len(pieces):
            room = self._height - self._y if self._y < self._height else self._height
            left = sum(piece.atom.height for piece in pieces[at:])
            tallest = max(piece.atom.height for piece in pieces[at:])
            slack = tallest * (2 if any(piece.is_heading for piece in pieces[at:]) else 1)
            columns, at = _poured(pieces, at, count, min(room, left / count + slack))
            each = width / count
            self._one(Slab(tuple((place * each, tuple(atoms)) for place, atoms in enumerate(columns))))

    def turn(self) -> None:
        """Begin a new page with the next slab."""
        self._y = self._height

    def _chunk(self, slabs: Sequence[Slab]) -> None:
        """Place slabs that belong together."""
        wanted = sum(slab.height + slab.before for slab in slabs)
        left = self._height - self._y
        if (
            (wanted > left and left < self._height * MOST_EMPTY)
            or (wanted > left and wanted <= self._height and wanted < self._height * MOST_EMPTY)
            or (wanted > left and not _can_begin(slabs, left))
        ):
            self._y = self._height
        for slab in slabs:
            self._one(slab)

    def _one(self, slab: Slab) -> None:
        rest: Slab | None = slab
        while rest is not None:
            fresh = self._y >= self._height
            if fresh:
                self._begin(rest)
            y = self._y if fresh else self._y + rest.before
            room = self._height - y
            now, rest = (rest, None) if rest.height <= room else _cut(rest, room, must=fresh)
            if now is None:
                self._y = self._height
                continue
            height = now.height
            self.pages[-1].placed.append((now, y, height))
            self._running = slab.running or self._running
            self._y = y + height if rest is None else self._height

    def _begin(self, slab: Slab) -> None:
        self.pages.append(Page(running=slab.running or self._running))
        self._y = 0.0
        if slab.head is not None:
            self.pages[-1].placed.append((slab.head, 0.0, slab.head.height))
            self._y = slab.head.height


def _poured(pieces: Sequence[Piece], at: int, count: int, room: float) -> tuple[list[list[Atom]], int]:
    """Return columns of pieces no higher than the room, and the place of the first piece that is left."""
    columns: list[list[Atom]] = []
    for _ in range(count):
        atoms: list[Atom] = []
        height = 0.0
        while at < len(pieces):
            piece = pieces[at]
            wanted = piece.atom.height
            if piece.is_heading and at + 1 < len(pieces):
                wanted += pieces[at + 1].atom.height
            if atoms and height + wanted > room:
                break
            atoms.append(piece.atom)
            height += piece.atom.height
            at += 1
        columns.append(atoms)
    return columns, at


def _can_begin(slabs: Sequence[Slab], room: float) -> bool:
    """Tell whether all but the last slab, and a good part of that one, have room."""
    before = sum(slab.height + slab.before for slab in slabs[:-1])
    last = slabs[-1]
    pieces = [atoms for _, atoms in last.columns if len(atoms) > 1]
    if not pieces:
        return False
    least = max(sum(atom.height for atom in atoms[:4]) for atoms in pieces)
    return before + last.before + least <= room


def _cut(slab: Slab, room: float, *, must: bool) -> tuple[Slab | None, Slab | None]:
    """Return what has room and what is left. `must`: take at least one piece, or nothing would ever be placed."""
    first: list[tuple[float, tuple[Atom, ...]]] = []
    second: list[tuple[float, tuple[Atom, ...]]] = []
    moved = False
    for x, atoms in slab.columns:
        height, count = 0.0, 0
        while count < len(atoms) and height + atoms[count].height <= room:
            height += atoms[count].height
            count += 1
        if must and not count and atoms:
            count = 1
        moved = moved or count > 0
        first.append((x, atoms[:count]))
        second.append((x, atoms[count:]))
    if not moved:
        return None, slab
    rest = replace(slab, columns=tuple(second), before=0.0, least=0.0)
    if not any(atoms for _, atoms in second):
        return replace(slab, least=min(slab.least, room)), None
    return replace(slab, columns=tuple(first), least=0.0), rest
