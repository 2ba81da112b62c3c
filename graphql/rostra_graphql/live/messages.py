"""What a screen is told about a sitting: everything at first, then only the parts that changed."""

from collections.abc import AsyncGenerator, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import strawberry
from graphql import GraphQLError

from rostra.access import Actor, Permission
from rostra.errors import NotFound
from rostra.meetings import models, queries
from rostra.people.models import Person
from rostra.people.queries import persons_by_id
from rostra.sittings.models import Part
from rostra.sittings.watching import Since, Standing, since, standing_of
from rostra.work import Work
from rostra_graphql import names
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, argument, described, told

NO_STREAM_HERE = (
    "Subscriptions are asked over a WebSocket (graphql-transport-ws); where those are blocked, "
    "ask for sittingMessage again and again."
)


class MessageKind(StrEnum):
    """What a message about a sitting is."""

    SNAPSHOT = "snapshot"
    CHANGE = "change"
    END = "end"


Kind = strawberry.enum(
    MessageKind,
    name="SittingMessageKind",
    description="SNAPSHOT: everything, from which to draw anew. CHANGE: the parts that changed "
    "since the last message. END: nothing more will come, since the viewer may not read on.",
)
SittingPart = strawberry.enum(
    Part, name="SittingPart", description="A part of the live view of a sitting."
)
EVERYTHING = frozenset(Part)

AfterNumber = Annotated[
    int | None, argument("The sequence of the last message that the viewer has; left out at first.")
]
WasInside = Annotated[
    bool | None, argument("What that message said about inside: another numbering is a new start.")
]


@dataclass(frozen=True, slots=True)
class Telling:
    """One message before its content is read: it is equal for all who are told the same."""

    meeting_id: UUID
    kind: MessageKind
    inside: bool
    sequence: int
    after: int | None = None
    parts: frozenset[Part] = frozenset()

    @property
    def is_news(self) -> bool:
        """Whether it says anything that the one before it did not."""
        return self.kind != MessageKind.CHANGE or self.after != self.sequence


def telling(
    standing: Standing, inside: bool, history: Since | None, audience_ids: Collection[int]
) -> Telling:
    """What somebody is told who knows what was before the history, or knows nothing."""
    if history is None:
        number = standing.number(inside)
        return Telling(standing.meeting_id, MessageKind.SNAPSHOT, inside, number, parts=EVERYTHING)
    parts = history.parts(audience_ids)
    return Telling(
        standing.meeting_id, MessageKind.CHANGE, inside, history.sequence, history.after, parts
    )


async def telling_to(
    work: Work, meeting_id: UUID, actor: Actor, after: int | None, was_inside: bool | None
) -> Telling:
    """What an actor is told who has the message with the number, if any."""
    standing = await standing_of(work, meeting_id)
    if standing is None or standing.audience_id not in actor.audience_ids:
        raise NotFound
    inside = standing.is_inside(actor)
    history = None
    if after is not None and was_inside in (None, inside):
        history = await since(work, standing, after, inside)
    return telling(standing, inside, history, actor.audience_ids)


@described
class SittingMessage:
    """What is new in a sitting.

    Messages chain without a gap: `after` of each is `sequence` of the one before, in the numbers
    of the viewer's own side. What changed for others only comes without parts.
    """

    kind: Kind = told("Whether it is everything, a change, or the end.")  # type: ignore[valid-type]
    inside: bool = told("Whether it counts all changes, or those that the public may know of.")
    after: int | None = told("The number of the message before; null at a new start.")
    sequence: int = told("The number of the last change that is in it.")

    @answers(list[SittingPart])
    async def parts(self, telling: strawberry.Parent[Telling]) -> list[Part]:
        """The parts that changed for the viewer; all of them at a new start."""
        return sorted(telling.parts)

    @answers(names.MEETING | None)
    async def meeting(
        self,
        info: Info,
        telling: strawberry.Parent[Telling],
        changed: Annotated[
            list[SittingPart] | None,  # type: ignore[valid-type]
            argument("Only if one of these parts changed; if anything did, when left out."),
        ] = None,
    ) -> models.Meeting | None:
        """The meeting as it stands now; null if none of the wanted parts changed.

        Ask for it under several aliases, each with the parts on which its fields depend: only
        what changed is read and sent. What depends on who is looking is not for here.
        """
        wanted = EVERYTHING if changed is None else frozenset(changed)
        if telling.parts.isdisjoint(wanted):
            return None
        return await info.context.one(queries.meetings_by_id, telling.meeting_id)


@described
class LiveQueries:
    """What can be asked about a sitting that goes on."""

    @answers(SittingMessage)
    async def sitting_message(
        self, info: Info, uuid: Wanted, after: AfterNumber = None, inside: WasInside = None
    ) -> Telling:
        """What is new in a sitting, for where WebSockets are blocked: the subscription's message.

        The public should ask with GET and If-None-Match, which costs next to nothing.
        """
        work = info.context.work
        return await telling_to(work, uuid, work.actor, after, inside)

    @answers(list[names.PERSON] | None)
    async def persons_watching(self, info: Info, uuid: Wanted) -> list[Person] | None:
        """Who of the council has a screen open at a meeting; null for who does not preside.

        A member whose connection is lost is missing here a few seconds later.
        """
        work = info.context.work
        standing = await standing_of(work, uuid)
        may = standing is not None and work.actor.may_within(
            Permission.MEETING_CHAIR, *standing.places
        )
        if not may:
            return None
        return list((await persons_by_id(work, info.context.house.watching(uuid))).values())


@strawberry.type(description="What can be listened to, over graphql-transport-ws.")
class Subscription:
    """What can be listened to."""

    @strawberry.subscription(
        graphql_type=SittingMessage,
        description="Everything about a sitting at first, or what changed after a number, and "
        "then every change as it comes.",
    )
    async def sitting(
        self, info: Info, uuid: Wanted, after: AfterNumber = None, inside: WasInside = None
    ) -> AsyncGenerator[Any, None]:
        """The hub feeds all screens at once, so that nobody is fed from here."""
        raise GraphQLError(NO_STREAM_HERE)
        yield
