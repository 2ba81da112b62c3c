"""Tables of the council over HTTP: a form that looks at one and takes it in, and downloads."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get, route
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from rostra.errors import Invalid
from rostra.imports.tables.sheets import LARGEST, decoded
from rostra_frontend.form import STATUS, Typed
from rostra_frontend.page import Query
from rostra_frontend.pages.office.tables.page import BODIES, CHECK, IMPORT, LIST, TABLES, page
from rostra_frontend.serving import PageFailed, Site, code_of

AnyRequest = Request[Any, Any, Any]
LARGEST_FORM = 4 * LARGEST
"""Bytes of a form that brings a table back: what was a byte may be three in UTF-8."""
PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
FIELDS = ("body", "table", "text", "fingerprint")


def table_routes(site: Site) -> list[HTTPRouteHandler]:
    """The addresses to which tables are sent, in every language, and where they are had."""

    @route(
        site.paths(page.path),
        http_method="POST",
        include_in_schema=False,
        request_max_body_size=LARGEST_FORM,
    )
    async def look(request: AnyRequest) -> Response[str]:
        try:
            values = await values_of(request)
        except Invalid as refusal:
            typed = Typed({}, refusal.sentence, refusal.field)
            return await site.show(request, page, typed, STATUS[refusal.code])
        return await looked_at(site, request, values)

    @route(
        site.paths(page.path + "/take"),
        http_method="POST",
        include_in_schema=False,
        request_max_body_size=LARGEST_FORM,
    )
    async def take(request: AnyRequest) -> Response[str]:
        return await taken_in(site, request)

    @get("/office/lists/{name:str}", include_in_schema=False)
    async def hand_out(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        return await handed_out(site, request, name)

    return [look, take, hand_out]


async def values_of(request: AnyRequest) -> dict[str, str]:
    """What the form says; a file goes before what was pasted."""
    fields = await request.form()
    values = {name: str(fields.get(name, "")) for name in FIELDS}
    sent = fields.get("file")
    if isinstance(sent, UploadFile):
        content = await sent.read()
        if content:
            values["text"] = decoded(content)
    return values


def variables_of(query: Query, values: Mapping[str, str]) -> dict[str, Any]:
    """What a mutation is asked with."""
    return query.variables({name: [value] for name, value in values.items()})


async def looked_at(
    site: Site, request: AnyRequest, values: dict[str, str], sentence: str = ""
) -> Response[str]:
    """The page with what the table would do, and what the house said before, if anything."""
    answer = await site.ask(request, CHECK, variables_of(CHECK, values))
    if answer.errors:
        return await said_no(site, request, values, answer.errors[0])
    report = (answer.data or {})["checkTable"]
    mended = {} if report["fits"] else {"text": values["text"]}
    typed = Typed({**values, "text": "", **mended}, sentence)
    status = STATUS["CONFLICT"] if sentence else 200
    return await site.show(request, page, typed, status, {"report": report, "sent": values["text"]})


async def taken_in(site: Site, request: AnyRequest) -> Response[str]:
    """Where the browser goes when the table was taken in; else the page, looked at again."""
    values = await values_of(request)
    answer = await site.ask(request, IMPORT, variables_of(IMPORT, values))
    if answer.errors:
        if code_of(answer.errors[0]) == "CONFLICT":
            return await looked_at(site, request, values, str(answer.errors[0].message))
        return await said_no(site, request, values, answer.errors[0])
    done = (answer.data or {})["importTable"]
    asked = urlencode({"body": values["body"], "table": values["table"], **done})
    target = f"{site.language_of(request).url(page.path)}?{asked}"
    return Response("", status_code=303, headers={"Location": target})


async def said_no(
    site: Site, request: AnyRequest, values: dict[str, str], error: Any
) -> Response[str]:
    """The page with the sentence of a refusal and everything that was sent."""
    code = code_of(error)
    if code in ("NOT_FOUND", "BAD_REQUEST"):
        return site.refuse(request, 404 if code == "NOT_FOUND" else 400)
    if code not in (*STATUS, "LIMIT"):
        raise PageFailed(f"{page.path}: {error}")
    sentence, field = str(error.message), str((error.extensions or {}).get("field", ""))
    if code == "LIMIT":
        late = Invalid("text", "This takes too long at once; send the table in parts.")
        sentence, field = late.sentence, late.field
    return await site.show(request, page, Typed(values, sentence, field), STATUS.get(code, 422))


async def handed_out(site: Site, request: AnyRequest, name: str) -> Response[bytes]:
    """A table as a file, for those alone who keep it."""
    table = name.removesuffix(".csv")
    body = request.query_params.get("body") or await only_body(site, request)
    if not name.endswith(".csv") or table not in TABLES or not is_id(body):
        raise NotFoundException
    answer = await site.ask(request, LIST, {"body": body, "table": table.upper()})
    if answer.errors or answer.data is None:
        code = code_of(answer.errors[0]) if answer.errors else ""
        if code not in ("NOT_FOUND", "NOT_PERMITTED"):
            raise PageFailed(f"{name}: {answer.errors}")
        raise NotFoundException
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    content = answer.data["councilTable"].encode("utf-8")
    return Response(content, media_type="text/csv", headers=headers)


async def only_body(site: Site, request: AnyRequest) -> str:
    """The body that the visitor keeps, if there is one and no other."""
    answer = await site.ask(request, BODIES, {})
    kept = [one for one in (answer.data or {})["bodies"]["nodes"] if one["viewerMay"]]
    return str(kept[0]["id"]) if len(kept) == 1 else ""


def is_id(text: str) -> bool:
    """Whether a text is an id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
