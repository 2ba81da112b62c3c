"""Defect reports with photos over HTTP: a form in one go, pictures, and keys shown once."""

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get, route
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response, Stream

from rostra.access import PUBLIC
from rostra.admission.entering import admit_picture
from rostra.database import Database
from rostra.errors import Invalid, NotFound, Refusal
from rostra.files.painting import LARGEST_PHOTO, Picture, painted
from rostra.files.storage import Storage
from rostra.reports.models import ReportPhoto
from rostra.reports.photos import add_photo, awaiting_photo, store_picture
from rostra_frontend.form import STATUS, Typed
from rostra_frontend.page import Query
from rostra_frontend.pages.reports.answering import answers_in
from rostra_frontend.pages.reports.categories.page import FOLDER as KEEPING
from rostra_frontend.pages.reports.categories.page import page as keeping
from rostra_frontend.pages.reports.new.page import FIELDS, WRITE
from rostra_frontend.pages.reports.new.page import page as new_report
from rostra_frontend.server.file_routes import LOCKED
from rostra_frontend.server.page_cache import is_known
from rostra_frontend.server.reception import client_address
from rostra_frontend.server.visitors import visitor_of
from rostra_frontend.serving import PageFailed, Site, code_of

AnyRequest = Request[Any, Any, Any]
FORM_AROUND = 64 * 1024
"""Bytes that a form needs beside its photo."""
MOST_BYTES = LARGEST_PHOTO + FORM_AROUND
ISSUE = Query(KEEPING / "issue.graphql", with_layout=False)
SAME = ("category", "address", "latitude", "longitude", "text", "phone")
"""What makes two forms one report, when the same person sends both."""


def report_routes(site: Site, database: Database, storage: Storage) -> list[HTTPRouteHandler]:
    """The addresses at which reports come in with their photos, and where photos are had."""

    @route(
        site.paths(new_report.path),
        http_method="POST",
        include_in_schema=False,
        request_max_body_size=MOST_BYTES,
    )
    async def take(request: AnyRequest) -> Response[str]:
        return await taken(site, database, storage, request)

    @route(
        site.paths("/reports/{id:uuid}/photos"),
        http_method="POST",
        include_in_schema=False,
        request_max_body_size=MOST_BYTES,
    )
    async def take_photo(request: AnyRequest, id: FromPath[UUID]) -> Response[str]:
        return await photo_taken(site, database, storage, request, id)

    @get("/reports/photos/{name:str}", include_in_schema=False)
    async def show_photo(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
        return await photo_shown(database, storage, request, name)

    @route(site.paths(f"{keeping.path}/issue"), http_method="POST", include_in_schema=False)
    async def issue_key(request: AnyRequest) -> Response[str]:
        return await key_issued(site, request)

    return [take, take_photo, show_photo, issue_key]


async def taken(
    site: Site, database: Database, storage: Storage, request: AnyRequest
) -> Response[str]:
    """Make a report of a form; the photo is looked at before anything is kept."""
    fields = await request.form()
    values = {name: str(fields.get(name, "")) for name in FIELDS}
    answers = answers_in(fields.multi_items())
    lists = {f"attribute[{one['code']}]": one["values"] for one in answers}
    values |= {name: said[0] for name, said in lists.items()}
    try:
        picture = await picture_in(site, database, request, fields.get("photo"))
    except Refusal as refusal:
        about = refusal.field if isinstance(refusal, Invalid) else ""
        typed = Typed(values, refusal.sentence, about, lists)
        return await shown_again(site, request, typed, refusal.code)
    answer = await site.ask(request, WRITE, variables_of(values, answers))
    if answer.errors:
        error = answer.errors[0]
        code, field = code_of(error), str((error.extensions or {}).get("field", ""))
        typed = Typed(values, str(error.message), field, lists)
        return await shown_again(site, request, typed, code)
    made = (answer.data or {})["writeReport"]
    if picture is not None and made["photoTicket"]:
        shot = await store_picture(storage, picture, values["photoDescription"])
        async with database.work(visitor_of(request.scope).actor) as work:
            await add_photo(work, UUID(made["uuid"]), shot, made["photoTicket"])
    return leading_on(site, request, made)


async def picture_in(
    site: Site, database: Database, request: AnyRequest, sent: Any
) -> Picture | None:
    """The photo of a form, painted anew, unless too many come from there; None without one."""
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    if not content:
        return None
    async with database.work(visitor_of(request.scope).actor) as work:
        await admit_picture(work, client_address(request.scope, site.settings.proxies))
    return await painted(content)


def variables_of(values: Mapping[str, str], answers: list[dict[str, Any]]) -> dict[str, Any]:
    """What the mutation is asked with; sent twice, the same words make one report."""
    same = "\n".join([*(values[name] for name in SAME), *(str(one) for one in answers)])
    points = {name: values[name].replace(",", ".") for name in ("latitude", "longitude")}
    key = hashlib.sha256(same.encode()).hexdigest()
    typed = {name: [value] for name, value in {**values, **points, "key": key}.items()}
    return {**WRITE.variables(typed), "answers": answers}


async def shown_again(site: Site, request: AnyRequest, typed: Typed, code: str) -> Response[str]:
    """The form with everything that was typed, and what the house said to it."""
    if code == "NOT_FOUND":
        return site.refuse(request, 404)
    if code in ("LIMIT", "BAD_REQUEST"):
        return site.refuse(request, 400)
    if code not in STATUS:
        raise PageFailed(f"{new_report.path}: {typed.sentence}")
    return await site.show(request, new_report, typed, STATUS[code])


def leading_on(site: Site, request: AnyRequest, made: Mapping[str, Any]) -> Response[str]:
    """The way to the report, or to what is to be done until it can be read."""
    waits = {"sent": made["state"]}
    path = f"/reports/{made['reference']}" if made["reference"] else "/reports/new"
    target = site.language_of(request).url(path)
    if not made["reference"]:
        target += "?" + urlencode(waits)
    return Response("", status_code=303, headers={"Location": target})


async def photo_taken(
    site: Site, database: Database, storage: Storage, request: AnyRequest, report_id: UUID
) -> Response[str]:
    """Add a photo to a report, for who may: with the ticket, as its author, as its department."""
    fields = await request.form()
    ticket, seen = str(fields.get("ticket", "")), str(fields.get("photoDescription", ""))
    try:
        async with database.reading(visitor_of(request.scope).actor) as work:
            await awaiting_photo(work, report_id, ticket)
        picture = await picture_in(site, database, request, fields.get("photo"))
        if picture is None:
            raise Invalid("photo", "Please choose a photo.")
        shot = await store_picture(storage, picture, seen)
        async with database.work(visitor_of(request.scope).actor) as work:
            await add_photo(work, report_id, shot, ticket)
    except NotFound:
        return site.refuse(request, 404)
    except Refusal as refusal:
        return Response(refusal.sentence, status_code=STATUS[refusal.code], media_type="text/plain")
    target = site.language_of(request).url(f"/reports/{report_id}")
    return Response("", status_code=303, headers={"Location": target})


async def photo_shown(
    database: Database, storage: Storage, request: AnyRequest, name: str
) -> Response[Any]:
    """The bytes of a photo, for those who may read its report."""
    try:
        photo_id = UUID(name.removesuffix(".jpg"))
        async with database.reading(visitor_of(request.scope).actor) as work:
            photo = await work.find(ReportPhoto, photo_id)
        size = await storage.size(photo.content_hash)
    except (ValueError, NotFound):
        raise NotFoundException from None
    shared = "public" if photo.audience_id == PUBLIC else "private"
    headers = {
        "ETag": f'"{photo.content_hash}"',
        "Cache-Control": f"{shared}, no-cache",
        "Content-Security-Policy": LOCKED,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Length": str(size),
    }
    if is_known(headers["ETag"], request.headers.get("if-none-match", "")):
        del headers["Content-Length"]
        return Response("", status_code=304, headers=headers)
    return Stream(storage.stream(photo.content_hash), media_type="image/jpeg", headers=headers)


async def key_issued(site: Site, request: AnyRequest) -> Response[str]:
    """The page with a key that was just issued, shown this once."""
    fields = await request.form()
    values = {name: str(fields.get(name, "")) for name in ("body", "programme")}
    variables = ISSUE.variables({name: [value] for name, value in values.items()})
    answer = await site.ask(request, ISSUE, variables)
    if answer.errors:
        error = answer.errors[0]
        code, field = code_of(error), str((error.extensions or {}).get("field", ""))
        if code not in STATUS:
            return site.refuse(request, 404 if code == "NOT_FOUND" else 400)
        about = "programme" if field == "name" else field
        return await site.show(
            request, keeping, Typed(values, str(error.message), about), STATUS[code]
        )
    secret = (answer.data or {})["issueApiKey"]["secret"]
    return await site.show(request, keeping, found={"secret": secret})
