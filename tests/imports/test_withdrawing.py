"""What is deleted at its source goes out of sight here and leaves a tombstone."""

import datetime as dt

import sqlalchemy as sa

from rostra.access import ANYBODY, NOBODY
from rostra.files.models import File
from rostra.imports.oparl.batches import local_id
from rostra.imports.oparl.importing import importer
from rostra.meetings.models import AgendaItem, Meeting
from rostra.papers.models import Consultation, Paper
from rostra.tombstones import Tombstone
from support import oparl
from support.oparl import EARLY, LATE, address, imported, written


def tombstone(what, number, **fields):
    """What a source shows of an object that it has deleted."""
    return {
        **oparl.thing(what, number, modified=LATE),
        "deleted": True,
        **fields,
    }


async def stones(database):
    async with database.reading(ANYBODY) as work:
        found = await work.fetch(work.readable(Tombstone))
    return {(stone.of_kind, stone.id): stone.modified for stone in found}


async def public(database, model):
    async with database.reading(ANYBODY) as work:
        return set(await work.fetch(work.readable(model).with_only_columns(model.id)))


async def test_a_deleted_paper_goes_with_its_consultations_and_files(database, tmp_path):
    await imported(database, written(tmp_path / "city", *oparl.city()))
    gone = written(tmp_path / "gone", tombstone("Paper", 1, name="", reference=""))

    report = await imported(database, gone)

    assert report.counts["paper"]["withdrawn"] == 1
    assert await public(database, Paper) == {local_id(address("Paper", 2))}
    assert await public(database, Consultation) == {local_id(address("Consultation", 2))}
    assert local_id(address("File", "p1")) not in await public(database, File)
    end = dt.datetime.fromisoformat(LATE)
    graves = await stones(database)
    assert graves["paper", local_id(address("Paper", 1))] == end
    assert set(graves) == {
        ("paper", local_id(address("Paper", 1))),
        ("consultation", local_id(address("Consultation", 1))),
        ("file", local_id(address("File", "p1"))),
    }
    async with database.reading(importer) as work:
        kept = await work.first(sa.select(Paper).where(Paper.id == local_id(address("Paper", 1))))
    assert (kept.audience_id, kept.name, kept.modified) == (NOBODY, "Vorlage 1", end)
    assert (await imported(database, gone)).changed_nothing


async def test_a_file_that_something_else_uses_stays(database, tmp_path):
    shared = oparl.file("p1")
    city = [oparl.paper(1, mainFile=shared), oparl.paper(2, auxiliaryFile=[shared])]
    await imported(database, written(tmp_path / "city", *city))

    await imported(database, written(tmp_path / "gone", tombstone("Paper", 1)))

    assert local_id(shared["id"]) in await public(database, File)


async def test_a_tombstone_of_what_never_came_stands_alone(database, tmp_path):
    bare = {"id": address("Meeting", 7), "created": EARLY, "modified": LATE, "deleted": True}
    source = written(tmp_path / "city", oparl.body(), bare)
    await imported(database, source)

    assert await public(database, Meeting) == set()
    assert set(await stones(database)) == {("meeting", local_id(address("Meeting", 7)))}
    assert (await imported(database, source)).changed_nothing


async def test_what_comes_back_is_shown_again(database, tmp_path):
    await imported(database, written(tmp_path / "city", *oparl.city()))
    await imported(database, written(tmp_path / "gone", tombstone("Paper", 1)))
    later = oparl.paper(1, modified="2024-07-01T10:00:00+02:00")

    await imported(database, written(tmp_path / "back", later))

    assert local_id(address("Paper", 1)) in await public(database, Paper)
    assert local_id(address("Consultation", 1)) in await public(database, Consultation)
    assert local_id(address("File", "p1")) in await public(database, File)
    assert await stones(database) == {}


async def test_an_older_state_does_not_bring_it_back(database, tmp_path):
    await imported(database, written(tmp_path / "gone", tombstone("Paper", 1)))
    report = await imported(database, written(tmp_path / "old", oparl.paper(1)))

    assert report.counts["paper"]["older"] == 1
    assert await public(database, Paper) == set()


async def test_an_agenda_item_that_is_no_longer_listed_has_gone(database, tmp_path):
    await imported(database, written(tmp_path / "city", *oparl.city()))
    shorter = oparl.meeting(1, items=1, modified=LATE)

    report = await imported(database, written(tmp_path / "later", shorter))

    assert report.counts["agenda_item"]["withdrawn"] == 1
    assert await public(database, AgendaItem) == {local_id(address("AgendaItem", "1-0"))}
    assert ("agenda_item", local_id(address("AgendaItem", "1-1"))) in await stones(database)


async def test_an_agenda_that_is_not_told_stays(database, tmp_path):
    await imported(database, written(tmp_path / "city", *oparl.city()))
    brief = oparl.meeting(1, modified=LATE)
    del brief["agendaItem"]

    await imported(database, written(tmp_path / "later", brief))

    assert len(await public(database, AgendaItem)) == 2


async def test_what_a_clerk_withdrew_stays_so_when_the_source_changes(database, tmp_path):
    await imported(database, written(tmp_path / "city", *oparl.city()))
    async with database.work(importer) as work:
        work.withdraw(await work.find(Paper, local_id(address("Paper", 1))))

    await imported(database, written(tmp_path / "later", oparl.paper(1, modified=LATE)))

    assert await public(database, Paper) == {local_id(address("Paper", 2))}


async def test_what_was_narrowed_here_never_returns_as_public(database, tmp_path):
    await imported(database, written(tmp_path / "city", *oparl.city()))
    paper_id = local_id(address("Paper", 1))
    async with database.work(importer) as work:
        narrow = await work.audience({"organization:1"})
        (await work.find(Paper, paper_id)).audience_id = narrow

    await imported(database, written(tmp_path / "gone", tombstone("Paper", 1, name="")))
    later = oparl.paper(1, modified="2025-07-01T10:00:00+02:00")
    await imported(database, written(tmp_path / "back", later))

    assert await public(database, Paper) == {local_id(address("Paper", 2))}
    assert ("paper", paper_id) in await stones(database)
    async with database.reading(importer) as work:
        assert (await work.find(Paper, paper_id)).audience_id == narrow
