"""Which hosts lie outside: never our own network, whatever a name or a number makes of itself."""

import ipaddress
import socket

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that carry an IPv4 address in their last 32 bits."""


class NotOutside(Exception):
    """A host that is not asked; the message says why."""


def is_outside(address: Address) -> bool:
    """Whether an address belongs to the public internet, also the one that is packed into it."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_outside(inner)
    return address.is_global and not address.is_multicast


def outside_addresses(host: str, port: int) -> list[str]:
    """The network addresses of a host, all of which must lie outside."""
    found = addresses_of(host, port)
    if not all(is_outside(ipaddress.ip_address(one)) for one in found):
        raise NotOutside(f"{host} lies in a private network.")
    return found


def addresses_of(host: str, port: int) -> list[str]:
    """The network addresses of a host, without repetition."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise NotOutside(f"There is no host {host}.") from error
    return list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
