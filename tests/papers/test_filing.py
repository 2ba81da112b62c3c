"""A paper is drafted by its department, sent on its way, and filed under one reference."""

import asyncio
import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, PUBLIC, Office, system
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.papers.models import Consultation, Paper
from rostra.papers.references import abbreviation, next_number
from rostra.papers.services import (
    Station,
    add_station,
    draft_paper,
    drop_station,
    edit_paper,
    file_paper,
    withdraw_paper,
)
from rostra.tombstones import Tombstone
from support.actors import account_holder, clerk_of, councillor_of, editor_of
from support.make.organizations import make_body, make_membership, make_organization
from support.make.people import make_account, make_person

DAY = dt.date(2026, 11, 23)


class Town:
    """A body with a department, a council and a committee."""

    def __init__(self, body, department, council, committee):
        self.body, self.department = body, department
        self.council, self.committee = council, committee
        self.editor = editor_of(department)


@pytest.fixture
async def town(database):
    body = await make_body(database)
    names = ("Fachdienst Stadtplanung", "Stadtrat", "Bauausschuss")
    return Town(body, *[await make_organization(database, body, name=name) for name in names])


async def drafted(database, town, **values):
    said = {"name": "Radweg am Anger", "paper_type": "Beschlussvorlage", **values}
    async with database.work(town.editor) as work:
        paper = await draft_paper(work, town.department.id, **said)
        stations = [
            Station(town.committee.id, "Vorberatung"),
            Station(town.council.id, "Entscheidung", authoritative=True),
        ]
        for station in stations:
            await add_station(work, paper.id, station)
    return paper


async def readable(database, who, model=Paper):
    async with database.reading(who) as work:
        return await work.count(work.readable(model))


async def test_a_draft_is_read_by_its_department_and_clerks_alone(database, town):
    await drafted(database, town)
    assert await readable(database, ANYBODY) == 0
    assert await readable(database, councillor_of(town.council)) == 0
    assert await readable(database, town.editor) == 1
    assert await readable(database, clerk_of(town.body)) == 1
    assert await readable(database, councillor_of(town.council), Consultation) == 0


async def test_filing_gives_reference_day_and_readers(database, town):
    paper = await drafted(database, town)
    async with database.work(town.editor) as work:
        filed = await file_paper(work, paper.id, public=True, day=DAY)
    assert (filed.reference, filed.date) == ("26/0001-BV", DAY)
    assert await readable(database, ANYBODY) == 1
    assert await readable(database, ANYBODY, Consultation) == 2
    with pytest.raises(NotPermitted):
        async with database.work(town.editor) as work:
            await file_paper(work, paper.id, public=True, day=DAY)
    with pytest.raises(Conflict):
        async with database.work(clerk_of(town.body)) as work:
            await file_paper(work, paper.id, public=True, day=DAY)


async def test_what_is_not_public_is_read_by_those_who_deal_with_it(database, town):
    paper = await drafted(database, town)
    async with database.work(town.editor) as work:
        await file_paper(work, paper.id, public=False, day=DAY)
    stranger = await make_organization(database, town.body, name="Sozialausschuss")
    assert await readable(database, councillor_of(town.committee)) == 1
    assert await readable(database, councillor_of(stranger)) == 0
    assert await readable(database, ANYBODY) == 0


async def test_asks_who_deals_with_it_before_it_is_filed(database, town):
    async with database.work(town.editor) as work:
        paper = await draft_paper(work, town.department.id, "Radweg", "Vorlage")
    with pytest.raises(Conflict):
        async with database.work(town.editor) as work:
            await file_paper(work, paper.id, public=True, day=DAY)


async def test_a_station_is_taken_off_the_way_again(database, town):
    paper = await drafted(database, town)
    async with database.work(town.editor) as work:
        first, _ = await work.fetch(work.readable(Consultation).order_by(Consultation.position))
        await drop_station(work, first.id)
    assert await readable(database, town.editor, Consultation) == 1
    with pytest.raises(NotFound):
        async with database.work(town.editor) as work:
            await drop_station(work, first.id)
    assert paper.id


async def test_many_at_once_get_numbers_without_gap_or_double(database, town):
    papers = [await drafted(database, town, name=f"Vorlage {n}") for n in range(8)]

    async def filed(paper):
        async with database.work(town.editor) as work:
            return (await file_paper(work, paper.id, public=False, day=DAY)).reference

    references = await asyncio.gather(*(filed(paper) for paper in papers))
    assert sorted(references) == [f"26/{n:04}-BV" for n in range(1, 9)]


async def test_a_number_that_was_not_used_is_given_again(database, town):
    with pytest.raises(RuntimeError):
        async with database.work(system) as work:
            assert await next_number(work, town.body.id, "papers:2026") == 1
            raise RuntimeError
    async with database.work(system) as work:
        assert await next_number(work, town.body.id, "papers:2026") == 1


@pytest.mark.parametrize(
    ("paper_type", "expected"),
    [
        ("Beschlussvorlage", "BV"), ("Änderungsantrag", "ÄA"), ("Antrag der Fraktion (AF)", "AF"),
        ("Sonstiges", "VO"), (None, "VO"), ("anfrage", "AF"),
    ],
)  # fmt: skip
def test_types_are_abbreviated(paper_type, expected):
    assert abbreviation(paper_type) == expected


async def test_is_refused_to_who_may_not(database, town):
    with pytest.raises(NotPermitted):
        async with database.work(councillor_of(town.department)) as work:
            await draft_paper(work, town.department.id, "Radweg", "Vorlage")
    paper = await drafted(database, town)
    with pytest.raises(NotFound):
        async with database.work(councillor_of(town.council)) as work:
            await edit_paper(work, paper.id, "Anders", "Vorlage", None)
    with pytest.raises(NotPermitted):
        async with database.work(councillor_of(town.department)) as work:
            await edit_paper(work, paper.id, "Anders", "Vorlage", None)


async def test_refuses_what_cannot_be_a_paper(database, town):
    for said in ({"name": "  "}, {"name": "x" * 301}, {"paper_type": ""}):
        with pytest.raises(Invalid):
            await drafted(database, town, **said)


async def test_two_writers_do_not_overwrite_each_other(database, town):
    paper = await drafted(database, town)
    seen = paper.modified
    async with database.work(town.editor) as work:
        await work.change(
            sa.update(Paper).values(modified=seen + dt.timedelta(seconds=5), name="Neuer")
        )
    with pytest.raises(Conflict):
        async with database.work(town.editor) as work:
            await edit_paper(work, paper.id, "Älter", "Vorlage", None, read=seen)
    async with database.reading(system) as work:
        assert (await work.find(Paper, paper.id)).name == "Neuer"


async def test_withdrawing_leaves_a_tombstone_of_what_was_public(database, town):
    paper = await drafted(database, town)
    async with database.work(town.editor) as work:
        await file_paper(work, paper.id, public=True, day=DAY)
    async with database.work(clerk_of(town.body)) as work:
        await withdraw_paper(work, paper.id)
    assert await readable(database, ANYBODY) == 0
    async with database.reading(ANYBODY) as work:
        stones = await work.fetch(work.readable(Tombstone).where(Tombstone.id == paper.id))
    assert [(stone.of_kind, stone.audience_id) for stone in stones] == [("paper", PUBLIC)]


async def test_an_ended_membership_drafts_nothing_any_more(database, town):
    person = await make_person(database, town.body)
    await make_membership(
        database, person, town.department, office=Office.EDITOR,
        end_date=dt.date.today() - dt.timedelta(days=1),
    )  # fmt: skip
    account = await make_account(database, person)
    with pytest.raises(NotPermitted):
        async with database.work(account_holder(account)) as work:
            await draft_paper(work, town.department.id, "Radweg", "Vorlage")
