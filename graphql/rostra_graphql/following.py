"""Following things in the API: what is new about them comes by letter."""

from typing import Annotated
from uuid import UUID

from rostra.comments.things import COMMENTABLE
from rostra.notifications import following
from rostra.records import Readable
from rostra_graphql.admission import VisitInput, visit_of
from rostra_graphql.context import Info
from rostra_graphql.telling import argument, described, described_input, does, told

Kind = Annotated[str, argument("The kind of the thing, such as `post` or `paper`.")]
Thing = Annotated[UUID, argument("The bare id of the thing.")]


@described_input
class FollowInput:
    """Which thing somebody wants to follow."""

    kind: str = told("The kind of the thing, such as `post` or `paper`.")
    thing: UUID = told("The bare id of the thing.")
    email: str | None = told("For the letters. Not needed when logged in.", default=None)
    language: str | None = told("The language of the letters: de or en.", default=None)
    visit: VisitInput | None = told("What the form brought along.", default=None)


@described
class Followed:
    """A thing that somebody wants to follow."""

    kind: str = told("The kind of the thing.")
    thing: UUID = told("The bare id of the thing.")
    awaits: bool = told("Whether a letter was sent whose link is to be used first.")


@described
class FollowingMutations:
    """What can be done to hear of things."""

    @does(Followed)
    async def follow(
        self, info: Info, input: Annotated[FollowInput, argument("What is to be followed.")]
    ) -> Followed:
        """Follow a thing; at once for those logged in and confirmed, else after a letter."""
        at_once = await following.follow(
            info.context.work, input.kind, input.thing, input.email or "",
            visit_of(info, input.visit), input.language or "de",
        )  # fmt: skip
        return Followed(kind=input.kind, thing=input.thing, awaits=not at_once)

    @does(Followed)
    async def unfollow(self, info: Info, kind: Kind, thing: Thing) -> Followed:
        """Hear no more of a thing."""
        await following.unfollow(info.context.work, kind, thing)
        return Followed(kind=kind, thing=thing, awaits=False)


async def is_followed(info: Info, thing: Readable) -> bool:
    """Whether the viewer follows a thing."""
    if thing.kind not in COMMENTABLE:
        return False
    return bool(await info.context.one(following.followed_by_viewer, thing.id))
