"""Server-sent events of the change log (HTML Living Standard §9.2): `id:` is the cursor, `event:` the CloudEvents type.

Each follower reads from its own place in the log at its own speed: nothing is queued for it. One that does not take
what it was sent is left, and comes back with `Last-Event-ID`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from feeds.cloudevents import CloudEvent, encoded
from web.change_log import Page
from web.change_tower import Follower, Full, Tower

MEDIA_TYPE = "text/event-stream; charset=utf-8"
RETRY = 15_000
"""Milliseconds after which a browser connects again."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two signs of life; seconds within which a follower must take what it was sent."""

    beat: float = 15.0
    patience: float = 30.0


USUAL = Pace()


class Slow(Exception):
    """A follower did not take what it was sent."""


def frames(events: Sequence[CloudEvent]) -> bytes:
    """Events as a stream: each one `id`, `event`, `data` (one line of JSON) and an empty line."""
    return b"".join(b"id: %d\nevent: %b\ndata: %b\n\n" % (e.seq, e.type.encode(), encoded(e)) for e in events)


class ChangeStream(Response):
    """The answer that does not end: changes after `since`, then each one that comes. `full` is the answer to one too
    many."""

    def __init__(self, tower: Tower, since: int, pace: Pace, headers: Mapping[str, str], full: Response) -> None:
        super().__init__(b"", headers=headers, media_type=MEDIA_TYPE)
        del self.headers["content-length"]
        self._tower, self._since, self._pace, self._full = tower, since, pace, full

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._tower.following() as follower:
                await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
                await self._follow(follower, receive, send)
        except Full:
            await self._full(scope, receive, send)

    async def _follow(self, follower: Follower, receive: Receive, send: Send) -> None:
        """Tells until the follower leaves, or has to be left."""
        gone = asyncio.ensure_future(_gone(receive))
        telling = asyncio.ensure_future(self._tell(follower, send))
        try:
            await asyncio.wait((gone, telling), return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            telling.cancel()
            _, ended = await asyncio.gather(gone, telling, return_exceptions=True)
        if isinstance(ended, Exception) and not isinstance(ended, (Slow, OSError)):
            raise ended

    async def _tell(self, follower: Follower, send: Send) -> None:
        seq = self._since
        await self._send(send, b"retry: %d\n\n" % RETRY)
        while not self._tower.closed:
            follower.look_away()
            try:
                # Shielded: others may wait for the same page when this one leaves.
                page = await asyncio.shield(asyncio.wrap_future(self._tower.readings.after(seq)))
            except SQLAlchemyError:
                # A browser that was refused once does not come back by itself: it is kept until the database is back.
                page = Page((), seq, seq)
            if page.newest < seq:
                break  # another log: who comes back with this cursor is told so
            if page.events:
                await self._send(send, frames(page.events))
                seq = page.last
            elif not await follower.news(self._pace.beat):
                await self._send(send, b":\n\n")
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send(self, send: Send, data: bytes) -> None:
        """Waits until what was sent before has left: a follower holds no more of our memory than one batch."""
        try:
            await asyncio.wait_for(
                send({"type": "http.response.body", "body": data, "more_body": True}), self._pace.patience
            )
        except TimeoutError as error:
            raise Slow from error


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
