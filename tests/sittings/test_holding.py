"""A sitting is opened, comes from item to item, pauses and ends; each step by who may."""

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, PUBLIC, system
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.meetings.models import AgendaItem, ItemState, Meeting, MeetingState
from rostra.sittings.calling import (
    bring_forward,
    call_item,
    close_doors,
    debate_together,
    finish_item,
    open_doors,
    put_off,
)
from rostra.sittings.hall import arrive
from rostra.sittings.holding import (
    close_sitting,
    interrupt_sitting,
    open_sitting,
    resume_sitting,
)
from rostra.sittings.models import Pause, Presence, Sitting, SittingChange, SittingState
from rostra.tombstones import Tombstone
from support.invitations import ZONE, make_council
from support.sitting import invited_council, item_now, sitting_council


async def do(database, who, verb, *arguments, **named):
    async with database.work(who) as work:
        return await verb(work, *arguments, **named)


async def sitting_now(database, council) -> Sitting:
    async with database.reading(system) as work:
        return await work.db.get(Sitting, council.meeting.id)


async def test_nobody_sits_who_was_not_invited(database):
    council = await make_council(database)
    with pytest.raises(Conflict, match="INV-1"):
        await do(database, council.clerk, open_sitting, council.meeting.id)


async def test_is_opened_by_chair_or_clerk_alone_and_once(database):
    council = await invited_council(database)
    with pytest.raises(NotPermitted):
        await do(database, council.member(1), open_sitting, council.meeting.id)
    with pytest.raises(NotPermitted):
        await do(database, ANYBODY, open_sitting, council.meeting.id)
    await do(database, council.chair, open_sitting, council.meeting.id)
    with pytest.raises(Conflict):
        await do(database, council.clerk, open_sitting, council.meeting.id)


async def test_comes_from_item_to_item(database):
    council = await sitting_council(database)
    first, second = council.items[:2]
    await do(database, council.chair, call_item, first.id)
    await do(database, council.chair, call_item, second.id)
    assert (await item_now(database, council, 0)).state == ItemState.DONE
    assert (await item_now(database, council, 1)).state == ItemState.CALLED
    assert (await sitting_now(database, council)).current_item_id == second.id
    await do(database, council.chair, call_item, first.id, set_aside=True)
    assert (await item_now(database, council, 1)).state == ItemState.PENDING
    await do(database, council.chair, finish_item, first.id)
    done = await item_now(database, council, 0)
    assert (done.state, bool(done.start), bool(done.end)) == (ItemState.DONE, True, True)
    assert (await sitting_now(database, council)).current_item_id is None


async def test_a_pause_stops_everything_but_its_end(database):
    council = await sitting_council(database)
    await do(database, council.chair, interrupt_sitting, council.meeting.id, "Fraktionssitzung")
    for verb, argument in (
        (interrupt_sitting, council.meeting.id), (call_item, council.items[0].id),
    ):  # fmt: skip
        with pytest.raises(Conflict):
            await do(database, council.chair, verb, argument)
    await do(database, council.chair, resume_sitting, council.meeting.id)
    with pytest.raises(Conflict):
        await do(database, council.chair, resume_sitting, council.meeting.id)
    async with database.reading(system) as work:
        (pause,) = await work.fetch(sa.select(Pause))
    assert pause.ended is not None
    assert pause.reason == "Fraktionssitzung"


async def test_at_the_end_everybody_leaves_and_nothing_goes_on(database):
    council = await sitting_council(database)
    await do(database, council.chair, call_item, council.items[0].id)
    await do(database, council.clerk, close_sitting, council.meeting.id)
    sitting = await sitting_now(database, council)
    assert (sitting.state, sitting.current_item_id) == (SittingState.CLOSED, None)
    assert (await item_now(database, council, 0)).state == ItemState.DONE
    async with database.reading(system) as work:
        meeting = await work.find(Meeting, council.meeting.id)
        stays = await work.fetch(sa.select(Presence))
    assert meeting.meeting_state == MeetingState.HELD
    assert all(stay.left for stay in stays)
    for verb, argument in (
        (close_sitting, council.meeting.id), (interrupt_sitting, council.meeting.id),
        (open_sitting, council.meeting.id), (call_item, council.items[1].id),
    ):  # fmt: skip
        with pytest.raises(Conflict):
            await do(database, council.chair, verb, argument)


@pytest.mark.parametrize(
    ("state", "words"),
    [(ItemState.TAKEN_OFF, "von der Tagesordnung abgesetzt"), (ItemState.DEFERRED, "vertagt")],
)
async def test_an_item_is_put_off_and_never_called_again(database, state, words):
    council = await sitting_council(database)
    await do(database, council.chair, put_off, council.items[1].id, state)
    item = await item_now(database, council, 1)
    assert (item.state, item.result) == (state, words)
    for verb, more in ((call_item, ()), (put_off, (state,))):
        with pytest.raises(Conflict):
            await do(database, council.chair, verb, item.id, *more)


async def test_a_referral_names_its_committee(database):
    council = await sitting_council(database)
    with pytest.raises(Invalid):
        await do(database, council.chair, put_off, council.items[1].id, ItemState.REFERRED)
    await do(
        database, council.chair, put_off, council.items[1].id, ItemState.REFERRED,
        council.organization.id,
    )  # fmt: skip
    assert (await item_now(database, council, 1)).result == "verwiesen: Stadtrat"


async def test_bringing_forward_keeps_the_order_whole(database):
    council = await sitting_council(database)
    await do(database, council.chair, bring_forward, council.items[1].id, council.items[0].id)
    async with database.reading(system) as work:
        agenda = await work.fetch(
            sa.select(AgendaItem)
            .where(AgendaItem.meeting_id == council.meeting.id)
            .order_by(AgendaItem.order)
        )
    assert [one.order for one in agenda] == [0, 1, 2, 3]
    assert agenda[0].id == council.items[1].id
    with pytest.raises(Conflict):
        await do(database, council.chair, bring_forward, council.items[2].id, council.items[0].id)


async def read_by_the_public(database, council, number) -> bool:
    async with database.reading(ANYBODY) as work:
        try:
            await work.find(AgendaItem, council.items[number].id)
        except NotFound:
            return False
        return True


async def test_behind_closed_doors_an_item_is_gone_for_the_public(database):
    council = await sitting_council(database)
    await do(database, council.chair, call_item, council.items[1].id)
    assert await read_by_the_public(database, council, 1)
    await do(database, council.chair, close_doors, council.items[1].id)
    assert not await read_by_the_public(database, council, 1)
    assert (await sitting_now(database, council)).behind_closed_doors
    async with database.reading(ANYBODY) as work:
        assert await work.count(work.readable(Tombstone).where(Tombstone.id == council.items[1].id))
    async with database.reading(council.member(1)) as work:
        assert await work.find(AgendaItem, council.items[1].id)
    await do(database, council.chair, open_doors, council.items[1].id)
    assert await read_by_the_public(database, council, 1)
    assert not (await sitting_now(database, council)).behind_closed_doors


async def test_items_are_debated_together_within_their_part(database):
    council = await sitting_council(database)
    first, second, secret = council.items[:3]
    await do(database, council.chair, debate_together, second.id, first.id)
    assert (await item_now(database, council, 1)).debated_with_id == first.id
    with pytest.raises(Conflict):
        await do(database, council.chair, debate_together, first.id, secret.id)
    with pytest.raises(Conflict):
        await do(database, council.chair, debate_together, first.id, second.id)


async def changes_of(database, council):
    async with database.reading(system) as work:
        return await work.fetch(
            sa.select(SittingChange)
            .where(SittingChange.meeting_id == council.meeting.id)
            .order_by(SittingChange.sequence)
        )


async def test_the_public_numbers_have_no_gap_and_tell_nothing_of_the_closed_part(database):
    council = await sitting_council(database)
    await do(database, council.chair, call_item, council.items[1].id)
    await do(database, council.chair, call_item, council.items[2].id)
    before = await changes_of(database, council)
    await do(database, council.chair, call_item, council.items[3].id)
    await do(database, council.chair, finish_item, council.items[3].id)
    after = await changes_of(database, council)
    assert [one.sequence for one in after] == list(range(1, len(after) + 1))
    public = [one.public_sequence for one in after if one.public_sequence is not None]
    assert public == list(range(1, len(public) + 1))
    inside = after[len(before) :]
    called = [one for one in inside if one.public_sequence is not None]
    assert not called, "the doors stay closed until another item is called"
    assert all((one.audience_id == PUBLIC) is (one.public_sequence is not None) for one in after)


async def test_who_comes_late_by_a_late_invitation_and_stays_heals_it(database):
    council = await sitting_council(database, present=0)
    presence = await do(
        database, council.clerk, arrive, council.meeting.id, council.persons[1].id, ZONE
    )
    assert presence.entitled
