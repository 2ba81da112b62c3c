"""Giving notice of something (NOT-1, Art. 16 DSA): anybody can, and gets a receipt."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Office, Permission, account_token, role_token
from rostra.admission.entering import Sender, admit
from rostra.admission.models import Deed
from rostra.errors import Invalid
from rostra.moderation.events import ContentNoticed
from rostra.moderation.models import Notice, NoticeReason
from rostra.moderation.targets import target_of
from rostra.organizations.models import Body
from rostra.people.confirming import author_of, given_name
from rostra.people.models import Account
from rostra.rich_text import cleaned_text
from rostra.work import Work

LONGEST_WORDS = 5_000
LONGEST_LAW = 300


@dataclass(frozen=True)
class Complaint:
    """What somebody says is wrong with something."""

    reason: NoticeReason
    words: str
    law: str = ""
    good_faith: bool = False


async def give_notice(
    work: Work, thing_kind: str, thing_id: UUID, complaint: Complaint, sender: Sender
) -> Notice:
    """Give notice of something; the moderators and who gave it read it, and nobody else.

    NOT-1: a reason in words, name and address (not for the abuse of children), good faith.
    """
    thing = await target_of(work, thing_kind, thing_id)
    work.authorize(Permission.NOTICE_GIVE, thing)
    complaint = checked(complaint)
    account, name = await who_gives_notice(work, complaint, sender)
    await admit(work, Deed.NOTICE, sender.visit, account)
    house = await work.as_the_system()
    if account is not None and (given := await given_before(house, thing, account)):
        return given
    notice = Notice(
        body_id=thing.body_id,
        thing_kind=thing.kind,
        thing_id=thing.id,
        year=work.today.year,
        number=await next_number(house, thing.body_id, work.today.year),
        reason=complaint.reason,
        law=complaint.law or None,
        words=complaint.words,
        name=name,
        account_id=account.id if account else None,
        given=work.now,
        audience_id=await work.audience(readers_of(thing.body_id, account)),
    )
    house.add(notice)
    await house.flush()
    work.record(ContentNoticed(notice.id))
    return notice


def readers_of(body_id: UUID, account: Account | None) -> set[str]:
    """The tokens of who reads a notice: the moderators, and whoever gave it."""
    tokens = {role_token(Office.MODERATOR, body_id)}
    return tokens if account is None else tokens | {account_token(account.id)}


def checked(complaint: Complaint) -> Complaint:
    """The complaint in clean words; Invalid names what is missing (Art. 16 (2) DSA)."""
    words, law = cleaned_text(complaint.words), " ".join(cleaned_text(complaint.law).split())
    if not words:
        raise Invalid("words", "Please say what is wrong with it.")
    if len(words) > LONGEST_WORDS:
        raise Invalid(
            "words", f"This is {len(words)} characters long; at most {LONGEST_WORDS} fit."
        )
    if len(law) > LONGEST_LAW:
        raise Invalid("law", f"This is {len(law)} characters long; at most {LONGEST_LAW} fit.")
    if not complaint.good_faith:
        raise Invalid(
            "goodFaith", "Please confirm that you believe what you say to be right and complete."
        )
    return Complaint(complaint.reason, words, law, True)


async def who_gives_notice(
    work: Work, complaint: Complaint, sender: Sender
) -> tuple[Account | None, str | None]:
    """The account and the name of who gives notice; none where the law asks for neither."""
    stranger = work.actor.account_id is None and not sender.email
    if complaint.reason == NoticeReason.CHILD_ABUSE and stranger:
        return None, None
    account = await author_of(work, sender.email, sender.name, sender.language)
    return account, given_name(sender.name or account.display_name)


async def given_before(house: Work, thing: Any, account: Account) -> Notice | None:
    """The notice of the same thing that the account gave before and that waits still."""
    found: Notice | None = await house.first(
        sa.select(Notice).where(
            Notice.thing_kind == thing.kind,
            Notice.thing_id == thing.id,
            Notice.account_id == account.id,
            Notice.decision_id.is_(None),
        )
    )
    return found


async def next_number(house: Work, body_id: UUID, year: int) -> int:
    """The next number of the year in the body; one work gives numbers after the other."""
    await house.first(sa.select(Body.id).where(Body.id == body_id).with_for_update())
    last = sa.select(sa.func.max(Notice.number)).where(
        Notice.body_id == body_id, Notice.year == year
    )
    return (await house.first(last) or 0) + 1
