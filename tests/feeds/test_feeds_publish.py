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
from xml.etree import ElementTree

import pytest
from feed_samples import NOW, PLACE, SEEN, SITE, article, at, call, event, session, shelves

from feeds.edition import NoPrevious, forget_previous
from feeds.formats import FEEDS
from feeds.publish import Published, publish, roll_back
from feeds.shelf import Held
from vigie.model import Deadline, Item, Kind, Status

PROMISED = {
    "agenda.ics", "agenda.atom", "watch.atom", "calls.atom", "calls.ics", "agenda.json", "watch.json", "calls.json",
    "agenda.jsonld", "watch.jsonld", "calls.jsonld", "agenda.geojson", "calls.geojson", "agenda.openagenda.json",
    "agenda.csv", "watch.csv", "calls.csv", "agenda.csv-metadata.json", "agenda.excel.csv", "agenda.xlsx",
    "agenda.parquet", "calls.xlsx", "watch.parquet", "changes.atom", "sitemap.xml", "catalog.ttl", "catalog.jsonld",
    "province/luxembourg/agenda.ics", "type/webinar/agenda.csv", "totem/quai10/calls.ics", "language/de/watch.atom",
    "archive/agenda-2026.ics", "parquet/agenda/year=2026/part-0.parquet", "index.json",
}  # fmt: skip


def put(folder: Path, items: dict[Kind, tuple[Item, ...]], now: datetime = NOW, confirm: bool = False) -> Published:
    return publish(items, SITE, now, folder, (3, 4), confirm=confirm)


def contents(folder: Path) -> dict[str, bytes]:
    paths = {str(p.relative_to(folder)): p for p in folder.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in paths.items() if not name.startswith(".")}


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
        if path in {feed.path for feed in FEEDS}:
            assert entry["rows"] == (7 if path.startswith("agenda") else 4), path
        assert entry["url"] == f"https://vigie.example/feeds/{path}"
    assert index(tmp_path)["sources"] == {"healthy": 3, "total": 4}
    assert index(tmp_path)["generated_at"] == "2026-09-01T06:00:00Z"
    assert index(tmp_path)["schema_version"] == "1.0.0"


def test_the_same_day_gives_the_same_bytes_and_touches_no_file(tmp_path):
    put(tmp_path, shelves())
    before = contents(tmp_path)
    times = {path: (tmp_path / path).stat().st_mtime_ns for path in before}
    turned = {kind: shelf[::-1] for kind, shelf in shelves().items()}
    done = put(tmp_path, turned, NOW + timedelta(hours=10))
    assert contents(tmp_path) == before
    assert done.changed == ()
    assert times == {path: (tmp_path / path).stat().st_mtime_ns for path in before}


def test_only_what_changed_is_rewritten(tmp_path):
    put(tmp_path, shelves())
    moved = shelves()
    moved[Kind.NEWS] = (*moved[Kind.NEWS][1:], article(2000, title="Autre titre"))
    done = put(tmp_path, moved)
    whole = {path for path in done.changed if "/" not in path}
    assert whole == {f.path for f in FEEDS if f.kind is Kind.NEWS} | {"catalog.ttl", "catalog.jsonld", "index.json"}
    sliced = {path.rsplit("/", 1)[1] for path in done.changed if "/" in path}
    assert sliced == {"watch.atom", "watch.json", "watch.csv", "part-0.parquet"}


def test_the_index_comes_last(tmp_path):
    assert put(tmp_path, shelves()).changed[-1] == "index.json"


def test_a_collapsed_feed_is_refused_until_an_operator_confirms(tmp_path):
    put(tmp_path, shelves(events=10))
    good = contents(tmp_path)
    done = put(tmp_path, shelves(events=4, news=5))
    refused = {r.path for r in done.refused}
    assert {path for path in refused if "/" not in path} == {f.path for f in FEEDS if f.kind is Kind.EVENT}
    assert "type/workshop/agenda.ics" in refused, "what the whole lost, its slices lost with it"
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
    assert {r.path for r in done.refused if "/" not in r.path} == {f.path for f in FEEDS}
    assert publish({}, SITE, NOW, tmp_path, (1, 5)).refused == ()


def test_a_broken_index_does_not_stop_the_next_edition(tmp_path):
    put(tmp_path, shelves())
    (tmp_path / "index.json").write_bytes(b'{"files": [{"path"')
    assert put(tmp_path, shelves()).changed == ("index.json",)
    assert {f["path"] for f in index(tmp_path)["files"]} == set(contents(tmp_path)) - {"index.json"}


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
    gone = [event(n).id.encode() for n in (2, 3, 4)]
    assert [p for p, data in files.items() if "CACHÉ".encode() in data or any(id in data for id in gone)] == []
    assert titles(tmp_path, "agenda.json") == {"Atelier 1", "ANNULÉ – Soirée"}
    assert b"STATUS:CANCELLED" in files["agenda.ics"]


def test_the_day_is_that_of_brussels(tmp_path):
    put(tmp_path, shelves(), datetime(2026, 9, 30, 22, 30, tzinfo=UTC))
    assert index(tmp_path)["day"] == "2026-10-01"


# --- two editions, to tell whole files from torn ones -----------------------------------------------------------------


def edition(number: int) -> dict[Kind, tuple[Item, ...]]:
    """Two editions of some 10 kB a file with the same counts and other words in every item, revised in this month: what
    was revised before is in archives, which do not change."""
    words = f"édition {number} " + "mot " * 50
    made = {
        Kind.EVENT: [event(1000 + n, title=f"{n} {words}") for n in range(50)],
        Kind.NEWS: [article(2000 + n, title=f"{n} {words}") for n in range(50)],
        Kind.CALL: [call(3000 + n, title=f"{n} {words}") for n in range(50)],
    }
    return {
        kind: tuple(replace(i, revised_at=NOW - timedelta(hours=9 - number)) for i in of) for kind, of in made.items()
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
    assert sum(len(versions) == 2 for versions in found.values()) > 40, "the editions hardly differ"
    return found


CHILD = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import test_feeds_publish as t
step, left = sys.argv[2], int(sys.argv[3])
def dying(real):
    def call(*a, **k):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*a, **k)
    return call
setattr(os, step, dying(getattr(os, step)))
t.put(Path(sys.argv[1]), t.edition(2))
"""


def die_at(folder: Path, step: str, nth: int) -> int:
    here = Path(__file__).resolve().parent
    return subprocess.run(
        [sys.executable, "-c", CHILD.format(tests=str(here)), str(folder), step, str(nth)],
        cwd=here.parent.parent,
        check=False,
    ).returncode


@pytest.mark.parametrize(
    ("step", "nth"),
    [
        ("link", 1),
        ("link", 300),
        ("sync", 1),
        ("fsync", 1),
        ("replace", 1),
        ("replace", 2),
        ("replace", 30),
        ("fsync", 3),
    ],
)
def test_kill_9_leaves_whole_files_and_the_next_run_completes(tmp_path, whole, step, nth):
    """Killed while the edition before is linked, while files are flushed, while they are put in place."""
    put(tmp_path, edition(1))
    before = contents(tmp_path)
    assert die_at(tmp_path, step, nth) == -signal.SIGKILL
    left = contents(tmp_path)
    assert set(left) == set(whole)
    assert [path for path, data in left.items() if data not in whole[path]] == []
    renamed = [path for path, data in left.items() if data != before[path]]
    assert len(renamed) == nth - 1 if step == "replace" else step == "fsync" or renamed == []
    assert put(tmp_path, edition(2)).refused == ()
    assert not (tmp_path / ".edition").exists()
    assert [path for path, data in contents(tmp_path).items() if "édition 1".encode() in data] == []
    assert contents(tmp_path)["index.json"] in whole["index.json"]
    # What is kept to go back to is an edition that was published, not the half of one.
    roll_back(tmp_path, "to see")
    assert contents(tmp_path) == before


def test_kill_9_on_the_first_edition_leaves_no_torn_file(tmp_path, whole):
    assert die_at(tmp_path, "replace", 6) == -signal.SIGKILL
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
        assert len(put(tmp_path, edition(number)).changed) > 40
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
    said = {n for n in (1, 2) for data in files.values() if f"édition {n}".encode() in data}
    assert len(said) == 1
    assert files["index.json"] in whole["index.json"]
    assert os.listdir(tmp_path).count(".edition") == 0


# --- going back -------------------------------------------------------------------------------------------------------


def test_a_rollback_brings_the_edition_before_and_holds_it(tmp_path):
    put(tmp_path, edition(1))
    first = contents(tmp_path)
    put(tmp_path, edition(2))
    second = contents(tmp_path)
    assert set(roll_back(tmp_path, "édition 2 est fausse")) == {p for p in first if first[p] != second[p]} - {
        "index.json"
    }
    assert contents(tmp_path) == first
    held = put(tmp_path, edition(2))
    assert (held.changed, held.held) == ((), "édition 2 est fausse")
    assert contents(tmp_path) == first, "what runs by itself does not undo what an operator did"
    assert put(tmp_path, edition(2), confirm=True).held is None
    assert contents(tmp_path) == second
    assert put(tmp_path, edition(2)).changed == ()


def test_a_rollback_of_a_rollback_goes_forward(tmp_path):
    put(tmp_path, edition(1))
    put(tmp_path, {**edition(2), Kind.EVENT: (*edition(2)[Kind.EVENT], event(1, topics=("event_type:fair",)))})
    second = contents(tmp_path)
    roll_back(tmp_path, "une fois")
    roll_back(tmp_path, "deux fois")
    assert contents(tmp_path) == second


def test_there_is_nothing_to_go_back_to_after_one_edition_or_a_takedown(tmp_path):
    put(tmp_path, edition(1))
    with pytest.raises(NoPrevious):
        roll_back(tmp_path, "trop tôt")
    put(tmp_path, edition(2))
    forget_previous(tmp_path)
    with pytest.raises(NoPrevious):
        roll_back(tmp_path, "retiré")
    assert put(tmp_path, edition(2)).held is None


# --- only what moved --------------------------------------------------------------------------------------------------


class Counting(Held):
    """A shelf that counts which items are asked of it."""

    def load(self, ids):
        self.asked = [*getattr(self, "asked", []), *ids]
        return super().load(ids)


def test_only_what_moved_is_read_and_rendered(tmp_path):
    publish(Counting(edition(1)), SITE, NOW, tmp_path, (3, 4))
    moved = edition(1)
    changed = replace(moved[Kind.EVENT][7].content, title="Tout autre chose")
    moved[Kind.EVENT] = (*moved[Kind.EVENT][:7], replace(moved[Kind.EVENT][7], content=changed), *moved[Kind.EVENT][8:])
    shelf = Counting(moved)
    done = publish(shelf, SITE, NOW, tmp_path, (3, 4))
    assert shelf.asked == [moved[Kind.EVENT][7].id]
    touched = {path.rsplit("/", 1)[0] for path in done.changed if "/" in path}
    assert touched == {
        "province/namur",
        "type/workshop",
        "discipline/games",
        "source/kikk",
        "language/fr",
        "archive",
        "parquet/agenda/year=2026",
    }
    # The same edition, made from nothing, is byte for byte the same.
    publish(moved, SITE, NOW, tmp_path / "anew", (3, 4))
    assert contents(tmp_path / "anew") == {p: d for p, d in contents(tmp_path).items() if not p.startswith("anew/")}


def test_a_right_that_moves_renders_its_items_again(tmp_path):
    long = "Une phrase qui dit beaucoup. " * 40
    free = event(1, description=long)
    free = replace(free, sightings=(replace(free.sightings[0], republish=True),))
    put(tmp_path, {Kind.EVENT: (free,)})
    assert len(json.loads((tmp_path / "agenda.json").read_bytes())["items"][0]["summary"]) > 1000
    put(tmp_path, {Kind.EVENT: (replace(free, sightings=(replace(free.sightings[0], republish=False),)),)})
    for path, data in contents(tmp_path).items():
        assert long[:400].encode() not in data, path
    assert len(json.loads((tmp_path / "agenda.json").read_bytes())["items"][0]["summary"]) <= 300


def test_a_lost_or_spoilt_memory_of_pieces_changes_no_byte(tmp_path):
    put(tmp_path, edition(1))
    before = contents(tmp_path)
    (tmp_path / ".pieces.sqlite").write_bytes(b"not a database" * 1000)
    assert put(tmp_path, edition(1)).changed == ()
    (tmp_path / ".pieces.sqlite").unlink()
    assert put(tmp_path, edition(1)).changed == ()
    assert contents(tmp_path) == before


def test_a_site_that_moves_is_printed_anew_and_keeps_its_ids(tmp_path):
    put(tmp_path, edition(1))
    before = (tmp_path / "agenda.ics").read_text()
    publish(edition(1), replace(SITE, url="https://ailleurs.example"), NOW, tmp_path, (3, 4))
    after = (tmp_path / "agenda.ics").read_text()
    assert "ailleurs.example" in after
    assert [p for p, data in contents(tmp_path).items() if b"//vigie.example" in data] == []
    uids = [[line for line in text.splitlines() if line.startswith("UID:")] for text in (before, after)]
    assert uids[0] == uids[1] != []


# --- slices, pages, archives ------------------------------------------------------------------------------------------


def test_a_slice_holds_what_its_facet_selects_in_every_form(tmp_path):
    shelf = edition(1)
    shelf[Kind.EVENT] += (
        event(1, topics=("event_type:fair",), place=replace(PLACE, province="liege", totem="quai10")),
        event(2, topics=("audience:family", "discipline:xr"), language="nl"),
    )
    put(tmp_path, shelf)
    wanted = {
        "province/liege": {1}, "type/fair": {1}, "totem/quai10": {1}, "audience/family": {2}, "discipline/xr": {2},
        "language/nl": {2}, "province/hainaut": set(), "type/webinar": set(),
    }  # fmt: skip
    for folder, numbers in wanted.items():
        ids = {event(n).id for n in numbers}
        feed = json.loads((tmp_path / folder / "agenda.json").read_bytes())
        assert {i["_vigie"]["id"] for i in feed["items"]} == ids, folder
        assert feed["feed_url"] == f"https://vigie.example/feeds/{folder}/agenda.json"
        calendar = (tmp_path / folder / "agenda.ics").read_text()
        assert {line[4:40] for line in calendar.splitlines() if line.startswith("UID:")} == ids, folder
        assert (tmp_path / folder / "agenda.atom").read_text().count("<entry") == len(ids)
        rows = (tmp_path / folder / "agenda.csv").read_text().splitlines()[1:]
        assert {row[:36] for row in rows} == ids, folder


def test_json_feeds_lead_on_from_page_to_page_and_lose_their_last_page_when_it_is_empty(tmp_path):
    many = tuple(event(n, topics=()) for n in range(1, 1502))
    put(tmp_path, {Kind.EVENT: many})
    first = json.loads((tmp_path / "agenda.json").read_bytes())
    second = json.loads((tmp_path / "agenda.2.json").read_bytes())
    assert first["next_url"] == "https://vigie.example/feeds/agenda.2.json" == second["feed_url"]
    assert "next_url" not in second
    ids = [i["id"] for page in (first, second) for i in page["items"]]
    assert len(first["items"]) == 1000
    assert len(set(ids)) == len(ids) == 1501
    done = put(tmp_path, {Kind.EVENT: many[:900]})
    assert "agenda.2.json" in done.removed
    assert not (tmp_path / "agenda.2.json").exists()


def archived(path: Path) -> tuple[set[str], dict[str, str]]:
    feed = ElementTree.fromstring(path.read_bytes())
    atom = "{http://www.w3.org/2005/Atom}"
    links = {link.get("rel", ""): link.get("href", "") for link in feed.findall(f"{atom}link")}
    return {e.findtext(f"{atom}id", "")[-36:] for e in feed.findall(f"{atom}entry")}, links


def test_archives_lead_through_everything_and_do_not_change(tmp_path):
    def revised(number: int, month: int) -> Item:
        return replace(event(number), revised_at=datetime(2026, month, 20, 12, number % 60, tzinfo=UTC))

    items = [revised(n, 7 + n % 3) for n in range(1, 61)]
    put(tmp_path, {Kind.EVENT: tuple(items)})
    frozen = (tmp_path / "archive" / "agenda-2026-08.atom").read_bytes()
    july, _ = archived(tmp_path / "archive" / "agenda-2026-07.atom")
    assert july == {i.id for i in items if i.revised_at.month == 7}
    # One of July is revised in October, with 120 new ones: the live feed cannot hold what its archives do not.
    now = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
    items = [replace(i, revised_at=now) if i.id == min(july) else i for i in items]
    items += [replace(event(n), revised_at=now) for n in range(1000, 1120)]
    put(tmp_path, {Kind.EVENT: tuple(items)})
    assert (tmp_path / "archive" / "agenda-2026-08.atom").read_bytes() == frozen
    found: set[str] = set()
    here, steps = "agenda.atom", 0
    while here:
        ids, links = archived(tmp_path / here)
        found |= ids
        here = links.get("prev-archive", "").removeprefix("https://vigie.example/feeds/")
        steps += 1
    assert steps == 5, "live, October, September, August, July"
    assert found == {i.id for i in items}


def test_what_leaves_leaves_the_archives(tmp_path):
    old = [replace(event(n, title=f"Perle {n}"), revised_at=datetime(2026, 8, 2, tzinfo=UTC)) for n in range(1, 9)]
    put(tmp_path, {Kind.EVENT: tuple(old)})
    put(tmp_path, {Kind.EVENT: tuple(old[1:])})
    for path, data in contents(tmp_path).items():
        assert b"Perle 1" not in data, path


def test_calendars_of_whole_years_have_no_limit(tmp_path):
    many = tuple(
        event(n, occurrences=(session("2026-11-10T20:00"), session("2027-02-03T20:00"))) for n in range(1, 2102)
    )
    put(tmp_path, {Kind.EVENT: many})
    assert (tmp_path / "agenda.ics").read_bytes().count(b"BEGIN:VEVENT") <= 2000
    for year in (2026, 2027):
        data = (tmp_path / "archive" / f"agenda-{year}.ics").read_bytes()
        assert data.count(b"BEGIN:VEVENT") == 2101
        assert data.count(f"DTSTART;TZID=Europe/Brussels:{year}".encode()) == 2101
