"""Lists of a page as recipes: repeated blocks that hold a day and a title, with selectors that a person can read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.discovery.list_blocks import Blocks, repeated_blocks
from scrapers.discovery.list_fields import Fields, fields_of, is_title
from scrapers.discovery.list_paging import next_selector
from scrapers.discovery.list_selectors import selector_of
from scrapers.discovery.list_undated import undated_articles
from scrapers.discovery.page_kind import kind_of_list
from scrapers.readers.html_nodes import seen_text
from scrapers.readers.page_days import days_in
from scrapers.readers.page_lines import ASIDE, CONTENT, Line
from vigie.model import Kind, Recipe

MOST_CANDIDATES = 24
_TITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:title|titre|titel|headline|heading|intitule)(?=$|[\s_-])")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that was found: its recipe and kind, the number of its items, the share of the page's own text that it
    is, how many signs of other text stand before it, its region, and what heads it."""

    recipe: Recipe
    kind: Kind
    size: int
    share: float
    prose_before: int
    region: str
    heading: str
    score: float
    first: int
    nodes: tuple[LexborNode, ...]


def lists_on(
    tree: LexborHTMLParser, lines: tuple[Line, ...], url: str, title: str, reference: date | None
) -> list[Listed]:
    """The lists of a page, the best first; of two that overlap, the better."""
    candidates = sorted(repeated_blocks(tree, lines), key=lambda blocks: (blocks.region == ASIDE, -len(blocks.nodes)))
    found = [
        one for blocks in candidates[:MOST_CANDIDATES] if (one := _listed(tree, lines, blocks, url, title, reference))
    ]
    found.sort(key=lambda one: -one.score)
    kept: list[Listed] = []
    for one in found:
        if not any(_overlap(one, other) for other in kept):
            kept.append(one)
    undated = _undated(tree, lines, url, title)
    return undated + kept if undated and all(3 * one.size <= undated[0].size for one in kept) else kept


def _undated(tree: LexborHTMLParser, lines: tuple[Line, ...], url: str, title: str) -> list[Listed]:
    found = undated_articles(tree, url, title)
    if found is None:
        return []
    recipe, nodes = found
    inside = _lines_inside(lines, nodes)
    content = [line for line in lines if line.region == CONTENT]
    own = [line for line in content if line.place in inside]
    share = sum(len(line.text) for line in own) / (sum(len(line.text) for line in content) or 1)
    if share < 0.5:
        return []
    first = own[0].place
    return [Listed(recipe, Kind.NEWS, len(nodes), share, 0, CONTENT, _heading_before(lines, first), 1.0, first, nodes)]


def _listed(
    tree: LexborHTMLParser, lines: tuple[Line, ...], blocks: Blocks, url: str, title: str, reference: date | None
) -> Listed | None:
    nodes = blocks.nodes
    inside = _lines_inside(lines, nodes)
    if not inside:
        return None
    first = min(inside)
    heading = _heading_before(lines, first)
    headings = [title, heading, *_class_words(nodes[0])]

    def kind_of(titles: Sequence[str], days: Sequence[str]) -> Kind:
        return kind_of_list(url, headings, titles, days, reference)

    fields = fields_of(nodes, kind_of)
    if fields is None or _are_titled_before(nodes, fields):
        return None
    item = selector_of(tree, nodes)
    if item is None:
        return None
    kind = Kind.NEWS if fields.filed else kind_of(fields.titles, fields.days)
    own = [line for line in lines if line.region == blocks.region]
    whole = sum(len(line.text) for line in own) or 1
    share = sum(len(lines[place].text) for place in inside) / whole
    start = next((line.place for line in own if line.heading or line.place == first), first)
    before = sum(
        len(line.text) for line in own if start < line.place < first and not line.heading and line.linked < 0.5
    )
    score = _score(nodes, fields)
    recipe = Recipe(item, fields.rules, next=next_selector(tree, url))
    return Listed(recipe, kind, len(nodes), share, before, blocks.region, heading, score, first, nodes)


def _score(nodes: tuple[LexborNode, ...], fields: Fields) -> float:
    good = [title for title in fields.titles if is_title(title)]
    dated = sum(bool(days_in(text)) for text in fields.days) / len(fields.days)
    distinct = len(set(good)) / len(fields.titles)
    pairs = len(set(zip(fields.titles, fields.days, strict=False))) / len(fields.titles)
    crowded = _titles_each(nodes, fields)
    worth = len(nodes) * dated * (0.4 * distinct + 0.6 * pairs) * (len(good) / len(fields.titles))
    return worth / max(crowded, 1.0) ** 2 * (1 + 0.03 * fields.score)


def _are_titled_before(nodes: tuple[LexborNode, ...], fields: Fields) -> bool:
    """Whether the blocks are but the texts below titles of their own: right before each stands a heading, or an element
    whose class says title, and no heading within. Whole pages of such are read by their lines."""
    if len(nodes) < 3 or any(node.css_first("h1, h2, h3, h4, h5, h6") is not None for node in nodes):
        return False
    titles = {seen_text(before) for node in nodes if (before := _title_before(node)) is not None}
    return len(titles) >= 0.9 * len(nodes) and not titles & set(fields.titles)


def _title_before(node: LexborNode) -> LexborNode | None:
    before = node.prev
    while before is not None and (before.tag or "-").startswith(("-", "!")):
        before = before.prev
    if before is None or not is_title(seen_text(before)) or len(seen_text(before)) > 140:
        return None
    says = _TITLE_CLASS.search((before.attributes.get("class") or "").lower())
    return before if says or re.fullmatch(r"h[1-6]", before.tag or "") else None


def _titles_each(nodes: tuple[LexborNode, ...], fields: Fields) -> float:
    """How many different things fit the title's place in one item, on average: more than one is a group of items."""
    selector = fields.rules[0].select
    if not selector:
        return 1.0
    counts = []
    for node in nodes[:12]:
        texts = {text for found in node.css(selector) if is_title(text := seen_text(found))}
        counts.append(max(len(texts), 1))
    return sum(counts) / len(counts)


def _lines_inside(lines: tuple[Line, ...], nodes: tuple[LexborNode, ...]) -> set[int]:
    wanted = {node.mem_id for node in nodes}
    known: dict[int, bool] = {}
    found: set[int] = set()
    for line in lines:
        here: LexborNode | None = line.node
        trail: list[int] = []
        inside = False
        while here is not None:
            mark = here.mem_id
            if mark in known:
                inside = known[mark]
                break
            trail.append(mark)
            if mark in wanted:
                inside = True
                break
            here = here.parent
        for mark in trail:
            known[mark] = inside
        if inside:
            found.add(line.place)
    if not found:  # inline items: their line belongs to the block around them
        blocks = {parent.mem_id for node in nodes if (parent := node.parent) is not None}
        found = {line.place for line in lines if line.node.mem_id in blocks}
    return found


def _heading_before(lines: tuple[Line, ...], first: int) -> str:
    for line in reversed(lines[max(0, first - 25) : first]):
        if line.heading:
            return line.text
    return ""


def _class_words(node: LexborNode) -> list[str]:
    words = []
    here: LexborNode | None = node
    for _ in range(3):
        if here is None or here.tag == "body":
            break
        words.append((here.attributes.get("class") or "").replace("-", " ").replace("_", " "))
        here = here.parent
    return words


def _overlap(one: Listed, other: Listed) -> bool:
    mine = {node.mem_id for node in one.nodes}
    for node in other.nodes:
        here: LexborNode | None = node
        while here is not None:
            if here.mem_id in mine:
                return True
            here = here.parent
    theirs = {node.mem_id for node in other.nodes}
    for node in one.nodes:
        here = node
        while here is not None:
            if here.mem_id in theirs:
                return True
            here = here.parent
    return False
