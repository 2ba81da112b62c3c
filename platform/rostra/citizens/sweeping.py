"""Whoever never opened the link in the letter is forgotten after a month, with what they wrote."""

from typing import Any
from uuid import UUID

from rostra.access import Permission, system
from rostra.citizens.erasing import forget
from rostra.database import Database
from rostra.people.models import Account


async def forget_unconfirmed(database: Database, payload: dict[str, Any]) -> None:
    """Forget an account that was made for a letter, unless its owner has shown that it is theirs.

    Nothing of it was ever public: no index and no page needs to be told.
    """
    async with database.work(system) as work:
        work.authorize_within(Permission.ACCOUNT_ERASE)
        account = await work.db.get(Account, UUID(payload["account"]))
        if account is not None and account.person_id is None and not account.is_confirmed:
            await forget(work, account, delete=True)
