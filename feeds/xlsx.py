"""XLSX, the table that editors open: typed cells, no formula whatever an item says (FEEDS.md D8, §5; ECMA-376 §18.3).

The writer is our own because no library streams kept rows, and none gives equal bytes for equal rows.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import BinaryIO

from feeds import xlsx_parts as parts
from feeds.channel import Channel, Site
from feeds.characters import paragraphs
from feeds.column_types import Type, listed, money, read_moment, typed_columns
from feeds.columns import Column
from feeds.instants import brussels_clock
from feeds.pieces import TOGETHER, Format, Piece
from feeds.streams import Forward
from feeds.xml_text import text
from vigie.model import Item, Kind

LONGEST_CELL = 32_767  # UTF-16 units, Excel's specification
ROWS = 1_048_576
SHEETS = {Kind.EVENT: "Agenda", Kind.NEWS: "Veille", Kind.CALL: "Appels"}
LEGEND = "Colonnes"

# Where the number of its row goes: NUL can stand in no XML text, so nothing of an item looks like it.
_ROW = b"\x00"
_ESCAPE = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")
_EPOCH = datetime(1899, 12, 30)
_FIRST_DAY = datetime(1900, 3, 1)  # before it, Excel counts a 29 February 1900 that never was
_DIGITS = 15
_WIDTHS = {"title": 48, "excerpt": 60, "sessions": 40, "id": 12, "place": 28, "licence": 12, "price": 20}
_WIDTH_OF = {Type.TEXT: 16, Type.LIST: 30, Type.LINK: 34, Type.MOMENT: 18, Type.INSTANT: 18}
_NARROW = 12


@cache
def letters(column: int) -> str:
    """The name of the n-th column, from 0: A, …, Z, AA, …"""
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name


def in_cell(value: str) -> str:
    """`value` as the <t> elements of one cell, XML-safe and cut to Excel's limit.

    `_x000D_` stands for a carriage return in a string (§22.9.2.19), and not every reader knows the escape of that: a
    text that looks like it is split into two runs, neither of which does.
    """
    clean = paragraphs(value)
    if len(clean) * 2 > LONGEST_CELL and len(units := clean.encode("utf-16-le")) > LONGEST_CELL * 2:
        clean = units[: (LONGEST_CELL - 1) * 2].decode("utf-16-le", "ignore") + "…"
    runs = [f'<t xml:space="preserve">{text(run)}</t>' for run in _ESCAPE.split(clean)]
    return runs[0] if len(runs) == 1 else "".join(f"<r>{run}</r>" for run in runs)


def text_cell(at: str, value: str, style: int = parts.TEXT) -> str:
    """A text that no program takes for a formula."""
    return f'<c r="{at}" s="{style}" t="inlineStr"><is>{in_cell(value)}</is></c>'


def _number(at: str, value: int | Decimal) -> str:
    exact = Decimal(value)
    if len(exact.as_tuple().digits) > _DIGITS:
        return text_cell(at, str(value))
    return f'<c r="{at}"><v>{exact:f}</v></c>'


def _day(at: str, clock: datetime, style: int) -> str | None:
    if clock < _FIRST_DAY:
        return None
    since = clock - _EPOCH
    days = Decimal(since.days) + (Decimal(since.seconds) / 86_400).quantize(Decimal("1e-10"))
    return f'<c r="{at}" s="{style}"><v>{days.normalize():f}</v></c>'


def _moment(at: str, value: str) -> str:
    """A real date where the day, or the wall clock of Brussels, says all that is known; else the words themselves."""
    said = read_moment(value)
    made = None
    if said.instant:
        clock = brussels_clock(said.instant)
        twice = any(
            brussels_clock(said.instant + shift) == clock for shift in (timedelta(hours=1), timedelta(hours=-1))
        )
        made = None if twice else _day(at, clock.replace(fold=0), parts.CLOCK)
    elif said.day:
        made = _day(at, datetime(said.day.year, said.day.month, said.day.day), parts.DAY)
    return made or text_cell(at, value)


def _instant(at: str, value: str) -> str:
    clock = datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
    return _day(at, clock, parts.CLOCK) or text_cell(at, value)


def width_of(name: str, kind: Type) -> int:
    """How wide a column opens, in signs."""
    return _WIDTHS.get(name, _WIDTH_OF.get(kind, _NARROW))


def cell(at: str, kind: Type, value: object) -> str:
    """A value as one cell of a type; "" for an empty one."""
    if value is None or value == "" or value == ():
        return ""
    if kind is Type.BOOLEAN:
        # As text: LibreOffice keeps a boolean as the formula =TRUE() or =FALSE().
        return text_cell(at, "true" if value else "false")
    if kind is Type.LIST:
        return text_cell(at, "|".join(listed(value)))
    if kind is Type.MOMENT:
        return _moment(at, str(value))
    if kind is Type.INSTANT:
        return _instant(at, str(value))
    if isinstance(value, float):
        return _number(at, Decimal(repr(round(value, 6))))
    number = money(value) if kind is Type.MONEY else value
    return _number(at, number) if isinstance(number, (int, Decimal)) else text_cell(at, str(value))


def _cut(item: Item, site: Site) -> Iterator[Piece]:
    cells = "".join(
        cell(letters(n) + "\x00", kind, column.value(item, site))
        for n, (column, kind) in enumerate(typed_columns(item.kind))
    )
    yield Piece(item.id, f'<row r="\x00">{cells}</row>'.encode())


def legend(columns: Iterable[Column]) -> Iterator[bytes]:
    """The rows that say what each column means."""
    for row, column in enumerate(columns, start=2):
        cells = text_cell(f"A{row}", column.name) + text_cell(f"B{row}", column.meaning, parts.WRAPPED)
        yield f'<row r="{row}">{cells}</row>'.encode()


def head(names: Sequence[str], widths: Sequence[int]) -> bytes:
    """A sheet from its beginning to its first row, which holds the names and stays in sight."""
    columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(widths, start=1))
    cells = "".join(text_cell(f"{letters(n)}1", name, parts.HEADER) for n, name in enumerate(names))
    return (
        f'{parts.DECLARATION}<worksheet xmlns="{parts.MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData><row r="1">{cells}</row>'
    ).encode()


def numbered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Rows below the first, each with its number in its place."""
    for row, piece in enumerate(pieces, start=2):
        yield piece.replace(_ROW, b"%d" % row)


def sheet(book: zipfile.ZipFile, name: str, top: bytes, rows: Iterable[bytes], width: int) -> int:
    """Writes a sheet as its rows come; returns how many it has below its header."""
    count = 0
    with book.open(entry(name), "w") as part:
        part.write(top)
        rest = iter(rows)
        while some := list(islice(rest, TOGETHER)):
            part.write(b"".join(some))
            count += len(some)
        everything = f"A1:{letters(width - 1)}{count + 1}"
        marks = f'<ignoredErrors><ignoredError sqref="{everything}" numberStoredAsText="1"/></ignoredErrors>'
        part.write(f'</sheetData><autoFilter ref="{everything}"/>{marks}</worksheet>'.encode())
    return count


def entry(name: str) -> zipfile.ZipInfo:
    """A part with the oldest instant that ZIP can say: no clock, no machine in the bytes."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    entry.external_attr = 1 << 5  # an archived file; 0 would become the rights of a Unix file
    return entry


def _write(pieces: Iterable[bytes], channel: Channel, out: BinaryIO) -> int:
    columns = typed_columns(channel.kind)
    names = [c.name for c, _ in columns]
    widths = [width_of(c.name, t) for c, t in columns]
    with zipfile.ZipFile(Forward(out), "w") as book:
        fixed = (
            ("[Content_Types].xml", parts.content_types()),
            ("_rels/.rels", parts.PACKAGE_RELATIONS),
            ("xl/_rels/workbook.xml.rels", parts.workbook_relations()),
            ("xl/styles.xml", parts.STYLES),
            ("docProps/core.xml", parts.properties(
                channel.title, channel.description, channel.site.name, channel.language, channel.updated)),
        )  # fmt: skip
        for name, content in fixed:
            book.writestr(entry(name), content.encode())
        rows = sheet(book, "xl/worksheets/sheet1.xml", head(names, widths), numbered(pieces), len(columns))
        sheet(book, "xl/worksheets/sheet2.xml", head(("colonne", "sens"), (20, 90)), legend(c for c, _ in columns), 2)
        table = f"$A$1:${letters(len(columns) - 1)}${rows + 1}"
        book.writestr(entry("xl/workbook.xml"), parts.workbook((SHEETS[channel.kind], LEGEND), table).encode())
    return rows


FORMAT = Format("xlsx", ".xlsx", parts.MEDIA_TYPE, _cut, _write, ROWS - 1)
