"""How the website puts its queries to the API: in the same process, in the visitor's name."""

from dataclasses import dataclass
from typing import Any

from graphql import OperationType, get_operation_ast
from litestar import Request
from litestar.handlers import HTTPRouteHandler

from rostra.database import Database
from rostra.settings import Settings
from rostra_frontend.page import Answer, Query
from rostra_frontend.server.reception import client_address
from rostra_frontend.server.visitors import Cookies, hand_out, visitor_of
from rostra_graphql.context import Caller, Context, House
from rostra_graphql.schema import schema
from rostra_search.searching import Search

AnyRequest = Request[Any, Any, Any]


class Undone(Exception):
    """A mutation was refused, and nothing of it stays."""


@dataclass(frozen=True)
class Desk:
    """Hands queries to the API and cookies to the browser."""

    settings: Settings
    database: Database
    search: Search
    cookies: Cookies

    async def ask(self, request: AnyRequest, query: Query, variables: dict[str, Any]) -> Answer:
        """The API's answer to a query of one of our pages."""
        caller = self.caller(request)
        house = House(self.settings, self.database, self.search)
        operation = get_operation_ast(query.document)
        changes = operation is not None and operation.operation is OperationType.MUTATION
        door = self.database.work if changes else self.database.reading
        answer: Any = None
        try:
            async with door(caller.who) as work:
                context = Context(work, house, caller, trusted=True)
                answer = await schema.execute(query.text, variables, context_value=context)
                if answer.errors and changes:
                    raise Undone
        except Undone:
            pass
        self.settle(request, caller)
        return answer

    def caller(self, request: AnyRequest) -> Caller:
        """Who asks, as the front door has found out."""
        visitor = visitor_of(request.scope)
        return Caller(
            visitor.actor,
            visitor.token,
            client_address(request.scope, self.settings.proxies),
        )

    def settle(self, request: AnyRequest, caller: Caller) -> None:
        """Hand out or take back a cookie, when a login began or ended."""
        if caller.new_token is not None:
            given = self.cookies.given(caller.new_token)
            hand_out(request.scope, given if caller.new_token else self.cookies.taken())


def api_routes(desk: Desk) -> list[HTTPRouteHandler]:
    """The addresses of the API."""
    return []
