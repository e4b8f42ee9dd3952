"""Goal 11, whole editions: every format, slice and archive of made-up items, first from nothing, then 100 changes.

Beside it, in the same run: icalendar, feedgen and pandas writing the events of the same shelf into one file each, and a
copy of the files that an edition rewrote. Each turn is a process of its own, so that its peak of memory is its own:
`python -m pipeline.bench.edition SIDE SIZE FOLDER` prints what one turn took, as JSON.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from xml.sax.saxutils import escape

from feeds.channel import Site
from feeds.publish import publish
from pipeline.bench.figures import Goal, Row, exponent, named
from pipeline.bench.made import NOW
from pipeline.bench.made_shelf import Made
from vigie.model import Event, Item, Kind
from vigie.settings import ROOT

SITE = Site(url="https://vigie.example")
CHANGES = 100
MEMORY_MB = 50.0
SIZES, LARGEST, QUICK = (1_000, 10_000), 100_000, (60, 120)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn took: CPU seconds, seconds on the clock, MB at the most, files and MB written."""

    cpu: float
    seconds: float
    peak: float
    files: int = 0
    written: float = 0.0


def first(size: int, folder: Path) -> tuple[Path, ...]:
    """An edition from nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    return _publish(Made(size), 0, folder)


def next_one(size: int, folder: Path) -> tuple[Path, ...]:
    """The edition after it, in which CHANGES items have moved."""
    return _publish(Made(size, moved(size)), 10, folder)


def moved(size: int) -> frozenset[int]:
    """Which items move: CHANGES of them, spread over kinds and sources."""
    return frozenset(range(0, size, max(1, size // CHANGES + 1)))


def copied(size: int, folder: Path) -> tuple[Path, ...]:
    """A copy of the files that the last edition rewrote."""
    beside = folder.with_name(folder.name + "-copied")
    shutil.rmtree(beside, ignore_errors=True)
    wrote = [folder / path for path in json.loads((folder / ".wrote.json").read_text())]
    for path in wrote:
        target = beside / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return tuple(wrote)


def by_icalendar(size: int, folder: Path) -> tuple[Path, ...]:
    from pipeline.bench.publish import icalendar_calendar

    return _file(folder, "agenda.ics", icalendar_calendar(list(_events(size))))


def by_feedgen(size: int, folder: Path) -> tuple[Path, ...]:
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.id("tag:vigie.example,2026:feed:agenda")
    feed.title("Vigie – agenda")
    feed.link(href="https://vigie.example/feeds/agenda.atom", rel="self")
    feed.updated(NOW)
    for item in _events(size):
        entry = feed.add_entry(order="append")
        entry.id(f"tag:vigie.example,2026:{item.id}")
        entry.title(item.content.title)
        entry.updated(item.revised_at)
        entry.published(item.created_at)
        entry.link(href=f"https://vigie.example/e/{item.id}")
        entry.summary(escape(item.content.description or ""))
        for topic in item.content.topics:
            entry.category(term=topic)
    written: bytes = feed.atom_str()
    return _file(folder, "agenda.atom", written)


def by_feedgen_alike(size: int, folder: Path) -> tuple[Path, ...]:
    """feedgen given what our entries hold: items through the gate, the same title, summary, links and categories."""
    from feedgen.feed import FeedGenerator

    from feeds import atom, french
    from feeds.ids import item_page, tag
    from feeds.rights import released, source_link
    from feeds.status import shown_title

    feed = FeedGenerator()
    feed.id("tag:vigie.example,2026:feed:agenda")
    feed.title("Vigie – agenda")
    feed.link(href="https://vigie.example/feeds/agenda.atom", rel="self")
    feed.updated(NOW)
    for item in map(released, _events(size)):
        entry = feed.add_entry(order="append")
        entry.id(tag(SITE, item.id))
        entry.title(shown_title(item))
        entry.updated(item.revised_at)
        entry.published(atom.published_at(item))
        entry.link(href=item_page(SITE, item.id), rel="alternate", type="text/html")
        entry.link(href=source_link(item), rel="via", type="text/html")
        entry.summary(escape(french.summary(item)))
        for topic in item.content.topics:
            facet, slug = topic.split(":", 1)
            entry.category(term=slug, scheme=f"tag:vigie.example,2026:topic:{facet}")
    written: bytes = feed.atom_str()
    return _file(folder, "agenda.atom", written)


def by_pandas(size: int, folder: Path) -> tuple[Path, ...]:
    import pandas

    rows = [_row(item) for item in _events(size)]
    text: str = pandas.DataFrame(rows).to_csv(index=False, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    return _file(folder, "agenda.csv", text.encode("utf-8"))


def no_writer(size: int, folder: Path) -> tuple[Path, ...]:
    """The items made and thrown away: what making them costs every side that makes them once."""
    return tuple(Path() for _ in _events(size))[:0]


def one_format(name: str) -> Callable[[int, Path], tuple[Path, ...]]:
    """The same events in one format of ours: released, cut, put in order, written, as one file without a limit."""

    def write(size: int, folder: Path) -> tuple[Path, ...]:
        from dataclasses import replace

        from feeds.formats import FORMATS, channel_for
        from feeds.rights import released

        form = next(f for f in FORMATS[Kind.EVENT] if f.name == name)
        channel = replace(channel_for("agenda", Kind.EVENT, (), SITE, NOW.date()), whole=True)
        pieces = sorted((p for item in _events(size) for p in form.cut(released(item), SITE)), key=lambda p: p.key)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"ours{form.suffix}").open("wb") as out:
            form.write((p.data for p in pieces), channel, out)
        return (folder / f"ours{form.suffix}",)

    return write


SIDES: dict[str, Callable[[int, Path], tuple[Path, ...]]] = {
    "first": first,
    "next": next_one,
    "copy": copied,
    "ics": one_format("ics"),
    "icalendar": by_icalendar,
    "atom": one_format("atom"),
    "feedgen": by_feedgen,
    "feedgen-alike": by_feedgen_alike,
    "csv": one_format("csv"),
    "pandas": by_pandas,
    "nothing": no_writer,
}
WRITERS = ("ics", "icalendar", "atom", "feedgen", "feedgen-alike", "csv", "pandas", "nothing")


def bench(quick: bool) -> tuple[Row, ...]:
    """VIGIE_BENCH_LARGE=1 goes on to 100,000 items, in one round: a quarter of an hour, and 10 GB of disk."""
    large = os.environ.get("VIGIE_BENCH_LARGE") == "1"
    sizes = QUICK if quick else (*SIZES, LARGEST) if large else SIZES
    rounds = 1 if quick or large else 2
    with tempfile.TemporaryDirectory(prefix="vigie-edition-") as scratch:
        told = {size: _turns(size, Path(scratch) / str(size), rounds) for size in sizes}
    return tuple(_rows(told))


def _turns(size: int, folder: Path, rounds: int) -> dict[str, Turn]:
    """The median of each side; each round is first edition, changes, copy, then the writers in turn."""
    done: dict[str, list[Turn]] = {}
    for _ in range(rounds):
        for side in ("first", "next", "copy", *WRITERS):
            own = folder if side in ("first", "next", "copy") else folder.with_name(f"{size}-{side}")
            done.setdefault(side, []).append(turn(side, size, own))
        shutil.rmtree(folder, ignore_errors=True)
    return {side: _median(turns) for side, turns in done.items()}


def _median(turns: list[Turn]) -> Turn:
    names = ("cpu", "seconds", "peak", "written")
    figures = {name: median(getattr(turn, name) for turn in turns) for name in names}
    return Turn(files=turns[-1].files, **figures)


def turn(side: str, size: int, folder: Path) -> Turn:
    """One turn in a process of its own."""
    argv = [sys.executable, "-m", "pipeline.bench.edition", side, str(size), str(folder)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True)
    return Turn(**json.loads(done.stdout))


def _rows(told: dict[int, dict[str, Turn]]) -> Iterator[Row]:
    largest, smallest = max(told), min(told)
    last = told[largest]
    bare = last["nothing"].cpu
    grown = {side: exponent({size: turns[side].cpu for size, turns in told.items()}) for side in ("first", "next")}
    plain = "both with imports, without the making of items; ours with rights"
    for ours, theirs, packages, goal, note in (
        ("ics", "icalendar", "icalendar", Goal(at_least=12), plain),
        ("atom", "feedgen", "feedgen", Goal(at_least=8), f"{plain} and twice the members"),
        ("atom", "feedgen-alike", "feedgen", Goal(), "the peer given what our entries hold, rights too"),
        ("csv", "pandas", "pandas", Goal(), plain),
    ):
        yield Row(
            "11", f"{ours}, {largest:,} items as one file", last[ours].cpu - bare, "s CPU", named(packages),
            last[theirs].cpu - bare, goal, note=note,
        )  # fmt: skip
    for size, turns in told.items():
        whole = turns["first"]
        yield Row(
            "11", f"first edition, {size:,} items", whole.cpu, "s CPU", "icalendar + feedgen + pandas, one file each",
            sum(turns[side].cpu for side in ("icalendar", "feedgen", "pandas")),
            exponent=grown["first"] if size == largest else None,
            note=f"{whole.files:,} files, {whole.written:,.0f} MB, {whole.seconds:.0f} s on the clock",
        )  # fmt: skip
        after, copy = turns["next"], turns["copy"]
        yield Row(
            "11", f"{CHANGES} changes, {size:,} items", after.cpu, "s CPU", "shutil.copy of what was rewritten",
            copy.cpu, Goal(at_most=5), exponent=grown["next"] if size == largest else None,
            note=f"{after.files:,} files, {after.written:,.0f} MB rewritten, {after.seconds:.1f} s on the clock; the "
            f"copy took {copy.seconds:.1f} s",
        )  # fmt: skip
    peaks = [max(told[size][side].peak for side in ("first", "next")) for size in (smallest, largest)]
    yield Row(
        "11", f"edition, memory more than at {smallest:,} items", peaks[1] - peaks[0], "MB", "–", limit=MEMORY_MB,
        note=f"peak {peaks[1]:.0f} MB of the process at {largest:,} items",
    )  # fmt: skip


def _publish(shelf: Made, minutes: int, folder: Path) -> tuple[Path, ...]:
    done = publish(shelf, SITE, NOW + timedelta(minutes=minutes), folder, (1, 1))
    if done.refused or done.held or not done.changed:
        raise AssertionError(f"the edition is not whole: {done.refused} {done.held}")
    (folder / ".wrote.json").write_text(json.dumps(done.changed))
    return tuple(folder / path for path in done.changed)


def _events(size: int) -> Iterator[Item]:
    shelf = Made(size)
    for id, _ in shelf.fingerprints(Kind.EVENT):
        yield from shelf.load([id])


def _row(item: Item) -> dict[str, object]:
    content = item.content
    assert isinstance(content, Event)
    place = content.place
    assert place is not None
    return {
        "id": item.id, "title": content.title, "status": content.status.value,
        "start": content.occurrences[0].start.isoformat(), "end": content.occurrences[0].start.isoformat(),
        "organizers": "|".join(content.organizers), "place": place.name, "street": place.street,
        "postcode": place.postcode, "municipality": place.municipality, "province": place.province,
        "latitude": place.latitude, "longitude": place.longitude, "topics": "|".join(content.topics),
        "language": content.language, "excerpt": content.description, "page": f"https://vigie.example/e/{item.id}",
        "source_url": content.url, "created_at": item.created_at.isoformat(),
        "revised_at": item.revised_at.isoformat(), "sequence": item.sequence,
    }  # fmt: skip


def _file(folder: Path, name: str, data: bytes) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return (folder / name,)


def _peak() -> float:
    """MB of this process at the most (proc(5)): unlike getrusage it begins anew with a new program."""
    status = Path("/proc/self/status").read_text()
    return int(next(row for row in status.splitlines() if row.startswith("VmHWM:")).split()[1]) / 1024


def _once(side: str, size: int, folder: Path) -> Turn:
    cpu, clock = time.process_time(), time.perf_counter()
    wrote = SIDES[side](size, folder)
    spent = time.process_time() - cpu, time.perf_counter() - clock
    return Turn(*spent, _peak(), len(wrote), sum(path.stat().st_size for path in wrote) / 1e6)


if __name__ == "__main__":
    print(json.dumps(asdict(_once(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))))
