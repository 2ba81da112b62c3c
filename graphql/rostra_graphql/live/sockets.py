"""One socket: the protocol graphql-transport-ws, spoken with one client.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import GraphQLError, OperationType

from rostra_graphql.context import Caller
from rostra_graphql.documents import Unfit
from rostra_graphql.execution import Answer, Api
from rostra_graphql.limits import LONGEST_BODY
from rostra_graphql.live.hub import Hub
from rostra_graphql.live.outbox import Outbox
from rostra_graphql.live.streams import Stream, stream_of
from rostra_graphql.refusals import TooMuch, translated

SUBPROTOCOL = "graphql-transport-ws"
LONGEST_INIT = 10.0
"""Seconds within which a client must introduce itself."""
LONGEST_FAREWELL = 10.0
"""Seconds that a client has to answer when we close the socket."""
MOST_STREAMS = 10
"""Subscriptions of one socket."""
MOST_MESSAGES = 100
MEASURED_SECONDS = 10.0
"""A client may send so many messages in so many seconds."""

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class Broken(Exception):
    """That the client does not keep to the protocol, with the code that the socket closes with."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Gone(Exception):
    """That the client is no longer there."""


@dataclass(eq=False)
class Conversation:
    """What is said on one socket, from its beginning to its end."""

    api: Api
    hub: Hub
    receive: Receive
    send: Send
    caller: Caller
    token: str = ""
    holder: str = ""
    """Under whose name it counts: an account, or the neighbourhood of a stranger."""
    streams: dict[str, Stream] = field(default_factory=dict)
    acknowledged: bool = False
    awaited: int = 0
    """How many of our pings the client has not answered yet."""
    ending: Broken | None = None

    def __post_init__(self) -> None:
        self.outbox = Outbox(self._send_text, self._stalled)
        self._task: asyncio.Task[Any] | None = None
        self._parting: asyncio.Task[None] | None = None
        self._counted_from = 0.0
        self._counted = 0

    async def run(self) -> None:
        """Talk until one side has had enough, and stay until the client is really gone.

        A call to receive is not given up halfway, nor a message that is being sent: the server
        would keep the socket, and nobody would count it any more.
        """
        self._task = asyncio.current_task()
        loop = asyncio.get_running_loop()
        waiting = loop.call_later(LONGEST_INIT, self._introduced_or_end)
        try:
            while True:
                await self._hear_out()
        except Gone:
            pass
        except asyncio.CancelledError:
            if self.ending is None:
                raise
        finally:
            waiting.cancel()
            self._leave()
            self.outbox.close()

    async def _hear_out(self) -> None:
        """Take the client's next message, unless the conversation is over."""
        event = await self.receive()
        if event["type"] == "websocket.disconnect":
            raise Gone
        if self.ending is not None:
            return
        try:
            await self.take(self._read(event))
        except Broken as broken:
            self.end(broken.code, broken.reason)

    def end(self, code: int, reason: str) -> None:
        """Have the conversation end from our side; what the client is reading, it reads whole."""
        if self.ending is not None:
            return
        self.ending = Broken(code, reason)
        self._leave()
        self._parting = asyncio.create_task(self._part(code, reason))

    async def _part(self, code: int, reason: str) -> None:
        """Close the socket after what is being sent; go when the client does not answer."""
        await self.outbox.finish()
        with suppress(Exception):
            await self.send({"type": "websocket.close", "code": code, "reason": reason})
        await asyncio.sleep(LONGEST_FAREWELL)
        if self._task is not None:
            self._task.cancel()

    def _leave(self) -> None:
        for stream in self.streams.values():
            self.hub.leave(stream)
        self.streams.clear()

    def _introduced_or_end(self) -> None:
        if not self.acknowledged:
            self.end(4408, "Connection initialisation timeout")

    def _stalled(self) -> None:
        self.end(1013, "The client reads too slowly")

    async def _send_text(self, text: str) -> None:
        await self.send({"type": "websocket.send", "text": text, "bytes": None})

    def _read(self, event: dict[str, Any]) -> dict[str, Any]:
        """A message of the client."""
        self._count()
        text = event.get("text")
        if text is None:
            raise Broken(4400, "Messages are text")
        if len(text) > LONGEST_BODY:
            raise Broken(1009, f"A message has at most {LONGEST_BODY} characters")
        try:
            message = orjson.loads(text)
        except orjson.JSONDecodeError:
            raise Broken(4400, "Messages are JSON") from None
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            raise Broken(4400, "A message is an object with a type")
        return message

    def _count(self) -> None:
        """Refuse a client that never stops talking."""
        moment = asyncio.get_running_loop().time()
        if moment - self._counted_from > MEASURED_SECONDS:
            self._counted_from, self._counted = moment, 0
        self._counted += 1
        if self._counted > MOST_MESSAGES:
            raise Broken(4429, "Too many messages")

    async def take(self, message: dict[str, Any]) -> None:
        """Do what a message asks for."""
        kind = message["type"]
        if kind == "connection_init":
            if self.acknowledged:
                raise Broken(4429, "Too many initialisation requests")
            self.acknowledged = True
            self.say({"type": "connection_ack"})
        elif kind == "ping":
            given = message.get("payload")
            self.say({"type": "pong", **({} if given is None else {"payload": given})})
        elif kind == "pong":
            self.awaited = 0
        elif kind == "subscribe":
            await self.begin(message)
        elif kind == "complete":
            stream = self.streams.pop(id_in(message), None)
            if stream is not None:
                self.hub.leave(stream)
        else:
            raise Broken(4400, f"There is no message of the type {kind[:40]!r}")

    async def begin(self, message: dict[str, Any]) -> None:
        """Begin a subscription, or answer a query."""
        id = id_in(message)
        if not self.acknowledged:
            raise Broken(4401, "Unauthorized")
        if id in self.streams:
            raise Broken(4409, f"Subscriber for {id[:40]} already exists")
        text, variables, name = asked_in(message)
        try:
            operation = self.api.admitted(text, variables, name, trusted=False)
            if operation.node.operation == OperationType.SUBSCRIPTION:
                if len(self.streams) >= MOST_STREAMS:
                    raise too_many_streams(len(self.streams) + 1)
                stream = stream_of(self.api.schema, operation, text, id, self)
                self.hub.join(stream)
                self.streams[id] = stream
                return
            if operation.node.operation == OperationType.MUTATION:
                raise GraphQLError("Mutations are sent with POST.")
        except Unfit as unfit:
            self.fail(id, [translated(error) for error in unfit.errors])
            return
        except GraphQLError as error:
            self.fail(id, [translated(error)])
            return
        self.settle(id, await self.api.carried_out(operation, self.caller))

    def settle(self, id: str, answer: Answer) -> None:
        """Give the one answer to a query."""
        self.outbox.push(next_message(id, orjson.dumps(answer.written).decode()))
        self.say({"id": id, "type": "complete"})

    def say(self, message: dict[str, Any]) -> None:
        """Send a message of the protocol."""
        self.outbox.push(orjson.dumps(message).decode())

    def fail(self, id: str, errors: list[GraphQLError]) -> None:
        """Say that an operation was not carried out at all."""
        self.say({"id": id, "type": "error", "payload": [one.formatted for one in errors]})

    def ping(self) -> None:
        """Ask whether the client is still there; end when it has not answered the last times."""
        if self.awaited >= 2:
            self.end(4408, "No answer to our pings")
            return
        self.awaited += 1
        self.say({"type": "ping"})

    def hear(self, stream: Stream, payload: str) -> None:
        """Take the next message of a stream, as JSON."""
        if self.streams.get(stream.id) is stream:
            self.outbox.push(next_message(stream.id, payload))

    def refuse(self, stream: Stream, error: GraphQLError) -> None:
        """Be told that the stream never began, and why."""
        if self.streams.get(stream.id) is stream:
            del self.streams[stream.id]
            self.fail(stream.id, [error])

    def finish(self, stream: Stream) -> None:
        """Be told that the stream is over."""
        if self.streams.get(stream.id) is stream:
            del self.streams[stream.id]
            self.say({"id": stream.id, "type": "complete"})

    def expire(self) -> None:
        """Be told that the login is over."""
        self.end(4403, "The login is over")


def next_message(id: str, payload: str) -> str:
    """The next message of a stream around content that was written down once for many."""
    return f'{{"id":{orjson.dumps(id).decode()},"type":"next","payload":{payload}}}'


def id_in(message: dict[str, Any]) -> str:
    """The id of the operation that a message is about."""
    id = message.get("id")
    if not isinstance(id, str) or not 0 < len(id) <= 100:
        raise Broken(4400, "The message needs an id")
    return id


def asked_in(message: dict[str, Any]) -> tuple[str, dict[str, Any], str | None]:
    """The document, the variables and the name of the operation of a message."""
    payload = message.get("payload")
    if not isinstance(payload, dict) or not isinstance(payload.get("query"), str):
        raise Broken(4400, "The message needs a payload with a query")
    variables, name = payload.get("variables"), payload.get("operationName")
    if not isinstance(variables, dict | None) or not isinstance(name, str | None):
        raise Broken(4400, "variables is an object and operationName a text")
    return payload["query"], variables or {}, name


def too_many_streams(asked: int) -> TooMuch:
    """The refusal of one more subscription on a socket."""
    sentence = f"A connection may have {MOST_STREAMS} subscriptions."
    return TooMuch("subscriptions", sentence, MOST_STREAMS, asked)
