"""A file is received whole, belongs to a thing of the council, and has its text read."""

import datetime as dt
from types import MappingProxyType

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, PUBLIC, Actor, Permission, organization_token, system
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.files.models import File, FileText, FileUse
from rostra.files.receiving import take_in
from rostra.files.services import READ_TEXT, add_file, keep_bytes, keep_text, withdraw_file
from rostra.files.storage import Folder, chunks_of
from rostra.jobs import Job, Workshop
from rostra.meetings.models import AgendaItem, Meeting
from rostra.organizations.models import Body, Organization
from rostra.papers.models import Paper
from rostra.tombstones import Tombstone
from rostra_search.file_texts import ReadsTexts
from support import documents

LONG_AGO = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path):
    return Folder(tmp_path / "files")


@pytest.fixture
async def city(database):
    """A paper and an agenda item for everybody, and a paper for the committee alone."""
    async with database.work(system) as work:
        body = Body(name="Stadt", audience_id=PUBLIC)
        work.add(body)
        await work.flush()
        committee = Organization(body_id=body.id, name="Ausschuss", audience_id=PUBLIC)
        work.add(committee)
        await work.flush()
        inside = await work.audience({organization_token(committee.id)})
        here = {"body_id": body.id, "modified": LONG_AGO}
        meeting = Meeting(name="Sitzung", audience_id=PUBLIC, **here)
        work.add(meeting)
        await work.flush()
        item = AgendaItem(meeting_id=meeting.id, audience_id=PUBLIC, **here)
        paper = Paper(name="Vorlage", audience_id=PUBLIC, **here)
        secret = Paper(name="Grundstück", audience_id=inside, **here)
        work.add(item, paper, secret)
    async with database.work(system) as work:
        for model in (Meeting, AgendaItem, Paper):
            await work.change(sa.update(model).values(modified=LONG_AGO))
    return {"body": body, "meeting": meeting, "item": item, "paper": paper, "secret": secret}


def clerk(city):
    grants = {city["body"].id: frozenset({Permission.FILE_ADD})}
    return Actor("clerk", ANYBODY.tokens, ANYBODY.audience_ids, grants=MappingProxyType(grants))


async def received(store, content=None, name="Vorlage.pdf"):
    return await take_in(store, chunks_of(content or documents.pdf("Gebühr")), name, 1_000_000)


async def added(database, store, thing, who=system, content=None, **options):
    bytes_of_it = await received(store, content)
    async with database.work(who) as work:
        found = await work.find(type(thing), thing.id)
        return await add_file(work, bytes_of_it, found, **options)


async def text_of(database, file):
    async with database.reading(system) as work:
        return await work.first(sa.select(FileText.text).where(FileText.file_id == file.id))


async def test_describes_what_was_received(database, store, city):
    file = await added(database, store, city["paper"], clerk(city), use="main")
    content = documents.pdf("Gebühr")
    assert (file.name, file.file_name, file.mime_type) == (
        "Vorlage",
        "Vorlage.pdf",
        "application/pdf",
    )
    assert (file.size, file.text_state, file.audience_id) == (len(content), "pending", PUBLIC)
    assert b"".join([block async for block in store.stream(file.content_hash)]) == content
    async with database.reading(ANYBODY) as work:
        assert (await work.find(File, file.id)).sha512_checksum == file.content_hash


async def test_is_read_by_those_who_read_the_thing(database, store, city):
    file = await added(database, store, city["secret"])
    async with database.reading(ANYBODY) as work:
        with pytest.raises(NotFound):
            await work.find(File, file.id)


async def test_is_refused_without_permission(database, store, city):
    with pytest.raises(NotPermitted):
        await added(database, store, city["paper"], ANYBODY)
    async with database.reading(system) as work:
        assert await work.count(sa.select(File)) == 0
        assert await work.count(sa.select(Job)) == 0


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "leer.pdf"), (b"MZ\x90\x00\x03\x00\x00\x00", "Vorlage.pdf"), (b"\x00" * 50, "a.pdf")],
)
async def test_is_refused_when_it_is_of_no_use(store, content, name):
    with pytest.raises(Invalid):
        await take_in(store, chunks_of(content), name, 1_000)


async def test_stands_behind_the_files_before_it(database, store, city):
    files = [await added(database, store, city["paper"]) for _ in range(3)]
    async with database.reading(system) as work:
        order = sa.select(FileUse.file_id).order_by(FileUse.position)
        assert await work.fetch(order) == [file.id for file in files]


async def test_dates_the_things_that_have_it(database, store, city):
    await added(database, store, city["item"])
    async with database.reading(system) as work:
        assert (await work.find(AgendaItem, city["item"].id)).modified > LONG_AGO
        assert (await work.find(Meeting, city["meeting"].id)).modified > LONG_AGO
        assert (await work.find(Paper, city["paper"].id)).modified == LONG_AGO


async def test_has_its_text_read_in_the_background(database, store, city):
    file = await added(database, store, city["paper"])
    assert await text_of(database, file) is None
    await Workshop(database, {READ_TEXT: ReadsTexts(store)}).drain()
    assert await text_of(database, file) == "Gebühr"
    async with database.reading(ANYBODY) as work:
        assert (await work.find(File, file.id)).text_state == "done"


async def test_costs_only_its_own_text_when_it_is_broken(database, store, city):
    broken = await added(database, store, city["paper"], content=b"%PDF-1.7\nnothing")
    whole = await added(database, store, city["paper"])
    await Workshop(database, {READ_TEXT: ReadsTexts(store)}).drain()
    async with database.reading(ANYBODY) as work:
        found = await work.find(File, broken.id)
        assert (found.text_state, found.text_failure) == ("failed", "The file is damaged.")
    assert await text_of(database, whole) == "Gebühr"


async def test_says_so_when_its_bytes_are_lost(database, store, city):
    file = await added(database, store, city["paper"])
    store.path(file.content_hash).unlink()
    await Workshop(database, {READ_TEXT: ReadsTexts(store)}).drain()
    async with database.reading(ANYBODY) as work:
        assert (await work.find(File, file.id)).text_state == "failed"


async def test_may_get_its_bytes_later_and_once(database, store, city):
    async with database.work(system) as work:
        file = File(body_id=city["body"].id, name="Anlage", audience_id=PUBLIC)
        work.add(file)
    bytes_of_it = await received(store)
    async with database.work(system) as work:
        await keep_bytes(work, file.id, bytes_of_it)
    async with database.work(system) as work:
        with pytest.raises(Conflict):
            await keep_bytes(work, file.id, bytes_of_it)
    await Workshop(database, {READ_TEXT: ReadsTexts(store)}).drain()
    assert await text_of(database, file) == "Gebühr"


async def test_keeps_a_text_that_was_given(database, store, city):
    async with database.work(system) as work:
        file = File(body_id=city["body"].id, name="Anlage", audience_id=PUBLIC)
        work.add(file)
        await work.flush()
        await keep_text(work, file.id, "done", "Der gegebene Text")
        await keep_text(work, file.id, "done", "Der bessere Text")
    bytes_of_it = await received(store)
    async with database.work(system) as work:
        await keep_bytes(work, file.id, bytes_of_it)
    await Workshop(database, {READ_TEXT: ReadsTexts(store)}).drain()
    assert await text_of(database, file) == "Der bessere Text"


async def test_leaves_a_tombstone_when_it_is_withdrawn(database, store, city):
    file = await added(database, store, city["paper"])
    async with database.work(system) as work:
        await work.change(sa.update(Paper).values(modified=LONG_AGO))
    async with database.work(clerk(city)) as work:
        await withdraw_file(work, file.id)
    async with database.reading(ANYBODY) as work:
        with pytest.raises(NotFound):
            await work.find(File, file.id)
        (stone,) = await work.fetch(work.readable(Tombstone))
        assert (stone.id, stone.of_kind) == (file.id, "file")
        assert (await work.find(Paper, city["paper"].id)).modified > LONG_AGO
