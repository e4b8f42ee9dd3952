"""A page as the lines that its reader sees, in order, each with what the markup says of it.

A line is a run of text that no block or line break parts. Its region tells whether it belongs to what the page is
about or to its furniture: menus, foot, side columns, comments, banners.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_LINES, MOST_NODES, LONGEST_LINE = 20_000, 300_000, 8_000
DEEPEST = 400
CONTENT, ASIDE, FURNITURE, RELATED = "content", "aside", "furniture", "related"
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
     "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
     "ul")
)  # fmt: skip
_SILENT = frozenset(
    ("script", "style", "template", "noscript", "head", "svg", "iframe", "select", "option", "textarea", "button",
     "object", "video", "audio", "map", "dialog")
)  # fmt: skip
_FURNITURE_ROLES = frozenset(("navigation", "contentinfo", "search", "dialog", "menu", "menubar", "alertdialog"))
_FURNITURE_WORDS = frozenset(
    ("nav", "navbar", "navigation", "menu", "submenu", "menus", "mainmenu", "topmenu", "breadcrumb", "breadcrumbs",
     "ariane", "footer", "cookie", "cookies", "consent", "gdpr", "rgpd", "modal", "popup", "offcanvas", "social",
     "share", "sharing", "partage", "partager", "comments", "commentaires", "respond", "newsletter", "pagination",
     "pager", "skip", "login", "langues", "language", "languages", "topbar", "copyright", "colophon", "credits")
)  # fmt: skip
_BESIDES = frozenset(("pagination", "pager", "social", "share", "sharing", "partage", "partager"))
_PART_OF_ITEM = re.compile(
    r"\b[\w-]*(?:card|item|entry|post|article|event|news|teaser|tile|box|block|panel)s?(?:__|-{1,2}|_)"
    r"(?:[a-z]+(?:__|-|_))?(?:footer|nav|menu|social|share|credits?|copyright)\b",
    re.I,
)
"""Class names for the foot of one card ("news-card__footer"), which is no foot of the page."""
_ASIDE_WORDS = frozenset(("sidebar", "aside", "secondary"))
_RELATED_WORDS = frozenset(("related", "similar", "similaires", "similaire", "recommended"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """`node` is the block that the line stands in; `heading` 1 to 6, 0 = none; `bold`: all of it is; `href` is its
    first link, `linked` the share of its text that is linked; `place` counts lines, `block` its block's own number."""

    text: str
    node: LexborNode
    heading: int
    bold: bool
    href: str | None
    linked: float
    region: str
    place: int
    block: int


class _Run:
    """Text between two breaks."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.bold = self.linked = self.all = 0
        self.href: str | None = None
        self.last: str | None = None

    def add(self, text: str, bold: bool, href: str | None) -> None:
        size = len(text.strip())
        if size and href is not None and self.last not in (None, href):
            self.parts.append(" ")
        if size:
            self.last = href
        self.parts.append(text)
        self.all += size
        self.bold += size if bold else 0
        if href is not None:
            self.linked += size
            self.href = self.href or href


def lines_of(tree: LexborHTMLParser) -> tuple[Line, ...]:
    """The lines of a page's body, at most 20 000. Nothing raises, however deep or broken the page is."""
    body = tree.body
    if body is None:
        return ()
    return tuple(_Walk(len(body.text(deep=True) or ""), _feet_of_items(body)).lines(body))


def _feet_of_items(body: LexborNode) -> frozenset[int]:
    """The feet of cards: a page has one foot, so feet that look the same belong to its items."""
    alike: defaultdict[tuple[str | None, str | None, bool], list[int]] = defaultdict(list)
    for node in body.css("footer, .footer"):
        parent = node.parent
        alike[node.tag, node.attributes.get("class"), parent is not None and parent.tag == "article"].append(
            node.mem_id
        )
    return frozenset(mark for (*_, inside), marks in alike.items() if len(marks) >= 3 - inside for mark in marks)


class _Walk:
    def __init__(self, size: int, feet: frozenset[int]) -> None:
        self.size = max(size, 1)
        self.feet = feet
        self.run = _Run()
        self.found: list[Line] = []
        self.block = 0

    def lines(self, body: LexborNode) -> list[Line]:
        # Each entry: a node to enter, or None to leave a block; with what holds around it.
        work: list[tuple[LexborNode | None, LexborNode, int, bool, str | None, str, int]] = [
            (body, body, 0, False, None, CONTENT, 0)
        ]
        entered = 0
        while work and len(self.found) < MOST_LINES and entered < MOST_NODES:
            entered += 1
            node, block, heading, bold, href, region, depth = work.pop()
            if node is None:
                self._break(block, heading, region)
                self.block += 1
                continue
            tag = node.tag or ""
            if tag == "-text":
                self.run.add(node.text_content or "", bold, href)
                continue
            if tag.startswith(("-", "!")) or tag in _SILENT or depth > DEEPEST:
                continue
            if tag == "br":
                self._break(block, heading, region)
                continue
            attributes = node.attributes
            if tag != "body" and _is_hidden(attributes):
                continue
            region = self._region(node, tag, attributes, region)
            if tag in _BLOCKS:
                self._break(block, heading, region)
                self.block += 1
                heading = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else heading
                work.append((None, node, heading, bold, href, region, depth))
                block = node
            bold = bold or tag in ("strong", "b")
            if tag == "a":
                href = attributes.get("href") or href
            for child in reversed(list(node.iter(include_text=True))):
                work.append((child, block, heading, bold, href, region, depth + 1))
        return self.found

    def _break(self, block: LexborNode, heading: int, region: str) -> None:
        run, self.run = self.run, _Run()
        if not run.all:
            return
        text = _SPACES.sub(" ", _joined(run.parts)).strip()[:LONGEST_LINE]
        if text:
            self.found.append(
                Line(text, block, heading, run.bold >= 0.9 * run.all, run.href, run.linked / run.all, region,
                     len(self.found), self.block)
            )  # fmt: skip

    def _region(self, node: LexborNode, tag: str, attributes: dict[str, str | None], region: str) -> str:
        if region in (FURNITURE, RELATED) or node.mem_id in self.feet:
            return region
        role = (attributes.get("role") or "").lower()
        if tag == "nav" or role in _FURNITURE_ROLES:
            return FURNITURE
        if tag == "footer":
            return FURNITURE if not self._is_weighty(node, 0.4) else region
        names = _PART_OF_ITEM.sub(" ", f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
        words = set(re.findall(r"[a-z]+", names.lower()))
        if tag == "form" or words & _FURNITURE_WORDS:
            return FURNITURE if not (self._is_weighty(node, 0.4) or _bears_articles(node, words)) else region
        if words & _RELATED_WORDS:
            return RELATED if not self._is_weighty(node, 0.6) else region
        if tag == "aside" or role == "complementary" or words & _ASIDE_WORDS:
            return ASIDE if not self._is_weighty(node, 0.6) else region
        return region

    def _is_weighty(self, node: LexborNode, share: float) -> bool:
        """Whether a node bears what the page is about, whatever it is called: its heading, or most of its text."""
        if node.tag == "body" or node.css_first("main, h1, article h1") is not None:
            return True
        return len(node.text(deep=True) or "") > share * self.size


def _bears_articles(node: LexborNode, words: set[str]) -> bool:
    """Whether a block called after the paging or sharing that it also holds bears articles; feet and menus do not."""
    if words & (_FURNITURE_WORDS - _BESIDES) or node.tag == "form":
        return False
    return len(node.css("article")) > 1


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    return (
        "hidden" in attributes
        or (attributes.get("aria-hidden") or "").lower() == "true"
        or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))
    )


def _joined(parts: list[str]) -> str:
    """Inline pieces as they are seen: a figure and a word of two elements stand apart ("12" "mars")."""
    kept: list[str] = []
    for part in parts:
        if kept and part and kept[-1] and _are_apart(kept[-1], part):
            kept.append(" ")
        if part:
            kept.append(part)
    return "".join(kept)


def _are_apart(whole: str, part: str) -> bool:
    if whole[-1].isdigit():
        return part[0].isalpha() and len(part) > 2
    return whole[-1].isalpha() and part[:4].isdigit()
