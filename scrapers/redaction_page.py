"""One item out of a web page: the node or the structured data that evidence points into, then what still names it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.readers.html_nodes import parse_page, selected
from scrapers.redaction_data import without_nodes
from scrapers.redaction_needles import Needles
from vigie.model import Capture, Recipe, Source

_SCRIPT = re.compile(r"(<script\b[^>]*ld\+json[^>]*>)(.*?)(</script\s*>)", re.S | re.I)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_ROOTS = frozenset(("html", "head", "body", "main"))
_MOST = 200
_THINGS = {"microdata": "[itemscope][itemtype]", "rdfa": "[typeof]"}


def drafts(
    capture: Capture, text: str, source: Source, pointers: Collection[str], wanted: Needles, others: Needles
) -> Iterator[str]:
    """Pages without what the pointers name. `others` are the names of the items that stay: no node with one of them is
    taken for a part of what goes."""
    source = source.as_of(capture.fetched_at)
    cut = _without_data(text, pointers)
    if cut is None:
        return
    cut = _COMMENT.sub(lambda comment: "" if wanted.found(comment.group(0)) else comment.group(0), cut)
    tree = parse_page(_with_text(capture, cut), source.option("repair"))
    for node in _pointed(tree, source, pointers, wanted):
        node.decompose()
    if _scrub(tree, wanted, others):
        yield tree.html or ""


def _with_text(capture: Capture, text: str) -> Capture:
    return replace(capture, body=b"\xef\xbb\xbf" + text.encode("utf-8", "replace"))


def _without_data(text: str, pointers: Collection[str]) -> str | None:
    """The page without the JSON-LD nodes pointed into; None when one of them cannot be taken out."""
    number = -1
    broken = False

    def rewrite(script: re.Match[str]) -> str:
        nonlocal number, broken
        number += 1
        mark = f"ld+json[{number}]"
        inside = [p.removeprefix(mark) for p in pointers if p.startswith(mark)]
        if not inside:
            return script.group(0)
        left = without_nodes(script.group(2), inside)
        broken = broken or left is None
        return script.group(1) + left + script.group(3) if left else ""

    made = _SCRIPT.sub(rewrite, text)
    return None if broken else made


def _pointed(
    tree: LexborHTMLParser, source: Source, pointers: Collection[str], wanted: Needles
) -> Iterator[LexborNode]:
    """Nodes of a recipe by their number, with what stands behind them; things of microdata and RDFa by what they say
    (their numbers count what the page's parser made of them)."""
    recipe = source.recipe
    if recipe is not None:
        marks = re.compile(re.escape(recipe.item) + r"\[(\d+)\]")
        numbers = {int(found.group(1)) for p in pointers if (found := marks.match(p))}
        nodes = selected(tree, recipe.item)
        for number in sorted(numbers & set(range(len(nodes)))):
            yield from _behind(nodes[number], recipe)
            yield nodes[number]
    for syntax, selector in _THINGS.items():
        if any(p.startswith(f"{syntax}[") for p in pointers):
            naming = [n for n in tree.css(selector) if wanted.found(n.html or "")]
            inner = [n for n in naming if not any(wanted.found(m.html or "") for m in _within(n, selector))]
            yield from (_thing(n) for n in inner)


def _within(node: LexborNode, selector: str) -> list[LexborNode]:
    return [m for m in node.css(selector) if m.mem_id != node.mem_id]


def _thing(node: LexborNode) -> LexborNode:
    """The event or article that a part (an organiser, an offer) belongs to."""
    here: LexborNode | None = node
    while here is not None and here.tag not in _ROOTS:
        kind = (here.attributes.get("itemtype") or here.attributes.get("typeof") or "").rstrip("/")
        if re.search(r"(Event|Festival|Hackathon|Article|Posting|Report|CourseInstance)$", kind):
            return here
        here = here.parent
    return node


def _behind(node: LexborNode, recipe: Recipe) -> Iterator[LexborNode]:
    """What belongs to a heading stands behind it, for recipes that read it there (`+ dd`)."""
    rules = [*recipe.fields, *([recipe.key] if recipe.key else [])]
    heads = {rule.select.lstrip()[1:].strip().partition(" ")[0] for rule in rules if rule.select.lstrip()[:1] == "+"}
    after = node.next
    while after is not None and (after.tag or "-").startswith(("-", "!")):
        after = after.next
    if after is not None and any(after.css_matches(head) for head in heads if head):
        yield after


def _scrub(tree: LexborHTMLParser, wanted: Needles, others: Needles) -> bool:
    """Takes out the smallest nodes that still say it, each with the card around it; False when that is the page."""
    for _ in range(_MOST):
        root = tree.root
        if root is None or not wanted.found(tree.html or ""):
            return root is not None
        node = _smallest(root, wanted)
        if node.tag in _ROOTS:
            return False
        _card(node, others).decompose()
    return False


def _smallest(node: LexborNode, wanted: Needles) -> LexborNode:
    while True:
        inner = next((c for c in node.iter() if wanted.found(c.html or "")), None)
        if inner is None:
            return node
        node = inner


def _card(node: LexborNode, others: Needles) -> LexborNode:
    """The widest node around it that names no other item and is not one of a list of its like already."""
    while True:
        parent = node.parent
        if parent is None or parent.tag in _ROOTS or _is_one_of_many(node, parent) or others.found(parent.html or ""):
            return node
        node = parent


def _is_one_of_many(node: LexborNode, parent: LexborNode) -> bool:
    like = [c for c in parent.iter() if c.tag == node.tag and c.attributes.get("class") == node.attributes.get("class")]
    return len(like) > 1 and node.tag not in ("p", "span", "a", "div", "br")
