"""Events and posts of Odoo's website templates: what their cards and their own pages say."""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborNode

from scrapers.readers.addresses import absolute
from scrapers.readers.drafts import ItemDraft
from scrapers.readers.html_nodes import rich_text, seen_text
from scrapers.readers.instants import as_utc

POST_PAGE = "#o_wblog_post_content, .o_wblog_post_content_field, #o_wblog_post_main"
_CLOSED = frozenset(
    ("Cancelled", "Annulé", "Annulée", "Geannuleerd", "Abgesagt", "Sold Out", "Complet", "Épuisé", "Uitverkocht",
     "Ausverkauft")
)  # fmt: skip
_PICTURE = re.compile(r"""background-image:\s*url\(\s*["']?([^"')]+)""")
_UTC = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


def say_event(item: ItemDraft, card: LexborNode, base: str) -> None:
    """A card of the list."""
    _say_text(item, "title", card, '[itemprop="name"], .card-title, h5, h4, h3')
    _say_clocks(item, card)
    _say_text(item, "place_text", card, '[itemprop="location"]')
    _say_text(item, "description", card, '[itemprop="description"]')
    for node in card.css('.badge[class*="o_color_"], .o_wevent_badge_event'):
        item.say("keywords", seen_text(node), " .badge", html=False)
    _say_picture(item, card, base)
    _say_state(item, card)


def say_event_page(item: ItemDraft, root: LexborNode, base: str) -> None:
    """The page of an event: end, address and text stand there."""
    event = root.css_first('[itemtype*="schema.org/Event"], .o_wevent_event') or root
    _say_text(item, "title", event, '.o_wevent_event_name, h1[itemprop="name"]')
    _say_clocks(item, event)
    _say_text(item, "description", event, ".o_wevent_event_subtitle")
    body = event.css_first('[itemprop="description"]')
    item.say("body", rich_text(body) if body is not None else None, " description", html=True)
    place = event.css_first('[itemprop="location"]')
    if place is not None:
        _say_text(item, "place_name", place, '[itemprop="name"]')
        street = place.css_first('[itemprop="streetAddress"]')
        item.say("place_text", _lines(street if street is not None else place), " location", html=False)
    _say_text(item, "organizer", event, '[itemprop="organizer"] [itemprop="name"]')
    _say_state(item, event)


def say_post(item: ItemDraft, card: LexborNode, base: str) -> None:
    """A card of a blog."""
    _say_text(item, "title", card, '.o_blog_post_title, [itemprop="name"], h2, h3, h5')
    _say_published(item, card)
    _say_text(item, "description", card, '.o_wblog_teaser, [itemprop="description"]')
    for node in card.css(".o_tag, .badge"):
        item.say("keywords", seen_text(node), " .badge", html=False)
    _say_picture(item, card, base)


def say_post_page(item: ItemDraft, root: LexborNode, base: str) -> None:
    """The page of a post."""
    _say_text(item, "title", root, "#o_wblog_post_name, h1")
    body = root.css_first(".o_wblog_post_content_field, #o_wblog_post_content")
    item.say("body", rich_text(body) if body is not None else None, " content", html=True)
    item.say("published", _instant(root.css_first("time[datetime]")), " time", html=False)


def _say_clocks(item: ItemDraft, node: LexborNode) -> None:
    for name, prop, field in (("start", "startDate", "date_begin"), ("end", "endDate", "date_end")):
        found = node.css(f'[itemprop="{prop}"], [data-oe-expression*="{field}"]')
        said = next((clock for one in found if (clock := _instant(one))), None)
        item.say(name, said, f" {prop}", html=False)
        if not said and name == "start" and found:
            item.say("date_text", " ".join(filter(None, map(seen_text, found))), f" {prop}", html=False)


def _instant(node: LexborNode | None) -> str | None:
    """The machine's clock of a node: UTC where it does not say otherwise, as the database keeps it."""
    if node is None:
        return None
    values = (node.attributes.get(name) for name in ("content", "datetime", "data-oe-original"))
    return next((as_utc(value) for value in values if value and _UTC.match(value.strip())), None)


def _say_published(item: ItemDraft, card: LexborNode) -> None:
    dated = 'time, .o_wblog_post_date, [data-oe-expression*="post_date"], [data-oe-expression*="published_date"]'
    for node in card.css(dated):
        said = _instant(node) or seen_text(node)
        if said:
            item.say("published", said, " time", html=False)
            return


def _say_text(item: ItemDraft, name: str, node: LexborNode, selector: str) -> None:
    for found in node.css(selector):
        text = seen_text(found)
        if text:
            item.say(name, text, f" {selector}", html=False)
            return


def _lines(node: LexborNode) -> str:
    """The lines of an address, parted by commas."""
    lines = (re.sub(r"<[^>]*>", " ", part) for part in re.split(r"<br\s*/?>|</(?:div|p|li)>", node.html or ""))
    return ", ".join(bare for line in lines if (bare := re.sub(r"\s+", " ", html.unescape(line)).strip(" ,")))


def _say_picture(item: ItemDraft, card: LexborNode, base: str) -> None:
    for node in card.css('[style*="background-image"]'):
        hit = _PICTURE.search(node.attributes.get("style") or "")
        if hit:
            item.say("image", absolute(base, hit.group(1)), " cover", html=False)
            return


def _say_state(item: ItemDraft, node: LexborNode) -> None:
    for found in node.css("span, small"):
        words = seen_text(found)
        if words in _CLOSED:
            item.say("status", words, " state", html=False)
            return
