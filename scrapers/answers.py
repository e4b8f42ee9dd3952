"""What an HTTP answer means for the client: a page, a redirect, not modified, or a failure with its cause. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapers.failure import FetchError
from scrapers.transport import Answer
from vigie.model import Cause, Request

REDIRECTS = frozenset({301, 302, 303, 307, 308})
REDIRECT_LIMIT = 5
RETRIED = frozenset({Cause.SERVER_ERROR, Cause.TRUNCATED})
RETRIES = 2
PAUSE_LIMIT = timedelta(hours=24)
PAUSE_UNSAID = timedelta(minutes=5)
_BLOCKED = frozenset({401, 403, 407, 451})


def next_hop(request: Request, answer: Answer) -> Request | None:
    """Where a redirect leads, or None when it leads nowhere. 303, and 301/302 after a POST, ask by GET (RFC 9110).

    Headers of the request that are not ours to give to another host are left behind there.
    """
    location = answer.header("location")
    if answer.status not in REDIRECTS or not location:
        return None
    url = urldefrag(urljoin(request.url, location.strip())).url
    asks_again = answer.status in (307, 308) or (answer.status in (301, 302) and request.method != "POST")
    same_host = urlsplit(url).netloc.lower() == urlsplit(request.url).netloc.lower()
    hop = replace(request, url=url, headers=request.headers if same_host else ())
    return hop if asks_again else replace(hop, method="GET", body=None)


def failure_in(answer: Answer, now: datetime, url: str) -> FetchError | None:
    """The failure that a status means, None for 2xx and 304. `retry_at` is set when the host said when to come back."""
    status = answer.status
    retry_at = retry_after(answer.header("retry-after"), now) if status in (429, 503) else None
    if status == 429 or (status == 503 and retry_at):
        return FetchError(
            Cause.RATE_LIMITED,
            f"the host asks us to slow down ({status})",
            url,
            status,
            retry_at=retry_at or now + PAUSE_UNSAID,
        )
    if status == 206:
        return FetchError(Cause.WRONG_CONTENT, "a part of the page that we did not ask for (206)", url, status)
    if 200 <= status <= 299 or status == 304:
        return None
    if status in (404, 410):
        return FetchError(Cause.NOT_FOUND, f"no such page ({status})", url, status)
    if 300 <= status <= 399:
        return FetchError(Cause.MOVED, f"a redirect that leads nowhere ({status})", url, status)
    if status >= 500:
        return FetchError(Cause.SERVER_ERROR, f"the server failed ({status})", url, status)
    if status == 408:
        return FetchError(Cause.TIMEOUT, "the server waited too long (408)", url, status)
    reason = "we are not let in" if status in _BLOCKED else "the server refuses the request"
    return FetchError(Cause.BLOCKED, f"{reason} ({status})", url, status)


def retry_after(value: str | None, now: datetime) -> datetime | None:
    """The instant of a Retry-After header, seconds or a date (RFC 9110 §10.2.3), within a day; None when unsaid."""
    if not value:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        seconds = min(int(text[:9]), int(PAUSE_LIMIT.total_seconds()))
        return now + timedelta(seconds=seconds)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return min(max(at, now), now + PAUSE_LIMIT)
