"""Who may decide: nobody in their own matter, and never the same person in two guises."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from rostra.errors import NotPermitted
from rostra.people.models import Account
from rostra.work import Work


async def took_part(work: Work, accounts: Iterable[UUID | None]) -> bool:
    """Whether the actor is one of these accounts, or the same person with another account."""
    mine = work.actor.account_id
    others = {one for one in accounts if one is not None}
    if mine is None or not others:
        return False
    if mine in others:
        return True
    house = await work.as_the_system()
    person = sa.select(Account.person_id).where(Account.id == mine).scalar_subquery()
    same = sa.select(Account.id).where(Account.id.in_(others), Account.person_id == person)
    return await house.first(same) is not None


async def refuse_in_own_matter(work: Work, author_id: UUID | None) -> None:
    """Refuse a moderator who wrote what it is about."""
    if await took_part(work, [author_id]):
        raise NotPermitted("Nobody decides about what they wrote themselves.")
