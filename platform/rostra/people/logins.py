"""Logins: cookies that only we issue, known to us by their hash, ending by themselves."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from rostra.access import Actor
from rostra.people.actors import actor_of, actors_of
from rostra.people.devices import device_of
from rostra.people.models import Account, Login
from rostra.records import now
from rostra.settings import Settings
from rostra.work import Work

SEEN_EVERY = dt.timedelta(minutes=5)
"""How exactly the last use of a login is known; more exactly would be a write for each reading."""


@dataclass(frozen=True, slots=True)
class Terms:
    """After how long without use, and after how long at all, a login ends."""

    idle: dt.timedelta
    longest: dt.timedelta

    @classmethod
    def of(cls, settings: Settings) -> "Terms":
        """The terms that an installation has set."""
        return cls(
            dt.timedelta(minutes=settings.login_idle_minutes),
            dt.timedelta(days=settings.login_days),
        )


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Who is behind a cookie, and whether the cookie should be seen to."""

    account_id: UUID
    display_name: str
    language: str
    actor: Actor
    stale: bool
    """Whether its last use should be noted."""
    changed: bool
    """Whether the account may do other things than when the cookie was issued: rotate it."""


def hash_of(token: str) -> str:
    """What we know of a cookie: enough to recognise it, not enough to make it."""
    return hashlib.sha256(token.encode()).hexdigest()


def powers_hash(actor: Actor) -> str:
    """What an actor may do and read, in one word that changes with it."""
    powers = sorted(
        f"{place}={permission}" for place, held in actor.grants.items() for permission in held
    )
    return hashlib.sha256(" ".join([*powers, *sorted(actor.tokens)]).encode()).hexdigest()


async def issue(
    work: Work, account: Account, terms: Terms, browser: str = "", former: Login | None = None
) -> str:
    """A new login of the account, and the only copy of its cookie.

    In the place of a former login it is known by the device of that, and lasts no longer.
    """
    token = secrets.token_urlsafe(32)
    actor = await actor_of(work.db, account, work.today)
    work.add(
        Login(
            token_hash=hash_of(token),
            account_id=account.id,
            created=former.created if former else work.now,
            ends=former.ends if former else work.now + terms.longest,
            device=former.device if former else device_of(browser),
            powers_hash=powers_hash(actor),
        )
    )
    return token


async def renew(work: Work, token: str, terms: Terms) -> str | None:
    """Another cookie for the same login, which must not live longer for it; None if it ended."""
    login = await login_of(work.db, token, terms)
    if login is None:
        return None
    account = await work.db.get(Account, login.account_id)
    await end(work, token)
    return await issue(work, account, terms, former=login) if account else None


async def end(work: Work, token: str) -> None:
    """Let the cookie be worth nothing from now on."""
    await work.change(sa.delete(Login).where(Login.token_hash == hash_of(token)))


async def end_all(work: Work, account_id: UUID) -> None:
    """End every login of an account."""
    await work.change(sa.delete(Login).where(Login.account_id == account_id))


async def forget_ended(work: Work, terms: Terms) -> None:
    """Remove the logins that ended by themselves."""
    over = sa.or_(Login.ends <= work.now, Login.seen <= work.now - terms.idle)
    await work.change(sa.delete(Login).where(over))


async def note_use(work: Work, token: str) -> None:
    """Write down that the login was used just now."""
    await work.change(
        sa.update(Login).where(Login.token_hash == hash_of(token)).values(seen=work.now)
    )


async def login_of(db: AsyncSession, token: str, terms: Terms) -> Login | None:
    """The login behind a cookie that we issued, unless it has ended."""
    moment = now()
    return await db.scalar(
        sa.select(Login).where(
            Login.token_hash == hash_of(token),
            Login.ends > moment,
            Login.seen > moment - terms.idle,
        )
    )


async def who_is(db: AsyncSession, token: str, terms: Terms, today: dt.date) -> LoggedIn | None:
    """Who is behind a cookie today; None for a cookie that is not ours, or over."""
    login = await login_of(db, token, terms)
    account = await db.get(Account, login.account_id) if login else None
    if login is None or account is None or not account.active:
        return None
    actor = await actor_of(db, account, today)
    return LoggedIn(
        account.id,
        account.display_name,
        account.language,
        actor,
        stale=login.seen < now() - SEEN_EVERY,
        changed=login.powers_hash != powers_hash(actor),
    )


async def who_are(
    db: AsyncSession, tokens: Collection[str], terms: Terms, today: dt.date
) -> dict[str, Actor]:
    """Who is behind each of many cookies today; one that is not ours, or over, is left out."""
    hashes = {hash_of(token): token for token in tokens}
    moment = now()
    rows = await db.execute(
        sa.select(Login.token_hash, Account)
        .join(Account, Account.id == Login.account_id)
        .where(
            Login.token_hash.in_(hashes),
            Login.ends > moment,
            Login.seen > moment - terms.idle,
            Account.active,
        )
    )
    found = {hashes[hash]: account for hash, account in rows}
    actors = await actors_of(db, {one.id: one for one in found.values()}.values(), today)
    return {token: actors[account.id] for token, account in found.items()}
