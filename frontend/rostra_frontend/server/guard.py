"""What may come in: no change in somebody's name that another site's page asks for."""

import re
from urllib.parse import parse_qs, urlsplit

import structlog

from rostra_frontend.server.messages import (
    Application,
    Message,
    Receive,
    Scope,
    Send,
    header,
    say_text,
    value_of,
)
from rostra_frontend.server.page_cache import BUILT
from rostra_frontend.server.visitors import COOKIES, VISITOR, Porter, Visitor, hand_out

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FORM_TOKEN = "form_token"
TOKEN_HEADER = b"x-form-token"
LARGEST_FORM = 1024 * 1024
"""Bytes of the largest form; files come another way."""

LONGEST_BEGINNING = 8 * 1024
"""Bytes at the beginning of a form with a file in which its token must stand."""
TOKEN_PART = re.compile(rb'name="form_token"\r\n\r\n([^\r\n]*)\r\n')

FOREIGN = "This request came from another website and was not carried out."
EXPIRED = "This form has expired. Please go back, load the page again and send it once more."
TOO_LARGE = "This is too much for one form."


class Guard:
    """Finds out who makes a request, and turns away what others send in their name."""

    def __init__(self, app: Application, porter: Porter, own_origin: str) -> None:
        self.app = app
        self.porter = porter
        self.own_origin = own_origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in with its visitor, or answer it here."""
        if scope["type"] == "lifespan" or scope["path"].startswith(BUILT):
            await self.app(scope, receive, send)
            return
        structlog.contextvars.bind_contextvars(request_id=scope.get("rostra_request_id", ""))
        visitor, changes = await self.porter.recognise(scope)
        scope[VISITOR] = visitor
        hand_out(scope, changes)
        unsafe = scope["type"] == "websocket" or scope["method"] not in SAFE
        if unsafe and not is_own(scope, self.own_origin):
            await turn_away(scope, send, FOREIGN)
            return
        if scope["type"] == "http" and unsafe and visitor.token:
            replay = await admitted(scope, receive, send, visitor)
            if replay is None:
                return
            receive = replay
        await self.app(scope, receive, with_cookies(scope, send, visitor))


def is_own(scope: Scope, own_origin: str) -> bool:
    """Whether a request was made by a page of ours, or by no page at all."""
    site = header(scope, b"sec-fetch-site")
    origin = header(scope, b"origin")
    if origin and origin == own_origin:
        return True
    if site:
        return site in ("same-origin", "none")
    if not origin:
        return True
    try:
        return urlsplit(origin).netloc == header(scope, b"host")
    except ValueError:
        return False


async def admitted(scope: Scope, receive: Receive, send: Send, visitor: Visitor) -> Receive | None:
    """The body of a change in somebody's name, to be read again; None when it was turned away.

    A form must bring the token of this very login. JSON cannot be sent by another site's form,
    so a proof of where it comes from is enough.
    """
    if visitor.knows(header(scope, TOKEN_HEADER)):
        return receive
    kind = header(scope, b"content-type").partition(";")[0].strip().lower()
    proven = bool(header(scope, b"sec-fetch-site") or header(scope, b"origin"))
    if kind == "application/json" and proven:
        return receive
    body = b""
    if kind == "application/x-www-form-urlencoded":
        found = await whole_body(receive)
        if found is None:
            await say_text(send, 413, TOO_LARGE)
            return None
        body = found
    elif kind == "multipart/form-data":
        return await parts_admitted(receive, send, visitor)
    fields = parse_qs(body.decode("latin-1"), max_num_fields=1_000)
    if not visitor.knows(fields.get(FORM_TOKEN, [""])[0]):
        await turn_away(scope, send, EXPIRED)
        return None
    return again(body, receive)


async def parts_admitted(receive: Receive, send: Send, visitor: Visitor) -> Receive | None:
    """A form with a file, if the token stands before it; the file itself is not waited for."""
    read = bytearray()
    more = True
    while more and len(read) < LONGEST_BEGINNING:
        message = await receive()
        more = message["type"] == "http.request" and bool(message.get("more_body", False))
        read += message.get("body", b"")
    found = TOKEN_PART.search(bytes(read[:LONGEST_BEGINNING]))
    if found is None or not visitor.knows(found[1].decode("latin-1")):
        await turn_away({"type": "http"}, send, EXPIRED)
        return None
    return again(bytes(read), receive, more)


async def whole_body(receive: Receive) -> bytes | None:
    """The body of a request, or None when it is too large."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > LARGEST_FORM:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def again(body: bytes, receive: Receive, more: bool = False) -> Receive:
    """A body, or its beginning, that was read already, as the application reads it."""
    told = False

    async def tell() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": more}

    return tell


async def turn_away(scope: Scope, send: Send, sentence: str) -> None:
    """Say no, in the way that the connection understands."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4403, "reason": sentence})
    else:
        await say_text(send, 403, sentence)


def with_cookies(scope: Scope, send: Send, visitor: Visitor) -> Send:
    """A send that hands out cookies, and lets nobody keep what is for one reader."""

    async def send_with_cookies(message: Message) -> None:
        cookies: list[str] = scope.get(COOKIES, [])
        if message["type"] == "http.response.start" and (visitor.token or cookies):
            headers = list(message["headers"])
            if b"private" not in (value_of(headers, b"cache-control") or b""):
                headers = [pair for pair in headers if pair[0].lower() != b"cache-control"]
                headers.append((b"cache-control", b"private, no-store"))
            headers += [(b"set-cookie", value.encode()) for value in cookies]
            message = {**message, "headers": headers}
        await send(message)

    return send_with_cookies
