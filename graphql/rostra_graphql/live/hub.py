"""The hub: one in a process, it tells all screens what changed, reading it once for all alike.

Whoever may no longer read the meeting is told the end before anything else: who somebody is,
and what is in force today, is found out anew each time that something is handed out.
"""

import asyncio
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

import orjson
import sqlalchemy as sa
import structlog
from graphql import GraphQLError

from rostra.access import (
    ANYBODY,
    EVERY_ACCOUNT,
    EVERYWHERE,
    PUBLIC,
    PUBLIC_TOKEN,
    Actor,
    Permission,
)
from rostra.background import end
from rostra.errors import NotFound
from rostra.meetings.models import AgendaItem, Attendance
from rostra.minutes.models import Minutes, MinutesEntry
from rostra.people.logins import Terms, who_are
from rostra.people.models import Person
from rostra.sittings.watching import (
    Since,
    Standing,
    audience_ids_within,
    numbers_of,
    since,
    standing_of,
)
from rostra.voting.models import Ballot, Motion
from rostra.work import Work
from rostra_graphql.execution import Api
from rostra_graphql.live.messages import MessageKind, Telling, telling
from rostra_graphql.live.streams import Question, Screens, Stream
from rostra_graphql.refusals import TooMuch, translated

log = structlog.get_logger(__name__)

HEARTBEAT = 0.25
"""Seconds after which the numbers are looked at even when nobody rang: other processes' changes."""
PAUSE = 0.2
"""Seconds between two rounds that told something: a burst of changes is folded into one message."""
CHECK_AFTER_COMMIT = 1.0
CHECK_ANYHOW = 10.0
"""Seconds after which it is asked again who may still listen, though nothing changed."""
MOST_QUESTIONS = 50
"""How many different questions may be asked about one meeting at the same time, by those with a
login and by those without: strangers do not take the council's place."""
MOST_OWN_QUESTIONS = 6
"""How many of them one account or one address may ask; our own pages ask three."""


@dataclass(frozen=True, slots=True)
class View:
    """What a group of listeners may read and do of what belongs to a meeting."""

    audience_ids: frozenset[int]
    grants: frozenset[tuple[UUID | None, frozenset[Permission]]]

    @property
    def screen(self) -> Actor:
        """Somebody who may read and do what all of the group may, and is none of them."""
        if self.audience_ids == ANYBODY.audience_ids and not self.grants:
            return ANYBODY
        tokens = frozenset({PUBLIC_TOKEN, "screen"})
        return Actor(
            "screen", tokens, self.audience_ids, grants=MappingProxyType(dict(self.grants))
        )


NOTHING: frozenset[Permission] = frozenset()
OF_THE_PUBLIC = View(ANYBODY.audience_ids, frozenset())
Group = tuple[Question, View, Telling]


class Hub:
    """Tells the screens of one process."""

    def __init__(self, api: Api, screens: Screens, terms: Terms) -> None:
        self.api = api
        self.screens = screens
        self.terms = terms
        self.told: dict[UUID, tuple[int, int]] = {}
        """The numbers of each watched sitting when its screens were last told."""
        self.newcomers: set[UUID] = set()
        """Meetings that somebody began to watch."""
        self.rounds = 0
        self.executed = 0
        self._checked = 0.0
        self._committed = False
        self._bell = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        api.house.database.listeners.append(self._ring)

    def _ring(self, _position: int) -> None:
        self._committed = True
        self._bell.set()

    async def start(self) -> None:
        """Begin to tell."""
        self._task = asyncio.create_task(self.run())

    async def stop(self) -> None:
        """Stop telling."""
        await end(self._task)

    def join(self, stream: Stream) -> None:
        """Let a stream listen from the next round on."""
        meeting_id = stream.question.meeting_id
        asked = self.screens.questions(meeting_id, bool(stream.listener.token))
        if stream.question.key not in asked:
            own = sum(stream.listener.holder in holders for holders in asked.values())
            refuse_beyond(MOST_OWN_QUESTIONS, own)
            refuse_beyond(MOST_QUESTIONS, len(asked))
        self.screens.add(stream)
        self.newcomers.add(meeting_id)
        self._bell.set()

    def leave(self, stream: Stream) -> None:
        """Let a stream listen no more."""
        self.screens.remove(stream)

    async def run(self) -> None:
        """Tell for ever, woken by commits, by newcomers and by the heartbeat."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(HEARTBEAT):
                    await self._bell.wait()
            self._bell.clear()
            try:
                busy = bool(self.screens.watched) and await self.round()
            except Exception:
                log.exception("hub_failed")
                busy = True
            if busy:
                await asyncio.sleep(PAUSE)

    async def round(self) -> bool:
        """Tell everybody what is new to them; whether there was anything to look at."""
        async with self.api.house.database.reading(ANYBODY) as work:
            watched = list(self.screens.watched)
            numbers = await numbers_of(work, watched)
            everybody = self._should_check()
            due = [
                meeting_id
                for meeting_id in watched
                if everybody
                or meeting_id in self.newcomers
                or self.told.get(meeting_id) != numbers.get(meeting_id, (0, 0))
            ]
            if not due:
                return False
            self.newcomers.difference_update(due)
            listening = {meeting_id: tuple(self.screens.watched[meeting_id]) for meeting_id in due}
            actors = await self._actors(work, listening.values())
            for meeting_id, streams in listening.items():
                await Round(self, work, meeting_id, actors).tell(streams)
                self.told[meeting_id] = numbers.get(meeting_id, (0, 0))
        self._forget()
        self.rounds += 1
        return True

    def _should_check(self) -> bool:
        """Whether it is time to ask everybody again who they are, though nothing changed."""
        passed = asyncio.get_running_loop().time() - self._checked
        due = passed > (CHECK_AFTER_COMMIT if self._committed else CHECK_ANYHOW)
        if due:
            self._checked += passed
            self._committed = False
        return due

    async def _actors(
        self, work: Work, listening: Iterable[tuple[Stream, ...]]
    ) -> dict[str, Actor]:
        """Who the listeners are at this moment, by what they showed."""
        tokens = {one.listener.token for streams in listening for one in streams}
        known = {"": ANYBODY}
        if tokens - {""}:
            today = dt.datetime.now(self.api.house.zone).date()
            known |= await who_are(work.db, tokens - {""}, self.terms, today)
        return known

    def _forget(self) -> None:
        """Know nothing of meetings that nobody watches any more."""
        for meeting_id in self.told.keys() - self.screens.watched.keys():
            del self.told[meeting_id]


def refuse_beyond(most: int, asked: int) -> None:
    """Refuse another question where so many are asked already."""
    if asked >= most:
        sentence = "Too many different questions are asked about this sitting; try again later."
        raise TooMuch("questions", sentence, most, asked + 1)


class Round:
    """One telling of one meeting's listeners, all from the same view of the data."""

    def __init__(self, hub: Hub, work: Work, meeting_id: UUID, actors: dict[str, Actor]) -> None:
        self.hub = hub
        self.work = work
        self.meeting_id = meeting_id
        self.actors = actors
        self.histories: dict[tuple[int, bool], Since | None] = {}

    async def tell(self, streams: Iterable[Stream]) -> None:
        """Let go of who may not listen, and tell the others, all alike at once."""
        standing = await standing_of(self.work, self.meeting_id)
        groups: defaultdict[Group, list[Stream]] = defaultdict(list)
        within = await self.audiences_within()
        for stream in streams:
            actor = self.actors.get(stream.listener.token)
            if actor is None or standing is None or standing.audience_id not in actor.audience_ids:
                await self.turn_away(stream, expired=actor is None)
                continue
            said = await self.said_to(stream, actor, standing)
            if said.is_news or not stream.begun:
                groups[(stream.question, view_of(actor, standing, within), said)].append(stream)
        for (question, view, said), group in groups.items():
            payload = await self.payload(question, view, said)
            for stream in group:
                stream.after, stream.inside, stream.begun = said.sequence, said.inside, True
                stream.listener.hear(stream, payload)

    async def audiences_within(self) -> frozenset[int]:
        """The audiences that matter at this meeting."""
        under = sa.select(AgendaItem.id).where(AgendaItem.meeting_id == self.meeting_id)
        record = sa.select(Minutes.id).where(Minutes.meeting_id == self.meeting_id)
        attending = sa.select(Attendance.person_id).where(Attendance.meeting_id == self.meeting_id)
        return await audience_ids_within(
            self.work,
            self.meeting_id,
            sa.select(Person.audience_id).where(Person.id.in_(attending)),
            sa.select(Minutes.audience_id).where(Minutes.id.in_(record)),
            sa.select(MinutesEntry.audience_id).where(MinutesEntry.minutes_id.in_(record)),
            sa.select(Ballot.audience_id).where(Ballot.agenda_item_id.in_(under)),
            sa.select(Motion.audience_id).where(Motion.agenda_item_id.in_(under)),
        )

    async def said_to(self, stream: Stream, actor: Actor, standing: Standing) -> Telling:
        """What a listener is told, who knows what came before; all of it, if the rights changed."""
        inside = standing.is_inside(actor)
        powers = (actor.tokens, actor.grants) if actor.account_id else None
        stays = not stream.begun or powers == stream.powers
        stream.powers, stream.person_id = powers, actor.person_id
        history = None
        if stays and stream.after is not None and stream.inside in (None, inside):
            history = await self.history(standing, stream.after, inside)
        return telling(standing, inside, history, actor.audience_ids)

    async def history(self, standing: Standing, after: int, inside: bool) -> Since | None:
        """What happened after a number, asked once for all who are that far."""
        key = (after, inside)
        if key not in self.histories:
            self.histories[key] = await since(self.work, standing, after, inside)
        return self.histories[key]

    async def payload(self, question: Question, view: View, said: Telling) -> str:
        """What is told, read once and written down once for all who may read the same."""
        self.hub.executed += 1
        reader = self.work.seen_by(view.screen)
        answer = await self.hub.api.told(question.operation, reader, said)
        return orjson.dumps(answer.written).decode()

    async def turn_away(self, stream: Stream, expired: bool) -> None:
        """Say that there is nothing to read, or nothing more, and nothing of what happened."""
        self.hub.leave(stream)
        listener = stream.listener
        if stream.begun:
            number = stream.after or 0
            said = Telling(self.meeting_id, MessageKind.END, bool(stream.inside), number, number)
            listener.hear(stream, await self.payload(stream.question, OF_THE_PUBLIC, said))
            listener.finish(stream)
        else:
            listener.refuse(stream, translated(GraphQLError("", original_error=NotFound())))
        if expired:
            listener.expire()


def view_of(actor: Actor, standing: Standing, within: frozenset[int]) -> View:
    """What an actor may read and do of what belongs to the meeting."""
    held = {place: actor.grants.get(place, NOTHING) for place in (EVERYWHERE, *standing.places)}
    beyond = {place: granted - EVERY_ACCOUNT for place, granted in held.items()}
    grants = frozenset((place, granted) for place, granted in beyond.items() if granted)
    return View((actor.audience_ids & within) | {PUBLIC}, grants)
