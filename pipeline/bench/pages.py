"""Goal 17, and the search of readers: pages of the agenda from the site itself, at 50,000 items and at a million.

Milliseconds are those of the whole answer, rendered, asked of the application in this process. A year of Vigie is about
50,000 items; a million are twenty years of them: a page shows as much of its days at both sizes, which the house
must find among twenty times as many rows. `VIGIE_BENCH_DENSE=1` lays them all into one year instead.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from urllib.parse import urlencode

from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from pipeline.bench.figures import Row, percentile
from pipeline.bench.made import ADJECTIVES, NOUNS, NOW, SORTS, TOWNS
from pipeline.bench.pages_made import YEAR, fill
from pipeline.scores.plot import any_port, plot
from vigie.settings import Settings
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from warehouse.server import database_url
from web.app import create_app

FIRST_PAGE_MS = 50.0
SEARCH_MS = 200.0
LIGHT_KB = 100.0


def bench(quick: bool) -> tuple[Row, ...]:
    sizes = [400] if quick else [YEAR]
    if os.environ.get("VIGIE_BENCH_LARGE") and not quick:
        sizes.append(1_000_000)
    dense = bool(os.environ.get("VIGIE_BENCH_DENSE"))
    rounds = 6 if quick else 60
    rows: list[Row] = []
    for size in sizes:
        with _house(size, dense) as (engine, settings):
            rows += _rows(engine, settings, size, rounds, "all in one year" if dense else "")
    return tuple(rows)


@contextmanager
def _house(size: int, dense: bool) -> Iterator[tuple[Engine, Settings]]:
    with plot(any_port()) as settings:
        engine = open_engine(database_url(settings))
        upgrade(engine)
        fill(engine, size, size if dense else YEAR)
        yield engine, replace(settings, now=NOW)
        engine.dispose()


def _rows(engine: Engine, settings: Settings, size: int, rounds: int, note: str) -> Iterator[Row]:
    client = TestClient(create_app(engine, settings))
    questions = searches(rounds)
    weight = _asked(client, "/agenda", ("/agenda",))[1]
    fresh = [_asked(client, "/agenda", (), lambda: _move(engine))[0] for _ in range(rounds)]
    kept = [_asked(client, "/agenda", ())[0] for _ in range(rounds)]
    found = [_asked(client, path, ())[0] for path in questions]
    month = [_asked(client, "/agenda/2026-12", (), lambda: _move(engine))[0] for _ in range(rounds // 3)]
    for number, what, told, limit in (
        ("17", "first page of the agenda, as often asked", kept, FIRST_PAGE_MS),
        ("17", "first page of the agenda, the warehouse just moved", fresh, FIRST_PAGE_MS),
        ("13", "faceted search, never asked before", found, SEARCH_MS),
        ("–", "month grid, the warehouse just moved", month, None),
    ):
        named = f"{what}, p95, {size:,} items"
        said = f"{note + '; ' if note else ''}median {percentile(told, 0.5):.0f} ms"
        yield Row(number, named, percentile(told, 0.95), "ms", "limit", limit=limit, note=said)
    yield Row("17", f"first page with its sheet, {size:,} items", weight, "kB", "limit", limit=LIGHT_KB)


def searches(n: int, seed: int = 3) -> list[str]:
    """Different questions of readers: one to three facets, words in every second, a chip or a day in some."""
    chance, found = Random(seed), []
    for number in range(n):
        pairs = [("province", province) for province in chance.sample(sorted({town[2] for town in TOWNS}), 2)]
        pairs += [("type", sort) for sort in chance.sample(SORTS, 2)] if number % 3 else []
        pairs += [("discipline", "xr")] if number % 4 == 1 else []
        words = f"{chance.choice(NOUNS)} {chance.choice(ADJECTIVES)}"
        phrase = (words, f'"{words}"', f"{words.split()[0]} -atelier")[number % 6 // 2]
        pairs += [("q", phrase)] if number % 2 else []
        day = f"2027-{number % 9 + 1:02}-{number % 27 + 1:02}"
        pairs += [("du", day)] if number % 5 == 0 else [("quand", "mois")] if number % 5 == 1 else []
        found.append(f"/agenda?{urlencode(pairs)}")
    return found


def _asked(
    client: TestClient, path: str, warm: tuple[str, ...], before: Callable[[], object] = lambda: None
) -> tuple[float, float]:
    """Milliseconds of an answer, and its kilobytes with those of the style sheet. `before` runs unmeasured."""
    for first in warm:
        client.get(first)
    before()
    gc.collect()
    began = time.perf_counter()
    answer = client.get(path)
    spent = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise AssertionError(f"{path} answers {answer.status_code}")
    sheet = answer.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    return spent, (len(answer.content) + (len(client.get(sheet).content) if warm else 0)) / 1000


def _move(engine: Engine) -> None:
    """One more row in the log of changes: nothing that was kept is of the present any more."""
    with engine.begin() as connection:
        connection.execute(text("""
            INSERT INTO changes (seq, at, item, kind, type, fields)
            SELECT max(seq) + 1, now(), (SELECT id FROM items LIMIT 1), 'event', 'updated', '{}' FROM changes
        """))  # fmt: skip
