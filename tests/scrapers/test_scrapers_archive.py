"""The archive: WARC that others can read, bodies once, and nothing lost to a kill at any byte."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from scrapers.archive import WarcArchive
from vigie.model import Capture, Request

START = datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


def capture(number: int, body: bytes | None = None, url: str = "", minutes: int | None = None) -> Capture:
    held = f"page {number} é".encode() if body is None else body
    asked = url or f"http://kikk.example/agenda?page={number}&q=é"
    request = Request(asked, "POST", (("Accept", "text/html"),), b"\x00\xff=1", "detail", "7é")
    at = START + timedelta(minutes=number if minutes is None else minutes)
    headers = (("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{number}"'))
    return Capture(request, f"http://kikk.example/{number}", 200, headers, held, at, hashlib.sha256(held).hexdigest())


def warcs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))


def test_what_was_kept_comes_back_equal_in_the_order_of_fetching(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    kept = [capture(3), capture(1), capture(2, b"")]
    for held in kept:
        archive.keep("kikk", held)
    expected = [("kikk", kept[1]), ("kikk", kept[2]), ("kikk", kept[0])]
    assert list(archive.entries()) == expected
    assert list(WarcArchive(tmp_path).entries()) == expected
    assert WarcArchive(tmp_path).body(kept[0].sha256) == kept[0].body


def test_an_unknown_body_is_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        WarcArchive(tmp_path / "none").body("0" * 64)


def test_a_body_is_written_once_and_seen_each_time(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    body = os.urandom(50_000)
    first, again = capture(1, body), capture(2, body, url="http://kikk.example/twin")
    archive.keep("kikk", first)
    size = warcs(tmp_path)[0].stat().st_size
    archive.keep("trakk", again)
    assert warcs(tmp_path)[0].stat().st_size - size < 2000
    assert list(archive.entries()) == [("kikk", first), ("trakk", again)]
    other = WarcArchive(tmp_path)
    other.keep("kikk", capture(3, body))
    with warcs(tmp_path)[0].open("rb") as one, warcs(tmp_path)[1].open("rb") as two:
        types = sorted(record.rec_type for stream in (one, two) for record in ArchiveIterator(stream))
    assert types == ["response", "revisit", "revisit"]


def test_find_prefers_the_url_that_is_asked_for(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    archive.keep("kikk", capture(1, b"same", "http://a.example/"))
    archive.keep("kikk", capture(2, b"other", "http://b.example/"))
    digest = hashlib.sha256(b"same").hexdigest()
    assert archive.find(digest, "http://b.example/").request.url == "http://a.example/"
    assert archive.find(digest, "http://a.example/").header("etag") == '"1"'


def test_any_warc_reader_reads_it(tmp_path: Path) -> None:
    kept = capture(1)
    WarcArchive(tmp_path).keep("kikk", kept)
    with warcs(tmp_path)[0].open("rb") as stream:
        records = [
            (r.rec_type, r.rec_headers, r.http_headers, r.content_stream().read()) for r in ArchiveIterator(stream)
        ]
    kind, headers, http, body = records[0]
    assert len(records) == 1
    assert (kind, headers.protocol, body) == ("response", "WARC/1.1", kept.body)
    assert headers.get_header("WARC-Target-URI") == kept.url
    assert headers.get_header("WARC-Vigie-Source") == "kikk"
    assert headers.get_header("WARC-Payload-Digest") == f"sha256:{kept.sha256}"
    assert http.get_header("content-type") == "text/html; charset=utf-8"


def test_a_kill_at_any_byte_of_the_last_record_loses_that_record_alone(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path / "whole")
    archive.keep("kikk", capture(1))
    archive.index.close()  # SQLite folds its journal in when the last one leaves
    shutil.copytree(tmp_path / "whole", tmp_path / "first")
    archive.keep("kikk", capture(2))
    archive.close()
    path = warcs(tmp_path / "whole")[0]
    data = path.read_bytes()
    first = len(data) - _length_of_last(path)
    for end in {*range(first, len(data), 5), *range(len(data) - 8, len(data) + 1)}:
        folder = tmp_path / f"cut-{end}"
        folder.mkdir()
        (folder / path.name).write_bytes(data[:end])
        shutil.copy(tmp_path / "first" / "index.sqlite", folder)  # what a kill before the index leaves
        after = WarcArchive(folder)
        known = [held for _, held in after.entries()]
        assert known == ([capture(1), capture(2)] if end == len(data) else [capture(1)]), end
        after.keep("kikk", capture(2))  # and the next run goes on
        assert {held.sha256 for _, held in WarcArchive(folder).entries()} == {capture(1).sha256, capture(2).sha256}, end


def _length_of_last(path: Path) -> int:
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        offsets = [records.get_record_offset() for _ in records]
    return path.stat().st_size - offsets[-1]


def test_an_index_that_is_cut_spoilt_or_gone_is_made_again(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    for number in (1, 2):
        archive.keep("kikk", capture(number))
    archive.close()
    index = tmp_path / "index.sqlite"
    whole = index.read_bytes()
    assert len(whole) > 20_000
    spoilt = [whole[:end] for end in range(0, len(whole), 1531)]
    spoilt += [whole[:at] + b"\xff" * 900 + whole[at + 900 :] for at in range(0, len(whole), 2048)]
    for number, bytes_left in enumerate(spoilt):
        index.write_bytes(bytes_left)
        after = WarcArchive(tmp_path)
        assert after.body(capture(2).sha256) == capture(2).body, number
        after.close()
    index.unlink()
    assert [held for _, held in WarcArchive(tmp_path).entries()] == [capture(1), capture(2)]


def test_a_full_disk_leaves_a_whole_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = WarcArchive(tmp_path)
    archive.keep("kikk", capture(1))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            archive.keep("kikk", capture(2))
    archive.keep("kikk", capture(3))
    for reader in (archive, WarcArchive(tmp_path)):
        numbers = [held.url[-1] for _, held in reader.entries()]
        assert {"1", "3"} <= set(numbers)


def test_processes_share_a_folder_and_see_each_other(tmp_path: Path) -> None:
    one, two = WarcArchive(tmp_path), WarcArchive(tmp_path)
    one.keep("kikk", capture(1))
    two.keep("kikk", capture(2))
    one.keep("kikk", capture(3))
    assert one.body(capture(2).sha256) == capture(2).body
    assert two.body(capture(3).sha256) == capture(3).body
    assert len(list(one.entries())) == len(list(two.entries())) == 3
    assert len(warcs(tmp_path)) == 2


def test_a_forked_process_writes_a_file_of_its_own(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    archive.keep("kikk", capture(1))
    child = os.fork()
    if child == 0:
        archive.keep("kikk", capture(2))
        os._exit(0)
    os.waitpid(child, 0)
    archive.keep("kikk", capture(3))
    assert len(warcs(tmp_path)) == 2
    assert [held.url[-1] for _, held in WarcArchive(tmp_path).entries()] == ["1", "2", "3"]


WRITER = """
import sys, hashlib
from datetime import UTC, datetime
from pathlib import Path
from scrapers.archive import WarcArchive
from vigie.model import Capture, Request
archive = WarcArchive(Path(sys.argv[1]))
for number in range(10**6):
    body = b"%d " % number * 500
    digest = hashlib.sha256(body).hexdigest()
    url = f"http://kikk.example/{number}"
    archive.keep("kikk", Capture(Request(url), url, 200, (), body, datetime.now(UTC), digest))
    print(number, flush=True)
"""


def test_kill_9_keeps_everything_that_keep_returned_for(tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert writer.stdout is not None
    for _ in range(20):
        writer.stdout.readline()
    time.sleep(0.013)
    writer.send_signal(signal.SIGKILL)
    promised = 20 + len(writer.stdout.read().split(b"\n")) - 1
    writer.wait()
    held = [kept.url for _, kept in WarcArchive(tmp_path).entries()]
    assert held[:promised] == [f"http://kikk.example/{n}" for n in range(promised)]
