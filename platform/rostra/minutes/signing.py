"""Signing minutes: by the chair and the secretary, in one exact wording (MIN-3)."""

from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import Permission
from rostra.errors import Conflict, NotPermitted
from rostra.meetings.models import Meeting
from rostra.meetings.queries import places_of
from rostra.minutes.events import MinutesSigned
from rostra.minutes.models import Minutes, MinutesSignature, MinutesState, Signer
from rostra.minutes.readers import show_to_circle
from rostra.minutes.voiding import refuse_settled
from rostra.minutes.wording import hash_of
from rostra.minutes.writing import locked
from rostra.people.models import Account
from rostra.sittings.models import Sitting, SittingState
from rostra.work import Work


async def sign_minutes(
    work: Work, minutes_id: UUID, part: Signer, zone: ZoneInfo, seen: str | None = None
) -> Minutes:
    """Sign the minutes as they stand, as chair or as secretary; the second signature shows them
    to the members, and the time for objections begins.

    `seen` is the hash of the wording that was read: another one is not signed unseen.
    """
    minutes, meeting = await locked(work, minutes_id)
    places = await places_of(work, meeting)
    work.authorize_within(Permission.MINUTES_SIGN, *places)
    refuse_settled(minutes)
    await refuse_unfinished(work, meeting)
    account = await signing_account(work)
    await refuse_another(work, minutes, part, places)

    content_hash = await hash_as_seen(work, minutes, seen)
    signatures = await signatures_under(work, minutes.id)
    for one in signatures:
        if one.part == part and one.content_hash == content_hash:
            raise Conflict("MIN-3: This is signed already.")
        if one.part != part and one.account_id == account.id:
            raise Conflict("MIN-3: The chair and the secretary are two persons.")
    stale = [one for one in signatures if one.content_hash != content_hash or one.part == part]
    for one in stale:
        await work.db.delete(one)
    await work.flush()
    name = account.display_name
    work.add(
        MinutesSignature(
            minutes_id=minutes.id, part=part, account_id=account.id, name=name, at=work.now,
            content_hash=content_hash,
        )
    )  # fmt: skip
    if len(signatures) - len(stale) == 1:
        minutes.state, minutes.signed, minutes.voided = MinutesState.SIGNED, work.now, None
        await show_to_circle(work, minutes, meeting, zone)
    await work.flush()
    work.record(MinutesSigned(minutes.id))
    return minutes


async def hash_as_seen(work: Work, minutes: Minutes, seen: str | None) -> str:
    """The hash of the present wording; Conflict where another one was read."""
    present = await hash_of(work, minutes)
    if seen is not None and seen != present:
        raise Conflict("MIN-3: The minutes were changed since you opened them; please read again.")
    return present


async def signatures_under(work: Work, minutes_id: UUID) -> list[MinutesSignature]:
    """The signatures under minutes, the chair's first."""
    return await work.fetch(
        sa.select(MinutesSignature)
        .where(MinutesSignature.minutes_id == minutes_id)
        .order_by(MinutesSignature.part)
    )


async def signing_account(work: Work) -> Account:
    """The account of who signs; nobody signs without one."""
    account = await work.db.get(Account, work.actor.account_id) if work.actor.account_id else None
    if account is None:
        raise NotPermitted("Please log in to sign.")
    return account


async def refuse_another(
    work: Work, minutes: Minutes, part: Signer, places: tuple[UUID, ...]
) -> None:
    """Refuse who is not the one whose signature it would be."""
    if part == Signer.CHAIR:
        if minutes.chair_id is None:
            raise Conflict("MIN-3: Please note first who chaired the meeting.")
        if work.actor.person_id != minutes.chair_id:
            raise NotPermitted("MIN-3: Only who chaired the meeting signs as chair.")
        return
    if minutes.secretary_id is not None:
        if work.actor.person_id != minutes.secretary_id:
            raise NotPermitted("MIN-3: Only who is named as secretary signs as secretary.")
    else:
        work.authorize_within(Permission.MINUTES_KEEP, *places)


async def refuse_unfinished(work: Work, meeting: Meeting) -> None:
    """Refuse to sign minutes of a meeting that is not over."""
    sitting: Sitting | None = await work.first(
        sa.select(Sitting).where(Sitting.meeting_id == meeting.id)
    )
    if sitting is not None and sitting.state != SittingState.CLOSED:
        raise Conflict("MIN-3: The sitting must be closed before its minutes are signed.")
    if meeting.start is None or meeting.start > work.now:
        raise Conflict("MIN-3: The meeting has not begun yet.")


async def whole_signatures(work: Work, minutes: Minutes) -> bool:
    """Whether the chair and the secretary signed exactly what the minutes say now."""
    signatures = await signatures_under(work, minutes.id)
    present = await hash_of(work, minutes)
    return len(signatures) == 2 and all(one.content_hash == present for one in signatures)
