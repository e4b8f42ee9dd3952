"""OpenAgenda API v2: `/v2/agendas/{uid}/events`, keyset paging by `after`, sessions in `timings` (API_SHAPES.md §6).

The public key is no data of the catalogue: it belongs into the client's headers.

Oddities: texts are objects by language, or strings when one language is asked for. `status` and `attendanceMode` are
numbers of its own. Offsets have no colon. Events online without a zone are set to Paris. Removed events come as
`{uid, removed: true}`.
Known from: facts/API_SHAPES.md §6.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, with_parameters
from scrapers.readers.drafts import ItemDraft, PageDraft, printed
from scrapers.readers.instants import iso, stamp
from scrapers.readers.kinds import kind_of
from scrapers.readers.options import FIELD, Options
from scrapers.readers.rows import answer, objects, refused, say_mapped, say_options, say_position
from vigie.model import Capture, Page, Request, Source

CLUES = (
    Clue(
        "openagenda",
        "the page shows an agenda of OpenAgenda",
        marks=(r"openagenda\.com/(?:\w\w/)?(?:v2/)?agendas?/(?P<uid>\d+)", r"data-oa(?:-agenda)?-?uid=.(?P<uid>\d+)"),
        asks=("https://openagenda.com/agendas/{uid}/events.v2.json",),
        confidence=90,
    ),
)
OPTIONS: Options = (
    FIELD,
    ("size", "rows per page (300)"),
)

_TABLE = {
    "title": "title", "description": "description", "longDescription": "body", "conditions": "price_text",
    "keywords": "keywords", "onlineAccessLink": "online_url", "status": "status", "attendanceMode": "attendance_mode",
    "timezone": "timezone", "updatedAt": "updated", "createdAt": "published", "canonicalUrl": "url",
}  # fmt: skip
_PLACE = {
    "name": "place_name", "address": "place_text", "city": "city", "postalCode": "postcode", "countryCode": "country",
}  # fmt: skip
_FLAT_PLACE = {"locationName": "place_name", "address": "place_text", "city": "city", "postalCode": "postcode"}
_USED = frozenset(
    ("uid", "slug", "image", "location", "timings", "firstTiming", "lastTiming", "nextTiming", "state", "featured",
     "dateRange", "country", "private", "draft", "links", "registration", "originAgenda", "addMethod", "sourceAgendas",
     "imageCredits", "age", "accessibility", "removed")
)  # fmt: skip


class OpenAgendaReader:
    platform = "openagenda"
    version = "openagenda-2"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return tuple(Request(url=_listing(source, url)) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        data = answer(draft)
        if data is None or refused(draft, data):
            return draft.page()
        rows = data.get("events") if isinstance(data, dict) else data
        read = 0
        for pointer, row in objects(draft, rows, "/events" if isinstance(data, dict) else ""):
            read += 1
            with draft.attempt(pointer, row):
                _read_event(draft, row, pointer)
        if isinstance(data, dict):
            _page_on(draft, data, read)
        return draft.page()


def _listing(source: Source, url: str) -> str:
    if "/v2/" not in url:
        return url
    if "relative" not in url:
        url += ("&" if urlsplit(url).query else "?") + "relative[]=current&relative[]=upcoming"
    return with_parameters(
        url, size=source.option("size", "300"), detailed=1, monolingual=source.language, longDescriptionFormat="HTML"
    )


def _page_on(draft: PageDraft, data: dict[str, Any], read: int) -> None:
    url = draft.capture.request.url
    total, after = printed(data.get("total")), data.get("after")
    first = "after" not in url
    if first and total and total.isdigit():
        draft.expected = int(total)
    if not isinstance(after, list) or not read or (first and draft.expected is not None and read >= draft.expected):
        return
    parts = urlsplit(url)
    kept = [(k, v) for k, v in parse_qsl(parts.query) if not k.startswith("after")]
    query = urlencode(kept + [("after[]", printed(a) or "") for a in after], safe="[]")
    draft.follow(Request(url=urlunsplit(parts._replace(query=query))))


def _read_event(draft: PageDraft, row: dict[str, Any], pointer: str) -> None:
    if row.get("removed") is True or row.get("state") in (0, 1, -1):
        draft.unread(["event not published"])  # a tombstone or a draft: not listed any more
        return
    source, item = draft.source, draft.item(pointer)
    language = source.language
    say_options(draft, item, row)
    used = say_mapped(item, row, _TABLE, language)
    place = row.get("location")
    if not isinstance(place, dict) and row.get("locationName"):  # the first version's answers are flat
        used |= say_mapped(item, row, _FLAT_PLACE, language)
        used |= {"latitude", "longitude"}
        say_position(item, row, "")
    if isinstance(place, dict):
        say_mapped(item, place, _PLACE, language, inside="/location")
        say_position(item, place, "/location")
    _say_timings(item, row)
    image = row.get("image")
    if isinstance(image, dict) and image.get("filename"):
        item.say("image", absolute(printed(image.get("base")) or "", image["filename"]), "/image", html=False)
    link = item.value("url") or _page_of(row)
    item.say("url", link, "/slug", html=False)
    draft.unread(k for k, v in row.items() if v and k not in used and k not in _USED)
    draft.add(item.finish(source, printed(row.get("uid")), kind_of(source, [item.value("title")]), link))


def _page_of(row: dict[str, Any]) -> str | None:
    """The event's public page, made of its agenda's number and its slug."""
    agenda = row.get("originAgenda")
    number, slug = (agenda.get("uid") if isinstance(agenda, dict) else None), row.get("slug")
    return f"https://openagenda.com/agendas/{number}/events/{slug}" if number and slug else None


def _say_timings(item: ItemDraft, row: dict[str, Any]) -> None:
    timings = row.get("timings")
    timings = timings if isinstance(timings, list) and timings else []
    if not timings:  # short answers give only the first, next and last session
        timings = [row[n] for n in ("firstTiming", "nextTiming", "lastTiming") if isinstance(row.get(n), dict)]
    for number, timing in enumerate(timings):
        if isinstance(timing, dict):
            start = iso(timing.get("begin") or timing.get("start"))  # `start` in the first version's answers
            item.say("start", start, f"/timings/{number}/begin", html=False, group=stamp(start))
            item.say("end", iso(timing.get("end")), f"/timings/{number}/end", html=False, group=stamp(start))


READER = OpenAgendaReader()
