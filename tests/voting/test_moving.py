"""Motions: who moves what, in which order it is voted on, and what an amendment does."""

import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from rostra.access import system
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.meetings.models import AgendaItem
from rostra.records import now
from rostra.sittings.holding import close_sitting
from rostra.sittings.models import Exclusion, Presence
from rostra.voting.amending import Op, carry_over, segments
from rostra.voting.announcing import announce_ballot
from rostra.voting.closing import close_ballot
from rostra.voting.entering import enter_count
from rostra.voting.models import Ballot, Motion, MotionType
from rostra.voting.moving import (
    Moved,
    lapse_motion,
    make_motion,
    revise_motion,
    set_reach,
    withdraw_motion,
)
from rostra.voting.opening import Question, open_ballot
from rostra.voting.queries import motions_of, standing_text
from support.actors import account_holder, anybody
from support.make.papers import make_consultation, make_paper
from support.make.people import make_account, make_person
from support.make.sittings import make_hall
from support.making import kept, linked

DAY = dt.date.today()
TEXT = "Der Radweg wird gebaut. Die Mittel werden im Haushalt 2027 bereitgestellt."
WORDS = st.lists(st.sampled_from(["Rad", "Weg", "und", "Brücke", "2027", ".", " "]), max_size=12)


async def hall_with_paper(database):
    hall = await make_hall(database, 3)
    paper = await make_paper(database, proposed_resolution=TEXT)
    await make_consultation(database, paper, hall.item)
    return hall


async def moved(database, hall, number=1, **values):
    async with database.work(hall.logins[number]) as work:
        return await make_motion(work, hall.item.id, Moved(**values))


async def amendment(database, hall, before, after):
    return await moved(
        database, hall, motion_type=MotionType.AMENDMENT, amended=TEXT.replace(before, after)
    )


async def voted(database, hall, motion=None, **counted):
    """A vote on a motion or on the item, from its opening to its result."""
    async with database.work(hall.chair) as work:
        question = Question(motion_id=motion.id if motion else None)
        ballot = await open_ballot(work, hall.item.id, question, DAY)
        await enter_count(work, ballot.id, counted)
        await close_ballot(work, ballot.id)
        return await announce_ballot(work, ballot.id)


async def read(database, motion):
    async with database.reading(system) as work:
        return await work.find(Motion, motion.id)


async def test_an_accepted_amendment_changes_what_is_resolved(database):
    hall = await hall_with_paper(database)
    motion = await amendment(database, hall, "2027", "2028")
    await voted(database, hall, motion, yes=2, no=1)
    assert (await read(database, motion)).state == "accepted"
    await voted(database, hall, yes=3)
    async with database.reading(anybody) as work:
        item = await work.find(AgendaItem, hall.item.id)
    assert item.resolution_text == TEXT.replace("2027", "2028")
    assert item.result == "einstimmig"


async def test_others_follow_the_text_that_now_stands_or_are_revised(database):
    hall = await hall_with_paper(database)
    year = await amendment(database, hall, "2027", "2028")
    other_year = await amendment(database, hall, "2027", "2030")
    bridge = await amendment(database, hall, "Radweg", "Radweg mit Brücke")
    same = await amendment(database, hall, "2027", "2028")
    await voted(database, hall, year, yes=2)
    stands = TEXT.replace("2027", "2028")
    assert (await read(database, same)).state == "lapsed"
    followed = await read(database, bridge)
    assert followed.amends == stands
    assert followed.amended == stands.replace("Radweg", "Radweg mit Brücke")
    with pytest.raises(Conflict, match="revise"):
        await voted(database, hall, other_year, yes=2)
    async with database.work(hall.logins[1]) as work:
        await revise_motion(work, other_year.id, "", stands.replace("2028", "2030"))
    await voted(database, hall, other_year, yes=3)
    await voted(database, hall, yes=3)
    assert (await read(database, bridge)).state == "lapsed"


async def test_procedure_comes_first_then_the_furthest_and_the_chair_decides(database):
    hall = await hall_with_paper(database)
    small = await amendment(database, hall, "2027", "2028")
    large = await amendment(database, hall, "Die Mittel werden", "Nach Anhörung aller werden sie")
    end = await moved(database, hall, motion_type=MotionType.END_OF_DEBATE, text="Ende der Debatte")
    off = await moved(database, hall, motion_type=MotionType.TAKE_OFF, text="Absetzen")

    async def order():
        async with database.reading(anybody) as work:
            return [one.id for one in (await motions_of(work, [hall.item.id]))[hall.item.id]]

    assert await order() == [off.id, end.id, large.id, small.id]
    async with database.work(hall.chair) as work:
        await set_reach(work, small.id, 9_000)
    assert await order() == [off.id, end.id, small.id, large.id]
    with pytest.raises(NotPermitted):
        async with database.work(hall.logins[1]) as work:
            await set_reach(work, large.id, 9_999)


async def test_only_members_who_are_there_and_unbiased_move_something(database):
    hall = await hall_with_paper(database)
    values = Moved(MotionType.OTHER_PROCEDURE, "Pause")
    for stranger in (anybody, (await make_hall(database, 2)).logins[1]):
        with pytest.raises(NotPermitted):
            async with database.work(stranger) as work:
                await make_motion(work, hall.item.id, values)
    await kept(
        database, Exclusion, body_id=hall.item.body_id, agenda_item_id=hall.item.id,
        person_id=hall.members[1].id,
    )  # fmt: skip
    with pytest.raises(Conflict, match="BIA-1"):
        await moved(database, hall, motion_type=MotionType.OTHER_PROCEDURE, text="Pause")
    with pytest.raises(NotPermitted):
        await moved(
            database, hall, 2, motion_type=MotionType.OTHER_PROCEDURE, text="Pause",
            person_id=hall.members[0].id,
        )  # fmt: skip
    async with database.work(hall.chair) as work:
        entered = await make_motion(
            work,
            hall.item.id,
            Moved(MotionType.OTHER_PROCEDURE, "Pause", person_id=hall.members[2].id),
        )
    assert entered.person_id == hall.members[2].id


async def test_who_moved_it_withdraws_it_and_the_chair_lets_it_lapse(database):
    hall = await hall_with_paper(database)
    mine = await amendment(database, hall, "2027", "2028")
    other = await amendment(database, hall, "2027", "2029")
    with pytest.raises(NotPermitted):
        async with database.work(hall.logins[2]) as work:
            await withdraw_motion(work, mine.id)
    async with database.work(hall.logins[1]) as work:
        await withdraw_motion(work, mine.id)
    with pytest.raises(NotPermitted):
        async with database.work(hall.logins[1]) as work:
            await lapse_motion(work, other.id)
    async with database.work(hall.chair) as work:
        await lapse_motion(work, other.id)
    for motion, state in ((mine, "withdrawn"), (other, "lapsed")):
        assert (await read(database, motion)).state == state
        with pytest.raises(Conflict):
            async with database.work(hall.logins[1]) as work:
                await withdraw_motion(work, motion.id)
    with pytest.raises(Conflict):
        await voted(database, hall, mine, yes=3)


async def test_what_was_moved_stays_as_it_is_once_the_meeting_is_over(database):
    hall = await hall_with_paper(database)
    motion = await amendment(database, hall, "2027", "2028")
    async with database.work(hall.chair) as work:
        await close_sitting(work, hall.meeting.id)
    with pytest.raises(Conflict, match="over"):
        async with database.work(hall.logins[1]) as work:
            await withdraw_motion(work, motion.id)


async def test_what_is_voted_on_is_not_touched(database):
    hall = await hall_with_paper(database)
    motion = await amendment(database, hall, "2027", "2028")
    async with database.work(hall.chair) as work:
        await open_ballot(work, hall.item.id, Question(motion_id=motion.id), DAY)
    with pytest.raises(Conflict, match="being voted on"):
        async with database.work(hall.logins[1]) as work:
            await revise_motion(work, motion.id, "", "Etwas anderes.")


async def test_an_amendment_must_change_something_and_others_have_no_text(database):
    hall = await hall_with_paper(database)
    with pytest.raises(Invalid, match="changes nothing"):
        await amendment(database, hall, "Bach", "Fluss")
    with pytest.raises(Invalid):
        await moved(database, hall, motion_type=MotionType.DEFER, text="Vertagen", amended="Nein")
    with pytest.raises(Invalid, match="committee"):
        await moved(database, hall, motion_type=MotionType.REFER, text="Verweisen")
    async with database.reading(system) as work:
        assert await standing_text(work, hall.item.id) == TEXT
        assert await work.count(sa.select(Motion.id)) == 0


@given(WORDS, WORDS)
def test_the_segments_tell_both_texts(before, after):
    old, new = "".join(before), "".join(after)
    told = segments(old, new)
    assert "".join(one.text for one in told if one.op != Op.INSERT) == old
    assert "".join(one.text for one in told if one.op != Op.DELETE) == new


@settings(max_examples=60)
@given(WORDS, WORDS)
def test_an_amendment_is_carried_over_to_the_same_text_unchanged(before, after):
    old, new = "".join(before), "".join(after)
    assert carry_over(old, new, old) == new
    assert carry_over(old, old, new) in (new, None)


async def procedural(database, hall, motion_type, **values):
    motion = await moved(
        database, hall, motion_type=motion_type, text="Zur Geschäftsordnung", **values
    )
    await voted(database, hall, motion, yes=3)
    async with database.reading(system) as work:
        return await work.find(AgendaItem, hall.item.id)


async def test_an_accepted_motion_on_procedure_takes_effect(database):
    taken = await procedural(database, await make_hall(database, 3), MotionType.TAKE_OFF)
    assert (taken.state, taken.result) == ("taken_off", "von der Tagesordnung abgesetzt")
    hall = await make_hall(database, 3)
    referred = await procedural(database, hall, MotionType.REFER, refers_to_id=hall.council.id)
    assert (referred.state, referred.result) == ("referred", "verwiesen: Stadtrat")
    deferred = await procedural(database, await make_hall(database, 3), MotionType.DEFER)
    assert deferred.state == "deferred"


async def test_what_was_moved_goes_behind_closed_doors_with_its_item(database):
    hall = await hall_with_paper(database)
    other = await amendment(database, hall, "2027", "2028")
    inside = await procedural(database, hall, MotionType.CLOSE_DOORS)
    assert inside.public is False
    async with database.reading(anybody) as work:
        assert await work.count(work.readable(Motion)) == 0
        assert await work.count(work.readable(Ballot)) == 0
    async with database.reading(hall.logins[1]) as work:
        assert (await work.find(Motion, other.id)).audience_id == inside.audience_id


async def test_a_deputy_who_was_released_and_listens_moves_nothing(database):
    hall, hour = await make_hall(database, 3), dt.timedelta(hours=1)
    person = await make_person(database, name="Vertretung")
    deputy = account_holder(await make_account(database, person))
    stood_in = Presence(
        meeting_id=hall.meeting.id, person_id=person.id, stands_in_for_id=hall.members[2].id,
        arrived=now() - 2 * hour, left=now() - hour,
    )  # fmt: skip
    listens = Presence(meeting_id=hall.meeting.id, person_id=person.id, entitled=False)
    await linked(database, stood_in, listens)
    async with database.work(deputy) as work:
        with pytest.raises(NotPermitted):
            await make_motion(work, hall.item.id, Moved(MotionType.OTHER_PROCEDURE, "Ende"))
