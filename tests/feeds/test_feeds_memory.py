"""Memory of an edition does not grow with the agenda: 3,000 items beside 30,000, each in a process of its own."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from feed_samples import NOW, SITE, shelves

from feeds.publish import publish
from pipeline.bench.edition import turn

ALLOWED = 50.0  # MB, PERFORMANCE.md goal 11


def test_memory_stays_flat(tmp_path: Path) -> None:
    small, large = (turn("first", size, tmp_path / str(size)) for size in (3_000, 30_000))
    assert large.written > 5 * small.written
    assert large.peak - small.peak < ALLOWED, (small, large)
    after = turn("next", 30_000, tmp_path / "30000")
    assert 0 < after.files < large.files
    assert after.peak - small.peak < ALLOWED, (small, after)


def test_a_memory_of_pieces_of_another_form_is_made_again(tmp_path: Path) -> None:
    publish(shelves(), SITE, NOW, tmp_path, (1, 1))
    before = {path: path.read_bytes() for path in tmp_path.glob("*.*") if path.is_file() and path.name[0] != "."}
    store = tmp_path / ".pieces.sqlite"
    store.unlink()
    with sqlite3.connect(store) as other:
        other.execute("CREATE TABLE pieces (format TEXT, data BLOB)")
    assert publish(shelves(), SITE, NOW, tmp_path, (1, 1)).changed == ()
    assert {path: path.read_bytes() for path in before} == before
