"""Files on their way in over HTTP, resumable after any interruption (tus 1.0.0).

Spoken are the core protocol and the extensions creation, expiration and termination. Every
request that changes something carries the form token of the login in X-Form-Token.
"""

import base64
import binascii
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any
from uuid import UUID

from litestar import Request, route
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from rostra.database import Database
from rostra.errors import Conflict, Invalid, Refusal
from rostra.files.models import Upload
from rostra.files.partials import Partials
from rostra.files.storage import Folder
from rostra.files.uploading import (
    begin_upload,
    finish_upload,
    forget_ended,
    forget_upload,
    own_upload,
)
from rostra_frontend.server.visitors import visitor_of

AnyRequest = Request[Any, Any, Any]
VERSION = "1.0.0"
PATH = "/uploads"
PIECE = "application/offset+octet-stream"
STATUS = {"NOT_FOUND": 404, "NOT_PERMITTED": 403, "INVALID": 422, "CONFLICT": 409}


@dataclass(frozen=True)
class UploadDesk:
    """Takes in files piece by piece."""

    database: Database
    storage: Folder
    partials: Partials
    limit: int
    """Bytes of the largest file."""

    def routes(self) -> list[HTTPRouteHandler]:
        """The addresses of the protocol."""
        desk = self

        @route(PATH, http_method=["OPTIONS"], status_code=200, include_in_schema=False)
        async def describe() -> Response[str]:
            return desk.said(204, {"Tus-Max-Size": str(desk.limit)})

        @route(PATH, http_method=["POST"], status_code=201, include_in_schema=False)
        async def create(request: AnyRequest) -> Response[str]:
            return await desk.answered(request, None, desk.create)

        @route(
            PATH + "/{id:uuid}",
            http_method=["GET", "PATCH", "DELETE"],
            status_code=200,
            include_in_schema=False,
        )
        async def go_on(request: AnyRequest, id: FromPath[UUID]) -> Response[str]:
            acts = {"PATCH": desk.append, "DELETE": desk.give_up}
            return await desk.answered(request, id, acts.get(request.method, desk.tell))

        return [describe, create, go_on]

    async def answered(self, request: AnyRequest, id: UUID | None, act: Any) -> Response[str]:
        """The answer of an act, or the sentence of a refusal."""
        asked = request.headers.get("tus-resumable")
        if asked != VERSION and request.method != "GET":
            return self.said(412, {}, f"This server speaks tus {VERSION}.")
        try:
            return await (act(request) if id is None else act(request, id))
        except Refusal as refusal:
            status = STATUS.get(refusal.code, 400)
            return self.said(status, {}, refusal.sentence)

    async def create(self, request: AnyRequest) -> Response[str]:
        """Announce a file (creation)."""
        try:
            size = int(request.headers.get("upload-length", ""))
        except ValueError:
            raise Invalid("file", "Upload-Length must say how many bytes will come.") from None
        name = metadata_of(request.headers.get("upload-metadata", "")).get("filename", "file")
        async with self.database.work(visitor_of(request.scope).actor) as work:
            ended = await forget_ended(work)
            upload = await begin_upload(work, name, size, self.limit)
        for one in ended:
            await self.partials.discard(one)
        await self.partials.begin(upload.id)
        return self.said(201, {"Location": f"{PATH}/{upload.id}", **expiry(upload)})

    async def tell(self, request: AnyRequest, id: UUID) -> Response[str]:
        """Say how far an upload is, and what became of it."""
        upload = await self.found(request, id)
        headers = {
            "Upload-Offset": str(await self.offset(upload)),
            "Upload-Length": str(upload.size),
            "Cache-Control": "no-store",
            **expiry(upload),
        }
        return self.said(200, headers, upload.failure or "")

    async def append(self, request: AnyRequest, id: UUID) -> Response[str]:
        """Take the next piece."""
        if request.headers.get("content-type") != PIECE:
            return self.said(415, {}, f"Pieces are sent as {PIECE}.")
        upload = await self.found(request, id)
        try:
            offset = int(request.headers.get("upload-offset", ""))
        except ValueError:
            raise Invalid("file", "Upload-Offset must say where the piece begins.") from None
        if upload.content_hash or upload.failure:
            raise Conflict("This file has come whole already.")
        there = await self.partials.append(id, offset, upload.size, pieces(request))
        if there == upload.size:
            who = visitor_of(request.scope).actor
            upload = await finish_upload(self.database, who, id, self.partials, self.storage)
            if upload.failure:
                raise Invalid("file", upload.failure)
        return self.said(204, {"Upload-Offset": str(there), **expiry(upload)})

    async def give_up(self, request: AnyRequest, id: UUID) -> Response[str]:
        """Forget an upload (termination)."""
        async with self.database.work(visitor_of(request.scope).actor) as work:
            await forget_upload(work, await own_upload(work, id))
        await self.partials.discard(id)
        return self.said(204, {})

    async def found(self, request: AnyRequest, id: UUID) -> Upload:
        """The upload, if it is the visitor's."""
        async with self.database.reading(visitor_of(request.scope).actor) as work:
            return await own_upload(work, id)

    async def offset(self, upload: Upload) -> int:
        """How many bytes have come."""
        done = upload.content_hash or upload.failure
        return upload.size if done else await self.partials.size(upload.id)

    def said(self, status: int, headers: dict[str, str], sentence: str = "") -> Response[str]:
        """An answer of the protocol."""
        spoken = {
            "Tus-Resumable": VERSION,
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,expiration,termination",
            **headers,
        }
        return Response(sentence, status_code=status, media_type="text/plain", headers=spoken)


def metadata_of(header: str) -> dict[str, str]:
    """What Upload-Metadata says: names and values in Base64, parted by commas."""
    found = {}
    for pair in header.split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            raise Invalid("file", "Upload-Metadata is not in Base64.") from None
    return found


def expiry(upload: Upload) -> dict[str, str]:
    """Until when an upload may go on."""
    return {"Upload-Expires": format_datetime(upload.ends, usegmt=True)}


async def pieces(request: AnyRequest) -> AsyncIterator[bytes]:
    """The body as it comes; a line that breaks ends it, and what came is kept."""
    while True:
        message: Any = await request.receive()
        if message["type"] != "http.request":
            return
        if message.get("body"):
            yield message["body"]
        if not message.get("more_body", False):
            return
