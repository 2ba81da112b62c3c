import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.minutes.drafting import draft_minutes
from rostra.minutes.models import Minutes, MinutesState
from rostra.minutes.stating import record_own_vote, state_verbatim
from rostra.minutes.wishes import (
    lectern_of,
    persons_who_ask,
    statable_ballots,
    statable_items,
    withdrawable_statements,
)
from rostra.voting.models import Vote
from support.afterwards import ZONE, Hall, hall
from support.making import linked


async def offered(database, here: Hall, name: str) -> tuple[list, list, list, list]:
    """Items, ballots, persons and statements that lie before somebody."""
    async with database.reading(here.who(name)) as work:
        lectern = await lectern_of(work, here.meeting.id)
        assert lectern is not None
        return (
            [one.id for one in await statable_items(work, lectern)],
            [one.id for one in await statable_ballots(work, lectern)],
            [one.name for one in await persons_who_ask(work, lectern)],
            [one.text for one in await withdrawable_statements(work, lectern)],
        )


async def test_a_member_is_offered_what_would_be_taken(database):
    here = await hall(database)
    items, ballots, persons, _ = await offered(database, here, "member")
    assert items == [here.opening.id, here.item.id, here.secret.id]
    assert here.ballot.id in ballots
    assert here.hidden_ballot.id not in ballots, "a secret vote is never recorded"
    assert persons == []
    for ballot_id in ballots:
        async with database.work(here.who("member")) as work:
            await record_own_vote(work, ballot_id, "no", ZONE)
    assert (await offered(database, here, "ill"))[1] == [], "who was away has not voted"
    others = (await offered(database, here, "other"))[1]
    assert others == [here.ballot.id], "not where the member was excluded for bias"
    assert "Person member" in (await offered(database, here, "clerk"))[2]


async def test_a_vote_by_name_needs_no_asking(database):
    here = await hall(database)
    person_id = here.persons["member"].id
    async with database.work(system) as work:
        await linked(work, Vote(ballot_id=here.ballot.id, person_id=person_id, choice="yes"))
    assert here.ballot.id not in (await offered(database, here, "member"))[1]
    assert here.ballot.id in (await offered(database, here, "other"))[1]


async def test_everybody_takes_back_only_what_is_theirs(database):
    here = await hall(database)
    async with database.work(here.who("member")) as work:
        await state_verbatim(work, here.item.id, "Genau so.", ZONE)
    assert (await offered(database, here, "member"))[3] == ["Genau so."]
    assert (await offered(database, here, "other"))[3] == []
    assert (await offered(database, here, "clerk"))[3] == ["Genau so."]


async def test_nothing_is_offered_once_both_have_signed(database):
    here = await hall(database)
    async with database.work(here.who("clerk")) as work:
        minutes = await draft_minutes(work, here.meeting.id, ZONE)
    assert here.ballot.id in (await offered(database, here, "member"))[1]
    async with database.work(system) as work:
        await work.change(
            sa.update(Minutes).where(Minutes.id == minutes.id).values(state=MinutesState.SIGNED)
        )
    async with database.reading(here.who("clerk")) as work:
        lectern = await lectern_of(work, here.meeting.id)
        assert lectern is not None
        assert not lectern.may_enter
        assert await statable_items(work, lectern) == []


@pytest.mark.parametrize("name", [None, "editor"])
async def test_whoever_has_no_part_in_it_finds_nothing(sqlite_database, name):
    here = await hall(sqlite_database)
    async with sqlite_database.work(here.who("clerk")) as work:
        await draft_minutes(work, here.meeting.id, ZONE)
    async with sqlite_database.reading(here.who(name) if name else ANYBODY) as work:
        assert await lectern_of(work, here.meeting.id) is None


async def test_nothing_is_said_before_the_meeting_has_begun(sqlite_database):
    here = await hall(sqlite_database)
    async with sqlite_database.work(system) as work:
        here.meeting = await work.find(type(here.meeting), here.meeting.id)
        here.meeting.start = work.now + dt.timedelta(days=3)
    async with sqlite_database.reading(here.who("member")) as work:
        assert await lectern_of(work, here.meeting.id) is None
