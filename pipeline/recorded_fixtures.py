"""Recorded fixtures: captures of a source as they were on a day, and the records that they must give for ever.

They lie beside their catalogue, `recorded/SLUG/YYYY-MM-DD/` with `captures.warc.gz` and `expected.json`; the entry that
reads them is the catalogue's, by its recipe of that day. Adding a source adds such a folder and no test code.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.reading import as_printed
from scrapers.catalogue import read_source
from scrapers.client import Fetched
from scrapers.crawl import crawl
from scrapers.failure import FetchError
from scrapers.readers import reader_for
from scrapers.solitary import SolitaryMemory
from scrapers.warc import captures_in, member
from transforms.understand import understand
from vigie.codec import to_plain
from vigie.model import Capture, Cause, Problem, RawItem, Record, Request, Source

OURS = frozenset(("topics", "actors", "relevance"))
"""What we make of a record by learned vocabularies: no source says it, and every fixture would move with it."""
FOLDER, CAPTURES, EXPECTED = "recorded", "captures.warc.gz", "expected.json"


@dataclass(frozen=True, slots=True)
class Fixture:
    """One recorded day of one source. `catalogue` is the folder of its entry."""

    catalogue: Path
    slug: str
    day: date

    @property
    def folder(self) -> Path:
        return self.catalogue / FOLDER / self.slug / self.day.isoformat()

    @property
    def source(self) -> Source:
        """The entry of today, with the recipe that was in force on the day. Raises CatalogueError, OSError."""
        source = read_source(self.catalogue / f"{self.slug}.yaml")
        return replace(source, recipe=source.recipe_on(self.day))

    @property
    def captures(self) -> tuple[Capture, ...]:
        """What was recorded, in the order of asking. Raises OSError, ValueError."""
        with (self.folder / CAPTURES).open("rb") as file:
            return tuple(capture for _, capture in captures_in(file))

    @property
    def expected(self) -> dict[str, Any]:
        """What was reviewed. Raises OSError, ValueError."""
        expected: dict[str, Any] = json.loads((self.folder / EXPECTED).read_text())
        return expected


@dataclass(frozen=True, slots=True)
class Reading:
    """What held captures give: raw items and records in the order of the pages, problems, names left unread.

    `failure` is why the list could not be read; pages that are not held leave no trace.
    """

    items: tuple[RawItem, ...]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    unread: tuple[tuple[str, int], ...]
    failure: FetchError | None = None


def fixtures(catalogue: Path, slug: str | None = None) -> Iterator[Fixture]:
    """The fixtures beside a catalogue, by slug and day; folders without expectations are none."""
    for file in sorted(catalogue.glob(f"{FOLDER}/{slug or '*'}/*/{EXPECTED}")):
        yield Fixture(catalogue, file.parent.parent.name, date.fromisoformat(file.parent.name))


def read_captures(source: Source, captures: Iterable[Capture], now: datetime) -> Reading:
    """A source read from captures alone, with a clock of its own; items whose own page is not held are left out."""
    held = {_identity(capture.request): capture for capture in captures}

    def fetch(source: Source, request: Request) -> Fetched:
        capture = held.get(_identity(request))
        if capture is None:
            raise FetchError(Cause.TRUNCATED, "not recorded", request.url, source=source.slug)
        return Fetched(replace(capture, request=request), False)

    found = crawl(source, reader_for(source.platform), fetch, SolitaryMemory(), now)
    failure = found.failure if found.failure and found.failure.cause is not Cause.TRUNCATED else None
    problems = [p for p in found.problems if p.reason != Cause.TRUNCATED.value]
    records: list[Record] = []
    for raw in found.items:
        understood = understand(raw, source, now)
        problems.extend(understood.problems)
        if understood.record:
            records.append(understood.record)
    return Reading(found.items, tuple(records), tuple(problems), found.unread, failure)


def expectation(reading: Reading, now: datetime) -> dict[str, Any]:
    """A reading as its fixture says it: records by key without our own judgements, problems without their excerpts,
    no empty value."""
    records = [
        {name: value for name, value in as_printed(record).items() if name not in OURS} for record in reading.records
    ]
    problems = [{name: value for name, value in _said(problem) if value} for problem in reading.problems]
    said: dict[str, Any] = {
        "now": now.isoformat(),
        "records": sorted(records, key=lambda one: (one["kind"], one["key"])),
        "problems": sorted(problems, key=lambda one: json.dumps(one, sort_keys=True)),
        "unread": dict(reading.unread),
    }
    plain: dict[str, Any] = json.loads(json.dumps(to_plain(said)))
    return {name: value for name, value in plain.items() if value}


def observed(fixture: Fixture) -> dict[str, Any]:
    """What a fixture's captures give with the code and the entry of now, in the form of its expectations."""
    now = datetime.fromisoformat(fixture.expected["now"])
    return expectation(read_captures(fixture.source, fixture.captures, now), now)


def write_captures(fixture: Fixture, captures: Iterable[Capture]) -> None:
    """Writes the WARC file of a fixture."""
    fixture.folder.mkdir(parents=True, exist_ok=True)
    (fixture.folder / CAPTURES).write_bytes(b"".join(member(fixture.slug, capture, False) for capture in captures))


def written(expected: dict[str, Any]) -> str:
    """Expectations as their file holds them: keys sorted, one line for each value."""
    return json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _said(problem: Problem) -> tuple[tuple[str, str | None], ...]:
    return ("reason", problem.reason), ("detail", problem.detail), ("field", problem.field), ("key", problem.key)


def _identity(request: Request) -> tuple[str, str, bytes]:
    return request.method.upper(), request.url, request.body or b""
