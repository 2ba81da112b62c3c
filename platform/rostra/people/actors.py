"""Who somebody is at this moment: tokens and grants, from the memberships in force."""

import datetime as dt
from collections import defaultdict
from types import MappingProxyType
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from rostra.access import (
    ANYBODY,
    BODY_WIDE,
    EVERY_ACCOUNT,
    EVERYWHERE,
    GRANTS,
    NOBODY,
    PUBLIC_TOKEN,
    Actor,
    Office,
    Permission,
    account_token,
    audiences_of,
    in_force,
    organization_token,
    person_token,
    role_token,
)
from rostra.organizations.models import Membership
from rostra.people.models import Account


async def actor_of(db: AsyncSession, account: Account | None, today: dt.date) -> Actor:
    """The actor behind an account on this day; the public when there is none or it is closed."""
    if account is None or not account.active:
        return ANYBODY
    tokens = {PUBLIC_TOKEN, account_token(account.id)}
    grants: dict[UUID | None, set[Permission]] = defaultdict(set)
    grants[EVERYWHERE] |= EVERY_ACCOUNT
    if account.person_id is not None:
        tokens.add(person_token(account.person_id))
        for membership in await memberships_in_force(db, account.person_id, today):
            take_seat(membership, tokens, grants)
    frozen = frozenset(tokens)
    return Actor(
        f"account:{account.id}",
        frozen,
        await audiences_of(db, frozen),
        account_id=account.id,
        person_id=account.person_id,
        grants=MappingProxyType({place: frozenset(held) for place, held in grants.items()}),
    )


async def memberships_in_force(
    db: AsyncSession, person_id: UUID, today: dt.date
) -> list[Membership]:
    """The person's memberships that hold on this day; one that was withdrawn never does."""
    held = await db.scalars(
        sa.select(Membership).where(
            Membership.person_id == person_id, Membership.audience_id != NOBODY
        )
    )
    return [one for one in held if in_force(one.start_date, one.end_date, today)]


def take_seat(
    membership: Membership, tokens: set[str], grants: dict[UUID | None, set[Permission]]
) -> None:
    """Add what a membership, and the office in it, lets its holder read and do."""
    if membership.organization_id is None:
        return
    tokens.add(organization_token(membership.organization_id))
    try:
        office = Office(membership.office or Office.MEMBER)
    except ValueError:
        return
    grants[membership.organization_id] |= GRANTS[office]
    if office in BODY_WIDE:
        tokens.add(role_token(office, membership.body_id))
        grants[membership.body_id] |= GRANTS[office]
