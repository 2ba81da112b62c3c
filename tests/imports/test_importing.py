"""A small city comes from another system: once, again, in pieces, and in any order."""

import datetime as dt
import random

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, PUBLIC
from rostra.database import Database
from rostra.events import LoggedEvent, first_broken_link
from rostra.files.models import File, FileText, FileUse
from rostra.imports.models import Imported, MissingTarget
from rostra.imports.oparl.batches import local_id
from rostra.imports.oparl.importing import importer
from rostra.kinds import READABLE
from rostra.meetings.models import AgendaItem, Attendance, Meeting, MeetingOrganization
from rostra.organizations.models import Body, Membership, Organization
from rostra.papers.models import Consultation, Paper, PaperRelation
from rostra.people.models import Person
from rostra.tombstones import Tombstone
from support import oparl
from support.oparl import EARLY, LATE, ROOT, address, dangling, deviations, imported, written

TABLES = [
    *(model for kind, model in READABLE.items() if kind != "tombstone"),
    FileUse, FileText, Attendance, MeetingOrganization, PaperRelation, Tombstone, MissingTarget,
]  # fmt: skip


async def everything(database):
    """The whole content of the database, but for the ledger and the log."""
    async with database.reading(importer) as work:
        return {
            model.__tablename__: sorted(
                str(tuple(row)) for row in await work.rows(sa.select(model.__table__))
            )
            for model in TABLES
        }


async def one(database, model, name, number):
    async with database.reading(importer) as work:
        return await work.first(sa.select(model).where(model.id == local_id(address(name, number))))


async def events(database):
    async with database.reading(importer) as work:
        return await work.fetch(sa.select(LoggedEvent).order_by(LoggedEvent.position))


async def test_brings_everything_with_its_references(database, tmp_path):
    report = await imported(database, written(tmp_path / "city", *oparl.city()))

    assert dangling(report) == {}
    assert not report.changed_nothing
    body = local_id(ROOT)
    item = await one(database, AgendaItem, "AgendaItem", "1-0")
    consultation = await one(database, Consultation, "Consultation", 1)
    membership = await one(database, Membership, "Membership", 1)
    meeting = await one(database, Meeting, "Meeting", 1)
    assert (item.body_id, item.meeting_id, item.order) == (body, meeting.id, 0)
    assert consultation.agenda_item_id == item.id
    assert consultation.paper_id == local_id(address("Paper", 1))
    assert membership.person_id == local_id(address("Person", 1))
    assert membership.office is None
    assert meeting.start == dt.datetime(2024, 5, 2, 16, tzinfo=dt.UTC)
    assert meeting.location_id == local_id(address("Location", 1))
    async with database.reading(ANYBODY) as work:
        assert await work.count(work.readable(Paper)) == 2
        uses = await work.rows(sa.select(FileUse.use, FileUse.file_id))
    assert sorted(use for use, _ in uses) == ["invitation", "main", "main"]


async def test_changes_nothing_the_second_time(database, tmp_path):
    source = written(tmp_path / "city", *oparl.city())
    await imported(database, source)
    before, log = await everything(database), len(await events(database))

    report = await imported(database, source)

    assert report.changed_nothing
    assert await everything(database) == before
    assert len(await events(database)) == log


@pytest.mark.parametrize("seed", range(4))
async def test_order_does_not_matter(sqlite_database, tmp_path, seed, sqlite_template):
    objects = oparl.city()
    await imported(sqlite_database, written(tmp_path / "city", *objects))
    expected = await everything(sqlite_database)
    random.Random(seed).shuffle(objects)
    (tmp_path / "other.db").write_bytes(sqlite_template.read_bytes())
    other = Database(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}")
    for number, single in enumerate(objects):
        await imported(other, written(tmp_path / str(number), single))
    found = await everything(other)
    await other.close()

    assert found == expected


async def test_says_once_per_batch_what_was_touched(database, tmp_path):
    await imported(database, written(tmp_path / "city", *oparl.city()))

    log = await events(database)
    touched = {}
    for event in log:
        assert event.name == "CouncilDataImported"
        for kind, ids in event.things().items():
            touched.setdefault(kind, set()).update(ids)
    assert local_id(address("Paper", 2)) in touched["paper"]
    assert local_id(address("AgendaItem", "1-1")) in touched["agenda_item"]
    assert len(log) <= 11
    async with database.reading(importer) as work:
        assert await first_broken_link(work.db) is None


async def test_follows_a_change(database, tmp_path):
    await imported(database, written(tmp_path / "city", *oparl.city()))
    changed = oparl.paper(1, name="Neuer Name", modified=LATE, relatedPaper=[address("Paper", 2)])
    del changed["mainFile"]

    report = await imported(database, written(tmp_path / "later", changed))

    found = await one(database, Paper, "Paper", 1)
    assert (found.name, report.counts["paper"]["changed"]) == ("Neuer Name", 1)
    async with database.reading(importer) as work:
        related = sa.select(PaperRelation.other_id).where(PaperRelation.paper_id == found.id)
        assert await work.fetch(related) == [local_id(address("Paper", 2))]
        used = sa.select(FileUse).where(FileUse.paper_id == found.id)
        assert await work.fetch(used) == []


async def test_leaves_out_what_is_older_than_what_is_known(database, tmp_path):
    await imported(database, written(tmp_path / "new", oparl.paper(1, name="Neu", modified=LATE)))

    report = await imported(database, written(tmp_path / "old", oparl.paper(1, name="Alt")))

    assert report.counts["paper"]["older"] == 1
    assert (await one(database, Paper, "Paper", 1)).name == "Neu"


async def test_several_states_in_one_source_leave_the_newest(database, tmp_path):
    source = written(
        tmp_path / "city",
        oparl.paper(1, name="Neu", modified=LATE),
        oparl.paper(1, name="Alt"),
        oparl.paper(1, name="Alt"),
    )
    report = await imported(database, source)

    assert (await one(database, Paper, "Paper", 1)).name == "Neu"
    assert report.counts["paper"]["repeated"] == 2
    assert (await imported(database, source)).changed_nothing


async def test_an_object_on_its_own_completes_the_embedded_one(database, tmp_path):
    alone = oparl.file("p1", text="Der volle Wortlaut", paper=[address("Paper", 1)])
    source = written(tmp_path / "city", *oparl.city(), alone)
    await imported(database, source)

    async with database.reading(importer) as work:
        texts = await work.fetch(sa.select(FileText.text))
        uses = await work.fetch(
            sa.select(FileUse.use).where(FileUse.file_id == local_id(address("File", "p1")))
        )
    assert (texts, uses) == (["Der volle Wortlaut"], ["main"])
    assert (await one(database, File, "File", "p1")).text_state == "done"
    assert (await imported(database, source)).changed_nothing


async def test_objects_may_stand_on_their_own_altogether(database, tmp_path):
    sitting = oparl.meeting(1)
    items = [{**item, "meeting": sitting["id"]} for item in sitting.pop("agendaItem")]
    invitation = {**sitting.pop("invitation"), "meeting": [sitting["id"]]}
    source = written(tmp_path / "city", invitation, *items, sitting, oparl.body())
    await imported(database, source)

    assert (await one(database, AgendaItem, "AgendaItem", "1-1")).meeting_id == local_id(
        sitting["id"]
    )
    async with database.reading(importer) as work:
        assert await work.fetch(sa.select(FileUse.meeting_id)) == [local_id(sitting["id"])]
    assert (await imported(database, source)).changed_nothing


async def test_what_only_the_parent_lists_belongs_to_it(database, tmp_path):
    membership = oparl.thing("Membership", 9, person=address("Person", 1))
    listing = oparl.organization(1, membership=[membership["id"]])
    source = written(tmp_path / "city", listing, membership, oparl.person(1), oparl.body())
    await imported(database, source)

    found = await one(database, Membership, "Membership", 9)
    assert found.organization_id == local_id(listing["id"])
    assert (await imported(database, source)).changed_nothing


async def test_references_wait_for_their_targets(database, tmp_path):
    report = await imported(database, written(tmp_path / "papers", oparl.paper(1)))
    assert dangling(report) == {
        "consultation.agendaItem": 1,
        "consultation.meeting": 1,
        "consultation.organization": 1,
    }
    assert (await one(database, Consultation, "Consultation", 1)).meeting_id is None

    report = await imported(
        database, written(tmp_path / "rest", oparl.meeting(1), oparl.organization(1))
    )

    assert dangling(report) == {"meeting.participant": 1}
    consultation = await one(database, Consultation, "Consultation", 1)
    assert consultation.meeting_id == local_id(address("Meeting", 1))
    assert consultation.agenda_item_id == local_id(address("AgendaItem", "1-0"))
    async with database.reading(importer) as work:
        assert await work.count(sa.select(MissingTarget)) == 1


async def test_a_body_that_nobody_describes_is_made(database, tmp_path):
    await imported(database, written(tmp_path / "papers", oparl.paper(1)))

    async with database.reading(ANYBODY) as work:
        made = await work.find(Body, local_id(ROOT))
    assert made.name == "rat.example.org"

    await imported(database, written(tmp_path / "body", oparl.body()))

    async with database.reading(ANYBODY) as work:
        assert (await work.find(Body, local_id(ROOT))).name == "Testhausen"
        assert await work.count(work.readable(Body)) == 1


async def test_keeps_what_vendors_add(database, tmp_path):
    odd = oparl.organization(1, **{"VENDOR:rank": 7, "beyond": {"a": [1]}, "VENDOR:none": None})
    await imported(database, written(tmp_path / "city", odd))

    found = await one(database, Organization, "Organization", 1)
    assert found.vendor == {"VENDOR:rank": 7, "beyond": {"a": [1]}}


async def test_a_membership_never_brings_an_office_of_the_software(database, tmp_path):
    claimed = oparl.person(1)
    claimed["membership"][0] |= {"office": "administrator", "rostra:office": "administrator"}
    await imported(database, written(tmp_path / "city", claimed))

    assert (await one(database, Membership, "Membership", 1)).office is None


async def test_one_id_for_different_consultations_keeps_both(database, tmp_path):
    twice = oparl.paper(1)
    twice["consultation"].append(
        {**twice["consultation"][0], "agendaItem": address("AgendaItem", "1-1")}
    )
    source = written(tmp_path / "city", twice, oparl.meeting(1))
    report = await imported(database, source)

    assert deviations(report)["consultation", "id shared by different objects"] == 1
    async with database.reading(importer) as work:
        items = await work.fetch(
            sa.select(Consultation.agenda_item_id).order_by(Consultation.position)
        )
    assert items == [local_id(address("AgendaItem", f"1-{place}")) for place in (0, 1)]
    assert (await imported(database, source)).changed_nothing


async def test_only_what_was_modified_since_is_taken(database, tmp_path):
    source = written(tmp_path / "city", oparl.paper(1), oparl.paper(2, modified=LATE))
    since = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)

    report = await imported(database, source, modified_since=since)

    assert report.counts["paper"]["new"] == 1
    assert await one(database, Paper, "Paper", 1) is None


async def test_takes_texts_that_lie_beside_the_source(database, tmp_path):
    source = written(tmp_path / "city", *oparl.city())
    texts = written(
        tmp_path / "texts",
        {"file": address("File", "p1"), "text": "Erster Text\x00"},
        {"file": address("File", "nowhere"), "text": "Ohne Datei"},
        {"other": 1},
        name="texts.jsonl",
    )
    report = await imported(database, source, texts=texts / "texts.jsonl")

    async with database.reading(importer) as work:
        assert await work.fetch(sa.select(FileText.text)) == ["Erster Text"]
    assert deviations(report)["text", "belongs to no file"] == 1
    assert deviations(report)["text", "is no line of {file, text}"] == 1
    log = len(await events(database))
    again = await imported(database, source, texts=texts / "texts.jsonl")
    assert again.changed_nothing
    assert again.counts["text"]["unchanged"] == 1
    assert len(await events(database)) == log


async def test_the_ledger_knows_everything_that_came(database, tmp_path):
    await imported(database, written(tmp_path / "city", *oparl.city()))

    async with database.reading(importer) as work:
        ledger = dict(await work.rows(sa.select(Imported.source_id, Imported.local_id)))
        persons = await work.fetch(sa.select(Person.id))
    assert ledger[address("Person", 1)] == persons[0]
    assert all(local_id(source) == local for source, local in ledger.items())


async def test_times_are_those_of_the_source(database, tmp_path):
    embedded = oparl.paper(1, modified=LATE)
    for name in ("created", "modified"):
        del embedded["mainFile"][name]
    await imported(database, written(tmp_path / "city", embedded))

    found = await one(database, File, "File", "p1")
    assert found.created == dt.datetime.fromisoformat(EARLY)
    assert found.modified == dt.datetime.fromisoformat(LATE)
    assert found.audience_id == PUBLIC
