"""What the reading of dates gives. The fields are those of `vigie meaning dates`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from vigie.model import Occurrence, Precision, WallTime


@dataclass(frozen=True, slots=True)
class DateResult:
    """One date, range or recurrence that a text names.

    `end` is inclusive: the last day, or the closing clock time; None = not said. `open` is the side that has no limit
    ("dès le 3 mars": "end"; "jusqu'au 3 mars": "start", then `start` is None). `span` = offsets in the text.
    `rule` names the production. `approximate`: "mi-février", a season. `also`: the second reading of an ambiguous
    phrase ("mardi prochain"), of which `start` is the more usual one. `clock_only`: the text names a clock and no
    day; the day of
    `start` is that of the reference. `grain`: second, minute, day, month, quarter, half-year, season, year.
    With `rrule` (RFC 5545), `start` and `end` are the first session and `days` all days of the sessions within a
    bounded horizon; `horizon` is True when the bound is ours, not the source's. `strict`: "avant le", that day not
    included.
    `loose`: the number of a day whose month was not printed, 0 for a weekday alone: its date is a guess from the
    reference, which a fuller date of the same text corrects.
    `replaces`: the day that was given up ("reporté du 12 au 19 mars").
    """

    start: WallTime | None
    end: WallTime | None = None
    all_day: bool = True
    rrule: str | None = None
    exdates: tuple[date, ...] = ()
    open: str | None = None
    span: tuple[int, int] = (0, 0)
    rule: str = ""
    approximate: bool = False
    also: WallTime | None = None
    clock_only: bool = False
    grain: str = "day"
    days: tuple[date, ...] = field(default=(), repr=False)
    horizon: bool = False
    strict: bool = False
    replaces: WallTime | None = None
    loose: int | None = None

    def occurrences(self) -> tuple[Occurrence, ...]:
        """The sessions, in order: one, or one per day of a recurrence. Empty without a start or a day."""
        if self.start is None or self.clock_only:
            return ()
        if not self.rrule:
            return (Occurrence(self.start, self.end),)
        length: timedelta | None = self.end.local - self.start.local if self.end else None
        clock, zone, precision = self.start.local.time(), self.start.zone, self.start.precision
        sessions = []
        for day in self.days:
            local = datetime.combine(day, clock)
            end = (
                WallTime(local + length, zone, precision)
                if length is not None and precision is Precision.MINUTE
                else None
            )
            sessions.append(Occurrence(WallTime(local, zone, precision), end))
        return tuple(sessions)


@dataclass(frozen=True, slots=True)
class DateReading:
    """`results` in the order of the text. `abstained`: why there is none, or why some words were left unread.

    `asides` are readings that date nothing by themselves: clocks without a day, the years of a programme. `durations`
    are ISO 8601 ("pour quatre jours" → `P4D`). `whole_day`: the text is nothing but words for "all day", of a day that
    stands elsewhere (the hours column of a table).
    """

    results: tuple[DateResult, ...] = ()
    abstained: str | None = None
    asides: tuple[DateResult, ...] = ()
    durations: tuple[str, ...] = ()
    whole_day: bool = False


@dataclass(slots=True)
class Scanned:
    """Results and asides in the order of the text, and the reasons why words were left."""

    results: list[DateResult] = field(default_factory=list)
    asides: list[DateResult] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
