"""The composition root: the one place that knows all five wings and puts them together."""

import gc
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import structlog
from litestar import Litestar, Request
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response
from litestar.router import Router

from rostra.files.partials import Partials
from rostra.people.logins import Terms
from rostra.settings import Settings, load_settings
from rostra_frontend.asking import Desk
from rostra_frontend.demo.letting_in import demo_routes
from rostra_frontend.explorer import explorer_page
from rostra_frontend.feeds.post_routes import PostFeeds
from rostra_frontend.feeds.project_routes import ProjectFeeds
from rostra_frontend.feeds.routes import Feeds
from rostra_frontend.feeds.talk_routes import TalkFeeds
from rostra_frontend.house import House, printers_of
from rostra_frontend.layout.assets import manifest
from rostra_frontend.oparl.router import oparl_router
from rostra_frontend.open311.router import Open311
from rostra_frontend.server.compression import Compression
from rostra_frontend.server.document_routes import Prints, document_routes
from rostra_frontend.server.door_routes import door_routes
from rostra_frontend.server.file_routes import file_routes
from rostra_frontend.server.guard import Guard
from rostra_frontend.server.health_routes import health_routes
from rostra_frontend.server.letter_routes import letter_routes
from rostra_frontend.server.login_routes import LoginDesk
from rostra_frontend.server.logs import loggable, set_up_logs
from rostra_frontend.server.messages import Application
from rostra_frontend.server.metrics import Metrics
from rostra_frontend.server.moderation_routes import moderation_routes
from rostra_frontend.server.page_cache import PageCache
from rostra_frontend.server.paper_files import paper_file_routes
from rostra_frontend.server.person_routes import person_routes
from rostra_frontend.server.poll_routes import poll_routes
from rostra_frontend.server.post_routes import post_routes
from rostra_frontend.server.reception import Reception
from rostra_frontend.server.report_routes import report_routes
from rostra_frontend.server.revision import Revision
from rostra_frontend.server.table_routes import table_routes
from rostra_frontend.server.upload_routes import UploadDesk
from rostra_frontend.server.visitors import Cookies, Porter, visitor_of
from rostra_frontend.serving import Site
from rostra_frontend.site import FORMS, PAGES
from rostra_graphql.context import House as ApiHouse
from rostra_graphql.endpoint import Endpoint
from rostra_graphql.execution import Api
from rostra_graphql.live.door import Door
from rostra_graphql.live.hub import Hub
from rostra_graphql.live.polling import Polls
from rostra_graphql.live.streams import Screens

log = structlog.get_logger(__name__)

AnyRequest = Request[Any, Any, Any]


def create_app(settings: Settings | None = None) -> Application:
    """The whole application, ready to be served."""
    settings = settings or load_settings()
    set_up_logs(settings)
    house = House.of(settings)
    revision = Revision(house.database)
    metrics = Metrics()
    cookies = Cookies.of(settings)
    terms = Terms.of(settings)
    screens = Screens()
    api = Api(ApiHouse(settings, house.database, house.search, screens.persons))
    desk = Desk(api, cookies, settings.proxies)
    porter = Porter(house.database, terms, cookies, ZoneInfo(settings.time_zone))
    door = Door(api, Hub(api, screens, terms), desk.caller, porter.behind)
    site = Site(settings, desk.ask, PAGES, FORMS, form_token)
    uploads = upload_desk(settings, house)
    routes: list[HTTPRouteHandler | Router | Any] = [
        *site.handlers(),
        *LoginDesk(site, house.database, terms, cookies).routes(),
        *demo_routes(settings, house.database, terms, cookies),
        *Endpoint(api, desk.caller, desk.settle, Polls(api), explorer_page(settings)).routes(),
        *door.routes(),
        *open_routes(settings, house, desk),
        *letter_routes(site, house.database),
        *person_routes(house.database, house.storage),
        *poll_routes(house.database),
        *door_routes(house.database),
        *forms_with_files(site, house, uploads),
        *file_routes(house.database, house.storage),
        *printed_routes(house, site, Prints(revision, settings.proxies)),
        *health_routes(house.database, metrics, checks_of(house)),
    ]
    litestar = Litestar(
        routes,
        lifespan=[lifespan_of(house, revision, door)],
        exception_handlers=refusals_of(site),
        openapi_config=None,
        logging_config=None,
    )
    return received(litestar, settings, porter, revision, metrics)


def forms_with_files(site: Site, house: House, uploads: UploadDesk) -> list[HTTPRouteHandler]:
    """The addresses to which files are sent, in pieces or with a form."""
    return [
        *uploads.routes(),
        *paper_file_routes(site, uploads),
        *table_routes(site),
        *post_routes(site, house.database, house.storage),
        *report_routes(site, house.database, house.storage),
    ]


def open_routes(settings: Settings, house: House, desk: Desk) -> list[Any]:
    """The addresses at which other programs read the city: OParl, Open311 and feeds."""
    return [
        oparl_router(settings, house.database),
        *Feeds(settings, desk.ask).routes(),
        *ProjectFeeds(Feeds(settings, desk.ask)).routes(),
        *PostFeeds(Feeds(settings, desk.ask)).routes(),
        *TalkFeeds(Feeds(settings, desk.ask)).routes(),
        *Open311(settings, desk.ask).routes(),
        *moderation_routes(house.database),
    ]


def received(
    litestar: Litestar, settings: Settings, porter: Porter, revision: Revision, metrics: Metrics
) -> Application:
    """The application behind its front door."""
    parts = urlsplit(settings.base_url)
    guarded = Guard(cast("Application", litestar), porter, f"{parts.scheme}://{parts.netloc}")
    kept = PageCache(
        guarded,
        Compression(guarded),
        revision,
        porter.cookies.names,
        build_name(),
        settings.page_cache_entries,
    )
    return Reception(kept, settings, metrics)


def upload_desk(settings: Settings, house: House) -> UploadDesk:
    """Where files come in."""
    partials = Partials(house.storage.incoming)
    return UploadDesk(house.database, house.storage, partials, settings.max_upload_bytes)


def form_token(request: AnyRequest) -> str:
    """The token that a form must carry for this reader; empty for who is not logged in."""
    return visitor_of(request.scope).form_token


def printed_routes(house: House, site: Site, prints: Prints) -> list[HTTPRouteHandler]:
    """The addresses of printed documents, in every language of the site."""
    languages = {language.prefix: language.code for language in site.languages}
    return document_routes(house.database, prints, printers_of(house.settings), languages)


def checks_of(house: House) -> dict[str, Any]:
    """What must hold for the house to be ready."""
    return {
        "database": house.database_answers,
        "search": house.index_answers,
        "background": house.is_at_work,
    }


def lifespan_of(house: House, revision: Revision, door: Door) -> Any:
    """What happens before the first request and after the last."""

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        async with house.at_work():
            await revision.start()
            await door.start()
            calm_memory()
            try:
                yield
            finally:
                await door.stop()
                await revision.stop()

    return lifespan


def calm_memory() -> None:
    """Let the collector pass over what is there for good, and come by less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
    gc.enable()


def refusals_of(site: Site) -> dict[Any, Any]:
    """How what goes wrong is said: as a page of the site, and to the log if the fault is ours."""

    def refuse(request: AnyRequest, error: HTTPException) -> Response[str]:
        return site.refuse(request, error.status_code)

    def fail(request: AnyRequest, error: Exception) -> Response[str]:
        log.error("request_failed", path=loggable(request.scope["path"]), exc_info=error)
        return site.refuse(request, 500)

    return {HTTPException: refuse, Exception: fail}


def build_name() -> str:
    """What this build is called in the tags of its pages: another one makes other pages."""
    built = f"{version('rostra')} {sorted(manifest().items())}"
    return hashlib.sha256(built.encode()).hexdigest()[:8]
