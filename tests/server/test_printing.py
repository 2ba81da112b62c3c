"""Printed documents come as their reader may read them, and public ones are printed once."""

import asyncio

import pypdfium2
import pytest

from rostra.access import system
from rostra.organizations.models import Body
from rostra_documents.press import PRESS
from rostra_frontend.server.document_routes import MOST_AT_ONCE
from support.make.meetings import (
    make_agenda_item,
    make_meeting,
    make_minutes,
    make_minutes_entry,
)
from support.make.organizations import make_organization

SECRET = "Grundstückskaufvertrag"


def words_of(content):
    with pypdfium2.PdfDocument(content) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture
async def meeting(hall):
    """A meeting with a public item and one for the clerks alone."""
    async with hall.database.work(system) as work:
        inside = await work.audience({f"role:clerk:{hall.body}"})
        body = await work.find(Body, hall.body)
    council = await make_organization(hall.database, body, name="Stadtrat")
    meeting = await make_meeting(hall.database, council, meeting_state="durchgeführt")
    shown = await make_agenda_item(hall.database, meeting, name="Radweg an der Saale")
    hidden = await make_agenda_item(
        hall.database, meeting, order=1, name=SECRET, public=False, audience_id=inside
    )
    minutes = await make_minutes(hall.database, meeting)
    await make_minutes_entry(hall.database, minutes, shown)
    await make_minutes_entry(hall.database, minutes, hidden, audience_id=inside)
    return meeting


@pytest.mark.long
@pytest.mark.parametrize("kind", ["minutes", "agenda", "invitation"])
async def test_everybody_reads_the_public_edition(hall, meeting, kind):
    async with hall.visitor() as visitor:
        answer = await visitor.get(f"/meetings/{meeting.id}/{kind}.pdf")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"].startswith("inline; filename=")
        assert "Radweg" in words_of(answer.content)
        assert SECRET not in words_of(answer.content)
        again = await visitor.get(
            f"/meetings/{meeting.id}/{kind}.pdf", If_None_Match=answer.headers["etag"]
        )
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.long
async def test_clerks_read_all_and_nobody_keeps_it(hall, meeting):
    path = f"/meetings/{meeting.id}/minutes.pdf"
    async with hall.visitor() as clerk, hall.visitor() as stranger:
        await clerk.log_in(hall.emails["clerk"])
        full = await clerk.get(path)
        assert SECRET in words_of(full.content)
        assert full.headers["cache-control"] == "private, no-store"
        known = full.headers["etag"]
        assert (await clerk.get(path, If_None_Match=known)).status_code == 304
        assert (await stranger.get(path, If_None_Match=known)).status_code == 200
        assert SECRET not in words_of((await clerk.get(f"{path}?edition=public")).content)
        assert SECRET not in words_of((await stranger.get(path)).content)


@pytest.mark.long
async def test_is_printed_once_for_a_crowd(hall, meeting, monkeypatch):
    printed = 0
    original = PRESS.print

    async def counting(sheet):
        nonlocal printed
        printed += 1
        return await original(sheet)

    monkeypatch.setattr(PRESS, "print", counting)
    async with hall.visitor() as visitor:
        path = f"/meetings/{meeting.id}/agenda.pdf"
        answers = await asyncio.gather(*(visitor.get(path) for _ in range(6)))
        assert {answer.status_code for answer in answers} == {200}
        assert printed == 1
        assert (await visitor.get(f"/en{path}")).headers["content-language"] == "en"
        assert printed == 2


async def test_there_is_nothing_to_print_of_what_is_not_there(hall):
    async with hall.visitor() as visitor:
        missing = "/meetings/00000000-0000-7000-8000-000000000000/minutes.pdf"
        assert (await visitor.get(missing)).status_code == 404


async def test_one_reader_alone_does_not_hold_up_the_press(hall, meeting, monkeypatch):
    released = asyncio.Event()

    async def waiting(sheet):
        await released.wait()
        return b"%PDF-1.7 slow"

    monkeypatch.setattr(PRESS, "print", waiting)
    path = f"/meetings/{meeting.id}/agenda.pdf"
    async with hall.visitor() as clerk, hall.visitor() as stranger:
        await clerk.log_in(hall.emails["clerk"])
        printing = [asyncio.create_task(clerk.get(path)) for _ in range(MOST_AT_ONCE + 2)]
        done, _ = await asyncio.wait(printing, timeout=5, return_when="FIRST_COMPLETED")
        refused = {task.result().status_code for task in done}
        shown = asyncio.create_task(stranger.get(path))
        await asyncio.sleep(0.2)
        released.set()
        codes = sorted([(await task).status_code for task in printing])
        assert refused == {429}
        assert codes == [200] * MOST_AT_ONCE + [429] * 2
        assert (await shown).status_code == 200
        assert (await clerk.get(path)).status_code == 200
