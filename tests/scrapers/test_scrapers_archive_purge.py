"""Takedowns: what is purged can be found nowhere in the folder, readers are told why, and a kill only delays it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_scrapers_archive import START, capture, warcs
from test_scrapers_archive_care import NEXT_DAY, killed_at_every_step
from warcio.archiveiterator import ArchiveIterator

from scrapers.archive import Purged, WarcArchive
from scrapers.archive_compact import compact
from scrapers.archive_purge import INDEX_IN_USE, purge
from scrapers.archive_search import contains, find_urls
from scrapers.archive_verify import verify
from scrapers.tail import Whole, walk
from vigie.model import Capture

AT = datetime(2026, 3, 9, 10, tzinfo=UTC)
WHY = "asked for on 8 March, case 17"
SECRET = b"Zyzzyva Quellenberg lives here"
SECRET_URL = "http://secret-host.example/zyzzyva"
REDACTED = b"a list without the one"


def secret(number: int, minutes: int | None = None) -> Capture:
    made = capture(number, SECRET * 40, SECRET_URL, minutes)
    return Capture(
        made.request, SECRET_URL + "/page", 200, (*made.headers, ("Content-Length", "1200"), ("X-Kept", "yes")),
        made.body, made.fetched_at, made.sha256,
    )  # fmt: skip


def fill(folder: Path) -> list[Capture]:
    """Three files; the secret body in the first two, seen again in the third, among others."""
    others = [capture(n) for n in range(1, 7)]
    archives = [WarcArchive(folder) for _ in range(3)]
    for number, archive in enumerate(archives):
        if number < 2:
            archive.index.refresh()
            archive._fresh = True
    for number, archive in enumerate(archives):
        archive.keep("kikk", others[2 * number])
        archive.keep("kikk", secret(50 + number))
        archive.keep("kikk", others[2 * number + 1])
        archive.close()
    return others


def records(folder: Path) -> list[bytes]:
    """The compressed records that are not about the secret, in the files that count, byte for byte."""
    found = []
    index = WarcArchive(folder).index
    for path in warcs(folder):
        data = b"" if path.name in index.replaced() else path.read_bytes()
        found += [
            data[w.offset : w.end] for w in walk(path) if isinstance(w, Whole) and b"kikk.example" in w.record and data
        ]
    return sorted(found)


def nothing_left(folder: Path) -> list[str]:
    return [str(hit) for hit in contains(folder, (b"Zyzzyva", b"zyzzyva", b"secret-host", SECRET[:9]))]


def test_a_purged_body_is_nowhere_and_its_readers_are_told_why(tmp_path: Path) -> None:
    others = fill(tmp_path)
    untouched = records(tmp_path)
    sha = secret(0).sha256
    assert len(nothing_left(tmp_path)) > 9
    archive = WarcArchive(tmp_path)
    done = purge(archive, {sha: None}, WHY, AT)
    assert (done.buried, done.removed, len(done.rewritten), done.waiting) == (1, 3, 3, ())
    assert nothing_left(tmp_path) == []
    assert records(tmp_path) == untouched
    for reader in (archive, WarcArchive(tmp_path)):
        with pytest.raises(Purged) as raised:
            reader.body(sha)
        assert (raised.value.because, raised.value.at, raised.value.replaced_by) == (WHY, AT, None)
        with pytest.raises(KeyError):
            reader.find(sha, SECRET_URL)
        assert reader.replaced_by(sha) is None
        assert [held for _, held in reader.entries()] == others
    archive.close()
    (tmp_path / "index.sqlite").unlink()
    with pytest.raises(Purged):
        WarcArchive(tmp_path).body(sha)
    assert verify(tmp_path).damage == ()
    assert verify(tmp_path).tombstones == 1


def test_the_tombstone_is_a_metadata_record_without_address_or_text(tmp_path: Path) -> None:
    fill(tmp_path)
    sha = secret(0).sha256
    purge(WarcArchive(tmp_path), {sha: None}, WHY, AT)
    found = []
    for path in warcs(tmp_path):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type == "metadata":
                    found.append((dict(record.rec_headers.headers), record.content_stream().read()))
    assert len(found) == 1
    headers, text = found[0]
    assert "WARC-Target-URI" not in headers
    assert headers["WARC-Vigie-Purged"] == f"sha256:{sha}"
    assert (sha.encode() in text, WHY.encode() in text, b"http" in text) == (True, True, False)


def test_a_redacted_body_takes_the_place_under_the_old_requests(tmp_path: Path) -> None:
    others = fill(tmp_path)
    sha, new = secret(0).sha256, hashlib.sha256(REDACTED).hexdigest()
    archive = WarcArchive(tmp_path)
    assert purge(archive, {sha: REDACTED}, WHY, AT).waiting == ()
    assert (archive.replaced_by(sha), archive.replaced_by(new)) == (new, None)
    with pytest.raises(Purged) as raised:
        archive.body(sha)
    assert raised.value.replaced_by == new
    assert archive.body(new) == REDACTED
    instead = [held for _, held in archive.entries() if held not in others]
    assert [held.fetched_at for held in instead] == [secret(50 + n).fetched_at for n in range(3)]
    assert {(held.request, held.status, held.body) for held in instead} == {(secret(50).request, 200, REDACTED)}
    assert {tuple(sorted(k for k, _ in held.headers)) for held in instead} == {("Content-Type", "X-Kept")}
    assert [str(hit) for hit in contains(tmp_path, (b"Zyzzyva",))] == []
    assert verify(tmp_path).damage == ()


def test_redacting_again_leads_from_the_first_to_the_last(tmp_path: Path) -> None:
    fill(tmp_path)
    archive = WarcArchive(tmp_path)
    second = b"still less"
    one, two = hashlib.sha256(REDACTED).hexdigest(), hashlib.sha256(second).hexdigest()
    purge(archive, {secret(0).sha256: REDACTED}, WHY, AT)
    purge(archive, {one: second}, WHY, AT)
    assert archive.replaced_by(secret(0).sha256) == archive.replaced_by(one) == two
    with pytest.raises(Purged) as raised:
        archive.body(secret(0).sha256)
    assert raised.value.replaced_by == two
    with pytest.raises(ValueError, match="itself purged"):
        purge(archive, {capture(1).sha256: REDACTED}, WHY, AT)
    purge(archive, {two: None}, WHY, AT)
    assert archive.replaced_by(secret(0).sha256) is None
    assert verify(tmp_path).damage == ()


def test_a_purged_body_does_not_come_back(tmp_path: Path) -> None:
    fill(tmp_path)
    long_lived = WarcArchive(tmp_path)
    long_lived.keep("kikk", capture(70))
    sha, new = secret(0).sha256, hashlib.sha256(REDACTED).hexdigest()
    purge(WarcArchive(tmp_path), {sha: REDACTED}, WHY, AT)
    for archive in (long_lived, WarcArchive(tmp_path)):
        archive.keep("kikk", secret(80))
    archive.close()
    assert [str(hit) for hit in contains(tmp_path, (b"Zyzzyva",))] == []
    assert long_lived.body(new) == REDACTED
    assert sum(held.sha256 == new for _, held in long_lived.entries()) == 5
    purge(long_lived, {new: None}, WHY, AT)
    long_lived.keep("kikk", secret(90))
    assert nothing_left(tmp_path) == []
    assert all(held.sha256 not in (sha, new) for _, held in long_lived.entries())


def test_a_body_that_was_never_kept_can_be_forbidden(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    assert purge(archive, {secret(0).sha256: None}, WHY, AT).buried == 1
    archive.keep("kikk", secret(1))
    assert list(archive.entries()) == []
    assert nothing_left(tmp_path) == []


def test_a_live_file_waits_and_is_finished_later(tmp_path: Path) -> None:
    fill(tmp_path)
    live = WarcArchive(tmp_path)
    live.keep("kikk", secret(60))
    sha = secret(0).sha256
    archive = WarcArchive(tmp_path)
    done = purge(archive, {sha: None}, WHY, AT)
    assert len(done.waiting) == 1
    assert done.waiting[0].startswith("vigie-")
    with pytest.raises(Purged):
        live.body(sha)
    assert [d.harm for d in verify(tmp_path).damage] == ["unpurged"]
    live.keep("kikk", capture(61))  # the next answer makes the process let go of its file
    assert purge(archive, {sha: None}, WHY, AT).waiting == ()
    assert nothing_left(tmp_path) == []
    live.close()
    assert verify(tmp_path).damage == ()


def test_merging_finishes_a_takedown_that_waits(tmp_path: Path) -> None:
    live = WarcArchive(tmp_path)
    live.keep("kikk", secret(1))
    purge(WarcArchive(tmp_path), {secret(0).sha256: None}, WHY, AT)
    live.close()
    compact(WarcArchive(tmp_path), NEXT_DAY)
    assert nothing_left(tmp_path) == []


def test_an_index_that_is_being_read_is_said_to_wait(tmp_path: Path) -> None:
    fill(tmp_path)
    reading = WarcArchive(tmp_path).entries()
    next(reading)
    archive = WarcArchive(tmp_path)
    done = purge(archive, {secret(0).sha256: None}, WHY, AT)
    assert done.waiting == (INDEX_IN_USE,)
    left = [held for _, held in reading]
    assert all(held.body != secret(0).body for held in left)


def test_a_takedown_killed_at_every_step_hides_at_once_or_not_yet_and_ends_when_repeated(tmp_path: Path) -> None:
    others = fill(tmp_path / "whole")
    untouched = records(tmp_path / "whole")
    sha, new = secret(0).sha256, hashlib.sha256(REDACTED).hexdigest()
    states = set()

    def look(folder: Path, step: int) -> None:
        reader = WarcArchive(folder)
        kept = [held for _, held in reader.entries()]
        bodies = {held.sha256 for held in kept} & {sha, new}
        states.add(tuple(bodies))
        assert len(bodies) == 1, step  # the old one or the new one, never both and never none
        assert sum(held.sha256 in bodies for held in kept) == 3, step
        assert [held for held in kept if held.sha256 not in bodies] == others, step
        assert records(folder) == untouched, step
        assert {d.harm for d in verify(folder).damage} <= {"unpurged"}, step

    steps, last = killed_at_every_step(
        tmp_path / "whole",
        tmp_path,
        "from scrapers.archive_purge import purge",
        f"at = datetime.fromisoformat({AT.isoformat()!r}); purge(archive, {{{sha!r}: {REDACTED!r}}}, {WHY!r}, at)",
        look,
    )
    assert steps > 15
    assert states == {(sha,), (new,)}
    assert [str(hit) for folder in (last, tmp_path / "step-5") for hit in contains(folder, (b"Zyzzyva",))] == []


def test_a_damaged_record_of_a_purged_body_is_blotted_out(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    archive.keep("kikk", capture(1))
    archive.keep("kikk", secret(2))
    archive.keep("kikk", capture(3))
    archive.close()
    path = warcs(tmp_path)[0]
    hurt = [w for w in walk(path) if isinstance(w, Whole)][1]
    data = bytearray(path.read_bytes())
    data[hurt.end - 3] ^= 0xFF
    path.write_bytes(data)
    assert any(b"Zyzzyva" in hit.needle for hit in contains(tmp_path, (b"Zyzzyva",)))
    purge(archive, {secret(0).sha256: None}, WHY, AT)
    assert nothing_left(tmp_path) == []
    assert len(list(archive.entries())) == 2


def test_captures_are_found_by_their_address(tmp_path: Path) -> None:
    fill(tmp_path)
    archive = WarcArchive(tmp_path)
    found = list(find_urls(archive, lambda url: "secret-host" in url))
    assert {(source, sha, url) for source, sha, url, _ in found} == {
        ("kikk", secret(0).sha256, SECRET_URL),
        ("kikk", secret(0).sha256, SECRET_URL + "/page"),
    }
    assert [at for *_, url, at in found if url == SECRET_URL] == [secret(50 + n).fetched_at for n in range(3)]
    assert list(find_urls(archive, lambda url: "nowhere" in url)) == []
    assert START < AT
