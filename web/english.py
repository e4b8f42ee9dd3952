"""Dates, hours, amounts and counts in English words (British order of day and month, 24-hour clock).

Each function takes what its namesake of `web.french` takes, so that a template may use either.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from vigie.model import BRUSSELS, Money, MoneyRole, Occurrence, Precision, WallTime
from web.french import NBSP, is_one_evening, known

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
UP_TO = "up to "


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def month(day: date) -> str:
    return MONTHS[day.month - 1]


def ordinal(day: date) -> str:
    """Plain numbers: `1 March`."""
    return str(day.day)


def day_words(day: date, today: date | None = None, *, with_weekday: bool = True) -> str:
    """`Thursday 12 March`; the year is added when it is not the year of `today`, and always without `today`."""
    words = f"{day.day}{NBSP}{month(day)}"
    if with_weekday:
        words = f"{weekday(day)} {words}"
    return words if today and today.year == day.year else f"{words} {day.year}"


def instant_words(instant: datetime, today: date | None = None) -> str:
    """The Belgian day of an aware instant, without its weekday: `12 March`."""
    return day_words(instant.astimezone(ZoneInfo(BRUSSELS)).date(), today, with_weekday=False)


def clock_words(clock: time) -> str:
    """`18:30`, `midnight`."""
    return "midnight" if clock.hour == 0 and clock.minute == 0 else f"{clock.hour:02d}:{clock.minute:02d}"


def range_words(first: date, last: date, today: date | None = None) -> str:
    """`3–7 March`, `28 March – 2 April`; both years when they differ; one day alone as `day_words`."""
    if first == last:
        return day_words(first, today)
    end = day_words(last, today, with_weekday=False)
    if first.year != last.year:
        return f"{day_words(first, with_weekday=False)} – {day_words(last, with_weekday=False)}"
    if first.month == last.month:
        return f"{first.day}–{end}"
    return f"{first.day}{NBSP}{month(first)} – {end}"


def wall_words(wall: WallTime, today: date | None = None) -> str:
    """A wall time as precisely as its source said it: `March 2026`, `Thursday 12 March`, `Thursday 12 March, 18:30`."""
    if wall.precision is Precision.MONTH:
        return f"{month(wall.day)} {wall.day.year}"
    if not wall.has_clock:
        return day_words(wall.day, today)
    return f"{day_words(wall.day, today)}, {clock_words(wall.local.time())}{zone_words(wall)}"


def zone_words(wall: WallTime) -> str:
    """` (Paris time)` when the clock is not Belgium's, else nothing."""
    if wall.zone == BRUSSELS or not wall.has_clock:
        return ""
    city = wall.zone.rsplit("/", 1)[-1].replace("_", " ")
    return f" ({city} time)" if city != "UTC" else " (UTC)"


def hours_words(session: Occurrence) -> str:
    """Hours of a session without its day: `18:30`, `18:30 – 20:00`; empty when the source gave no hour."""
    if not session.start.has_clock:
        return ""
    said, end = clock_words(session.start.local.time()), session.end
    if end and end.has_clock and end.local > session.start.local and is_one_evening(session):
        said += f" – {clock_words(end.local.time())}"
    return said + zone_words(session.start)


def session_words(session: Occurrence, today: date | None = None) -> str:
    """A whole session: `Thursday 12 March, 18:30 – 20:00`, `3–7 March`, `March 2026 (date to be confirmed)`."""
    if session.start.precision is Precision.MONTH:
        return f"{wall_words(session.start)} (date to be confirmed)"
    hours = hours_words(session)
    if session.end and not is_one_evening(session):
        days = range_words(session.start.day, session.last_day, today)
        if not hours:
            return days
        closing = f", until {clock_words(session.end.local.time())} on the last day" if session.end.has_clock else ""
        return f"{days}, from {hours}{closing}"
    days = day_words(session.start.day, today)
    return f"{days}, {hours}" if hours else days


def number_words(amount: Decimal | int) -> str:
    """`25,000`, `12.50`: cents only when there are some."""
    whole = amount == int(amount)
    return f"{amount:,.0f}" if whole else f"{amount:,.2f}"


def money_words(money: Money) -> str:
    """`€12`, `€5 to €12`, `up to €25,000`, `from €5`, `50%`; the source's words without a number."""
    low, high, rate = known(money.low), known(money.high), known(money.rate)
    if low is not None and high is not None:
        words = _sum(low, money) if low == high else f"{_sum(low, money)} to {_sum(high, money)}"
    elif high is not None:
        words = f"{UP_TO}{_sum(high, money)}"
    elif low is not None:
        words = f"from {_sum(low, money)}"
    elif rate is not None:
        words = f"{number_words(rate * 100)}%"
    else:
        return money.text
    return f"{words} ({money.label})" if money.label else words


def amounts_words(amounts: Iterable[Money]) -> str:
    """Sums of a call: `up to €2,500 per project, budget of €30,000`; empty when none has words."""
    shown = [(money.role, words) for money in amounts if (words := _in_a_call(money))]
    both = {role for role, _ in shown} >= {MoneyRole.GRANT, MoneyRole.ENVELOPE}
    return ", ".join(f"{words} per project" if both and role is MoneyRole.GRANT else words for role, words in shown)


def left_words(days: int) -> str:
    """`last day`, `tomorrow`, `12 days left`: what is left of a call, in days from today."""
    return ("last day", "tomorrow")[days] if 0 <= days < 2 else f"{days}{NBSP}days left"


def count_words(count: int, singular: str, plural: str | None = None) -> str:
    """`1 call`, `0 calls`, `1,200 calls`."""
    return f"{number_words(count)}{NBSP}{singular if count == 1 else plural or f'{singular}s'}"


def _sum(amount: Decimal, money: Money) -> str:
    return f"€{number_words(amount)}" if money.currency == "EUR" else f"{money.currency}{NBSP}{number_words(amount)}"


def _in_a_call(money: Money) -> str:
    words = money_words(money)
    if money.role is not MoneyRole.ENVELOPE or known(money.high) is None:
        return words
    return f"budget of {words.removeprefix(UP_TO)}"
