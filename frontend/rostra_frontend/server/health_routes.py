"""What machines ask the house: is it alive, is it ready, how is it doing."""

from collections.abc import Awaitable, Callable

import structlog
from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from rostra.database import Database
from rostra_frontend.server.metrics import CONTENT_TYPE, Metrics

log = structlog.get_logger(__name__)

Check = Callable[[], Awaitable[bool]]
NEVER_KEPT = {"Cache-Control": "no-store"}


def health_routes(
    database: Database, metrics: Metrics, checks: dict[str, Check]
) -> list[HTTPRouteHandler]:
    """The addresses for whoever watches over the server."""

    @get("/health/live", include_in_schema=False)
    async def live() -> Response[dict[str, str]]:
        return Response({"status": "alive"}, headers=NEVER_KEPT)

    @get("/health/ready", include_in_schema=False)
    async def ready() -> Response[dict[str, object]]:
        found = {name: await passes(name, check) for name, check in checks.items()}
        well = all(found.values())
        content: dict[str, object] = {"status": "ready" if well else "not ready", "checks": found}
        return Response(content, status_code=200 if well else 503, headers=NEVER_KEPT)

    @get("/metrics", include_in_schema=False)
    async def figures() -> Response[bytes]:
        exposed = await metrics.exposed(database)
        return Response(exposed, headers={**NEVER_KEPT, "Content-Type": CONTENT_TYPE})

    return [live, ready, figures]


async def passes(name: str, check: Check) -> bool:
    """Whether a check holds; one that fails loudly does not."""
    try:
        return await check()
    except Exception:
        log.exception("check_failed", check=name)
        return False
