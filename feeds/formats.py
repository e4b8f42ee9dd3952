"""The list of published files: which kind, in which form, under which name. Names are an interface and stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feeds import (
    atom,
    calls_ics,
    changes_atom,
    csvw,
    dcat,
    geojson,
    ics,
    jsonfeed,
    jsonld,
    openagenda,
    parquet,
    rss,
    sitemap,
    table,
    xlsx,
)
from feeds.channel import BEGINNING, Channel, Link, Site
from feeds.pieces import Format
from feeds.selection import window
from vigie.model import Item, Kind

ICS, CALLS_ICS, ATOM, RSS = ics.FORMAT, calls_ics.FORMAT, atom.FORMAT, rss.FORMAT
JSON, JSONLD, CSV, EXCEL = jsonfeed.FORMAT, jsonld.FORMAT, table.FORMAT, table.EXCEL_FORMAT
GEOJSON, OPENAGENDA, XLSX, PARQUET = geojson.FORMAT, openagenda.FORMAT, xlsx.FORMAT, parquet.FORMAT

NAMES = {Kind.EVENT: "agenda", Kind.NEWS: "watch", Kind.CALL: "calls"}
TITLES = {Kind.EVENT: "agenda", Kind.NEWS: "veille", Kind.CALL: "appels"}
ABOUT = {
    Kind.EVENT: "Les événements de la créativité numérique en Wallonie.",
    Kind.NEWS: "Les actualités de la créativité numérique en Wallonie.",
    Kind.CALL: "Les appels à projets ouverts à la créativité numérique en Wallonie, et leurs clôtures.",
}
FORMATS: dict[Kind, tuple[Format, ...]] = {
    Kind.EVENT: (ICS, ATOM, RSS, JSON, JSONLD, GEOJSON, OPENAGENDA, CSV, EXCEL, XLSX, PARQUET),
    Kind.NEWS: (ATOM, RSS, JSON, JSONLD, CSV, EXCEL, XLSX, PARQUET),
    Kind.CALL: (CALLS_ICS, ATOM, RSS, JSON, JSONLD, GEOJSON, CSV, EXCEL, XLSX, PARQUET),
}
SLICED: dict[Kind, tuple[Format, ...]] = {
    Kind.EVENT: (ICS, ATOM, JSON, CSV),
    Kind.NEWS: (ATOM, JSON, CSV),
    Kind.CALL: (CALLS_ICS, ATOM, JSON, CSV),
}
"""Those that slices are published in; any other form of a slice is asked of the feed service."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One published file."""

    path: str
    kind: Kind
    format: Format


FEEDS = tuple(Feed(NAMES[kind] + form.suffix, kind, form) for kind in Kind for form in FORMATS[kind])
MEDIA_TYPES = {feed.path: feed.format.media_type for feed in FEEDS} | {
    **{feed.path + csvw.SUFFIX: csvw.MEDIA_TYPE for feed in FEEDS if feed.format is CSV},
    changes_atom.PATH: changes_atom.MEDIA_TYPE,
    sitemap.PATH: sitemap.MEDIA_TYPE,
    dcat.TURTLE_PATH: dcat.TURTLE,
    dcat.JSON_LD_PATH: dcat.JSON_LD,
    "index.json": "application/json",
}


def hub(site: Site) -> Link:
    """Where one asks to be told of changes (W3C WebSub)."""
    return Link("hub", f"{site.url}/hub")


def channel_for(path: str, kind: Kind, items: Sequence[Item], site: Site, day: date) -> Channel:
    """The channel of the file `path` on a day, for items in memory; its age is that of its youngest item."""
    since, until = window(day)
    return Channel(
        name=NAMES[kind],
        title=f"{site.name} – {TITLES[kind]}",
        description=ABOUT[kind],
        self_url=site.feed(path),
        page_url=site.page_of(kind),
        site=site,
        updated=max((i.revised_at for i in items), default=BEGINNING),
        since=since,
        until=until,
        kind=kind,
        links=(hub(site),),
    )
