"""Replies: JSON for every origin, conditional, and nothing else."""

import datetime as dt
import hashlib
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import orjson
from litestar import Request
from litestar.response.base import ASGIResponse

from rostra.records import now
from rostra_frontend.oparl.addresses import SCHEMA
from rostra_frontend.oparl.refusals import Refused

OPEN = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
"""On every reply: anybody's page may read the public data."""

READING = {"allow": "GET, HEAD, OPTIONS"}


def answered(
    request: Request[Any, Any, Any], content: dict[str, Any], changed: dt.datetime | None = None
) -> ASGIResponse:
    """The content as JSON, or 304 when the client has it already.

    `changed` is when the content changed last; it counts only once that second has passed.
    """
    body = orjson.dumps(content, option=orjson.OPT_OMIT_MICROSECONDS)
    tag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {**OPEN, "etag": tag, "cache-control": "public, no-cache"}
    if changed is not None and changed < now():
        headers["last-modified"] = format_datetime(
            changed.astimezone(dt.UTC).replace(microsecond=0), usegmt=True
        )
    if is_known(request, tag, headers.get("last-modified")):
        return ASGIResponse(status_code=304, headers=headers)
    return with_body(request, 200, headers, body)


def is_known(request: Request[Any, Any, Any], tag: str, last_modified: str | None) -> bool:
    """Whether the request says that the client holds this very content."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or tag[2:] in {
            one.strip().removeprefix("W/") for one in tags.split(",")
        }
    since = request.headers.get("if-modified-since")
    if since is None or last_modified is None:
        return False
    try:
        return parsedate_to_datetime(last_modified) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def refused(request: Request[Any, Any, Any], refusal: Refused, language: str) -> ASGIResponse:
    """An Error object with the status that fits."""
    error = {
        "type": SCHEMA + "Error",
        "message": refusal.sentence(language),
        "debug": refusal.debug,
    }
    headers = {**OPEN, **(READING if refusal.status == 405 else {})}
    return with_body(request, refusal.status, headers, orjson.dumps(error))


def moved(request: Request[Any, Any, Any], address: str) -> ASGIResponse:
    """The way to the canonical address."""
    return with_body(request, 301, {**OPEN, "location": address}, b"")


def options() -> ASGIResponse:
    """What a browser asks before it sends a conditional request from another site."""
    headers = {
        **OPEN,
        **READING,
        "access-control-allow-methods": "GET, HEAD",
        "access-control-allow-headers": "If-None-Match, If-Modified-Since",
        "access-control-max-age": "86400",
    }
    return ASGIResponse(status_code=204, headers=headers)


def with_body(
    request: Request[Any, Any, Any], status: int, headers: dict[str, str], body: bytes
) -> ASGIResponse:
    """The reply; to HEAD the same without its body."""
    if request.method == "HEAD":
        headers = {
            **headers,
            "content-type": "application/json",
            "content-length": str(len(body)),
        }
        return ASGIResponse(status_code=status, headers=headers, is_head_response=True)
    return ASGIResponse(
        status_code=status, headers=headers, body=body, media_type="application/json"
    )
