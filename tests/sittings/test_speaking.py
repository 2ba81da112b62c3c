"""Who wants to speak is called by rule, speaks by the clock, and is counted to the second."""

import datetime as dt
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from rostra.access import ANYBODY, system
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.organizations.rules import SpeakersOrder
from rostra.sittings.calling import call_item
from rostra.sittings.hall import disclose_bias, leave
from rostra.sittings.holding import interrupt_sitting
from rostra.sittings.models import Speech, SpeechState, SpeechType
from rostra.sittings.order import Waiting, called_in_order
from rostra.sittings.queries import faction_totals_of, totals_of, waiting_in_order
from rostra.sittings.speaking import (
    call_speaker,
    extend_speech,
    request_for,
    request_speech,
    stop_speaker,
    withdraw_speech,
)
from support.sitting import sitting_council


async def do(database, who, verb, *arguments, **named):
    async with database.work(who) as work:
        return await verb(work, *arguments, **named)


@pytest.fixture
async def council(database):
    council = await sitting_council(database)
    await do(database, council.chair, call_item, council.items[1].id)
    return council


async def states(database):
    async with database.reading(system) as work:
        return [one.state for one in await work.fetch(sa.select(Speech).order_by(Speech.position))]


async def test_asking_twice_is_asking_once(database, council):
    first = await do(database, council.member(1), request_speech, council.items[1].id)
    second = await do(database, council.member(1), request_speech, council.items[1].id)
    assert first.id == second.id
    await do(
        database, council.member(1), request_speech, council.items[1].id, SpeechType.POINT_OF_ORDER
    )
    assert len(await states(database)) == 2


async def test_one_speaks_to_the_item_that_is_called_and_from_the_hall(database, council):
    with pytest.raises(Conflict):
        await do(database, council.member(1), request_speech, council.items[0].id)
    await do(database, council.clerk, leave, council.meeting.id, council.persons[1].id)
    with pytest.raises(Conflict):
        await do(database, council.member(1), request_speech, council.items[1].id)
    with pytest.raises(NotPermitted):
        await do(database, ANYBODY, request_speech, council.items[1].id)


async def test_only_one_has_the_floor(database, council):
    speeches = [
        await do(database, council.member(n), request_speech, council.items[1].id) for n in (1, 2)
    ]
    with pytest.raises(NotPermitted):
        await do(database, council.member(1), call_speaker, speeches[0].id)
    for speech in speeches:
        await do(database, council.chair, call_speaker, speech.id)
    assert await states(database) == [SpeechState.DONE, SpeechState.SPEAKING]
    with pytest.raises(Conflict):
        await do(database, council.chair, call_speaker, speeches[0].id)
    await do(database, council.member(2), stop_speaker, speeches[1].id)
    assert await states(database) == [SpeechState.DONE, SpeechState.DONE]


async def test_the_second_time_one_has_less_time(database, council):
    times = []
    for _ in range(2):
        speech = await do(database, council.member(1), request_speech, council.items[1].id)
        called = await do(database, council.chair, call_speaker, speech.id)
        times.append(called.allowed)
        await do(database, council.chair, stop_speaker, speech.id)
    assert times == [300, 180]


async def test_time_is_added_within_reason(database, council):
    speech = await do(database, council.member(1), request_speech, council.items[1].id)
    longer = await do(database, council.chair, extend_speech, speech.id, 60)
    assert longer.allowed == 360
    for seconds in (-360, 10_000):
        with pytest.raises(Invalid):
            await do(database, council.chair, extend_speech, speech.id, seconds)


async def test_ones_own_request_is_taken_back_and_no_others(database, council):
    speech = await do(database, council.member(1), request_speech, council.items[1].id)
    with pytest.raises(NotPermitted):
        await do(database, council.member(2), withdraw_speech, speech.id)
    await do(database, council.member(1), withdraw_speech, speech.id)
    assert await states(database) == [SpeechState.WITHDRAWN]


async def test_who_discloses_bias_or_leaves_does_not_get_the_floor_any_more(database, council):
    item = council.items[1]
    first = await do(database, council.member(1), request_speech, item.id)
    second = await do(database, council.member(2), request_speech, item.id)
    await do(database, council.member(1), disclose_bias, item.id)
    await do(database, council.chair, call_speaker, second.id)
    await do(database, council.clerk, leave, council.meeting.id, council.persons[2].id)
    assert await states(database) == [SpeechState.WITHDRAWN, SpeechState.DONE]
    for speech in (first, second):
        with pytest.raises(Conflict):
            await do(database, council.chair, call_speaker, speech.id)
    with pytest.raises(Conflict):
        await do(database, council.chair, disclose_bias, item.id, uuid4())


async def test_a_resident_is_put_on_the_list_by_name(database, council):
    guest = await do(
        database, council.chair, request_for, council.items[1].id, None, " Erna  Ahorn "
    )
    assert guest.guest == "Erna Ahorn"
    timed = await do(
        database, council.clerk, request_for, council.items[1].id, None, "Ada Linde",
        SpeechType.QUESTION, 90,
    )  # fmt: skip
    assert timed.allowed == 90
    with pytest.raises(Invalid, match="1 to 3600 seconds"):
        await do(
            database, council.clerk, request_for, council.items[1].id, None, "Ada Linde",
            SpeechType.QUESTION, 3_601,
        )  # fmt: skip
    with pytest.raises(Invalid):
        await do(database, council.chair, request_for, council.items[1].id)
    with pytest.raises(NotPermitted):
        await do(database, council.member(1), request_for, council.items[1].id, None, "Ich")


async def test_a_pause_ends_the_speech_and_the_next_item_the_list(database, council):
    speech = await do(database, council.member(1), request_speech, council.items[1].id)
    await do(database, council.chair, call_speaker, speech.id)
    await do(database, council.member(2), request_speech, council.items[1].id)
    await do(database, council.chair, interrupt_sitting, council.meeting.id)
    assert await states(database) == [SpeechState.DONE, SpeechState.WAITING]
    from rostra.sittings.holding import resume_sitting

    await do(database, council.chair, resume_sitting, council.meeting.id)
    await do(database, council.chair, call_item, council.items[0].id)
    assert await states(database) == [SpeechState.DONE, SpeechState.WITHDRAWN]


async def test_what_is_said_behind_closed_doors_is_nobodys_business(database, council):
    await do(database, council.chair, call_item, council.items[3].id)
    speech = await do(database, council.member(1), request_speech, council.items[3].id)
    with pytest.raises(NotFound):
        async with database.reading(ANYBODY) as work:
            await work.find(Speech, speech.id)


async def test_totals_are_exact(database, council):
    began = dt.datetime(2026, 11, 23, 18, 0, tzinfo=dt.UTC)
    async with database.work(system) as work:
        for seconds in (95, 30):
            work.add(
                Speech(
                    body_id=council.body.id, meeting_id=council.meeting.id,
                    agenda_item_id=council.items[1].id, person_id=council.persons[1].id,
                    state=SpeechState.DONE, started=began,
                    ended=began + dt.timedelta(seconds=seconds), audience_id=1,
                )
            )  # fmt: skip
    async with database.reading(ANYBODY) as work:
        (total,) = await totals_of(work, council.meeting.id)
        assert await waiting_in_order(work, council.meeting) == []
        (faction,) = await faction_totals_of(work, council.meeting.id)
    assert (total.seconds, total.speeches) == (125, 2)
    assert (faction.person_id, faction.organization_id, faction.seconds) == (None, None, 125)


FACTIONS = [UUID(int=n) for n in range(1, 4)]
requests = st.lists(
    st.builds(
        Waiting,
        id=st.builds(uuid4),
        speech_type=st.sampled_from(SpeechType),
        position=st.integers(1, 50),
        faction_id=st.one_of(st.none(), st.sampled_from(FACTIONS)),
    ),
    max_size=12,
    unique_by=lambda one: one.position,
)
spoken = st.dictionaries(st.sampled_from([None, *FACTIONS]), st.integers(0, 900))


@given(asked=requests, rule=st.sampled_from(SpeakersOrder), seconds=spoken)
def test_everybody_is_called_once_and_points_of_order_first(asked, rule, seconds):
    ordered = called_in_order(asked, rule, seconds)
    assert sorted(one.position for one in ordered) == sorted(one.position for one in asked)
    kinds = [one.speech_type == SpeechType.POINT_OF_ORDER for one in ordered]
    assert kinds == sorted(kinds, reverse=True)
    points = [one.position for one in ordered if one.speech_type == SpeechType.POINT_OF_ORDER]
    assert points == sorted(points)


@given(asked=requests, seconds=spoken)
def test_plain_order_is_as_they_came(asked, seconds):
    ordered = called_in_order(asked, SpeakersOrder.PLAIN, seconds)
    others = [one.position for one in ordered if one.speech_type != SpeechType.POINT_OF_ORDER]
    assert others == sorted(others)


@given(asked=requests, seconds=spoken)
def test_balanced_order_calls_who_spoke_least_first(asked, seconds):
    others = [one for one in asked if one.speech_type != SpeechType.POINT_OF_ORDER]
    if not others:
        return
    ordered = called_in_order(others, SpeakersOrder.BALANCED, seconds)
    least = min(seconds.get(one.faction_id, 0) for one in others)
    assert seconds.get(ordered[0].faction_id, 0) == least
    for faction in {one.faction_id for one in others}:
        mine = [one.position for one in ordered if one.faction_id == faction]
        assert mine == sorted(mine), "within a faction as they came"
