"""Following a published thing: what is new about it comes by letter, as often as one likes."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.admission.entering import Visit, admit
from rostra.admission.models import Deed
from rostra.comments.things import refuse_unless_published, thing_of
from rostra.errors import Conflict
from rostra.notifications.events import ThingFollowed
from rostra.notifications.models import Following
from rostra.people.confirming import ask_to_confirm, author_of, speaks_at_once
from rostra.people.models import Account
from rostra.people.services import own_account
from rostra.work import Work

NAMELESS = {"de": "Leserin oder Leser", "en": "Reader"}
"""How a letter greets somebody who gave nothing but an address."""


async def follow(
    work: Work, thing_kind: str, thing_id: UUID, email: str, visit: Visit, language: str = "de"
) -> bool:
    """Follow a published thing; whether its letters come from now on.

    From those who are logged in and confirmed at once, else once the link in the letter is used.
    A stranger is told the same whether the address follows already or not.
    """
    thing = await thing_of(work, thing_kind, thing_id)
    work.authorize(Permission.THING_FOLLOW, thing)
    refuse_unless_published(thing)
    greeting = NAMELESS.get(language, NAMELESS["en"])
    account = await author_of(work, email, greeting, language)
    await admit(work, Deed.FOLLOW, visit, account)

    following = await following_of(work, account, thing_kind, thing_id)
    at_once = speaks_at_once(work, account)
    if following.confirmed is None and at_once:
        await _begin(work, following)
    elif following.confirmed is None:
        path = f"/discussions/{thing_kind}/{thing_id}"
        await ask_to_confirm(work, account, path, Following.kind, following.id)
    return at_once


async def unfollow(work: Work, thing_kind: str, thing_id: UUID) -> None:
    """Hear no more of a thing; where one did not follow it nothing changes."""
    work.authorize_within(Permission.THING_FOLLOW)
    account = await own_account(work)
    ended = await work.change(
        sa.delete(Following)
        .where(
            Following.account_id == account.id,
            Following.thing_kind == thing_kind,
            Following.thing_id == thing_id,
        )
        .returning(Following.id)
    )
    following_id = ended.scalar()
    if following_id is not None:
        work.record(ThingFollowed(following_id))


async def release_following(work: Work, following_id: UUID, account: Account) -> None:
    """Let the letters come: the account's owner has opened the link in the first one."""
    work.authorize_within(Permission.THING_FOLLOW)
    following: Following | None = await work.first(
        sa.select(Following).where(Following.id == following_id).with_for_update()
    )
    if following is None:
        return
    if following.account_id != account.id:
        raise Conflict("This was asked for under another address.")
    if following.confirmed is None:
        await _begin(work, following)


async def _begin(work: Work, following: Following) -> None:
    """Have the letters come from now on."""
    following.confirmed = work.now
    await work.flush()
    work.record(ThingFollowed(following.id))


async def following_of(work: Work, account: Account, kind: str, thing_id: UUID) -> Following:
    """That the account follows the thing, made when it is new; two at once get the same."""
    mine = sa.select(Following).where(
        Following.account_id == account.id,
        Following.thing_kind == kind,
        Following.thing_id == thing_id,
    )
    found: Following | None = await work.first(mine)
    if found is None:
        made = work.insert(Following).values(
            account_id=account.id, thing_kind=kind, thing_id=thing_id, created=work.now
        )
        await work.change(made.on_conflict_do_nothing())
        found = await work.first(mine)
    assert found is not None
    return found


async def followers(work: Work, thing_kind: str, thing_id: UUID) -> list[UUID]:
    """The open accounts that follow a thing, by their owners' own wish; for the system alone."""
    return await work.fetch(
        sa.select(Account.id)
        .join(Following, Following.account_id == Account.id)
        .where(
            Following.thing_kind == thing_kind,
            Following.thing_id == thing_id,
            Following.confirmed.is_not(None),
            Account.active,
        )
        .order_by(Account.id)
    )


async def followed_by_viewer(work: Work, thing_ids: Collection[UUID]) -> dict[UUID, bool]:
    """Which of the things the actor follows."""
    if work.actor.account_id is None:
        return {}
    rows = await work.rows(
        sa.select(Following.thing_id).where(
            Following.account_id == work.actor.account_id,
            Following.thing_id.in_(thing_ids),
            Following.confirmed.is_not(None),
        )
    )
    return {row[0]: True for row in rows}
