"""Many vote at the same moment, and votes, closings and openings meet."""

import asyncio
import datetime as dt
import time

import pytest
import sqlalchemy as sa

from rostra.access import system
from rostra.errors import Conflict, Refusal
from rostra.voting.announcing import announce_ballot
from rostra.voting.casting import cast_vote
from rostra.voting.closing import close_ballot
from rostra.voting.models import Ballot, Elector, Method
from rostra.voting.opening import Question, open_ballot
from support.make.sittings import make_hall, set_rules

DAY = dt.date.today()


async def opened(database, hall, method):
    async with database.work(hall.chair) as work:
        return await open_ballot(work, hall.item.id, Question(method), DAY)


async def vote(database, who, ballot, choice, key):
    async with database.work(who) as work:
        return await cast_vote(work, ballot.id, choice, key)


async def close(database, hall, ballot):
    async with database.work(hall.chair) as work:
        return await close_ballot(work, ballot.id)


@pytest.mark.parametrize("method", [Method.NOMINAL, Method.SECRET])
async def test_a_hundred_votes_within_five_seconds_are_all_counted(database, method):
    hall = await make_hall(database, 100)
    await set_rules(database, hall, secret_votes=True)
    ballot = await opened(database, hall, method)
    began = time.perf_counter()
    receipts = await asyncio.gather(
        *(
            vote(database, who, ballot, "yes" if number % 3 else "no", f"key {number:04}")
            for number, who in enumerate(hall.logins)
        )
    )
    print(f"100 votes ({method}): {time.perf_counter() - began:.2f} s")
    assert len({one.receipt for one in receipts}) == 100
    await close(database, hall, ballot)
    async with database.work(hall.chair) as work:
        told = await announce_ballot(work, ballot.id)
    assert (told.yes, told.no, told.not_participating) == (66, 34, 0)


async def test_the_same_vote_sent_many_times_at_once_counts_once(database):
    hall = await make_hall(database, 3)
    ballot = await opened(database, hall, Method.NOMINAL)
    receipts = await asyncio.gather(
        *(vote(database, hall.logins[1], ballot, "yes", "the one key") for _ in range(8))
    )
    assert len({one.receipt for one in receipts}) == 1
    others = await asyncio.gather(
        *(vote(database, hall.logins[2], ballot, "no", f"key {one:05}") for one in range(8)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Conflict) for one in others) == 7


async def test_a_ballot_is_closed_once(database):
    hall = await make_hall(database, 3)
    ballot = await opened(database, hall, Method.NOMINAL)
    closed = await asyncio.gather(
        *(close(database, hall, ballot) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(one, Conflict) for one in closed) == 3
    assert sum(isinstance(one, Ballot) for one in closed) == 1


async def test_two_votes_are_never_under_way(database):
    hall = await make_hall(database, 3)
    tried = await asyncio.gather(
        *(opened(database, hall, Method.OPEN) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(one, Ballot) for one in tried) == 1


async def test_a_vote_against_the_closing_counts_or_is_refused(database):
    hall = await make_hall(database, 12)
    ballot = await opened(database, hall, Method.NOMINAL)
    votes = [
        vote(database, who, ballot, "yes", f"key {number:04}")
        for number, who in enumerate(hall.logins)
    ]
    *cast, _ = await asyncio.gather(*votes, close(database, hall, ballot), return_exceptions=True)
    assert all(isinstance(one, Refusal) for one in cast if isinstance(one, BaseException))
    taken = sum(not isinstance(one, BaseException) for one in cast)
    async with database.work(hall.chair) as work:
        told = await announce_ballot(work, ballot.id)
    assert told.yes == taken
    async with database.reading(system) as work:
        assert await work.count(sa.select(Elector.person_id).where(Elector.voted)) == taken
