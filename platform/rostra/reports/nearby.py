"""What was reported nearby: found by a box that an index knows, then by its distance."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from rostra.reports.models import Report
from rostra.reports.places import NEARBY, Box, Point, box_around, metres_between
from rostra.reports.queries import OPEN, REPORT, at_place
from rostra.reports.states import CLOSED
from rostra.work import Work

LATELY = dt.timedelta(days=28)
"""How long something that was closed is still shown to who wants to report it again."""
FARTHEST = 5_000.0
"""The largest distance that can be asked for, in metres."""
MOST = 20


@dataclass(frozen=True)
class Near:
    """A report and how far away it is, in metres; none where only the address is the same."""

    report: Report
    metres: float | None


async def reported_near(
    work: Work,
    point: Point | None,
    address: str = "",
    metres: float = NEARBY,
    closed_too: bool = True,
) -> list[Near]:
    """What is reported at most so far away, or at the same address: open, and closed lately."""
    radius = min(max(metres, 0.0), FARTHEST)
    states = REPORT.select(work).where(Report.hidden.is_(None), is_current(work, closed_too))
    found: dict[object, Near] = {}
    if point is not None:
        for row in await work.rows(at_place(states, box_around(point, radius))):
            report = REPORT.one(row)
            away = metres_between(point, Point(report.latitude or 0.0, report.longitude or 0.0))
            if away <= radius:
                found[report.id] = Near(report, away)
    if named := " ".join(address.split()):
        same = states.where(sa.func.lower(Report.address) == named.lower()).limit(MOST)
        for row in await work.rows(same):
            report = REPORT.one(row)
            found.setdefault(report.id, Near(report, None))
    ordered = sorted(found.values(), key=lambda one: (one.metres is None, one.metres or 0.0))
    return ordered[:MOST]


def is_current(work: Work, closed_too: bool) -> sa.ColumnElement[bool]:
    """The condition for being open, or closed lately."""
    if not closed_too:
        return Report.state.in_(OPEN)
    lately = sa.and_(Report.state.in_(CLOSED), Report.closed >= work.now - LATELY)
    return sa.or_(Report.state.in_(OPEN), lately)


def box_for(latitude: float, longitude: float, metres: float) -> Box:
    """The box in which everything lies that is at most so far away."""
    return box_around(Point(latitude, longitude), min(max(metres, 0.0), FARTHEST))
