"""Challenges for the forms that strangers may send."""

from typing import Any

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from rostra.access import ANYBODY
from rostra.admission import proof
from rostra.admission.keys import keys_are_made, make_keys
from rostra.database import Database


def door_routes(database: Database) -> list[HTTPRouteHandler]:
    """The address at which a form gets a challenge, another one each time."""

    @get("/door/challenge", include_in_schema=False)
    async def give_challenge() -> Response[dict[str, Any]]:
        async with database.reading(ANYBODY) as work:
            ready = await keys_are_made(work)
        if not ready:
            await make_keys(database)
        async with database.reading(ANYBODY) as work:
            challenge = await proof.challenge(work)
        return Response(challenge, headers={"Cache-Control": "no-store"})

    return [give_challenge]
