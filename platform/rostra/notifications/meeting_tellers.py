"""Who is told what about meetings: those who were invited, each through an account of theirs."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.agendas.models import Channel, ItemRequest, Summons
from rostra.events import LoggedEvent
from rostra.meetings.models import Meeting
from rostra.minutes.models import Minutes
from rostra.notifications.letters import Note
from rostra.notifications.telling import Teller
from rostra.notifications.topics import Topic
from rostra.people.models import Account
from rostra.work import Work


def invited(template: str) -> Teller:
    """Tells those whose summons an event names, as far as they get theirs electronically."""

    async def teller(work: Work, event: LoggedEvent) -> list[Note]:
        summonses = await work.fetch(
            sa.select(Summons).where(
                Summons.id.in_(event.things().get("summons", [])),
                Summons.channel == Channel.ELECTRONIC,
            )
        )
        notes = []
        for summons in summonses:
            values = {"meeting": await shown_meeting(work, summons.meeting_id)}
            path = f"/meetings/{summons.meeting_id}/invitation"
            for account_id in await accounts_of(work, [summons.person_id]):
                notes.append(
                    Note(
                        account_id,
                        Topic.INVITATION,
                        f"{event.position}:{account_id}",
                        template,
                        path,
                        values,
                    )
                )
        return notes

    return teller


async def shown_meeting(work: Work, meeting_id: UUID) -> dict[str, Any] | None:
    """What everybody may read of a meeting; None when that is nothing."""
    public = work.as_the_public()
    found = await public.first(public.readable(Meeting).where(Meeting.id == meeting_id))
    return {"name": found.name, "start": found.start} if found else None


async def accounts_of(work: Work, person_ids: list[UUID]) -> list[UUID]:
    """The open accounts of these persons."""
    return await work.fetch(
        sa.select(Account.id)
        .where(Account.person_id.in_(person_ids), Account.active)
        .order_by(Account.id)
    )


async def request_decided(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells who handed in a request for an item what became of it (AGD-1)."""
    notes = []
    for request_id in event.things().get("item_request", []):
        request = await work.db.get(ItemRequest, request_id)
        if request is None or request.person_id is None:
            continue
        notes += [
            Note(
                account_id,
                Topic.REQUEST,
                f"{event.position}:{account_id}",
                "request_decided",
                f"/organizations/{request.organization_id}/requests",
                {"fate": str(request.fate)},
            )
            for account_id in await accounts_of(work, [request.person_id])
        ]
    return notes


def about_minutes(template: str) -> Teller:
    """Tells those who were invited to a meeting how its minutes stand."""

    async def teller(work: Work, event: LoggedEvent) -> list[Note]:
        notes = []
        for minutes_id in event.things().get("minutes", []):
            minutes = await work.db.get(Minutes, minutes_id)
            if minutes is None:
                continue
            summoned = await work.fetch(
                sa.select(Summons.person_id)
                .where(Summons.meeting_id == minutes.meeting_id)
                .distinct()
            )
            values = {"meeting": await shown_meeting(work, minutes.meeting_id)}
            notes += [
                Note(
                    account_id,
                    Topic.MINUTES,
                    f"{template}:{minutes_id}:{account_id}",
                    template,
                    f"/meetings/{minutes.meeting_id}",
                    values,
                )
                for account_id in await accounts_of(work, summoned)
            ]
        return notes

    return teller
