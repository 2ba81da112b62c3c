"""A file for a paper in one go, for browsers without JavaScript."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Request, route
from litestar.datastructures import UploadFile
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from rostra.errors import Invalid, NotFound, NotPermitted, Refusal
from rostra.files.receiving import take_in
from rostra.files.services import add_file, ask_for_preview
from rostra.files.storage import BLOCK
from rostra.papers.models import Paper
from rostra.papers.services import own_paper, places_of_paper
from rostra_frontend.form import STATUS, Typed
from rostra_frontend.pages.papers.edit.page import page as paper_page
from rostra_frontend.server.upload_routes import UploadDesk
from rostra_frontend.server.visitors import visitor_of
from rostra_frontend.serving import Site

FORM_AROUND = 64 * 1024
"""Bytes that a form needs beside its file."""


def paper_file_routes(site: Site, desk: UploadDesk) -> list[HTTPRouteHandler]:
    """The address to which the form of a paper sends a file, in every language."""

    @route(
        site.paths("/papers/{id:uuid}/files"),
        http_method="POST",
        status_code=303,
        include_in_schema=False,
        request_max_body_size=desk.limit + FORM_AROUND,
    )
    async def take(request: Request[Any, Any, Any], id: FromPath[UUID]) -> Response[str]:
        fields = await request.form()
        values = {name: str(fields.get(name, "")) for name in ("use", "fileTitle")}
        try:
            await receive(desk, request, id, fields.get("file"), values)
        except NotFound:
            return site.refuse(request, 404)
        except Refusal as refusal:
            about = refusal.field if isinstance(refusal, Invalid) else ""
            typed = Typed(values, refusal.sentence, about)
            return await site.show(request, paper_page, typed, STATUS[refusal.code])
        target = site.language_of(request).url(f"/papers/{id}/edit#files")
        return Response("", status_code=303, headers={"Location": target})

    return [take]


async def receive(
    desk: UploadDesk, request: Request[Any, Any, Any], paper_id: UUID, sent: Any, values: Any
) -> None:
    """Take a file in and give it to the paper, if the visitor may do so."""
    who = visitor_of(request.scope).actor
    if who.account_id is None:
        raise NotPermitted("Please log in.")
    if not isinstance(sent, UploadFile):
        raise Invalid("file", "Please choose a file.")
    async with desk.database.reading(who) as work:
        await own_paper(work, paper_id)
    received = await take_in(desk.storage, blocks(sent), sent.filename, desk.limit)
    async with desk.database.work(who) as work:
        paper: Paper = await own_paper(work, paper_id)
        title = values["fileTitle"].strip() or None
        file = await add_file(
            work,
            received,
            paper,
            values["use"] or "auxiliary",
            title,
            await places_of_paper(work, paper),
        )
        await ask_for_preview(work, file)


async def blocks(sent: UploadFile) -> AsyncIterator[bytes]:
    """The bytes of a file that came with a form."""
    while block := await sent.read(BLOCK):
        yield block
