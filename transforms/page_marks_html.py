"""What the headings of an HTML page and the badges beside them say of a thing whose title is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from transforms.page_marks_answer import MARKED, PageAnswer, PageReading
from transforms.page_marks_headings import Heading, read_heading, words
from transforms.page_marks_words import Mark, read_mark
from transforms.text import fold, line

# Read by nobody, or shown by a script only when it applies: a badge that waits for its day says nothing.
_UNSEEN = (
    "script, style, noscript, template, svg, iframe, [hidden], [aria-hidden=true], [v-if], [v-show], [x-show], [x-if], "
    "[ng-if], [ng-show], [data-ng-if], .d-none, .hidden, .is-hidden, .ng-hide, .invisible"
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# Corners of a page that speak of other things.
_ASIDE = frozenset({"nav", "aside", "footer", "form", "blockquote"})
_CORNER = re.compile(
    r"(?:^|[\s_-])(?:related|comments?|sidebar|widget|similaires?|teasers?|menu|breadcrumbs?)(?:$|[\s_-])"
)
_NO_BADGE = frozenset({"a", "nav", "aside", "ul", "ol", "table", "form", "button", "select", "h1", "footer", "label"})
_STATED = re.compile(r"status|statut|badge|label|alert|notice|etat|pill|tag")
# The Events Calendar prints it below the dates of its single page; the label of its lists has another class.
_TRIBE = ".tribe-events-single .tribe-events-status-single__header"
CLIMBS = 3
MOST = 30


def tree_of(markup: str) -> LexborHTMLParser:
    """The page without what nobody sees. Take JSON-LD out first."""
    tree = LexborHTMLParser(markup)
    for node in [*tree.css(_UNSEEN), *tree.css("[style]")]:
        if node.tag not in ("html", "body") and ("style" not in node.attributes or _is_unseen(node)):
            node.decompose()
    return tree


def read_headings(tree: LexborHTMLParser, title: str) -> PageReading | None:
    """The answer of the page's own heading (h1, og:title, title), None when none is that of the thing."""
    named = words(title)
    own = [(node, heading) for node in _first_headings(tree) if (heading := read_heading(_text(node), title))]
    own = [one for one in own if one[1].exact] or own
    marks = [heading.mark or _badge(node, named) or _tribe(tree, named) for node, heading in own]
    if own and all(marks) and len({mark.status for mark in marks if mark}) == 1:
        return _reading(marks[0], _text(own[0][0]), "h1")
    head = list(_head(tree, title))
    if not own or (len(own) == 1 and not marks[0]):
        for pointer, text, heading in head:
            if heading.mark:
                return _reading(heading.mark, text, pointer)
    if own:
        return PageReading(PageAnswer.LIVES, _text(own[0][0])[:200], "h1")
    if head:
        return PageReading(PageAnswer.LIVES, head[0][1][:200], head[0][0])
    return None


def shows(tree: LexborHTMLParser, title: str) -> bool:
    """Whether a smaller heading, that is no link to another page, is the thing's: a page of several things."""
    for node in tree.css("h2, h3, h4")[:200]:
        heading = read_heading(_text(node), title)
        if heading and heading.exact and not heading.mark and not node.css_first("a[href]") and not _in_corner(node):
            return True
    return False


def microdata(tree: LexborHTMLParser) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Events of microdata as objects with name and eventStatus, as JSON-LD would have them."""
    for place, scope in enumerate(tree.css("[itemscope][itemtype*='Event'], [itemscope][itemtype*='Festival']")[:500]):
        node: dict[str, Any] = {"@type": (scope.attributes.get("itemtype") or "").rsplit("/", 1)[-1]}
        for name in ("name", "eventStatus"):
            for found in scope.css(f"[itemprop='{name}']"):
                if _scope_of(found) == scope:
                    said = found.attributes
                    node[name] = line(said.get("content") or said.get("href") or _text(found))
                    break
        yield f"[itemscope]:{place + 1}", node


def _reading(mark: Mark | None, text: str, pointer: str) -> PageReading:
    assert mark is not None
    return PageReading(MARKED[mark.status], text[:200], pointer, mark.language)


def _first_headings(tree: LexborHTMLParser) -> list[LexborNode]:
    return [node for node in tree.css("h1")[:MOST] if not _in_corner(node)]


def _head(tree: LexborHTMLParser, title: str) -> Iterator[tuple[str, str, Heading]]:
    for pointer, selector in (("meta[property='og:title']", None), ("title", "title")):
        node = tree.css_first(selector or pointer)
        text = "" if node is None else line(_text(node) if selector else node.attributes.get("content") or "")
        heading = read_heading(text, title)
        if heading:
            yield pointer, text, heading


def _badge(heading: LexborNode, title: Collection[str]) -> Mark | None:
    """The marker that stands right before or behind a heading as an element of its own."""
    for forward in (False, True):
        node: LexborNode | None = heading
        for _ in range(CLIMBS):
            if node is None or node.tag in ("body", "html", "main", "article"):
                break
            beside = _beside(node, forward)
            if beside is not None:
                mark = _badge_mark(beside, title)
                if mark:
                    return mark
                break
            node = node.parent
    return None


def _badge_mark(node: LexborNode, title: Collection[str]) -> Mark | None:
    if node.tag in _NO_BADGE or node.css_first("a, button, select, h1, h2, h3") is not None or _in_corner(node):
        return None
    mark = _badge_word(_text(node), title)
    if mark is None and _STATED.search((node.attributes.get("class") or "").lower()):
        first = next((c for c in node.iter(include_text=False)), None)  # the word, then the reason below it
        mark = _badge_word(_text(first), title) if first is not None else None
    return mark


def _badge_word(text: str, title: Collection[str]) -> Mark | None:
    """A badge is a participle: "Annulation" alone is the name of a tab or of a paragraph."""
    return None if "annulation" in fold(text) else read_mark(text, title)


def _beside(node: LexborNode, forward: bool) -> LexborNode | None:
    """The next element on one side; None when nothing stands there. Bare text there is no badge and ends the search."""
    found = node.next if forward else node.prev
    while found is not None and (found.tag or "-").startswith(("-", "_")):
        if found.tag == "-text" and (found.text(deep=False) or "").strip():
            return found
        found = found.next if forward else found.prev
    return found


def _tribe(tree: LexborHTMLParser, title: Collection[str]) -> Mark | None:
    node = tree.css_first(_TRIBE)
    return read_mark(_text(node), title) if node is not None else None


def _in_corner(node: LexborNode) -> bool:
    found: LexborNode | None = node
    while found is not None and found.tag not in ("body", "html"):
        name = f"{found.attributes.get('class') or ''} {found.attributes.get('id') or ''}".lower()
        if found.tag in _ASIDE or _CORNER.search(name):
            return True
        found = found.parent
    return False


def _is_unseen(node: LexborNode) -> bool:
    return bool(_INVISIBLE.search(node.attributes.get("style") or "")) or node.tag in ("script", "style", "template")


def _scope_of(node: LexborNode) -> LexborNode | None:
    found = node.parent
    while found is not None and "itemscope" not in found.attributes:
        found = found.parent
    return found


def _text(node: LexborNode) -> str:
    return " ".join((node.text(deep=True, separator=" ") or "").split())
