"""Asking again and again, where WebSockets are blocked: it costs little while nothing is new."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from graphql import OperationType

from rostra.access import ANYBODY
from rostra.sittings.watching import standing_of
from rostra_graphql.context import Caller
from rostra_graphql.execution import Api
from rostra_graphql.live.streams import arguments_at_root

MOST_KEPT = 500
FRESH = 0.25
"""Seconds for which a number that was looked up holds, as on the screens that are told."""
FIELD = "sittingMessage"

Key = tuple[str, str | None, bytes]


@dataclass(frozen=True, slots=True)
class Polled:
    """What the public is told: under which tag it is good, and the answer unless it is known."""

    tag: str
    body: bytes | None


class Polls:
    """Answers what the public asks again and again, reading it once for all who ask the same."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.meetings: OrderedDict[Key, UUID | None] = OrderedDict()
        self.bodies: OrderedDict[Key, Polled] = OrderedDict()
        self.tags: OrderedDict[UUID, tuple[float, str | None]] = OrderedDict()
        self.executed = 0

    async def answer(
        self, document: str, variables: dict[str, Any], name: str | None, known: str
    ) -> Polled | None:
        """The answer to the public, if it asks for nothing but a sitting's news; else None."""
        if FIELD not in document:
            return None
        key = (document, name, orjson.dumps(variables, option=orjson.OPT_SORT_KEYS))
        meeting_id = self.meeting_of(key, variables)
        tag = None if meeting_id is None else await self.tag(meeting_id)
        if tag is None:
            return None
        if tag in known:
            return Polled(tag, None)
        kept = self.bodies.get(key)
        if kept is None or kept.tag != tag:
            self.executed += 1
            answer = await self.api.execute(document, variables, Caller(), name)
            kept = remembered(self.bodies, key, Polled(tag, orjson.dumps(answer.written)))
        return kept

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

    async def tag(self, meeting_id: UUID) -> str | None:
        """Under which tag the public's news of a meeting are good; None where it reads nothing."""
        moment = asyncio.get_running_loop().time()
        since, tag = self.tags.get(meeting_id, (float("-inf"), None))
        if moment - since < FRESH:
            return tag
        async with self.api.house.database.reading(ANYBODY) as work:
            standing = await standing_of(work, meeting_id)
        tag = None
        if standing is not None and standing.audience_id in ANYBODY.audience_ids:
            tag = f'"{meeting_id.hex[-12:]}.{standing.public_sequence}"'
        remembered(self.tags, meeting_id, (moment, tag))
        return tag


def remembered(memory: OrderedDict[Any, Any], key: Any, value: Any) -> Any:
    """The value, kept in the place of the oldest."""
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > MOST_KEPT:
        memory.popitem(last=False)
    return value
