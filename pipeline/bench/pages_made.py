"""A warehouse of any size in minutes: some thousand items by its own doors, the others as copies on other days."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Engine, Table, text

from pipeline.bench.made import NOW, record, source, things
from transforms.matching import Cluster
from warehouse.curate import curate
from warehouse.load import load
from warehouse.tables import items, memberships, occurrences, records

YEAR = 50_000
"""Items of one year."""
BASE = 2_500
SHIFT = "make_interval(days => (mod(n * 37, 365) - 180) - 365 * (n / {copies}))"
"""How far the n-th copy lies from the day of its model: within the same year, then ever further back."""
MOVED = """(SELECT jsonb_set(t.content, '{{occurrences}}', jsonb_agg(
    jsonb_set(jsonb_set(o, '{{start,local}}', {start}), '{{end,local}}', {end})))
    FROM jsonb_array_elements(t.content -> 'occurrences') o)"""
LOCAL = """to_jsonb(to_char((o #>> '{{{end},local}}')::timestamp + {shift}, 'YYYY-MM-DD"T"HH24:MI:SS'))"""


def fill(engine: Engine, size: int, yearly: int) -> None:
    """Makes an empty warehouse hold about `size` events, `yearly` of them in each year."""
    base = min(BASE, size)
    site = source("lieu")
    rows = [record(site.slug, thing) for thing in things(base)]
    load(engine, site, rows, (), [one.key for one in rows], True, NOW, "bench")
    curate(engine, NOW, lambda live, _, __: [Cluster((one.id,)) for one in live])
    copies, shift = size // base - 1, SHIFT.format(copies=max(yearly // base, 1))
    if copies:
        with engine.begin() as connection:
            indexes = _without_indexes(connection, ("items", "occurrences"))
            _multiply(connection, copies, shift)
            for statement in indexes:
                connection.execute(text(statement))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _multiply(connection: Connection, copies: int, shift: str) -> None:
    id_, key = "md5({}::text || n)::uuid", "t.key || '-' || n"
    start, end = (LOCAL.format(end=name, shift=shift) for name in ("start", "end"))
    instants = {name: f"t.{name} + {shift}" for name in ("starts_at", "ends_at")}
    founder = {"founder_key": "t.founder_key || '-' || n"}
    said: tuple[tuple[Table, Mapping[str, str]], ...] = (
        (items, {"id": id_.format("t.id"), "content": MOVED.format(start=start, end=end), **instants, **founder}),
        (
            occurrences,
            {
                "item": id_.format("t.item"),
                **instants,
                "local_start": f"t.local_start + {shift}",
                "local_end": f"t.local_end + {shift}",
            },
        ),
        (records, {"key": key}),
        (memberships, {"key": key, "item": id_.format("t.item")}),
    )
    for table, other in said:
        names = [column.name for column in table.columns]
        values = ", ".join(other.get(name, f"t.{name}") for name in names)
        columns = ", ".join(names)
        connection.execute(text(f"CREATE TEMP TABLE model ON COMMIT DROP AS SELECT * FROM {table.name}"))
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({columns}) SELECT {values} FROM model t, generate_series(1, {copies}) n"
        )
        connection.execute(text("DROP TABLE model"))


def _without_indexes(connection: Connection, tables: tuple[str, ...]) -> list[str]:
    """Drops the indexes that are no keys of these tables, and returns the statements that make them again."""
    query = text("""
        SELECT indexname, indexdef FROM pg_indexes
         WHERE tablename = ANY(:tables) AND schemaname = 'public' AND indexdef NOT LIKE 'CREATE UNIQUE%'
    """)
    found = connection.execute(query, {"tables": list(tables)}).all()
    for name, _ in found:
        connection.execute(text(f'DROP INDEX "{name}"'))
    return [statement for _, statement in found]
