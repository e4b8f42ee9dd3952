"""The list of published files: which kind, in which form, under which name. Names are an interface and stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from feeds import atom, calls_ics, ics, jsonfeed, jsonld, rss, table
from feeds.channel import BEGINNING, Channel, Site
from feeds.selection import window
from vigie.model import Item, Kind

Render = Callable[[Sequence[Item], Channel], bytes]
Count = Callable[[Sequence[Item], bytes], int]


def _components(items: Sequence[Item], data: bytes) -> int:
    # At the start of a content line, and a folded line starts with a blank: no text of an item can look like this.
    return data.count(b"\r\nBEGIN:VEVENT\r\n")


def _latest(items: Sequence[Item], data: bytes) -> int:
    return min(len(items), atom.LIVE)


def _all(items: Sequence[Item], data: bytes) -> int:
    return len(items)


@dataclass(frozen=True, slots=True)
class Format:
    """One way to print items. `rows` counts what a finished file holds."""

    suffix: str
    media_type: str
    render: Render
    rows: Count


@dataclass(frozen=True, slots=True)
class Feed:
    """One published file."""

    path: str
    kind: Kind
    format: Format


ICS = Format(".ics", "text/calendar; charset=utf-8", ics.render, _components)
CALLS_ICS = Format(".ics", "text/calendar; charset=utf-8", calls_ics.render, _components)
ATOM = Format(".atom", "application/atom+xml; charset=utf-8", atom.render, _latest)
RSS = Format(".rss", "application/rss+xml; charset=utf-8", rss.render, _latest)
JSON = Format(".json", "application/feed+json; charset=utf-8", jsonfeed.render, _all)
JSONLD = Format(".jsonld", "application/ld+json; charset=utf-8", jsonld.render, _all)
CSV = Format(".csv", "text/csv; charset=utf-8; header=present", table.render, _all)
EXCEL = Format(".excel.csv", "text/csv; charset=utf-8; header=present", table.render_excel, _all)

NAMES = {Kind.EVENT: "agenda", Kind.NEWS: "watch", Kind.CALL: "calls"}
_TITLES = {Kind.EVENT: "agenda", Kind.NEWS: "veille", Kind.CALL: "appels"}
_ABOUT = {
    Kind.EVENT: "Les événements de la créativité numérique en Wallonie.",
    Kind.NEWS: "Les actualités de la créativité numérique en Wallonie.",
    Kind.CALL: "Les appels à projets ouverts à la créativité numérique en Wallonie, et leurs clôtures.",
}
_FORMS = {
    Kind.EVENT: (ICS, ATOM, RSS, JSON, JSONLD, CSV, EXCEL),
    Kind.NEWS: (ATOM, RSS, JSON, CSV, EXCEL),
    Kind.CALL: (CALLS_ICS, ATOM, RSS, JSON, CSV, EXCEL),
}
FEEDS = tuple(Feed(NAMES[kind] + form.suffix, kind, form) for kind in Kind for form in _FORMS[kind])
MEDIA_TYPES = {feed.path: feed.format.media_type for feed in FEEDS} | {"index.json": "application/json"}


def channel_for(path: str, kind: Kind, items: Sequence[Item], site: Site, day: date) -> Channel:
    """The channel of the file `path` on a day; its age is that of its youngest item."""
    since, until = window(day)
    return Channel(
        name=NAMES[kind],
        title=f"{site.name} – {_TITLES[kind]}",
        description=_ABOUT[kind],
        self_url=site.feed(path),
        page_url=site.page_of(kind),
        site=site,
        updated=max((i.revised_at for i in items), default=BEGINNING),
        since=since,
        until=until,
    )
