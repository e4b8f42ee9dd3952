"""Dates, hours, amounts and counts in French words, without the locale of the machine.

Typography follows the usual French rules: a no-break space before `h` and `€` and between thousands, `1er`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from vigie.model import BRUSSELS, Money, MoneyRole, Occurrence, Precision, WallTime

NBSP = "\u00a0"
UP_TO = "jusqu’à "
_BEFORE = re.compile(r" ([:;?!»–—€%]|h\b)")  # signs and units that stay with the word before them
_AFTER = re.compile(r"(«|[nN]°) ")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_CUT = re.compile(r"\s*(\[\s*(…|\.\.\.|&hellip;)\s*\]|\(\.\.\.\)|…|\.\.\.)\s*$")
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def month(day: date) -> str:
    return MONTHS[day.month - 1]


def ordinal(day: date) -> str:
    """`1er`, then plain numbers."""
    return "1er" if day.day == 1 else str(day.day)


def day_words(day: date, today: date | None = None, *, with_weekday: bool = True) -> str:
    """`jeudi 12 mars`; the year is added when it is not the year of `today`, and always without `today`."""
    words = f"{ordinal(day)}{NBSP}{month(day)}"
    if with_weekday:
        words = f"{weekday(day)} {words}"
    return words if today and today.year == day.year else f"{words} {day.year}"


def instant_words(instant: datetime, today: date | None = None) -> str:
    """The Belgian day of an aware instant, without its weekday: `12 mars`."""
    return day_words(instant.astimezone(ZoneInfo(BRUSSELS)).date(), today, with_weekday=False)


def clock_words(clock: time) -> str:
    """`18 h 30`, `18 h`, `minuit`."""
    if clock.hour == 0 and clock.minute == 0:
        return "minuit"
    hour = f"{clock.hour}{NBSP}h"
    return f"{hour}{NBSP}{clock.minute:02d}" if clock.minute else hour


def range_words(first: date, last: date, today: date | None = None) -> str:
    """`du 3 au 7 mars`, `les 21 et 22 mars`, `du 28 mars au 2 avril`; both years when they differ; one day alone
    as `day_words`."""
    if first == last:
        return day_words(first, today)
    end = day_words(last, today, with_weekday=False)
    if first.year != last.year:
        return f"du {day_words(first, with_weekday=False)} au {day_words(last, with_weekday=False)}"
    if first.month == last.month:
        pair = (last - first).days == 1
        return f"les {ordinal(first)} et {end}" if pair else f"du {ordinal(first)} au {end}"
    return f"du {ordinal(first)}{NBSP}{month(first)} au {end}"


def wall_words(wall: WallTime, today: date | None = None) -> str:
    """A wall time as precisely as its source said it: `mars 2026`, `jeudi 12 mars`, `jeudi 12 mars à 18 h 30`."""
    if wall.precision is Precision.MONTH:
        return f"{month(wall.day)} {wall.day.year}"
    if not wall.has_clock:
        return day_words(wall.day, today)
    return f"{day_words(wall.day, today)} à {clock_words(wall.local.time())}{zone_words(wall)}"


def zone_words(wall: WallTime) -> str:
    """` (heure de Paris)` when the clock is not Belgium's, else nothing."""
    if wall.zone == BRUSSELS or not wall.has_clock:
        return ""
    city = wall.zone.rsplit("/", 1)[-1].replace("_", " ")
    return f" (heure de {city})" if city != "UTC" else " (temps universel)"


def hours_words(session: Occurrence) -> str:
    """Hours of a session without its day: `18 h 30`, `18 h 30 – 20 h`; empty when the source gave no hour.

    An end on another day is left to `session_words`, except for a night that ends before noon of the next day.
    """
    if not session.start.has_clock:
        return ""
    start = clock_words(session.start.local.time())
    end = session.end
    if end and end.has_clock and end.local > session.start.local and is_one_evening(session):
        return f"{start} – {clock_words(end.local.time())}{zone_words(session.start)}"
    return f"{start}{zone_words(session.start)}"


def is_one_evening(session: Occurrence) -> bool:
    """Whether a session is of one day to a reader: it ends on its day, or before noon of the next one after a night."""
    if session.end is None:
        return True
    nights = (session.end.day - session.start.day).days
    return nights <= 0 or (nights == 1 and session.end.has_clock and session.end.local.hour < 12)


def session_words(session: Occurrence, today: date | None = None) -> str:
    """A whole session: `jeudi 12 mars, 18 h 30 – 20 h`, `du 3 au 7 mars`, `mars 2026 (date à préciser)`."""
    if session.start.precision is Precision.MONTH:
        return f"{wall_words(session.start)} (date à préciser)"
    hours = hours_words(session)
    if session.end and not is_one_evening(session):
        days = range_words(session.start.day, session.last_day, today)
        if not hours:
            return days
        closing = f", jusqu’à {clock_words(session.end.local.time())} le dernier jour" if session.end.has_clock else ""
        return f"{days}, dès {hours}{closing}"
    days = day_words(session.start.day, today)
    return f"{days}, {hours}" if hours else days


def number_words(amount: Decimal | int) -> str:
    """`25 000`, `12,50`: decimal comma, no-break thousands, cents only when there are some."""
    text = f"{amount:,.2f}" if amount != int(amount) else f"{amount:,.0f}"
    return text.replace(",", NBSP).replace(".", ",")


def known(amount: Decimal | None) -> Decimal | None:
    """An amount that can be written down; None for what is endless or no number at all."""
    return amount if amount is not None and amount.is_finite() else None


def money_words(money: Money) -> str:
    """`12 €`, `de 5 à 12 €`, `jusqu’à 25 000 €`, `à partir de 5 €`, `50 %`; the source's words without a number."""
    unit = "€" if money.currency == "EUR" else money.currency
    low, high, rate = known(money.low), known(money.high), known(money.rate)
    if low is not None and high is not None:
        words = f"{number_words(low)}{NBSP}{unit}"
        if low != high:
            words = f"de {number_words(low)} à {number_words(high)}{NBSP}{unit}"
    elif high is not None:
        words = f"jusqu’à {number_words(high)}{NBSP}{unit}"
    elif low is not None:
        words = f"à partir de {number_words(low)}{NBSP}{unit}"
    elif rate is not None:
        return f"{number_words(rate * 100)}{NBSP}%" + (f" ({money.label})" if money.label else "")
    else:
        return money.text
    return f"{words} ({money.label})" if money.label else words


def amounts_words(amounts: Iterable[Money]) -> str:
    """Sums of a call: `jusqu’à 2 500 € par projet, enveloppe de 30 000 €`; empty when none has words."""
    shown = [(money.role, words) for money in amounts if (words := _sum_words(money))]
    both = {role for role, _ in shown} >= {MoneyRole.GRANT, MoneyRole.ENVELOPE}
    return ", ".join(f"{words} par projet" if both and role is MoneyRole.GRANT else words for role, words in shown)


def _sum_words(money: Money) -> str:
    words = money_words(money)
    if money.role is not MoneyRole.ENVELOPE or known(money.high) is None:
        return words
    return f"enveloppe {words if money.low not in (None, money.high) else f'de {words.removeprefix(UP_TO)}'}"


def left_words(days: int) -> str:
    """`dernier jour`, `demain`, `J-12`: what is left of a call, in days from today."""
    return ("dernier jour", "demain")[days] if 0 <= days < 2 else f"J-{days}"


def bound(text: str) -> str:
    """`text` as French print sets it: no line begins with `: ; ? ! » –` or ends with `«`; curved apostrophes."""
    return _APOSTROPHE.sub("’", _AFTER.sub(f"\\1{NBSP}", _BEFORE.sub(f"{NBSP}\\1", text)))


def excerpt_words(text: str) -> str:
    """An excerpt as `bound`; the `[…]` that a feed puts at its end becomes `…`, or nothing after a whole sentence."""
    whole = _CUT.sub("", text)
    if whole != text:
        whole += "" if whole.endswith((".", "!", "?", "»")) else "…"
    return bound(whole)


def count_words(count: int, singular: str, plural: str | None = None) -> str:
    """`0 appel`, `1 appel`, `2 appels`: French keeps the singular below two. Thousands are spaced."""
    noun = singular if abs(count) < 2 else (plural or f"{singular}s")
    return f"{number_words(count)}{NBSP}{noun}"
