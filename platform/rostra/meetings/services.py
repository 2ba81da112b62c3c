"""Showing a meeting and its agenda to everybody."""

from uuid import UUID

from rostra.access import PUBLIC, Permission
from rostra.errors import Conflict
from rostra.meetings.models import AgendaItem, Meeting
from rostra.meetings.queries import places_of
from rostra.meetings.showing import show_to_everybody
from rostra.organizations.rules import rules_of
from rostra.work import Work


async def publish_meeting(work: Work, meeting_id: UUID) -> Meeting:
    """Show the meeting and the public part of its agenda to everybody (PUB-1).

    Whoever invites to a meeting publishes it with the same step; this is for one that needs no
    invitation, such as one that is only taken over.
    """
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
    if meeting.public is False:
        raise Conflict("PUB-4: This meeting is not public, so it is not published.")

    places = await places_of(work, meeting)
    leading = places[1] if len(places) > 1 else None
    rules = await rules_of(work, meeting.body_id, leading, work.today)
    await show_to_everybody(work, meeting, agenda, rules)
    return meeting
