"""Printed documents of a meeting or a resolution, each as its reader may see it."""

import asyncio
import re
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hashlib import blake2b
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.exceptions import NotFoundException, TooManyRequestsException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from rostra.access import ANYBODY
from rostra.database import Database
from rostra.errors import NotFound
from rostra.work import Work
from rostra_documents.printing import Document
from rostra_frontend.server.page_cache import is_known
from rostra_frontend.server.reception import client_address
from rostra_frontend.server.revision import Revision
from rostra_frontend.server.visitors import visitor_of
from rostra_graphql.live.door import household

AnyRequest = Request[Any, Any, Any]
Print = Callable[[Work, UUID, str], Awaitable[Document]]
"""Prints a document about a meeting, in a language, as the Work's actor may read it."""

MEETINGS = "meetings"
PLACES = {"extract": "resolutions"}
"""Of what a document is, where it is not of a meeting."""

LISTS = frozenset({"projects"})
"""What is printed as a whole, of nothing in particular."""
THE_WHOLE = UUID(int=0)

ROOM = 24 * 1024 * 1024
"""Bytes that all kept prints may have together."""

MOST_AT_ONCE = 6
"""How many documents are printed for one reader at the same time."""

SECURITY = "default-src 'none'; frame-ancestors 'self'"


class Prints:
    """The public prints of late, good until something public changes; each is made once."""

    def __init__(self, revision: Revision, proxies: int = 0) -> None:
        self.revision = revision
        self.proxies = proxies
        self.turns: Counter[str] = Counter()
        """How many prints are being made for each account, or each stranger's household."""
        self.kept: OrderedDict[tuple[str, UUID, str], tuple[int, Document]] = OrderedDict()
        self.room = 0
        self.making: dict[tuple[str, UUID, str], asyncio.Lock] = {}

    async def get(
        self, key: tuple[str, UUID, str], make: Callable[[], Awaitable[Document]]
    ) -> Document:
        """The print that is kept, or a new one."""
        lock = self.making.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                number = await self.revision.current()
                known = self.kept.get(key)
                if known is not None and known[0] == number:
                    self.kept.move_to_end(key)
                    return known[1]
                made = await make()
                self._keep(key, number, made)
                return made
        finally:
            if not lock.locked():
                self.making.pop(key, None)

    @asynccontextmanager
    async def turn(self, request: AnyRequest) -> AsyncIterator[None]:
        """A place at the press; nobody takes all of them from the others."""
        account_id = visitor_of(request.scope).actor.account_id
        address = client_address(request.scope, self.proxies)
        holder = f"account {account_id}" if account_id else f"address {household(address)}"
        if self.turns[holder] >= MOST_AT_ONCE:
            raise TooManyRequestsException
        self.turns[holder] += 1
        try:
            yield
        finally:
            self.turns[holder] -= 1
            if not self.turns[holder]:
                del self.turns[holder]

    def _keep(self, key: tuple[str, UUID, str], number: int, document: Document) -> None:
        self._forget(key)
        self.kept[key] = (number, document)
        self.room += len(document.content)
        while self.room > ROOM:
            self._forget(next(iter(self.kept)))

    def _forget(self, key: tuple[str, UUID, str]) -> None:
        gone = self.kept.pop(key, None)
        self.room -= len(gone[1].content) if gone else 0


def document_routes(
    database: Database, prints: Prints, printers: dict[str, Print], languages: dict[str, str]
) -> list[HTTPRouteHandler]:
    """The addresses of the printed documents: `languages` are prefixes with their codes."""
    return [
        (list_route if name in LISTS else document_route)(
            database, prints, name, print_, prefix, language
        )
        for name, print_ in printers.items()
        for prefix, language in languages.items()
    ]


def document_route(
    database: Database, prints: Prints, name: str, print_: Print, prefix: str, language: str
) -> HTTPRouteHandler:
    """The address of one kind of document in one language.

    Members get what they may read, and with `?edition=public` what everybody may.
    """

    @get(f"{prefix}/{PLACES.get(name, MEETINGS)}/{{id:uuid}}/{name}.pdf", include_in_schema=False)
    async def send_document(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
        return await answered(database, prints, request, (name, id, language), print_)

    return send_document


def list_route(
    database: Database, prints: Prints, name: str, print_: Print, prefix: str, language: str
) -> HTTPRouteHandler:
    """The address of something that is printed as a whole, such as the list of projects."""

    @get(f"{prefix}/{name}.pdf", include_in_schema=False)
    async def send_list(request: AnyRequest) -> Response[bytes]:
        return await answered(database, prints, request, (name, THE_WHOLE, language), print_)

    return send_list


async def answered(
    database: Database,
    prints: Prints,
    request: AnyRequest,
    key: tuple[str, UUID, str],
    print_: Print,
) -> Response[bytes]:
    """A document for whoever asks: the public's own from what is kept, or a new one."""
    public = request.query_params.get("edition") == "public"
    actor = ANYBODY if public else visitor_of(request.scope).actor
    _, id, language = key

    async def make() -> Document:
        async with prints.turn(request), database.reading(actor) as work:
            return await print_(work, id, language)

    try:
        document = await prints.get(key, make) if actor.anonymous else await make()
    except NotFound:
        raise NotFoundException from None
    return sent(request, document, public=actor.anonymous)


def sent(request: AnyRequest, document: Document, public: bool) -> Response[bytes]:
    """A printed document, shown in the browser; whoever has it still is not sent it again.

    Nothing but the public edition may be kept by a browser, which may be everybody's.
    """
    tag = f'"{blake2b(document.content, digest_size=12).hexdigest()}"'
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", document.file_name)
    headers = {
        "Content-Disposition": f'inline; filename="{plain}"',
        "Content-Language": document.language,
        "Content-Security-Policy": SECURITY,
        "Cache-Control": "public, no-cache" if public else "private, no-store",
        "ETag": tag,
        "Vary": "Cookie",
    }
    if is_known(tag, request.headers.get("if-none-match", "")):
        return Response(b"", status_code=304, headers=headers)
    return Response(document.content, media_type=document.media_type, headers=headers)
