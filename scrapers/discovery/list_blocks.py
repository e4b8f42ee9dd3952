"""Repeated blocks of a page that each hold a day: the likely items of a list.

Days that stand at one place of the markup (the same path of tags) belong to one list. From each of them the path is
climbed in step: as long as no two meet, the blocks are still apart; the last step before they meet is the item.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.readers.addresses import absolute
from scrapers.readers.html_nodes import seen_text, selected
from scrapers.readers.page_address import day_in_address
from scrapers.readers.page_days import days_in, month_said
from scrapers.readers.page_lines import ASIDE, CONTENT, FURNITURE, RELATED, Line

LONGEST_DATE_LINE = 260
MOST_DATES = 3_000
FEWEST = 2
_HERE = "http://example.org/a/b/c/d/"
"""Somewhere to resolve a link from, where only its path counts."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The nodes of a likely list, in page order, and where in the page they stand (a region of `page_lines`)."""

    nodes: tuple[LexborNode, ...]
    region: str


def repeated_blocks(tree: LexborHTMLParser, lines: tuple[Line, ...]) -> tuple[Blocks, ...]:
    """Every likely list of a page: for each place of days, the blocks at each step at which their number falls."""
    found: dict[tuple[int, ...], Blocks] = {}
    for region, nodes in _places_of_days(tree, lines):
        for blocks in _steps(nodes):
            found.setdefault(tuple(node.mem_id for node in blocks), Blocks(blocks, region))
    return tuple(found.values())


def _places_of_days(tree: LexborHTMLParser, lines: tuple[Line, ...]) -> Iterator[tuple[str, list[LexborNode]]]:
    regions = {line.node.mem_id: line.region for line in lines}
    by_path: defaultdict[tuple[str, str], list[LexborNode]] = defaultdict(list)
    known: set[int] = set()

    def put(node: LexborNode, region: str) -> None:
        if node.mem_id not in known and len(known) < MOST_DATES:
            known.add(node.mem_id)
            by_path[_path(node), region].append(node)

    for line in lines:
        if line.region in (FURNITURE,):
            continue
        if line.linked > 0.5 and len(days_in(line.text)) > 1 and len(line.node.css("a[href]")) > 1:
            for link in line.node.css("a[href]"):
                if days_in(seen_text(link)):
                    put(link, line.region)
        elif len(line.text) <= LONGEST_DATE_LINE and days_in(line.text):
            put(line.node, line.region)
        elif len(line.text) <= 12 and (month_said(line.text) or line.text.strip(" .").isdigit()):
            node = _split_day(line.node)
            if node is not None:
                put(node, line.region)
    for node in selected(tree, "time[datetime]"):
        region = _region_of(node, regions)
        if region and region != FURNITURE and not _holds(node, known):
            put(node, region)
    for (_, region), nodes in by_path.items():
        if len(nodes) >= FEWEST:
            yield region, nodes
    yield from _places_of_filed_links(tree, regions)


def _places_of_filed_links(tree: LexborHTMLParser, regions: dict[int, str]) -> Iterator[tuple[str, list[LexborNode]]]:
    """Links whose addresses hold the day of an article: one each, for lists that say no day at all."""
    by_path: defaultdict[tuple[str, str], list[LexborNode]] = defaultdict(list)
    known: set[str] = set()
    for node in tree.css("a[href]")[:MOST_DATES]:
        href = node.attributes.get("href") or ""
        region = _region_of(node, regions)
        if href not in known and region != FURNITURE and seen_text(node) and day_in_address(absolute(_HERE, href)):
            known.add(href)
            by_path[_path(node), region or CONTENT].append(node)
    for (_, region), nodes in by_path.items():
        if len(nodes) >= FEWEST:
            yield region, nodes


def _region_of(node: LexborNode, regions: dict[int, str]) -> str | None:
    here: LexborNode | None = node
    while here is not None:
        if here.mem_id in regions:
            return regions[here.mem_id]
        here = here.parent
    first = next((regions[n.mem_id] for n in node.traverse() if n.mem_id in regions), None)
    return first or CONTENT


def _holds(node: LexborNode, known: set[int]) -> bool:
    here = node.parent
    for _ in range(3):
        if here is None:
            return False
        if here.mem_id in known:
            return True
        here = here.parent
    return False


def _split_day(node: LexborNode) -> LexborNode | None:
    """The block that holds a day in pieces (`12` above `MARS`), at most three steps up."""
    here = node.parent
    for _ in range(3):
        if here is None or here.tag in ("body", "html"):
            return None
        text = seen_text(here)
        if len(text) > 60:
            return None
        if days_in(text):
            return here
        here = here.parent
    return None


def _steps(nodes: list[LexborNode]) -> Iterator[tuple[LexborNode, ...]]:
    """The blocks at the last step before each fall of their number, from the highest to the innermost."""
    steps: list[tuple[LexborNode, ...]] = []
    here: list[LexborNode] = nodes
    while len(here) >= FEWEST:
        steps.append(tuple(here))
        parents: dict[int, LexborNode] = {}
        for node in here:
            parent = node.parent
            if parent is not None and parent.tag not in ("body", "html", None):
                parents.setdefault(parent.mem_id, parent)
        here = list(parents.values())
    highest: dict[int, tuple[LexborNode, ...]] = {}
    for blocks in steps:
        highest[len(blocks)] = blocks
    yield from sorted(highest.values(), key=len)


def _path(node: LexborNode) -> str:
    names: list[str] = []
    here: LexborNode | None = node
    while here is not None and here.tag and len(names) < 60:
        names.append(here.tag)
        here = here.parent
    return ">".join(names)


__all__ = ["ASIDE", "RELATED", "Blocks", "repeated_blocks"]
