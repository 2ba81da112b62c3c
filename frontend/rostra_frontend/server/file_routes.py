"""The bytes of files: shown or saved, in parts if asked for, to those who may read the file."""

import datetime as dt
import re
from collections.abc import AsyncIterator
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Response, Stream

from rostra.access import PUBLIC
from rostra.database import Database
from rostra.errors import NotFound
from rostra.files.models import File
from rostra.files.storage import Storage
from rostra.tombstones import Tombstone
from rostra_frontend.server.page_cache import is_known
from rostra_frontend.server.visitors import visitor_of

AnyRequest = Request[Any, Any, Any]

HARMLESS = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "image/tiff",
        "text/plain",
    }
)
"""What a browser may show as what it is; markup is shown as plain text, since it could act."""

MARKUP = frozenset({"text/html", "image/svg+xml", "application/xml", "application/xhtml+xml"})

LOCKED = "default-src 'none'; sandbox; frame-ancestors 'self'"
LOCKED_PDF = "default-src 'none'; frame-ancestors 'self'"
"""Browsers show no PDF in a sandbox; their readers are one themselves."""

SPAN = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(Exception):
    """A part was asked for that the file does not have."""


def file_routes(database: Database, storage: Storage) -> list[HTTPRouteHandler]:
    """The addresses at which the bytes of files are had."""

    @get("/files/{id:uuid}/view", include_in_schema=False)
    async def view_file(request: AnyRequest, id: FromPath[UUID]) -> Response[Any]:
        return await bytes_of(request, database, storage, id, inline=True)

    @get("/files/{id:uuid}/download", include_in_schema=False)
    async def download_file(request: AnyRequest, id: FromPath[UUID]) -> Response[Any]:
        return await bytes_of(request, database, storage, id, inline=False)

    @get("/files/{id:uuid}/preview", include_in_schema=False)
    async def preview_file(request: AnyRequest, id: FromPath[UUID]) -> Response[Any]:
        return await preview_of(request, database, storage, id)

    return [view_file, download_file, preview_file]


async def preview_of(
    request: AnyRequest, database: Database, storage: Storage, file_id: UUID
) -> Response[Any]:
    """The picture of a file's first page, for those who may read the file."""
    async with database.reading(visitor_of(request.scope).actor) as work:
        try:
            file = await work.find(File, file_id)
        except NotFound:
            raise NotFoundException from None
    if file.preview_hash is None:
        raise NotFoundException
    shared = "public" if file.audience_id == PUBLIC else "private"
    headers = {
        "ETag": f'"{file.preview_hash}"',
        "Cache-Control": f"{shared}, no-cache",
        "Content-Security-Policy": LOCKED,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if is_known(headers["ETag"], request.headers.get("if-none-match", "")):
        return Response("", status_code=304, headers=headers)
    return Stream(storage.stream(file.preview_hash), media_type="image/webp", headers=headers)


async def bytes_of(
    request: AnyRequest, database: Database, storage: Storage, file_id: UUID, inline: bool
) -> Response[Any]:
    """A file's bytes, or a part of them, or that they are gone, or that there is nothing here."""
    async with database.reading(visitor_of(request.scope).actor) as work:
        try:
            file = await work.find(File, file_id)
        except NotFound:
            stone = work.readable(Tombstone).where(Tombstone.id == file_id)
            if await work.first(stone) is None:
                raise NotFoundException from None
            return Response("", status_code=410, media_type="text/plain")
    if file.content_hash is None:
        return elsewhere(file, inline)
    headers = headers_of(file, inline)
    if is_known(headers["ETag"], request.headers.get("if-none-match", "")):
        return Response("", status_code=304, headers=headers)
    size = await storage.size(file.content_hash)
    try:
        span = span_of(request, size, headers)
    except Unsatisfiable:
        return Response("", status_code=416, headers={"Content-Range": f"bytes */{size}"})
    first, stop = span or (0, size)
    headers["Content-Length"] = str(stop - first)
    if span:
        headers["Content-Range"] = f"bytes {first}-{stop - 1}/{size}"
    body = nothing() if request.scope.get("rostra_head") else None
    return Stream(
        body or storage.stream(file.content_hash, first, stop),
        status_code=206 if span else 200,
        media_type=shown_type(file.mime_type, inline),
        headers=headers,
    )


async def nothing() -> AsyncIterator[bytes]:
    """The body of an answer to who asks for the headers alone."""
    yield b""


def elsewhere(file: File, inline: bool) -> Response[Any]:
    """The way to bytes that the source of an import keeps."""
    address = (file.access_url if inline else file.download_url) or file.access_url or ""
    if urlsplit(address).scheme not in ("http", "https"):
        raise NotFoundException
    return Redirect(address, status_code=302)


def headers_of(file: File, inline: bool) -> dict[str, str]:
    """What goes with the bytes of a file, so that they can do no harm."""
    shared = "public" if file.audience_id == PUBLIC else "private"
    return {
        "ETag": f'"{file.content_hash}"',
        "Last-Modified": format_datetime(file.modified.astimezone(dt.UTC), usegmt=True),
        "Accept-Ranges": "bytes",
        "Cache-Control": f"{shared}, no-cache",
        "Content-Disposition": disposition(file, inline),
        "Content-Security-Policy": LOCKED_PDF if file.mime_type == "application/pdf" else LOCKED,
        "Cross-Origin-Resource-Policy": "cross-origin" if shared == "public" else "same-origin",
    }


def shown_type(media_type: str | None, inline: bool) -> str:
    """The type under which bytes are sent: what could act in a browser is shown as its source."""
    if media_type in HARMLESS or not inline:
        return media_type if media_type and media_type not in MARKUP else "application/octet-stream"
    return "text/plain" if media_type in MARKUP else media_type or "application/octet-stream"


def disposition(file: File, inline: bool) -> str:
    """Whether to show or to save the file, and its name for old and new browsers (RFC 6266)."""
    name = re.sub(r'[\x00-\x1f\x7f"\\/]', " ", file.file_name or file.name or "file").strip()
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace("%", "_")
    how = "inline" if inline else "attachment"
    if plain == name:
        return f'{how}; filename="{plain}"'
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def span_of(request: AnyRequest, size: int, headers: dict[str, str]) -> tuple[int, int] | None:
    """The part that is asked for, from and up to; None for the whole.

    Several parts at once are answered with the whole, as is a part of an older version.
    """
    condition = request.headers.get("if-range")
    if condition and condition not in (headers["ETag"], headers["Last-Modified"]):
        return None
    asked = SPAN.fullmatch(request.headers.get("range", "").strip())
    if asked is None or asked[0] == "bytes=-":
        return None
    first, last = asked[1], asked[2]
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(int(last) + 1 if last else size, size)
    if start >= size or stop <= start:
        raise Unsatisfiable
    return start, stop
