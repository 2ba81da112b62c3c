"""The demo's one-click logins as addresses; outside the demo there are none."""

from typing import Any

from litestar import Request, route
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from rostra.database import Database
from rostra.errors import NotFound
from rostra.people.logins import Terms
from rostra.settings import Settings
from rostra_frontend.demo import accounts
from rostra_frontend.server.visitors import Cookies, hand_out


def demo_routes(
    settings: Settings, database: Database, terms: Terms, cookies: Cookies
) -> list[HTTPRouteHandler]:
    """The address behind the links that are printed at the terminal, in the demo alone."""
    if not accounts.exist(settings):
        return []

    @route("/demo/login/{token:str}", http_method="GET", include_in_schema=False)
    async def become(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[str]:
        try:
            issued = await accounts.enter(database, settings, token, terms)
        except NotFound as refusal:
            raise NotFoundException from refusal
        hand_out(request.scope, cookies.given(issued))
        headers = {"Location": "/", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return Response("", status_code=303, headers=headers)

    return [become]
