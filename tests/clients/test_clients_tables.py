"""Programs that open tables: every row is an item of the warehouse, and no cell computes."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from feeds.formats import NAMES
from tests.clients.calendar_entries import same
from tests.clients.expected_values import spelled
from tests.clients.programs_here import installed, python, run
from tests.clients.published_file import printed, published_file
from tests.clients.served_site import ServedSite
from vigie.model import Article, Call, Event, Item, Kind, Place, Precision, Status, WallTime

in_each = pytest.mark.parametrize("kind", list(Kind))
WHAT = "rows, titles, days and instants, lists, coordinates"
FIRST = {Kind.EVENT: "start", Kind.NEWS: "published", Kind.CALL: "deadline"}
COLUMNS = ("id", "title", "latitude", "municipality", "topics", "revised_at")


def wanted_rows(items: tuple[Item, ...]) -> list[tuple[object, ...]]:
    """What a table should say of each item, by id."""
    return sorted(_row(item) for item in items)


def moment_of_first(said: Item | str) -> str:
    """The first moment of an item, or one that a feed printed, as a day or an instant."""
    return _said(said) if isinstance(said, str) else _moment(_first(said))


def _row(item: Item) -> tuple[object, ...]:
    place = item.content.place
    degrees = "" if place is None or place.latitude is None else f"{place.latitude:.6f}"
    return (item.id, item.content.title, _moment(_first(item)), degrees, (place.municipality if place else "") or "",
            "|".join(item.content.topics), spelled(item.revised_at))  # fmt: skip


def _first(item: Item) -> WallTime | None:
    content = item.content
    if isinstance(content, Event):
        return content.occurrences[0].start
    if isinstance(content, Article):
        return content.published
    closing = sorted(content.deadlines, key=lambda d: d.closes_at()) if isinstance(content, Call) else []
    return closing[-1].at if closing else None


def _moment(at: WallTime | None) -> str:
    if at is None:
        return ""
    if at.precision is not Precision.MINUTE:
        return at.local.strftime("%Y-%m" if at.precision is Precision.MONTH else "%Y-%m-%d")
    return spelled(at.local.replace(tzinfo=ZoneInfo(at.zone)))


def read_rows(rows: list[dict[str, Any]], kind: Kind) -> list[tuple[object, ...]]:
    return sorted(
        (r["id"], r["title"], _said(r[FIRST[kind]]), _degrees(r["latitude"]), r["municipality"] or "",
         "|".join(r["topics"]) if isinstance(r["topics"], list) else r["topics"] or "", _said(r["revised_at"]))
        for r in rows
    )  # fmt: skip


def _said(cell: str | None) -> str:
    if not cell or "T" not in cell:
        return cell or ""
    moment = datetime.fromisoformat(cell.removesuffix(" without a zone"))
    return spelled(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _degrees(cell: float | str | None) -> str:
    return "" if cell in (None, "") else f"{float(str(cell).replace(',', '.')):.6f}"


@in_each
@pytest.mark.parametrize("suffix", [".csv", ".excel.csv", ".parquet"])
@pytest.mark.client(
    "duckdb", "CSV, Excel CSV, Parquet", f"{WHAT}; it finds the types itself, but for days mixed with instants"
)
def test_duckdb(site: ServedSite, kind: Kind, suffix: str) -> None:
    path = published_file(site, kind, suffix)
    rows = python("duckdb_reads.py", path, *COLUMNS, FIRST[kind])["rows"]
    if suffix == ".excel.csv":
        # The apostrophe before a formula is the point of that file.
        rows = [{k: v.removeprefix("'") if isinstance(v, str) else v for k, v in row.items()} for row in rows]
    same(read_rows(rows, kind), wanted_rows(site.items(kind)))


@in_each
@pytest.mark.client("pyarrow", "Parquet", f"{WHAT}; zstd, microseconds UTC, list<string>, what the file says of itself")
def test_pyarrow(site: ServedSite, kind: Kind) -> None:
    read = python("pyarrow_reads.py", published_file(site, kind, ".parquet"))
    same(read_rows(read["rows"], kind), wanted_rows(site.items(kind)))
    assert read["compression"] == "ZSTD"
    assert {read["types"][n] for n in ("created_at", "revised_at", f"{FIRST[kind]}_at")} == {"timestamp[us, tz=UTC]"}
    assert read["types"]["topics"].startswith("list<")
    assert {"schema_version", "licence", "generated_at", "source_count"} <= set(read["said"])
    for row in read["rows"]:
        if row[FIRST[kind]] and "T" in row[FIRST[kind]]:
            assert row[f"{FIRST[kind]}_at"] == _said(row[FIRST[kind]])


@in_each
@pytest.mark.client("openpyxl", "XLSX", "rows and titles; no cell of the made world is a formula")
def test_openpyxl(site: ServedSite, kind: Kind) -> None:
    read = python("openpyxl_reads.py", published_file(site, kind, ".xlsx"))
    assert read["formulas"] == []
    wanted = sorted((i.id, i.content.title) for i in site.items(kind))
    same(sorted((r["id"], r["title"]) for r in read["rows"]), wanted)


def payloads() -> list[str]:
    """200 texts that a spreadsheet would compute."""
    starts = (
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
        " =",
        "\u00a0=",
        "'=",
        '"=',
        ";=",
        "=-",
        "+-=",
        "@@",
        "=\u200b",
        "\ufeff=",
    )
    bodies = ("1+1", "SUM(A1:A9)", 'HYPERLINK("https://x.example","ici")', "cmd|'/C calc'!A0", "A1&B1",
              "WEBSERVICE(A1)", "IMPORTXML(A1)", "2*3", "TODAY()", 'DDE("cmd";"/C calc";"x")')  # fmt: skip
    return [start + body for start in starts for body in bodies]


def armed(site: ServedSite) -> tuple[Item, ...]:
    """An item for each payload, which stands in every text that a table shows."""
    model = next(i for i in site.items(Kind.EVENT) if i.content.title == "Webinaire")
    assert isinstance(model.content, Event)
    seen = model.sightings[0]
    return tuple(
        replace(model, id=str(UUID(int=n + 1)), sightings=(replace(seen, name=p, licence=p),), content=replace(
            model.content, title=p, description=p, organizers=(p, p), price_text=p, place=Place(p, p, p[:12], p)))
        for n, p in enumerate(payloads())
    )  # fmt: skip


@pytest.mark.client("openpyxl", "XLSX", "200 formulas in every text: no cell is a formula")
def test_openpyxl_computes_nothing(site: ServedSite, tmp_path: Path) -> None:
    items = armed(site)
    (tmp_path / "a.xlsx").write_bytes(printed(items, Kind.EVENT, ".xlsx", site.url))
    read = python("openpyxl_reads.py", tmp_path / "a.xlsx")
    assert (read["formulas"], len(read["rows"])) == ([], len(items))
    assert len(items) == 200


@pytest.mark.parametrize("suffix", [".xlsx", ".excel.csv"])
@pytest.mark.client(
    "LibreOffice", "XLSX, Excel CSV", "200 formulas in every text, opened and written again: no cell is a formula"
)
def test_libreoffice_computes_nothing(site: ServedSite, folder: Path, suffix: str) -> None:
    items = armed(site)
    (folder / f"a{suffix}").write_bytes(printed(items, Kind.EVENT, suffix, site.url))
    flat = _opened(folder, f"a{suffix}")
    # LibreOffice keeps every boolean of XLSX as one of two constants.
    assert set(re.findall(r'table:formula="([^"]*)"', flat)) <= {"of:=FALSE()", "of:=TRUE()"}
    assert len(re.findall(r"<text:p>00000000-0000-0000-0000-0000000000[0-9a-f]{2}</text:p>", flat)) == len(items)


@pytest.mark.client("LibreOffice", "CSV (raw)", "opened as it is it does compute: why there are two")
def test_the_raw_csv_is_not_for_spreadsheets(site: ServedSite, folder: Path) -> None:
    """The test above can fail: the same items in the raw table are formulas."""
    (folder / "a.csv").write_bytes(printed(armed(site), Kind.EVENT, ".csv", site.url).replace(b",", b";"))
    assert "table:formula" in _opened(folder, "a.csv")


def _opened(folder: Path, name: str) -> str:
    """What LibreOffice has in its cells, as flat XML."""
    soffice = installed("soffice")
    reading = ["--infilter=CSV:59,34,76,1,,0,false,true,false"] if name.endswith(".csv") else []
    run([soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", *reading, "--convert-to", "fods",
         "--outdir", str(folder / "out"), str(folder / name)], {"HOME": str(folder)})  # fmt: skip
    (made,) = (folder / "out").glob("*.fods")
    return made.read_text(encoding="utf-8")


@pytest.mark.client("csvw", "CSV + CSVW over HTTP", "the table fits its metadata; rows")
def test_csvw(site: ServedSite) -> None:
    urls = {site.feed(f"{NAMES[kind]}.csv"): kind for kind in Kind}
    judged = python("csvw_validates.py", *[f"{url}-metadata.json" for url in urls])
    for url, kind in urls.items():
        assert judged[f"{url}-metadata.json"] == {"valid": True, "rows": len(site.items(kind)), "said": []}


@pytest.mark.client("frictionless", "CSV, Excel CSV", "no fault in any table; rows")
def test_frictionless(site: ServedSite, tmp_path: Path) -> None:
    names = [f"{NAMES[kind]}{suffix}" for kind in Kind for suffix in (".csv", ".excel.csv")]
    for name in names:
        shutil.copy(site.folder / name, tmp_path / name)
    judged = run_in(tmp_path, names)
    for kind in Kind:
        for suffix in (".csv", ".excel.csv"):
            assert judged[NAMES[kind] + suffix] == {"valid": True, "rows": len(site.items(kind)), "errors": []}


def run_in(folder: Path, names: list[str]) -> Any:
    """frictionless refuses absolute paths: it is called where the files are."""
    return python("tables_frictionless.py", *names, folder=folder)


@pytest.mark.client(
    "geojson-pydantic", "GeoJSON", "features, ids, positions (longitude first), null without a place, bbox"
)
def test_geojson(site: ServedSite) -> None:
    for kind in (Kind.EVENT, Kind.CALL):
        read = python("geojson_pydantic_reads.py", published_file(site, kind, ".geojson"))
        wanted = {}
        for item in site.items(kind):
            place = item.content.place
            online = isinstance(item.content, Event) and item.content.status is Status.MOVED_ONLINE
            known = place is not None and place.latitude is not None and not online
            wanted[f"tag:vigie.example,2026:{item.id}"] = [place.longitude, place.latitude] if place and known else None
        found = {f["id"]: f["point"] for f in read["features"]}
        assert found == wanted
        points = [p for p in wanted.values() if p]
        west, south = (min(p[n] for p in points) for n in (0, 1))
        east, north = (max(p[n] for p in points) for n in (0, 1))
        assert read["bbox"] == [west, south, east, north]
