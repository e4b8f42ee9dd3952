"""Every run of the archive read again with the code and the catalogue that stand here; nothing is written.

Also a program (`python -m pipeline.impact_reading`): `vigie sources impact --since REV` runs it with the code of a
revision, so it uses few doors and needs no warehouse. It reads {"slugs", "complete"} as JSON and prints a reading.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from pipeline.outcomes import Outcome, find_in, replayed
from scrapers.archive import WarcArchive
from scrapers.catalogue import load
from scrapers.crawl import PageRead, crawl
from scrapers.readers import reader_for
from transforms.understand import understand
from vigie.codec import to_plain
from vigie.model import Problem, RawItem, Request, Source
from vigie.protocols import KnownPage, Validators
from vigie.settings import Settings
from warehouse.journal import Act, Entry, copied

Said = dict[str, Any]
"""What a record says, as plain JSON: its address and every field of its content."""
Place = tuple[str, str]
"""Where a title stands: sha-256 of the capture, and the pointer in it."""


@dataclass(slots=True)
class Reading:
    """What one source says in the archive: `records` by key, why the rest gave none (`reason field` → count), and the
    key of what is titled in each place of each capture."""

    records: dict[str, Said] = field(default_factory=dict)
    places: dict[Place, str] = field(default_factory=dict)
    problems: dict[str, int] = field(default_factory=dict)
    runs: int = 0


@dataclass(slots=True)
class Remembered:
    """The memory of a crawl, in this process alone: the pages that complete runs before this one have read."""

    archive: WarcArchive
    pages: dict[str, KnownPage] = field(default_factory=dict)
    recalls: bool = True

    def validators(self, source: str, request: Request) -> Validators | None:
        return None

    def known_page(self, source: str, sha256: str, parser: str) -> KnownPage | None:
        return self.pages.get(sha256) if self.recalls else None

    def body(self, sha256: str) -> bytes:
        return self.archive.body(sha256)

    def keep(self, read: Iterable[PageRead]) -> None:
        for page in read:
            held = self.pages.get(page.sha256)
            keys = tuple(dict.fromkeys([*(held.keys if held else ()), *page.keys]))
            self.pages[page.sha256] = KnownPage(keys, page.next, page.expected, page.last)


def read_archive(settings: Settings, sources: Iterable[Source], complete: Collection[str]) -> dict[str, Reading]:
    """By slug, what the runs named in `complete` (those that loaded their records) say today."""
    wanted = {source.slug: source for source in sources}
    archive = WarcArchive(settings.archive)
    told: dict[str, list[Entry]] = {slug: [] for slug in wanted}
    for entry in copied(settings.archive):
        if entry.act is Act.RUN and entry.subject in wanted and entry.body is not None:
            told[entry.subject].append(entry)
    return {slug: _read(archive, source, told[slug], complete) for slug, source in wanted.items()}


def _read(archive: WarcArchive, source: Source, told: list[Entry], complete: Collection[str]) -> Reading:
    reading, memory = Reading(), Remembered(archive)
    reader, held = reader_for(source.platform), _outcomes(told)
    first = _first_fetched(held.values())
    for entry in told:
        body = entry.body or {}
        outcomes = held.get(int(body.get("as", entry.seq)))
        if outcomes is None:
            continue
        fetch = replayed(outcomes, find_in(archive), again="as" in body)
        found = crawl(source, reader, fetch, memory, entry.at)
        memory.recalls = body["run"] in complete
        reading.runs += 1
        if not memory.recalls:
            continue
        reading.places.update((_place(item), item.key) for item in found.items if item.first("title"))
        records, problems = _understood(found.items, source, first, entry.at)
        reading.records.update(records)
        if not found.unchanged:
            reading.problems = dict(Counter(_name(p) for p in (*found.problems, *problems)))
        memory.keep(found.pages)
    return reading


def _outcomes(told: Iterable[Entry]) -> dict[int, Any]:
    return {entry.seq: entry.body["outcomes"] for entry in told if entry.body and "outcomes" in entry.body}


def _first_fetched(outcomes: Iterable[Any]) -> dict[str, datetime]:
    """When each body was received first: relative days and missing years are understood from there."""
    first: dict[str, datetime] = {}
    for one in (Outcome.of(plain) for told in outcomes for plain in told):
        if one.sha256 and one.at:
            first[one.sha256] = min(first.get(one.sha256, one.at), one.at)
    return first


def _understood(
    raw: Iterable[RawItem], source: Source, first: Mapping[str, datetime], at: datetime
) -> tuple[dict[str, Said], list[Problem]]:
    records: dict[str, Said] = {}
    problems: list[Problem] = []
    for item in raw:
        capture = item.fields[0].evidence.capture if item.fields else ""
        understood = understand(item, source, first.get(capture, at))
        problems.extend(understood.problems)
        if understood.record:
            record = understood.record
            records[record.key] = {"url": record.url, **to_plain(record.content)}
    return records, problems


def _place(item: RawItem) -> Place:
    title = item.first("title")
    assert title is not None
    return title.evidence.capture, title.evidence.pointer


def _name(problem: Problem) -> str:
    return " ".join(filter(None, (problem.reason, problem.field)))


def main() -> None:
    """Reads what is asked from standard input, prints the readings by slug."""
    asked = orjson.loads(sys.stdin.buffer.read())
    settings = Settings.from_environment()
    sources = [source for source in load(settings.catalogue) if source.slug in asked["slugs"]]
    found = read_archive(settings, sources, frozenset(asked["complete"]))
    plain = {slug: {"records": r.records, "problems": r.problems, "runs": r.runs} for slug, r in found.items()}
    sys.stdout.buffer.write(orjson.dumps(plain, option=orjson.OPT_NON_STR_KEYS))


if __name__ == "__main__":
    main()
