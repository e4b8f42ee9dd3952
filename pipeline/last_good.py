"""The last captures of a source from which something could be read: of the house's archive, else of its fixtures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.recorded_fixtures import Reading, fixtures, read_captures
from scrapers.archive import WarcArchive
from scrapers.archive_rows import Entry
from vigie.model import BRUSSELS, Capture, Source
from vigie.settings import Settings

RUN = timedelta(hours=3)
"""Captures this far apart belong to one run of a source."""
RUNS = 10


def last_good(
    settings: Settings, catalogue: Path, source: Source, like: Sequence[Capture] = ()
) -> tuple[str, Reading] | None:
    """(where it is from, what it gives with the present code), or None when nothing good was ever kept.

    Read are the pages that `like` holds too, so that what was not asked for now does not look lost; all of them when
    no page is of the same address. Each day is read by the recipe of that day.
    """
    for at, captures in _runs(settings, source):
        reading = read_captures(dated(source, at), captures, at)
        if reading.records:
            shared = read_captures(dated(source, at), _shared(captures, like), at)
            return f"the archive, fetched {at:%Y-%m-%d %H:%M} UTC", shared if shared.records else reading
    for fixture in reversed(list(fixtures(catalogue, source.slug))):
        at = datetime.fromisoformat(fixture.expected["now"])
        reading = read_captures(fixture.source, _shared(fixture.captures, like), at)
        if not reading.records:
            reading = read_captures(fixture.source, fixture.captures, at)
        return f"the fixture of {fixture.day}", reading
    return None


def dated(source: Source, at: datetime) -> Source:
    """The source with the recipe that was in force at an instant, on the calendar of Brussels."""
    return replace(source, recipe=source.recipe_on(at.astimezone(ZoneInfo(BRUSSELS)).date()))


def _shared(captures: Sequence[Capture], like: Sequence[Capture]) -> list[Capture]:
    asked = {(c.request.method, c.request.url, c.request.body) for c in like}
    return [c for c in captures if not asked or (c.request.method, c.request.url, c.request.body) in asked]


def _runs(settings: Settings, source: Source) -> Iterator[tuple[datetime, list[Capture]]]:
    """Runs in the archive, the newest first: at most RUNS of them are opened."""
    if not settings.archive.is_dir():
        return
    archive = WarcArchive(settings.archive)
    try:
        entries = sorted((e for e in archive.listed() if e.source == source.slug), key=lambda e: e.fetched_at)
        for run in _parted(entries)[::-1][:RUNS]:
            captures = [archive.find(entry.sha256, entry.request.url) for entry in run]
            yield run[-1].fetched_at, captures
    finally:
        archive.close()


def _parted(entries: list[Entry]) -> list[list[Entry]]:
    runs: list[list[Entry]] = []
    for entry in entries:
        if runs and entry.fetched_at - runs[-1][-1].fetched_at <= RUN:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return runs
