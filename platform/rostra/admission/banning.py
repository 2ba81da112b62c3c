"""Who may not write in a body for a time; moderation begins and lifts it, with four eyes."""

from uuid import UUID

import sqlalchemy as sa

from rostra.admission.models import Ban
from rostra.errors import NotPermitted
from rostra.people.models import Account
from rostra.work import Work

BANNED = "You may not write here at present. The letter about this says why and how to object."


async def refuse_banned(work: Work, account: Account, body_id: UUID) -> None:
    """Refuse an account that is banned in the body at this moment."""
    in_force = sa.select(Ban).where(
        Ban.account_id == account.id,
        Ban.body_id == body_id,
        Ban.lifted.is_(None),
        Ban.begins <= work.now,
        sa.or_(Ban.ends.is_(None), Ban.ends > work.now),
    )
    if await work.first(in_force) is not None:
        raise NotPermitted(BANNED)
