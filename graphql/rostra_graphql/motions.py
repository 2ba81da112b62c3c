"""Motions in the API."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.meetings import queries as meetings
from rostra.meetings.models import AgendaItem
from rostra.organizations import queries as organizations
from rostra.organizations.models import Organization
from rostra.people import queries as people
from rostra.people.models import Person
from rostra.voting import amending, counting, models, moving, queries
from rostra.voting.moving import Moved
from rostra_graphql import names
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.telling import answers, argument, described, described_input, does, told

MotionType = strawberry.enum(
    models.MotionType, name="MotionType", description="What a motion asks for."
)
Majority = strawberry.enum(
    counting.Majority, name="Majority", description="How many must be in favour (VOT-1, VOT-4)."
)
Op = strawberry.enum(amending.Op, name="Op", description="What happens to a passage of a text.")


@described
class Segment:
    """A passage of a text that stays, comes or goes."""

    op: Op = told("What happens to it.")
    text: str = told("The words, as plain text.")


@described
class Motion(Node):
    """What somebody moves under an agenda item."""

    motion_type: str = told(
        "substantive, amendment, end_of_debate, end_of_speakers, defer, refer, close_doors, "
        "open_doors, take_off, add_item, nominal_vote, secret_vote or other_procedure."
    )
    state: str = told("moved, accepted, rejected, withdrawn or lapsed.")
    text: str = told("What is moved, in words.")
    amends: str | None = told("The resolution as it stood, where the motion is an amendment.")
    amended: str | None = told("The resolution as it would stand.")
    reach: int = told("How far it goes: the furthest is voted on first; the chair decides.")
    majority: str | None = told("The majority that it needs; null is the simple one.")
    moved: dt.datetime = told("When it was moved.")
    item_name: str | None = told("How the item is called that it would add (AGD-2).")
    item_public: bool | None = told(
        "Whether that item is for the public part; null is the part of the item under way."
    )

    @answers(names.AGENDA_ITEM | None)
    async def agenda_item(
        self, info: Info, motion: strawberry.Parent[models.Motion]
    ) -> AgendaItem | None:
        """The item under which it was moved."""
        return await info.context.one(meetings.agenda_items_by_id, motion.agenda_item_id)

    @answers(names.AGENDA_ITEM | None)
    async def added_item(
        self, info: Info, motion: strawberry.Parent[models.Motion]
    ) -> AgendaItem | None:
        """The item that it put on the agenda, once it was accepted (AGD-2)."""
        return await info.context.one(meetings.agenda_items_by_id, motion.added_item_id)

    @answers(names.PERSON | None)
    async def person(self, info: Info, motion: strawberry.Parent[models.Motion]) -> Person | None:
        """Who moved it."""
        return await info.context.one(people.persons_by_id, motion.person_id)

    @answers(names.ORGANIZATION | None)
    async def organization(
        self, info: Info, motion: strawberry.Parent[models.Motion]
    ) -> Organization | None:
        """The faction that moved it."""
        return await info.context.one(organizations.organizations_by_id, motion.organization_id)

    @answers(names.ORGANIZATION | None)
    async def refers_to(
        self, info: Info, motion: strawberry.Parent[models.Motion]
    ) -> Organization | None:
        """The committee to which it would refer the item."""
        return await info.context.one(organizations.organizations_by_id, motion.refers_to_id)

    @answers(list[Segment])
    def changes(self, motion: strawberry.Parent[models.Motion]) -> list[amending.Segment]:
        """What an amendment changes in the resolution, passage by passage."""
        if motion.amended is None:
            return []
        return amending.segments(motion.amends or "", motion.amended)

    @answers(list[names.BALLOT])
    async def ballots(
        self, info: Info, motion: strawberry.Parent[models.Motion]
    ) -> list[models.Ballot]:
        """The votes on it whose results are told."""
        return await info.context.many(queries.ballots_on, motion.id)


@described_input
class MakeMotionInput:
    """What is moved under an item."""

    agenda_item: UUID = told("The item.")
    motion_type: MotionType = told("What it asks for.")
    text: str = told("What is moved, in words.", default="")
    amended: str | None = told("For an amendment: the resolution as it would stand.", default=None)
    person: UUID | None = told(
        "For whom the chair or a clerk enters it; oneself unless given.", default=None
    )
    organization: UUID | None = told("The faction that moves it.", default=None)
    refers_to: UUID | None = told("To which committee the item is to go.", default=None)
    majority: Majority | None = told(
        "For the chair: the majority that it needs (VOT-4).", default=None
    )
    item_name: str | None = told(
        "To add an item (AGD-2): how it is called, while the text says why it is urgent. "
        "Whoever reads the motion reads it, whichever part the item is for.",
        default=None,
    )
    item_public: bool | None = told(
        "Whether it is for the public part; as the item under way unless given.", default=None
    )


@described_input
class ReviseMotionInput:
    """How a motion reads now."""

    motion: UUID = told("The motion.")
    text: str = told("What is moved, in words.", default="")
    amended: str | None = told("For an amendment: the resolution as it would stand.", default=None)


@described
class MotionMutations:
    """What can be done with motions."""

    @does(Motion)
    async def make_motion(
        self, info: Info, input: Annotated[MakeMotionInput, argument("What is moved.")]
    ) -> models.Motion:
        """Move something under an item."""
        moved = Moved(
            input.motion_type, input.text, input.amended, input.person, input.organization,
            input.refers_to, input.majority, input.item_name, input.item_public,
        )  # fmt: skip
        motion = await moving.make_motion(info.context.work, input.agenda_item, moved)
        return await info.context.written(queries.motions_by_id, motion.id)

    @does(Motion)
    async def revise_motion(
        self, info: Info, input: Annotated[ReviseMotionInput, argument("How it reads now.")]
    ) -> models.Motion:
        """Change the words of a motion before it is voted on."""
        motion = await moving.revise_motion(
            info.context.work, input.motion, input.text, input.amended
        )
        return await info.context.written(queries.motions_by_id, motion.id)

    @does(Motion)
    async def withdraw_motion(self, info: Info, uuid: Wanted) -> models.Motion:
        """Take a motion back."""
        motion = await moving.withdraw_motion(info.context.work, uuid)
        return await info.context.written(queries.motions_by_id, motion.id)

    @does(Motion)
    async def lapse_motion(self, info: Info, uuid: Wanted) -> models.Motion:
        """Find that a motion needs no vote, since what went further was accepted."""
        motion = await moving.lapse_motion(info.context.work, uuid)
        return await info.context.written(queries.motions_by_id, motion.id)

    @does(Motion)
    async def set_reach(
        self, info: Info, uuid: Wanted, reach: Annotated[int, argument("The furthest is first.")]
    ) -> models.Motion:
        """Decide how far a motion goes, and by that when it is voted on."""
        motion = await moving.set_reach(info.context.work, uuid, reach)
        return await info.context.written(queries.motions_by_id, motion.id)
