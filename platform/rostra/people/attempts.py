"""Tries to log in are counted and limited, per account and per neighbourhood of the network."""

import datetime as dt
import hashlib
import ipaddress
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from rostra.errors import NotPermitted
from rostra.people.models import LoginAttempt
from rostra.work import Work

WINDOW = dt.timedelta(minutes=15)
"""How long a try counts, and how long anything of it is kept."""

FROM_HERE = 5
"""Tries at one account from one neighbourhood."""
AT_ACCOUNT = 30
"""Tries at one account from anywhere: nobody locks somebody else out with a handful."""
FROM_NEIGHBOURHOOD = 60
"""Failed tries from one neighbourhood at whatever accounts; a town hall shares one address."""

TOO_MANY = "There were too many attempts. Please wait a quarter of an hour and try again."


def neighbourhood(address: str) -> str:
    """The part of an address that one household or office holds; all unknown ones are one."""
    try:
        host = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(host, ipaddress.IPv6Address) and host.ipv4_mapped:
        host = host.ipv4_mapped
    return str(ipaddress.ip_network((host, 24 if host.version == 4 else 56), strict=False))


def limits_of(email: str, address: str) -> list[tuple[str, int]]:
    """What a try counts against, hashed, with the number of tries that each allows.

    Each source says what it is: an address could be typed that reads like another's source.
    """
    near = neighbourhood(address)
    return [
        (hashed_source(f"here {near} {email}"), FROM_HERE),
        (hashed_source(f"account {email}"), AT_ACCOUNT),
        (hashed_source(f"neighbourhood {near}"), FROM_NEIGHBOURHOOD),
    ]


def hashed_source(source: str) -> str:
    """A source of tries as it is kept, for the window's length only."""
    return hashlib.sha256(b"login attempt " + source.encode()).hexdigest()


async def count(work: Work, email: str, address: str) -> list[UUID]:
    """Count a try before it is made, so that many at once do not slip through; its marks.

    NotPermitted when there were too many, whether the account exists or not.
    """
    limits = limits_of(email, address)
    await take_turns(work, limits)
    await work.change(sa.delete(LoginAttempt).where(LoginAttempt.at < work.now - WINDOW))
    for source, most in limits:
        mine = sa.select(LoginAttempt.id).where(LoginAttempt.source_hash == source)
        if await work.count(mine) >= most:
            raise NotPermitted(TOO_MANY)
    marks = [LoginAttempt(source_hash=source) for source, _ in limits]
    work.add(*marks)
    await work.flush()
    return [mark.id for mark in marks]


async def forgive(work: Work, email: str, address: str, marks: Sequence[UUID]) -> None:
    """Forget the tries at an account that somebody has entered; others' tries stay counted."""
    here, at_account, _ = (source for source, _ in limits_of(email, address))
    forgotten = sa.or_(LoginAttempt.source_hash.in_((here, at_account)), LoginAttempt.id.in_(marks))
    await work.change(sa.delete(LoginAttempt).where(forgotten))


async def take_turns(work: Work, limits: list[tuple[str, int]]) -> None:
    """Let tries against the same limit count one after the other (SQLite does so by itself)."""
    if work.db.get_bind().dialect.name != "postgresql":
        return
    for key in sorted(int(source[:15], 16) for source, _ in limits):
        await work.rows(sa.select(sa.func.pg_advisory_xact_lock(key)))
