"""Sending what was written: letter by letter, never forgotten, and gathered ones as a digest.

A letter is marked as being sent before it is handed over and as sent after. Should the house
fall in between, it is handed over again under the same Message-ID: for an invitation, being
told twice is better than not at all (decision 15).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog

from rostra.access import system
from rostra.database import Database
from rostra.jobs import Handler
from rostra.notifications.letters import (
    GATHER,
    SEND,
    Note,
    Wording,
    write_letter,
)
from rostra.notifications.models import Letter, LetterState
from rostra.notifications.posting import Postman, Refused, mail_of
from rostra.notifications.topics import Topic
from rostra.people.models import Account
from rostra.settings import Settings
from rostra.work import Work

log = structlog.get_logger(__name__)

DIGEST = "digest"
"""The template of a digest."""
SETTLED = frozenset({LetterState.SENT, LetterState.BOUNCED, LetterState.FAILED})
NO_MORE = 8
"""Attempts after which a letter is given up; the job's pauses grow up to an hour."""


@dataclass(frozen=True)
class Mailroom:
    """Sends letters and makes digests, as jobs."""

    settings: Settings
    postman: Postman
    wording: Wording

    def handlers(self) -> dict[str, Handler]:
        """The jobs that it does."""
        return {SEND: self.send, GATHER: self.gather}

    async def send(self, database: Database, payload: dict[str, Any]) -> None:
        """Send one letter, unless it was sent."""
        letter_id = UUID(payload["letter"])
        async with database.work(system) as work:
            found = await self._taken_up(work, letter_id)
        if found is None:
            return
        letter, address = found
        try:
            await self.postman.carry(mail_of(letter, address, self.settings))
        except Refused as refusal:
            await self._settle(database, letter_id, LetterState.BOUNCED, str(refusal))
        except Exception as error:
            last = letter.attempts >= NO_MORE
            state = LetterState.FAILED if last else LetterState.WAITING
            await self._settle(database, letter_id, state, f"{type(error).__name__}: {error}")
            if not last:
                raise
        else:
            await self._settle(database, letter_id, LetterState.SENT)

    async def _taken_up(self, work: Work, letter_id: UUID) -> tuple[Letter, str] | None:
        letter = await work.first(sa.select(Letter).where(Letter.id == letter_id).with_for_update())
        if letter is None or letter.state in SETTLED:
            return None
        account = await work.db.get(Account, letter.account_id)
        if account is None or not account.active:
            letter.state, letter.failure = LetterState.FAILED, "The account is closed."
            return None
        letter.state, letter.attempts = LetterState.SENDING, letter.attempts + 1
        return letter, account.email

    async def _settle(
        self, database: Database, letter_id: UUID, state: LetterState, failure: str | None = None
    ) -> None:
        async with database.work(system) as work:
            letter = await work.db.get(Letter, letter_id)
            if letter is None:
                return
            letter.state = state
            letter.failure = failure[:500] if failure else None
            if state == LetterState.SENT:
                letter.sent = work.now
            if state == LetterState.BOUNCED:
                letter.bounced = work.now
            if state in SETTLED:
                letter.end_token = letter.end_token if self.postman.keeps_texts else None
                if letter.topic == Topic.ACCOUNT and not self.postman.keeps_texts:
                    letter.text = letter.html = ""

    async def gather(self, database: Database, payload: dict[str, Any]) -> None:
        """Make one letter of all that were gathered for an account until now."""
        account_id = UUID(payload["account"])
        moment = dt.datetime.fromisoformat(payload["moment"])
        async with database.work(system) as work:
            gathered = await work.fetch(
                sa.select(Letter)
                .where(
                    Letter.account_id == account_id,
                    Letter.state == LetterState.GATHERED,
                    Letter.not_before <= moment,
                )
                .order_by(Letter.created, Letter.id)
                .with_for_update()
            )
            if not gathered:
                return
            note = digest_note(account_id, payload["moment"], gathered)
            digest = await write_letter(work, note, self.wording, self.settings.zone, at_once=True)
            for letter in gathered:
                letter.state, letter.sent = LetterState.SENT, work.now
                letter.digest_id = digest.id if digest else None


def digest_note(account_id: UUID, moment: str, gathered: list[Letter]) -> Note:
    """The note of a digest: the subjects of the letters and where to look."""
    letters = [
        {"subject": one.subject, "path": (one.details or {}).get("path", "/")} for one in gathered
    ]
    return Note(
        account_id,
        Topic(gathered[0].topic),
        f"{DIGEST}:{account_id}:{moment}",
        DIGEST,
        "/account",
        {"letters": letters},
    )
