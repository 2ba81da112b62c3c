"""What is printed on demand, as OParl Files: published minutes, and extracts of resolutions.

A print is kept nowhere: it has the id of what is printed, and its bytes are made when somebody
asks for them, so that it never tells more than the public may read at that moment.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.meetings.models import AgendaItem, Meeting
from rostra.minutes.models import Minutes, MinutesState
from rostra.resolutions.models import Resolution
from rostra_frontend.oparl.addresses import SCHEMA, TYPES
from rostra_frontend.oparl.reading import MayRead, Reader, Statement, among, prebuilt

PDF = "application/pdf"


@dataclass(frozen=True)
class Print:
    """Where a print is found, and what it is a field of."""

    field: str
    back: str
    owner_kind: str
    path: str
    name: str


MINUTES = Print(
    "resultsProtocol", "meeting", "meeting", "/meetings/{owner}/minutes.pdf", "Niederschrift"
)
EXTRACT = Print(
    "resolutionFile", "agendaItem", "agenda_item", "/resolutions/{id}/extract.pdf", "Beschluss"
)


@prebuilt
def minutes_prints(may_read: MayRead, by_owner: bool) -> Statement:
    """The published minutes of the meetings with the ids, or those with the ids themselves."""
    return (
        sa.select(
            Minutes.meeting_id.label("owner_id"), Minutes.id, Minutes.created, Minutes.modified,
            Minutes.approved.label("date"), Meeting.name.label("of"),
        )
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(among(Minutes.meeting_id if by_owner else Minutes.id))
        .where(may_read(Minutes), may_read(Meeting), Minutes.state == MinutesState.PUBLISHED)
        .order_by(Minutes.meeting_id, Minutes.id)
    )  # fmt: skip


@prebuilt
def extract_prints(may_read: MayRead, by_owner: bool) -> Statement:
    """The resolutions taken under the items with the ids, or those with the ids themselves."""
    return (
        sa.select(
            Resolution.agenda_item_id.label("owner_id"), Resolution.id, Resolution.created,
            Resolution.modified, Resolution.date, Resolution.number.label("of"),
        )
        .join(AgendaItem, AgendaItem.id == Resolution.agenda_item_id)
        .where(among(Resolution.agenda_item_id if by_owner else Resolution.id))
        .where(may_read(Resolution), may_read(AgendaItem))
        .order_by(Resolution.agenda_item_id, Resolution.number, Resolution.id)
    )  # fmt: skip


STATEMENTS = ((MINUTES, minutes_prints), (EXTRACT, extract_prints))


async def prints_of(reader: Reader, what: Print, owner_ids: list[UUID]) -> dict[UUID, Any]:
    """The print of each meeting or item that has one, as it stands inside it."""
    statement = next(one for known, one in STATEMENTS if known is what)
    rows = await reader.rows(statement, owner_ids, True)
    found: dict[UUID, Any] = {}
    for row in rows:
        found.setdefault(row.owner_id, written_print(reader, what, row))
    return found


async def prints(reader: Reader, ids: list[UUID]) -> list[dict[str, Any]]:
    """The prints with the ids, each with its way back to what it is of."""
    found = []
    for what, statement in STATEMENTS:
        for row in await reader.rows(statement, ids, False) if ids else ():
            owner = reader.addresses.of(what.owner_kind, row.owner_id)
            found.append(written_print(reader, what, row) | {what.back: [owner]})
    return found


def written_print(reader: Reader, what: Print, row: Any) -> dict[str, Any]:
    """One print; size and checksum are left out, since the bytes are made when asked for."""
    path = what.path.format(owner=row.owner_id, id=row.id)
    bytes_at = f"{reader.addresses.site}{path}?edition=public"
    fields = {
        "id": reader.addresses.of("file", row.id),
        "type": SCHEMA + TYPES["file"],
        "name": " ".join(one for one in (what.name, row.of) if one),
        "mimeType": PDF,
        "date": row.date,
        "accessUrl": bytes_at,
        "downloadUrl": bytes_at,
        "rostra:printed": True,
        "created": reader.moment(row.created),
        "modified": reader.moment(row.modified),
        "web": reader.addresses.page(what.owner_kind, row.owner_id),
    }
    return {name: value for name, value in fields.items() if value}
