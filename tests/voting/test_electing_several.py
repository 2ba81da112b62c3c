"""Elections that fill several seats with one ballot (VOT-2)."""

import datetime as dt
import random
from collections import Counter

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from rostra.access import system
from rostra.errors import Conflict, Invalid
from rostra.meetings.models import AgendaItem
from rostra.organizations.rules import Base
from rostra.voting.announcing import announce_ballot, draw_lot
from rostra.voting.casting import cast_vote
from rostra.voting.closing import close_ballot
from rostra.voting.electing import Returns, count_election, fill_by_lot
from rostra.voting.electing_in_words import election_in_words
from rostra.voting.entering import enter_count
from rostra.voting.models import Ballot, Elector, Method, Outcome, SecretTally
from rostra.voting.opening import Candidate, Question, open_ballot, repeat_ballot
from support.asking import api_of, ask
from support.make.sittings import make_hall, set_rules

DAY = dt.date.today()
NAMES = ("Amsel", "Buche", "Calla", "Distel", "Esche")
PAPERS = st.lists(st.sets(st.integers(0, 4), max_size=3), min_size=1, max_size=30)


def returns_of(papers, seats, candidates=5):
    """What is counted of papers that name candidates by number; an empty one abstains."""
    votes = Counter(f"c{number}" for paper in papers for number in sorted(paper)[:seats])
    return Returns(
        {f"c{number}": votes[f"c{number}"] for number in range(candidates)},
        abstention=sum(not paper for paper in papers),
        entitled=len(papers),
        legal=len(papers) + 2,
        papers=len(papers),
    )


@given(PAPERS, st.integers(2, 3), st.sampled_from(Base), st.booleans())
def test_nobody_is_passed_over_who_has_more_votes(papers, seats, base, run_off):
    returns = returns_of(papers, seats)
    election = count_election(returns, base, run_off, seats)
    votes = returns.votes
    assert len(set(election.elected)) == len(election.elected) <= seats
    lowest = min((votes[key] for key in election.elected), default=0)
    assert all(votes[key] <= lowest for key in votes if key not in election.elected) or (
        not election.elected
    )
    if election.outcome == Outcome.RUN_OFF:
        assert not run_off
    if not run_off:
        assert all(2 * votes[key] > election.base for key in election.elected)
    else:
        assert election.outcome != Outcome.RUN_OFF
    enough = [key for key in votes if votes[key] >= election.needed]
    assert set(enough) <= {*election.elected, *election.tied} or len(enough) > seats


@given(PAPERS, st.integers(1, 3), st.sampled_from(Base), st.booleans())
def test_the_lot_fills_what_is_left_and_chooses_among_equals(papers, seats, base, run_off):
    returns = returns_of(papers, seats)
    election = count_election(returns, base, run_off, seats)
    filled = fill_by_lot(election, lambda tied: tied[-1])
    assert len({returns.votes[key] for key in election.tied}) <= 1
    assert (filled.tied, filled.drawn) == ((), 0)
    assert set(filled.by_lot) <= set(election.tied)
    if election.outcome == Outcome.LOT:
        assert filled.outcome == Outcome.ELECTED
        assert len(filled.elected) == seats
    if election.outcome == Outcome.RUN_OFF:
        left = seats - len(filled.elected)
        assert left < len(filled.run_off) <= 2 * left
        assert not set(filled.run_off) & set(filled.elected)
    names = {key: key for key in returns.votes}
    assert election_in_words(filled, returns, names).count("(") == 1


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30), st.sampled_from(Base), st.booleans())
def test_one_seat_of_several_is_counted_as_one_seat(chosen, base, run_off):
    papers = [{number} for number in chosen]
    several = returns_of(papers, 1)
    plain = Returns(several.votes, entitled=len(papers), legal=len(papers) + 2)
    assert count_election(several, base, run_off) == count_election(plain, base, run_off)


def test_the_words_say_who_is_elected_and_what_is_open():
    names = dict(zip(("c0", "c1", "c2", "c3"), NAMES, strict=False))
    returns = Returns({"c0": 8, "c1": 4, "c2": 4, "c3": 2}, 0, 1, 1, 10, 10, papers=10)
    first = count_election(returns, Base.PRESENT, seats=2)
    assert (first.elected, first.run_off) == (("c0",), ("c1", "c2"))
    assert election_in_words(first, returns, names) == (
        "gewählt: Amsel; Stichwahl um einen Sitz erforderlich "
        "(Amsel 8, Buche 4, Calla 4, Distel 2, 1 Enthaltung, 1 ungültig, 10 Stimmzettel)"
    )
    tie = count_election(returns, Base.VOTES_CAST, run_off=True, seats=2)
    assert (tie.outcome, tie.elected, tie.tied) == (Outcome.LOT, ("c0",), ("c1", "c2"))
    assert "das Los entscheidet zwischen Buche, Calla" in election_in_words(tie, returns, names)
    drawn = fill_by_lot(tie, lambda tied: tied[1])
    assert election_in_words(drawn, returns, names).startswith(
        "gewählt: Amsel; durch Los gewählt: Calla ("
    )
    alone = Returns({"c0": 8, "c1": 2}, entitled=10, papers=10)
    vacant = count_election(alone, Base.PRESENT, seats=2)
    assert election_in_words(vacant, alone, names).startswith(
        "gewählt: Amsel; ein Sitz bleibt frei ("
    )


async def list_hall(database, members=5, **numbers):
    hall = await make_hall(database, members)
    await set_rules(database, hall, elections_by_list=True, **numbers)
    return hall


async def opened(database, hall, seats=2, names=NAMES):
    candidates = [Candidate(name) for name in names]
    question = Question(Method.ELECTION, candidates=candidates, seats=seats)
    return await done(database, hall, open_ballot, hall.item.id, question, DAY)


async def done(database, hall, verb, *arguments):
    async with database.work(hall.chair) as work:
        return await verb(work, *arguments)


async def vote(database, who, ballot, *names, key="a key of my own"):
    async with database.work(who) as work:
        return await cast_vote(work, ballot.id, names, key)


async def finished(database, hall, ballot):
    await done(database, hall, close_ballot, ballot.id)
    return await done(database, hall, announce_ballot, ballot.id)


async def item_of(database, hall):
    async with database.reading(system) as work:
        return await work.find(AgendaItem, hall.item.id)


async def test_two_seats_are_filled_by_those_whom_more_than_half_chose(database):
    hall = await list_hall(database, secret_votes=True)
    ballot = await opened(database, hall)
    for who, names in zip(
        hall.logins,
        [("c1", "c2"), ("c2", "c1"), ("c1", "c3"), ("c2",), ("abstention",)],
        strict=True,
    ):
        assert (await vote(database, who, ballot, *names)).receipt
    told = await finished(database, hall, ballot)
    assert (told.outcome, told.elected, told.seats) == ("elected", ["c1", "c2"], 2)
    assert (told.base, told.needed, told.abstention, told.not_participating) == (5, 3, 1, 0)
    assert [one["votes"] for one in told.tallies] == [3, 3, 1, 0, 0]
    item = await item_of(database, hall)
    assert item.result.startswith("gewählt: Amsel, Buche (Amsel 3, Buche 3, Calla 1,")
    assert item.deciding_ballot_id == ballot.id
    async with database.reading(system) as work:
        assert await work.count(sa.select(SecretTally.ballot_id)) == 0
        electors = await work.fetch(sa.select(Elector))
    assert all(one.voted and one.key_hash is None for one in electors)


async def test_a_paper_bears_each_name_once_and_no_more_than_seats(database):
    hall = await list_hall(database, secret_votes=True)
    ballot = await opened(database, hall)
    for wrong in (("c1", "c2", "c3"), ("c1", "c1"), ("c1", "abstention"), ("no",), ()):
        with pytest.raises(Invalid):
            await vote(database, hall.logins[1], ballot, *wrong)
    async with database.reading(system) as work:
        counted = await work.fetch(sa.select(SecretTally.number))
        assert set(counted) == {0}
        assert not any(one.voted for one in await work.fetch(sa.select(Elector)))
    first = await vote(database, hall.logins[1], ballot, "c1", "c2")
    assert await vote(database, hall.logins[1], ballot, "c3") == first


async def test_the_run_off_is_for_the_seats_that_are_left_and_may_end_by_lot(database):
    hall = await list_hall(database)
    ballot = await opened(database, hall, seats=2)
    counted = {"c1": 4, "c2": 2, "c3": 2, "c4": 1, "papers": 5}
    await done(database, hall, enter_count, ballot.id, counted)
    first = await finished(database, hall, ballot)
    assert (first.outcome, first.elected, first.run_off) == ("run_off", ["c1"], ["c2", "c3"])
    assert (await item_of(database, hall)).result is None
    second = await done(database, hall, repeat_ballot, ballot.id, DAY)
    assert (second.round, second.seats) == (2, 1)
    assert [one["name"] for one in second.candidates] == ["Buche", "Calla"]
    await done(database, hall, enter_count, second.id, {"c1": 2, "c2": 2, "abstention": 1})
    tied = await finished(database, hall, second)
    assert (tied.outcome, tied.tied) == ("lot", ["c1", "c2"])
    drawn = await done(database, hall, draw_lot, second.id)
    (name,) = [one["name"] for one in drawn.candidates if one["key"] in drawn.elected]
    assert (await item_of(database, hall)).result.startswith(
        f"im 1. Wahlgang gewählt: Amsel; durch Los gewählt: {name} ("
    )


async def test_a_lot_fills_several_seats_of_equals(database):
    hall = await list_hall(database)
    ballot = await opened(database, hall, 3, NAMES[:4])
    counted = {"c1": 5, "c2": 3, "c3": 3, "c4": 3, "papers": 5}
    await done(database, hall, enter_count, ballot.id, counted)
    tied = await finished(database, hall, ballot)
    assert (tied.outcome, tied.elected, tied.tied) == ("lot", ["c1"], ["c2", "c3", "c4"])
    drawn = await done(database, hall, draw_lot, ballot.id)
    assert drawn.outcome == "elected"
    assert len(set(drawn.elected)) == 3
    assert drawn.elected[0] == "c1"
    assert drawn.tied is None
    assert "5 Stimmzettel)" in drawn.result


async def test_counted_papers_must_bear_the_names(database):
    hall = await list_hall(database)
    ballot = await opened(database, hall)
    for wrong, why in (
        ({"c1": 3, "c2": 3, "papers": 6}, "only 5"),
        ({"c1": 4, "papers": 3}, "More votes"),
        ({"c1": 3, "c2": 3, "c3": 3, "papers": 4}, "4 papers with names bear 4 to 8 names"),
        ({"c1": 2, "papers": 5, "abstention": 2}, "3 papers with names bear 3 to 6"),
        ({"papers": 1, "invalid": 2}, "More votes"),
    ):
        with pytest.raises(Invalid, match=why):
            await done(database, hall, enter_count, ballot.id, wrong)
    right = {"c1": 3, "c2": 2, "papers": 5, "abstention": 1, "invalid": 1}
    await done(database, hall, enter_count, ballot.id, right)
    told = await finished(database, hall, ballot)
    assert (told.elected, told.invalid, told.not_participating) == (["c1"], 1, 0)


async def test_each_seat_has_a_ballot_of_its_own_unless_the_rules_say_otherwise(database):
    hall = await make_hall(database, 3)
    with pytest.raises(Conflict, match="VOT-2: By the standing orders"):
        await opened(database, hall)
    assert (await opened(database, hall, 1)).seats == 1


async def test_only_an_election_has_seats_and_no_more_than_candidates(database):
    hall = await list_hall(database, 3)
    with pytest.raises(Invalid, match="no more seats than"):
        await opened(database, hall, 6)
    for seats in (0, 2):
        question = Question(Method.OPEN, seats=seats)
        with pytest.raises(Invalid, match="no more seats than"):
            await done(database, hall, open_ballot, hall.item.id, question, DAY)


OPEN = """mutation ($input: OpenBallotInput!) {
  openBallot(input: $input) { uuid seats choices counters candidates { key tied elected } }
}"""
CAST = "mutation ($input: CastVoteInput!) { castVote(input: $input) { receipt } }"


async def test_papers_with_several_names_are_handed_in_through_the_api(sqlite_database):
    hall, api = await list_hall(sqlite_database, 3, secret_votes=True), api_of(sqlite_database)
    names = [{"name": name} for name in NAMES[:3]]
    question = {"agendaItem": str(hall.item.id), "method": "ELECTION", "candidates": names}
    opened = (await ask(api, OPEN, hall.chair, input={**question, "seats": 2}))["openBallot"]
    assert (opened["seats"], opened["choices"]) == (2, ["c1", "c2", "c3", "abstention", "invalid"])
    assert opened["counters"] == [*opened["choices"], "papers"]
    paper = {"ballot": opened["uuid"], "key": "a key of my own"}
    for both in ({}, {"choice": "c1", "choices": ["c2"]}):
        with pytest.raises(AssertionError, match="one choice, or several names"):
            await ask(api, CAST, hall.chair, input={**paper, **both})
    for who in hall.logins[:2]:
        await ask(api, CAST, who, input={**paper, "choices": ["c3", "c1"]})
    await ask(api, CAST, hall.logins[2], input={**paper, "choice": "abstention"})
    async with sqlite_database.reading(system) as work:
        (ballot,) = await work.fetch(sa.select(Ballot))
    told = await finished(sqlite_database, hall, ballot)
    assert told.elected == ["c1", "c3"]


@pytest.mark.parametrize("seed", range(4))
async def test_every_election_ends_and_elects_nobody_twice(sqlite_database, seed):
    chance, database = random.Random(seed), sqlite_database
    hall = await list_hall(database, 4, secret_votes=True, election_base=chance.choice([*Base]))
    seats = chance.randint(1, 3)
    ballot = await opened(database, hall, seats, NAMES[: chance.randint(seats, 5)])
    elected, rounds = [], 0
    while True:
        rounds += 1
        keys = [one["key"] for one in ballot.candidates]
        for number, who in enumerate(hall.logins):
            many = chance.randint(0, min(ballot.seats, len(keys)))
            names = chance.sample(keys, many) or ["abstention"]
            await vote(database, who, ballot, *names, key=f"key number {number} {rounds}")
        ballot = await finished(database, hall, ballot)
        if ballot.outcome == Outcome.LOT:
            assert (await item_of(database, hall)).result is None
            ballot = await done(database, hall, draw_lot, ballot.id)
        names = {one["key"]: one["name"] for one in ballot.candidates}
        elected += [names[key] for key in ballot.elected or ()]
        assert len(set(elected)) == len(elected) <= seats
        if ballot.outcome != Outcome.RUN_OFF:
            break
        assert (await item_of(database, hall)).result is None
        assert ballot.seats + len(elected) - len(ballot.elected or ()) == seats
        ballot = await done(database, hall, repeat_ballot, ballot.id, DAY)
    assert rounds <= 2
    item = await item_of(database, hall)
    assert item.deciding_ballot_id == ballot.id
    assert all(name in item.result for name in elected)
