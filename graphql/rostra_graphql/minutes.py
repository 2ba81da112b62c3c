"""Minutes in the API."""

import datetime as dt
from typing import Any

import strawberry

from rostra.meetings import queries as meetings
from rostra.meetings.models import AgendaItem, Meeting
from rostra.minutes import models, queries
from rostra.people import queries as people
from rostra.people.models import Person
from rostra_graphql import names
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.telling import answers, described, told


@described
class Interruption:
    """A time during which the meeting was interrupted."""

    start: str | None = told("When it began, as a time of the day in the city.")
    end: str | None = told("When it ended, as a time of the day in the city.")


@described
class MinutesEntry(Node):
    """What the minutes say to one agenda item."""

    position: int = told("Its place in the minutes.")
    text: str = told("The words, as cleaned HTML.")

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


def interruption_of(kept: dict[str, Any]) -> Interruption:
    """An interruption as it is kept with the minutes."""
    return Interruption(start=kept.get("from"), end=kept.get("until"))
