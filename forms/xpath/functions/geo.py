"""Functions about places on the earth, seen as a ball."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import asin, cos, floor, nan, radians, sin, sqrt
from typing import Final

from forms.xpath.code import Compiled, ValueKind, boolean_code, number_code
from forms.xpath.context import Context
from forms.xpath.errors import XPathError
from forms.xpath.functions.signature import Function, Site

# Metres; the radius that JavaRosa and ODK Web Forms use.
EARTH_RADIUS: Final = 6_378_100.0

Point = tuple[float, float]  # latitude, longitude in degrees


def read_points(texts: Sequence[str]) -> list[Point] | None:
    """Return the points of geopoints, geotraces and geoshapes one after the other; None where one cannot be read.

    Args:
        texts: "latitude longitude [altitude [accuracy]]", several joined by ";".
    """
    points: list[Point] = []
    for piece in ";".join(texts).removesuffix(";").split(";"):
        words = piece.split()
        if not 2 <= len(words) <= 4:
            return None
        try:
            latitude, longitude = float(words[0]), float(words[1])
        except ValueError:
            return None
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            return None
        points.append((latitude, longitude))
    return points


def area(points: Sequence[Point]) -> float:
    """Return the square metres inside a closed line on a ball; 0 for fewer than three points."""
    if len(points) < 3:
        return 0.0
    total = 0.0
    for (latitude, longitude), (next_latitude, next_longitude) in zip(points, [*points[1:], points[0]], strict=True):
        step = radians(next_longitude - longitude)
        total += step * (2 + sin(radians(latitude)) + sin(radians(next_latitude)))
    return _to_centimetres(abs(total) * EARTH_RADIUS**2 / 2)


def distance(points: Sequence[Point]) -> float:
    """Return the metres along a line on a ball."""
    return _to_centimetres(sum(_between(start, end) for start, end in pairwise(points)))


def _to_centimetres(metres: float) -> float:
    """Both reference engines give two decimals."""
    return floor(metres * 100 + 0.5) / 100


def _between(start: Point, end: Point) -> float:
    """The haversine formula."""
    latitude, next_latitude = radians(start[0]), radians(end[0])
    half = sin((next_latitude - latitude) / 2) ** 2
    half += cos(latitude) * cos(next_latitude) * sin(radians(end[1] - start[1]) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(half)))


def is_inside(point: Point, shape: Sequence[Point]) -> bool:
    """Return whether a point lies inside a closed line, by counting crossings."""
    inside = False
    latitude, longitude = point
    for (a_latitude, a_longitude), (b_latitude, b_longitude) in zip(shape, [*shape[1:], *shape[:1]], strict=True):
        if (a_latitude > latitude) is not (b_latitude > latitude):
            crossing = a_longitude + (latitude - a_latitude) / (b_latitude - a_latitude) * (b_longitude - a_longitude)
            inside ^= longitude < crossing
    return inside


def _texts(site: Site) -> Callable[[Context], list[str]]:
    parts = [code.texts for code in site.arguments]
    return parts[0] if len(parts) == 1 else lambda c: [text for part in parts for text in part(c)]


def _area(site: Site) -> Compiled:
    texts = _texts(site)
    return number_code(lambda c: area(read_points(texts(c)) or ()), like=site.arguments)


def _distance(site: Site) -> Compiled:
    texts = _texts(site)
    may_be_blank = any(code.kind is ValueKind.NODES for code in site.arguments)

    def closure(c: Context) -> float:
        """Places not answered yet have no distance; what is no place at all is refused."""
        found = texts(c)
        points = read_points(found)
        if points is None and may_be_blank and not any(found):
            return nan
        if points is None:
            raise XPathError("xpath-value-refused", name="distance", value=";".join(found)[:100])
        return distance(points)

    return number_code(closure, like=site.arguments)


def _geofence(site: Site) -> Compiled:
    point, shape = site[0].string, site[1].string

    def closure(c: Context) -> bool:
        points, line = read_points([point(c)]), read_points([shape(c)])
        return points is not None and line is not None and is_inside(points[0], line)

    return boolean_code(closure, like=site.arguments)


FUNCTIONS: Final = {
    "area": Function(1, 1, _area),
    "enclosed-area": Function(1, 1, _area),  # its older name, which JavaRosa knows too
    "distance": Function(1, None, _distance),
    "geofence": Function(2, 2, _geofence),
}
