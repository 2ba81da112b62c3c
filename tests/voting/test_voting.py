"""A ballot from its opening to its announcement, by count, by name and secretly."""

import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import members_and_clerks, system
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.meetings.models import AgendaItem
from rostra.sittings.models import Exclusion, Presence
from rostra.voting.announcing import announce_ballot, draw_lot
from rostra.voting.casting import cast_vote
from rostra.voting.closing import cancel_ballot, close_ballot
from rostra.voting.counting import Majority
from rostra.voting.entering import enter_count, enter_votes
from rostra.voting.models import Ballot, CastVote, Count, Elector, Method, SecretTally, Vote
from rostra.voting.opening import Candidate, Question, open_ballot, repeat_ballot
from support.actors import anybody, clerk_of
from support.make.meetings import make_agenda_item
from support.make.papers import make_consultation, make_paper
from support.make.sittings import make_hall, set_rules
from support.making import kept, linked

DAY = dt.date.today()
NAMED = Question(Method.NOMINAL)


async def opened(database, hall, question=NAMED, item=None):
    async with database.work(hall.chair) as work:
        return await open_ballot(work, (item or hall.item).id, question, DAY)


async def vote(database, who, ballot, choice, key="a key of my own"):
    async with database.work(who) as work:
        return await cast_vote(work, ballot.id, choice, key)


async def done(database, hall, verb, ballot, *rest):
    async with database.work(hall.chair) as work:
        return await verb(work, ballot.id, *rest)


async def finished(database, hall, ballot):
    await done(database, hall, close_ballot, ballot)
    return await done(database, hall, announce_ballot, ballot)


async def stored(database, model, *conditions):
    async with database.reading(system) as work:
        return await work.fetch(sa.select(model).where(*conditions))


async def test_a_vote_by_name_is_counted_and_told(database):
    hall = await make_hall(database)
    ballot = await opened(database, hall)
    for who, choice in zip(hall.logins, ["yes", "yes", "no", "abstention"], strict=False):
        await vote(database, who, ballot, choice)
    told = await finished(database, hall, ballot)
    assert (told.yes, told.no, told.abstention, told.not_participating) == (2, 1, 1, 1)
    assert (told.rule, told.base, told.needed, told.outcome) == ("VOT-1", 3, 2, "accepted")
    assert (told.present, told.legal_number, told.quorate) == (5, 5, True)
    votes = {one.person_id: one.choice for one in await stored(database, Vote)}
    assert [votes[one.id] for one in hall.members] == [
        "yes", "yes", "no", "abstention", "not_participating",
    ]  # fmt: skip
    assert await stored(database, CastVote) == []
    (item,) = await stored(database, AgendaItem, AgendaItem.id == hall.item.id)
    assert item.result == "mehrheitlich (2 Ja, 1 Nein, 1 Enthaltung)"


async def test_what_was_resolved_is_the_papers_text(database):
    hall = await make_hall(database, 3)
    paper = await make_paper(database, proposed_resolution="Der Radweg wird gebaut.")
    await make_consultation(database, paper, hall.item)
    ballot = await opened(database, hall, Question(Method.OPEN))
    await done(database, hall, enter_count, ballot, {"yes": 3})
    told = await finished(database, hall, ballot)
    assert told.result == "einstimmig"
    (item,) = await stored(database, AgendaItem, AgendaItem.id == hall.item.id)
    assert item.resolution_text == "Der Radweg wird gebaut."


async def test_the_same_key_is_the_same_vote_and_another_is_refused(database):
    hall = await make_hall(database, 3)
    ballot = await opened(database, hall)
    first = await vote(database, hall.logins[1], ballot, "yes")
    assert await vote(database, hall.logins[1], ballot, "no") == first
    with pytest.raises(Conflict):
        await vote(database, hall.logins[1], ballot, "no", "another key")
    await done(database, hall, close_ballot, ballot)
    assert await vote(database, hall.logins[1], ballot, "yes") == first
    with pytest.raises(Conflict):
        await vote(database, hall.logins[2], ballot, "yes")
    told = await done(database, hall, announce_ballot, ballot)
    assert (told.yes, told.no, told.not_participating) == (1, 0, 2)


async def test_only_those_in_the_hall_vote_and_none_who_is_biased(database):
    hall = await make_hall(database, 5)
    async with database.work(system) as work:
        await work.change(
            sa.update(Presence)
            .where(Presence.person_id == hall.members[4].id)
            .values(left=work.now)
        )
    biased = hall.members[3]
    await kept(
        database, Exclusion, body_id=hall.item.body_id, agenda_item_id=hall.item.id,
        person_id=biased.id,
    )  # fmt: skip
    ballot = await opened(database, hall)
    assert (ballot.entitled, ballot.excluded) == (3, 1)
    with pytest.raises(NotPermitted, match="BIA-1"):
        await vote(database, hall.login(biased), ballot, "yes")
    with pytest.raises(NotPermitted):
        await vote(database, hall.logins[4], ballot, "yes")
    for stranger in (anybody, clerk_of(hall.council)):
        with pytest.raises(NotPermitted):
            await vote(database, stranger, ballot, "yes")
    await vote(database, hall.logins[1], ballot, "yes")
    await finished(database, hall, ballot)
    votes = {one.person_id: one.choice for one in await stored(database, Vote)}
    assert votes[biased.id] == "excluded"
    assert hall.members[4].id not in votes


async def test_there_is_no_vote_without_quorum(database):
    hall = await make_hall(database, 4)
    for person in hall.members[2:]:
        await kept(
            database, Exclusion, body_id=hall.item.body_id, agenda_item_id=hall.item.id,
            person_id=person.id,
        )  # fmt: skip
    with pytest.raises(Conflict, match=r"QUO-1: .* 2 present may vote, 3 of 4 are needed"):
        await opened(database, hall)
    assert await stored(database, Ballot) == []


async def test_nothing_of_the_numbers_stands_in_the_ballot_before(database):
    hall = await make_hall(database, 3)
    ballot = await opened(database, hall)
    await vote(database, hall.logins[1], ballot, "yes")
    await done(database, hall, close_ballot, ballot)
    (kept_,) = await stored(database, Ballot)
    assert (kept_.yes, kept_.no, kept_.abstention, kept_.outcome) == (None, None, None, "none")
    assert kept_.result is None
    assert await stored(database, Vote) == []


async def test_a_count_is_checked_and_corrected_with_a_reason(database):
    hall = await make_hall(database, 5)
    ballot = await opened(database, hall, Question(Method.OPEN))
    with pytest.raises(Invalid, match="6 votes were counted, but only 5"):
        await done(database, hall, enter_count, ballot, {"yes": 4, "no": 2})
    await done(database, hall, enter_count, ballot, {"yes": 3, "no": 2})
    with pytest.raises(Invalid, match="why"):
        await done(database, hall, enter_count, ballot, {"yes": 2, "no": 3})
    await done(database, hall, close_ballot, ballot)
    await done(database, hall, enter_count, ballot, {"yes": 2, "no": 3}, "verzählt")
    told = await done(database, hall, announce_ballot, ballot)
    assert (told.yes, told.no, told.outcome) == (2, 3, "rejected")
    counts = await stored(database, Count)
    assert [one.reason for one in sorted(counts, key=lambda one: one.id)] == [None, "verzählt"]
    with pytest.raises(Conflict):
        await done(database, hall, enter_count, ballot, {"yes": 5}, "doch anders")


async def test_a_count_is_needed_before_the_announcement(database):
    hall = await make_hall(database, 3)
    ballot = await opened(database, hall, Question(Method.OPEN))
    with pytest.raises(Conflict):
        await done(database, hall, announce_ballot, ballot)
    await done(database, hall, close_ballot, ballot)
    with pytest.raises(Conflict, match="enter first"):
        await done(database, hall, announce_ballot, ballot)


async def test_votes_called_by_name_are_corrected_without_telling_what_was_cast(database):
    hall = await make_hall(database, 3)
    ballot = await opened(database, hall)
    who = hall.members[1].id
    await vote(database, hall.logins[1], ballot, "yes")
    for guess in ("yes", "no"):
        with pytest.raises(Invalid, match="why"):
            await done(database, hall, enter_votes, ballot, {who: guess})
    others = {hall.members[0].id: "yes", hall.members[2].id: "yes"}
    await done(database, hall, enter_votes, ballot, others)
    await done(database, hall, enter_votes, ballot, {who: "no"}, "auf Zuruf berichtigt")
    told = await finished(database, hall, ballot)
    assert (told.yes, told.no) == (2, 1)
    (trace,) = await stored(database, Count)
    assert trace.numbers == {"corrected": {str(who): ["yes", "no"]}}


async def test_a_qualified_majority_is_stored_with_its_base(database):
    hall = await make_hall(database, 6)
    ballot = await opened(database, hall, Question(Method.OPEN, majority=Majority.TWO_THIRDS_LEGAL))
    await done(database, hall, enter_count, ballot, {"yes": 3, "no": 2})
    told = await finished(database, hall, ballot)
    assert (told.rule, told.base, told.base_kind, told.needed) == ("VOT-4", 6, "legal", 4)
    assert told.outcome == "rejected"


async def test_only_one_vote_is_under_way_and_only_on_what_is_called(database):
    hall = await make_hall(database, 3)
    other = await make_agenda_item(database, hall.meeting, 1)
    with pytest.raises(Conflict, match="called"):
        await opened(database, hall, item=other)
    ballot = await opened(database, hall)
    with pytest.raises(Conflict, match="under way"):
        await opened(database, hall)
    await done(database, hall, cancel_ballot, ballot)
    again = await done(database, hall, repeat_ballot, ballot, DAY)
    assert (again.previous_id, again.method) == (ballot.id, "nominal")
    assert await stored(database, CastVote) == []


async def test_a_secret_vote_on_devices_asks_for_the_rule(database):
    hall = await make_hall(database, 3)
    with pytest.raises(Conflict, match="VOT-3"):
        await opened(database, hall, Question(Method.SECRET, on_devices=True))
    await set_rules(database, hall, secret_votes=True)
    ballot = await opened(database, hall, Question(Method.SECRET))
    assert ballot.on_devices
    for who, choice in zip(hall.logins, ["yes", "invalid", "yes"], strict=True):
        await vote(database, who, ballot, choice)
    with pytest.raises(Conflict, match="VOT-3"):
        await done(database, hall, enter_votes, ballot, {hall.members[0].id: "no"})
    told = await finished(database, hall, ballot)
    assert (told.yes, told.no, told.invalid, told.outcome) == (2, 0, 1, "accepted")
    assert await stored(database, SecretTally) == []
    assert await stored(database, Vote) == []
    assert all(one.voted for one in await stored(database, Elector))


async def test_an_election_runs_off_and_ends_by_lot(database):
    hall = await make_hall(database, 4)
    names = [Candidate(name) for name in ("Amsel", "Buche", "Cedern")]
    ballot = await opened(database, hall, Question(Method.ELECTION, candidates=names))
    await done(database, hall, enter_count, ballot, {"c1": 2, "c2": 1, "c3": 1})
    first = await finished(database, hall, ballot)
    assert (first.outcome, first.base, first.needed) == ("run_off", 4, 3)
    assert first.by_lot
    assert first.run_off[0] == "c1"
    second = await done(database, hall, repeat_ballot, ballot, DAY)
    assert (second.round, len(second.candidates)) == (2, 2)
    with pytest.raises(Conflict):
        await done(database, hall, repeat_ballot, ballot, DAY)
    await done(database, hall, enter_count, second, {"c1": 2, "c2": 2})
    tied = await finished(database, hall, second)
    assert tied.outcome == "lot"
    (item,) = await stored(database, AgendaItem, AgendaItem.id == hall.item.id)
    assert item.result is None
    drawn = await done(database, hall, draw_lot, second)
    assert (drawn.outcome, drawn.by_lot, len(drawn.elected)) == ("elected", True, 1)
    (item,) = await stored(database, AgendaItem, AgendaItem.id == hall.item.id)
    assert item.result.startswith("durch Los gewählt: ")
    with pytest.raises(Conflict):
        await done(database, hall, draw_lot, second)


async def test_a_deputy_votes_for_a_member(database):
    hall = await make_hall(database, 3)
    from_elsewhere = (await make_hall(database, 2)).logins[1]
    async with database.reading(from_elsewhere) as work:
        deputy = work.actor.person_id
    await linked(
        database,
        Presence(meeting_id=hall.meeting.id, person_id=deputy, stands_in_for_id=hall.members[2].id),
    )
    ballot = await opened(database, hall)
    assert (await vote(database, from_elsewhere, ballot, "yes")).receipt


async def test_behind_closed_doors_nobody_else_learns_of_the_vote(database):
    hall = await make_hall(database, 3)
    async with database.work(system) as work:
        closed = await work.audience(members_and_clerks(hall.council.body_id, hall.council.id))
        await work.change(
            sa.update(AgendaItem)
            .where(AgendaItem.id == hall.item.id)
            .values(audience_id=closed, public=False)
        )
    ballot = await opened(database, hall)
    assert ballot.audience_id == closed
    with pytest.raises(NotFound):
        await vote(database, anybody, ballot, "yes")
    await vote(database, hall.logins[1], ballot, "yes")
    await finished(database, hall, ballot)
    async with database.reading(anybody) as work:
        assert await work.count(work.readable(Ballot)) == 0
