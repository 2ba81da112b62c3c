"""Consents: which text somebody agreed to, when, and when that was withdrawn (DP-4)."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.errors import Conflict, NotFound
from rostra.people.events import ConsentGiven, ConsentWithdrawn
from rostra.people.models import Account, Consent, Person
from rostra.people.services import own_account
from rostra.work import Work

ELECTRONIC_INVITATION = "electronic_invitation"
"""The text by which a member agrees to be invited electronically (INV-1)."""
VERSIONS = {ELECTRONIC_INVITATION: "1"}
"""The version of each text that is agreed to now."""


async def consent_to_electronic_invitation(work: Work) -> Consent:
    """Agree to be invited electronically instead of by post (INV-1)."""
    account = await own_account(work)
    return await give(work, account, {})


async def record_written_consent(work: Work, person_id: UUID) -> Consent:
    """Record that a member agreed on paper to be invited electronically (INV-1)."""
    person = await work.find(Person, person_id)
    work.authorize(Permission.PERSON_KEEP, person)
    account = await account_of(work, person.id)
    if account is None:
        raise Conflict("INV-1: Without an account nobody can be invited electronically.")
    return await give(work, account, {"on_paper": True, "recorded_by": work.actor.name})


async def withdraw_consent(work: Work, person_id: UUID | None = None) -> None:
    """Be invited by post again; a clerk may record it for a member."""
    if person_id is None:
        account = await own_account(work)
    else:
        person = await work.find(Person, person_id)
        work.authorize(Permission.PERSON_KEEP, person)
        found = await account_of(work, person.id)
        if found is None:
            raise NotFound
        account = found
    consent = await standing(work, account.id)
    if consent is not None:
        consent.withdrawn = work.now
        work.record(ConsentWithdrawn(account.id))


async def give(work: Work, account: Account, details: dict[str, object]) -> Consent:
    """The account's consent: the one that stands, or a new one."""
    known = await standing(work, account.id)
    if known is not None:
        return known
    consent = Consent(
        account_id=account.id,
        text_name=ELECTRONIC_INVITATION,
        text_version=VERSIONS[ELECTRONIC_INVITATION],
        given=work.now,
        details=details or None,
    )
    work.add(consent)
    await work.flush()
    work.record(ConsentGiven(account.id))
    return consent


async def standing(work: Work, account_id: UUID) -> Consent | None:
    """The account's consent to electronic invitations that was not withdrawn."""
    consent: Consent | None = await work.first(
        sa.select(Consent)
        .where(
            Consent.account_id == account_id,
            Consent.text_name == ELECTRONIC_INVITATION,
            Consent.withdrawn.is_(None),
        )
        .order_by(Consent.given.desc())
    )
    return consent


async def account_of(work: Work, person_id: UUID) -> Account | None:
    """The open account of a person."""
    account: Account | None = await work.first(
        sa.select(Account).where(Account.person_id == person_id, Account.active)
    )
    return account


async def reached_electronically(work: Work, person_ids: Collection[UUID]) -> set[UUID]:
    """Those of the persons who have an open account and agreed to electronic invitations."""
    return set(
        await work.fetch(
            sa.select(Account.person_id)
            .join(Consent, Consent.account_id == Account.id)
            .where(
                Account.person_id.in_(person_ids),
                Account.active,
                Consent.text_name == ELECTRONIC_INVITATION,
                Consent.withdrawn.is_(None),
            )
        )
    )


async def own_consents(work: Work) -> list[Consent]:
    """What the actor agreed to, the latest first; what was withdrawn stays in the list."""
    return await work.fetch(
        sa.select(Consent)
        .where(Consent.account_id == work.actor.account_id)
        .order_by(Consent.given.desc(), Consent.id.desc())
    )
