"""Writing letters: once for each fact and account, at once or gathered for a digest."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.jobs import enqueue
from rostra.notifications.models import Letter, LetterState, Preference, Rhythm
from rostra.notifications.topics import TERMS, Topic
from rostra.people.models import Account
from rostra.work import Work

SEND = "notifications.send"
"""The name of the job that sends a letter."""
GATHER = "notifications.digest"
"""The name of the job that makes a digest."""
MORNING = dt.time(7)
"""When digests go out, in the city's time."""
MONDAY = 0


@dataclass(frozen=True)
class Note:
    """That an account is to be told something: what about, in which words, and where to look.

    `values` hold only what the public may read; see telling.py.
    """

    account_id: UUID
    topic: Topic
    unique_key: str
    """What makes it one letter, such as the event and the account."""
    template: str
    path: str
    """The page of the site where the reader finds more."""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """A letter in words."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Sheet:
    """What a wording is asked for: a note, in a language, to somebody, with a way to end it."""

    note: Note
    language: str
    name: str
    """Whom the letter greets."""
    end_token: str | None
    """With which letters about the topic are ended; None where they must be."""


Wording = Callable[[Sheet], Written]
"""Puts a note into words; handed in by those who know languages."""


async def write_letter(
    work: Work, note: Note, wording: Wording, zone: ZoneInfo, at_once: bool = False
) -> Letter | None:
    """Write the letter of a note, unless it was written before or is not wanted.

    `at_once` is for a digest, whose letters were wanted when they were gathered.
    """
    if await work.first(sa.select(Letter.id).where(Letter.unique_key == note.unique_key)):
        return None
    account = await work.first(
        sa.select(Account).where(Account.id == note.account_id, Account.active)
    )
    if account is None:
        return None
    rhythm = Rhythm.AT_ONCE if at_once else await rhythm_of(work, account.id, note.topic)
    if rhythm == Rhythm.NEVER:
        return None

    token = None if TERMS[note.topic].official else secrets.token_urlsafe(24)
    written = wording(Sheet(note, account.language, account.display_name, token))
    letter = Letter(
        account_id=account.id,
        topic=note.topic,
        unique_key=note.unique_key,
        language=account.language,
        subject=one_line(written.subject),
        text=written.text,
        html=written.html,
        details={"path": note.path},
        state=LetterState.WAITING if rhythm == Rhythm.AT_ONCE else LetterState.GATHERED,
        end_token=token,
        end_token_hash=hash_of(token) if token else None,
    )
    work.add(letter)
    await work.flush()
    if rhythm == Rhythm.AT_ONCE:
        await send_later(work, letter)
    else:
        await gather(work, letter, rhythm, zone)
    return letter


async def rhythm_of(work: Work, account_id: UUID, topic: Topic) -> Rhythm:
    """How often the account wants letters about the topic."""
    terms = TERMS[topic]
    if terms.official:
        return Rhythm.AT_ONCE
    chosen = await work.first(
        sa.select(Preference.rhythm).where(
            Preference.account_id == account_id, Preference.topic == topic
        )
    )
    return Rhythm(chosen) if chosen else terms.rhythm


async def send_later(work: Work, letter: Letter) -> None:
    """Have a letter sent, once this transaction is committed."""
    await enqueue(work, SEND, {"letter": str(letter.id)}, f"{SEND}:{letter.id}")


async def gather(work: Work, letter: Letter, rhythm: Rhythm, zone: ZoneInfo) -> None:
    """Keep a letter for the account's next digest."""
    moment = next_digest(work.now, rhythm, zone)
    letter.not_before = moment
    key = f"{GATHER}:{letter.account_id}:{moment.isoformat()}"
    payload = {"account": str(letter.account_id), "moment": moment.isoformat()}
    await enqueue(work, GATHER, payload, key, not_before=moment)


def next_digest(moment: dt.datetime, rhythm: Rhythm, zone: ZoneInfo) -> dt.datetime:
    """When the next digest goes out: tomorrow morning, or next Monday's."""
    day = moment.astimezone(zone).date() + dt.timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        day += dt.timedelta(days=(MONDAY - day.weekday()) % 7)
    return dt.datetime.combine(day, MORNING, zone).astimezone(dt.UTC)


def one_line(subject: str) -> str:
    """A subject without anything that could begin another header."""
    return " ".join(subject.split())[:250]


def hash_of(token: str) -> str:
    """What is kept of a token to find its letter by."""
    return hashlib.sha256(token.encode()).hexdigest()
