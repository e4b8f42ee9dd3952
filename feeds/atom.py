"""Atom (RFC 4287), the canonical form of the syndication feeds (FEEDS.md §3): summary and link, never full content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import BinaryIO

from feeds import french
from feeds.channel import Channel, Site
from feeds.ids import feed_tag, item_page, source_tag, tag
from feeds.instants import rfc3339
from feeds.pieces import Format, Piece, joined, newest_first
from feeds.rights import source_link
from feeds.status import shown_title
from feeds.xml_text import attribute, element, empty, worded
from vigie.model import Article, Call, Item, Precision

LIVE = 100


def published_at(item: Item) -> datetime:
    """When the source published an item as far as it says so to the day, else when we first knew of it; aware UTC.

    What claims to be published after we last read it is not believed.
    """
    content = item.content
    at = content.published if isinstance(content, (Article, Call)) else None
    if at is None or at.precision is Precision.MONTH or at.utc > item.revised_at:
        return item.created_at
    return at.utc


def updated(item: Item) -> str:
    """The revision with a fraction of a second that follows from the item's id.

    Items that one run revised share their instant; readers (and the W3C validator) want entries to differ in it. Seven
    digits are what the strictest parsers take.
    """
    fraction = int.from_bytes(hashlib.sha256(item.id.encode()).digest()[:8], "big") % 10**7
    return f"{rfc3339(item.revised_at)[:-1]}.{fraction:07}Z"


def cut(item: Item, site: Site) -> Iterator[Piece]:
    """The entry of one released item."""
    yield Piece(newest_first(item), "\n".join(_entry(item, site)).encode("utf-8"))


def write(pieces: Iterable[bytes], channel: Channel, out: BinaryIO) -> int:
    """A feed around entries. RFC 5005: what has an archive before or after it says so; what has neither is complete."""
    return joined("\n".join(_head(channel)).encode("utf-8") + b"\n", pieces, b"\n", b"\n</feed>\n", out)


FORMAT = Format("atom", ".atom", "application/atom+xml; charset=utf-8", cut, write, LIVE)
render = FORMAT.render


def _head(channel: Channel) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    history = ' xmlns:fh="http://purl.org/syndication/history/1.0"' if channel.history else ""
    yield f'<feed xmlns="http://www.w3.org/2005/Atom"{history} xml:lang="{channel.language}">'
    yield element("id", feed_tag(channel))
    yield element("title", channel.title)
    yield element("subtitle", channel.description)
    yield element("updated", rfc3339(channel.updated))
    yield empty("link", rel="self", type="application/atom+xml", href=channel.self_url)
    yield empty("link", rel="alternate", type="text/html", hreflang=channel.language, href=channel.page_url)
    yield empty("link", rel="license", href=channel.licence)
    for link in channel.links:
        yield empty("link", rel=link.rel, href=link.href)
    if channel.history:
        yield f"<fh:{channel.history}/>"
    yield f"<author>{element('name', channel.site.name)}{element('uri', channel.site_url + '/')}</author>"
    yield element("generator", "Vigie", version="1.0")
    yield element("rights", f"Métadonnées : {channel.licence} — textes et images : leurs auteurs")


def _entry(item: Item, site: Site) -> Iterator[str]:
    # What holds neither markup nor blanks, because the house made it or the gate let it pass, is not escaped again.
    content = item.content
    yield f'<entry xml:lang="{content.language}">' if content.language else "<entry>"
    yield element("id", tag(site, item.id))
    yield worded("title", shown_title(item))
    yield f"<updated>{updated(item)}</updated>"
    yield f"<published>{rfc3339(published_at(item))}</published>"
    yield f'<link rel="alternate" type="text/html" href={attribute(item_page(site, item.id))}/>'
    original = source_link(item)
    if original:
        yield f'<link rel="via" type="text/html" href={attribute(original)}/>'
    for topic in content.topics:
        yield _category(topic, site.domain)
    # Required when an entry has no content (RFC 4287 §4.1.1), and never empty.
    yield worded("summary", french.summary(item) or content.title)
    if item.sightings:
        yield from _source(item, site)
    yield "</entry>"


@lru_cache(maxsize=1024)
def _category(topic: str, domain: str) -> str:
    facet, slug = topic.split(":", 1)
    return empty("category", term=slug, scheme=f"tag:{domain},2026:topic:{facet}")


def _source(item: Item, site: Site) -> Iterator[str]:
    first = item.sightings[0]
    yield "<source>"
    yield element("id", source_tag(site, first.source))
    yield worded("title", first.name)
    yield f"<updated>{rfc3339(item.revised_at)}</updated>"
    if first.licence:
        yield worded("rights", first.licence)
    yield "</source>"
