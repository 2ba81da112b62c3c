"""Taking part in the demo city: what the README says to try first can be done."""

import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import PUBLIC
from rostra.agendas.building import attach_paper
from rostra.agendas.inviting import Reason, invite_meeting, supplement_agenda
from rostra.agendas.models import Answer, Fate
from rostra.agendas.queries import agenda_in_making, item_requests
from rostra.agendas.replying import Outlook, Said, answer_invitation, forecast
from rostra.agendas.requests import accept_request
from rostra.meetings.models import AgendaItem, ItemType
from rostra.minutes.approving import approve_minutes, publish_minutes
from rostra.minutes.models import Minutes, MinutesState, ObjectionState
from rostra.minutes.objecting import object_to_minutes
from rostra.resolutions.models import Progress, Resolution
from rostra.resolutions.services import report_progress
from rostra.sittings.models import Sitting
from rostra.sittings.speaking import request_speech
from rostra.voting.announcing import announce_ballot
from rostra.voting.casting import cast_vote
from rostra.voting.closing import close_ballot
from rostra.voting.models import Choice, Method, Outcome
from rostra.voting.opening import Question, open_ballot
from rostra_frontend.demo.clock import acting
from rostra_frontend.demo.dates import TODAY, ZONE
from rostra_frontend.demo.founding import id_of

pytestmark = pytest.mark.long


def meeting_of(built, group, slot):
    (found,) = [one for one in built.plot.sittings if (one.group, one.slot) == (group, slot)]
    return id_of("meeting", found.key)


async def test_speaks_and_votes_in_the_sitting(own_city, built):
    meeting_id = meeting_of(built, TODAY, 1)
    async with own_city.work(acting("hollmann")) as work:
        sitting = await work.db.get(Sitting, meeting_id)
        speech = await request_speech(work, sitting.current_item_id)
    assert speech.state == "waiting"
    day = dt.datetime.now(ZONE).date()
    for method in (Method.NOMINAL, Method.SECRET):
        question = Question(method, subject="Vertagung?", decides=False)
        async with own_city.work(acting("vogelsang")) as work:
            ballot = await open_ballot(work, sitting.current_item_id, question, day)
        for voter, choice in (("hollmann", Choice.YES), ("vogelsang", Choice.YES)):
            async with own_city.work(acting(voter)) as work:
                await cast_vote(work, ballot.id, choice, f"{voter}-{method}")
        async with own_city.work(acting("vogelsang")) as work:
            await close_ballot(work, ballot.id)
            told = await announce_ballot(work, ballot.id)
        assert (told.yes, told.outcome) == (2, Outcome.ACCEPTED)


async def test_answers_the_invitation_and_gets_a_supplement(own_city, built):
    meeting_id = meeting_of(built, "stadtrat", 1)
    async with own_city.work(acting("hollmann")) as work:
        await answer_invitation(work, meeting_id, Said(Answer.COMING), ZONE)
    async with own_city.work(acting("rauch")) as work:
        assert (await forecast(work, meeting_id, ZONE)).outlook == Outlook.SAFE
        meeting = await supplement_agenda(work, meeting_id, ZONE, Reason("Ein Punkt mehr"))
    assert meeting.audience_id == PUBLIC


async def test_finishes_the_agenda_and_invites(own_city, built):
    meeting_id = meeting_of(built, TODAY, 2)
    async with own_city.work(acting("rauch")) as work:
        agenda = await agenda_in_making(work, meeting_id)
        await attach_paper(work, agenda.due[0].consultation, meeting_id, agenda.revision)
        (asked,) = await work.fetch(item_requests(work))
        await accept_request(work, asked.id, meeting_id, ZONE)
        assert asked.fate == Fate.ACCEPTED
        meeting = await invite_meeting(work, meeting_id, ZONE)
    assert meeting.audience_id == PUBLIC


async def test_objects_to_the_minutes(own_city, built):
    minutes_id = id_of("minutes", before(built, "stadtrat"))
    async with own_city.work(acting("hollmann")) as work:
        objection = await object_to_minutes(work, minutes_id, "Es waren zwei Enthaltungen.", ZONE)
    assert objection.state == ObjectionState.OPEN


def before(built, group):
    held = [one for one in built.plot.sittings if one.group == group and one.to_be_signed]
    return held[-1].key


async def test_approves_the_minutes_as_was_decided_today(own_city, built):
    minutes_id = id_of("minutes", before(built, TODAY))
    async with own_city.work(acting("rauch")) as work:
        item = await work.first(
            work.readable(AgendaItem).where(
                AgendaItem.meeting_id == meeting_of(built, TODAY, 1),
                AgendaItem.item_type == ItemType.MINUTES,
            )
        )
        await approve_minutes(work, minutes_id, item.id, ZONE)
        await publish_minutes(work, minutes_id, ZONE)
    async with own_city.reading(acting("krause")) as work:
        assert (await work.find(Minutes, minutes_id)).state == MinutesState.PUBLISHED


async def test_reports_on_a_resolution_as_the_department(own_city):
    async with own_city.work(acting("krause")) as work:
        resolution = await work.first(
            work.readable(Resolution)
            .where(Resolution.organization_id == id_of("organization", "tiefbau"))
            .where(Resolution.progress == Progress.OPEN)
            .order_by(sa.desc(Resolution.date))
        )
        await report_progress(work, resolution.id, Progress.UNDER_WAY, "Der Auftrag ist erteilt.")
        assert resolution.progress == Progress.UNDER_WAY
