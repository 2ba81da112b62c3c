"""Writing minutes: the text of each item, and what they say of the meeting as a whole."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import NOBODY, Permission
from rostra.errors import Invalid, Overtaken
from rostra.meetings.models import Meeting
from rostra.meetings.queries import places_of
from rostra.minutes.events import MinutesEdited, MinutesEntryWritten
from rostra.minutes.models import Absence, Minutes, MinutesEntry, MinutesEntryVersion, MinutesState
from rostra.minutes.readers import show_to_circle
from rostra.minutes.voiding import refuse_settled, void_signatures
from rostra.people.models import Person
from rostra.rich_text import cleaned_html, cleaned_text, html_of
from rostra.work import Work

LONGEST_ENTRY = 200_000
LONGEST_NOTE = 1_000


async def locked(work: Work, minutes_id: UUID) -> tuple[Minutes, Meeting]:
    """Minutes that the actor reads, held against others until the transaction ends."""
    await work.find(Minutes, minutes_id)
    minutes: Minutes = await work.first(
        sa.select(Minutes)
        .where(Minutes.id == minutes_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return minutes, await work.find(Meeting, minutes.meeting_id)


async def save_entry(
    work: Work, entry_id: UUID, text: str, revision: int, zone: ZoneInfo
) -> MinutesEntry:
    """Keep what the minutes say to an item; every wording is kept.

    Refused with the present wording where somebody else wrote since `revision` was read.
    """
    entry = await work.find(MinutesEntry, entry_id)
    minutes, meeting = await locked(work, entry.minutes_id)
    work.authorize_within(Permission.MINUTES_KEEP, *await places_of(work, meeting))
    refuse_settled(minutes)
    await work.db.refresh(entry)
    text = cleaned_html(html_of(text))
    if len(text) > LONGEST_ENTRY:
        raise Invalid("text", f"This is {len(text)} characters long; at most {LONGEST_ENTRY} fit.")
    if text == entry.text:
        return entry
    if revision != entry.revision:
        raise Overtaken(
            "Somebody else has changed this text meanwhile. Both versions are shown.",
            entry.text,
            entry.revision,
        )

    entry.text, entry.revision = text, entry.revision + 1
    work.add(
        MinutesEntryVersion(
            entry_id=entry.id,
            revision=entry.revision,
            text=text,
            account_id=work.actor.account_id,
            at=work.now,
        )
    )
    await back_to_draft(work, minutes, meeting, zone)
    work.record(MinutesEntryWritten(entry.id))
    return entry


async def back_to_draft(work: Work, minutes: Minutes, meeting: Meeting, zone: ZoneInfo) -> None:
    """Void signatures under a wording that has changed, and narrow the readers accordingly."""
    was = minutes.state
    await void_signatures(work, minutes)
    if was != MinutesState.DRAFT:
        await show_to_circle(work, minutes, meeting, zone)


@dataclass(frozen=True)
class Head:
    """What minutes say of the meeting as a whole."""

    chair_id: UUID | None = None
    secretary_id: UUID | None = None
    secretary_name: str | None = None
    invitation_note: str | None = None
    quorum_note: str | None = None


async def edit_head(work: Work, minutes_id: UUID, head: Head, zone: ZoneInfo) -> Minutes:
    """Say who chaired, who writes, and what is to be noted of invitation and quorum (MIN-1)."""
    minutes, meeting = await locked(work, minutes_id)
    work.authorize_within(Permission.MINUTES_KEEP, *await places_of(work, meeting))
    refuse_settled(minutes)
    for person_id in (head.chair_id, head.secretary_id):
        if person_id is not None:
            await work.find(Person, person_id)
    if head.chair_id is not None and head.chair_id == head.secretary_id:
        raise Invalid("secretary", "MIN-3: The chair and the secretary are two persons.")

    minutes.chair_id, minutes.secretary_id = head.chair_id, head.secretary_id
    minutes.secretary_name = noted(head.secretary_name, "secretaryName")
    minutes.invitation_note = noted(head.invitation_note, "invitationNote")
    minutes.quorum_note = noted(head.quorum_note, "quorumNote")
    await back_to_draft(work, minutes, meeting, zone)
    work.record(MinutesEdited(minutes.id))
    return minutes


def noted(text: str | None, field: str) -> str | None:
    """A note without blank ends; None where there is none."""
    cleaned = cleaned_text(text or "")
    if len(cleaned) > LONGEST_NOTE:
        raise Invalid(field, f"This is {len(cleaned)} characters long; at most {LONGEST_NOTE} fit.")
    return cleaned or None


async def note_absence(
    work: Work, minutes_id: UUID, person_id: UUID, excused: bool, reason: str | None, zone: ZoneInfo
) -> Absence:
    """Correct whether a member was excused, and why (MIN-1)."""
    minutes, meeting = await locked(work, minutes_id)
    work.authorize_within(Permission.MINUTES_KEEP, *await places_of(work, meeting))
    refuse_settled(minutes)
    absence: Absence | None = await work.first(
        work.readable(Absence).where(
            Absence.minutes_id == minutes.id,
            Absence.person_id == person_id,
            Absence.audience_id != NOBODY,
        )
    )
    if absence is None:
        raise Invalid("person", "MIN-1: This person is not among those who were absent.")

    absence.state = "excused" if excused else "absent"
    absence.reason, absence.noted = noted(reason, "reason"), True
    await back_to_draft(work, minutes, meeting, zone)
    work.record(MinutesEdited(minutes.id))
    return absence
