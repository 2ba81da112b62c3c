"""How often a deed may be done: by account, by recipient, and by neighbourhood of the network."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from rostra.admission.keys import key_named, signature
from rostra.admission.models import Deed, SigningKey, Trace
from rostra.errors import NotPermitted
from rostra.people.attempts import neighbourhood, take_turns
from rostra.people.models import Account
from rostra.work import Work

WINDOW = dt.timedelta(hours=1)
"""How long a deed counts. Traces go with the next deed after that."""
TOO_OFTEN = "There was too much at once. Please wait an hour and send again."
DAILY = "traces of "


@dataclass(frozen=True, slots=True)
class Rate:
    """How many deeds of a kind pass within the window."""

    account: int
    """By one account that is logged in."""
    recipient: int
    """In the name of one address by whoever: each may send its owner a letter."""
    neighbourhood: int
    """From one neighbourhood; a school or an office shares one."""
    unproven: int
    """From one neighbourhood without a proof of work."""


RATES = {
    Deed.COMMENT: Rate(account=60, recipient=10, neighbourhood=200, unproven=10),
    Deed.SUPPORT: Rate(account=300, recipient=20, neighbourhood=600, unproven=20),
    Deed.REPORT: Rate(account=20, recipient=5, neighbourhood=60, unproven=5),
    Deed.PICTURE: Rate(account=60, recipient=5, neighbourhood=60, unproven=60),
    Deed.NOTICE: Rate(account=30, recipient=10, neighbourhood=60, unproven=10),
    Deed.POLL_ANSWER: Rate(account=60, recipient=10, neighbourhood=300, unproven=10),
    Deed.FOLLOW: Rate(account=100, recipient=10, neighbourhood=100, unproven=5),
    Deed.LETTER: Rate(account=5, recipient=3, neighbourhood=30, unproven=5),
}


async def count(
    work: Work,
    deed: Deed,
    address: str,
    account: Account | None,
    *,
    own: bool,
    proven: bool,
    known: bool = False,
) -> None:
    """Count a deed before it is done; NotPermitted when there were too many of its kind.

    What strangers do in the name of an address never uses up what its owner may do, and who is
    known, by an office or a confirmed account, answers for themselves and not for neighbours.
    """
    rate = RATES[deed]
    near = neighbourhood(address)
    limits = [] if known else [(f"near {near}", rate.neighbourhood)]
    if not proven:
        limits.append((f"unproven {near}", rate.unproven))
    if account is not None:
        who = f"account {account.id}" if own else f"recipient {account.id}"
        limits.append((who, rate.account if own else rate.recipient))
    await forget(work)
    spelled = [(await hashes_of(work, source), most) for source, most in limits]
    await take_turns(work, [(hashes[0], most) for hashes, most in spelled])
    for hashes, most in spelled:
        if await work.count(traces_of(work, hashes).where(Trace.deed == deed)) >= most:
            raise NotPermitted(TOO_OFTEN)
    work.add(*(Trace(deed=deed, source_hash=hashes[0], at=work.now) for hashes, _ in spelled))
    await work.flush()


async def done_lately(work: Work, account: Account) -> int:
    """How many deeds of any kind were done within the window by or in the name of the account."""
    found = 0
    for who in ("account", "recipient"):
        hashes = await hashes_of(work, f"{who} {account.id}")
        found += await work.count(traces_of(work, hashes))
    return found


def traces_of(work: Work, hashes: list[str]) -> sa.Select[Trace]:
    """What a source did within the window."""
    return sa.select(Trace).where(Trace.source_hash.in_(hashes), Trace.at > work.now - WINDOW)


async def hashes_of(work: Work, source: str) -> list[str]:
    """A source as it is kept today and as it was kept yesterday: the key changes every day."""
    days = (work.now.date(), (work.now - WINDOW).date())
    return [signature(await key_named(work, f"{DAILY}{day}"), source) for day in days]


async def forget(work: Work) -> None:
    """Delete what counts no more, and the keys without which it says nothing."""
    await work.change(sa.delete(Trace).where(Trace.at <= work.now - WINDOW))
    oldest = f"{DAILY}{(work.now - WINDOW).date()}"
    await work.change(
        sa.delete(SigningKey).where(SigningKey.name.startswith(DAILY), SigningKey.name < oldest)
    )
