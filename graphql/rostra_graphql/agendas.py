"""Agendas in the making and requests for items in the API."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.access import Permission
from rostra.agendas import models, queries, support
from rostra.agendas.ordering import Place as PlaceOnAgenda
from rostra.agendas.steps import Step
from rostra.meetings.models import ItemType as KindOfItem
from rostra.meetings.models import Meeting
from rostra.meetings.queries import agenda_items_by_id, meetings_by_id
from rostra.organizations import queries as organizations
from rostra.organizations.models import Organization
from rostra.papers import queries as papers
from rostra.papers.models import Paper
from rostra.people import queries as people
from rostra.people.models import Person
from rostra_graphql import names
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, argument, described, told

AgendaStep = strawberry.enum(Step, name="AgendaStep", description="What was done to an agenda.")
Fate = strawberry.enum(models.Fate, name="Fate", description="What became of a request.")
ItemType = strawberry.enum(
    KindOfItem, name="ItemType", description="What sort of item it is, if not an ordinary one."
)
Place = strawberry.enum(PlaceOnAgenda, name="Place", description="Where an item goes.")


@described
class PaperAt:
    """A paper at an item of an agenda in the making, or one that is due."""

    consultation: UUID = told("The consultation, by its bare id.")
    without_main_file: bool = told("Whether its main document is missing.")
    role: str | None = told("What is done here, such as Vorberatung.")

    @answers(names.PAPER | None)
    async def paper(self, info: Info, at: strawberry.Parent[queries.PaperAt]) -> Paper | None:
        """The paper."""
        return await info.context.one(papers.papers_by_id, at.paper_id)


@described
class ItemInMaking:
    """An item while the agenda is being built."""

    depth: int = told("How deep it stands, from 0.")
    first: bool = told("Whether it stands first on its level of its part.")
    last: bool = told("Whether it stands last there.")
    sent: bool = told("Whether it went out to its readers.")
    neutral_title: str | None = told("What everybody reads while it is not public, if chosen.")
    papers: list[PaperAt] = told("The papers at it.")

    @answers(UUID)
    def uuid(self, made: strawberry.Parent[queries.ItemInMaking]) -> UUID:
        """Its bare id."""
        return made.item.id

    @answers(str | None)
    def number(self, made: strawberry.Parent[queries.ItemInMaking]) -> str | None:
        """Its number, which runs through both parts."""
        return made.item.number

    @answers(str | None)
    def name(self, made: strawberry.Parent[queries.ItemInMaking]) -> str | None:
        """What it is about."""
        return made.item.name

    @answers(bool)
    def public(self, made: strawberry.Parent[queries.ItemInMaking]) -> bool:
        """Whether it stands in the public part."""
        return bool(made.item.public)

    @answers(ItemType | None)
    def item_type(self, made: strawberry.Parent[queries.ItemInMaking]) -> KindOfItem | None:
        """What sort of item it is; null for an ordinary one."""
        return KindOfItem(made.item.item_type) if made.item.item_type else None

    @answers(int | None)
    def time_limit(self, made: strawberry.Parent[queries.ItemInMaking]) -> int | None:
        """How long it may take, in minutes."""
        return made.item.time_limit


@described
class AgendaInMaking:
    """An agenda while it is being built."""

    revision: str = told("The sign of the agenda as it stands; to be handed in with each step.")
    items: list[ItemInMaking] = told("The items in order.")
    due: list[PaperAt] = told("The papers whose next consultation is before those who sit.")
    undoable: AgendaStep | None = told("The last step that can be undone.")
    open: bool = told("Whether it can still be built.")

    @answers(list[names.ITEM_REQUEST])
    async def requests(
        self, info: Info, made: strawberry.Parent[queries.AgendaInMaking]
    ) -> list[models.ItemRequest]:
        """The requests that came in time and are neither on an agenda nor decided (AGD-1)."""
        zone = info.context.house.zone
        return await support.open_requests_for(info.context.work, made.meeting, zone)


@described
class Support:
    """Who stands behind a request for an item (AGD-1)."""

    signed: int = told("How many signed who may vote.")
    needed: int = told("How many are needed.")
    since: dt.datetime | None = told("When there were enough; null while there are not.")
    enough: bool = told("Whether it must be put on the agenda.")


@described
class ItemRequest:
    """That a faction or a quarter of the members want an item on the agenda (AGD-1)."""

    title: str = told("What it is about.")
    reasons: str | None = told("Why.")
    received: dt.datetime = told("When it was handed in.")
    fate: Fate = told("What became of it.")
    fate_reason: str | None = told("Why it was refused.")
    decided: dt.datetime | None = told("When that was decided.")

    @answers(UUID)
    def uuid(self, asked: strawberry.Parent[models.ItemRequest]) -> UUID:
        """Its bare id."""
        return asked.id

    @answers(names.ORGANIZATION | None)
    async def organization(
        self, info: Info, asked: strawberry.Parent[models.ItemRequest]
    ) -> Organization | None:
        """On whose agenda it is to stand."""
        return await info.context.one(organizations.organizations_by_id, asked.organization_id)

    @answers(names.ORGANIZATION | None)
    async def faction(
        self, info: Info, asked: strawberry.Parent[models.ItemRequest]
    ) -> Organization | None:
        """The faction that asks, where one does."""
        return await info.context.one(organizations.organizations_by_id, asked.faction_id)

    @answers(names.PERSON | None)
    async def person(
        self, info: Info, asked: strawberry.Parent[models.ItemRequest]
    ) -> Person | None:
        """Who handed it in."""
        return await info.context.one(people.persons_by_id, asked.person_id)

    @answers(list[names.PERSON])
    async def signatories(
        self, info: Info, asked: strawberry.Parent[models.ItemRequest]
    ) -> list[Person]:
        """Who signed it, the first one first."""
        ids = await info.context.many(queries.signatories_of, asked.id)
        found = [await info.context.one(people.persons_by_id, one) for one in ids]
        return [one for one in found if one is not None]

    @answers(names.MEETING | None)
    async def meeting(
        self, info: Info, asked: strawberry.Parent[models.ItemRequest]
    ) -> Meeting | None:
        """The meeting for which it is in time, or on whose agenda it stands."""
        zone, work = info.context.house.zone, info.context.work
        meeting_id = asked.meeting_id
        if asked.fate == models.Fate.OPEN:
            meeting_id = await support.meeting_in_time(work, asked, zone)
        return await info.context.one(meetings_by_id, meeting_id)

    @answers(names.AGENDA_ITEM | None)
    async def agenda_item(
        self, info: Info, asked: strawberry.Parent[models.ItemRequest]
    ) -> object | None:
        """The item that came of it, while it stands on an agenda that the viewer reads."""
        return await info.context.one(agenda_items_by_id, asked.agenda_item_id)

    @answers(Support)
    async def support(
        self, info: Info, asked: strawberry.Parent[models.ItemRequest]
    ) -> support.Support:
        """Who stands behind it."""
        return await support.support_of(info.context.work, asked, info.context.house.zone)

    @answers(bool)
    async def viewer_may_sign(
        self, info: Info, asked: strawberry.Parent[models.ItemRequest]
    ) -> bool:
        """Whether the viewer is a member who may sign it and has not."""
        return await queries.may_sign(info.context.work, asked, info.context.today)

    @answers(bool)
    def viewer_may_withdraw(self, info: Info, asked: strawberry.Parent[models.ItemRequest]) -> bool:
        """Whether the viewer handed it in and may take it back."""
        own = asked.person_id is not None and asked.person_id == info.context.work.actor.person_id
        return own and asked.fate == models.Fate.OPEN

    @answers(bool)
    def viewer_may_decide(self, info: Info, asked: strawberry.Parent[models.ItemRequest]) -> bool:
        """Whether the viewer keeps the agenda and it was not decided yet."""
        may = info.context.work.may(Permission.MEETING_KEEP, asked)
        return may and asked.fate == models.Fate.OPEN


@described
class AgendaQueries:
    """What can be asked about agendas in the making."""

    @answers(AgendaInMaking | None)
    async def agenda_in_making(
        self, info: Info, meeting: Annotated[UUID, argument("The meeting.")]
    ) -> queries.AgendaInMaking | None:
        """The agenda of a meeting for who may build it; null for everybody else."""
        return await queries.agenda_in_making(info.context.work, meeting)

    @answers(list[ItemRequest])
    async def item_requests(
        self,
        info: Info,
        organization: Annotated[
            UUID | None, argument("Those for the agenda of this organization.")
        ] = None,
    ) -> list[models.ItemRequest]:
        """The requests for items that the viewer may read, the last one first."""
        work = info.context.work
        return await work.fetch(queries.item_requests(work, organization))

    @answers(bool)
    async def may_request_item(
        self, info: Info, organization: Annotated[UUID, argument("On whose agenda.")]
    ) -> bool:
        """Whether the viewer may ask for an item on the agenda of an organization (AGD-1)."""
        return await queries.may_request(info.context.work, organization, info.context.today)

    @answers(list[names.ORGANIZATION])
    async def own_factions(self, info: Info) -> list[Organization]:
        """The factions for which the viewer may ask for items."""
        return await queries.own_factions(info.context.work, info.context.today)

    @answers(list[names.ORGANIZATION])
    async def kept_organizations(self, info: Info) -> list[Organization]:
        """The organizations whose meetings the viewer may enter."""
        return await queries.kept_organizations(info.context.work, info.context.today)
