"""Who is in the hall, when, and for whom; and who takes no part for bias."""

import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from rostra.access import ANYBODY, system
from rostra.agendas.models import Answer, Reply
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.minutes.models import Minutes, MinutesState
from rostra.sittings.calling import call_item
from rostra.sittings.hall import (
    arrive,
    correct_presence,
    disclose_bias,
    enter_expected,
    leave,
    overlap,
    revoke_bias,
)
from rostra.sittings.holding import close_sitting
from rostra.sittings.models import Exclusion, Presence
from rostra.sittings.quorum import quorum, quorum_of
from rostra.sittings.speaking import request_speech
from support.invitations import ZONE, add_deputy
from support.sitting import sitting_council


async def do(database, who, verb, *arguments, **named):
    async with database.work(who) as work:
        return await verb(work, *arguments, **named)


async def stays(database, person):
    async with database.reading(system) as work:
        return await work.fetch(
            sa.select(Presence).where(Presence.person_id == person.id).order_by(Presence.arrived)
        )


async def test_comes_leaves_and_comes_back(database):
    council = await sitting_council(database, present=0)
    meeting, amsel = council.meeting.id, council.persons[0]
    await do(database, council.clerk, arrive, meeting, amsel.id, ZONE)
    with pytest.raises(Conflict):
        await do(database, council.clerk, arrive, meeting, amsel.id, ZONE)
    await do(database, council.clerk, leave, meeting, amsel.id)
    with pytest.raises(Conflict):
        await do(database, council.clerk, leave, meeting, amsel.id)
    await do(database, council.clerk, arrive, meeting, amsel.id, ZONE)
    assert [bool(stay.left) for stay in await stays(database, amsel)] == [True, False]


async def test_is_noted_by_chair_and_clerk_alone(database):
    council = await sitting_council(database, present=0)
    for who in (council.member(1), ANYBODY):
        with pytest.raises(NotPermitted):
            await do(database, who, arrive, council.meeting.id, council.persons[1].id, ZONE)


async def test_a_deputy_votes_for_a_member_who_is_not_there(database):
    council = await sitting_council(database, present=1)
    deputy = await add_deputy(database, council, 1, "Fichte")
    here = await do(
        database, council.clerk, arrive, council.meeting.id, deputy.person_id, ZONE,
        council.persons[1].id,
    )  # fmt: skip
    assert here.entitled
    with pytest.raises(Conflict):
        await do(database, council.clerk, arrive, council.meeting.id, council.persons[1].id, ZONE)
    guest = await add_deputy(database, council, 2, "Ginster")
    seen = await do(database, council.clerk, arrive, council.meeting.id, guest.person_id, ZONE)
    assert not seen.entitled, "who stands in for nobody is a guest"
    with pytest.raises(Conflict):
        await do(
            database, council.clerk, arrive, council.meeting.id, council.persons[3].id, ZONE,
            council.persons[0].id,
        )  # fmt: skip


async def test_all_who_said_so_are_entered_in_one_step(database):
    council = await sitting_council(database, present=1)
    async with database.work(system) as work:
        for person, answer in zip(
            council.persons[:4],
            (Answer.COMING, Answer.COMING, Answer.LATE, Answer.EXCUSED),
            strict=True,
        ):
            work.add(
                Reply(
                    body_id=council.body.id, meeting_id=council.meeting.id, person_id=person.id,
                    answer=answer, audience_id=council.meeting.audience_id,
                )
            )  # fmt: skip
    entered = await do(database, council.clerk, enter_expected, council.meeting.id, ZONE)
    assert [one.person_id for one in entered] == [council.persons[1].id]


async def test_times_are_corrected_within_reason(database):
    council = await sitting_council(database, present=1)
    (stay,) = await stays(database, council.persons[0])
    earlier = stay.arrived - dt.timedelta(minutes=30)
    with pytest.raises(Invalid):
        await do(database, council.clerk, correct_presence, stay.id, stay.arrived, earlier)
    with pytest.raises(Invalid):
        later = stay.arrived + dt.timedelta(hours=5)
        await do(database, council.clerk, correct_presence, stay.id, later, None)
    with pytest.raises(NotPermitted):
        await do(database, council.member(1), correct_presence, stay.id, earlier, None)
    await do(database, council.clerk, correct_presence, stay.id, earlier, None)
    assert (await stays(database, council.persons[0]))[0].arrived == earlier


async def test_what_approved_minutes_say_is_corrected_no_more(database):
    council = await sitting_council(database, present=1)
    (stay,) = await stays(database, council.persons[0])
    exclusion = await do(database, council.member(0), disclose_bias, council.items[1].id)
    await do(database, council.chair, close_sitting, council.meeting.id)
    with pytest.raises(Conflict, match="closed"):
        await do(database, council.chair, revoke_bias, exclusion.id)
    async with database.work(system) as work:
        work.add(
            Minutes(
                body_id=council.body.id, meeting_id=council.meeting.id,
                state=MinutesState.APPROVED, audience_id=council.meeting.audience_id,
            )
        )  # fmt: skip
    earlier = stay.arrived - dt.timedelta(minutes=30)
    with pytest.raises(Conflict, match="MIN-3"):
        await do(database, council.clerk, correct_presence, stay.id, earlier, None)


async def test_who_is_biased_neither_speaks_nor_counts(database):
    council = await sitting_council(database)
    item = council.items[1]
    await do(database, council.chair, call_item, item.id)
    exclusion = await do(database, council.member(1), disclose_bias, item.id)
    again = await do(database, council.member(1), disclose_bias, item.id)
    assert again.id == exclusion.id
    with pytest.raises(Conflict, match="BIA-1"):
        await do(database, council.member(1), request_speech, item.id)
    async with database.reading(system) as work:
        found = await quorum_of(work, council.meeting, item.id)
        other = await quorum_of(work, council.meeting, council.items[0].id)
    assert (found.entitled, other.entitled) == (4, 5)
    with pytest.raises(NotPermitted):
        await do(database, council.member(2), revoke_bias, exclusion.id)
    await do(database, council.chair, revoke_bias, exclusion.id)
    async with database.reading(system) as work:
        assert await work.count(sa.select(Exclusion.id)) == 0


async def test_a_member_discloses_for_oneself_alone(database):
    council = await sitting_council(database)
    with pytest.raises(NotPermitted):
        await do(
            database, council.member(1), disclose_bias, council.items[1].id, council.persons[2].id
        )


async def test_behind_closed_doors_the_biased_leave_the_room(database):
    council = await sitting_council(database)
    exclusion = await do(database, council.member(1), disclose_bias, council.items[3].id)
    assert exclusion.left_the_room
    async with database.reading(ANYBODY) as work:
        assert await work.count(work.readable(Exclusion)) == 0


async def test_after_the_end_nobody_comes_any_more(database):
    council = await sitting_council(database, present=1)
    await do(database, council.chair, close_sitting, council.meeting.id)
    with pytest.raises(Conflict):
        await do(database, council.clerk, arrive, council.meeting.id, council.persons[2].id, ZONE)


@given(legal=st.integers(1, 120), entitled=st.integers(0, 120), second=st.booleans())
def test_a_quorum_is_a_majority_of_the_legal_number(legal, entitled, second):
    found = quorum(legal, entitled, second)
    expected = entitled >= 1 if second else entitled * 2 > legal
    assert found.quorate is expected
    assert found.rule == ("QUO-2" if second else "QUO-1")


moments = st.integers(0, 20).map(lambda n: dt.datetime(2026, 1, 1, 18, n, tzinfo=dt.UTC))


@given(a=moments, b=moments, c=moments, d=moments)
def test_stays_overlap_where_they_share_a_moment(a, b, c, d):
    first, second = sorted((a, b)), sorted((c, d))
    minute = dt.timedelta(minutes=1)
    shared = {first[0] + n * minute for n in range((first[1] - first[0]) // minute)} & {
        second[0] + n * minute for n in range((second[1] - second[0]) // minute)
    }
    if shared:
        assert overlap(*first, Presence(arrived=second[0], left=second[1]))
    assert overlap(first[0], None, Presence(arrived=first[0], left=None))
