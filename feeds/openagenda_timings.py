"""Sessions as OpenAgenda's timings: at most 800, none longer than 24 hours, none over another (FEEDS.md §9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vigie.model import Occurrence, Precision

MOST = 800
LONGEST = timedelta(hours=24)
WALKED = 5 * MOST * LONGEST
"""How far into a session its days are counted one by one. "Until 9999" is how sources say that there is no end: what
lies beyond is a number that nobody reads, counted by 24 hours."""
GUESSED = timedelta(hours=2)  # a session whose end nobody says (FEEDS.md §2)


@dataclass(frozen=True, slots=True)
class Timing:
    """One slot, in the zone of its session."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Timings:
    """The slots of an event in order; `guessed` when an end was made up, `left_out` those beyond the limit."""

    slots: tuple[Timing, ...]
    guessed: bool
    left_out: int


def timings(occurrences: Sequence[Occurrence]) -> Timings:
    """The slots of sessions. A session of which only the month is known has none: no day is made up."""
    dated = [o for o in occurrences if o.start.precision is not Precision.MONTH]
    found: list[Timing] = []
    beyond, last = 0, datetime.min.replace(tzinfo=UTC)
    for begin, end, zone in sorted((o.start.utc, _end(o) or o.start.utc + GUESSED, o.start.zone) for o in dated):
        # Two sessions at once are one slot: what an earlier one covers is taken off the later one.
        if end > last:
            begin = max(begin, last)
            walked = end if end - begin <= WALKED else begin + WALKED
            found += _split(begin, walked, ZoneInfo(zone))
            beyond += -((walked - end) // LONGEST)
            last = end
    guessed = any(_end(o) is None for o in dated)
    return Timings(tuple(found[:MOST]), guessed, max(0, len(found) + beyond - MOST))


def _end(o: Occurrence) -> datetime | None:
    """The instant at which a session ends, None when it is not said or not after its start."""
    if o.end and (o.end.precision is Precision.MONTH or o.end.local < o.start.local):
        return None
    if o.end and o.end.has_clock:
        return o.end.utc if o.end.utc > o.start.utc else None
    # To the last second of its day: the midnight after would be shown as one more day.
    return o.closes_at() - timedelta(seconds=1) if o.all_day or o.end else None


def _split(begin: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Timing]:
    """A session of more than a day, cut at the midnights of its own wall clock; a day of 25 hours has two slots.

    Instants are compared in UTC: two clocks of one zone are compared by their hands, which go back in autumn.
    """
    while end - begin > LONGEST:
        midnight = datetime.combine(begin.astimezone(zone).date() + timedelta(days=1), time(), zone)
        stop = min(midnight.astimezone(UTC), begin + LONGEST)
        yield Timing(begin.astimezone(zone), stop.astimezone(zone))
        begin = stop
    yield Timing(begin.astimezone(zone), end.astimezone(zone))
