"""Entries borrow from other records, and follow them when those change."""

import datetime as dt

import pytest

from rostra.access import system
from rostra.meetings.models import Meeting
from rostra.organizations.models import Location
from search.conftest import SomethingHappened, ids, tell
from support.make.files import make_file
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_location, make_organization
from support.make.papers import make_consultation, make_paper


@pytest.fixture
def engine() -> str:
    """The records are read alike for each engine: one is enough here."""
    return "whoosh"


async def test_what_borrows_follows_what_lends(database, indexer, find):
    meeting = await make_meeting(database, start=dt.datetime(2024, 5, 6, tzinfo=dt.UTC))
    item = await make_agenda_item(database, meeting, name="Kanalbrücke")
    file = await make_file(database, meeting, name="Kanalbrücke")
    await indexer.rebuild()
    async with database.work(system) as work:
        (await work.find(Meeting, meeting.id)).start = dt.datetime(2025, 6, 7, tzinfo=dt.UTC)
        work.record(SomethingHappened(meeting=(meeting.id,)))
    await indexer.catch_up()
    found = await find("Kanalbrücke", date_from=dt.date(2025, 1, 1))
    assert ids(found) == {item.id, file.id}


async def test_a_file_follows_the_way_of_its_paper_among_others(database, indexer, find):
    council = await make_organization(database)
    item = await make_agenda_item(database, await make_meeting(database, council))
    paper, other = await make_paper(database), await make_paper(database)
    file = await make_file(database, paper, name="Kanalbrücke")
    await indexer.rebuild()
    consultation = await make_consultation(database, paper, item, council)
    await tell(database, consultation, other)
    await indexer.catch_up()
    assert ids(await find("Kanalbrücke", organization_ids=[council.id])) == {file.id}


async def test_a_meeting_is_found_by_the_new_name_of_its_place(database, indexer, find):
    place = await make_location(database, description="Alte Turnhalle")
    meeting = await make_meeting(database, location_id=place.id)
    await indexer.rebuild()
    async with database.work(system) as work:
        (await work.find(Location, place.id)).description = "Bürgersaal"
        work.record(SomethingHappened(location=(place.id,)))
    await indexer.catch_up()
    assert ids(await find("Bürgersaal")) == {meeting.id}
    assert ids(await find("Turnhalle")) == set()
