"""What independent readers see in the bytes of each format: a row of texts for each thing, and the id of its item."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import icalendar
import pyarrow.parquet as pq

Read = list[tuple[str, list[str]]]
"""Things in the order of the file: the item's id, and every text that the reader got of it."""
ATOM = "{http://www.w3.org/2005/Atom}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BIDI = {0x061C, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def forbidden(text: str) -> set[str]:
    """Controls but the line end, bidi controls, other line ends, surrogates, non-characters: by Unicode's tables."""
    kinds = {c: unicodedata.category(c) for c in set(text)}
    return {
        c for c, kind in kinds.items()
        if (kind in ("Cc", "Cs", "Zl", "Zp") and c != "\n") or ord(c) in _BIDI or ord(c) & 0xFFFE == 0xFFFE
        or 0xFDD0 <= ord(c) <= 0xFDEF
    }  # fmt: skip


def of_tag(tag: str) -> str:
    assert re.fullmatch(r"tag:vigie\.example,2026:[0-9a-f-]{36}", tag), tag
    return tag[-36:]


def ics(data: bytes) -> Read:
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    text = data.decode("utf-8").replace("\r\n ", "").replace("\r\n", "\n")
    assert not forbidden(text)
    found: Read = []
    for one in icalendar.Calendar.from_ical(data).walk("VEVENT"):
        assert one.errors == []
        uid = str(one["UID"])
        assert re.fullmatch(r"[0-9a-f-]{36}(-[^@]+)?@vigie\.example", uid), uid
        found.append((uid[:36], [str(v) for v in one.values() if isinstance(v, str)]))
    return found


def atom(data: bytes) -> Read:
    return _xml(data, f"{ATOM}entry", f"{ATOM}id")


def rss(data: bytes) -> Read:
    return _xml(data, "item", "guid")


def _xml(data: bytes, entry: str, name: str) -> Read:
    root = ElementTree.fromstring(data)
    return [
        (
            of_tag(one.findtext(name) or ""),
            [t for part in one.iter() for t in (part.text or "", part.tail or "", *part.attrib.values())],
        )
        for one in root.iter(entry)
    ]


def jsonfeed(data: bytes) -> Read:
    return [(of_tag(one["id"]), list(_texts(one))) for one in json.loads(data)["items"]]


def jsonld(data: bytes) -> Read:
    assert not set(b"<>&") & set(data)
    head, *nodes = json.loads(data)["@graph"]
    assert head["@type"] == "DataFeed"
    return [(of_tag(one["@id"]), list(_texts(one))) for one in nodes]


def geojson(data: bytes) -> Read:
    found = json.loads(data)
    for one in found["features"]:
        spot = one["geometry"]
        assert spot is None or (abs(spot["coordinates"][0]) <= 180 and abs(spot["coordinates"][1]) <= 90)
    return [(of_tag(one["id"]), list(_texts(one))) for one in found["features"]]


def openagenda(data: bytes) -> Read:
    found = json.loads(data)
    assert found["total"] == len(found["events"])
    assert all(0 < len(one["timings"]) <= 800 for one in found["events"])
    return [(one["slug"], list(_texts(one))) for one in found["events"]]


def table(data: bytes, delimiter: str = ",") -> Read:
    csv.field_size_limit(10**7)  # thousands of sessions in one cell are more than its 128 KiB
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True)
    assert {len(row) for row in rows} <= {len(header)}
    return [(row[0], row) for row in rows]


def excel(data: bytes) -> Read:
    found = table(data, ";")
    for _, row in found:
        for cell in row:
            number = re.fullmatch(r"-?\d+(,\d+)?", cell)
            assert number or not (cell.startswith(("\t", "\r", "\n")) or cell.lstrip().startswith(tuple("=+-@|%"))), (
                cell
            )
    return found


def xlsx(data: bytes) -> Read:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert next(root.iter(f"{SHEET}f"), None) is None  # no formula
    rows = list(root.iter(f"{SHEET}row"))[1:]
    assert [row.get("r") for row in rows] == [str(n) for n in range(2, len(rows) + 2)]
    for cell in root.iter(f"{SHEET}c"):
        assert cell.get("t", "n") in ("inlineStr", "n", "b")
    return [("".join(row[0].itertext()), ["".join(cell.itertext()) for cell in row]) for row in rows]


def parquet(data: bytes) -> Read:
    rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return [(row["id"], list(_texts(row))) for row in rows]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member)


READERS: dict[str, Callable[[bytes], Read]] = {
    "ics": ics, "calls-ics": ics, "atom": atom, "rss": rss, "jsonfeed": jsonfeed, "jsonld": jsonld,
    "geojson": geojson, "openagenda": openagenda, "csv": table, "excel": excel, "xlsx": xlsx, "parquet": parquet,
}  # fmt: skip
"""By the name of the format; a format that has no reader here fails the tests that ask for one."""
