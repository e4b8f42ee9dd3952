"""Addresses: made absolute, made canonical, and turned into keys."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

# Parameters that name a visit, a language default or a checksum, not a document. cHash, backPid and L: TYPO3 tt_news
# (API_SHAPES.md §9, culture.be); the others are trackers.
_NOISE = re.compile(r"^(utm_\w+|fbclid|gclid|mc_[ce]id|cHash|backPid|(tx_ttnews\[)?backPid\]?|L|PHPSESSID)$")
_TT_NEWS = re.compile(r"(?:tx_ttnews|tx_news_pi1)\[(?:tt_news|news)\]")


def absolute(start: str, href: object) -> str | None:
    """The http(s) address that `href` means on the page `start`; None when it is none.

    As browsers do (WHATWG URL §4.4): line breaks, tabs and the blanks around it mean nothing, a blank inside is %20.
    """
    if not isinstance(href, str) or not href.strip() or href.strip().startswith("#"):
        return None
    try:
        address = urljoin(start, re.sub(r"[\x00-\x1f]+", "", href).strip().replace(" ", "%20"))
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        parts.port  # noqa: B018 - raises ValueError when the port is no number
    except ValueError:
        return None
    return address.encode("utf-8", "replace").decode("utf-8")


def canonical(url: str) -> str | None:
    """One spelling of an address: lower-case host, no fragment, no tracker, no checksum; None when it is broken."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.lower()
        kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _NOISE.match(k)]
    except ValueError:
        return None
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", urlencode(kept), ""))


def key_of_url(url: str) -> str | None:
    """Identity by address. TYPO3's news number alone where there is one: the rest of such an address moves."""
    address = canonical(url)
    if address is None:
        return None
    for name, value in parse_qsl(urlsplit(address).query):
        if _TT_NEWS.fullmatch(name) and value.isdigit():
            return f"tt_news:{value}"
    return address


def key_of_values(pairs: Iterable[tuple[str, str]]) -> str:
    """Identity of last resort: a hash of raw values, so that cleaning never moves it."""
    digest = hashlib.sha256()
    for name, value in sorted(pairs):
        digest.update(f"{name}\x1f{value}\x1e".encode("utf-8", "replace"))
    return "sha256:" + digest.hexdigest()[:32]


def same_host(one: str, other: str) -> bool:
    """True when two addresses lie on one host; `www.` makes no difference."""
    try:
        hosts = [(urlsplit(u).hostname or "").removeprefix("www.") for u in (one, other)]
    except ValueError:
        return False
    return hosts[0] == hosts[1] != ""


def with_parameters(url: str, **parameters: str | int | None) -> str:
    """The address with query parameters set; one that the address already has is replaced, None leaves it alone."""
    parts = urlsplit(url)
    wanted = {k: str(v) for k, v in parameters.items() if v is not None}
    there = parse_qsl(parts.query, keep_blank_values=True)
    pairs = [(k, wanted.get(k, v)) for k, v in there]
    pairs += [(k, v) for k, v in wanted.items() if k not in dict(there)]
    return urlunsplit(parts._replace(query=urlencode(pairs, safe="[]:/,*")))


def parameter(url: str, name: str) -> str | None:
    """Value of a query parameter."""
    return next((v for k, v in parse_qsl(urlsplit(url).query, keep_blank_values=True) if k == name), None)
