"""Ending letters in one click: what a mail program posts to, and the button of the page."""

from typing import Any

from litestar import Request, route
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from rostra.access import ANYBODY
from rostra.database import Database
from rostra.errors import NotFound
from rostra.notifications.services import end_letters
from rostra_frontend.serving import Site


def letter_routes(site: Site, database: Database) -> list[HTTPRouteHandler]:
    """The address that every letter names in its List-Unsubscribe header (RFC 8058).

    It answers with a page and never leads elsewhere, since mail programs do not follow.
    """

    @route(site.paths("/letters/end/{token:str}"), http_method="POST", include_in_schema=False)
    async def end(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[str]:
        try:
            async with database.work(ANYBODY) as work:
                await end_letters(work, token)
        except NotFound as refusal:
            raise NotFoundException from refusal
        language = site.language_of(request)
        said = language.texts.gettext("Done: no more letters of this kind will come.")
        headers = {"Cache-Control": "no-store"}
        return Response(said, media_type="text/plain; charset=utf-8", headers=headers)

    return [end]
