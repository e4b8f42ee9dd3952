"""A file of the edition by its name; formats that the edition does not hold yet are printed from the same items."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from feeds import csvw, geojson, openagenda, parquet, xlsx
from feeds.channel import Site
from feeds.formats import ATOM, CSV, EXCEL, JSON, JSONLD, NAMES, RSS, channel_for
from feeds.pieces import Format
from feeds.selection import select
from tests.clients.made_world import NOW
from tests.clients.served_site import ServedSite
from vigie.model import Item, Kind

FORMS: dict[str, Format] = {
    form.suffix: form
    for form in (ATOM, RSS, JSON, JSONLD, CSV, EXCEL, geojson.FORMAT, openagenda.FORMAT, parquet.FORMAT, xlsx.FORMAT)
}


def published_file(site: ServedSite, kind: Kind, suffix: str) -> Path:
    """The path of `agenda.geojson` and the like."""
    name = NAMES[kind] + suffix
    path = site.folder / name
    if name not in site.published():
        items = select(site.items(kind), kind, NOW.date())
        path.write_bytes(printed(items, kind, suffix, site.url))
        if suffix == ".csv" + csvw.SUFFIX:
            path.write_bytes(csvw.metadata(kind, _channel(name, kind, items, site.url), NAMES[kind] + ".csv"))
    return path


def printed(items: Sequence[Item], kind: Kind, suffix: str, url: str) -> bytes:
    """A file of any items."""
    if suffix not in FORMS:
        return b""
    return FORMS[suffix].render(items, _channel(NAMES[kind] + suffix, kind, items, url))


def _channel(name: str, kind: Kind, items: Sequence[Item], url: str):  # type: ignore[no-untyped-def]
    return channel_for(name, kind, items, Site(url=url, item_path="/e/"), NOW.date())
