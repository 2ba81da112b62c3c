"""What mail servers send back is understood, and noted on the letter."""

from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from rostra.access import system
from rostra.errors import NotFound
from rostra.notifications.bounces import bounce_in
from rostra.notifications.letters import Note, write_letter
from rostra.notifications.models import Letter, LetterState
from rostra.notifications.services import note_bounce
from rostra.notifications.topics import Topic

REPORT = """From: MAILER-DAEMON@mail.example
To: rathaus@lerchenroda.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@mail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; amsel@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 No such person here

--b
Content-Type: {kind}

Message-ID: <{id}@lerchenroda.example>
Subject: Einladung

--b--
"""


def report(id: UUID, action="failed", status="5.1.1", kind="text/rfc822-headers") -> bytes:
    return REPORT.format(id=id, action=action, status=status, kind=kind).encode()


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_names_the_letter_and_the_reason(kind):
    id = uuid4()
    bounce = bounce_in(report(id, kind=kind))
    assert bounce.letter_id == id
    assert bounce.reason == "5.1.1 smtp; 550 5.1.1 No such person here"


def test_a_delay_is_no_end():
    assert bounce_in(report(uuid4(), action="delayed", status="4.4.1")) is None


@pytest.mark.parametrize(
    "content", [b"", b"Hello", b"\xff\xfe\x00", b"Content-Type: multipart/report"]
)
def test_other_mail_is_passed_over(content):
    assert bounce_in(content) is None


async def test_is_noted_on_the_letter(database, pen, reader):
    note = Note(reader.id, Topic.INVITATION, "1", "digest", "/", {"letters": []})
    async with database.work(system) as work:
        letter = await write_letter(work, note, pen, ZoneInfo("Europe/Berlin"))
    async with database.work(system) as work:
        await note_bounce(work, letter.id, "5.1.1")
    async with database.reading(system) as work:
        kept = await work.db.get(Letter, letter.id)
    assert (kept.state, kept.failure) == (LetterState.BOUNCED, "5.1.1")
    with pytest.raises(NotFound):
        async with database.work(system) as work:
            await note_bounce(work, uuid4(), "5.1.1")
