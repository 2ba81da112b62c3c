"""Behind closed doors nobody outside learns what happens, and what is joined is parted."""

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, PUBLIC, system
from rostra.errors import Conflict, NotPermitted
from rostra.meetings.models import ItemState, Meeting
from rostra.minutes.drafting import draft_minutes
from rostra.minutes.facts import facts_of
from rostra.minutes.queries import minutes_of
from rostra.sittings.calling import (
    bring_forward,
    call_item,
    call_next_item,
    close_doors,
    debate_together,
    finish_item,
    open_doors,
)
from rostra.sittings.finding import establish_quorum
from rostra.sittings.hall import arrive
from rostra.sittings.holding import interrupt_sitting, open_sitting, resume_sitting
from rostra.sittings.models import QuorumFinding, Sitting, SittingChange, SittingState
from rostra.sittings.queries import pauses_of, quorum_findings_of
from rostra.sittings.watching import sitting_at, state_shown
from support.invitations import ZONE
from support.make.meetings import make_agenda_item
from support.sitting import invited_council, item_now, sitting_council


async def do(database, who, verb, *arguments, **named):
    async with database.work(who) as work:
        return await verb(work, *arguments, **named)


async def is_today(database, council):
    """The day of the meeting has come."""
    async with database.work(system) as work:
        await work.change(
            sa.update(Meeting).where(Meeting.id == council.meeting.id).values(start=work.now)
        )


async def below(database, council, parent, name, **values):
    """A public item below another, as the last on the agenda."""
    async with database.work(system) as work:
        item = await make_agenda_item(
            work, council.meeting, len(council.items), name=name, public=True,
            audience_id=PUBLIC, parent_id=council.items[parent].id, **values,
        )  # fmt: skip
    council.items.append(item)
    return item


async def test_an_item_takes_what_stands_below_it_inside_and_leaves_what_was_joined(database):
    council = await sitting_council(database)
    opening, cycleway = council.items[:2]
    await below(database, council, 1, "Bauabschnitt 1", state=ItemState.DONE)
    await below(database, council, 1, "Bauabschnitt 2")
    await do(database, council.chair, debate_together, opening.id, cycleway.id)
    await do(database, council.chair, call_item, council.items[5].id)
    await do(database, council.chair, close_doors, cycleway.id)
    first, second, _, _, done, waiting = [
        await item_now(database, council, number) for number in range(6)
    ]
    assert (first.public, first.debated_with_id) == (True, None)
    assert (second.public, second.audience_id == PUBLIC) == (False, False)
    assert done.public, "what was dealt with in public was heard by everybody"
    assert (waiting.public, waiting.audience_id) == (False, second.audience_id)
    async with database.reading(system) as work:
        assert (await work.db.get(Sitting, council.meeting.id)).behind_closed_doors


async def test_what_stands_below_keeps_its_own_reasons(database):
    council = await sitting_council(database)
    await below(database, council, 1, "Bauabschnitt 1")
    await do(database, council.chair, close_doors, council.items[1].id)
    with pytest.raises(Conflict, match="above"):
        await do(database, council.chair, open_doors, council.items[4].id)
    await do(database, council.chair, open_doors, council.items[1].id)
    assert (await item_now(database, council, 1)).public
    assert (await item_now(database, council, 4)).public is False
    await do(database, council.chair, open_doors, council.items[4].id)
    assert (await item_now(database, council, 4)).audience_id == PUBLIC


async def shown_to(database, who, council):
    """How the sitting stands for somebody, and the reasons of its pauses."""
    async with database.reading(who) as work:
        sitting = await sitting_at(work, council.meeting.id)
        pauses = await pauses_of(work, council.meeting.id)
        return await state_shown(work, sitting), [one.reason for one in pauses]


@pytest.mark.parametrize("amid", [True, False], ids=["amid an item", "between two items"])
async def test_nobody_outside_knows_of_a_pause_behind_closed_doors(database, amid):
    council = await sitting_council(database)
    await do(database, council.chair, call_item, council.items[0].id)
    await do(database, council.chair, interrupt_sitting, council.meeting.id, "Lüften")
    await do(database, council.chair, resume_sitting, council.meeting.id)
    await do(database, council.chair, call_item, council.items[3].id)
    if not amid:
        await do(database, council.chair, finish_item, council.items[3].id)
    before = await public_changes(database)
    await do(database, council.chair, interrupt_sitting, council.meeting.id, "Verhandlung")
    assert await shown_to(database, ANYBODY, council) == (SittingState.OPEN, ["Lüften"])
    seen = await shown_to(database, council.member(1), council)
    assert seen == (SittingState.INTERRUPTED, ["Lüften", "Verhandlung"])
    await do(database, council.chair, resume_sitting, council.meeting.id)
    assert await public_changes(database) == before


async def public_changes(database):
    async with database.reading(system) as work:
        return await work.count(sa.select(SittingChange).where(SittingChange.public_sequence > 0))


async def test_minutes_name_a_pause_inside_with_its_item_alone(database):
    council = await sitting_council(database)
    for number in (0, 3):
        await do(database, council.chair, call_item, council.items[number].id)
        await do(database, council.chair, interrupt_sitting, council.meeting.id)
        await do(database, council.chair, resume_sitting, council.meeting.id)
    await is_today(database, council)
    await do(database, council.clerk, draft_minutes, council.meeting.id, ZONE)
    ids = [one.id for one in council.items]
    async with database.reading(council.clerk) as work:
        minutes = (await minutes_of(work, [council.meeting.id]))[council.meeting.id]
        assert len(minutes.interruptions) == 1
        facts = await facts_of(work, ids)
        assert [len(facts[one].paused) for one in ids] == [0, 0, 0, 1]
    async with database.reading(ANYBODY) as work:
        assert not any(one.paused for one in (await facts_of(work, ids)).values())


async def test_comes_to_the_next_item_until_none_waits(database):
    council = await sitting_council(database)
    called = [await do(database, council.chair, call_next_item, council.meeting.id)]
    with pytest.raises(NotPermitted):
        await do(database, council.member(1), call_next_item, council.meeting.id)
    called += [
        await do(database, council.chair, call_next_item, council.meeting.id) for _ in range(3)
    ]
    assert [one.id for one in called] == [one.id for one in council.items]
    with pytest.raises(Conflict, match="waits"):
        await do(database, council.chair, call_next_item, council.meeting.id)


async def test_the_chair_establishes_the_quorum_for_the_minutes(database):
    council = await sitting_council(database, present=3)
    with pytest.raises(NotPermitted):
        await do(database, council.member(1), establish_quorum, council.meeting.id, ZONE)
    found = await do(database, council.chair, establish_quorum, council.meeting.id, ZONE)
    assert (found.rule, found.legal, found.entitled, found.needed) == ("QUO-1", 5, 3, 3)
    assert (found.unsummoned, found.quorate) == (0, True)
    await do(database, council.chair, call_item, council.items[3].id)
    await do(database, council.chair, establish_quorum, council.meeting.id, ZONE)
    async with database.reading(ANYBODY) as work:
        assert len(await quorum_findings_of(work, council.meeting.id)) == 1
    async with database.reading(council.member(4)) as work:
        assert len(await quorum_findings_of(work, council.meeting.id)) == 2


async def test_who_was_invited_too_late_counts_until_coming_heals_it(database):
    council = await invited_council(database)
    await is_today(database, council)
    await do(database, council.chair, open_sitting, council.meeting.id)
    for person in council.persons[:4]:
        await do(database, council.clerk, arrive, council.meeting.id, person.id, ZONE)
    found = await do(database, council.chair, establish_quorum, council.meeting.id, ZONE)
    assert (found.entitled, found.unsummoned, found.quorate) == (4, 1, False)
    await do(database, council.clerk, arrive, council.meeting.id, council.persons[4].id, ZONE)
    again = await do(database, council.chair, establish_quorum, council.meeting.id, ZONE)
    assert (again.unsummoned, again.quorate) == (0, True)
    async with database.reading(system) as work:
        assert await work.count(sa.select(QuorumFinding)) == 2


async def test_what_is_debated_together_makes_no_chain(database):
    council = await sitting_council(database)
    first, second = council.items[:2]
    third = await below(database, council, 0, "Verkehrsversuch")
    await do(database, council.chair, debate_together, second.id, first.id)
    with pytest.raises(Conflict, match="together"):
        await do(database, council.chair, debate_together, first.id, third.id)


async def test_what_was_dealt_with_is_not_brought_forward(database):
    council = await sitting_council(database)
    first, second = council.items[:2]
    await do(database, council.chair, call_item, second.id)
    await do(database, council.chair, finish_item, second.id)
    with pytest.raises(Conflict, match="dealt with"):
        await do(database, council.chair, bring_forward, second.id, first.id)
