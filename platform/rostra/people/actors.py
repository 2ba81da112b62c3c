"""Who somebody is at this moment: tokens and grants, from the memberships in force."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
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
    audiences_by_token,
    audiences_of,
    in_force,
    organization_token,
    person_token,
    role_token,
)
from rostra.organizations.models import Membership
from rostra.people.models import Account

Grants = dict[UUID | None, frozenset[Permission]]


async def actor_of(db: AsyncSession, account: Account | None, today: dt.date) -> Actor:
    """The actor behind an account on this day; the public when there is none or it is closed."""
    if account is None or not account.active:
        return ANYBODY
    held: list[Membership] = []
    if account.person_id is not None:
        held = await memberships_in_force(db, account.person_id, today)
    tokens, grants = powers_of(account, held)
    return acting(account, tokens, grants, await audiences_of(db, tokens))


async def actors_of(
    db: AsyncSession, accounts: Collection[Account], today: dt.date
) -> dict[UUID, Actor]:
    """The actors behind many accounts by the accounts' ids, found out in two statements."""
    seats = await seats_of(db, {one.person_id for one in accounts if one.person_id}, today)
    powers = {
        one.id: powers_of(one, seats.get(one.person_id, ())) for one in accounts if one.active
    }
    readable = await audiences_by_token(db, {t for tokens, _ in powers.values() for t in tokens})
    actors = {one.id: ANYBODY for one in accounts}
    for account in accounts:
        if account.id in powers:
            tokens, grants = powers[account.id]
            ids = frozenset(id for token in tokens for id in readable.get(token, ()))
            actors[account.id] = acting(account, tokens, grants, ids)
    return actors


def powers_of(account: Account, seats: Iterable[Membership]) -> tuple[frozenset[str], Grants]:
    """What an account that is open may read, as tokens, and do, by place."""
    tokens = {PUBLIC_TOKEN, account_token(account.id)}
    grants: dict[UUID | None, set[Permission]] = defaultdict(set)
    grants[EVERYWHERE] |= EVERY_ACCOUNT
    if account.person_id is not None:
        tokens.add(person_token(account.person_id))
    for membership in seats:
        take_seat(membership, tokens, grants)
    return frozenset(tokens), {place: frozenset(held) for place, held in grants.items()}


def acting(
    account: Account, tokens: frozenset[str], grants: Grants, audience_ids: frozenset[int]
) -> Actor:
    """The actor of an account with these tokens and grants."""
    return Actor(
        f"account:{account.id}",
        tokens,
        audience_ids,
        account_id=account.id,
        person_id=account.person_id,
        grants=MappingProxyType(grants),
    )


async def seats_of(
    db: AsyncSession, person_ids: Collection[UUID], today: dt.date
) -> dict[UUID | None, list[Membership]]:
    """The memberships of many persons that hold on this day, by person."""
    found: dict[UUID | None, list[Membership]] = defaultdict(list)
    held = await db.scalars(
        sa.select(Membership).where(
            Membership.person_id.in_(person_ids), Membership.audience_id != NOBODY
        )
    )
    for one in held:
        if in_force(one.start_date, one.end_date, today):
            found[one.person_id].append(one)
    return found


async def memberships_in_force(
    db: AsyncSession, person_id: UUID, today: dt.date
) -> list[Membership]:
    """The person's memberships that hold on this day; one that was withdrawn never does."""
    return (await seats_of(db, {person_id}, today)).get(person_id, [])


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
