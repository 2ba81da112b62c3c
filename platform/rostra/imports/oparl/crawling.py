"""Crawling: the pages of a live OParl server, one after the other and politely."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import httpx

from rostra.imports.oparl.documents import BROKEN, Document, loaded
from rostra.imports.oparl.journal import Journal
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.vocabulary import BODY_LISTS, VENDOR, is_address, kind_of_type

ATTEMPTS = 5
"""How often a page is asked for before it is given up."""

LONGEST_PAUSE = 60.0
LARGEST = 64 * 1024**2
"""Bytes that one page may have."""

REDIRECTS = 5

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which a server is asked once more."""

HEADERS = {"Accept": "application/json", "User-Agent": "Rostra OParl import"}
TIMEOUT = 60.0
"""Seconds that a server may take to answer."""


class Unreachable(Exception):
    """A page that could not be had; the message says why."""


@dataclass(slots=True)
class Crawler:
    """Follows a server's lists from the address that was given to the last page of each."""

    start: str
    report: Report
    journal: Journal
    client: httpx.Client
    modified_since: str | None = None
    pause: Callable[[float], None] = time.sleep
    seen: set[str] = field(default_factory=set)

    def documents(self) -> Iterator[Document]:
        """Every page, whatever stands at the address: a system, a body, a list or an object."""
        waiting = [self.start]
        while waiting:
            address = waiting.pop()
            page = self.page(address)
            if page is None:
                continue
            yield Document(address, page)
            waiting += reversed(self.onward(address, page))
        self.journal.close()

    def page(self, address: str) -> Any:
        """What stands at the address; None when it was there already or cannot be had."""
        if address in self.seen:
            return None
        self.seen.add(address)
        if not same_host(address, self.start):
            self.report.problem("page", "on another host, not followed", address)
            return None
        known = self.journal.page(address)
        if known is not None:
            return known
        try:
            page = self.fetched(address)
        except Unreachable as reason:
            self.report.problem("page", "cannot be had", address, reason)
            return None
        self.journal.keep(address, page)
        return page

    def fetched(self, address: str) -> Any:
        """The page at the address, asked for again with growing pauses when that may help."""
        reason = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                self.pause(min(2.0**attempt, LONGEST_PAUSE))
            try:
                status, headers, body = self.asked(address)
            except httpx.HTTPError as error:
                reason = f"{type(error).__name__}: {error}"
                continue
            except (httpx.InvalidURL, ValueError) as error:
                raise Unreachable(f"is no address: {error}") from error
            if status == 200:
                page = loaded(body)
                if page is BROKEN:
                    raise Unreachable("is not JSON")
                return page
            reason = f"status {status}"
            if status not in AGAIN:
                break
            self.pause(min(asked_to_wait(headers), LONGEST_PAUSE))
        raise Unreachable(reason)

    def asked(self, address: str) -> tuple[int, httpx.Headers, bytes]:
        """The answer to one question, redirects on the same host followed."""
        for _ in range(REDIRECTS):
            with self.client.stream("GET", address) as answer:
                if answer.has_redirect_location:
                    address = urljoin(address, answer.headers["location"])
                    if not same_host(address, self.start):
                        raise Unreachable(f"leads to another host: {address}")
                    continue
                body = bytearray()
                for chunk in answer.iter_bytes():
                    body += chunk
                    if len(body) > LARGEST:
                        raise Unreachable("is too large")
                return answer.status_code, answer.headers, bytes(body)
        raise Unreachable("leads in circles")

    def onward(self, address: str, page: Any) -> list[str]:
        """Where a page leads: a list to its next page, a system to bodies, a body to its lists."""
        if not isinstance(page, dict):
            return []
        if isinstance(page.get("data"), list):
            further = [*self.next_page(address, page), *self.lists_in(address, page["data"])]
            return further + too_long_for_lists(page["data"])
        return self.lists_in(address, [page])

    def next_page(self, address: str, page: dict[str, Any]) -> list[str]:
        """The address of the page after this one."""
        links = page.get("links")
        following = links.get("next") if isinstance(links, dict) else None
        return [urljoin(address, following)] if isinstance(following, str) else []

    def lists_in(self, address: str, objects: list[Any]) -> list[str]:
        """The lists to which systems and bodies among the objects lead."""
        lists: list[str] = []
        for thing in objects:
            if not isinstance(thing, dict):
                continue
            kind = kind_of_type(thing.get("type"))
            if kind == "system":
                lists += some_addresses(address, thing.get("body"))
            elif kind == "body":
                for key in (*BODY_LISTS, "legislativeTerm"):
                    for one in some_addresses(address, thing.get(key)):
                        lists.append(self.filtered(one))
        return lists

    def filtered(self, address: str) -> str:
        """The address of a list, restricted to what was modified since, if so wished."""
        if self.modified_since is None:
            return address
        parts = urlsplit(address)
        query = [*parse_qsl(parts.query), ("modified_since", self.modified_since)]
        return urlunsplit(parts._replace(query=urlencode(query)))


def some_addresses(start: str, value: object) -> list[str]:
    """The addresses in a field that holds one or several, also those relative to the page."""
    values = value if isinstance(value, list) else [value]
    found = [urljoin(start, one) for one in values if isinstance(one, str) and one]
    return [one for one in found if is_address(one)]


def too_long_for_lists(objects: list[Any]) -> list[str]:
    """The addresses of the files whose text stands in their own objects only."""
    files = [one for one in objects if isinstance(one, dict) and f"{VENDOR}textLength" in one]
    return [one["id"] for one in files if is_address(one.get("id"))]


def same_host(one: str, other: str) -> bool:
    """Whether two addresses lie on the same server."""
    try:
        return urlsplit(one).netloc.lower() == urlsplit(other).netloc.lower()
    except ValueError:
        return False


def asked_to_wait(headers: httpx.Headers) -> float:
    """The seconds that a server asks for before the next question."""
    stated = headers.get("retry-after", "").strip()
    if stated.isdigit():
        return float(stated)
    try:
        return max(0.0, parsedate_to_datetime(stated).timestamp() - time.time())
    except (TypeError, ValueError):
        return 0.0
