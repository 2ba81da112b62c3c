"""Who is invited is told, once, in neutral words where the public may not know."""

import re

import pytest
import sqlalchemy as sa

import rostra.agendas.events as agendas
import rostra.comments.events as comments
import rostra.minutes.events as minutes
import rostra.moderation.events as moderation
import rostra.people.events as people
import rostra.posts.events as posts
import rostra.projects.events as projects
import rostra.reports.events as reports
import rostra.resolutions.events as resolutions
from rostra.access import system
from rostra.agendas.inviting import cancel_meeting, invite_meeting
from rostra.jobs import Workshop
from rostra.meetings.models import Meeting
from rostra.notifications.models import Letter, LetterState
from rostra.notifications.posting import Outbox
from rostra.notifications.sending import Mailroom
from rostra.notifications.tellers import TELLERS
from rostra.notifications.telling import Notifier
from rostra.people.inviting import invite_person
from rostra.people.inviting import invited as account_behind
from rostra.relay import Relay, Subscription
from support.invitations import SECRET, SECRET_PAPER, ZONE, make_council
from support.make.people import make_person


@pytest.fixture
def relay(database, pen):
    """What hands events to the notifier."""
    return Relay(database, [Notifier(pen, ZONE, TELLERS)])


async def told(database, relay) -> list[Letter]:
    """All letters, once everything that happened was told."""
    await relay.drain()
    async with database.reading(system) as work:
        return await work.fetch(sa.select(Letter).order_by(Letter.id))


async def invited(database, **chosen):
    council = await make_council(database, **chosen)
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    return council


async def test_everybody_who_agreed_gets_the_invitation_once(database, relay):
    council = await invited(database, consents=4)
    letters = await told(database, relay)
    assert {letter.account_id for letter in letters} == {one.id for one in council.accounts[:4]}
    assert all("14. Sitzung des Stadtrates" in letter.subject for letter in letters)
    assert all(f"/meetings/{council.meeting.id}/invitation" in letter.text for letter in letters)
    async with database.work(system) as work:  # everything is delivered a second time
        await work.change(sa.update(Subscription).values(position=0))
    assert await relay._behind(relay.subscribers[0])
    assert len(await told(database, relay)) == 4


async def test_no_letter_carries_what_is_not_public(database, relay):
    await invited(database)
    for letter in await told(database, relay):
        for words in (SECRET, SECRET_PAPER, "Kastanie", "Anfragen"):
            assert words not in letter.subject + letter.text + letter.html


async def test_a_meeting_that_is_not_public_is_not_named(database, relay):
    council = await make_council(database)
    async with database.work(system) as work:
        meeting = await work.find(Meeting, council.meeting.id)
        meeting.public = False
        for item in council.items:
            (await work.find(type(item), item.id)).public = False
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    letters = await told(database, relay)
    assert len(letters) == 5
    for letter in letters:
        assert "Stadtrat" not in letter.subject + letter.text + letter.html
        assert "nur für Mitglieder" in letter.text


async def test_a_cancellation_reaches_all(database, relay):
    council = await invited(database)
    before = await told(database, relay)
    async with database.work(council.clerk) as work:
        await cancel_meeting(work, council.meeting.id, ZONE, "Sturmschäden am Rathaus")
    after = (await told(database, relay))[len(before) :]
    assert len(after) == 5
    assert all("abgesagt" in letter.subject for letter in after)


@pytest.mark.parametrize("name", sorted(TELLERS))
def test_every_fact_that_is_told_can_happen(name):
    rooms = (
        agendas, comments, minutes, moderation, people, posts, projects, reports, resolutions,
    )  # fmt: skip
    assert any(hasattr(module, name) for module in rooms)


async def test_the_link_to_an_account_is_sent_once_and_works(database, pen, relay):
    council = await make_council(database)
    person = await make_person(database, council.body, name="Neu Gewählt")
    async with database.work(council.clerk) as work:
        account = await invite_person(work, person.id, "neu@example.org")
    (letter,) = await told(database, relay)
    token = re.search(r"/invitations/(\S+)", letter.text)[1]
    async with database.work(system) as work:  # everything is delivered a second time
        await work.change(sa.update(Subscription).values(position=0))
    await told(database, relay)
    async with database.work(system) as work:
        assert (await account_behind(work, token)).id == account.id
    room = Mailroom(pen.settings, Outbox(keeps_texts=False), pen)
    await Workshop(database, room.handlers()).drain()
    (sent,) = await told(database, relay)
    assert (sent.state, sent.text, sent.html) == (LetterState.SENT, "", "")
