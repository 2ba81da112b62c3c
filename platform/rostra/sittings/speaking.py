"""Asking to speak, having the floor, and giving it back."""

from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.agendas.seats import rules_for
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.meetings.models import AgendaItem
from rostra.organizations.models import Membership, Organization
from rostra.organizations.queries import lasts
from rostra.rich_text import cleaned_text
from rostra.sittings.chamber import Chamber, chamber_of, chamber_with, open_one
from rostra.sittings.events import SpeechBegun, SpeechEnded, SpeechMoved, SpeechRequested
from rostra.sittings.models import (
    Exclusion,
    Part,
    Presence,
    Sitting,
    Speech,
    SpeechState,
    SpeechType,
)
from rostra.sittings.speakers import refuse_beyond_the_list
from rostra.work import Work

LONGEST_NAME = 120
MOST_SECONDS = 3_600


async def request_speech(
    work: Work, item_id: UUID, speech_type: SpeechType = SpeechType.SPEECH
) -> Speech:
    """Ask to speak to the item under way, for oneself; asking twice is asking once."""
    chamber, item = await chamber_with(work, item_id)
    work.authorize_within(Permission.SPEECH_REQUEST, *chamber.places)
    person_id = work.actor.person_id
    if person_id is None:
        raise NotPermitted
    sitting = await open_one(work, chamber)
    refuse_unless_under_way(sitting, item)
    refuse_beyond_the_list(item, speech_type)
    await refuse_unless_heard(work, chamber, item, person_id)
    waiting = await first_waiting(work, item, person_id, speech_type)
    if waiting is not None:
        return waiting
    faction_id = await faction_of(work, chamber, person_id)
    return await entered(work, chamber, item, speech_type, person_id, faction_id)


async def request_for(
    work: Work,
    item_id: UUID,
    person_id: UUID | None = None,
    guest: str | None = None,
    speech_type: SpeechType = SpeechType.SPEECH,
    seconds: int | None = None,
) -> Speech:
    """Put a member or a guest on the list, as the chair or the clerk does for somebody.

    `seconds` is the time that is allowed; that of the standing orders unless it is said.
    """
    chamber, item = await chamber_with(work, item_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    sitting = await open_one(work, chamber)
    refuse_unless_under_way(sitting, item)
    refuse_beyond_the_list(item, speech_type)
    name = " ".join(cleaned_text(guest or "").split())[:LONGEST_NAME] or None
    if (person_id is None) == (name is None):
        raise Invalid("guest", "Name a person of the council or a guest.")
    refuse_beyond_an_hour(seconds)
    faction_id = None
    if person_id is not None:
        await refuse_unless_heard(work, chamber, item, person_id)
        faction_id = await faction_of(work, chamber, person_id)
    speech = await entered(work, chamber, item, speech_type, person_id, faction_id, name)
    speech.allowed = seconds
    return speech


def refuse_beyond_an_hour(seconds: int | None) -> None:
    """Refuse a time that is none, or longer than anybody speaks."""
    if seconds is not None and not 0 < seconds <= MOST_SECONDS:
        raise Invalid("seconds", f"A speech has 1 to {MOST_SECONDS} seconds.")


def refuse_unless_under_way(sitting: Sitting, item: AgendaItem) -> None:
    """Refuse who wants to speak to an item that is not called."""
    if sitting.current_item_id is None or sitting.current_item_id not in (
        item.id,
        item.debated_with_id,
    ):
        raise Conflict("One speaks to the item that is called.")


async def refuse_unless_heard(
    work: Work, chamber: Chamber, item: AgendaItem, person_id: UUID
) -> None:
    """Refuse who is not in the hall or takes no part in the item for bias (BIA-1)."""
    biased = sa.select(Exclusion.id).where(
        Exclusion.agenda_item_id == item.id, Exclusion.person_id == person_id
    )
    if await work.first(biased) is not None:
        raise Conflict("BIA-1: Who is excluded for bias does not debate this item.")
    here = sa.select(Presence.id).where(
        Presence.meeting_id == chamber.meeting.id,
        Presence.person_id == person_id,
        Presence.left.is_(None),
    )
    if await work.first(here) is None:
        raise Conflict("Only who is in the hall can speak; please report to the clerk.")


async def first_waiting(
    work: Work, item: AgendaItem, person_id: UUID, speech_type: SpeechType
) -> Speech | None:
    """The request of the kind that somebody has made already."""
    found: Speech | None = await work.first(
        work.readable(Speech).where(
            Speech.agenda_item_id == item.id,
            Speech.person_id == person_id,
            Speech.speech_type == speech_type,
            Speech.state == SpeechState.WAITING,
        )
    )
    return found


async def faction_of(work: Work, chamber: Chamber, person_id: UUID) -> UUID | None:
    """The faction for which somebody sits here, or to which they belong."""
    today = work.today
    seats = await work.fetch(
        sa.select(Membership.on_behalf_of_id).where(
            Membership.person_id == person_id,
            Membership.organization_id.in_(chamber.places),
            Membership.on_behalf_of_id.is_not(None),
            work.may_read(Membership),
            lasts(Membership, today),
        )
    )
    if seats:
        return seats[0]
    belongs = await work.fetch(
        sa.select(Organization.id)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(
            Membership.person_id == person_id,
            Organization.organization_type == "Fraktion",
            work.may_read(Membership),
            work.may_read(Organization),
            lasts(Membership, today),
        )
        .order_by(Organization.id)
    )
    return belongs[0] if belongs else None


async def entered(
    work: Work,
    chamber: Chamber,
    item: AgendaItem,
    speech_type: SpeechType,
    person_id: UUID | None,
    faction_id: UUID | None,
    guest: str | None = None,
) -> Speech:
    """Enter a request at the end of the list."""
    last = await work.first(
        sa.select(sa.func.max(Speech.position)).where(Speech.meeting_id == chamber.meeting.id)
    )
    speech = Speech(
        body_id=chamber.meeting.body_id,
        meeting_id=chamber.meeting.id,
        agenda_item_id=item.id,
        person_id=person_id,
        guest=guest,
        organization_id=faction_id,
        speech_type=speech_type,
        position=(last or 0) + 1,
        requested=work.now,
        audience_id=item.audience_id,
    )
    work.add(speech)
    await work.flush()
    await chamber.note(work, Part.SPEAKERS, audience_id=speech.audience_id)
    work.record(SpeechRequested(speech.id))
    return speech


async def withdraw_speech(work: Work, speech_id: UUID) -> Speech:
    """Take a request back: one's own, or as the chair anybody's."""
    speech = await work.find(Speech, speech_id)
    chamber = await chamber_of(work, speech.meeting_id)
    own = speech.person_id is not None and speech.person_id == work.actor.person_id
    asked = Permission.SPEECH_REQUEST if own else Permission.MEETING_CHAIR
    work.authorize_within(asked, *chamber.places)
    await open_one(work, chamber)
    if speech.state != SpeechState.WAITING:
        raise Conflict("This request is not waiting any more.")

    speech.state = SpeechState.WITHDRAWN
    await chamber.note(work, Part.SPEAKERS, audience_id=speech.audience_id)
    work.record(SpeechEnded(speech.id))
    return speech


async def call_speaker(work: Work, speech_id: UUID) -> Speech:
    """Give the floor to somebody who waits; who has it gives it back."""
    speech = await work.find(Speech, speech_id)
    chamber = await chamber_of(work, speech.meeting_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    await open_one(work, chamber)
    await work.db.refresh(speech)
    if speech.state != SpeechState.WAITING:
        raise Conflict("This request is not waiting any more.")
    if speech.person_id is not None and speech.agenda_item_id is not None:
        item = await work.find(AgendaItem, speech.agenda_item_id)
        await refuse_unless_heard(work, chamber, item, speech.person_id)

    await end_running(work, chamber)
    speech.state, speech.started = SpeechState.SPEAKING, work.now
    speech.allowed = speech.allowed or await allowed_seconds(work, chamber, speech)
    await chamber.note(work, Part.SPEAKERS, audience_id=speech.audience_id)
    work.record(SpeechBegun(speech.id))
    return speech


async def allowed_seconds(work: Work, chamber: Chamber, speech: Speech) -> int:
    """How long the rules let somebody speak: the first time on an item, or again."""
    rules = await rules_for(work, chamber.meeting, work.today)
    before = await work.count(
        sa.select(Speech.id).where(
            Speech.agenda_item_id == speech.agenda_item_id,
            Speech.person_id == speech.person_id,
            Speech.person_id.is_not(None),
            Speech.state == SpeechState.DONE,
        )
    )
    return rules.speaking_again_seconds if before else rules.speaking_seconds


async def stop_speaker(work: Work, speech_id: UUID) -> Speech:
    """End a speech: as the chair, or one's own."""
    speech = await work.find(Speech, speech_id)
    chamber = await chamber_of(work, speech.meeting_id)
    own = speech.person_id is not None and speech.person_id == work.actor.person_id
    asked = Permission.SPEECH_REQUEST if own else Permission.MEETING_CHAIR
    work.authorize_within(asked, *chamber.places)
    await open_one(work, chamber)
    if speech.state != SpeechState.SPEAKING:
        raise Conflict("Nobody speaks here at this moment.")

    speech.state, speech.ended = SpeechState.DONE, work.now
    await chamber.note(work, Part.SPEAKERS, audience_id=speech.audience_id)
    work.record(SpeechEnded(speech.id))
    return speech


async def extend_speech(work: Work, speech_id: UUID, seconds: int) -> Speech:
    """Give a speaker more or less time."""
    speech = await work.find(Speech, speech_id)
    chamber = await chamber_of(work, speech.meeting_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    await open_one(work, chamber)
    if speech.state not in (SpeechState.WAITING, SpeechState.SPEAKING):
        raise Conflict("This speech is over.")
    allowed = (speech.allowed or await allowed_seconds(work, chamber, speech)) + seconds
    refuse_beyond_an_hour(allowed)

    speech.allowed = allowed
    await chamber.note(work, Part.SPEAKERS, audience_id=speech.audience_id)
    work.record(SpeechMoved(speech.id))
    return speech


async def end_running(work: Work, chamber: Chamber) -> None:
    """End the speech under way, if there is one."""
    running = await work.fetch(
        sa.select(Speech).where(
            Speech.meeting_id == chamber.meeting.id, Speech.state == SpeechState.SPEAKING
        )
    )
    for speech in running:
        speech.state, speech.ended = SpeechState.DONE, work.now
        await chamber.note(work, Part.SPEAKERS, audience_id=speech.audience_id)
        work.record(SpeechEnded(speech.id))


async def withdraw_waiting(work: Work, meeting_id: UUID) -> None:
    """Take back what still waits, when an item is done."""
    for speech in await work.fetch(
        sa.select(Speech).where(
            Speech.meeting_id == meeting_id, Speech.state == SpeechState.WAITING
        )
    ):
        speech.state = SpeechState.WITHDRAWN


async def silence(
    work: Work, chamber: Chamber, person_id: UUID, item_id: UUID | None = None
) -> None:
    """End the speech of somebody who left or takes no part, and take back what waits."""
    speeches = sa.select(Speech).where(
        Speech.meeting_id == chamber.meeting.id,
        Speech.person_id == person_id,
        Speech.state.in_([SpeechState.WAITING, SpeechState.SPEAKING]),
    )
    if item_id is not None:
        speeches = speeches.where(Speech.agenda_item_id == item_id)
    for speech in await work.fetch(speeches):
        if speech.state == SpeechState.SPEAKING:
            speech.state, speech.ended = SpeechState.DONE, work.now
        else:
            speech.state = SpeechState.WITHDRAWN
        await chamber.note(work, Part.SPEAKERS, audience_id=speech.audience_id)
        work.record(SpeechEnded(speech.id))
