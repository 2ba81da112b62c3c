"""The sitting of today: on every day on which the demo starts, one committee sits."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa

from rostra.agendas.building import Wording, add_item, attach_paper
from rostra.agendas.planning import Plan, create_meeting
from rostra.database import Database
from rostra.meetings.models import (
    AgendaItem,
    ItemType,
    Meeting,
    MeetingOrganization,
)
from rostra.papers.models import Consultation, Paper
from rostra.papers.services import Station, add_station
from rostra.sittings.holding import close_sitting
from rostra.sittings.models import Sitting, SittingChange, SittingState
from rostra.voting.closing import cancel_ballot
from rostra.voting.models import Ballot, BallotState
from rostra.work import Work
from rostra_frontend.demo.clock import Earlier, acting
from rostra_frontend.demo.dates import DAY, TODAY, ZONE
from rostra_frontend.demo.founding import id_of
from rostra_frontend.demo.inviting import DEPUTIES, Call, send
from rostra_frontend.demo.presiding import CHAIR, Hour, preside
from rostra_frontend.demo.recording import CLERK

LASTED = dt.timedelta(minutes=40)
"""So long the sitting has lasted at least when the demo starts."""
QUARTER = 15
LEAST = 2
"""So many public papers are worth another meeting."""
ADVISERS = ("vollmer",)
AGAIN = "Fortsetzung der "
OPENING = "Eröffnung und Feststellung der Beschlussfähigkeit"


def beginning(now: dt.datetime) -> dt.datetime:
    """When the sitting began: at a quarter of an hour some time ago, but not yesterday."""
    local = now.astimezone(ZONE)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    began = local - LASTED
    began = began.replace(minute=began.minute // QUARTER * QUARTER, second=0, microsecond=0)
    return max(began, midnight)


async def sit_today(database: Database, now: dt.datetime) -> UUID:
    """Let the committee sit today: as it was invited to, or to go on with what it left.

    Its meeting; a sitting of today that was opened already is left as it is.
    """
    meeting, sitting = await last_meeting(database, now)
    start = meeting.start or now
    if start.astimezone(ZONE).date() < now.astimezone(ZONE).date():
        if sitting is not None and sitting.state != SittingState.CLOSED:
            await end(database, meeting.id)
        meeting = await gone_on_with(database, meeting, now)
    elif sitting is not None:
        return meeting.id
    start = meeting.start or now
    await preside(database, meeting.id, Hour(start, now))
    return meeting.id


async def last_meeting(database: Database, now: dt.datetime) -> tuple[Meeting, Sitting | None]:
    """The last meeting of the committee that has begun, and its sitting."""
    async with database.reading(acting(CHAIR)) as work:
        meeting: Meeting = await work.first(
            work.readable(Meeting)
            .join(MeetingOrganization, MeetingOrganization.meeting_id == Meeting.id)
            .where(
                MeetingOrganization.organization_id == id_of("organization", TODAY),
                Meeting.start <= now,
            )
            .order_by(Meeting.start.desc())
        )
        sitting = await work.db.get(Sitting, meeting.id)
    return meeting, sitting


async def end(database: Database, meeting_id: UUID) -> None:
    """Close a sitting that was left open, at the moment of the last thing that happened in it."""
    async with database.work(acting(CHAIR)) as work:
        last: dt.datetime = await work.first(
            sa.select(sa.func.max(SittingChange.at)).where(SittingChange.meeting_id == meeting_id)
        )
        for ballot_id in await work.fetch(
            sa.select(Ballot.id)
            .join(AgendaItem, AgendaItem.id == Ballot.agenda_item_id)
            .where(
                AgendaItem.meeting_id == meeting_id,
                Ballot.state.in_((BallotState.OPEN, BallotState.CLOSED)),
            )
        ):
            await cancel_ballot(work, ballot_id)
        await close_sitting(Earlier(work, last), meeting_id)


async def gone_on_with(database: Database, before: Meeting, now: dt.datetime) -> Meeting:
    """Another meeting on what is left of the one before, with invitations and answers."""
    start = beginning(now)
    moment = start - 8 * DAY
    name = AGAIN + (before.name or "").removeprefix(AGAIN)
    async with database.work(acting(CLERK)) as work:
        then = Earlier(work, moment)
        plan = Plan(start, location_id=before.location_id, name=name, standing_items=False)
        meeting = await create_meeting(then, [id_of("organization", TODAY)], plan, ZONE)
        await add_item(then, meeting.id, None, Wording(name=OPENING, item_type=ItemType.OPENING))
        for item, paper in await left_over(work, before):
            station = Station(id_of("organization", TODAY), "Vorberatung")
            held = await add_station(then, paper.id, station)
            await attach_paper(then, held.id, meeting.id, None, public=item.public is not False)
    await send(database, Call(meeting.id, TODAY, start, moment, (*DEPUTIES, *ADVISERS)))
    return meeting


async def left_over(work: Work, before: Meeting) -> list[tuple[AgendaItem, Paper]]:
    """What a meeting did not decide, with its papers; all of it where hardly anything is left."""
    rows = await work.rows(
        sa.select(AgendaItem, Paper)
        .join(Consultation, Consultation.agenda_item_id == AgendaItem.id)
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(AgendaItem.meeting_id == before.id, work.may_read(AgendaItem))
        .order_by(AgendaItem.order)
    )
    found = [(item, paper) for item, paper in rows]
    left = [(item, paper) for item, paper in found if item.result is None]
    return left if sum(item.public is True for item, _ in left) >= LEAST else found
