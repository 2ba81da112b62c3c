"""Minutes as they lie before a reader, and what a member may still put into them, in the API."""

from typing import Annotated
from uuid import UUID

import strawberry

from rostra.meetings.models import AgendaItem
from rostra.minutes import models, wishes
from rostra.people.models import Person
from rostra.voting.models import Ballot
from rostra_graphql import names
from rostra_graphql.context import Info
from rostra_graphql.minutes import Minutes, Statement
from rostra_graphql.telling import answers, argument, described, told


@described
class Lectern:
    """The minutes of a meeting as they lie before a reader."""

    may_state: bool = told("Whether the viewer may have own words or the own vote put into them.")
    may_enter: bool = told("Whether the viewer may do so for a member who asked for it.")

    @answers(Minutes | None)
    def minutes(self, lectern: strawberry.Parent[wishes.Lectern]) -> models.Minutes | None:
        """The minutes, where the viewer may read them."""
        return lectern.minutes

    @answers(list[names.AGENDA_ITEM])
    async def items(
        self, info: Info, lectern: strawberry.Parent[wishes.Lectern]
    ) -> list[AgendaItem]:
        """The items to which words can be put into the minutes."""
        return await wishes.statable_items(info.context.work, lectern)

    @answers(list[names.BALLOT])
    async def ballots(self, info: Info, lectern: strawberry.Parent[wishes.Lectern]) -> list[Ballot]:
        """The votes in which the own vote can be recorded; never secret ones (MIN-2, VOT-3)."""
        return await wishes.statable_ballots(info.context.work, lectern)

    @answers(list[names.PERSON])
    async def persons(self, info: Info, lectern: strawberry.Parent[wishes.Lectern]) -> list[Person]:
        """For whom something can be entered: who was in the hall with a vote."""
        return await wishes.persons_who_ask(info.context.work, lectern)

    @answers(list[Statement])
    async def withdrawable(
        self, info: Info, lectern: strawberry.Parent[wishes.Lectern]
    ) -> list[models.Statement]:
        """What the viewer may still take back out of the minutes."""
        return await wishes.withdrawable_statements(info.context.work, lectern)


@described
class LecternQueries:
    """What can be asked about minutes by whoever reads them."""

    @answers(Lectern | None)
    async def lectern(
        self, info: Info, meeting: Annotated[UUID, argument("The meeting.")]
    ) -> wishes.Lectern | None:
        """Null for whoever may neither read the minutes nor put anything into them."""
        return await wishes.lectern_of(info.context.work, meeting)
