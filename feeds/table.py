"""Tables: CSV as RFC 4180 says, and the one that Excel opens with a double click (FEEDS.md D8, §5)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

from feeds.channel import Channel, Site
from feeds.characters import one_line
from feeds.columns import Column, columns_of
from feeds.pieces import Cut, Format, Piece, Write, joined
from vigie.model import Item

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


def _cut(dialect: Dialect) -> Cut:
    def cut(item: Item, site: Site) -> Iterator[Piece]:
        yield Piece(item.id, line(row(item, site, columns_of(item.kind), dialect), dialect))

    return cut


def _write(dialect: Dialect) -> Write:
    def write(pieces: Iterable[bytes], channel: Channel, out: BinaryIO) -> int:
        """UTF-8, CRLF, a header; one row for each item, by id. Lists are `a|b`."""
        header = line([c.name for c in columns_of(channel.kind)], dialect)
        return joined(dialect.mark + header, pieces, b"", b"", out)

    return write


_TYPE = "text/csv; charset=utf-8; header=present"
FORMAT = Format("csv", ".csv", _TYPE, _cut(RAW), _write(RAW))
EXCEL_FORMAT = Format("excel", ".excel.csv", _TYPE, _cut(EXCEL), _write(EXCEL))
"""The same rows with BOM, semicolon, decimal comma, and cells that start like a formula neutralised."""
render, render_excel = FORMAT.render, EXCEL_FORMAT.render


def line(cells: Sequence[str], dialect: Dialect) -> bytes:
    """Cells as one line of a file, its end with it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=dialect.delimiter, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode("utf-8")


def row(item: Item, site: Site, columns: Sequence[Column], dialect: Dialect) -> list[str]:
    """The cells of a released item."""
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
