"""What is due before meetings: the invitations that must go out."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import Permission
from rostra.agendas.deadlines import day_in, last_receipt
from rostra.meetings.models import Meeting, MeetingOrganization, MeetingState
from rostra.meetings.queries import MEETING
from rostra.organizations.rules import rules_of
from rostra.work import Work

AHEAD = dt.timedelta(days=60)
"""How far ahead a meeting concerns the clerk."""
MOST = 50


@dataclass(frozen=True)
class InvitationDue:
    """A meeting to which nobody is invited yet, and the last day to do so in time."""

    meeting: Meeting
    day: dt.date | None


async def invitations_due(work: Work, body_id: UUID, zone: ZoneInfo) -> list[InvitationDue]:
    """The planned meetings of a body that nobody is invited to, the next first (INV-1, INV-2).

    The day leaves room for an electronic letter to arrive. Nothing for who invites to none.
    """
    if not work.actor.may_within(Permission.MEETING_PUBLISH, body_id):
        return []
    found = (
        MEETING.select(work)
        .where(
            Meeting.body_id == body_id,
            Meeting.meeting_state == MeetingState.PLANNED,
            Meeting.cancelled.is_not(True),
            Meeting.start >= work.now,
            Meeting.start < work.now + AHEAD,
        )
        .order_by(Meeting.start, Meeting.id)
        .limit(MOST)
    )
    meetings = [MEETING.one(row) for row in await work.rows(found)]
    leading = dict(
        await work.rows(
            sa.select(MeetingOrganization.meeting_id, MeetingOrganization.organization_id).where(
                MeetingOrganization.meeting_id.in_([one.id for one in meetings]),
                MeetingOrganization.position == 0,
            )
        )
    )
    return [
        InvitationDue(one, await last_day(work, one, leading.get(one.id), zone)) for one in meetings
    ]


async def last_day(
    work: Work, meeting: Meeting, organization_id: UUID | None, zone: ZoneInfo
) -> dt.date | None:
    """The last day to send an electronic invitation that is received in time."""
    if meeting.start is None:
        return None
    day = day_in(meeting.start, zone)
    rules = await rules_of(work, meeting.body_id, organization_id, day)
    received = last_receipt(day, rules, bool(meeting.urgent))
    return received - dt.timedelta(days=rules.delivery_days)
