"""Compare two final instances: the same leaves in the same order, values equal as their types understand them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from lxml import etree

from forms.values import DataType

ABSENT = "(absent)"
_FRACTION = re.compile(r"\d\.\d{8,}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_PLACE = re.compile(r"\[\d+\]")
_GEO = (DataType.GEOPOINT, DataType.GEOTRACE, DataType.GEOSHAPE)
# Decimal places kept of numbers: engines add in different orders.
PLACES = 9


@dataclass(frozen=True, slots=True)
class Around:
    """What else is known of the interview that a difference is from.

    Args:
        mine, others: Every leaf of both final instances.
        written: What a person wrote at that path, in any instance.
        removed: Whether an instance was removed.
        sources: What else differs of all that the value, or whether it is asked, is worked out from.
    """

    mine: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    removed: bool = False
    sources: tuple[Difference, ...] = ()


NOTHING = Around()


@dataclass(frozen=True, slots=True)
class Difference:
    """One leaf that two engines end with differently, or a step that only one of them does.

    Args:
        form: Name of the form.
        peer: The other engine.
        ref: Reference of the leaf, with positions.
        ours, theirs: Texts, "(absent)" for a leaf that is not there; for steps what each did.
        kind: "value", "step" or "load".
        again: What theirs becomes when the other engine works everything out anew; None where it was not asked.
        uses: Functions that the value is worked out with, also through other calculations.
        around: The rest of the interview.
    """

    form: str
    peer: str
    ref: str
    ours: str
    theirs: str
    kind: str = "value"
    again: str | None = None
    uses: frozenset[str] = frozenset()
    around: Around = field(default=NOTHING, compare=False, repr=False)

    def alone(self) -> Difference:
        """Return the difference without what is around it, as it is kept."""
        return replace(self, around=NOTHING)

    @property
    def path(self) -> str:
        """The reference without positions."""
        return plain(self.ref)


def plain(ref: str) -> str:
    """Return a reference without positions."""
    return _PLACE.sub("", ref)


def leaves(xml: bytes) -> dict[str, str]:
    """Return every leaf and attribute of an instance: reference with positions -> text, in document order.

    A path that stands more than once gets positions, 1 for a path that stands once too.
    """
    root = etree.fromstring(xml, parser=etree.XMLParser(resolve_entities=False, huge_tree=True))
    found: dict[str, str] = {}
    _gather(root, f"/{etree.QName(root).localname}", found)
    return found


def _gather(element: etree._Element, ref: str, found: dict[str, str]) -> None:
    for name, value in element.attrib.items():
        found[f"{ref}/@{etree.QName(str(name)).localname}"] = str(value)
    places: dict[str, int] = {}
    children = [child for child in element if isinstance(child.tag, str)]
    if not children:
        found[ref] = " ".join((element.text or "").split())
    for child in children:
        name = etree.QName(child).localname
        places[name] = places.get(name, 0) + 1
        _gather(child, f"{ref}/{name}[{places[name]}]", found)


def normal(text: str, kind: DataType | None, zone: tzinfo) -> object:
    """Return a value that is equal for texts that mean the same in their type."""
    if text in ("", ABSENT):
        return text
    try:
        if kind in (DataType.INTEGER, DataType.DECIMAL):
            return round(float(text), PLACES)
        if kind is DataType.DATE_TIME:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
        if kind is DataType.TIME:
            return text[:8]
        if kind in _GEO:
            points = [point.split() for point in text.split(";") if point.strip()]
            return [[round(float(part), PLACES) for part in point] for point in points]
    except ValueError:
        return text
    return text


def alike(ours: str, theirs: str, kind: DataType | None, zone: tzinfo) -> bool:
    """Tell whether two texts mean the same in their type; a computed fraction may differ where floats end."""
    if normal(ours, kind, zone) == normal(theirs, kind, zone):
        return True
    if _FRACTION.search(ours + " " + theirs) and _NUMBER.fullmatch(ours) and _NUMBER.fullmatch(theirs):
        return round(float(ours), PLACES) == round(float(theirs), PLACES)
    return False


def differing(
    ours: Mapping[str, str],
    theirs: Mapping[str, str],
    kinds: Mapping[str, DataType],
    *,
    once: Collection[str],
    zone: tzinfo,
) -> list[tuple[str, str, str]]:
    """Return (reference, ours, theirs) of every leaf that differs, in our order, then theirs.

    Args:
        kinds: Plain path -> data type.
        once: Plain paths outside repeats, whose order counts; instances may stand anywhere among their siblings.
        zone: Where date-times without an offset happened.
    """
    found = []
    for ref in dict.fromkeys((*ours, *theirs)):
        mine, other = ours.get(ref, ABSENT), theirs.get(ref, ABSENT)
        if not alike(mine, other, kinds.get(plain(ref)), zone):
            found.append((ref, mine, other))
    for mine, other in zip(_those(ours, once), _those(theirs, once), strict=False):
        if not found and mine != other:
            found.append(("/", f"order: {mine}", f"order: {other}"))
    return found


def _those(refs: Iterable[str], wanted: Collection[str]) -> list[str]:
    return [ref for ref in map(plain, refs) if ref in wanted]
