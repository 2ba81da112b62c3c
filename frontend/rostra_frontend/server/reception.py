"""The outermost door: every request gets a number, a look at the clock, and safe headers."""

import re
import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import orjson
import structlog

from rostra.settings import Settings
from rostra_frontend.server.logs import StandardError, loggable
from rostra_frontend.server.messages import (
    Application,
    Message,
    Receive,
    Scope,
    Send,
    header,
    say_text,
)
from rostra_frontend.server.metrics import Metrics

log = structlog.get_logger(__name__)

FORWARDED = b"x-forwarded-for"
OPARL = "/oparl"
NOWHERE = "There is nothing here."
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def safe_headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    """What every response says to browsers, unless it says something of its own."""
    tiles = urlsplit(settings.map_tiles)
    pictures = "img-src 'self' data:" + (
        f" {tiles.scheme}://{tiles.netloc}" if tiles.netloc else ""
    )
    security = CONTENT_SECURITY.replace("img-src 'self' data:", pictures)
    headers = [
        (b"content-security-policy", security.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(self), microphone=()"),
    ]
    if urlsplit(settings.base_url).scheme == "https":
        headers.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
    return headers


def leads_nowhere(path: str) -> bool:
    """Whether no thing of ours has such an address: with a NUL, or with an empty part.

    OParl leads from other spellings of its addresses to the right one.
    """
    return "\0" in path or ("//" in path and not path.startswith(OPARL))


class Reception:
    """Numbers requests, measures them, writes one line for each, and adds the safe headers."""

    def __init__(
        self,
        app: Application,
        settings: Settings,
        metrics: Metrics,
        write: Callable[[bytes], object] | None = None,
    ) -> None:
        self.app = app
        self.metrics = metrics
        self.safe = safe_headers(settings)
        self.trusted = settings.proxies > 0
        self.proxies = settings.proxies
        self.quiet = settings.log_level in ("WARNING", "ERROR")
        self.write = write or StandardError().write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer, and see to it that the answer is in order."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        request_id = self.name(scope)
        head = scope["method"] == "HEAD"
        if head:
            scope["method"] = "GET"
            scope["rostra_head"] = True
        status = 0
        silent = False

        async def send_safely(message: Message) -> None:
            nonlocal status, silent
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self.completed(message.get("headers", ()), request_id)
            elif silent:
                return
            elif head:
                silent = True
                message = {"type": "http.response.body", "body": b"", "more_body": False}
            await send(message)

        try:
            if leads_nowhere(scope["path"]):
                await say_text(send_safely, 404, NOWHERE)
            else:
                await self.app(scope, receive, send_safely)
        except Exception:
            log.exception("request_failed", request_id=request_id, path=loggable(scope["path"]))
            if not status:
                await say_text(send_safely, 500, f"Something went wrong ({request_id}).")
        self.note(scope, status, began, request_id, head)

    def name(self, scope: Scope) -> str:
        """The number of a request: the one that a trusted proxy gave it, or a new one."""
        given = header(scope, b"x-request-id") if self.trusted else ""
        request_id = given if GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        scope["rostra_request_id"] = request_id
        return request_id

    def completed(self, headers: object, request_id: str) -> list[tuple[bytes, bytes]]:
        """The headers of a response with those that make it safe, where it has none of its own."""
        own = list(headers)  # type: ignore[call-overload]
        said = {name.lower() for name, _ in own}
        own += [pair for pair in self.safe if pair[0] not in said]
        own.append((b"x-request-id", request_id.encode()))
        return own

    def note(self, scope: Scope, status: int, began: float, request_id: str, head: bool) -> None:
        """Count the request, and write a line without who made it and what was sought."""
        seconds = time.perf_counter() - began
        cache = scope.get("rostra_cache", "")
        self.metrics.count(scope["method"], status, str(cache), seconds)
        if self.quiet:
            return
        line = {
            "event": "request",
            "level": "info",
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "request_id": request_id,
            "method": "HEAD" if head else scope["method"],
            "path": loggable(scope["path"]),
            "status": status,
            "ms": round(seconds * 1_000, 2),
        }
        if cache:
            line["cache"] = cache
        self.write(orjson.dumps(line) + b"\n")


def client_address(scope: Any, proxies: int) -> str:
    """Where a request comes from, as the outermost of our own proxies saw it.

    A proxy may add a line of its own below the one that the client made up.
    """
    client = scope.get("client")
    direct = client[0] if client else ""
    if not proxies:
        return direct
    lines = [value.decode("latin-1") for key, value in scope["headers"] if key == FORWARDED]
    forwarded = [one.strip() for one in ",".join(lines).split(",") if one.strip()]
    return forwarded[-proxies] if len(forwarded) >= proxies else direct
