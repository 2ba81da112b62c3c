"""Who makes a request: the cookie that we issued, and the actor behind it."""

import datetime as dt
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from rostra.access import ANYBODY, Actor, system
from rostra.database import Database
from rostra.people import logins
from rostra.people.logins import Terms
from rostra.settings import Settings
from rostra_frontend.server.messages import Scope, cookie

VISITOR = "rostra_visitor"
COOKIES = "rostra_cookies"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who makes a request, with the cookie that says so."""

    actor: Actor = ANYBODY
    token: str = ""
    name: str = ""
    language: str = ""

    @property
    def form_token(self) -> str:
        """What a form must bring back; another one each time, so that it cannot be guessed."""
        if not self.token:
            return ""
        nonce = secrets.token_hex(8)
        return f"{nonce}.{self._proof(nonce)}"

    def knows(self, form_token: str) -> bool:
        """Whether a form was made for this very login."""
        nonce, _, proof = form_token.partition(".")
        return bool(self.token) and hmac.compare_digest(
            self._proof(nonce).encode(), proof.encode("utf-8", "replace")
        )

    def _proof(self, nonce: str) -> str:
        return hmac.new(self.token.encode(), b"form " + nonce.encode(), sha256).hexdigest()


STRANGER = Visitor()


def visitor_of(scope: Any) -> Visitor:
    """Who makes the request, as the front door has found out."""
    return cast("Visitor", scope.get(VISITOR, STRANGER))


def forget(scope: Any) -> None:
    """Treat who makes the request as a stranger from now on."""
    scope[VISITOR] = STRANGER


def hand_out(scope: Any, cookies: list[str]) -> None:
    """Have the answer to this request carry these values of Set-Cookie."""
    scope[COOKIES] = cookies


@dataclass(frozen=True, slots=True)
class Cookies:
    """How the login's cookie is named and sent.

    `__Host-` binds it to this very host and to https; browsers count plain http on this
    machine as secure. Those that do not, and programs, get the same token under a plain name
    as well, but never in public service.
    """

    strict: bool
    max_age: int

    @classmethod
    def of(cls, settings: Settings) -> "Cookies":
        """The cookies of an installation."""
        plain = urlsplit(settings.base_url).scheme == "http"
        days = settings.login_days
        return cls(settings.in_public_service or not plain, max_age=days * 24 * 3600)

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which a login is looked for, the safer first."""
        return ("__Host-login",) if self.strict else ("__Host-login", "login")

    def token(self, scope: Any) -> str:
        """What the request brings as its login, not looked at yet."""
        return next((found for name in self.names if (found := cookie(scope, name))), "")

    def given(self, token: str) -> list[str]:
        """The values of Set-Cookie that make a browser keep a login until it ends."""
        return [self._said(name, token, self.max_age) for name in self.names]

    def taken(self) -> list[str]:
        """The values of Set-Cookie that make a browser forget a login."""
        return [self._said(name, "", 0) for name in self.names]

    def _said(self, name: str, token: str, max_age: int) -> str:
        secure = "; Secure" if name.startswith("__Host-") else ""
        return f"{name}={token}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}"


@dataclass(frozen=True)
class Porter:
    """Recognises who comes in, notes it now and then, and hands out another cookie if need be."""

    database: Database
    terms: Terms
    cookies: Cookies
    zone: ZoneInfo

    async def recognise(self, scope: Scope) -> tuple[Visitor, list[str]]:
        """Who makes the request, and the Set-Cookie values that the answer must carry."""
        token = self.cookies.token(scope)
        if not token:
            return STRANGER, []
        today = dt.datetime.now(self.zone).date()
        async with self.database.reading(ANYBODY) as work:
            found = await logins.who_is(work.db, token, self.terms, today)
        if found is None:
            return STRANGER, []
        changes: list[str] = []
        rotate = found.changed and scope["type"] == "http"  # a socket cannot hand out a cookie
        if rotate or found.stale:
            token, changes = await self._see_to(token, rotate)
        return Visitor(found.actor, token, found.display_name, found.language), changes

    def behind(self, token: str) -> Callable[[AsyncSession], Awaitable[Actor]]:
        """How to find out anew who is behind a login that may have ended: then it is the public."""

        async def who(db: AsyncSession) -> Actor:
            today = dt.datetime.now(self.zone).date()
            found = await logins.who_is(db, token, self.terms, today)
            return ANYBODY if found is None else found.actor

        return who

    async def _see_to(self, token: str, rotate: bool) -> tuple[str, list[str]]:
        """Note that a login is used; give it another cookie when what it may do has changed."""
        async with self.database.work(system) as work:
            if not rotate:
                await logins.note_use(work, token)
                return token, []
            renewed = await logins.renew(work, token, self.terms)
        return (renewed, self.cookies.given(renewed)) if renewed else (token, [])
