"""A WebSocket client in this process: it speaks ASGI to the application, as a server would."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

PROTOCOL = "graphql-transport-ws"


class Closed(Exception):
    """That the other side has closed the socket."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code


@dataclass(eq=False)
class Socket:
    """One end of a socket whose other end is the application."""

    to_app: asyncio.Queue[Any] = field(default_factory=asyncio.Queue)
    from_app: asyncio.Queue[Any] = field(default_factory=asyncio.Queue)
    subprotocol: str | None = None
    reading: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared while this end takes nothing more from the line."""

    async def take(self, message: Any) -> None:
        await self.reading.wait()
        self.from_app.put_nowait(message)

    async def say(self, **message: Any) -> None:
        await self.say_text(orjson.dumps(message).decode())

    async def say_text(self, text: str) -> None:
        await self.to_app.put({"type": "websocket.receive", "text": text})

    async def hear(self, patience: float = 5) -> dict[str, Any]:
        """The next message; Closed when there will be none."""
        message = await asyncio.wait_for(self.from_app.get(), patience)
        if message["type"] == "websocket.close":
            raise Closed(message["code"], message.get("reason", ""))
        heard: dict[str, Any] = orjson.loads(message["text"])
        return heard

    async def silence(self, seconds: float = 0.6) -> bool:
        """Whether nothing is said for a while."""
        await asyncio.sleep(seconds)
        return self.from_app.empty()

    async def introduce(self) -> None:
        await self.say(type="connection_init")
        assert (await self.hear())["type"] == "connection_ack"

    async def subscribe(self, query: str, id: str = "1", **variables: Any) -> None:
        payload = {"query": query, "variables": variables}
        await self.say(type="subscribe", id=id, payload=payload)

    async def next(self, id: str = "1") -> dict[str, Any]:
        """The content of the next message of a subscription to a sitting."""
        message = await self.hear()
        assert message["type"] == "next", message
        assert message["id"] == id
        assert message["payload"].get("errors") is None, message
        (told,) = message["payload"]["data"].values()
        return dict(told)


@asynccontextmanager
async def open_socket(
    app: Any,
    cookie: str = "",
    address: str = "192.0.2.9",
    protocols: tuple[str, ...] = (PROTOCOL,),
    introduced: bool = True,
    **headers: str,
) -> AsyncIterator[Socket]:
    """A socket to the API, closed at the end."""
    named = {"host": "127.0.0.1:8000", "cookie": cookie, **headers}
    scope = {
        "type": "websocket", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "ws",
        "path": "/graphql", "raw_path": b"/graphql", "query_string": b"", "root_path": "",
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in named.items() if v],
        "client": (address, 5000), "server": ("127.0.0.1", 8000),
        "subprotocols": list(protocols), "state": {},
    }  # fmt: skip
    socket = Socket()
    socket.reading.set()
    await socket.to_app.put({"type": "websocket.connect"})
    running = asyncio.create_task(app(scope, socket.to_app.get, socket.take))
    try:
        accepted = await asyncio.wait_for(socket.from_app.get(), 5)
        if accepted["type"] == "websocket.close":
            raise Closed(accepted["code"], accepted.get("reason", ""))
        socket.subprotocol = accepted.get("subprotocol")
        if introduced:
            await socket.introduce()
        yield socket
    finally:
        socket.reading.set()
        await socket.to_app.put({"type": "websocket.disconnect", "code": 1005})
        done, _ = await asyncio.wait({running}, timeout=3)
        running.cancel()
        assert done, "The application does not let go of the socket."
        await running
