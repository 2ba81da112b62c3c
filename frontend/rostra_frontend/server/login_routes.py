"""Logging in and out and changing one's password, as forms of the website."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, route
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from rostra.database import Database
from rostra.errors import Invalid, Refusal
from rostra.people.inviting import take_account
from rostra.people.logins import Terms
from rostra.people.services import change_password, log_in, log_out
from rostra_frontend.form import Typed
from rostra_frontend.page import Page
from rostra_frontend.pages.people.account.page import page as account_page
from rostra_frontend.pages.people.login.page import page as login_page
from rostra_frontend.pages.people.taking.page import page as taking_page
from rostra_frontend.server.reception import client_address
from rostra_frontend.server.visitors import Cookies, forget, hand_out, visitor_of
from rostra_frontend.serving import Site

AnyRequest = Request[Any, Any, Any]
Act = Callable[[AnyRequest, dict[str, str]], Awaitable[Response[str]]]

FIELDS = {"oldPassword": "current", "password": "new"}
"""What the form calls the fields that the house speaks of."""


@dataclass(frozen=True)
class LoginDesk:
    """Where visitors show who they are: takes their forms, and hands out and takes back cookies."""

    site: Site
    database: Database
    terms: Terms
    cookies: Cookies

    def routes(self) -> list[HTTPRouteHandler]:
        """The addresses to which the forms are sent, in every language."""
        return [
            self._route("/login", self.log_in),
            self._route("/logout", self.log_out),
            self._route("/account/password", self.change_password),
            self._route("/invitations/{token:str}", self.take_account),
        ]

    def _route(self, path: str, act: Act) -> HTTPRouteHandler:
        @route(self.site.paths(path), http_method="POST", include_in_schema=False)
        async def take_form(request: AnyRequest) -> Response[str]:
            fields = await request.form()
            return await act(request, {name: str(value) for name, value in fields.items()})

        return take_form

    async def log_in(self, request: AnyRequest, fields: dict[str, str]) -> Response[str]:
        """Give a cookie to who knows the password, and lead on to where they were going."""
        try:
            token = await log_in(
                self.database,
                fields.get("email", ""),
                fields.get("password", ""),
                client_address(request.scope, self.site.settings.proxies),
                self.terms,
                previous=self.cookies.token(request.scope) or None,
            )
        except Refusal as refusal:
            return await self.say_no(request, login_page, fields, refusal)
        return self.lead_on(request, fields.get("next", ""), self.cookies.given(token))

    async def log_out(self, request: AnyRequest, _fields: dict[str, str]) -> Response[str]:
        """End the login on the server and take the cookie back."""
        visitor = visitor_of(request.scope)
        if visitor.token:
            async with self.database.work(visitor.actor) as work:
                await log_out(work, visitor.token)
        forget(request.scope)
        answer = self.lead_on(request, "", self.cookies.taken())
        answer.headers["Clear-Site-Data"] = '"storage"'  # texts that wait on a shared machine
        return answer

    async def change_password(self, request: AnyRequest, fields: dict[str, str]) -> Response[str]:
        """Another password for who knows the present one; every other login of theirs ends."""
        visitor = visitor_of(request.scope)
        if visitor.actor.account_id is None:
            return self.lead_on(request, "", [], default="/login")
        try:
            token = await change_password(
                self.database,
                visitor.actor.account_id,
                fields.get("current", ""),
                fields.get("new", ""),
                client_address(request.scope, self.site.settings.proxies),
                self.terms,
            )
        except Refusal as refusal:
            return await self.say_no(request, account_page, fields, refusal)
        return self.lead_on(request, "", self.cookies.given(token), default="/account")

    async def take_account(self, request: AnyRequest, fields: dict[str, str]) -> Response[str]:
        """Choose the password of an account with the link of a letter; a cookie follows."""
        invitation = str(request.path_params["token"])
        try:
            token = await take_account(self.database, invitation, fields.get("new", ""), self.terms)
        except Refusal as refusal:
            return await self.say_no(request, taking_page, fields, refusal)
        return self.lead_on(request, "", self.cookies.given(token), default="/account")

    async def say_no(
        self, request: AnyRequest, page: Page, fields: dict[str, str], refusal: Refusal
    ) -> Response[str]:
        """Show the form again, with the sentence and what was typed, passwords apart."""
        about = refusal.field if isinstance(refusal, Invalid) else ""
        kept = {name: fields.get(name, "") for name in ("email", "next")}
        typed = Typed(kept, refusal.sentence, FIELDS.get(about, about))
        response = await self.site.show(request, page, typed, 422 if about else 403)
        response.headers["Cache-Control"] = "no-store"
        return response

    def lead_on(
        self, request: AnyRequest, wished: str, cookies: list[str], default: str = "/"
    ) -> Response[str]:
        """See Other: to an address of our own, whatever was wished."""
        target = wished if is_ours(wished) else self.site.language_of(request).url(default)
        hand_out(request.scope, cookies)
        headers = {"Location": target, "Cache-Control": "no-store"}
        return Response("", status_code=303, headers=headers)


def is_ours(address: str) -> bool:
    """Whether an address is a path of this site, in whatever way it is spelled."""
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    if any(ord(letter) < 32 or letter == "\\" for letter in address):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc
