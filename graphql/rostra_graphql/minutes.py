"""Minutes in the API."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

import strawberry

from rostra.meetings import queries as meetings
from rostra.meetings.models import AgendaItem, Meeting
from rostra.minutes import facts as minutes_facts
from rostra.minutes import models, prospects, queries
from rostra.organizations import queries as organizations
from rostra.organizations.models import Organization
from rostra.people import queries as people
from rostra.people.models import Person
from rostra.rich_text import typed_of
from rostra_graphql import names
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.telling import answers, argument, described, told


@described
class Interruption:
    """A time during which the meeting was interrupted."""

    start: str | None = told("When it began, as a time of the day in the city.")
    end: str | None = told("When it ended, as a time of the day in the city.")


@described
class Spoken:
    """That somebody spoke to an item."""

    guest: str | None = told("The name, where the speaker is no person of the council.")
    speech_type: str = told("speech, point_of_order, question or reply.")
    seconds: int | None = told("How long it took.")

    @answers(names.PERSON | None)
    async def person(
        self, info: Info, one: strawberry.Parent[minutes_facts.Spoken]
    ) -> Person | None:
        """Who spoke."""
        return await info.context.one(people.persons_by_id, one.person_id)


@described
class Moved:
    """What somebody moved under an item, and what became of it."""

    motion_type: str = told("substantive, amendment, defer, refer and so on.")
    state: str = told("moved, accepted, rejected, withdrawn or lapsed.")
    text: str = told("What was moved, in words.")

    @answers(names.PERSON | None)
    async def person(
        self, info: Info, one: strawberry.Parent[minutes_facts.Moved]
    ) -> Person | None:
        """Who moved it."""
        return await info.context.one(people.persons_by_id, one.person_id)

    @answers(names.ORGANIZATION | None)
    async def organization(
        self, info: Info, one: strawberry.Parent[minutes_facts.Moved]
    ) -> Organization | None:
        """The faction that moved it."""
        return await info.context.one(organizations.organizations_by_id, one.organization_id)


@described
class ExcludedMember:
    """A member who neither debated nor voted on an item for bias (BIA-1)."""

    left_the_room: bool = told("Whether the member left the room.")

    @answers(names.PERSON | None)
    async def person(
        self, info: Info, one: strawberry.Parent[minutes_facts.Excluded]
    ) -> Person | None:
        """Who it is."""
        return await info.context.one(people.persons_by_id, one.person_id)


@described
class PausedInside:
    """A pause that only those inside know of; the others stand in the head of the minutes."""

    began: dt.datetime = told("Since when.")
    ended: dt.datetime | None = told("Until when.")


@described
class MinutesFacts:
    """What was recorded under an item while the meeting was held."""

    spoken: list[Spoken] = told("Who spoke, in order.")
    moved: list[Moved] = told("What was moved, in order.")
    excluded: list[ExcludedMember] = told("Who was excluded for bias (BIA-1).")
    paused: list[PausedInside] = told("The pauses behind closed doors.")


@described
class Statement(Node):
    """What a member wants in the minutes: words as they were said, or the own vote (MIN-2)."""

    statement_type: str = told("verbatim or own_vote.")
    text: str = told("The words; of a vote yes, no or abstention.")

    @answers(names.PERSON | None)
    async def person(
        self, info: Info, statement: strawberry.Parent[models.Statement]
    ) -> Person | None:
        """Whose it is."""
        return await info.context.one(people.persons_by_id, statement.person_id)

    @answers(names.AGENDA_ITEM | None)
    async def agenda_item(
        self, info: Info, statement: strawberry.Parent[models.Statement]
    ) -> AgendaItem | None:
        """The item to which it belongs."""
        return await info.context.one(meetings.agenda_items_by_id, statement.agenda_item_id)


@described
class Objection(Node):
    """What a member holds against minutes, and what became of it (MIN-3)."""

    text: str = told("What is wrong, in the member's words.")
    state: str = told("open, accepted or refused.")
    answer: str | None = told("What was answered.")

    @answers(names.PERSON | None)
    async def person(
        self, info: Info, objection: strawberry.Parent[models.Objection]
    ) -> Person | None:
        """Who objected."""
        return await info.context.one(people.persons_by_id, objection.person_id)

    @answers(names.AGENDA_ITEM | None)
    async def agenda_item(
        self, info: Info, objection: strawberry.Parent[models.Objection]
    ) -> AgendaItem | None:
        """The item to which it belongs, if it is about one."""
        return await info.context.one(meetings.agenda_items_by_id, objection.agenda_item_id)


@described
class Absence(Node):
    """A member who was not there, and why (MIN-1)."""

    state: str = told("excused or absent.")
    reason: str | None = told("The reason that the member gave.")

    @answers(names.PERSON | None)
    async def person(self, info: Info, absence: strawberry.Parent[models.Absence]) -> Person | None:
        """Who was not there."""
        return await info.context.one(people.persons_by_id, absence.person_id)


@described
class MinutesSignature:
    """That the chair or the secretary signed."""

    part: str = told("chair or secretary.")
    name: str = told("Who signed.")
    at: dt.datetime = told("When.")


@described
class MinutesEntryVersion:
    """A wording of an entry, kept for ever."""

    revision: int = told("The number of the wording.")
    text: str = told("The words, as cleaned HTML.")
    at: dt.datetime = told("When it was written.")


@described
class MinutesEntry(Node):
    """What the minutes say to one agenda item."""

    position: int = told("Its place in the minutes.")
    text: str = told("The words, as cleaned HTML.")
    revision: int = told("Goes up with every change; who writes names the one that was read.")

    @answers(str)
    def typed(self, entry: strawberry.Parent[models.MinutesEntry]) -> str:
        """The words as they are typed: paragraphs parted by blank lines, or the markup itself."""
        return typed_of(entry.text)

    @answers(MinutesFacts)
    async def facts(
        self, info: Info, entry: strawberry.Parent[models.MinutesEntry]
    ) -> minutes_facts.Facts:
        """What was recorded under the item; ballots are with the item."""
        found = await info.context.one(minutes_facts.facts_of, entry.agenda_item_id)
        return found or minutes_facts.Facts()

    @answers(list[Statement])
    async def statements(
        self, info: Info, entry: strawberry.Parent[models.MinutesEntry]
    ) -> list[models.Statement]:
        """What members want in the minutes (MIN-2)."""
        return await info.context.many(queries.statements_at, entry.agenda_item_id)

    @answers(list[MinutesEntryVersion])
    async def versions(
        self, info: Info, entry: strawberry.Parent[models.MinutesEntry]
    ) -> list[models.MinutesEntryVersion]:
        """Every wording that it had, the latest first; for those who keep the minutes."""
        return await info.context.many(queries.versions_of, entry.id)

    @answers(names.AGENDA_ITEM | None)
    async def agenda_item(
        self, info: Info, entry: strawberry.Parent[models.MinutesEntry]
    ) -> AgendaItem | None:
        """The item to which it belongs."""
        return await info.context.one(meetings.agenda_items_by_id, entry.agenda_item_id)


@described
class Minutes(Node):
    """The results protocol of a meeting, from draft to publication."""

    state: str = told("draft, signed, approved or published.")
    secretary_name: str | None = told("Who wrote them, where that is no person of the council.")
    invited: dt.date | None = told("The day of the invitation.")
    invitation_note: str | None = told("What is noted about the invitation.")
    quorum_note: str | None = told("What is noted about the quorum.")
    approved: dt.date | None = told("The day on which they were approved.")
    voided: dt.datetime | None = told(
        "When a change last voided signatures, until there are new ones."
    )

    @answers(names.MEETING | None)
    async def meeting(
        self, info: Info, minutes: strawberry.Parent[models.Minutes]
    ) -> Meeting | None:
        """The meeting whose minutes they are."""
        return await info.context.one(meetings.meetings_by_id, minutes.meeting_id)

    @answers(names.PERSON | None)
    async def chair(self, info: Info, minutes: strawberry.Parent[models.Minutes]) -> Person | None:
        """Who chaired the meeting."""
        return await info.context.one(people.persons_by_id, minutes.chair_id)

    @answers(names.PERSON | None)
    async def secretary(
        self, info: Info, minutes: strawberry.Parent[models.Minutes]
    ) -> Person | None:
        """Who wrote them."""
        return await info.context.one(people.persons_by_id, minutes.secretary_id)

    @answers(names.AGENDA_ITEM | None)
    async def approved_in_item(
        self, info: Info, minutes: strawberry.Parent[models.Minutes]
    ) -> AgendaItem | None:
        """The agenda item in which they were approved."""
        return await info.context.one(meetings.agenda_items_by_id, minutes.approved_in_item_id)

    @answers(list[Interruption])
    def interruptions(self, minutes: strawberry.Parent[models.Minutes]) -> list[Interruption]:
        """When the meeting was interrupted."""
        return [interruption_of(one) for one in minutes.interruptions or ()]

    @answers(list[MinutesEntry])
    async def entries(
        self, info: Info, minutes: strawberry.Parent[models.Minutes]
    ) -> list[models.MinutesEntry]:
        """What they say, item by item."""
        return await info.context.many(queries.entries_of, minutes.id)

    @answers(list[MinutesSignature])
    async def signatures(
        self, info: Info, minutes: strawberry.Parent[models.Minutes]
    ) -> list[models.MinutesSignature]:
        """Who signed them, the chair first."""
        return await info.context.many(queries.signatures_of, minutes.id)

    @answers(list[Absence])
    async def absences(
        self, info: Info, minutes: strawberry.Parent[models.Minutes]
    ) -> list[models.Absence]:
        """Who was not there and why, for those who may read it."""
        return await info.context.many(queries.absences_in, minutes.id)

    @answers(list[Objection])
    async def objections(
        self, info: Info, minutes: strawberry.Parent[models.Minutes]
    ) -> list[models.Objection]:
        """What members hold against them."""
        return await info.context.many(queries.objections_to, minutes.id)

    @answers(list[str])
    async def steps(
        self, info: Info, minutes: strawberry.Parent[models.Minutes]
    ) -> list[prospects.Step]:
        """What the viewer may do now: write, sign_as_chair, sign_as_secretary, object, answer,
        approve, publish."""
        return await info.context.many(prospects.steps_open, minutes.id)

    @answers(str | None)
    async def wording_hash(
        self, info: Info, minutes: strawberry.Parent[models.Minutes]
    ) -> str | None:
        """The SHA-256 of all that they say, for who may sign them now: what is signed unchanged."""
        return await info.context.one(prospects.hashes_to_sign, minutes.id)


@described
class MinutesDesk:
    """What somebody has before them who writes, signs or objects to the minutes of a meeting."""

    may_draft: bool = told("Whether the viewer may begin them or bring them up to date.")

    @answers(Minutes | None)
    def minutes(self, desk: strawberry.Parent[prospects.Desk]) -> models.Minutes | None:
        """The minutes, when they are begun."""
        return desk.minutes

    @answers(list[names.AGENDA_ITEM])
    async def approving_items(
        self, info: Info, desk: strawberry.Parent[prospects.Desk]
    ) -> list[AgendaItem]:
        """The items of later meetings that may approve them."""
        return await prospects.approving_items(info.context.work, desk.meeting_id)


@described
class MinutesQueries:
    """What can be asked about the minutes of a meeting."""

    @answers(MinutesDesk | None)
    async def minutes_desk(
        self, info: Info, meeting: Annotated[UUID, argument("The meeting.")]
    ) -> prospects.Desk | None:
        """Null for whoever has nothing to do with them but read."""
        return await prospects.desk_of(info.context.work, meeting)


def interruption_of(kept: dict[str, Any]) -> Interruption:
    """An interruption as it is kept with the minutes."""
    return Interruption(start=kept.get("from"), end=kept.get("until"))
