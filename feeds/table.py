"""Tables: CSV as RFC 4180 says, and the one that Excel opens with a double click (FEEDS.md D8, §5)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from feeds.channel import Channel, Site
from feeds.characters import one_line
from feeds.columns import Column, columns_of
from feeds.rights import released
from vigie.model import Item, Kind

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are joined: separator, first bytes, and what a cell goes through."""

    delimiter: str
    mark: bytes
    cell: Callable[[str], str]


def neutralised(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, with a decimal comma when it is a number."""
    if not cell:
        return cell
    if _NUMBER.fullmatch(cell):
        return cell.replace(".", ",")
    return "'" + cell if cell.lstrip().startswith(_FORMULA) or cell[0] in _FORMULA else cell


RAW = Dialect(",", b"", lambda cell: cell)
EXCEL = Dialect(";", b"\xef\xbb\xbf", neutralised)


def render(items: Sequence[Item], channel: Channel) -> bytes:
    """UTF-8, comma, CRLF, a header; one row for each item, by id. Lists are `a|b`. All items must be of one kind.

    Without items the header is that of the channel's kind (its name: agenda, watch or calls).
    """
    return _table(items, channel, RAW)


def render_excel(items: Sequence[Item], channel: Channel) -> bytes:
    """The same rows with BOM, semicolon, decimal comma, and cells that start like a formula neutralised."""
    return _table(items, channel, EXCEL)


def kind_of(items: Sequence[Item], channel: Channel) -> Kind:
    """The kind that a table is about."""
    if items:
        return items[0].kind
    return {"agenda": Kind.EVENT, "watch": Kind.NEWS, "calls": Kind.CALL}[channel.name.split(".")[0]]


def _table(items: Sequence[Item], channel: Channel, dialect: Dialect) -> bytes:
    columns = columns_of(kind_of(items, channel))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=dialect.delimiter, lineterminator="\r\n")
    writer.writerow([c.name for c in columns])
    for item in sorted(items, key=lambda i: i.id):
        writer.writerow(_row(released(item), channel.site, columns, dialect))
    return dialect.mark + out.getvalue().encode("utf-8")


def _row(item: Item, site: Site, columns: Sequence[Column], dialect: Dialect) -> list[str]:
    return [dialect.cell(_cell(column.value(item, site))) for column in columns]


def _cell(value: object) -> str:
    """One cell, on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6f}"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (tuple, list)):
        return "|".join(one_line(str(v)).replace("|", "/") for v in value)
    return one_line(str(value))
