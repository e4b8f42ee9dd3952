"""What feeds say to people, in French: days, sessions, deadlines, amounts, places."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from feeds.instants import in_brussels
from vigie.model import Call, Deadline, Event, Item, Money, Occurrence, Place, Precision, WallTime

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
SHOWN = 3


@lru_cache(maxsize=1024)
def day(value: date) -> str:
    """`jeudi 5 mars 2026`."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{_DAYS[value.weekday()]} {number} {_MONTHS[value.month - 1]} {value.year}"


def moment(at: WallTime) -> str:
    """`jeudi 5 mars 2026 à 18:30`, as precise as the source was."""
    if at.precision is Precision.MONTH:
        return f"{_MONTHS[at.local.month - 1]} {at.local.year}"
    return f"{day(at.day)} à {_clock(at)}" if at.has_clock else day(at.day)


def _clock(at: WallTime) -> str:
    """`18:30`; with its zone where that clock shows another hour than the one of Brussels."""
    elsewhere = in_brussels(at) != at.local.replace(tzinfo=None, microsecond=0)
    return _hands(at) + (f" ({at.zone})" if elsewhere else "")


def _hands(at: WallTime) -> str:
    return f"{at.local.hour:02}:{at.local.minute:02}"


def session(o: Occurrence) -> str:
    """`jeudi 5 mars 2026, 18:30–21:00`, or `du … au …` over several days."""
    if o.end is None or o.end.local < o.start.local:
        return moment(o.start)
    if o.last_day != o.start.day:
        return f"du {moment(o.start)} au {moment(o.end)}"
    if o.start.has_clock and o.end.has_clock and o.end.local != o.start.local:
        return f"{day(o.start.day)}, {_hands(o.start)}–{_clock(o.end)}"
    return moment(o.start)


def sessions(event: Event) -> str:
    """The sessions of an event, the first three by name."""
    named = " ; ".join(session(o) for o in event.occurrences[:SHOWN])
    rest = len(event.occurrences) - SHOWN
    return f"{named} ; et {rest} autre{'s' if rest > 1 else ''} date{'s' if rest > 1 else ''}" if rest > 0 else named


def deadline(d: Deadline) -> str:
    """`Clôture : jeudi 5 mars 2026 à 12:00 (premier tour)`."""
    before = "avant le " if d.strict and not d.at.has_clock else ""
    return f"Clôture : {before}{moment(d.at)}" + (f" ({d.label})" if d.label else "")


def number(value: Decimal) -> str:
    """`25 000` or `12,50`."""
    plain = f"{value:,.2f}".removesuffix(".00")
    return plain.replace(",", "\u202f").replace(".", ",")


def amount(money: Money) -> str:
    """`5 000 à 25 000 €`, `max. 25 000 €`, `min. 500 €`, `50 %`; "" when nothing is known."""
    unit = _SIGNS.get(money.currency, money.currency)
    if money.low is not None and money.high is not None:
        both = number(money.low) if money.low == money.high else f"{number(money.low)} à {number(money.high)}"
        return f"{both}\u00a0{unit}"
    if money.high is not None:
        return f"max. {number(money.high)}\u00a0{unit}"
    if money.low is not None:
        return f"min. {number(money.low)}\u00a0{unit}"
    return f"{number(money.rate * 100)}\u00a0%" if money.rate is not None else ""


def price(event: Event) -> str:
    """What an event costs, "" when its sources do not say."""
    if event.is_free:
        return "Gratuit"
    return event.price_text or " ; ".join(a for m in event.prices if (a := amount(m)))


def place_line(place: Place | None) -> str:
    """`Lieu, rue n°, CP ville` on one line."""
    if place is None:
        return ""
    town = " ".join(w for w in (place.postcode, place.locality or place.municipality) if w)
    country = place.country if place.country not in (None, "BE", "be", "Belgique") else None
    return ", ".join(dict.fromkeys(w for w in (place.name, place.street, town, country) if w))


def headline(item: Item) -> str:
    """The facts of an item in one line, for readers that show text alone: when and where, until when and how much."""
    content = item.content
    if isinstance(content, Event):
        where = place_line(content.place) or ("En ligne" if content.online_url else "")
        return " — ".join(w for w in (sessions(content), where) if w)
    if isinstance(content, Call):
        facts = [deadline(d) for d in content.deadlines[:SHOWN]]
        if content.closed:
            facts.insert(0, "Appel clos")
        elif not facts and content.rolling:
            facts.append("Sans date de clôture")
        facts += [a for m in content.amounts[:SHOWN] if (a := amount(m))]
        return " — ".join(facts)
    return ""


def summary(item: Item) -> str:
    """The facts, then the excerpt, of a released item."""
    return "\n".join(w for w in (headline(item), item.content.description) if w)
