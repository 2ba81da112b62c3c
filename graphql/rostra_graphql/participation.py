"""From comment to council in the API: what the public said to the papers of an item."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import strawberry

from rostra.comments import participation as readings
from rostra.comments.models import Stance
from rostra.comments.queries import MOST_SUPPORTED_FIRST
from rostra.meetings.models import AgendaItem
from rostra.meetings.queries import agenda_items_by_id
from rostra.paging import Sheet
from rostra.papers.models import Paper
from rostra.papers.queries import papers_by_id
from rostra_graphql import names
from rostra_graphql.arguments import After, Before, First, Last
from rostra_graphql.comments import CommentConnection, StanceName
from rostra_graphql.context import Info
from rostra_graphql.paging import Connection, stretch_of
from rostra_graphql.telling import answers, argument, described, does, told


@dataclass(frozen=True, slots=True)
class Standing:
    """Those who said something to a paper and stand in one place."""

    said: readings.Said
    stance: Stance | None

    @property
    def count(self) -> int:
        """How many comments that are."""
        return self.said.by_stance[self.stance]


@described
class StanceGroup:
    """What those said to a paper in public who stand in one place."""

    count: int = told("How many comments that are.")

    @answers(StanceName | None)
    def stance(self, group: strawberry.Parent[Standing]) -> Stance | None:
        """Where they stand; null for those who did not say so."""
        return group.stance

    @answers(CommentConnection)
    async def comments(
        self,
        info: Info,
        group: strawberry.Parent[Standing],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """What they said, on all levels, most supported first."""
        stretch = stretch_of(info.context, MOST_SUPPORTED_FIRST, first, after, last, before)
        page = await info.context.one(
            readings.comments_for_council, group.said.thread_id,
            order=MOST_SUPPORTED_FIRST, stretch=stretch, stance=group.stance,
        )  # fmt: skip

        async def count() -> int:
            return group.count

        return Connection(page or Sheet(), MOST_SUPPORTED_FIRST, count)


@described
class PaperParticipation:
    """What everybody said in public to one paper."""

    comment_count: int = told("How many comments there are, on all levels.")

    @answers(names.PAPER | None)
    async def paper(self, info: Info, said: strawberry.Parent[readings.Said]) -> Paper | None:
        """The paper."""
        return await info.context.one(papers_by_id, said.paper_id)

    @answers(list[StanceGroup])
    def groups(self, said: strawberry.Parent[readings.Said]) -> list[Standing]:
        """The comments by where their authors stand; where nobody stands is left out."""
        return [Standing(said, stance) for stance, count in said.by_stance.items() if count]


@described
class ParticipationVersion:
    """What the summary said before the clerk mended it."""

    text: str = told("What it said, as plain text.")
    until: dt.datetime = told("Until when it said so.")


@described
class ParticipationSummary:
    """What the clerk sums up for the committee."""

    text: str = told("The summary, as plain text.")
    written: dt.datetime = told("When it was last written.")
    mark: str = told("Names the wording, for who wants to change it.")

    @answers(list[ParticipationVersion])
    def versions(self, summary: strawberry.Parent[readings.Summary]) -> list[readings.Version]:
        """What it said before, the latest first."""
        return list(summary.versions)


@described
class Participation:
    """What the public said to the papers of an item, for those who debate it."""

    @answers(ParticipationSummary | None)
    async def summary(
        self, info: Info, item: strawberry.Parent[AgendaItem]
    ) -> readings.Summary | None:
        """What the clerk sums up, if that is written."""
        found: readings.Summary | None = await info.context.one(readings.summaries_at, item.id)
        return found

    @answers(list[PaperParticipation])
    async def papers(self, info: Info, item: strawberry.Parent[AgendaItem]) -> list[readings.Said]:
        """The papers to which something was said."""
        found: list[readings.Said] = await info.context.many(readings.said_at, item.id)
        return found


async def participation_at(info: Info, item: AgendaItem) -> AgendaItem | None:
    """The item, where something was said to its papers or summed up."""
    said: Any = await info.context.many(readings.said_at, item.id)
    return item if said or await info.context.one(readings.summaries_at, item.id) else None


@described
class ParticipationMutations:
    """What can be done so that comments reach the council."""

    @does(names.AGENDA_ITEM)
    async def summarise_participation(
        self,
        info: Info,
        item: Annotated[UUID, argument("The bare id of the agenda item.")],
        text: Annotated[str, argument("The summary, as plain text.")],
        seen: Annotated[
            str | None,
            argument("The mark of the wording that was seen, or `none`; another is refused."),
        ] = None,
    ) -> AgendaItem:
        """Sum up for the committee what was said in public to the papers of an item."""
        summed = await readings.summarise_participation(info.context.work, item, text, seen)
        return await info.context.written(agenda_items_by_id, summed.id)
