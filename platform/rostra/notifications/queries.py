"""What somebody may see of letters: one's own, and how one wants them."""

from uuid import UUID

import sqlalchemy as sa

from rostra.notifications.letters import hash_of, rhythm_of
from rostra.notifications.models import Letter, Rhythm
from rostra.notifications.topics import CHOOSABLE, Topic
from rostra.people.models import Account
from rostra.work import Work


async def rhythms(work: Work, account_id: UUID) -> list[tuple[Topic, Rhythm]]:
    """How often the account gets letters about each topic that one may choose."""
    return [(topic, await rhythm_of(work, account_id, topic)) for topic in CHOOSABLE]


async def letters_to(work: Work, account_id: UUID, limit: int = 20) -> list[Letter]:
    """The last letters to an account, newest first."""
    return await work.fetch(
        sa.select(Letter)
        .where(Letter.account_id == account_id)
        .order_by(Letter.id.desc())
        .limit(limit)
    )


async def outbox(work: Work, limit: int = 50) -> list[Letter]:
    """The last letters to everybody, newest first: for the demo, where nobody is real."""
    return await work.fetch(sa.select(Letter).order_by(Letter.id.desc()).limit(limit))


async def letter_with_token(work: Work, token: str) -> Letter | None:
    """The letter that carried this token."""
    found: Letter | None = await work.first(
        sa.select(Letter).where(Letter.end_token_hash == hash_of(token))
    )
    return found


async def names_of_readers(work: Work, account_ids: list[UUID]) -> dict[UUID, str]:
    """The names of the accounts to which letters go."""
    named = sa.select(Account.id, Account.display_name).where(Account.id.in_(account_ids))
    return {row.id: row.display_name for row in await work.rows(named)}
