"""Answering an invitation: who comes, who reads it, who stands in, is there a quorum."""

import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.agendas.inviting import Reason, invite_meeting, move_meeting, supplement_agenda
from rostra.agendas.models import Answer, Channel, Proof, Reply, Summons
from rostra.agendas.replying import Outlook, Said, answer_invitation, forecast, foreseen
from rostra.agendas.seats import rules_for
from rostra.agendas.summoning import arrived_in_time, heal, receive_summons, record_delivery
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.meetings.models import AgendaItem, Meeting
from rostra.papers.models import Paper
from rostra.sittings.models import Sitting
from support import actors
from support.asking import api_of, ask, refused
from support.invitations import (
    SECRET,
    SECRET_PAPER,
    ZONE,
    add_deputy,
    evening_in,
    make_council,
)

TABLE = """query ($m: UUID!) {
  summonses(meeting: $m) { person { name } channel received proof inTime counted entitled
    reply { answer reason deputy { name } } standsInFor { name } }
  quorumForecast(meeting: $m) { needed coming notComing silent outlook rule }
  preflight(meeting: $m) { blocked }
  ownSummons(meeting: $m) { number }
  agendaVersions(meeting: $m) { number edition intact items { name } }
  invitationPowers(meeting: $m) { invite supplement seeAnswers answer }
}"""


async def invited(database, **choices):
    """A council whose meeting was invited to."""
    council = await make_council(database, **choices)
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    return council


async def answer(database, council, who, *said, person=None):
    """Answer the invitation in somebody's name."""
    async with database.work(who) as work:
        return await answer_invitation(work, council.meeting.id, Said(*said), ZONE, person)


async def foreseen_by(database, council, who):
    """The forecast as somebody gets it."""
    async with database.reading(who) as work:
        return await forecast(work, council.meeting.id, ZONE)


async def names_read(database, who, model):
    """The names of the things of a kind that somebody reads."""
    async with database.reading(who) as work:
        return {one.name for one in await work.fetch(work.readable(model))}


async def test_is_read_by_the_person_the_chair_and_the_clerk_alone(database):
    council = await invited(database)
    await answer(database, council, council.member(1), Answer.EXCUSED, "Krank")
    readers = [council.member(1), council.chair, council.clerk]
    for who in [*readers, council.member(2), ANYBODY]:
        async with database.reading(who) as work:
            reasons = [one.reason for one in await work.fetch(work.readable(Reply))]
        assert reasons == (["Krank"] if who in readers else [])


async def test_can_be_changed_until_the_sitting_opens(database):
    council = await invited(database)
    await answer(database, council, council.member(1), Answer.EXCUSED, "Urlaub")
    later = council.meeting.start + dt.timedelta(minutes=30)
    await answer(database, council, council.member(1), Answer.LATE, None, later)
    async with database.reading(council.clerk) as work:
        (reply,) = await work.fetch(work.readable(Reply))
    assert (reply.answer, reply.reason, reply.expected) == (Answer.LATE, None, later)
    async with database.work(system) as work:
        work.add(Sitting(meeting_id=council.meeting.id, opened=work.now))
    with pytest.raises(Conflict, match="until the sitting opens"):
        await answer(database, council, council.member(1), Answer.COMING)
    with pytest.raises(Conflict, match="has been opened"):
        async with database.work(council.clerk) as work:
            await move_meeting(work, council.meeting.id, evening_in(30), ZONE, Reason())


async def test_refuses_what_makes_no_sense(database):
    council = await make_council(database)
    who = council.chair
    with pytest.raises(Conflict, match="invited"):
        await answer(database, council, who, Answer.COMING)
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    for said, field in (
        ((Answer.EXCUSED, " "), "reason"), ((Answer.EXCUSED, "x" * 501), "reason"),
        ((Answer.DEPUTY,), "deputy"),
        ((Answer.DEPUTY, None, None, council.persons[2].id), "deputy"),
        ((Answer.LATE, None, council.meeting.start), "expected"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as caught:
            await answer(database, council, who, *said)
        assert caught.value.field == field
    with pytest.raises(NotPermitted):
        await answer(
            database, council, council.member(1), Answer.COMING, person=council.persons[2].id
        )
    with pytest.raises(NotPermitted):
        await answer(database, council, ANYBODY, Answer.COMING)


async def test_a_clerk_enters_what_somebody_said(database):
    council = await invited(database)
    who = council.persons[3].id
    await answer(database, council, council.clerk, Answer.EXCUSED, "rief an", person=who)
    async with database.reading(council.member(3)) as work:
        (reply,) = await work.fetch(work.readable(Reply))
    assert (reply.person_id, reply.reason) == (who, "rief an")


async def test_a_deputy_is_invited_reads_and_is_released(database):
    council = await invited(database)
    account = await add_deputy(database, council, 1, "Vertreterin")
    deputy = actors.account_holder(account)
    assert SECRET not in await names_read(database, deputy, AgendaItem)

    said = (Answer.DEPUTY, None, None, account.person_id)
    await answer(database, council, council.member(1), *said)
    assert SECRET in await names_read(database, deputy, AgendaItem)
    assert SECRET_PAPER in await names_read(database, deputy, Paper)
    async with database.reading(deputy) as work:
        (summons,) = await work.fetch(work.readable(Summons))
    assert summons.entitled
    assert summons.stands_in_for_id == council.persons[1].id
    await answer(database, council, deputy, Answer.COMING)
    assert (await foreseen_by(database, council, council.chair)).coming == 1

    await answer(database, council, council.member(1), Answer.COMING)
    assert SECRET not in await names_read(database, deputy, AgendaItem)
    assert SECRET_PAPER not in await names_read(database, deputy, Paper)
    assert SECRET_PAPER in await names_read(database, council.member(2), Paper)
    with pytest.raises((Conflict, NotPermitted)):
        await answer(database, council, deputy, Answer.COMING)
    seen = await foreseen_by(database, council, council.clerk)
    assert (seen.coming, seen.silent) == (1, 4)


async def test_nobody_stands_in_for_two(database):
    council = await invited(database)
    account = await add_deputy(database, council, 1, "Vertreterin")
    async with database.work(system) as work:
        await work.change(
            sa.text("INSERT INTO deputies (membership_id, person_id, position) VALUES (:m, :p, 0)")
            .bindparams(
                sa.bindparam("m", council.memberships[2].id, sa.Uuid()),
                sa.bindparam("p", account.person_id, sa.Uuid()),
            )
        )  # fmt: skip
    said = (Answer.DEPUTY, None, None, account.person_id)
    await answer(database, council, council.member(1), *said)
    with pytest.raises(Conflict, match="another member"):
        await answer(database, council, council.member(2), *said)


async def test_a_deputy_stays_invited_through_a_supplement_but_not_through_a_move(database):
    council = await invited(database)
    account = await add_deputy(database, council, 1, "Vertreterin")
    deputy = actors.account_holder(account)
    said = (Answer.DEPUTY, None, None, account.person_id)
    await answer(database, council, council.member(1), *said)
    async with database.work(council.clerk) as work:
        (await work.find(AgendaItem, council.items[3].id)).name = SECRET + " II"
    async with database.work(council.clerk) as work:
        await supplement_agenda(work, council.meeting.id, ZONE, Reason("Neu gefasst."))
    assert SECRET + " II" in await names_read(database, deputy, AgendaItem)
    async with database.work(council.clerk) as work:
        await move_meeting(work, council.meeting.id, evening_in(30), ZONE, Reason())
    assert SECRET + " II" not in await names_read(database, deputy, AgendaItem)
    async with database.reading(council.clerk) as work:
        assert await work.fetch(work.readable(Reply)) == []
    await answer(database, council, council.member(1), Answer.COMING)


async def test_opening_is_the_proof_and_the_first_one_counts(database):
    council = await invited(database)
    async with database.work(council.member(1)) as work:
        first = await receive_summons(work, council.meeting.id)
        assert (first.proof, first.channel) == (Proof.OPENED, Channel.ELECTRONIC)
        again = await receive_summons(work, council.meeting.id, confirmed=True)
        assert again.proof == Proof.OPENED
    for who, refusal in ((ANYBODY, NotPermitted), (council.clerk, NotPermitted)):
        async with database.work(who) as work:
            with pytest.raises(refusal):
                await receive_summons(work, council.meeting.id)


async def test_a_clerk_records_the_post(database):
    council = await invited(database, consents=4)
    person, today = council.persons[4].id, dt.datetime.now(ZONE).date()
    async with database.reading(system) as work:
        meeting = await work.find(Meeting, council.meeting.id)
        rules = await rules_for(work, meeting, today)

    async def record(day, proof):
        async with database.work(council.clerk) as work:
            summons = await record_delivery(work, meeting.id, person, day, proof, ZONE)
            return arrived_in_time(summons, meeting, rules, ZONE)

    assert await record(today, Proof.POSTED) is True
    assert await record(today, Proof.DELIVERED) is True
    with pytest.raises(Invalid, match="yet to come"):
        await record(today + dt.timedelta(days=1), Proof.DELIVERED)
    with pytest.raises(Invalid, match="did not exist"):
        await record(today - dt.timedelta(days=1), Proof.DELIVERED)
    with pytest.raises(NotFound):
        person = council.body.id
        await record(today, Proof.DELIVERED)


async def test_coming_without_objection_heals_a_late_invitation(database):
    council = await invited(database, consents=4)
    async with database.work(council.clerk) as work:
        meeting = await work.find(Meeting, council.meeting.id)
        assert await heal(work, meeting, council.persons[4].id, ZONE)
        assert not await heal(work, meeting, council.persons[4].id, ZONE)
        assert not await heal(work, meeting, council.persons[1].id, ZONE)


@pytest.mark.parametrize(
    ("answers", "legal", "outlook"),
    [
        ("CCC..", 5, Outlook.SAFE),
        ("CC...", 5, Outlook.OPEN),
        ("XXXCC", 5, Outlook.MISSED),
        ("XXX..", 5, Outlook.MISSED),
        ("CCC..", 6, Outlook.OPEN),
        ("CCCLX", 6, Outlook.SAFE),
    ],
)
def test_foresees_the_quorum(answers, legal, outlook):
    words = {"C": Answer.COMING, "L": Answer.LATE, "X": Answer.EXCUSED}
    summonses = [Summons(person_id=n, entitled=True) for n in range(len(answers))]
    summonses.append(Summons(person_id=99, entitled=False))
    said = {n: words[sign] for n, sign in enumerate(answers) if sign in words}
    assert foreseen(summonses, {**said, 99: Answer.COMING}, legal, False).outlook == outlook
    again = foreseen(summonses, said, legal, True)
    assert (again.needed, again.rule) == (1, "QUO-2")


async def test_the_table_is_for_those_who_keep_and_chair(database):
    council = await invited(database)
    await answer(database, council, council.member(1), Answer.EXCUSED, "Krank")
    api, asked = api_of(database), {"m": str(council.meeting.id)}
    for who in (council.clerk, council.chair):
        seen = await ask(api, TABLE, who, **asked)
        assert len(seen["summonses"]) == 5
        assert seen["summonses"][1]["reply"]["reason"] == "Krank"
        assert seen["summonses"][1]["inTime"] is True
        assert seen["quorumForecast"] == {
            "needed": 3, "coming": 0, "notComing": 1, "silent": 4, "outlook": "OPEN",
            "rule": "QUO-1",
        }  # fmt: skip
    member = await ask(api, TABLE, council.member(2), **asked)
    assert (member["summonses"], member["quorumForecast"], member["preflight"]) == ([], None, None)
    assert member["ownSummons"] == {"number": 1}
    assert member["agendaVersions"][0]["edition"] == "FULL"
    public = await ask(api, TABLE, **asked)
    assert (public["summonses"], public["quorumForecast"], public["ownSummons"]) == ([], None, None)
    assert [one["edition"] for one in public["agendaVersions"]] == ["PUBLIC"]
    assert SECRET not in str(public)
    assert set(public["invitationPowers"].values()) == {False}


async def test_the_api_answers_in_the_citys_time(database):
    council = await invited(database)
    api = api_of(database)
    mutation = """mutation ($i: AnswerInvitationInput!) { answerInvitation(input: $i) {
      answer expected } }"""
    said = {"meeting": str(council.meeting.id), "answer": "LATE", "expected": "18:45"}
    done = await ask(api, mutation, council.member(1), i=said)
    expected = dt.datetime.fromisoformat(done["answerInvitation"]["expected"])
    assert expected == council.meeting.start + dt.timedelta(minutes=45)
    error = await refused(api, mutation, council.member(1), i={**said, "expected": "spät"})
    assert error["extensions"]["field"] == "expected"
