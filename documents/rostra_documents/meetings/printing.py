"""Agenda, invitation and public notice of a meeting as documents."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

from rostra.work import Work
from rostra_documents.edition import Edition, reader_of
from rostra_documents.meetings.frozen import as_announced, as_sent
from rostra_documents.meetings.model import SittingSheet
from rostra_documents.meetings.participation import with_participation
from rostra_documents.meetings.reading import sitting_of, sitting_sheet
from rostra_documents.printing import Document, Imprint, file_name, printed
from rostra_documents.stationery import Stationery
from rostra_documents.wording import Wording


async def agenda_pdf(
    work: Work,
    meeting_id: UUID,
    edition: Edition = Edition.PUBLIC,
    stationery: Stationery | None = None,
) -> Document:
    """The agenda as PDF, as the edition's reader may read it; NotFound where there is none."""
    sheet, stationery = await read(work, meeting_id, edition, stationery)
    return await print_agenda(sheet, stationery)


async def invitation_pdf(
    work: Work,
    meeting_id: UUID,
    edition: Edition = Edition.PUBLIC,
    stationery: Stationery | None = None,
    written: dt.date | None = None,
) -> Document:
    """The invitation as a letter of the day; NotFound where the meeting is not readable.

    Where an agenda has gone out it shows that version, with its number and hash. Without a day
    it bears the one on which that was, or the one that minutes or files keep, or none. What the
    public said to the papers is appended, as it stands.
    """
    sheet, stationery = await read(work, meeting_id, edition, stationery)
    reader = reader_of(work, edition)
    sheet = await as_sent(reader, meeting_id, sheet, stationery)
    sheet = await with_participation(reader, meeting_id, sheet, stationery)
    return await print_invitation(replace(sheet, invited=written or sheet.invited), stationery)


async def notice_pdf(
    work: Work,
    meeting_id: UUID,
    edition: Edition = Edition.PUBLIC,
    stationery: Stationery | None = None,
) -> Document:
    """The public notice (PUB-1): the same for everybody; NotFound where there was none."""
    sheet, stationery = await read(work, meeting_id, Edition.PUBLIC, stationery)
    sheet = await as_announced(work, meeting_id, sheet, stationery)
    return await print_sitting(sheet, stationery, "notice")


async def read(
    work: Work, meeting_id: UUID, edition: Edition, stationery: Stationery | None
) -> tuple[SittingSheet, Stationery]:
    """The meeting as the edition's reader may read it, and the city's stationery."""
    stationery = stationery or Stationery()
    reader = reader_of(work, edition)
    sitting = await sitting_of(reader, meeting_id)
    return await sitting_sheet(reader, sitting, stationery), stationery.of(sitting.city)


def parts_of(sheet: SittingSheet, t: Wording) -> list[tuple[str, tuple[object, ...]]]:
    """The parts of the agenda that have any points, each with its heading."""
    parts = ((t("public_part"), sheet.public_lines), (t("nonpublic_part"), sheet.nonpublic_lines))
    return [(heading, lines) for heading, lines in parts if lines]


async def print_agenda(sheet: SittingSheet, stationery: Stationery) -> Document:
    """An agenda that was read already, as PDF."""
    return await print_sitting(sheet, stationery, "agenda")


async def print_invitation(sheet: SittingSheet, stationery: Stationery) -> Document:
    """An invitation that was read already, as PDF."""
    return await print_sitting(sheet, stationery, "invitation")


async def print_sitting(sheet: SittingSheet, stationery: Stationery, kind: str) -> Document:
    """One of the documents about a meeting to come."""
    t = Wording(stationery.language)
    numbered = t("meeting_number", number=sheet.number) if sheet.number else sheet.name
    said = (stationery.city, t(f"{kind}.title"), numbered, sheet.organization)
    title = " · ".join(dict.fromkeys(one for one in said if one))
    content = await printed(
        f"meetings/{kind}.html",
        f"meetings/{'agenda' if kind == 'notice' else kind}.css",
        Imprint(title, stationery.office or stationery.city, sheet.dated),
        stationery,
        sheet=sheet,
        numbered=numbered,
        parts=parts_of(sheet, t),
    )
    day = sheet.start.date().isoformat() if sheet.start else ""
    return Document(content, file_name(t(f"{kind}.title"), sheet.organization, day), t.language)
