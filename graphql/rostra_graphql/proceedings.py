"""What is moved, voted on and decided under an item, in the API."""

import strawberry

from rostra.meetings import models
from rostra.meetings.queries import agenda_items_by_id
from rostra.voting import queries as voting
from rostra.voting.manner import methods_decided
from rostra.voting.models import Ballot, Motion
from rostra_graphql import names
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, described


@described
class Proceeding:
    """How the council proceeds with an item."""

    @answers(str | None)
    def state(self, item: strawberry.Parent[models.AgendaItem]) -> str | None:
        """pending, called, done, taken_off, deferred or referred; null before the sitting."""
        return item.state

    @answers(names.AGENDA_ITEM | None)
    async def debated_with(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> models.AgendaItem | None:
        """The item together with which it is debated; they are voted on separately."""
        return await info.context.one(agenda_items_by_id, item.debated_with_id)

    @answers(bool)
    def speakers_closed(self, item: strawberry.Parent[models.AgendaItem]) -> bool:
        """Whether nobody more is put on the list of speakers, as the council decided."""
        return bool(item.speakers_closed)

    @answers(str | None)
    async def method_decided(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> str | None:
        """nominal or secret, where the council decided to vote on it in this way (VOT-3)."""
        return await info.context.one(methods_decided, item.id)

    @answers(names.BALLOT | None)
    async def deciding_ballot(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> Ballot | None:
        """The ballot that decided it, where one did."""
        return await info.context.one(voting.ballots_by_id, item.deciding_ballot_id)

    @answers(list[names.BALLOT])
    async def ballots(self, info: Info, item: strawberry.Parent[models.AgendaItem]) -> list[Ballot]:
        """The ballots that were held, in order."""
        return await info.context.many(voting.ballots_of, item.id)

    @answers(list[names.BALLOT])
    async def votings(self, info: Info, item: strawberry.Parent[models.AgendaItem]) -> list[Ballot]:
        """All ballots, those as well that are held now or were broken off, in order."""
        return await info.context.many(voting.votings_of, item.id)

    @answers(list[names.MOTION])
    async def motions(self, info: Info, item: strawberry.Parent[models.AgendaItem]) -> list[Motion]:
        """What was moved, in the order in which it goes to the vote."""
        return await info.context.many(voting.motions_of, item.id)

    @answers(str | None)
    async def standing_text(
        self, info: Info, item: strawberry.Parent[models.AgendaItem]
    ) -> str | None:
        """The resolution as it is to be voted on, with the amendments that were accepted."""
        return await info.context.one(voting.standing_texts, item.id)
