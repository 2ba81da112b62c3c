"""Published minutes and extracts of resolutions are offered as Files, printed on demand."""

import datetime as dt

import pytest

from rostra.access import PUBLIC, members_and_clerks, system
from rostra.files.models import File
from rostra.meetings.models import AgendaItem
from rostra.minutes.models import Minutes
from rostra.resolutions.models import Resolution
from support.making import kept
from support.publishing import LONG_AGO, ROOT, SITE, age, got, make_council, reading
from support.schemas import faults

MEANT = {"type", "name", "mimeType", "accessUrl", "created", "modified", "web"}


async def resolved(database, council, **values):
    """A resolution in the register, taken under the item that was decided."""
    async with database.work(system) as work:
        return await kept(
            work, Resolution, body_id=council.body.id, meeting_id=council.meeting.id,
            agenda_item_id=values.pop("item", council.decision).id, number="001/2026",
            date=dt.date(2026, 3, 12), title="Radweg", text="Er wird gebaut.", result="einstimmig",
            **values,
        )  # fmt: skip


@pytest.fixture
async def council(database):
    """The small council, whose minutes and decisions are no files that somebody uploaded."""
    made = await make_council(database)
    async with database.work(system) as work:
        for file in await work.fetch(work.readable(File)):
            work.withdraw(file)
    return made


async def test_published_minutes_are_the_protocol_of_the_meeting(database, council):
    async with reading(database) as client:
        meeting = await got(client, council.address("meeting"))
        protocol = meeting["resultsProtocol"]
        alone = await got(client, protocol["id"])
    assert set(protocol) >= MEANT
    assert (
        protocol["accessUrl"] == f"{SITE}/meetings/{council.meeting.id}/minutes.pdf?edition=public"
    )
    assert alone == protocol | {"meeting": [meeting["id"]]}
    assert protocol["rostra:printed"] is True
    assert faults(alone) == faults(meeting) == []


@pytest.mark.parametrize("state", ["draft", "signed", "approved"])
async def test_minutes_in_the_making_are_no_protocol(sqlite_database, state):
    council = await make_council(sqlite_database)
    async with sqlite_database.work(system) as work:
        (minutes,) = await work.fetch(work.readable(Minutes))
        minutes.state = state
        minutes.audience_id = await work.audience(
            members_and_clerks(council.body.id, council.council.id)
        )
    async with reading(sqlite_database) as client:
        assert "resultsProtocol" not in await got(client, council.address("meeting"))
        reply = await client.get(f"{ROOT}/file/{minutes.id}")
    assert "accessUrl" not in reply.text


async def test_an_extract_is_the_resolution_of_its_item(database, council):
    resolution = await resolved(database, council)
    async with reading(database) as client:
        item = await got(client, council.address("decision"))
        extract = item["resolutionFile"]
        alone = await got(client, extract["id"])
        (inside,) = [
            one
            for one in (await got(client, council.address("meeting")))["agendaItem"]
            if one["id"] == item["id"]
        ]
    assert extract["accessUrl"] == f"{SITE}/resolutions/{resolution.id}/extract.pdf?edition=public"
    assert extract["name"] == "Beschluss 001/2026"
    assert alone == extract | {"agendaItem": [item["id"]]}
    assert inside["resolutionFile"] == extract
    assert (item["resolutionText"], item["result"]) == ("Der Radweg wird gebaut.", "beschlossen")
    assert faults(alone) == faults(item) == []


async def test_an_uploaded_file_comes_before_a_print(database):
    council = await make_council(database)
    await resolved(database, council)
    async with reading(database) as client:
        item = await got(client, council.address("decision"))
    assert "extract.pdf" not in str(item["resolutionFile"])


async def test_what_is_closed_is_not_offered_whatever_else_is_public(database, council):
    async with database.work(system) as work:
        closed = await work.audience(members_and_clerks(council.body.id, council.council.id))
        item = await work.find(AgendaItem, council.opening.id)
        item.audience_id = closed
    freed = await resolved(database, council, item=council.opening, audience_id=PUBLIC)
    secret = await resolved(database, council, audience_id=closed)
    async with reading(database) as client:
        meeting = await client.get(council.address("meeting"))
        replies = [await client.get(f"{ROOT}/file/{one.id}") for one in (freed, secret)]
        absent = await client.get(f"{ROOT}/file/{council.body.id}")
    assert "extract.pdf" not in meeting.text
    assert [reply.status_code for reply in replies] == [absent.status_code] * 2 == [404, 404]


async def test_a_resolution_dates_its_item_and_a_secret_one_does_not(database, council):
    async with database.work(system) as work:
        closed = await work.audience(members_and_clerks(council.body.id, council.council.id))
    await age(database)
    await resolved(database, council, audience_id=closed)
    async with reading(database) as client:
        before = await got(client, council.address("decision"))
        await resolved(database, council)
        after = await got(client, council.address("decision"))
    assert before["modified"].startswith(f"{LONG_AGO.year}")
    assert after["modified"] > before["modified"]


async def test_what_is_withdrawn_leaves_a_grave(database, council):
    resolution = await resolved(database, council)
    async with database.work(system) as work:
        work.withdraw(await work.find(Resolution, resolution.id))
    async with reading(database) as client:
        assert "resolutionFile" not in await got(client, council.address("decision"))
        grave = await got(client, f"{ROOT}/file/{resolution.id}")
    assert grave["deleted"] is True
    assert "accessUrl" not in grave
