"""Creating accounts; logging in and out; changing a password."""

import re
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Office, Permission, role_token, system
from rostra.database import Database
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.organizations.models import Body, Membership, Organization
from rostra.people import attempts, logins
from rostra.people.events import AccountCreated, AdministratorMade, PasswordChanged
from rostra.people.logins import Terms
from rostra.people.models import Account, Person
from rostra.people.passwords import fits, hashed, outdated, refuse_weak
from rostra.people.powers import refuse_for_oneself, refuse_greater
from rostra.rich_text import cleaned_text
from rostra.work import Work

EMAIL = re.compile(r"[^@\s<>\"\x00-\x1f]{1,64}@[^@\s<>\"\x00-\x1f]{1,189}")
LONGEST_NAME = 60
ADMINISTRATION = "Administration"
WRONG = "This e-mail address and this password do not belong together."


def normalised_email(email: str) -> str:
    """The one spelling of an e-mail address; Invalid for what cannot be one."""
    email = email.strip().lower()
    if not EMAIL.fullmatch(email):
        raise Invalid("email", "This is not an e-mail address.")
    return email


async def create_account(
    work: Work,
    email: str,
    display_name: str,
    password_hash: str | None = None,
    person_id: UUID | None = None,
    body_id: UUID | None = None,
    language: str = "de",
) -> Account:
    """Let somebody log in; with a person of the council behind it, what they may do follows.

    `password_hash` comes from `prepared_password`; without one nobody can log in yet.
    """
    person = await work.find(Person, person_id) if person_id else None
    place = person.body_id if person else body_id
    work.authorize_within(Permission.ACCOUNT_CREATE, *([place] if place else []))
    if person is not None:
        await refuse_greater(work, person.id)
    email, display_name = normalised_email(email), " ".join(cleaned_text(display_name).split())
    if not 0 < len(display_name) <= LONGEST_NAME:
        raise Invalid("displayName", f"A name has 1 to {LONGEST_NAME} characters.")
    if await work.first(sa.select(Account.id).where(Account.email == email)):
        raise Conflict("There is an account with this e-mail address already.")

    account = Account(
        email=email,
        display_name=display_name,
        password_hash=password_hash,
        person_id=person_id,
        language=language,
    )
    work.add(account)
    await work.flush()
    work.record(AccountCreated(account.id))
    return account


async def make_administrator(work: Work, account_id: UUID, body_id: UUID) -> Membership:
    """Let an account govern a body: a membership with that office, seen by administrators alone."""
    work.authorize_within(Permission.OFFICE_ENTRUST, body_id)
    account = await present_account(work, account_id)
    refuse_for_oneself(work, account.person_id)
    body = await work.find(Body, body_id)
    within = await work.audience({role_token(Office.ADMINISTRATOR, body.id)})
    if account.person_id is None:
        person = Person(body_id=body.id, name=account.display_name, audience_id=within)
        work.add(person)
        await work.flush()
        account.person_id = person.id
    office = Organization(body_id=body.id, name=ADMINISTRATION, audience_id=within)
    work.add(office)
    await work.flush()
    membership = Membership(
        body_id=body.id,
        person_id=account.person_id,
        organization_id=office.id,
        office=Office.ADMINISTRATOR,
        audience_id=within,
    )
    work.add(membership)
    await work.flush()
    work.record(AdministratorMade(account.id, membership.id))
    return membership


async def prepared_password(password: str, *known: str) -> str:
    """A new password as it is kept, made before the transaction since it takes its time."""
    refuse_weak(password, *known)
    return await hashed(password)


async def log_in(
    database: Database,
    email: str,
    password: str,
    address: str,
    terms: Terms,
    previous: str | None = None,
    browser: str = "",
) -> str:
    """A new cookie for somebody who knows the password; the cookie held before ends.

    NotPermitted with the same sentence, after the same time, whatever of it is wrong.
    """
    email = email.strip().lower()[:300]
    async with database.work(system) as work:
        marks = await attempts.count(work, email, address)
    async with database.reading(system) as work:
        account = await work.first(sa.select(Account).where(Account.email == email))
    kept = account.password_hash if account and account.active else None
    if not await fits(password, kept):
        raise NotPermitted(WRONG)

    renewed = await hashed(password) if kept and outdated(kept) else None
    async with database.work(system) as work:
        await attempts.forgive(work, email, address, marks)
        await logins.forget_ended(work, terms)
        if previous:
            await logins.end(work, previous)
        account = await present_account(work, account.id)
        if renewed:
            account.password_hash = renewed
        return await logins.issue(work, account, terms, browser)


async def log_out(work: Work, token: str) -> None:
    """End the login behind a cookie, for good and on the server."""
    await logins.end(work, token)


async def end_other_logins(work: Work, token: str, terms: Terms) -> str:
    """End every login of the actor's account but this one, which gets another cookie."""
    account = await own_account(work)
    login = await logins.login_of(work.db, token, terms)
    await logins.end_all(work, account.id)
    return await logins.issue(work, account, terms, former=login)


async def change_password(
    database: Database,
    account_id: UUID,
    old: str,
    new: str,
    address: str,
    terms: Terms,
    browser: str = "",
) -> str:
    """Another password for somebody who knows the old one; all logins end, and one begins."""
    async with database.reading(system) as work:
        account = await present_account(work, account_id)
    async with database.work(system) as work:
        marks = await attempts.count(work, account.email, address)
    if not await fits(old, account.password_hash):
        raise Invalid("oldPassword", "This is not your present password.")
    kept = await prepared_password(new, account.email, account.display_name)

    async with database.work(system) as work:
        await attempts.forgive(work, account.email, address, marks)
        account = await present_account(work, account_id)
        account.password_hash, account.modified = kept, work.now
        await logins.end_all(work, account.id)
        work.record(PasswordChanged(account.id))
        return await logins.issue(work, account, terms, browser)


async def own_account(work: Work) -> Account:
    """The account of the actor; NotPermitted for who is not logged in."""
    if work.actor.account_id is None:
        raise NotPermitted("Please log in.")
    return await present_account(work, work.actor.account_id)


async def present_account(work: Work, account_id: UUID) -> Account:
    """The account with this id, as long as it is open."""
    account = await work.db.get(Account, account_id)
    if account is None or not account.active:
        raise NotFound
    return account
