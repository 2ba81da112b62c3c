"""The half circle of a council's seats, as the emblem of the house and as a picture of a vote."""

import math
from itertools import chain, pairwise, repeat
from typing import NamedTuple


class Seat(NamedTuple):
    """One seat: where it stands, and how who sits there voted."""

    x: float
    y: float
    side: str


WIDTH, HEIGHT, RADIUS, FLOOR = 200, 106, 92, 98
LARGEST_SEAT = 6.0


def rows_for(seats: int) -> int:
    """How many rows the chamber has, so that the seats stand neither lost nor crowded."""
    return max(1, min(8, round(math.sqrt(seats / 3.2))))


def chamber(*sides: tuple[str, int]) -> list[Seat]:
    """The seats of a chamber, filled from left to right with each side in turn."""
    votes = list(chain.from_iterable(repeat(name, count) for name, count in sides))
    places = sorted(places_of(len(votes)), key=lambda place: -place[0])
    return [
        Seat(*point(angle, radius), side)
        for (angle, radius), side in zip(places, votes, strict=True)
    ]


def point(angle: float, radius: float) -> tuple[float, float]:
    """Where an angle and a radius lie in the picture."""
    x = WIDTH / 2 + radius * math.cos(angle)
    y = FLOOR - radius * math.sin(angle)
    return round(x, 1), round(y, 1)


def radii_of(seats: int) -> list[float]:
    """The radii of the rows, the outermost first."""
    rows = rows_for(seats)
    step = 0 if rows == 1 else RADIUS * 0.58 / (rows - 1)
    return [RADIUS - step * row for row in range(rows)]


def counts_of(seats: int) -> list[int]:
    """How many seats each row has: as many as its arc is long, the rest outside."""
    radii = radii_of(seats)
    counts = [math.floor(seats * radius / sum(radii)) for radius in radii]
    for row in range(seats - sum(counts)):
        counts[row % len(counts)] += 1
    return counts


def places_of(seats: int) -> list[tuple[float, float]]:
    """Angle and radius of every place."""
    return [
        (math.pi / 2 if count == 1 else math.pi * place / (count - 1), radius)
        for radius, count in zip(radii_of(seats), counts_of(seats), strict=True)
        for place in range(count)
    ]


def seat_size(seats: int) -> float:
    """The radius at which no two seats of the chamber touch."""
    radii = radii_of(seats)
    gaps = [outer - inner for outer, inner in pairwise(radii)]
    for radius, count in zip(radii, counts_of(seats), strict=True):
        if count > 1:
            gaps.append(2 * radius * math.sin(math.pi / (count - 1) / 2))
    return round(min(LARGEST_SEAT, min(gaps, default=math.inf) * 0.44), 1)
