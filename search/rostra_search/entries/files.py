"""How files are found: by what is written in them."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.files.models import File, FileText, FileUse
from rostra.meetings.models import AgendaItem, Meeting
from rostra.papers.models import Paper
from rostra_search.entries import meetings, papers
from rostra_search.entries.source import Reading, Row, distinct, shared
from rostra_search.entry import Entry, Kind


async def files(reading: Reading, ids: Collection[UUID]) -> list[Entry]:
    """The files: by name and text, with what their papers and meetings lend them."""
    found = await reading.work.rows(
        sa.select(
            File.id, File.audience_id, File.body_id, File.name, File.file_name, File.date,
            FileText.text,
        )
        .outerjoin(FileText, FileText.file_id == File.id)
        .where(reading.standing(File, ids))
    )  # fmt: skip
    uses = await uses_of(reading, [row.id for row in found])
    concerned = await papers.organizations_of(
        reading, {use.paper_id for used in uses.values() for use in used if use.paper_id}
    )
    sitting = await meetings.organizations_of(
        reading, {use.meeting_id for used in uses.values() for use in used if use.meeting_id}
    )
    return [_entry(reading, row, uses.get(row.id, []), concerned, sitting) for row in found]


def _entry(
    reading: Reading,
    row: Row,
    uses: list[Row],
    concerned: dict[UUID, tuple[UUID, ...]],
    sitting: dict[UUID, list[UUID]],
) -> Entry:
    """A file with what the first of its uses tells."""
    days = [use.date or reading.day(use.start) for use in uses]
    return Entry.of(
        Kind.FILE,
        row,
        title=row.name or row.file_name or "",
        text=row.text or "",
        reference=next((use.reference for use in uses if use.reference), ""),
        organization_ids=distinct(
            *(concerned.get(use.paper_id, ()) for use in uses),
            *(sitting.get(use.meeting_id, ()) for use in uses),
        ),
        date=next((day for day in days if day), row.date),
    )


async def uses_of(reading: Reading, file_ids: Collection[UUID]) -> dict[UUID, list[Row]]:
    """The papers and meetings that have each file, as far as all readers of the file know them."""
    item_meeting = sa.func.coalesce(FileUse.meeting_id, AgendaItem.meeting_id)
    statement = (
        sa.select(
            FileUse.file_id,
            Paper.id.label("paper_id"),
            Paper.reference,
            Paper.date,
            Meeting.id.label("meeting_id"),
            Meeting.start,
        )
        .join(File, File.id == FileUse.file_id)
        .outerjoin(Paper, sa.and_(Paper.id == FileUse.paper_id, shared(Paper, File)))
        .outerjoin(
            AgendaItem,
            sa.and_(AgendaItem.id == FileUse.agenda_item_id, shared(AgendaItem, File)),
        )
        .outerjoin(Meeting, sa.and_(Meeting.id == item_meeting, shared(Meeting, File)))
        .where(FileUse.file_id.in_(list(file_ids)))
        .order_by(FileUse.file_id, FileUse.id)
    )
    found: dict[UUID, list[Row]] = {}
    for row in await reading.work.rows(statement):
        found.setdefault(row.file_id, []).append(row)
    return found
