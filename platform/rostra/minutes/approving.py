"""Approving minutes by a later meeting, and publishing them (MIN-3, MIN-4)."""

from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC, Permission
from rostra.agendas.deadlines import day_in
from rostra.agendas.seats import organization_ids_of
from rostra.errors import Conflict, Invalid
from rostra.meetings.models import AgendaItem, Attendance, ItemState, ItemType, Meeting
from rostra.meetings.queries import places_of
from rostra.minutes.events import MinutesApproved, MinutesPublished
from rostra.minutes.models import Absence, Minutes, MinutesState, Objection, ObjectionState
from rostra.minutes.readers import show_to_circle
from rostra.minutes.signing import whole_signatures
from rostra.minutes.writing import locked
from rostra.sittings.attending import list_present
from rostra.voting.grounds import GONE
from rostra.voting.models import Ballot, Outcome
from rostra.voting.queries import announced, on_the_matter
from rostra.work import Work


async def approve_minutes(work: Work, minutes_id: UUID, item_id: UUID, zone: ZoneInfo) -> Minutes:
    """Note that a later meeting of the same organization approved the minutes under an item."""
    minutes, meeting = await locked(work, minutes_id)
    work.authorize_within(Permission.MINUTES_KEEP, *await places_of(work, meeting))
    if minutes.state == MinutesState.DRAFT:
        raise Conflict("MIN-3: Minutes are signed before they are approved.")
    if minutes.state != MinutesState.SIGNED:
        raise Conflict("MIN-3: These minutes are approved already.")
    item = await work.find(AgendaItem, item_id)
    later = await later_meeting(work, meeting, item)
    await refuse_undecided(work, item)
    await refuse_open_objections(work, minutes)
    if not await whole_signatures(work, minutes):
        raise Conflict("MIN-3: Something was changed after the signatures. Please sign again.")

    minutes.state = MinutesState.APPROVED
    minutes.approved = day_in(later.start, zone) if later.start else day_in(work.now, zone)
    minutes.approved_in_item_id = item.id
    await work.flush()
    work.record(MinutesApproved(minutes.id))
    return minutes


async def later_meeting(work: Work, meeting: Meeting, item: AgendaItem) -> Meeting:
    """The meeting of the approving item: of the same organization, and after the other."""
    if item.item_type != ItemType.MINUTES:
        raise Invalid("item", "MIN-3: Minutes are approved under an item for approving minutes.")
    if item.meeting_id is None:
        raise Invalid("item", "This item belongs to no meeting.")
    later = await work.find(Meeting, item.meeting_id)
    if not is_later(later, meeting):
        raise Invalid("item", "MIN-3: Minutes are approved by a later meeting.")
    own, theirs = await organization_ids_of(work, meeting), await organization_ids_of(work, later)
    if own[:1] != theirs[:1]:
        raise Invalid("item", "MIN-3: Minutes are approved by the organization whose they are.")
    return later


def is_later(later: Meeting, meeting: Meeting) -> bool:
    """Whether one meeting begins after another."""
    if later.start is None or meeting.start is None:
        return False
    return later.id != meeting.id and later.start > meeting.start


async def refuse_undecided(work: Work, item: AgendaItem) -> None:
    """Refuse where the council has not said yes under the item."""
    if not await is_decided(work, item):
        raise Conflict("The meeting has not decided so under this item.")


async def is_decided(work: Work, item: AgendaItem) -> bool:
    """Whether the last vote on an item's matter said yes, or it is done with a result and no vote;
    one that was put off is not decided."""
    if item.state in GONE:
        return False
    last: Ballot | None = await work.first(
        work.readable(Ballot)
        .where(
            Ballot.agenda_item_id == item.id,
            Ballot.audience_id != NOBODY,
            announced(),
            on_the_matter(),
        )
        .order_by(Ballot.position.desc(), Ballot.id.desc())
    )
    if last is not None:
        return last.outcome == Outcome.ACCEPTED
    return item.state == ItemState.DONE and bool(item.result)


async def refuse_open_objections(work: Work, minutes: Minutes) -> None:
    """Refuse while somebody waits for an answer."""
    waiting = sa.select(Objection).where(
        Objection.minutes_id == minutes.id,
        Objection.state == ObjectionState.OPEN,
        Objection.audience_id != NOBODY,
    )
    if await work.count(waiting):
        raise Conflict("MIN-3: Objections must be answered before the minutes are approved.")


async def publish_minutes(work: Work, minutes_id: UUID, zone: ZoneInfo) -> Minutes:
    """Show everybody what the minutes say of the public part (MIN-4)."""
    minutes, meeting = await locked(work, minutes_id)
    work.authorize_within(Permission.MINUTES_KEEP, *await places_of(work, meeting))
    if minutes.state == MinutesState.PUBLISHED:
        raise Conflict("These minutes are published already.")
    if minutes.state != MinutesState.APPROVED:
        raise Conflict("MIN-3: Minutes are approved before they are published.")
    if meeting.audience_id != PUBLIC:
        raise Conflict("PUB-4: This meeting is not public, and so are its minutes.")

    minutes.state = MinutesState.PUBLISHED
    entries = await show_to_circle(work, minutes, meeting, zone)
    await list_attendance(work, minutes, meeting)
    shown = tuple(one.id for one in entries if one.audience_id == PUBLIC)
    work.record(MinutesPublished(minutes.id, shown, meeting.id))
    return minutes


async def list_attendance(work: Work, minutes: Minutes, meeting: Meeting) -> None:
    """Put who was there into the meeting's own list, as far as everybody may know who came and
    went, and who was not, without the reasons."""
    present = await list_present(work, meeting)
    if not present:
        return
    missing = await work.fetch(
        work.readable(Absence).where(
            Absence.minutes_id == minutes.id, Absence.audience_id != NOBODY
        )
    )
    for position, absence in enumerate(missing, present):
        work.add(
            Attendance(
                meeting_id=meeting.id, person_id=absence.person_id, position=position,
                state=absence.state,
            )
        )  # fmt: skip
    await work.flush()
