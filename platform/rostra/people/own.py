"""What everybody does with their own account: name, language, and the logins that are open."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from rostra.errors import Invalid, NotFound, NotPermitted
from rostra.people.confirming import given_name
from rostra.people.events import AccountChanged
from rostra.people.logins import Terms, hash_of
from rostra.people.models import Account, Login
from rostra.people.services import own_account
from rostra.work import Work

LANGUAGES = ("de", "en")
"""In which letters are written."""


@dataclass(frozen=True, slots=True)
class OpenLogin:
    """A login of one's own that has not ended."""

    mark: str
    """By what it is named to its owner; it opens nothing."""
    login: Login
    current: bool
    """Whether it is the one with which its owner asks."""


async def change_own_account(work: Work, display_name: str, language: str) -> Account:
    """Another name from now on, and another language of letters; what was said keeps its name."""
    account = await own_account(work)
    try:
        name = given_name(display_name)
    except Invalid as unfit:
        raise Invalid("displayName", unfit.sentence) from unfit
    if language not in LANGUAGES:
        raise Invalid("language", "Letters are written in German or in English.")
    if (name, language) != (account.display_name, account.language):
        account.display_name, account.language, account.modified = name, language, work.now
        work.record(AccountChanged(account.id))
    return account


async def open_logins(work: Work, token: str, terms: Terms) -> Sequence[OpenLogin]:
    """The logins of the actor's account that have not ended, the last used first."""
    if work.actor.account_id is None:
        raise NotPermitted("Please log in.")
    found = await work.fetch(
        sa.select(Login)
        .where(
            Login.account_id == work.actor.account_id,
            Login.ends > work.now,
            Login.seen > work.now - terms.idle,
        )
        .order_by(Login.seen.desc(), Login.created.desc())
    )
    own = hash_of(token)
    told = [OpenLogin(mark_of(one), one, one.token_hash == own) for one in found]
    return sorted(told, key=lambda one: not one.current)


async def end_own_login(work: Work, mark: str) -> None:
    """End one login of the actor's account, at once and on whatever device it is."""
    account = await own_account(work)
    mine = await work.fetch(sa.select(Login).where(Login.account_id == account.id))
    wanted = [one.token_hash for one in mine if mark_of(one) == mark]
    if not wanted:
        raise NotFound("This login is over already.")
    await work.change(sa.delete(Login).where(Login.token_hash.in_(wanted)))


def mark_of(login: Login) -> str:
    """The name of a login for its owner, from which its cookie cannot be told."""
    return hashlib.sha256(b"login mark " + login.token_hash.encode()).hexdigest()[:16]
