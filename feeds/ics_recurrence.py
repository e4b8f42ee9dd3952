"""iCalendar with one VEVENT for an event that repeats: the option `?recurrence=rrule` (FEEDS.md D2; RFC 5545 §3.8.5).

Sessions become one component with an RRULE only when they differ in nothing but their day, are equally long, and follow
one daily or weekly pattern on the wall clock of Brussels. All others stay as in the default feed, one VEVENT each: no
reader may be shown another instant than there. A list of dates (RDATE) is never written: calcurse shows the first of
them only, node-ical none of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from feeds import ics
from feeds.channel import Site
from feeds.icalendar_lines import day, folded
from feeds.pieces import Format, Piece
from vigie.model import BRUSSELS, Item

_ZONE = ZoneInfo(BRUSSELS)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TIMED, _WHOLE = ";TZID=Europe/Brussels:", ";VALUE=DATE:"


@dataclass(frozen=True, slots=True)
class Span:
    """When one component is: days, the end outside, or clocks of Brussels without a zone."""

    start: datetime
    end: datetime
    whole_days: bool

    @property
    def lasts(self) -> tuple[timedelta, timedelta]:
        """On the wall clock, and as time passes: where they differ, readers disagree on what repeating means."""
        wall = self.end - self.start
        if self.whole_days:
            return wall, wall
        return wall, self.end.replace(tzinfo=_ZONE).astimezone(UTC) - self.start.replace(tzinfo=_ZONE).astimezone(UTC)


def cut(item: Item, site: Site) -> Iterator[Piece]:
    """The components of one released event: one when its sessions are alike, else one for each of them."""
    pieces = list(ics.cut(item, site))
    read = [_read(piece.data) for piece in pieces]
    spans = [span for span, _ in read if span is not None]
    alike = len({rest for _, rest in read}) == 1 and len({(s.lasts, s.whole_days) for s in spans}) == 1
    starts = [span.start for span in spans]
    repeated = rule(sorted(starts)) if alike and len(spans) == len(pieces) > 1 else None
    if repeated is None:
        yield from pieces
        return
    uid = f"{item.id}@{site.domain}"
    first = min(spans, key=lambda s: s.start)
    lines = (*_times(first), f"RRULE:{repeated}")
    data = folded(("BEGIN:VEVENT", f"UID:{uid}", *lines)) + read[0][1]
    yield Piece(
        f"{first.start.isoformat()} {uid}",
        data,
        min(p.first for p in pieces if p.first),
        max(p.last for p in pieces if p.last),
    )


FORMAT = Format("ics-rrule", ".ics", ics.FORMAT.media_type, cut, ics.write)


def rule(starts: Sequence[datetime]) -> str | None:
    """The RRULE that gives exactly these starts (two or more, ascending, wall clock), or None when none does.

    DAILY or WEEKLY with an interval, or WEEKLY on several days of each week.
    """
    if len({s.time() for s in starts}) > 1 or len(set(starts)) < len(starts):
        return None
    steps = {(b.date() - a.date()).days for a, b in pairwise(starts)}
    if len(steps) == 1:
        (step,) = steps
        name, every = ("WEEKLY", step // 7) if step % 7 == 0 else ("DAILY", step)
        interval = f";INTERVAL={every}" if every > 1 else ""
        return f"FREQ={name}{interval};COUNT={len(starts)}"
    weekdays = sorted({s.weekday() for s in starts})
    length = (starts[-1].date() - starts[0].date()).days + 1
    every_day = [starts[0] + timedelta(days=n) for n in range(length)]
    if len(starts) > 2 * len(weekdays) - 1 and [d for d in every_day if d.weekday() in weekdays] == list(starts):
        return f"FREQ=WEEKLY;BYDAY={','.join(_DAYS[d] for d in weekdays)};COUNT={len(starts)}"
    return None


def _times(span: Span) -> tuple[str, str]:
    kind = _WHOLE if span.whole_days else _TIMED
    return f"DTSTART{kind}{_said(span.start, span.whole_days)}", f"DTEND{kind}{_said(span.end, span.whole_days)}"


def _said(at: datetime, whole_days: bool) -> str:
    return day(at.date()) if whole_days else f"{at:%Y%m%dT%H%M%S}"


def _read(data: bytes) -> tuple[Span | None, bytes]:
    """When a component of `ics.cut` is, and all the rest of it without its UID; None for a time in UTC."""
    times: dict[bytes, str] = {}
    rest: list[bytes] = []
    skipping = False
    for line in data.split(b"\r\n")[1:]:
        if line.startswith(b" "):  # a folded line goes on
            if not skipping:
                rest.append(line)
            continue
        name = line.replace(b";", b":").split(b":")[0]
        skipping = name in (b"UID", b"DTSTART", b"DTEND")
        if name in (b"DTSTART", b"DTEND"):
            times[name] = line[len(name) :].decode("ascii")
        elif not skipping:
            rest.append(line)
    return _span(times[b"DTSTART"], times[b"DTEND"]), b"\r\n".join(rest)


def _span(start: str, end: str) -> Span | None:
    for kind, form in ((_WHOLE, "%Y%m%d"), (_TIMED, "%Y%m%dT%H%M%S")):
        if start.startswith(kind) and end.startswith(kind):
            first, last = (datetime.strptime(text[len(kind) :], form) for text in (start, end))
            return Span(first, last, kind == _WHOLE)
    return None
