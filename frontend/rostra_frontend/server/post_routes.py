"""Pictures and captions of posts over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Request, get, route
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response, Stream

from rostra.access import PUBLIC
from rostra.database import Database
from rostra.errors import Invalid, NotFound, Refusal
from rostra.files.painting import LARGEST_PHOTO, painted
from rostra.files.storage import Storage
from rostra.posts.models import Post, PostPicture
from rostra.posts.picturing import Shown, add_picture, may_picture, store_picture
from rostra_frontend.form import STATUS, Typed
from rostra_frontend.pages.posts.edit.page import page as editing
from rostra_frontend.server.file_routes import LOCKED
from rostra_frontend.server.page_cache import is_known
from rostra_frontend.server.visitors import visitor_of
from rostra_frontend.serving import Site

AnyRequest = Request[Any, Any, Any]
MOST_BYTES = LARGEST_PHOTO + 64 * 1024
WORDS = ("form", "alternative", "decorative", "caption", "credit")


def post_routes(site: Site, database: Database, storage: Storage) -> list[HTTPRouteHandler]:
    """The addresses at which pictures of posts come in and are had."""

    @route(
        site.paths("/posts/{id:uuid}/pictures"),
        http_method="POST",
        include_in_schema=False,
        request_max_body_size=MOST_BYTES,
    )
    async def take_picture(request: AnyRequest, id: FromPath[UUID]) -> Response[str]:
        return await picture_taken(site, database, storage, request, id)

    @get("/posts/pictures/{name:str}", include_in_schema=False)
    async def show_picture(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
        return await picture_shown(database, storage, request, name)

    @get("/posts/{id:uuid}/captions.vtt", include_in_schema=False)
    async def show_captions(request: AnyRequest, id: FromPath[UUID]) -> Response[str]:
        return await captions_shown(database, request, id)

    return [take_picture, show_picture, show_captions]


async def picture_taken(
    site: Site, database: Database, storage: Storage, request: AnyRequest, post_id: UUID
) -> Response[str]:
    """Add a picture to a post, or show the form again with what the house says to it."""
    fields = await request.form()
    values = {name: str(fields.get(name, "")) for name in WORDS}
    try:
        async with database.reading(visitor_of(request.scope).actor) as work:
            may_picture(work, await work.find(Post, post_id))
        picture = await picture_in(fields.get("picture"))
        shown = Shown(
            await store_picture(storage, picture),
            picture.width,
            picture.height,
            values["alternative"],
            bool(values["decorative"]),
            values["caption"],
            values["credit"],
        )
        async with database.work(visitor_of(request.scope).actor) as work:
            await add_picture(work, post_id, shown)
    except NotFound:
        return site.refuse(request, 404)
    except Refusal as refusal:
        field = refusal.field if isinstance(refusal, Invalid) else ""
        field = "picture" if field == "photo" else field
        typed = Typed(values, refusal.sentence, field)
        return await site.show(request, editing, typed, STATUS[refusal.code])
    target = site.language_of(request).url(f"/posts/{post_id}/edit")
    return Response("", status_code=303, headers={"Location": f"{target}#pictures"})


async def picture_in(sent: Any) -> Any:
    """The picture of a form, painted anew."""
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    if not content:
        raise Invalid("picture", "Please choose a picture.")
    return await painted(content)


async def picture_shown(
    database: Database, storage: Storage, request: AnyRequest, name: str
) -> Response[Any]:
    """The bytes of a picture, for those who may read its post."""
    try:
        async with database.reading(visitor_of(request.scope).actor) as work:
            picture = await work.find(PostPicture, UUID(name.removesuffix(".jpg")))
        size = await storage.size(picture.content_hash)
    except (ValueError, NotFound):
        raise NotFoundException from None
    shared = "public" if picture.audience_id == PUBLIC else "private"
    headers = {
        "ETag": f'"{picture.content_hash}"',
        "Cache-Control": f"{shared}, no-cache",
        "Content-Security-Policy": LOCKED,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if is_known(headers["ETag"], request.headers.get("if-none-match", "")):
        return Response("", status_code=304, headers=headers)
    headers["Content-Length"] = str(size)
    return Stream(storage.stream(picture.content_hash), media_type="image/jpeg", headers=headers)


async def captions_shown(database: Database, request: AnyRequest, post_id: UUID) -> Response[str]:
    """The captions of a post's video, for those who may read it."""
    try:
        async with database.reading(visitor_of(request.scope).actor) as work:
            post = await work.find(Post, post_id)
    except NotFound:
        raise NotFoundException from None
    if not post.captions:
        raise NotFoundException
    shared = "public" if post.audience_id == PUBLIC else "private"
    headers = {"Content-Security-Policy": LOCKED, "Cache-Control": f"{shared}, no-cache"}
    return Response(post.captions, media_type="text/vtt; charset=utf-8", headers=headers)
