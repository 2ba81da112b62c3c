"""The minutes as a document: what the template is told beside the sheet itself."""

from typing import Any
from uuid import UUID

from rostra.work import Work
from rostra_documents.edition import Edition, reader_of
from rostra_documents.minutes.model import Attendee, MinutesSheet
from rostra_documents.minutes.reading import minutes_sheet
from rostra_documents.printing import Document, Imprint, file_name, printed
from rostra_documents.stationery import Stationery
from rostra_documents.wording import Wording

BALLOT_COLUMNS = ("present", "yes", "no", "abstention", "not_participating", "excluded")


STATES = ("draft", "signed", "approved", "published")


async def minutes_pdf(
    work: Work,
    meeting_id: UUID,
    edition: Edition = Edition.PUBLIC,
    stationery: Stationery | None = None,
) -> Document:
    """The minutes as PDF, as the edition's reader may read them; NotFound where there are none."""
    stationery = stationery or Stationery()
    sheet, sitting = await minutes_sheet(reader_of(work, edition), meeting_id, stationery)
    return await print_minutes(sheet, stationery.of(sitting.city))


def heading_of(sheet: MinutesSheet, t: Wording) -> str:
    """What the minutes are of, in one line."""
    numbered = t("meeting_number", number=sheet.number) if sheet.number else sheet.name
    said = [t("minutes.title"), numbered, sheet.organization]
    return " · ".join(dict.fromkeys(one for one in said if one))


def edition_of(sheet: MinutesSheet, t: Wording) -> str:
    """Which part of the meeting the minutes show."""
    if not sheet.nonpublic_items:
        return t("public_part")
    return t("both_parts" if sheet.public_items else "nonpublic_part")


def subtitle_of(sheet: MinutesSheet, t: Wording) -> str:
    """The number of the meeting and its term, or its name."""
    numbered = t("meeting_number", number=sheet.number) if sheet.number else sheet.name
    return " · ".join(one for one in (numbered, sheet.term) if one)


def status_of(sheet: MinutesSheet, t: Wording) -> str:
    """How far the minutes have come."""
    if sheet.approved:
        return t("minutes.state_dated", date=t.date(sheet.approved))
    return t(f"minutes.state_{sheet.state}") if sheet.state in STATES else ""


def presence(one: Attendee, t: Wording) -> str:
    """From when to when somebody attended."""
    if one.stays:
        return ", ".join(t.span(*stay) for stay in one.stays)
    start, end = t.time(one.arrived), t.time(one.left)
    if start and end:
        return t("minutes.span", **{"from": start, "until": end})
    if start:
        return t("minutes.from", **{"from": start})
    return t("minutes.until", until=end) if end else t("minutes.whole")


def absence(one: Attendee, t: Wording) -> str:
    """Why somebody was not there."""
    state = t("minutes.excused" if one.state == "excused" else "minutes.absent")
    return f"{state} ({one.reason})" if one.reason else state


def attendance_tables(sheet: MinutesSheet, t: Wording) -> list[tuple[Any, ...]]:
    """The tables of those who came, those who did not, and guests."""
    return [
        (t("minutes.members_present"), sheet.present, t("minutes.times"),
         [(one, presence(one, t)) for one in sheet.present]),
        (t("minutes.members_absent"), sheet.missing, t("minutes.absence"),
         [(one, absence(one, t)) for one in sheet.missing]),
        (t("minutes.others_present"), sheet.others, t("minutes.times"),
         [(one, presence(one, t)) for one in sheet.others]),
    ]  # fmt: skip


def content_of(sheet: MinutesSheet, t: Wording) -> dict[str, Any]:
    """Everything the template shows."""
    parts = [
        {"heading": t(name), "entries": entries, "closed": name == "nonpublic_part"}
        for name, entries in (
            ("public_part", sheet.public_items),
            ("nonpublic_part", sheet.nonpublic_items),
        )
        if entries
    ]
    invited = t("minutes.invited", date=t.date(sheet.invited)) if sheet.invited else ""
    return {
        "sheet": sheet,
        "heading": heading_of(sheet, t),
        "subtitle": subtitle_of(sheet, t),
        "edition": edition_of(sheet, t),
        "parts": parts,
        "attendance_tables": attendance_tables(sheet, t),
        "ballot_columns": BALLOT_COLUMNS,
        "interruptions": ", ".join(
            t("clock", time=t("minutes.span", **{"from": start, "until": end}))
            for start, end in sheet.interruptions
        ),
        "status": status_of(sheet, t),
        "invitation": ", ".join(one for one in (invited, sheet.invitation_note) if one),
    }


async def print_minutes(sheet: MinutesSheet, stationery: Stationery) -> Document:
    """The minutes as PDF."""
    t = Wording(stationery.language)
    title = f"{stationery.city} · {heading_of(sheet, t)}"
    imprint = Imprint(title, stationery.city, sheet.dated, edition_of(sheet, t))
    content = await printed(
        "minutes/minutes.html", "minutes/minutes.css", imprint, stationery, **content_of(sheet, t)
    )
    day = sheet.start.date().isoformat() if sheet.start else ""
    name = file_name(t("minutes.title"), sheet.organization, day)
    return Document(content, name, t.language)
