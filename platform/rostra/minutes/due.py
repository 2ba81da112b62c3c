"""What is due after meetings: minutes to write, to sign, to approve, to publish."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import Permission
from rostra.meetings.models import Meeting, MeetingOrganization
from rostra.meetings.queries import MEETING
from rostra.minutes.models import MinutesState
from rostra.minutes.prospects import Step
from rostra.minutes.queries import minutes_of
from rostra.organizations.rules import rules_of
from rostra.work import Work

BEHIND = dt.timedelta(days=120)
"""For how long a meeting without published minutes concerns the clerk."""
MOST = 50
SIGN = "sign"
NEXT = {
    MinutesState.DRAFT: SIGN,
    MinutesState.SIGNED: Step.APPROVE,
    MinutesState.APPROVED: Step.PUBLISH,
}


@dataclass(frozen=True)
class MinutesDue:
    """The next step with the minutes of a meeting, and until when it is to be taken."""

    meeting: Meeting
    step: str
    day: dt.date | None


async def minutes_due(work: Work, body_id: UUID, zone: ZoneInfo) -> list[MinutesDue]:
    """What is to be done with the minutes of a body, the oldest meeting first (MIN-3).

    Nothing for who keeps no minutes there.
    """
    if not work.actor.may_within(Permission.MINUTES_KEEP, body_id):
        return []
    found = (
        MEETING.select(work)
        .where(
            Meeting.body_id == body_id,
            Meeting.cancelled.is_not(True),
            Meeting.start < work.now,
            Meeting.start >= work.now - BEHIND,
        )
        .order_by(Meeting.start.desc(), Meeting.id)
        .limit(MOST)
    )
    meetings = [MEETING.one(row) for row in await work.rows(found)]
    written = await minutes_of(work, [one.id for one in meetings])
    due = []
    for meeting in reversed(meetings):
        minutes = written.get(meeting.id)
        step = NEXT.get(MinutesState(minutes.state)) if minutes else Step.WRITE
        if step is not None:
            signed = step in (Step.APPROVE, Step.PUBLISH)
            day = None if signed else await last_day(work, meeting, zone)
            due.append(MinutesDue(meeting, str(step), day))
    return due


async def last_day(work: Work, meeting: Meeting, zone: ZoneInfo) -> dt.date | None:
    """Until when the minutes of a meeting are to be signed."""
    if meeting.start is None:
        return None
    day = meeting.start.astimezone(zone).date()
    leading = await work.first(
        sa.select(MeetingOrganization.organization_id).where(
            MeetingOrganization.meeting_id == meeting.id, MeetingOrganization.position == 0
        )
    )
    rules = await rules_of(work, meeting.body_id, leading, day)
    return day + dt.timedelta(days=rules.minutes_days)
