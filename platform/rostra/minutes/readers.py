"""For whom minutes are: those who write them, then the members, then everybody (MIN-4)."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC, Office, person_token, role_token
from rostra.agendas.deadlines import day_in
from rostra.agendas.seats import desk_tokens, members_tokens, seats_of
from rostra.meetings.models import AgendaItem, Meeting
from rostra.minutes.models import Absence, Minutes, MinutesEntry, MinutesState, Statement
from rostra.work import Work


@dataclass(frozen=True)
class Circle:
    """Who reads what belongs to minutes at one stage of theirs."""

    state: MinutesState
    desk: frozenset[str]
    """The tokens of those who write and sign them."""
    members: frozenset[str]
    """The tokens of those who sat in the meeting."""
    administrators: str

    async def minutes(self, work: Work, meeting: Meeting) -> int:
        """Who reads the minutes as a whole."""
        return await self.of(work, meeting.audience_id)

    async def members_only(self, work: Work) -> int:
        """Who reads what never becomes public, such as the reason of an absence."""
        return await work.audience(
            self.desk if self.state == MinutesState.DRAFT else self.members | self.desk
        )

    async def of(self, work: Work, audience_id: int, *person_ids: UUID) -> int:
        """Who reads what stands under a thing with this audience; never more than that thing's."""
        if audience_id == NOBODY:
            return NOBODY
        own = {person_token(one) for one in person_ids}
        open_ = audience_id == PUBLIC
        if self.state == MinutesState.DRAFT:
            return await work.audience({*self.desk, *own, *([self.administrators] * open_)})
        if self.state == MinutesState.PUBLISHED or not open_:
            return audience_id
        return await work.audience({*self.desk, *self.members, *own, self.administrators})


async def circle_of(work: Work, meeting: Meeting, state: str, zone: ZoneInfo) -> Circle:
    """Who reads what belongs to the minutes of the meeting while they are in the state."""
    seats = await seats_of(work, meeting, day_in(meeting.start or work.now, zone))
    return Circle(
        MinutesState(state),
        frozenset(desk_tokens(meeting, seats)),
        await members_tokens(work, meeting),
        role_token(Office.ADMINISTRATOR, meeting.body_id),
    )


async def whole(work: Work) -> Work:
    """The same transaction with everything in it: what is signed is signed as a whole."""
    await work.flush()
    return await work.as_the_system()


async def agenda_as_whole(work: Work, meeting_id: UUID) -> list[AgendaItem]:
    """The items of a meeting that were not withdrawn, whoever may read them."""
    return await work.fetch(
        (await whole(work))
        .readable(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.audience_id != NOBODY)
        .order_by(AgendaItem.order, AgendaItem.id)
    )


async def show_to_circle(
    work: Work, minutes: Minutes, meeting: Meeting, zone: ZoneInfo
) -> list[MinutesEntry]:
    """Give the minutes and all that belongs to them the readers of their state; the entries."""
    circle = await circle_of(work, meeting, minutes.state, zone)
    minutes.audience_id = await circle.minutes(work, meeting)
    items = {item.id: item for item in await agenda_as_whole(work, meeting.id)}
    entries = await work.fetch(sa.select(MinutesEntry).where(MinutesEntry.minutes_id == minutes.id))
    for entry in entries:
        item = items.get(entry.agenda_item_id)
        entry.audience_id = await circle.of(work, item.audience_id if item else NOBODY)
    for statement in await statements_under(work, items):
        item = items[statement.agenda_item_id]
        statement.audience_id = await circle.of(work, item.audience_id, statement.person_id)
    for absence in await work.fetch(sa.select(Absence).where(Absence.minutes_id == minutes.id)):
        if absence.audience_id != NOBODY:
            absence.audience_id = await circle.members_only(work)
    await work.flush()
    return entries


async def statements_under(work: Work, item_ids: Collection[UUID]) -> list[Statement]:
    """What members want in the minutes under the items, whoever may read it."""
    return await work.fetch(
        sa.select(Statement)
        .where(Statement.agenda_item_id.in_(list(item_ids)), Statement.audience_id != NOBODY)
        .order_by(Statement.id)
    )
