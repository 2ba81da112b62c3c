"""Text is sent compressed to whoever takes it so."""

import gzip

import brotli

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

SMALLEST = 512
"""Bytes below which compressing costs more than it saves."""

LARGEST = 4 * 1024 * 1024
"""Bytes above which a response is passed on as it comes."""

BYTES = (".pdf", "/view", "/download")
"""Endings of paths of what is sent as a stream."""

TEXTUAL = (
    b"text/",
    b"application/json",
    b"application/graphql-response+json",
    b"application/javascript",
    b"application/xml",
    b"application/atom+xml",
    b"image/svg+xml",
)


class Compression:
    """Compresses whole texts on their way out, and leaves streams and pictures alone."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with what the application answers, made smaller where that is agreed."""
        plain = scope["type"] != "http" or scope["path"].endswith(BYTES)
        encoding = "" if plain else encoding_for(header(scope, b"accept-encoding"))
        if not encoding:
            await self.app(scope, receive, send)
            return
        whole = await collected(self.app, scope, receive, send, LARGEST)
        if not whole.complete:
            return
        if may_compress(whole):
            body = compressed(whole.body, encoding, brotli_quality=4)
            headers = with_encoding(whole.headers, encoding, len(body))
            await say(send, whole.status, headers, body)
        else:
            await say(send, whole.status, whole.headers, whole.body)


def encoding_for(accepted: str) -> str:
    """The best encoding that a client takes, or none: br, gzip or nothing."""
    names = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        names[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    if names.get("br"):
        return "br"
    return "gzip" if names.get("gzip") else ""


def may_compress(whole: Whole) -> bool:
    """Whether a response is a text long enough and not compressed yet."""
    kind = value_of(whole.headers, b"content-type") or b""
    return (
        len(whole.body) >= SMALLEST
        and kind.startswith(TEXTUAL)
        and value_of(whole.headers, b"content-encoding") is None
        and whole.status != 206
    )


def compressed(body: bytes, encoding: str, brotli_quality: int = 6) -> bytes:
    """The body in an encoding; nothing for the encoding means as it is."""
    if encoding == "br":
        return brotli.compress(body, quality=brotli_quality)
    return gzip.compress(body, compresslevel=6, mtime=0) if encoding == "gzip" else body


def with_encoding(headers: Headers, encoding: str, length: int) -> Headers:
    """The headers of a response whose body was put into an encoding."""
    kept = [
        (key, value)
        for key, value in headers
        if key.lower() not in (b"content-length", b"content-encoding", b"vary")
    ]
    vary = value_of(headers, b"vary")
    also = vary + b", Accept-Encoding" if vary else b"Accept-Encoding"
    if encoding:
        kept.append((b"content-encoding", encoding.encode()))
    return [*kept, (b"vary", also), (b"content-length", str(length).encode())]
