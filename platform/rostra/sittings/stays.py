"""Who was in the hall from when to when, as far as a reader may know.

Who comes and goes behind closed doors is no business of those outside: for them everybody stays
as they were when the doors were shut, until the doors open again or the sitting ends.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY
from rostra.meetings.models import AgendaItem
from rostra.sittings.models import Presence, Sitting, SittingChange
from rostra.work import Work


@dataclass(frozen=True, slots=True)
class Stay:
    """That a person was in the hall from one moment to another."""

    id: UUID
    person_id: UUID
    entitled: bool
    stands_in_for_id: UUID | None
    arrived: dt.datetime
    left: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Closed:
    """From when to when the doors were shut to a reader; without an end they still are."""

    start: dt.datetime
    end: dt.datetime | None

    def holds(self, moment: dt.datetime) -> bool:
        """Whether the doors were shut at a moment."""
        return self.start <= moment and (self.end is None or moment < self.end)


async def stays_in(work: Work, meeting_id: UUID) -> list[Stay]:
    """All stays in the hall of which the actor may know, the first to come first."""
    found = await work.fetch(
        sa.select(Presence)
        .where(Presence.meeting_id == meeting_id)
        .order_by(Presence.arrived, Presence.id)
    )
    stays = [
        Stay(one.id, one.person_id, one.entitled, one.stands_in_for_id, one.arrived, one.left)
        for one in found
    ]
    closed = await closed_to(work, meeting_id) if stays else []
    return seen_from_outside(stays, closed) if closed else stays


async def closed_to(work: Work, meeting_id: UUID) -> list[Closed]:
    """When the doors were shut to the actor: from the call of an item that the actor may not read
    until the public was told of something again, or the end."""
    items = (
        sa.select(AgendaItem.id, AgendaItem.start, AgendaItem.end)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.start.is_not(None))
        .where(AgendaItem.audience_id != NOBODY, ~work.may_read(AgendaItem))
    )
    hidden = await work.rows(items)
    if not hidden:
        return []
    sitting = await work.first(sa.select(Sitting).where(Sitting.meeting_id == meeting_id))
    heard = await work.fetch(
        sa.select(SittingChange.at)
        .where(SittingChange.meeting_id == meeting_id, SittingChange.public_sequence.is_not(None))
        .order_by(SittingChange.sequence)
    )
    over = sitting.closed if sitting else None
    under_way = sitting.current_item_id if sitting else None
    return [
        Closed(start, None if id == under_way else reopened(start, end, heard) or over)
        for id, start, end in hidden
    ]


def reopened(
    start: dt.datetime, end: dt.datetime | None, heard: list[dt.datetime]
) -> dt.datetime | None:
    """When the public heard of something again after an item; its own call is heard of first."""
    if end is not None:
        return next((moment for moment in heard if moment >= end), None)
    return next(iter([moment for moment in heard if moment >= start][1:]), None)


def seen_from_outside(stays: Iterable[Stay], closed: list[Closed]) -> list[Stay]:
    """The stays, as if nobody had come or gone while the doors were shut."""
    by_person: dict[UUID, list[Stay]] = defaultdict(list)
    called = {one.start for one in closed}
    for stay in stays:
        known, left = by_person[stay.person_id], told(stay.left, closed)
        # Who came in the very second of the call came before it.
        arrived = stay.arrived if stay.arrived in called else told(stay.arrived, closed)
        if known and (arrived is None or went_unseen(known[-1], arrived)):
            known[-1] = replace(known[-1], left=left)
        elif arrived is not None and arrived != left:
            known.append(replace(stay, arrived=arrived, left=left))
    every = (one for many in by_person.values() for one in many)
    return sorted(every, key=lambda one: (one.arrived, one.id))


def told(moment: dt.datetime | None, closed: list[Closed]) -> dt.datetime | None:
    """The moment, or when the doors opened after it; None where they are shut still."""
    while moment is not None:
        shut = next((one for one in closed if one.holds(moment)), None)
        if shut is None:
            break
        moment = shut.end
    return moment


def went_unseen(before: Stay, arrived: dt.datetime) -> bool:
    """Whether nobody outside knows that the person was away before coming back."""
    return before.left is None or before.left >= arrived
