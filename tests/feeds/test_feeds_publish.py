"""The publisher: atomic, deterministic, never a collapsed feed, whole files whatever dies."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from feed_samples import NOW, SEEN, SITE, article, at, call, event, session, shelves

from feeds.formats import FEEDS
from feeds.publish import Published, publish
from vigie.model import Deadline, Item, Kind, Status

PROMISED = {
    "agenda.ics", "agenda.atom", "watch.atom", "calls.atom", "calls.ics", "agenda.json", "watch.json", "calls.json",
    "agenda.jsonld", "agenda.csv", "watch.csv", "calls.csv", "index.json",
}  # fmt: skip


def put(folder: Path, items: dict[Kind, tuple[Item, ...]], now: datetime = NOW, confirm: bool = False) -> Published:
    return publish(items, SITE, now, folder, (3, 4), confirm=confirm)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and not p.name.startswith(".")}


def index(folder: Path) -> dict:
    return json.loads((folder / "index.json").read_bytes())


def test_every_promised_file_is_there_and_the_index_describes_it(tmp_path):
    done = put(tmp_path, shelves(events=7))
    files = contents(tmp_path)
    assert PROMISED <= set(files) == set(done.files) == set(done.changed)
    assert done.refused == ()
    listed = {f["path"]: f for f in index(tmp_path)["files"]}
    assert set(listed) == set(files) - {"index.json"}
    for path, entry in listed.items():
        assert entry["sha256"] == hashlib.sha256(files[path]).hexdigest(), path
        assert entry["bytes"] == len(files[path]), path
        assert entry["rows"] == (7 if path.startswith("agenda") else 4), path
        assert entry["url"] == f"https://vigie.example/feeds/{path}"
    assert index(tmp_path)["sources"] == {"healthy": 3, "total": 4}
    assert index(tmp_path)["generated_at"] == "2026-09-01T06:00:00Z"
    assert index(tmp_path)["schema_version"] == "1.0.0"


def test_the_same_day_gives_the_same_bytes_and_touches_no_file(tmp_path):
    put(tmp_path, shelves())
    before, times = contents(tmp_path), {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()}
    turned = {kind: shelf[::-1] for kind, shelf in shelves().items()}
    done = put(tmp_path, turned, NOW + timedelta(hours=10))
    assert contents(tmp_path) == before
    assert done.changed == ()
    assert {p: t for p, t in times.items() if p in before} == {p: (tmp_path / p).stat().st_mtime_ns for p in before}


def test_only_what_changed_is_rewritten(tmp_path):
    put(tmp_path, shelves())
    moved = shelves()
    moved[Kind.NEWS] = (*moved[Kind.NEWS][1:], article(2000, title="Autre titre"))
    done = put(tmp_path, moved)
    assert set(done.changed) == {"watch.atom", "watch.rss", "watch.json", "watch.csv", "watch.excel.csv", "index.json"}


def test_the_index_comes_last(tmp_path):
    assert put(tmp_path, shelves()).changed[-1] == "index.json"


def test_a_collapsed_feed_is_refused_until_an_operator_confirms(tmp_path):
    put(tmp_path, shelves(events=10))
    good = contents(tmp_path)
    done = put(tmp_path, shelves(events=4, news=5))
    assert {r.path for r in done.refused} == {f.path for f in FEEDS if f.kind is Kind.EVENT}
    assert str(next(r for r in done.refused if r.path == "agenda.ics")) == "agenda.ics (4 rows after 10)"
    assert (tmp_path / "agenda.ics").read_bytes() == good["agenda.ics"]
    assert (tmp_path / "watch.csv").read_bytes() != good["watch.csv"]
    listed = {f["path"]: f for f in index(tmp_path)["files"]}
    assert listed["agenda.ics"]["rows"] == 10
    assert listed["agenda.ics"]["sha256"] == hashlib.sha256(good["agenda.ics"]).hexdigest()
    assert put(tmp_path, shelves(events=0)).refused != ()
    assert (tmp_path / "agenda.ics").read_bytes() == good["agenda.ics"]
    done = put(tmp_path, shelves(events=4, news=5), confirm=True)
    assert done.refused == ()
    assert (tmp_path / "agenda.ics").read_bytes().count(b"BEGIN:VEVENT") == 4


def test_half_is_no_collapse(tmp_path):
    put(tmp_path, shelves(events=10))
    assert put(tmp_path, shelves(events=5)).refused == ()


def test_what_time_takes_out_of_the_window_is_no_collapse(tmp_path):
    late = shelves(events=0)
    late[Kind.EVENT] = tuple(event(n, occurrences=(session("2026-10-10T20:00"),)) for n in range(1, 11))
    put(tmp_path, late)
    month_later = NOW + timedelta(days=60)
    done = put(tmp_path, late, month_later)
    assert [r for r in done.refused if r.path.startswith("agenda")] == []
    assert b"BEGIN:VEVENT" not in (tmp_path / "agenda.ics").read_bytes()


def test_a_first_edition_of_nothing_waits_for_a_source_in_order(tmp_path):
    done = publish({}, SITE, NOW, tmp_path, (0, 5))
    assert {r.path for r in done.refused} == {f.path for f in FEEDS}
    assert publish({}, SITE, NOW, tmp_path, (1, 5)).refused == ()


def test_a_broken_index_does_not_stop_the_next_edition(tmp_path):
    put(tmp_path, shelves())
    (tmp_path / "index.json").write_bytes(b'{"files": [{"path"')
    assert put(tmp_path, shelves()).changed == ("index.json",)
    assert len(index(tmp_path)["files"]) == len(FEEDS)


def test_a_file_that_someone_spoilt_is_repaired(tmp_path):
    put(tmp_path, shelves())
    good = (tmp_path / "watch.atom").read_bytes()
    (tmp_path / "watch.atom").write_bytes(good[:100])
    assert put(tmp_path, shelves()).changed == ("watch.atom",)
    assert (tmp_path / "watch.atom").read_bytes() == good


def titles(folder: Path, path: str) -> set[str]:
    return {i["title"] for i in json.loads((folder / path).read_bytes())["items"]}


def test_the_window_is_a_month_back_and_400_days_ahead(tmp_path):
    days = ("2026-08-31", "2026-09-01", "2026-10-01", "2027-11-05", "2027-11-06")
    events = tuple(event(n, title=day, occurrences=(session(day),)) for n, day in enumerate(days, 1))
    fair = event(9, title="foire", occurrences=(session("2026-01-01", "2026-12-31"),))
    put(tmp_path, {Kind.EVENT: (*events, fair)})
    assert titles(tmp_path, "agenda.json") == {"2026-09-01", "2026-10-01", "2027-11-05", "foire"}


def test_calls_stay_a_month_after_their_last_deadline(tmp_path):
    put(tmp_path, {Kind.CALL: (
        call(1, title="passé", deadlines=(Deadline(at("2026-08-31")),)),
        call(2, title="récent", deadlines=(Deadline(at("2026-09-01")),)),
        call(3, title="permanent", deadlines=(), rolling=True),
        call(4, title="inconnu", deadlines=()),
        replace(call(5, title="clos", deadlines=(), closed=True), revised_at=SEEN - timedelta(days=60)),
    )})  # fmt: skip
    assert titles(tmp_path, "calls.json") == {"récent", "permanent", "inconnu"}


def test_hidden_merged_and_withdrawn_items_are_in_no_file_and_cancelled_ones_are(tmp_path):
    put(tmp_path, {Kind.EVENT: (
        event(1),
        replace(event(2, title="CACHÉ"), hidden=True),
        replace(event(3, title="CACHÉ"), merged_into=event(1).id),
        replace(event(4, title="CACHÉ"), withdrawn_at=SEEN),
        event(5, title="Soirée", status=Status.CANCELLED),
    )})  # fmt: skip
    files = contents(tmp_path)
    assert [p for p, data in files.items() if "CACHÉ" in data.decode()] == []
    assert titles(tmp_path, "agenda.json") == {"Atelier 1", "ANNULÉ – Soirée"}
    assert b"STATUS:CANCELLED" in files["agenda.ics"]


def test_the_day_is_that_of_brussels(tmp_path):
    put(tmp_path, shelves(), datetime(2026, 9, 30, 22, 30, tzinfo=UTC))
    assert index(tmp_path)["day"] == "2026-10-01"


# --- two editions, to tell whole files from torn ones -----------------------------------------------------------------


def edition(number: int) -> dict[Kind, tuple[Item, ...]]:
    """Two editions of some 10 kB a file with the same counts and other words in every item."""
    words = f"édition {number} " + "mot " * 50
    return {
        Kind.EVENT: tuple(event(1000 + n, title=f"{n} {words}") for n in range(50)),
        Kind.NEWS: tuple(article(2000 + n, title=f"{n} {words}") for n in range(50)),
        Kind.CALL: tuple(call(3000 + n, title=f"{n} {words}") for n in range(50)),
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> dict[str, set[bytes]]:
    """For every file, the bytes that are whole: those of edition 1 and of edition 2."""
    found: dict[str, set[bytes]] = {}
    for number in (1, 2):
        folder = tmp_path_factory.mktemp("whole")
        put(folder, edition(number))
        for path, data in contents(folder).items():
            found.setdefault(path, set()).add(data)
    assert all(len(versions) == 2 for versions in found.values())
    return found


CHILD = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import test_feeds_publish as t
left = int(sys.argv[2])
def dying(real):
    def call(*a, **k):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*a, **k)
    return call
os.fsync, os.replace = dying(os.fsync), dying(os.replace)
t.put(Path(sys.argv[1]), t.edition(2))
"""


def die_at(folder: Path, step: int) -> int:
    here = Path(__file__).resolve().parent
    return subprocess.run(
        [sys.executable, "-c", CHILD.format(tests=str(here)), str(folder), str(step)],
        cwd=here.parent.parent,
        check=False,
    ).returncode


@pytest.mark.parametrize("step", [1, 12, 20, 21, 29, 39])
def test_kill_9_leaves_whole_files_and_the_next_run_completes(tmp_path, whole, step):
    """19 files are flushed (steps 1 to 19), 19 renamed (20 to 38), then the folder is flushed (39)."""
    put(tmp_path, edition(1))
    assert len(FEEDS) + 1 == 19
    assert die_at(tmp_path, step) == -signal.SIGKILL
    left = contents(tmp_path)
    assert set(left) == set(whole)
    assert [path for path, data in left.items() if data not in whole[path]] == []
    renamed = [path for path, data in left.items() if b"dition 2" in data]
    assert len(renamed) == max(0, min(step - 20, 18))  # index.json names no title
    assert put(tmp_path, edition(2)).refused == ()
    assert not (tmp_path / ".edition").exists()
    assert all("édition 1" not in data.decode() for data in contents(tmp_path).values())
    assert contents(tmp_path)["index.json"] in whole["index.json"]


def test_kill_9_on_the_first_edition_leaves_no_torn_file(tmp_path, whole):
    assert die_at(tmp_path, 25) == -signal.SIGKILL
    assert len(contents(tmp_path)) == 5
    assert [path for path, data in contents(tmp_path).items() if data not in whole[path]] == []


def test_1000_reads_during_publishing_see_whole_files_only(tmp_path, whole):
    put(tmp_path, edition(1))
    stop, torn, reads = threading.Event(), [], [0, 0]

    def read(slot: int) -> None:
        paths = sorted(whole)
        while not stop.is_set() or reads[slot] < 500:
            path = paths[reads[slot] % len(paths)]
            if (tmp_path / path).read_bytes() not in whole[path]:
                torn.append(path)
            reads[slot] += 1

    readers = [threading.Thread(target=read, args=(slot,)) for slot in (0, 1)]
    for reader in readers:
        reader.start()
    for number in (2, 1, 2):
        assert len(put(tmp_path, edition(number)).changed) == 19
    stop.set()
    for reader in readers:
        reader.join()
    assert torn == []
    assert sum(reads) >= 1000


def test_two_publishers_take_turns(tmp_path, whole):
    here = Path(__file__).resolve().parent
    code = (
        f"import sys; sys.path.insert(0, {str(here)!r}); import test_feeds_publish as t; from pathlib import Path\n"
        "t.put(Path(sys.argv[1]), t.edition(int(sys.argv[2])))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), number], cwd=here.parent.parent) for number in "12"
    ]
    assert [child.wait(60) for child in running] == [0, 0]
    files = contents(tmp_path)
    editions = {("édition 1" in data.decode()) for path, data in files.items() if path != "index.json"}
    assert len(editions) == 1
    assert files["index.json"] in whole["index.json"]
    assert os.listdir(tmp_path).count(".edition") == 0
