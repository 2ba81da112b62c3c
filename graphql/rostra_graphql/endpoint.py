"""The API over HTTP: JSON by POST, queries by GET, and nothing else."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import orjson
from graphql import GraphQLError
from litestar import Request, Response, get, post
from litestar.exceptions import ClientException
from litestar.handlers import HTTPRouteHandler

from rostra_graphql.context import Caller
from rostra_graphql.execution import Answer, Api
from rostra_graphql.limits import LONGEST_BODY
from rostra_graphql.live.polling import Polled, Polls
from rostra_graphql.refusals import TooMuch

PATH = "/graphql"
JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
NOT_KEPT = {"Cache-Control": "private, no-store", "Vary": "Accept"}
EXPLORER_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""GraphiQL writes styles while it runs; it is never shown in public service."""

AnyRequest = Request[Any, Any, Any]
CallerOf = Callable[[AnyRequest], Caller]
Settle = Callable[[AnyRequest, Caller], None]


class BadRequest(Exception):
    """A request that is not one of GraphQL, with its HTTP status and a sentence."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.error = GraphQLError(sentence, extensions={"code": "BAD_REQUEST"})


@dataclass(frozen=True)
class Asked:
    """What a request asks: a document, variables, the name of an operation."""

    document: str
    variables: dict[str, Any]
    operation_name: str | None


@dataclass(frozen=True)
class Endpoint:
    """The address of the API."""

    api: Api
    caller_of: CallerOf
    """Finds out who makes a request."""
    settle: Settle
    """Has the response carry the caller's new cookie, if a login began or ended."""
    polls: Polls
    """Answers what the public asks again and again."""
    explorer: str | None = None
    """The page on which developers try the API, where it is shown."""

    def routes(self) -> list[HTTPRouteHandler]:
        """The handlers to mount."""
        endpoint = self

        @post(PATH, include_in_schema=False, request_max_body_size=LONGEST_BODY)
        async def graphql_by_post(request: AnyRequest) -> Response[Any]:
            return await endpoint.answer(request, read_body)

        @get(PATH, include_in_schema=False)
        async def graphql_by_get(request: AnyRequest) -> Response[Any]:
            if endpoint.explorer and "text/html" in request.headers.get("accept", ""):
                headers = {"Content-Security-Policy": EXPLORER_SECURITY, **NOT_KEPT}
                return Response(endpoint.explorer, media_type="text/html", headers=headers)
            return await endpoint.answer(request, read_address)

        return [graphql_by_post, graphql_by_get]

    async def answer(
        self, request: AnyRequest, read: Callable[[AnyRequest], Awaitable[Asked]]
    ) -> Response[Any]:
        """The answer to a request, or a sentence why there is none."""
        try:
            asked = await read(request)
            caller = self.caller_of(request)
            if caller.token and request.method == "POST":
                refuse_foreign(request, self.api.house.settings.base_url)
        except BadRequest as bad:
            return self.said(request, Answer(None, [bad.error], begun=False), bad.status)
        if request.method != "POST" and not caller.token:
            polled = await self.polls.answer(
                asked.document,
                asked.variables,
                asked.operation_name,
                request.headers.get("if-none-match", ""),
            )
            if polled is not None:
                return said_again(polled)
        answer = await self.api.execute(
            asked.document,
            asked.variables,
            caller,
            asked.operation_name,
            only_queries=request.method != "POST",
        )
        self.settle(request, caller)
        return self.said(request, answer, HTTPStatus.OK if answer.begun else HTTPStatus.BAD_REQUEST)

    def said(self, request: AnyRequest, answer: Answer, status: HTTPStatus) -> Response[bytes]:
        """An answer as a response, in the media type that the caller prefers."""
        accepted = request.headers.get("accept", "")
        return Response(
            orjson.dumps(answer.written),
            status_code=status,
            media_type=GRAPHQL_JSON if GRAPHQL_JSON in accepted else JSON,
            headers=NOT_KEPT,
        )


def said_again(polled: Polled) -> Response[bytes]:
    """News for the public, which its clients may keep as long as nothing else is new."""
    headers = {"Cache-Control": "private, no-cache", "Vary": "Cookie", "ETag": polled.tag}
    status = HTTPStatus.OK if polled.body is not None else HTTPStatus.NOT_MODIFIED
    return Response(polled.body or b"", status_code=status, media_type=JSON, headers=headers)


async def read_body(request: AnyRequest) -> Asked:
    """What a POST request asks: JSON and nothing else."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        sentence = f"Send the operation as {JSON}, not as {kind or 'nothing'}."
        raise BadRequest(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, sentence)
    try:
        body = await request.body()
    except ClientException:
        raise too_long_body() from None
    if len(body) > LONGEST_BODY:
        raise too_long_body()
    try:
        read = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadRequest(HTTPStatus.BAD_REQUEST, f"The body is not JSON: {error}.") from None
    if not isinstance(read, dict):
        raise BadRequest(HTTPStatus.BAD_REQUEST, "Send one operation, as a JSON object.")
    return asked_of(read.get("query"), read.get("variables"), read.get("operationName"))


async def read_address(request: AnyRequest) -> Asked:
    """What a GET request asks, in the query string."""
    given = request.query_params
    try:
        variables = orjson.loads(given.get("variables") or "{}")
    except orjson.JSONDecodeError as error:
        raise BadRequest(HTTPStatus.BAD_REQUEST, f"variables is not JSON: {error}.") from None
    return asked_of(given.get("query"), variables, given.get("operationName"))


def asked_of(document: Any, variables: Any, operation_name: Any) -> Asked:
    """The parts of a request, each of the right kind."""
    if not isinstance(document, str) or not document.strip():
        raise BadRequest(HTTPStatus.BAD_REQUEST, "Give the document as query.")
    if not isinstance(variables, dict | None):
        raise BadRequest(HTTPStatus.BAD_REQUEST, "variables must be an object.")
    if not isinstance(operation_name, str | None):
        raise BadRequest(HTTPStatus.BAD_REQUEST, "operationName must be a string.")
    return Asked(document, variables or {}, operation_name)


def too_long_body() -> BadRequest:
    """The refusal of a request that is too long."""
    sentence = f"The request is longer than {LONGEST_BODY} bytes."
    bad = BadRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
    bad.error = TooMuch("length", sentence, LONGEST_BODY, LONGEST_BODY + 1)
    return bad


def refuse_foreign(request: AnyRequest, base_url: str) -> None:
    """Refuse what a page of another site asks for in the name of whoever is logged in."""
    site = request.headers.get("sec-fetch-site", "")
    origin = request.headers.get("origin", "")
    hosts = {urlsplit(base_url).netloc, request.headers.get("host", "")}
    if origin and urlsplit(origin).netloc not in hosts:
        raise foreign()
    if not origin and site not in ("", "same-origin", "none"):
        raise foreign()


def foreign() -> BadRequest:
    """The refusal of a request from another website."""
    sentence = "This request comes from another website and was not carried out."
    return BadRequest(HTTPStatus.FORBIDDEN, sentence)
