"""The addresses of GeoReport v2 below /open311/v2, read and written through the API."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from litestar import Request, route
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from rostra.settings import Settings
from rostra_frontend.open311.facts import definition, service, service_request
from rostra_frontend.open311.questions import requests_in, sheet_in
from rostra_frontend.open311.replies import FORMATS, Refused, refused, replied
from rostra_frontend.page import Ask, Query
from rostra_frontend.pages.reports.answering import ATTRIBUTE, answers_in

AnyRequest = Request[Any, Any, Any]
FOLDER = Path(__file__).parent
SERVICES, REQUESTS, REQUEST, REPORT = (
    Query(FOLDER / f"{name}.graphql", with_layout=False)
    for name in ("services", "requests", "request", "report")
)
BASE = "/open311/v2"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-24T00:00:00Z"
"""When what this interface says was changed last."""
LARGEST = 256 * 1024
STATUS = {
    "INVALID": 400,
    "NOT_FOUND": 404,
    "NOT_PERMITTED": 403,
    "CONFLICT": 400,
    "LIMIT": 400,
    "BAD_REQUEST": 400,
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Open311:
    """The interface of one installation."""

    settings: Settings
    ask: Ask

    def routes(self) -> list[HTTPRouteHandler]:
        """The one address with everything below it."""

        @route(
            f"{BASE}/{{rest:path}}",
            http_method=["GET", "POST"],
            include_in_schema=False,
            status_code=200,
            request_max_body_size=LARGEST,
        )
        async def answer(request: AnyRequest, rest: FromPath[str]) -> Response[bytes]:
            return await self.answer(request, rest.strip("/"))

        return [answer]

    async def answer(self, request: AnyRequest, rest: str) -> Response[bytes]:
        """The reply to any request, a refusal in the standard's form among them."""
        name, _, form = rest.rpartition(".")
        if form not in FORMATS:
            return refused(Refused(404, "Addresses end with .json or .xml."), "xml")
        asked = dict(request.query_params.items())
        try:
            if request.method == "POST":
                sent = await request.form()
                asked |= {key: str(value) for key, value in sent.items()}
                self.refuse_elsewhere(asked)
                return await self.sent(request, name, form, asked, answers_in(sent.multi_items()))
            self.refuse_elsewhere(asked)
            return await self.told(request, name, form, asked)
        except Refused as refusal:
            return refused(refusal, form)
        except Exception:
            log.exception("open311_failed", path=rest)
            return refused(Refused(500, "Something went wrong here."), form)

    def refuse_elsewhere(self, asked: Mapping[str, str]) -> None:
        """Refuse what is asked of another city."""
        host = urlsplit(self.settings.base_url).netloc
        if asked.get("jurisdiction_id", "") not in ("", host, host.partition(":")[0]):
            raise Refused(404, "jurisdiction_id was not found.")

    async def sent(
        self,
        request: AnyRequest,
        name: str,
        form: str,
        asked: Mapping[str, str],
        answers: list[dict[str, Any]],
    ) -> Response[bytes]:
        """What becomes of something that was sent."""
        if name != "requests":
            raise Refused(404, "Only requests can be sent here.")
        made = await self.made(request, asked, answers)
        return replied("service_requests", made, form, 201)

    async def told(
        self, request: AnyRequest, name: str, form: str, asked: Mapping[str, str]
    ) -> Response[bytes]:
        """What an address names."""
        first, _, id = name.partition("/")
        match first, id:
            case "discovery", "":
                return replied("discovery", self.discovery(), form)
            case "services", "":
                return replied("services", await self.services(request), form)
            case "services", code:
                return replied("service_definition", await self.definition(request, code), form)
            case "requests", "":
                return replied("service_requests", await self.requests(request, asked), form)
            case "requests", number:
                found = service_request(*(await self.found(request, number)))
                return replied("service_requests", [found], form)
            case "tokens", token if token:
                return replied("service_requests", await self.token(request, token), form)
        raise Refused(404, "There is nothing at this address.")

    def discovery(self) -> dict[str, Any]:
        """Where this interface is, and whom to ask about it."""
        base = self.settings.base_url
        return {
            "changeset": CHANGESET,
            "contact": self.settings.contact_email or f"{base}/imprint",
            "key_service": f"{base}/imprint",
            "endpoints": [
                {
                    "specification": SPECIFICATION,
                    "url": f"{base}{BASE}",
                    "changeset": CHANGESET,
                    "type": "production" if self.settings.in_public_service else "test",
                    "formats": ["text/xml", "application/json"],
                }
            ],
        }

    async def services(self, request: AnyRequest) -> list[dict[str, Any]]:
        """What can be reported."""
        data = await self.data(request, SERVICES, {})
        return [service(one) for one in data["reportCategories"]]

    async def definition(self, request: AnyRequest, code: str) -> dict[str, Any]:
        """What is asked for further with a service."""
        data = await self.data(request, SERVICES, {})
        for one in data["reportCategories"]:
            if one["code"] == code:
                return definition(one)
        raise Refused(404, "service_code was not found.")

    async def requests(self, request: AnyRequest, asked: Mapping[str, str]) -> list[dict[str, Any]]:
        """The reports that are asked for, the latest first."""
        variables = requests_in(asked, dt.datetime.now(dt.UTC))
        sheet = sheet_in(asked)
        data = await self.data(request, REQUESTS, variables)
        base, zone = self.settings.base_url, self.settings.zone
        return [service_request(one, base, zone) for one in sheet.of(data["reports"]["nodes"])]

    async def found(self, request: AnyRequest, id: str) -> tuple[dict[str, Any], str, Any]:
        """A report that everybody reads, with what is needed to write it down."""
        data = await self.data(request, REQUEST, {"id": id})
        if data["report"] is None or data["report"]["reference"] is None:
            raise Refused(404, "service_request_id was not found.")
        return data["report"], self.settings.base_url, self.settings.zone

    async def token(self, request: AnyRequest, token: str) -> list[dict[str, Any]]:
        """The number of what was sent, once it has one."""
        data = await self.data(request, REQUEST, {"id": token})
        reference = (data["report"] or {}).get("reference")
        if reference is None:
            raise Refused(404, "token was not found, or it has no service_request_id yet.")
        return [{"token": token, "service_request_id": reference}]

    async def made(
        self, request: AnyRequest, asked: Mapping[str, str], answers: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """What was sent in, as a number or, while it is held, as a token."""
        if not asked.get("api_key"):
            raise Refused(403, "api_key was not given.")
        if not asked.get("service_code"):
            raise Refused(400, "service_code was not given.")
        data = await self.data(request, REPORT, {"input": {**report_in(asked), "answers": answers}})
        made = data["reportByProgramme"]
        known = (
            {"service_request_id": made["reference"]}
            if made["reference"]
            else {"token": made["uuid"]}
        )
        return [{**known, "service_notice": None, "account_id": None}]

    async def data(
        self, request: AnyRequest, query: Query, variables: dict[str, Any]
    ) -> dict[str, Any]:
        """The API's data, or its refusal as one of the standard."""
        answer = await self.ask(request, query, variables)
        if answer.errors:
            error = answer.errors[0]
            code = str((error.extensions or {}).get("code", "INTERNAL"))
            if code not in STATUS:
                raise RuntimeError(f"{query.path.name}: {error}")
            field = str((error.extensions or {}).get("field") or "")
            named = f"{field}: " if ATTRIBUTE.fullmatch(field) else ""
            raise Refused(STATUS[code], f"{named}{error.message}")
        return answer.data or {}


def report_in(asked: Mapping[str, str]) -> dict[str, Any]:
    """What a programme sends, as the API takes it; media_url is not followed."""
    name = " ".join(
        part.strip() for part in (asked.get("first_name", ""), asked.get("last_name", "")) if part
    )
    return {
        "key": asked["api_key"],
        "serviceCode": asked["service_code"],
        "text": asked.get("description", ""),
        "address": asked.get("address_string") or None,
        "latitude": degrees(asked, "lat"),
        "longitude": degrees(asked, "long"),
        "name": name or None,
        "email": asked.get("email") or None,
        "phone": asked.get("phone") or None,
    }


def degrees(asked: Mapping[str, str], name: str) -> float | None:
    """A number of degrees."""
    text = asked.get(name, "").strip()
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refused(400, f"{name} is a number of degrees.")
    return number
