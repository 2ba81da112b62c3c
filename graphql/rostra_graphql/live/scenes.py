"""What a screen in the hall shows: what is dealt with, who speaks, who waits."""

import datetime as dt
from typing import Any
from uuid import UUID

import strawberry

from rostra.access import Permission
from rostra.agendas import deputies
from rostra.meetings.models import AgendaItem
from rostra.meetings.queries import agenda_items_by_id, meetings_by_id, places_of
from rostra.people.models import Person
from rostra.people.queries import persons_by_id
from rostra.sittings import models, watching
from rostra.sittings.queries import waiting_in_order
from rostra_graphql import names
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.sittings import Hall
from rostra_graphql.telling import answers, described, told


@described
class Turn:
    """Somebody's turn to speak, now or later."""

    id: UUID = told("The id by which it is called, ended or withdrawn.")
    guest: str | None = told("The name of a speaker who is no person of the council.")
    speech_type: str = told("speech, point_of_order, question or reply.")
    started: dt.datetime | None = told("Since when; null while waiting.")
    allowed: int | None = told("For how many seconds.")

    @answers(names.PERSON | None)
    async def person(self, info: Info, turn: strawberry.Parent[models.Speech]) -> Person | None:
        """Who it is."""
        return await info.context.one(persons_by_id, turn.person_id)


@described
class Substitute:
    """That somebody may stand in for a member."""

    @answers(names.PERSON | None)
    async def person(
        self, info: Info, substitute: strawberry.Parent[deputies.Substitute]
    ) -> Person | None:
        """Who may stand in."""
        return await info.context.one(persons_by_id, substitute.person_id)

    @answers(names.PERSON | None)
    async def member(
        self, info: Info, substitute: strawberry.Parent[deputies.Substitute]
    ) -> Person | None:
        """For whom."""
        return await info.context.one(persons_by_id, substitute.member_id)


async def turns(info: Info, sitting: models.Sitting, state: models.SpeechState) -> list[Any]:
    """The turns of a sitting that are in a state."""
    found = await watching.turns_in(info.context.work, sitting.meeting_id)
    return [one for one in found if one.state == state]


@described
class Scene(Hall):
    """What happens in a sitting at this moment, as far as the viewer may know of it."""

    behind_closed_doors: bool = told("Whether the public is out of the room.")
    opened: dt.datetime = told("When the sitting was opened.")
    closed: dt.datetime | None = told("When it was closed.")

    @answers(str)
    async def state(self, info: Info, scene: strawberry.Parent[models.Sitting]) -> str:
        """open, interrupted or closed, as far as the viewer may know."""
        return await watching.state_shown(info.context.work, scene)

    @answers(names.AGENDA_ITEM | None)
    async def current_item(
        self, info: Info, scene: strawberry.Parent[models.Sitting]
    ) -> AgendaItem | None:
        """The item that is called, if the viewer may read it."""
        return await info.context.one(agenda_items_by_id, scene.current_item_id)

    @answers(Turn | None)
    async def speaking(
        self, info: Info, scene: strawberry.Parent[models.Sitting]
    ) -> models.Speech | None:
        """Who speaks."""
        return next(iter(await turns(info, scene, models.SpeechState.SPEAKING)), None)

    @answers(list[Turn])
    async def waiting(
        self, info: Info, scene: strawberry.Parent[models.Sitting]
    ) -> list[models.Speech]:
        """Who waits to speak, in the order in which the rule calls them."""
        meeting = await info.context.one(meetings_by_id, scene.meeting_id)
        return await waiting_in_order(info.context.work, meeting) if meeting else []

    @answers(bool)
    async def viewer_presides(self, info: Info, scene: strawberry.Parent[models.Sitting]) -> bool:
        """Whether the viewer may hold ballots and call people to speak here."""
        return await may_here(info, scene, Permission.BALLOT_HOLD)

    @answers(bool)
    async def viewer_keeps(self, info: Info, scene: strawberry.Parent[models.Sitting]) -> bool:
        """Whether the viewer keeps the minutes here, and may correct who came and went when."""
        return await may_here(info, scene, Permission.MINUTES_KEEP)

    @answers(list[Substitute])
    async def substitutes(
        self, info: Info, scene: strawberry.Parent[models.Sitting]
    ) -> list[deputies.Substitute]:
        """Who may stand in for which member, for those who preside."""
        meeting = await info.context.one(meetings_by_id, scene.meeting_id)
        if meeting is None or not await may_here(info, scene, Permission.MEETING_CHAIR):
            return []
        return await deputies.substitutes_in(info.context.work, meeting)

    @answers(bool)
    async def viewer_sits(self, info: Info, scene: strawberry.Parent[models.Sitting]) -> bool:
        """Whether the viewer may move, speak and vote here."""
        person = info.context.work.actor.person_id
        return person is not None and await may_here(info, scene, Permission.MOTION_MAKE)


async def may_here(info: Info, sitting: models.Sitting, permission: Permission) -> bool:
    """Whether the viewer may do something in the meeting of a sitting."""
    meeting = await info.context.one(meetings_by_id, sitting.meeting_id)
    if meeting is None:
        return False
    places = await places_of(info.context.work, meeting)
    return info.context.work.actor.may_within(permission, *places)


@described
class SceneQueries:
    """What can be asked about what happens now."""

    @answers(Scene | None)
    async def scene(self, info: Info, uuid: Wanted) -> models.Sitting | None:
        """What happens in the sitting of a meeting; null before it is opened."""
        return await watching.sitting_at(info.context.work, uuid)
