"""Requests for items: a faction or a quarter of the members want something dealt with (AGD-1)."""

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import (
    Office,
    Permission,
    members_and_clerks,
    organization_token,
    person_token,
    role_token,
)
from rostra.agendas.building import drafted
from rostra.agendas.events import ItemRequestDecided, ItemRequested, ItemRequestSigned
from rostra.agendas.models import Fate, ItemRequest, Signatory
from rostra.agendas.seats import SITTING_OFFICES, organization_ids_of
from rostra.agendas.steps import Step, begin_step, finish_step, refuse_empty
from rostra.agendas.support import is_on_agenda, meeting_in_time, supports_of
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.meetings.models import AgendaItem
from rostra.organizations.models import Membership, Organization
from rostra.organizations.queries import lasts
from rostra.papers.models import Paper
from rostra.rich_text import cleaned_text
from rostra.work import Work

LONGEST_TITLE = 300
LONGEST_REASONS = 10_000
MOST_OPEN = 20
"""How many requests of one member may wait: a flood of them would hide those of others."""


async def request_item(
    work: Work,
    organization_id: UUID,
    title: str,
    zone: ZoneInfo,
    reasons: str | None = None,
    faction_id: UUID | None = None,
    paper_id: UUID | None = None,
) -> ItemRequest:
    """Ask for an item on the agenda of a council or committee; the actor signs it.

    For a faction one of its members asks; otherwise other members sign until they are enough.
    """
    organization = await work.find(Organization, organization_id)
    work.authorize(Permission.ITEM_REQUEST, organization)
    person_id = member(work)
    today = day_of(work, zone)
    await refuse_outsider(work, person_id, organization.id, today)
    if faction_id is not None:
        await refuse_outsider(work, person_id, faction_id, today)
    await refuse_beyond_measure(work, person_id)
    if paper_id is not None:
        await work.find(Paper, paper_id)
    name, why = cleaned_text(title), cleaned_text(reasons or "")
    refuse_empty(name, "title", LONGEST_TITLE)
    if len(why) > LONGEST_REASONS:
        raise Invalid("reasons", f"At most {LONGEST_REASONS} characters fit.")

    asked = ItemRequest(
        body_id=organization.body_id, organization_id=organization.id, faction_id=faction_id,
        person_id=person_id, title=name, reasons=why or None, paper_id=paper_id,
        received=work.now, audience_id=await readers(work, organization, faction_id, person_id),
    )  # fmt: skip
    work.add(asked)
    await work.flush()
    work.add(Signatory(request_id=asked.id, person_id=person_id, signed=work.now))
    await work.flush()
    asked.meeting_id = await meeting_in_time(work, asked, zone)
    work.record(ItemRequested(asked.id))
    return asked


async def refuse_beyond_measure(work: Work, person_id: UUID) -> None:
    """Refuse one more request of somebody of whom so many wait."""
    waiting = sa.select(ItemRequest.id).where(
        ItemRequest.person_id == person_id, ItemRequest.fate == Fate.OPEN
    )
    if await work.count(waiting) >= MOST_OPEN:
        raise Conflict(f"AGD-1: {MOST_OPEN} of your requests are undecided; please wait for one.")


async def readers(
    work: Work, organization: Organization, faction_id: UUID | None, person_id: UUID
) -> int:
    """Who reads a request: clerks, whoever asks, and those who may sign or whose faction asks."""
    side = organization_token(faction_id or organization.id)
    body_id = organization.body_id
    office = {role_token(Office.ADMINISTRATOR, body_id), *members_and_clerks(body_id)}
    return await work.audience(office | {side, person_token(person_id)})


async def sign_request(work: Work, request_id: UUID, zone: ZoneInfo) -> ItemRequest:
    """Sign somebody else's request; a quarter of the members is enough (AGD-1)."""
    asked = await work.find(ItemRequest, request_id)
    work.authorize(Permission.ITEM_REQUEST, await work.find(Organization, asked.organization_id))
    person_id = member(work)
    await refuse_outsider(work, person_id, asked.organization_id, day_of(work, zone))
    refuse_unless_undecided(asked)
    if person_id in await signatory_ids(work, asked):
        raise Conflict("You have signed this request already.")

    work.add(Signatory(request_id=asked.id, person_id=person_id, signed=work.now))
    await work.flush()
    asked.meeting_id = await meeting_in_time(work, asked, zone)
    work.record(ItemRequestSigned(asked.id))
    return asked


async def withdraw_request(work: Work, request_id: UUID) -> ItemRequest:
    """Take back a request that one handed in."""
    asked = await work.find(ItemRequest, request_id)
    work.authorize(Permission.ITEM_REQUEST, await work.find(Organization, asked.organization_id))
    if asked.person_id != member(work):
        raise NotPermitted("Only who handed a request in can take it back.")
    refuse_unless_undecided(asked)
    return decided(work, asked, Fate.WITHDRAWN)


async def refuse_request(work: Work, request_id: UUID, reason: str) -> ItemRequest:
    """Refuse a request, with a reason that those who asked read."""
    asked = await work.find(ItemRequest, request_id)
    work.authorize(Permission.MEETING_KEEP, asked)
    refuse_unless_undecided(asked)
    why = cleaned_text(reason)
    if not why:
        raise Invalid("reason", "Please say why the request is refused.")
    return decided(work, asked, Fate.REFUSED, why)


async def accept_request(
    work: Work,
    request_id: UUID,
    meeting_id: UUID,
    zone: ZoneInfo,
    revision: str | None = None,
    public: bool = True,
) -> AgendaItem:
    """Put what was asked for on the agenda of a meeting of the council or committee."""
    asked = await work.find(ItemRequest, request_id)
    work.authorize(Permission.MEETING_KEEP, asked)
    if asked.fate != Fate.ACCEPTED or await is_on_agenda(work, asked):
        refuse_unless_undecided(asked)
    agenda = await begin_step(work, meeting_id, revision)
    if asked.organization_id not in await organization_ids_of(work, agenda.meeting):
        raise Conflict("This request is for the agenda of somebody else.")
    if not (await supports_of(work, [asked], zone))[asked.id].enough:
        raise Conflict("AGD-1: Not enough members have signed this request.")

    item = await drafted(work, agenda, public, None)
    item.name = asked.title
    await finish_step(work, agenda, Step.ACCEPT)
    asked.agenda_item_id, asked.meeting_id = item.id, agenda.meeting.id
    decided(work, asked, Fate.ACCEPTED)
    return item


def decided(work: Work, asked: ItemRequest, fate: Fate, reason: str | None = None) -> ItemRequest:
    """Note what became of a request."""
    asked.fate, asked.fate_reason, asked.decided = fate, reason, work.now
    work.record(ItemRequestDecided(asked.id))
    return asked


def refuse_unless_undecided(asked: ItemRequest) -> None:
    """Refuse for a request of which the fate is known."""
    if asked.fate != Fate.OPEN:
        raise Conflict("This request has been decided already.")


def member(work: Work) -> UUID:
    """The person who asks for oneself."""
    if work.actor.person_id is None:
        raise NotPermitted("AGD-1: Only members ask for items.")
    return work.actor.person_id


async def refuse_outsider(work: Work, person_id: UUID, organization_id: UUID, day: dt.date) -> None:
    """Refuse for somebody who has no vote in the organization on the day."""
    if not await has_vote(work, person_id, organization_id, day):
        raise NotPermitted("AGD-1: Only members who may vote ask for items and sign requests.")


async def has_vote(work: Work, person_id: UUID, organization_id: UUID, day: dt.date) -> bool:
    """Whether a person may vote in an organization on the day."""
    held = await work.first(
        sa.select(Membership.id).where(
            Membership.person_id == person_id,
            Membership.organization_id == organization_id,
            lasts(Membership, day),
            sa.or_(Membership.voting_right.is_(None), Membership.voting_right.is_(True)),
            sa.or_(Membership.office.is_(None), Membership.office.in_(SITTING_OFFICES)),
        )
    )
    return held is not None


async def signatory_ids(work: Work, asked: ItemRequest) -> set[UUID]:
    """Who signed a request."""
    signed = sa.select(Signatory.person_id).where(Signatory.request_id == asked.id)
    return set(await work.fetch(signed))


def day_of(work: Work, zone: ZoneInfo) -> dt.date:
    """The day in the city."""
    return work.now.astimezone(zone).date()
