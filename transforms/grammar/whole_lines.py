"""The commonest whole lines, read with one regular expression: a day, with or without hours, and a range of days.

Nothing is read here that the grammar reads otherwise (a test compares both on thousands of made-up lines); what is not
plain (a weekday that contradicts, an hour of the night, a day that does not exist) is left to the grammar.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from transforms.grammar.clocks import Hours
from transforms.grammar.day import Day
from transforms.grammar.phrase import Hesitation
from transforms.grammar.recurrence import Recurrence, build_results
from transforms.grammar.resolution import begin_before, resolve
from transforms.grammar.result import DateReading, DateResult
from vigie.model import BRUSSELS, Precision, WallTime


def _spellings(names: tuple[str, ...]) -> dict[str, int]:
    """Lower case, capitalised and upper case, with and without accents, to the place of the name."""
    found: dict[str, int] = {}
    for number, several in enumerate(names):
        for name in several.split():
            plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
            for spelling in (name, plain):
                found |= dict.fromkeys((spelling, spelling.capitalize(), spelling.upper()), number)
    return found


_MONTHS = _spellings(
    ("", "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre")
)  # fmt: skip
_WEEKDAYS = _spellings(
    ("lundi lun", "mardi mar", "mercredi mer", "jeudi jeu", "vendredi ven", "samedi sam", "dimanche dim")
)
_NOUNS = (
    "Vernissage|Finissage|Concert|Atelier|Conférence|Spectacle|Exposition|Projection|Rencontre|Stage|Performance|Formation|"
    "Workshop|Colloque|Débat|Lecture|Hackathon|Masterclass|Festival"
)
_CLOCK = r"(\d{1,2})(?: ?[hH] ?(\d\d)?|:(\d\d)| heures)"
_DAY = re.compile(
    rf"(?:(?:{_NOUNS})(?: : | - | – | ))?((?:[Ll]e |LE )?)(?:([A-Za-z]{{3,8}})\.?,? )?(\d{{1,2}})"
    r"(?:(?:er)? ([^\W\d_]{3,9})(?: (20\d\d))?|([/.])(\d{1,2})\6(20\d\d|\d\d))"
    rf"(?:(?:,? (à|dès|de) |, | - | – | \| ){_CLOCK}(?:(?: ?[-–] ?| à ){_CLOCK})?)?"
)
_RANGE = re.compile(
    r"(?:[Dd]u )(\d{1,2})(?:er)?(?: ([^\W\d_]{3,9}))? au (\d{1,2})(?:er)? ([^\W\d_]{3,9})(?: (20\d\d))?"
)
_EVERY = re.compile(
    rf"(?:[Tt]ous les ([a-z]{{5,8}})s|[Cc]haque ([a-z]{{5,8}}))(?:,? (à|de) {_CLOCK}(?:(?: ?[-–] ?| à ){_CLOCK})?)?"
    r"(?:,? jusqu['’]au (\d{1,2})(?:er)? ([^\W\d_]{3,9})(?: (20\d\d))?)?"
)
_LONGEST = 70
_NIGHT = 5
"""Hours before this one may be skipped or repeated when the clock changes."""


def read_whole_line(text: str, reference: date, grace: timedelta) -> DateReading | None:
    """The reading of a line of one of the shapes, seen from the day `reference`; None leaves it to the grammar."""
    if len(text) > _LONGEST:
        return None
    day = _DAY.fullmatch(text)
    if day:
        return _day(day, reference, grace)
    span = _RANGE.fullmatch(text)
    if span:
        return _range(span, reference, grace)
    every = _EVERY.fullmatch(text)
    return _every(every, reference) if every else None


def _day(match: re.Match[str], reference: date, grace: timedelta) -> DateReading | None:
    article, said, digits, name, year, _, number, short, word, *clocks = match.groups()
    weekday = None
    if said:
        weekday = _WEEKDAYS.get(said)
        if weekday is None:
            return None
    if name:
        month = _MONTHS.get(name)
        full = int(year) if year else None
    else:
        month, full = int(number), int(short)
        if full < 100:
            full += reference.year // 100 * 100
            if not reference.year - 70 < full < reference.year + 29:
                return None
    if not month:
        return None
    try:
        if full is None:
            on = resolve(Day(int(digits), month, None, weekday), reference, 0, grace=grace)
        else:
            on = date(full, month, int(digits))
            if weekday is not None and on.weekday() != weekday:
                return None
    except (Hesitation, ValueError):
        return None
    begin = match.start(1) if article else match.start(2) if said else match.start(3)
    span = (begin, match.end())
    if clocks[0] is None:
        found = DateResult(WallTime(datetime.combine(on, time()), BRUSSELS, Precision.DAY), span=span, rule="day")
        return DateReading((found,))
    hour, minute = int(clocks[0]), int(clocks[1] or clocks[2] or 0)
    if not _NIGHT <= hour < 24 or minute > 59:
        return None
    start = datetime(on.year, on.month, on.day, hour, minute)
    end = None
    if clocks[3] is not None:
        hour, minute = int(clocks[3]), int(clocks[4] or clocks[5] or 0)
        if hour > 23 or minute > 59 or word == "dès":
            return None
        end = datetime(on.year, on.month, on.day, hour, minute)
        if end <= start:
            return None
    elif word == "de":
        return None
    found = DateResult(
        WallTime(start), WallTime(end) if end else None, False, None, (), "end" if word == "dès" else None, span,
        "day with hours", grain="minute",
    )  # fmt: skip
    return DateReading((found,))


def _range(match: re.Match[str], reference: date, grace: timedelta) -> DateReading | None:
    first, earlier, last, name, year = match.groups()
    month, before = _MONTHS.get(name), _MONTHS.get(earlier) if earlier else None
    if not month or (earlier and not before) or (not earlier and int(first) > int(last)):
        return None
    try:
        end = resolve(Day(int(last), month, int(year) if year else None), reference, 0, grace=grace)
        begin = begin_before(Day(int(first), before or month, end.year), end, 0)
    except (Hesitation, ValueError):
        return None
    if begin.year != end.year and not earlier:
        return None
    found = DateResult(WallTime.of_day(begin), WallTime.of_day(end), span=match.span(), rule="range")
    return DateReading((found,))


def _every(match: re.Match[str], reference: date) -> DateReading | None:
    plural, single, word, *clocks, digits, name, year = match.groups()
    weekday = _WEEKDAYS.get(plural or single)
    hours = _hours(clocks)
    if weekday is None or hours is None or (clocks[3] is None and word == "de"):
        return None
    try:
        last = None
        if digits:
            month = _MONTHS.get(name)
            if not month:
                return None
            last = resolve(Day(int(digits), month, int(year) if year else None), reference, 0)
        rule = Recurrence("WEEKLY", (weekday,))
        return DateReading(tuple(build_results(rule, hours, reference, last, match.span(), 0)))
    except (Hesitation, ValueError):
        return None


def _hours(clocks: list[str]) -> tuple[Hours, ...] | None:
    """The hours of two clocks of three groups each; none when no clock is said, None when they are not plain."""
    if clocks[0] is None:
        return ()
    sides = [
        (int(hour), int(short or minute or 0), 0)
        for hour, short, minute in (clocks[:3], clocks[3:])
        if hour is not None
    ]
    if any(not _NIGHT <= hour < 24 or minute > 59 for hour, minute, _ in sides) or sides != sorted(set(sides)):
        return None
    return (Hours(sides[0], sides[1] if len(sides) > 1 else None),)
