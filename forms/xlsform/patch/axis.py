"""Where the rows or columns of a sheet come to stand when some are inserted, moved or taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms.errors import FormsError

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a sheet; a reference up to the last one means "all"


class Axis:
    """The rows or the columns of one sheet, numbered from 1, while edits rearrange them.

    Numbers above `size` are handed out to what is inserted. Everything that was deleted stays known, so that later
    edits may still name its place.
    """

    def __init__(self, size: int, most: int) -> None:
        self.size = size
        self.most = most
        self.like: dict[int, int] = {}
        self.moved: set[int] = set()
        self.removed: set[int] = set()
        self._next = list(range(1, size + 2))
        self._next[size] = 0
        self._before = [0, *range(size)]
        self._tails: dict[int, int] = {}
        self.is_changed = False

    def insert(self, after: int, like: int) -> int:
        """Return the number of a new one after `after` (0: at the start) that looks like `like` (0: like none)."""
        self._must_exist(after)
        number = len(self._next)
        self._next.append(0)
        self._before.append(0)
        self.like[number] = like
        self._hang(self._anchor(after), number)
        self._tails[after] = number
        self.is_changed = True
        return number

    def remove(self, first: int, last: int) -> None:
        """Take out `first` to `last`."""
        self._must_exist(first)
        self._must_exist(last)
        self.removed.update(range(first, last + 1))
        self.is_changed = True

    def move(self, first: int, last: int, after: int) -> None:
        """Move `first` to `last` behind `after`, which is none of them."""
        self._must_exist(first)
        self._must_exist(last)
        self._must_exist(after)
        if first <= after <= last:
            raise FormsError("edit-impossible", what=f"{first}-{last} > {after}")
        anchor = self._anchor(after)
        for number in range(first, last + 1):
            if number == anchor:
                continue
            self._unhang(number)
            self._hang(anchor, number)
            self.moved.add(number)
            anchor = number
        self._tails[after] = anchor
        self.is_changed = True

    def arrangement(self) -> Arrangement:
        """Return where everything stands now."""
        order = []
        number = self._next[0]
        while number:
            if number not in self.removed:
                order.append(number)
            number = self._next[number]
        positions = [0] * (self.size + 1)
        for place, number in enumerate(order, start=1):
            if number <= self.size:
                positions[number] = place
        return Arrangement(self.size, self.most, order, positions, self.like, frozenset(self.moved), self.is_changed)

    def _must_exist(self, number: int) -> None:
        if not 0 <= number < len(self._next):
            raise FormsError("edit-impossible", what=str(number))

    def _anchor(self, after: int) -> int:
        """Return the last one that was placed behind `after` and still stands there."""
        place = after
        seen = {after}
        while (tail := self._tails.get(place)) is not None and tail not in seen:
            seen.add(tail)
            place = tail
        return place

    def _hang(self, anchor: int, number: int) -> None:
        behind = self._next[anchor]
        self._next[anchor], self._next[number] = number, behind
        self._before[number] = anchor
        if behind:
            self._before[behind] = number

    def _unhang(self, number: int) -> None:
        before, behind = self._before[number], self._next[number]
        self._next[before] = behind
        if behind:
            self._before[behind] = before
        self._tails.pop(number, None)
        for after, tail in list(self._tails.items()):
            if tail == number:
                self._tails[after] = before if before != after else after


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where everything of one axis stands.

    Args:
        size: How many there were.
        most: How many a sheet can have.
        order: Numbers of old and new ones as they stand now.
        positions: Old number -> place now; 0 for what was taken out.
        like: New number -> old number whose looks it has.
        moved: Old numbers that were moved by themselves.
    """

    size: int
    most: int
    order: list[int]
    positions: list[int]
    like: dict[int, int]
    moved: frozenset[int]
    is_changed: bool

    def position(self, number: int) -> int:
        """Return where an old one stands now, 0 when it was taken out; what lies behind the last is shifted."""
        if not self.is_changed or number >= self.most:
            return number
        if number > self.size:
            return min(self.most, number + len(self.order) - self.size)
        return self.positions[number]

    def source(self, place: int) -> int:
        """Return the old number whose looks stand at a place, 0 for none."""
        if place > len(self.order):
            return place - len(self.order) + self.size
        number = self.order[place - 1]
        return number if number <= self.size else self.like[number]

    def spans(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return where `first` to `last` and the copies of their looks stand now, as (first, last) in order."""
        if not self.is_changed:
            return [(first, last)]
        found: list[tuple[int, int]] = []
        for place in self._places(first, last):
            if found and found[-1][1] == place - 1:
                found[-1] = (found[-1][0], place)
            else:
                found.append((place, place))
        if last > self.size:
            start, end = self.position(max(first, self.size + 1)), self.position(last)
            if found and found[-1][1] >= start - 1:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    def _places(self, first: int, last: int) -> Iterator[int]:
        copies = {number for number, like in self.like.items() if first <= like <= last}
        places = {self.positions[number] for number in range(first, min(last, self.size) + 1)}
        if copies:
            places.update(place for place, number in enumerate(self.order, start=1) if number in copies)
        yield from sorted(places - {0})

    def hull(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the range that means now what `first` to `last` meant; None when all of it was taken out.

        A new one behind the last that looks like one of the range belongs to it; what was moved away by itself does
        not stretch the range.
        """
        if not self.is_changed:
            return first, last
        if first == last:
            place = self.position(first)
            return (place, place) if place else None
        inside = range(first, min(last, self.size) + 1)
        stayed = [place for number in inside if number not in self.moved and (place := self.positions[number])]
        places = stayed or [place for number in inside if (place := self.positions[number])]
        if last > self.size:
            start = min(places) if places else self.position(max(first, self.size + 1))
            return start, self.position(last)
        if not places:
            return None
        end = max(places)
        while end < len(self.order) and first <= self.like.get(self.order[end], 0) <= last:
            end += 1
        return min(places), end
