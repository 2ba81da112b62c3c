"""Reading a request's headers and writing a response, at the level of ASGI."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

Headers = list[tuple[bytes, bytes]]
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
"""ASGI in its own words, without the distinctions that a front door does not make."""


def header(scope: Scope, name: bytes) -> str:
    """The value of a request's header, or nothing; the name in lower case."""
    for key, value in scope["headers"]:
        if key == name:
            return value.decode("latin-1")
    return ""


def cookie(scope: Scope, name: str) -> str:
    """The value of a cookie that the request carries, or nothing."""
    wanted = name.encode() + b"="
    for key, value in scope["headers"]:
        if key == b"cookie" and wanted in value:
            for part in value.split(b";"):
                part = part.strip()
                if part.startswith(wanted):
                    return part[len(wanted) :].decode("latin-1")
    return ""


def value_of(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes | None:
    """The value of a response's header, the name in lower case."""
    return next((value for key, value in headers if key.lower() == name), None)


@dataclass(slots=True)
class Whole:
    """A response that was collected whole, unless it turned out to be a stream."""

    status: int = 0
    headers: Headers = field(default_factory=list)
    body: bytes = b""
    complete: bool = False


async def collected(
    app: Application, scope: Scope, receive: Receive, send: Send, limit: int
) -> Whole:
    """What the application answers; one larger than the limit is passed on as it comes."""
    whole = Whole()
    streaming = False
    told = asyncio.Event()

    async def collect(message: Message) -> None:
        nonlocal streaming
        if streaming:
            await send(message)
        elif message["type"] == "http.response.start":
            whole.status = message["status"]
            whole.headers = list(message.get("headers", ()))
        elif message["type"] == "http.response.body":
            whole.body += message.get("body", b"")
            whole.complete = not message.get("more_body", False)
            if whole.complete:
                told.set()
            if not whole.complete and len(whole.body) > limit:
                streaming = True
                await send(start(whole.status, whole.headers))
                await send({"type": "http.response.body", "body": whole.body, "more_body": True})

    await app(scope, until(told, receive), collect)
    whole.complete = whole.complete and not streaming
    return whole


def until(told: asyncio.Event, receive: Receive) -> Receive:
    """A receive that ends when everything was told: a stream waits for the sign to stop."""

    async def receive_or_end() -> Any:
        getting = asyncio.ensure_future(receive())
        ending = asyncio.ensure_future(told.wait())
        try:
            await asyncio.wait({getting, ending}, return_when=asyncio.FIRST_COMPLETED)
            return getting.result() if getting.done() else {"type": "http.disconnect"}
        finally:
            getting.cancel()
            ending.cancel()

    return receive_or_end


def start(status: int, headers: Headers) -> Message:
    """The first message of a response."""
    return {"type": "http.response.start", "status": status, "headers": headers}


async def say(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    """A whole response in one go."""
    await send(start(status, headers))
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def say_text(send: Send, status: int, text: str, *more: tuple[bytes, bytes]) -> None:
    """A short plain answer, never kept by anybody."""
    body = text.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *more,
    ]
    await say(send, status, headers, body)
