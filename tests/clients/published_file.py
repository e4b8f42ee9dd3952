"""A file of the edition by its name, and any items printed as one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from feeds.channel import Site
from feeds.formats import FORMATS, NAMES, channel_for
from tests.clients.made_world import NOW
from tests.clients.served_site import ServedSite
from vigie.model import Item, Kind


def published_file(site: ServedSite, kind: Kind, suffix: str) -> Path:
    """The path of `agenda.geojson` and the like."""
    return site.folder / (NAMES[kind] + suffix)


def printed(items: Sequence[Item], kind: Kind, suffix: str, url: str) -> bytes:
    """A file of any items."""
    (form,) = [f for f in FORMATS[kind] if f.suffix == suffix]
    site = Site(url=url, item_path="/e/")
    return form.render(items, channel_for(NAMES[kind] + suffix, kind, items, site, NOW.date()))
