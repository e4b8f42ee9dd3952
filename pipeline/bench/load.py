"""Goals 9 and 10: a first load and an unchanged one, beside COPY + ON CONFLICT into a plain table of the same server.

Both start from the same records and write their contents as JSON. Ours also hashes, and writes fingerprints, history
and provenance; the plain side is given its hashes and keeps the content alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine, text

from pipeline.bench.figures import Goal, Row, Side, absent, alternate, exponent
from pipeline.bench.made import NOW, record, source, things
from pipeline.scores.plot import any_port, plot
from vigie.codec import to_json
from vigie.model import Record, Source
from warehouse.engine import open_engine
from warehouse.identity import record_hash, record_id
from warehouse.load import Loaded, load
from warehouse.migrate import upgrade
from warehouse.server import database_url

SITE = source("lieu")
PLAIN = "CREATE TABLE plain (id uuid PRIMARY KEY, source text, key text, url text, hash text, content jsonb)"
MERGE = """INSERT INTO plain SELECT * FROM incoming ON CONFLICT (id) DO UPDATE
SET url = excluded.url, hash = excluded.hash, content = excluded.content WHERE plain.hash <> excluded.hash"""
Given = tuple[Record, str, str]
"""A record with its id and its hash, for the plain side."""


def bench(quick: bool) -> tuple[Row, ...]:
    sizes = (100, 400) if quick else (2_500, 10_000)
    with plot(any_port()) as settings:
        engine = open_engine(database_url(settings))
        upgrade(engine)
        with engine.begin() as connection:
            connection.execute(text(PLAIN))
            server = str(connection.execute(text("SHOW server_version")).scalar_one())
        spent = {size: _measure(engine, size, 1 if quick else 3) for size in sizes}
        engine.dispose()
    largest = max(sizes)
    peer = f"PostgreSQL {server}: COPY + ON CONFLICT, no history"
    rows: list[Row] = []
    for number, side, goal in (("9", "first load", Goal(at_least=1.0)), ("10", "nothing changed", Goal())):
        ours = {size: told[side] for size, told in spent.items()}
        what = f"{side}, {largest:,} records"
        power = exponent(ours)
        rows.append(Row(number, what, ours[largest], "s", peer, spent[largest][f"plain {side}"], goal, exponent=power))
        rows.append(Row(number, what, ours[largest], "s", absent("dlt")))
    return tuple(rows)


def _measure(engine: Engine, size: int, rounds: int) -> dict[str, float]:
    """Seconds of the four sides; every first load finds empty tables."""
    records = [record(SITE.slug, thing) for thing in things(size)]
    rows = [_given(one) for one in records]
    return alternate(
        [
            Side("first load", lambda: _ours(engine, SITE, records, new=size), lambda: _empty(engine)),
            Side("plain first load", lambda: _plain(engine, rows, size)),
            Side("nothing changed", lambda: _ours(engine, SITE, records, new=0)),
            Side("plain nothing changed", lambda: _plain(engine, rows, 0)),
        ],
        rounds,
    )


def _given(one: Record) -> Given:
    return one, record_id(one.source, one.key), record_hash(one.kind, one.url, to_json(one.content))


def _empty(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE records, fingerprints, versions, plain CASCADE"))


def _ours(engine: Engine, site: Source, records: Sequence[Record], new: int) -> Loaded:
    done = load(engine, site, records, (), [one.key for one in records], True, NOW, "bench")
    if (done.new, done.changed, done.missing) != (new, 0, 0):
        raise AssertionError(f"{done} where {new} new records were expected")
    return done


def _plain(engine: Engine, rows: Sequence[Given], written: int) -> None:
    with engine.begin() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("CREATE TEMP TABLE incoming (LIKE plain) ON COMMIT DROP")
        with cursor.copy("COPY incoming FROM STDIN") as sink:
            for one, id_, made in rows:
                sink.write_row((id_, one.source, one.key, one.url, made, to_json(one.content).decode()))
        cursor.execute(MERGE)
        if cursor.rowcount != written:
            raise AssertionError(f"{cursor.rowcount} rows written where {written} were expected")
