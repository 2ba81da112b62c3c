"""Who asks, in tests: each is to be handed to `database.work` or `database.reading`."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rostra.access import (
    ANYBODY,
    EVERY_ACCOUNT,
    EVERYWHERE,
    GRANTS,
    PUBLIC_TOKEN,
    Actor,
    Office,
    Permission,
    audiences_of,
    organization_token,
    role_token,
)
from rostra.organizations.models import Body, Organization
from rostra.people.actors import actor_of
from rostra.people.models import Account
from rostra.records import now

Who = Callable[[AsyncSession], Awaitable[Actor]]

anybody = ANYBODY
"""The public."""


def holder(name: str, tokens: set[str], grants: dict[UUID | None, frozenset[Permission]]) -> Who:
    """An actor with these tokens and grants, and nothing else."""

    async def who(db: AsyncSession) -> Actor:
        held = frozenset({PUBLIC_TOKEN, *tokens})
        return replace(
            ANYBODY,
            name=name,
            tokens=held,
            audience_ids=await audiences_of(db, held),
            grants=MappingProxyType({EVERYWHERE: EVERY_ACCOUNT, **grants}),
        )

    return who


def councillor_of(organization: Organization) -> Who:
    """A member of the organization without any office."""
    return holder(
        "councillor",
        {organization_token(organization.id)},
        {organization.id: GRANTS[Office.MEMBER]},
    )


def editor_of(organization: Organization) -> Who:
    """Somebody who writes and publishes the posts of the organization."""
    return holder(
        "editor",
        {organization_token(organization.id)},
        {organization.id: GRANTS[Office.EDITOR]},
    )


def clerk_of(body: Body) -> Who:
    """A clerk of the body's council office."""
    return holder("clerk", {role_token(Office.CLERK, body.id)}, {body.id: GRANTS[Office.CLERK]})


def account_holder(account: Account) -> Who:
    """Whoever logs in with the account, with the memberships that hold today."""

    async def who(db: AsyncSession) -> Actor:
        return await actor_of(db, await db.get(Account, account.id), now().date())

    return who
