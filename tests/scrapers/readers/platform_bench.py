"""Sites of further platforms over real HTTP: read as a run reads them, understood, and held against their truth."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scrapers.catalogue import load
from scrapers.client import Client
from scrapers.crawl import Crawl, crawl
from scrapers.readers import reader_for
from scrapers.solitary import SolitaryMemory, SolitaryTurns
from scrapers.transport import transport_for
from simulator.clock import Clock
from simulator.sites.platforms import PLATFORM_SITES
from simulator.truth import Truth, truths
from transforms.understand import understand
from vigie.model import Call, Capture, Event, Problem, Record
from vigie.settings import Settings

TODAY = date(2026, 11, 21)
CATALOGUE = Path(__file__).resolve().parents[2] / "simulator" / "platforms"


@dataclass(frozen=True)
class Read:
    """What one run over a source of `tests/simulator/platforms` brought."""

    crawl: Crawl
    records: dict[str, Record]
    problems: tuple[Problem, ...]
    captures: tuple[Capture, ...]

    @property
    def asked(self) -> tuple[str, ...]:
        """The addresses that were asked for, in order, robots.txt left out."""
        return tuple(c.request.url for c in self.captures if not c.request.url.endswith("/robots.txt"))


@dataclass(frozen=True)
class PlatformWeb:
    """The sites of further platforms, served on a loopback port."""

    port: int
    clock: Clock

    def read(self, slug: str, memory: SolitaryMemory | None = None) -> Read:
        """A run over a source of the tests' catalogue, with nothing remembered but what `memory` holds."""
        source = next(s for s in load(CATALOGUE) if s.slug == slug)
        settings = Settings.from_environment(
            {"VIGIE_SIMULATOR": f"127.0.0.1:{self.port}", "VIGIE_NOW": f"{TODAY}T08:00:00+01:00",
             "VIGIE_HOST_GAP": "0.0001"}
        )  # fmt: skip
        memory = memory or SolitaryMemory()
        before = len(memory.kept)
        with closing(transport_for(settings)) as transport:
            client = Client(transport, SolitaryTurns(), memory, memory, settings)
            found = crawl(source, reader_for(source.platform), client.fetch, memory, settings.clock())
        understood = [(item, understand(item, source, settings.clock())) for item in found.items]
        return Read(
            found,
            {item.key: one.record for item, one in understood if one.record},
            (*found.problems, *(p for _, one in understood for p in one.problems)),
            tuple(capture for _, capture in memory.kept[before:]),
        )

    def truth(self, host: str, kind: str) -> dict[str, tuple[Truth, str, str]]:
        """By the site's own key: what is true, the address and the title that the site prints."""
        return {
            seen.key: (truth, seen.url, seen.title)
            for truth in truths(self.clock.view, [PLATFORM_SITES[host]])
            for seen in truth.sightings
            if truth.kind == kind
        }


def bare(title: str) -> str:
    """A title of the made-up web without the word that says what befell the event."""
    return re.sub(r"^(?:ANNULÉ|COMPLET|REPORTÉ) – | – (?:ANNULÉ|COMPLET|REPORTÉ)$", "", title)


def told(event: Event) -> tuple[tuple[str, str | None], ...]:
    """The sessions of an event as the simulator's truth writes them: local ISO, last days inclusive."""
    return tuple((_wall(o.start.isoformat()), _wall(o.end.isoformat()) if o.end else None) for o in event.occurrences)


def closings(call: Call) -> tuple[str, ...]:
    """The deadlines of a call as the simulator's truth writes them."""
    return tuple(_wall(d.at.isoformat()) for d in call.deadlines)


def _wall(text: str) -> str:
    """`2026-03-05T18:30:00+01:00` → `2026-03-05T18:30:00`; a day stays a day."""
    return text[:19]
