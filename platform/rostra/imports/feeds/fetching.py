"""Fetching a feed from the disk or from the web: https alone, and never from our own network."""

import ipaddress
import socket
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from rostra.errors import Invalid

LARGEST = 32 * 1024 * 1024
"""Bytes of a feed."""
TIMEOUT = 30.0
MOST_HOPS = 5


def is_address(source: str) -> bool:
    """Whether a source lies on the web."""
    return urlsplit(source).scheme in ("http", "https")


def fetched(source: str) -> bytes:
    """The bytes of a feed; Invalid says why there are none."""
    if is_address(source):
        return downloaded(source)
    path = Path(source)
    if not path.is_file():
        raise Invalid("source", f"There is no file {source}.")
    if path.stat().st_size > LARGEST:
        raise Invalid("source", f"The feed has more than {LARGEST:,} bytes.")
    return path.read_bytes()


def downloaded(address: str) -> bytes:
    """The bytes at an address; every hop of the way there is looked at first."""
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False) as client:
        for _ in range(MOST_HOPS):
            refuse_unless_outside(address)
            try:
                with client.stream("GET", address) as reply:
                    if reply.has_redirect_location:
                        address = urljoin(address, reply.headers["location"])
                        continue
                    reply.raise_for_status()
                    return received(reply)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise Invalid("source", f"{address} does not answer: {error}") from error
    raise Invalid("source", f"{address} leads in circles.")


def received(reply: httpx.Response) -> bytes:
    """What comes, as long as it is not too much."""
    content = bytearray()
    for chunk in reply.iter_bytes():
        content += chunk
        if len(content) > LARGEST:
            raise Invalid("source", f"The feed has more than {LARGEST:,} bytes.")
    return bytes(content)


def refuse_unless_outside(address: str) -> None:
    """Refuse what is not encrypted, and hosts of our own network."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        raise Invalid("source", "A feed is fetched over https alone.")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Invalid("source", f"There is no host {parts.hostname}.") from error
    for one in found:
        if not ipaddress.ip_address(str(one[4][0]).partition("%")[0]).is_global:
            raise Invalid("source", f"{parts.hostname} lies in a private network.")
