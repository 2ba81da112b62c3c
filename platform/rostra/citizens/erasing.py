"""Being forgotten: the account goes, and of what was said what the person chooses (DP-3)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, Office, Permission, system
from rostra.citizens.events import PersonForgotten
from rostra.citizens.holdings import HOLDINGS, Fate, Subject
from rostra.citizens.models import Erasure, Manner
from rostra.citizens.words import (
    forget_comments,
    forget_reports,
    forget_supports,
    running_polls,
)
from rostra.comments.models import Comment
from rostra.database import Database
from rostra.errors import Conflict, Invalid, NotFound
from rostra.files.models import Upload
from rostra.jobs import Job, enqueue
from rostra.notifications.models import Letter, LetterState
from rostra.organizations.models import Membership
from rostra.people import attempts
from rostra.people.models import Account, LoginAttempt
from rostra.people.passwords import fits
from rostra.people.services import present_account
from rostra.reports.models import Report, ReportPhoto
from rostra.work import Work

CLEAR = "citizens.clear"
"""The name of the job that leaves nothing of the words on the disks."""
LEAST_NAME = 4
"""Shorter names are in too many letters to look for."""
NIL = UUID(int=0)
LAST = (
    "This account is the last that keeps the city's offices. Entrust somebody else with the "
    "administration first."
)


async def erase_own_account(
    database: Database, account_id: UUID, email: str, password: str, manner: Manner, address: str
) -> Erasure:
    """Forget whoever is logged in, who has typed their address again, and their password."""
    async with database.reading(system) as work:
        account = await present_account(work, account_id)
    async with database.work(system) as work:
        marks = await attempts.count(work, account.email, address)
    if email.strip().lower() != account.email:
        raise Invalid("email", "This is not the address of your account.")
    if account.password_hash is not None and not await fits(password, account.password_hash):
        raise Invalid("password", "This is not your password.")
    async with database.work(system) as work:
        await attempts.forgive(work, account.email, address, marks)
        return await erase_account(work, account_id, manner)


async def erase_account(work: Work, account_id: UUID, manner: Manner) -> Erasure:
    """Forget somebody: account, letters, consents and what else only they had go for good.

    Minutes, votes by name and resolutions stay, and so does a mandate: they are public record.
    """
    work.authorize_within(Permission.ACCOUNT_ERASE)
    account = await work.db.get(Account, account_id)
    if account is None:
        raise NotFound
    await refuse_the_last(work, account)

    house = await work.as_the_system()
    pictures = await pictures_of(house, account.id)
    told = await forget(house, account, delete=manner == Manner.DELETE)
    erasure = Erasure(former_id=account_id, manner=manner, at=work.now)
    work.add(erasure)
    await work.flush()
    work.record(replace(told, erasure=erasure.id))
    await enqueue(work, CLEAR, {"photos": pictures}, f"{CLEAR}:{erasure.id}")
    return erasure


async def forget(work: Work, account: Account, *, delete: bool) -> PersonForgotten:
    """Take an account out of everything in which it is; what is different since.

    For erase_account, which has asked whether it may.
    """
    work.authorize_within(Permission.ACCOUNT_ERASE)
    subject = Subject(account.id, account.person_id)
    names = await names_of(work, account)
    polls = await running_polls(work, account.id)
    supported = await forget_supports(work, account.id)
    await clear_details(work, subject)
    comments = await forget_comments(work, account.id, delete)
    reports = await forget_reports(work, account.id, delete)
    await detach(work, subject)
    things = [*(one.id for one in comments), *(one.id for one in reports)]
    await forget_in_letters(work, account, names, things)
    await forget_attempts(work, account)
    await work.flush()
    await work.change(sa.delete(Account).where(Account.id == account.id))
    work.db.expunge(account)
    return PersonForgotten(
        NIL,
        subject.account_id,
        tuple({one.id for one in (*comments, *supported)}),
        tuple({one.thread_id for one in comments if one.thread_id}),
        tuple(one.id for one in reports),
        tuple(polls),
    )


async def pictures_of(work: Work, account_id: UUID) -> list[str]:
    """The digests of the pictures that somebody added to reports and of what they uploaded."""
    mine = sa.select(Report.id).where(Report.author_id == account_id)
    photos = sa.select(ReportPhoto.content_hash).where(ReportPhoto.report_id.in_(mine))
    sent = sa.select(Upload.content_hash).where(Upload.account_id == account_id)
    return [one for one in (*await work.fetch(photos), *await work.fetch(sent)) if one]


async def erase_again(work: Work, former_id: UUID, manner: Manner) -> bool:
    """Forget somebody once more whom a restored backup has brought back; whether it had."""
    work.authorize_within(Permission.ACCOUNT_ERASE)
    if await work.db.get(Account, former_id) is None:
        return False
    await erase_account(work, former_id, manner)
    return True


async def erasures(work: Work) -> list[Erasure]:
    """Who was erased, by the ids that the accounts had, for the list kept beside the backups."""
    work.authorize_within(Permission.ACCOUNT_ERASE)
    return await work.fetch(sa.select(Erasure).order_by(Erasure.at, Erasure.id))


async def refuse_the_last(work: Work, account: Account) -> None:
    """Refuse to erase the last account that governs a body: nobody could entrust anybody then."""
    governs = (
        sa.select(Membership.body_id)
        .join(Account, Account.person_id == Membership.person_id)
        .where(
            Membership.office == Office.ADMINISTRATOR,
            Membership.audience_id != NOBODY,
            sa.or_(Membership.end_date.is_(None), Membership.end_date >= work.today),
            Account.active,
        )
    )
    bodies = set(await work.fetch(governs.where(Account.id == account.id)))
    others = set(await work.fetch(governs.where(Account.id != account.id)))
    if bodies - others:
        raise Conflict(LAST)


async def names_of(work: Work, account: Account) -> set[str]:
    """What somebody is called in letters to others: names, pseudonyms and the address."""
    used = await work.fetch(
        sa.select(Comment.author_name).where(Comment.author_id == account.id).distinct()
    )
    known = {account.email, account.display_name, *used}
    return {name for name in known if name and len(name) >= LEAST_NAME}


async def clear_details(work: Work, subject: Subject) -> None:
    """Delete what only they had, part before whole; the account itself comes last."""
    for holding in HOLDINGS:
        if holding.fate == Fate.DELETED and holding.table not in ("accounts", "letters"):
            await work.change(sa.delete(holding.records).where(holding.of(subject)))
    parts = sa.select(Letter.id).where(Letter.account_id == subject.account_id)
    await work.change(sa.update(Letter).where(Letter.digest_id.in_(parts)).values(digest_id=None))
    await work.change(sa.delete(Letter).where(Letter.account_id == subject.account_id))


async def detach(work: Work, subject: Subject) -> None:
    """Let what they did for the office stand without them."""
    for holding in HOLDINGS:
        if holding.fate == Fate.DETACHED:
            values: dict[str, Any] = dict.fromkeys(holding.columns)
            values |= dict.fromkeys(holding.emptied, "")
            mine = sa.update(holding.records).where(holding.of(subject))
            await work.change(mine.values(values))


async def forget_in_letters(
    work: Work, account: Account, names: set[str], things: list[UUID]
) -> None:
    """Empty the letters to others that name them or lead to what they wrote."""
    fields = (Letter.subject, Letter.text, Letter.html)
    told: list[sa.ColumnElement[bool]] = [
        field.contains(word, autoescape=True)
        for field in fields
        for word in sorted({*names, *(str(one) for one in things)})
    ]
    if not told:
        return
    unsent = Letter.state.in_((LetterState.WAITING, LetterState.GATHERED))
    empty: dict[str, Any] = {"subject": "", "text": "", "html": "", "details": None}
    for part in (told[start : start + 100] for start in range(0, len(told), 100)):
        found = sa.update(Letter).where(Letter.account_id != account.id, sa.or_(*part))
        await work.change(found.where(unsent).values(**empty, state=LetterState.FAILED))
        await work.change(found.values(**empty))


async def forget_attempts(work: Work, account: Account) -> None:
    """Forget tries to log in at the account, and errors that name its address."""
    at_account = attempts.hashed_source(f"account {account.email}")
    await work.change(sa.delete(LoginAttempt).where(LoginAttempt.source_hash == at_account))
    named = Job.failure.contains(account.email, autoescape=True)
    await work.change(sa.update(Job).where(named).values(failure=None))


async def account_with(work: Work, email: str) -> Account:
    """The account with an address, open or closed; NotFound when there is none."""
    work.authorize_within(Permission.ACCOUNT_ERASE)
    found = await work.first(sa.select(Account).where(Account.email == email.strip().lower()))
    if found is None:
        raise NotFound("There is no account with this address.")
    account: Account = found
    return account
