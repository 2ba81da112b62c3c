"""Under which items it may have been decided to publish a resolution (PUB-3)."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC, Permission
from rostra.meetings.models import AgendaItem, ItemState, Meeting, MeetingOrganization
from rostra.meetings.queries import places_of
from rostra.resolutions.models import Resolution
from rostra.voting.grounds import GONE
from rostra.voting.models import Ballot, Outcome
from rostra.voting.queries import announced, on_the_matter
from rostra.work import Work

MOST_MEETINGS = 12
"""From how many meetings after the resolution the items are offered."""


async def publishing_items(work: Work, resolution_id: UUID) -> list[AgendaItem]:
    """The items under which its organization said yes, at the same meeting or a later one: one of
    them may be the decision to publish. None for who may not publish it."""
    resolution: Resolution | None = await work.first(
        work.readable(Resolution).where(Resolution.id == resolution_id)
    )
    if resolution is None or resolution.audience_id == PUBLIC:
        return []
    meeting: Meeting | None = await work.first(
        work.readable(Meeting).where(Meeting.id == resolution.meeting_id)
    )
    if meeting is None or not work.actor.may_within(
        Permission.RESOLUTION_KEEP, *await places_of(work, meeting)
    ):
        return []
    meeting_ids = [meeting.id, *await later_meetings(work, meeting)]
    items: list[AgendaItem] = await work.fetch(
        work.readable(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.meeting_id.in_(meeting_ids),
            AgendaItem.audience_id != NOBODY,
            AgendaItem.id != resolution.agenda_item_id,
        )
        .order_by(Meeting.start.desc(), AgendaItem.order, AgendaItem.id)
    )
    last = await last_outcomes(work, [item.id for item in items])
    return [item for item in items if said_yes(item, last.get(item.id))]


async def later_meetings(work: Work, meeting: Meeting) -> list[UUID]:
    """The meetings of the same organization that began after this one."""
    leading = sa.select(MeetingOrganization.organization_id).where(
        MeetingOrganization.meeting_id == meeting.id, MeetingOrganization.position == 0
    )
    later = (
        work.readable(Meeting)
        .join(MeetingOrganization, MeetingOrganization.meeting_id == Meeting.id)
        .where(
            Meeting.start > meeting.start,
            Meeting.start <= work.now,
            MeetingOrganization.position == 0,
            MeetingOrganization.organization_id.in_(leading),
        )
        .order_by(Meeting.start.desc(), Meeting.id)
        .limit(MOST_MEETINGS)
    )
    return [one.id for one in await work.fetch(later)]


async def last_outcomes(work: Work, item_ids: Iterable[UUID]) -> dict[UUID, str]:
    """How the last vote on the matter of each item went whose result is known."""
    held = await work.fetch(
        work.readable(Ballot)
        .where(
            Ballot.agenda_item_id.in_(list(item_ids)),
            Ballot.audience_id != NOBODY,
            announced(),
            on_the_matter(),
        )
        .order_by(Ballot.position, Ballot.id)
    )
    return {one.agenda_item_id: one.outcome for one in held}


def said_yes(item: AgendaItem, outcome: str | None) -> bool:
    """Whether the council said yes under the item, by a vote or without one."""
    if item.state in GONE:
        return False
    if outcome is not None:
        return outcome == Outcome.ACCEPTED
    return item.state == ItemState.DONE and bool(item.result)
