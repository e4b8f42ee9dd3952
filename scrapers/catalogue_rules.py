"""What the entries of a catalogue must keep among themselves: who names whom, and what one host can bear. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapers.located import Located, PathOf, dotted
from scrapers.schedules import runs_a_day
from scrapers.source_rules import Finding
from vigie.model import Source, SourceState

GAP = 2.0
"""Seconds between two requests to a host that asks for nothing (SECURITY.md D17, `VIGIE_HOST_GAP`)."""
LONGEST_RUN = 45 * 60
"""Seconds that Airflow gives a task; the gaps of one run must fit in."""
HOST_BUDGET = 8 * 3600
"""Seconds a day in which one host may be busy with us: the night, when nobody is kept waiting."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A source and the lines of its file."""

    source: Source
    located: Located

    def finding(self, path: PathOf, message: str) -> Finding:
        return Finding(self.source.file, self.located.line(path), dotted(path), message)


def catalogue_findings(entries: Collection[Entry], present: frozenset[str]) -> Iterator[Finding]:
    """What is wrong among entries that are right by themselves; `present` are the slugs of all files."""
    yield from _named(entries, present)
    hosts: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if host := _host(entry.source):
            hosts[host].append(entry)
    for host in sorted(hosts):
        yield from _one_delay(host, hosts[host])
        yield from _budget(host, [entry for entry in hosts[host] if _is_read(entry.source)])


def seconds_of(source: Source) -> float:
    """The gaps of the longest regular run: robots.txt and every list page that the entry allows."""
    return (1 + source.max_pages) * max(GAP, source.crawl_delay or 0.0)


def _named(entries: Iterable[Entry], present: frozenset[str]) -> Iterator[Finding]:
    names = {entry.source.slug: entry.source.see_also for entry in entries}
    for entry in entries:
        slug = entry.source.slug
        for number, other in enumerate(entry.source.see_also):
            if other not in present:
                yield entry.finding(("see_also", number), f"there is no entry {other!r}")
            elif other in names and slug not in names[other]:
                yield entry.finding(("see_also", number), f"{other} does not name {slug}: both say it, or none")


def _host(source: Source) -> str:
    """Host that a source is read from, lower case; "" when nobody knows it."""
    return urlsplit(source.urls[0] if source.urls else source.site or "").hostname or ""


def _is_read(source: Source) -> bool:
    return not source.find and source.state not in (SourceState.BLOCKED, SourceState.DEAD)


def _one_delay(host: str, entries: list[Entry]) -> Iterator[Finding]:
    longest = max(entries, key=lambda entry: entry.source.crawl_delay or 0.0).source
    for entry in entries:
        if (entry.source.crawl_delay or 0.0) != (longest.crawl_delay or 0.0):
            said = f"{longest.slug} says {longest.crawl_delay:g} s for {host}"
            yield entry.finding(("crawl_delay",), f"{said}: one host, one crawl_delay")


def _budget(host: str, entries: list[Entry]) -> Iterator[Finding]:
    for entry in entries:
        seconds = seconds_of(entry.source)
        if seconds > LONGEST_RUN:
            much = f"{entry.source.max_pages} pages with their gaps take {seconds / 60:.0f} minutes"
            yield entry.finding(("max_pages",), f"{much}, a run has {LONGEST_RUN // 60}")
    busy = sum(seconds_of(entry.source) * runs_a_day(entry.source.schedule) for entry in entries)
    if busy > HOST_BUDGET:
        sharing = ", ".join(sorted(entry.source.slug for entry in entries))
        said = f"{host} would be busy {busy / 3600:.1f} hours a day, {HOST_BUDGET // 3600} are its budget"
        for entry in entries:
            yield entry.finding(("schedule",), f"{said} (shared by {sharing}): fewer pages, or runs less often")
