"""The door for sockets: who comes in, how many, and whether they are still there."""

import asyncio
import ipaddress
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from litestar import WebSocket, websocket
from litestar.handlers import WebsocketRouteHandler

from rostra.background import end
from rostra_graphql.context import Caller
from rostra_graphql.endpoint import PATH
from rostra_graphql.execution import Api
from rostra_graphql.live.hub import Hub
from rostra_graphql.live.sockets import SUBPROTOCOL, Conversation

PING_EVERY = 12.0
"""Seconds; who has not answered two pings is gone."""
MOST_OF_ACCOUNT = 20
"""Sockets that one account may have open."""

HOUSEHOLD = 56
"""Bits of an IPv6 address that one household shares; it has more addresses than can be counted."""

AnySocket = WebSocket[Any, Any, Any]


@dataclass(eq=False)
class Door:
    """Lets sockets in as long as there is room, and looks after those that are open."""

    api: Api
    hub: Hub
    caller_of: Callable[[AnySocket], Caller]
    """Finds out who opens a socket."""
    who_is_behind: Callable[[str], Any]
    """How to find out anew who is behind a login's cookie, in a transaction of its own."""
    inside: set[Conversation] = field(default_factory=set)
    by_holder: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    def routes(self) -> list[WebsocketRouteHandler]:
        """The handler to mount."""

        @websocket(PATH, include_in_schema=False)
        async def graphql_by_socket(socket: AnySocket) -> None:
            await self.welcome(socket)

        return [graphql_by_socket]

    async def start(self) -> None:
        """Begin to tell, and to look after open sockets."""
        await self.hub.start()
        self._task = asyncio.create_task(self._look_after())

    async def stop(self) -> None:
        """Say good-bye to everybody; they come back to whoever serves next."""
        await end(self._task)
        await self.hub.stop()
        for one in list(self.inside):
            one.end(1001, "The server is restarting")
        for _ in range(20):
            if not self.inside:
                break
            await asyncio.sleep(0.05)

    async def welcome(self, socket: AnySocket) -> None:
        """Let a socket in, unless it speaks another protocol or there is no room."""
        if SUBPROTOCOL not in socket.scope.get("subprotocols", ()):
            await socket.accept()
            await socket.close(4406, "Subprotocol not acceptable")
            return
        caller = self.caller_of(socket)
        await socket.accept(subprotocols=SUBPROTOCOL)
        holder, most = self.holder(caller)
        settings = self.api.house.settings
        if len(self.inside) >= settings.live_sockets or self.by_holder[holder] >= most:
            await socket.close(1013, "Too many connections; ask again and again instead")
            return
        conversation = Conversation(
            self.api,
            self.hub,
            socket.receive,
            socket.send,
            self.again(caller),
            caller.token,
            holder,
        )
        self.inside.add(conversation)
        self.by_holder[holder] += 1
        try:
            await conversation.run()
        finally:
            self.inside.discard(conversation)
            self.by_holder[holder] -= 1
            if not self.by_holder[holder]:
                del self.by_holder[holder]

    def holder(self, caller: Caller) -> tuple[str, int]:
        """Under whose name sockets are counted, and how many there may be.

        A whole council can sit behind one address, so that who is logged in counts apart.
        """
        account_id = getattr(caller.who, "account_id", None)
        if caller.token and account_id is not None:
            return f"account {account_id}", MOST_OF_ACCOUNT
        near = household(caller.address)
        return f"address {near}", self.api.house.settings.live_sockets_per_address

    def again(self, caller: Caller) -> Caller:
        """The caller as somebody who is recognised anew with every question."""
        if not caller.token:
            return caller
        return Caller(self.who_is_behind(caller.token), caller.token, caller.address)

    async def _look_after(self) -> None:
        """Ask everybody now and then whether they are still there."""
        while True:
            await asyncio.sleep(PING_EVERY)
            for number, one in enumerate(list(self.inside)):
                if one.ending is None:
                    one.ping()
                if number % 100 == 99:
                    await asyncio.sleep(0)


def household(address: str) -> str:
    """The address, or of IPv6 the part that stands for one household."""
    try:
        host = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(host, ipaddress.IPv4Address):
        return str(host)
    if host.ipv4_mapped:
        return str(host.ipv4_mapped)
    return str(ipaddress.ip_network((host, HOUSEHOLD), strict=False))
