"""Putting an item on the agenda in the meeting (AGD-2): who decides it, and who learns of it."""

import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, PUBLIC, system
from rostra.agendas.freezing import is_intact
from rostra.agendas.inviting import invite_meeting
from rostra.agendas.models import AgendaVersion, Edition, Occasion
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.events import LoggedEvent
from rostra.meetings.models import AgendaItem, NeutralTitle
from rostra.minutes.facts import facts_of
from rostra.organizations.models import StandingOrders
from rostra.sittings.calling import call_item
from rostra.sittings.models import Presence, Sitting, SittingChange
from rostra.voting.announcing import announce_ballot
from rostra.voting.closing import cancel_ballot, close_ballot
from rostra.voting.counting import Majority
from rostra.voting.entering import enter_count
from rostra.voting.models import Motion, MotionType
from rostra.voting.moving import Moved, make_motion
from rostra.voting.opening import Question, open_ballot
from support.invitations import ZONE, make_council
from support.making import kept, linked

DAY = dt.date.today()
NAME = "Hilfe nach dem Hochwasser"


async def sitting_council(database, **numbers):
    """A council that was invited and sits, with its first item called."""
    council = await make_council(database)
    if numbers:
        await kept(
            database, StandingOrders, body_id=council.body.id,
            organization_id=council.organization.id, valid_from=dt.date(2020, 1, 1),
            numbers=numbers,
        )  # fmt: skip
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    meeting_id, item_id = council.meeting.id, council.items[0].id
    await linked(database, Sitting(meeting_id=meeting_id, current_item_id=item_id))
    here = (Presence(meeting_id=meeting_id, person_id=one.id) for one in council.persons)
    await linked(database, *here)
    return council


async def moved(database, council, **values):
    async with database.work(council.member(1)) as work:
        given = Moved(MotionType.ADD_ITEM, "Der Deich ist gebrochen.", **values)
        return await make_motion(work, council.items[0].id, given)


async def voted(database, council, motion, **counted):
    async with database.work(council.chair) as work:
        question = Question(motion_id=motion.id)
        ballot = await open_ballot(work, council.items[0].id, question, DAY)
        await enter_count(work, ballot.id, counted)
        await close_ballot(work, ballot.id)
        return await announce_ballot(work, ballot.id)


async def added(database, council, **values):
    motion = await moved(database, council, item_name=NAME, **values)
    return motion, await voted(database, council, motion, yes=5)


async def agenda(database, who):
    async with database.reading(who) as work:
        items = await work.fetch(work.readable(AgendaItem).order_by(AgendaItem.order))
        return [(one.number, one.name) for one in items]


async def neutral(database):
    async with database.reading(ANYBODY) as work:
        titles = await work.fetch(work.readable(NeutralTitle).order_by(NeutralTitle.order))
        return [one.number for one in titles]


async def versions(database, edition):
    async with database.reading(system) as work:
        return await work.fetch(
            work.readable(AgendaVersion)
            .where(AgendaVersion.edition == edition)
            .order_by(AgendaVersion.number)
        )


async def test_a_public_item_comes_last_in_its_part_and_the_others_move_on(database):
    council = await sitting_council(database)
    motion, ballot = await added(database, council)
    assert (ballot.rule, ballot.majority, ballot.outcome) == (
        "VOT-4", "two_thirds_legal", "accepted",
    )  # fmt: skip
    assert ballot.subject == f"Aufnahme in die Tagesordnung: {NAME}"
    public = [("1", "Eröffnung"), ("2", "Radweg an der Saale"), ("3", NAME)]
    assert await agenda(database, ANYBODY) == public
    assert await neutral(database) == ["4", "5"]
    assert [number for number, _ in await agenda(database, council.member(1))] == [*"12345"]
    full = await versions(database, Edition.FULL)
    openly = await versions(database, Edition.PUBLIC)
    assert [one.occasion for one in full] == [Occasion.INVITATION, Occasion.ADDITION]
    assert [one.occasion for one in openly] == [Occasion.INVITATION, Occasion.ADDITION]
    assert all(is_intact(one) for one in (*full, *openly))
    new = full[1].content["items"][2]
    assert (new["number"], new["name"], new["changes"]) == (
        "3", NAME, [{"change": "added"}],
    )  # fmt: skip
    papers = [one["papers"] for one in full[1].content["items"]]
    assert papers == [[], full[0].content["items"][1]["papers"], [], [], papers[4]]
    assert papers[4]
    assert full[1].audience_id == full[0].audience_id
    async with database.work(council.chair) as work:
        item_id = (await work.find(Motion, motion.id)).added_item_id
        called = await call_item(work, item_id)
    assert called.name == NAME


@pytest.mark.parametrize("shown", ["neutral", "absent"])
async def test_a_non_public_item_is_known_as_far_as_the_rules_say(database, shown):
    council = await sitting_council(database, non_public_items=shown)
    before = await seen_by_the_public(database)
    await added(database, council, item_public=False)
    assert (await agenda(database, council.member(1)))[-1] == ("5", NAME)
    assert NAME not in {name for _, name in await agenda(database, ANYBODY)}
    assert await neutral(database) == (["3", "4", "5"] if shown == "neutral" else [])
    after = await seen_by_the_public(database)
    assert (after == before) == (shown == "absent")
    (version,) = (await versions(database, Edition.FULL))[1:]
    assert version.content["items"][-1]["public"] is False


async def seen_by_the_public(database):
    """What the public could compare before and after: items, titles, versions, public changes."""
    async with database.reading(ANYBODY) as work:
        items = [one.number for one in await work.fetch(work.readable(AgendaItem))]
        titles = [one.number for one in await work.fetch(work.readable(NeutralTitle))]
        frozen = [one.number for one in await work.fetch(work.readable(AgendaVersion))]
    async with database.reading(system) as work:
        public = sa.select(SittingChange.parts).where(SittingChange.audience_id == PUBLIC)
        agendas = sum(one == ["agenda"] for one in await work.fetch(public))
        log = await work.fetch(sa.select(LoggedEvent).where(LoggedEvent.name == "ItemAdded"))
    return sorted(items), sorted(titles), frozen, agendas, len(log)


async def test_the_standing_orders_say_which_majority_it_takes(database):
    council = await sitting_council(database)
    motion = await moved(database, council, item_name=NAME)
    rejected = await voted(database, council, motion, yes=3, no=1)
    assert (rejected.needed, rejected.outcome) == (4, "rejected")
    assert NAME not in {name for _, name in await agenda(database, system)}
    again = await moved(database, council, item_name=NAME)
    async with database.work(council.chair) as work:
        question = Question(motion_id=again.id, majority=Majority.SIMPLE)
        with pytest.raises(Conflict, match="AGD-2"):
            await open_ballot(work, council.items[0].id, question, DAY)
        question = Question(motion_id=again.id, majority=Majority.TWO_THIRDS_LEGAL)
        ballot = await open_ballot(work, council.items[0].id, question, DAY)
        await cancel_ballot(work, ballot.id)


async def test_without_a_name_its_words_are_the_name(database):
    council = await sitting_council(database, add_item_majority="simple")
    motion = await moved(database, council)
    ballot = await voted(database, council, motion, yes=2, no=1)
    assert (ballot.rule, ballot.majority) == ("VOT-1", "simple")
    assert ("3", "Der Deich ist gebrochen.") in await agenda(database, ANYBODY)


async def test_only_such_a_motion_names_an_item(database):
    council = await sitting_council(database)
    async with database.work(council.member(1)) as work:
        with pytest.raises(Invalid, match="AGD-2"):
            await make_motion(
                work, council.items[0].id, Moved(MotionType.DEFER, "Vertagen", item_name=NAME)
            )
        with pytest.raises(Invalid, match="at most 500"):
            await make_motion(
                work, council.items[0].id,
                Moved(MotionType.ADD_ITEM, "Eilt", item_name="x" * 501),
            )  # fmt: skip
    with pytest.raises(NotPermitted):
        async with database.work(ANYBODY) as work:
            await make_motion(work, council.items[0].id, Moved(MotionType.ADD_ITEM, "Eilt"))


async def test_the_minutes_name_the_item_and_why_it_is_urgent(database):
    council = await sitting_council(database)
    await added(database, council)
    async with database.reading(ANYBODY) as work:
        facts = await facts_of(work, [council.items[0].id])
    assert [one.text for one in facts[council.items[0].id].moved] == [
        f"{NAME}: Der Deich ist gebrochen."
    ]
