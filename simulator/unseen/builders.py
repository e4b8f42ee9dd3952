"""Sites of hosted builders: Squarespace (`?format=json`) and Wix (data of its events widget)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import md5
from uuid import UUID

from simulator.sites.site import Ask, Reply, answer_json, esc, paragraphs
from simulator.unseen.item import Item
from simulator.unseen.saying import full, when
from simulator.unseen.shell import Responder, Shell
from simulator.view import offset, utc

SQUARESPACE_HEADERS = (("Server", "Squarespace"),)
WIX_HEADERS = (("Server", "Pepyaka"), ("X-Wix-Request-Id", "1732176000.1234567890123"))
WIX_HEAD = (
    '<meta name="generator" content="Wix.com Website Builder">\n<link rel="preconnect" href="https://static.wixstatic.com">\n'
    '<script src="https://static.parastorage.com/services/wix-thunderbolt/dist/main.bundle.min.js"></script>\n'
)
_EVENTS_APP = "140603ad-af8d-84a5-2c80-a0f60cb47351"


def squarespace_head(shell: Shell) -> str:
    """What every page of a Squarespace site bears."""
    context = compact({"website": {"identifier": shell.host.split(".")[0]}, "templateVersion": "7.1"})
    return (
        "<!-- This is Squarespace. -->\n"
        '<script src="https://static1.squarespace.com/static/vta/site-bundle.js"></script>\n'
        f"<script>Static = window.Static || {{}}; Static.SQUARESPACE_CONTEXT = {context};</script>\n"
    )


def squarespace(shell: Shell, items: Sequence[Item]) -> Responder:
    """The collection page of events, as HTML and as JSON."""

    def respond(ask: Ask) -> Reply | None:
        if ask.path.rstrip("/") != shell.section:
            return None
        if ask.value("format") == "json":
            return answer_json(_collection(shell, items))
        rows = "\n".join(_row(shell, item) for item in items)
        return shell.page(shell.heading, f'<div class="eventlist eventlist--upcoming">{rows}</div>', aside=False)

    return respond


def _collection(shell: Shell, items: Sequence[Item]) -> dict[str, object]:
    identity = md5(shell.host.encode()).hexdigest()[:24]
    return {
        "website": {"id": identity, "siteTitle": shell.name, "baseUrl": shell.root, "timeZone": "Europe/Brussels"},
        "collection": {"id": identity[::-1], "title": shell.heading, "typeName": "events", "fullUrl": shell.section},
        "upcoming": [_record(shell, item, identity) for item in items],
        "past": [],
    }


def _record(shell: Shell, item: Item, identity: str) -> dict[str, object]:
    end = item.end or item.start
    end = end.replace(hour=23, minute=59) if item.all_day else end
    spot = item.spot
    return {
        "id": md5(item.path.encode()).hexdigest()[:24],
        "collectionId": identity[::-1],
        "recordType": 12,
        "addedOn": _milliseconds(item.published),
        "updatedOn": _milliseconds(item.published),
        "publishOn": _milliseconds(item.published),
        "urlId": item.slug,
        "fullUrl": item.path,
        "title": item.title,
        "excerpt": paragraphs(item.summary),
        "body": paragraphs(*item.body),
        "startDate": _milliseconds(item.start),
        "endDate": _milliseconds(end),
        "categories": [item.category],
        "tags": [],
        "location": {
            "addressTitle": spot.name if spot else "",
            "addressLine1": spot.street if spot else "",
            "addressLine2": f"{spot.town}, , {spot.postcode}" if spot else "",
            "addressCountry": "Belgium",
        },
    }


def _row(shell: Shell, item: Item) -> str:
    said = when(item, shell.wording, full(shell.wording))
    return (
        '<article class="eventlist-event eventlist-event--upcoming"><h1 class="eventlist-title">'
        f'<a class="eventlist-title-link" href="{esc(item.path)}">{esc(item.title)}</a></h1><ul class="eventlist-meta">'
        '<li class="eventlist-meta-date">'
        f'<time class="event-date" datetime="{item.start:%Y-%m-%d}">{esc(said)}</time></li>'
        f'</ul><div class="eventlist-description">{paragraphs(item.summary)}</div></article>'
    )


def wix_page(shell: Shell, items: Sequence[Item]) -> Responder:
    """A page with the events widget: bare cards, and all that the widget knows in its warm-up data."""

    def respond(ask: Ask) -> Reply | None:
        if ask.path.rstrip("/") != shell.section:
            return None
        rows = "".join(
            f'<li data-hook="event-list-item"><div data-hook="title">{esc(i.title)}</div>'
            f'<div data-hook="date">{esc(when(i, shell.wording, full(shell.wording)))}</div>'
            f'<a data-hook="ev-rsvp-button" href="{esc(shell.root + i.path)}">{esc(shell.wording.more[0])}</a></li>'
            for i in items
        )
        clocks = {str(identity(i)): _wix_clock(i) for i in items}
        known = {
            "events": {"events": [_wix_event(i) for i in items], "hasMore": False},
            "dates": {"events": clocks},
        }
        data = {"appsWarmupData": {_EVENTS_APP: {"widgetcomp-l1x2y3z4": known}}}
        block = f'<script type="application/json" id="wix-warmup-data">{compact(data)}</script>'
        return shell.page(shell.heading, f'<div id="comp-l1x2y3z4"><ul>{rows}</ul></div>{block}', aside=False)

    return respond


def _wix_event(item: Item) -> dict[str, object]:
    end = item.end or item.start
    spot = item.spot
    config = {
        "scheduleTbd": False,
        "startDate": f"{utc(item.start):%Y-%m-%dT%H:%M:%S}.000Z",
        "endDate": f"{utc(end):%Y-%m-%dT%H:%M:%S}.000Z",
        "timeZoneId": "Europe/Brussels",
        "endDateHidden": item.end is None,
        "showTimeZone": False,
    }
    return {
        "id": str(identity(item)),
        "title": item.title,
        "slug": item.slug,
        "description": item.summary,
        "about": paragraphs(*item.body),
        "scheduling": {"config": config, "formatted": f"{item.start:%d/%m/%Y, %H:%M}"},
        "location": {
            "name": spot.name if spot else "",
            "type": 0,
            "address": f"{spot.street}, {spot.postcode} {spot.town}, Belgium" if spot else "",
            "coordinates": {"lat": spot.latitude, "lng": spot.longitude} if spot else None,
        },
        "status": 0,
    }


def _wix_clock(item: Item) -> dict[str, object]:
    return {
        "startDateISOFormatNotUTC": offset(item.start),
        "endDateISOFormatNotUTC": offset(item.end or item.start),
        "startTime": f"{item.start:%H:%M}",
    }


def identity(item: Item) -> UUID:
    """An identity as such systems give one."""
    return UUID(md5(item.path.encode()).hexdigest())


def compact(value: object) -> str:
    """JSON as scripts write it, without blanks."""
    return json.dumps(value, separators=(",", ":"))


def _milliseconds(local: datetime) -> int:
    return int(utc(local).timestamp() * 1000)
