"""Articles one after the other that say no day: each an `article` with one heading; news whose titles are all there is.

Only where the page calls itself one of news: elsewhere a list without days may be of anything.
"""

from __future__ import annotations

from collections import defaultdict

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.discovery.list_fields import is_title
from scrapers.discovery.list_selectors import selector_of
from scrapers.discovery.page_kind import EVENT_WORDS, NEWS_WORDS, address_words
from scrapers.readers.html_nodes import seen_text
from scrapers.readers.page_days import plain
from vigie.model import FieldRule, Recipe

FEWEST = 3


def undated_articles(tree: LexborHTMLParser, url: str, title: str) -> tuple[Recipe, tuple[LexborNode, ...]] | None:
    """The recipe and the nodes of a page of news without days; None where it is no such page."""
    said = f"{address_words(url)} / {plain(title)}"
    if not NEWS_WORDS.search(said) or EVENT_WORDS.search(said):
        return None
    siblings: defaultdict[int, list[LexborNode]] = defaultdict(list)
    for node in tree.css("article")[:300]:
        if node.parent is not None:
            siblings[node.parent.mem_id].append(node)
    nodes = max(siblings.values(), key=len, default=[])
    tag = next((tag for tag in ("h1", "h2", "h3", "h4") if _heads(nodes, tag)), None)
    item = selector_of(tree, nodes) if tag and len(nodes) >= FEWEST else None
    if tag is None or item is None:
        return None
    rules = [FieldRule("title", tag)]
    if all(node.css_first(f"{tag} a[href], a[href] > {tag}") is not None for node in nodes):
        rules.append(FieldRule("url", f"{tag} a[href]", "href"))
    return Recipe(item, tuple(rules)), tuple(nodes)


def _heads(nodes: list[LexborNode], tag: str) -> bool:
    """Whether one heading of a level begins each block, and no two say the same."""
    found = [head for node in nodes if (head := node.css_first("h1, h2, h3, h4")) is not None and head.tag == tag]
    texts = {seen_text(head) for head in found if is_title(seen_text(head))}
    return len(found) == len(nodes) and len(texts) >= 0.9 * len(nodes)
