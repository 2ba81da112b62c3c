"""The list of speakers of an item: closed by decision, opened again by the chair."""

from uuid import UUID

from rostra.access import Permission
from rostra.errors import Conflict
from rostra.meetings.models import AgendaItem
from rostra.sittings.chamber import Chamber, chamber_with, open_one
from rostra.sittings.events import SpeakersReopened
from rostra.sittings.models import Part, SpeechType
from rostra.work import Work


def refuse_beyond_the_list(item: AgendaItem, speech_type: SpeechType) -> None:
    """Refuse another speaker where the list is closed; points of order are always heard."""
    if item.speakers_closed and speech_type != SpeechType.POINT_OF_ORDER:
        raise Conflict(
            "The council has closed the list of speakers of this item; points of order are still"
            " heard, and the chair may open the list again."
        )


async def close_speakers(work: Work, chamber: Chamber, item: AgendaItem) -> None:
    """Let nobody more be put on the list of an item; who waits is still heard.

    It is what the council decided: whoever calls this has counted the vote.
    """
    item.speakers_closed = True
    await chamber.note(work, Part.SPEAKERS, audience_id=item.audience_id)


async def reopen_speakers(work: Work, item_id: UUID) -> AgendaItem:
    """Take requests to speak to an item again after its list was closed."""
    chamber, item = await chamber_with(work, item_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    await open_one(work, chamber)
    if not item.speakers_closed:
        raise Conflict("The list of speakers of this item is open.")

    item.speakers_closed = False
    await chamber.note(work, Part.SPEAKERS, audience_id=item.audience_id)
    work.record(SpeakersReopened(chamber.meeting.id, item.id))
    return item
