"""Accepted motions on procedure: what they change in the sitting."""

import datetime as dt

import pytest

from rostra.access import system
from rostra.errors import Conflict, NotPermitted
from rostra.meetings.models import AgendaItem
from rostra.sittings.models import SpeechType
from rostra.sittings.speakers import reopen_speakers
from rostra.sittings.speaking import request_for, request_speech
from rostra.voting.announcing import announce_ballot
from rostra.voting.closing import cancel_ballot, close_ballot
from rostra.voting.entering import enter_count
from rostra.voting.models import Method, Motion, MotionType
from rostra.voting.moving import Moved, make_motion
from rostra.voting.opening import Candidate, Question, open_ballot
from support.make.sittings import make_hall

DAY = dt.date.today()


async def as_chair(database, hall, verb, *arguments):
    async with database.work(hall.chair) as work:
        return await verb(work, *arguments)


async def moved(database, hall, motion_type, **values):
    async with database.work(hall.logins[1]) as work:
        given = Moved(motion_type, "Zur Geschäftsordnung", **values)
        return await make_motion(work, hall.item.id, given)


async def voted(database, hall, motion=None, question=None, **counted):
    """A vote on a motion or on the item, from its opening to its result."""
    async with database.work(hall.chair) as work:
        asked = question or Question(motion_id=motion.id)
        ballot = await open_ballot(work, hall.item.id, asked, DAY)
        await enter_count(work, ballot.id, counted)
        await close_ballot(work, ballot.id)
        return await announce_ballot(work, ballot.id)


async def accepted(database, hall, motion_type, **values):
    motion = await moved(database, hall, motion_type, **values)
    await voted(database, hall, motion, yes=3)
    return motion


async def read(database, model, id):
    async with database.reading(system) as work:
        return await work.find(model, id)


async def asked_to_speak(database, who, hall, speech_type=SpeechType.SPEECH):
    async with database.work(who) as work:
        return await request_speech(work, hall.item.id, speech_type)


async def test_the_end_of_the_list_refuses_further_speakers(database):
    hall = await make_hall(database, 3)
    first = await asked_to_speak(database, hall.logins[1], hall)
    await accepted(database, hall, MotionType.END_OF_SPEAKERS)
    assert (await read(database, type(first), first.id)).state == "waiting"
    with pytest.raises(Conflict, match="closed the list of speakers"):
        await asked_to_speak(database, hall.logins[2], hall)
    with pytest.raises(Conflict, match="closed the list of speakers"):
        await as_chair(database, hall, request_for, hall.item.id, None, "Frau Holle")
    await asked_to_speak(database, hall.logins[2], hall, SpeechType.POINT_OF_ORDER)
    with pytest.raises(NotPermitted):
        async with database.work(hall.logins[2]) as work:
            await reopen_speakers(work, hall.item.id)
    await as_chair(database, hall, reopen_speakers, hall.item.id)
    assert (await asked_to_speak(database, hall.logins[2], hall)).state == "waiting"
    with pytest.raises(Conflict, match="is open"):
        await as_chair(database, hall, reopen_speakers, hall.item.id)


async def test_the_end_of_the_debate_closes_the_list_as_well(database):
    hall = await make_hall(database, 3)
    first = await asked_to_speak(database, hall.logins[1], hall)
    await accepted(database, hall, MotionType.END_OF_DEBATE)
    assert (await read(database, type(first), first.id)).state == "withdrawn"
    with pytest.raises(Conflict, match="closed the list of speakers"):
        await asked_to_speak(database, hall.logins[2], hall)


@pytest.mark.parametrize(
    ("motion_type", "right", "wrong"),
    [
        (MotionType.NOMINAL_VOTE, Method.NOMINAL, Method.OPEN),
        (MotionType.SECRET_VOTE, Method.SECRET, Method.NOMINAL),
    ],
)
async def test_the_council_decides_how_it_votes(database, motion_type, right, wrong):
    hall = await make_hall(database, 3)
    await accepted(database, hall, motion_type)
    with pytest.raises(Conflict, match="VOT-3: The council has decided to vote"):
        await as_chair(database, hall, open_ballot, hall.item.id, Question(wrong), DAY)
    other = await moved(database, hall, MotionType.OTHER_PROCEDURE)
    assert (await voted(database, hall, other, yes=2)).method == "open"
    ballot = await as_chair(database, hall, open_ballot, hall.item.id, Question(right), DAY)
    assert ballot.method == right


async def test_a_rejected_motion_changes_nothing_and_an_election_stays_secret(database):
    hall = await make_hall(database, 3)
    motion = await moved(database, hall, MotionType.SECRET_VOTE)
    await voted(database, hall, motion, no=3)
    opened = await as_chair(database, hall, open_ballot, hall.item.id, Question(), DAY)
    await as_chair(database, hall, cancel_ballot, opened.id)
    await accepted(database, hall, MotionType.NOMINAL_VOTE)
    names = [Candidate("Amsel"), Candidate("Buche")]
    question = Question(Method.ELECTION, candidates=names)
    assert (await voted(database, hall, question=question, c1=2, c2=1)).outcome == "elected"


async def test_the_last_decision_about_the_manner_holds(database):
    hall = await make_hall(database, 3)
    by_name = await moved(database, hall, MotionType.NOMINAL_VOTE)
    await accepted(database, hall, MotionType.SECRET_VOTE)
    assert (await read(database, Motion, by_name.id)).state == "lapsed"
    await accepted(database, hall, MotionType.NOMINAL_VOTE)
    ballot = await as_chair(
        database, hall, open_ballot, hall.item.id, Question(Method.NOMINAL), DAY
    )
    assert ballot.state == "open"
    assert (await read(database, AgendaItem, hall.item.id)).result is None
