"""What belongs to minutes: the list by which allowances are paid, and the list of votes."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rostra.access import Permission
from rostra.errors import NotFound
from rostra.meetings.queries import places_of
from rostra.organizations.rules import rules_of
from rostra.voting.models import Method
from rostra.voting.queries import ballots_of
from rostra.work import Work
from rostra_documents.edition import Edition, reader_of
from rostra_documents.meetings.reading import Sitting, sitting_of
from rostra_documents.minutes.attendance import attendees_of
from rostra_documents.minutes.model import Attendee
from rostra_documents.minutes.printing import BALLOT_COLUMNS, absence, presence
from rostra_documents.printing import Document, Imprint, file_name, printed
from rostra_documents.records import newest
from rostra_documents.stationery import Stationery
from rostra_documents.wording import Wording


@dataclass(frozen=True, slots=True)
class Paid:
    """A member, how long the member was there, and what is paid for it."""

    name: str
    times: str
    allowance: str


def money(cents: int, t: Wording) -> str:
    """An amount as the city writes it."""
    written = f"{cents // 100}.{cents % 100:02}"
    return f"{written.replace('.', ',')} €" if t.language == "de" else f"€{written}"


async def attendance_pdf(
    work: Work,
    meeting_id: UUID,
    edition: Edition = Edition.FULL,
    stationery: Stationery | None = None,
) -> Document:
    """The list by which allowances are paid; NotFound for all who do not keep minutes."""
    stationery = stationery or Stationery()
    sitting = await sitting_of(reader_of(work, edition), meeting_id)
    places = await places_of(work, sitting.meeting)
    if edition == Edition.PUBLIC or not work.actor.may_within(Permission.MINUTES_KEEP, *places):
        raise NotFound
    t = Wording(stationery.language)
    start = stationery.local(sitting.meeting.start or sitting.meeting.modified)
    leading = places[1] if len(places) > 1 else None
    rules = await rules_of(work, sitting.meeting.body_id, leading, start.date())
    members = [one for one in await attendees_of(work, sitting, stationery) if one.member]
    there = sum(one.state == "present" for one in members)
    return await print_list(
        "attendance", sitting, stationery, t,
        rows=[paid(one, rules.allowance_cents, t) for one in members],
        total=money(there * rules.allowance_cents, t),
        there=there,
    )  # fmt: skip


def paid(one: Attendee, cents: int, t: Wording) -> Paid:
    """A line of the list."""
    if one.state != "present":
        return Paid(one.name, absence(one, t), t("attendance.none"))
    return Paid(one.name, presence(one, t), money(cents, t))


async def votes_pdf(
    work: Work,
    meeting_id: UUID,
    edition: Edition = Edition.FULL,
    stationery: Stationery | None = None,
) -> Document:
    """All votes of a meeting with their numbers, as the reader may read them."""
    stationery = stationery or Stationery()
    reader = reader_of(work, edition)
    sitting = await sitting_of(reader, meeting_id)
    t = Wording(stationery.language)
    held = await ballots_of(reader, [item.id for item in sitting.agenda])
    ballots = [(item, one) for item in sitting.agenda for one in held.get(item.id, ())]
    rows = [
        {
            "number": item.number or "",
            "question": one.subject or item.name or "",
            "ballot": one,
            "announced": one.result if one.method == Method.ELECTION else None,
            "outcome": t.outcome(one.outcome, one.yes, one.no, one.abstention),
        }
        for item, one in ballots
    ]
    return await print_list(
        "votes", sitting, stationery, t, records=[one for _, one in ballots], rows=rows,
        columns=BALLOT_COLUMNS,
    )  # fmt: skip


async def print_list(
    kind: str, sitting: Sitting, stationery: Stationery, t: Wording, records: Any = (),
    **content: Any,
) -> Document:  # fmt: skip
    """One of the lists as PDF; dated by the newest of what it shows."""
    meeting, stationery = sitting.meeting, stationery.of(sitting.city)
    start = stationery.local(meeting.start)
    numbered = t("meeting_number", number=meeting.number) if meeting.number else meeting.name
    said = (stationery.city, t(f"{kind}.title"), numbered, sitting.organization)
    dated = newest(meeting, *sitting.agenda, *records)
    printed_list = await printed(
        f"minutes/{kind}.html",
        "minutes/lists.css",
        Imprint(" · ".join(dict.fromkeys(one for one in said if one)), stationery.city, dated),
        stationery,
        sitting=sitting,
        numbered=numbered,
        start=start,
        confidential=kind == "attendance" or sitting.confidential,
        **content,
    )
    day = start.date().isoformat() if start else ""
    name = file_name(t(f"{kind}.title"), sitting.organization, day)
    return Document(printed_list, name, t.language)
