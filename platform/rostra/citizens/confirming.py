"""What becomes of something when its author opens the link in the letter."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import sqlalchemy as sa

from rostra.admission.entering import Visit, admit
from rostra.admission.models import Deed
from rostra.citizens.waiting import SHOWN, Shown
from rostra.comments.models import Comment
from rostra.comments.services import release_comment
from rostra.notifications.following import release_following
from rostra.notifications.models import Following
from rostra.people import logins
from rostra.people.confirming import ask_to_confirm, redeem, unused
from rostra.people.logins import Terms
from rostra.people.models import Account, Confirmation
from rostra.people.services import normalised_email
from rostra.polls.answering import release_answer
from rostra.polls.models import PollAnswer
from rostra.reports.models import Report
from rostra.reports.writing import release_report
from rostra.work import Work

PATH = re.compile(r"/(?!/)[\w/.?=&%#-]{0,300}", re.ASCII)
"""A page of this site; nothing that could lead elsewhere."""


@dataclass(frozen=True)
class Waiting:
    """A kind of thing that waits for its author's letter, and what lets it in."""

    model: type[Any]
    release: Callable[[Work, UUID, Account], Awaitable[object]]


RELEASE: Mapping[str, Waiting] = {
    Comment.kind: Waiting(Comment, release_comment),
    PollAnswer.kind: Waiting(PollAnswer, release_answer),
    Report.kind: Waiting(Report, release_report),
    Following.kind: Waiting(Following, release_following),
}
"""By the kind of the thing, one line each."""


@dataclass(frozen=True)
class ToConfirm:
    """What a link confirms, for the page that asks before it does."""

    thing_kind: str | None
    shown: Shown
    """All that was written; empty where the link only logs in."""
    email: str
    guarded: bool
    """Whether the account has a password or an office: then the link does not log in."""


@dataclass(frozen=True)
class Confirmed:
    """Where a used link leads, and the login that begins with it."""

    path: str
    cookie: str | None
    """None for an account that has a password: the link released one thing and no more."""


async def what_waits(work: Work, token: str) -> ToConfirm | None:
    """What a link confirms; None when it was used, or has ended."""
    house = await work.as_the_system()
    asked: Confirmation | None = await house.first(unused(house, token))
    if asked is None:
        return None
    account = await house.db.get(Account, asked.account_id)
    waiting = RELEASE.get(asked.thing_kind or "")
    thing = await house.db.get(waiting.model, asked.thing_id) if waiting else None
    shown = await SHOWN[str(asked.thing_kind)](house, thing) if thing is not None else Shown()
    email = account.email if account else ""
    return ToConfirm(asked.thing_kind, shown, email, account is None or guarded(account))


def guarded(account: Account) -> bool:
    """Whether a letter alone must not log in: there is a password, or an office behind it."""
    return account.password_hash is not None or account.person_id is not None


async def confirm(work: Work, token: str, terms: Terms, browser: str = "") -> Confirmed:
    """Use a link: its thing is let in, and its author is logged in where no password guards that.

    Whoever holds the letter may do it; what one address wrote is never released by another.
    """
    house = await work.as_the_system()
    asked, account = await redeem(house, token)
    if asked.thing_kind is not None and asked.thing_id is not None:
        await RELEASE[asked.thing_kind].release(house, asked.thing_id, account)
    cookie = None if guarded(account) else await logins.issue(house, account, terms, browser)
    return Confirmed(asked.path, cookie)


async def ask_to_log_in(work: Work, email: str, path: str, visit: Visit) -> None:
    """Send a link to log in to who has an account without a password; the same is said to all.

    Those with a password are told by the letter to use it.
    """
    address = normalised_email(email)
    recipient = Account(id=uuid5(NAMESPACE_URL, address), email=address)
    await admit(work, Deed.LETTER, visit, recipient)
    house = await work.as_the_system()
    account = await house.first(
        sa.select(Account).where(Account.email == address, Account.active.is_(True))
    )
    if account is not None:
        await ask_to_confirm(work, account, path if PATH.fullmatch(path) else "/")
