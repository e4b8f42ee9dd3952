"""What `vigie sources add` finds: the best way to read an address, a site behind it, or a saved page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.reading import Unreadable, as_printed
from pipeline.ways_tried import Tried, best_on_page
from scrapers.discovery.entry import entry_of
from scrapers.recognise import media_type_of
from vigie.model import Capture, Kind, Problem, Record, Request
from vigie.settings import Settings
from vigie.ways import Way


@dataclass(frozen=True, slots=True)
class Discovered:
    """A way, the entry that the catalogue would hold, and what reading by it brought."""

    way: Way
    entry: dict[str, Any]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """What `--json` prints; its four names are a promise to others."""
        return {
            "platform": self.way.platform,
            "because": list(self.way.because),
            "entry": self.entry,
            "records": [as_printed(record) for record in self.records],
        }


def discover(settings: Settings, target: str, url: str | None = None, kind: Kind | None = None) -> Discovered:
    """Looks at a file (with its address) or at a live address. Raises Unreadable, which says what was tried."""
    if target.startswith(("http://", "https://")):
        raise Unreadable(f"{target}: live addresses are not looked at yet")
    file = Path(target)
    if not file.is_file():
        raise Unreadable(f"{target}: no such file, and not an http(s) address")
    capture = saved_page(settings, file, url or f"http://file.invalid/{file.name}")
    best = best_on_page(capture, settings.clock(), kind)
    if best is None:
        raise Unreadable(f"{target}: nothing on this page can be read")
    return found(best, capture.url)


def saved_page(settings: Settings, file: Path, url: str) -> Capture:
    """A file as the capture of the address that it was saved from."""
    body = file.read_bytes()
    headers = (("content-type", media_type_of(body, file.name)),)
    return Capture(Request(url), url, 200, headers, body, settings.clock(), hashlib.sha256(body).hexdigest())


def found(best: Tried, url: str) -> Discovered:
    """What was tried and chosen, with the entry that it would become."""
    return Discovered(best.way, entry_of(best.way, url), best.records, best.problems)
