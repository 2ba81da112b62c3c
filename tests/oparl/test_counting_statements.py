"""A page costs the same number of statements, however much is on it."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from rostra.access import system
from rostra.papers.models import PaperLocation
from support.make.files import make_file
from support.make.meetings import (
    make_agenda_item,
    make_attendance,
    make_ballot,
    make_meeting,
    make_minutes,
    make_minutes_entry,
)
from support.make.organizations import make_location, make_membership
from support.make.papers import make_consultation, make_paper
from support.make.people import make_person
from support.making import linked
from support.publishing import LISTS, first_body, got, make_council, reading


@contextmanager
def statements(database):
    """What is sent to the database meanwhile."""
    sent = []

    def note(_connection, _cursor, statement, *_):
        sent.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


async def make_many(database, council, count):
    """Meetings with items, papers, files, ballots, each with all that can surround it."""
    async with database.work(system) as work:
        for number in range(count):
            hall = await make_location(work, council.body)
            meeting = await make_meeting(work, council.council, location_id=hall.id)
            minutes = await make_minutes(work, meeting)
            person = await make_person(work, council.body, location_id=hall.id)
            await make_membership(work, person, council.council)
            await make_attendance(work, meeting, person)
            for order in range(3):
                item = await make_agenda_item(work, meeting, order)
                paper = await make_paper(work, council.body, reference=f"{number}/{order}")
                await linked(work, PaperLocation(paper_id=paper.id, location_id=hall.id))
                await make_consultation(work, paper, item, council.council)
                await make_ballot(work, item, {person: "yes"})
                await make_minutes_entry(work, minutes, item)
                await make_file(work, item)
                await make_file(work, paper, "main", text="Text")


@pytest.mark.long
async def test_does_not_depend_on_how_much_is_on_a_page(database):
    council = await make_council(database)
    await make_many(database, council, 2)
    async with reading(database) as client:
        body = await first_body(client)
        few = {}
        for field in LISTS:
            with statements(database) as sent:
                await got(client, body[field], limit="100")
            few[field] = len(sent)
        await make_many(database, council, 100)
        for field in LISTS:
            with statements(database) as sent:
                page = await got(client, body[field], limit="100")
            assert len(page["data"]) == (
                1 if field == "legislativeTermList" else 2 if field == "organization" else 100
            )
            assert len(sent) == few[field], field
    assert max(few.values()) <= 22, few
