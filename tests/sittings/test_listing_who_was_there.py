"""From the end of a sitting on, its meeting lists who was there, as everybody may know it."""

import datetime as dt
import itertools

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, members_and_clerks, system
from rostra.meetings.models import Attendance, Meeting
from rostra.meetings.queries import attendances_of
from rostra.records import now
from rostra.sittings.calling import call_item
from rostra.sittings.hall import arrive, correct_presence, leave
from rostra.sittings.holding import close_sitting
from rostra.sittings.models import Presence
from support.invitations import ZONE
from support.sitting import sitting_council

SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def every_moment_is_another(monkeypatch):
    """Things happen one after the other, a second apart, and a minute ago."""
    seconds = itertools.count()
    began = now() - dt.timedelta(minutes=1)
    monkeypatch.setattr("rostra.work.now", lambda: began + next(seconds) * SECOND / 10)


async def do(database, who, verb, *arguments):
    async with database.work(who) as work:
        return await verb(work, *arguments)


async def listed(database, council):
    """Who was there, as the public is told."""
    async with database.reading(ANYBODY) as work:
        return (await attendances_of(work, [council.meeting.id])).get(council.meeting.id, [])


async def test_nobody_outside_reads_there_who_came_behind_closed_doors(database):
    council = await sitting_council(database, present=4)
    meeting, (amsel, buche, _, _, esche) = council.meeting.id, council.persons
    await do(database, council.chair, leave, meeting, amsel.id)
    assert await listed(database, council) == []
    await do(database, council.chair, call_item, council.items[3].id)
    await do(database, council.chair, leave, meeting, buche.id)
    await do(database, council.chair, arrive, meeting, esche.id, ZONE)
    await do(database, council.chair, close_sitting, meeting)
    found = {one.person_id: one for one in await listed(database, council)}
    assert esche.id not in found
    assert {one.state for one in found.values()} == {"present"}
    assert found[amsel.id].left < found[buche.id].left
    others = {one.left for id, one in found.items() if id != amsel.id}
    assert others == {found[buche.id].left}


async def test_the_list_follows_what_is_corrected_and_keeps_the_missing(database):
    council = await sitting_council(database, present=3)
    meeting, (amsel, *_, esche) = council.meeting.id, council.persons
    await do(database, council.chair, close_sitting, meeting)
    async with database.work(system) as work:
        work.add(Attendance(meeting_id=meeting, person_id=esche.id, position=9, state="excused"))
        stay = await work.first(sa.select(Presence).where(Presence.person_id == amsel.id))
    before = await listed(database, council)
    later = stay.arrived + SECOND / 20
    await do(database, council.clerk, correct_presence, stay.id, later, stay.left)
    after = await listed(database, council)
    assert [one.person_id for one in after] == [one.person_id for one in before]
    assert next(one.arrived for one in after if one.person_id == amsel.id) == later
    assert after[-1].state == "excused"


async def test_a_meeting_that_is_not_public_lists_nobody(database):
    council = await sitting_council(database, present=3)
    async with database.work(system) as work:
        found = await work.find(Meeting, council.meeting.id)
        found.audience_id = await work.audience(
            members_and_clerks(council.meeting.body_id, council.organization.id)
        )
    await do(database, council.chair, close_sitting, council.meeting.id)
    async with database.reading(council.chair) as work:
        assert await attendances_of(work, [council.meeting.id]) == {}
