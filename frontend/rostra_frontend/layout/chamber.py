"""The half circle of a council's seats, as the emblem of the house and as a picture of a vote."""

import math
from itertools import chain, repeat
from typing import NamedTuple


class Seat(NamedTuple):
    """One seat: where it stands, and how who sits there voted."""

    x: float
    y: float
    side: str


WIDTH, HEIGHT, RADIUS = 200, 104, 92


def rows_for(seats: int) -> int:
    """How many rows the chamber has, so that the seats stand neither lost nor crowded."""
    return max(1, min(7, round(math.sqrt(seats / 3.2))))


def chamber(*sides: tuple[str, int]) -> list[Seat]:
    """The seats of a chamber, filled from left to right with each side in turn."""
    votes = list(chain.from_iterable(repeat(name, count) for name, count in sides))
    if not votes:
        return []
    places = sorted(places_of(len(votes)), key=lambda place: -place[0])
    return [
        Seat(
            round(WIDTH / 2 + radius * math.cos(angle), 1),
            round(98 - radius * math.sin(angle), 1),
            side,
        )
        for (angle, radius), side in zip(places, votes, strict=True)
    ]


def places_of(seats: int) -> list[tuple[float, float]]:
    """Angle and radius of every place, the rows as long as their arcs."""
    rows = rows_for(seats)
    inner = RADIUS if rows == 1 else RADIUS * 0.42
    radii = [RADIUS - (RADIUS - inner) * row / max(1, rows - 1) for row in range(rows)]
    total = sum(radii)
    counts = [math.floor(seats * radius / total) for radius in radii]
    for row in range(seats - sum(counts)):
        counts[row % rows] += 1
    return [
        (math.pi * (place + 0.5) / count if count == 1 else math.pi * place / (count - 1), radius)
        for radius, count in zip(radii, counts, strict=True)
        for place in range(count)
    ]


def seat_size(seats: int) -> float:
    """The radius at which the seats of a chamber do not touch."""
    return round(max(1.6, min(7.0, 33 / math.sqrt(max(1, seats)))), 1)
