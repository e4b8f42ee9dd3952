"""Web addresses that may be printed: absolute, http or https, ASCII, without credentials."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

LONGEST = 2000
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?", re.ASCII)

# What comes out as it went in: nothing to encode, no port, no empty query. The last rule lets most addresses go by.
_PLAIN = re.compile(
    r"https?://[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?/[\w./:@!$&'()*+,;=~-]*(?:\?[\w./?:@!$&'()*+,;=~-]+)?", re.ASCII
)


def web_address(text: str | None) -> str | None:
    """`text` as a URI of RFC 3986, or None when it is no absolute http(s) address.

    Non-ASCII characters are percent-encoded, host names go through IDNA. An address with a user name, a line break or
    more than 2,000 characters is refused: nothing good starts like that.
    """
    stripped = (text or "").strip()
    if not stripped or len(stripped) > LONGEST or _UNPRINTABLE.search(stripped):
        return None
    if _PLAIN.fullmatch(stripped):
        return stripped
    try:
        parts = urlsplit(stripped)
        host, port = parts.hostname, parts.port
        if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
            return None
        name = host.encode("idna").decode("ascii") if not host.isascii() else host
    except (ValueError, UnicodeError):
        return None
    if not _HOST.fullmatch(name):
        return None
    netloc = name if port is None else f"{name}:{port}"
    return urlunsplit((
        parts.scheme.lower(),
        netloc,
        _encoded(parts.path or "/", "/:@!$&'()*+,;=~"),
        _encoded(parts.query, "/?:@!$&'()*+,;=~"),
        _encoded(parts.fragment, "/?:@!$&'()*+,;=~"),
    ))  # fmt: skip


def _encoded(part: str, safe: str) -> str:
    return quote(_LONE_PERCENT.sub("%25", part), safe=safe + "%")
