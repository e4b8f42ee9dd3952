"""What a row of a Drupal list is of: its link, its node's number, its category and picture."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from scrapers.readers.addresses import absolute
from scrapers.readers.drafts import ItemDraft
from scrapers.readers.html_nodes import seen_text

_LINKS = ".node__title a[href], .views-field-title a[href], h2 a[href], h3 a[href], h4 a[href], a[rel=bookmark]"
_NUMBER = re.compile(r"^/?(?:[a-z]{2}/)?node[-/](\d+)$")


def link_of(row: LexborNode, heading: LexborNode | None) -> LexborNode | None:
    """The link to the row's own page: in its heading, around it (cards, rows that are links), else its first one that
    does not lead to a category."""
    inside = row.css_first(_LINKS)
    if inside is not None:
        return inside
    above: LexborNode | None = heading or row
    while above is not None:
        if above.tag == "a" and above.attributes.get("href"):
            return above
        above = above.parent if above.mem_id != row.mem_id else None
    links = row.css("a[href]")
    own = [a for a in links if not re.search(r"/(?:taxonomy|tags?|categor\w*|user)/", a.attributes.get("href") or "")]
    return next(iter(own or links), None)


def category_of(root: LexborNode) -> str:
    shown = [seen_text(node) for node in root.css('[class*="rubrique"], [class*="categor"], [class*="-type"]')[:3]]
    return " | ".join(text for text in shown if len(text) < 80)


def number_of(row: LexborNode) -> str | None:
    """The node's number, as Drupal 7 to 10 print it."""
    for node in [row, *row.css("[data-history-node-id], [about], [id], [data-nid]")]:
        own = node.attributes.get("data-history-node-id") or node.attributes.get("data-nid") or ""
        hit = next((h for n in ("about", "id") if (h := _NUMBER.match(node.attributes.get(n) or ""))), None)
        if own.isdigit() or hit:
            return f"node:{own if own.isdigit() else hit[1] if hit else ''}"
    return None


def say_picture(item: ItemDraft, row: LexborNode, base: str) -> None:
    picture = None if item.has("image") else row.css_first("img[src]")
    item.say("image", absolute(base, picture.attributes.get("src")) if picture else None, " img", html=False)


def say_teaser(item: ItemDraft, row: LexborNode) -> None:
    """The first paragraph of a row whose fields have no names, unless it says what was said already."""
    said = {field.value for field in item.fields}
    found = (text for node in row.css("p") if len(text := seen_text(node)) > 20 and text not in said)
    if not (item.has("description") or item.has("body")):
        item.say("description", next(found, None), " p", html=False)
