"""The whole application over a small city, and visitors who come to it as browsers do."""

import asyncio
import gc
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from rostra.access import Office
from rostra.database import Database
from rostra.settings import Settings
from rostra_frontend.app import create_app
from support.keys import password_hash
from support.make.organizations import make_body, make_membership, make_organization
from support.make.people import make_account, make_person
from support.make.posts import make_post

HERE = "http://127.0.0.1:8000"
PASSWORD = "Rathausturm 1891"
COOKIE = "__Host-login"


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Any]:
    """The application, started as a server starts it and stopped as a server stops it."""
    app = create_app(settings)
    began, told, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
    said: list[Any] = []

    async def receive() -> Any:
        if not began.is_set():
            began.set()
            return {"type": "lifespan.startup"}
        await told.wait()
        return {"type": "lifespan.shutdown"}

    async def send(message: Any) -> None:
        said.append(message)
        ended.set()

    running = asyncio.create_task(app({"type": "lifespan", "asgi": {}}, receive, send))
    await ended.wait()
    assert said[0]["type"] == "lifespan.startup.complete", said
    try:
        yield app
    finally:
        told.set()
        await running
        gc.unfreeze()  # a server keeps its memory for good; tests start many in one process
        gc.set_threshold(10_000, 20, 20)


def settings_for(url: str, folder: Path, **chosen: Any) -> Settings:
    """The settings of a test's town hall."""
    usual = {"environment": "development", "log_level": "ERROR", "city_name": "Brunnfeld"}
    return Settings(database_url=url, data_dir=str(folder), **{**usual, **chosen})


@dataclass
class Visitor:
    """A browser: it keeps cookies, says where it comes from, and reads forms before it sends."""

    client: httpx.AsyncClient
    cookies: dict[str, str] = field(default_factory=dict)
    origin: str = HERE

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Open an address."""
        return self._keep(await self.client.get(path, headers=self._with(headers)))

    async def post(
        self, path: str, fields: dict[str, str] | None = None, **headers: str
    ) -> httpx.Response:
        """Send a form as a page of this site sends it."""
        usual = {"Sec-Fetch-Site": "same-origin", "Origin": self.origin}
        sent = self._with({**usual, **headers})
        return self._keep(await self.client.post(path, data=fields or {}, headers=sent))

    async def token(self, path: str) -> str:
        """The token in the form of a page."""
        page = await self.get(path)
        found = re.search(r'name="form_token" value="([^"]+)"', page.text)
        assert found, page.text
        return found[1]

    async def log_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        """Fill in the form to log in."""
        return await self.post("/login", {"email": email, "password": password})

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        crumbs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        named = {name.replace("_", "-"): value for name, value in headers.items() if value}
        return {**({"Cookie": crumbs} if crumbs else {}), **named}

    def _keep(self, response: httpx.Response) -> httpx.Response:
        for value in response.headers.get_list("set-cookie"):
            name, _, rest = value.partition("=")
            content = rest.partition(";")[0]
            if "Max-Age=0" in value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = content
        return response


@dataclass
class TownHall:
    """A running application, the database behind it, and what is in it."""

    app: Any
    database: Database
    post: UUID
    body: UUID
    emails: dict[str, str]
    folder: Path

    @asynccontextmanager
    async def visitor(self, address: str = "192.0.2.7") -> AsyncIterator[Visitor]:
        """Somebody at a browser of their own."""
        transport = httpx.ASGITransport(app=self.app, client=(address, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            yield Visitor(client)


async def furnish(database: Database) -> tuple[UUID, UUID, dict[str, str]]:
    """A city with a post, a citizen, a clerk and an editor; ids and e-mail addresses."""
    body = await make_body(database)
    office = await make_organization(database, body, name="Presseamt")
    post = await make_post(database, office)
    kept = password_hash(PASSWORD)
    emails = {"citizen": "citizen@example.org"}
    await make_account(database, email=emails["citizen"], password_hash=kept)
    for role in (Office.CLERK, Office.EDITOR):
        person = await make_person(database, body, name=f"{role.title()} Muster")
        await make_membership(database, person, office, office=role)
        emails[role] = f"{role}@example.org"
        await make_account(database, person, email=emails[role], password_hash=kept)
    return post.id, body.id, emails


@asynccontextmanager
async def town_hall(url: str, folder: Path, **chosen: Any) -> AsyncIterator[TownHall]:
    """A running town hall over a migrated database."""
    database = Database(url)
    post, body, emails = await furnish(database)
    async with serving(settings_for(url, folder, **chosen)) as app:
        yield TownHall(app, database, post, body, emails, folder)
    await database.close()
