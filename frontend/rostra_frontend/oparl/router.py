"""The OParl 1.1 interface: every address below `/oparl`, read by the public alone."""

import math
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import sqlalchemy as sa
import structlog
from litestar import Request, Router, route
from litestar.response.base import ASGIResponse
from litestar.types import Method

from rostra.access import ANYBODY
from rostra.database import Database
from rostra.events import LoggedEvent
from rostra.organizations.models import Body
from rostra.settings import Settings
from rostra.work import Work
from rostra_frontend.oparl.addresses import SCHEMA, Addresses, web_address
from rostra_frontend.oparl.lists import Page, owner_is_public, page_of
from rostra_frontend.oparl.objects import written
from rostra_frontend.oparl.questions import END, Question, understood
from rostra_frontend.oparl.reading import MayRead, Reader, Statement, prebuilt, told
from rostra_frontend.oparl.refusals import Refused
from rostra_frontend.oparl.replies import answered, moved, options, refused
from rostra_frontend.oparl.targets import Target, target_of

log = structlog.get_logger()

METHODS: list[Method] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
LONGEST_TEXT_IN_LISTS = 100_000
"""Characters; a longer text of a file stands in the file's own object only."""

LAST_PUBLIC_CHANGE = (
    sa.select(LoggedEvent.at)
    .where(LoggedEvent.public)
    .order_by(LoggedEvent.position.desc())
    .limit(1)
)


@prebuilt
def times_of_system(may_read: MayRead) -> Statement:
    """When the first body was set up, and when one was changed last."""
    return sa.select(sa.func.min(Body.created), sa.func.max(Body.modified)).where(may_read(Body))


@dataclass(frozen=True)
class Interface:
    """The OParl interface of one installation."""

    settings: Settings
    database: Database

    @property
    def addresses(self) -> Addresses:
        """The addresses that the settings' public address makes."""
        return Addresses(self.settings.base_url)

    async def answer(self, request: Request[Any, Any, Any]) -> ASGIResponse:
        """The reply to any request below `/oparl`; whoever is logged in gets the same."""
        try:
            if request.method == "OPTIONS":
                return options()
            if request.method not in ("GET", "HEAD"):
                raise Refused(405, "OParl is read by GET")
            return await self.read(request)
        except Refused as refusal:
            return refused(request, refusal, self.settings.default_language)
        except Exception:
            log.exception("oparl_failed", path=request.scope["path"])
            failure = Refused(500, "internal error")
            return refused(request, failure, self.settings.default_language)

    async def read(self, request: Request[Any, Any, Any]) -> ASGIResponse:
        """What the address names, or the way to its canonical spelling."""
        raw_path = (request.scope.get("raw_path") or b"").decode("latin-1").partition("?")[0]
        query = request.scope["query_string"].decode("latin-1")
        path = raw_path or request.scope["path"]
        target = target_of(path)
        if target is None:
            raise Refused(404, "no such address")
        kept = "?" + query if query and target.roll else ""
        if path != target.path or (query and not kept):
            return moved(request, self.addresses.site + target.path + kept)
        async with self.database.reading(ANYBODY) as work:
            if target.roll:
                question = understood(parse_qsl(query, keep_blank_values=True))
                return await self.list(request, work, target, question)
            if target.kind is None:
                return answered(request, await self.system(work))
            return await self.object(request, work, target)

    def reader(self, work: Work, **how: Any) -> Reader:
        """A reader that writes addresses and times of this installation."""
        return Reader(work, self.addresses, self.settings.zone, **how)

    async def system(self, work: Work) -> dict[str, Any]:
        """The entry: who publishes what, and where the bodies are listed."""
        ((created, modified),) = await work.rows(times_of_system(work))
        reader = self.reader(work)
        fields = {
            "id": self.addresses.system,
            "type": SCHEMA + "System",
            "oparlVersion": SCHEMA,
            "license": web_address(self.settings.license_url),
            "body": f"{self.addresses.root}/bodies",
            "name": self.settings.city_name,
            "contactEmail": self.settings.contact_email,
            "contactName": self.settings.contact_name,
            "website": self.addresses.site,
            "created": reader.moment(created),
            "modified": reader.moment(modified),
            "web": self.addresses.site,
        }
        return {name: value for name, value in fields.items() if told(value)}

    async def object(
        self, request: Request[Any, Any, Any], work: Work, target: Target
    ) -> ASGIResponse:
        """One object in full, or its tombstone."""
        assert target.kind is not None
        assert target.id is not None
        found = await written(self.reader(work), target.kind, [target.id])
        if not found:
            raise Refused(404, "no such object")
        return answered(request, found[0], changed=found[0]["modified"])

    async def list(
        self, request: Request[Any, Any, Any], work: Work, target: Target, question: Question
    ) -> ASGIResponse:
        """One page of a list, its objects in full."""
        roll = target.roll
        assert roll is not None
        if not await owner_is_public(work, roll):
            raise Refused(404, "no such list")
        changed = await work.first(LAST_PUBLIC_CHANGE)
        page = await page_of(work, roll, question)
        reader = self.reader(work, brief=question.brief, text_limit=LONGEST_TEXT_IN_LISTS)
        content = {
            "data": await written(reader, roll.kind, page.ids),
            "pagination": {
                "totalElements": page.total,
                "elementsPerPage": question.size,
                "totalPages": math.ceil(page.total / question.size),
            },
            "links": links(self.addresses.site + target.path, question, page),
        }
        return answered(request, content, changed=changed)


def links(address: str, question: Question, page: Page) -> dict[str, str]:
    """Where to go from a page; every link asks the same question, spelled in the same way."""
    first, last = question.from_start(), question.page_before(END)
    ways = {"first": first, "self": question, "last": last}
    if not page.first_page:
        ways["prev"] = question.page_before(page.ids[0]) if page.ids else last
    if not page.last_page:
        ways["next"] = question.page_after(page.ids[-1]) if page.ids else first
    return {name: address + way.spelled() for name, way in ways.items()}


def oparl_router(settings: Settings, database: Database) -> Router:
    """The routes of the OParl interface, to be mounted by the application."""
    interface = Interface(settings, database)

    @route(["/", "/{rest:path}"], http_method=METHODS, status_code=200, include_in_schema=False)
    async def oparl(request: Request) -> ASGIResponse:
        """Everything below `/oparl`."""
        return await interface.answer(request)

    return Router("/oparl", route_handlers=[oparl])
