"""Our own OParl output, taken into an empty house, gives the same city."""

import asyncio
import datetime as dt
import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, NOBODY, PUBLIC, system
from rostra.database import Database
from rostra.imports.oparl.batches import local_id
from rostra.meetings.models import AgendaItem, Attendance, Meeting
from rostra.minutes.models import Minutes, MinutesEntry
from rostra.organizations.models import Membership
from rostra.papers.models import Paper
from rostra.tombstones import Tombstone
from rostra.voting.models import Ballot, Vote
from support.crawling import handed_on
from support.make.meetings import make_agenda_item, make_ballot
from support.making import linked
from support.oparl import imported
from support.publishing import SETTINGS, everything, make_council, reading

UUID_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DATA = Path(__file__).parents[2].parent / "shared" / "data"
BYTES = ("accessUrl", "downloadUrl")


@pytest.fixture
async def other(sqlite_template, tmp_path):
    """A second, empty house."""
    path = tmp_path / "other.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite+aiosqlite:///{path}")
    yield database
    await database.close()


async def published(database):
    """Everything that a house publishes, by address."""
    async with reading(database) as client:
        lists = await everything(client)
    return {one["id"]: one for objects in lists.values() for one in objects}


def renamed(value, ids):
    """The value as it reads in the other house, where every id is another."""
    if isinstance(value, dict):
        return {key: one if key in BYTES else renamed(one, ids) for key, one in value.items()}
    if isinstance(value, list):
        return [renamed(one, ids) for one in value]
    if isinstance(value, str):
        return UUID_TEXT.sub(lambda found: ids.get(found[0], found[0]), value)
    return value


def unordered(value):
    """The value with lists of addresses sorted: their order may hang on ids."""
    if isinstance(value, dict):
        return {key: unordered(one) for key, one in value.items()}
    if isinstance(value, list):
        return sorted((unordered(one) for one in value), key=str)
    return value


async def expected_there(database):
    """What a house publishes, as another one should after importing it."""
    here = await published(database)
    ids = {address.rpartition("/")[2]: str(local_id(address)) for address in here}
    there = {}
    for address, one in here.items():
        if "license" not in one and one["type"].endswith("/Body"):
            one["license"] = SETTINGS.license_url
        there[renamed(address, ids)] = renamed(one, ids)
    return there


async def test_everything_comes_back(database, database_url, other, tmp_path):
    await make_council(database)

    report = await handed_on(database_url, other, tmp_path)

    assert report.total("failed") == 0
    assert report.dangling == {}
    there = await published(other)
    wanted = await expected_there(database)
    assert set(there) == set(wanted)
    for address, one in wanted.items():
        assert unordered(without_prints(there[address])) == unordered(without_prints(one))


def without_prints(thing: dict) -> dict:
    """The object without what each city prints itself when somebody asks."""
    printed = [
        name
        for name, value in thing.items()
        if isinstance(value, dict) and value.get("rostra:printed")
    ]
    return {name: value for name, value in thing.items() if name not in printed}


async def test_coming_back_twice_changes_nothing(database, database_url, other, tmp_path):
    await make_council(database)
    await handed_on(database_url, other, tmp_path)

    assert (await handed_on(database_url, other, tmp_path)).changed_nothing


async def test_votes_attendance_and_minutes_come_back(database, database_url, other, tmp_path):
    council = await make_council(database)
    await handed_on(database_url, other, tmp_path)

    async with other.reading(ANYBODY) as work:
        ballot = await work.first(work.readable(Ballot))
        assert (ballot.method, ballot.yes, ballot.outcome) == ("nominal", 12, "accepted")
        votes = dict(await work.rows(sa.select(Vote.person_id, Vote.choice)))
        assert votes == {
            local_id(council.address("klara")): "yes",
            local_id(council.address("otto")): "no",
        }
        attendance = dict(await work.rows(sa.select(Attendance.person_id, Attendance.state)))
        assert attendance[local_id(council.address("otto"))] == "excused"
        assert await work.fetch(sa.select(Attendance.reason)) == [None, None]
        minutes = await work.first(work.readable(Minutes))
        entry = await work.first(work.readable(MinutesEntry))
        assert (entry.minutes_id, minutes.chair_id) == (
            minutes.id,
            local_id(council.address("klara")),
        )
        decision = await work.find(AgendaItem, local_id(council.address("decision")))
        assert decision.parent_id == local_id(council.address("roadway"))
        assert await work.fetch(sa.select(Membership.office).distinct()) == [None]


async def test_only_a_nominal_ballot_brings_names(database, database_url, other, tmp_path):
    council = await make_council(database)
    async with database.work(system) as work:
        secret = await make_ballot(work, council.roadway, method="secret")
        await linked(work, Vote(ballot_id=secret.id, person_id=council.klara.id, choice="yes"))

    await handed_on(database_url, other, tmp_path)

    async with other.reading(ANYBODY) as work:
        nominal = sa.select(Ballot.id).where(Ballot.method == "nominal")
        assert set(await work.fetch(sa.select(Vote.ballot_id))) == set(await work.fetch(nominal))


async def test_a_changed_meeting_keeps_its_attendance(database, database_url, other, tmp_path):
    council = await make_council(database)
    await handed_on(database_url, other, tmp_path)
    async with database.work(system) as work:
        (await work.find(Meeting, council.meeting.id)).name = "Sondersitzung"

    await handed_on(database_url, other, tmp_path)

    async with other.reading(ANYBODY) as work:
        assert await work.fetch(sa.select(Meeting.name)) == ["Sondersitzung"]
        states = await work.fetch(sa.select(Attendance.state).order_by(Attendance.position))
    assert states == ["present", "excused"]


async def test_what_was_withdrawn_and_returns_brings_its_votes(
    database, database_url, other, tmp_path
):
    council = await make_council(database)
    await handed_on(database_url, other, tmp_path)
    for audience_id in (NOBODY, PUBLIC):
        async with database.work(system) as work:
            (await work.find(AgendaItem, council.decision.id)).audience_id = audience_id
        await asyncio.sleep(1.1)
        since = (dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)).isoformat(timespec="seconds")
        await handed_on(database_url, other, tmp_path, since)
        async with other.reading(ANYBODY) as work:
            seen = (
                await work.count(work.readable(Ballot)),
                await work.count(work.readable(MinutesEntry)),
            )
            stones = set(await work.fetch(sa.select(Tombstone.of_kind)))
        assert seen == ((0, 0) if audience_id == NOBODY else (1, 1))
        assert ("ballot" in stones) == (audience_id == NOBODY)


async def test_changes_and_deletions_follow(database, database_url, other, tmp_path):
    council = await make_council(database)
    await handed_on(database_url, other, tmp_path)
    async with database.work(system) as work:
        paper = await work.find(Paper, council.paper.id)
        paper.name = "Neuer Name"
        work.withdraw(await work.find(AgendaItem, council.opening.id))
        await make_agenda_item(work, council.meeting, 11, name="Nachtrag")
    since = (dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)).isoformat(timespec="seconds")

    report = await handed_on(database_url, other, tmp_path, since)

    assert report.counts["paper"]["read"] == 1
    async with other.reading(ANYBODY) as work:
        assert (await work.find(Paper, local_id(council.address("paper")))).name == "Neuer Name"
        names = set(await work.fetch(sa.select(AgendaItem.name).where(work.may_read(AgendaItem))))
        assert names == {"Radweg & <Brücke>", "Beschluss", "Nachtrag"}
        assert local_id(council.address("opening")) in await work.fetch(sa.select(Tombstone.id))


async def told_here(database):
    async with database.reading(ANYBODY) as work:
        return [await work.count(work.readable(model)) for model in (Ballot, Minutes, MinutesEntry)]


async def test_ballots_and_minutes_that_are_told_no_more_go_and_may_return(
    database, database_url, other, tmp_path
):
    council = await make_council(database)
    async with database.work(system) as work:
        second = await make_ballot(work, council.decision, position=1, subject="zweite")
        await make_ballot(work, council.roadway, subject="dritte")
        minutes = await work.first(work.readable(Minutes))
    await handed_on(database_url, other, tmp_path)
    assert await told_here(other) == [3, 1, 1]

    async with database.work(system) as work:
        work.withdraw(await work.find(Ballot, second.id))
        work.withdraw(await work.find(Minutes, minutes.id))
    await handed_on(database_url, other, tmp_path)
    assert await told_here(other) == [2, 0, 0]

    async with database.work(system) as work:
        (await work.find(Ballot, second.id)).audience_id = PUBLIC
        (await work.find(Minutes, minutes.id)).audience_id = PUBLIC
    await handed_on(database_url, other, tmp_path)
    assert await told_here(other) == [3, 1, 1]
    assert (await handed_on(database_url, other, tmp_path)).changed_nothing


async def test_one_changed_vote_leaves_the_others_alone(database, database_url, other, tmp_path):
    council = await make_council(database)
    async with database.work(system) as work:
        ballot = await make_ballot(work, council.roadway, subject="andere", yes=1)
    await handed_on(database_url, other, tmp_path)
    async with database.work(system) as work:
        (await work.find(Ballot, ballot.id)).yes = 2

    await handed_on(database_url, other, tmp_path)

    async with other.reading(ANYBODY) as work:
        told = work.may_read(Ballot)
        yes = dict(await work.rows(sa.select(Ballot.subject, Ballot.yes).where(told)))
    assert yes == {"andere": 2, "Beschlussvorschlag": 12}


@pytest.mark.long
@pytest.mark.skipif(not DATA.is_dir(), reason="the real data lies not beside the checkout")
@pytest.mark.parametrize(
    "city", ["huertgenwald-oparl10", "karlsruhe-oparl11/sample-gemeinderat-2025"]
)
async def test_a_real_city_comes_back(sqlite_database, sqlite_url, other, tmp_path, city):
    (tmp_path / "city").symlink_to(DATA / city)
    await imported(sqlite_database, tmp_path / "city")

    report = await handed_on(sqlite_url, other, tmp_path)

    assert report.total("failed") == 0
    there = await published(other)
    wanted = await expected_there(sqlite_database)
    assert set(there) == set(wanted)
    assert [one for one in wanted if unordered(there[one]) != unordered(wanted[one])] == []
