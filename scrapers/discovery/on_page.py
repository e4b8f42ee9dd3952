"""Ways to read one page that we hold: its structured data, its repeated blocks, or the page itself."""

from __future__ import annotations

from datetime import datetime

from scrapers.recognise import recognise
from vigie.model import Capture, Kind
from vigie.protocols import DateTeller
from vigie.ways import CERTAIN, Way


def ways_on_page(capture: Capture, now: datetime, tells: DateTeller) -> tuple[Way, ...]:
    """What could read this capture, the likeliest first; who calls reads it by each and keeps the best. Pure."""
    platform = recognise(capture)
    return (Way(platform, (capture.url,), (Kind.EVENT,), (f"the answer looks like {platform}",), CERTAIN),)
