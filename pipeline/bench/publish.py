"""Goal 11: publishing events as ICS and Atom, beside the writer of the format, and the memory that it takes.

The product's files stop at 2,000 sessions or 1 MB (ICS) and at 100 entries (Atom), so both sides write many files of
that size. `python -m pipeline.bench.publish vigie|icalendar N` writes one calendar and prints by how far memory rose.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from feeds import atom, ics
from feeds.channel import Channel, Site
from feeds.formats import channel_for
from pipeline.bench.figures import Goal, Row, Side, absent, alternate, exponent, named
from pipeline.bench.made import DAY, item, things
from vigie.model import Event, Item, Kind
from vigie.settings import ROOT
from warehouse.bulk import batches

PER_CALENDAR = 500
PER_FEED = 100
SITE = Site(url="https://vigie.example")
MEMORY_MB = 50.0
STATUS = Path("/proc/self/status")


def items(n: int) -> list[Item]:
    return [item(thing) for thing in things(n)]


def channel(path: str, shelf: Sequence[Item]) -> Channel:
    return channel_for(path, Kind.EVENT, shelf, SITE, DAY)


def vigie_calendar(shelf: Sequence[Item]) -> bytes:
    return ics.render(shelf, channel("agenda.ics", shelf))


def icalendar_calendar(shelf: Sequence[Item]) -> bytes:
    """The same sessions with the same properties, by the library."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//bench//fr")
    for one in shelf:
        content = one.content
        assert isinstance(content, Event)
        for number, session in enumerate(content.occurrences):
            zone = ZoneInfo(session.start.zone)
            made = icalendar.Event()
            for name, value in _properties(one, content, number):
                made.add(name, value)
            made.add("dtstart", session.start.local.replace(tzinfo=zone))
            made.add("dtend", (session.end or session.start).local.replace(tzinfo=zone))
            calendar.add_component(made)
    written: bytes = calendar.to_ical()
    return written


def _properties(one: Item, content: Event, number: int) -> list[tuple[str, Any]]:
    place = content.place
    assert place is not None
    return [
        ("uid", f"{one.id}-{number}@vigie.example"),
        ("dtstamp", one.revised_at),
        ("last-modified", one.revised_at),
        ("created", one.created_at),
        ("sequence", one.sequence),
        ("summary", content.title),
        ("status", "CONFIRMED"),
        ("location", f"{place.name}, {place.street}, {place.postcode} {place.municipality}"),
        ("geo", (place.latitude, place.longitude)),
        (
            "description",
            f"{content.description}\nOrganisation : {content.organizers[0]}\nSource : {one.sightings[0].url}",
        ),
        ("categories", [topic.split(":")[1] for topic in content.topics]),
        ("url", f"https://vigie.example/e/{one.id}"),
    ]


WRITERS: dict[str, Callable[[Sequence[Item]], bytes]] = {"vigie": vigie_calendar, "icalendar": icalendar_calendar}


def bench(quick: bool) -> tuple[Row, ...]:
    sizes, rounds = ((100, 400), 1) if quick else ((1_000, 10_000), 2)
    spent: dict[int, dict[str, float]] = {}
    _check(items(PER_CALENDAR))
    for size in sizes:
        shelf = items(size)
        spent[size] = alternate(
            [
                Side("ics", lambda shelf=shelf: _written(vigie_calendar, shelf, PER_CALENDAR)),  # type: ignore[misc]
                Side("icalendar", lambda shelf=shelf: _written(icalendar_calendar, shelf, PER_CALENDAR)),  # type: ignore[misc]
                Side("atom", lambda shelf=shelf: _written(_atom, shelf, PER_FEED)),  # type: ignore[misc]
            ],
            rounds,
        )
    largest, told, peer = max(sizes), spent[max(sizes)], named("icalendar")
    power = {name: exponent({size: spent[size][name] for size in sizes}) for name in ("ics", "atom")}
    goal = Goal(at_least=12)
    return (
        Row("11", f"ICS, {largest:,} events", told["ics"], "s", peer, told["icalendar"], goal, exponent=power["ics"]),
        Row("11", f"Atom, {largest:,} events", told["atom"], "s", absent("feedgen"), exponent=power["atom"]),
        *_memory(largest, peer),
    )


def _atom(shelf: Sequence[Item]) -> bytes:
    return atom.render(shelf, channel("agenda.atom", shelf))


def _written(write: Callable[[Sequence[Item]], bytes], shelf: Sequence[Item], each: int) -> int:
    return sum(len(write(part)) for part in batches(shelf, each))


def _check(shelf: Sequence[Item]) -> None:
    """Both sides wrote every session, as the library reads them."""
    for name, write in WRITERS.items():
        read = len(icalendar.Calendar.from_ical(write(shelf)).walk("VEVENT"))
        if read != len(shelf):
            raise AssertionError(f"{name} wrote {read} of {len(shelf)} sessions")


def _memory(size: int, peer: str) -> tuple[Row, ...]:
    if not STATUS.exists():
        return ()
    ours, theirs = risen("vigie", size), risen("icalendar", size)
    note = f"one calendar from {size:,} items at hand; ours ends at 2,000 sessions or 1 MB, the peer’s holds all"
    return (Row("11", "ICS, memory more than the items", ours, "MB", peer, theirs, limit=MEMORY_MB, note=note),)


def risen(writer: str, size: int) -> float:
    """By how many MB the memory of a process of its own rises when it writes `size` items as one calendar."""
    argv = [sys.executable, "-m", "pipeline.bench.publish", writer, str(size)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _resident(name: str) -> int:
    """kB of a line of /proc/self/status: VmRSS now, VmHWM at the most."""
    line = next(row for row in STATUS.read_text().splitlines() if row.startswith(f"{name}:"))
    return int(line.split()[1])


def _write_once(writer: str, size: int) -> float:
    shelf = items(size)
    WRITERS[writer](shelf[:10])  # what is imported and compiled on first use is no growth
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts again from here (proc(5))
    before = _resident("VmRSS")
    WRITERS[writer](shelf)
    return max(0, _resident("VmHWM") - before) / 1024


if __name__ == "__main__":
    print(_write_once(sys.argv[1], int(sys.argv[2])))
