"""Inviting in the demo city: the next council meeting is sent out, and nearly all have answered."""

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.agendas.deadlines import full_days_between
from rostra.agendas.freezing import is_intact
from rostra.agendas.models import AgendaVersion, Answer, Edition, Reply, Summons
from rostra.meetings.models import AgendaItem, Meeting, MeetingState, NeutralTitle
from rostra_frontend.demo.clock import acting
from rostra_frontend.demo.dates import ZONE
from rostra_frontend.demo.founding import id_of

pytestmark = pytest.mark.long


@pytest.fixture
def council(built):
    (found,) = [one for one in built.plot.sittings if one.group == "stadtrat" and one.slot == 1]
    return found


async def test_invites_the_council_in_time(city, built, council):
    meeting_id = id_of("meeting", council.key)
    today = built.plot.calendar.today
    assert 5 <= (council.day - today).days <= 14
    async with city.reading(system) as work:
        meeting = await work.find(Meeting, meeting_id)
        assert meeting.meeting_state == MeetingState.INVITED
        summonses = await work.fetch(sa.select(Summons).where(Summons.meeting_id == meeting_id))
        versions = await work.fetch(
            sa.select(AgendaVersion).where(AgendaVersion.meeting_id == meeting_id)
        )
    assert len(summonses) == 31
    for summons in summonses:
        day = (summons.received or summons.sent).astimezone(ZONE).date()
        assert full_days_between(day, council.day) >= 4
    assert {one.edition for one in versions} == {Edition.FULL, Edition.PUBLIC}
    assert all(is_intact(one) for one in versions)


async def test_has_heard_from_nearly_everybody_but_the_one_who_looks_around(city, council):
    async with city.reading(system) as work:
        replies = await work.fetch(
            sa.select(Reply).where(Reply.meeting_id == id_of("meeting", council.key))
        )
    said = {one.person_id: one.answer for one in replies}
    assert id_of("person", "hollmann") not in said
    assert 20 < len(said) < 31
    assert {*said.values()} == {Answer.COMING, Answer.LATE, Answer.EXCUSED}
    assert all(one.reason for one in replies if one.answer == Answer.EXCUSED)


async def test_tells_everybody_a_neutral_title_and_no_more(city, council):
    (secret,) = [one for one in council.points if one.paper and not one.public]
    meeting_id = id_of("meeting", council.key)
    async with city.reading(ANYBODY) as work:
        items = await work.fetch(
            work.readable(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
        )
        titles = await work.fetch(
            work.readable(NeutralTitle).where(NeutralTitle.meeting_id == meeting_id)
        )
    assert len(items) > 8
    assert secret.name not in {one.name for one in items}
    assert (secret.number, secret.paper.neutral) in {(one.number, one.name) for one in titles}
    async with city.reading(acting("hollmann")) as work:
        items = await work.fetch(
            work.readable(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
        )
    assert (secret.number, secret.name) in {(one.number, one.name) for one in items}


async def test_invites_to_everything_that_comes_soon(city, built):
    soon = {id_of("meeting", one.key) for one in built.plot.sittings if one.prepared}
    async with city.reading(ANYBODY) as work:
        invited = sa.select(Meeting.id).where(Meeting.meeting_state == MeetingState.INVITED)
        assert set(await work.fetch(invited)) >= soon
    assert len(soon) >= 2
