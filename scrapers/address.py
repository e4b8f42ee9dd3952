"""Which URLs and which network addresses may be reached: the SSRF rules of SECURITY.md (D12), pure.

`ipaddress.is_global` is not enough: on Python 3.11 it is true for NAT64, 6to4 and 192.0.0.8, so the list is explicit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
ALLOWED_PORTS = frozenset(PORTS.values())
URL_LIMIT = 8192

# IANA special-purpose registries (RFC 6890 and later), plus the tunnels that hide an IPv4 address inside an IPv6 one.
DENIED: tuple[tuple[IPv4Network | IPv6Network, str], ...] = tuple(
    (ip_network(network), name)
    for network, name in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "IETF protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "AS112"),
        ("192.52.193.0/24", "AMT"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "AS112"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::1/128", "loopback"),
        ("::/128", "unspecified"),
        ("::ffff:0:0/96", "IPv4-mapped"),
        ("::/96", "IPv4-compatible"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "local NAT64"),
        ("100::/64", "discard"),
        ("2001::/32", "Teredo"),
        ("2001::/23", "IETF protocol assignments"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "AS112"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "unique local"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
GLOBAL_UNICAST = IPv6Network("2000::/3")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")


class AddressError(ValueError):
    """A URL or an address may not be reached; the message says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads: `host` in lower case, without brackets."""

    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """`scheme://host[:port]`, the port left out when it is the scheme's own: the scope of one robots.txt."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if PORTS[self.scheme] == self.port else f":{self.port}")


def check_url(url: str) -> Target:
    """The target of an absolute http(s) URL. Raises AddressError for another scheme or port, credentials, odd signs."""
    if len(url) > URL_LIMIT:
        raise AddressError(f"URL longer than {URL_LIMIT} signs")
    if _FORBIDDEN.search(url):
        raise AddressError("blank, control character or backslash in the URL")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressError(f"not a URL ({error})") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise AddressError(f"scheme {parts.scheme or '(none)'} is neither http nor https")
    if "@" in parts.netloc:
        raise AddressError("credentials in the URL")
    if not parts.hostname:
        raise AddressError("no host in the URL")
    target = Target(scheme, parts.hostname.lower().rstrip("."), PORTS[scheme] if port is None else port)
    if target.port not in ALLOWED_PORTS:
        raise AddressError(f"port {target.port} is neither 80 nor 443")
    return target


def refusal(address: str) -> str | None:
    """Why a numeric address may not be connected to, or None when it may. A zone index (`%eth0`) is ignored."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.split("%")[0])
    except ValueError:
        return "not a numeric address"
    for network, name in DENIED:
        if found.version == network.version and found in network:
            return f"{name} ({network})"
    if isinstance(found, IPv6Address) and found not in GLOBAL_UNICAST:
        return f"outside global unicast ({GLOBAL_UNICAST})"
    return None


def check_addresses(host: str, addresses: Sequence[str]) -> None:
    """Raises AddressError when any address of a host is refused, even among good ones: that is an attack."""
    if not addresses:
        raise AddressError(f"{host} has no address")
    for address in addresses:
        reason = refusal(address)
        if reason:
            raise AddressError(f"{host} is {address}: {reason}")
