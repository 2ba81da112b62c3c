"""Showing a meeting and its agenda to everybody."""

from uuid import UUID

from rostra.access import PUBLIC, Permission
from rostra.errors import Conflict
from rostra.meetings.events import MeetingPublished
from rostra.meetings.models import AgendaItem, Meeting
from rostra.work import Work


async def publish_meeting(work: Work, meeting_id: UUID) -> Meeting:
    """Show the meeting and the public part of its agenda to everybody (PUB-1)."""
    meeting = await work.find(Meeting, meeting_id)
    work.authorize(Permission.MEETING_PUBLISH, meeting)
    agenda = await work.fetch(
        work.readable(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaItem.order)
    )
    if not agenda:
        raise Conflict("A meeting needs an agenda before it can be published.")
    if meeting.audience_id == PUBLIC:
        raise Conflict("This meeting is published already.")

    meeting.audience_id = PUBLIC
    shown = [item for item in agenda if item.public]
    for item in shown:
        item.audience_id = PUBLIC
    work.record(MeetingPublished(meeting.id, tuple(item.id for item in shown)))
    return meeting
