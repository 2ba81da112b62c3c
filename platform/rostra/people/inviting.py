"""Accounts for persons of the council: inviting, taking into use, changing and closing them."""

import datetime as dt
import secrets
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission, system
from rostra.database import Database
from rostra.errors import Conflict, NotFound
from rostra.people import logins
from rostra.people.events import AccountChanged, AccountInvited, AccountTaken
from rostra.people.logins import Terms, hash_of
from rostra.people.models import Account, AccountInvitation, Person
from rostra.people.powers import keeps_the_house, refuse_greater
from rostra.people.services import create_account, normalised_email, prepared_password
from rostra.work import Work

LASTS = dt.timedelta(days=14)
"""How long the link in an invitation can be used."""
OVER = "This link was used already or has ended. Ask the council office for another one."


async def invite_person(work: Work, person_id: UUID, email: str, language: str = "de") -> Account:
    """Give a person an account, or invite again; the letter with the link follows."""
    person = await work.find(Person, person_id)
    work.authorize(Permission.ACCOUNT_CREATE, person)
    await refuse_greater(work, person.id)
    account: Account | None = await work.first(
        sa.select(Account).where(Account.person_id == person.id)
    )
    if account is None:
        name = (person.name or person.family_name or "")[:60]
        account = await create_account(work, email, name, person_id=person.id, language=language)
    elif not account.active:
        raise Conflict("The account of this person is closed. Open it again first.")
    elif account.password_hash is not None:
        raise Conflict("This person uses the account already.")
    elif account.email != normalised_email(email):
        await set_email(work, account, email)
    await revoke(work, account.id)
    work.record(AccountInvited(account.id))
    return account


async def issue_invitation(work: Work, account_id: UUID) -> str | None:
    """The token for the link, made when the letter is composed; only its hash is kept.

    Links made before end with it. None when there is nothing to invite to any more.
    For the system alone, which writes the letters.
    """
    work.authorize_within(Permission.ACCOUNT_CREATE)
    account = await work.db.get(Account, account_id)
    if account is None or not account.active or account.password_hash is not None:
        return None
    await revoke(work, account.id)
    token = secrets.token_urlsafe(32)
    work.add(
        AccountInvitation(token_hash=hash_of(token), account_id=account.id, ends=work.now + LASTS)
    )
    return token


async def revoke(work: Work, account_id: UUID) -> None:
    """Let no link to the account that was sent before be used any more."""
    await work.change(
        sa.update(AccountInvitation)
        .where(AccountInvitation.account_id == account_id, AccountInvitation.used.is_(None))
        .values(used=work.now)
    )


async def invited(work: Work, token: str) -> Account:
    """Whose account a link opens; Conflict when it was used, or ended."""
    found = await work.first(
        sa.select(AccountInvitation)
        .where(
            AccountInvitation.token_hash == hash_of(token),
            AccountInvitation.used.is_(None),
            AccountInvitation.ends > work.now,
        )
        .with_for_update()
    )
    account = await work.db.get(Account, found.account_id) if found else None
    if account is None or not account.active:
        raise Conflict(OVER)
    return account


async def take_account(
    database: Database, token: str, password: str, terms: Terms, browser: str = ""
) -> str:
    """Choose the password of an account with the link of its invitation, once; a cookie follows."""
    async with database.work(system) as work:
        account = await invited(work, token)
    kept = await prepared_password(password, account.email, account.display_name)
    async with database.work(system) as work:
        account = await invited(work, token)
        account.password_hash, account.modified = kept, work.now
        await revoke(work, account.id)
        await logins.end_all(work, account.id)
        work.record(AccountTaken(account.id))
        return await logins.issue(work, account, terms, browser)


async def kept_account(work: Work, account_id: UUID) -> Account:
    """An account that the actor may change: of a person of the body, with no greater office."""
    account = await work.db.get(Account, account_id)
    if account is None or account.person_id is None:
        raise NotFound
    person = await work.find(Person, account.person_id)
    work.authorize(Permission.ACCOUNT_CREATE, person)
    await refuse_greater(work, person.id)
    return account


async def closable_account(work: Work, account_id: UUID) -> Account:
    """An account that the actor may close: one that they keep; any for who keeps the house.

    Otherwise whoever founds a body, and holds the only office there, could never be closed out.
    """
    account = await work.db.get(Account, account_id)
    if account is not None and await keeps_the_house(work):
        return account
    return await kept_account(work, account_id)


async def change_email(work: Work, account_id: UUID, email: str) -> Account:
    """Let somebody log in with another address; their open logins and links end."""
    account = await kept_account(work, account_id)
    await set_email(work, account, email)
    return account


async def set_email(work: Work, account: Account, email: str) -> None:
    """Another address of an account that nobody else uses."""
    email = normalised_email(email)
    taken = sa.select(Account.id).where(Account.email == email, Account.id != account.id)
    if await work.first(taken):
        raise Conflict("There is an account with this e-mail address already.")
    account.email, account.modified = email, work.now
    await logins.end_all(work, account.id)
    await revoke(work, account.id)
    work.record(AccountChanged(account.id))


async def close_account(work: Work, account_id: UUID) -> Account:
    """Let nobody log in with the account any more; open logins end at this moment."""
    account = await closable_account(work, account_id)
    account.active, account.modified = False, work.now
    await logins.end_all(work, account.id)
    await revoke(work, account.id)
    work.record(AccountChanged(account.id))
    return account


async def reopen_account(work: Work, account_id: UUID) -> Account:
    """Let somebody log in again with an account that was closed."""
    account = await closable_account(work, account_id)
    account.active, account.modified = True, work.now
    work.record(AccountChanged(account.id))
    return account
