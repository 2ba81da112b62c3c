"""Readings of ballots and of votes by name."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.meetings.models import AgendaItem
from rostra.people.models import Person
from rostra.people.queries import PERSONS_BY_NAME
from rostra.reading import Shape
from rostra.voting.models import Ballot, Vote
from rostra.work import Work

BALLOT = Shape(Ballot, without=("created",))


async def ballots_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Ballot]:
    """The ballots with these ids that the actor may read."""
    return await BALLOT.by_id(work, ids)


async def ballots_of(work: Work, item_ids: Collection[UUID]) -> dict[UUID, list[Ballot]]:
    """The ballots under each agenda item, in the order in which they were held."""
    held = (
        BALLOT.select(work, Ballot.agenda_item_id)
        .join(AgendaItem, AgendaItem.id == Ballot.agenda_item_id)
        .where(work.may_read(AgendaItem), Ballot.agenda_item_id.in_(item_ids))
        .order_by(Ballot.position, Ballot.id)
    )
    return await BALLOT.grouped(work, held)


async def votes_of(work: Work, ballot_ids: Collection[UUID]) -> dict[UUID, list[Vote]]:
    """The votes by name in each nominal ballot, by the names of those who cast them."""
    cast = (
        sa.select(Vote.ballot_id, Vote.person_id, Vote.choice)
        .join(Ballot, Ballot.id == Vote.ballot_id)
        .join(Person, Person.id == Vote.person_id)
        .where(
            work.may_read(Ballot),
            work.may_read(Person),
            Ballot.method == "nominal",
            Vote.ballot_id.in_(ballot_ids),
        )
        .order_by(PERSONS_BY_NAME.key, Vote.person_id)
    )
    found: dict[UUID, list[Vote]] = defaultdict(list)
    for row in await work.rows(cast):
        found[row.ballot_id].append(row)
    return found
