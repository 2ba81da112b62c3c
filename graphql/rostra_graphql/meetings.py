"""Meetings, agenda items and attendance in the API."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

import strawberry

from rostra.agendas import invitations
from rostra.files import queries as files
from rostra.files.models import File, FileUse
from rostra.meetings import models, queries
from rostra.meetings.services import publish_meeting
from rostra.minutes import queries as minutes
from rostra.minutes.models import Minutes, MinutesEntry
from rostra.organizations import models as organization_models
from rostra.organizations import queries as organizations
from rostra.papers import queries as papers
from rostra.papers.models import Consultation
from rostra.people import queries as people
from rostra.people.models import Person
from rostra.resolutions import queries as resolutions
from rostra.resolutions.models import Resolution
from rostra_graphql import names
from rostra_graphql.arguments import (
    After,
    Before,
    First,
    Last,
    MeetingOrder,
    OrderOfMeetings,
    Wanted,
    between,
    order_of,
)
from rostra_graphql.comments import Commented
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.paging import Connection, connected, connection_type
from rostra_graphql.participation import Participation, participation_at
from rostra_graphql.proceedings import Proceeding
from rostra_graphql.telling import answers, argument, described, described_input, does, told


@described
class Attendance:
    """Whether a person was at a meeting, as what, from when to when, or why not."""

    state: str = told("present, excused or absent.")
    role: str | None = told("As what the person took part, in the council's words.")
    arrived: dt.datetime | None = told("When the person came, where that was later.")
    left: dt.datetime | None = told("When the person left, where that was earlier.")
    reason: str | None = told("Why the person was absent.")

    @answers(names.PERSON | None)
    async def person(
        self, info: Info, attendance: strawberry.Parent[models.Attendance]
    ) -> Person | None:
        """Whose attendance it is."""
        return await info.context.one(people.persons_by_id, attendance.person_id)


async def used_files(info: Info, owner: Any) -> list[files.UsedFile]:
    """The files of a meeting or an agenda item, with what they are to it."""
    if owner.kind == models.Meeting.kind:
        return await info.context.many(
            files.files_used_by, owner.id, owner=models.Meeting, link=FileUse.meeting_id
        )
    return await info.context.many(
        files.files_used_by, owner.id, owner=models.AgendaItem, link=FileUse.agenda_item_id
    )


async def used_as(info: Info, owner: Any, use: str) -> list[File]:
    """The files of the owner that serve this use."""
    return [one.file for one in await used_files(info, owner) if one.use == use]


@described
class AgendaItem(Proceeding, Node, Commented):
    """One point of an agenda."""

    number: str | None = told("Its number on the agenda, such as Ö 5.")
    order: int = told("Its place through the whole meeting, from 0.")
    name: str | None = told("What it is about.")
    public: bool | None = told("Whether it is debated in the public part.")
    result: str | None = told("What came of it, in the council's words.")
    resolution_text: str | None = told("The resolution in full.")
    start: dt.datetime | None = told("When it was called.")
    end: dt.datetime | None = told("When it was done.")

    @answers(names.MEETING | None)
    async def meeting(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> models.Meeting | None:
        """The meeting on whose agenda it stands."""
        return await info.context.one(queries.meetings_by_id, item.meeting_id)

    @answers(names.AGENDA_ITEM | None)
    async def parent(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> models.AgendaItem | None:
        """The item below which it stands on a nested agenda."""
        return await info.context.one(queries.agenda_items_by_id, item.parent_id)

    @answers(list[names.AGENDA_ITEM])
    async def children(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> list[models.AgendaItem]:
        """The items that stand below it, in order."""
        return await info.context.many(queries.items_below, item.id)

    @answers(names.CONSULTATION | None)
    async def consultation(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> Consultation | None:
        """The consultation of a paper that takes place here; the first, where there are more."""
        held = await info.context.many(papers.consultations_at, item.id)
        return held[0] if held else None

    @answers(list[names.CONSULTATION])
    async def consultations(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> list[Consultation]:
        """All consultations of papers that take place here."""
        return await info.context.many(papers.consultations_at, item.id)

    @answers(names.MINUTES_ENTRY | None)
    async def minutes_entry(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> MinutesEntry | None:
        """What the minutes say to it."""
        return await info.context.one(minutes.entry_at, item.id)

    @answers(list[names.RESOLUTION])
    async def resolutions(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> list[Resolution]:
        """What of it stands in the register of resolutions."""
        return await info.context.many(resolutions.resolutions_at, item.id)

    @answers(Participation | None)
    async def participation(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> models.AgendaItem | None:
        """What the public said to its papers; null where that is nothing."""
        return await participation_at(info, item)

    @answers(names.FILE | None)
    async def resolution_file(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> File | None:
        """The resolution as a document."""
        return next(iter(await used_as(info, item, "resolution")), None)

    @answers(list[names.FILE])
    async def auxiliary_files(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> list[File]:
        """Further documents."""
        return await used_as(info, item, "auxiliary")


@described
class NeutralItem:
    """What the viewer may know of an item that they may not read."""

    number: str | None = told("Its number on the agenda.")
    order: int = told("Its place through the whole meeting, from 0.")
    name: str = told("A title that tells nothing.")


@described
class Meeting(Node):
    """A sitting of one or more organizations."""

    name: str | None = told("What it is called.")
    number: int | None = told("The how-manieth sitting of the term it is.")
    meeting_state: str | None = told("terminiert, eingeladen or durchgeführt, as OParl has it.")
    cancelled: bool | None = told("Whether it was cancelled.")
    start: dt.datetime | None = told("When it begins.")
    end: dt.datetime | None = told("When it ends or ended.")
    web: str | None = told("Its page in the system from which it was taken over.")
    urgent: bool | None = told("Whether the period of notice was shortened (INV-3).")
    second_summons: bool | None = told(
        "Whether it was called again on the same subject, so that any number decides (QUO-2)."
    )
    moved_from: dt.datetime | None = told("When it was to begin before it was moved.")
    cancelled_because: str | None = told("Why it was cancelled.")

    @answers(int | None)
    async def agenda_version(
        self, info: Info, meeting: strawberry.Parent[models.Meeting]
    ) -> int | None:
        """The number of the last version of the agenda that went out, of the public edition."""
        number: int | None = await info.context.one(invitations.last_numbers, meeting.id)
        return number

    @answers(names.BODY | None)
    async def body(
        self, info: Info, meeting: strawberry.Parent[models.Meeting]
    ) -> organization_models.Body | None:
        """The body to which it belongs."""
        return await info.context.one(organizations.bodies_by_id, meeting.body_id)

    @answers(names.LEGISLATIVE_TERM | None)
    async def legislative_term(
        self, info: Info, meeting: strawberry.Parent[models.Meeting]
    ) -> organization_models.LegislativeTerm | None:
        """The legislative term through which its number counts."""
        return await info.context.one(organizations.terms_by_id, meeting.legislative_term_id)

    @answers(names.LOCATION | None)
    async def location(
        self, info: Info, meeting: strawberry.Parent[models.Meeting]
    ) -> organization_models.Location | None:
        """Where it takes place."""
        return await info.context.one(organizations.locations_by_id, meeting.location_id)

    @answers(list[names.ORGANIZATION])
    async def organizations(
        self, info: Info, meeting: strawberry.Parent[models.Meeting]
    ) -> list[organization_models.Organization]:
        """The organizations that sit; the first leads."""
        return await info.context.many(queries.organizations_of_meetings, meeting.id)

    @answers(list[Attendance])
    async def attendances(
        self, info: Info, meeting: strawberry.Parent[models.Meeting]
    ) -> list[models.Attendance]:
        """Who was there and who was not, in the order of the minutes."""
        return await info.context.many(queries.attendances_of, meeting.id)

    @answers(list[AgendaItem])
    async def agenda_items(
        self,
        info: Info,
        meeting: strawberry.Parent[models.Meeting],
        top_level: Annotated[bool, argument("Only those that stand below no other.")] = False,
    ) -> list[models.AgendaItem]:
        """The agenda as the viewer may read it, in the order in which it is called."""
        agenda = await info.context.many(queries.agenda_of, meeting.id)
        return [item for item in agenda if item.parent_id is None] if top_level else agenda

    @answers(list[NeutralItem])
    async def neutral_items(
        self, info: Info, meeting: strawberry.Parent[models.Meeting]
    ) -> list[models.NeutralTitle]:
        """Those items of which the viewer may know no more than number and neutral title."""
        return await info.context.many(queries.neutral_titles_of, meeting.id)

    @answers(names.MINUTES | None)
    async def minutes(
        self, info: Info, meeting: strawberry.Parent[models.Meeting]
    ) -> Minutes | None:
        """Its minutes, when they are written and the viewer may read them."""
        return await info.context.one(minutes.minutes_of, meeting.id)

    @answers(names.FILE | None)
    async def invitation(
        self, info: Info, meeting: strawberry.Parent[models.Meeting]
    ) -> File | None:
        """The invitation as a document."""
        return next(iter(await used_as(info, meeting, "invitation")), None)

    @answers(names.FILE | None)
    async def results_protocol(
        self, info: Info, meeting: strawberry.Parent[models.Meeting]
    ) -> File | None:
        """The minutes of results as a document."""
        return next(iter(await used_as(info, meeting, "results_protocol")), None)

    @answers(names.FILE | None)
    async def verbatim_protocol(
        self, info: Info, meeting: strawberry.Parent[models.Meeting]
    ) -> File | None:
        """The minutes word for word as a document."""
        return next(iter(await used_as(info, meeting, "verbatim_protocol")), None)

    @answers(list[names.FILE])
    async def auxiliary_files(
        self, info: Info, meeting: strawberry.Parent[models.Meeting]
    ) -> list[File]:
        """Further documents."""
        return await used_as(info, meeting, "auxiliary")


MeetingConnection = connection_type("Meeting", Meeting, "meetings")
AgendaItemConnection = connection_type("AgendaItem", AgendaItem, "agenda items")


@described_input
class MeetingFilter:
    """Which meetings are wanted; what is left out narrows nothing."""

    from_: dt.date | None = strawberry.field(
        name="from", default=None, description="Those from this day on, in the city's time."
    )
    until: dt.date | None = told("Those up to this day, in the city's time.", default=None)
    organizations: list[UUID] | None = told(
        "Those in which one of these organizations sits.", default=None
    )
    body: UUID | None = told("Those of this body.", default=None)
    state: str | None = told(
        "Those in this state: terminiert, eingeladen or durchgeführt.", default=None
    )
    cancelled: bool | None = told(
        "Those that were cancelled, or those that were not.", default=None
    )
    text: str | None = told("Those with these words in the name.", default=None)


@described
class MeetingQueries:
    """What can be asked about meetings."""

    @answers(MeetingConnection)
    async def meetings(
        self,
        info: Info,
        filter: Annotated[MeetingFilter | None, argument("Which are wanted.")] = None,
        order_by: OrderOfMeetings = MeetingOrder.LATEST_FIRST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The meetings."""
        wanted = filter or MeetingFilter()
        found = queries.meetings(
            info.context.work,
            **between(info, wanted.from_, wanted.until),
            organization_ids=wanted.organizations or (),
            body_id=wanted.body,
            state=wanted.state,
            cancelled=wanted.cancelled,
            text=wanted.text,
        )
        return await connected(
            info, queries.MEETING, found, order_of(order_by),
            first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(Meeting | None)
    async def meeting(self, info: Info, uuid: Wanted) -> models.Meeting | None:
        """One meeting."""
        return await info.context.one(queries.meetings_by_id, uuid)

    @answers(AgendaItem | None)
    async def agenda_item(self, info: Info, uuid: Wanted) -> models.AgendaItem | None:
        """One agenda item."""
        return await info.context.one(queries.agenda_items_by_id, uuid)

    @answers(AgendaItemConnection)
    async def decisions(
        self,
        info: Info,
        body: Annotated[UUID | None, argument("Those of this body.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """Agenda items with a result, those of the latest meeting first."""
        return await connected(
            info, queries.AGENDA_ITEM, queries.decisions(info.context.work, body),
            queries.DECIDED_LAST_FIRST, first=first, after=after, last=last, before=before,
        )  # fmt: skip


@described
class MeetingMutations:
    """What can be done with meetings."""

    @does(Meeting)
    async def publish_meeting(self, info: Info, uuid: Wanted) -> models.Meeting:
        """Show the meeting and the public part of its agenda to everybody."""
        meeting = await publish_meeting(info.context.work, uuid)
        return await info.context.written(queries.meetings_by_id, meeting.id)
