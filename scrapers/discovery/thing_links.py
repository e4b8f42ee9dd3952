"""The links of a list's things, where the list itself says no day: found by where they lead and how they repeat."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.discovery.lead_words import kind_in
from scrapers.discovery.list_paging import next_selector
from scrapers.discovery.list_selectors import selector_of
from scrapers.readers.addresses import absolute, canonical, same_host
from scrapers.readers.html_nodes import base_of, parse_page, seen_text
from vigie.model import Capture

FEWEST = 3
_FURNITURE = ("nav", "header", "footer", "aside")


@dataclass(frozen=True, slots=True)
class ThingLinks:
    """`selector` finds the links of a list's things, `urls` are where they lead, `next` finds the link to more."""

    selector: str
    urls: tuple[str, ...]
    next: str | None


def thing_links(capture: Capture) -> ThingLinks | None:
    """The most numerous links of one shape that lead to other pages of the host, None when none repeats."""
    tree = parse_page(capture)
    groups = _groups(tree, capture)
    best = max(groups, key=lambda nodes: _weight(nodes, tree, capture), default=None)
    if best is None:
        return None
    selector = selector_of(tree, best)
    if selector is None:
        return None
    return ThingLinks(selector, _urls(best, tree, capture), next_selector(tree, capture.url))


def _groups(tree: LexborHTMLParser, capture: Capture) -> list[list[LexborNode]]:
    shapes: dict[tuple[str, ...], list[LexborNode]] = defaultdict(list)
    here = canonical(capture.url)
    for node in tree.css("a[href]")[:3000]:
        url = absolute(base_of(tree, capture.url), node.attributes.get("href"))
        if not url or not same_host(url, capture.url) or canonical(url) == here or _is_furniture(node):
            continue
        label = seen_text(node)
        if len(label) < 6 or (kind_in(label) and " " not in label):
            continue
        shapes[_shape(node)].append(node)
    return [nodes for nodes in shapes.values() if len(_urls(nodes, tree, capture)) >= FEWEST]


def _weight(nodes: list[LexborNode], tree: LexborHTMLParser, capture: Capture) -> tuple[bool, int]:
    """Links that lie below the list's own address count before all others."""
    urls = _urls(nodes, tree, capture)
    path = urlsplit(capture.url).path.rstrip("/")
    below = sum(urlsplit(url).path.startswith(path + "/") for url in urls) if path else 0
    return below * 2 > len(urls), len(urls)


def _urls(nodes: list[LexborNode], tree: LexborHTMLParser, capture: Capture) -> tuple[str, ...]:
    base = base_of(tree, capture.url)
    found = (absolute(base, node.attributes.get("href")) for node in nodes)
    return tuple(dict.fromkeys(url for url in found if url))


def _shape(node: LexborNode) -> tuple[str, ...]:
    parts: list[str] = []
    here: LexborNode | None = node
    while here is not None and len(parts) < 4:
        parts.append(f"{here.tag}.{'.'.join(sorted((here.attributes.get('class') or '').split())[:2])}")
        here = here.parent
    return tuple(parts)


def _is_furniture(node: LexborNode) -> bool:
    here = node.parent
    while here is not None:
        if here.tag in _FURNITURE:
            return here.tag != "header" or (here.parent is not None and here.parent.tag == "body")
        here = here.parent
    return False
