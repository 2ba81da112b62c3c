"""Everything that is held about whoever is logged in, as a file to take along (DP-2)."""

from typing import Any

from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from rostra.citizens.exporting import own_dossier, packed
from rostra.database import Database
from rostra.errors import Refusal
from rostra.files.storage import Storage
from rostra_frontend.server.visitors import visitor_of

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Disposition": 'attachment; filename="my-data.zip"',
}


def person_routes(database: Database, storage: Storage) -> list[HTTPRouteHandler]:
    """The address at which somebody is handed all that is held about them."""

    @get("/account/data", include_in_schema=False)
    async def hand_over(request: Request[Any, Any, Any]) -> Response[bytes]:
        try:
            async with database.reading(visitor_of(request.scope).actor) as work:
                content = await packed(await own_dossier(work), storage, work.now)
        except Refusal as refusal:
            raise NotFoundException from refusal
        return Response(content, media_type="application/zip", headers=HEADERS)

    return [hand_over]
