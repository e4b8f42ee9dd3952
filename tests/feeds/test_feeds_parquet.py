"""Parquet, read back by pyarrow and duckdb: equal values, typed columns, equal bytes."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from feed_samples import PLACE, SITE, article, at, call, channel, event, session

from feeds import parquet
from feeds.columns import columns_of
from feeds.parquet import FORMAT, GROUP
from feeds.rights import released
from tests.hostile_items import Fuzzer
from vigie.model import Item, Kind, Money, MoneyRole

KINDS = {Kind.EVENT: event, Kind.NEWS: article, Kind.CALL: call}


def render(*items: Item, kind: Kind = Kind.EVENT) -> bytes:
    return FORMAT.render(items, channel("agenda.parquet", kind, items))


def table(*items: Item) -> list[dict[str, object]]:
    found: list[dict[str, object]] = pq.read_table(io.BytesIO(render(*items, kind=items[0].kind))).to_pylist()
    return found


def test_a_row_has_typed_values():
    (row,) = table(event(1, is_free=False))
    assert row["title"] == "Atelier 1"
    assert row["start"] == "2026-10-15T18:30:00+02:00"
    assert row["start_at"] == datetime(2026, 10, 15, 16, 30, tzinfo=UTC)
    assert row["start_day"] == date(2026, 10, 15)
    assert row["end_at"] == datetime(2026, 10, 15, 19, 0, tzinfo=UTC)
    assert row["all_day"] is False
    assert row["is_free"] is False
    assert row["topics"] == ["event_type:workshop", "discipline:games"]
    assert row["sessions"] == ["2026-10-15T18:30:00+02:00/2026-10-15T21:00:00+02:00"]
    assert (row["latitude"], row["longitude"]) == (50.464, 4.859)
    assert row["created_at"] == datetime(2026, 9, 1, 6, 0, tzinfo=UTC)
    assert row["attendance"] is None
    assert row["sequence"] == 0


def test_no_instant_is_made_up():
    day, month = table(event(1, occurrences=(session("2026-10-15"),)), event(2, occurrences=(session("2026-10"),)))
    assert (day["start"], day["start_day"], day["start_at"]) == ("2026-10-15", date(2026, 10, 15), None)
    assert (month["start"], month["start_day"], month["start_at"]) == ("2026-10", None, None)
    assert (month["end"], month["end_day"], month["end_at"]) == (None, None, None)


def test_both_passes_of_the_repeated_hour_are_two_instants():
    first, second = (at("2026-10-25T02:30", fold) for fold in (0, 1))
    rows = table(*(article(n, published=t) for n, t in enumerate((first, second), 1)))
    assert [r["published_at"] for r in rows] == [datetime(2026, 10, 25, h, 30, tzinfo=UTC) for h in (0, 1)]


def test_a_moment_before_1970_is_exact():
    (row,) = table(article(1, published=at("1969-12-31T23:30:30")))
    assert row["published_at"] == datetime(1969, 12, 31, 22, 30, 30, tzinfo=UTC)
    assert row["published_day"] == date(1969, 12, 31)


def test_amounts_are_decimals():
    amounts = (Money(MoneyRole.GRANT, Decimal("0.10"), Decimal("25000.50")),)
    low_high, none = table(call(1, amounts=amounts), call(2, amounts=()))
    assert (low_high["amount_min"], low_high["amount_max"]) == (Decimal("0.1"), Decimal("25000.5"))
    assert (none["amount_min"], none["currency"]) == (None, None)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_schema_is_said_and_has_the_columns_of_the_csv(kind):
    found = pq.read_schema(io.BytesIO(render(kind=kind)))
    assert found.equals(parquet.schema(kind))
    extra = {"_day", "_at"}
    own = [n for n in found.names if not any(n.endswith(e) and n.removesuffix(e) in found.names for e in extra)]
    assert own == [c.name for c in columns_of(kind)]
    assert found.field("created_at").type == pa.timestamp("us", tz="UTC")
    assert found.field("topics").type.value_type == pa.string()
    assert not found.field("id").nullable
    assert found.field("title").metadata == {b"description": b"titre"}


def test_the_file_says_what_it_is():
    items = tuple(event(n) for n in range(1, 4))
    meta = pq.read_metadata(io.BytesIO(render(*items)))
    said = {k.decode(): v.decode() for k, v in meta.metadata.items() if k != b"ARROW:schema"}
    assert said == {
        "schema_version": "1.0.0",
        "title": "Vigie – agenda",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "generated_at": "2026-09-01T06:00:00Z",
        "source_count": "1",
    }
    group = meta.row_group(0)
    assert {group.column(n).compression for n in range(group.num_columns)} == {"ZSTD"}


def test_an_empty_file_is_a_table():
    assert pq.read_table(io.BytesIO(render())).num_rows == 0


def test_equal_rows_are_equal_bytes():
    items = tuple(event(n) for n in range(1, 40))
    assert render(*items) == render(*items[::-1])


@pytest.mark.parametrize("kind", list(Kind))
def test_hostile_values_come_back_equal_in_pyarrow_and_duckdb(kind, tmp_path: Path):
    fuzzer = Fuzzer(1234)
    items = (*(fuzzer.item(kind, n) for n in range(1, 201)), KINDS[kind](900, place=PLACE))
    path = tmp_path / "a.parquet"
    path.write_bytes(render(*items, kind=kind))
    arrow = {row["id"]: row for row in pq.read_table(path).to_pylist()}
    names = [c.name for c in columns_of(kind)]
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    quoted = ", ".join(f'epoch_us("{n}")' if n in ("created_at", "revised_at") else f'"{n}"' for n in names)
    duck = {r[0]: dict(zip(names, r, strict=True)) for r in
            connection.execute(f"select {quoted} from read_parquet(?)", [str(path)]).fetchall()}  # fmt: skip
    assert len(arrow) == len(duck) == len(items)
    for item in map(released, items):
        for column in columns_of(kind):
            wanted: object = column.value(item, SITE)
            if isinstance(wanted, tuple):
                wanted = [str(v).replace("|", "/") for v in wanted]
            if column.name in ("created_at", "revised_at"):
                wanted = datetime.fromisoformat(str(wanted))
                assert duck[item.id][column.name] == int(wanted.timestamp()) * 1_000_000
            else:
                assert duck[item.id][column.name] == (wanted if wanted != "" else None), column.name
            assert arrow[item.id][column.name] == (wanted if wanted != "" else None), column.name


def test_partitions_by_year_are_one_table(tmp_path: Path):
    for year in (2025, 2026):
        folder = tmp_path / "agenda" / f"year={year}"
        folder.mkdir(parents=True)
        (folder / "part-0.parquet").write_bytes(render(event(year, occurrences=(session(f"{year}-10-15T18:30"),))))
    rows = duckdb.execute(
        "select year, count(*), min(start_day) from read_parquet(?, hive_partitioning = true) group by year order by 1",
        [f"{tmp_path}/agenda/*/*.parquet"],
    ).fetchall()
    assert rows == [(2025, 1, date(2025, 10, 15)), (2026, 1, date(2026, 10, 15))]


def test_rows_are_written_in_groups_and_memory_is_flat():
    piece = next(iter(FORMAT.cut(event(1), SITE))).data
    peaks = []
    for groups in (2, 8):
        # In a process of its own: what an Arrow pool once held, it reports for ever.
        script = (
            "import sys, pyarrow as pa; sys.path.insert(0, 'tests/feeds')\n"
            "from feed_samples import channel; from feeds.parquet import FORMAT\n"
            "class Sink:\n"
            "    def write(self, data): return len(data)\n"
            f"piece = {piece!r}\n"
            f"assert FORMAT.write((piece for _ in range({groups * GROUP})), channel(), Sink()) == {groups * GROUP}\n"
            "print(pa.default_memory_pool().max_memory())\n"
        )
        ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=_ROOT)
        peaks.append(int(ran.stdout))
    assert peaks[1] < peaks[0] * 1.3, peaks
    out = io.BytesIO()
    FORMAT.write((piece for _ in range(2 * GROUP + 1)), channel(), out)
    meta = pq.read_metadata(out)
    assert [meta.row_group(n).num_rows for n in range(meta.num_row_groups)] == [GROUP, GROUP, 1]


_ROOT = Path(__file__).parents[2]


def test_the_library_is_not_loaded_before_it_is_needed():
    script = "import sys, feeds.parquet; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=_ROOT).returncode == 0
