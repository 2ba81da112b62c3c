"""VOT-3: after a secret vote nothing that is stored, logged, cached or told says who voted how.

The adversary here has everything that lies on the disk afterwards: all tables with all columns,
the order of rows, the transactions that wrote them, the raw files, the log, what the API keeps.
What somebody sees who watches the memory or the write-ahead log of the running server is beyond
this claim.
"""

import datetime as dt
import random
import re
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog

from rostra.access import system
from rostra.events import LoggedEvent
from rostra.records import Record
from rostra.voting.announcing import announce_ballot
from rostra.voting.casting import cast_vote
from rostra.voting.closing import close_ballot
from rostra.voting.models import Elector, Method, SecretTally
from rostra.voting.opening import Candidate, Question, open_ballot
from support.asking import api_of, ask
from support.make.sittings import make_hall, set_rules

DAY = dt.date.today()
VOTERS = 8
CHOICES = ["yes"] * 4 + ["no"] * 3 + ["abstention"]
CAST = "mutation ($input: CastVoteInput!) { castVote(input: $input) { receipt } }"
KEY = "key of voter {}"
HEX = re.compile(r"^[0-9a-f]{64}$")
RECEIPT = re.compile(r"^[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}$")
UUIDS = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")


async def secret_hall(database, voters=VOTERS):
    hall = await make_hall(database, voters)
    await set_rules(database, hall, secret_votes=True)
    return hall


async def opened(database, hall):
    async with database.work(hall.chair) as work:
        return await open_ballot(work, hall.item.id, Question(Method.SECRET), DAY)


async def ended(database, hall, ballot):
    async with database.work(hall.chair) as work:
        await close_ballot(work, ballot.id)
    async with database.work(hall.chair) as work:
        return await announce_ballot(work, ballot.id)


async def voted_through_api(database, hall, ballot, choices, order):
    """Each votes through the API as a screen does."""
    api = api_of(database)
    for number in order:
        vote = {"ballot": str(ballot.id), "choice": choices[number], "key": KEY.format(number)}
        await ask(api, CAST, hall.logins[number], input=vote)
    return api


async def dump(database):
    """Every table with every column, in the order in which the rows lie."""
    hidden = "rowid" if database.on_sqlite else "ctid::text"
    tables = {}
    async with database.reading(system) as work:
        for table in Record.metadata.sorted_tables:
            rows = await work.rows(sa.text(f'SELECT * FROM "{table.name}" ORDER BY {hidden}'))
            tables[table.name] = [tuple(row) for row in rows]
    return tables


def labels_of(hall, ballot):
    """Names for the ids that a reader of the disk could tell apart."""
    labels = {hall.item.id: "item", hall.meeting.id: "meeting", hall.council.id: "council"}
    labels |= {person.id: f"person {number}" for number, person in enumerate(hall.members)}
    return {
        str(key).replace("-", ""): label for key, label in {**labels, ballot.id: "ballot"}.items()
    }


def told_apart(value, labels):
    """A value without what chance and the clock made of it."""
    if isinstance(value, dt.datetime):
        return "time"
    text = str(value)
    if HEX.match(text):
        return "hash"
    if RECEIPT.match(text):
        return "receipt"
    if re.match(r"^\d{4}-\d\d-\d\d \d\d:\d\d", text):
        return "time"
    return UUIDS.sub(lambda found: labels.get(found[0].replace("-", ""), "id"), text)


def readable(tables, labels):
    """What is to be read in all tables, whatever the order of the rows."""
    return {
        name: Counter(tuple(told_apart(value, labels) for value in row) for row in rows)
        for name, rows in tables.items()
    }


async def held(database, hall, choices, order):
    ballot = await opened(database, hall)
    await voted_through_api(database, hall, ballot, choices, order)
    await ended(database, hall, ballot)
    return ballot


OF_THE_SITTING = {"ballots", "electors", "secret_tallies", "cast_votes", "votes", "counts"}


async def test_the_disk_reads_the_same_whoever_voted_how(database):
    """Two votes with the same result in which everybody voted differently leave the same."""
    traces = []
    for turn in (0, 3):
        hall = await secret_hall(database)
        before = await dump(database)
        choices = CHOICES[turn:] + CHOICES[:turn]
        ballot = await held(database, hall, choices, range(VOTERS))
        labels = labels_of(hall, ballot)
        after = await dump(database)
        fresh = {
            name: [row for row in rows if row not in before[name]] for name, rows in after.items()
        }
        traces.append(readable(fresh, labels))
    assert set(traces[0]) == {table.name for table in Record.metadata.sorted_tables}
    for name in OF_THE_SITTING | (set(traces[0]) - {"events", "accounts", "meetings"}):
        assert traces[0][name] == traces[1][name], name
    # a meeting is dated anew by what happens in it, which shows where a second passed meanwhile
    assert len({*traces[0]["meetings"], *traces[1]["meetings"]}) <= 1
    events = [Counter((row[1], row[3]) for row in trace["events"]) for trace in traces]
    assert {kind for kind, _ in events[0]} == {kind for kind, _ in events[1]}
    assert sum(events[0].values()) == sum(events[1].values())


async def test_no_event_and_no_log_line_tells_that_somebody_voted(database, tmp_path, capfd):
    hall = await secret_hall(database)
    ballot = await opened(database, hall)
    async with database.reading(system) as work:
        before = await work.count(sa.select(LoggedEvent.position))
    with structlog.testing.capture_logs() as lines:
        api = await voted_through_api(database, hall, ballot, CHOICES, range(VOTERS))
    async with database.reading(system) as work:
        assert await work.count(sa.select(LoggedEvent.position)) == before
    assert lines == []
    said = capfd.readouterr()
    assert "key of voter" not in said.out + said.err
    inline = (
        f'mutation {{ castVote(input: {{ballot: "{ballot.id}", choice: "yes", key: "spelled"}}) '
        "{ receipt } }"
    )
    await api.execute(inline)
    assert not [text for text in api.library._seen if "castVote" in text]


async def test_a_fault_in_the_midst_of_a_vote_names_no_choice(database):
    hall = await secret_hall(database, 3)
    ballot = await opened(database, hall)
    async with database.work(system) as work:
        await work.change(sa.text("ALTER TABLE secret_tallies RENAME TO elsewhere"))
    with pytest.raises(sa.exc.DBAPIError) as fault:
        async with database.work(hall.logins[1]) as work:
            await cast_vote(work, ballot.id, "abstention", "a key of my own")
    assert "abstention" not in str(fault.value)


async def test_every_vote_writes_all_numbers_and_no_other_row_knows(database):
    """Right after a vote the rows of all choices look the same but for their numbers."""
    hall = await secret_hall(database)
    ballot = await opened(database, hall)
    await voted_through_api(database, hall, ballot, CHOICES, range(3))
    if database.on_sqlite:
        pytest.skip("SQLite keeps no mark of the transaction that wrote a row.")
    async with database.reading(system) as work:
        marks = await work.rows(
            sa.text("SELECT xmin::text, cmin::text, xmax::text FROM secret_tallies")
        )
    assert len({row.xmin for row in marks}) == 1


async def test_the_rows_of_the_electors_lie_in_an_order_of_chance(database):
    """Over many votes, where a row lies says nothing about when its person voted."""
    hall = await secret_hall(database, 5)
    places = Counter()
    rounds, voters = 30, 5
    chance = random.Random(7)
    for _ in range(rounds):
        order = chance.sample(range(voters), voters)
        ballot = await opened(database, hall)
        for number in order:
            async with database.work(hall.logins[number]) as work:
                await cast_vote(work, ballot.id, "yes", KEY.format(number))
        await ended(database, hall, ballot)
        hidden = "rowid" if database.on_sqlite else "ctid"
        async with database.reading(system) as work:
            rows = await work.fetch(
                sa.select(Elector.person_id)
                .where(Elector.ballot_id == ballot.id)
                .order_by(sa.text(hidden))
            )
            if not database.on_sqlite:
                marks = await work.fetch(
                    sa.select(sa.text("xmin::text"))
                    .select_from(Elector.__table__)
                    .where(Elector.ballot_id == ballot.id)
                )
                assert len(set(marks)) == 1
        people = [person.id for person in hall.members]
        places[rows.index(people[order[0]])] += 1
        places[f"roll {rows.index(people[0])}"] += 1
    expected = rounds / voters
    for kind in ([place for place in range(voters)], [f"roll {place}" for place in range(voters)]):
        distance = sum((places[place] - expected) ** 2 / expected for place in kind)
        assert distance < 23.6, kind  # chi squared, 4 degrees of freedom: one in ten thousand


async def test_the_receipt_and_the_hash_of_the_key_do_not_depend_on_the_choice(database):
    hall = await secret_hall(database, 4)
    ballot = await opened(database, hall)
    await voted_through_api(database, hall, ballot, ["yes", "no", "yes", "invalid"], range(4))
    async with database.reading(system) as work:
        rows = await work.fetch(sa.select(Elector).where(Elector.ballot_id == ballot.id))
    assert len({one.receipt for one in rows}) == 4
    told = await ended(database, hall, ballot)
    assert (told.yes, told.no, told.invalid) == (2, 1, 1)
    async with database.reading(system) as work:
        rows = await work.fetch(sa.select(Elector).where(Elector.ballot_id == ballot.id))
        assert await work.count(sa.select(SecretTally.choice)) == 0
    assert {one.key_hash for one in rows} == {None}


async def list_ballot(database, hall, papers, order):
    """An election of two seats in which each hands in a paper with some names."""
    candidates = [Candidate(name) for name in ("Amsel", "Buche", "Calla")]
    question = Question(Method.ELECTION, candidates=candidates, seats=2)
    async with database.work(hall.chair) as work:
        ballot = await open_ballot(work, hall.item.id, question, DAY)
    for number in order:
        async with database.work(hall.logins[number]) as work:
            await cast_vote(work, ballot.id, papers[number], KEY.format(number))
    return ballot


async def test_papers_with_several_names_leave_sums_and_nothing_of_what_stood_together(database):
    """The same sums from other papers, by other people in another order, leave the same."""
    traces = []
    for papers, order in (
        ([["c1", "c2"], ["c3"], ["c1"], ["abstention"]], range(4)),
        ([["abstention"], ["c1"], ["c1", "c3"], ["c2"]], (3, 1, 0, 2)),
    ):
        hall = await make_hall(database, 4)
        await set_rules(database, hall, secret_votes=True, elections_by_list=True)
        before = await dump(database)
        ballot = await list_ballot(database, hall, papers, order)
        midway = await fresh_rows(database, before, hall, ballot)
        await ended(database, hall, ballot)
        after = await fresh_rows(database, before, hall, ballot)
        traces.append([{name: one[name] for name in OF_THE_SITTING} for one in (midway, after)])
    assert traces[0] == traces[1]
    assert sum(traces[0][0]["secret_tallies"].values()) == 6
    assert not traces[0][1]["secret_tallies"]


async def fresh_rows(database, before, hall, ballot):
    """What came into the tables since, to be read without chance and clock."""
    fresh = {
        name: [row for row in rows if row not in before[name]]
        for name, rows in (await dump(database)).items()
    }
    return readable(fresh, labels_of(hall, ballot))


async def test_the_statement_that_counts_does_not_tell_how_many_names_a_paper_bears(database):
    said = []
    hall = await make_hall(database, 4)
    await set_rules(database, hall, secret_votes=True, elections_by_list=True)
    told = sa.event.listens_for(database.engine.sync_engine, "before_cursor_execute")

    @told
    def hear(_connection, _cursor, statement, *_rest):
        if "UPDATE secret_tallies" in statement:
            said.append(statement)

    papers = [["c1", "c2"], ["c3"], ["invalid"], ["c2", "c3"]]
    await list_ballot(database, hall, papers, range(4))
    assert len(said) == 4
    assert len(set(said)) == 1


async def test_the_raw_files_hold_no_key(sqlite_database, sqlite_url):
    hall = await secret_hall(sqlite_database)
    await held(sqlite_database, hall, CHOICES, range(VOTERS))
    path = Path(sqlite_url.removeprefix("sqlite+aiosqlite:///"))
    files = [one for one in path.parent.rglob("*") if one.is_file()]
    assert path in files
    for one in files:
        assert b"key of voter" not in one.read_bytes(), one.name
