"""RSS 2.0 for readers that know nothing newer (FEEDS.md §3). Same ids, same order, same words as Atom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from feeds import french
from feeds.atom import LIVE, newest_first, published_at
from feeds.channel import Channel
from feeds.ids import item_page, tag
from feeds.instants import rfc822
from feeds.rights import released
from feeds.status import shown_title
from feeds.xml_text import element, empty, text
from vigie.model import Item

_ROOT = (
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/">'
)


_ENTITY = re.compile(r"&(?=#|\w+;)")


def render(items: Sequence[Item], channel: Channel) -> bytes:
    """The 100 items that were revised last."""
    return "\n".join(_feed(newest_first(items)[:LIVE], channel)).encode("utf-8") + b"\n"


def _feed(items: Sequence[Item], channel: Channel) -> Iterator[str]:
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
    for item in items:
        yield from _item(released(item), channel)
    yield "</channel>"
    yield "</rss>"


def _item(item: Item, channel: Channel) -> Iterator[str]:
    yield "<item>"
    yield element("title", _plain(shown_title(item)))
    yield element("link", item_page(channel.site, item.id))
    # The description of RSS is HTML: the text is escaped once as HTML and once as XML.
    yield element("description", text(french.summary(item) or item.content.title).replace("\n", "<br/>"))
    yield element("guid", tag(channel.site, item.id), isPermaLink="false")
    yield element("pubDate", rfc822(published_at(item)))
    for topic in item.content.topics:
        facet, slug = topic.split(":", 1)
        yield element("category", slug, domain=f"tag:{channel.domain},2026:topic:{facet}")
    if item.sightings:
        yield element("dc:creator", item.sightings[0].name)
    yield "</item>"


def _plain(title: str) -> str:
    """A title of RSS has no type: half of the readers would take brackets and entities for markup."""
    return _ENTITY.sub("& ", title.replace("<", "‹").replace(">", "›"))
