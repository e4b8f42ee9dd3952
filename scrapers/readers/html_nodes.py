"""HTML pages as trees, and nodes as the text that a reader of the page sees."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Comment, Tag
from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.readers.addresses import absolute
from scrapers.readers.decoding import text_of
from vigie.model import Capture

_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
     "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p",
     "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul")
)  # fmt: skip
_HIDDEN = frozenset(("script", "style", "template", "noscript", "head", "svg"))
_NOISE = ("script", "style", "template", "noscript", "iframe", "form", "svg", "nav", "button")


def parse_page(capture: Capture, repair: str = "") -> LexborHTMLParser:
    """The page as a tree. `repair` "rows" first gives a table to rows and cells that stand outside of one, as the
    answers of AJAX lists do: HTML 5's rules would drop their tags."""
    text = text_of(capture).replace("\x00", "")
    return LexborHTMLParser(_with_tables(text) if repair == "rows" else text)


def _with_tables(text: str) -> str:
    soup = BeautifulSoup(text, "html.parser")
    for cell in soup.find_all(["td", "th"]):
        if cell.find_parent("tr") is None:
            cell.wrap(soup.new_tag("tr"))
    for row in soup.find_all("tr"):
        if row.find_parent("table") is None:
            row.wrap(soup.new_tag("table"))
    return str(soup)


def selected(tree: LexborHTMLParser | LexborNode, selector: str) -> list[LexborNode]:
    """Nodes that fit a CSS selector, in page order. Raises ValueError naming a selector that is none.

    A selector that starts with `+` looks in the element that follows the node (`+ ul li`, `+ dd`): what belongs to a
    heading often stands behind it, not within.
    """
    try:
        if selector.lstrip().startswith("+") and isinstance(tree, LexborNode):
            return _behind(tree, selector.lstrip()[1:].strip())
        return list(tree.css(selector))
    except Exception as error:  # selectolax raises its own and plain exceptions for bad selectors
        raise ValueError(f"CSS selector {selector!r}: {error}") from error


def _behind(node: LexborNode, selector: str) -> list[LexborNode]:
    after = node.next
    while after is not None and (after.tag or "-").startswith(("-", "!")):
        after = after.next
    head, _, tail = selector.partition(" ")
    if after is None or not after.css_matches(head):
        return []
    return list(after.css(tail)) if tail.strip() else [after]


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """The address that the page's links start from: its <base>, else its own."""
    node = tree.css_first("base[href]")
    return (absolute(url, node.attributes.get("href")) if node else None) or url


def seen_text(node: LexborNode) -> str:
    """The text of a node as a page shows it: blocks and line breaks part words, inline tags don't."""
    parts: list[str] = []
    work: list[LexborNode | str] = [node]
    while work:
        here = work.pop()
        if isinstance(here, str):
            parts.append(here)
        elif here.tag == "-text":
            parts.append(here.text_content or "")
        elif here.tag not in _HIDDEN and not (here.tag or "").startswith(("-", "!")):
            gap = " " if here.tag in _BLOCKS else ""
            work.append(gap)
            work.extend(reversed(list(here.iter(include_text=True))))
            work.append(gap)
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def rich_text(node: LexborNode) -> str:
    """The inner markup of a node without scripts, forms, comments and page furniture, rebuilt where it was broken."""
    soup = BeautifulSoup(node.html or "", "lxml")
    for unwanted in soup(list(_NOISE)):
        unwanted.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    root = soup.find(node.tag or "body")
    return root.decode_contents().strip() if isinstance(root, Tag) else ""
