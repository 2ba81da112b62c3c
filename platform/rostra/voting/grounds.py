"""On what ground a motion or a vote stands: item, meeting, sitting, and who may do what there."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.errors import Conflict, NotFound, NotPermitted
from rostra.meetings.models import AgendaItem, ItemState, Meeting
from rostra.meetings.queries import places_of
from rostra.sittings.changes import note_change
from rostra.sittings.models import Exclusion, Part, Presence, Sitting, SittingState
from rostra.voting.models import Ballot
from rostra.work import Work

GONE = frozenset({ItemState.TAKEN_OFF, ItemState.DEFERRED, ItemState.REFERRED})


@dataclass(frozen=True, slots=True)
class Ground:
    """An item of a meeting, with the places where permissions hold."""

    item: AgendaItem
    meeting: Meeting
    places: tuple[UUID, ...]

    async def note(self, work: Work, *parts: Part) -> None:
        """Tell the screens of those who may read the item."""
        await note_change(work, self.meeting.id, parts, self.item.audience_id)


async def ground_of(work: Work, item_id: UUID) -> Ground:
    """The ground of an item that the actor may read."""
    item = await work.find(AgendaItem, item_id)
    if item.meeting_id is None:
        raise Conflict("This item belongs to no meeting.")
    meeting = await work.find(Meeting, item.meeting_id)
    return Ground(item, meeting, await places_of(work, meeting))


async def locked_ballot(work: Work, ballot_id: UUID) -> Ballot:
    """A ballot as it stands now, held until the work is complete: nobody changes it meanwhile."""
    found: Ballot | None = await work.first(
        work.readable(Ballot)
        .where(Ballot.id == ballot_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


async def sitting_of(work: Work, ground: Ground) -> Sitting | None:
    """The sitting of the meeting, held until the work is complete; None before it opens."""
    sitting: Sitting | None = await work.first(
        sa.select(Sitting)
        .where(Sitting.meeting_id == ground.meeting.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return sitting


async def refuse_unless_called(work: Work, ground: Ground) -> Sitting:
    """Refuse where the sitting does not deal with the item at this moment."""
    sitting = await sitting_of(work, ground)
    if sitting is None or sitting.state != SittingState.OPEN:
        raise Conflict("Votes are taken while the sitting is open.")
    if ground.item.state in GONE:
        raise Conflict("This item is off the agenda; there is nothing to vote on.")
    called = sitting.current_item_id
    if called is None or called not in (ground.item.id, ground.item.debated_with_id):
        raise Conflict("Only the item that is called is voted on.")
    return sitting


async def stands_in(work: Work, meeting_id: UUID, person_id: UUID, still: bool) -> bool:
    """Whether somebody came for a member, and acts by that and not by a seat."""
    while_here = Presence.left.is_(None) if still else sa.true()
    found = await work.fetch(
        sa.select(Presence.id).where(
            Presence.meeting_id == meeting_id,
            Presence.person_id == person_id,
            Presence.stands_in_for_id.is_not(None),
            Presence.entitled,
            while_here,
        )
    )
    return bool(found)


async def authorize_oneself(
    work: Work, permission: Permission, ground: Ground, still: bool = True
) -> UUID:
    """Refuse who is nobody of this meeting; the person who acts.

    A deputy acts while standing in for a member, or also after it where `still` is not asked for.
    """
    person_id = work.actor.person_id
    if person_id is None:
        raise NotPermitted
    if not await stands_in(work, ground.meeting.id, person_id, still):
        work.authorize_within(permission, *ground.places)
    return person_id


async def is_excluded(work: Work, item_id: UUID, person_id: UUID) -> bool:
    """Whether somebody takes no part in an item for bias (BIA-1)."""
    found = await work.fetch(
        sa.select(Exclusion.id).where(
            Exclusion.agenda_item_id == item_id, Exclusion.person_id == person_id
        )
    )
    return bool(found)
