"""Who is in the hall, who takes no part and who spoke how long, in the API."""

import datetime as dt
from uuid import UUID

import strawberry

from rostra.meetings.models import AgendaItem
from rostra.meetings.queries import agenda_items_by_id, meetings_by_id
from rostra.organizations.models import Organization
from rostra.organizations.queries import organizations_by_id
from rostra.people.models import Person
from rostra.people.queries import persons_by_id
from rostra.sittings import models, queries
from rostra.sittings.quorum import Quorum as QuorumFound
from rostra.sittings.quorum import quorum_of
from rostra.sittings.stays import Stay
from rostra_graphql import names
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, described, told


@described
class Presence:
    """That a person was in the hall from one moment to another."""

    id: UUID = told("The id by which it is corrected.")
    entitled: bool = told("Whether the person may vote here.")
    arrived: dt.datetime = told("Since when.")
    left: dt.datetime | None = told("Until when; null for who is there.")

    @answers(names.PERSON | None)
    async def person(
        self, info: Info, presence: strawberry.Parent[models.Presence | Stay]
    ) -> Person | None:
        """Who it is."""
        return await info.context.one(persons_by_id, presence.person_id)

    @answers(names.PERSON | None)
    async def stands_in_for(
        self, info: Info, presence: strawberry.Parent[models.Presence | Stay]
    ) -> Person | None:
        """The member for whom the person is there."""
        return await info.context.one(persons_by_id, presence.stands_in_for_id)


@described
class Exclusion:
    """That a member neither debates nor votes on an item for bias (BIA-1)."""

    id: UUID = told("The id by which it is revoked.")
    left_the_room: bool = told("Whether the member left the room for it.")

    @answers(names.PERSON | None)
    async def person(
        self, info: Info, exclusion: strawberry.Parent[models.Exclusion]
    ) -> Person | None:
        """Who it is."""
        return await info.context.one(persons_by_id, exclusion.person_id)

    @answers(names.AGENDA_ITEM | None)
    async def agenda_item(
        self, info: Info, exclusion: strawberry.Parent[models.Exclusion]
    ) -> AgendaItem | None:
        """The item."""
        return await info.context.one(agenda_items_by_id, exclusion.agenda_item_id)


@described
class Quorum:
    """Whether the council can decide."""

    rule: str = told("QUO-1, or QUO-2 after a second summons.")
    legal: int = told("The legal number of members.")
    entitled: int = told("How many are in the hall and may vote on the item.")
    needed: int = told("How many are needed.")
    quorate: bool = told("Whether that is enough.")


@described
class QuorumFinding:
    """What the chair established about the quorum at one moment (QUO-1, QUO-2)."""

    at: dt.datetime = told("When.")
    rule: str = told("QUO-1, or QUO-2 after a second summons.")
    legal: int = told("The legal number of members.")
    entitled: int = told("How many were in the hall and could vote on the item.")
    needed: int = told("How many were needed.")
    unsummoned: int = told("How many were not duly summoned and did not come to heal it (INV-4).")
    quorate: bool = told("Whether the council could decide.")

    @answers(names.AGENDA_ITEM | None)
    async def agenda_item(
        self, info: Info, finding: strawberry.Parent[models.QuorumFinding]
    ) -> AgendaItem | None:
        """The item under way."""
        return await info.context.one(agenda_items_by_id, finding.agenda_item_id)


@described
class Pause:
    """A pause of a sitting."""

    began: dt.datetime = told("Since when.")
    ended: dt.datetime | None = told("Until when; null while it lasts.")
    reason: str | None = told("Why.")


@described
class SpeakingTime:
    """How long somebody has spoken in a meeting."""

    seconds: int = told("Seconds altogether.")
    speeches: int = told("How many speeches.")

    @answers(names.PERSON | None)
    async def person(self, info: Info, spoken: strawberry.Parent[queries.Spoken]) -> Person | None:
        """Who it is."""
        return await info.context.one(persons_by_id, spoken.person_id)

    @answers(names.ORGANIZATION | None)
    async def faction(
        self, info: Info, spoken: strawberry.Parent[queries.Spoken]
    ) -> Organization | None:
        """For which faction."""
        return await info.context.one(organizations_by_id, spoken.organization_id)


@described
class Hall:
    """Who is in the hall of a sitting, and what follows from it."""

    @answers(list[Presence])
    async def presences(self, info: Info, sitting: strawberry.Parent[models.Sitting]) -> list[Stay]:
        """All stays in the hall of which the viewer may know, by name and time."""
        return await queries.presences_of(info.context.work, sitting.meeting_id)

    @answers(Quorum | None)
    async def quorum(
        self, info: Info, sitting: strawberry.Parent[models.Sitting]
    ) -> QuorumFound | None:
        """Whether the council can decide on the item under way (QUO-1 to QUO-3)."""
        meeting = await info.context.one(meetings_by_id, sitting.meeting_id)
        if meeting is None:
            return None
        item = await info.context.one(agenda_items_by_id, sitting.current_item_id)
        return await quorum_of(info.context.work, meeting, item.id if item else None, shown=True)

    @answers(list[Exclusion])
    async def exclusions(
        self, info: Info, sitting: strawberry.Parent[models.Sitting]
    ) -> list[models.Exclusion]:
        """Who takes no part in which item for bias (BIA-1)."""
        return await queries.exclusions_of(info.context.work, sitting.meeting_id)

    @answers(list[QuorumFinding])
    async def quorum_findings(
        self, info: Info, sitting: strawberry.Parent[models.Sitting]
    ) -> list[models.QuorumFinding]:
        """What was established about the quorum, in the order of time."""
        return await queries.quorum_findings_of(info.context.work, sitting.meeting_id)

    @answers(list[Pause])
    async def interruptions(
        self, info: Info, sitting: strawberry.Parent[models.Sitting]
    ) -> list[models.Pause]:
        """The pauses of which the viewer may know."""
        return await queries.pauses_of(info.context.work, sitting.meeting_id)

    @answers(list[SpeakingTime])
    async def totals(
        self, info: Info, sitting: strawberry.Parent[models.Sitting]
    ) -> list[queries.Spoken]:
        """How long each person has spoken, the longest first."""
        return await queries.totals_of(info.context.work, sitting.meeting_id)

    @answers(list[SpeakingTime])
    async def faction_totals(
        self, info: Info, sitting: strawberry.Parent[models.Sitting]
    ) -> list[queries.Spoken]:
        """How long each faction has spoken, the longest first; without one are the others."""
        return await queries.faction_totals_of(info.context.work, sitting.meeting_id)
