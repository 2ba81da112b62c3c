"""The whole application in this process, behind its front door, with the work in the background."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from rostra.settings import Settings
from rostra_frontend.app import create_app


@dataclass
class Running:
    """A running application and a browser without JavaScript in front of it."""

    app: Any
    settings: Settings

    def browser(self, login: str | None = None) -> httpx.AsyncClient:
        """A client of its own, with a login's cookie if one is given."""
        headers = {"cookie": f"__Host-login={login}"} if login else {}
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url=self.settings.base_url,
            headers=headers,
            timeout=60,
        )


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Running]:
    """The application from its start to its end, as a server would run it."""
    app = create_app(settings)
    sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    answered: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
    life = asyncio.create_task(app(scope, sent.get, answered.put))

    async def told(word: str) -> None:
        await sent.put({"type": f"lifespan.{word}"})
        getting = asyncio.create_task(answered.get())
        await asyncio.wait({getting, life}, return_when=asyncio.FIRST_COMPLETED)
        if not getting.done():
            getting.cancel()
            await life
        answer = getting.result()
        assert answer["type"] == f"lifespan.{word}.complete", answer.get("message", "")[-500:]

    await told("startup")
    try:
        yield Running(app, settings)
    finally:
        await told("shutdown")
        await life
