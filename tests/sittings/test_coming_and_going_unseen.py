"""Behind closed doors nobody outside learns who comes and goes, in no channel, not even later."""

import datetime as dt
import itertools
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra.access import ANYBODY
from rostra.meetings.queries import meetings_by_id
from rostra.records import now
from rostra.sittings.calling import call_item, finish_item
from rostra.sittings.hall import arrive, leave
from rostra.sittings.holding import close_sitting
from rostra.sittings.queries import presences_of
from rostra.sittings.quorum import quorum_of
from rostra.sittings.stays import Closed, Stay, seen_from_outside
from rostra_documents.minutes.attendance import recorded_of
from support.invitations import ZONE
from support.sitting import sitting_council

T = dt.datetime(2026, 5, 7, 18, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def every_moment_is_another(monkeypatch):
    """Things happen one after the other, a second apart."""
    seconds = itertools.count()
    began = now()
    monkeypatch.setattr("rostra.work.now", lambda: began + dt.timedelta(seconds=next(seconds)))


async def do(database, who, verb, *arguments):
    async with database.work(who) as work:
        return await verb(work, *arguments)


async def seen(database, who, council):
    """What somebody knows of who is in the hall: stays by name, and how many may vote."""
    async with database.reading(who) as work:
        meeting = (await meetings_by_id(work, [council.meeting.id]))[council.meeting.id]
        stays = await presences_of(work, meeting.id)
        printed = await recorded_of(work, meeting.id)
        assert {(one.person_id, one.arrived) for one in stays} >= {
            (one.person_id, one.arrived) for one in printed
        }
        found = await quorum_of(work, meeting, shown=True)
        names = {one.id: one.name for one in council.persons}
        told = [(names[one.person_id], one.arrived, one.left) for one in stays]
        return told, found.entitled


async def test_outside_nothing_moves_while_the_doors_are_shut(database):
    council = await sitting_council(database, present=4)
    meeting, (amsel, buche, calla, _, esche) = council.meeting.id, council.persons
    await do(database, council.chair, call_item, council.items[1].id)
    await do(database, council.chair, leave, meeting, amsel.id)
    before = await seen(database, ANYBODY, council)
    assert before[1] == 3
    await do(database, council.chair, call_item, council.items[3].id)
    await do(database, council.chair, leave, meeting, buche.id)
    await do(database, council.chair, leave, meeting, calla.id)
    await do(database, council.chair, arrive, meeting, calla.id, ZONE)
    await do(database, council.chair, arrive, meeting, esche.id, ZONE)
    assert await seen(database, ANYBODY, council) == before
    assert (await seen(database, council.member(2), council))[1] == 3
    assert len((await seen(database, council.member(2), council))[0]) == 6
    await do(database, council.chair, finish_item, council.items[3].id)
    await do(database, council.chair, leave, meeting, calla.id)
    await do(database, council.chair, arrive, meeting, calla.id, ZONE)
    assert await seen(database, ANYBODY, council) == before
    await do(database, council.chair, call_item, council.items[0].id)
    told, entitled = await seen(database, ANYBODY, council)
    assert [name for name, _, _ in told] == ["Amsel", "Buche", "Calla", "Distel", "Esche"]
    assert told[1][2] == told[4][1], "one who left and one who came, when the doors opened"
    assert (told[2][2], entitled) == (None, 3)


async def test_who_left_in_the_last_part_left_with_everybody(database):
    council = await sitting_council(database)
    await do(database, council.chair, call_item, council.items[3].id)
    await do(database, council.chair, leave, council.meeting.id, council.persons[1].id)
    await do(database, council.chair, close_sitting, council.meeting.id)
    told, _ = await seen(database, ANYBODY, council)
    assert len({left for _, _, left in told}) == 1
    told, _ = await seen(database, council.member(2), council)
    assert len({left for _, _, left in told}) == 2


def stay(person, arrived, left):
    moment = {n: T + dt.timedelta(minutes=n) for n in range(100)}
    return Stay(UUID(int=arrived), UUID(int=person), True, None, moment[arrived], moment.get(left))


@given(
    st.lists(st.integers(0, 20), max_size=8, unique=True).map(sorted),
    st.lists(st.integers(0, 20), max_size=8, unique=True).map(sorted),
)
def test_whatever_happens_inside_looks_the_same_from_outside(first, second):
    shut = [Closed(T + dt.timedelta(minutes=5), T + dt.timedelta(minutes=15))]

    def outside(moments):
        """The stays of somebody who comes and goes in turn, as they are seen."""
        pairs = [*moments, None] if len(moments) % 2 else moments
        stays = [stay(1, *pair) for pair in zip(pairs[::2], pairs[1::2], strict=True)]
        return [(one.arrived, one.left) for one in seen_from_outside(stays, shut)]

    before = [one for one in first if one < 5]
    after = [one for one in first if one >= 15]
    inside = [one for one in second if 5 < one < 15]
    other = [one for one in first if 5 < one < 15]
    if len(inside) % 2 == len(other) % 2:
        assert outside([*before, *inside, *after]) == outside([*before, *other, *after])
