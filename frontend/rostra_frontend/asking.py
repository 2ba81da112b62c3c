"""How the website puts its queries to the API: in the same process, in the visitor's name."""

from dataclasses import dataclass
from typing import Any, cast

from litestar.connection import ASGIConnection

from rostra_frontend.page import Answer, Query
from rostra_frontend.server.reception import client_address
from rostra_frontend.server.visitors import Cookies, hand_out, visitor_of
from rostra_graphql.context import Caller
from rostra_graphql.execution import Api

AnyRequest = ASGIConnection[Any, Any, Any, Any]
"""A request, or a socket that is being opened."""


@dataclass(frozen=True)
class Desk:
    """Hands queries to the API, and cookies to the browser when a login begins or ends."""

    api: Api
    cookies: Cookies
    proxies: int

    async def ask(self, request: AnyRequest, query: Query, variables: dict[str, Any]) -> Answer:
        """The API's answer to a query of one of our pages."""
        caller = self.caller(request)
        answer = await self.api.execute(query.text, variables, caller, trusted=True)
        self.settle(request, caller)
        return cast("Answer", answer)

    def caller(self, request: AnyRequest) -> Caller:
        """Who asks, as the front door has found out."""
        visitor = visitor_of(request.scope)
        address = client_address(request.scope, self.proxies)
        browser = request.headers.get("user-agent", "")[:300]
        return Caller(visitor.actor, visitor.token, address, browser=browser)

    def settle(self, request: AnyRequest, caller: Caller) -> None:
        """Hand out or take back a cookie, when a login began or ended."""
        if caller.new_token is not None:
            given = self.cookies.given(caller.new_token)
            hand_out(request.scope, given if caller.new_token else self.cookies.taken())
