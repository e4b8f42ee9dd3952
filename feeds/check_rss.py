"""What the W3C feed validator and the specification of RSS 2.0 say about RSS: findings as sentences. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from feeds.check_values import absolute, identifier, rfc822, twice
from feeds.check_words import language, markup, plain, words
from feeds.check_xml import ATOM, head_first, link_findings, local_name, once, self_link, told

_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_CHANNEL = words("title link description language copyright lastBuildDate pubDate generator docs ttl category item")
_ITEM = words("title link description guid pubDate category source enclosure comments")


def rss_channel(channel: ElementTree.Element, self_url: str) -> Iterator[str]:
    """Findings on the channel of an RSS 2.0 feed that is served at `self_url`."""
    yield from (f"channel without {n}" for n in ("title", "link", "description", "language") if not channel.findtext(n))
    yield from self_link(channel, self_url)
    yield from once(channel, "channel", "", _CHANNEL - {"item", "category"})
    yield from _unknown(channel, "channel", _CHANNEL)
    yield from head_first(channel, "item")
    if channel.findtext("language"):
        yield from language("channel", channel.findtext("language") or "")
    if not re.fullmatch(r"[1-9]\d*", channel.findtext("ttl", "1")):
        yield f"ttl {channel.findtext('ttl')!r}"
    for name in ("link", "docs"):
        if channel.findtext(name) is not None and not absolute(channel.findtext(name)):
            yield f"{name} {channel.findtext(name)!r} is not absolute"
    for name in ("title", "description", "copyright", "generator"):
        yield from plain(name, channel.findtext(name) or "")
    items = channel.findall("item")
    for item in items:
        yield from _rss_item(item)
    yield from twice(i.findtext("guid") or "" for i in items)
    for element in channel.iter():
        if element.tag in ("pubDate", "lastBuildDate"):
            yield from rfc822(element.tag, element.text or "")
        elif element.tag == f"{ATOM}link":
            yield from link_findings(element)
        yield from told(local_name(element.tag), [element.text or "", *element.attrib.values()])


def _rss_item(item: ElementTree.Element) -> Iterator[str]:
    yield from once(item, "item", "", _ITEM - {"category", "enclosure"})
    yield from _unknown(item, "item", _ITEM)
    yield from (f"empty {n}" for n in ("title", "link", "description", "guid") if not (item.findtext(n) or "").strip())
    if not absolute(item.findtext("link")):
        yield f"link {item.findtext('link')!r} is not absolute"
    yield from plain("title", item.findtext("title") or "")
    yield from markup("description", item.findtext("description") or "")
    for category in item.findall("category"):
        yield from [] if (category.text or "").strip() else ["empty category"]
        yield from plain("category", category.text or "")
    guid = item.find("guid")
    if guid is not None:
        said = guid.get("isPermaLink", "true")
        if said not in ("true", "false"):
            yield f"isPermaLink {said!r}"
        elif said == "true" and not absolute(guid.text):
            yield f"guid {guid.text!r} is said to be an address"
        elif said == "false":
            yield from identifier(guid.text or "")
    yield from plain("dc:creator", item.findtext(_CREATOR) or "")
    if item.find("author") is not None:
        yield "author, which is an e-mail address"


def _unknown(element: ElementTree.Element, where: str, names: frozenset[str]) -> Iterator[str]:
    yield from (
        f"{c.tag} is no element of a {where}" for c in element if not c.tag.startswith("{") and c.tag not in names
    )
