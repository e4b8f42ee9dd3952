"""`verify` on archives that were really damaged: it names the file, the offset and what is wrong, and nothing else."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from test_scrapers_archive import capture, warcs

from scrapers.archive import WarcArchive
from scrapers.archive_verify import Damage, verify
from scrapers.tail import Broken, Whole, walk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files: bodies 1 and 2 and a sighting of 1 again; body 3 and a sighting of 2 again."""
    first, second = WarcArchive(tmp_path), WarcArchive(tmp_path)
    for held in (capture(1), capture(2), capture(4, capture(1).body)):
        first.keep("kikk", held)
    first.close()
    for held in (capture(3), capture(5, capture(2).body)):
        second.keep("kikk", held)
    second.close()
    return tmp_path


def damage(folder: Path) -> list[tuple[str, int, str]]:
    return [(d.file, d.offset, d.harm) for d in verify(folder).damage]


def records(path: Path) -> list[Whole]:
    return [w for w in walk(path) if isinstance(w, Whole)]


def two_files(folder: Path) -> tuple[Path, Path]:
    """The file with three records, then that with two."""
    one, two = sorted(warcs(folder), key=lambda path: -len(records(path)))
    return one, two


def test_a_whole_archive_has_no_damage(folder: Path) -> None:
    found = verify(folder)
    assert (found.files, found.records, found.bodies, found.revisits) == (2, 5, 3, 2)
    assert found.bytes == sum(path.stat().st_size for path in warcs(folder))
    assert found.damage == ()


@pytest.mark.parametrize("place", range(0, 40, 3))
def test_a_flipped_byte_is_found_in_its_record_and_the_others_are_read(folder: Path, place: int) -> None:
    one, _ = two_files(folder)
    hurt = records(one)[1]
    data = bytearray(one.read_bytes())
    data[hurt.offset + place * hurt.length // 40] ^= 0x10
    one.write_bytes(data)
    found = verify(folder).damage
    # Some bits of a gzip header (name, time, system) say nothing: then all is as it was.
    if [w.record for w in records(one)] != [] and len(records(one)) == 3:
        assert found == ()
        return
    assert (one.name, hurt.offset, "damaged") in damage(folder)
    assert {d.offset for d in found if d.file == one.name} == {hurt.offset}
    unresolved = [d for d in found if d.harm == "unresolved"]
    assert [hashlib.sha256(capture(2).body).hexdigest() in d.detail for d in unresolved] == [True]
    after = WarcArchive(folder)
    assert after.body(capture(1).sha256) == capture(1).body
    assert after.body(capture(3).sha256) == capture(3).body


def test_a_body_changed_behind_a_right_checksum_has_the_wrong_digest(folder: Path) -> None:
    one, _ = two_files(folder)
    hurt = records(one)[1]
    data = one.read_bytes()
    forged = gzip.compress(hurt.record.replace("page 2 é".encode(), "page 9 é".encode()))
    one.write_bytes(data[: hurt.offset] + forged + data[hurt.end :])
    (folder / "index.sqlite").unlink()
    assert (one.name, hurt.offset, "digest") in damage(folder)
    assert [d.harm for d in verify(folder).damage].count("unresolved") == 1


def test_a_forged_header_is_found_by_the_digest_of_its_block(folder: Path) -> None:
    one, _ = two_files(folder)
    hurt = records(one)[2]
    data = one.read_bytes()
    forged = gzip.compress(hurt.record.replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 404 OK"))
    one.write_bytes(data[: hurt.offset] + forged)
    (folder / "index.sqlite").unlink()
    assert damage(folder) == [(one.name, hurt.offset, "digest")]


def test_a_truncated_file_is_found_with_and_without_an_index(folder: Path) -> None:
    one, _ = two_files(folder)
    last = records(one)[2]
    whole = one.read_bytes()
    one.write_bytes(whole[: last.offset + 50])
    assert damage(folder) == [(one.name, last.offset, "lost"), (one.name, last.offset, "torn")]
    one.write_bytes(whole[: last.offset])
    assert damage(folder) == [(one.name, last.offset, "lost")]
    (folder / "index.sqlite").unlink()
    one.write_bytes(whole[: last.offset + 50])
    assert damage(folder) == [(one.name, last.offset, "torn")]


def test_a_file_that_is_gone_is_found_by_the_index_and_by_the_sightings_that_need_it(folder: Path) -> None:
    one, two = two_files(folder)
    needs = records(two)[1]
    gone = records(one)
    one.unlink()
    assert damage(folder) == sorted(
        [(one.name, w.offset, "lost") for w in gone] + [(two.name, needs.offset, "unresolved")]
    )
    (folder / "index.sqlite").unlink()
    assert damage(folder) == [(two.name, needs.offset, "unresolved")]


def test_a_body_taken_out_that_a_sighting_needs_is_named(folder: Path) -> None:
    one, _ = two_files(folder)
    held = records(one)
    data = one.read_bytes()
    one.write_bytes(data[held[0].end :])
    (folder / "index.sqlite").unlink()
    found = verify(folder).damage
    assert [d.harm for d in found] == ["unresolved"]
    assert capture(1).sha256 in found[0].detail
    assert found[0].offset == held[2].offset - held[0].end


def test_rubbish_between_records_is_one_stretch_and_nothing_behind_it_is_lost(folder: Path) -> None:
    one, _ = two_files(folder)
    first = records(one)[0]
    data = one.read_bytes()
    rubbish = b"\x1f\x8b\x08 not a member" * 5000
    one.write_bytes(data[: first.end] + rubbish + data[first.end :])
    (folder / "index.sqlite").unlink()
    assert verify(folder).damage == (
        Damage(one.name, first.end, verify(folder).damage[0].harm, verify(folder).damage[0].detail),
    )
    assert [b.length for b in walk(one) if isinstance(b, Broken)] == [len(rubbish)]
    assert len(list(WarcArchive(folder).entries())) == 5


def test_what_a_live_process_is_writing_is_no_damage(folder: Path) -> None:
    live = WarcArchive(folder)
    live.keep("kikk", capture(9))
    path = next(p for p in warcs(folder) if len(records(p)) == 1)
    with path.open("ab") as stream:
        stream.write(b"\x1f\x8b\x08\x00 half")
    assert verify(folder).damage == ()
    live.close()
    assert [harm for _, _, harm in damage(folder)] == ["torn"]


def _unreadable(path: Path) -> None:
    path.write_bytes(b"\x00" * 3000)


def _other_format(path: Path) -> None:
    path.write_bytes(gzip.compress(b"nothing of ours") * 40)


@pytest.mark.parametrize("spoil", [_unreadable, _other_format])
def test_a_file_that_is_no_warc_is_one_damage(folder: Path, spoil: Callable[[Path], None]) -> None:
    one, two = two_files(folder)
    spoil(two)
    (folder / "index.sqlite").unlink()
    assert damage(folder) == [(two.name, 0, "damaged")]
    assert len(list(WarcArchive(folder).entries())) == len(records(one))
