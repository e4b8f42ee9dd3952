"""What we say of a thing beside what its truth says, field by field. Pure: no clock, no database, no web."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vigie.model import AttendanceMode, Call, Event, Item, Kind, Money, MoneyRole, Occurrence, WallTime

Sessions = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the truth says of one thing beyond its name. Times are local ISO, a day or a clock; amounts whole euros.

    `free` None = an event of which the truth tells no price. `prices` are figures or a range ("5", "8-12").
    `low`, `high` are a call's grant per project, `budget` its whole envelope.
    """

    status: str = ""
    sessions: Sessions = ()
    previous_start: str | None = None
    online: bool = False
    free: bool | None = None
    prices: tuple[str, ...] = ()
    opens: str | None = None
    deadlines: tuple[str, ...] = ()
    rolling: bool = False
    low: int | None = None
    high: int | None = None
    budget: int | None = None


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Agreement:
    """One field over the things that are there once and of which the truth tells it.

    `silent` counts those of which we say nothing (often no site tells it); `wrong` says what differs, so that
    `right + silent + len(wrong) == told`.
    """

    field: str
    right: int
    told: int
    silent: int = 0
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """The truth's word and ours on one field, as words for people; equal words agree, and "" is silence."""

    truth: str
    ours: str


@dataclass(frozen=True, slots=True)
class Told:
    """One thing's truth: its name, kind, town and facts."""

    title: str
    kind: Kind
    municipality: str | None
    facts: Facts


def agreements(pairs: Iterable[tuple[Told, Item]], today: date) -> tuple[Agreement, ...]:
    """One agreement per field of the pairs' kinds, in the order of `FIELDS`; those that no truth tells are left out."""
    held = tuple(pairs)
    found = []
    for name, kind, read in FIELDS:
        sides = [(told.title, side) for told, item in held if told.kind is kind and (side := read(told, item, today))]
        wrong = tuple(f"{t}: {s.ours} instead of {s.truth}" for t, s in sides if s.ours and s.truth != s.ours)
        silent = sum(1 for _, side in sides if not side.ours)
        if sides:
            found.append(Agreement(name, len(sides) - silent - len(wrong), len(sides), silent, wrong))
    return tuple(found)


def _status(told: Told, item: Item, today: date) -> Side | None:
    assert isinstance(item.content, Event)
    return Side(told.facts.status, item.content.status.value) if told.facts.status else None


def _municipality(told: Told, item: Item, today: date) -> Side | None:
    """The town as people call it: the locality that a source prints counts as well as its municipality."""
    place = item.content.place
    if not told.municipality:
        return None
    said = {place.municipality, place.locality} if place else set()
    return Side(told.municipality, told.municipality if told.municipality in said else _words(said))


def _online(told: Told, item: Item, today: date) -> Side | None:
    assert isinstance(item.content, Event)
    mode = item.content.attendance
    ours = mode is AttendanceMode.ONLINE
    if not (told.facts.online or ours):
        return None
    return Side(_yes(told.facts.online), _yes(ours) if mode or item.content.place else "")


def _starts(told: Told, item: Item, today: date) -> Side | None:
    """All sessions that are not over: sites drop those of the past, each at its own pace."""
    assert isinstance(item.content, Event)
    ours = _rows(_said(o) for o in item.content.occurrences)
    return _sessions(told.facts.sessions, ours, today, lambda row: row[0])


def _ends(told: Told, item: Item, today: date) -> Side | None:
    """Start and end of every session that is not over; a truth without any end tells none."""
    assert isinstance(item.content, Event)
    if not any(end for _, end in told.facts.sessions):
        return None
    ours = _rows(_said(o) for o in item.content.occurrences)
    return _sessions(_rows(told.facts.sessions), ours, today, lambda row: f"{row[0]}/{row[1] or ''}")


def _sessions(
    truth: Sessions, ours: Sessions, today: date, say: Callable[[tuple[str, str | None]], str]
) -> Side | None:
    if not truth:
        return None
    left = {say(row) for row in truth if (row[1] or row[0])[:10] >= today.isoformat()} or {say(truth[-1])}
    over = {say(row) for row in truth} - left
    return Side(" ".join(sorted(left)), " ".join(sorted({say(row) for row in ours} - over)))


def _previous(told: Told, item: Item, today: date) -> Side | None:
    assert isinstance(item.content, Event)
    before, truth = item.content.previous_start, told.facts.previous_start
    if not truth:
        return None
    # Sites name the day that was given up and leave out its hour.
    return Side(truth if before and before.has_clock else truth[:10], _wall(before) if before else "")


def _free(told: Told, item: Item, today: date) -> Side | None:
    assert isinstance(item.content, Event)
    if told.facts.free is None:
        return None
    return Side(_yes(told.facts.free), "" if item.content.is_free is None else _yes(item.content.is_free))


def _prices(told: Told, item: Item, today: date) -> Side | None:
    """The lowest and the highest price of an event that is not free."""
    assert isinstance(item.content, Event)
    truth = [Decimal(part) for price in told.facts.prices for part in price.replace(",", ".").split("-")]
    if told.facts.free or not truth:
        return None
    ours = [v for m in item.content.prices for v in (m.low, m.high) if v is not None]
    return Side(_range(truth), _range(ours))


def _opens(told: Told, item: Item, today: date) -> Side | None:
    assert isinstance(item.content, Call)
    opens = item.content.opens
    return Side(told.facts.opens, opens.day.isoformat() if opens else "") if told.facts.opens else None


def _deadline_clocks(told: Told, item: Item, today: date) -> Side | None:
    assert isinstance(item.content, Call)
    if not told.facts.deadlines:
        return None
    return Side(" ".join(sorted(told.facts.deadlines)), " ".join(sorted(_wall(d.at) for d in item.content.deadlines)))


def _rolling(told: Told, item: Item, today: date) -> Side | None:
    assert isinstance(item.content, Call)
    ours = item.content.rolling
    return Side(_yes(told.facts.rolling), _yes(ours)) if told.facts.rolling or ours else None


def _grant(told: Told, item: Item, today: date) -> Side | None:
    """The bounds of the sum per project; a ceiling has no lower one, and one sum alone is both."""
    assert isinstance(item.content, Call)
    if told.facts.low is None and told.facts.high is None:
        return None
    truth = f"{told.facts.low or ''}..{told.facts.high or ''}"
    ours = _bounds(item.content.amounts, MoneyRole.GRANT)
    same_ceiling = told.facts.low is None and ours == f"{told.facts.high}..{told.facts.high}"
    return Side(truth, truth if same_ceiling else ours)


def _envelope(told: Told, item: Item, today: date) -> Side | None:
    assert isinstance(item.content, Call)
    if told.facts.budget is None:
        return None
    return Side(f"{told.facts.budget}..{told.facts.budget}", _bounds(item.content.amounts, MoneyRole.ENVELOPE))


Read = Callable[[Told, Item, date], Side | None]
FIELDS: tuple[tuple[str, Kind, Read], ...] = (
    ("status", Kind.EVENT, _status),
    ("municipality", Kind.EVENT, _municipality),
    ("online", Kind.EVENT, _online),
    ("starts", Kind.EVENT, _starts),
    ("ends", Kind.EVENT, _ends),
    ("previous start", Kind.EVENT, _previous),
    ("free", Kind.EVENT, _free),
    ("prices", Kind.EVENT, _prices),
    ("opens", Kind.CALL, _opens),
    ("deadlines", Kind.CALL, _deadline_clocks),
    ("rolling", Kind.CALL, _rolling),
    ("grant", Kind.CALL, _grant),
    ("envelope", Kind.CALL, _envelope),
)


# --- words for values -------------------------------------------------------------------------------------------------


def _said(occurrence: Occurrence) -> tuple[str, str | None]:
    return _wall(occurrence.start), _wall(occurrence.end) if occurrence.end else None


def _rows(sessions: Iterable[tuple[str, str | None]]) -> Sessions:
    """Sessions with the last day of a whole day that says none: that day."""
    return tuple((start, end or (start if len(start) == 10 else None)) for start, end in sessions)


def _wall(wall: WallTime) -> str:
    return wall.local.isoformat() if wall.has_clock else wall.day.isoformat()


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _words(values: Iterable[str | None]) -> str:
    return " / ".join(sorted(v for v in values if v))


def _range(values: Iterable[Decimal]) -> str:
    held = sorted(values)
    return f"{held[0].normalize():f}..{held[-1].normalize():f}" if held else ""


def _bounds(amounts: Iterable[Money], role: MoneyRole) -> str:
    ours = [m for m in amounts if m.role is role and (m.low is not None or m.high is not None)]
    said = sorted({f"{'' if m.low is None else f'{m.low:f}'}..{'' if m.high is None else f'{m.high:f}'}" for m in ours})
    return " + ".join(said)
