"""Reads the workbook that an editor sends back: cells as they were typed, and what they said when the file was made.

Whatever comes is refused before it can grow: size, parts and their unpacked length, macros, XML that declares a
document type. Cells are read one row at a time, without formulas being worked out.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from feeds.xlsx_desk import MARKS
from web.desk.table_values import Cell, Misfit

assert openpyxl.DEFUSEDXML, "openpyxl reads XML by defusedxml"  # a promise of SECURITY.md

LARGEST = 8 << 20
LARGEST_UNPACKED = 80 << 20
MOST_PARTS = 200
MOST_RATIO = 400
"""How many times its packed length a part may be once it is longer than a megabyte."""
MOST_ROWS, MOST_COLUMNS = 5_000, 120
MOST_EMPTY = 200
"""Empty rows in a row after which a sheet is over."""
ENDING = ("vbaproject.bin", ".bas", ".xlm")


class Unreadable(ValueError):
    """This is no workbook that may be read; `fr` and `en` say why."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.fr, self.en = fr, en


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: its number there, the id in it, column → what was typed, or why it cannot be read."""

    number: int
    id: str
    cells: Mapping[str, Cell | Misfit]


@dataclass(frozen=True, slots=True)
class Book:
    """`letters`: column → its letter. `unknown` are columns without meaning. `marks`: id → column → what the cell said
    when the file was made; None when the file has no such memory."""

    rows: tuple[Row, ...]
    letters: Mapping[str, str]
    unknown: tuple[tuple[str, str], ...]
    marks: Mapping[str, Mapping[str, str]] | None


def read_book(data: bytes, columns: frozenset[str], readonly: frozenset[str]) -> Book:
    """The workbook of these bytes. `columns` are the names that count, `readonly` those that are left unread. Raises
    Unreadable."""
    _check(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            return _book(book, columns, readonly)
        finally:
            book.close()
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken file makes a library raise, it is no workbook
        raise _broken() from error


def _book(book: Any, columns: frozenset[str], readonly: frozenset[str]) -> Book:
    marks = None
    if MARKS in book.sheetnames:
        marks = {row.id: {n: str(c.value) for n, c in row.cells.items() if isinstance(c, Cell) and c.value is not None}
                 for row in _rows(book[MARKS], _head(book[MARKS]))}  # fmt: skip
    for name in book.sheetnames:
        head = _head(book[name]) if name != MARKS else {}
        if "id" in head.values():
            break
    else:
        raise Unreadable(
            "aucune feuille n’a de colonne « id » : partez du classeur que le desk donne",
            "no sheet has a column “id”: begin with the workbook that the desk gives",
        )
    known = {at: column for at, column in head.items() if column in columns or column == "id"}
    twice = [column for column in known.values() if list(known.values()).count(column) > 1]
    if twice:
        raise Unreadable(f"la colonne « {twice[0]} » est là deux fois", f"the column “{twice[0]}” is there twice")
    unknown = tuple((get_column_letter(at), column) for at, column in head.items()
                    if column not in columns and column not in readonly and column != "id")  # fmt: skip
    letters = {column: get_column_letter(at) for at, column in known.items()}
    return Book(tuple(_rows(book[name], known)), letters, unknown, marks)


def _head(sheet: Any) -> dict[int, str]:
    """Number of a column, from 1 → its name in the first row."""
    sheet.reset_dimensions()  # what a file says of its own size is not to be believed
    first = next(sheet.iter_rows(max_row=1, max_col=MOST_COLUMNS), ())
    named = {at: str(cell.value).strip() for at, cell in enumerate(first, start=1) if cell.value is not None}
    return {at: name[:80] for at, name in named.items() if name}


def _rows(sheet: Any, head: Mapping[int, str]) -> Iterator[Row]:
    sheet.reset_dimensions()
    empty = count = 0
    last = max(head, default=1)
    for number, cells in enumerate(sheet.iter_rows(min_row=2, max_col=last), start=2):
        found = {head[at]: _cell(cell) for at, cell in enumerate(cells, start=1) if at in head}
        if all(isinstance(cell, Cell) and cell.value in (None, "") for cell in found.values()):
            empty += 1
            if empty > MOST_EMPTY:
                return
            continue
        empty, count = 0, count + 1
        if count > MOST_ROWS:
            raise Unreadable(f"plus de {MOST_ROWS} lignes : importez en plusieurs fois",
                             f"more than {MOST_ROWS} rows: import them in parts")  # fmt: skip
        said = found.pop("id", Cell(None))
        yield Row(number, str(said.value or "").strip() if isinstance(said, Cell) else "", found)


def _cell(cell: Any) -> Cell | Misfit:
    if cell.value is None:
        return Cell(None)
    if cell.data_type == "f":
        return Misfit("c’est une formule : collez sa valeur", "this is a formula: paste its value")
    if cell.data_type == "e":
        return Misfit("le tableur y montre une erreur", "the spreadsheet shows an error there")
    return Cell(cell.value, "h" in (cell.number_format or "").lower())


def _check(data: bytes) -> None:
    """Raises Unreadable for bytes that must not be unpacked."""
    if len(data) > LARGEST:
        raise Unreadable(f"plus de {LARGEST >> 20} Mo", f"more than {LARGEST >> 20} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise _bomb()
            for part in parts:
                _check_part(packed, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, KeyError) as error:
        raise _broken() from error


def _check_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    name = part.filename.lower()
    if name.endswith(ENDING) or "macrosheets/" in name:
        raise Unreadable("ce classeur contient des macros", "this workbook holds macros")
    if part.flag_bits & 1:
        raise Unreadable("ce classeur est protégé par un mot de passe", "this workbook is protected by a password")
    if part.file_size > 1 << 20 and part.file_size > MOST_RATIO * max(part.compress_size, 1):
        raise _bomb()
    if not name.endswith((".xml", ".rels", ".vml")):
        return
    # The header may lie about the length: no more is unpacked than it says.
    with packed.open(part) as stream:
        size, before = 0, b""
        while chunk := stream.read(1 << 16):
            size += len(chunk)
            if size > part.file_size:
                raise _bomb()
            window = (before + chunk).upper()
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window or b"<\x00!\x00D\x00O\x00C" in window:
                raise Unreadable("son XML déclare un type de document", "its XML declares a document type")
            before = chunk[-16:]
        if name == "[content_types].xml" and b"MACROENABLED" in window:
            raise Unreadable("ce classeur contient des macros", "this workbook holds macros")


def _bomb() -> Unreadable:
    return Unreadable("ce fichier est bien plus gros qu’il n’en a l’air", "this file is far larger than it looks")


def _broken() -> Unreadable:
    return Unreadable("ce n’est pas un classeur XLSX qui se lise", "this is no XLSX workbook that can be read")
