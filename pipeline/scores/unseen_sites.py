"""Sites that nobody has seen: `vigie sources add` on each of them, and the entry that it proposes read whole.

The sites come from `python -m simulator unseen`, which knows nothing of the product (docs/unseen-sites.md).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
import requests

from pipeline.discovering import Discovered, discover
from pipeline.reading import Unreadable
from pipeline.scores.figures import Figure, Report
from pipeline.scores.plot import DAY
from pipeline.scores.unseen_judged import Wanted, address_of, right, wanted_of
from scrapers.catalogue import CatalogueError, read_source
from scrapers.client import Client
from scrapers.crawl import crawl
from scrapers.readers import reader_for
from scrapers.solitary import SolitaryMemory, SolitaryTurns
from scrapers.transport import transport_for
from transforms.understand import understand
from vigie.model import Record, Source
from vigie.settings import ROOT, Settings

SEED, SITES = 20261121, 60
PLATFORM, READ, ITEMS = 0.95, 0.80, 0.90
NOTE = (
    "right platform: the one proposed is one of those that the site was built for; read: the entry as proposed, with "
    "its paging, gives 90 % of the site's things with right title, start and link; things that are none: records of "
    "no thing of the site. Half of the sites offer structured data, half are HTML alone (docs/unseen-sites.md)."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One site: its truth, what was proposed, and how much of it the entry reads. `trouble` says why it could not."""

    host: str
    layout: str
    platforms: tuple[str, ...]
    items: tuple[Wanted, ...]
    platform: str = ""
    good: int = 0
    strange: int = 0
    read: int = 0
    trouble: str = ""
    missed: str = ""

    @property
    def right_platform(self) -> bool:
        return self.platform in self.platforms

    @property
    def whole(self) -> bool:
        """Whether the entry reads enough of the site."""
        return self.good >= ITEMS * len(self.items)

    def __str__(self) -> str:
        of = f"{self.good} of {len(self.items)} right, {self.strange} of {self.read} records strange"
        told = f"{self.host} ({self.layout}): {self.platform or 'nothing'} for {'/'.join(self.platforms)}; {of}"
        return told + (f"; {self.trouble}" if self.trouble else "") + (f"; e.g. {self.missed}" if self.missed else "")


def report() -> Report:
    """Figures of the sixty sites of the score's own seed."""
    return report_of(seen_sites(SEED, SITES))


def report_of(seen: Sequence[Seen]) -> Report:
    """The figures of sites that were looked at; the worst are named with what went wrong."""
    bare = [s for s in seen if "recipe" in s.platforms]
    structured = [s for s in seen if "recipe" not in s.platforms]
    figures = []
    every = f"{len(seen)} sites"
    for data, sites in ((every, seen), ("structured", structured), ("HTML alone", bare)):
        goals = (PLATFORM, READ) if data == every else (None, None)
        found, read = sum(s.right_platform for s in sites), sum(s.whole for s in sites)
        figures.append(Figure("unseen", data, "Vigie", "right platform", len(sites), found, target=goals[0]))
        figures.append(Figure("unseen", data, "Vigie", "read", len(sites), read, target=goals[1]))
    strange, records = sum(s.strange for s in seen), sum(s.read for s in seen)
    figures.append(Figure("unseen", every, "Vigie", "wrong: things that are none", records, strange))
    worst = sorted((s for s in seen if not (s.whole and s.right_platform)), key=lambda s: s.good / len(s.items))
    return Report("unseen", tuple(figures), tuple(str(s) for s in worst), (NOTE,))


def seen_sites(seed: int, count: int, workers: int = 2) -> tuple[Seen, ...]:
    """Every site of a seed, looked at and read, on a web of its own that ends with the call."""
    with unseen_web(seed, count) as port, tempfile.TemporaryDirectory(prefix="vigie-unseen-") as home:
        settings = Settings.from_environment(
            {
                "VIGIE_HOME": home,
                "VIGIE_SIMULATOR": f"127.0.0.1:{port}",
                "VIGIE_NOW": f"{DAY}T08:00:00+01:00",
                "VIGIE_HOST_GAP": "0.000001",
            }
        )
        truth = requests.get(f"http://127.0.0.1:{port}/truth", headers={"Host": "unseen.example"}, timeout=30).json()
        with ThreadPoolExecutor(workers) as pool:
            return tuple(pool.map(lambda site: looked_at(site, settings, Path(home)), truth))


@contextmanager
def unseen_web(seed: int, count: int) -> Iterator[int]:
    """The sites on a free port of 127.0.0.1."""
    command = [sys.executable, "-m", "simulator", "unseen", "--seed", str(seed), "--count", str(count)]
    command += ["--port", "0", "--today", DAY]
    web = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert web.stdout
        said = web.stdout.readline()
        if not said:
            raise RuntimeError(f"{' '.join(command)}: ended before it served")
        yield int(said.split(":", 3)[3].partition("/")[0])
    finally:
        web.terminate()
        web.wait(timeout=10)
        if web.stdout:
            web.stdout.close()


def looked_at(site: dict[str, Any], settings: Settings, folder: Path) -> Seen:
    """One site of the truth: discovered as the command does, read as the scheduler would."""
    items = tuple(wanted_of(item) for item in site["items"])
    seen = Seen(site["host"], f"{site['kind']}, {site['language']}, {site['layout']}", tuple(site["platform"]), items)
    try:
        found = discover(settings, site["start_url"])
    except Unreadable as error:
        return replace(seen, trouble=str(error).splitlines()[0])
    try:
        source = _catalogued(found, folder)
    except CatalogueError as error:
        return replace(seen, platform=found.way.platform, trouble=f"the entry is refused: {error}")
    records, trouble = _read(source, settings)
    good = [w for w in items if any(right(w, record) for record in records)]
    missed = next((w for w in items if w not in good), None)
    known = {w.address for w in items}
    strange = sum(1 for record in records if address_of(record) not in known)
    return replace(
        seen,
        platform=found.way.platform,
        good=len(good),
        strange=strange,
        read=len(records),
        trouble=trouble,
        missed=str(missed) if missed else "",
    )


def _catalogued(found: Discovered, folder: Path) -> Source:
    """The source of the proposed entry, as a file of the catalogue gives it. Raises CatalogueError."""
    file = folder / f"{found.entry['slug']}.yaml"
    file.write_bytes(orjson.dumps(found.entry))
    return read_source(file)


def _read(source: Source, settings: Settings) -> tuple[list[Record], str]:
    """Everything that the source gives in one run, and what went wrong, if anything."""
    memory = SolitaryMemory()
    with closing(transport_for(settings)) as transport:
        client = Client(transport, SolitaryTurns(), memory, memory, settings)
        run = crawl(source, reader_for(source.platform), client.fetch, memory, settings.clock())
    understood = [understand(raw, source, settings.clock()) for raw in run.items]
    trouble = str(run.failure) if run.failure else run.problems[0].detail if run.problems and not run.items else ""
    return [u.record for u in understood if u.record], trouble
