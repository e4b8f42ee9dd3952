"""`/desk`, the first page: what waits, what happens, what changed since the last visit. Calm, and short."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from warehouse import items, review
from warehouse.conflicts import open_conflicts
from warehouse.review_morning import morning
from web.desk.desk import Desk
from web.desk.people import Person, Role
from web.feed_pages import today

COOKIE = "vigie_desk_seen"
YEAR = 366 * 24 * 3600
PAUSE = timedelta(minutes=30)
"""Who comes back sooner is still in the same visit."""
FIRST = timedelta(days=1)
MOST = 6


def routes(desk: Desk) -> APIRouter:
    router = APIRouter()
    viewer = Depends(desk.gate.allow(Role.VIEWER))

    def home(request: Request, person: Person = viewer) -> Response:
        now = desk.now()
        since, kept = visits(request.cookies.get(COOKIE), now)
        with desk.engine.connect() as connection:
            found = morning(connection, now, today(now), since)
            values = {
                "morning": found,
                "today_items": tuple(items.load(connection, found.today[:MOST])),
                "closing_items": tuple(items.load(connection, found.closing[:MOST])),
                "waiting": {kind.value: many for kind, many in review.counts(connection, now).items() if many},
                "conflicts": len(open_conflicts(connection)),
                "since": since,
            }
        answer = desk.page(request, person, "desk/home.html", 200, **values)
        secure = desk.settings.site_url.startswith("https://")
        answer.set_cookie(COOKIE, kept, YEAR, path="/desk", secure=secure, httponly=True, samesite="lax")
        return answer

    for path in ("/desk", "/desk/"):
        router.add_api_route(path, home, methods=["GET"])
    return router


def visits(said: str | None, now: datetime) -> tuple[datetime, str]:
    """Since when to tell what changed, and what to remember: `end of the last visit|last seen`, in seconds. A visit is
    over when nobody came for PAUSE; a first visit tells of the last day."""
    before, _, seen = (said or "").partition("|")
    ended, last = _instant(before, now), _instant(seen, now)
    if last is None:
        ended = now - FIRST
    elif now - last > PAUSE or ended is None:
        ended = last
    return ended or now - FIRST, f"{int((ended or now - FIRST).timestamp())}|{int(now.timestamp())}"


def _instant(said: str, now: datetime) -> datetime | None:
    """An instant of the past by its seconds; None when it is none."""
    if not (said.isascii() and said.isdecimal() and len(said) < 12):
        return None
    at = datetime.fromtimestamp(int(said), UTC)
    return at if at <= now else None
