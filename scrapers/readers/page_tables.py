"""Cells of a table with the head of their column: "Date limite" above, "12 janvier 2022" two cells below.

Text alone loses the column. Cells that hold a day are said with their head, and rows of a table as one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from selectolax.lexbor import LexborNode

from scrapers.readers.html_nodes import seen_text
from scrapers.readers.page_days import days_in
from scrapers.readers.page_lines import Line

LONGEST_HEAD = 80
LONGEST_CELL = 120
_CELL = ("td", "th")
_PLAIN_HEAD = re.compile(r"\W*(?:dates?|quand|jours?|when|datum|wanneer)\W*", re.I)
"""Heads that say no more than the day itself."""


def texts_of(lines: Iterable[Line]) -> Iterator[str]:
    """The text of each line; short rows of a table as one, the label first, with the head of its column before a cell
    with a day."""
    for _, group in groupby(lines, _row_of):
        row = list(group)
        said = [_with_head(line) for line in row]
        cells = {cell.mem_id for line in row if (cell := _up(line.node, _CELL)) is not None}
        if 1 < len(cells) == len(row) and max(map(len, said)) <= LONGEST_CELL:
            yield " | ".join(said) if len(said) != 2 else _label_first(*said)
        else:
            yield from said


def _label_first(one: str, other: str) -> str:
    """A row of two as a label and what it says, wherever the day stands."""
    if days_in(one) and not days_in(other):
        one, other = other, one
    return f"{one.rstrip(' :')} : {other}"


def _row_of(line: Line) -> int:
    row = _up(line.node, ("tr",))
    return row.mem_id if row is not None else 0


def _with_head(line: Line) -> str:
    head = head_of(line) if days_in(line.text) else None
    return f"{head} : {line.text}" if head and not _PLAIN_HEAD.fullmatch(head) else line.text


def head_of(line: Line) -> str | None:
    """What stands at the top of a line's column, when the table's first row holds no day; None outside of tables."""
    return head_above(line.node)


def head_above(node: LexborNode) -> str | None:
    """What stands at the top of the column of a node; None as for `head_of`."""
    cell = _up(node, ("td",))
    row = _up(cell, ("tr",)) if cell is not None else None
    table = _up(row, ("table",)) if row is not None else None
    if cell is None or row is None or table is None:
        return None
    first = table.css_first("tr")
    if first is None or first.mem_id == row.mem_id or days_in(seen_text(first)):
        return None
    heads, cells = _cells(first), _cells(row)
    if len(heads) != len(cells) or len(heads) < 2:
        return None
    place = next((number for number, one in enumerate(cells) if one.mem_id == cell.mem_id), None)
    said = seen_text(heads[place]) if place is not None else ""
    return said.rstrip(" :") if 2 < len(said) <= LONGEST_HEAD else None


def _cells(row: LexborNode) -> list[LexborNode]:
    return [node for node in row.iter() if node.tag in ("td", "th")]


def _up(node: LexborNode | None, tags: tuple[str, ...]) -> LexborNode | None:
    here = node
    for _ in range(8):
        if here is None or here.tag in tags:
            return here
        here = here.parent
    return None
