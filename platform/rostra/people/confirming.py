"""Write first, confirm after: citizens without a password, and the links in their letters."""

import datetime as dt
import secrets
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.errors import Conflict, Invalid
from rostra.jobs import enqueue
from rostra.people.events import AddressConfirmed, ConfirmationAsked
from rostra.people.logins import hash_of
from rostra.people.models import Account, Confirmation
from rostra.people.services import LONGEST_NAME, normalised_email, own_account
from rostra.rich_text import cleaned_text
from rostra.work import Work

LASTS = dt.timedelta(days=7)
"""How long the link in a letter can be used."""
WAITS = dt.timedelta(days=30)
"""How long an account that nobody confirms is kept, with what was written under it."""
FORGET = "citizens.forget_unconfirmed"
"""The name of the job that forgets it."""
SWEEP = "citizens.forget_waiting"
"""The name of the job that forgets what nobody confirmed, whosever address it was."""
OVER = "This link was used already or has ended. Please send what you wrote once more."


async def author_of(
    work: Work, email: str | None, name: str | None, language: str = "de"
) -> Account:
    """Who writes: the account that is logged in, or one for the address, made when it is new.

    An account made here has no password and is not confirmed; nothing of it is shown to
    anybody but those who are to see it before it is confirmed. A stranger says their name each
    time: the name of an account is nothing that its address should give away.
    """
    if work.actor.account_id is not None:
        return await own_account(work)
    if not (email or "").strip():
        raise Invalid("email", "Please give your e-mail address; it is never shown.")
    address, named = normalised_email(email or ""), given_name(name)
    account: Account | None = await work.first(sa.select(Account).where(Account.email == address))
    if account is None:
        account = Account(email=address, display_name=named, language=language)
        work.add(account)
        await work.flush()
        await enqueue(
            work, FORGET, {"account": str(account.id)}, f"{FORGET}:{account.id}", work.now + WAITS
        )
    return account


def given_name(name: str | None) -> str:
    """The name or pseudonym in one line; Invalid when it is missing or too long."""
    given = " ".join(cleaned_text(name or "").split())
    if not given:
        raise Invalid("authorName", "Please give a name or a pseudonym.")
    if len(given) > LONGEST_NAME:
        raise Invalid("authorName", f"A name has 1 to {LONGEST_NAME} characters.")
    return given


def speaks_at_once(work: Work, account: Account) -> bool:
    """Whether what the account writes now needs no letter: it is logged in, and confirmed."""
    return work.actor.account_id == account.id and account.is_confirmed


async def ask_to_confirm(
    work: Work, account: Account, path: str, thing_kind: str | None = None,
    thing_id: UUID | None = None,
) -> Confirmation:  # fmt: skip
    """Send the account's owner a link; the letter follows when the event is told.

    `path` is where it leads afterwards. Without a thing the link only logs in.
    """
    asked = Confirmation(
        account_id=account.id,
        thing_kind=thing_kind,
        thing_id=thing_id,
        path=path,
        ends=work.now + LASTS,
    )
    work.add(asked)
    await work.flush()
    if thing_id is not None:
        await enqueue(work, SWEEP, {}, f"{SWEEP}:{asked.id}", work.now + WAITS)
    work.record(ConfirmationAsked(asked.id, account.id))
    return asked


async def issue_token(work: Work, confirmation_id: UUID) -> str | None:
    """The token for the link, made when the letter is composed; only its hash is kept.

    None when there is nothing to confirm any more. For the system alone, which writes letters.
    """
    work.authorize_within(Permission.ACCOUNT_CREATE)
    asked = await work.db.get(Confirmation, confirmation_id)
    if asked is None or asked.used is not None or asked.ends <= work.now:
        return None
    token = secrets.token_urlsafe(32)
    asked.token_hash = hash_of(token)
    return token


def unused(work: Work, token: str) -> sa.Select[Confirmation]:
    """What a link confirms, unless it was used, or has ended."""
    return sa.select(Confirmation).where(
        Confirmation.token_hash == hash_of(token),
        Confirmation.used.is_(None),
        Confirmation.ends > work.now,
    )


async def pending(work: Work, token: str) -> Confirmation:
    """What a link confirms, for the one who uses it now; Conflict when it is over."""
    found: Confirmation | None = await work.first(unused(work, token).with_for_update())
    if found is None:
        raise Conflict(OVER)
    return found


async def redeem(work: Work, token: str) -> tuple[Confirmation, Account]:
    """Use a link, once: from now on the address is known to be the account's owner's.

    For the system, in the name of whoever holds the letter.
    """
    asked = await pending(work, token)
    account = await work.db.get(Account, asked.account_id)
    if account is None or not account.active:
        raise Conflict(OVER)
    asked.used = work.now
    if account.confirmed is None:
        account.confirmed = account.modified = work.now
    work.record(AddressConfirmed(asked.id, account.id))
    return asked, account
