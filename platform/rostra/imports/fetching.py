"""Fetching a source from the disk or from the web, for all imports of a single document.

On the web over https alone, and never from our own network: every hop of the way is looked up
once, judged, and then asked at just the address that was judged.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from rostra.errors import Invalid
from rostra.imports.outside import NotOutside, addresses_of, outside_addresses

TIMEOUT = 30.0
"""Seconds without a byte."""
PATIENCE = 300.0
"""Seconds until all of it is there."""
MOST_HOPS = 5
HEADERS = {"User-Agent": "Rostra import"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is read from, and how much of it at most."""

    place: str
    """An address on the web or a file."""
    largest: int
    """Bytes."""
    own_network: bool = False
    """Whether the operator allows its host to lie in our own network, and to speak plainly."""
    patience: float = field(default=PATIENCE)


def is_address(place: str) -> bool:
    """Whether a source lies on the web."""
    return place.lower().startswith(("https://", "http://"))


def host_of(place: str) -> str:
    """The host of an address, by which a source is called unless it is given a name."""
    try:
        return urlsplit(place).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def fetched(source: Source) -> bytes:
    """The bytes of a source; Invalid says why there are none."""
    if is_address(source.place):
        return downloaded(source)
    try:
        with Path(source.place).open("rb") as file:
            content = file.read(source.largest + 1)
    except (OSError, ValueError) as error:
        raise Invalid("source", f"There is no file {source.place}.") from error
    refuse_too_much(len(content), source)
    return content


def downloaded(source: Source) -> bytes:
    """The bytes at an address; every hop of the way there is looked at first."""
    address, until = source.place, time.monotonic() + source.patience
    with httpx.Client(
        transport=httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0)),
        timeout=TIMEOUT, headers=HEADERS,
    ) as client:  # fmt: skip
        for _ in range(MOST_HOPS):
            try:
                url = httpx.URL(address)
                with opened(client, url, addresses_to_ask(url, source)) as reply:
                    if reply.has_redirect_location:
                        address = str(url.join(reply.headers["location"]))
                        continue
                    if not reply.is_success:
                        raise unanswered(address, f"status {reply.status_code}")
                    return received(reply, source, until)
            except (NotOutside, httpx.InvalidURL) as reason:
                raise Invalid("source", f"{address} is not asked: {reason}") from reason
            except httpx.HTTPError as error:
                raise unanswered(address, str(error) or type(error).__name__) from error
    raise Invalid("source", f"{source.place} leads in circles.")


def unanswered(address: str, reason: str) -> Invalid:
    """The refusal of an address from which nothing comes."""
    return Invalid("source", f"{address} does not answer: {reason}")


def addresses_to_ask(url: httpx.URL, source: Source) -> list[str]:
    """The network addresses at which the host may be asked."""
    if not url.host:
        raise NotOutside("It names no host.")
    host = url.raw_host.decode()
    port = url.port or (443 if url.scheme == "https" else 80)
    if source.own_network and url.netloc == httpx.URL(source.place).netloc:
        return addresses_of(host, port)
    if url.scheme != "https":
        raise NotOutside("It is fetched over https alone.")
    return outside_addresses(host, port)


@contextmanager
def opened(client: httpx.Client, url: httpx.URL, addresses: list[str]) -> Iterator[httpx.Response]:
    """The reply of the host at the first of its addresses that takes the call."""
    reply = None
    for last, address in ((one == addresses[-1], one) for one in addresses):
        request = client.build_request(
            "GET", url.copy_with(host=address), headers={"Host": url.netloc.decode()},
            extensions={"sni_hostname": url.raw_host.decode()},
        )  # fmt: skip
        try:
            reply = client.send(request, stream=True)
            break
        except (httpx.ConnectError, httpx.ConnectTimeout):
            if last:
                raise
    if reply is None:
        raise NotOutside(f"There is no host {url.host}.")
    try:
        yield reply
    finally:
        reply.close()


def received(reply: httpx.Response, source: Source, until: float) -> bytes:
    """What comes, as long as it is not too much and does not take too long."""
    content = bytearray()
    for chunk in reply.iter_bytes():
        content += chunk
        refuse_too_much(len(content), source)
        if time.monotonic() > until:
            raise unanswered(source.place, "it takes too long.")
    return bytes(content)


def refuse_too_much(size: int, source: Source) -> None:
    """Refuse a source that has more bytes than can be borne."""
    if size > source.largest:
        raise Invalid("source", f"{source.place} has more than {source.largest:,} bytes.")
