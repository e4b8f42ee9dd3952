"""RSS 2.0 for readers that know nothing newer (FEEDS.md §3). Same ids, same order, same words as Atom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from feeds import french
from feeds.atom import LIVE, published_at
from feeds.channel import Channel, Site
from feeds.ids import item_page, tag
from feeds.instants import rfc822
from feeds.pieces import Format, Piece, joined, newest_first
from feeds.status import shown_title
from feeds.xml_text import element, empty, text
from vigie.model import Item

_ROOT = (
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/">'
)


_ENTITY = re.compile(r"&(?=#|\w+;)")


def cut(item: Item, site: Site) -> Iterator[Piece]:
    """The element of one released item."""
    yield Piece(newest_first(item), "\n".join(_item(item, site)).encode("utf-8"))


def write(pieces: Iterable[bytes], channel: Channel, out: BinaryIO) -> int:
    """A channel around items."""
    head = "\n".join(_head(channel)).encode("utf-8") + b"\n"
    return joined(head, pieces, b"\n", b"\n</channel>\n</rss>\n", out)


FORMAT = Format("rss", ".rss", "application/rss+xml; charset=utf-8", cut, write, LIVE)
render = FORMAT.render


def _head(channel: Channel) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield _ROOT
    yield "<channel>"
    yield element("title", channel.title)
    yield element("link", channel.page_url)
    yield element("description", channel.description)
    yield element("language", channel.language.lower())
    yield element("copyright", f"Métadonnées : {channel.licence} — textes et images : leurs auteurs")
    yield element("lastBuildDate", rfc822(channel.updated))
    yield element("generator", "Vigie 1.0")
    yield element("docs", "https://www.rssboard.org/rss-specification")
    yield element("ttl", "360")
    yield empty("atom:link", rel="self", type="application/rss+xml", href=channel.self_url)
    hub = channel.link("hub")
    if hub:
        yield empty("atom:link", rel="hub", href=hub)


def _item(item: Item, site: Site) -> Iterator[str]:
    yield "<item>"
    yield element("title", _plain(shown_title(item)))
    yield element("link", item_page(site, item.id))
    # The description of RSS is HTML: the text is escaped once as HTML and once as XML.
    yield element("description", text(french.summary(item) or item.content.title).replace("\n", "<br/>"))
    yield element("guid", tag(site, item.id), isPermaLink="false")
    yield element("pubDate", rfc822(published_at(item)))
    for topic in item.content.topics:
        facet, slug = topic.split(":", 1)
        yield element("category", slug, domain=f"tag:{site.domain},2026:topic:{facet}")
    if item.sightings:
        yield element("dc:creator", _plain(item.sightings[0].name))
    yield "</item>"


def _plain(title: str) -> str:
    """A title of RSS, or a name, has no type: half of the readers would take brackets and entities for markup."""
    return _ENTITY.sub("& ", title.replace("<", "‹").replace(">", "›"))
