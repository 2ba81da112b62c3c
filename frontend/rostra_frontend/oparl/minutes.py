"""Published minutes as OParl writes them: `rostra:minutes` and `rostra:minutesText`."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.meetings.models import AgendaItem
from rostra.minutes.models import Minutes, MinutesEntry
from rostra.people.models import Person
from rostra_frontend.oparl.reading import MayRead, Reader, Statement, among, prebuilt, target, told


@prebuilt
def minutes_of_meetings(may_read: MayRead) -> Statement:
    """The minutes of the meetings."""
    return sa.select(
        Minutes.meeting_id, Minutes.state, Minutes.secretary_name, Minutes.invited,
        Minutes.invitation_note, Minutes.quorum_note, Minutes.interruptions, Minutes.approved,
        target(may_read, Person, Minutes.chair_id),
        target(may_read, Person, Minutes.secretary_id),
        target(may_read, AgendaItem, Minutes.approved_in_item_id),
    ).where(among(Minutes.meeting_id), may_read(Minutes))  # fmt: skip


@prebuilt
def texts_of_items(may_read: MayRead) -> Statement:
    """What the minutes say to the agenda items; never from minutes that may not be read."""
    return (
        sa.select(MinutesEntry.agenda_item_id, MinutesEntry.text)
        .join(Minutes, Minutes.id == MinutesEntry.minutes_id)
        .where(among(MinutesEntry.agenda_item_id), may_read(MinutesEntry), may_read(Minutes))
        .order_by(MinutesEntry.agenda_item_id, MinutesEntry.position, MinutesEntry.id)
    )


async def minutes_of(reader: Reader, meeting_ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """The frame of the minutes, by meeting."""
    rows = await reader.rows(minutes_of_meetings, meeting_ids)
    return {row.meeting_id: written_minutes(reader, row) for row in rows}


def written_minutes(reader: Reader, row: Any) -> dict[str, Any]:
    """The frame of one set of minutes: state, signatories, invitation, quorum, approval."""
    fields = {
        "state": row.state,
        "chair": reader.addresses.of("person", row.chair_id),
        "secretary": reader.addresses.of("person", row.secretary_id),
        "secretaryName": row.secretary_name,
        "invited": row.invited,
        "invitationNote": row.invitation_note,
        "quorumNote": row.quorum_note,
        "interruptions": row.interruptions,
        "approved": row.approved,
        "approvedInItem": reader.addresses.of("agenda_item", row.approved_in_item_id),
    }
    return {name: value for name, value in fields.items() if told(value)}


async def minutes_texts_of(reader: Reader, item_ids: list[UUID]) -> dict[UUID, list[str]]:
    """What the minutes say, by agenda item, one HTML text for each entry."""
    entries = await reader.children(texts_of_items, item_ids)
    return {item_id: [row.text for row in rows] for item_id, rows in entries.items()}
