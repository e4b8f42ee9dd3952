"""What keeps open forms from machines without asking people anything: a signed token, a least time, a rate, a size."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections import deque
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

from fastapi import HTTPException, Request
from itsdangerous import BadData, URLSafeSerializer

from vigie.settings import Settings
from web.secrets import signing_key

LEAST = timedelta(seconds=3)
"""Nobody reads and fills in a form faster."""
MOST = timedelta(hours=12)
LARGEST = 32 * 1024
MOST_FIELDS = 30
TRAP = "site_web"
"""A field that people do not see. What fills it in is no person."""
TOKEN = "jeton"
SALT = "vigie.proposal"


def present() -> datetime:
    """The real present, aware: how long somebody writes is no matter of a clock that is frozen for a demonstration."""
    return datetime.now(UTC)


class Freshness(StrEnum):
    GOOD = "good"
    HASTY = "hasty"
    STALE = "stale"


class FormTokens:
    """Tokens that a form carries: what it is about and when it was shown, signed. `about` is any short word."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._signer: URLSafeSerializer | None = None

    def issue(self, about: str, at: datetime) -> str:
        return str(self._sign().dumps([about, int(at.timestamp())]))

    def check(self, token: str, about: str, now: datetime) -> Freshness:
        """STALE also when it was never ours, or was made for something else."""
        try:
            said, shown = self._sign().loads(token)
            age = timedelta(seconds=now.timestamp() - int(shown))
        except (BadData, TypeError, ValueError):
            return Freshness.STALE
        if said != about or age > MOST or age < -LEAST:
            return Freshness.STALE
        return Freshness.HASTY if age < LEAST else Freshness.GOOD

    def client(self, request: Request) -> str:
        """Whoever sends a request, as a hash that nobody can turn back."""
        address = request.client.host if request.client else ""
        return hmac.new(signing_key(self._settings), address.encode(), hashlib.sha256).hexdigest()

    def _sign(self) -> URLSafeSerializer:
        # Made at the first form, not when the application is: the key may have to be written.
        if self._signer is None:
            self._signer = URLSafeSerializer(signing_key(self._settings), salt=SALT)
        return self._signer


class Rate:
    """At most `most` a client within `within`; kept in memory, for so long alone. Safe for threads."""

    def __init__(self, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._seen: dict[str, deque[datetime]] = {}
        self._lock = threading.Lock()

    def take(self, client: str, now: datetime) -> bool:
        """Counts one more; False when that is too many."""
        with self._lock:
            for name in [n for n, times in self._seen.items() if times[-1] <= now - self._within]:
                del self._seen[name]
            times = self._seen.setdefault(client, deque())
            while times and times[0] <= now - self._within:
                times.popleft()
            if len(times) >= self._most:
                return False
            times.append(now)
            return True


async def small_form(request: Request) -> dict[str, str]:
    """The fields of a form, the first of each name. Refuses what comes from another site (403), what is no form (415)
    and what is too large (413)."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        raise HTTPException(403)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(413) from error
    return dict(reversed(pairs))
