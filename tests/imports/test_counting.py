"""Two real cities come completely: what is in the database is what the data's README counts."""

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY
from rostra.database import Database
from rostra.files.models import File, FileText, FileUse
from rostra.imports.oparl.importing import importer
from rostra.meetings.models import AgendaItem, Meeting
from rostra.organizations.models import Body, Membership, Organization
from rostra.papers.models import Consultation, Paper
from rostra.people.models import Person
from rostra.tombstones import Tombstone
from support.oparl import dangling, deviations, imported
from support.real_cities import DATA, beside_the_checkout

pytestmark = [pytest.mark.long, beside_the_checkout]


@pytest.fixture
async def karlsruhe_database(karlsruhe):
    database = Database(karlsruhe.url)
    yield database
    await database.close()


async def counts(database, *models):
    """How many records of each kind everybody may read."""
    async with database.reading(ANYBODY) as work:
        return [await work.count(work.readable(model)) for model in models]


async def numbers(database, *statements):
    async with database.reading(importer) as work:
        return [await work.count(one) for one in statements]


async def test_karlsruhe_is_complete(karlsruhe, karlsruhe_database):
    database, report = karlsruhe_database, karlsruhe.report
    assert await counts(database, Meeting, AgendaItem, Organization) == [2_609, 18_677, 97]
    assert await counts(database, Paper, Tombstone) == [14_004 - 268, 268]
    in_papers = sa.select(Consultation).where(Consultation.paper_id.is_not(None))
    alone = sa.select(Consultation).where(Consultation.paper_id.is_(None))
    assert await numbers(database, in_papers, alone) == [14_827, 262]
    of_papers = sa.select(FileUse.file_id).where(FileUse.paper_id.is_not(None)).distinct()
    of_sittings = sa.select(FileUse.file_id).where(FileUse.paper_id.is_(None)).distinct()
    assert await numbers(database, of_papers, of_sittings) == [38_421, 9_488]
    assert await counts(database, File) == [38_421 + 9_488]
    with_result = sa.select(AgendaItem).where(AgendaItem.result.is_not(None))
    assert await numbers(database, with_result, sa.select(FileText)) == [9_953, 3_364]
    assert dangling(report) == {
        "claim membership.organization": 1_344,
        "consultation.agendaItem": 56,
        "consultation.meeting": 1,
        "consultation.paper": 262,
        "meeting.organization": 58,
    }
    assert report.total("failed") == 0
    assert deviations(report)["unknown", "not an OParl object"] == 1 + 3_364 + 246

    again = await imported(database, karlsruhe.source, texts=karlsruhe.texts)
    assert again.changed_nothing


async def test_huertgenwald_is_complete(database, tmp_path):
    source = tmp_path / "huertgenwald"
    source.symlink_to(DATA / "huertgenwald-oparl10")
    report = await imported(database, source)

    assert await counts(database, Body, Organization, Person, Membership) == [1, 22, 49, 533]
    assert await counts(database, Meeting, AgendaItem) == [346, 5_106]
    assert await counts(database, Paper, Consultation) == [2_097, 2_228]
    of_items = sa.select(FileUse).where(FileUse.agenda_item_id.is_not(None))
    others = sa.select(FileUse).where(FileUse.agenda_item_id.is_(None))
    assert await numbers(database, others, of_items) == [4_667, 2_280]
    assert await counts(database, File, Tombstone) == [4_667 + 2_280, 21 + 18]
    assert dangling(report) == {"person.location": 35}
    assert deviations(report) == {
        ("agenda_item", "without order"): 5_106,
        ("body", "without legislativeTerm"): 1,
        ("location", "latitude before longitude"): 1,
        ("meeting", "meeting without type"): 21,
        ("paper", "paper without type"): 18,
        ("unknown", "not an OParl object"): 1,
    }

    assert (await imported(database, source)).changed_nothing
