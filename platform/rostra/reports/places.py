"""Places on the map, and which of them are near each other."""

from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin, sqrt

from rostra.errors import Invalid

EARTH_RADIUS = 6_371_008.8
"""The mean radius of the earth, in metres."""
NEARBY = 50.0
"""How far away something else may have been reported to be shown before it is repeated, in metres.
"""


@dataclass(frozen=True, slots=True)
class Point:
    """A place by latitude and longitude, in degrees (WGS 84)."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not -90 <= self.latitude <= 90:
            raise Invalid("latitude", "A latitude lies between -90 and 90 degrees.")
        if not -180 <= self.longitude <= 180:
            raise Invalid("longitude", "A longitude lies between -180 and 180 degrees.")


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of latitudes and longitudes that an index can find, in degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        """Whether the point lies in the box or on its edge."""
        within = self.south <= point.latitude <= self.north
        return within and self.west <= point.longitude <= self.east


def metres_between(one: Point, other: Point) -> float:
    """The distance of two points along the surface of the earth, in metres (haversine)."""
    first, second = radians(one.latitude), radians(other.latitude)
    across = sin((second - first) / 2) ** 2
    along = sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(min(1.0, across + cos(first) * cos(second) * along)))


def box_around(point: Point, metres: float) -> Box:
    """A box in which everything lies that is at most so far away, and a little more.

    Where the circle meets a pole or the date line the box goes all the way round.
    """
    angle = metres / EARTH_RADIUS * (1 + 1e-6) + 1e-9
    south, north = point.latitude - degrees(angle), point.latitude + degrees(angle)
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), -180.0, min(north, 90.0), 180.0)
    wide = degrees(asin(sin(angle) / cos(radians(point.latitude))))
    west, east = point.longitude - wide, point.longitude + wide
    if west < -180 or east > 180:
        west, east = -180.0, 180.0
    return Box(south, west, north, east)
