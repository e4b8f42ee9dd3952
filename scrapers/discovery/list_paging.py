"""The link that leads to the next page of a list."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.discovery.list_selectors import good_classes, inner_selectors
from scrapers.readers.addresses import absolute, same_host
from scrapers.readers.html_nodes import base_of, seen_text
from scrapers.readers.page_days import plain

_NEXT = re.compile(
    r"^\W*(?:page )?(?:suivante?s?|next|volgende|plus ancien(?:ne)?s?|older|evenements suivants"
    r"|(?:load|show|see|view) more|(?:afficher|charger|voir) plus|plus de resultats|weitere?|nachste(?: seite)?"
    r"|mehr (?:laden|anzeigen)|meer (?:laden|tonen)|toon meer"
    r"|articles suivants)(?: page| posts?| events?)?\W*$|^\s*[›»>→⟩]+\s*$"
)

_COUNTED = re.compile(r"((?:[?&](?:page|paged|pg|p|offset|start|pagina|seite)=)|/pag(?:e|ina)/)\d+")


def next_selector(tree: LexborHTMLParser, url: str) -> str | None:
    """The shortest selector whose first link leads on; None when the page shows no further one."""
    base = base_of(tree, url)
    for selector in ("a[rel~=next]", "link[rel~=next]"):
        node = tree.css_first(selector)
        if node is not None and _leads_on(node, base, url):
            return selector
    for number, node in enumerate(tree.css("a[href]")):
        if number > 3_000:
            return None
        said = plain(seen_text(node)) or plain(node.attributes.get("aria-label") or node.attributes.get("title") or "")
        if _NEXT.match(said) and _leads_on(node, base, url):
            return _selector(tree, node)
    return None


def _leads_on(node: LexborNode, base: str, url: str) -> bool:
    address = absolute(base, node.attributes.get("href"))
    return bool(address and same_host(address, url) and address.split("#")[0] != url.split("#")[0])


def _selector(tree: LexborHTMLParser, node: LexborNode) -> str | None:
    for name in good_classes(node):
        if len(tree.css(f"a.{name}")) == 1:
            return f"a.{name}"
    by_number = _by_number(tree, node)
    here = node.parent
    for _ in range(4):
        if here is None or here.tag == "body":
            return by_number
        for name in good_classes(here):
            for inner in inner_selectors(here, node):
                selector = f".{name} {inner}".replace("> ", "> ") if inner else f".{name}"
                found = tree.css(selector)
                if len(found) == 1 and found[0].mem_id == node.mem_id:
                    return by_number if by_number and ":nth" in selector else selector
        here = here.parent
    return by_number


def _by_number(tree: LexborHTMLParser, node: LexborNode) -> str | None:
    """The links that count pages in their addresses, forth and back: a run asks for each page once."""
    counted = _COUNTED.search(node.attributes.get("href") or "")
    if counted is None:
        return None
    selector = f'a[href*="{counted.group(1)}"]'
    links = [found.attributes.get("href") or "" for found in tree.css(selector)]
    return selector if len({_COUNTED.split(link)[0] for link in links}) == 1 else None
