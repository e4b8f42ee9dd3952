"""The workbook that editors take home and bring back: their rows, what the columns mean, and, out of sight, what each
cell said when the file was made, so that an import can tell what they changed from what moved meanwhile."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from feeds import xlsx_parts as parts
from feeds.channel import Site
from feeds.column_types import Type
from feeds.columns import Column
from feeds.streams import Forward
from feeds.xlsx import LEGEND, cell, entry, head, legend, letters, numbered, sheet, text_cell, width_of
from vigie.model import Item

SHEET, MARKS = "Contenus", "vigie-marques"
"""The sheet of the rows, and the hidden one."""
HELD = 4 << 20
_MARK_WIDTH = 12

Typed = tuple[Column, Type]
Marks = Callable[[Item], Sequence[str]]


def write(
    items: Iterable[Item],
    columns: Sequence[Typed],
    marked: Sequence[str],
    marks: Marks,
    site: Site,
    title: str,
    at: datetime,
    out: BinaryIO,
) -> int:
    """Writes released items, read once, and returns how many. `marks` gives what the columns `marked` say of an item,
    in their order. Memory does not grow with the items."""
    names = [column.name for column, _ in columns]
    with tempfile.SpooledTemporaryFile(HELD) as kept, zipfile.ZipFile(Forward(out), "w") as book:
        for name, content in (
            ("[Content_Types].xml", parts.content_types(3)),
            ("_rels/.rels", parts.PACKAGE_RELATIONS),
            ("xl/_rels/workbook.xml.rels", parts.workbook_relations(3)),
            ("xl/styles.xml", parts.STYLES),
            ("docProps/core.xml", parts.properties(title, title, site.name, site.language, at)),
        ):
            book.writestr(entry(name), content.encode())

        def rows() -> Iterator[bytes]:
            for item in items:
                kept.write(_row([item.id, *marks(item)]) + b"\n")
                cells = (
                    cell(letters(n) + "\x00", kind, column.value(item, site))
                    for n, (column, kind) in enumerate(columns)
                )
                yield f'<row r="\x00">{"".join(cells)}</row>'.encode()

        top = head(names, [width_of(column.name, kind) for column, kind in columns])
        count = sheet(book, "xl/worksheets/sheet1.xml", top, numbered(rows()), len(columns))
        told = head(("colonne", "sens"), (20, 90))
        sheet(book, "xl/worksheets/sheet2.xml", told, legend(column for column, _ in columns), 2)
        kept.seek(0)
        mark_names = ["id", *marked]
        hidden = head(mark_names, [_MARK_WIDTH] * len(mark_names))
        sheet(book, "xl/worksheets/sheet3.xml", hidden, numbered(_whole(kept)), len(mark_names))
        table = f"$A$1:${letters(len(columns) - 1)}${count + 1}"
        book.writestr(entry("xl/workbook.xml"), parts.workbook((SHEET, LEGEND, MARKS), table, (MARKS,)).encode())
    return count


def _row(texts: Sequence[str]) -> bytes:
    # A line of the file that keeps them is a row: what ends a line inside a cell is written as XML writes it.
    cells = (text_cell(letters(n) + "\x00", value) for n, value in enumerate(texts) if value)
    return f'<row r="\x00">{"".join(cells)}</row>'.replace("\n", "&#10;").encode()


def _whole(kept: Iterable[bytes]) -> Iterator[bytes]:
    return (line.removesuffix(b"\n") for line in kept)
