"""Calling items, and deciding about them: each a recorded decision."""

from typing import Any
from uuid import UUID

from rostra.access import PUBLIC, Permission, members_and_clerks
from rostra.errors import Conflict, Invalid
from rostra.meetings.models import AgendaItem, ItemState
from rostra.organizations.models import Organization
from rostra.records import Readable, Record
from rostra.sittings.chamber import (
    Chamber,
    chamber_of,
    chamber_with,
    open_one,
    openly,
    refuse_amid_a_vote,
)
from rostra.sittings.events import ItemCalled, ItemCalledInside, ItemDecided, ItemDecidedInside
from rostra.sittings.holding import finish
from rostra.sittings.models import Part, Sitting, Speech
from rostra.sittings.speaking import end_running, withdraw_waiting
from rostra.work import Work

GONE = frozenset({ItemState.TAKEN_OFF, ItemState.DEFERRED, ItemState.REFERRED})
DEALT_WITH = GONE | {ItemState.DONE}
SHOWN = (Part.SITTING, Part.AGENDA, Part.SPEAKERS, Part.MOTIONS, Part.BALLOTS)
RESULTS = {
    ItemState.TAKEN_OFF: "von der Tagesordnung abgesetzt",
    ItemState.DEFERRED: "vertagt",
    ItemState.REFERRED: "verwiesen",
}
"""What the item then says as its result, in the council's words."""


async def call_item(work: Work, item_id: UUID, set_aside: bool = False) -> AgendaItem:
    """Come to an item, again where it was dealt with before; the one under way is done.

    `set_aside` leaves the one under way to be called again instead.
    """
    chamber, item = await chamber_with(work, item_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    sitting = await open_one(work, chamber)
    if item.state in GONE:
        raise Conflict("This item is off the agenda.")
    if sitting.current_item_id == item.id:
        raise Conflict("This item is called already.")
    await refuse_amid_a_vote(work, chamber.meeting.id)

    await leave_current(work, chamber, sitting, set_aside)
    item.state, item.start, item.end = ItemState.CALLED, item.start or work.now, None
    doors = sitting.behind_closed_doors
    sitting.current_item_id = item.id
    sitting.behind_closed_doors = item.public is False
    await tell(work, chamber, sitting, item, doors)
    named = ItemCalled if openly(item.audience_id) else ItemCalledInside
    work.record(named(chamber.meeting.id, item.id))
    return item


async def call_next_item(work: Work, meeting_id: UUID) -> AgendaItem:
    """Come to the first item in order that waits still; the one under way is done."""
    chamber = await chamber_of(work, meeting_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    await open_one(work, chamber)
    waiting = (
        one for one in await agenda_of(work, meeting_id) if one.state in (None, ItemState.PENDING)
    )
    following = next(waiting, None)
    if following is None:
        raise Conflict("No item on the agenda waits any more.")
    return await call_item(work, following.id)


async def leave_current(
    work: Work, chamber: Chamber, sitting: Sitting, set_aside: bool = False
) -> None:
    """Be done with the item under way, or set it aside."""
    await end_running(work, chamber)
    if sitting.current_item_id is None:
        return
    before = await work.db.get(AgendaItem, sitting.current_item_id)
    if before is None:
        return
    if set_aside and before.state == ItemState.CALLED:
        before.state = ItemState.PENDING
    else:
        await withdraw_waiting(work, chamber.meeting.id)
        await finish(work, before.id)
    if not openly(before.audience_id):
        await chamber.note(work, *SHOWN, audience_id=before.audience_id)


async def tell(
    work: Work, chamber: Chamber, sitting: Sitting, item: AgendaItem, doors: bool
) -> None:
    """Tell the screens which item is under way, each as far as it may know.

    From one item behind closed doors to the next, nothing changes for those outside.
    """
    if not (doors and sitting.behind_closed_doors):
        await chamber.note(work, *SHOWN)
    if item.audience_id != chamber.meeting.audience_id:
        await chamber.note(work, *SHOWN, audience_id=item.audience_id)


async def finish_item(work: Work, item_id: UUID) -> AgendaItem:
    """Be done with the item under way without calling another."""
    chamber, item = await chamber_with(work, item_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    sitting = await open_one(work, chamber)
    if sitting.current_item_id != item.id:
        raise Conflict("This item is not under way.")
    await refuse_amid_a_vote(work, chamber.meeting.id)

    await leave_current(work, chamber, sitting)
    sitting.current_item_id = None
    # The doors stay as they are until the next item is called: nobody outside hears of it.
    await tell(work, chamber, sitting, item, sitting.behind_closed_doors)
    named = ItemCalled if openly(item.audience_id) else ItemCalledInside
    work.record(named(chamber.meeting.id, item.id))
    return item


async def put_off(
    work: Work, item_id: UUID, state: ItemState, organization_id: UUID | None = None
) -> AgendaItem:
    """Take an item off the agenda, defer it, or refer it to a committee."""
    chamber, item = await chamber_with(work, item_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    sitting = await open_one(work, chamber)
    if state not in GONE:
        raise Invalid("state", "An item is taken off, deferred or referred.")
    if item.state in DEALT_WITH:
        raise Conflict("This item was dealt with already.")
    await refuse_amid_a_vote(work, chamber.meeting.id)
    words = RESULTS[state]
    if state == ItemState.REFERRED:
        if organization_id is None:
            raise Invalid("organization", "To which committee is it referred?")
        organization = await work.find(Organization, organization_id)
        words = f"{words}: {organization.name or organization.short_name}"

    if sitting.current_item_id == item.id:
        await leave_current(work, chamber, sitting)
        sitting.current_item_id = None
    item.state, item.result, item.end = state, words, work.now
    await decided(work, chamber, item)
    return item


async def decided(work: Work, chamber: Chamber, *items: AgendaItem) -> None:
    """Tell of a decision about items and record it."""
    for item in items:
        await chamber.note(work, *SHOWN, audience_id=item.audience_id)
    named = ItemDecided if all(openly(one.audience_id) for one in items) else ItemDecidedInside
    work.record(named(chamber.meeting.id, tuple(item.id for item in items)))


async def bring_forward(work: Work, item_id: UUID, before_id: UUID) -> AgendaItem:
    """Deal with an item before another; their numbers stay as they were sent out."""
    chamber, item = await chamber_with(work, item_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    await open_one(work, chamber)
    other = await work.find(AgendaItem, before_id)
    if other.meeting_id != chamber.meeting.id or other.id == item.id:
        raise Invalid("before", "The other item does not stand on this agenda.")
    if item.state in DEALT_WITH:
        raise Conflict("This item was dealt with already.")
    if item.parent_id != other.parent_id or item.public != other.public:
        raise Conflict("An item is brought forward within its part of the agenda.")

    agenda = await agenda_of(work, chamber.meeting.id)
    places = [one.order for one in agenda]
    moved = [item, *below(agenda, item)]
    rest = [one for one in agenda if one not in moved]
    at = rest.index(other)
    for place, one in zip(places, [*rest[:at], *moved, *rest[at:]], strict=True):
        if one.order != place:
            one.order = place
    await decided(work, chamber, item)
    return item


async def agenda_of(work: Work, meeting_id: UUID) -> list[AgendaItem]:
    """The items of a meeting that the actor may read, in their order."""
    return await work.fetch(
        work.readable(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.order, AgendaItem.id)
    )


def below(agenda: list[AgendaItem], item: AgendaItem) -> list[AgendaItem]:
    """The items that stand below another, at any depth."""
    found: list[AgendaItem] = []
    for one in agenda:
        if one.parent_id == item.id:
            found += [one, *below(agenda, one)]
    return found


async def close_doors(work: Work, item_id: UUID) -> AgendaItem:
    """Go on with an item behind closed doors: from here on only those inside read it (PUB-2).

    What stands below it goes with it, unless it was dealt with in public already; what was
    debated together with it is public still, and is debated by itself.
    """
    chamber, item = await chamber_with(work, item_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    sitting = await open_one(work, chamber)
    if item.public is False:
        raise Conflict("This item is dealt with behind closed doors already.")
    await refuse_amid_a_vote(work, chamber.meeting.id)

    inside = await work.audience(members_and_clerks(*chamber.places))
    agenda = await agenda_of(work, chamber.meeting.id)
    moved = [item, *(one for one in below(agenda, item) if one.state not in DEALT_WITH)]
    for one in moved:
        await move_with_item(work, one, inside)
        one.public = False
        one.debated_with_id = None
    for one in agenda:
        if one.debated_with_id in {one.id for one in moved}:
            one.debated_with_id = None
    if sitting.current_item_id in {one.id for one in moved}:
        sitting.behind_closed_doors = True
    await chamber.note(work, *SHOWN)
    await chamber.note(work, *SHOWN, audience_id=inside)
    work.record(ItemDecided(chamber.meeting.id, tuple(one.id for one in moved)))
    return item


async def open_doors(work: Work, item_id: UUID) -> AgendaItem:
    """Go on with an item in public, where its reasons for secrecy are gone (PUB-2).

    What stands below it keeps its own reasons, and stays inside until it is opened itself.
    """
    chamber, item = await chamber_with(work, item_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    sitting = await open_one(work, chamber)
    if item.public is not False:
        raise Conflict("This item is public already.")
    if chamber.meeting.audience_id != PUBLIC:
        raise Conflict("This meeting is not public.")
    await refuse_amid_a_vote(work, chamber.meeting.id)
    if item.parent_id is not None and (await work.find(AgendaItem, item.parent_id)).public is False:
        raise Conflict("The item above this one is dealt with behind closed doors.")

    await move_with_item(work, item, PUBLIC)
    item.public, item.debated_with_id = True, None
    for one in await agenda_of(work, chamber.meeting.id):
        if one.debated_with_id == item.id:
            one.debated_with_id = None
    if sitting.current_item_id == item.id:
        sitting.behind_closed_doors = False
    await chamber.note(work, *SHOWN)
    work.record(ItemDecided(chamber.meeting.id, (item.id,)))
    return item


async def move_with_item(work: Work, item: AgendaItem, audience_id: int) -> None:
    """Give an item other readers, and with it what was said, moved and voted on under it."""
    for model in (Speech, *embedded_in_items()):
        for one in await work.fetch(work.readable(model).where(model.agenda_item_id == item.id)):
            one.audience_id = audience_id
    item.audience_id = audience_id


def embedded_in_items() -> list[Any]:
    """The kinds that are parts of an item, those of the rooms above as well."""
    kinds = [mapper.class_ for mapper in Record.registry.mappers]
    return [
        kind for kind in kinds if issubclass(kind, Readable) and "agenda_item_id" in kind.parents
    ]


async def debate_together(work: Work, item_id: UUID, with_id: UUID | None) -> AgendaItem:
    """Debate an item together with another, voting on them separately; None parts them again."""
    chamber, item = await chamber_with(work, item_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    await open_one(work, chamber)
    if with_id is not None:
        other = await work.find(AgendaItem, with_id)
        if other.meeting_id != chamber.meeting.id or other.id == item.id:
            raise Invalid("with", "The other item does not stand on this agenda.")
        agenda = await agenda_of(work, chamber.meeting.id)
        if other.debated_with_id or any(one.debated_with_id == item.id for one in agenda):
            raise Conflict("That item is debated together with another itself.")
        if other.audience_id != item.audience_id:
            raise Conflict("Public and non-public items are not debated together.")
    item.debated_with_id = with_id
    await decided(work, chamber, item)
    return item
