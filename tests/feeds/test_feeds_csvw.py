"""The metadata of a CSV, and the CSV read with nothing but it: every cell is what was promised."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from feed_samples import article, call, channel, event, session

from feeds import csvw, table
from feeds.columns import columns_of
from tests.hostile_items import Fuzzer
from vigie.model import AttendanceMode, Item, Kind, Money, MoneyRole

KINDS = {Kind.EVENT: event, Kind.NEWS: article, Kind.CALL: call}
STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)"


def metadata(kind: Kind, path: str = "agenda.csv") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(csvw.metadata(kind, channel(path, kind), path))
    return found


def problems(items: tuple[Item, ...], kind: Kind, promised: dict[str, Any]) -> list[str]:
    """Reads the CSV as tabular-data-model §6 and §6.4 say, by the dialect and the schema of its metadata."""
    said, schema = promised["dialect"], promised["tableSchema"]
    data = table.FORMAT.render(items, channel("agenda.csv", kind, items)).decode(said["encoding"])
    assert data.count("\r\n") == data.count("\n"), said["lineTerminators"]
    lines = list(csv.reader(io.StringIO(data, newline=""), delimiter=said["delimiter"], quotechar=said["quoteChar"],
                            doublequote=said["doubleQuote"], strict=True))  # fmt: skip
    found = []
    if lines[0] != [c["titles"] for c in schema["columns"]]:
        found.append("header")
    keys = set()
    for line in lines[1:]:
        for cell, column in zip(line, schema["columns"], strict=True):
            if column["name"] == schema["primaryKey"]:
                keys.add(cell)
            if cell == column["null"]:
                if column.get("required"):
                    found.append(f"{column['name']} is empty")
                continue
            parts = cell.split(column["separator"]) if "separator" in column else [cell]
            found += [f"{column['name']}: {p[:80]!r}" for p in parts if not fits(p, column["datatype"])]
    if len(keys) != len(lines) - 1:
        found.append("two rows with one key")
    return found


def fits(cell: str, datatype: Any) -> bool:
    """Whether a cell is a lexical value of a datatype (§6.4)."""
    rule = {"base": datatype} if isinstance(datatype, str) else datatype
    base = rule["base"]
    if base == "boolean":
        return cell in rule["format"].split("|")
    if base == "decimal":
        if not re.fullmatch(r"[+-]?\d+(\.\d+)?", cell):
            return False
        return Decimal(rule.get("minimum", "-Infinity")) <= Decimal(cell) <= Decimal(rule.get("maximum", "Infinity"))
    patterns = {"string": rule.get("format", "(?s).*"), "dateTimeStamp": STAMP, "nonNegativeInteger": r"\d+",
                "anyURI": r"[a-z]+:[!-~]+"}  # fmt: skip
    return re.fullmatch(patterns[base], cell) is not None


@pytest.mark.parametrize("kind", list(Kind))
def test_the_csv_keeps_what_its_metadata_promises(kind):
    fuzzer = Fuzzer(2015)
    items = tuple(fuzzer.item(kind, n) for n in range(1, 201)) + tuple(KINDS[kind](n) for n in range(900, 910))
    assert problems(items, kind, metadata(kind)) == []


def test_every_kind_of_cell_is_kept():
    sessions = (session("2026-10"), session("2026-10-15"), session("2026-10-16T18:00", "2026-10-16T19:00"))
    online = {"attendance": AttendanceMode.MIXED, "online_url": "https://live.example/é"}
    full = event(1, occurrences=sessions, is_free=True, **online)
    money = call(2, amounts=(Money(MoneyRole.GRANT, Decimal("0.50"), Decimal("1E+3")),))
    assert problems((full,), Kind.EVENT, metadata(Kind.EVENT)) == []
    assert problems((money,), Kind.CALL, metadata(Kind.CALL)) == []


@pytest.mark.parametrize(
    ("column", "changes", "expected"),
    [
        ("start", {"datatype": "dateTimeStamp"}, "start: '2026-10-15'"),
        ("price", {"required": True}, "price is empty"),
        ("latitude", {"datatype": {"base": "decimal", "maximum": "50"}}, "latitude: '50.464000'"),
    ],
)
def test_a_broken_promise_is_seen(column, changes, expected):
    promised = metadata(Kind.EVENT)
    next(c for c in promised["tableSchema"]["columns"] if c["name"] == column).update(changes)
    items = (event(1, occurrences=(session("2026-10-15"),), prices=()),)
    assert problems(items, Kind.EVENT, promised) == [expected]


@pytest.mark.parametrize("kind", list(Kind))
def test_the_columns_are_described_in_french(kind):
    found = metadata(kind)
    assert found["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "fr"}]
    said = [(c["name"], c["dc:description"]) for c in found["tableSchema"]["columns"]]
    assert said == [(c.name, c.meaning) for c in columns_of(kind)]
    lists = {c["name"] for c in found["tableSchema"]["columns"] if c.get("separator") == "|"}
    assert lists == {c.name for c in columns_of(kind) if "liste" in c.meaning}


def test_the_table_says_who_and_on_which_terms():
    found = metadata(Kind.EVENT, "province/namur/agenda.csv")
    assert found["url"] == "agenda.csv"
    assert found["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert found["dc:title"] == "Vigie – agenda"
    assert found["dc:publisher"]["schema:name"] == "Vigie"
    assert found["tableSchema"]["primaryKey"] == "id"
    assert found["dialect"]["header"] is True


def test_equal_tables_have_equal_metadata():
    items = (event(1),)
    assert csvw.metadata(Kind.EVENT, channel(items=items), "a.csv") == csvw.metadata(
        Kind.EVENT, channel(items=items), "a.csv"
    )
