"""What can be done about agendas in the making and requests for items in the API."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from rostra.agendas import building, ordering, planning, queries, requests, undoing
from rostra.agendas.building import Wording
from rostra.agendas.models import ItemRequest as Request
from rostra.agendas.planning import Plan
from rostra.errors import NotFound
from rostra.meetings.models import Meeting
from rostra.meetings.queries import meetings_by_id
from rostra_graphql import names
from rostra_graphql.agendas import AgendaInMaking, ItemRequest, ItemType, Place
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.invitation_verbs import time_of_day
from rostra_graphql.telling import argument, described, described_input, does, told

SEEN = "The revision of the agenda that was seen; unless it is the present one, refused."


@described_input
class CreateMeetingInput:
    """What a meeting is to be, in the city's time."""

    organizations: list[UUID] = told("Who sits; the first leads.")
    together: UUID | None = told("Who else sits with them.", default=None)
    day: dt.date = told("The day.")
    begins: str = told("The time of day, as 17:00.")
    ends: str | None = told("When it ends, as 21:00.", default=None)
    location: UUID | None = told("Where.", default=None)
    name: str | None = told("Its name; of committee and number unless given.", default=None)
    public: bool | None = told(
        "Whether it is public; as the standing orders say unless given (PUB-4).", default=None
    )
    standing_items: bool = told(
        "Whether the standing items of the last meeting are taken over.", default=True
    )


@described_input
class AddItemInput:
    """An item that is to be added."""

    meeting: UUID = told("On whose agenda.")
    revision: str | None = told(SEEN, default=None)
    name: str = told("What it is about.")
    public: bool = told("Whether it stands in the public part.", default=True)
    below: UUID | None = told("The item below which it is to stand.", default=None)
    item_type: ItemType | None = told("What sort of item it is.", default=None)
    time_limit: int | None = told("How long it may take, in minutes.", default=None)


@described_input
class ChangeItemInput:
    """What an item is to say, whole: what is left out is taken away."""

    item: UUID = told("The item.")
    revision: str | None = told(SEEN, default=None)
    name: str = told("What it is about.")
    item_type: ItemType | None = told("What sort of item it is.", default=None)
    time_limit: int | None = told("How long it may take, in minutes.", default=None)
    neutral_title: str | None = told(
        "What everybody reads of it while it is not public.", default=None
    )


@described_input
class MoveItemInput:
    """Where an item goes."""

    item: UUID = told("The item.")
    revision: str | None = told(SEEN, default=None)
    place: Place = told("Where.")
    target: UUID | None = told("The item before, after or below which it goes.", default=None)


@described_input
class AttachPaperInput:
    """At which item a paper is to be dealt with."""

    consultation: UUID = told("The consultation of the paper.")
    meeting: UUID = told("In which meeting.")
    revision: str | None = told(SEEN, default=None)
    item: UUID | None = told("At which item; at a new one unless given.", default=None)
    public: bool = told("Whether a new item is public.", default=True)


@described_input
class RequestItemInput:
    """What is to be dealt with (AGD-1)."""

    organization: UUID = told("On whose agenda it is to stand.")
    title: str = told("What it is about.")
    reasons: str | None = told("Why.", default=None)
    faction: UUID | None = told("The faction that asks; oneself unless given.", default=None)
    paper: UUID | None = told("The paper that belongs to it.", default=None)


@described
class BuildingMutations:
    """What can be done about an agenda in the making."""

    @does(names.MEETING)
    async def create_meeting(
        self, info: Info, input: Annotated[CreateMeetingInput, argument("What it is to be.")]
    ) -> Meeting:
        """Enter a meeting; it has a number through the term and those items that always stand."""
        zone = info.context.house.zone
        sitting = [*input.organizations, *([input.together] if input.together else [])]
        start = dt.datetime.combine(input.day, time_of_day(input.begins, "begins"), zone)
        end = None
        if input.ends:
            end = dt.datetime.combine(input.day, time_of_day(input.ends, "ends"), zone)
            end += dt.timedelta(days=1) if end <= start else dt.timedelta()
        plan = Plan(start, end, input.location, input.name, input.public, input.standing_items)
        made = await planning.create_meeting(info.context.work, sitting, plan, zone)
        return await info.context.written(meetings_by_id, made.id)

    @does(AgendaInMaking)
    async def add_item(
        self, info: Info, input: Annotated[AddItemInput, argument("The item.")]
    ) -> queries.AgendaInMaking:
        """Put an item at the end of a part of the agenda, or below another one."""
        wording = Wording(input.name, input.item_type, time_limit=input.time_limit)
        await building.add_item(
            info.context.work, input.meeting, input.revision, wording, input.public, input.below
        )
        return await as_it_stands(info, input.meeting)

    @does(AgendaInMaking)
    async def add_standing_items(
        self,
        info: Info,
        meeting: Annotated[UUID, argument("On whose agenda.")],
        revision: Annotated[str | None, argument(SEEN)] = None,
    ) -> queries.AgendaInMaking:
        """Take over the standing items of the last meeting that are missing."""
        await building.add_standing_items(info.context.work, meeting, revision)
        return await as_it_stands(info, meeting)

    @does(AgendaInMaking)
    async def change_item(
        self, info: Info, input: Annotated[ChangeItemInput, argument("What it is to say.")]
    ) -> queries.AgendaInMaking:
        """Word an item anew, say what sort of item it is and how long it may take."""
        wording = Wording(
            input.name, input.item_type, True, input.time_limit, True, input.neutral_title or ""
        )
        item = await building.change_item(info.context.work, input.item, input.revision, wording)
        return await as_it_stands(info, item.meeting_id)

    @does(AgendaInMaking)
    async def take_out_item(
        self,
        info: Info,
        item: Annotated[UUID, argument("The item.")],
        revision: Annotated[str | None, argument(SEEN)] = None,
    ) -> queries.AgendaInMaking:
        """Take an item off the agenda with all below it; its papers are due again."""
        agenda = await building.take_out_item(info.context.work, item, revision)
        return await as_it_stands(info, agenda.meeting.id)

    @does(AgendaInMaking)
    async def move_item(
        self, info: Info, input: Annotated[MoveItemInput, argument("Where it goes.")]
    ) -> queries.AgendaInMaking:
        """Move an item with all below it; what leaves the public part is withdrawn."""
        agenda = await ordering.move_item(
            info.context.work, input.item, input.revision, input.place, input.target
        )
        return await as_it_stands(info, agenda.meeting.id)

    @does(AgendaInMaking)
    async def shift_item(
        self,
        info: Info,
        item: Annotated[UUID, argument("The item.")],
        up: Annotated[bool, argument("Before the one above it; else behind the one below.")],
        revision: Annotated[str | None, argument(SEEN)] = None,
    ) -> queries.AgendaInMaking:
        """Exchange an item with the one beside it, on the same level of the same part."""
        agenda = await ordering.shift_item(info.context.work, item, revision, up)
        return await as_it_stands(info, agenda.meeting.id)

    @does(AgendaInMaking)
    async def attach_paper(
        self, info: Info, input: Annotated[AttachPaperInput, argument("Which, and where.")]
    ) -> queries.AgendaInMaking:
        """Put a paper that is due at an item, or at a new one that bears its name."""
        await building.attach_paper(
            info.context.work, input.consultation, input.meeting, input.revision, input.item,
            input.public,
        )  # fmt: skip
        return await as_it_stands(info, input.meeting)

    @does(AgendaInMaking)
    async def detach_paper(
        self,
        info: Info,
        consultation: Annotated[UUID, argument("The consultation of the paper.")],
        revision: Annotated[str | None, argument(SEEN)] = None,
    ) -> queries.AgendaInMaking:
        """Take a paper from its item; it is due again."""
        agenda = await building.detach_paper(info.context.work, consultation, revision)
        return await as_it_stands(info, agenda.meeting.id)

    @does(AgendaInMaking)
    async def undo_agenda_step(
        self,
        info: Info,
        meeting: Annotated[UUID, argument("On whose agenda.")],
        revision: Annotated[str | None, argument(SEEN)] = None,
    ) -> queries.AgendaInMaking:
        """Go back to the agenda as it was before the last step; never behind what went out."""
        await undoing.undo_step(info.context.work, meeting, revision)
        return await as_it_stands(info, meeting)


@described
class RequestMutations:
    """What can be done about requests for items (AGD-1)."""

    @does(ItemRequest)
    async def request_item(
        self, info: Info, input: Annotated[RequestItemInput, argument("What is wanted.")]
    ) -> Request:
        """Ask for an item; a faction alone, or as many members as are needed (AGD-1)."""
        return await requests.request_item(
            info.context.work, input.organization, input.title, info.context.house.zone,
            input.reasons, input.faction, input.paper,
        )  # fmt: skip

    @does(ItemRequest)
    async def sign_item_request(self, info: Info, uuid: Wanted) -> Request:
        """Sign somebody else's request."""
        return await requests.sign_request(info.context.work, uuid, info.context.house.zone)

    @does(ItemRequest)
    async def withdraw_item_request(self, info: Info, uuid: Wanted) -> Request:
        """Take back a request that one handed in."""
        return await requests.withdraw_request(info.context.work, uuid)

    @does(ItemRequest)
    async def refuse_item_request(
        self,
        info: Info,
        uuid: Wanted,
        reason: Annotated[str, argument("Why; read by those who asked.")],
    ) -> Request:
        """Refuse a request."""
        return await requests.refuse_request(info.context.work, uuid, reason)

    @does(AgendaInMaking)
    async def accept_item_request(
        self,
        info: Info,
        uuid: Wanted,
        meeting: Annotated[UUID, argument("On whose agenda it comes.")],
        public: Annotated[bool, argument("Whether in the public part.")] = True,
        revision: Annotated[str | None, argument(SEEN)] = None,
    ) -> queries.AgendaInMaking:
        """Put what was asked for on the agenda of a meeting."""
        await requests.accept_request(
            info.context.work, uuid, meeting, info.context.house.zone, revision, public
        )
        return await as_it_stands(info, meeting)


@described
class AgendaMutations(BuildingMutations, RequestMutations):
    """What can be done before an agenda goes out."""


async def as_it_stands(info: Info, meeting_id: UUID | None) -> queries.AgendaInMaking:
    """The agenda after a step."""
    await info.context.work.flush()
    made = await queries.agenda_in_making(info.context.work, meeting_id) if meeting_id else None
    if made is None:
        raise NotFound
    return made
