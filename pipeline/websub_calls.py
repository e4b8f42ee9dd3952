"""Calls to subscribers, through the guard that stands before every request of the house: each address that a name has
is checked when it is connected to, no redirect is followed, size and time are bounded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from feeds.channel import Site
from feeds.topics import Topic
from pipeline.consume import DeliveryError
from pipeline.websub_decisions import Heard, signature
from scrapers.client import user_agent
from scrapers.connection import resolve_live, resolve_simulated
from scrapers.failure import FetchError
from scrapers.transport import HttpTransport, Limits, Transport
from vigie.model import Request
from vigie.settings import Settings, Web
from warehouse.websub import Subscription

LIMITS = Limits(body=65_536, connect=5.0, read=10.0, total=20.0)
"""Bytes of an answer; seconds to connect, between two reads, and for the whole call."""


def transports(settings: Settings) -> Callable[[], Transport]:
    """Makes the ways to the web that the settings name. Raises DeliveryError when it is a recording."""
    if settings.web is Web.RECORDED:
        raise DeliveryError("websub: a recorded web takes no calls (VIGIE_WEB)")
    if settings.web is Web.SIMULATED:
        return lambda: HttpTransport(resolve_simulated(settings.simulator), plain=True, limits=LIMITS)
    return lambda: HttpTransport(resolve_live, limits=LIMITS)


class Calls:
    """Calls from any number of threads, each with a way of its own: what one sends cannot reach another's callback."""

    def __init__(self, settings: Settings, site: Site, make: Callable[[], Transport] | None = None) -> None:
        self._make = make or transports(settings)
        self._agent = user_agent(settings)
        self._hub = f"{site.url}/hub"
        self._own = threading.local()

    def ask(self, address: str) -> Heard:
        """GET."""
        return self._call(Request(address), {})

    def tell(self, row: Subscription, topic: Topic, body: bytes) -> Heard:
        """POST of what a feed holds now. With a secret it is signed, always."""
        headers = {
            "Content-Type": topic.media_type,
            "Link": f'<{self._hub}>; rel="hub", <{topic.url}>; rel="self"',
        }
        if row.secret is not None:
            headers["X-Hub-Signature"] = signature(row.secret, body)
        return self._call(Request(row.callback, "POST", body=body), headers)

    def _call(self, request: Request, headers: Mapping[str, str]) -> Heard:
        own = {"User-Agent": self._agent, "Accept-Encoding": "identity", "Connection": "close"}
        try:
            answer = self._transport().send(request, own | dict(headers))
        except FetchError as error:
            return Heard(cause=error.cause, words=error.message[:300])
        return Heard(answer.status, answer.body)

    def _transport(self) -> Transport:
        if not hasattr(self._own, "transport"):
            self._own.transport = self._make()
        transport: Transport = self._own.transport
        return transport
