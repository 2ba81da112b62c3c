"""Letters are written once, sent once, and come back or wait where the mail server says so."""

import asyncio
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from rostra.access import ANYBODY, system
from rostra.errors import Invalid, NotFound
from rostra.jobs import Job, Workshop
from rostra.notifications.letters import Note, next_digest, write_letter
from rostra.notifications.models import Letter, LetterState, Rhythm
from rostra.notifications.posting import Outbox, SmtpPostman, mail_of
from rostra.notifications.sending import Mailroom
from rostra.notifications.services import choose_rhythm, end_letters
from rostra.notifications.topics import Topic
from support.actors import account_holder
from support.mail import mail_server

BERLIN = ZoneInfo("Europe/Berlin")


def note_to(account, key="1", topic=Topic.FOLLOWING, subject="Neues", path="/posts/1"):
    """A note whose template is the digest's, the only one that every city has."""
    values = {"letters": [{"subject": subject, "path": path}]}
    return Note(account.id, topic, key, "digest", path, values)


async def written(database, pen, note, **how):
    async with database.work(system) as work:
        return await write_letter(work, note, pen, BERLIN, **how)


async def letters_in(database):
    async with database.reading(system) as work:
        return await work.fetch(sa.select(Letter).order_by(Letter.id))


def mailroom(settings, pen, port=None):
    if port is None:
        return Mailroom(settings, Outbox(), pen)
    reachable = replace(settings, mail_host="127.0.0.1", mail_port=port)
    return Mailroom(reachable, SmtpPostman(reachable), pen)


async def test_a_fact_is_told_once(database, pen, reader):
    assert await written(database, pen, note_to(reader), at_once=True) is not None
    assert await written(database, pen, note_to(reader), at_once=True) is None
    assert len(await letters_in(database)) == 1


async def test_a_letter_reaches_the_mail_server_in_both_forms(database, settings, pen, reader):
    await written(database, pen, note_to(reader, subject="Tom & <Jerry>"), at_once=True)
    with mail_server() as (box, port):
        await Workshop(database, mailroom(settings, pen, port).handlers()).drain()
    (mail,) = box.mails
    (letter,) = await letters_in(database)
    assert letter.state == LetterState.SENT
    assert mail["To"] == "amsel@example.org"
    assert mail["From"] == "Stadt Lerchenroda <rathaus@lerchenroda.example>"
    assert mail["Message-ID"] == f"<{letter.id}@lerchenroda.example>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    plain = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    rich = mail.get_body(("html",)).get_content()
    assert "Tom & <Jerry>:\nhttps://lerchenroda.example/posts/1" in plain
    assert '<a href="https://lerchenroda.example/posts/1">Tom &amp; &lt;Jerry&gt;</a>' in rich
    assert "Guten Tag Klara Amsel," in plain
    assert "<img" not in rich
    assert "<script" not in rich


async def test_speaks_the_readers_language(database, pen, reader):
    async with database.work(system) as work:
        account = await work.db.merge(reader)
        account.language = "en"
    letter = await written(database, pen, note_to(reader), at_once=True)
    assert "Good day Klara Amsel," in letter.text
    assert "https://lerchenroda.example/en/posts/1" in letter.text


async def test_nobody_can_slip_a_header_or_a_link_into_a_letter(database, settings, pen, reader):
    evil = "Neu\r\nBcc: alle@example.org \ue000hier\ue001https://evil.example\ue002"
    letter = await written(database, pen, note_to(reader, subject=evil), at_once=True)
    mail = mail_of(letter, "amsel@example.org", settings)
    assert mail["Bcc"] is None
    assert 'evil.example"' not in letter.html
    assert 'href="https://evil' not in letter.html


async def test_an_address_that_is_gone_is_noted(database, settings, pen, reader):
    await written(database, pen, note_to(reader), at_once=True)
    with mail_server() as (box, port):
        box.moved_away = {"amsel@example.org"}
        await Workshop(database, mailroom(settings, pen, port).handlers()).drain()
    (letter,) = await letters_in(database)
    assert letter.state == LetterState.BOUNCED
    assert letter.failure.startswith("550")
    assert letter.bounced


async def test_a_busy_mail_server_is_asked_again(database, settings, pen, reader):
    await written(database, pen, note_to(reader), at_once=True)
    with mail_server() as (box, port):
        box.busy = 1
        workshop = Workshop(database, mailroom(settings, pen, port).handlers())
        await workshop.drain()
        (letter,) = await letters_in(database)
        assert (letter.state, box.mails) == (LetterState.WAITING, [])
        async with database.work(system) as work:
            await work.change(sa.update(Job).values(not_before=work.now))
        await workshop.drain()
    assert len(box.mails) == 1
    assert (await letters_in(database))[0].state == LetterState.SENT


async def test_two_workers_send_every_letter_once(database, settings, pen, reader):
    for number in range(20):
        await written(database, pen, note_to(reader, key=str(number)), at_once=True)
    with mail_server() as (box, port):
        handlers = mailroom(settings, pen, port).handlers()
        workshops = [Workshop(database, handlers) for _ in range(2)]
        await asyncio.gather(*(workshop.drain() for workshop in workshops))
    assert len(box.mails) == len({mail["Message-ID"] for mail in box.mails}) == 20


async def test_what_was_under_way_when_the_house_fell_keeps_its_name(
    database, settings, pen, reader
):
    letter = await written(database, pen, note_to(reader), at_once=True)
    with mail_server() as (box, port):
        room = mailroom(settings, pen, port)
        # the server has the letter, and the house falls before it can note so
        async with database.work(system) as work:
            taken, address = await room._taken_up(work, letter.id)
        await room.postman.carry(mail_of(taken, address, room.settings))
        assert (await letters_in(database))[0].state == LetterState.SENDING
        await Workshop(database, room.handlers()).drain()
        assert len({mail["Message-ID"] for mail in box.mails}) == 1
        await Workshop(database, room.handlers()).drain()
    assert (await letters_in(database))[0].state == LetterState.SENT


async def test_a_digest_holds_what_was_gathered(database, settings, pen, reader):
    for number in range(3):
        note = note_to(reader, key=str(number), path=f"/posts/{number}")
        letter = await written(database, pen, note)
        assert letter.state == LetterState.GATHERED
    room = mailroom(settings, pen)
    workshop = Workshop(database, room.handlers())
    await workshop.drain()
    assert {one.state for one in await letters_in(database)} == {LetterState.GATHERED}
    async with database.work(system) as work:
        await work.change(sa.update(Job).values(not_before=work.now))
    await workshop.drain()
    *single, digest = await letters_in(database)
    assert {one.digest_id for one in single} == {digest.id}
    assert digest.state == LetterState.SENT
    assert all(f"/posts/{number}" in digest.text for number in range(3))


async def test_one_may_choose_how_often_but_not_about_what_must_be(database, pen, reader):
    async with database.work(account_holder(reader)) as work:
        await choose_rhythm(work, Topic.FOLLOWING, Rhythm.NEVER)
    assert await written(database, pen, note_to(reader)) is None
    with pytest.raises(Invalid):
        async with database.work(account_holder(reader)) as work:
            await choose_rhythm(work, Topic.INVITATION, Rhythm.NEVER)
    invited = note_to(reader, key="2", topic=Topic.INVITATION)
    letter = await written(database, pen, invited)
    assert letter.end_token is None
    assert "letters/end" not in letter.text


async def test_one_click_ends_the_letters_of_a_kind(database, pen, reader):
    letter = await written(database, pen, note_to(reader), at_once=True)
    async with database.work(ANYBODY) as work:
        assert await end_letters(work, letter.end_token) == Topic.FOLLOWING
    assert await written(database, pen, note_to(reader, key="2")) is None
    with pytest.raises(NotFound):
        async with database.work(ANYBODY) as work:
            await end_letters(work, "geraten")


@pytest.mark.parametrize(
    ("moment", "rhythm", "expected"),
    [
        ("2026-11-23T10:00+01:00", Rhythm.DAILY, "2026-11-24T07:00+01:00"),
        ("2026-11-23T10:00+01:00", Rhythm.WEEKLY, "2026-11-30T07:00+01:00"),
        ("2026-11-29T10:00+01:00", Rhythm.WEEKLY, "2026-11-30T07:00+01:00"),
        ("2026-10-24T23:30+02:00", Rhythm.DAILY, "2026-10-25T07:00+01:00"),
    ],
)
def test_digests_go_out_in_the_morning(moment, rhythm, expected):
    found = next_digest(dt.datetime.fromisoformat(moment), rhythm, BERLIN)
    assert found == dt.datetime.fromisoformat(expected)
