"""Sitting in the demo city: one committee sits whenever the demo starts."""

import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, Permission, system
from rostra.meetings.models import AgendaItem, ItemState, Meeting
from rostra.meetings.queries import places_of
from rostra.sittings.models import Exclusion, Presence, Sitting, SittingState, Speech, SpeechState
from rostra.voting.models import Ballot, BallotState, Method, Motion, MotionState
from rostra_frontend.demo.clock import acting
from rostra_frontend.demo.dates import ZONE
from rostra_frontend.demo.founding import id_of
from rostra_frontend.demo.today import beginning, sit_today

pytestmark = pytest.mark.long


async def open_sittings(database):
    async with database.reading(system) as work:
        return await work.fetch(
            sa.select(Meeting)
            .join(Sitting, Sitting.meeting_id == Meeting.id)
            .where(Sitting.state == SittingState.OPEN)
        )


async def under(database, meeting_id, model):
    """What stands under the items of a meeting."""
    async with database.reading(system) as work:
        return await work.fetch(
            sa.select(model)
            .join(AgendaItem, AgendaItem.id == model.agenda_item_id)
            .where(AgendaItem.meeting_id == meeting_id)
        )


async def test_is_under_way_on_the_day_it_is_built(city, built):
    (meeting,) = await open_sittings(city)
    assert meeting.start.astimezone(ZONE).date() == built.plot.calendar.today
    async with city.reading(ANYBODY) as work:
        items = await work.fetch(
            work.readable(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
        )
        presences = await work.fetch(sa.select(Presence).where(Presence.meeting_id == meeting.id))
    called = [one for one in items if one.state == ItemState.CALLED]
    assert len(called) == 1
    assert called[0].name == "Straßenbeleuchtung nachts dimmen statt abschalten"
    assert sum(one.entitled for one in presences) == 8
    assert [one.person_id for one in presences if one.stands_in_for_id] == [
        id_of("person", "stadler")
    ]


async def test_has_voted_by_name_and_hears_an_amendment(city):
    (meeting,) = await open_sittings(city)
    ballots = await under(city, meeting.id, Ballot)
    assert {one.state for one in ballots} == {BallotState.ANNOUNCED}
    (nominal,) = [one for one in ballots if one.method == Method.NOMINAL]
    async with city.reading(system) as work:
        here = sa.select(Presence).where(Presence.meeting_id == meeting.id, Presence.entitled)
        inside = await work.fetch(here.where(Presence.arrived <= nominal.opened))
    assert nominal.present == len(inside) - nominal.excluded
    assert (nominal.yes, nominal.no, nominal.abstention, nominal.excluded) == (5, 1, 1, 1)
    assert len(await under(city, meeting.id, Exclusion)) == 1
    (motion,) = await under(city, meeting.id, Motion)
    assert motion.state == MotionState.MOVED
    assert "20 Prozent" in motion.amended
    assert "30 Prozent" in motion.amends
    speeches = await under(city, meeting.id, Speech)
    states = [one.state for one in speeches]
    assert states.count(SpeechState.WAITING) == 2
    assert states.count(SpeechState.SPEAKING) == 1


async def test_lets_the_visitor_take_part(city):
    (meeting,) = await open_sittings(city)
    for who, permission in (
        ("hollmann", Permission.VOTE_CAST),
        ("hollmann", Permission.SPEECH_REQUEST),
        ("vogelsang", Permission.MEETING_CHAIR),
        ("vogelsang", Permission.BALLOT_HOLD),
        ("rauch", Permission.MEETING_CHAIR),
    ):
        async with city.reading(acting(who)) as work:
            assert work.actor.may_within(permission, *await places_of(work, meeting)), who


async def test_goes_on_wherever_the_demo_starts_on_a_later_day(own_city):
    now = dt.datetime.now(dt.UTC)
    (first,) = await open_sittings(own_city)
    await sit_today(own_city, now)
    assert [one.id for one in await open_sittings(own_city)] == [first.id]

    for days in (1, 2, 9):
        later = now + dt.timedelta(days=days)
        await sit_today(own_city, later)
        (meeting,) = await open_sittings(own_city)
        assert meeting.start.astimezone(ZONE).date() == later.astimezone(ZONE).date()
        assert meeting.name == f"Fortsetzung der {first.name}"
        assert len(await under(own_city, meeting.id, Motion)) == 1
    async with own_city.reading(system) as work:
        closed = await work.fetch(
            sa.select(Sitting.closed).where(Sitting.state == SittingState.CLOSED)
        )
    assert len(closed) == 3
    assert all(closed)


@pytest.mark.parametrize(
    ("hour", "minute", "begins"),
    [(0, 10, (0, 0)), (0, 59, (0, 15)), (9, 0, (8, 15)), (18, 50, (18, 0))],
)
def test_began_some_time_ago_but_not_yesterday(hour, minute, begins):
    now = dt.datetime(2026, 5, 5, hour, minute, 30, tzinfo=ZONE)
    began = beginning(now)
    assert (began.date(), began.hour, began.minute) == (now.date(), *begins)
