"""What chair, clerk and members do in a sitting, in the API."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.meetings.models import AgendaItem as AgendaItemRecord
from rostra.meetings.models import ItemState as StateOfItem
from rostra.meetings.queries import agenda_items_by_id
from rostra.sittings import calling, finding, hall, holding, models, speakers, speaking
from rostra.sittings.models import SpeechType as TypeOfSpeech
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.live.scenes import Scene, Turn
from rostra_graphql.meetings import AgendaItem
from rostra_graphql.sittings import Exclusion, Presence, QuorumFinding
from rostra_graphql.telling import argument, described, does

ItemState = strawberry.enum(
    StateOfItem, name="ItemState", description="What has become of an item in the sitting."
)
SpeechType = strawberry.enum(
    TypeOfSpeech, name="SpeechType", description="What a request to speak is for."
)
Somebody = Annotated[UUID, argument("The person.")]


async def shown(info: Info, item: AgendaItemRecord) -> AgendaItemRecord:
    """An item as it stands after a change."""
    found: AgendaItemRecord = await info.context.written(agenda_items_by_id, item.id)
    return found


@described
class SittingMutations:
    """What can be done in a sitting."""

    @does(Scene)
    async def open_sitting(self, info: Info, meeting: Wanted) -> models.Sitting:
        """Open the sitting of a meeting to which invitations were sent."""
        return await holding.open_sitting(info.context.work, meeting)

    @does(Scene)
    async def interrupt_sitting(
        self,
        info: Info,
        meeting: Wanted,
        reason: Annotated[str | None, argument("Why.")] = None,
    ) -> models.Sitting:
        """Pause the sitting; who speaks is stopped."""
        return await holding.interrupt_sitting(info.context.work, meeting, reason)

    @does(Scene)
    async def resume_sitting(self, info: Info, meeting: Wanted) -> models.Sitting:
        """Go on after a pause."""
        return await holding.resume_sitting(info.context.work, meeting)

    @does(Scene)
    async def close_sitting(self, info: Info, meeting: Wanted) -> models.Sitting:
        """End the sitting: the item under way is done, everybody leaves the hall."""
        return await holding.close_sitting(info.context.work, meeting)

    @does(AgendaItem)
    async def call_item(
        self,
        info: Info,
        item: Wanted,
        set_aside: Annotated[
            bool, argument("Whether the item under way is left to be called again.")
        ] = False,
    ) -> AgendaItemRecord:
        """Come to an item; the one under way is done unless it is set aside."""
        return await shown(info, await calling.call_item(info.context.work, item, set_aside))

    @does(AgendaItem)
    async def call_next_item(self, info: Info, meeting: Wanted) -> AgendaItemRecord:
        """Come to the first item in order that waits still; the one under way is done."""
        return await shown(info, await calling.call_next_item(info.context.work, meeting))

    @does(QuorumFinding)
    async def establish_quorum(self, info: Info, meeting: Wanted) -> models.QuorumFinding:
        """Keep whether all were duly summoned and enough are here, at this moment (QUO-1)."""
        return await finding.establish_quorum(info.context.work, meeting, info.context.house.zone)

    @does(AgendaItem)
    async def finish_item(self, info: Info, item: Wanted) -> AgendaItemRecord:
        """Be done with the item under way without calling another."""
        return await shown(info, await calling.finish_item(info.context.work, item))

    @does(AgendaItem)
    async def reopen_speakers(self, info: Info, item: Wanted) -> AgendaItemRecord:
        """Take requests to speak to an item again after the council closed its list."""
        return await shown(info, await speakers.reopen_speakers(info.context.work, item))

    @does(AgendaItem)
    async def put_off_item(
        self,
        info: Info,
        item: Wanted,
        state: Annotated[ItemState, argument("TAKEN_OFF, DEFERRED or REFERRED.")],
        organization: Annotated[
            UUID | None, argument("The committee to which it is referred.")
        ] = None,
    ) -> AgendaItemRecord:
        """Take an item off the agenda, defer it, or refer it to a committee."""
        done = await calling.put_off(info.context.work, item, state, organization)
        return await shown(info, done)

    @does(AgendaItem)
    async def bring_item_forward(
        self,
        info: Info,
        item: Wanted,
        before: Annotated[UUID, argument("The item before which it is dealt with.")],
    ) -> AgendaItemRecord:
        """Deal with an item before another; their numbers stay as they were sent out."""
        return await shown(info, await calling.bring_forward(info.context.work, item, before))

    @does(AgendaItem)
    async def close_doors(self, info: Info, item: Wanted) -> AgendaItemRecord:
        """Go on with an item behind closed doors: from here on only those inside read it."""
        return await shown(info, await calling.close_doors(info.context.work, item))

    @does(AgendaItem)
    async def open_doors(self, info: Info, item: Wanted) -> AgendaItemRecord:
        """Go on with an item in public."""
        return await shown(info, await calling.open_doors(info.context.work, item))

    @does(AgendaItem)
    async def debate_together(
        self,
        info: Info,
        item: Wanted,
        other: Annotated[UUID | None, argument("The other item; null parts them again.")] = None,
    ) -> AgendaItemRecord:
        """Debate an item together with another, voting on them separately."""
        return await shown(info, await calling.debate_together(info.context.work, item, other))

    @does(Presence)
    async def arrive(
        self,
        info: Info,
        meeting: Wanted,
        person: Somebody,
        stands_in_for: Annotated[
            UUID | None, argument("The member for whom the person is there.")
        ] = None,
    ) -> models.Presence:
        """Note that somebody came into the hall."""
        return await hall.arrive(
            info.context.work, meeting, person, info.context.house.zone, stands_in_for
        )

    @does(list[Presence])
    async def enter_expected(self, info: Info, meeting: Wanted) -> list[models.Presence]:
        """Note everybody as here who said that they would come in time."""
        return await hall.enter_expected(info.context.work, meeting, info.context.house.zone)

    @does(Presence)
    async def leave(self, info: Info, meeting: Wanted, person: Somebody) -> models.Presence:
        """Note that somebody left the hall."""
        return await hall.leave(info.context.work, meeting, person)

    @does(Presence)
    async def correct_presence(
        self,
        info: Info,
        presence: Wanted,
        arrived: Annotated[dt.datetime, argument("When the person came.")],
        left: Annotated[dt.datetime | None, argument("When the person left.")] = None,
    ) -> models.Presence:
        """Correct the times of one stay in the hall."""
        return await hall.correct_presence(info.context.work, presence, arrived, left)

    @does(Exclusion)
    async def disclose_bias(
        self,
        info: Info,
        item: Wanted,
        person: Annotated[UUID | None, argument("Who; oneself unless given.")] = None,
        left_the_room: Annotated[bool, argument("Whether the member leaves the room.")] = False,
    ) -> models.Exclusion:
        """Take no part in an item for bias (BIA-1); the reason is never kept."""
        return await hall.disclose_bias(info.context.work, item, person, left_the_room)

    @does(bool)
    async def revoke_bias(self, info: Info, exclusion: Wanted) -> bool:
        """Let a member take part after all, as the council found."""
        await hall.revoke_bias(info.context.work, exclusion)
        return True

    @does(Turn)
    async def request_speech(
        self,
        info: Info,
        item: Wanted,
        speech_type: Annotated[SpeechType, argument("What for.")] = TypeOfSpeech.SPEECH,
    ) -> models.Speech:
        """Ask to speak to the item under way."""
        return await speaking.request_speech(info.context.work, item, speech_type)

    @does(Turn)
    async def request_speech_for(
        self,
        info: Info,
        item: Wanted,
        person: Annotated[UUID | None, argument("A person of the council.")] = None,
        guest: Annotated[str | None, argument("Or the name of a guest.")] = None,
        speech_type: Annotated[SpeechType, argument("What for.")] = TypeOfSpeech.SPEECH,
        seconds: Annotated[
            int | None, argument("The time allowed; that of the standing orders unless given.")
        ] = None,
    ) -> models.Speech:
        """Put a member or a guest on the list of speakers."""
        return await speaking.request_for(
            info.context.work, item, person, guest, speech_type, seconds
        )

    @does(Turn)
    async def withdraw_speech(self, info: Info, speech: Wanted) -> models.Speech:
        """Take a request to speak back."""
        return await speaking.withdraw_speech(info.context.work, speech)

    @does(Turn)
    async def call_speaker(self, info: Info, speech: Wanted) -> models.Speech:
        """Give the floor to somebody who waits."""
        return await speaking.call_speaker(info.context.work, speech)

    @does(Turn)
    async def stop_speaker(self, info: Info, speech: Wanted) -> models.Speech:
        """End a speech."""
        return await speaking.stop_speaker(info.context.work, speech)

    @does(Turn)
    async def extend_speech(
        self,
        info: Info,
        speech: Wanted,
        seconds: Annotated[int, argument("How many more seconds; fewer, where negative.")],
    ) -> models.Speech:
        """Give a speaker more or less time."""
        return await speaking.extend_speech(info.context.work, speech, seconds)
