"""The memory of pieces: what left is nowhere in it; whatever happens to it, the files are those of a first edition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from feed_samples import NOW, SITE, event, shelves

from feeds import store
from feeds.order import ALWAYS, Order
from feeds.piece_file import PieceFile
from feeds.publish import publish
from vigie.model import Item, Kind

SECRET = "Nulle part ailleurs"


def data_file(folder: Path) -> Path:
    (found,) = folder.glob(store.DATA)
    return found


def contents(folder: Path) -> dict[str, bytes]:
    files = {str(p.relative_to(folder)): p for p in folder.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith(".")}


def put(folder: Path, items: dict[Kind, tuple[Item, ...]]) -> dict[str, bytes]:
    publish(items, SITE, NOW, folder, (1, 1))
    return contents(folder)


def with_secret(events: int = 30) -> dict[Kind, tuple[Item, ...]]:
    shelf = shelves(events=events)
    return {**shelf, Kind.EVENT: (*shelf[Kind.EVENT], event(900, title=SECRET))}


def test_what_left_is_in_no_file_of_the_store(tmp_path: Path) -> None:
    put(tmp_path, with_secret())
    assert SECRET.encode() in data_file(tmp_path).read_bytes()
    assert any(SECRET.encode() in data for data in store.kept(tmp_path / store.NAME))
    put(tmp_path, shelves(events=30))
    left = [path.name for path in tmp_path.glob(".pieces*") if SECRET.encode() in path.read_bytes()]
    assert left == []
    assert not any(SECRET.encode() in data for data in store.kept(tmp_path / store.NAME))


def test_what_a_killed_publisher_had_not_wiped_is_wiped_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, with_secret())

    def killed(self: PieceFile, ranges: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(PieceFile, "wipe", killed)
        with pytest.raises(KeyboardInterrupt):
            put(tmp_path, shelves(events=30))
    assert SECRET.encode() in data_file(tmp_path).read_bytes()
    assert any(SECRET.encode() in data for data in store.kept(tmp_path / store.NAME))
    after = put(tmp_path, shelves(events=30))
    assert SECRET.encode() not in data_file(tmp_path).read_bytes()
    assert after == put(tmp_path / "anew", shelves(events=30))


def test_what_a_killed_publisher_had_added_is_cut_off(tmp_path: Path) -> None:
    before = put(tmp_path, shelves(events=30))
    whole = data_file(tmp_path).read_bytes()
    with data_file(tmp_path).open("ab") as file:
        file.write(SECRET.encode())
    assert put(tmp_path, shelves(events=30)) == before
    assert data_file(tmp_path).read_bytes() == whole


@pytest.mark.parametrize("left", [None, 0, 1000])
def test_a_lost_or_short_file_of_pieces_is_made_again(tmp_path: Path, left: int | None) -> None:
    before = put(tmp_path, shelves(events=30))
    lost = data_file(tmp_path)
    if left is None:
        lost.unlink()
    else:
        lost.write_bytes(lost.read_bytes()[:left])
    assert put(tmp_path, shelves(events=30)) == before
    assert data_file(tmp_path).stat().st_size > 10_000


def test_a_file_of_mostly_zeros_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "WASTE", 1)
    put(tmp_path, shelves(events=30))
    first, size = data_file(tmp_path), data_file(tmp_path).stat().st_size
    for turn in range(1, 4):
        moved = {
            kind: tuple(replace(item, sequence=turn) for item in items) for kind, items in shelves(events=30).items()
        }
        after = put(tmp_path, moved)
        assert data_file(tmp_path).stat().st_size <= size * 2.1
    assert data_file(tmp_path) != first
    assert after == put(tmp_path / "anew", moved)


def test_ranges_are_read_as_they_were_added(tmp_path: Path) -> None:
    pieces = [bytes([n]) * (n * 37 % 5000) for n in range(250)]
    file = PieceFile(tmp_path / "pieces", 0)
    file.begin()
    ranges = [(file.add(piece), len(piece)) for piece in pieces]
    file.flush()
    for order in (range(250), range(249, -1, -1), range(0, 250, 7), [n * 89 % 250 for n in range(250)], [3, 3, 2]):
        assert list(file.read(ranges[n] for n in order)) == [pieces[n] for n in order]
    file.wipe([ranges[9]])
    assert list(file.read(ranges[8:11])) == [pieces[8], bytes(9 * 37), pieces[10]]
    file.close()
    with pytest.raises(OSError, match="shorter"):
        PieceFile(tmp_path / "pieces", file.end + 1)


def rows() -> Iterator[tuple[int, int, int, int, int]]:
    """Items 5, 2 (twice), 7 in the order of their keys; the second piece of 2 has no days."""
    first = date(2026, 10, 1).toordinal()
    yield 5, first, first + 3, 100, 10
    yield 2, first + 10, first + 10, 200, 20
    yield 7, first + 20, first + 40, 300, 30
    yield 2, ALWAYS, ALWAYS, 400, 40


def test_an_order_tells_the_places_of_items_and_days() -> None:
    order = Order(rows())
    assert list(order.of([2, 7, 3, 99])) == [1, 2, 3]
    assert list(order.where(bytearray([0, 0, 0, 0, 0, 1, 0, 1]))) == [0, 2]
    assert list(order.touching(range(4), date(2026, 10, 4), date(2026, 10, 11))) == [0, 1, 3]
    assert list(order.touching(range(4), date(2026, 10, 5), None)) == [1, 2, 3]
    assert list(order.touching(range(4), None, date(2026, 10, 10))) == [0, 3]
    assert list(Order(()).of([1])) == []
