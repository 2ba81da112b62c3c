"""Asking again and again, where WebSockets are blocked: it costs little while nothing is new."""

import asyncio
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from graphql import OperationType

from rostra.access import ANYBODY
from rostra.events import public_revision
from rostra.sittings.watching import standing_of
from rostra_graphql.context import Caller
from rostra_graphql.execution import Api
from rostra_graphql.live.streams import arguments_at_root

MOST_KEPT = 500
FRESH = 0.25
"""Seconds for which a number that was looked up holds, as on the screens that are told."""
LONGEST_KEPT = 5.0
"""Seconds after which an answer is read anew, though nothing told of a change."""
FIELD = "sittingMessage"

Key = tuple[str, str | None, bytes]


@dataclass(frozen=True, slots=True)
class Polled:
    """What the public is told: under which tag it is good, and the answer unless it is known."""

    tag: str
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and up to which change of the public side it is good."""

    state: str
    since: float
    polled: Polled


class Polls:
    """Answers what the public asks again and again, reading it once for all who ask the same."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.meetings: OrderedDict[Key, UUID | None] = OrderedDict()
        self.bodies: OrderedDict[Key, Kept] = OrderedDict()
        self.states: OrderedDict[UUID, tuple[float, str | None]] = OrderedDict()
        self.executed = 0

    async def answer(
        self, document: str, variables: dict[str, Any], name: str | None, known: str
    ) -> Polled | None:
        """The answer to the public, if it asks for nothing but a sitting's news; else None."""
        if FIELD not in document:
            return None
        key = (document, name, orjson.dumps(variables, option=orjson.OPT_SORT_KEYS))
        meeting_id = self.meeting_of(key, variables)
        state = None if meeting_id is None else await self.state(meeting_id)
        if state is None:
            return None
        moment = asyncio.get_running_loop().time()
        kept = self.bodies.get(key)
        if kept is None or kept.state != state or moment - kept.since > LONGEST_KEPT:
            self.executed += 1
            answer = await self.api.execute(document, variables, Caller(), name)
            body = orjson.dumps(answer.written)
            kept = remembered(self.bodies, key, Kept(state, moment, Polled(tag_of(body), body)))
        polled: Polled = kept.polled
        return Polled(polled.tag, None) if polled.tag in known else polled

    def meeting_of(self, key: Key, variables: dict[str, Any]) -> UUID | None:
        """The meeting that a question is about, if it asks for nothing else."""
        if key not in self.meetings:
            remembered(self.meetings, key, self._meeting_of(key, variables))
        return self.meetings[key]

    def _meeting_of(self, key: Key, variables: dict[str, Any]) -> UUID | None:
        try:
            operation = self.api.admitted(key[0], variables, key[1], trusted=False)
            fields = operation.prepared.root_fields(operation.node)
            if operation.node.operation != OperationType.QUERY or fields != [FIELD]:
                return None
            wanted: UUID = arguments_at_root(self.api.schema, operation)[1]["uuid"]
        except Exception:
            return None  # it is refused in the usual way, with the reason for it
        return wanted

    async def state(self, meeting_id: UUID) -> str | None:
        """How far a meeting and all that is public are; None where the public reads nothing.

        What is told can name anything public: a paper that is withdrawn changes no sitting.
        """
        moment = asyncio.get_running_loop().time()
        since, state = self.states.get(meeting_id, (float("-inf"), None))
        if moment - since < FRESH:
            return state
        async with self.api.house.database.reading(ANYBODY) as work:
            standing = await standing_of(work, meeting_id)
            revision = await public_revision(work.db)
        state = None
        if standing is not None and standing.audience_id in ANYBODY.audience_ids:
            state = f"{standing.public_sequence}.{revision}"
        remembered(self.states, meeting_id, (moment, state))
        return state


def tag_of(body: bytes) -> str:
    """The tag of an answer: it tells nothing that the answer does not."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def remembered(memory: OrderedDict[Any, Any], key: Any, value: Any) -> Any:
    """The value, kept in the place of the oldest."""
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > MOST_KEPT:
        memory.popitem(last=False)
    return value
