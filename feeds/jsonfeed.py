"""JSON Feed 1.1 (jsonfeed.org/version/1.1); what the format has no word for stands under `_vigie` (FEEDS.md §3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from feeds import french
from feeds.atom import published_at
from feeds.channel import Channel, Site
from feeds.facts import facts
from feeds.ids import item_page, tag
from feeds.instants import rfc3339
from feeds.json_text import Plain, dumped, present
from feeds.pieces import Format, Piece, joined, newest_first
from feeds.rights import source_link
from feeds.status import shown_title
from vigie.model import Item

SCHEMA_VERSION = "1.0.0"


PAGE = 1000


def cut(item: Item, site: Site) -> Iterator[Piece]:
    """The object of one released item."""
    yield Piece(newest_first(item), dumped(_item(item, site), indent=False))


def write(pieces: Iterable[bytes], channel: Channel, out: BinaryIO) -> int:
    """A feed around items, one on a line. What does not fit on its page is on the `next` one."""
    hub = channel.link("hub")
    feed = present(
        version="https://jsonfeed.org/version/1.1",
        title=channel.title,
        home_page_url=channel.page_url,
        feed_url=channel.self_url,
        description=channel.description,
        next_url=channel.link("next"),
        language=channel.language,
        authors=[{"name": channel.site.name, "url": channel.site_url + "/"}],
        hubs=[{"type": "WebSub", "url": hub}] if hub else None,
        _vigie={
            "about": channel.site_url + "/",
            "schema_version": SCHEMA_VERSION,
            "licence": channel.licence,
            "updated": rfc3339(channel.updated),
        },
    )
    head = dumped(feed, indent=False)[:-1] + b',\n"items": [\n'
    return joined(head, pieces, b",\n", b"\n]}\n", out)


FORMAT = Format("jsonfeed", ".json", "application/feed+json; charset=utf-8", cut, write, PAGE)
render = FORMAT.render


def _item(item: Item, site: Site) -> Plain:
    content = item.content
    return present(
        id=tag(site, item.id),
        url=item_page(site, item.id),
        external_url=source_link(item),
        title=shown_title(item),
        content_text=french.summary(item) or content.title,
        summary=content.description,
        image=content.image,
        date_published=rfc3339(published_at(item)),
        date_modified=rfc3339(item.revised_at),
        authors=[present(name=s.name, url=s.url) for s in item.sightings],
        tags=[t.split(":", 1)[1] for t in content.topics],
        language=content.language,
        _vigie=facts(item, site),
    )
