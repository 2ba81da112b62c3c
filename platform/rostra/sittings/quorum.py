"""Whether the council can decide: counted anew for each item (QUO-1 to QUO-3)."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.agendas.seats import legal_number, rules_for, seats_of
from rostra.meetings.models import Meeting
from rostra.sittings.models import Exclusion, Presence
from rostra.sittings.stays import Stay, stays_in
from rostra.work import Work


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many are here and may vote, and whether that is enough."""

    rule: str
    """QUO-1, or QUO-2 after a second summons."""
    legal: int
    """The legal number of members."""
    entitled: int
    """Those present who may vote on the item."""
    needed: int

    @property
    def quorate(self) -> bool:
        """Whether the council can decide."""
        return self.entitled >= self.needed


def quorum(legal: int, entitled: int, second_summons: bool) -> Quorum:
    """A majority of the legal number (QUO-1), or anybody after a second summons (QUO-2)."""
    if second_summons:
        return Quorum("QUO-2", legal, entitled, 1)
    return Quorum("QUO-1", legal, entitled, legal // 2 + 1)


async def quorum_of(
    work: Work,
    meeting: Meeting,
    item_id: UUID | None = None,
    at: dt.datetime | None = None,
    shown: bool = False,
) -> Quorum:
    """The quorum for an item, now or at a moment of the sitting (QUO-3).

    Where it is only shown, it is counted from what the actor may know of who comes and goes.
    """
    moment = at or work.now
    day = moment.astimezone(work.zone).date()
    rules = await rules_for(work, meeting, day)
    legal = legal_number(rules, await seats_of(work, meeting, day))
    counted = entitled_seen if shown else entitled_at
    voting = await counted(work, meeting.id, at)
    if item_id is not None:
        voting -= set(
            await work.fetch(
                sa.select(Exclusion.person_id).where(Exclusion.agenda_item_id == item_id)
            )
        )
    return quorum(legal, len(voting), bool(meeting.second_summons))


async def entitled_at(work: Work, meeting_id: UUID, at: dt.datetime | None) -> set[UUID]:
    """Who was in the hall and could vote at a moment; now, where none is given."""
    here = sa.select(Presence.person_id).where(Presence.meeting_id == meeting_id, Presence.entitled)
    if at is None:
        return set(await work.fetch(here.where(Presence.left.is_(None))))
    stayed = sa.or_(Presence.left.is_(None), Presence.left > at)
    return set(await work.fetch(here.where(Presence.arrived <= at, stayed)))


async def entitled_seen(work: Work, meeting_id: UUID, at: dt.datetime | None) -> set[UUID]:
    """The same as far as the actor may know of it."""
    return {
        one.person_id
        for one in await stays_in(work, meeting_id)
        if one.entitled and was_there(one, at)
    }


def was_there(stay: Stay, at: dt.datetime | None) -> bool:
    """Whether a stay covers a moment; now, where none is given."""
    if at is None:
        return stay.left is None
    return stay.arrived <= at and (stay.left is None or stay.left > at)
