"""Pages for everybody are made once, kept whole, and good until something public changes."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b

from rostra_frontend.server.compression import (
    BYTES,
    compressed,
    encoding_for,
    may_compress,
    with_encoding,
)
from rostra_frontend.server.messages import (
    Application,
    Headers,
    Receive,
    Scope,
    Send,
    Whole,
    collected,
    header,
    say,
    value_of,
)
from rostra_frontend.server.revision import Revision

LARGEST = 2 * 1024 * 1024
"""Bytes of the largest response that is kept."""

ROOM = 64 * 1024 * 1024
"""Bytes that all kept responses may have together."""

TURN = 3600
"""Seconds after which a page is made anew even though nothing changed: what is next moves on."""

NEVER = (
    *("/graphql", "/health", "/metrics", "/oparl", "/demo", "/account", "/login", "/logout"),
    *("/search", "/invitations", "/letters", "/confirm", "/door", "/decisions", "/notices"),
)
"""Beginnings of paths, behind any language, of what depends on more than the public revision, or
is an address that only one person knows.

The search follows the revision a moment later, when the index does.
"""
KEPT_TYPES = (b"text/html", b"application/atom+xml", b"text/calendar")
BUILT = "/static/"
"""The built assets: they never change under their names."""

Key = tuple[str, bytes]


@dataclass(slots=True)
class Kept:
    """A response as it was made, and how it goes out in each encoding."""

    stamp: str
    tag: bytes
    whole: Whole
    size: int
    ways: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)

    def way(self, encoding: str) -> tuple[Headers, bytes]:
        """Headers and body in an encoding, made when they are first asked for."""
        if encoding not in self.ways:
            name = encoding if may_compress(self.whole) else ""
            body = compressed(self.whole.body, name)
            self.ways[encoding] = (with_encoding(self.whole.headers, name, len(body)), body)
        return self.ways[encoding]


class PageCache:
    """Answers the anonymous crowd from memory; everybody else gets through to the application."""

    def __init__(
        self,
        app: Application,
        otherwise: Application,
        revision: Revision,
        login_cookies: tuple[str, ...],
        build: str,
        entries: int,
    ) -> None:
        self.app = app
        self.otherwise = otherwise
        """The application for what is not kept, with its own compression."""
        self.revision = revision
        self.login_cookies = tuple(name.encode() + b"=" for name in login_cookies)
        self.build = build
        self.entries = entries
        self.kept: OrderedDict[Key, Kept] = OrderedDict()
        self.room = 0
        self.hits = 0
        self.misses = 0
        self.making: dict[Key, asyncio.Future[None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or make the page and keep it."""
        if scope["type"] != "http" or not self.may_keep(scope):
            await self.otherwise(scope, receive, send)
            return
        key = (scope["path"], scope["query_string"])
        stamp = await self.stamp(scope["path"])
        kept = self.fresh(key, stamp)
        if kept is None and key in self.making:
            await asyncio.wait([self.making[key]])
            kept = self.fresh(key, stamp)
        if kept is None:
            await self.make(key, stamp, scope, receive, send)
            return
        self.hits += 1
        scope["rostra_cache"] = "hit"
        self.kept.move_to_end(key)
        await self.answer(kept, scope, send)

    def may_keep(self, scope: Scope) -> bool:
        """Whether the answer depends on nothing but the address and what is public."""
        if scope["method"] != "GET" or self.entries == 0:
            return False
        path = scope["path"]
        if path.startswith(BUILT):
            return True
        inner = path[3:] if path[3:4] == "/" else path
        if "//" in path or path.endswith(BYTES) or path.startswith(NEVER):
            return False
        if inner.startswith(NEVER):
            return False
        for name, value in scope["headers"]:
            if name in (b"authorization", b"range", b"if-modified-since"):
                return False
            if name == b"cookie" and any(login in value for login in self.login_cookies):
                return False
        return True

    async def stamp(self, path: str) -> str:
        """What a page is good under: the public revision, the hour, and this build."""
        if path.startswith(BUILT):
            return self.build
        revision = self.revision
        number = await revision.current() if revision.doubtful else revision.number
        return f"{number}.{int(time.time()) // TURN}.{self.build}"

    def fresh(self, key: Key, stamp: str) -> Kept | None:
        """What is kept for an address, if it is still good."""
        kept = self.kept.get(key)
        return kept if kept is not None and kept.stamp == stamp else None

    async def answer(self, kept: Kept, scope: Scope, send: Send) -> None:
        """Send what is kept, or say that the client has it already."""
        known = header(scope, b"if-none-match")
        if known and is_known(kept.tag.decode(), known):
            headers = [pair for pair in kept.whole.headers if pair[0] in STAY_WITH_304]
            await say(send, 304, headers)
            return
        headers, body = kept.way(encoding_for(header(scope, b"accept-encoding")))
        await say(send, kept.whole.status, headers, body)

    async def make(self, key: Key, stamp: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the page made, once for all who wait for it, and keep it if it may be kept."""
        self.misses += 1
        ready = self.making[key] = asyncio.get_running_loop().create_future()
        try:
            whole = await collected(self.app, scope, receive, send, LARGEST)
            if not whole.complete:
                return
            kept = self.keep(key, stamp, whole)
        finally:
            ready.set_result(None)
            if self.making.get(key) is ready:
                del self.making[key]
        await self.answer(kept, scope, send)

    def keep(self, key: Key, stamp: str, whole: Whole) -> Kept:
        """The response with a tag, kept if it may be, the longest unused ones giving way."""
        tag = value_of(whole.headers, b"etag") or tag_of(whole)
        keeps = worth_keeping(key[0], whole)
        if keeps and not key[0].startswith(BUILT):
            whole.headers = [
                *(pair for pair in whole.headers if pair[0].lower() not in OURS),
                (b"etag", tag),
                (b"cache-control", b"no-cache"),
                (b"vary", b"Cookie"),
            ]
        kept = Kept(stamp, tag if keeps else b"", whole, len(whole.body) + 2_000)
        if keeps:
            self.forget(key)
            self.kept[key] = kept
            self.room += kept.size
            while len(self.kept) > self.entries or self.room > ROOM:
                self.forget(next(iter(self.kept)))
        return kept

    def forget(self, key: Key) -> None:
        """Let go of what is kept for an address."""
        gone = self.kept.pop(key, None)
        self.room -= gone.size if gone else 0


def tag_of(whole: Whole) -> bytes:
    """The tag of a page: it tells nothing that the page does not, such as how much was logged."""
    return f'W/"{blake2b(whole.body, digest_size=12).hexdigest()}"'.encode()


OURS = (b"etag", b"cache-control", b"vary")
STAY_WITH_304 = (b"etag", b"cache-control", b"vary", b"content-language", b"last-modified")


def worth_keeping(path: str, whole: Whole) -> bool:
    """Whether a response is the same for everybody until something public changes."""
    if whole.status != 200 or len(whole.body) > LARGEST:
        return False
    if path.startswith(BUILT):
        return True
    control = (value_of(whole.headers, b"cache-control") or b"").lower()
    return (
        (value_of(whole.headers, b"content-type") or b"").startswith(KEPT_TYPES)
        and value_of(whole.headers, b"set-cookie") is None
        and b"no-store" not in control
        and b"private" not in control
    )


def is_known(tag: str, known: str) -> bool:
    """Whether a tag stands among those that a client names."""
    plain = tag.removeprefix("W/")
    return bool(plain) and (
        known.strip() == "*"
        or plain in {one.strip().removeprefix("W/") for one in known.split(",")}
    )
