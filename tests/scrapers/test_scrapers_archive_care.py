"""Care of the archive: days and sizes of files, merging, retention, the index; with real files, processes and kills."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from test_scrapers_archive import ROOT, START, capture, warcs
from warcio.archiveiterator import ArchiveIterator

from scrapers.archive import Entry, WarcArchive
from scrapers.archive_compact import compact, grouped
from scrapers.archive_files import Busy, caring
from scrapers.archive_prune import plan, prune
from scrapers.archive_verify import verify
from scrapers.tail import Whole, walk
from vigie.model import Capture

NEXT_DAY = START + timedelta(days=1)
LATER = START + timedelta(days=500)


def fill(folder: Path, processes: int = 4, each: int = 3) -> list[tuple[str, Capture]]:
    """As many tasks do: an archive each, one file each, some bodies met again."""
    kept = []
    for process in range(processes):
        archive = WarcArchive(folder)
        for number in range(each):
            held = capture(process * each + number, b"shared" if number == 2 else None)
            archive.keep("kikk", held)
            kept.append(("kikk", held))
        archive.close()
    return kept


def members(folder: Path) -> list[bytes]:
    """The compressed records of every file that are captures, byte for byte, in no order."""
    found = []
    for path in warcs(folder):
        data = path.read_bytes()
        found += [data[w.offset : w.end] for w in walk(path) if isinstance(w, Whole) and b"Vigie-Request" in w.record]
    return sorted(found)


def test_a_file_ends_with_its_day_and_at_its_limit(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path, file_limit=4000)
    for number in range(6):
        archive.keep("kikk", capture(number, os.urandom(2500)))
    assert len(warcs(tmp_path)) == 3
    archive.keep("kikk", capture(7, minutes=60 * 24))
    archive.keep("kikk", capture(8, minutes=60 * 24 + 1))
    assert sorted(path.name[:14] for path in warcs(tmp_path)) == ["vigie-20260301"] * 3 + ["vigie-20260302"]
    assert len(list(WarcArchive(tmp_path).entries())) == 8


def test_merging_a_day_loses_and_changes_no_byte_of_a_record(tmp_path: Path) -> None:
    kept = fill(tmp_path)
    before = members(tmp_path)
    reader = WarcArchive(tmp_path)
    assert len(list(reader.entries())) == 12
    done = compact(WarcArchive(tmp_path), NEXT_DAY)
    assert (done.merged, done.made, done.live, done.torn) == (4, 1, 0, 0)
    assert len(warcs(tmp_path)) == 1
    assert members(tmp_path) == before
    assert list(reader.entries()) == list(WarcArchive(tmp_path).entries()) == kept
    assert reader.body(kept[0][1].sha256) == kept[0][1].body
    with warcs(tmp_path)[0].open("rb") as stream:
        assert [r.rec_type for r in ArchiveIterator(stream)].count("response") == 9
    again = compact(WarcArchive(tmp_path), NEXT_DAY)
    assert (again.merged, again.made) == (0, 0)
    (tmp_path / "index.sqlite").unlink()
    assert list(WarcArchive(tmp_path).entries()) == kept
    assert verify(tmp_path).damage == ()


def test_the_present_day_is_left_alone_and_stragglers_join_their_day(tmp_path: Path) -> None:
    fill(tmp_path)
    assert compact(WarcArchive(tmp_path), START).merged == 0
    compact(WarcArchive(tmp_path), NEXT_DAY)
    archive = WarcArchive(tmp_path)
    archive.keep("trakk", capture(50))
    archive.close()
    assert len(warcs(tmp_path)) == 2
    assert compact(archive, NEXT_DAY).made == 1
    assert len(warcs(tmp_path)) == 1
    assert len(list(archive.entries())) == 13


def test_a_file_of_a_live_process_is_not_touched(tmp_path: Path) -> None:
    fill(tmp_path)
    live = WarcArchive(tmp_path)
    live.keep("kikk", capture(77))
    done = compact(WarcArchive(tmp_path), NEXT_DAY)
    assert (done.merged, done.live, len(warcs(tmp_path))) == (4, 1, 2)
    live.keep("kikk", capture(78))
    live.close()
    assert (len(list(live.entries())), verify(tmp_path).damage) == (14, ())
    assert compact(live, NEXT_DAY).live == 0


def test_names_are_packed_up_to_the_limit() -> None:
    size = {"a": 60, "b": 50, "c": 40, "d": 500, "e": 1}
    assert grouped(size, 100) == [["a"], ["b", "c"], ["d"], ["e"]]


def test_half_a_record_at_the_end_is_dropped_by_merging_and_damage_is_carried(tmp_path: Path) -> None:
    fill(tmp_path)
    torn, spoilt = warcs(tmp_path)[:2]
    with torn.open("ab") as stream:
        stream.write(gzip.compress(b"WARC/1.1 half")[:20])
    data = bytearray(spoilt.read_bytes())
    hurt = next(w for w in walk(spoilt) if isinstance(w, Whole))
    data[hurt.offset + 40] ^= 0xFF
    spoilt.write_bytes(data)
    assert [d.harm for d in verify(tmp_path).damage if d.harm == "torn"] == ["torn"]
    done = compact(WarcArchive(tmp_path), NEXT_DAY)
    assert (done.merged, done.torn) == (4, 20)
    found = verify(tmp_path).damage
    assert [(d.harm, d.file) for d in found] == [("damaged", warcs(tmp_path)[0].name)]
    assert bytes(data[hurt.offset : hurt.end]) in warcs(tmp_path)[0].read_bytes()
    assert len(list(WarcArchive(tmp_path).entries())) == 11


STEP = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
import scrapers.archive_files, scrapers.archive_index
from scrapers.archive import WarcArchive
{imports}
left = int(sys.argv[2])
def stepping(owner, name):
    real = getattr(owner, name)
    def step(*args, **kwargs):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    setattr(owner, name, step)
for owner, name in ((os, "fsync"), (Path, "rename"), (Path, "unlink"), (scrapers.archive_index.ArchiveIndex, "adopt"),
                    (scrapers.archive_index.rows, "insert"), (scrapers.archive_index.rows, "remove")):
    stepping(owner, name)
archive = WarcArchive(Path(sys.argv[1]))
{work}
print("done", flush=True)
"""


def killed_at_every_step(
    whole: Path, scratch: Path, imports: str, work: str, look: Callable[[Path, int], None]
) -> tuple[int, Path]:
    """Runs `work` on copies of a folder, in processes that kill themselves at their first, second … call of note until
    one ends, then once more on what the kill left. `look` sees every folder after both."""
    script = STEP.format(imports=imports, work=work)
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    for step in range(1, 200):
        folder = scratch / f"step-{step}"
        shutil.copytree(whole, folder)
        for left, expected in ((step, -signal.SIGKILL), (0, 0)):
            argv = [sys.executable, "-c", script, str(folder), str(left)]
            done = subprocess.run(argv, env=environ, capture_output=True, text=True)
            if (left, done.returncode) == (step, 0):
                return step, folder
            assert done.returncode == expected, done.stderr
            look(folder, step)
    raise AssertionError("it never ended")


def test_merging_killed_at_every_step_loses_and_doubles_nothing(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    kept = fill(whole, processes=2, each=2)
    second = [("trakk", capture(100 + n, minutes=60 * 24 + n)) for n in range(2)]
    for _, held in second:
        archive = WarcArchive(whole)
        archive.keep("trakk", held)
        archive.close()
    records = members(whole)
    files = []

    def look(folder: Path, step: int) -> None:
        files.append(len(warcs(folder)))
        assert list(WarcArchive(folder).entries()) == kept + second, step
        assert verify(folder).damage == (), step
        (folder / "index.sqlite").unlink()
        assert list(WarcArchive(folder).entries()) == kept + second, step

    steps, last = killed_at_every_step(
        whole,
        tmp_path,
        "from scrapers.archive_compact import compact",
        f"compact(archive, datetime.fromisoformat({(START + timedelta(days=2)).isoformat()!r}))",
        look,
    )
    assert steps > 15
    assert set(files[1::2]) == {2}
    assert max(files[::2]) == 5  # four files and the one that stands for two of them
    assert len(warcs(last)) == 2
    assert members(last) == records


def test_two_carers_do_not_meet(tmp_path: Path) -> None:
    with caring(tmp_path), pytest.raises(Busy), caring(tmp_path):
        pass


def test_readers_writers_and_merging_at_once(tmp_path: Path) -> None:
    """Writers in processes of their own, a reader and a merger here: every body can be read at every moment."""
    script = """
import sys, hashlib
from datetime import datetime, timedelta
from pathlib import Path
from scrapers.archive import WarcArchive
from vigie.model import Capture, Request
for turn in range(12):
    archive = WarcArchive(Path(sys.argv[1]))
    for number in range(5):
        body = f"{sys.argv[2]} {turn} {number}".encode() * 200
        url = f"http://kikk.example/{sys.argv[2]}/{turn}/{number}"
        at = datetime.fromisoformat(sys.argv[3]) + timedelta(seconds=turn * 5 + number)
        digest = hashlib.sha256(body).hexdigest()
        archive.keep("kikk", Capture(Request(url), url, 200, (), body, at, digest))
        print(digest, flush=True)
    archive.close()
"""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    writers = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), name, START.isoformat()],
                         stdout=subprocess.PIPE, text=True, env=environ)
        for name in ("a", "b", "c")
    ]  # fmt: skip
    promised: list[str] = []
    missed: list[str] = []

    def listen(process: subprocess.Popen[str]) -> None:
        reader = WarcArchive(tmp_path)
        for line in process.stdout or ():
            promised.append(line.strip())
            for digest in promised[-7:]:
                try:
                    assert hashlib.sha256(reader.body(digest)).hexdigest() == digest
                except Exception as error:
                    missed.append(f"{digest}: {error!r}")

    threads = [threading.Thread(target=listen, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    merged = 0
    while any(thread.is_alive() for thread in threads):
        merged += compact(WarcArchive(tmp_path), NEXT_DAY).merged
        time.sleep(0.02)
    for thread in threads:
        thread.join()
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    merged += compact(WarcArchive(tmp_path), NEXT_DAY).merged
    assert missed == []
    assert len(promised) == 180
    assert {held.sha256 for _, held in WarcArchive(tmp_path).entries()} == set(promised)
    assert len(list(WarcArchive(tmp_path).entries())) == 180
    assert (merged >= 36, len(warcs(tmp_path))) == (True, 1)
    assert verify(tmp_path).damage == ()


# --- retention --------------------------------------------------------------------------------------------------------


def sighting(day: int, body: bytes, url: str = "http://kikk.example/list", revisit: bool = True) -> Entry:
    held = capture(0, body, url, minutes=day * 24 * 60)
    return Entry("f", day, 1, revisit, "kikk", held.sha256, held.url, held.request, held.fetched_at)


def test_the_first_and_the_last_sighting_of_each_state_stay() -> None:
    states = [b"a", b"a", b"a", b"a", b"b", b"a", b"a", b"a"]
    seen = [sighting(day, body, revisit=day not in (0, 4)) for day, body in enumerate(states)]
    found = plan(seen, LATER, lambda e: True)
    assert {place for _, place in found.revisits} == {1, 2, 6}
    young = plan(seen, START + timedelta(days=2), lambda e: True)
    assert {place for _, place in young.revisits} == {1}
    assert found.bodies == frozenset()


def test_bodies_go_that_nobody_refers_to_and_that_were_not_seen_lately() -> None:
    old, referred, seen_again = sighting(0, b"old", "a"), sighting(1, b"referred", "b"), sighting(2, b"again", "c")
    entries = [old, referred, seen_again, sighting(40, b"again", "c")]
    found = plan(entries, START + timedelta(days=30), lambda e: e.sha256 == referred.sha256)
    assert found.bodies == {old.sha256}


def test_pruning_drops_what_it_may_and_says_before_what_it_will(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    days = [0, 1, 2, 3, 4]
    for day in days:
        archive.keep("kikk", capture(1, b"list" * 999, "http://kikk.example/list", minutes=day * 24 * 60))
    archive.keep("kikk", capture(2, os.urandom(3000), "http://kikk.example/gone"))
    gone = capture(3, os.urandom(3000), "http://kikk.example/unreferred")
    archive.keep("kikk", gone)
    referred = {held.sha256 for _, held in archive.entries()} - {gone.sha256}
    now = LATER
    wanted = (now - timedelta(days=400), lambda e: e.sha256 in referred, now)
    foreseen = prune(archive, *wanted, dry_run=True)
    assert (foreseen.revisits, foreseen.bodies) == (3, 1)
    assert len(list(archive.entries())) == 7
    done = prune(archive, *wanted)
    assert (done.revisits, done.bodies, done.live) == (3, 1, 0)
    assert done.bytes > 3000
    left = [(held.request.url[-4:], (held.fetched_at - START).days) for _, held in WarcArchive(tmp_path).entries()]
    assert sorted(left) == [("gone", 0), ("list", 0), ("list", 4)]
    with pytest.raises(KeyError):
        archive.body(gone.sha256)
    assert verify(tmp_path).damage == ()
    nothing = prune(archive, *wanted)
    assert (nothing.revisits, nothing.bodies) == (0, 0)


def test_pruning_killed_at_every_step_leaves_no_sighting_without_its_body(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path / "whole")
    for day in range(4):
        archive.keep("kikk", capture(1, b"kept" * 99, "http://kikk.example/list", minutes=day * 24 * 60))
        archive.keep("kikk", capture(2, b"gone" * 99, f"http://kikk.example/{day}", minutes=day * 24 * 60 + 1))
    archive.close()
    kept = hashlib.sha256(b"kept" * 99).hexdigest()

    def look(folder: Path, step: int) -> None:
        assert verify(folder).damage == (), step
        days = [(held.fetched_at - START).days for _, held in WarcArchive(folder).entries() if held.sha256 == kept]
        assert {0, 3} <= set(days), step

    steps, last = killed_at_every_step(
        tmp_path / "whole",
        tmp_path,
        "from scrapers.archive_prune import prune",
        f"now = datetime.fromisoformat({LATER.isoformat()!r})\n"
        f"prune(archive, now, lambda e: e.sha256 == {kept!r}, now)",
        look,
    )
    assert steps > 10
    assert [(held.fetched_at - START).days for _, held in WarcArchive(last).entries()] == [0, 3]


def test_a_body_that_is_met_again_while_it_is_pruned_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import scrapers.archive_rewrite

    archive = WarcArchive(tmp_path)
    held = capture(1)
    archive.keep("kikk", held)
    archive.close()
    writer = WarcArchive(tmp_path)
    real = scrapers.archive_rewrite.committing

    def late(folder: Path):
        writer.keep("kikk", capture(2, held.body, minutes=499 * 24 * 60))
        return real(folder)

    monkeypatch.setattr(scrapers.archive_rewrite, "committing", late)
    assert prune(archive, LATER, lambda e: False, LATER).bodies == 0
    assert archive.body(held.sha256) == held.body
    writer.close()
    assert verify(tmp_path).damage == ()


# --- the index --------------------------------------------------------------------------------------------------------


def test_a_record_is_found_where_it_lies_even_if_the_index_lies(tmp_path: Path) -> None:
    import sqlite3

    fill(tmp_path)
    archive = WarcArchive(tmp_path)
    archive.close()
    with sqlite3.connect(tmp_path / "index.sqlite") as raw:
        raw.execute("UPDATE records SET place = place + 7")
    assert archive.body(capture(4).sha256) == capture(4).body
    archive.close()
    with sqlite3.connect(tmp_path / "index.sqlite") as raw:
        raw.execute("DELETE FROM records")
    assert {d.harm for d in verify(tmp_path).damage} == {"index"}
    (tmp_path / "index.sqlite").unlink()
    assert archive.body(capture(4).sha256) == capture(4).body
    assert verify(tmp_path).damage == ()


def test_an_index_removed_under_living_processes_does_no_harm(tmp_path: Path) -> None:
    one = WarcArchive(tmp_path)
    one.keep("kikk", capture(1))
    for name in ("index.sqlite", "index.sqlite-wal", "index.sqlite-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    two = WarcArchive(tmp_path)
    two.keep("kikk", capture(2))
    one.keep("kikk", capture(3))
    for archive in (one, two, WarcArchive(tmp_path)):
        assert [held.url[-1] for _, held in archive.entries()] == ["1", "2", "3"]
        archive.close()
    assert verify(tmp_path).damage == ()


def test_threads_share_an_archive(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    wrong: list[str] = []

    def work(thread: int) -> None:
        for number in range(30):
            held = capture(thread * 100 + number)
            archive.keep("kikk", held)
            if archive.body(held.sha256) != held.body:
                wrong.append(held.url)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(list(archive.entries())) == 180
    assert verify(tmp_path).damage == ()


def test_index_files_of_the_first_version_are_removed(tmp_path: Path) -> None:
    fill(tmp_path)
    old = warcs(tmp_path)[0].with_name(warcs(tmp_path)[0].name + ".cdx")
    old.write_text('{"url": "http://kikk.example/secret"}\n')
    compact(WarcArchive(tmp_path), START)
    assert not old.exists()


def test_when_the_archive_looks_empty_nothing_is_made(tmp_path: Path) -> None:
    missing = tmp_path / "none"
    assert list(WarcArchive(missing).entries()) == []
    with pytest.raises(KeyError):
        WarcArchive(missing).find("0" * 64, "http://kikk.example/")
    assert not missing.exists()
    archive = WarcArchive(missing)
    assert list(archive.entries()) == []
    archive.keep("kikk", capture(1))
    assert (missing / "index.sqlite").exists()
    assert archive.body(capture(1).sha256) == capture(1).body
